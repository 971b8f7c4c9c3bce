//! What Salus answers about medicines on their way.
//!
//! As [`health`](super::health) does: thin wrappers over the runtime API, an optional block at the
//! end, the same refusals. Units are named by GS1 Digital Link or EPC URN, and shown by the former.

use super::health::{page, Health};
use jsonrpsee::{
	core::{async_trait, RpcResult},
	proc_macros::rpc,
	types::{ErrorObject, ErrorObjectOwned},
};
use salus_primitives::{
	api::ProvenanceApi,
	epcis::EventHash,
	gs1::{Epc, Gln, Gtin, LotNumber},
	provenance::{
		CapturedEventInfo, ContentsPage, DutyPage, EventNumber, InvestigationPage, LotInfo,
		LotPage, ProductInfo, TraceDirection, TracePage, TraceWindow, UnitInfo, Verification,
		VerifyQuery, MAX_TRACE_WINDOWS,
	},
	OrganizationId,
};
use salus_runtime::Hash;

/// 8301: what a trace is to go on with is too long.
fn cursor_too_long(windows: usize) -> ErrorObjectOwned {
	ErrorObject::owned(
		8301,
		format!("next has at most {MAX_TRACE_WINDOWS} entries, not {windows}"),
		None::<()>,
	)
}

/// The questions.
#[rpc(server)]
pub trait ProvenanceRpc {
	/// Whether a pack is what it says. Nothing is recorded.
	#[method(name = "provenance_v1_verify")]
	async fn verify(&self, query: VerifyQuery, at: Option<Hash>) -> RpcResult<Verification>;

	/// One unit: how it stands, who has it, what it is in.
	#[method(name = "provenance_v1_unit")]
	async fn unit(&self, unit: Epc, at: Option<Hash>) -> RpcResult<Option<UnitInfo>>;

	/// Up to `limit` (1 to 256, 100 if absent) events of a trace of a unit, `back` or `forward`.
	/// `next` is that of the page before; refused with 8301 if it is too long.
	#[method(name = "provenance_v1_trace")]
	async fn trace(
		&self,
		unit: Epc,
		direction: TraceDirection,
		next: Option<Vec<TraceWindow>>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<TracePage>;

	/// One product.
	#[method(name = "provenance_v1_product")]
	async fn product(&self, gtin: Gtin, at: Option<Hash>) -> RpcResult<Option<ProductInfo>>;

	/// Whose a location is.
	#[method(name = "provenance_v1_location")]
	async fn location(&self, gln: Gln, at: Option<Hash>) -> RpcResult<Option<OrganizationId>>;

	/// One lot.
	#[method(name = "provenance_v1_lot")]
	async fn lot(&self, gtin: Gtin, lot: LotNumber, at: Option<Hash>)
		-> RpcResult<Option<LotInfo>>;

	/// Where every unit of a lot went: up to `limit` (1 to 256, 100 if absent) that have acted, from
	/// number `from` (0 if absent) on, and how many have not.
	#[method(name = "provenance_v1_lotUnits")]
	async fn lot_units(
		&self,
		gtin: Gtin,
		lot: LotNumber,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Option<LotPage>>;

	/// Up to `limit` (1 to 256, 100 if absent) things that are in a container, from `from` on, which
	/// `next` of the page before names.
	#[method(name = "provenance_v1_contents")]
	async fn contents(
		&self,
		container: Epc,
		from: Option<Epc>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<ContentsPage>;

	/// An event by its hash identifier.
	#[method(name = "provenance_v1_event")]
	async fn event(
		&self,
		hash: EventHash,
		at: Option<Hash>,
	) -> RpcResult<Option<CapturedEventInfo>>;

	/// Up to `limit` (1 to 256, 100 if absent) events from number `from` (0 if absent) on.
	#[method(name = "provenance_v1_events")]
	async fn events(
		&self,
		from: Option<EventNumber>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<CapturedEventInfo>>;

	/// Up to `limit` (1 to 256, 100 if absent) investigations from number `from` (0 if absent) on; with
	/// `late`, those alone in which somebody let a deadline pass.
	#[method(name = "provenance_v1_investigations")]
	async fn investigations(
		&self,
		from: Option<u64>,
		late: Option<bool>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<InvestigationPage>;

	/// Up to `limit` (1 to 256, 100 if absent) organizations that gave packs of a lot to patients, from
	/// `from` on, which `next` of the page before names.
	#[method(name = "provenance_v1_recallDuties")]
	async fn recall_duties(
		&self,
		gtin: Gtin,
		lot: LotNumber,
		from: Option<OrganizationId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<DutyPage>;
}

#[async_trait]
impl ProvenanceRpcServer for Health {
	async fn verify(&self, query: VerifyQuery, at: Option<Hash>) -> RpcResult<Verification> {
		self.ask(at, |api, hash| ProvenanceApi::verify(&*api, hash, query))
	}

	async fn unit(&self, unit: Epc, at: Option<Hash>) -> RpcResult<Option<UnitInfo>> {
		self.ask(at, |api, hash| ProvenanceApi::unit(&*api, hash, unit))
	}

	async fn trace(
		&self,
		unit: Epc,
		direction: TraceDirection,
		next: Option<Vec<TraceWindow>>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<TracePage> {
		let (limit, next) = (page(limit)?, next.unwrap_or_default());
		if next.len() > MAX_TRACE_WINDOWS {
			return Err(cursor_too_long(next.len()));
		}
		self.ask(at, |api, hash| ProvenanceApi::trace(&*api, hash, unit, direction, next, limit))
	}

	async fn product(&self, gtin: Gtin, at: Option<Hash>) -> RpcResult<Option<ProductInfo>> {
		self.ask(at, |api, hash| ProvenanceApi::product(&*api, hash, gtin))
	}

	async fn location(&self, gln: Gln, at: Option<Hash>) -> RpcResult<Option<OrganizationId>> {
		self.ask(at, |api, hash| ProvenanceApi::location(&*api, hash, gln))
	}

	async fn lot(
		&self,
		gtin: Gtin,
		lot: LotNumber,
		at: Option<Hash>,
	) -> RpcResult<Option<LotInfo>> {
		self.ask(at, |api, hash| ProvenanceApi::lot(&*api, hash, gtin, lot))
	}

	async fn lot_units(
		&self,
		gtin: Gtin,
		lot: LotNumber,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Option<LotPage>> {
		let (from, limit) = (from.unwrap_or_default(), page(limit)?);
		self.ask(at, |api, hash| ProvenanceApi::lot_units(&*api, hash, gtin, lot, from, limit))
	}

	async fn contents(
		&self,
		container: Epc,
		from: Option<Epc>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<ContentsPage> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| ProvenanceApi::contents(&*api, hash, container, from, limit))
	}

	async fn event(
		&self,
		event: EventHash,
		at: Option<Hash>,
	) -> RpcResult<Option<CapturedEventInfo>> {
		self.ask(at, |api, hash| ProvenanceApi::event(&*api, hash, event))
	}

	async fn events(
		&self,
		from: Option<EventNumber>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<CapturedEventInfo>> {
		let (from, limit) = (from.unwrap_or_default(), page(limit)?);
		self.ask(at, |api, hash| ProvenanceApi::events(&*api, hash, from, limit))
	}

	async fn investigations(
		&self,
		from: Option<u64>,
		late: Option<bool>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<InvestigationPage> {
		let (from, late, limit) =
			(from.unwrap_or_default(), late.unwrap_or_default(), page(limit)?);
		self.ask(at, |api, hash| ProvenanceApi::investigations(&*api, hash, from, late, limit))
	}

	async fn recall_duties(
		&self,
		gtin: Gtin,
		lot: LotNumber,
		from: Option<OrganizationId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<DutyPage> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| ProvenanceApi::recall_duties(&*api, hash, gtin, lot, from, limit))
	}
}
