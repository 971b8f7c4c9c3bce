//! Weights of the calls.
//!
//! Not generated yet. Until the benchmarks have run on reference hardware, a weight is the number of
//! reads and writes that the call makes at its worst, counted in the code, times the weight of the
//! runtime's database.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::ParityDbWeight, RuntimeDbWeight, Weight},
};

/// What the calls cost.
pub trait WeightInfo {
	/// `anchor`.
	fn anchor(n: u32) -> Weight;
	/// `amend`.
	fn amend(n: u32) -> Weight;
	/// `void`.
	fn void() -> Weight;
	/// `set_custodians`.
	fn set_custodians(n: u32) -> Weight;
	/// `erase`.
	fn erase(n: u32, m: u32) -> Weight;
	/// `anchor_batch`.
	fn anchor_batch() -> Weight;
	/// `prove`.
	fn prove(n: u32) -> Weight;
	/// `void_leaf`.
	fn void_leaf() -> Weight;
	/// `put_envelope`.
	fn put_envelope() -> Weight;
	/// `remove_envelope`.
	fn remove_envelope() -> Weight;
	/// `next_sweep`.
	fn next_sweep() -> Weight;
	/// `sweep_envelopes`.
	fn sweep_envelopes(n: u32) -> Weight;
}

/// With the database of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

/// Reads and writes: those that are always made, and those for each of `n`.
fn db(db: RuntimeDbWeight, fixed: (u64, u64), each: (u64, u64), n: u32) -> Weight {
	db.reads_writes(fixed.0, fixed.1)
		.saturating_add(db.reads_writes(each.0, each.1).saturating_mul(n.into()))
}

macro_rules! weights {
	($db:expr) => {
		fn anchor(n: u32) -> Weight {
			db($db, (8, 1), (1, 0), n)
		}

		fn amend(n: u32) -> Weight {
			db($db, (6, 2), (1, 0), n)
		}

		fn void() -> Weight {
			db($db, (6, 1), (0, 0), 0)
		}

		fn set_custodians(n: u32) -> Weight {
			db($db, (6, 1), (1, 0), n)
		}

		fn erase(n: u32, m: u32) -> Weight {
			db($db, (12, 5), (1, 1), n).saturating_add(db($db, (0, 0), (1, 1), m))
		}

		fn anchor_batch() -> Weight {
			db($db, (5, 1), (0, 0), 0)
		}

		fn prove(n: u32) -> Weight {
			db($db, (17, 2), (1, 0), n)
		}

		fn void_leaf() -> Weight {
			db($db, (6, 1), (0, 0), 0)
		}

		fn put_envelope() -> Weight {
			db($db, (18, 6), (0, 0), 0)
		}

		fn remove_envelope() -> Weight {
			db($db, (15, 4), (0, 0), 0)
		}

		fn next_sweep() -> Weight {
			db($db, (3, 2), (0, 0), 0)
		}

		fn sweep_envelopes(n: u32) -> Weight {
			db($db, (1, 2), (1, 1), n)
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weights!(T::DbWeight::get());
}

impl WeightInfo for () {
	weights!(ParityDbWeight::get());
}
