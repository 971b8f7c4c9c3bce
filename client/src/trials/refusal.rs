//! Why a file is not taken.

use salus_primitives::{
	codes::{StudyType, TrialStatus, UnknownCode},
	trial::MAX_OUTCOMES,
};

/// Why a file is not read as a study, or as an update of one.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
	/// No JSON, or a part of it is not of the kind that it has to be.
	#[error("malformed: {0}")]
	Malformed(String),
	/// Neither a study nor an update.
	#[error("not-a-study: no protocolSection and no patch_operations")]
	NotAStudy,
	/// A list of studies without any.
	#[error("no-studies: the list of studies is empty")]
	NoStudies,
	/// An expectation of a file that is not there.
	#[error("no-such-file: EXPECTED.json names {0}, which is not beside it")]
	NoSuchFile(String),
	/// Something that can't be registered without.
	#[error("missing: the record has no {0}")]
	Missing(&'static str),
	/// A code that the registry's list does not have.
	#[error("unknown-code: {0}")]
	UnknownCode(UnknownCode),
	/// A status that says nothing.
	#[error("withheld: the registry withholds where the study stands")]
	Withheld,
	/// A status that studies of this type never have.
	#[error("status-of-other-type: a study that is {study_type} is never {status}")]
	StatusOfOtherType {
		/// Where it is said to stand.
		status: TrialStatus,
		/// What it is.
		study_type: StudyType,
	},
	/// The number is no registry's.
	#[error("invalid-id: {0:?} is no number of a registry")]
	InvalidId(String),
	/// A text that is no date.
	#[error("invalid-date: {field} is {text:?}")]
	InvalidDate {
		/// Which.
		field: String,
		/// What it says.
		text: String,
	},
	/// A date before the chain's clock begins.
	#[error("before-1970: {field} is {text}, where the chain's clock has not begun")]
	BeforeClock {
		/// Which.
		field: String,
		/// What it says.
		text: String,
	},
	/// Dates that the record calls facts, and that can't both be.
	#[error("contradictory-dates: the {later} lies before the {earlier}")]
	ContradictoryDates {
		/// What has to come first.
		earlier: &'static str,
		/// What has to follow it.
		later: &'static str,
	},
	/// An age that is none.
	#[error("invalid-age: {0:?}")]
	InvalidAge(String),
	/// A number that is none, or too large.
	#[error("invalid-number: {0}")]
	InvalidNumber(&'static str),
	/// More outcomes than the chain has room for.
	#[error("too-many-outcomes: {0}, and there is room for {MAX_OUTCOMES}")]
	TooManyOutcomes(usize),
	/// A patch that does not fit itself.
	#[error("invalid-patch: {0}")]
	InvalidPatch(String),
}

impl From<UnknownCode> for Refusal {
	fn from(unknown: UnknownCode) -> Self {
		Self::UnknownCode(unknown)
	}
}
