//! What the calls of `pallet-governance` cost. Written by `scripts/bench.sh`, which measures the
//! benchmarks of `benchmarking.rs` on the machine at hand; do not edit by hand.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::weights::Weight;

/// One function for each call.
pub trait WeightInfo {
	fn enact() -> Weight;
}

/// For a runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn enact() -> Weight {
		Weight::from_parts(9_000_000, 0)
	}
}

/// For tests.
impl WeightInfo for () {
	fn enact() -> Weight {
		Weight::from_parts(9_000_000, 0)
	}
}
