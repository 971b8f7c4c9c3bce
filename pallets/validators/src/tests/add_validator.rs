use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[docify::export]
#[test]
fn add_validator_should_seat_the_account_when_two_sessions_have_passed() {
	build_and_execute(|| {
		let newcomer = candidate(4);
		take_events();

		assert_ok!(Validators::add_validator(RuntimeOrigin::root(), newcomer));
		assert_eq!(take_events(), [Event::ValidatorAdded { validator: newcomer }]);

		run_sessions(1);
		assert_eq!(seated(), [1, 2, 3]);
		run_sessions(1);
		assert_eq!(seated(), [1, 2, 3, newcomer]);
	});
}

#[test]
fn add_validator_should_be_refused_when_the_origin_is_not_the_council() {
	build_and_execute(|| {
		let newcomer = candidate(4);
		assert_noop!(
			Validators::add_validator(RuntimeOrigin::signed(1), newcomer),
			DispatchError::BadOrigin
		);
		assert_noop!(
			Validators::add_validator(RuntimeOrigin::none(), newcomer),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn add_validator_should_be_refused_when_the_account_validates_already() {
	build_and_execute(|| {
		assert_noop!(
			Validators::add_validator(RuntimeOrigin::root(), 1),
			Error::<Test>::AlreadyValidator
		);
	});
}

#[test]
fn add_validator_should_be_refused_when_the_account_is_no_active_member() {
	build_and_execute(|| {
		candidate(4);
		dismiss(4);
		assert_noop!(
			Validators::add_validator(RuntimeOrigin::root(), 4),
			Error::<Test>::NotActiveMember
		);
	});
}

#[test]
fn add_validator_should_be_refused_when_the_account_has_no_session_keys() {
	build_and_execute(|| {
		admit(4);
		assert_noop!(
			Validators::add_validator(RuntimeOrigin::root(), 4),
			Error::<Test>::NoSessionKeys
		);
	});
}

#[test]
fn add_validator_should_be_refused_when_the_list_is_full() {
	build_and_execute(|| {
		assert_ok!(Validators::add_validator(RuntimeOrigin::root(), candidate(4)));
		assert_ok!(Validators::add_validator(RuntimeOrigin::root(), candidate(5)));
		let sixth = candidate(6);
		assert_noop!(
			Validators::add_validator(RuntimeOrigin::root(), sixth),
			Error::<Test>::MaxValidatorsExceeded
		);
	});
}
