use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};

#[test]
fn purge_keys_should_free_the_account_when_it_no_longer_validates() {
	build_and_execute(|| {
		assert_ok!(Validators::remove_validator(RuntimeOrigin::root(), 3));
		run_sessions(2);
		take_events();

		assert_ok!(Validators::purge_keys(RuntimeOrigin::signed(3)));

		assert_eq!(take_events(), [Event::SessionKeysPurged { account: 3 }]);
		assert!(!pallet_session::NextKeys::<Test>::contains_key(3));
		assert_eq!(System::consumers(&3), 0);
		assert_eq!(System::providers(&3), 0);
	});
}

#[test]
fn purge_keys_should_be_refused_when_the_account_is_on_the_list() {
	build_and_execute(|| {
		assert_noop!(
			Validators::purge_keys(RuntimeOrigin::signed(3)),
			Error::<Test>::StillValidating
		);
	});
}

#[test]
fn purge_keys_should_be_refused_when_the_account_is_still_seated() {
	build_and_execute(|| {
		assert_ok!(Validators::remove_validator(RuntimeOrigin::root(), 3));
		assert_noop!(
			Validators::purge_keys(RuntimeOrigin::signed(3)),
			Error::<Test>::StillValidating
		);
		run_sessions(1);
		assert_noop!(
			Validators::purge_keys(RuntimeOrigin::signed(3)),
			Error::<Test>::StillValidating
		);
	});
}

#[test]
fn purge_keys_should_be_refused_when_the_account_is_queued() {
	build_and_execute(|| {
		assert_ok!(Validators::add_validator(RuntimeOrigin::root(), candidate(4)));
		run_sessions(1);
		assert_ok!(Validators::remove_validator(RuntimeOrigin::root(), 4));
		assert_noop!(
			Validators::purge_keys(RuntimeOrigin::signed(4)),
			Error::<Test>::StillValidating
		);
	});
}

#[test]
fn purge_keys_should_be_refused_when_there_are_none() {
	build_and_execute(|| {
		create_account(4);
		assert_noop!(
			Validators::purge_keys(RuntimeOrigin::signed(4)),
			pallet_session::Error::<Test>::NoKeys
		);
	});
}
