use crate::{mock::*, GenesisConfig, Validators as List};
use sp_runtime::BuildStorage;

/// Builds the pallet's part of a genesis with these validators.
fn build(validators: Vec<AccountId>) {
	GenesisConfig::<Test> { validators }.build_storage().expect("no storage error");
}

#[test]
fn genesis_should_seat_the_named_validators_when_it_is_well_formed() {
	build_and_execute(|| {
		assert_eq!(List::<Test>::get().into_inner(), GENESIS);
		assert_eq!(seated(), GENESIS);
	});
}

#[test]
#[should_panic(expected = "the genesis names 1 validators; at least 2 are needed")]
fn genesis_should_be_refused_when_it_names_too_few() {
	build(vec![1]);
}

#[test]
#[should_panic(expected = "the genesis names 6 validators; at most 5 are allowed")]
fn genesis_should_be_refused_when_it_names_too_many() {
	build(vec![1, 2, 3, 4, 5, 6]);
}

#[test]
#[should_panic(expected = "the genesis names the validator 1 twice")]
fn genesis_should_be_refused_when_it_names_one_twice() {
	build(vec![1, 2, 1]);
}
