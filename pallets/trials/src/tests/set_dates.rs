use super::*;
use salus_primitives::trial::{Dates, StatedDate};

fn set(who: AccountId32, dates: Dates) -> DispatchResult {
	Trials::set_dates(by(who), TRIAL, dates, reason())
}

fn completed(at: u64) -> Dates {
	Dates { primary_completion: Some(StatedDate::actual(at)), ..Default::default() }
}

#[test]
fn set_dates_should_note_what_they_were() {
	build_and_execute(|| {
		register();
		assert_ok!(set(agent_of(SPONSOR), completed(NOW)));
		assert_eq!(trial().dates, completed(NOW));
		let from = registration().dates;
		assert_eq!(last_change(), AuditedChange::DatesChanged { from, to: completed(NOW) });
	});
}

#[test]
fn set_dates_should_move_when_results_are_due() {
	build_and_execute(|| {
		register();
		assert!(Trials::info(TRIAL).unwrap().results.unwrap().estimated);
		assert_ok!(set(agent_of(SPONSOR), completed(NOW)));
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
		assert_refused(|| set(agent_of(SPONSOR), completed(NOW)), Error::<Test>::NotFound);
		register();
		for who in [stranger(), agent_of(OTHER_SPONSOR)] {
			assert_refused(|| set(who, completed(NOW)), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn set_dates_should_refuse_when_facts_lie_ahead_or_out_of_order() {
	build_and_execute(|| {
		register();
		assert_refused(|| set(agent_of(SPONSOR), completed(NOW + 1)), Error::<Test>::DateInFuture);
		let dates = Dates { start: Some(StatedDate::actual(NOW)), ..completed(NOW - 1) };
		assert_refused(|| set(agent_of(SPONSOR), dates), Error::<Test>::DatesOutOfOrder);
	});
}
