//! Weights of the calls. Placeholder until generated.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::weights::Weight;

/// What the calls cost.
pub trait WeightInfo {
	fn register() -> Weight;
	fn attest_identifier() -> Weight;
	fn withdraw_identifier() -> Weight;
	fn rotate_controller() -> Weight;
	fn open_care_relationship() -> Weight;
	fn close_care_relationship() -> Weight;
	fn propose_merge() -> Weight;
	fn accept_merge() -> Weight;
	fn withdraw_merge() -> Weight;
	fn report_death() -> Weight;
	fn withdraw_death_report() -> Weight;
	fn erase(n: u32) -> Weight;
}

/// Measured.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn register() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn attest_identifier() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn withdraw_identifier() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn rotate_controller() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn open_care_relationship() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn close_care_relationship() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn propose_merge() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn accept_merge() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn withdraw_merge() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn report_death() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn withdraw_death_report() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn erase(_: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
}

impl WeightInfo for () {
	fn register() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn attest_identifier() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn withdraw_identifier() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn rotate_controller() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn open_care_relationship() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn close_care_relationship() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn propose_merge() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn accept_merge() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn withdraw_merge() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn report_death() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn withdraw_death_report() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn erase(_: u32) -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
}
