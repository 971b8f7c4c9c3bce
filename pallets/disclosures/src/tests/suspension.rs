use super::{review_emergency::review, *};

#[docify::export]
#[test]
fn organization_should_break_no_glass_until_reviewed_and_cleared() {
	build_and_execute(|| {
		let id = ended_emergency();
		wait(REVIEW_PERIOD);
		assert_eq!(break_glass("Surgeon", BEN), Err(Error::<Test>::BreakGlassSuspended.into()));

		assert_ok!(review("Officer", id, ReviewOutcome::Justified));
		assert_eq!(break_glass("Surgeon", BEN), Err(Error::<Test>::BreakGlassSuspended.into()));

		assert_ok!(Disclosures::clear_suspension(by("Auditor"), HOSPITAL));
		assert_ok!(break_glass("Surgeon", BEN));
	});
}

#[test]
fn organization_should_be_suspended_the_moment_after_a_review_was_due() {
	build_and_execute(|| {
		assert_ok!(break_glass("Practitioner", ANN));
		wait(REVIEW_PERIOD);
		assert_eq!(Disclosures::break_glass_suspension(HOSPITAL), None);
		wait(1);
		let suspension = Disclosures::break_glass_suspension(HOSPITAL).unwrap();
		assert_eq!((suspension.since, suspension.overdue), (NOW + REVIEW_PERIOD, 1));
		assert_refused(|| break_glass("Practitioner", ANN), Error::<Test>::BreakGlassSuspended);
	});
}

#[test]
fn organization_should_stay_suspended_when_a_late_review_was_not_the_earliest() {
	build_and_execute(|| {
		let first = ended_emergency();
		let second = ended_emergency();
		wait(REVIEW_PERIOD);
		assert_ok!(review("Officer", second, ReviewOutcome::Justified));
		let suspension = Disclosures::break_glass_suspension(HOSPITAL).unwrap();
		assert_eq!((suspension.since, suspension.overdue), (NOW + REVIEW_PERIOD, 1));
		assert_ok!(review("Officer", first, ReviewOutcome::Justified));
		let suspension = Disclosures::break_glass_suspension(HOSPITAL).unwrap();
		assert_eq!((suspension.since, suspension.overdue), (NOW + REVIEW_PERIOD, 0));
	});
}

#[test]
fn suspension_should_not_end_what_is_open() {
	build_and_execute(|| {
		assert_ok!(break_glass("Practitioner", ANN));
		wait(REVIEW_PERIOD);
		assert_ok!(break_glass("Surgeon", ANN));
		wait(1);
		assert!(Disclosures::break_glass_suspension(HOSPITAL).is_some());
		assert!(<Disclosures as Emergencies<_>>::open_access(ANN, &account("Surgeon")).is_some());
		let access = look_in_emergency(DataClass::Laboratory);
		assert_ok!(Disclosures::record_entry(by("Surgeon"), ANN, access, 1));
	});
}

#[test]
fn suspension_should_be_of_one_organization() {
	build_and_execute(|| {
		ended_emergency();
		wait(REVIEW_PERIOD);
		assert!(Disclosures::break_glass_suspension(HOSPITAL).is_some());
		assert_eq!(Disclosures::break_glass_suspension(CLINIC), None);
		assert_ok!(break_glass("Clinician", ANN));
	});
}

#[test]
fn organization_should_be_suspended_when_nobody_can_review() {
	build_and_execute(|| {
		assert_ok!(break_glass("Surgeon", ANN));
		// The surgeon is the last privacy officer.
		set_roles("Officer", RoleSet::EMPTY);
		wait(DEFAULT_VALIDITY);
		assert_refused(
			|| review("Surgeon", EmergencyId(0), ReviewOutcome::Justified),
			Error::<Test>::OwnReview,
		);
		wait(REVIEW_PERIOD);
		assert_refused(|| break_glass("Practitioner", ANN), Error::<Test>::BreakGlassSuspended);
	});
}
