//! Weights of the calls.
//!
//! Not generated yet. Until the benchmarks have run on reference hardware, a weight is the number of
//! reads and writes that the call makes at its worst, counted in the code, times the weight of the
//! runtime's database, and what takes long besides.

use crate::MAX_DEPTH;
use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::ParityDbWeight, RuntimeDbWeight, Weight},
};
use salus_primitives::epcis::MAX_PARTIES;

/// What the calls cost.
pub trait WeightInfo {
	/// `register_product`.
	fn register_product() -> Weight;
	/// `set_storage_limits`.
	fn set_storage_limits() -> Weight;
	/// `transfer_product`.
	fn transfer_product() -> Weight;
	/// `register_location`.
	fn register_location() -> Weight;
	/// `remove_location`.
	fn remove_location() -> Weight;
	/// `register_lot`.
	fn register_lot() -> Weight;
	/// `commission_range`.
	fn commission_range() -> Weight;
	/// `commission_root`.
	fn commission_root() -> Weight;
	/// `prove_units`.
	fn prove_units(n: u32) -> Weight;
	/// `capture`.
	fn capture(n: u32, q: u32) -> Weight;
	/// `refuse_shipment`.
	fn refuse_shipment(n: u32) -> Weight;
	/// `undo_dispensing`.
	fn undo_dispensing(n: u32) -> Weight;
	/// `commit_dispensing`.
	fn commit_dispensing() -> Weight;
	/// `claim_possession`.
	fn claim_possession() -> Weight;
	/// `suspect`.
	fn suspect() -> Weight;
	/// `quarantine`.
	fn quarantine() -> Weight;
	/// `resolve`.
	fn resolve() -> Weight;
	/// `recall`.
	fn recall() -> Weight;
	/// `lift_recall`.
	fn lift_recall() -> Weight;
	/// `report_notified`.
	fn report_notified() -> Weight;
	/// `declare_error`.
	fn declare_error() -> Weight;
	/// `capture_error`.
	fn capture_error(n: u32, q: u32) -> Weight;
	/// `grant_prefix`.
	fn grant_prefix() -> Weight;
	/// `withdraw_prefix`.
	fn withdraw_prefix() -> Weight;
}

/// One proof: 25 hashes of 65 bytes.
const PROOF: u64 = 25_000_000;

/// One identifier written into the text of an event hash, sorted and hashed with the others.
const NAME: u64 = 3_000_000;

/// Reads by which a range is found among the 1024 that a series may have.
const BISECTION: u64 = 11;

/// Company prefixes that a key may begin with, of 6 to 12 digits.
const PREFIXES: u64 = 7;

/// With the database of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

/// Reads and writes: those that are always made, and those for each of `n`.
fn db(db: RuntimeDbWeight, fixed: (u64, u64), each: (u64, u64), n: u32) -> Weight {
	db.reads_writes(fixed.0, fixed.1)
		.saturating_add(db.reads_writes(each.0, each.1).saturating_mul(n.into()))
}

macro_rules! weights {
	($db:expr) => {
		fn register_product() -> Weight {
			db($db, (5 + PREFIXES, 1), (0, 0), 0)
		}

		fn set_storage_limits() -> Weight {
			db($db, (5, 1), (0, 0), 0)
		}

		fn transfer_product() -> Weight {
			db($db, (6, 1), (0, 0), 0)
		}

		fn register_location() -> Weight {
			db($db, (5 + PREFIXES, 1), (0, 0), 0)
		}

		fn remove_location() -> Weight {
			db($db, (5, 1), (0, 0), 0)
		}

		fn register_lot() -> Weight {
			db($db, (6, 1), (0, 0), 0)
		}

		fn commission_range() -> Weight {
			db($db, (8, 3), (0, 0), 0)
		}

		fn commission_root() -> Weight {
			db($db, (6, 2), (0, 0), 0)
		}

		fn prove_units(n: u32) -> Weight {
			// As in `capture` if another said to have the pack.
			db($db, (6, 1), (u64::from(MAX_DEPTH) + BISECTION + 4, 6), n)
				.saturating_add(Weight::from_parts(PROOF, 0).saturating_mul(n.into()))
		}

		fn capture(n: u32, q: u32) -> Weight {
			// Each thing: itself, its product, its lot, its range, what it is in, an investigation of
			// any of these, who dispensed others of its lot, its place among the events; it is written,
			// and its lot, its contents, its dispenser, its investigation and its place.
			// Each party that the event names as a destination may be a location.
			let destinations = u64::from(MAX_PARTIES) * (1 + PREFIXES);
			db($db, (10 + destinations, 4), (2 * u64::from(MAX_DEPTH) + BISECTION + 8, 8), n)
				.saturating_add(db($db, (0, 0), (1, 2), q))
		}

		fn refuse_shipment(n: u32) -> Weight {
			db($db, (6, 3), (2, 3), n)
				.saturating_add(Weight::from_parts(NAME, 0).saturating_mul(n.into()))
		}

		fn undo_dispensing(n: u32) -> Weight {
			db($db, (7, 3), (3, 4), n)
				.saturating_add(Weight::from_parts(NAME, 0).saturating_mul(n.into()))
		}

		fn commit_dispensing() -> Weight {
			db($db, (6, 2), (0, 0), 0)
		}

		fn claim_possession() -> Weight {
			db($db, (8 + u64::from(MAX_DEPTH) + BISECTION, 5), (0, 0), 0)
		}

		fn suspect() -> Weight {
			db($db, (8 + u64::from(MAX_DEPTH) + BISECTION, 5), (0, 0), 0)
		}

		fn quarantine() -> Weight {
			db($db, (5, 1), (0, 0), 0)
		}

		fn resolve() -> Weight {
			db($db, (7, 2), (0, 0), 0)
		}

		fn recall() -> Weight {
			db($db, (6, 1), (0, 0), 0)
		}

		fn lift_recall() -> Weight {
			db($db, (5, 1), (0, 0), 0)
		}

		fn report_notified() -> Weight {
			db($db, (6, 1), (0, 0), 0)
		}

		fn declare_error() -> Weight {
			db($db, (6, 1), (0, 0), 0)
		}

		fn capture_error(n: u32, q: u32) -> Weight {
			db($db, (6, 3), (2, 2), n).saturating_add(db($db, (1, 2), (1, 2), q))
		}

		fn grant_prefix() -> Weight {
			db($db, (5, 1), (0, 0), 0)
		}

		fn withdraw_prefix() -> Weight {
			db($db, (5, 1), (0, 0), 0)
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weights!(T::DbWeight::get());
}

impl WeightInfo for () {
	weights!(ParityDbWeight::get());
}
