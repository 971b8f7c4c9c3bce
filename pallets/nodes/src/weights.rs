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
	/// `register`.
	fn register() -> Weight;
	/// `update`.
	fn update() -> Weight;
	/// `remove`.
	fn remove() -> Weight;
	/// `force_remove`.
	fn force_remove() -> Weight;
	/// The removal of an organization's `n` nodes.
	fn remove_all(n: u32) -> Weight;
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
		fn register() -> Weight {
			db($db, (5, 2), (0, 0), 0)
		}

		fn update() -> Weight {
			db($db, (4, 1), (0, 0), 0)
		}

		fn remove() -> Weight {
			db($db, (5, 2), (0, 0), 0)
		}

		fn force_remove() -> Weight {
			db($db, (2, 2), (0, 0), 0)
		}

		fn remove_all(n: u32) -> Weight {
			db($db, (1, 1), (1, 1), n)
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weights!(T::DbWeight::get());
}

impl WeightInfo for () {
	weights!(ParityDbWeight::get());
}
