//! Texts: what is published, and what the chain has of it.

use crate::H256;
use salus_primitives::{
	codes::{OutcomeKind, TrialText},
	trial::{Outcome, OutcomeText, PublicText, Text, Texts},
};
use sp_io::hashing::blake2_256;
use std::collections::BTreeMap;

/// The hash of a text.
pub(super) fn hash(text: &str) -> H256 {
	H256(blake2_256(text.as_bytes()))
}

/// A text published at the registry's page of a study.
pub(super) fn published(text: &str, study: &str) -> PublicText {
	let url = format!("https://clinicaltrials.gov/study/{study}");
	let locator = url.into_bytes().try_into().expect("the address of a study is short; qed");
	PublicText { hash: hash(text), locator }
}

/// Texts by kind, as the chain has them.
pub(super) fn texts(texts: &BTreeMap<TrialText, String>, study: &str) -> Texts {
	let texts: Vec<_> = texts
		.iter()
		.map(|(kind, text)| Text { kind: *kind, text: published(text, study) })
		.collect();
	texts.try_into().expect("there are fewer kinds than room; qed")
}

/// An outcome in words.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Words {
	/// What is measured.
	pub measure: String,
	/// When.
	pub time_frame: Option<String>,
	/// How.
	pub description: Option<String>,
}

/// A text without what makes no difference to anybody: spaces at its ends and their number within it,
/// a full stop at its end, letter case.
pub(super) fn plain(text: &str) -> String {
	let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
	text.trim_end_matches('.').to_lowercase()
}

impl Words {
	/// These words with each text [`plain`].
	pub(super) fn plain(&self) -> Self {
		Self {
			measure: plain(&self.measure),
			time_frame: self.time_frame.as_deref().map(plain),
			description: self.description.as_deref().map(plain),
		}
	}

	/// These words, with those of `registered` wherever the two differ in nothing that matters.
	pub(super) fn in_the_words_of(&self, registered: &Self) -> Self {
		let same = |one: &Option<String>, other: &Option<String>| {
			one.as_deref().map(plain) == other.as_deref().map(plain)
		};
		let optional = |own: &Option<String>, other: &Option<String>| {
			if same(own, other) {
				other.clone()
			} else {
				own.clone()
			}
		};
		let measure = if plain(&self.measure) == plain(&registered.measure) {
			&registered.measure
		} else {
			&self.measure
		};
		Self {
			measure: measure.clone(),
			time_frame: optional(&self.time_frame, &registered.time_frame),
			description: optional(&self.description, &registered.description),
		}
	}

	/// The outcome as the chain has it.
	pub fn outcome(&self, kind: OutcomeKind) -> Outcome {
		let optional = |text: &Option<String>| text.as_deref().map(hash);
		let text = OutcomeText {
			measure: hash(&self.measure),
			time_frame: optional(&self.time_frame),
			description: optional(&self.description),
		};
		Outcome { kind, text }
	}
}
