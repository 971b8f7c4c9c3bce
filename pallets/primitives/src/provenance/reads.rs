//! What readers ask of the provenance pallet and get.

use super::{
	ErrorDeclaration, Investigation, Lot, Origin, Product, Recall, SerialRange, SerialRoot, Unit,
};
use crate::{
	codes::code_system,
	epcis::{Disposition, Event, EventHash},
	gs1::{Date, Epc, EpcClass, Gtin, LotNumber, Sgtin},
	merkle::InclusionProof,
	Moment, OrganizationId,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Number of a captured event, in the order in which they came in.
pub type EventNumber = u64;

/// Most windows that a trace goes on with. Each level of nesting, and each transformation that a trace
/// is in, leaves a few open.
pub const MAX_TRACE_WINDOWS: usize = 1_024;

code_system! {
	/// What a verification came to. Salus's own codes, gravest last but one.
	Verdict: "verdict" of "urn:salus:verdict" {
		/// The unit is what it says, and may be sold and given to patients.
		Verified = 0 as "verified",
		/// It left its limits of temperature.
		TemperatureExcursion = 1 as "temperature-excursion",
		/// It is on its way from one party to another.
		InTransit = 2 as "in-transit",
		/// Not who asks has it.
		OtherCustody = 3 as "other-custody",
		/// It is not for sale: damaged, returned, decommissioned, destroyed, stolen.
		NotSellable = 4 as "not-sellable",
		/// It was given to a patient or sold already.
		AlreadyDispensed = 5 as "already-dispensed",
		/// Its last day is over.
		Expired = 6 as "expired",
		/// Its expiry date is another.
		WrongExpiry = 7 as "wrong-expiry",
		/// Its lot is another.
		WrongLot = 8 as "wrong-lot",
		/// The chain has not seen its beginning.
		UnprovenOrigin = 9 as "unproven-origin",
		/// It is suspect.
		Suspect = 10 as "suspect",
		/// It is suspect and in quarantine.
		Quarantined = 11 as "quarantined",
		/// Two say that they have it.
		DuplicateSeen = 12 as "duplicate-seen",
		/// Its lot is recalled.
		Recalled = 13 as "recalled",
		/// It is counterfeit, diverted or otherwise unfit.
		Illegitimate = 14 as "illegitimate",
		/// There is no such unit.
		Unknown = 15 as "unknown",
	}
}

code_system! {
	/// Which way a trace goes. Salus's own codes.
	TraceDirection: "trace direction" of "urn:salus:trace-direction" {
		/// From where it came: its events, those of the containers that it was in, and those of what
		/// it was made of.
		Back = 0 as "back",
		/// Where it went: its events, those of the containers that it was in, and those of what was
		/// made of it.
		Forward = 1 as "forward",
	}
}

/// Declares what is asked and answered.
macro_rules! shown {
	($($(#[$doc:meta])* pub $kind:ident $name:ident $body:tt)+) => {$(
		$(#[$doc])*
		#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
		#[serde(rename_all = "camelCase", deny_unknown_fields)]
		pub $kind $name $body
	)+};
}

shown! {
	/// What is printed on a pack, and who asks.
	pub struct VerifyQuery {
		/// The pack, by its Digital Link or URN.
		pub unit: Sgtin,
		/// The lot number on it.
		#[serde(default)]
		pub lot: Option<LotNumber>,
		/// The expiry date on it.
		#[serde(default)]
		pub expiry: Option<Date>,
		/// Who says to have it.
		#[serde(default)]
		pub custodian: Option<OrganizationId>,
		/// That it is under a Merkle root of its lot, for a pack that has not acted yet: the number
		/// of the root, and the proof.
		#[serde(default)]
		pub proof: Option<(u32, InclusionProof)>,
	}

	/// What a verification came to.
	pub struct Verification {
		/// The gravest of the reasons, or `verified`.
		pub verdict: Verdict,
		/// All that speaks against it, the gravest first.
		pub reasons: Vec<Verdict>,
		/// Whether it may be sold and given to patients.
		pub sellable: bool,
		/// The unit's lot.
		pub lot: Option<LotNumber>,
		/// Its last day.
		pub expiry: Option<Date>,
		/// How it stands, what it is in included.
		pub disposition: Option<Disposition>,
		/// Who has it.
		pub holder: Option<OrganizationId>,
		/// The recall of its lot.
		pub recall: Option<Recall>,
		/// How far it left its limits of temperature.
		pub excursion: Option<Excursion>,
	}

	/// The range of temperatures that a unit was in, in thousandths of a degree Celsius.
	#[derive(Copy)]
	pub struct Excursion {
		/// The lowest.
		pub min: i32,
		/// The highest.
		pub max: i32,
	}

	/// A unit, and what it is in.
	pub struct UnitInfo {
		/// Which.
		pub unit: Epc,
		/// As it is kept.
		pub state: Unit,
		/// How it stands, what it is in included.
		pub disposition: Disposition,
		/// Who has it.
		pub holder: OrganizationId,
		/// To whom it is on its way.
		pub consignee: Option<OrganizationId>,
		/// The containers that it is in, the outermost last.
		pub containers: Vec<Epc>,
	}

	/// A product.
	pub struct ProductInfo {
		/// Which.
		pub gtin: Gtin,
		/// As it is kept.
		pub state: Product,
	}

	/// A lot.
	pub struct LotInfo {
		/// Of what.
		pub gtin: Gtin,
		/// Its number.
		pub lot: LotNumber,
		/// As it is kept.
		pub state: Lot,
		/// The Merkle roots of its serials.
		pub roots: Vec<SerialRoot>,
	}

	/// Units of a lot.
	pub struct LotPage {
		/// Those that have acted.
		pub units: Vec<UnitInfo>,
		/// Number to ask on from.
		pub next: Option<u32>,
		/// How many have not acted yet; its maker has them.
		pub untouched: u64,
	}

	/// What is in a container.
	pub struct ContentsPage {
		/// What.
		pub contents: Vec<Epc>,
		/// Where to ask on from.
		pub next: Option<Epc>,
	}

	/// An event as it was captured.
	#[derive(DecodeWithMemTracking, MaxEncodedLen)]
	pub struct CapturedEvent {
		/// Its hash identifier, which binds the EPCIS document.
		pub hash: EventHash,
		/// What it says.
		pub event: Event,
		/// Who said it.
		pub by: OrganizationId,
		/// When, by the chain's clock.
		pub recorded_at: Moment,
		/// Whether it changed anything that is tracked, or is kept only.
		pub tracked: bool,
		/// That it is declared an error.
		pub error: Option<ErrorDeclaration>,
	}

	/// A captured event and its number.
	pub struct CapturedEventInfo {
		/// Its number.
		pub number: EventNumber,
		/// What it is.
		pub event: CapturedEvent,
	}

	/// Part of what a trace still has to go through.
	#[derive(DecodeWithMemTracking)]
	pub enum TraceWindow {
		/// What happened to a thing in a span of events.
		#[codec(index = 0)]
		Span {
			/// The unit, or class.
			of: Related,
			/// The first event.
			from: EventNumber,
			/// The first event that no longer counts.
			until: Option<EventNumber>,
		},
		/// What a transformation had on its other side: what went in for a trace back, what came out
		/// for one forward.
		#[codec(index = 1)]
		Side {
			/// The transformation.
			of: EventNumber,
			/// Number of the first thing there, counted from 0.
			from: u32,
		},
	}

	/// What events are found by.
	#[derive(DecodeWithMemTracking, MaxEncodedLen)]
	pub enum Related {
		/// A single thing.
		#[codec(index = 0)]
		Unit(Epc),
		/// A class of things, such as a lot.
		#[codec(index = 1)]
		Class(EpcClass),
	}

	/// An event that a trace came upon.
	pub struct Traced {
		/// What it concerns: the unit, a container that it was in, what it was made of or what was
		/// made of it.
		pub concerns: Related,
		/// The event.
		pub event: CapturedEventInfo,
	}

	/// Part of a trace.
	pub struct TracePage {
		/// Events, in order for each thing that they concern.
		pub events: Vec<Traced>,
		/// What to ask on with; the trace is complete if there is nothing.
		pub next: Vec<TraceWindow>,
	}

	/// An investigation.
	pub struct InvestigationInfo {
		/// Its number.
		pub number: u64,
		/// As it is kept.
		pub state: Investigation,
		/// Whether somebody let a deadline pass.
		pub late: bool,
	}

	/// Investigations.
	pub struct InvestigationPage {
		/// Those that were asked for.
		pub investigations: Vec<InvestigationInfo>,
		/// Number to ask on from.
		pub next: Option<u64>,
	}

	/// What an organization that gave units of a recalled lot to patients owes them.
	pub struct RecallDuty {
		/// The organization, which alone knows the patients.
		pub organization: OrganizationId,
		/// How many units it gave.
		pub dispensed: u32,
		/// How many of them it committed to be able to notify about.
		pub committed: u32,
		/// What it reported to have done.
		pub report: Option<ReportedBy>,
	}

	/// That an organization has notified its patients.
	#[derive(Copy, DecodeWithMemTracking, MaxEncodedLen)]
	pub struct ReportedBy {
		/// When.
		pub at: Moment,
		/// About how many units.
		pub notified: u32,
		/// Merkle root over the commitments of those units.
		pub evidence: sp_core::H256,
	}

	/// Duties.
	pub struct DutyPage {
		/// Of whom.
		pub duties: Vec<RecallDuty>,
		/// Organization to ask on from.
		pub next: Option<OrganizationId>,
	}
}

impl Verification {
	/// That there is no such unit.
	pub fn unknown() -> Self {
		Self::new(alloc::vec![Verdict::Unknown])
	}

	/// What these reasons come to.
	pub fn new(mut reasons: Vec<Verdict>) -> Self {
		reasons.sort_by(|one, other| other.cmp(one));
		reasons.dedup();
		Self {
			verdict: reasons.first().copied().unwrap_or(Verdict::Verified),
			sellable: reasons.is_empty(),
			reasons,
			lot: None,
			expiry: None,
			disposition: None,
			holder: None,
			recall: None,
			excursion: None,
		}
	}
}

impl Unit {
	/// Whether the chain has seen its beginning.
	pub const fn is_proven(&self) -> bool {
		!matches!(self.origin, Origin::Unproven)
	}
}

impl SerialRange {
	/// Whether the number is in the range.
	pub const fn contains(&self, number: u128) -> bool {
		self.first <= number && number <= self.last
	}
}
