//! What the pallets of Salus share: the standards' code systems, ids, commitments, Merkle proofs,
//! the consent model with its decision, the traits by which pallets know each other, and the
//! runtime APIs. No storage.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

pub mod api;
pub mod codes;
pub mod commitment;
pub mod consent;
pub mod disclosure;
pub mod emergency;
pub mod epcis;
pub mod gs1;
pub mod ids;
pub mod merkle;
pub mod node;
pub mod organization;
pub mod patient;
pub mod proof;
pub mod provenance;
pub mod record;
pub mod signed;
pub mod traits;
pub mod trial;
pub mod validator;

pub use ids::{BatchId, ConsentId, OrganizationId, ParticipantId, PatientId, RecordId, TrialId};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z, as `pallet-timestamp` keeps it. Legal
/// clocks (expiry, deadlines) are Moments, never block numbers.
pub type Moment = u64;

/// A span of time from `start` (inclusive) to `end` (exclusive); an open end is `None`.
#[derive(
	Clone,
	Copy,
	Default,
	PartialEq,
	Eq,
	Debug,
	codec::Encode,
	codec::Decode,
	codec::DecodeWithMemTracking,
	codec::MaxEncodedLen,
	scale_info::TypeInfo,
	serde::Serialize,
	serde::Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct Period {
	/// First moment that belongs to the period.
	#[serde(default)]
	pub start: Option<Moment>,
	/// First moment that no longer belongs to it.
	#[serde(default)]
	pub end: Option<Moment>,
}

impl Period {
	/// No bounds: every moment belongs to it.
	pub const ALWAYS: Self = Self { start: None, end: None };

	/// A period without a start.
	pub const fn until(end: Moment) -> Self {
		Self { start: None, end: Some(end) }
	}

	/// Whether `at` lies in the period.
	pub fn contains(&self, at: Moment) -> bool {
		self.start.is_none_or(|start| start <= at) && self.end.is_none_or(|end| at < end)
	}

	/// Whether the period holds any moment at all.
	pub fn is_well_formed(&self) -> bool {
		match (self.start, self.end) {
			(Some(start), Some(end)) => start < end,
			_ => true,
		}
	}

	/// Whether the period lies wholly before `at`.
	pub fn has_ended(&self, at: Moment) -> bool {
		self.end.is_some_and(|end| end <= at)
	}

	/// The first moment after `at` at which [`Self::contains`] changes its answer.
	pub fn next_change(&self, at: Moment) -> Option<Moment> {
		[self.start, self.end].into_iter().flatten().filter(|moment| *moment > at).min()
	}
}
