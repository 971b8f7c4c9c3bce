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
	/// `enact` without a delay, and without the call that it enacts, whose weight is added.
	fn enact() -> Weight;
	/// `enact` with a delay, of a call of `l` bytes.
	fn enact_later(l: u32) -> Weight;
	/// `cancel_enactment`.
	fn cancel_enactment() -> Weight;
	/// `set_enactment_delay`.
	fn set_enactment_delay() -> Weight;
	/// `pause_call`.
	fn pause_call() -> Weight;
	/// `resume_call`.
	fn resume_call() -> Weight;
	/// What every block spends on pauses, with `n` of them that end in it.
	fn end_pauses(n: u32) -> Weight;
}

/// With the database of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

/// Reads and writes.
fn db(db: RuntimeDbWeight, fixed: (u64, u64)) -> Weight {
	db.reads_writes(fixed.0, fixed.1)
}

macro_rules! weights {
	($db:expr) => {
		fn enact() -> Weight {
			db($db, (1, 0))
		}

		fn enact_later(l: u32) -> Weight {
			// Every byte is hashed, and copied into the preimage.
			db($db, (5, 4)).saturating_add(Weight::from_parts(2_000, 0).saturating_mul(l.into()))
		}

		fn cancel_enactment() -> Weight {
			db($db, (4, 4))
		}

		fn set_enactment_delay() -> Weight {
			db($db, (0, 1))
		}

		fn pause_call() -> Weight {
			db($db, (2, 2))
		}

		fn resume_call() -> Weight {
			db($db, (2, 2))
		}

		fn end_pauses(n: u32) -> Weight {
			db($db, (1, u64::from(n > 0))).saturating_add(db($db, (1, 1)).saturating_mul(n.into()))
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weights!(T::DbWeight::get());
}

impl WeightInfo for () {
	weights!(ParityDbWeight::get());
}
