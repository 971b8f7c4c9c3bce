use super::*;
use report_event::{death, report_by, stay};

fn follow_up(who: AccountId32, assessment: Assessment, aware_at: u64) -> DispatchResult {
	Trials::follow_up_event(by(who), TRIAL, 0, assessment, aware_at, H256::zero())
}

#[test]
fn follow_up_event_should_keep_what_was_known_before() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(report_by(agent_of(HOSPITAL), death(), NOW));
		wait(15 * DAY);
		let unrelated = Assessment { causality: Causality::Unlikely, ..death() };
		assert_ok!(follow_up(agent_of(HOSPITAL), unrelated, NOW + DAY));
		let change = AuditedChange::EventFollowedUp { report: 0, from: death(), to: unrelated };
		assert_eq!(last_change(), change);
		let info = Trials::safety_reports(TRIAL, 0, 1).reports.remove(0);
		assert_eq!((info.report.follow_ups, info.report.follow_up_by), (1, None));
		assert!(!info.report.follow_up_late && !info.follow_up_missing);
		// What had to be expedited still has.
		assert!(info.expedite_late);
	});
}

#[test]
fn follow_up_event_should_be_late_when_it_comes_after_its_time() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(report_by(agent_of(HOSPITAL), death(), NOW));
		wait(15 * DAY + 1);
		assert_ok!(follow_up(agent_of(SPONSOR), death(), NOW));
		assert!(Trials::safety_reports(TRIAL, 0, 1).reports[0].report.follow_up_late);
		assert_eq!(Trials::overdue_safety_reports(TRIAL, 0, 1).reports.len(), 1);
	});
}

#[test]
fn follow_up_event_should_start_the_regulators_clock_when_suspicion_arises() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(report_by(agent_of(HOSPITAL), stay(), NOW));
		wait(3 * DAY);
		let suspected = Assessment { causality: Causality::Probable, ..stay() };
		assert_ok!(follow_up(agent_of(HOSPITAL), suspected, NOW + 2 * DAY));
		let report = Trials::safety_reports(TRIAL, 0, 1).reports[0].report;
		assert_eq!(report.expedite_by, Some(NOW + 17 * DAY));
	});
}

#[test]
fn follow_up_event_should_refuse_when_it_is_wrong() {
	build_and_execute(|| {
		assert_refused(|| follow_up(agent_of(HOSPITAL), stay(), NOW), Error::<Test>::NotFound);
		with_participant();
		assert_refused(
			|| follow_up(agent_of(HOSPITAL), stay(), NOW),
			Error::<Test>::ReportNotFound,
		);
		assert_ok!(report_by(agent_of(HOSPITAL), stay(), NOW));
		for who in [stranger(), agent_of(CLINIC), agent_of(OTHER_SPONSOR)] {
			assert_refused(|| follow_up(who, stay(), NOW), Error::<Test>::NotAuthorized);
		}
		let mild = Assessment { seriousness: SeriousnessSet::EMPTY, ..stay() };
		assert_refused(|| follow_up(agent_of(HOSPITAL), mild, NOW), Error::<Test>::NotSerious);
		assert_refused(
			|| follow_up(agent_of(HOSPITAL), stay(), NOW + 1),
			Error::<Test>::DateInFuture,
		);
		assert_refused(
			|| follow_up(agent_of(HOSPITAL), stay(), NOW - 1),
			Error::<Test>::DatesOutOfOrder,
		);
	});
}

#[test]
fn follow_up_event_should_shorten_the_regulators_clock_when_the_event_turns_out_fatal() {
	build_and_execute(|| {
		with_participant();
		let suspected = Assessment { causality: Causality::Probable, ..stay() };
		assert_ok!(report_by(agent_of(HOSPITAL), suspected, NOW));
		let expedite_by = || Trials::safety_reports(TRIAL, 0, 1).reports[0].report.expedite_by;
		assert_eq!(expedite_by(), Some(NOW + 15 * DAY));
		wait(2 * DAY);
		assert_ok!(follow_up(agent_of(HOSPITAL), death(), NOW + DAY));
		assert_eq!(expedite_by(), Some(NOW + 8 * DAY));
		// Nothing that is learnt later gives more time.
		assert_ok!(follow_up(agent_of(HOSPITAL), suspected, NOW + 2 * DAY));
		assert_eq!(expedite_by(), Some(NOW + 8 * DAY));
		assert_ok!(Trials::expedite_event(by_agent(SPONSOR), TRIAL, 0));
		wait(DAY);
		assert_ok!(follow_up(agent_of(HOSPITAL), death(), NOW));
		assert_eq!(expedite_by(), Some(NOW + 8 * DAY));
	});
}

#[test]
fn follow_up_event_should_owe_another_while_the_event_goes_on() {
	build_and_execute(|| {
		with_participant();
		let as_known = |outcome| Assessment { outcome, ..stay() };
		assert_ok!(report_by(agent_of(HOSPITAL), as_known(EventOutcome::Ongoing), NOW));
		assert_ok!(follow_up(agent_of(HOSPITAL), as_known(EventOutcome::Recovering), NOW));
		let missing = || Trials::safety_reports(TRIAL, 0, 1).reports[0].follow_up_missing;
		wait(15 * DAY);
		assert!(!missing());
		wait(1);
		assert!(missing());
		for end in [EventOutcome::Resolved, EventOutcome::Unknown] {
			assert_ok!(follow_up(agent_of(HOSPITAL), as_known(end), NOW));
			assert!(!missing());
			assert!(Trials::safety_reports(TRIAL, 0, 1).reports[0].report.follow_up_late);
		}
	});
}
