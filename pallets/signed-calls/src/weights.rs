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
	/// `submit`, without the call that it makes. Hashing that call is paid by its length: a byte of a
	/// transaction costs a hundred times what it takes to hash.
	fn submit() -> Weight;
}

/// One verification of a signature: what a minimal signed transaction takes in all, which is more.
const SIGNATURE: u64 = 150_000_000;

/// With the database of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

/// The agent, its organization, the clock, the genesis hash, the number; one number written; the
/// signature checked twice, as it is and as wallets wrap it.
fn submit(db: RuntimeDbWeight) -> Weight {
	db.reads_writes(6, 1).saturating_add(Weight::from_parts(2 * SIGNATURE, 0))
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn submit() -> Weight {
		submit(T::DbWeight::get())
	}
}

impl WeightInfo for () {
	fn submit() -> Weight {
		submit(ParityDbWeight::get())
	}
}
