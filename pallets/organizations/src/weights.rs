//! Weights of the calls. Placeholder until generated.

#![allow(missing_docs)]

use core::marker::PhantomData;
use frame_support::weights::Weight;

/// What the calls cost.
pub trait WeightInfo {
	fn gate() -> Weight;
	fn submit_application() -> Weight;
	fn admit() -> Weight;
	fn reject_application() -> Weight;
	fn suspend() -> Weight;
	fn reinstate() -> Weight;
	fn remove() -> Weight;
	fn resign() -> Weight;
	fn update_profile() -> Weight;
	fn set_capabilities() -> Weight;
	fn grant_licence() -> Weight;
	fn withdraw_licence() -> Weight;
	fn set_limits() -> Weight;
	fn grant_council_seat() -> Weight;
	fn withdraw_council_seat() -> Weight;
	fn set_council_delegate() -> Weight;
	fn add_agent() -> Weight;
	fn update_agent() -> Weight;
	fn remove_agent() -> Weight;
}

/// Measured.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn gate() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn submit_application() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn admit() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn reject_application() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn suspend() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn reinstate() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn remove() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn resign() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn update_profile() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn set_capabilities() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn grant_licence() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn withdraw_licence() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn set_limits() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn grant_council_seat() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn withdraw_council_seat() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn set_council_delegate() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn add_agent() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn update_agent() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn remove_agent() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
}

impl WeightInfo for () {
	fn gate() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn submit_application() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn admit() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn reject_application() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn suspend() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn reinstate() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn remove() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn resign() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn update_profile() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn set_capabilities() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn grant_licence() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn withdraw_licence() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn set_limits() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn grant_council_seat() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn withdraw_council_seat() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn set_council_delegate() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn add_agent() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn update_agent() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn remove_agent() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
}
