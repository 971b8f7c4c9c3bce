//! The words of EPCIS 2.0 and of its Core Business Vocabulary (CBV) 2.0, and the coded what, when,
//! where and why of an event.

mod decimal;
mod event;
mod made;
mod measurement;
#[cfg(test)]
mod tests;

pub use decimal::{Decimal, InvalidDecimal};
pub use event::{
	Action, BusinessTransaction, ErrorReason, Event, EventHash, EventType, InvalidEventHash,
	InvalidUnit, LotData, Objects, Party, PersistentDisposition, Quantities, Quantity,
	SensorReport, Unit, What, MAX_BUSINESS_TRANSACTIONS, MAX_PARTIES, MAX_QUANTITIES,
	MAX_SENSOR_REPORTS, MAX_UNITS,
};
pub use made::utc;
pub use measurement::{MeasurementType, SensorAlert};

use crate::codes::{code_set, code_system, UnknownCode};

code_system! {
	/// What was being done (CBV 2.0, section 7.1).
	BizStep: "bizStep" of "https://ref.gs1.org/cbv/BizStep" {
		/// An object changes possession or ownership.
		Accepting = 0 as "accepting",
		/// A shipment arrives.
		Arriving = 1 as "arriving",
		/// Objects are put together into a new one.
		Assembling = 2 as "assembling",
		/// Objects are picked up for disposal or reuse.
		Collecting = 3 as "collecting",
		/// An identifier is given to an object for the first time.
		Commissioning = 4 as "commissioning",
		/// Goods are handed over to be sold later.
		Consigning = 5 as "consigning",
		/// A quantity of a class comes into being.
		CreatingClassInstance = 6 as "creating_class_instance",
		/// Stock is counted in part.
		CycleCounting = 7 as "cycle_counting",
		/// An identifier is taken from an object; it may be used again.
		Decommissioning = 8 as "decommissioning",
		/// A shipment departs.
		Departing = 9 as "departing",
		/// An object is destroyed.
		Destroying = 10 as "destroying",
		/// An object is taken apart.
		Disassembling = 11 as "disassembling",
		/// A product goes to a patient, whole or in part.
		Dispensing = 12 as "dispensing",
		/// An identifier is written into a tag.
		Encoding = 13 as "encoding",
		/// A customer enters or leaves.
		EnteringExiting = 14 as "entering_exiting",
		/// Objects are set aside for a check.
		Holding = 15 as "holding",
		/// Objects are checked.
		Inspecting = 16 as "inspecting",
		/// An object is put into another, and can be taken out again.
		Installing = 17 as "installing",
		/// A tag is made useless.
		Killing = 18 as "killing",
		/// Objects are put into a conveyance.
		Loading = 19 as "loading",
		/// Something else.
		Other = 20 as "other",
		/// Objects are put into a container.
		Packing = 21 as "packing",
		/// Objects are taken from stock for an order.
		Picking = 22 as "picking",
		/// Objects are taken over.
		Receiving = 23 as "receiving",
		/// An installed object is taken out.
		Removing = 24 as "removing",
		/// A package is changed.
		Repackaging = 25 as "repackaging",
		/// An object is repaired.
		Repairing = 26 as "repairing",
		/// An object takes the place of another.
		Replacing = 27 as "replacing",
		/// Identifiers are set aside.
		Reserving = 28 as "reserving",
		/// Objects are sold to a consumer.
		RetailSelling = 29 as "retail_selling",
		/// Objects are sent off.
		Shipping = 30 as "shipping",
		/// Objects wait to be shipped.
		StagingOutbound = 31 as "staging_outbound",
		/// Stock is counted.
		StockTaking = 32 as "stock_taking",
		/// Objects are made available to customers.
		Stocking = 33 as "stocking",
		/// Objects are put into storage.
		Storing = 34 as "storing",
		/// Objects are carried.
		Transporting = 35 as "transporting",
		/// Objects are taken from a conveyance.
		Unloading = 36 as "unloading",
		/// Objects are taken out of a container.
		Unpacking = 37 as "unpacking",
		/// A shipment is declared not to take place.
		VoidShipping = 38 as "void_shipping",
		/// A sensor reports.
		SensorReporting = 39 as "sensor_reporting",
		/// A sample is taken.
		Sampling = 40 as "sampling",
	}
}

code_set! {
	/// Business steps.
	BizStepSet(u64) of BizStep
}

code_system! {
	/// How things stand afterwards (CBV 2.0, section 7.2).
	Disposition: "disposition" of "https://ref.gs1.org/cbv/Disp" {
		/// Commissioned just now.
		Active = 0 as "active",
		/// Loaded and closed.
		ContainerClosed = 1 as "container_closed",
		/// Damaged.
		Damaged = 2 as "damaged",
		/// Destroyed.
		Destroyed = 3 as "destroyed",
		/// Given to a patient.
		Dispensed = 4 as "dispensed",
		/// Given away for disposal.
		Disposed = 5 as "disposed",
		/// Its tag is written, and it is not commissioned yet.
		Encoded = 6 as "encoded",
		/// Past its expiry date.
		Expired = 7 as "expired",
		/// In the usual course of business.
		InProgress = 8 as "in_progress",
		/// Between two parties.
		InTransit = 9 as "in_transit",
		/// Decommissioned.
		Inactive = 10 as "inactive",
		/// Its history could not be confirmed.
		NoPedigreeMatch = 11 as "no_pedigree_match",
		/// Not for sale, for another reason.
		NonSellableOther = 12 as "non_sellable_other",
		/// A part of it was given to a patient.
		PartiallyDispensed = 13 as "partially_dispensed",
		/// Recalled.
		Recalled = 14 as "recalled",
		/// Its identifier is set aside.
		Reserved = 15 as "reserved",
		/// Sold to a consumer.
		RetailSold = 16 as "retail_sold",
		/// Came back.
		Returned = 17 as "returned",
		/// For sale, where customers can reach it.
		SellableAccessible = 18 as "sellable_accessible",
		/// For sale, in storage.
		SellableNotAccessible = 19 as "sellable_not_accessible",
		/// Stolen.
		Stolen = 20 as "stolen",
		/// Nobody knows.
		Unknown = 21 as "unknown",
		/// Available for use.
		Available = 22 as "available",
		/// The contents were checked one by one.
		CompletenessVerified = 23 as "completeness_verified",
		/// The contents were concluded from a part.
		CompletenessInferred = 24 as "completeness_inferred",
		/// As specified.
		Conformant = 25 as "conformant",
		/// Opened.
		ContainerOpen = 26 as "container_open",
		/// An object is not the expected one.
		MismatchInstance = 27 as "mismatch_instance",
		/// An object is of another class than expected.
		MismatchClass = 28 as "mismatch_class",
		/// The quantity is not the expected one.
		MismatchQuantity = 29 as "mismatch_quantity",
		/// To be replaced.
		NeedsReplacement = 30 as "needs_replacement",
		/// Not as specified.
		NonConformant = 31 as "non_conformant",
		/// Not available for use.
		Unavailable = 32 as "unavailable",
	}
}

code_set! {
	/// Dispositions.
	DispositionSet(u64) of Disposition
}

code_system! {
	/// What a business document is (CBV 2.0, section 7.3).
	BusinessTransactionType: "bizTransaction type" of "https://ref.gs1.org/cbv/BTT" {
		/// Bill of lading.
		Bol = 0 as "bol",
		/// Certificate.
		Cert = 1 as "cert",
		/// Despatch advice.
		Desadv = 2 as "desadv",
		/// Invoice.
		Inv = 3 as "inv",
		/// Pedigree.
		Pedigree = 4 as "pedigree",
		/// Purchase order.
		Po = 5 as "po",
		/// Confirmation of a purchase order.
		Poc = 6 as "poc",
		/// Production order.
		Prodorder = 7 as "prodorder",
		/// Receiving advice.
		Recadv = 8 as "recadv",
		/// Authorization of a return.
		Rma = 9 as "rma",
		/// Test procedure.
		Testprd = 10 as "testprd",
		/// Test result.
		Testres = 11 as "testres",
		/// Event upstream.
		Upevt = 12 as "upevt",
	}
}

code_system! {
	/// As what a party or place is named as source or destination (CBV 2.0, section 7.4).
	SourceDestinationType: "source or destination type" of "https://ref.gs1.org/cbv/SDT" {
		/// Owns the objects.
		OwningParty = 0 as "owning_party",
		/// Has the objects.
		PossessingParty = 1 as "possessing_party",
		/// Where the objects are.
		Location = 2 as "location",
	}
}

/// The forms in which documents write a code besides the bare one.
macro_rules! cbv {
	($($code:ident as $urn:literal or $web:literal;)+) => {$(
		impl $code {
			/// Reads the bare code, the URN of CBV 1, or the web URI of CBV 2.
			pub fn from_cbv(text: &str) -> Result<Self, UnknownCode> {
				text.strip_prefix($urn).or_else(|| text.strip_prefix($web)).unwrap_or(text).parse()
			}
		}
	)+};
}

cbv! {
	BizStep as "urn:epcglobal:cbv:bizstep:" or "https://ref.gs1.org/cbv/BizStep-";
	Disposition as "urn:epcglobal:cbv:disp:" or "https://ref.gs1.org/cbv/Disp-";
	BusinessTransactionType as "urn:epcglobal:cbv:btt:" or "https://ref.gs1.org/cbv/BTT-";
	SourceDestinationType as "urn:epcglobal:cbv:sdt:" or "https://ref.gs1.org/cbv/SDT-";
	ErrorReason as "urn:epcglobal:cbv:er:" or "https://ref.gs1.org/cbv/ER-";
	MeasurementType as "gs1:" or "https://gs1.org/voc/";
	SensorAlert as "gs1:" or "https://gs1.org/voc/";
}
