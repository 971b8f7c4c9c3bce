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
	/// `grant`.
	fn grant(n: u32) -> Weight;
	/// `amend`.
	fn amend(n: u32) -> Weight;
	/// `revoke`.
	fn revoke() -> Weight;
	/// `set_default_policy`.
	fn set_default_policy() -> Weight;
	/// `decide`.
	fn decide(n: u32) -> Weight;
}

/// One provision of the largest size, read or written: three times the native time.
const PROVISION: u64 = 21_000_000;
/// One consent with as many provisions of the largest size as there can be, decoded and evaluated:
/// three times the native time.
const CONSENT: u64 = 750_000_000;

/// With the database of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

/// Reads and writes: those that are always made, and those for each of `n`.
fn db(db: RuntimeDbWeight, fixed: (u64, u64), each: (u64, u64), n: u32) -> Weight {
	db.reads_writes(fixed.0, fixed.1)
		.saturating_add(db.reads_writes(each.0, each.1).saturating_mul(n.into()))
}

macro_rules! weights {
	($db:expr) => {
		fn grant(n: u32) -> Weight {
			db($db, (11, 2), (0, 0), n)
				.saturating_add(Weight::from_parts(PROVISION, 0).saturating_mul(n.into()))
		}

		fn amend(n: u32) -> Weight {
			db($db, (14, 5), (0, 0), n)
				.saturating_add(Weight::from_parts(PROVISION, 0).saturating_mul(n.into()))
		}

		fn revoke() -> Weight {
			db($db, (14, 6), (0, 0), 0)
		}

		fn set_default_policy() -> Weight {
			db($db, (0, 1), (0, 0), 0)
		}

		fn decide(n: u32) -> Weight {
			db($db, (20, 0), (1, 0), n)
				.saturating_add(Weight::from_parts(CONSENT, 0).saturating_mul(n.into()))
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weights!(T::DbWeight::get());
}

impl WeightInfo for () {
	weights!(ParityDbWeight::get());
}
