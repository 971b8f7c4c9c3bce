//! Weights of the calls.
//!
//! Not generated yet. Until the benchmarks have run on reference hardware, a weight is the number of
//! reads and writes that the call makes at its worst, counted in the code, times the weight of the
//! runtime's database, and what takes long besides. Decisions are charged by the calls themselves.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::ParityDbWeight, RuntimeDbWeight, Weight},
};

/// What the calls cost.
pub trait WeightInfo {
	/// `record_entry`.
	fn record_entry(n: u32) -> Weight;
	/// `anchor_batch`.
	fn anchor_batch() -> Weight;
	/// `prove_entry`.
	fn prove_entry(n: u32) -> Weight;
	/// `withhold_entry`.
	fn withhold_entry() -> Weight;
	/// `release_entry`.
	fn release_entry() -> Weight;
	/// `break_glass`.
	fn break_glass() -> Weight;
	/// `close_emergency`.
	fn close_emergency() -> Weight;
	/// `review_emergency`.
	fn review_emergency() -> Weight;
	/// `complain`.
	fn complain() -> Weight;
	/// `settle_emergency`.
	fn settle_emergency() -> Weight;
	/// `clear_suspension`.
	fn clear_suspension() -> Weight;
}

/// As many reviews as can wait (16 KiB), read and written whole: what a write of that size takes more
/// than one of a few bytes, with room to spare.
const PENDING: u64 = 100_000_000;

/// With the database of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

/// Reads and writes: those that are always made, and those for each of `n`.
fn db(db: RuntimeDbWeight, fixed: (u64, u64), each: (u64, u64), n: u32) -> Weight {
	db.reads_writes(fixed.0, fixed.1)
		.saturating_add(db.reads_writes(each.0, each.1).saturating_mul(n.into()))
}

macro_rules! weights {
	($db:expr) => {
		fn record_entry(n: u32) -> Weight {
			db($db, (14, 6), (0, 0), n)
		}

		fn anchor_batch() -> Weight {
			db($db, (5, 3), (0, 0), 0)
		}

		fn prove_entry(n: u32) -> Weight {
			db($db, (17, 5), (1, 0), n)
		}

		fn withhold_entry() -> Weight {
			db($db, (8, 1), (0, 0), 0)
		}

		fn release_entry() -> Weight {
			db($db, (8, 1), (0, 0), 0)
		}

		fn break_glass() -> Weight {
			db($db, (10, 6), (0, 0), 0).saturating_add(Weight::from_parts(PENDING, 0))
		}

		fn close_emergency() -> Weight {
			db($db, (6, 2), (0, 0), 0)
		}

		fn review_emergency() -> Weight {
			db($db, (6, 3), (0, 0), 0).saturating_add(Weight::from_parts(PENDING, 0))
		}

		fn complain() -> Weight {
			db($db, (8, 1), (0, 0), 0)
		}

		fn settle_emergency() -> Weight {
			db($db, (5, 1), (0, 0), 0)
		}

		fn clear_suspension() -> Weight {
			db($db, (6, 1), (0, 0), 0).saturating_add(Weight::from_parts(PENDING, 0))
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weights!(T::DbWeight::get());
}

impl WeightInfo for () {
	weights!(ParityDbWeight::get());
}
