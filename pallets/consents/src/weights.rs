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

/// What the calls cost.
pub trait WeightInfo {
	/// `grant`, by the number of provisions.
	fn grant(n: u32) -> Weight;
	/// `amend`, by the number of provisions and of organizations that are recalled.
	fn amend(n: u32, r: u32) -> Weight;
	/// `revoke`, by the number of organizations that are recalled.
	fn revoke(r: u32) -> Weight;
	/// `set_default_policy`.
	fn set_default_policy() -> Weight;
	/// `request`, by the number of provisions.
	fn request(n: u32) -> Weight;
	/// `accept`.
	fn accept() -> Weight;
	/// `refuse`.
	fn refuse() -> Weight;
	/// `withdraw_request`.
	fn withdraw_request() -> Weight;
	/// `suspend`, by the number of organizations that are recalled.
	fn suspend(r: u32) -> Weight;
	/// `resume`.
	fn resume() -> Weight;
	/// `mark_entered_in_error`, by the number of organizations that are recalled.
	fn mark_entered_in_error(r: u32) -> Weight;
	/// `acknowledge_revocation`.
	fn acknowledge_revocation() -> Weight;
	/// `attest_deletion`.
	fn attest_deletion() -> Weight;
	/// A decision, by the number of consents, each as long as can be, and of all their provisions.
	fn decide(c: u32, p: u32) -> Weight;
}

/// One provision, written with its share of the longest terms: three times the native time.
const PROVISION: u64 = 2_000_000;
/// The longest terms, hashed or copied from one place to another: three times the native time.
const TERMS: u64 = 30_000_000;
/// One consent of the greatest length, read to its end by a decision: three times the native time.
const READ_CONSENT: u64 = 60_000_000;
/// What a further provision adds to that.
const READ_PROVISION: u64 = 600_000;

/// With the database of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

/// Reads and writes: those that are always made, and those for each of `n`.
fn db(db: RuntimeDbWeight, fixed: (u64, u64), each: (u64, u64), n: u32) -> Weight {
	db.reads_writes(fixed.0, fixed.1)
		.saturating_add(db.reads_writes(each.0, each.1).saturating_mul(n.into()))
}

/// What takes long besides.
fn time(each: u64, n: u32) -> Weight {
	Weight::from_parts(each, 0).saturating_mul(n.into())
}

macro_rules! weights {
	($db:expr) => {
		fn grant(n: u32) -> Weight {
			db($db, (12, 3), (0, 0), n)
				.saturating_add(time(PROVISION, n))
				.saturating_add(time(TERMS, 1))
		}

		fn amend(n: u32, r: u32) -> Weight {
			db($db, (16, 8), (0, 2), r)
				.saturating_add(time(PROVISION, n))
				.saturating_add(time(TERMS, 3))
		}

		fn revoke(r: u32) -> Weight {
			db($db, (18, 9), (0, 2), r).saturating_add(time(TERMS, 2))
		}

		fn set_default_policy() -> Weight {
			db($db, (0, 1), (0, 0), 0)
		}

		fn request(n: u32) -> Weight {
			db($db, (9, 3), (0, 0), n)
				.saturating_add(time(PROVISION, n))
				.saturating_add(time(TERMS, 1))
		}

		fn accept() -> Weight {
			db($db, (13, 4), (0, 0), 0).saturating_add(time(TERMS, 3))
		}

		fn refuse() -> Weight {
			db($db, (13, 4), (0, 0), 0).saturating_add(time(TERMS, 2))
		}

		fn withdraw_request() -> Weight {
			db($db, (8, 4), (0, 0), 0).saturating_add(time(TERMS, 2))
		}

		fn suspend(r: u32) -> Weight {
			db($db, (18, 8), (0, 2), r).saturating_add(time(TERMS, 2))
		}

		fn resume() -> Weight {
			db($db, (13, 4), (0, 0), 0).saturating_add(time(TERMS, 3))
		}

		fn mark_entered_in_error(r: u32) -> Weight {
			db($db, (18, 9), (0, 2), r).saturating_add(time(TERMS, 2))
		}

		fn acknowledge_revocation() -> Weight {
			db($db, (5, 1), (0, 0), 0)
		}

		fn attest_deletion() -> Weight {
			db($db, (5, 1), (0, 0), 0)
		}

		fn decide(c: u32, p: u32) -> Weight {
			db($db, (26, 0), (1, 0), c)
				.saturating_add(time(READ_CONSENT, c))
				.saturating_add(time(READ_PROVISION, p))
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weights!(T::DbWeight::get());
}

impl WeightInfo for () {
	weights!(ParityDbWeight::get());
}
