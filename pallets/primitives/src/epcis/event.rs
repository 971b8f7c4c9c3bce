//! An event as the chain keeps it. The EPCIS document with the rest of it lies elsewhere, bound by the
//! event's hash identifier.

use super::{
	BizStep, BusinessTransactionType, Decimal, Disposition, DispositionSet, MeasurementType,
	SensorAlert, SourceDestinationType,
};
use crate::{
	codes::code_system,
	gs1::{Date, Epc, EpcClass, LotNumber},
	Moment, OrganizationId,
};
use codec::{Decode, DecodeWithMemTracking, Encode, Input, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::{ConstU32, H256};
use sp_runtime::BoundedVec;

/// Most objects that one event lists: the cartons of a truck, the packs of a case. What all of them
/// cost has to fit into the allowance of an organization.
pub const MAX_UNITS: u32 = 500;
/// Most quantities that one event lists.
pub const MAX_QUANTITIES: u32 = 32;
/// Most business transactions of one event.
pub const MAX_BUSINESS_TRANSACTIONS: u32 = 16;
/// Most sources, and most destinations, of one event: owner, holder and place, and room for
/// extensions.
pub const MAX_PARTIES: u32 = 6;
/// Most sensor reports of one event: some measurements of a logger at some dozen times.
pub const MAX_SENSOR_REPORTS: u32 = 64;

/// The objects that an event lists.
pub type Objects = BoundedVec<Epc, ConstU32<MAX_UNITS>>;
/// The quantities that an event lists.
pub type Quantities = BoundedVec<Quantity, ConstU32<MAX_QUANTITIES>>;

code_system! {
	/// Which of the five kinds of event it is.
	EventType: "event type" of "https://ref.gs1.org/epcis/EventType" {
		/// About objects.
		ObjectEvent = 0,
		/// Objects are put into a container or taken out of it.
		AggregationEvent = 1,
		/// Objects and business documents belong together.
		TransactionEvent = 2,
		/// Objects become others.
		TransformationEvent = 3,
		/// Objects are fixed to an asset or taken off it.
		AssociationEvent = 4,
	}
}

code_system! {
	/// What an event says about the life of its objects or of their relation (EPCIS 2.0, section 7.3.2).
	Action: "action" of "https://ref.gs1.org/epcis/Action" {
		/// They are seen, and go on being.
		Observe = 0 as "OBSERVE",
		/// They begin.
		Add = 1 as "ADD",
		/// They end.
		Delete = 2 as "DELETE",
	}
}

code_system! {
	/// Why an event was declared an error (CBV 2.0, section 7.5).
	ErrorReason: "error reason" of "https://ref.gs1.org/cbv/ER" {
		/// What it says did not happen.
		DidNotOccur = 0 as "did_not_occur",
		/// It happened, but not as it says.
		IncorrectData = 1 as "incorrect_data",
	}
}

/// The hash identifier of an event (CBV 2.0, section 8.9.2): SHA-256 over its canonical form, written
/// `ni:///sha-256;…?ver=CBV2.0`.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct EventHash(pub [u8; 32]);

/// The text is not a hash identifier of an EPCIS event by CBV 2.0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvalidEventHash;

impl fmt::Display for InvalidEventHash {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("expected ni:///sha-256;, 64 hexadecimal digits and ?ver=CBV2.0")
	}
}

impl core::error::Error for InvalidEventHash {}

impl fmt::Display for EventHash {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("ni:///sha-256;")?;
		self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
		f.write_str("?ver=CBV2.0")
	}
}

impl fmt::Debug for EventHash {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		fmt::Display::fmt(self, f)
	}
}

impl FromStr for EventHash {
	type Err = InvalidEventHash;

	fn from_str(text: &str) -> Result<Self, InvalidEventHash> {
		text.strip_prefix("ni:///sha-256;")
			.and_then(|rest| rest.strip_suffix("?ver=CBV2.0"))
			.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
			.and_then(|digits| sp_core::bytes::from_hex(digits).ok())
			.and_then(|bytes| bytes.try_into().ok())
			.map(Self)
			.ok_or(InvalidEventHash)
	}
}

impl Serialize for EventHash {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}

impl<'de> Deserialize<'de> for EventHash {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		alloc::string::String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
	}
}

/// A unit of measure: the common code of UN/CEFACT Recommendation 20, two or three characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, MaxEncodedLen, TypeInfo)]
pub struct Unit([u8; 3]);

impl Unit {
	/// Degree Celsius.
	pub const CELSIUS: Self = Self(*b"CEL");
	/// Degree Fahrenheit.
	pub const FAHRENHEIT: Self = Self(*b"FAH");
	/// Kelvin.
	pub const KELVIN: Self = Self(*b"KEL");

	/// The code of these characters; a code of two ends with a space.
	fn new(code: [u8; 3]) -> Option<Self> {
		let [first, second, third] = code;
		let is_code = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
		(is_code(first) && is_code(second) && (third == b' ' || is_code(third)))
			.then_some(Self(code))
	}

	/// The code.
	pub fn as_str(&self) -> &str {
		core::str::from_utf8(&self.0).unwrap_or_default().trim_end()
	}
}

/// The text is no common code of UN/CEFACT Recommendation 20.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvalidUnit;

impl fmt::Display for InvalidUnit {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("expected a unit of measure of two or three upper-case letters or digits")
	}
}

impl core::error::Error for InvalidUnit {}

impl fmt::Display for Unit {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.as_str())
	}
}

impl fmt::Debug for Unit {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.as_str())
	}
}

impl FromStr for Unit {
	type Err = InvalidUnit;

	fn from_str(text: &str) -> Result<Self, InvalidUnit> {
		match *text.as_bytes() {
			[first, second] => Self::new([first, second, b' ']),
			[first, second, third] if third != b' ' => Self::new([first, second, third]),
			_ => None,
		}
		.ok_or(InvalidUnit)
	}
}

impl Decode for Unit {
	fn decode<I: Input>(input: &mut I) -> Result<Self, codec::Error> {
		Self::new(Decode::decode(input)?).ok_or("not a unit of measure".into())
	}
}

impl DecodeWithMemTracking for Unit {}

impl Serialize for Unit {
	fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(self.as_str())
	}
}

impl<'de> Deserialize<'de> for Unit {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		alloc::string::String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
	}
}

/// Declares what events are made of.
macro_rules! parts {
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

parts! {
	/// An EPCIS event, coded. What EPCIS keeps beyond that (extensions, master data, device
	/// identifiers, texts) is in the document that the hash identifier binds.
	pub struct Event {
		/// When it happened.
		pub time: Moment,
		/// The time zone there, in minutes east of UTC.
		pub offset: i16,
		/// What it is about.
		pub what: What,
		/// What was being done.
		pub biz_step: Option<BizStep>,
		/// How things stand afterwards.
		pub disposition: Option<Disposition>,
		/// What stands beside the disposition until it is unset.
		pub persistent_disposition: PersistentDisposition,
		/// Where it happened.
		pub read_point: Option<Epc>,
		/// Where the objects are afterwards.
		pub biz_location: Option<Epc>,
		/// The business documents that it belongs to.
		pub business_transactions: BoundedVec<BusinessTransaction, ConstU32<MAX_BUSINESS_TRANSACTIONS>>,
		/// From whom or where.
		pub sources: BoundedVec<Party, ConstU32<MAX_PARTIES>>,
		/// To whom or where.
		pub destinations: BoundedVec<Party, ConstU32<MAX_PARTIES>>,
		/// What sensors measured.
		pub sensor_reports: BoundedVec<SensorReport, ConstU32<MAX_SENSOR_REPORTS>>,
		/// The lot of what begins with the event: lot number and expiry date of EPCIS's `ilmd`.
		pub lot: Option<LotData>,
		/// Who is to receive what the event ships. Where it is absent, the destinations say it by a
		/// registered location.
		pub consignee: Option<OrganizationId>,
	}

	/// What an event is about.
	pub enum What {
		/// Objects.
		#[codec(index = 0)]
		Object {
			/// Whether they begin, are seen or end.
			action: Action,
			/// Which.
			objects: Objects,
			/// And how much of what.
			quantities: Quantities,
		},
		/// Objects and the container that they are put into or taken out of.
		#[codec(index = 1)]
		Aggregation {
			/// Put in, seen there, or taken out.
			action: Action,
			/// The container.
			parent: Option<Epc>,
			/// Which. With `Delete` and none: all.
			children: Objects,
			/// And how much of what.
			quantities: Quantities,
		},
		/// Objects and the business documents that they belong to.
		#[codec(index = 2)]
		Transaction {
			/// Whether they belong together from then on.
			action: Action,
			/// A container that stands for its contents.
			parent: Option<Epc>,
			/// Which.
			objects: Objects,
			/// And how much of what.
			quantities: Quantities,
		},
		/// Objects that become others.
		#[codec(index = 3)]
		Transformation {
			/// What ties several events to one transformation, by the `blake2_256` of its URI.
			id: Option<H256>,
			/// What goes in.
			inputs: Objects,
			/// And how much of what.
			input_quantities: Quantities,
			/// What comes out.
			outputs: Objects,
			/// And how much of what.
			output_quantities: Quantities,
		},
		/// Objects and the asset that they are fixed to or taken off.
		#[codec(index = 4)]
		Association {
			/// Fixed, seen there, or taken off.
			action: Action,
			/// The asset.
			parent: Option<Epc>,
			/// Which.
			children: Objects,
			/// And how much of what.
			quantities: Quantities,
		},
	}

	/// How much of a class.
	pub struct Quantity {
		/// Of what.
		pub class: EpcClass,
		/// How much; not known if absent.
		pub quantity: Option<Decimal>,
		/// In which unit; pieces if absent.
		pub unit: Option<Unit>,
	}

	/// A business document. Its number is a secret of trade and stays off chain.
	pub struct BusinessTransaction {
		/// What it is.
		pub kind: Option<BusinessTransactionType>,
		/// The `blake2_256` of its URI.
		pub document: H256,
	}

	/// A source or destination.
	pub struct Party {
		/// As what it is named.
		pub kind: SourceDestinationType,
		/// Who or where.
		pub party: Epc,
	}

	/// What a sensor measured.
	pub struct SensorReport {
		/// What kind of measurement.
		pub measurement: MeasurementType,
		/// When, if the event does not say.
		pub time: Option<Moment>,
		/// The value.
		pub value: Option<Decimal>,
		/// The least over a time.
		pub min: Option<Decimal>,
		/// The greatest over a time.
		pub max: Option<Decimal>,
		/// The mean over a time.
		pub mean: Option<Decimal>,
		/// In which unit.
		pub unit: Option<Unit>,
		/// What the sensor found wrong.
		pub alert: Option<SensorAlert>,
	}

	/// The lot of what begins with an event.
	pub struct LotData {
		/// Its number.
		pub lot: LotNumber,
		/// The last day on which it may be used.
		pub expiry: Option<Date>,
	}

	/// What stands beside the disposition until it is unset.
	#[derive(Copy, Default)]
	pub struct PersistentDisposition {
		/// Stands from now on.
		pub set: DispositionSet,
		/// No longer stands.
		pub unset: DispositionSet,
	}
}

impl What {
	/// Which of the five kinds of event it is.
	pub const fn event_type(&self) -> EventType {
		match self {
			Self::Object { .. } => EventType::ObjectEvent,
			Self::Aggregation { .. } => EventType::AggregationEvent,
			Self::Transaction { .. } => EventType::TransactionEvent,
			Self::Transformation { .. } => EventType::TransformationEvent,
			Self::Association { .. } => EventType::AssociationEvent,
		}
	}

	/// The action; transformations have none.
	pub const fn action(&self) -> Option<Action> {
		match self {
			Self::Object { action, .. }
			| Self::Aggregation { action, .. }
			| Self::Transaction { action, .. }
			| Self::Association { action, .. } => Some(*action),
			Self::Transformation { .. } => None,
		}
	}

	/// The container or asset.
	pub const fn parent(&self) -> Option<&Epc> {
		match self {
			Self::Aggregation { parent, .. }
			| Self::Transaction { parent, .. }
			| Self::Association { parent, .. } => parent.as_ref(),
			Self::Object { .. } | Self::Transformation { .. } => None,
		}
	}

	/// The objects that it lists, first those of a transformation that go in; the parent is not among
	/// them.
	pub fn objects(&self) -> impl Iterator<Item = &Epc> {
		let (first, second) = match self {
			Self::Object { objects, .. } | Self::Transaction { objects, .. } => (objects, None),
			Self::Aggregation { children, .. } | Self::Association { children, .. } => {
				(children, None)
			},
			Self::Transformation { inputs, outputs, .. } => (inputs, Some(outputs)),
		};
		first.iter().chain(second.into_iter().flatten())
	}

	/// The quantities that it lists, first those that go in.
	pub fn quantities(&self) -> impl Iterator<Item = &Quantity> {
		let (first, second) = match self {
			Self::Object { quantities, .. }
			| Self::Transaction { quantities, .. }
			| Self::Aggregation { quantities, .. }
			| Self::Association { quantities, .. } => (quantities, None),
			Self::Transformation { input_quantities, output_quantities, .. } => {
				(input_quantities, Some(output_quantities))
			},
		};
		first.iter().chain(second.into_iter().flatten())
	}

	/// Everything single that it names: the parent and the objects.
	pub fn named(&self) -> impl Iterator<Item = &Epc> {
		self.parent().into_iter().chain(self.objects())
	}
}

impl Event {
	/// An event about this, of which nothing else is known yet.
	pub fn new(time: Moment, what: What) -> Self {
		Self {
			time,
			offset: 0,
			what,
			biz_step: None,
			disposition: None,
			persistent_disposition: PersistentDisposition::default(),
			read_point: None,
			biz_location: None,
			business_transactions: BoundedVec::new(),
			sources: BoundedVec::new(),
			destinations: BoundedVec::new(),
			sensor_reports: BoundedVec::new(),
			lot: None,
			consignee: None,
		}
	}

	/// The business step: the one that it names, or what its kind and action amount to.
	pub const fn step(&self) -> BizStep {
		match (self.biz_step, &self.what) {
			(Some(step), _) => step,
			(None, What::Object { action: Action::Add, .. }) => BizStep::Commissioning,
			(None, What::Object { action: Action::Delete, .. }) => BizStep::Decommissioning,
			(None, What::Aggregation { action: Action::Add, .. }) => BizStep::Packing,
			(None, What::Aggregation { action: Action::Delete, .. }) => BizStep::Unpacking,
			(None, What::Transformation { .. }) => BizStep::Repackaging,
			(None, _) => BizStep::Other,
		}
	}

	/// The least and the greatest temperature that was measured, in thousandths of a degree Celsius.
	/// Reports that a sensor itself calls faulty don't count.
	pub fn temperatures(&self) -> Option<(i32, i32)> {
		let measured = self
			.sensor_reports
			.iter()
			.filter(|report| report.alert != Some(SensorAlert::ErrorCondition))
			.flat_map(SensorReport::temperatures);
		measured.fold(None, |range, value| match range {
			None => Some((value, value)),
			Some((least, greatest)) => Some((value.min(least), value.max(greatest))),
		})
	}
}

impl SensorReport {
	/// The temperatures that it says, in thousandths of a degree Celsius.
	fn temperatures(&self) -> impl Iterator<Item = i32> {
		let unit = self.unit;
		let is_temperature = self.measurement == MeasurementType::Temperature;
		[self.value, self.min, self.max, self.mean]
			.into_iter()
			.flatten()
			.filter(move |_| is_temperature)
			.filter_map(move |value| in_celsius(value.thousandths()?, unit?))
	}
}

/// Thousandths of a degree of a scale in those of Celsius.
fn in_celsius(thousandths: i32, unit: Unit) -> Option<i32> {
	match unit {
		Unit::CELSIUS => Some(thousandths),
		Unit::KELVIN => thousandths.checked_sub(273_150),
		Unit::FAHRENHEIT => thousandths.checked_sub(32_000)?.checked_mul(5)?.checked_div(9),
		_ => None,
	}
}
