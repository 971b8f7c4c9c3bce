use super::*;
use report_event::{death, report_by, stay};

fn expedite(who: AccountId32, report: u32) -> DispatchResult {
	Trials::expedite_event(by(who), TRIAL, report)
}

#[test]
fn expedite_event_should_stop_the_regulators_clock() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(report_by(agent_of(HOSPITAL), death(), NOW));
		wait(7 * DAY);
		assert_ok!(expedite(agent_of(SPONSOR), 0));
		assert_eq!(last_change(), AuditedChange::EventExpedited { report: 0 });
		wait(DAY);
		let info = Trials::safety_reports(TRIAL, 0, 1).reports.remove(0);
		assert_eq!(info.report.expedited_at, Some(NOW + 7 * DAY));
		assert!(!info.expedite_late);
		assert_refused(|| expedite(agent_of(SPONSOR), 0), Error::<Test>::AlreadyExpedited);
	});
}

#[test]
fn expedite_event_should_be_late_when_it_comes_after_its_time() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(report_by(agent_of(HOSPITAL), death(), NOW));
		wait(7 * DAY + 1);
		assert_ok!(expedite(agent_of(SPONSOR), 0));
		assert!(Trials::safety_reports(TRIAL, 0, 1).reports[0].expedite_late);
	});
}

#[test]
fn expedite_event_should_refuse_when_reaction_is_not_suspected() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(report_by(agent_of(HOSPITAL), stay(), NOW));
		assert_refused(|| expedite(agent_of(SPONSOR), 0), Error::<Test>::NotSuspected);
	});
}

#[test]
fn expedite_event_should_refuse_when_sender_or_report_is_wrong() {
	build_and_execute(|| {
		assert_refused(|| expedite(agent_of(SPONSOR), 0), Error::<Test>::NotFound);
		with_participant();
		assert_refused(|| expedite(agent_of(SPONSOR), 0), Error::<Test>::ReportNotFound);
		assert_ok!(report_by(agent_of(HOSPITAL), death(), NOW));
		for who in [stranger(), agent_of(HOSPITAL), agent_of(OTHER_SPONSOR)] {
			assert_refused(|| expedite(who, 0), Error::<Test>::NotAuthorized);
		}
	});
}
