//! What is stored beside the types that readers see, and what a refusal names.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::PalletError;
use salus_primitives::{
	epcis::{BizStep, Disposition},
	gs1::Epc,
	provenance::{EventNumber, ReportedBy},
};
use scale_info::TypeInfo;

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
