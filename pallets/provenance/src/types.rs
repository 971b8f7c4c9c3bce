//! Bounds and periods, what is stored beside the types that readers see, and what a refusal names.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::PalletError;
use salus_primitives::{
	epcis::{BizStep, Disposition},
	gs1::Epc,
	provenance::{EventNumber, ReportedBy},
	Moment,
};
use scale_info::TypeInfo;

/// Most containers that a unit is in at once: inner pack, carton, case, pallet, freight container,
/// and one more.
pub const MAX_DEPTH: u32 = 6;
/// Most Merkle roots of one lot. A root has room for 16 million packs.
pub const MAX_ROOTS: u32 = 64;
/// Most units that one call proves to be under a root.
pub const MAX_PROOFS: u32 = 100;
/// Most events that an error declaration names as corrective.
pub const MAX_CORRECTIVE_EVENTS: u32 = 8;
/// Fewest digits of a company prefix of GS1.
pub const SHORTEST_PREFIX: usize = 6;
/// How far a clock may be ahead of the chain's: no event happens later than that from now.
pub const MAX_CLOCK_SKEW: Moment = 24 * HOUR;
/// Within which time a suspect unit has to be in quarantine (DSCSA: 24 hours).
pub const QUARANTINE_PERIOD: Moment = 24 * HOUR;
/// Within which time it has to be determined what a suspect unit is (DSCSA: 48 hours to produce what
/// is known of it).
pub const DETERMINATION_PERIOD: Moment = 48 * HOUR;
/// Within which time the dispenser may take a dispensing back (Delegated Regulation (EU) 2016/161,
/// article 13).
pub const UNDO_PERIOD: Moment = 10 * 24 * HOUR;

const HOUR: Moment = 3_600_000;

/// That an event names a thing.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Step {
	/// Which event.
	pub event: EventNumber,
	/// The container that the thing is in from then on.
	pub container: Option<Epc>,
}

/// How many units of a lot an organization gave to patients.
#[derive(Clone, Default, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Dispensed {
	/// How many.
	pub units: u32,
	/// About how many of them it committed to be able to notify.
	pub committed: u32,
	/// What it reported to have done about a recall.
	pub report: Option<ReportedBy>,
}

/// The step that was refused, and how the unit stood.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Refused {
	/// What was being done.
	pub step: BizStep,
	/// How the unit stood; nothing if it had not begun.
	pub from: Option<Disposition>,
}

impl PalletError for Refused {
	/// A code, and a code that may be absent: as much as an error has room for.
	const MAX_ENCODED_SIZE: usize = 3;
}
