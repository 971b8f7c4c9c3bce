use super::*;
use salus_primitives::trial::{Extras, Outcome, Reports};

fn reported(number: u16, outcome: Outcome) -> OutcomeReport {
	OutcomeReport { number, account: OutcomeAccount::Reported { outcome } }
}

fn not_reported(number: u16) -> OutcomeReport {
	let reason = NotReportedReason::InsufficientData;
	OutcomeReport { number, account: OutcomeAccount::NotReported { reason } }
}

/// The registered list, as registered.
fn faithful() -> Vec<OutcomeReport> {
	let outcomes = registration().outcomes;
	(0..).zip(outcomes).map(|(number, outcome)| reported(number, outcome)).collect()
}

fn submit_as(
	who: AccountId32,
	reports: Vec<OutcomeReport>,
	extras: Vec<Outcome>,
) -> DispatchResult {
	let reports = Reports::try_from(reports).unwrap();
	let extras = Extras::try_from(extras).unwrap();
	Trials::submit_results(by(who), TRIAL, published(8), reports, extras)
}

fn submit(reports: Vec<OutcomeReport>, extras: Vec<Outcome>) -> DispatchResult {
	submit_as(agent_of(SPONSOR), reports, extras)
}

fn complete_primarily() -> DispatchResult {
	Trials::set_dates(by_agent(SPONSOR), TRIAL, completed_at(NOW), reason())
}

fn completed() {
	with_participant();
	assert_ok!(complete_primarily());
	assert_ok!(set_status(TrialStatus::Completed));
}

#[docify::export]
#[test]
fn results_should_flag_outcome_when_it_was_never_registered() {
	build_and_execute(|| {
		completed();
		let never_registered = outcome(OutcomeKind::Primary, 77);
		assert_eq!(
			submit(faithful()[..2].to_vec(), vec![never_registered]),
			Err(Error::<Test>::OutcomeNotAccountedFor.into())
		);
		let mut reports = faithful()[..2].to_vec();
		reports.push(not_reported(2));
		assert_ok!(submit(reports, vec![never_registered]));

		let comparison = Trials::comparison(TRIAL).unwrap();
		assert!(comparison.differs);
		let flags: Vec<_> = comparison.outcomes.iter().map(|outcome| outcome.flags).collect();
		let none = OutcomeFlags::EMPTY;
		let expected =
			[none, none, OutcomeFlag::NotReported.into(), OutcomeFlag::NotRegistered.into()];
		assert_eq!(flags, expected);
	});
}

#[test]
fn submit_results_should_be_in_time_or_late_by_the_due_date() {
	for (days, late) in [(366, false), (367, true)] {
		build_and_execute(|| {
			completed();
			wait(days * DAY);
			assert_ok!(submit(faithful(), Vec::new()));
			wait(1_000 * DAY);
			let due = Trials::info(TRIAL).unwrap().results.unwrap();
			assert_eq!(due.overdue, late);
			assert_eq!(due.submitted_at, Some(NOW + days * DAY));
			assert!(Trials::overdue(0, 10).trials.is_empty(), "they are there");
			assert!(!Trials::comparison(TRIAL).unwrap().differs);
		});
	}
}

#[test]
fn submit_results_should_show_outcome_reported_otherwise_than_registered() {
	build_and_execute(|| {
		completed();
		let mut reports = faithful();
		reports[0] = reported(0, outcome(OutcomeKind::Secondary, 1));
		reports[1] = reported(1, outcome(OutcomeKind::Secondary, 9));
		assert_ok!(submit(reports, Vec::new()));
		let outcomes = Trials::comparison(TRIAL).unwrap().outcomes;
		assert_eq!(outcomes[0].flags, OutcomeFlag::ReportedAsOtherKind.into());
		assert_eq!(outcomes[1].flags, OutcomeFlag::ReportedDifferently.into());
		assert!(outcomes[2].flags.is_empty());
	});
}

#[test]
fn submit_results_should_keep_every_version() {
	build_and_execute(|| {
		completed();
		assert_ok!(submit(faithful(), vec![outcome(OutcomeKind::PostHoc, 5)]));
		assert!(Trials::comparison(TRIAL).unwrap().differs);
		assert_ok!(submit(faithful(), Vec::new()));
		let comparison = Trials::comparison(TRIAL).unwrap();
		assert!(!comparison.differs);
		assert_eq!(comparison.results.unwrap().version, 2);
		assert_eq!(crate::ResultVersions::<Test>::get(TRIAL, 1).unwrap().unregistered, 1);
		let document = published(8).hash;
		assert_eq!(last_change(), AuditedChange::ResultsSubmitted { version: 2, document });
	});
}

#[test]
fn submit_results_should_account_for_outcomes_added_and_removed_after_the_lock() {
	build_and_execute(|| {
		with_participant();
		let changes = vec![
			OutcomeChange::Remove { number: 2 },
			OutcomeChange::Add { outcome: outcome(OutcomeKind::Secondary, 4) },
		];
		assert_ok!(amend_outcomes(AmendmentKind::Substantial, changes));
		approve(2);
		assert_ok!(complete_primarily());
		assert_ok!(set_status(TrialStatus::Completed));
		let mut reports = faithful();
		assert_refused(
			|| submit(reports.clone(), Vec::new()),
			Error::<Test>::OutcomeNotAccountedFor,
		);
		reports.push(not_reported(3));
		assert_ok!(submit(reports, Vec::new()));
	});
}

#[test]
fn submit_results_should_refuse_when_trial_is_not_that_far() {
	build_and_execute(|| {
		assert_refused(|| submit(faithful(), Vec::new()), Error::<Test>::NotFound);
		with_participant();
		assert_refused(
			|| submit(faithful(), Vec::new()),
			Error::<Test>::PrimaryCompletionNotReached,
		);
		assert_ok!(complete_primarily());
		assert_refused(|| submit(faithful(), Vec::new()), Error::<Test>::StillUnderWay);
		assert_ok!(set_status(TrialStatus::ActiveNotRecruiting));
		assert_ok!(submit(faithful(), Vec::new()));
	});
}

#[test]
fn submit_results_should_refuse_when_an_outcome_is_unknown_or_named_twice() {
	build_and_execute(|| {
		completed();
		let mut unknown = faithful();
		unknown.push(not_reported(3));
		assert_refused(|| submit(unknown, Vec::new()), Error::<Test>::OutcomeNotFound);
		let mut twice = faithful();
		twice.push(not_reported(0));
		assert_refused(|| submit(twice, Vec::new()), Error::<Test>::OutcomeNamedTwice);
	});
}

#[test]
fn submit_results_should_refuse_when_sender_is_not_the_sponsor() {
	build_and_execute(|| {
		completed();
		for who in [stranger(), agent_of(HOSPITAL), agent_of(OTHER_SPONSOR)] {
			assert_refused(|| submit_as(who, faithful(), Vec::new()), Error::<Test>::NotAuthorized);
		}
	});
}
