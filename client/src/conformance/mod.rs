//! Consents of others against what they are known to mean.
//!
//! A folder has `Consent` resources and an `EXPECTED.json` that says, for each, who asks for what and
//! must be permitted or denied ([`Expected`]). [`Case::plan`] reads a consent and turns its probes
//! into requests to the chain; [`Stage`] makes the people and organizations that they speak of;
//! [`run`] has every patient grant the consent on chain, sets the chain's clock to the time of each
//! probe, asks, and compares.
//!
//! Rules, where a probe leaves room:
//! - Everybody whom a file names is somebody of that file alone, so that files can't disturb each
//!   other. A person without an organization is an agent of one that no consent names; a person who
//!   wrote data and has no organization is of a further one.
//! - `(…)` and a missing actor stand for an agent of whom nothing else is known.
//! - A probe without `at` is asked the day after the consent was given, or when its period begins if
//!   that is later; a date without a time is its first moment, in UTC.
//! - A sensitivity label without a level of confidentiality means `R`, restricted; `null` means `N`
//!   and no sensitivity.
//! - A resource type says the class of the data too, but for observations and reports, whose class
//!   hangs on their category.
//! - Who asks about a particular record, or about what a practitioner wrote, asks about a record that
//!   stands on chain. `Type/id`, an identifier, or a text whose last word is one, name the record. What
//!   is not said to result from another record does not.
//! - Emergency purposes are asked by a practitioner who has declared the emergency. Whoever breaks the
//!   glass has to say for which class of data; a probe that doesn't asks for clinical notes.
//! - What a probe says beyond that is not ignored: such a probe is not asked, and counts as failed.

mod cases;
mod expected;
mod run;

mod stage;
#[cfg(test)]
mod tests;

pub use cases::{Case, Question, Unasked};
pub use expected::{Expectation, Expected, ExpectedFile, Malformed, Probe};

pub use run::{declare_emergency, run, Failure, Total};
pub use stage::{Person, Stage};
