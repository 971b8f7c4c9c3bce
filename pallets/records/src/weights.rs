//! Weights of the calls. Placeholder until generated.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::weights::Weight;

/// What the calls cost.
pub trait WeightInfo {
	fn anchor(n: u32) -> Weight;
	fn amend(n: u32) -> Weight;
	fn void() -> Weight;
	fn set_custodians(n: u32) -> Weight;
	fn erase(n: u32, m: u32) -> Weight;
	fn anchor_batch() -> Weight;
	fn prove(n: u32) -> Weight;
	fn void_leaf() -> Weight;
	fn put_envelope() -> Weight;
	fn remove_envelope() -> Weight;
	fn next_sweep() -> Weight;
	fn sweep_envelopes(n: u32) -> Weight;
}

/// Measured.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn anchor(_: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn amend(_: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn void() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn set_custodians(_: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn erase(_: u32, _: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn anchor_batch() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn prove(_: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn void_leaf() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn put_envelope() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn remove_envelope() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn next_sweep() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn sweep_envelopes(_: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
}

impl WeightInfo for () {
	fn anchor(_: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn amend(_: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn void() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn set_custodians(_: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn erase(_: u32, _: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn anchor_batch() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn prove(_: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn void_leaf() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn put_envelope() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn remove_envelope() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn next_sweep() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn sweep_envelopes(_: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
}
