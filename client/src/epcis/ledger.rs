//! The provenance pallet's calls and runtime API, as far as documents need them.

use crate::{Call, Client, Error};
use salus_primitives::{
	epcis::{ErrorReason, Event, EventHash},
	gs1::{Epc, Gln, Gtin, LotNumber},
	provenance::{
		CapturedEventInfo, LotInfo, ProductInfo, StorageLimits, TraceDirection, TracePage,
		TraceWindow, UnitInfo, Verification, VerifyQuery,
	},
	OrganizationId,
};

const PALLET: &str = "Provenance";

/// Captures an event. With `incomplete`, units may appear whose beginning the chain has not seen.
pub fn capture(hash: EventHash, event: &Event, incomplete: bool) -> Call {
	Call::new(PALLET, "capture").arg(hash).arg(event).arg(incomplete)
}

/// Declares an event an error. By the organization that captured it.
pub fn declare_error(
	hash: EventHash,
	reason: Option<ErrorReason>,
	corrective: &[EventHash],
) -> Call {
	Call::new(PALLET, "declare_error").arg(hash).arg(reason).arg(corrective)
}

/// Registers a product. By a manufacturer.
pub fn register_product(gtin: Gtin) -> Call {
	Call::new(PALLET, "register_product").arg(gtin).arg(None::<StorageLimits>)
}

/// Registers a location as the caller's.
pub fn register_location(gln: Gln) -> Call {
	Call::new(PALLET, "register_location").arg(gln)
}

/// One product.
pub async fn product(client: &Client, gtin: Gtin) -> Result<Option<ProductInfo>, Error> {
	client.api().call("ProvenanceApi_product", gtin).await
}

/// Whose a location is.
pub async fn location(client: &Client, gln: Gln) -> Result<Option<OrganizationId>, Error> {
	client.api().call("ProvenanceApi_location", gln).await
}

/// One lot.
pub async fn lot(client: &Client, gtin: Gtin, lot: &LotNumber) -> Result<Option<LotInfo>, Error> {
	client.api().call("ProvenanceApi_lot", (gtin, lot)).await
}

/// One unit.
pub async fn unit(client: &Client, unit: &Epc) -> Result<Option<UnitInfo>, Error> {
	client.api().call("ProvenanceApi_unit", unit).await
}

/// Whether a pack is what it says.
pub async fn verify(client: &Client, query: &VerifyQuery) -> Result<Verification, Error> {
	client.api().call("ProvenanceApi_verify", query).await
}

/// One captured event.
pub async fn event(client: &Client, hash: EventHash) -> Result<Option<CapturedEventInfo>, Error> {
	client.api().call("ProvenanceApi_event", hash).await
}

/// What a trace of a unit begins with.
pub async fn trace_start(client: &Client, unit: &Epc) -> Result<Vec<TraceWindow>, Error> {
	client.api().call("ProvenanceApi_trace_start", unit).await
}

/// Part of a trace, from what the part before left.
pub async fn trace(
	client: &Client,
	windows: &[TraceWindow],
	direction: TraceDirection,
	limit: u32,
) -> Result<TracePage, Error> {
	client.api().call("ProvenanceApi_trace", (windows, direction, limit)).await
}
