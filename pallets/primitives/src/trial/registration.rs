//! What a trial registers: the trial registration data set of the WHO. What is coded stands on chain;
//! long texts are published elsewhere, and the chain keeps their hashes.

use super::{Outcomes, RegistryId};
use crate::{
	codes::{
		AgeUnit, Allocation, Country, DateKind, EligibleSex, InterventionModel, IpdSharing,
		MaskedParties, Masking, ObservationalModel, PhaseSet, PrimaryPurpose, StudyType,
		TimePerspective, TrialReason, TrialStatus, TrialText,
	},
	record::Locator,
	Moment, OrganizationId, TrialId,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::{ConstU32, H256};
use sp_runtime::{BoundedBTreeSet, BoundedVec};

/// Most numbers of registries of one trial: each registry, with room for trials that were joined.
pub const MAX_REGISTRY_IDS: u32 = 16;
/// Most texts of one registration: each kind once.
pub const MAX_TEXTS: u32 = 32;
/// Most countries of one trial: all of them.
pub const MAX_COUNTRIES: u32 = Country::COUNT;

/// Numbers of registries.
pub type RegistryIds = BoundedVec<RegistryId, ConstU32<MAX_REGISTRY_IDS>>;
/// Texts of a registration, each kind at most once.
pub type Texts = BoundedVec<Text, ConstU32<MAX_TEXTS>>;
/// Countries of recruitment, each once.
pub type Countries = BoundedBTreeSet<Country, ConstU32<MAX_COUNTRIES>>;

/// A text that everybody may read, published elsewhere.
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
pub struct PublicText {
	/// `blake2_256` of its bytes.
	pub hash: H256,
	/// Where it is published.
	#[serde(with = "as_text")]
	pub locator: Locator,
}

/// A text of a registration.
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
pub struct Text {
	/// What it says.
	pub kind: TrialText,
	/// The text.
	#[serde(flatten)]
	pub text: PublicText,
}

/// Why something was done.
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
pub struct Reason {
	/// In a word.
	pub code: TrialReason,
	/// `blake2_256` of a text that says more, where there is one. It must identify nobody.
	pub text: Option<H256>,
}

impl From<TrialReason> for Reason {
	fn from(code: TrialReason) -> Self {
		Self { code, text: None }
	}
}

/// A date as the sponsor states it.
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
pub struct StatedDate {
	/// The date.
	pub at: Moment,
	/// Whether it is a fact or a plan.
	pub kind: DateKind,
}

impl StatedDate {
	/// A fact.
	pub const fn actual(at: Moment) -> Self {
		Self { at, kind: DateKind::Actual }
	}

	/// A plan.
	pub const fn estimated(at: Moment) -> Self {
		Self { at, kind: DateKind::Estimated }
	}

	/// The date, if it is a fact.
	pub fn fact(&self) -> Option<Moment> {
		(self.kind == DateKind::Actual).then_some(self.at)
	}
}

/// The dates of a trial.
#[derive(
	Default,
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Dates {
	/// When the first participant was, or will be, enrolled.
	pub start: Option<StatedDate>,
	/// When the last participant was, or will be, examined for a primary outcome. The results are
	/// due a year later.
	pub primary_completion: Option<StatedDate>,
	/// When the last participant was, or will be, examined at all.
	pub completion: Option<StatedDate>,
}

impl Dates {
	/// The dates there are.
	pub fn iter(&self) -> impl Iterator<Item = StatedDate> {
		[self.start, self.primary_completion, self.completion].into_iter().flatten()
	}

	/// Whether a date is stated for everything that `earlier` states one for.
	pub fn states_all_of(&self, earlier: &Self) -> bool {
		let dates = |dates: &Self| [dates.start, dates.primary_completion, dates.completion];
		dates(self).iter().zip(dates(earlier)).all(|(now, then)| now.is_some() || then.is_none())
	}
}

/// How a trial is designed. What does not apply to its type is `None`.
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Design {
	/// What kind of study.
	pub study_type: StudyType,
	/// Phases; none for studies without.
	pub phases: PhaseSet,
	/// How participants come to their arms.
	pub allocation: Option<Allocation>,
	/// How the arms relate.
	pub intervention_model: Option<InterventionModel>,
	/// How participants of an observational study are chosen.
	pub observational_model: Option<ObservationalModel>,
	/// When observations are made.
	pub time_perspective: Option<TimePerspective>,
	/// What it is for.
	pub primary_purpose: Option<PrimaryPurpose>,
	/// Whether it is masked, and how far.
	pub masking: Option<Masking>,
	/// Who doesn't know the arm.
	pub masked: MaskedParties,
	/// How many arms, or groups, there are.
	pub arms: u16,
}

impl Design {
	/// Whether an allocation list decides about arms.
	pub fn is_randomized(&self) -> bool {
		self.allocation == Some(Allocation::Randomized)
	}

	/// Whether somebody must not know who is in which arm.
	pub fn is_masked(&self) -> bool {
		self.masking.is_some_and(|masking| masking != Masking::None)
	}
}

/// An age.
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
pub struct Age {
	/// How many.
	pub number: u16,
	/// Of what.
	pub unit: AgeUnit,
}

/// Who may take part, as far as it is coded.
#[derive(
	Default,
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Eligibility {
	/// By sex.
	pub sex: Option<EligibleSex>,
	/// Youngest.
	pub minimum_age: Option<Age>,
	/// Oldest.
	pub maximum_age: Option<Age>,
	/// Whether healthy people may.
	pub healthy_volunteers: Option<bool>,
}

/// How many people take part.
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
pub struct SampleSize {
	/// How many.
	pub count: u32,
	/// Whether that is a fact or a plan.
	pub kind: DateKind,
}

/// What a version of the protocol says.
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
pub struct Details {
	/// The design.
	pub design: Design,
	/// Who may take part.
	pub eligibility: Eligibility,
	/// How many.
	pub sample_size: SampleSize,
	/// Where they are recruited.
	pub countries: Countries,
	/// Whether data of single participants will be shared.
	pub ipd_sharing: Option<IpdSharing>,
	/// The texts, each kind at most once.
	pub texts: Texts,
}

impl Details {
	/// The text of this kind, if there is one.
	pub fn text(&self, kind: TrialText) -> Option<&PublicText> {
		self.texts.iter().find(|text| text.kind == kind).map(|text| &text.text)
	}

	/// Whether no kind of text is there twice.
	pub fn texts_are_distinct(&self) -> bool {
		self.texts
			.iter()
			.zip(1usize..)
			.all(|(text, next)| self.texts.iter().skip(next).all(|later| later.kind != text.kind))
	}
}

/// What a sponsor registers.
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
pub struct Registration {
	/// The ethics committee that will judge it.
	pub committee: OrganizationId,
	/// Numbers in registries.
	pub registry_ids: RegistryIds,
	/// When it was first registered in public, if that was elsewhere (item 2).
	pub first_registered_at: Option<Moment>,
	/// The dates.
	pub dates: Dates,
	/// When the sponsor last made sure that all this is right.
	pub verified_at: Moment,
	/// The protocol.
	pub details: Details,
	/// The outcomes, primary ones first or not.
	pub outcomes: Outcomes,
}

/// What kind of version.
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
pub enum AmendmentKind {
	/// The first.
	#[codec(index = 0)]
	Initial,
	/// Of no consequence to participants or to what the trial shows; holds at once.
	#[codec(index = 1)]
	Minor,
	/// Needs the committee's approval, and the participants' renewed consent.
	#[codec(index = 2)]
	Substantial,
}

/// Where a version of the protocol stands.
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
pub enum VersionStatus {
	/// Waits for the ethics committee.
	#[codec(index = 0)]
	Pending,
	/// Holds.
	#[codec(index = 1)]
	InEffect,
	/// Held until a later one did.
	#[codec(index = 2)]
	Superseded,
	/// The ethics committee refused it.
	#[codec(index = 3)]
	Refused,
	/// The sponsor took it back.
	#[codec(index = 4)]
	Withdrawn,
}

/// What an ethics committee decided.
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
pub struct EthicsReview {
	/// The committee.
	pub committee: OrganizationId,
	/// Whether it approved.
	pub approved: bool,
	/// `blake2_256` of its opinion.
	pub opinion: H256,
	/// When the chain was told.
	pub decided_at: Moment,
}

/// A version of a protocol.
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
pub struct ProtocolVersion {
	/// Counted from 1.
	pub version: u32,
	/// What kind.
	pub kind: AmendmentKind,
	/// Where it stands.
	pub status: VersionStatus,
	/// When it was submitted.
	pub submitted_at: Moment,
	/// What the committee decided, if it has.
	pub review: Option<EthicsReview>,
	/// How many outcomes it touches.
	pub outcome_changes: u32,
	/// What it says.
	pub details: Details,
}

/// That results may come later.
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
pub struct Certificate {
	/// The regulator.
	pub regulator: OrganizationId,
	/// Until when.
	pub until: Moment,
	/// Why.
	pub reason: Reason,
	/// When it was granted.
	pub granted_at: Moment,
}

/// A page of certificates of delay.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct CertificatePage {
	/// In the order in which they were granted.
	pub certificates: Vec<Certificate>,
	/// Where the next page starts, if there is one.
	pub next: Option<u32>,
}

/// When the results of a trial are due, and whether they came.
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
pub struct DueResults {
	/// Twelve months after the primary completion, or when the last certificate of delay ends. The
	/// completion, and then the end of the trial, stand in for a primary completion that nobody
	/// stated.
	pub due_at: Moment,
	/// Whether that rests on an estimated date.
	pub estimated: bool,
	/// When the first results came.
	pub submitted_at: Option<Moment>,
	/// Whether they came too late, or are too late already.
	pub overdue: bool,
}

/// A trial as the runtime API gives it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TrialInfo {
	/// The id.
	pub id: TrialId,
	/// Its number in the order of registration.
	pub number: u32,
	/// Who answers for it.
	pub sponsor: OrganizationId,
	/// Who judges it.
	pub committee: OrganizationId,
	/// Numbers in registries.
	pub registry_ids: RegistryIds,
	/// When it was registered on this chain.
	pub registered_at: Moment,
	/// When it was first registered in public, if that was elsewhere.
	pub first_registered_at: Option<Moment>,
	/// Whether it was registered before it began.
	pub prospective: bool,
	/// Where it stands. `UNKNOWN` if it should have ended and nobody has confirmed for two years
	/// where it stands.
	pub status: TrialStatus,
	/// Where it stood when somebody last said so.
	pub last_known_status: TrialStatus,
	/// Since when, as the sponsor states it.
	pub status_since: Moment,
	/// When the sponsor last made sure that all this is right.
	pub verified_at: Moment,
	/// The dates.
	pub dates: Dates,
	/// The version of the protocol that holds; 0 before the first approval.
	pub version: u32,
	/// The version submitted last.
	pub latest_version: u32,
	/// The version that waits for the committee.
	pub pending_version: Option<u32>,
	/// The version that participants must have agreed to.
	pub consent_version: u32,
	/// When the first participant was enrolled, which locked the outcomes.
	pub locked_at: Option<Moment>,
	/// When the database was locked.
	pub database_locked_at: Option<Moment>,
	/// How many were enrolled.
	pub enrolled: u32,
	/// How many of them withdrew.
	pub withdrawn: u32,
	/// How many outcomes it has, removed ones too.
	pub outcomes: u32,
	/// How often amendments touched a primary outcome after the first enrolment, refused ones too.
	pub primary_outcome_changes: u32,
	/// How many data anchors it has.
	pub anchors: u32,
	/// How many queries are open.
	pub open_queries: u32,
	/// How many safety reports it has.
	pub safety_reports: u32,
	/// How many entries its trail has.
	pub audit_entries: u32,
	/// When the results are due; nothing while nobody has stated a date and the trial has not ended,
	/// or if it was withdrawn.
	pub results: Option<DueResults>,
}

/// A page of trials.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct TrialPage {
	/// In the order of registration.
	pub trials: Vec<TrialInfo>,
	/// The number where the next page starts, if there is one.
	pub next: Option<u32>,
}

/// Bytes that are a text, such as a URL.
mod as_text {
	use alloc::string::String;
	use serde::{de::Error, Deserialize, Deserializer, Serializer};
	use sp_core::Get;
	use sp_runtime::BoundedVec;

	pub fn serialize<S: Serializer, N>(
		bytes: &BoundedVec<u8, N>,
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(&String::from_utf8_lossy(bytes))
	}

	pub fn deserialize<'de, D: Deserializer<'de>, N: Get<u32>>(
		deserializer: D,
	) -> Result<BoundedVec<u8, N>, D::Error> {
		BoundedVec::try_from(String::deserialize(deserializer)?.into_bytes())
			.map_err(|_| D::Error::custom("the locator is too long"))
	}
}
