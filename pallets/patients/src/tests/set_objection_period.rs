use super::*;
use crate::MAX_OBJECTION_PERIOD;

#[test]
fn set_objection_period_should_hold_for_what_is_agreed_from_then_on() {
	build_and_execute(|| {
		register_child();
		assert_ok!(propose(account("Mother"), "Ann", None));
		let period = 5 * OBJECTION_PERIOD;
		assert_ok!(Patients::set_objection_period(RuntimeOrigin::root(), period));
		assert_eq!(Patients::objection_period(), period);
		assert_eq!(events().last(), Some(&Event::ObjectionPeriodSet { period }));
		assert_ok!(agree(agent_of(HOSPITAL), "Ann"));
		assert_eq!(Patients::appointment(ANN).unwrap().effective_at, Some(NOW + period));
	});
}

#[test]
fn set_objection_period_should_refuse_when_it_is_none_or_too_long() {
	build_and_execute(|| {
		for period in [0, MAX_OBJECTION_PERIOD + 1] {
			assert_refused(
				|| Patients::set_objection_period(RuntimeOrigin::root(), period),
				Error::<Test>::InvalidPeriod,
			);
		}
	});
}

#[test]
fn set_objection_period_should_refuse_when_sender_is_not_the_council() {
	build_and_execute(|| {
		for sender in [account("Ann"), agent_of(AUTHORITY)] {
			assert_refused(
				|| Patients::set_objection_period(RuntimeOrigin::signed(sender), 1),
				DispatchError::BadOrigin,
			);
		}
	});
}
