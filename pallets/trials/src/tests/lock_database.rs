use super::*;

fn lock(who: AccountId32) -> DispatchResult {
	Trials::lock_database(by(who), TRIAL, reason())
}

#[test]
fn lock_database_should_note_how_much_there_is() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(set_status(TrialStatus::ActiveNotRecruiting));
		assert_ok!(lock(agent_of(SPONSOR)));
		assert_eq!(last_change(), AuditedChange::DatabaseLocked { anchors: 0 });
		assert_eq!(Trials::info(TRIAL).unwrap().database_locked_at, Some(NOW));
		assert_refused(|| lock(agent_of(SPONSOR)), Error::<Test>::DatabaseLocked);
	});
}

#[test]
fn lock_database_should_refuse_when_a_query_is_open() {
	build_and_execute(|| {
		with_participant();
		let anchor = |who, kind| Trials::anchor_data(who, TRIAL, kind, H256::zero(), 1);
		assert_ok!(anchor(by_agent(HOSPITAL), AnchorKind::Capture));
		assert_ok!(anchor(by_agent(SPONSOR), AnchorKind::Query { anchor: 0, leaf: None }));
		assert_ok!(set_status(TrialStatus::Completed));
		assert_refused(|| lock(agent_of(SPONSOR)), Error::<Test>::QueriesOpen);
		assert_ok!(anchor(by_agent(HOSPITAL), AnchorKind::Answer { query: 1 }));
		assert_ok!(lock(agent_of(SPONSOR)));
	});
}

#[test]
fn lock_database_should_refuse_when_trial_enrols_or_sender_is_not_the_sponsor() {
	build_and_execute(|| {
		assert_refused(|| lock(agent_of(SPONSOR)), Error::<Test>::NotFound);
		with_participant();
		assert_refused(|| lock(agent_of(SPONSOR)), Error::<Test>::StillUnderWay);
		for who in [stranger(), agent_of(HOSPITAL), agent_of(OTHER_SPONSOR)] {
			assert_refused(|| lock(who), Error::<Test>::NotAuthorized);
		}
	});
}
