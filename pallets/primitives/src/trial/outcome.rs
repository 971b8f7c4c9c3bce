//! Outcomes: what was registered, what was changed and when, what was reported, and what differs.

use super::PublicText;
use crate::{
	codes::{NotReportedReason, OutcomeFlag, OutcomeFlags, OutcomeKind, TrialStatus},
	Moment, TrialId,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::{ConstU32, H256};
use sp_runtime::BoundedVec;

/// Most outcomes of a trial, those added later and those removed counted. The registries' records
/// with the most have some hundreds.
pub const MAX_OUTCOMES: u32 = 512;

/// Outcomes of a registration.
pub type Outcomes = BoundedVec<Outcome, ConstU32<MAX_OUTCOMES>>;
/// What an amendment does to outcomes.
pub type Changes = BoundedVec<OutcomeChange, ConstU32<MAX_OUTCOMES>>;
/// What results say about outcomes on the list.
pub type Reports = BoundedVec<OutcomeReport, ConstU32<MAX_OUTCOMES>>;
/// What results report that is not on the list.
pub type Extras = BoundedVec<Outcome, ConstU32<MAX_OUTCOMES>>;

/// An outcome in words, which are published with the registration: their `blake2_256` hashes.
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
pub struct OutcomeText {
	/// What is measured.
	pub measure: H256,
	/// When. Old records have none.
	pub time_frame: Option<H256>,
	/// How, where it is said.
	pub description: Option<H256>,
}

/// An outcome.
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
pub struct Outcome {
	/// What part it has.
	pub kind: OutcomeKind,
	/// What it is.
	#[serde(flatten)]
	pub text: OutcomeText,
}

/// What an amendment does to an outcome.
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
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum OutcomeChange {
	/// A new one. It gets the next number.
	#[codec(index = 0)]
	Add {
		/// The outcome.
		outcome: Outcome,
	},
	/// Another in its place.
	#[codec(index = 1)]
	Replace {
		/// Its number.
		number: u16,
		/// What takes its place.
		outcome: Outcome,
	},
	/// Gone.
	#[codec(index = 2)]
	Remove {
		/// Its number.
		number: u16,
	},
}

/// An outcome on a trial's list.
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
pub struct ListedOutcome {
	/// As registered: what stood when the first participant was enrolled. None if added later.
	pub registered: Option<Outcome>,
	/// As it is now; none if removed.
	pub current: Option<Outcome>,
}

/// What an amendment did, or would do, to an outcome, with where the trial stood then.
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
pub struct AmendedOutcome {
	/// The version of the protocol that it came with.
	pub version: u32,
	/// The outcome's number.
	pub number: u16,
	/// What it was; none if it was added.
	pub from: Option<Outcome>,
	/// What it is to be; none if it is removed.
	pub to: Option<Outcome>,
	/// When the amendment was submitted.
	pub at: Moment,
	/// Where the trial stood.
	pub status: TrialStatus,
	/// How many had been enrolled.
	pub enrolled: u32,
	/// Whether the outcomes were locked, that is, somebody had been enrolled.
	pub after_lock: bool,
	/// Whether the primary completion had been reached.
	pub after_primary_completion: bool,
}

impl AmendedOutcome {
	/// Whether a primary outcome is touched: one that was, or that is to be.
	pub fn touches_primary(&self) -> bool {
		[self.from, self.to]
			.into_iter()
			.flatten()
			.any(|outcome| outcome.kind == OutcomeKind::Primary)
	}
}

/// What became of an outcome, with the version's fate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OutcomeChangeInfo {
	/// The change.
	#[serde(flatten)]
	pub change: AmendedOutcome,
	/// Where the version that brings it stands.
	pub version_status: super::VersionStatus,
}

/// What results say about an outcome on the list.
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
pub struct OutcomeReport {
	/// Its number.
	pub number: u16,
	/// What they say.
	#[serde(flatten)]
	pub account: OutcomeAccount,
}

/// See [`OutcomeReport`].
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
#[serde(tag = "account", rename_all = "kebab-case")]
pub enum OutcomeAccount {
	/// It is reported, in these words.
	#[codec(index = 0)]
	Reported {
		/// As reported.
		outcome: Outcome,
	},
	/// It is not.
	#[codec(index = 1)]
	NotReported {
		/// Why.
		reason: NotReportedReason,
	},
}

/// Results of a trial, in one version.
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
pub struct Results {
	/// Counted from 1.
	pub version: u32,
	/// Where they are published.
	pub document: PublicText,
	/// When they were submitted.
	pub submitted_at: Moment,
	/// When they were due.
	pub due_at: Option<Moment>,
	/// How many outcomes are reported that are not on the list.
	pub unregistered: u32,
}

/// A version of results with all that it says.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResultsInfo {
	/// The version.
	#[serde(flatten)]
	pub results: Results,
	/// What it says about each outcome on the list.
	pub reports: Vec<OutcomeReport>,
	/// What it reports that is not on the list.
	pub extras: Vec<Outcome>,
}

/// One outcome: registered, as it is now, reported, and what differs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ComparedOutcome {
	/// Its number; none if it is reported without being on the list.
	pub number: Option<u16>,
	/// As registered.
	pub registered: Option<Outcome>,
	/// As it is now.
	pub current: Option<Outcome>,
	/// What the latest results say.
	pub account: Option<OutcomeAccount>,
	/// What differs.
	pub flags: OutcomeFlags,
}

impl ComparedOutcome {
	/// An outcome on the list.
	pub fn listed(number: u16, listed: ListedOutcome, account: Option<OutcomeAccount>) -> Self {
		let ListedOutcome { registered, current } = listed;
		let mut flags = OutcomeFlags::EMPTY;
		match (registered, current) {
			(Some(registered), Some(current)) => {
				if registered.text != current.text {
					flags.insert(OutcomeFlag::ChangedAfterLock);
				}
				if registered.kind != current.kind {
					flags.insert(OutcomeFlag::KindChangedAfterLock);
				}
			},
			(Some(_), None) => {
				flags.insert(OutcomeFlag::RemovedAfterLock);
			},
			(None, _) => {
				flags.insert(OutcomeFlag::AddedAfterLock);
			},
		}
		match account {
			Some(OutcomeAccount::NotReported { .. }) => {
				flags.insert(OutcomeFlag::NotReported);
			},
			Some(OutcomeAccount::Reported { outcome }) => {
				// What was registered counts, not what it was made into later.
				if let Some(expected) = registered.or(current) {
					let words = |outcome: &Outcome| (outcome.text.measure, outcome.text.time_frame);
					if words(&expected) != words(&outcome) {
						flags.insert(OutcomeFlag::ReportedDifferently);
					}
					if expected.kind != outcome.kind {
						flags.insert(OutcomeFlag::ReportedAsOtherKind);
					}
				}
			},
			None => {},
		}
		Self { number: Some(number), registered, current, account, flags }
	}

	/// An outcome that is reported and not on the list.
	pub fn extra(outcome: Outcome) -> Self {
		Self {
			number: None,
			registered: None,
			current: None,
			account: Some(OutcomeAccount::Reported { outcome }),
			flags: OutcomeFlag::NotRegistered.into(),
		}
	}
}

/// The answer to "what was registered, what was reported, what differs".
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
	/// The trial.
	pub trial: TrialId,
	/// When the first participant was enrolled, which made the list what was registered.
	pub locked_at: Option<Moment>,
	/// The latest results.
	pub results: Option<Results>,
	/// Every outcome on the list, and every one that is reported beside it.
	pub outcomes: Vec<ComparedOutcome>,
	/// All that amendments did, or would do, to outcomes, in order.
	pub changes: Vec<OutcomeChangeInfo>,
	/// Whether a primary outcome was changed, added or removed after the first enrolment, or shall
	/// be by an amendment that waits.
	pub primary_outcome_changed: bool,
	/// Whether anything differs between the list as registered and the results.
	pub differs: bool,
}
