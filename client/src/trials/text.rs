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

impl Words {
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
