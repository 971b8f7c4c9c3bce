//! One file per call, and the invariants.

mod accept_merge;
mod add_representative;
mod agree_to_appointment;
mod arrange_recovery;
mod attest_identifier;
mod authority;
mod change_representative;
mod close_care_relationship;
mod complete_appointment;
mod dissolve_recovery;
mod erase;
mod invariants;
mod open_care_relationship;
mod propose_appointment;
mod propose_merge;
mod register;
mod register_represented;
mod reject_appointment;
mod report_death;
mod revoke_representative;
mod rotate_controller;
mod set_objection_period;
mod withdraw_death_report;
mod withdraw_identifier;
mod withdraw_merge;

pub(super) use crate::mock::*;
pub(super) use crate::{Error, Event, GUARDIAN_END_STEP, MAX_REPRESENTATIVES};
pub(super) use frame_support::{assert_ok, dispatch::DispatchResultWithPostInfo};
pub(super) use salus_primitives::{
	codes::{DelegateRole, IdentifierType, Sensitivity, SensitivitySet},
	patient::{Mandate, PatientStatus, Powers},
	PatientId, Period,
};
pub(super) use sp_core::{Pair, H256};
pub(super) use sp_runtime::{AccountId32, DispatchError, DispatchResult};

/// Somebody who is neither agent nor patient.
fn stranger() -> AccountId32 {
	account("Stranger")
}

/// Has `sender` propose to entrust ANN to the key of `name`.
fn propose(sender: AccountId32, name: &str, mandate: Option<Mandate>) -> DispatchResult {
	let nonce = Patients::info(ANN).map_or(0, |ann| ann.nonce);
	let (deadline, signature) = match &mandate {
		Some(mandate) => consent_to_represent(name, ANN, mandate, nonce),
		None => consent_to_control(name, ANN, HOSPITAL, nonce),
	};
	let sender = RuntimeOrigin::signed(sender);
	Patients::propose_appointment(sender, ANN, account(name), mandate, deadline, signature)
}

/// Has `sender` agree to that.
fn agree(sender: AccountId32, name: &str) -> DispatchResult {
	Patients::agree_to_appointment(RuntimeOrigin::signed(sender), ANN, account(name))
}

/// Has `sender` carry it out.
fn complete(sender: AccountId32) -> DispatchResult {
	Patients::complete_appointment(RuntimeOrigin::signed(sender), ANN)
}

/// The result without what the call cost.
fn plain(result: DispatchResultWithPostInfo) -> DispatchResult {
	result.map(|_| ()).map_err(|refused| refused.error)
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
