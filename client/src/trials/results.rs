//! What results report, and which registered outcome each of them is.

use super::{
	study::{code_at, list_at, text_at, words},
	text::Words,
	Refusal,
};
use salus_primitives::{
	codes::{NotReportedReason, OutcomeKind},
	trial::{Extras, OutcomeAccount, OutcomeReport, Reports, MAX_OUTCOMES},
};
use serde_json::Value;

/// An outcome as results report it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportedOutcome {
	/// As what.
	pub kind: OutcomeKind,
	/// In which words.
	pub words: Words,
	/// Whether there are figures yet.
	pub posted: bool,
}

/// What the results section of a record reports.
pub(super) fn reported(json: &Value) -> Result<Vec<ReportedOutcome>, Refusal> {
	let list = list_at(json, "/resultsSection/outcomeMeasuresModule/outcomeMeasures")?;
	if list.len() > MAX_OUTCOMES as usize {
		return Err(Refusal::TooManyOutcomes(list.len()));
	}
	list.iter()
		.map(|outcome| {
			Ok(ReportedOutcome {
				kind: code_at(outcome, "/type")?.ok_or(Refusal::Missing("type of an outcome"))?,
				words: words(outcome, "/title")?,
				posted: text_at(outcome, "/reportingStatus")?.is_none_or(|code| code == "POSTED"),
			})
		})
		.collect()
}

/// A registered or reported outcome, in words whose spaces and letter case don't matter.
struct Plain {
	kind: OutcomeKind,
	words: Words,
}

/// What results say about each outcome on the list, and what they report beside it. Each reported
/// outcome is one registered one at most, and the closest there is.
pub(super) fn accounts(
	registered: &[(OutcomeKind, Words)],
	reported: &[ReportedOutcome],
) -> (Reports, Extras) {
	let plain: Vec<_> = registered
		.iter()
		.map(|(kind, words)| Plain { kind: *kind, words: words.plain() })
		.collect();
	let found: Vec<_> = reported
		.iter()
		.map(|reported| Plain { kind: reported.kind, words: reported.words.plain() })
		.collect();
	let mut of = vec![None; registered.len()];
	let mut left: Vec<usize> = (0..reported.len()).collect();
	type Same = fn(&Plain, &Plain) -> bool;
	let rules: [Same; 3] = [
		|one, other| {
			one.kind == other.kind
				&& one.words.measure == other.words.measure
				&& one.words.time_frame == other.words.time_frame
		},
		|one, other| one.kind == other.kind && one.words.measure == other.words.measure,
		|one, other| one.words.measure == other.words.measure,
	];
	for same in rules {
		for (place, registered) in of.iter_mut().zip(&plain) {
			if place.is_none() {
				let position = left.iter().position(|index| same(registered, &found[*index]));
				*place = position.map(|position| left.remove(position));
			}
		}
	}
	let account = |place: Option<usize>, registered: &Words| match place.map(|i| &reported[i]) {
		Some(reported) if reported.posted => {
			let words = reported.words.in_the_words_of(registered);
			OutcomeAccount::Reported { outcome: words.outcome(reported.kind) }
		},
		Some(_) => OutcomeAccount::NotReported { reason: NotReportedReason::Pending },
		None => OutcomeAccount::NotReported { reason: NotReportedReason::Other },
	};
	let reports: Vec<_> = (0u16..)
		.zip(of.iter().zip(registered))
		.map(|(number, (place, (_, words)))| OutcomeReport {
			number,
			account: account(*place, words),
		})
		.collect();
	let extras: Vec<_> = left
		.into_iter()
		.map(|index| &reported[index])
		.map(|reported| reported.words.outcome(reported.kind))
		.collect();
	let room = "more are not read; qed";
	(Reports::try_from(reports).expect(room), Extras::try_from(extras).expect(room))
}
