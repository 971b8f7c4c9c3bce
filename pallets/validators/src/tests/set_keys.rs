use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::testing::UintAuthorityId;

#[test]
fn set_keys_should_register_them_when_the_account_is_an_active_member() {
	build_and_execute(|| {
		admit(4);
		create_account(4);

		assert_ok!(set_keys(4));

		assert_eq!(take_events(), [Event::SessionKeysSet { account: 4 }]);
		assert!(pallet_session::NextKeys::<Test>::contains_key(4));
		assert_eq!(System::providers(&4), 1);
		assert_eq!(System::consumers(&4), 1);
	});
}

#[test]
fn set_keys_should_keep_the_references_when_the_keys_are_replaced() {
	build_and_execute(|| {
		candidate(4);
		assert_ok!(set_keys(4));
		assert_eq!(System::providers(&4), 1);
		assert_eq!(System::consumers(&4), 1);
	});
}

#[test]
fn set_keys_should_keep_the_account_alive_when_it_is_no_longer_an_agent() {
	build_and_execute(|| {
		candidate(4);
		System::dec_sufficients(&4);
		assert!(System::account_exists(&4));

		assert_ok!(Validators::purge_keys(RuntimeOrigin::signed(4)));
		assert!(!System::account_exists(&4));
	});
}

#[test]
fn set_keys_should_be_refused_when_the_account_is_no_active_member() {
	build_and_execute(|| {
		create_account(4);
		assert_noop!(set_keys(4), Error::<Test>::NotActiveMember);
	});
}

#[test]
fn set_keys_should_be_refused_when_the_proof_is_of_another_account() {
	build_and_execute(|| {
		admit(4);
		create_account(4);
		let (keys, _) = keys_of(4);
		let (_, proof) = keys_of(5);
		assert_noop!(
			Validators::set_keys(RuntimeOrigin::signed(4), keys, proof),
			pallet_session::Error::<Test>::InvalidProof
		);
	});
}

#[test]
fn set_keys_should_be_refused_when_another_validator_has_the_key() {
	build_and_execute(|| {
		candidate(4);
		admit(5);
		create_account(5);
		let proof = codec::Encode::encode(
			&sp_runtime::RuntimeAppPublic::sign(&UintAuthorityId(4), &codec::Encode::encode(&5u64))
				.expect("the test key signs"),
		);
		assert_noop!(
			Validators::set_keys(RuntimeOrigin::signed(5), keys_of(4).0, proof),
			pallet_session::Error::<Test>::DuplicatedKey
		);
	});
}
