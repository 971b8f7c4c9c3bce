use crate::mock::*;
use frame_support::{assert_ok, traits::KeyOwnerProofSystem};
use pallet_session::{historical, SessionManager};
use sp_runtime::{testing::UintAuthorityId, RuntimeAppPublic};

#[test]
fn new_session_should_answer_none_when_nothing_changed() {
	build_and_execute(|| {
		run_sessions(2);
		assert_eq!(<Validators as SessionManager<_>>::new_session(9), None);
	});
}

#[test]
fn new_session_should_answer_the_list_when_it_changed() {
	build_and_execute(|| {
		run_sessions(2);
		assert_ok!(Validators::remove_validator(RuntimeOrigin::root(), 1));
		assert_eq!(<Validators as SessionManager<_>>::new_session(9), Some(vec![2, 3]));
	});
}

#[test]
fn new_session_should_answer_the_list_when_keys_were_rotated() {
	build_and_execute(|| {
		run_sessions(2);
		pallet_session::NextKeys::<Test>::insert(1, SessionKeys { dummy: UintAuthorityId(77) });
		assert_eq!(<Validators as SessionManager<_>>::new_session(9), Some(vec![1, 2, 3]));
		run_sessions(2);
		assert_eq!(seated(), [77, 2, 3]);
	});
}

#[test]
fn key_ownership_should_be_provable_when_the_session_has_passed() {
	build_and_execute(|| {
		run_sessions(1);
		let key = (UintAuthorityId::ID, UintAuthorityId(2).to_raw_vec());
		let proof = Historical::prove(key.clone()).expect("a seated validator's key");
		run_sessions(3);
		assert_eq!(Historical::check_proof(key, proof), Some((2, ())));
	});
}

#[test]
fn key_ownership_should_no_longer_be_provable_when_the_session_is_forgotten() {
	build_and_execute(|| {
		run_sessions(1);
		let key = (UintAuthorityId::ID, UintAuthorityId(2).to_raw_vec());
		let proof = Historical::prove(key.clone()).expect("a seated validator's key");
		run_sessions(7);
		assert_eq!(Historical::check_proof(key, proof), None);
		assert!(historical::HistoricalSessions::<Test>::iter().count() <= 7);
	});
}
