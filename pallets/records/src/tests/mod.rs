//! One file per call; removal in idle time, what readers ask, and the invariants.

mod amend;
mod anchor;
mod anchor_batch;
mod batches;
mod erase;
mod invariants;
mod prove;
mod put_envelope;
mod readers;
mod remove_envelope;
mod set_custodians;
mod sweep;
mod void;
mod void_leaf;

pub(super) use crate::mock::*;
pub(super) use crate::{Error, Event, Sweep, WeightInfo};
pub(super) use frame_support::{assert_ok, dispatch::DispatchResultWithPostInfo, weights::Weight};
pub(super) use salus_primitives::{
	codes::{ConsentAction, DataClass, Purpose},
	patient::{PatientStatus, Power},
	record::{LeafState, Pointer, RecordStatus, Sealed, VoidReason},
	BatchId, OrganizationId, PatientId, RecordId,
};
pub(super) use sp_core::H256;
pub(super) use sp_runtime::{AccountId32, DispatchError, DispatchResult};

/// Somebody who is neither agent nor patient.
fn stranger() -> AccountId32 {
	account("Stranger")
}

/// The result without what the call cost.
fn plain(result: DispatchResultWithPostInfo) -> DispatchResult {
	result.map(|_| ()).map_err(|with| with.error)
}

/// That a call was refused for this reason and changed nothing.
fn assert_refused<E: Into<DispatchError>>(call: impl FnOnce() -> DispatchResult, error: E) {
	let before = state();
	assert_eq!(call(), Err(error.into()));
	assert_eq!(state(), before, "a refused call changed something");
}

/// Custodians that no record can ever have, and why.
fn malformed_custodians() -> [(Vec<OrganizationId>, Error<Test>); 2] {
	[(vec![], Error::NoCustodian), (vec![HOSPITAL, CLINIC, HOSPITAL], Error::InvalidCustodian)]
}

/// Custodians that no record may be given now, and why.
fn bad_custodians() -> Vec<(Vec<OrganizationId>, Error<Test>)> {
	suspend(LABORATORY);
	let outsiders = [
		(vec![NOBODY], Error::InvalidCustodian),
		(vec![HOSPITAL, LABORATORY], Error::InvalidCustodian),
	];
	malformed_custodians().into_iter().chain(outsiders).collect()
}

/// Pointers with such custodians, and one to nothing.
fn bad_pointers(
	custodians: impl IntoIterator<Item = (Vec<OrganizationId>, Error<Test>)>,
) -> Vec<(Pointer, Error<Test>)> {
	custodians
		.into_iter()
		.map(|(custodians, error)| {
			(Pointer { custodians: custodians.try_into().unwrap(), ..pointer() }, error)
		})
		.chain([(Pointer { size: 0, ..pointer() }, Error::EmptyCiphertext)])
		.collect()
}

/// Two ways for Ann's finding to be current no longer.
fn ends_of_finding() -> [fn(); 2] {
	[
		|| {
			let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
			assert_ok!(Records::void(clerk, ANN, FINDING, VoidReason::WrongContent));
		},
		|| {
			let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
			assert_ok!(Records::erase(clerk, ANN, FINDING));
		},
	]
}

#[cfg(feature = "runtime-benchmarks")]
pub(super) fn externalities() -> sp_io::TestExternalities {
	use sp_runtime::BuildStorage;
	frame_system::GenesisConfig::<Test>::default().build_storage().unwrap().into()
}
