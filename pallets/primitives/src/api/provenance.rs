//! Questions about medicines on their way.

use crate::{
	epcis::EventHash,
	gs1::{Epc, Gln, Gtin, LotNumber},
	provenance::{
		CapturedEventInfo, ContentsPage, DutyPage, EventNumber, InvestigationPage, LotInfo,
		LotPage, ProductInfo, TraceDirection, TracePage, TraceWindow, UnitInfo, Verification,
		VerifyQuery,
	},
	OrganizationId,
};
use alloc::vec::Vec;

sp_api::decl_runtime_apis! {
	/// Medicines on their way from the maker to the patient.
	pub trait ProvenanceApi {
		/// Whether a pack is what it says, at this block's time. Nothing is recorded.
		fn verify(query: VerifyQuery) -> Verification;
		/// One unit: how it stands, who has it, what it is in.
		fn unit(unit: Epc) -> Option<UnitInfo>;
		/// Up to `limit` events of a trace of a unit. `next` is what the page before left; nothing
		/// begins the trace.
		fn trace(
			unit: Epc,
			direction: TraceDirection,
			next: Vec<TraceWindow>,
			limit: u32,
		) -> TracePage;
		/// One product.
		fn product(gtin: Gtin) -> Option<ProductInfo>;
		/// Whose a location is.
		fn location(gln: Gln) -> Option<OrganizationId>;
		/// One lot.
		fn lot(gtin: Gtin, lot: LotNumber) -> Option<LotInfo>;
		/// Where every unit of a lot went: up to `limit` that have acted, from number `from` on, and
		/// how many have not.
		fn lot_units(gtin: Gtin, lot: LotNumber, from: u32, limit: u32) -> Option<LotPage>;
		/// Up to `limit` things that are in a container, from `from` on.
		fn contents(container: Epc, from: Option<Epc>, limit: u32) -> ContentsPage;
		/// An event by its hash identifier.
		fn event(hash: EventHash) -> Option<CapturedEventInfo>;
		/// Up to `limit` events from number `from` on; fewer if they are large.
		fn events(from: EventNumber, limit: u32) -> Vec<CapturedEventInfo>;
		/// Up to `limit` investigations from number `from` on; with `late`, those alone in which
		/// somebody let a deadline pass.
		fn investigations(from: u64, late: bool, limit: u32) -> InvestigationPage;
		/// Up to `limit` organizations that gave packs of a lot to patients, from `from` on: who has to
		/// notify if the lot is recalled, and who has.
		fn recall_duties(
			gtin: Gtin,
			lot: LotNumber,
			from: Option<OrganizationId>,
			limit: u32,
		) -> DutyPage;
	}
}
