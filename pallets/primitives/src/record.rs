//! Record pointers: what the chain knows about an encrypted health record that lies elsewhere.

use crate::{
	codes::{
		Confidentiality, DataClass, EncryptionScheme, Purpose, ResourceType, Sensitivity,
		SensitivitySet,
	},
	commitment::{commit, Domain, Salt},
	BatchId, ConsentId, Moment, OrganizationId, PatientId, RecordId,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::{ConstU32, H256};
use sp_runtime::BoundedVec;

/// Longest locator in bytes: room for a content id or a URL with a random path.
pub const MAX_LOCATOR_LEN: u32 = 256;
/// Most custodians of one record: the author, a regional store, an archive, and room for moves.
pub const MAX_CUSTODIANS: u32 = 8;
/// Longest sealed key in bytes: encapsulated key (32), content key (32), tag (16), and room for a
/// hybrid post-quantum encapsulation.
pub const MAX_SEALED_LEN: u32 = 1_232;

/// Where the ciphertext lies. Opaque to the chain; it must not identify anybody.
pub type Locator = BoundedVec<u8, ConstU32<MAX_LOCATOR_LEN>>;
/// The organizations that hold the ciphertext.
pub type Custodians = BoundedVec<OrganizationId, ConstU32<MAX_CUSTODIANS>>;
/// A content key sealed to a recipient's X25519 key (HPKE, RFC 9180): encapsulated key, then
/// ciphertext.
pub type SealedKey = BoundedVec<u8, ConstU32<MAX_SEALED_LEN>>;

/// The security labels of a record (HL7 Healthcare Privacy and Security Classification System).
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
#[serde(deny_unknown_fields)]
pub struct Labels {
	/// One confidentiality code.
	pub confidentiality: Confidentiality,
	/// Any number of sensitivity codes.
	#[serde(default)]
	pub sensitivity: SensitivitySet,
}

impl Labels {
	/// Labels without any sensitivity code.
	pub fn new(confidentiality: Confidentiality) -> Self {
		Self { confidentiality, sensitivity: SensitivitySet::EMPTY }
	}

	/// The same labels with one sensitivity code more.
	pub fn with(mut self, sensitivity: Sensitivity) -> Self {
		self.sensitivity.insert(sensitivity);
		self
	}
}

/// What an author says about a record when anchoring it.
#[derive(
	Clone,
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pointer {
	/// What kind of data it is.
	pub class: DataClass,
	/// The FHIR resource type.
	pub resource_type: ResourceType,
	/// Its security labels.
	pub labels: Labels,
	/// `blake2_256` of the ciphertext.
	pub ciphertext_hash: H256,
	/// Length of the ciphertext in bytes.
	pub size: u64,
	/// How it is encrypted.
	pub scheme: EncryptionScheme,
	/// Where it lies.
	#[serde(with = "hex_bytes")]
	pub locator: Locator,
	/// Who holds it.
	pub custodians: Custodians,
}

/// The commitment that stands for a record in a batch:
/// `blake2_256(domain ‖ salt ‖ SCALE(patient, record, pointer))`.
pub fn commitment(patient: PatientId, record: RecordId, pointer: &Pointer, salt: &Salt) -> H256 {
	commit(Domain::Record, salt, &(patient, record, pointer).encode())
}

/// Why a record was declared an error. The reason is coded, as free text could identify somebody.
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
pub enum VoidReason {
	/// Belongs to another patient.
	#[codec(index = 0)]
	WrongPatient,
	/// Its content is wrong.
	#[codec(index = 1)]
	WrongContent,
	/// Was anchored twice.
	#[codec(index = 2)]
	Duplicate,
	/// Should not have been collected: without consent, or after it ended.
	#[codec(index = 3)]
	NotAuthorized,
	/// The ciphertext is lost or damaged.
	#[codec(index = 4)]
	Unavailable,
}

/// Where a record stands (FHIR `DocumentReference.status`, and erasure).
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
#[serde(tag = "status", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum RecordStatus {
	/// The version to use.
	#[codec(index = 0)]
	Current,
	/// A later version took its place.
	#[codec(index = 1)]
	Superseded,
	/// Declared an error.
	#[codec(index = 2)]
	EnteredInError {
		/// Why.
		reason: VoidReason,
	},
	/// Locator and key envelopes are gone; the hash stays, so that what was once anchored can still
	/// be told from what never was.
	#[codec(index = 3)]
	Erased,
}

/// The leaf of a batch that a record was first anchored as.
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
pub struct BatchLeaf {
	/// The batch.
	pub batch: BatchId,
	/// Position in it.
	pub index: u32,
}

/// One version of a record.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Record<AccountId> {
	/// The organization that wrote it.
	pub author: OrganizationId,
	/// Its agent who did.
	pub agent: AccountId,
	/// What it points to.
	pub pointer: Pointer,
	/// Counted from 1.
	pub version: u32,
	/// When this version was anchored.
	pub anchored_at: Moment,
	/// Where it stands.
	#[serde(flatten)]
	pub status: RecordStatus,
	/// The batch it came from, if any.
	pub origin: Option<BatchLeaf>,
}

/// A record with its id, as lists give it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct RecordInfo<AccountId> {
	/// The id.
	pub id: RecordId,
	/// The record.
	#[serde(flatten)]
	pub record: Record<AccountId>,
}

/// A page of records.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct RecordPage<AccountId> {
	/// In the order of the chain's storage, which says nothing about time.
	pub records: Vec<RecordInfo<AccountId>>,
	/// Where the next page starts, if there is one.
	pub next: Option<RecordId>,
}

/// A batch of record commitments.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Batch<AccountId> {
	/// The organization that wrote its records.
	pub author: OrganizationId,
	/// Its agent who anchored it.
	pub agent: AccountId,
	/// Root of the [Merkle tree](crate::merkle).
	pub root: H256,
	/// Number of leaves.
	pub leaves: u32,
	/// When it was anchored.
	pub anchored_at: Moment,
}

/// What the chain knows about a leaf of a batch.
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
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum LeafState {
	/// Nothing beyond its being in the batch.
	#[codec(index = 0)]
	Batched,
	/// Declared an error without having been disclosed.
	#[codec(index = 1)]
	EnteredInError {
		/// Why.
		reason: VoidReason,
	},
	/// Proved: the record stands on its own now and says itself whether it is current.
	#[codec(index = 2)]
	Proved {
		/// Whose record.
		patient: PatientId,
		/// Which.
		record: RecordId,
	},
}

/// The answer to whether a commitment is in a batch.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Inclusion {
	/// Whether the proof holds.
	pub included: bool,
	/// What is known about the leaf, if it does.
	pub leaf: Option<LeafState>,
	/// The author of the batch.
	pub author: OrganizationId,
	/// When the batch was anchored.
	pub anchored_at: Moment,
}

/// What an envelope opens.
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
#[serde(rename_all = "kebab-case")]
pub enum Sealed {
	/// One record's content key.
	#[codec(index = 0)]
	Record(RecordId),
	/// The key of all records of one class that are written in one epoch of the patient.
	#[codec(index = 1)]
	Epoch {
		/// The epoch.
		epoch: u32,
		/// The class.
		class: DataClass,
	},
}

/// A key sealed to a recipient.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Envelope {
	/// HPKE encapsulated key and ciphertext.
	#[serde(with = "hex_bytes")]
	pub sealed: SealedKey,
	/// What the recipient may have it for.
	pub purpose: Purpose,
	/// The consent and its version under which the recipient may have it; none where the default
	/// policy allowed it.
	pub consent: Option<(ConsentId, u32)>,
	/// When it was put.
	pub put_at: Moment,
}

/// An envelope with what it opens, as lists give it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct EnvelopeInfo {
	/// What it opens.
	pub subject: Sealed,
	/// The envelope.
	#[serde(flatten)]
	pub envelope: Envelope,
}

/// Bytes as `0x…` in JSON.
mod hex_bytes {
	use serde::{de::Error, Deserialize, Deserializer, Serialize, Serializer};
	use sp_core::{Bytes, Get};
	use sp_runtime::BoundedVec;

	pub fn serialize<S: Serializer, N>(
		bytes: &BoundedVec<u8, N>,
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		Bytes(bytes.to_vec()).serialize(serializer)
	}

	pub fn deserialize<'de, D: Deserializer<'de>, N: Get<u32>>(
		deserializer: D,
	) -> Result<BoundedVec<u8, N>, D::Error> {
		BoundedVec::try_from(Bytes::deserialize(deserializer)?.0)
			.map_err(|_| D::Error::custom("too many bytes"))
	}
}
