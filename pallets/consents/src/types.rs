//! What is stored beside the consents.

use codec::{Decode, Encode, MaxEncodedLen};
use salus_primitives::{ConsentId, Period};
use scale_info::TypeInfo;

/// An active consent: when it is in force, so that a decision reads it only then.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct ActiveConsent {
	/// Which.
	pub consent: ConsentId,
	/// The period in its terms.
	pub period: Period,
}

/// How much there is of a patient: what it takes to keep the bounds, and to say what a decision
/// costs.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Totals {
	/// Consents that were granted and are not ended.
	pub consents: u32,
	/// Provisions of those that are active.
	pub provisions: u32,
	/// Requests that are not answered.
	pub requests: u32,
}
