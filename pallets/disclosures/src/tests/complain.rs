use super::{review_emergency::review, *};

fn complain(name: &str, id: EmergencyId) -> DispatchResult {
	Disclosures::complain(by(name), id)
}

fn outcome(id: EmergencyId) -> Option<ReviewOutcome> {
	Disclosures::emergency(id).unwrap().outcome
}

#[test]
fn complain_should_escalate_what_the_organization_called_justified() {
	build_and_execute(|| {
		let id = ended_emergency();
		assert_ok!(review("Officer", id, ReviewOutcome::Justified));
		assert_ok!(complain("Ann", id));
		assert_eq!(outcome(id), Some(ReviewOutcome::Escalated));
		assert_eq!(
			events().last(),
			Some(&Event::ComplaintRaised { emergency: id, patient: ANN, organization: HOSPITAL })
		);
		let unjustified = ReviewOutcome::Unjustified;
		assert_ok!(Disclosures::settle_emergency(by("Auditor"), id, unjustified, NOTE));
		assert_eq!(outcome(id), Some(unjustified));
	});
}

#[test]
fn complain_should_be_open_to_representatives_and_while_the_glass_is_broken() {
	build_and_execute(|| {
		assert_ok!(break_glass("Practitioner", ANN));
		Representatives::set(&vec![
			(account("Guardian"), ANN, Power::Consent),
			(account("Executor"), ANN, Power::Erasure),
		]);
		assert_refused(|| complain("Executor", EmergencyId(0)), Error::<Test>::NotController);
		assert_ok!(complain("Guardian", EmergencyId(0)));
		assert_eq!(outcome(EmergencyId(0)), None);
	});
}

#[test]
fn complain_should_refuse_when_done_before() {
	build_and_execute(|| {
		let id = ended_emergency();
		assert_ok!(complain("Ann", id));
		assert_refused(|| complain("Ann", id), Error::<Test>::AlreadyComplained);
	});
}

#[test]
fn complain_should_refuse_when_the_outcome_is_final() {
	build_and_execute(|| {
		let id = ended_emergency();
		assert_ok!(review("Officer", id, ReviewOutcome::Unjustified));
		assert_refused(|| complain("Ann", id), Error::<Test>::OutcomeFinal);
		let id = ended_emergency();
		assert_ok!(review("Officer", id, ReviewOutcome::Escalated));
		assert_ok!(Disclosures::settle_emergency(
			by("Auditor"),
			id,
			ReviewOutcome::Justified,
			NOTE
		));
		assert_refused(|| complain("Ann", id), Error::<Test>::OutcomeFinal);
	});
}

#[test]
fn complain_should_refuse_when_caller_does_not_speak_for_the_patient() {
	build_and_execute(|| {
		let id = ended_emergency();
		for name in ["Ben", "Practitioner", "Officer", "Auditor", "Stranger"] {
			assert_refused(|| complain(name, id), Error::<Test>::NotController);
		}
	});
}

#[test]
fn complain_should_refuse_when_there_is_no_emergency() {
	build_and_execute(|| {
		assert_refused(|| complain("Ann", EmergencyId(0)), Error::<Test>::EmergencyNotFound);
	});
}
