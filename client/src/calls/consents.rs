//! Consents.

use crate::{AccountId32, Call, H256};
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

/// Asks a patient for a consent. By an agent of the organization that wants access.
pub fn request(patient: PatientId, consent: ConsentId, terms: &Terms<AccountId32>) -> Call {
	Call::new(PALLET, "request").arg(patient).arg(consent).arg(terms)
}

/// Grants what was asked for. `terms` are those that were read: if the request has others, it is
/// refused. By the patient.
pub fn accept(patient: PatientId, consent: ConsentId, terms: &Terms<AccountId32>) -> Call {
	Call::new(PALLET, "accept").arg(patient).arg(consent).arg(terms.hash())
}

/// Refuses what was asked for. By the patient.
pub fn refuse(patient: PatientId, consent: ConsentId) -> Call {
	Call::new(PALLET, "refuse").arg(patient).arg(consent)
}

/// Takes a request back. By an agent of the organization that asked.
pub fn withdraw_request(patient: PatientId, consent: ConsentId) -> Call {
	Call::new(PALLET, "withdraw_request").arg(patient).arg(consent)
}

/// Sets a consent aside for a while. By the patient.
pub fn suspend(patient: PatientId, consent: ConsentId) -> Call {
	Call::new(PALLET, "suspend").arg(patient).arg(consent)
}

/// Puts a suspended consent back in force, as its next version. By the patient.
pub fn resume(patient: PatientId, consent: ConsentId) -> Call {
	Call::new(PALLET, "resume").arg(patient).arg(consent)
}

/// Says that a consent should never have been recorded, which ends it at once. By the patient.
pub fn mark_entered_in_error(patient: PatientId, consent: ConsentId) -> Call {
	Call::new(PALLET, "mark_entered_in_error").arg(patient).arg(consent)
}

/// Acknowledges that a version of a consent has ended or narrowed. By an agent of an organization
/// that owes it.
pub fn acknowledge_revocation(patient: PatientId, consent: ConsentId, version: u32) -> Call {
	Call::new(PALLET, "acknowledge_revocation").arg(patient).arg(consent).arg(version)
}

/// Attests that what was got under a version of a consent is deleted. `document` is the hash of the
/// signed document that says so. By an agent of an organization that owes it.
pub fn attest_deletion(
	patient: PatientId,
	consent: ConsentId,
	version: u32,
	document: H256,
) -> Call {
	Call::new(PALLET, "attest_deletion").arg(patient).arg(consent).arg(version).arg(document)
}

/// Sets what is allowed where no consent speaks. By the council.
pub fn set_default_policy(policy: &DefaultPolicy) -> Call {
	Call::new(PALLET, "set_default_policy").arg(policy)
}
