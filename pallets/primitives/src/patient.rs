//! Patients as the other pallets and the readers see them.

use crate::{
	codes::{DelegateRole, SensitivitySet},
	Moment, OrganizationId, PatientId,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Where a registered patient stands.
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
pub enum PatientStatus {
	/// Registered and alive.
	#[codec(index = 0)]
	Active,
	/// A duplicate: another id stands for the same person (FHIR `Patient.link`, `replaced-by`).
	/// What was written under this id stays under it, governed by the controller of the other.
	#[codec(index = 1)]
	Merged {
		/// The id that replaces this one.
		replaced_by: PatientId,
	},
	/// Reported dead (FHIR `Patient.deceased`). Consents stay in force; new ones are refused.
	#[codec(index = 2)]
	Deceased {
		/// Who reported it.
		reported_by: OrganizationId,
		/// When it was reported. The date of death itself is personal data and stays off chain.
		reported_at: Moment,
	},
	/// Erased at the person's demand. Only this tombstone stays.
	#[codec(index = 3)]
	Erased {
		/// When.
		erased_at: Moment,
	},
}

impl PatientStatus {
	/// Whether new records, consents and envelopes may be written under the id.
	pub fn is_open(&self) -> bool {
		matches!(self, Self::Active | Self::Deceased { .. })
	}
}

/// By what right an account acts for a patient.
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
#[serde(rename_all = "kebab-case")]
pub enum Authority {
	/// The patient's own key.
	#[codec(index = 0)]
	Controller,
	/// A representative whose powers cover the act.
	#[codec(index = 1)]
	Representative {
		/// As what the person represents the patient.
		role: DelegateRole,
		/// What the representative has no say in: data with one of these sensitivity codes, or one
		/// that they imply. An adolescent's own matters are kept from the guardian by it.
		withheld: SensitivitySet,
	},
}

/// What a representative may do in the patient's place.
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
pub enum Power {
	/// Grant, amend and revoke consents.
	#[codec(index = 0)]
	Consent,
	/// Keep the registration: controller key, merges, care relationships.
	#[codec(index = 1)]
	Registration,
	/// Have records, and the patient as a whole, erased.
	#[codec(index = 2)]
	Erasure,
}

/// A patient as the runtime API gives it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PatientInfo<AccountId> {
	/// The id.
	pub id: PatientId,
	/// The account that controls it; none once erased or merged.
	pub controller: Option<AccountId>,
	/// The organization that registered it and lends the controller its allowance.
	pub sponsor: OrganizationId,
	/// Where it stands.
	#[serde(flatten)]
	pub status: PatientStatus,
	/// When it was registered.
	pub registered_at: Moment,
	/// The next number that a payload signed by the controller must carry.
	pub nonce: u64,
}

/// A set of [`Power`]s.
#[derive(
	Clone,
	Copy,
	Default,
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
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Powers {
	/// [`Power::Consent`].
	pub consent: bool,
	/// [`Power::Registration`].
	pub registration: bool,
	/// [`Power::Erasure`].
	pub erasure: bool,
}

impl Powers {
	/// Whether the power is among them.
	pub fn include(&self, power: Power) -> bool {
		match power {
			Power::Consent => self.consent,
			Power::Registration => self.registration,
			Power::Erasure => self.erasure,
		}
	}
}

/// What a key signs to become the controller of a patient: the domain, the chain's genesis hash, the
/// patient, the sponsoring organization, the patient's nonce and a deadline, in SCALE. The account
/// is the signer itself.
pub fn controller_payload(
	genesis: &[u8; 32],
	patient: PatientId,
	sponsor: OrganizationId,
	nonce: u64,
	deadline: Moment,
) -> alloc::vec::Vec<u8> {
	(CONTROLLER_DOMAIN, genesis, patient, sponsor, nonce, deadline).encode()
}

/// The domain of [`controller_payload`]. No other payload that a key of this chain signs starts with
/// these bytes.
pub const CONTROLLER_DOMAIN: &[u8; 16] = b"salus/controller";

/// What browser wallets sign when they are asked to sign `payload`: the same between two tags.
pub fn wrapped_for_wallets(payload: &[u8]) -> alloc::vec::Vec<u8> {
	[b"<Bytes>", payload, b"</Bytes>"].concat()
}
