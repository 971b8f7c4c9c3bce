//! How a trial is conducted: sites, participants, allocation, data and safety.

use super::Reason;
use crate::{
	codes::{Causality, EventOutcome, SeriousnessSet, SubjectState},
	commitment::{commit, Domain, Salt},
	merkle::InclusionProof,
	ConsentId, Moment, OrganizationId, ParticipantId, PatientId, TrialId,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::H256;

/// Days from awareness within which a fatal or life-threatening event is reported (ICH E2A).
pub const URGENT_DAYS: Moment = 7;
/// Days from awareness within which any other serious event is reported.
pub const EXPEDITED_DAYS: Moment = 15;
/// Days after the due date of an urgent report, or after any report of an event that is not over,
/// within which a first follow-up is owed. Further ones are owed every [`EXPEDITED_DAYS`] until it
/// is over.
pub const FOLLOW_UP_DAYS: Moment = 8;

/// A site of a trial.
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
pub struct Site {
	/// Since when.
	pub opened_at: Moment,
	/// When it was closed.
	pub closed_at: Option<Moment>,
	/// How many participants it enrolled.
	pub participants: u32,
	/// How many data anchors it has.
	pub anchors: u32,
	/// How many investigators work there now.
	pub investigators: u32,
}

/// A site with what belongs to it, as the runtime API gives it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SiteInfo<AccountId> {
	/// The organization.
	pub organization: OrganizationId,
	/// The site.
	#[serde(flatten)]
	pub site: Site,
	/// The accounts of its investigators.
	pub accounts: Vec<AccountId>,
}

/// Where a participant stands, since when.
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
pub struct SubjectProgress {
	/// Where.
	pub state: SubjectState,
	/// Since when.
	pub since: Moment,
}

/// A participant.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Participant {
	/// The site that enrolled it.
	pub site: OrganizationId,
	/// The patient, by an id that serves this trial alone.
	pub patient: PatientId,
	/// The consent to take part.
	pub consent: ConsentId,
	/// The version of the protocol that was agreed to.
	pub agreed_version: u32,
	/// When it was enrolled.
	pub enrolled_at: Moment,
	/// Where it stands.
	pub progress: SubjectProgress,
	/// Its place on an allocation list.
	pub randomized: Option<RandomizedTo>,
	/// When its arm was disclosed to somebody in an emergency.
	pub unblinded_at: Option<Moment>,
}

/// A participant's place on an allocation list.
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
pub struct RandomizedTo {
	/// The list.
	pub list: u16,
	/// The entry.
	pub slot: u32,
	/// The arm, once revealed and verified.
	pub arm: Option<u16>,
}

/// What a participant's consent is worth.
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
pub enum ConsentState {
	/// In force, for the version that participants must have agreed to.
	#[codec(index = 0)]
	Current,
	/// In force, for an earlier version.
	#[codec(index = 1)]
	Stale,
	/// Not in force.
	#[codec(index = 2)]
	Ended,
}

/// A participant as the runtime API gives it: without the patient.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantInfo {
	/// The id.
	pub id: ParticipantId,
	/// The site that enrolled it.
	pub site: OrganizationId,
	/// Where it stands.
	pub state: SubjectState,
	/// Since when.
	pub since: Moment,
	/// When it was enrolled.
	pub enrolled_at: Moment,
	/// The version of the protocol that was agreed to.
	pub agreed_version: u32,
	/// What the consent is worth now.
	pub consent: ConsentState,
	/// Its place on an allocation list.
	pub randomized: Option<RandomizedTo>,
	/// When its arm was disclosed to somebody in an emergency.
	pub unblinded_at: Option<Moment>,
}

/// A page of participants.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct ParticipantPage {
	/// In the order of the chain's storage, which says nothing about time.
	pub participants: Vec<ParticipantInfo>,
	/// Where the next page starts, if there is one.
	pub next: Option<ParticipantId>,
}

/// A list of arms that the sponsor has committed to.
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
pub struct AllocationList {
	/// Root of the [Merkle tree](crate::merkle) over the [commitments](allocation_commitment).
	pub root: H256,
	/// How many entries it has.
	pub entries: u32,
	/// How many of them are taken.
	pub taken: u32,
	/// When it was committed to.
	pub committed_at: Moment,
}

/// A list of arms with its number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AllocationListInfo {
	/// Its number, which the sponsor chose.
	pub number: u16,
	/// The list.
	#[serde(flatten)]
	pub list: AllocationList,
}

/// A page of lists of arms.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct AllocationListPage {
	/// In the order of the chain's storage, which says nothing about time.
	pub lists: Vec<AllocationListInfo>,
	/// The list with which the next page starts, if there is one.
	pub next: Option<u16>,
}

/// What opens an entry of an allocation list.
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
#[serde(deny_unknown_fields)]
pub struct AllocationOpening {
	/// The arm, counted from 0.
	pub arm: u16,
	/// The salt of the commitment.
	pub salt: Salt,
	/// That the commitment is on the list.
	pub proof: InclusionProof,
}

/// The commitment to an entry of an allocation list:
/// `blake2_256(domain ‖ salt ‖ SCALE(trial, list, slot, arm))`.
pub fn allocation_commitment(trial: TrialId, list: u16, slot: u32, arm: u16, salt: &Salt) -> H256 {
	commit(Domain::Allocation, salt, &(trial, list, slot, arm).encode())
}

/// What a data anchor holds.
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
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum AnchorKind {
	/// Values as they were captured at a site.
	#[codec(index = 0)]
	Capture,
	/// A question of the sponsor about values of an anchor.
	#[codec(index = 1)]
	Query {
		/// The anchor.
		anchor: u32,
		/// The leaf, if it is about one.
		leaf: Option<u32>,
	},
	/// The site's answer to a query that leaves the values as they are.
	#[codec(index = 2)]
	Answer {
		/// The query.
		query: u32,
	},
	/// Values that take the place of those of an anchor.
	#[codec(index = 3)]
	Correction {
		/// The anchor.
		anchor: u32,
		/// The leaf, if it is one.
		leaf: Option<u32>,
		/// The query that it answers, if it does.
		query: Option<u32>,
		/// Why.
		reason: Reason,
	},
}

/// A Merkle root over values of a trial.
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
pub struct DataAnchor {
	/// The organization that anchored it: a site, or the sponsor for queries.
	pub organization: OrganizationId,
	/// What it holds.
	#[serde(flatten)]
	pub kind: AnchorKind,
	/// Root of the [Merkle tree](crate::merkle).
	pub root: H256,
	/// Number of leaves.
	pub leaves: u32,
	/// When it was anchored.
	pub anchored_at: Moment,
	/// The version of the protocol that held.
	pub version: u32,
	/// The anchor that answers it, of a query; the last correction of it, of values.
	pub followed_by: Option<u32>,
	/// How many queries and corrections are about it.
	pub followers: u32,
}

/// An anchor with its number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct AnchorInfo {
	/// Its number within the trial, from 0.
	pub number: u32,
	/// The anchor.
	#[serde(flatten)]
	pub anchor: DataAnchor,
}

/// A page of anchors.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct AnchorPage {
	/// In the order of anchoring.
	pub anchors: Vec<AnchorInfo>,
	/// Where the next page starts, if there is one.
	pub next: Option<u32>,
}

/// What the chain knows about one data point.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DataPoint {
	/// Whether the proof holds.
	pub included: bool,
	/// The anchor.
	pub anchor: AnchorInfo,
	/// Corrections of the anchor that are about this leaf or don't say about which.
	pub corrections: Vec<u32>,
	/// Queries about the anchor, likewise, that are open.
	pub open_queries: Vec<u32>,
	/// When the database was locked, if it was. Whatever is anchored was before that.
	pub database_locked_at: Option<Moment>,
}

/// What is known about a serious adverse event.
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
pub struct Assessment {
	/// Why it is serious.
	pub seriousness: SeriousnessSet,
	/// Whether the product caused it.
	pub causality: Causality,
	/// Whether such events are expected with the product.
	pub expected: bool,
	/// How it ended.
	pub outcome: EventOutcome,
}

impl Assessment {
	/// Whether it is a suspected unexpected serious adverse reaction.
	pub fn is_susar(&self) -> bool {
		!self.seriousness.is_empty() && self.causality.is_suspected() && !self.expected
	}

	/// How long after awareness it must be reported.
	pub fn clock(&self) -> Moment {
		let days = if self.seriousness.is_urgent() { URGENT_DAYS } else { EXPEDITED_DAYS };
		days.saturating_mul(super::DAY)
	}
}

/// A report of a serious adverse event.
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
pub struct SafetyReport {
	/// Who had the event.
	pub participant: ParticipantId,
	/// The organization that reported it.
	pub reporter: OrganizationId,
	/// What is known now.
	pub assessment: Assessment,
	/// `blake2_256` of the narrative.
	pub narrative: H256,
	/// When the reporter became aware of it.
	pub aware_at: Moment,
	/// When the chain was told.
	pub reported_at: Moment,
	/// When it had to be told: 7 or 15 days after awareness.
	pub due_at: Moment,
	/// When a suspected unexpected reaction has to be with the regulator.
	pub expedite_by: Option<Moment>,
	/// When it was.
	pub expedited_at: Option<Moment>,
	/// When a follow-up is owed, if one is.
	pub follow_up_by: Option<Moment>,
	/// How many follow-ups there are.
	pub follow_ups: u32,
	/// Whether any follow-up came after it was owed.
	pub follow_up_late: bool,
}

/// A follow-up to a report.
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
pub struct FollowUp {
	/// What is known since.
	pub assessment: Assessment,
	/// `blake2_256` of the narrative.
	pub narrative: H256,
	/// When the reporter learnt it.
	pub aware_at: Moment,
	/// When the chain was told.
	pub reported_at: Moment,
}

/// A page of the follow-ups to one report.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FollowUpPage {
	/// In the order in which they came.
	pub follow_ups: Vec<FollowUp>,
	/// Where the next page starts, if there is one.
	pub next: Option<u32>,
}

/// A report with what can be computed from it at the time of asking.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SafetyReportInfo {
	/// Its number within the trial, from 0.
	pub number: u32,
	/// The report.
	#[serde(flatten)]
	pub report: SafetyReport,
	/// Whether it is a suspected unexpected serious adverse reaction.
	pub susar: bool,
	/// Whether it was told too late.
	pub late: bool,
	/// Whether the regulator was told too late, or should have been by now.
	pub expedite_late: bool,
	/// Whether a follow-up is owed and has not come.
	pub follow_up_missing: bool,
}

impl SafetyReportInfo {
	/// The report as of `now`.
	pub fn new(number: u32, report: SafetyReport, now: Moment) -> Self {
		Self {
			number,
			susar: report.assessment.is_susar(),
			late: report.reported_at > report.due_at,
			expedite_late: report
				.expedite_by
				.is_some_and(|by| report.expedited_at.unwrap_or(now) > by),
			follow_up_missing: report.follow_up_by.is_some_and(|by| now > by),
			report,
		}
	}

	/// Whether something is late or missing.
	pub fn is_overdue(&self) -> bool {
		self.late || self.expedite_late || self.follow_up_missing || self.report.follow_up_late
	}
}

/// A page of reports.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct SafetyReportPage {
	/// In the order of reporting.
	pub reports: Vec<SafetyReportInfo>,
	/// Where the next page starts, if there is one.
	pub next: Option<u32>,
}
