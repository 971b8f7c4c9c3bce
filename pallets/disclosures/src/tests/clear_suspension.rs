use super::{review_emergency::review, *};

fn clear(origin: RuntimeOrigin) -> DispatchResult {
	Disclosures::clear_suspension(origin, HOSPITAL)
}

/// The hospital made a review late.
fn late_review() {
	let id = ended_emergency();
	wait(REVIEW_PERIOD);
	assert_ok!(review("Officer", id, ReviewOutcome::Justified));
}

#[test]
fn clear_suspension_should_let_break_again_when_auditor_or_council_clear() {
	for (origin, cleared_by) in [
		(by("Auditor"), Some(AUDITOR)),
		(by("Clinician"), Some(CLINIC)),
		(RuntimeOrigin::root(), None),
	] {
		build_and_execute(|| {
			late_review();
			assert_ok!(clear(origin.clone()));
			assert_eq!(Disclosures::break_glass_suspension(HOSPITAL), None);
			assert_ok!(break_glass("Practitioner", ANN));
			assert!(
				events().contains(&Event::SuspensionCleared { organization: HOSPITAL, cleared_by })
			);
		});
	}
}

#[test]
fn clear_suspension_should_refuse_when_caller_is_no_auditor_of_another_organization() {
	build_and_execute(|| {
		late_review();
		for name in ["Officer", "Practitioner", "Inspector", "Insurer", "Ann", "Stranger"] {
			assert_refused(|| clear(by(name)), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn clear_suspension_should_refuse_when_reviews_are_overdue_still() {
	build_and_execute(|| {
		let first = ended_emergency();
		let second = ended_emergency();
		wait(REVIEW_PERIOD);
		assert_refused(|| clear(by("Auditor")), Error::<Test>::ReviewsOverdue);
		assert_ok!(review("Officer", second, ReviewOutcome::Justified));
		assert_refused(|| clear(RuntimeOrigin::root()), Error::<Test>::ReviewsOverdue);
		assert_ok!(review("Officer", first, ReviewOutcome::Unjustified));
		assert_ok!(clear(by("Auditor")));
	});
}

#[test]
fn clear_suspension_should_refuse_when_organization_is_not_suspended() {
	build_and_execute(|| {
		assert_refused(|| clear(by("Auditor")), Error::<Test>::NotSuspended);
		ended_emergency();
		assert_refused(|| clear(by("Auditor")), Error::<Test>::NotSuspended);
	});
}
