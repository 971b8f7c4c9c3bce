use super::*;
use salus_primitives::trial::{Dates, Extras, Reports, StatedDate};

fn certify(who: AccountId32, until: u64) -> DispatchResult {
	Trials::certify_delay(by(who), TRIAL, until, TrialReason::InitialApproval.into())
}

/// When the results of [`registration`] are due, 12 months after 2024-11-13.
const DUE: u64 = NOW + (365 + 365) * DAY;

#[test]
fn certify_delay_should_put_results_off() {
	build_and_execute(|| {
		register();
		assert_eq!(Trials::info(TRIAL).unwrap().results.unwrap().due_at, DUE);
		assert_ok!(certify(agent_of(REGULATOR), DUE + 30 * DAY));
		let change = AuditedChange::DelayCertified {
			until: DUE + 30 * DAY,
			previous: StatedDate::estimated(DUE),
		};
		assert_eq!(last_change(), change);
		wait(DUE + 30 * DAY - NOW);
		assert!(!Trials::info(TRIAL).unwrap().results.unwrap().overdue);
		wait(1);
		assert!(Trials::info(TRIAL).unwrap().results.unwrap().overdue);
	});
}

#[test]
fn certify_delay_should_refuse_when_it_is_too_short_or_too_long() {
	build_and_execute(|| {
		register();
		for until in [NOW, DUE, DUE + 731 * DAY] {
			assert_refused(|| certify(agent_of(REGULATOR), until), Error::<Test>::InvalidDelay);
		}
	});
}

#[test]
fn certify_delay_should_refuse_when_sender_is_no_regulator() {
	build_and_execute(|| {
		assert_refused(|| certify(agent_of(REGULATOR), DUE + 1), Error::<Test>::NotFound);
		register();
		for who in [stranger(), agent_of(SPONSOR), agent_of(COMMITTEE)] {
			assert_refused(|| certify(who, DUE + 1), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn certify_delay_should_refuse_when_nothing_is_due_or_results_are_there() {
	build_and_execute(|| {
		let registration = Registration { dates: Dates::default(), ..registration() };
		assert_ok!(Trials::register(by_agent(SPONSOR), TRIAL, registration));
		approve(1);
		assert_ok!(set_status(TrialStatus::Recruiting));
		let regulator = || agent_of(REGULATOR);
		assert_refused(|| certify(regulator(), DUE), Error::<Test>::NoResultsDue);
		let dates = completed_at(NOW);
		assert_ok!(Trials::set_dates(by_agent(SPONSOR), TRIAL, dates, reason()));
		assert_ok!(set_status(TrialStatus::ActiveNotRecruiting));
		let reason = NotReportedReason::NotAssessed;
		let reports: Vec<_> = (0..3)
			.map(|number| OutcomeReport { number, account: OutcomeAccount::NotReported { reason } })
			.collect();
		let reports = Reports::try_from(reports).unwrap();
		assert_ok!(Trials::submit_results(
			by_agent(SPONSOR),
			TRIAL,
			published(8),
			reports,
			Extras::new()
		));
		assert_refused(|| certify(regulator(), DUE), Error::<Test>::ResultsAlreadySubmitted);
	});
}

#[test]
fn certify_delay_should_refuse_when_trial_was_withdrawn() {
	build_and_execute(|| {
		register();
		assert_ok!(set_status(TrialStatus::Withdrawn));
		assert_refused(|| certify(agent_of(REGULATOR), DUE + 1), Error::<Test>::NoResultsDue);
	});
}
