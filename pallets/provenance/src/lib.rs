//! # Provenance pallet
//!
//! Medicines on their way from the maker to the patient: what is commissioned, who has it, what became
//! of it, and whether a pack in somebody's hand is what it says. In the terms of GS1's EPCIS 2.0.
//!
//! ## Terminology
//!
//! - **Product**: a GTIN, registered by the organization that makes it.
//! - **Lot**: a batch of a product with one expiry date.
//! - **Unit**: a pack or container that is tracked: an SGTIN of a registered product, an SSCC, or
//!   whatever such things are packed into.
//! - **Event**: an EPCIS event in coded form, bound to its document by the hash identifier of CBV 2.0.
//! - **Disposition**: how a unit stands. Which may follow which, by what business step, done by whom,
//!   is one table: [`TRANSITIONS`](salus_primitives::provenance::transitions::TRANSITIONS).
//! - **Company prefix**: what the numbers of a company's products and locations begin with. Whose it
//!   is, no key tells; a regulator says it, as GS1's registry has it. Until then who comes first
//!   registers a number.
//! - **Custody**: who has a unit. A shipment stays with its shipper, in transit, until the consignee
//!   whom it names receives it.
//!
//! ## Scenarios
//!
//! ### 1. From the maker to the patient
//! The maker commissions packs, packs them into a case and ships it. The wholesaler receives it,
//! unpacks and ships on; the pharmacy receives and dispenses. A second dispensing is refused.
#![doc = docify::embed!("src/tests/journey.rs", pack_should_reach_the_patient_once)]
//!
//! ### 2. A pallet moves
//! What is packed has no custody of its own: it is where the outermost container is. A shipment
//! writes one unit, whatever that holds; what is taken out is with whom the container is.
#![doc = docify::embed!("src/tests/packing.rs", contents_should_follow_the_outermost_container)]
//!
//! ### 3. A million packs
//! A range of serial numbers, or a Merkle root over them, commissions a lot at once. A pack is kept
//! by itself from its first act on.
#![doc = docify::embed!("src/tests/commission.rs", pack_of_a_range_should_be_kept_when_it_first_acts)]
//!
//! ### 4. A counterfeit
//! A hospital holds a pack that the chain knows in other hands. It says so, and both are suspect
//! until the maker or the regulator has determined what they are.
#![doc = docify::embed!("src/tests/suspicion.rs", claim_should_raise_suspicion_at_both)]
//!
//! ### 5. A recall
//! One write, and no pack of the lot verifies any more, wherever it is. The chain knows which
//! organizations gave packs of it to patients, and they know whom.
#![doc = docify::embed!("src/tests/recall.rs", recall_should_be_seen_at_once_and_name_who_must_notify)]
//!
//! ## What changes nothing
//!
//! An event about things that are not tracked, such as assets that are installed, by a step that the
//! table does not know, or of the types TransactionEvent and AssociationEvent, is kept like any other
//! and found by what it names; it moves no custody. Nor does one that is an error when it comes in
//! ([`Pallet::capture_error`]). One that is found to be an error later has happened on chain, and is
//! put right by corrective events.
//!
//! ## What has no document
//!
//! Refusing a shipment and taking a dispensing back are calls, and each leaves an event that the chain
//! makes itself, with the hash that CBV 2.0 gives it. So traces show all that happened to a unit.
//!
//! ## Privacy
//!
//! No patient appears. A pack that was dispensed names the dispenser; the dispenser's commitment to
//! whom it can notify is salted. Identifiers that may be a person's (GSRN) have no encoding, so that no
//! call can carry one. Who buys what from whom is visible to the members: business documents appear by
//! hash only.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod capture;
mod commission;
mod custody;
mod dispensing;
mod events;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
#[cfg(test)]
mod mock;
mod packing;
mod readers;
mod recall;
mod suspicion;
#[cfg(test)]
mod tests;
mod trace;
mod transformation;
mod types;
mod verify;
pub mod weights;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use alloc::boxed::Box;
use frame_support::{pallet_macros::import_section, pallet_prelude::*, traits::Time};
use frame_system::pallet_prelude::*;
use salus_primitives::{
	codes::{Capability, CapabilitySet},
	epcis::{ErrorReason, Event as EpcisEvent, EventHash, Objects, MAX_UNITS},
	gs1::{CompanyPrefix, Date, Epc, Gln, Gtin, LotNumber, Serial},
	merkle::InclusionProof,
	organization::ActiveAgent,
	provenance::{
		CapturedEvent, EventNumber, Investigation, InvestigationOutcome, Lot, Product, RecallClass,
		RecallReason, Related, SerialRange, SerialRoot, SerialSeries, StorageLimits, Suspicion,
		Unit,
	},
	traits::Membership,
	Moment, OrganizationId,
};
use sp_core::H256;

/// Units, each with the proof that it is under a root.
pub type Proofs = BoundedVec<(Serial, InclusionProof), ConstU32<MAX_PROOFS>>;
/// Events that correct another.
pub type CorrectiveEvents = BoundedVec<EventHash, ConstU32<MAX_CORRECTIVE_EVENTS>>;

#[import_section(events::events)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock.
		type Time: Time<Moment = Moment>;
		/// Who belongs to the consortium.
		type Members: Membership<Self::AccountId>;
		/// Most serial ranges of one series. It bounds how long the search for a serial takes, which
		/// grows with its logarithm.
		#[pallet::constant]
		type MaxRanges: Get<u32>;
		/// The people that benchmarks act with.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: salus_primitives::traits::BenchmarkPeople<Self::AccountId>;
		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// The products.
	#[pallet::storage]
	pub(crate) type Products<T: Config> =
		StorageMap<_, Blake2_128Concat, Gtin, Product, OptionQuery>;

	/// Whose a company prefix of GS1 is.
	#[pallet::storage]
	pub(crate) type Prefixes<T: Config> =
		StorageMap<_, Blake2_128Concat, CompanyPrefix, OrganizationId, OptionQuery>;

	/// Who registered a location.
	#[pallet::storage]
	pub(crate) type Locations<T: Config> =
		StorageMap<_, Blake2_128Concat, Gln, OrganizationId, OptionQuery>;

	/// The lots.
	#[pallet::storage]
	pub(crate) type Lots<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, Gtin, Blake2_128Concat, LotNumber, Lot, OptionQuery>;

	/// The Merkle roots of a lot's serials, numbered.
	#[pallet::storage]
	pub(crate) type Roots<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, Gtin>,
			NMapKey<Blake2_128Concat, LotNumber>,
			NMapKey<Twox64Concat, u32>,
		),
		SerialRoot,
		OptionQuery,
	>;

	/// How many ranges of a series of serial numbers were commissioned.
	#[pallet::storage]
	pub(crate) type RangeCounts<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		Gtin,
		Blake2_128Concat,
		SerialSeries,
		u32,
		ValueQuery,
	>;

	/// The ranges of a series, numbered in ascending order.
	#[pallet::storage]
	pub(crate) type Ranges<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, Gtin>,
			NMapKey<Blake2_128Concat, SerialSeries>,
			NMapKey<Twox64Concat, u32>,
		),
		SerialRange,
		OptionQuery,
	>;

	/// The units that have acted.
	#[pallet::storage]
	pub(crate) type Units<T: Config> = StorageMap<_, Blake2_128Concat, Epc, Unit, OptionQuery>;

	/// What is in a container.
	#[pallet::storage]
	pub(crate) type Contents<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, Epc, Blake2_128Concat, Epc, (), OptionQuery>;

	/// The units of a lot that have acted, numbered.
	#[pallet::storage]
	pub(crate) type LotUnits<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, Gtin>,
			NMapKey<Blake2_128Concat, LotNumber>,
			NMapKey<Twox64Concat, u32>,
		),
		Serial,
		OptionQuery,
	>;

	/// Number of the next event. A block reads it from the database and writes it there once, whatever
	/// the number of events in it: the pallet charges that at the start of each block, and the
	/// benchmarks of the calls don't count it.
	#[pallet::storage]
	#[pallet::whitelist_storage]
	pub(crate) type NextEvent<T: Config> = StorageValue<_, EventNumber, ValueQuery>;

	/// The events.
	#[pallet::storage]
	pub(crate) type Events<T: Config> =
		StorageMap<_, Twox64Concat, EventNumber, CapturedEvent, OptionQuery>;

	/// The numbers of events by their hash identifiers.
	#[pallet::storage]
	pub(crate) type EventNumbers<T: Config> =
		StorageMap<_, Blake2_128Concat, EventHash, EventNumber, OptionQuery>;

	/// How many events name a thing.
	#[pallet::storage]
	pub(crate) type StepCounts<T: Config> =
		StorageMap<_, Blake2_128Concat, Related, u32, ValueQuery>;

	/// The events that name a thing, numbered in the order in which they came in.
	#[pallet::storage]
	pub(crate) type Steps<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, Related, Twox64Concat, u32, Step, OptionQuery>;

	/// Number of the next investigation. Charged once in a block, like the number of the next event.
	#[pallet::storage]
	#[pallet::whitelist_storage]
	pub(crate) type NextInvestigation<T: Config> = StorageValue<_, u64, ValueQuery>;

	/// The investigations.
	#[pallet::storage]
	pub(crate) type Investigations<T: Config> =
		StorageMap<_, Twox64Concat, u64, Investigation, OptionQuery>;

	/// Who gave how many units of a lot to patients.
	#[pallet::storage]
	pub(crate) type Dispensers<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, Gtin>,
			NMapKey<Blake2_128Concat, LotNumber>,
			NMapKey<Twox64Concat, OrganizationId>,
		),
		Dispensed,
		OptionQuery,
	>;

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// The caller is no agent who may act, or not of an organization that may do this.
		NotAuthorized,
		/// There is no such product.
		ProductNotFound,
		/// The product is registered already.
		ProductAlreadyExists,
		/// The organization does not make the product.
		NotProductOwner,
		/// A company prefix of GS1 has 6 to 12 digits.
		InvalidPrefix,
		/// The company prefix is granted to nobody.
		PrefixNotFound,
		/// The key begins with the company prefix of another organization.
		NotPrefixHolder,
		/// The lowest temperature is above the highest.
		InvalidLimits,
		/// The organization is no member in good standing.
		OrganizationNotActive,
		/// The location is somebody's.
		LocationAlreadyExists,
		/// The location is not registered.
		LocationNotFound,
		/// There is no such lot.
		LotNotFound,
		/// The lot is registered already.
		LotAlreadyExists,
		/// The lot has another expiry date.
		ExpiryMismatch,
		/// Units of a registered product begin with a lot number, and a new lot with an expiry date.
		LotMissing,
		/// The serial numbers are not of one series, or the last comes before the first.
		InvalidRange,
		/// The range begins below the end of the series' last one.
		RangeNotAscending,
		/// There is no room for a further range of this series.
		MaxRangesExceeded,
		/// A root has one leaf at least, and 2²⁴ at most.
		InvalidRoot,
		/// There is no room for a further root of this lot.
		MaxRootsExceeded,
		/// There is no such root.
		RootNotFound,
		/// A proof does not show that the unit is under the root.
		InvalidProof,
		/// The unit exists already.
		AlreadyCommissioned,
		/// The event was captured already.
		AlreadyCaptured,
		/// The event lies in the future.
		EventInFuture,
		/// The event names a thing twice.
		NamedTwice,
		/// The chain has not seen the unit begin.
		UnknownUnit,
		/// No row of the table leads from how the unit stands by this step to what the event says.
		IllegalTransition(Refused),
		/// Objects are repackaged by an event of the type TransformationEvent.
		WrongEventType,
		/// Somebody else has the unit.
		NotCustodian,
		/// The unit is on its way.
		InTransit,
		/// Somebody else is to receive the unit.
		NotConsignee,
		/// The unit is not on its way.
		NotInTransit,
		/// A shipment names who is to receive it, by number or by a registered location.
		ConsigneeMissing,
		/// Who is to receive it may not have medicines.
		InvalidConsignee,
		/// The unit is in a container; it has to be taken out first.
		InContainer,
		/// The unit is not in this container.
		NotInContainer,
		/// Something is put into or taken out of a container, and the event does not name it.
		ContainerMissing,
		/// A container can't be in itself.
		ContainsItself,
		/// Containers would be nested too deeply.
		MaxDepthExceeded,
		/// There is more in the container than one event takes out.
		TooMuchContent,
		/// There is something in the unit.
		NotEmpty,
		/// The unit is of no registered product.
		NotAProduct,
		/// The lot is recalled.
		Recalled,
		/// The last day is over.
		Expired,
		/// The unit, or what it is in, is suspect or illegitimate.
		UnderInvestigation,
		/// The unit was not dispensed, or not by this organization.
		NotDispensedHere,
		/// The time to take it back is over.
		UndoPeriodOver,
		/// There is a commitment already.
		AlreadyCommitted,
		/// The organization has the unit, or is to receive it.
		AlreadyCustodian,
		/// The unit is under investigation already.
		AlreadyUnderInvestigation,
		/// There is no such investigation, or none that is open.
		InvestigationNotFound,
		/// The investigation does not concern the organization.
		NotConcerned,
		/// The organization has put the unit into quarantine already.
		AlreadyQuarantined,
		/// Nobody has put the unit into quarantine.
		NotQuarantined,
		/// There is no room for a further party to the investigation.
		MaxPartiesExceeded,
		/// The lot is recalled already.
		AlreadyRecalled,
		/// The lot is not recalled.
		NotRecalled,
		/// The organization has given no unit of the lot to a patient, or fewer.
		NothingDispensed,
		/// There is no such event.
		EventNotFound,
		/// The event is declared an error already.
		AlreadyDeclared,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Charges what the calls of a block share: reading and writing the numbers of the next event
		/// and of the next investigation.
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			T::DbWeight::get().reads_writes(2, 2)
		}

		fn integrity_test() {
			assert!(T::MaxRanges::get() > 0, "a series has room for a range");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers a product.
		///
		/// Callable by an agent of an organization that may act as Manufacturer; it becomes the owner. If
		/// the company prefix of the GTIN is granted, then by its holder alone.
		///
		/// Emits [`Event::ProductRegistered`]. Fails with `NotAuthorized`, `InvalidLimits`,
		/// `NotPrefixHolder`, `ProductAlreadyExists`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register_product())]
		pub fn register_product(
			origin: OriginFor<T>,
			gtin: Gtin,
			limits: Option<StorageLimits>,
		) -> DispatchResult {
			let (agent, capabilities) = Self::ensure_agent(origin)?;
			ensure!(capabilities.contains(Capability::Manufacturer), Error::<T>::NotAuthorized);
			Self::do_register_product(agent.organization, gtin, limits)
		}

		/// Says how a product has to be kept. What was measured before counts by the new limits too.
		///
		/// Callable by an agent of the product's owner.
		///
		/// Emits [`Event::StorageLimitsSet`]. Fails with `NotAuthorized`, `ProductNotFound`,
		/// `NotProductOwner`, `InvalidLimits`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_storage_limits())]
		pub fn set_storage_limits(
			origin: OriginFor<T>,
			gtin: Gtin,
			limits: Option<StorageLimits>,
		) -> DispatchResult {
			let (agent, _) = Self::ensure_agent(origin)?;
			Self::do_set_storage_limits(agent.organization, gtin, limits)
		}

		/// Hands a product over to another organization.
		///
		/// Callable by an agent of the owner, or of a Regulator.
		///
		/// Emits [`Event::ProductTransferred`]. Fails with `NotAuthorized`, `ProductNotFound`,
		/// `NotProductOwner`, `OrganizationNotActive`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::transfer_product())]
		pub fn transfer_product(
			origin: OriginFor<T>,
			gtin: Gtin,
			to: OrganizationId,
		) -> DispatchResult {
			let (agent, capabilities) = Self::ensure_agent(origin)?;
			Self::do_transfer_product(agent.organization, capabilities, gtin, to)
		}

		/// Registers a location, or the party that a GLN names, as one of the caller's organization.
		/// Shipments that name it as a destination are for that organization.
		///
		/// Callable by an agent of any organization. If the company prefix of the GLN is granted, then by
		/// its holder alone, and what another registered before counts no more.
		///
		/// Emits [`Event::LocationRegistered`]. Fails with `NotAuthorized`, `NotPrefixHolder`,
		/// `LocationAlreadyExists`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::register_location())]
		pub fn register_location(origin: OriginFor<T>, gln: Gln) -> DispatchResult {
			let (agent, _) = Self::ensure_agent(origin)?;
			Self::do_register_location(agent.organization, gln)
		}

		/// Gives a location up.
		///
		/// Callable by an agent of the organization whose it is, or of a Regulator.
		///
		/// Emits [`Event::LocationRemoved`]. Fails with `NotAuthorized`, `LocationNotFound`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::remove_location())]
		pub fn remove_location(origin: OriginFor<T>, gln: Gln) -> DispatchResult {
			let (agent, capabilities) = Self::ensure_agent(origin)?;
			Self::do_remove_location(agent.organization, capabilities, gln)
		}

		/// Registers a lot.
		///
		/// Callable by an agent of the product's owner.
		///
		/// Emits [`Event::LotRegistered`]. Fails with `NotAuthorized`, `ProductNotFound`,
		/// `NotProductOwner`, `LotAlreadyExists`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::register_lot())]
		pub fn register_lot(
			origin: OriginFor<T>,
			gtin: Gtin,
			lot: LotNumber,
			expiry: Date,
		) -> DispatchResult {
			let (agent, capabilities) = Self::ensure_agent(origin)?;
			Self::ensure_maker(agent.organization, capabilities, gtin)?;
			ensure!(!Lots::<T>::contains_key(gtin, &lot), Error::<T>::LotAlreadyExists);
			Self::insert_lot(agent.organization, gtin, lot, expiry);
			Ok(())
		}

		/// Commissions a range of serial numbers of a lot, from `first` to `last`. They differ in their
		/// last digits alone, and have as many. Ranges of one series ascend, so that none can overlap
		/// another.
		///
		/// Callable by an agent of the product's owner. The owner has the packs; each is kept by itself
		/// from its first act on.
		///
		/// Emits [`Event::RangeCommissioned`]. Fails with `NotAuthorized`, `ProductNotFound`,
		/// `NotProductOwner`, `LotNotFound`, `InvalidRange`, `RangeNotAscending`,
		/// `MaxRangesExceeded`. The cost does not depend on how many packs there are.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::commission_range())]
		pub fn commission_range(
			origin: OriginFor<T>,
			gtin: Gtin,
			lot: LotNumber,
			first: Serial,
			last: Serial,
		) -> DispatchResult {
			let (agent, capabilities) = Self::ensure_agent(origin)?;
			Self::ensure_maker(agent.organization, capabilities, gtin)?;
			Self::do_commission_range(gtin, lot, first, last)
		}

		/// Commissions the serial numbers of a lot under a Merkle root
		/// ([`SerialRoot::commitment`]).
		///
		/// Callable by an agent of the product's owner. The owner has the packs; each is kept by itself
		/// once it is proved by [`Pallet::prove_units`].
		///
		/// Emits [`Event::RootCommissioned`]. Fails with `NotAuthorized`, `ProductNotFound`,
		/// `NotProductOwner`, `LotNotFound`, `InvalidRoot`, `MaxRootsExceeded`. The cost does not
		/// depend on how many packs there are.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::commission_root())]
		pub fn commission_root(
			origin: OriginFor<T>,
			gtin: Gtin,
			lot: LotNumber,
			root: SerialRoot,
		) -> DispatchResult {
			let (agent, capabilities) = Self::ensure_agent(origin)?;
			Self::ensure_maker(agent.organization, capabilities, gtin)?;
			Self::do_commission_root(gtin, lot, root)
		}

		/// Shows that packs are under the root number `index` of a lot. They are kept one by one from
		/// then on, with the maker, and can act. Those of the lot that are kept already stay as they are.
		/// What another said to have, without proof of where it is from, is with the maker, and suspect.
		///
		/// Callable by an agent of any organization.
		///
		/// Emits [`Event::UnitsProved`], and [`Event::InvestigationOpened`] for each pack that is
		/// suspect. Fails with `NotAuthorized`, `LotNotFound`, `RootNotFound`, `InvalidProof`;
		/// `AlreadyCommissioned` if a pack has begun in another lot or in a range; `NotEmpty`,
		/// `UnderInvestigation` if what another said to have is. The cost grows with the number of packs.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::prove_units(units.len() as u32))]
		pub fn prove_units(
			origin: OriginFor<T>,
			gtin: Gtin,
			lot: LotNumber,
			index: u32,
			units: Proofs,
		) -> DispatchResult {
			Self::ensure_agent(origin)?;
			Self::do_prove_units(gtin, lot, index, units)
		}

		/// Captures an EPCIS event. `hash` is its hash identifier by CBV 2.0, which binds the document.
		///
		/// Callable by an agent of any organization. What the event does to tracked units must be
		/// legal by the table
		/// ([`TRANSITIONS`](salus_primitives::provenance::transitions::TRANSITIONS)) for an
		/// organization of these capabilities that has them, or is to receive them. With `incomplete`,
		/// units may appear whose beginning the chain has not seen; they never verify.
		///
		/// An ObjectEvent that adds by commissioning begins units (their `lot` too, if it is new);
		/// shipping, receiving, void_shipping move custody; dispensing and retail_selling end at a
		/// patient. AggregationEvents pack and unpack, TransformationEvents consume and make. All else
		/// is kept.
		///
		/// An event that lists more than [`MAX_UNITS`] things has no encoding, as what it costs would not
		/// fit into an organization's allowance. It can't come in parts either: its hash is that of the
		/// whole, and half of it would be nobody's document. Large lots begin by
		/// [`Pallet::commission_range`] or [`Pallet::commission_root`], and move in containers.
		///
		/// Emits [`Event::EventCaptured`] and one event for each unit that is shipped, received or
		/// dispensed. Fails with `NotAuthorized`, `AlreadyCaptured`, `EventInFuture`,
		/// `NamedTwice`, `UnknownUnit`, `IllegalTransition` (which names step and
		/// state), `WrongEventType`, `NotCustodian`, `InTransit`, `NotConsignee`, `NotInTransit`,
		/// `ConsigneeMissing`, `InvalidConsignee`, `InContainer`, `NotInContainer`,
		/// `ContainerMissing`, `ContainsItself`, `MaxDepthExceeded`, `TooMuchContent`, `NotEmpty`,
		/// `NotAProduct`, `NotProductOwner`, `LotMissing`, `ExpiryMismatch`, `AlreadyCommissioned`,
		/// `Recalled`, `Expired`, `UnderInvestigation`. The cost grows with the
		/// number of things that the event names, not with what is in them. Containers are charged as if
		/// each were in as many as it may be, and what they are not in is refunded.
		#[pallet::call_index(9)]
		#[pallet::weight(capture::Load::of(event).most::<T>())]
		pub fn capture(
			origin: OriginFor<T>,
			hash: EventHash,
			event: Box<EpcisEvent>,
			incomplete: bool,
		) -> DispatchResultWithPostInfo {
			let (agent, capabilities) = Self::ensure_agent(origin)?;
			let load = capture::Load::of(&event);
			let concerned =
				Self::do_capture(agent.organization, capabilities, hash, *event, incomplete, None)?;
			Ok(Some(load.used::<T>(concerned)).into())
		}

		/// Refuses what is on its way to the caller's organization. It goes back: now the shipper is to
		/// receive it. Traces show an event by the step shipping with the disposition returned.
		///
		/// Callable by an agent of the consignee.
		///
		/// Emits [`Event::ShipmentRefused`] for each unit, and [`Event::EventCaptured`]. Fails with
		/// `NotAuthorized`, `UnknownUnit`, `InContainer`, `NotInTransit`, `NotConsignee`,
		/// `AlreadyCaptured`. The cost grows with the number of units.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::refuse_shipment(units.len() as u32))]
		pub fn refuse_shipment(origin: OriginFor<T>, units: Objects) -> DispatchResult {
			let (agent, _) = Self::ensure_agent(origin)?;
			Self::do_refuse_shipment(agent.organization, units)
		}

		/// Takes the dispensing of packs back, within ten days. They stand as before. Traces show an event
		/// by the step stocking.
		///
		/// Callable by an agent of the organization that dispensed them.
		///
		/// Emits [`Event::DispensingUndone`] for each pack, and [`Event::EventCaptured`]. Fails with
		/// `NotAuthorized`, `UnknownUnit`, `NotDispensedHere`, `UndoPeriodOver`; `AlreadyCaptured` if it
		/// was done with the same packs in the same block. The cost grows with the number of packs.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::undo_dispensing(units.len() as u32))]
		pub fn undo_dispensing(origin: OriginFor<T>, units: Objects) -> DispatchResult {
			let (agent, _) = Self::ensure_agent(origin)?;
			Self::do_undo_dispensing(agent.organization, units)
		}

		/// Commits to whom the dispenser can notify if the pack is recalled: a salted commitment to
		/// its record of the dispensing
		/// ([`Domain::Dispensing`](salus_primitives::commitment::Domain)), which only the dispenser can
		/// open.
		///
		/// Callable by an agent of the organization that dispensed it.
		///
		/// Emits [`Event::DispensingCommitted`]. Fails with `NotAuthorized`, `UnknownUnit`,
		/// `NotDispensedHere`, `AlreadyCommitted`.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::commit_dispensing())]
		pub fn commit_dispensing(
			origin: OriginFor<T>,
			unit: Epc,
			commitment: H256,
		) -> DispatchResult {
			let (agent, _) = Self::ensure_agent(origin)?;
			Self::do_commit_dispensing(agent.organization, unit, commitment)
		}

		/// Says that the caller's organization has a unit that is with somebody else by the chain. One
		/// of the two is not genuine: both are suspect, and nothing may be done with either until it is
		/// determined which.
		///
		/// Callable by an agent of an organization that may have medicines.
		///
		/// Emits [`Event::PossessionClaimed`], and [`Event::InvestigationOpened`] if none was open.
		/// Fails with `NotAuthorized`, `UnknownUnit`, `AlreadyCustodian`, `UnderInvestigation` if the
		/// unit was found illegitimate, `NotConcerned` if the claim is made already,
		/// `MaxPartiesExceeded`.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::claim_possession())]
		pub fn claim_possession(origin: OriginFor<T>, unit: Epc) -> DispatchResult {
			let (agent, capabilities) = Self::ensure_agent(origin)?;
			Self::do_claim_possession(agent.organization, capabilities, unit)
		}

		/// Says that a unit is suspect. It has to be in quarantine within 24 hours, and what it is
		/// determined within 48.
		///
		/// Callable by an agent of who has it or is to receive it, of the product's owner, or of a
		/// Regulator.
		///
		/// Emits [`Event::InvestigationOpened`]. Fails with `NotAuthorized`, `UnknownUnit`,
		/// `NotCustodian`, `AlreadyUnderInvestigation`.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::suspect())]
		pub fn suspect(origin: OriginFor<T>, unit: Epc, suspicion: Suspicion) -> DispatchResult {
			let (agent, capabilities) = Self::ensure_agent(origin)?;
			Self::do_suspect(agent.organization, capabilities, unit, suspicion)
		}

		/// Says that the suspect unit is in quarantine with the caller's organization.
		///
		/// Callable by an agent of an organization that the investigation concerns.
		///
		/// Emits [`Event::UnitQuarantined`]. Fails with `NotAuthorized`, `InvestigationNotFound`,
		/// `NotConcerned`, `AlreadyQuarantined`.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::quarantine())]
		pub fn quarantine(origin: OriginFor<T>, investigation: u64) -> DispatchResult {
			let (agent, _) = Self::ensure_agent(origin)?;
			Self::do_quarantine(agent.organization, investigation)
		}

		/// Ends an investigation: the unit is cleared, or illegitimate for good.
		///
		/// Callable by an agent of the product's owner once the unit is in quarantine somewhere, or of a
		/// Regulator.
		///
		/// Emits [`Event::InvestigationResolved`]. Fails with `NotAuthorized`,
		/// `InvestigationNotFound`, `NotQuarantined`.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::resolve())]
		pub fn resolve(
			origin: OriginFor<T>,
			investigation: u64,
			outcome: InvestigationOutcome,
		) -> DispatchResult {
			let (agent, capabilities) = Self::ensure_agent(origin)?;
			Self::do_resolve(agent.organization, capabilities, investigation, outcome)
		}

		/// Recalls a lot. Every verification of a pack of it says so at once, wherever the pack is.
		///
		/// Callable by an agent of the product's owner, or of a Regulator.
		///
		/// Emits [`Event::LotRecalled`]. Fails with `NotAuthorized`, `ProductNotFound`, `LotNotFound`,
		/// `AlreadyRecalled`. The cost does not depend on how many packs there are.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::recall())]
		pub fn recall(
			origin: OriginFor<T>,
			gtin: Gtin,
			lot: LotNumber,
			class: RecallClass,
			reason: RecallReason,
		) -> DispatchResult {
			let (agent, capabilities) = Self::ensure_agent(origin)?;
			Self::do_recall(agent.organization, capabilities, gtin, lot, class, reason)
		}

		/// Lifts a recall.
		///
		/// Callable by an agent of the organization that recalled the lot, or of a Regulator.
		///
		/// Emits [`Event::RecallLifted`]. Fails with `NotAuthorized`, `LotNotFound`, `NotRecalled`.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::lift_recall())]
		pub fn lift_recall(origin: OriginFor<T>, gtin: Gtin, lot: LotNumber) -> DispatchResult {
			let (agent, capabilities) = Self::ensure_agent(origin)?;
			Self::do_lift_recall(agent.organization, capabilities, gtin, lot)
		}

		/// Reports that the caller's organization has notified the patients to whom it gave packs of a
		/// recalled lot. `evidence` is a Merkle root over the commitments of those packs. A later report
		/// takes the place of an earlier one.
		///
		/// Callable by an agent of an organization that gave packs of it to patients.
		///
		/// Emits [`Event::PatientsNotified`]. Fails with `NotAuthorized`, `LotNotFound`, `NotRecalled`,
		/// `NothingDispensed`.
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::report_notified())]
		pub fn report_notified(
			origin: OriginFor<T>,
			gtin: Gtin,
			lot: LotNumber,
			notified: u32,
			evidence: H256,
		) -> DispatchResult {
			let (agent, _) = Self::ensure_agent(origin)?;
			Self::do_report_notified(agent.organization, gtin, lot, notified, evidence)
		}

		/// Declares an event an error. It stays, marked; what it did is put right by corrective events,
		/// which the table must allow.
		///
		/// Callable by an agent of the organization that captured it.
		///
		/// Emits [`Event::ErrorDeclared`]. Fails with `NotAuthorized`, `EventNotFound`,
		/// `AlreadyDeclared`.
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::declare_error())]
		pub fn declare_error(
			origin: OriginFor<T>,
			hash: EventHash,
			reason: Option<ErrorReason>,
			corrective_events: CorrectiveEvents,
		) -> DispatchResult {
			let (agent, _) = Self::ensure_agent(origin)?;
			Self::do_declare_error(agent.organization, hash, reason, corrective_events)
		}

		/// Captures an event that is known to be an error when it comes in: its document declares it, and
		/// the chain has not taken it for right before. It is kept and found like any other, marked, and
		/// does nothing to what it names.
		///
		/// Callable by an agent of any organization.
		///
		/// Emits [`Event::EventCaptured`] and [`Event::ErrorDeclared`]. Fails with `NotAuthorized`,
		/// `AlreadyCaptured` (then [`Pallet::declare_error`] marks it), `EventInFuture`, `NamedTwice`. The
		/// cost grows with the number of things that the event names.
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::capture_error(
			event.what.named().count() as u32, event.what.quantities().count() as u32
		))]
		pub fn capture_error(
			origin: OriginFor<T>,
			hash: EventHash,
			event: Box<EpcisEvent>,
			reason: Option<ErrorReason>,
			corrective_events: CorrectiveEvents,
		) -> DispatchResult {
			let (agent, _) = Self::ensure_agent(origin)?;
			Self::do_capture_error(agent.organization, hash, *event, reason, corrective_events)
		}

		/// Says whose a company prefix of GS1 is, as GS1's registry has it. From then on its holder alone
		/// registers products and locations whose numbers begin with it, and locations that another
		/// registered are not found any more. Where one prefix begins another, the longer counts.
		///
		/// Callable by an agent of a Regulator.
		///
		/// Emits [`Event::PrefixGranted`]. Fails with `NotAuthorized`, `InvalidPrefix`,
		/// `OrganizationNotActive`.
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::grant_prefix())]
		pub fn grant_prefix(
			origin: OriginFor<T>,
			prefix: CompanyPrefix,
			organization: OrganizationId,
		) -> DispatchResult {
			let (_, capabilities) = Self::ensure_agent(origin)?;
			Self::do_grant_prefix(capabilities, prefix, organization)
		}

		/// Says that a company prefix of GS1 is nobody's.
		///
		/// Callable by an agent of a Regulator.
		///
		/// Emits [`Event::PrefixWithdrawn`]. Fails with `NotAuthorized`, `PrefixNotFound`.
		#[pallet::call_index(23)]
		#[pallet::weight(T::WeightInfo::withdraw_prefix())]
		pub fn withdraw_prefix(origin: OriginFor<T>, prefix: CompanyPrefix) -> DispatchResult {
			let (_, capabilities) = Self::ensure_agent(origin)?;
			Self::do_withdraw_prefix(capabilities, prefix)
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The caller as an agent who may act, and what its organization may do now.
	fn ensure_agent(origin: OriginFor<T>) -> Result<(ActiveAgent, CapabilitySet), DispatchError> {
		let who = ensure_signed(origin)?;
		let agent = T::Members::active_agent(&who).ok_or(Error::<T>::NotAuthorized)?;
		Ok((agent, T::Members::capabilities_until(agent.organization).0))
	}
}
