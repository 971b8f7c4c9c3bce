//! Medicines on their way from the maker to the patient, as the provenance pallet keeps them and
//! readers see them.

mod reads;
pub mod transitions;
mod unit;

#[cfg(test)]
mod tests;

pub use reads::{
	CapturedEvent, CapturedEventInfo, ContentsPage, DutyPage, EventNumber, Excursion,
	InvestigationInfo, InvestigationPage, LotInfo, LotPage, ProductInfo, RecallDuty, Related,
	ReportedBy, TraceDirection, TracePage, TraceWindow, Traced, UnitInfo, Verdict, Verification,
	VerifyQuery, MAX_TRACE_WINDOWS,
};
pub use unit::{
	Consignment, Custody, Dispensing, ErrorDeclaration, Investigation, InvestigationOutcome, Lot,
	Origin, PartyDuty, Place, Product, Reading, Readings, Recall, RecallClass, RecallReason,
	SerialRange, SerialRoot, SerialSeries, StorageLimits, Suspicion, Unit, MAX_PARTIES_CONCERNED,
	MAX_READINGS,
};
