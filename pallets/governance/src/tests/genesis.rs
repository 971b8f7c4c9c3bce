use crate::{mock::*, EnactmentDelay, GenesisConfig};
use sp_runtime::BuildStorage;

/// The chain that begins with a delay.
fn begin(enactment_delay: u64) -> sp_io::TestExternalities {
	let genesis = GenesisConfig::<Test> { enactment_delay };
	genesis.build_storage().expect("a storage").into()
}

#[test]
fn delay_should_be_that_of_the_genesis() {
	for delay in [0, 7, MAX_DELAY] {
		begin(delay).execute_with(|| {
			assert_eq!(EnactmentDelay::<Test>::get(), delay);
			Governance::do_try_state().expect("the invariants hold");
		});
	}
}

#[test]
#[should_panic = "an enactment delay of 51 blocks; at most 50 are allowed"]
fn genesis_should_be_refused_when_its_delay_is_too_long() {
	begin(MAX_DELAY + 1);
}

#[test]
fn state_should_be_found_wrong_when_its_delay_is_too_long() {
	new_test_ext().execute_with(|| {
		EnactmentDelay::<Test>::put(MAX_DELAY + 1);
		assert!(Governance::do_try_state().is_err());
	});
}
