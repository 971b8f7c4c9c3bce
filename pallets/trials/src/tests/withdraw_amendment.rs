use super::*;

fn withdraw(who: AccountId32) -> DispatchResult {
	Trials::withdraw_amendment(by(who), TRIAL, reason())
}

#[test]
fn withdraw_amendment_should_leave_what_it_would_have_done_visible() {
	build_and_execute(|| {
		with_participant();
		let switched = outcome(OutcomeKind::Primary, 9);
		let change = OutcomeChange::Replace { number: 0, outcome: switched };
		assert_ok!(amend_outcomes(AmendmentKind::Substantial, vec![change]));
		assert!(Trials::comparison(TRIAL).unwrap().primary_outcome_changed, "it waits");
		assert_ok!(withdraw(agent_of(SPONSOR)));
		assert_eq!(last_change(), AuditedChange::AmendmentWithdrawn { version: 2 });
		let comparison = Trials::comparison(TRIAL).unwrap();
		assert!(!comparison.primary_outcome_changed && !comparison.differs);
		assert_eq!(comparison.changes[0].version_status, VersionStatus::Withdrawn);
		assert_eq!(comparison.changes[0].change.to, Some(switched));
		agree(patient(2), 1);
		assert_ok!(enroll(2));
	});
}

#[test]
fn withdraw_amendment_should_refuse_when_none_waits_or_sender_is_not_the_sponsor() {
	build_and_execute(|| {
		assert_refused(|| withdraw(agent_of(SPONSOR)), Error::<Test>::NotFound);
		register();
		for who in [stranger(), agent_of(COMMITTEE), agent_of(OTHER_SPONSOR)] {
			assert_refused(|| withdraw(who), Error::<Test>::NotAuthorized);
		}
		approve(1);
		assert_refused(|| withdraw(agent_of(SPONSOR)), Error::<Test>::NotPending);
	});
}
