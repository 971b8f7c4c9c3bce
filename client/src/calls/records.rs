//! Record pointers, batches and key envelopes.

use crate::{
	batch::{Batch, Entry},
	Call, H256,
};
use salus_primitives::{
	codes::Purpose,
	merkle::InclusionProof,
	record::{Custodians, Locator, Pointer, Sealed, SealedKey, VoidReason},
	BatchId, OrganizationId, PatientId, RecordId,
};

const PALLET: &str = "Records";

/// Anchors a record. By an agent of an organization that cares for the patient, or that may collect
/// such data for `purpose`.
pub fn anchor(patient: PatientId, record: RecordId, pointer: &Pointer, purpose: Purpose) -> Call {
	Call::new(PALLET, "anchor").arg(patient).arg(record).arg(pointer).arg(purpose)
}

/// Puts another pointer in a record's place, as its next version. By the author organization.
pub fn amend(patient: PatientId, record: RecordId, pointer: &Pointer) -> Call {
	Call::new(PALLET, "amend").arg(patient).arg(record).arg(pointer)
}

/// Declares a record an error. By the author organization.
pub fn void(patient: PatientId, record: RecordId, reason: VoidReason) -> Call {
	Call::new(PALLET, "void").arg(patient).arg(record).arg(reason)
}

/// Says who holds the ciphertext now, and where it lies. By the author organization.
pub fn set_custodians(
	patient: PatientId,
	record: RecordId,
	custodians: &Custodians,
	locator: &Locator,
) -> Call {
	Call::new(PALLET, "set_custodians").arg(patient).arg(record).arg(custodians).arg(locator)
}

/// Anchors a batch of records by its Merkle root.
pub fn anchor_batch(batch: &Batch) -> Call {
	Call::new(PALLET, "anchor_batch").arg(batch.id()).arg(batch.root()).arg(batch.leaves())
}

/// Shows that a record is in a batch, and makes it a record of its own. By the author organization,
/// as [`anchor`], or by the patient.
pub fn prove(entry: &Entry, purpose: Purpose, batch: BatchId, proof: &InclusionProof) -> Call {
	Call::new(PALLET, "prove")
		.arg(entry.patient)
		.arg(entry.record)
		.arg(&entry.pointer)
		.arg(purpose)
		.arg(batch)
		.arg(entry.salt)
		.arg(proof)
}

/// Declares a record of a batch an error without saying which it is. By the author organization.
pub fn void_leaf(
	batch: BatchId,
	commitment: H256,
	proof: &InclusionProof,
	reason: VoidReason,
) -> Call {
	Call::new(PALLET, "void_leaf").arg(batch).arg(commitment).arg(proof).arg(reason)
}

/// Hands a sealed key to an organization that may have access for `purpose`. By the author
/// organization or the patient.
pub fn put_envelope(
	patient: PatientId,
	subject: Sealed,
	recipient: OrganizationId,
	purpose: Purpose,
	sealed: &SealedKey,
) -> Call {
	Call::new(PALLET, "put_envelope")
		.arg(patient)
		.arg(subject)
		.arg(recipient)
		.arg(purpose)
		.arg(sealed)
}

/// Takes a sealed key away. By whoever may put it, or the recipient.
pub fn remove_envelope(patient: PatientId, subject: Sealed, recipient: OrganizationId) -> Call {
	Call::new(PALLET, "remove_envelope").arg(patient).arg(subject).arg(recipient)
}

/// Erases a record: locators and envelopes go, the hashes stay. By the author organization or the
/// patient.
pub fn erase(patient: PatientId, record: RecordId) -> Call {
	Call::new(PALLET, "erase").arg(patient).arg(record)
}
