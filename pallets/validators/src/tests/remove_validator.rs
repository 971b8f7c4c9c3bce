use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn remove_validator_should_unseat_the_account_when_two_sessions_have_passed() {
	build_and_execute(|| {
		assert_ok!(Validators::remove_validator(RuntimeOrigin::root(), 2));
		assert_eq!(take_events(), [Event::ValidatorRemoved { validator: 2 }]);

		run_sessions(1);
		assert_eq!(seated(), [1, 2, 3]);
		run_sessions(1);
		assert_eq!(seated(), [1, 3]);
	});
}

#[test]
fn remove_validator_should_be_refused_when_the_origin_is_not_the_council() {
	build_and_execute(|| {
		assert_noop!(
			Validators::remove_validator(RuntimeOrigin::signed(1), 2),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn remove_validator_should_be_refused_when_the_account_is_no_validator() {
	build_and_execute(|| {
		assert_noop!(
			Validators::remove_validator(RuntimeOrigin::root(), 4),
			Error::<Test>::NotValidator
		);
	});
}

#[test]
fn remove_validator_should_be_refused_when_only_the_minimum_is_left() {
	build_and_execute(|| {
		assert_ok!(Validators::remove_validator(RuntimeOrigin::root(), 1));
		assert_noop!(
			Validators::remove_validator(RuntimeOrigin::root(), 2),
			Error::<Test>::MinValidatorsReached
		);
	});
}
