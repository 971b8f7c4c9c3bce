//! Weights of the calls.
//!
//! Not generated yet. Until the benchmarks have run on reference hardware, a weight is the number of
//! reads and writes that the call makes at its worst, counted in the code, times the weight of the
//! runtime's database, and what takes long besides.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::ParityDbWeight, RuntimeDbWeight, Weight},
};

/// What the calls cost.
pub trait WeightInfo {
	/// `register`.
	fn register() -> Weight;
	/// `attest_identifier`.
	fn attest_identifier() -> Weight;
	/// `withdraw_identifier`.
	fn withdraw_identifier() -> Weight;
	/// `rotate_controller`.
	fn rotate_controller() -> Weight;
	/// `open_care_relationship`.
	fn open_care_relationship() -> Weight;
	/// `close_care_relationship`.
	fn close_care_relationship() -> Weight;
	/// `propose_merge`.
	fn propose_merge() -> Weight;
	/// `accept_merge`, with `n` representatives of the duplicate.
	fn accept_merge(n: u32) -> Weight;
	/// `withdraw_merge`.
	fn withdraw_merge() -> Weight;
	/// `report_death`.
	fn report_death() -> Weight;
	/// `withdraw_death_report`.
	fn withdraw_death_report() -> Weight;
	/// `erase`, with `r` representatives, and `n` identifiers and care relationships.
	fn erase(r: u32, n: u32) -> Weight;
	/// `register_represented`.
	fn register_represented() -> Weight;
	/// `add_representative`.
	fn add_representative() -> Weight;
	/// `change_representative`.
	fn change_representative() -> Weight;
	/// `revoke_representative`, with `n` representatives of the patient.
	fn revoke_representative(n: u32) -> Weight;
	/// `propose_appointment`.
	fn propose_appointment() -> Weight;
	/// `agree_to_appointment`.
	fn agree_to_appointment() -> Weight;
	/// `reject_appointment`.
	fn reject_appointment() -> Weight;
	/// `complete_appointment`.
	fn complete_appointment() -> Weight;
	/// `arrange_recovery`.
	fn arrange_recovery() -> Weight;
	/// `dissolve_recovery`.
	fn dissolve_recovery() -> Weight;
	/// `set_objection_period`.
	fn set_objection_period() -> Weight;
}

/// One verification of a signature: what a minimal signed transaction takes in all, which is more.
const SIGNATURE: u64 = 150_000_000;

/// With the database of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

/// Reads and writes: those that are always made, and those for each of `n`.
fn db(db: RuntimeDbWeight, fixed: (u64, u64), each: (u64, u64), n: u32) -> Weight {
	db.reads_writes(fixed.0, fixed.1)
		.saturating_add(db.reads_writes(each.0, each.1).saturating_mul(n.into()))
}

macro_rules! weights {
	($db:expr) => {
		fn register() -> Weight {
			db($db, (12, 4), (0, 0), 0).saturating_add(Weight::from_parts(2 * SIGNATURE, 0))
		}

		fn attest_identifier() -> Weight {
			db($db, (7, 2), (0, 0), 0)
		}

		fn withdraw_identifier() -> Weight {
			db($db, (11, 2), (0, 0), 0)
		}

		fn rotate_controller() -> Weight {
			db($db, (18, 9), (0, 0), 0).saturating_add(Weight::from_parts(2 * SIGNATURE, 0))
		}

		fn open_care_relationship() -> Weight {
			db($db, (10, 2), (0, 0), 0)
		}

		fn close_care_relationship() -> Weight {
			db($db, (10, 2), (0, 0), 0)
		}

		fn propose_merge() -> Weight {
			db($db, (9, 1), (0, 0), 0)
		}

		fn accept_merge(n: u32) -> Weight {
			db($db, (19, 12), (7, 6), n)
		}

		fn withdraw_merge() -> Weight {
			db($db, (9, 1), (0, 0), 0)
		}

		fn report_death() -> Weight {
			db($db, (8, 1), (0, 0), 0)
		}

		fn withdraw_death_report() -> Weight {
			db($db, (5, 1), (0, 0), 0)
		}

		fn erase(r: u32, n: u32) -> Weight {
			db($db, (20, 14), (1, 1), n).saturating_add(db($db, (0, 0), (7, 6), r))
		}

		fn register_represented() -> Weight {
			db($db, (12, 6), (0, 0), 0).saturating_add(Weight::from_parts(2 * SIGNATURE, 0))
		}

		fn add_representative() -> Weight {
			db($db, (10, 6), (0, 0), 0).saturating_add(Weight::from_parts(2 * SIGNATURE, 0))
		}

		fn change_representative() -> Weight {
			db($db, (6, 1), (0, 0), 0)
		}

		fn revoke_representative(n: u32) -> Weight {
			db($db, (4, 1), (8, 6), n)
		}

		fn propose_appointment() -> Weight {
			db($db, (14, 2), (0, 0), 0).saturating_add(Weight::from_parts(2 * SIGNATURE, 0))
		}

		fn agree_to_appointment() -> Weight {
			db($db, (12, 1), (0, 0), 0)
		}

		fn reject_appointment() -> Weight {
			db($db, (11, 1), (0, 0), 0)
		}

		fn complete_appointment() -> Weight {
			db($db, (10, 6), (0, 0), 0)
		}

		fn arrange_recovery() -> Weight {
			db($db, (16, 2), (0, 0), 0)
		}

		fn dissolve_recovery() -> Weight {
			db($db, (5, 1), (0, 0), 0)
		}

		fn set_objection_period() -> Weight {
			db($db, (0, 1), (0, 0), 0)
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weights!(T::DbWeight::get());
}

impl WeightInfo for () {
	weights!(ParityDbWeight::get());
}
