//! An event as its document says it.

use super::{context::Name, vocabulary::Term};
use salus_primitives::{
	epcis::{
		Action, BizStep, BusinessTransactionType, Disposition, ErrorReason, EventType,
		MeasurementType, SensorAlert, SourceDestinationType,
	},
	gs1::{Date, Epc, EpcClass, LotNumber},
	Moment,
};

/// An event, read and found to be by the rules of EPCIS 2.0.
#[derive(Clone, PartialEq, Debug)]
pub struct Event {
	/// Which of the five types.
	pub event_type: EventType,
	/// When it happened.
	pub time: Moment,
	/// The offset from UTC where it happened, such as `+02:00`.
	pub offset: String,
	/// When it was recorded where the document comes from.
	pub record_time: Option<Moment>,
	/// Its identifier there.
	pub id: Option<String>,
	/// Where certificates about it lie.
	pub certification: Vec<String>,
	/// Why it is an error, if it is one.
	pub error: Option<ErrorDeclaration>,
	/// What it says about the life of the objects; transformations have none.
	pub action: Option<Action>,
	/// The container, asset or whole.
	pub parent: Option<Named<Epc>>,
	/// The objects, children or inputs.
	pub objects: Vec<Named<Epc>>,
	/// How much of what, or goes in.
	pub quantities: Vec<Quantity>,
	/// The objects that come out of a transformation.
	pub outputs: Vec<Named<Epc>>,
	/// How much of what comes out of it.
	pub output_quantities: Vec<Quantity>,
	/// What ties several events to one transformation.
	pub transformation: Option<String>,
	/// What was being done.
	pub biz_step: Option<Term<BizStep>>,
	/// How things stand afterwards.
	pub disposition: Option<Term<Disposition>>,
	/// What stands from then on.
	pub set: Vec<Term<Disposition>>,
	/// What no longer stands.
	pub unset: Vec<Term<Disposition>>,
	/// Where it happened.
	pub read_point: Option<Place>,
	/// Where the objects are afterwards.
	pub biz_location: Option<Place>,
	/// The business documents.
	pub transactions: Vec<Link<Option<Term<BusinessTransactionType>>>>,
	/// From whom or where.
	pub sources: Vec<Link<Term<SourceDestinationType>>>,
	/// To whom or where.
	pub destinations: Vec<Link<Term<SourceDestinationType>>>,
	/// What sensors said.
	pub sensors: Vec<SensorElement>,
	/// What is said of the objects that begin.
	pub ilmd: Extensions,
	/// Fields that are not of the standard.
	pub extensions: Extensions,
}

/// An identifier, and the URI that the document has for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named<T> {
	/// The URI.
	pub uri: String,
	/// What it names.
	pub value: T,
}

impl Named<Epc> {
	/// Whether the URI is that of a class, which names nothing single.
	pub fn is_class(&self) -> bool {
		matches!(self.value, Epc::Foreign(_))
			&& EpcClass::from_uri(&self.uri)
				.is_ok_and(|class| !matches!(class, EpcClass::Foreign(_)))
	}
}

/// How much of a class.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quantity {
	/// Of what.
	pub class: Named<EpcClass>,
	/// How much, in plain decimal notation.
	pub quantity: Option<String>,
	/// In which unit; pieces without.
	pub unit: Option<String>,
}

/// A place.
#[derive(Clone, PartialEq, Debug)]
pub struct Place {
	/// Its identifier.
	pub id: Named<Epc>,
	/// Fields that are not of the standard.
	pub extensions: Extensions,
}

/// A business document, a source or a destination, and as what it is linked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link<T> {
	/// As what.
	pub kind: T,
	/// What.
	pub uri: String,
}

/// The declaration that an event is an error.
#[derive(Clone, PartialEq, Debug)]
pub struct ErrorDeclaration {
	/// When it was declared.
	pub time: Moment,
	/// Why.
	pub reason: Option<Term<ErrorReason>>,
	/// The events that say it right.
	pub corrective: Vec<String>,
	/// Fields that are not of the standard.
	pub extensions: Extensions,
}

/// What one or more sensors said.
#[derive(Clone, PartialEq, Debug)]
pub struct SensorElement {
	/// The metadata, in the order in which they are hashed.
	pub metadata: Option<Fields>,
	/// When it was measured.
	pub time: Option<Moment>,
	/// Its reports.
	pub reports: Vec<SensorReport>,
	/// Fields that are not of the standard.
	pub extensions: Extensions,
}

/// One report of a sensor.
#[derive(Clone, PartialEq, Debug)]
pub struct SensorReport {
	/// What was measured.
	pub measurement: Term<MeasurementType>,
	/// What is the matter.
	pub alert: Option<Term<SensorAlert>>,
	/// When.
	pub time: Option<Moment>,
	/// All fields of the standard, in the order in which they are hashed.
	pub fields: Fields,
}

/// Fields of the standard with their values, and those that are not of it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Fields {
	/// Of the standard, in the order in which they are hashed.
	pub standard: Vec<(&'static str, String)>,
	/// The others.
	pub extensions: Extensions,
}

impl Fields {
	/// The value of a field of the standard.
	pub fn get(&self, field: &str) -> Option<&str> {
		self.standard.iter().find(|(name, _)| *name == field).map(|(_, value)| value.as_str())
	}
}

/// Fields that are not of the standard. One with a list stands once for each member.
pub type Extensions = Vec<Extension>;

/// A field that is not of the standard.
#[derive(Clone, PartialEq, Debug)]
pub struct Extension {
	/// Its name.
	pub name: Name,
	/// What it holds.
	pub content: Content,
}

/// What an extension holds.
#[derive(Clone, PartialEq, Debug)]
pub enum Content {
	/// A value.
	Value(String),
	/// Further fields.
	Fields(Extensions),
}

impl Event {
	/// Everything single that it names as object or container.
	pub fn things(&self) -> impl Iterator<Item = &Named<Epc>> {
		self.parent.iter().chain(&self.objects).chain(&self.outputs)
	}

	/// The standard's business step.
	pub fn step(&self) -> Option<BizStep> {
		self.biz_step.as_ref().and_then(Term::standard)
	}

	/// The lot number that it gives to what begins.
	pub fn lot(&self) -> Option<LotNumber> {
		self.attribute("lotNumber").and_then(|lot| lot.parse().ok())
	}

	/// The last day of use that it gives to what begins.
	pub fn expiry(&self) -> Option<Date> {
		self.attribute("itemExpirationDate").and_then(|day| day.parse().ok())
	}

	/// An attribute of CBV's master data in the `ilmd`.
	pub fn attribute(&self, local: &str) -> Option<&str> {
		self.ilmd.iter().find_map(|field| match &field.content {
			Content::Value(value) if field.name.is_master_data(local) => Some(value.as_str()),
			_ => None,
		})
	}
}
