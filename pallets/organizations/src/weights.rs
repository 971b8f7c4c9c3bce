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
	/// `gate`.
	fn gate() -> Weight;
	/// `submit_application`.
	fn submit_application() -> Weight;
	/// `admit`.
	fn admit() -> Weight;
	/// `reject_application`.
	fn reject_application() -> Weight;
	/// `suspend`.
	fn suspend() -> Weight;
	/// `reinstate`.
	fn reinstate() -> Weight;
	/// `remove`.
	fn remove() -> Weight;
	/// `resign`.
	fn resign() -> Weight;
	/// `update_profile`.
	fn update_profile() -> Weight;
	/// `set_capabilities`.
	fn set_capabilities() -> Weight;
	/// `grant_licence`.
	fn grant_licence() -> Weight;
	/// `withdraw_licence`.
	fn withdraw_licence() -> Weight;
	/// `set_limits`.
	fn set_limits() -> Weight;
	/// `grant_council_seat`.
	fn grant_council_seat() -> Weight;
	/// `withdraw_council_seat`.
	fn withdraw_council_seat() -> Weight;
	/// `set_council_delegate`.
	fn set_council_delegate() -> Weight;
	/// `add_agent`.
	fn add_agent() -> Weight;
	/// `update_agent`.
	fn update_agent() -> Weight;
	/// `remove_agent`.
	fn remove_agent() -> Weight;
}

/// With the database of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

/// Reads and writes.
fn db(db: RuntimeDbWeight, fixed: (u64, u64)) -> Weight {
	db.reads_writes(fixed.0, fixed.1)
}

macro_rules! weights {
	($db:expr) => {
		fn gate() -> Weight {
			db($db, (4, 2))
		}

		fn submit_application() -> Weight {
			db($db, (9, 6))
		}

		fn admit() -> Weight {
			db($db, (2, 2))
		}

		fn reject_application() -> Weight {
			db($db, (2, 2))
		}

		fn suspend() -> Weight {
			db($db, (106, 105))
		}

		fn reinstate() -> Weight {
			db($db, (2, 2))
		}

		fn remove() -> Weight {
			db($db, (106, 105))
		}

		fn resign() -> Weight {
			db($db, (109, 105))
		}

		fn update_profile() -> Weight {
			db($db, (4, 1))
		}

		fn set_capabilities() -> Weight {
			db($db, (1, 1))
		}

		fn grant_licence() -> Weight {
			db($db, (5, 1))
		}

		fn withdraw_licence() -> Weight {
			db($db, (5, 1))
		}

		fn set_limits() -> Weight {
			db($db, (1, 1))
		}

		fn grant_council_seat() -> Weight {
			db($db, (106, 105))
		}

		fn withdraw_council_seat() -> Weight {
			db($db, (106, 105))
		}

		fn set_council_delegate() -> Weight {
			db($db, (109, 105))
		}

		fn add_agent() -> Weight {
			db($db, (9, 5))
		}

		fn update_agent() -> Weight {
			db($db, (6, 2))
		}

		fn remove_agent() -> Weight {
			db($db, (6, 3))
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weights!(T::DbWeight::get());
}

impl WeightInfo for () {
	weights!(ParityDbWeight::get());
}
