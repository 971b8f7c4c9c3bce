//! What is kept of products, lots and single units.

use crate::{
	codes::code_system,
	epcis::{Disposition, DispositionSet, ErrorReason, EventHash},
	gs1::{Date, Epc, LotNumber, Serial},
	merkle::{InclusionProof, Tree, TreeError, MAX_LEAVES},
	provenance::EventNumber,
	Moment, OrganizationId,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::{ConstU32, H256};
use sp_runtime::BoundedVec;

/// Most readings of thermometers that are kept apart for one unit. When there are more, the two
/// oldest are taken together, which can only make the unit look worse than it is.
pub const MAX_READINGS: u32 = 16;
/// Most organizations that one investigation concerns: who has the unit, and who else says so.
pub const MAX_PARTIES_CONCERNED: u32 = 8;

/// Readings, the oldest first.
pub type Readings = BoundedVec<Reading, ConstU32<MAX_READINGS>>;

code_system! {
	/// How dangerous what is recalled is (21 CFR 7.3(m)).
	RecallClass: "recall class" of "urn:salus:recall-class" {
		/// May cause death or serious harm.
		ClassI = 0 as "class-i",
		/// May cause harm that passes.
		ClassII = 1 as "class-ii",
		/// Not likely to cause harm.
		ClassIII = 2 as "class-iii",
	}
}

code_system! {
	/// Why a lot is recalled. Salus's own codes.
	RecallReason: "recall reason" of "urn:salus:recall-reason" {
		/// Does not meet its specification.
		Quality = 0 as "quality",
		/// Contains what it should not.
		Contamination = 1 as "contamination",
		/// Labelled or packed wrongly.
		Labelling = 2 as "labelling",
		/// Stronger or weaker than it says.
		Potency = 3 as "potency",
		/// Was kept too warm or too cold.
		Storage = 4 as "storage",
		/// Falsified units are about.
		Falsified = 5 as "falsified",
		/// Harms patients.
		Safety = 6 as "safety",
	}
}

code_system! {
	/// Why a unit is suspect. Salus's own codes, after the examples of 21 U.S.C. 360eee(21).
	Suspicion: "suspicion" of "urn:salus:suspicion" {
		/// Somebody else has it too.
		Duplicate = 0 as "duplicate",
		/// Looks or is packed otherwise than it should be.
		Appearance = 1 as "appearance",
		/// Opened, or its seal is broken.
		Tampered = 2 as "tampered",
		/// Was stolen or lost.
		Diverted = 3 as "diverted",
		/// Its papers don't match.
		Documents = 4 as "documents",
		/// Works otherwise than it should.
		Effect = 5 as "effect",
	}
}

code_system! {
	/// What an investigation came to. Salus's own codes.
	InvestigationOutcome: "investigation outcome" of "urn:salus:investigation-outcome" {
		/// Nothing is wrong with the unit.
		Cleared = 0 as "cleared",
		/// The unit is counterfeit, diverted, stolen, adulterated or otherwise unfit.
		Illegitimate = 1 as "illegitimate",
	}
}

/// Declares what is stored and shown.
macro_rules! stored {
	($($(#[$doc:meta])* pub $kind:ident $name:ident $body:tt)+) => {$(
		$(#[$doc])*
		#[derive(
			Clone,
			PartialEq,
			Eq,
			Debug,
			Encode,
			Decode,
			DecodeWithMemTracking,
			MaxEncodedLen,
			TypeInfo,
			Serialize,
			Deserialize,
		)]
		#[serde(rename_all = "camelCase", deny_unknown_fields)]
		pub $kind $name $body
	)+};
}

stored! {
	/// How a product has to be kept, in thousandths of a degree Celsius.
	#[derive(Copy)]
	pub struct StorageLimits {
		/// The lowest temperature that does no harm.
		pub min: i32,
		/// The highest.
		pub max: i32,
	}

	/// A product at one level of packaging.
	pub struct Product {
		/// Who makes it, and alone may commission it.
		pub owner: OrganizationId,
		/// How it has to be kept.
		pub limits: Option<StorageLimits>,
		/// When it was registered.
		pub registered_at: Moment,
	}

	/// A lot of a product.
	pub struct Lot {
		/// The last day on which it may be used.
		pub expiry: Date,
		/// Who commissioned it.
		pub maker: OrganizationId,
		/// When it was registered.
		pub registered_at: Moment,
		/// How many serial ranges were commissioned.
		pub ranges: u32,
		/// How many Merkle roots of serials were commissioned.
		pub roots: u32,
		/// How many units were commissioned in all: in events, ranges and under roots.
		pub commissioned: u64,
		/// How many of them have acted, and are kept one by one.
		pub units: u32,
		/// Whether and why it is recalled.
		pub recall: Option<Recall>,
	}

	/// That a lot is recalled.
	#[derive(Copy)]
	pub struct Recall {
		/// How dangerous it is.
		pub class: RecallClass,
		/// Why.
		pub reason: RecallReason,
		/// By whom.
		pub by: OrganizationId,
		/// Since when.
		pub at: Moment,
	}

	/// Serial numbers that differ in their last digits alone.
	pub struct SerialRange {
		/// The lot.
		pub lot: LotNumber,
		/// The number in the last digits of the first.
		pub first: u128,
		/// And of the last.
		pub last: u128,
	}

	/// Serial numbers that are a text and a number of so many digits: `first` in
	/// [`SerialSeries::of`] for `QS-00017` is 17, behind `QS-` and in five digits.
	pub struct SerialSeries {
		/// The text before the digits; it ends with no digit.
		pub prefix: BoundedVec<u8, ConstU32<20>>,
		/// How many digits follow.
		pub digits: u8,
	}

	/// A Merkle root over the commitments ([`crate::provenance::SerialRoot::commitment`]) of units.
	pub struct SerialRoot {
		/// The root.
		pub root: H256,
		/// How many there are.
		pub leaves: u32,
	}

	/// A thing that is tracked: a pack, or a container.
	pub struct Unit {
		/// Its lot, if it is of a registered product.
		pub lot: Option<LotNumber>,
		/// How it began.
		pub origin: Origin,
		/// How it stands by itself; what it is in may say more.
		pub disposition: Disposition,
		/// What stands beside that.
		pub persistent: DispositionSet,
		/// Where it is.
		pub place: Place,
		/// How many things are in it, not counting what is in those.
		pub contents: u32,
		/// How many containers deep its contents go at most.
		pub height: u8,
		/// What thermometers with it said.
		pub readings: Readings,
		/// The investigation that it is under, or that found it illegitimate.
		pub investigation: Option<u64>,
		/// Who gave it to a patient.
		pub dispensing: Option<Dispensing>,
	}

	/// How a unit began.
	#[derive(Copy)]
	pub enum Origin {
		/// Commissioned in an event, one by one.
		#[codec(index = 0)]
		Event,
		/// In a serial range.
		#[codec(index = 1)]
		Range,
		/// Under a Merkle root.
		#[codec(index = 2)]
		Root,
		/// Came out of a transformation.
		#[codec(index = 3)]
		Transformation,
		/// The chain has not seen it. Such a unit is never verified.
		#[codec(index = 4)]
		Unproven,
	}

	/// Where a unit is.
	pub enum Place {
		/// By itself, with somebody.
		#[codec(index = 0)]
		With(Custody),
		/// In a container, whose custody it shares.
		#[codec(index = 1)]
		In {
			/// Which.
			container: Epc,
			/// By which event it got there.
			since: EventNumber,
		},
	}

	/// Who has something.
	#[derive(Copy)]
	pub struct Custody {
		/// Who has it, or shipped it.
		pub holder: OrganizationId,
		/// Since when.
		pub since: Moment,
		/// To whom it is on its way.
		pub consignment: Option<Consignment>,
	}

	/// That something is on its way.
	#[derive(Copy)]
	pub struct Consignment {
		/// Who is to receive it, and alone may.
		pub to: OrganizationId,
		/// Since when.
		pub shipped_at: Moment,
		/// Whether it was fit to be sold when it was shipped.
		pub sellable: bool,
		/// Whether the consignee refused it, and it is on its way back.
		pub refused: bool,
	}

	/// That a unit was given to a patient.
	#[derive(Copy)]
	pub struct Dispensing {
		/// By whom.
		pub by: OrganizationId,
		/// When, by the chain's clock.
		pub at: Moment,
		/// How it stood before.
		pub before: Disposition,
		/// The dispenser's salted commitment to whom it can notify.
		pub commitment: Option<H256>,
	}

	/// What a thermometer said, in thousandths of a degree Celsius.
	#[derive(Copy)]
	pub struct Reading {
		/// In which event.
		pub event: EventNumber,
		/// The lowest.
		pub min: i32,
		/// The highest.
		pub max: i32,
	}

	/// That a unit is suspect, and what became of it.
	pub struct Investigation {
		/// The unit.
		pub unit: Epc,
		/// Why.
		pub suspicion: Suspicion,
		/// Who said so.
		pub opened_by: OrganizationId,
		/// When.
		pub opened_at: Moment,
		/// Who has to quarantine it: who has it, and whoever else says so.
		pub parties: BoundedVec<PartyDuty, ConstU32<MAX_PARTIES_CONCERNED>>,
		/// By when somebody has to determine what it is.
		pub determination_due: Moment,
		/// What it came to, and when.
		pub outcome: Option<(InvestigationOutcome, Moment)>,
	}

	/// That an organization has to put a suspect unit into quarantine.
	#[derive(Copy)]
	pub struct PartyDuty {
		/// Who.
		pub organization: OrganizationId,
		/// By when.
		pub due: Moment,
		/// When it did.
		pub quarantined_at: Option<Moment>,
	}

	/// That an event is declared an error.
	pub struct ErrorDeclaration {
		/// When.
		pub declared_at: Moment,
		/// Why.
		pub reason: Option<ErrorReason>,
		/// The events that say it rightly.
		pub corrective_events: BoundedVec<EventHash, ConstU32<8>>,
	}
}

impl StorageLimits {
	/// Whether they allow any temperature.
	pub const fn is_well_formed(self) -> bool {
		self.min <= self.max
	}

	/// Whether a range of temperatures stays within them.
	pub const fn allow(self, min: i32, max: i32) -> bool {
		self.min <= min && max <= self.max
	}
}

impl SerialSeries {
	/// The series of a serial number and its number in it. There is one for every serial: the digits
	/// are all at its end.
	pub fn of(serial: &Serial) -> (Self, u128) {
		let text = serial.as_str();
		let prefix = text.trim_end_matches(|character: char| character.is_ascii_digit());
		let digits = text.get(prefix.len()..).unwrap_or_default();
		let series = Self {
			// A part of what has 20 characters fits.
			prefix: prefix.as_bytes().to_vec().try_into().unwrap_or_default(),
			digits: digits.len() as u8,
		};
		(series, digits.parse().unwrap_or_default())
	}
}

impl SerialRange {
	/// How many serial numbers there are.
	pub const fn len(&self) -> u128 {
		self.last.saturating_sub(self.first).saturating_add(1)
	}

	/// A range has one serial number at least.
	pub const fn is_empty(&self) -> bool {
		false
	}
}

impl SerialRoot {
	/// What stands for a unit under a root: the `blake2_256` of the SCALE encoding of its SGTIN.
	/// Serials are no secret, so it has no salt.
	pub fn commitment(unit: &crate::gs1::Sgtin) -> H256 {
		H256(sp_io::hashing::blake2_256(&unit.encode()))
	}

	/// The root over these units, and the tree that proves them.
	pub fn over(units: &[crate::gs1::Sgtin]) -> Result<(Self, Tree), TreeError> {
		let leaves: Vec<_> = units.iter().map(Self::commitment).collect();
		let tree = Tree::new(&leaves)?;
		Ok((Self { root: tree.root(), leaves: tree.leaves() }, tree))
	}

	/// Whether a root over so many units can be.
	pub const fn is_well_formed(&self) -> bool {
		self.leaves > 0 && self.leaves <= MAX_LEAVES
	}

	/// Whether the proof shows that the unit is under the root.
	pub fn contains(&self, unit: &crate::gs1::Sgtin, proof: &InclusionProof) -> bool {
		crate::merkle::verify(&self.root, self.leaves, &Self::commitment(unit), proof)
	}
}

impl Custody {
	/// Custody of somebody who has it in their hands.
	pub const fn of(holder: OrganizationId, since: Moment) -> Self {
		Self { holder, since, consignment: None }
	}
}

impl Investigation {
	/// Whether it is still going on.
	pub const fn is_open(&self) -> bool {
		self.outcome.is_none()
	}

	/// Whether everybody concerned has put the unit into quarantine.
	pub fn is_quarantined(&self) -> bool {
		self.parties.iter().all(|party| party.quarantined_at.is_some())
	}

	/// Whether somebody let a deadline pass: one who did not quarantine it in time, or whoever had to
	/// determine what it is.
	pub fn is_late(&self, now: Moment) -> bool {
		let until = self.outcome.map_or(now, |(_, at)| at);
		self.parties.iter().any(|party| party.quarantined_at.unwrap_or(until) > party.due)
			|| until > self.determination_due
	}
}
