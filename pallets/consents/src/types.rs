//! What is stored beside the consents.

use codec::{Decode, Encode, MaxEncodedLen};
use salus_primitives::{
	consent::{Consent, ConsentStatus},
	ConsentId, Period,
};
use scale_info::TypeInfo;

/// A consent that was granted and is not ended: whether a decision reads it, and what that costs.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Holding {
	/// Which.
	pub consent: ConsentId,
	/// Whether it is active, and not suspended.
	pub active: bool,
	/// The period in its terms.
	pub period: Period,
	/// How many provisions its terms have.
	#[codec(compact)]
	pub provisions: u32,
}

impl Holding {
	pub(crate) fn of<AccountId>(consent: ConsentId, entry: &Consent<AccountId>) -> Self {
		Self {
			consent,
			active: entry.status == ConsentStatus::Active,
			period: entry.terms.period,
			provisions: entry.terms.provisions.len() as u32,
		}
	}
}
