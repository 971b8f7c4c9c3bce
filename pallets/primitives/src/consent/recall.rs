//! What is owed after a consent has ended or narrowed.

use crate::{ConsentId, Moment, OrganizationId, PatientId};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::H256;

/// Why data is called back.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum RecallCause {
	/// The consent was revoked.
	#[codec(index = 0)]
	Revoked,
	/// It was suspended.
	#[codec(index = 1)]
	Suspended,
	/// It was marked as entered in error.
	#[codec(index = 2)]
	EnteredInError,
	/// It was amended, and may allow less now.
	#[codec(index = 3)]
	Amended,
}

/// That an organization has deleted what it had.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Attestation {
	/// `blake2_256` of the signed document that says so.
	pub document: H256,
	/// When it was handed in.
	pub attested_at: Moment,
}

/// What one organization owes after a version of a consent has ended or narrowed: to acknowledge
/// it, and to attest that what it had got under it is deleted.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Recall {
	/// Why.
	pub cause: RecallCause,
	/// Since when.
	pub opened_at: Moment,
	/// Last moment at which an acknowledgement is in time.
	pub acknowledge_by: Moment,
	/// Last moment at which an attestation is in time.
	pub attest_by: Moment,
	/// When the organization acknowledged it.
	pub acknowledged_at: Option<Moment>,
	/// What the organization attested.
	pub attestation: Option<Attestation>,
}

impl Recall {
	/// Whether the acknowledgement is missing at `now` though its time is over.
	pub fn is_acknowledgement_overdue(&self, now: Moment) -> bool {
		self.acknowledged_at.is_none() && now > self.acknowledge_by
	}

	/// Whether the attestation is missing at `now` though its time is over.
	pub fn is_attestation_overdue(&self, now: Moment) -> bool {
		self.attestation.is_none() && now > self.attest_by
	}
}

/// Which recall: who owes, and for which version of which consent.
#[derive(
	Clone,
	Copy,
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
#[serde(rename_all = "camelCase")]
pub struct RecallKey {
	/// The patient.
	pub patient: PatientId,
	/// The consent.
	pub consent: ConsentId,
	/// The version that ended or narrowed.
	pub version: u32,
	/// Who owes.
	pub organization: OrganizationId,
}

/// A recall as lists give it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecallInfo {
	/// Which.
	#[serde(flatten)]
	pub key: RecallKey,
	/// What is owed.
	#[serde(flatten)]
	pub recall: Recall,
	/// Whether the acknowledgement is overdue at the block's time.
	pub acknowledgement_overdue: bool,
	/// Whether the attestation is overdue at the block's time.
	pub attestation_overdue: bool,
}

impl RecallInfo {
	/// The recall as it stands at `now`.
	pub fn at(key: RecallKey, recall: Recall, now: Moment) -> Self {
		Self {
			key,
			recall,
			acknowledgement_overdue: recall.is_acknowledgement_overdue(now),
			attestation_overdue: recall.is_attestation_overdue(now),
		}
	}
}

/// A page of recalls.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct RecallPage {
	/// In the order of the chain's storage.
	pub recalls: Vec<RecallInfo>,
	/// Where the next page starts, if there is one.
	pub next: Option<RecallKey>,
}
