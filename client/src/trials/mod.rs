//! Clinical trials from registries.
//!
//! - [`Study`] reads a study as ClinicalTrials.gov gives it (API version 2) and makes of it what the
//!   chain registers: codes and dates, the hashes of long texts, each outcome by itself;
//! - [`Update`] reads the difference between two versions of a record (a JSON patch), and makes of it
//!   a registration as far as the difference tells, and the amendment that replays it;
//! - [`Walk`] takes either through a chain, step by step at the times that the record has;
//! - [`conformance`] does so with a folder of files, and checks what the chain then says.
//!
//! Rules, where registries leave room:
//! - A study without primary outcome, title, conditions or criteria can't be registered, and is
//!   refused by name. So is a code that the registry's own list does not have.
//! - A date to the month is its first moment for the start, its last for anything that ends. A date
//!   that the record calls actual and that the chain's clock has not reached is a plan.
//! - Texts are published by the registry; the chain has their hashes and the registry's address.
//! - Countries are those of the places; a name that no country has is told, and stays in the text of
//!   the places. A start before 1970, where the chain's clock begins, is told and left out. Dates that
//!   the record calls facts and that can't all be are refused.
//! - A reported outcome is the registered one with the same kind, measure and time frame; failing
//!   that, the same kind and measure; failing that, the same measure. Anything else is reported
//!   beside the list. Spaces, letter case and a full stop at the end make no difference to that: the
//!   chain gets the registered words.
//! - In updates every change of a text counts, as it does for the registry; those that no reader would
//!   notice are told apart. An outcome that goes from one list to another is one whose kind changes,
//!   and not one removed and one added. One that merely changes places within its list is unchanged.

pub mod conformance;
mod country;
mod date;
mod refusal;
mod results;
mod study;
mod text;
mod update;
mod walk;

pub use date::{RecordedDate, RecordedDates};
pub use refusal::Refusal;
pub use results::ReportedOutcome;
pub use study::Study;
pub use update::Update;
pub use walk::{Cast, Failure, Walk};
