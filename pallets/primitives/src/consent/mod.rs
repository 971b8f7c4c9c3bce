//! Consent after FHIR R5: what a patient allows and forbids, and the one function that decides.
//!
//! A consent has a **base** (what it says where nothing more specific matches) and **provisions**,
//! nested as exceptions: a provision without a parent is an exception to the base, a provision with
//! a parent an exception to that one. FHIR's attributes of a provision are kept as a list of
//! [`Test`]s, all of which must hold; an attribute that FHIR adds one day becomes a further kind of
//! test, and nothing stored has to be migrated for it.
//!
//! How a consent comes into being and ends is [`ConsentStatus::after`]. [`decide`] says what the
//! consents of a patient mean for a request; its module states the rules.

mod decision;
mod evaluation;
mod recall;
mod request;
mod status;
#[cfg(test)]
mod tests;
mod types;

pub use decision::{decide, decide_stored, DefaultPolicy, Facts, Party};
pub use recall::{Attestation, Recall, RecallCause, RecallInfo, RecallKey, RecallPage};
pub use request::{Attribute, AttributeSet, Decision, Reason, Request, Verdict};
pub use status::{
	Consent, ConsentAct, ConsentInfo, ConsentPage, ConsentStatus, Granted, Requester,
};
pub use types::*;

/// Serde's default for an optional field whose type has none of its own.
fn none<T>() -> Option<T> {
	None
}
