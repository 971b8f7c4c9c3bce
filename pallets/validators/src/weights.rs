//! What the calls of `pallet-validators` cost. Written by `scripts/bench.sh`, which measures the
//! benchmarks of `benchmarking.rs` on the machine at hand; do not edit by hand.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::ParityDbWeight, Weight},
};

/// One function for each call; `v` is the number of validators.
pub trait WeightInfo {
	fn add_validator(v: u32) -> Weight;
	fn remove_validator(v: u32) -> Weight;
	fn purge_keys(v: u32) -> Weight;
	fn set_keys() -> Weight;
}

/// For a runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn add_validator(v: u32) -> Weight {
		Weight::from_parts(14_000_000, 0)
			.saturating_add(Weight::from_parts(15_000, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads_writes(5, 1))
	}

	fn remove_validator(v: u32) -> Weight {
		Weight::from_parts(10_000_000, 0)
			.saturating_add(Weight::from_parts(15_000, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}

	fn purge_keys(v: u32) -> Weight {
		Weight::from_parts(22_000_000, 0)
			.saturating_add(Weight::from_parts(60_000, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads_writes(6, 5))
	}

	fn set_keys() -> Weight {
		Weight::from_parts(140_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(7, 4))
	}
}

/// For tests.
impl WeightInfo for () {
	fn add_validator(_v: u32) -> Weight {
		Weight::from_parts(14_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(5, 1))
	}

	fn remove_validator(_v: u32) -> Weight {
		Weight::from_parts(10_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(1, 1))
	}

	fn purge_keys(_v: u32) -> Weight {
		Weight::from_parts(22_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(6, 5))
	}

	fn set_keys() -> Weight {
		Weight::from_parts(140_000_000, 0).saturating_add(ParityDbWeight::get().reads_writes(7, 4))
	}
}
