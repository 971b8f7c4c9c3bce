use super::*;
use salus_primitives::trial::{Dates, StatedDate};

fn set(who: AccountId32, dates: Dates) -> DispatchResult {
	Trials::set_dates(by(who), TRIAL, dates, reason())
}

#[test]
fn set_dates_should_note_what_they_were() {
	build_and_execute(|| {
		register();
		assert_ok!(set(agent_of(SPONSOR), completed_at(NOW)));
		assert_eq!(trial().dates, completed_at(NOW));
		let from = registration().dates;
		assert_eq!(last_change(), AuditedChange::DatesChanged { from, to: completed_at(NOW) });
	});
}

#[test]
fn set_dates_should_move_when_results_are_due() {
	build_and_execute(|| {
		register();
		assert!(Trials::info(TRIAL).unwrap().results.unwrap().estimated);
		assert_ok!(set(agent_of(SPONSOR), completed_at(NOW)));
		let due = Trials::info(TRIAL).unwrap().results.unwrap();
		// 2024 is a leap year.
		assert_eq!((due.due_at, due.estimated, due.overdue), (NOW + 366 * DAY, false, false));
		wait(367 * DAY);
		assert!(Trials::info(TRIAL).unwrap().results.unwrap().overdue);
		assert_eq!(Trials::overdue(0, 10).trials.len(), 1);
	});
}

#[test]
fn set_dates_should_refuse_when_sender_is_not_the_sponsor() {
	build_and_execute(|| {
		assert_refused(|| set(agent_of(SPONSOR), completed_at(NOW)), Error::<Test>::NotFound);
		register();
		for who in [stranger(), agent_of(OTHER_SPONSOR)] {
			assert_refused(|| set(who, completed_at(NOW)), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn set_dates_should_refuse_when_facts_lie_ahead_or_out_of_order() {
	build_and_execute(|| {
		register();
		assert_refused(
			|| set(agent_of(SPONSOR), completed_at(NOW + 1)),
			Error::<Test>::DateInFuture,
		);
		let dates = Dates { start: Some(StatedDate::actual(NOW)), ..completed_at(NOW - 1) };
		assert_refused(|| set(agent_of(SPONSOR), dates), Error::<Test>::DatesOutOfOrder);
	});
}

#[test]
fn set_dates_should_refuse_when_a_date_would_be_taken_back() {
	build_and_execute(|| {
		register();
		let stated = registration().dates;
		for dates in [Dates { start: None, ..stated }, Dates { primary_completion: None, ..stated }]
		{
			assert_refused(|| set(agent_of(SPONSOR), dates), Error::<Test>::DateTakenBack);
		}
		let completion = Some(StatedDate::estimated(NOW + 400 * DAY));
		assert_ok!(set(agent_of(SPONSOR), Dates { completion, ..stated }));
		assert_refused(|| set(agent_of(SPONSOR), stated), Error::<Test>::DateTakenBack);
	});
}

#[test]
fn results_should_be_due_when_no_primary_completion_was_ever_stated() {
	build_and_execute(|| {
		let registration = Registration { dates: Dates::default(), ..registration() };
		assert_ok!(Trials::register(by_agent(SPONSOR), TRIAL, registration));
		approve(1);
		assert_ok!(set_status(TrialStatus::Recruiting));
		let due = || Trials::info(TRIAL).unwrap().results;
		assert_eq!(due(), None);
		wait(DAY);
		assert_ok!(set_status(TrialStatus::Terminated));
		assert_eq!(due().map(|due| (due.due_at, due.estimated)), Some((NOW + 367 * DAY, false)));
		let completion = Some(StatedDate::actual(NOW));
		assert_ok!(set(agent_of(SPONSOR), Dates { completion, ..Default::default() }));
		assert_eq!(due().map(|due| due.due_at), Some(NOW + 366 * DAY));
		wait(366 * DAY);
		assert_eq!(Trials::overdue(0, 1).trials.len(), 1);
	});
}
