//! Medicines on their way from the maker to the patient.

use crate::{Organizations, Runtime, Timestamp};
use frame_support::traits::ConstU32;

impl pallet_provenance::Config for Runtime {
	type Time = Timestamp;
	type Members = Organizations;
	// The weight of an event allows for a search among as many.
	type MaxRanges = ConstU32<1_024>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::benchmark_people::People;
	type WeightInfo = pallet_provenance::weights::SubstrateWeight<Runtime>;
}
