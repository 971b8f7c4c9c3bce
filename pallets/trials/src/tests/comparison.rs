use super::*;

#[docify::export]
#[test]
fn comparison_should_show_switched_outcome_when_trial_was_recruiting() {
	build_and_execute(|| {
		with_participant();
		let registered = outcome(OutcomeKind::Primary, 1);
		let switched = outcome(OutcomeKind::Primary, 42);
		let changes = vec![OutcomeChange::Replace { number: 0, outcome: switched }];
		assert_ok!(amend_outcomes(AmendmentKind::Substantial, changes));
		approve(2);

		let comparison = Trials::comparison(TRIAL).unwrap();
		assert!(comparison.primary_outcome_changed);
		assert_eq!(comparison.outcomes[0].registered, Some(registered));
		assert_eq!(comparison.outcomes[0].current, Some(switched));
		assert_eq!(comparison.outcomes[0].flags, OutcomeFlag::ChangedAfterLock.into());
		let change = comparison.changes[0].change;
		assert_eq!((change.status, change.enrolled), (TrialStatus::Recruiting, 1));
		assert!(change.after_lock && !change.after_primary_completion);
	});
}

#[test]
fn comparison_should_count_demotion_and_promotion_as_changes_of_a_primary_outcome() {
	let promotion = OutcomeChange::Replace { number: 1, outcome: outcome(OutcomeKind::Primary, 2) };
	let demotion =
		OutcomeChange::Replace { number: 0, outcome: outcome(OutcomeKind::Secondary, 1) };
	let addition = OutcomeChange::Add { outcome: outcome(OutcomeKind::Primary, 9) };
	for changes in [vec![promotion], vec![promotion, demotion], vec![addition]] {
		build_and_execute(|| {
			with_participant();
			assert_ok!(amend_outcomes(AmendmentKind::Substantial, changes));
			approve(2);
			assert!(Trials::comparison(TRIAL).unwrap().primary_outcome_changed);
			assert!(Trials::info(TRIAL).unwrap().primary_outcome_changes > 0);
		});
	}
}

#[test]
fn comparison_should_not_blame_when_only_a_secondary_outcome_or_a_text_changed() {
	build_and_execute(|| {
		with_participant();
		let change =
			OutcomeChange::Replace { number: 1, outcome: outcome(OutcomeKind::Secondary, 9) };
		assert_ok!(amend_outcomes(AmendmentKind::Substantial, vec![change]));
		approve(2);
		let comparison = Trials::comparison(TRIAL).unwrap();
		assert!(comparison.differs && !comparison.primary_outcome_changed);
	});
}

#[test]
fn comparison_should_show_where_the_trial_stood_when_it_was_completed() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(Trials::set_dates(by_agent(SPONSOR), TRIAL, completed_at(NOW), reason()));
		assert_ok!(set_status(TrialStatus::Completed));
		let change =
			OutcomeChange::Replace { number: 0, outcome: outcome(OutcomeKind::Primary, 9) };
		assert_ok!(amend_outcomes(AmendmentKind::Substantial, vec![change]));
		let change = Trials::comparison(TRIAL).unwrap().changes[0];
		assert_eq!(change.version_status, VersionStatus::Pending);
		assert_eq!(change.change.status, TrialStatus::Completed);
		assert!(change.change.after_primary_completion);
	});
}

#[test]
fn comparison_should_be_absent_when_trial_is() {
	build_and_execute(|| assert_eq!(Trials::comparison(NO_TRIAL), None));
}
