use super::{review_emergency::review, *};

fn settle(origin: RuntimeOrigin, id: EmergencyId, outcome: ReviewOutcome) -> DispatchResult {
	Disclosures::settle_emergency(origin, id, outcome, NOTE)
}

fn escalated() -> EmergencyId {
	let id = ended_emergency();
	assert_ok!(review("Officer", id, ReviewOutcome::Escalated));
	id
}

#[test]
fn settle_emergency_should_say_what_came_of_it_when_auditor_or_council_settle() {
	for (origin, settled_by) in [
		(by("Auditor"), Some(AUDITOR)),
		(by("Clinician"), Some(CLINIC)),
		(RuntimeOrigin::root(), None),
	] {
		for outcome in [ReviewOutcome::Justified, ReviewOutcome::Unjustified] {
			build_and_execute(|| {
				let id = escalated();
				assert_ok!(settle(origin.clone(), id, outcome));
				let info = Disclosures::emergency(id).unwrap();
				let settlement = info.emergency.settlement.unwrap();
				assert_eq!((settlement.outcome, settlement.settled_by), (outcome, settled_by));
				assert_eq!((settlement.note, settlement.settled_at), (NOTE, Now::get()));
				assert_eq!(info.outcome, Some(outcome));
				assert_eq!(
					events().last(),
					Some(&Event::EmergencySettled { emergency: id, patient: ANN, outcome })
				);
			});
		}
	}
}

#[test]
fn settle_emergency_should_refuse_when_caller_is_no_auditor_of_another_organization() {
	build_and_execute(|| {
		let id = escalated();
		// The hospital is admitted as an auditor as well.
		for name in ["Officer", "Clerk", "Inspector", "Insurer", "Ann", "Stranger"] {
			assert_refused(
				|| settle(by(name), id, ReviewOutcome::Justified),
				Error::<Test>::NotAuthorized,
			);
		}
		suspend(AUDITOR);
		assert_refused(
			|| settle(by("Auditor"), id, ReviewOutcome::Justified),
			Error::<Test>::NotAuthorized,
		);
	});
}

#[test]
fn settle_emergency_should_refuse_when_it_is_not_escalated() {
	build_and_execute(|| {
		let justify = |id| settle(by("Auditor"), id, ReviewOutcome::Justified);
		let unreviewed = ended_emergency();
		assert_refused(|| justify(unreviewed), Error::<Test>::NotEscalated);
		let justified = ended_emergency();
		assert_ok!(review("Officer", justified, ReviewOutcome::Justified));
		assert_refused(|| justify(justified), Error::<Test>::NotEscalated);
		let settled = escalated();
		assert_ok!(justify(settled));
		assert_refused(|| justify(settled), Error::<Test>::NotEscalated);
	});
}

#[test]
fn settle_emergency_should_refuse_to_escalate_further() {
	build_and_execute(|| {
		let id = escalated();
		assert_refused(
			|| settle(RuntimeOrigin::root(), id, ReviewOutcome::Escalated),
			Error::<Test>::OutcomeNotFinal,
		);
	});
}

#[test]
fn settle_emergency_should_refuse_when_there_is_none() {
	build_and_execute(|| {
		assert_refused(
			|| settle(by("Auditor"), EmergencyId(0), ReviewOutcome::Justified),
			Error::<Test>::EmergencyNotFound,
		);
	});
}
