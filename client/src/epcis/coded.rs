//! Events as the chain keeps them: coded, and bound to their documents by the hash.

use super::{
	event::{Event, Link, Quantity, SensorElement, SensorReport},
	hash::canonical,
	vocabulary::Term,
};
use salus_primitives::{
	epcis::{
		self, BusinessTransaction, Decimal, Disposition, DispositionSet, EventType, LotData, Party,
		PersistentDisposition, Quantities, SourceDestinationType, What,
	},
	gs1::Epc,
};
use std::collections::BTreeSet;

/// Why the chain can't keep an event.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unkept {
	/// More of something than an event on chain has room for.
	#[error("too-many: the event lists {found} {what}, and the chain keeps {most} of an event")]
	TooMany {
		/// Of what.
		what: &'static str,
		/// How many there are.
		found: usize,
		/// How many there may be.
		most: u32,
	},
	/// An identifier that may be a person's, which nothing on chain may name.
	#[error("identifies-person: {0} may be the number of a patient or practitioner")]
	IdentifiesPerson(String),
	/// A class among the single objects.
	#[error("class-for-instance: {0} is a class, of which the chain can't tell one from another")]
	ClassForInstance(String),
	/// A number of more digits than the chain keeps.
	#[error("too-long-number: {0} has more digits than the chain keeps")]
	TooLongNumber(String),
}

/// The event as the chain keeps it.
///
/// What the chain has no code for stays in the document: terms of users, which are left out here,
/// sources and destinations of such types with them, and extensions. Something named in both forms of
/// its identifier is named once. Business documents appear by the hash of their canonical URI.
pub fn coded(event: &Event) -> Result<epcis::Event, Unkept> {
	let places = event.read_point.iter().chain(&event.biz_location);
	let mut named = event.things().chain(places.map(|place| &place.id));
	if let Some(person) = named.find(|named| named.value.may_be_a_person()) {
		return Err(Unkept::IdentifiesPerson(person.uri.clone()));
	}
	let mut objects = event.objects.iter().chain(&event.outputs);
	if let Some(class) = objects.find(|object| object.is_class()) {
		return Err(Unkept::ClassForInstance(class.uri.clone()));
	}
	let objects = self::objects(&event.objects)?;
	let quantities = quantities(&event.quantities)?;
	let parent = event.parent.as_ref().map(|parent| parent.value.clone());
	// Everything but a transformation has an action; the reader sees to it.
	let action = event.action.unwrap_or(epcis::Action::Observe);
	let what = match event.event_type {
		EventType::ObjectEvent => What::Object { action, objects, quantities },
		EventType::AggregationEvent => {
			What::Aggregation { action, parent, children: objects, quantities }
		},
		EventType::TransactionEvent => What::Transaction { action, parent, objects, quantities },
		EventType::TransformationEvent => What::Transformation {
			id: event.transformation.as_deref().map(document),
			inputs: objects,
			input_quantities: quantities,
			outputs: self::objects(&event.outputs)?,
			output_quantities: self::quantities(&event.output_quantities)?,
		},
		EventType::AssociationEvent => {
			What::Association { action, parent, children: objects, quantities }
		},
	};
	let transactions = event.transactions.iter().map(|link| BusinessTransaction {
		kind: link.kind.as_ref().and_then(Term::standard),
		document: document(&link.uri),
	});
	let reports = event.sensors.iter().flat_map(|element| {
		element.reports.iter().filter_map(|report| sensor_report(element, report).transpose())
	});
	Ok(epcis::Event {
		offset: minutes(&event.offset),
		biz_step: event.step(),
		disposition: event.disposition.as_ref().and_then(Term::standard),
		persistent_disposition: PersistentDisposition {
			set: dispositions(&event.set),
			unset: dispositions(&event.unset),
		},
		read_point: event.read_point.as_ref().map(|place| place.id.value.clone()),
		biz_location: event.biz_location.as_ref().map(|place| place.id.value.clone()),
		business_transactions: bounded("business transactions", transactions.collect())?,
		sources: parties("sources", &event.sources)?,
		destinations: parties("destinations", &event.destinations)?,
		sensor_reports: bounded("sensor reports", reports.collect::<Result<_, _>>()?)?,
		lot: event.lot().map(|lot| LotData { lot, expiry: event.expiry() }),
		..epcis::Event::new(event.time, what)
	})
}

/// The list, if the chain has room for it.
fn bounded<T, B: TryFrom<Vec<T>, Error = Vec<T>> + Bound>(
	what: &'static str,
	list: Vec<T>,
) -> Result<B, Unkept> {
	B::try_from(list).map_err(|list| Unkept::TooMany { what, found: list.len(), most: B::MOST })
}

/// How many members a list on chain has at most.
trait Bound {
	const MOST: u32;
}

impl<T, const MOST: u32> Bound for sp_core::bounded::BoundedVec<T, sp_core::ConstU32<MOST>> {
	const MOST: u32 = MOST;
}

fn objects(named: &[super::event::Named<Epc>]) -> Result<epcis::Objects, Unkept> {
	let mut seen = BTreeSet::new();
	let objects: Vec<_> = named
		.iter()
		.map(|named| named.value.clone())
		.filter(|epc| seen.insert(epc.clone()))
		.collect();
	bounded("objects", objects)
}

fn quantities(listed: &[Quantity]) -> Result<Quantities, Unkept> {
	let quantity = |quantity: &Quantity| {
		Ok(epcis::Quantity {
			class: quantity.class.value.clone(),
			quantity: quantity.quantity.as_deref().map(decimal).transpose()?,
			unit: quantity.unit.as_deref().and_then(|unit| unit.parse().ok()),
		})
	};
	bounded("quantities", listed.iter().map(quantity).collect::<Result<_, _>>()?)
}

fn decimal(number: &str) -> Result<Decimal, Unkept> {
	number.parse().map_err(|_| Unkept::TooLongNumber(number.to_owned()))
}

fn dispositions(terms: &[Term<Disposition>]) -> DispositionSet {
	let standard: Vec<_> = terms.iter().filter_map(Term::standard).collect();
	DispositionSet::of(&standard)
}

fn parties<B: TryFrom<Vec<Party>, Error = Vec<Party>> + Bound>(
	what: &'static str,
	links: &[Link<Term<SourceDestinationType>>],
) -> Result<B, Unkept> {
	let mut parties = Vec::new();
	for link in links {
		// The reader has let nothing through that is no identifier.
		let (Some(kind), Ok(party)) = (link.kind.standard(), Epc::from_uri(&link.uri)) else {
			continue;
		};
		if party.may_be_a_person() {
			return Err(Unkept::IdentifiesPerson(link.uri.clone()));
		}
		parties.push(Party { kind, party });
	}
	bounded(what, parties)
}

/// What stands for a document.
fn document(uri: &str) -> sp_core::H256 {
	match Epc::from_uri(uri) {
		Ok(Epc::Foreign(hash)) => hash,
		_ => sp_core::H256(sp_io::hashing::blake2_256(canonical(uri).as_bytes())),
	}
}

/// The report, if the chain has a code for what was measured.
fn sensor_report(
	element: &SensorElement,
	report: &SensorReport,
) -> Result<Option<epcis::SensorReport>, Unkept> {
	let Some(measurement) = report.measurement.standard() else { return Ok(None) };
	let number = |field| report.fields.get(field).map(decimal).transpose();
	Ok(Some(epcis::SensorReport {
		measurement,
		time: report.time.or(element.time),
		value: number("value")?,
		min: number("minValue")?,
		max: number("maxValue")?,
		mean: number("meanValue")?,
		unit: report.fields.get("uom").and_then(|unit| unit.parse().ok()),
		alert: report.alert.as_ref().and_then(Term::standard),
	}))
}

/// The minutes east of UTC that an offset says.
fn minutes(offset: &str) -> i16 {
	let number = |digits: &str| digits.parse::<i16>().unwrap_or_default();
	let minutes = match offset.get(1..).and_then(|clock| clock.split_once(':')) {
		Some((hours, minutes)) => number(hours) * 60 + number(minutes),
		None => 0,
	};
	if offset.starts_with('-') {
		-minutes
	} else {
		minutes
	}
}
