//! The trail: who did what when, what it was before, and why (21 CFR 11.10(e)).

use super::{AmendmentKind, AnchorKind, Assessment, Dates, Reason, StatedDate};
use crate::{
	codes::{SubjectState, TrialStatus},
	Moment, OrganizationId, ParticipantId,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::H256;

/// What was done, with what it was before where it was something. What a version of the protocol
/// said, an outcome was or a report stated before stands in the chain's lists of these, which are
/// never overwritten.
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
#[serde(tag = "what", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum AuditedChange {
	/// The trial was registered.
	#[codec(index = 0)]
	Registered,
	/// The ethics committee decided about a version.
	#[codec(index = 1)]
	VersionReviewed {
		/// The version.
		version: u32,
		/// Whether it was approved.
		approved: bool,
		/// Hash of the opinion.
		opinion: H256,
		/// The version that held before.
		previous: u32,
	},
	/// The trial stands elsewhere.
	#[codec(index = 2)]
	StatusChanged {
		/// Where it stood.
		from: TrialStatus,
		/// Where it stands.
		to: TrialStatus,
		/// Since when, as stated.
		effective_at: Moment,
	},
	/// The sponsor confirmed that all is right.
	#[codec(index = 3)]
	Confirmed {
		/// As of when.
		verified_at: Moment,
		/// As of when it was confirmed before.
		previous: Moment,
	},
	/// The dates are others.
	#[codec(index = 4)]
	DatesChanged {
		/// What they were.
		from: Dates,
		/// What they are.
		to: Dates,
	},
	/// Another ethics committee judges it.
	#[codec(index = 5)]
	CommitteeReplaced {
		/// Which did.
		from: OrganizationId,
		/// Which does.
		to: OrganizationId,
	},
	/// A site was opened.
	#[codec(index = 6)]
	SiteOpened {
		/// The organization.
		site: OrganizationId,
	},
	/// A site was closed.
	#[codec(index = 7)]
	SiteClosed {
		/// The organization.
		site: OrganizationId,
	},
	/// Somebody became an investigator.
	#[codec(index = 8)]
	InvestigatorAdded {
		/// Where.
		site: OrganizationId,
		/// How many there were.
		previous: u32,
	},
	/// Somebody is an investigator no more.
	#[codec(index = 9)]
	InvestigatorRemoved {
		/// Where.
		site: OrganizationId,
		/// How many there were.
		previous: u32,
	},
	/// The protocol was, or shall be, amended.
	#[codec(index = 10)]
	Amended {
		/// The version.
		version: u32,
		/// What kind.
		kind: AmendmentKind,
		/// How many outcomes it touches.
		outcomes: u32,
		/// The version that held.
		previous: u32,
	},
	/// An amendment that waited was taken back.
	#[codec(index = 11)]
	AmendmentWithdrawn {
		/// The version.
		version: u32,
	},
	/// Somebody was enrolled.
	#[codec(index = 12)]
	Enrolled {
		/// The participant.
		participant: ParticipantId,
		/// The version agreed to.
		version: u32,
	},
	/// A participant agreed to a later version.
	#[codec(index = 13)]
	ConsentRenewed {
		/// The participant.
		participant: ParticipantId,
		/// The version agreed to before.
		from: u32,
		/// The version agreed to.
		to: u32,
	},
	/// A participant stands elsewhere.
	#[codec(index = 14)]
	SubjectStateChanged {
		/// The participant.
		participant: ParticipantId,
		/// Where it stood.
		from: SubjectState,
		/// Where it stands.
		to: SubjectState,
	},
	/// The sponsor committed to an allocation list.
	#[codec(index = 15)]
	AllocationCommitted {
		/// The list.
		list: u16,
		/// Its root.
		root: H256,
	},
	/// A participant got the next place on a list.
	#[codec(index = 16)]
	Randomized {
		/// The participant.
		participant: ParticipantId,
		/// The list.
		list: u16,
		/// The place.
		slot: u32,
	},
	/// A participant's arm was revealed, and verified.
	#[codec(index = 17)]
	AllocationRevealed {
		/// The participant.
		participant: ParticipantId,
		/// The arm.
		arm: u16,
	},
	/// A participant's arm was disclosed in an emergency.
	#[codec(index = 18)]
	Unblinded {
		/// The participant.
		participant: ParticipantId,
		/// The arm, if it was revealed to all.
		arm: Option<u16>,
	},
	/// Data, a query, an answer or a correction was anchored.
	#[codec(index = 19)]
	DataAnchored {
		/// The anchor's number.
		anchor: u32,
		/// What it holds; a correction names what it corrects.
		kind: AnchorKind,
		/// Its root.
		root: H256,
	},
	/// The database was locked.
	#[codec(index = 20)]
	DatabaseLocked {
		/// How many anchors it has.
		anchors: u32,
	},
	/// A serious adverse event was reported.
	#[codec(index = 21)]
	EventReported {
		/// The report's number.
		report: u32,
		/// The participant.
		participant: ParticipantId,
		/// What is known.
		assessment: Assessment,
	},
	/// A reaction was reported to the regulator.
	#[codec(index = 22)]
	EventExpedited {
		/// The report's number.
		report: u32,
	},
	/// A report was followed up.
	#[codec(index = 23)]
	EventFollowedUp {
		/// The report's number.
		report: u32,
		/// What was known.
		from: Assessment,
		/// What is known.
		to: Assessment,
	},
	/// Results were submitted.
	#[codec(index = 24)]
	ResultsSubmitted {
		/// Their version.
		version: u32,
		/// Their hash.
		document: H256,
	},
	/// A regulator certified that results may come later.
	#[codec(index = 25)]
	DelayCertified {
		/// Until when.
		until: Moment,
		/// When they were due.
		previous: StatedDate,
	},
}

/// An entry of the trail.
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
pub struct AuditEntry<AccountId> {
	/// Its number, from 0, without gaps.
	pub number: u32,
	/// Who.
	pub who: AccountId,
	/// For which organization; none for a participant's own account.
	pub organization: Option<OrganizationId>,
	/// When.
	pub at: Moment,
	/// What, and what it was before.
	#[serde(flatten)]
	pub change: AuditedChange,
	/// The account that it is about: an investigator's.
	pub about: Option<AccountId>,
	/// Why, where a reason is asked for.
	pub reason: Option<Reason>,
}

/// A page of the trail.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct AuditPage<AccountId> {
	/// In order.
	pub entries: Vec<AuditEntry<AccountId>>,
	/// Where the next page starts, if there is one.
	pub next: Option<u32>,
}
