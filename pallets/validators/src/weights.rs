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
	/// `add_validator`, with `v` validators, which are one value in storage.
	fn add_validator(v: u32) -> Weight;
	/// `remove_validator`, with `v` validators, which are one value in storage.
	fn remove_validator(v: u32) -> Weight;
	/// `purge_keys`, with `v` validators, which are one value in storage.
	fn purge_keys(v: u32) -> Weight;
	/// `set_keys`.
	fn set_keys() -> Weight;
	/// What every block does to count slots, with `v` validators seated, which are one value in
	/// storage.
	fn count_slots(v: u32) -> Weight;
}

/// One verification of a signature: what a minimal signed transaction takes in all, which is more.
const SIGNATURE: u64 = 150_000_000;

/// To decode a validator's count, to add to it, and to encode it.
const SEAT: u64 = 50_000;

/// With the database of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

/// Reads and writes.
fn db(db: RuntimeDbWeight, fixed: (u64, u64)) -> Weight {
	db.reads_writes(fixed.0, fixed.1)
}

macro_rules! weights {
	($db:expr) => {
		fn add_validator(_v: u32) -> Weight {
			db($db, (6, 2))
		}

		fn remove_validator(_v: u32) -> Weight {
			db($db, (1, 1))
		}

		fn purge_keys(_v: u32) -> Weight {
			db($db, (6, 5))
		}

		fn set_keys() -> Weight {
			db($db, (7, 4)).saturating_add(Weight::from_parts(2 * SIGNATURE, 0))
		}

		fn count_slots(v: u32) -> Weight {
			db($db, (3, 2)).saturating_add(Weight::from_parts(SEAT.saturating_mul(v.into()), 0))
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weights!(T::DbWeight::get());
}

impl WeightInfo for () {
	weights!(ParityDbWeight::get());
}
