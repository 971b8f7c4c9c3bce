//! Disclosures, and emergency access with its review.

use crate::{
	log::{LogBatch, LogEntry},
	Call, H256,
};
use salus_primitives::{
	codes::{BreakGlassReason, ClassSet, ReviewOutcome},
	disclosure::{Access, Statement},
	emergency::EmergencyId,
	merkle::InclusionProof,
	Moment, OrganizationId, PatientId,
};

const PALLET: &str = "Disclosures";

/// Writes an entry: what the sender did with data of the patient. By an agent; `sequence` is the next
/// number of its organization's log.
pub fn record_entry(patient: PatientId, access: &Access, sequence: u64) -> Call {
	Call::new(PALLET, "record_entry").arg(patient).arg(access).arg(sequence)
}

/// Anchors a batch of entries that the organization keeps off chain. By an agent.
pub fn anchor_batch(batch: &LogBatch) -> Call {
	Call::new(PALLET, "anchor_batch")
		.arg(batch.first())
		.arg(batch.last())
		.arg(batch.count())
		.arg(batch.root())
}

/// Opens an entry of the batch that begins with number `first`. By an agent of its organization, or
/// the patient.
pub fn prove_entry(first: u64, entry: &LogEntry, proof: &InclusionProof) -> Call {
	Call::new(PALLET, "prove_entry")
		.arg(entry.organization)
		.arg(first)
		.arg(&entry.access)
		.arg(entry.salt)
		.arg(proof)
}

/// Keeps an entry out of the patient's accounting for a time. By a privacy officer of its
/// organization, or the Regulator that received the data.
pub fn withhold_entry(organization: OrganizationId, sequence: u64, statement: &Statement) -> Call {
	Call::new(PALLET, "withhold_entry").arg(organization).arg(sequence).arg(statement)
}

/// Lets a withheld entry into the patient's accounting. By whoever may withhold it.
pub fn release_entry(organization: OrganizationId, sequence: u64) -> Call {
	Call::new(PALLET, "release_entry").arg(organization).arg(sequence)
}

/// Declares an emergency, for `lasts` milliseconds or as long as is usual. By a practitioner of a
/// provider.
pub fn break_glass(
	patient: PatientId,
	reason: BreakGlassReason,
	classes: ClassSet,
	lasts: Option<Moment>,
) -> Call {
	Call::new(PALLET, "break_glass").arg(patient).arg(reason).arg(classes).arg(lasts)
}

/// Ends an emergency access before its time. By the practitioner, or a privacy officer.
pub fn close_emergency(emergency: EmergencyId) -> Call {
	Call::new(PALLET, "close_emergency").arg(emergency)
}

/// Reviews an emergency access that has ended; `note` is a salted commitment. By a privacy officer of
/// the organization who is not the practitioner.
pub fn review_emergency(emergency: EmergencyId, outcome: ReviewOutcome, note: H256) -> Call {
	Call::new(PALLET, "review_emergency").arg(emergency).arg(outcome).arg(note)
}

/// Complains of an emergency access. By the patient.
pub fn complain(emergency: EmergencyId) -> Call {
	Call::new(PALLET, "complain").arg(emergency)
}

/// Says whether an escalated emergency access was justified. By an auditor of another organization, or
/// the council.
pub fn settle_emergency(emergency: EmergencyId, outcome: ReviewOutcome, note: H256) -> Call {
	Call::new(PALLET, "settle_emergency").arg(emergency).arg(outcome).arg(note)
}

/// Lets an organization break the glass again. By an auditor of another organization, or the council.
pub fn clear_suspension(organization: OrganizationId) -> Call {
	Call::new(PALLET, "clear_suspension").arg(organization)
}
