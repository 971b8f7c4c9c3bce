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

/// What the calls cost. `n` is the outcomes that a call names, `m` those that results report beside
/// the list.
pub trait WeightInfo {
	/// `register`.
	fn register(n: u32) -> Weight;
	/// `review_version`.
	fn review_version(n: u32) -> Weight;
	/// `set_status`.
	fn set_status() -> Weight;
	/// `confirm`.
	fn confirm() -> Weight;
	/// `set_dates`.
	fn set_dates() -> Weight;
	/// `replace_committee`.
	fn replace_committee() -> Weight;
	/// `open_site`.
	fn open_site() -> Weight;
	/// `close_site`.
	fn close_site() -> Weight;
	/// `add_investigator`.
	fn add_investigator() -> Weight;
	/// `remove_investigator`.
	fn remove_investigator() -> Weight;
	/// `amend`.
	fn amend(n: u32) -> Weight;
	/// `withdraw_amendment`.
	fn withdraw_amendment() -> Weight;
	/// `enroll`.
	fn enroll() -> Weight;
	/// `renew_consent`.
	fn renew_consent() -> Weight;
	/// `set_subject_state`.
	fn set_subject_state() -> Weight;
	/// `withdraw_participant`.
	fn withdraw_participant() -> Weight;
	/// `commit_allocation`.
	fn commit_allocation() -> Weight;
	/// `randomize`.
	fn randomize() -> Weight;
	/// `reveal_allocation`.
	fn reveal_allocation() -> Weight;
	/// `unblind`.
	fn unblind() -> Weight;
	/// `anchor_data`.
	fn anchor_data() -> Weight;
	/// `lock_database`.
	fn lock_database() -> Weight;
	/// `report_event`.
	fn report_event() -> Weight;
	/// `expedite_event`.
	fn expedite_event() -> Weight;
	/// `follow_up_event`.
	fn follow_up_event() -> Weight;
	/// `submit_results`.
	fn submit_results(n: u32, m: u32) -> Weight;
	/// `certify_delay`.
	fn certify_delay() -> Weight;
}

/// Twenty-four hashes of a proof, and those of a leaf and its commitment.
const PROOF: u64 = 30_000_000;

/// With the database of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

/// Reads and writes: those that are always made, and those for each of `n`.
fn db(db: RuntimeDbWeight, fixed: (u64, u64), each: (u64, u64), n: u32) -> Weight {
	db.reads_writes(fixed.0, fixed.1)
		.saturating_add(db.reads_writes(each.0, each.1).saturating_mul(n.into()))
}

macro_rules! weights {
	($db:expr) => {
		fn register(n: u32) -> Weight {
			db($db, (14, 5), (1, 1), n.saturating_add(16))
		}

		fn review_version(n: u32) -> Weight {
			db($db, (9, 4), (2, 1), n)
		}

		fn set_status() -> Weight {
			db($db, (11, 2), (0, 0), 0)
		}

		fn confirm() -> Weight {
			db($db, (7, 2), (0, 0), 0)
		}

		fn set_dates() -> Weight {
			db($db, (7, 2), (0, 0), 0)
		}

		fn replace_committee() -> Weight {
			db($db, (11, 2), (0, 0), 0)
		}

		fn open_site() -> Weight {
			db($db, (15, 4), (0, 0), 0)
		}

		fn close_site() -> Weight {
			db($db, (8, 3), (0, 0), 0)
		}

		fn add_investigator() -> Weight {
			db($db, (12, 4), (0, 0), 0)
		}

		fn remove_investigator() -> Weight {
			db($db, (9, 4), (0, 0), 0)
		}

		fn amend(n: u32) -> Weight {
			db($db, (9, 4), (4, 2), n)
		}

		fn withdraw_amendment() -> Weight {
			db($db, (8, 3), (0, 0), 0)
		}

		fn enroll() -> Weight {
			db($db, (13, 5), (0, 0), 0)
		}

		fn renew_consent() -> Weight {
			db($db, (10, 3), (0, 0), 0)
		}

		fn set_subject_state() -> Weight {
			db($db, (8, 3), (0, 0), 0)
		}

		fn withdraw_participant() -> Weight {
			db($db, (10, 3), (0, 0), 0)
		}

		fn commit_allocation() -> Weight {
			db($db, (9, 3), (0, 0), 0)
		}

		fn randomize() -> Weight {
			db($db, (9, 4), (0, 0), 0)
		}

		fn reveal_allocation() -> Weight {
			db($db, (10, 3), (0, 0), 0).saturating_add(Weight::from_parts(PROOF, 0))
		}

		fn unblind() -> Weight {
			db($db, (12, 3), (0, 0), 0).saturating_add(Weight::from_parts(PROOF, 0))
		}

		fn anchor_data() -> Weight {
			db($db, (15, 7), (0, 0), 0)
		}

		fn lock_database() -> Weight {
			db($db, (7, 2), (0, 0), 0)
		}

		fn report_event() -> Weight {
			db($db, (10, 3), (0, 0), 0)
		}

		fn expedite_event() -> Weight {
			db($db, (8, 3), (0, 0), 0)
		}

		fn follow_up_event() -> Weight {
			db($db, (9, 4), (0, 0), 0)
		}

		fn submit_results(n: u32, m: u32) -> Weight {
			db($db, (8, 3), (2, 1), n.saturating_add(m))
		}

		fn certify_delay() -> Weight {
			db($db, (7, 3), (0, 0), 0)
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weights!(T::DbWeight::get());
}

impl WeightInfo for () {
	weights!(ParityDbWeight::get());
}
