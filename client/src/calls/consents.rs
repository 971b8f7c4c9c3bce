//! Consents.

use crate::{AccountId32, Call};
use salus_primitives::{
	consent::{DefaultPolicy, Terms},
	ConsentId, PatientId,
};

const PALLET: &str = "Consents";

/// Grants a consent. By the patient.
pub fn grant(patient: PatientId, consent: ConsentId, terms: &Terms<AccountId32>) -> Call {
	Call::new(PALLET, "grant").arg(patient).arg(consent).arg(terms)
}

/// Puts other terms in a consent's place, as its next version. By the patient.
pub fn amend(patient: PatientId, consent: ConsentId, terms: &Terms<AccountId32>) -> Call {
	Call::new(PALLET, "amend").arg(patient).arg(consent).arg(terms)
}

/// Ends a consent at once. By the patient.
pub fn revoke(patient: PatientId, consent: ConsentId) -> Call {
	Call::new(PALLET, "revoke").arg(patient).arg(consent)
}

/// Sets what is allowed where no consent speaks. By the council.
pub fn set_default_policy(policy: &DefaultPolicy) -> Call {
	Call::new(PALLET, "set_default_policy").arg(policy)
}
