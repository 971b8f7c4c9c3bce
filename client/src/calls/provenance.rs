//! Medicines on their way from the maker to the patient.

use crate::{Call, H256};
use salus_primitives::{
	epcis::{ErrorReason, Event, EventHash},
	gs1::{CompanyPrefix, Date, Epc, Gln, Gtin, LotNumber, Serial},
	merkle::InclusionProof,
	provenance::{
		InvestigationOutcome, RecallClass, RecallReason, SerialRoot, StorageLimits, Suspicion,
	},
	OrganizationId,
};

const PALLET: &str = "Provenance";

/// Registers a product. By an agent of a manufacturer.
pub fn register_product(gtin: Gtin, limits: Option<StorageLimits>) -> Call {
	Call::new(PALLET, "register_product").arg(gtin).arg(limits)
}

/// Says how a product has to be kept. By its owner.
pub fn set_storage_limits(gtin: Gtin, limits: Option<StorageLimits>) -> Call {
	Call::new(PALLET, "set_storage_limits").arg(gtin).arg(limits)
}

/// Hands a product over. By its owner or a regulator.
pub fn transfer_product(gtin: Gtin, to: OrganizationId) -> Call {
	Call::new(PALLET, "transfer_product").arg(gtin).arg(to)
}

/// Registers a location of the caller's organization.
pub fn register_location(gln: Gln) -> Call {
	Call::new(PALLET, "register_location").arg(gln)
}

/// Gives a location up. By the organization whose it is, or a regulator.
pub fn remove_location(gln: Gln) -> Call {
	Call::new(PALLET, "remove_location").arg(gln)
}

/// Says whose a company prefix of GS1 is. By a regulator.
pub fn grant_prefix(prefix: &CompanyPrefix, organization: OrganizationId) -> Call {
	Call::new(PALLET, "grant_prefix").arg(prefix).arg(organization)
}

/// Says that a company prefix of GS1 is nobody's. By a regulator.
pub fn withdraw_prefix(prefix: &CompanyPrefix) -> Call {
	Call::new(PALLET, "withdraw_prefix").arg(prefix)
}

/// Registers a lot. By the product's owner.
pub fn register_lot(gtin: Gtin, lot: &LotNumber, expiry: Date) -> Call {
	Call::new(PALLET, "register_lot").arg(gtin).arg(lot).arg(expiry)
}

/// Commissions a range of serial numbers. By the product's owner.
pub fn commission_range(gtin: Gtin, lot: &LotNumber, first: &Serial, last: &Serial) -> Call {
	Call::new(PALLET, "commission_range").arg(gtin).arg(lot).arg(first).arg(last)
}

/// Commissions serial numbers under a Merkle root. By the product's owner.
pub fn commission_root(gtin: Gtin, lot: &LotNumber, root: &SerialRoot) -> Call {
	Call::new(PALLET, "commission_root").arg(gtin).arg(lot).arg(root)
}

/// Shows that packs are under a root, so that they can act. By anybody.
pub fn prove_units(
	gtin: Gtin,
	lot: &LotNumber,
	index: u32,
	units: &[(Serial, InclusionProof)],
) -> Call {
	Call::new(PALLET, "prove_units").arg(gtin).arg(lot).arg(index).arg(units)
}

/// Captures an EPCIS event with its hash identifier. With `incomplete`, units may appear whose
/// beginning the chain has not seen.
pub fn capture(hash: EventHash, event: &Event, incomplete: bool) -> Call {
	Call::new(PALLET, "capture").arg(hash).arg(event).arg(incomplete)
}

/// Captures an event that is an error, and does nothing.
pub fn capture_error(
	hash: EventHash,
	event: &Event,
	reason: Option<ErrorReason>,
	corrective_events: &[EventHash],
) -> Call {
	Call::new(PALLET, "capture_error").arg(hash).arg(event).arg(reason).arg(corrective_events)
}

/// Refuses what is on its way to the caller's organization.
pub fn refuse_shipment(units: &[Epc]) -> Call {
	Call::new(PALLET, "refuse_shipment").arg(units)
}

/// Takes the dispensing of packs back, within ten days. By the dispenser.
pub fn undo_dispensing(units: &[Epc]) -> Call {
	Call::new(PALLET, "undo_dispensing").arg(units)
}

/// Commits to whom the dispenser can notify about a pack. By the dispenser.
pub fn commit_dispensing(unit: &Epc, commitment: H256) -> Call {
	Call::new(PALLET, "commit_dispensing").arg(unit).arg(commitment)
}

/// Says that the caller's organization has a unit that somebody else has by the chain.
pub fn claim_possession(unit: &Epc) -> Call {
	Call::new(PALLET, "claim_possession").arg(unit)
}

/// Says that a unit is suspect. By who has it, the product's owner or a regulator.
pub fn suspect(unit: &Epc, suspicion: Suspicion) -> Call {
	Call::new(PALLET, "suspect").arg(unit).arg(suspicion)
}

/// Says that a suspect unit is in quarantine with the caller's organization.
pub fn quarantine(investigation: u64) -> Call {
	Call::new(PALLET, "quarantine").arg(investigation)
}

/// Ends an investigation. By the product's owner or a regulator.
pub fn resolve(investigation: u64, outcome: InvestigationOutcome) -> Call {
	Call::new(PALLET, "resolve").arg(investigation).arg(outcome)
}

/// Recalls a lot. By the product's owner or a regulator.
pub fn recall(gtin: Gtin, lot: &LotNumber, class: RecallClass, reason: RecallReason) -> Call {
	Call::new(PALLET, "recall").arg(gtin).arg(lot).arg(class).arg(reason)
}

/// Lifts a recall. By who recalled the lot, or a regulator.
pub fn lift_recall(gtin: Gtin, lot: &LotNumber) -> Call {
	Call::new(PALLET, "lift_recall").arg(gtin).arg(lot)
}

/// Reports that patients were notified of a recall. By an organization that gave them packs.
pub fn report_notified(gtin: Gtin, lot: &LotNumber, notified: u32, evidence: H256) -> Call {
	Call::new(PALLET, "report_notified").arg(gtin).arg(lot).arg(notified).arg(evidence)
}

/// Declares an event an error. By the organization that captured it.
pub fn declare_error(
	hash: EventHash,
	reason: Option<ErrorReason>,
	corrective_events: &[EventHash],
) -> Call {
	Call::new(PALLET, "declare_error").arg(hash).arg(reason).arg(corrective_events)
}
