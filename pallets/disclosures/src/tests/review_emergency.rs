use super::*;

pub fn review(name: &str, id: EmergencyId, outcome: ReviewOutcome) -> DispatchResult {
	Disclosures::review_emergency(by(name), id, outcome, NOTE)
}

const FIRST: EmergencyId = EmergencyId(0);

#[test]
fn review_emergency_should_store_what_the_officer_says() {
	for outcome in ReviewOutcome::ALL {
		build_and_execute(|| {
			let id = ended_emergency();
			assert_ok!(review("Officer", id, *outcome));
			let info = Disclosures::emergency(id).unwrap();
			let review = info.emergency.review.unwrap();
			assert_eq!((review.outcome, review.reviewer), (*outcome, account("Officer")));
			assert_eq!((review.note, review.reviewed_at), (NOTE, Now::get()));
			assert_eq!(info.outcome, Some(*outcome));
			assert_eq!(
				events().last(),
				Some(&Event::EmergencyReviewed {
					emergency: id,
					patient: ANN,
					organization: HOSPITAL,
					outcome: *outcome,
					late: false
				})
			);
		});
	}
}

#[test]
fn review_emergency_should_be_in_time_until_the_moment_when_it_is_due() {
	build_and_execute(|| {
		let id = ended_emergency();
		wait(REVIEW_PERIOD - DEFAULT_VALIDITY);
		assert_ok!(review("Officer", id, ReviewOutcome::Justified));
		assert_eq!(Disclosures::break_glass_suspension(HOSPITAL), None);
	});
}

#[test]
fn review_emergency_should_refuse_when_reviewer_is_the_practitioner() {
	build_and_execute(|| {
		assert_ok!(break_glass("Surgeon", ANN));
		wait(DEFAULT_VALIDITY);
		assert_refused(
			|| review("Surgeon", FIRST, ReviewOutcome::Justified),
			Error::<Test>::OwnReview,
		);
		assert_ok!(review("Officer", FIRST, ReviewOutcome::Justified));
	});
}

#[test]
fn review_emergency_should_refuse_when_caller_is_no_privacy_officer_of_the_organization() {
	build_and_execute(|| {
		let id = ended_emergency();
		for name in
			["Practitioner", "Clerk", "ClinicOfficer", "Insurer", "Auditor", "Ann", "Stranger"]
		{
			assert_refused(
				|| review(name, id, ReviewOutcome::Justified),
				Error::<Test>::NotAuthorized,
			);
		}
		suspend(HOSPITAL);
		assert_refused(
			|| review("Officer", id, ReviewOutcome::Justified),
			Error::<Test>::NotAuthorized,
		);
	});
}

#[test]
fn review_emergency_should_refuse_when_it_is_open() {
	build_and_execute(|| {
		assert_ok!(break_glass("Practitioner", ANN));
		let justify = || review("Officer", FIRST, ReviewOutcome::Justified);
		assert_refused(justify, Error::<Test>::EmergencyOpen);
		assert_ok!(Disclosures::close_emergency(by("Practitioner"), FIRST));
		assert_ok!(justify());
	});
}

#[test]
fn review_emergency_should_refuse_when_reviewed_already() {
	build_and_execute(|| {
		let id = ended_emergency();
		assert_ok!(review("Officer", id, ReviewOutcome::Unjustified));
		for outcome in ReviewOutcome::ALL {
			assert_refused(|| review("Surgeon", id, *outcome), Error::<Test>::AlreadyReviewed);
		}
	});
}

#[test]
fn review_emergency_should_refuse_to_justify_when_patient_complained() {
	build_and_execute(|| {
		let id = ended_emergency();
		assert_ok!(Disclosures::complain(by("Ann"), id));
		assert_refused(
			|| review("Officer", id, ReviewOutcome::Justified),
			Error::<Test>::ComplaintPending,
		);
		assert_ok!(review("Officer", id, ReviewOutcome::Escalated));
	});
}

#[test]
fn review_emergency_should_refuse_when_there_is_none() {
	build_and_execute(|| {
		assert_refused(
			|| review("Officer", FIRST, ReviewOutcome::Justified),
			Error::<Test>::EmergencyNotFound,
		);
	});
}
