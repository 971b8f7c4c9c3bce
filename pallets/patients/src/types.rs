//! What is stored.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use salus_primitives::{
	codes::IdentifierType,
	patient::{AppointingParty, Mandate, PatientStatus},
	Moment, OrganizationId, PatientId,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A registered patient. Nothing of it says who the person is.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Patient<AccountId> {
	/// The account that controls it; none once merged or erased, and as long as others act for a
	/// patient without a key.
	pub controller: Option<AccountId>,
	/// The organization that registered it.
	pub sponsor: OrganizationId,
	/// Where it stands.
	pub status: PatientStatus,
	/// When it was registered.
	pub registered_at: Moment,
	/// The number that the next payload signed for the patient must carry.
	pub nonce: u64,
	/// How many identifiers are attested.
	pub identifiers: u32,
	/// How many representatives are named.
	pub representatives: u32,
	/// How many care relationships are kept.
	pub care_relationships: u32,
	/// Length of the longest chain of merges that ends here.
	pub merge_depth: u32,
}

/// That an organization vouches for a patient's identifier.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Attestation {
	/// What kind of identifier it is (HL7 table 0203).
	pub kind: IdentifierType,
	/// Who vouches.
	pub attested_by: OrganizationId,
	/// Since when.
	pub attested_at: Moment,
}

/// Somebody who may act in the patient's place.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Representative<AccountId> {
	/// What for, and when.
	pub mandate: Mandate,
	/// The representative who named this one, within its own mandate; none if the patient did, or if
	/// it came by registration or appointment.
	pub named_by: Option<AccountId>,
}

/// That a patient without a key is about to be entrusted to somebody.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Appointment<AccountId> {
	/// To whom.
	pub account: AccountId,
	/// As a representative with this mandate; otherwise as the patient's own key.
	pub mandate: Option<Mandate>,
	/// Who proposed it.
	pub proposed_by: AppointingParty,
	/// When it takes effect at the earliest; none until another party agrees.
	pub effective_at: Option<Moment>,
}

/// One side of an agreement to merge.
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
)]
pub enum MergeParty {
	/// The controller of one of the two ids.
	#[codec(index = 0)]
	Patient(PatientId),
	/// A provider that cares for both.
	#[codec(index = 1)]
	Organization(OrganizationId),
}

/// That somebody holds an id for a duplicate.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct MergeProposal {
	/// The id that shall stand for the person.
	pub into: PatientId,
	/// Who says so.
	pub proposed_by: MergeParty,
}

/// A patient from the start, as the genesis configuration of a development chain names it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FoundingPatient<AccountId> {
	/// The id.
	pub id: PatientId,
	/// The account that controls it.
	pub controller: AccountId,
	/// The organization that sponsors it.
	pub sponsor: OrganizationId,
}
