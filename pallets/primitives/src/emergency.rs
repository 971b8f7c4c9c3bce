//! Emergency access: a glass that was broken, and its review.

use crate::{
	codes::{BreakGlassReason, ClassSet, ReviewOutcome},
	Moment, OrganizationId, PatientId,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::H256;

/// An emergency access, numbered in the order of their declaration.
#[derive(
	Clone,
	Copy,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(transparent)]
pub struct EmergencyId(pub u64);

impl fmt::Display for EmergencyId {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		self.0.fmt(f)
	}
}

/// What the organization's privacy officer said.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Review<AccountId> {
	/// What came of it.
	pub outcome: ReviewOutcome,
	/// The officer.
	pub reviewer: AccountId,
	/// Salted commitment to the note of the review.
	pub note: H256,
	/// When.
	pub reviewed_at: Moment,
}

/// What was said about an escalated access from outside of the organization.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Settlement {
	/// Justified or not.
	pub outcome: ReviewOutcome,
	/// The auditor's organization; none for the council.
	pub settled_by: Option<OrganizationId>,
	/// Salted commitment to the note of it.
	pub note: H256,
	/// When.
	pub settled_at: Moment,
}

/// A glass that was broken.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Emergency<AccountId> {
	/// Whose data.
	pub patient: PatientId,
	/// The practitioner's organization.
	pub organization: OrganizationId,
	/// The practitioner.
	pub agent: AccountId,
	/// Why.
	pub reason: BreakGlassReason,
	/// What kinds of data.
	pub classes: ClassSet,
	/// When it was declared.
	pub opened_at: Moment,
	/// When it ends by itself.
	pub until: Moment,
	/// When it was closed before that.
	pub closed_at: Option<Moment>,
	/// By when it has to be reviewed.
	pub review_due: Moment,
	/// The review.
	pub review: Option<Review<AccountId>>,
	/// When the patient complained.
	pub complained_at: Option<Moment>,
	/// What was said from outside of the organization.
	pub settlement: Option<Settlement>,
	/// How many disclosures were made under it.
	pub disclosures: u32,
}

impl<AccountId> Emergency<AccountId> {
	/// The first moment at which nothing can be done under it any more.
	pub fn ended_at(&self) -> Moment {
		self.closed_at.unwrap_or(self.until).min(self.until)
	}

	/// Whether something could be done under it at `at`.
	pub fn covers(&self, at: Moment) -> bool {
		self.opened_at <= at && at < self.ended_at()
	}

	/// Whether the review is missing although it was due before `now`.
	pub fn is_overdue(&self, now: Moment) -> bool {
		self.review.is_none() && self.review_due < now
	}

	/// What came of it so far. The organization's own word that it was justified does not stand
	/// against the patient's complaint.
	pub fn outcome(&self) -> Option<ReviewOutcome> {
		if let Some(settlement) = &self.settlement {
			return Some(settlement.outcome);
		}
		match self.review.as_ref()?.outcome {
			ReviewOutcome::Justified if self.complained_at.is_some() => {
				Some(ReviewOutcome::Escalated)
			},
			outcome => Some(outcome),
		}
	}
}

/// An emergency access as lists give it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct EmergencyInfo<AccountId> {
	/// Its number.
	pub id: EmergencyId,
	/// The access.
	#[serde(flatten)]
	pub emergency: Emergency<AccountId>,
	/// Whether it is open at this moment: neither ended nor lapsed because the agent is no longer a
	/// practitioner who may act.
	pub open: bool,
	/// Whether its review is overdue.
	pub overdue: bool,
	/// What came of it so far.
	pub outcome: Option<ReviewOutcome>,
}

/// A page of emergency accesses.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct EmergencyPage<AccountId> {
	/// In the order of their declaration.
	pub emergencies: Vec<EmergencyInfo<AccountId>>,
	/// Where the next page starts, if there is one.
	pub next: Option<EmergencyId>,
}

/// That an organization may break no further glass.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct BreakGlassSuspension {
	/// When the first review became overdue.
	pub since: Moment,
	/// How many reviews are still missing. When there are none, the suspension waits to be cleared.
	pub overdue: u32,
}
