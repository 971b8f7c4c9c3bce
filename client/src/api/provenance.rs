//! Medicines on their way from the maker to the patient.

use super::Api;
use crate::Error;
use salus_primitives::{
	epcis::EventHash,
	gs1::{Epc, Gln, Gtin, LotNumber},
	provenance::{
		CapturedEventInfo, ContentsPage, DutyPage, EventNumber, InvestigationPage, LotInfo,
		LotPage, ProductInfo, TraceDirection, TracePage, TraceWindow, Traced, UnitInfo,
		Verification, VerifyQuery,
	},
	OrganizationId,
};

/// How many events one page of [`Api::whole_trace`] has.
const TRACE_PAGE: u32 = 100;

impl Api<'_> {
	/// Whether a pack is what it says. Nothing is recorded.
	pub async fn verify_pack(&self, query: &VerifyQuery) -> Result<Verification, Error> {
		self.call("ProvenanceApi_verify", query).await
	}

	/// One unit: how it stands, who has it, what it is in.
	pub async fn unit(&self, unit: &Epc) -> Result<Option<UnitInfo>, Error> {
		self.call("ProvenanceApi_unit", unit).await
	}

	/// Up to `limit` events of a trace of a unit. `next` is what the page before left; nothing begins
	/// the trace.
	pub async fn trace(
		&self,
		unit: &Epc,
		direction: TraceDirection,
		next: &[TraceWindow],
		limit: u32,
	) -> Result<TracePage, Error> {
		self.call("ProvenanceApi_trace", (unit, direction, next, limit)).await
	}

	/// A trace from its first page to its last, in the order in which the events were captured. An
	/// event that concerns several things stands there once for each.
	pub async fn whole_trace(
		&self,
		unit: &Epc,
		direction: TraceDirection,
	) -> Result<Vec<Traced>, Error> {
		let (mut events, mut next) = (Vec::new(), Vec::new());
		loop {
			let page = self.trace(unit, direction, &next, TRACE_PAGE).await?;
			events.extend(page.events);
			next = page.next;
			if next.is_empty() {
				break;
			}
		}
		events.sort_by_key(|traced| traced.event.number);
		Ok(events)
	}

	/// One product.
	pub async fn product(&self, gtin: Gtin) -> Result<Option<ProductInfo>, Error> {
		self.call("ProvenanceApi_product", gtin).await
	}

	/// Whose a location is.
	pub async fn location(&self, gln: Gln) -> Result<Option<OrganizationId>, Error> {
		self.call("ProvenanceApi_location", gln).await
	}

	/// One lot.
	pub async fn lot(&self, gtin: Gtin, lot: &LotNumber) -> Result<Option<LotInfo>, Error> {
		self.call("ProvenanceApi_lot", (gtin, lot)).await
	}

	/// Where every unit of a lot went: up to `limit` that have acted, from number `from` on, and how
	/// many have not.
	pub async fn lot_units(
		&self,
		gtin: Gtin,
		lot: &LotNumber,
		from: u32,
		limit: u32,
	) -> Result<Option<LotPage>, Error> {
		self.call("ProvenanceApi_lot_units", (gtin, lot, from, limit)).await
	}

	/// Up to `limit` things that are in a container, from `from` on.
	pub async fn contents(
		&self,
		container: &Epc,
		from: Option<&Epc>,
		limit: u32,
	) -> Result<ContentsPage, Error> {
		self.call("ProvenanceApi_contents", (container, from, limit)).await
	}

	/// An EPCIS event by its hash identifier.
	pub async fn captured_event(
		&self,
		hash: EventHash,
	) -> Result<Option<CapturedEventInfo>, Error> {
		self.call("ProvenanceApi_event", hash).await
	}

	/// Up to `limit` EPCIS events from number `from` on; fewer if they are large.
	pub async fn captured_events(
		&self,
		from: EventNumber,
		limit: u32,
	) -> Result<Vec<CapturedEventInfo>, Error> {
		self.call("ProvenanceApi_events", (from, limit)).await
	}

	/// Up to `limit` investigations from number `from` on; with `late`, those alone in which somebody
	/// let a deadline pass.
	pub async fn investigations(
		&self,
		from: u64,
		late: bool,
		limit: u32,
	) -> Result<InvestigationPage, Error> {
		self.call("ProvenanceApi_investigations", (from, late, limit)).await
	}

	/// Up to `limit` organizations that gave packs of a lot to patients, from `from` on.
	pub async fn recall_duties(
		&self,
		gtin: Gtin,
		lot: &LotNumber,
		from: Option<OrganizationId>,
		limit: u32,
	) -> Result<DutyPage, Error> {
		self.call("ProvenanceApi_recall_duties", (gtin, lot, from, limit)).await
	}
}
