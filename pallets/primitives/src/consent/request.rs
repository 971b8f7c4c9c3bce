//! What is asked, and what is answered.

use super::{none, CodeHash, Entries};
use crate::{
	codes::{
		code_set, code_system, ConsentAction, DataClass, ObligationSet, Purpose, RefrainSet,
		ResourceType,
	},
	record::Labels,
	ConsentId, Moment, OrganizationId, RecordId,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::H256;

/// Somebody wants to do something with data of a patient: may they?
///
/// What the chain knows is taken from the chain: with a `record`, its class, type, labels, author
/// and custodians; with an `agent`, its organization, or by what right it acts for the patient.
/// Saying otherwise in the request is refused ([`Reason::Contradiction`]). What the chain does not
/// know comes with the request and is named as asserted in the answer.
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
pub struct Request<AccountId> {
	/// The organization that asks, or for which the agent does.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub organization: Option<OrganizationId>,
	/// The agent who asks.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub agent: Option<AccountId>,
	/// What is to be done.
	pub action: ConsentAction,
	/// What for.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub purpose: Option<Purpose>,
	/// The record it is about, if it is about one.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub record: Option<RecordId>,
	/// The records that the data results from, refers to, or is referred to by: all that a provision
	/// about records and what is related to them could mean. Empty: there are none. Absent: unknown.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub related_to: Option<Entries<RecordId>>,
	/// What kind of data.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub class: Option<DataClass>,
	/// Which FHIR resource type.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub resource_type: Option<ResourceType>,
	/// The security labels of the data.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub labels: Option<Labels>,
	/// Who holds the data.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub custodian: Option<OrganizationId>,
	/// Who wrote the data.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub author: Option<OrganizationId>,
	/// The type of the document, see [`code_hash`](super::code_hash).
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub document_type: Option<CodeHash>,
	/// The codes of the data, see [`code_hash`](super::code_hash). Empty: unknown.
	#[serde(default)]
	pub codes: Entries<CodeHash>,
	/// When the data came about.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub data_time: Option<Moment>,
	/// The clinical trial on whose behalf it is asked.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub trial: Option<H256>,
}

impl<AccountId> Request<AccountId> {
	/// A request that says only what is to be done and what for.
	pub fn new(action: ConsentAction, purpose: Purpose) -> Self {
		Self {
			organization: None,
			agent: None,
			action,
			purpose: Some(purpose),
			record: None,
			related_to: None,
			class: None,
			resource_type: None,
			labels: None,
			custodian: None,
			author: None,
			document_type: None,
			codes: Entries::new(),
			data_time: None,
			trial: None,
		}
	}
}

/// Yes or no.
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
#[serde(rename_all = "lowercase")]
pub enum Verdict {
	/// Allowed.
	#[codec(index = 0)]
	Permit,
	/// Not allowed.
	#[codec(index = 1)]
	Deny,
}

/// Why.
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
pub enum Reason {
	/// Permit: a consent allows it.
	#[codec(index = 0)]
	ConsentPermits,
	/// Permit: the default policy lets authors use what they wrote.
	#[codec(index = 1)]
	OwnRecord,
	/// Permit: the default policy names it as required by law.
	#[codec(index = 2)]
	RequiredByLaw,
	/// Deny: a consent withholds it.
	#[codec(index = 3)]
	ConsentDenies,
	/// Deny: no consent in force speaks of it.
	#[codec(index = 4)]
	NoMatchingConsent,
	/// Deny: the request names neither an organization nor an agent.
	#[codec(index = 5)]
	UnknownActor,
	/// Deny: the account is no agent who may act at present, or the organization no member in good
	/// standing.
	#[codec(index = 6)]
	ActorNotActive,
	/// Deny: no such patient.
	#[codec(index = 7)]
	UnknownPatient,
	/// Deny: the patient's data was erased.
	#[codec(index = 8)]
	PatientErased,
	/// Deny: the patient has no such record.
	#[codec(index = 9)]
	UnknownRecord,
	/// Deny: the record was erased.
	#[codec(index = 10)]
	RecordErased,
	/// Deny: the request contradicts what the chain knows.
	#[codec(index = 11)]
	Contradiction,
	/// Permit: the patient asks for access to what is theirs.
	#[codec(index = 12)]
	PatientRequest,
	/// Permit: the agent has broken the glass, which will be reviewed.
	#[codec(index = 13)]
	BreakGlass,
	/// Deny: emergency treatment, and the agent has declared no emergency that would cover it.
	#[codec(index = 14)]
	EmergencyNotDeclared,
}

code_system! {
	/// An attribute of a request that the chain could not check.
	Attribute: "RequestAttribute" of "urn:salus:request-attribute" {
		/// What kind of data.
		Class = 0 as "class",
		/// Which FHIR resource type.
		ResourceType = 1 as "resource-type",
		/// The security labels.
		Labels = 2 as "labels",
		/// Who holds the data.
		Custodian = 3 as "custodian",
		/// Who wrote the data.
		Author = 4 as "author",
		/// The type of the document.
		DocumentType = 5 as "document-type",
		/// The codes of the data.
		Codes = 6 as "codes",
		/// When the data came about.
		DataTime = 7 as "data-time",
		/// The clinical trial.
		Trial = 8 as "trial",
		/// The records that the data is related to.
		RelatedTo = 9 as "related-to",
	}
}

code_set! {
	/// Attributes that the chain could not check.
	AttributeSet(u32) of Attribute
}

/// The answer.
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
#[serde(rename_all = "camelCase")]
pub struct Decision {
	/// Yes or no.
	pub verdict: Verdict,
	/// Why.
	pub reason: Reason,
	/// The consent that decided, where one did.
	pub consent: Option<ConsentId>,
	/// Its version.
	pub version: Option<u32>,
	/// What the recipient must do.
	pub obligations: ObligationSet,
	/// What the recipient must not do.
	pub refrains: RefrainSet,
	/// Until when the answer can't change by the passing of time alone.
	pub valid_until: Option<Moment>,
	/// What the answer rests on that the chain could not check.
	pub asserted: AttributeSet,
}

impl Decision {
	/// Whether the answer is yes.
	pub fn is_permitted(&self) -> bool {
		self.verdict == Verdict::Permit
	}

	/// A no that rests on no consent.
	pub fn refused(reason: Reason) -> Self {
		Self {
			verdict: Verdict::Deny,
			reason,
			consent: None,
			version: None,
			obligations: ObligationSet::EMPTY,
			refrains: RefrainSet::EMPTY,
			valid_until: None,
			asserted: AttributeSet::EMPTY,
		}
	}
}
