//! One file per call; suspension as a whole, what readers ask, and the invariants.

mod anchor_batch;
mod break_glass;
mod clear_suspension;
mod close_emergency;
mod complain;
mod invariants;
mod prove_entry;
mod readers;
mod record_entry;
mod release_entry;
mod review_emergency;
mod settle_emergency;
mod suspension;
mod withhold_entry;

pub(super) use crate::mock::*;
pub(super) use crate::{Error, Event};
pub(super) use frame_support::{
	assert_ok,
	dispatch::{DispatchResultWithPostInfo, GetDispatchInfo},
	weights::Weight,
};
pub(super) use salus_primitives::{
	codes::{
		Basis, BreakGlassReason, ClassSet, ConsentAction, DataClass, OutsideRecipient, Purpose,
		ReviewOutcome, RoleSet,
	},
	consent::Reason,
	disclosure::{Access, LoggedAccess, Recipient, SequenceRange, Statement},
	emergency::EmergencyId,
	patient::{PatientStatus, Power},
	traits::Emergencies,
	Moment, OrganizationId, PatientId, Period, RecordId,
};
pub(super) use sp_runtime::{AccountId32, DispatchError, DispatchResult};

/// That a call was refused for this reason and changed nothing.
fn assert_refused<E: Into<DispatchError>>(call: impl FnOnce() -> DispatchResult, error: E) {
	let before = state();
	assert_eq!(call(), Err(error.into()));
	assert_eq!(state(), before, "a refused call changed something");
}

/// The outcome of a call without what it cost.
fn plain(outcome: DispatchResultWithPostInfo) -> DispatchResult {
	outcome.map(|_| ()).map_err(|refused| refused.error)
}

/// What a call costs at most, as it says before.
fn announced(call: crate::Call<Test>) -> Weight {
	call.get_dispatch_info().call_weight
}

/// The numbers of the entries in Ann's accounting.
fn accounting() -> Vec<u64> {
	accounting_of(ANN)
}

fn accounting_of(patient: PatientId) -> Vec<u64> {
	let page = Disclosures::accounting(patient, Period::ALWAYS, None, 100);
	assert_eq!(page.next, None);
	page.disclosures.into_iter().map(|entry| entry.sequence).collect()
}

#[cfg(feature = "runtime-benchmarks")]
pub(super) fn externalities() -> sp_io::TestExternalities {
	use sp_runtime::BuildStorage;
	frame_system::GenesisConfig::<Test>::default().build_storage().unwrap().into()
}
