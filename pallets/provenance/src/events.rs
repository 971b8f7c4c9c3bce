//! What the pallet tells.

use frame_support::pallet_macros::pallet_section;

/// The events.
#[pallet_section]
mod events {
	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A product was registered.
		ProductRegistered {
			/// The product.
			gtin: Gtin,
			/// Who makes it.
			owner: OrganizationId,
		},
		/// A product has to be kept otherwise.
		StorageLimitsSet {
			/// The product.
			gtin: Gtin,
			/// How.
			limits: Option<StorageLimits>,
		},
		/// Another organization makes a product.
		ProductTransferred {
			/// The product.
			gtin: Gtin,
			/// Which.
			owner: OrganizationId,
		},
		/// A company prefix of GS1 is an organization's.
		PrefixGranted {
			/// The prefix.
			prefix: CompanyPrefix,
			/// Whose it is.
			organization: OrganizationId,
		},
		/// A company prefix of GS1 is nobody's any more.
		PrefixWithdrawn {
			/// The prefix.
			prefix: CompanyPrefix,
		},
		/// A location was registered.
		LocationRegistered {
			/// The location.
			gln: Gln,
			/// Whose it is.
			organization: OrganizationId,
		},
		/// A location is nobody's any more.
		LocationRemoved {
			/// The location.
			gln: Gln,
		},
		/// A lot was registered.
		LotRegistered {
			/// The product.
			gtin: Gtin,
			/// The lot.
			lot: LotNumber,
			/// Its last day.
			expiry: Date,
		},
		/// A range of serial numbers was commissioned.
		RangeCommissioned {
			/// The product.
			gtin: Gtin,
			/// The lot.
			lot: LotNumber,
			/// The first serial number.
			first: Serial,
			/// The last.
			last: Serial,
		},
		/// Serial numbers under a Merkle root were commissioned.
		RootCommissioned {
			/// The product.
			gtin: Gtin,
			/// The lot.
			lot: LotNumber,
			/// Number of the root.
			index: u32,
			/// How many there are.
			leaves: u32,
		},
		/// Units were proved to be under a root.
		UnitsProved {
			/// The product.
			gtin: Gtin,
			/// The lot.
			lot: LotNumber,
			/// How many of them are new.
			units: u32,
		},
		/// An EPCIS event was captured.
		EventCaptured {
			/// Its number.
			number: EventNumber,
			/// Its hash identifier.
			hash: EventHash,
			/// Who said it.
			organization: OrganizationId,
			/// Whether it changed anything that is tracked.
			tracked: bool,
		},
		/// A unit is on its way.
		UnitShipped {
			/// The unit.
			unit: Epc,
			/// From whom.
			from: OrganizationId,
			/// To whom.
			to: OrganizationId,
		},
		/// A unit arrived.
		UnitReceived {
			/// The unit.
			unit: Epc,
			/// With whom.
			by: OrganizationId,
		},
		/// A shipment was refused, and goes back.
		ShipmentRefused {
			/// The unit.
			unit: Epc,
			/// By whom.
			by: OrganizationId,
		},
		/// A unit was given to a patient.
		UnitDispensed {
			/// The unit.
			unit: Epc,
			/// By whom.
			by: OrganizationId,
		},
		/// A dispensing was taken back.
		DispensingUndone {
			/// The unit.
			unit: Epc,
			/// By whom.
			by: OrganizationId,
		},
		/// A dispenser committed to whom it can notify about a unit.
		DispensingCommitted {
			/// The unit.
			unit: Epc,
			/// The commitment.
			commitment: H256,
		},
		/// Somebody says to have a unit that somebody else has.
		PossessionClaimed {
			/// The unit.
			unit: Epc,
			/// Who has it.
			holder: OrganizationId,
			/// Who says so too.
			claimant: OrganizationId,
		},
		/// A unit is suspect.
		InvestigationOpened {
			/// Number of the investigation.
			number: u64,
			/// The unit.
			unit: Epc,
			/// Why.
			suspicion: Suspicion,
		},
		/// A suspect unit is in quarantine.
		UnitQuarantined {
			/// Number of the investigation.
			number: u64,
			/// The unit.
			unit: Epc,
			/// Where.
			by: OrganizationId,
		},
		/// An investigation came to an end.
		InvestigationResolved {
			/// Its number.
			number: u64,
			/// The unit.
			unit: Epc,
			/// What it came to.
			outcome: InvestigationOutcome,
		},
		/// A lot was recalled. Who gave units of it to patients has to notify them.
		LotRecalled {
			/// The product.
			gtin: Gtin,
			/// The lot.
			lot: LotNumber,
			/// How dangerous it is.
			class: RecallClass,
			/// Why.
			reason: RecallReason,
			/// By whom.
			by: OrganizationId,
		},
		/// A recall was lifted.
		RecallLifted {
			/// The product.
			gtin: Gtin,
			/// The lot.
			lot: LotNumber,
		},
		/// An organization has notified its patients of a recall.
		PatientsNotified {
			/// The product.
			gtin: Gtin,
			/// The lot.
			lot: LotNumber,
			/// Which organization.
			organization: OrganizationId,
			/// About how many units.
			notified: u32,
		},
		/// An event was declared an error.
		ErrorDeclared {
			/// The event.
			number: EventNumber,
			/// Why.
			reason: Option<ErrorReason>,
		},
	}
}
