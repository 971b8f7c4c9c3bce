//! The legal transitions of what is tracked: which disposition may follow which, by what business
//! step, done by whom.
//!
//! [`TRANSITIONS`] is all there is: the provenance pallet looks nothing else up, and its tests go
//! through it row by row.

use crate::{
	codes::{Capability, CapabilitySet},
	epcis::{BizStep, BizStepSet, Disposition, DispositionSet},
};

/// A row of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Transition {
	/// How things stood; none for what begins with the event.
	pub from: Option<DispositionSet>,
	/// What was being done.
	pub steps: BizStepSet,
	/// What the acting organization has to be admitted for, any of these.
	pub by: CapabilitySet,
	/// How things may stand afterwards.
	pub to: DispositionSet,
	/// How they stand where the event does not say; as before, if none. A row with none also allows
	/// an event that says so.
	pub otherwise: Option<Disposition>,
}

/// Commissioned and fit to be sold on.
pub const STOCK: DispositionSet = DispositionSet::of(&[
	Disposition::Active,
	Disposition::InProgress,
	Disposition::ContainerClosed,
	Disposition::ContainerOpen,
	Disposition::SellableAccessible,
	Disposition::SellableNotAccessible,
	Disposition::Available,
	Disposition::CompletenessVerified,
	Disposition::CompletenessInferred,
	Disposition::Conformant,
]);

/// There, and not for sale.
pub const BLOCKED: DispositionSet = DispositionSet::of(&[
	Disposition::Damaged,
	Disposition::Expired,
	Disposition::NoPedigreeMatch,
	Disposition::NonSellableOther,
	Disposition::Recalled,
	Disposition::Returned,
	Disposition::Unknown,
	Disposition::MismatchInstance,
	Disposition::MismatchClass,
	Disposition::MismatchQuantity,
	Disposition::NeedsReplacement,
	Disposition::NonConformant,
	Disposition::Unavailable,
]);

/// There, and not for sale until somebody has looked at it and found nothing wrong.
pub const DOUBTED: DispositionSet = DispositionSet::of(&[
	Disposition::NoPedigreeMatch,
	Disposition::NonSellableOther,
	Disposition::Returned,
	Disposition::Unknown,
	Disposition::MismatchInstance,
	Disposition::MismatchClass,
	Disposition::MismatchQuantity,
	Disposition::NonConformant,
	Disposition::Unavailable,
]);

/// On its way from one party to another.
pub const UNDER_WAY: DispositionSet = DispositionSet::of(&[Disposition::InTransit]);

/// There is a part of it.
pub const OPENED: DispositionSet = DispositionSet::of(&[Disposition::PartiallyDispensed]);

/// No longer there.
pub const GONE: DispositionSet = DispositionSet::of(&[
	Disposition::Dispensed,
	Disposition::RetailSold,
	Disposition::Inactive,
	Disposition::Destroyed,
	Disposition::Disposed,
]);

/// There or not: nobody who may say has it.
pub const STOLEN: DispositionSet = DispositionSet::of(&[Disposition::Stolen]);

/// What is written to say that it was stolen.
const LOST: DispositionSet = STOLEN;

/// Who makes medicines.
pub const MAKERS: CapabilitySet = CapabilitySet::of(&[Capability::Manufacturer]);
/// Who may change a package.
pub const REPACKAGERS: CapabilitySet =
	CapabilitySet::of(&[Capability::Manufacturer, Capability::Wholesaler]);
/// Who may have medicines.
pub const TRADE: CapabilitySet = CapabilitySet::of(&[
	Capability::Manufacturer,
	Capability::Wholesaler,
	Capability::Pharmacy,
	Capability::Provider,
]);
/// Who may give them to patients.
pub const DISPENSERS: CapabilitySet =
	CapabilitySet::of(&[Capability::Pharmacy, Capability::Provider]);
/// Who may sell them over the counter.
pub const PHARMACIES: CapabilitySet = CapabilitySet::of(&[Capability::Pharmacy]);
/// Who oversees them, whoever has them.
pub const OVERSEERS: CapabilitySet = CapabilitySet::of(&[Capability::Regulator]);

/// Steps by which what is at hand is moved, counted and looked at, without leaving its holder.
pub const HANDLING: BizStepSet = BizStepSet::of(&[
	BizStep::Accepting,
	BizStep::Arriving,
	BizStep::Collecting,
	BizStep::CycleCounting,
	BizStep::Departing,
	BizStep::Holding,
	BizStep::Inspecting,
	BizStep::Loading,
	BizStep::Other,
	BizStep::Picking,
	BizStep::Sampling,
	BizStep::SensorReporting,
	BizStep::StagingOutbound,
	BizStep::StockTaking,
	BizStep::Stocking,
	BizStep::Storing,
	BizStep::Transporting,
	BizStep::Unloading,
]);

/// Steps that happen on the way.
pub const CARRIAGE: BizStepSet = BizStepSet::of(&[
	BizStep::Arriving,
	BizStep::Departing,
	BizStep::Loading,
	BizStep::Other,
	BizStep::SensorReporting,
	BizStep::Transporting,
	BizStep::Unloading,
]);

/// Steps by which something is found to be missing.
const COUNTING: BizStepSet = BizStepSet::of(&[
	BizStep::CycleCounting,
	BizStep::Holding,
	BizStep::Inspecting,
	BizStep::Other,
	BizStep::StockTaking,
	BizStep::Storing,
]);

const COMMISSIONING: BizStepSet = BizStepSet::of(&[BizStep::Commissioning]);
const PACKING: BizStepSet = BizStepSet::of(&[BizStep::Packing]);
const UNPACKING: BizStepSet = BizStepSet::of(&[BizStep::Unpacking]);
const SHIPPING: BizStepSet = BizStepSet::of(&[BizStep::Shipping]);
const VOIDING: BizStepSet = BizStepSet::of(&[BizStep::VoidShipping]);
/// Steps by which a consignee takes over.
pub const RECEIVING: BizStepSet = BizStepSet::of(&[BizStep::Receiving, BizStep::Accepting]);
const INSPECTING: BizStepSet = BizStepSet::of(&[BizStep::Inspecting]);
/// Steps that somebody who oversees may take with what others have.
pub const OVERSIGHT: BizStepSet =
	BizStepSet::of(&[BizStep::Holding, BizStep::Inspecting, BizStep::Sampling]);
const DISPENSING: BizStepSet = BizStepSet::of(&[BizStep::Dispensing]);
const SELLING: BizStepSet = BizStepSet::of(&[BizStep::RetailSelling]);
const REPACKAGING: BizStepSet = BizStepSet::of(&[BizStep::Repackaging]);
const DECOMMISSIONING: BizStepSet = BizStepSet::of(&[BizStep::Decommissioning]);
const DESTROYING: BizStepSet = BizStepSet::of(&[BizStep::Destroying]);

const ACTIVE: DispositionSet = DispositionSet::of(&[Disposition::Active]);
const PACKED: DispositionSet = DispositionSet::of(&[
	Disposition::InProgress,
	Disposition::ContainerClosed,
	Disposition::ContainerOpen,
	Disposition::CompletenessVerified,
	Disposition::CompletenessInferred,
]);
const INACTIVE: DispositionSet = DispositionSet::of(&[Disposition::Inactive]);
const ENDED: DispositionSet = DispositionSet::of(&[Disposition::Destroyed, Disposition::Disposed]);
const GIVEN: DispositionSet =
	DispositionSet::of(&[Disposition::Dispensed, Disposition::PartiallyDispensed]);
const SOLD: DispositionSet = DispositionSet::of(&[Disposition::RetailSold]);
const HELD: DispositionSet = DispositionSet::of(&[Disposition::NonSellableOther]);
const AT_HAND: DispositionSet = STOCK.union(BLOCKED);
const PRESENT: DispositionSet = AT_HAND.union(OPENED);
const SHIPPED: DispositionSet =
	DispositionSet::of(&[Disposition::InTransit, Disposition::Returned]);
const NOTHING: DispositionSet = DispositionSet::EMPTY;

/// Writes the table and its documentation from the same rows.
macro_rules! transitions {
	(@from nothing) => { None };
	(@from $from:ident) => { Some($from) };
	(@otherwise unchanged) => { None };
	(@otherwise $otherwise:ident) => { Some(Disposition::$otherwise) };
	($($from:ident, $steps:ident, $by:ident => $to:ident or $otherwise:ident;)+) => {
		/// The table. A step by which no row leads from how things stand to how the event says that
		/// they stand afterwards is refused. The sets are the constants of this module.
		///
		/// | from | step | by | to | if the event does not say |
		/// |---|---|---|---|---|
		$(#[doc = concat!(
			"| ", stringify!($from), " | ", stringify!($steps), " | ", stringify!($by), " | ",
			stringify!($to), " | ", stringify!($otherwise), " |",
		)])+
		pub const TRANSITIONS: &[Transition] = &[$(Transition {
			from: transitions!(@from $from),
			steps: $steps,
			by: $by,
			to: $to,
			otherwise: transitions!(@otherwise $otherwise),
		}),+];
	};
}

transitions! {
	nothing, COMMISSIONING, TRADE => ACTIVE or Active;
	nothing, PACKING, TRADE => PACKED or InProgress;
	nothing, REPACKAGING, REPACKAGERS => PACKED or Active;
	STOCK, PACKING, TRADE => PACKED or InProgress;
	STOCK, UNPACKING, TRADE => STOCK or InProgress;
	STOCK, HANDLING, TRADE => AT_HAND or unchanged;
	STOCK, SHIPPING, TRADE => SHIPPED or InTransit;
	STOCK, DISPENSING, DISPENSERS => GIVEN or Dispensed;
	STOCK, SELLING, PHARMACIES => SOLD or RetailSold;
	STOCK, REPACKAGING, REPACKAGERS => INACTIVE or Inactive;
	BLOCKED, PACKING, TRADE => NOTHING or unchanged;
	BLOCKED, UNPACKING, TRADE => NOTHING or unchanged;
	BLOCKED, HANDLING, TRADE => BLOCKED or unchanged;
	BLOCKED, SHIPPING, TRADE => SHIPPED or InTransit;
	DOUBTED, INSPECTING, TRADE => STOCK or unchanged;
	OPENED, DISPENSING, DISPENSERS => GIVEN or Dispensed;
	OPENED, HANDLING, DISPENSERS => BLOCKED or unchanged;
	UNDER_WAY, CARRIAGE, TRADE => LOST or unchanged;
	UNDER_WAY, RECEIVING, TRADE => AT_HAND or InProgress;
	UNDER_WAY, VOIDING, TRADE => AT_HAND or InProgress;
	PRESENT, OVERSIGHT, OVERSEERS => HELD or unchanged;
	PRESENT, COUNTING, TRADE => LOST or unchanged;
	PRESENT, DECOMMISSIONING, TRADE => INACTIVE or Inactive;
	PRESENT, DESTROYING, TRADE => ENDED or Destroyed;
	INACTIVE, DESTROYING, TRADE => ENDED or Destroyed;
	LOST, RECEIVING, TRADE => HELD or NonSellableOther;
	LOST, INSPECTING, TRADE => HELD or NonSellableOther;
	LOST, INSPECTING, OVERSEERS => HELD or NonSellableOther;
}

impl Transition {
	/// Where the row leads, if it applies.
	fn apply(
		&self,
		from: Option<Disposition>,
		step: BizStep,
		by: CapabilitySet,
		asked: Option<Disposition>,
	) -> Option<Disposition> {
		let starts = match (self.from, from) {
			(None, None) => true,
			(Some(these), Some(from)) => these.contains(from),
			_ => false,
		};
		if !starts || !self.steps.contains(step) || self.by.intersection(by).is_empty() {
			return None;
		}
		let unchanged = self.otherwise.is_none().then_some(from).flatten();
		match asked {
			None => self.otherwise.or(unchanged),
			Some(asked) => (self.to.contains(asked) || unchanged == Some(asked)).then_some(asked),
		}
	}
}

/// How things stand after an organization with these capabilities took `step`, if it may: `asked`, if
/// the event says how, or what the first row that applies says.
pub fn transition(
	from: Option<Disposition>,
	step: BizStep,
	by: CapabilitySet,
	asked: Option<Disposition>,
) -> Option<Disposition> {
	TRANSITIONS.iter().find_map(|row| row.apply(from, step, by, asked))
}

/// Whether the table knows the step at all. What happens by other steps (an asset is installed, a tag
/// is written) is kept, and changes nothing of what is tracked.
pub fn is_tracked(step: BizStep) -> bool {
	TRANSITIONS.iter().any(|row| row.steps.contains(step))
}
