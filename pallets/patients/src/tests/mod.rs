//! One file per call, and the invariants.

mod accept_merge;
mod attest_identifier;
mod authority;
mod close_care_relationship;
mod erase;
mod invariants;
mod open_care_relationship;
mod propose_merge;
mod register;
mod report_death;
mod rotate_controller;
mod withdraw_death_report;
mod withdraw_identifier;
mod withdraw_merge;

pub(super) use crate::mock::*;
pub(super) use crate::{Error, Event};
pub(super) use frame_support::{assert_ok, dispatch::DispatchResultWithPostInfo};
pub(super) use salus_primitives::{
	codes::IdentifierType, patient::PatientStatus, PatientId, Period,
};
pub(super) use sp_core::{Pair, H256};
pub(super) use sp_runtime::{AccountId32, DispatchError, DispatchResult};

/// Somebody who is neither agent nor patient.
fn stranger() -> AccountId32 {
	account("Stranger")
}

/// That a call was refused for this reason and changed nothing.
fn assert_refused<E: Into<DispatchError>>(call: impl FnOnce() -> DispatchResult, error: E) {
	let before = state();
	assert_eq!(call(), Err(error.into()));
	assert_eq!(state(), before, "a refused call changed something");
}

#[cfg(feature = "runtime-benchmarks")]
pub(super) fn externalities() -> sp_io::TestExternalities {
	use sp_runtime::BuildStorage;
	frame_system::GenesisConfig::<Test>::default().build_storage().unwrap().into()
}
