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
	/// `accept_merge`.
	fn accept_merge() -> Weight;
	/// `withdraw_merge`.
	fn withdraw_merge() -> Weight;
	/// `report_death`.
	fn report_death() -> Weight;
	/// `withdraw_death_report`.
	fn withdraw_death_report() -> Weight;
	/// `erase`.
	fn erase(n: u32) -> Weight;
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
			db($db, (10, 4), (0, 0), 0).saturating_add(Weight::from_parts(2 * SIGNATURE, 0))
		}

		fn attest_identifier() -> Weight {
			db($db, (7, 2), (0, 0), 0)
		}

		fn withdraw_identifier() -> Weight {
			db($db, (11, 2), (0, 0), 0)
		}

		fn rotate_controller() -> Weight {
			db($db, (9, 6), (0, 0), 0).saturating_add(Weight::from_parts(2 * SIGNATURE, 0))
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

		fn accept_merge() -> Weight {
			db($db, (11, 6), (0, 0), 0)
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

		fn erase(n: u32) -> Weight {
			db($db, (12, 8), (1, 1), n)
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weights!(T::DbWeight::get());
}

impl WeightInfo for () {
	weights!(ParityDbWeight::get());
}
