//! Reads events by the rules of EPCIS 2.0 and CBV 2.0: those of the JSON schema, and those that no
//! schema holds.

use super::{
	context::Context,
	cursor::{class, object, uri, Cursor, Read},
	event::{ErrorDeclaration, Event, Fields, Link, Place, Quantity, SensorElement, SensorReport},
	fields,
	json::Node,
	refusal::{Reason, Refusal},
	time,
	vocabulary::{Component, Term},
};
use salus_primitives::{
	epcis::{Action, EventHash, EventType, MeasurementType, SensorAlert, Unit},
	gs1::LotNumber,
};

/// Fields of sensors that are URIs, moments, numbers and strings.
const URIS: &[&str] = &[
	"deviceID",
	"deviceMetadata",
	"rawData",
	"dataProcessingMethod",
	"bizRules",
	"microorganism",
	"chemicalSubstance",
	"coordinateReferenceSystem",
	"uriValue",
];
const TIMES: &[&str] = &["time", "startTime", "endTime"];
const NUMBERS: &[&str] =
	&["value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue"];

/// Reads one event.
pub fn event(node: &Node, at: String, context: &Context) -> Read<Event> {
	let own;
	let mut cursor = Cursor::of(node, at, context)?;
	if let Some(added) = cursor.get("@context") {
		own =
			context.with(added).map_err(|reason| Refusal { at: cursor.way("@context"), reason })?;
		cursor.context = &own;
	}
	let cursor = &cursor;
	let event_type = cursor.need("type", cursor.text("type")?)?;
	let event_type = match EventType::ALL.iter().find(|known| known.code() == event_type) {
		Some(event_type) => *event_type,
		None => return cursor.refuse(Reason::UnknownType(event_type.to_owned())),
	};
	let extensions = extensions(cursor, event_type)?;

	let time = cursor.need("eventTime", cursor.moment("eventTime")?)?;
	let offset = cursor.parsed("eventTimeZoneOffset", |text| {
		if time::is_offset(text) {
			Ok(text.to_owned())
		} else {
			Err(Reason::InvalidOffset(text.to_owned()))
		}
	})?;
	let action = cursor.parsed("action", |text| {
		text.parse::<Action>()
			.map_err(|_| Reason::NotInVocabulary { vocabulary: "action", name: text.to_owned() })
	})?;
	let is_transformation = event_type == EventType::TransformationEvent;
	let (set, unset) = persistent_disposition(cursor)?;
	let (objects, quantities) = match event_type {
		EventType::ObjectEvent | EventType::TransactionEvent => ("epcList", "quantityList"),
		EventType::AggregationEvent | EventType::AssociationEvent => {
			("childEPCs", "childQuantityList")
		},
		EventType::TransformationEvent => ("inputEPCList", "inputQuantityList"),
	};
	let event = Event {
		event_type,
		time,
		offset: cursor.need("eventTimeZoneOffset", offset)?,
		record_time: cursor.moment("recordTime")?,
		id: cursor.parsed("eventID", |text| event_id(text, cursor.context))?,
		certification: certification(cursor)?,
		error: cursor.inner("errorDeclaration")?.map(error_declaration).transpose()?,
		action: if is_transformation { None } else { Some(cursor.need("action", action)?) },
		parent: cursor.epc("parentID")?,
		objects: cursor.texts(objects, object)?,
		quantities: cursor.members(quantities, quantity)?,
		outputs: cursor.texts("outputEPCList", object)?,
		output_quantities: cursor.members("outputQuantityList", quantity)?,
		transformation: cursor.uri("transformationID")?,
		biz_step: cursor.term("bizStep")?,
		disposition: cursor.term("disposition")?,
		set,
		unset,
		read_point: cursor.inner("readPoint")?.map(place).transpose()?,
		biz_location: cursor.inner("bizLocation")?.map(place).transpose()?,
		transactions: cursor.members("bizTransactionList", |item| {
			item.only(&["type", "bizTransaction"])?;
			let uri = item.need("bizTransaction", item.uri("bizTransaction")?)?;
			Ok(Link { kind: item.term("type")?, uri })
		})?,
		sources: cursor.members("sourceList", |item| party(&item, "source"))?,
		destinations: cursor.members("destinationList", |item| party(&item, "destination"))?,
		sensors: cursor.members("sensorElementList", sensor_element)?,
		ilmd: match cursor.inner("ilmd")? {
			Some(ilmd) => ilmd.extensions(|_| false)?,
			None => Vec::new(),
		},
		extensions,
	};
	by_type(cursor, &event)?;
	attributes(cursor, &event)?;
	Ok(event)
}

/// The fields that are not of the standard. One of the standard that does not belong to the type is
/// refused as such.
fn extensions(cursor: &Cursor<'_>, event_type: EventType) -> Read<super::event::Extensions> {
	for (key, _) in cursor.object {
		if let Some(field) = fields::of_any_event(key) {
			if !fields::belongs(field, event_type) {
				let place = format!("events of type {event_type}");
				return cursor.refuse(Reason::MisplacedField { field, place });
			}
		}
	}
	cursor.extensions(|key| fields::of_any_event(key).is_some())
}

/// The rules that hold for one type of event.
fn by_type(cursor: &Cursor<'_>, event: &Event) -> Read<()> {
	let ends = event.action == Some(Action::Delete);
	let has_objects = !event.objects.is_empty() || !event.quantities.is_empty();
	let has_outputs = !event.outputs.is_empty() || !event.output_quantities.is_empty();
	let lacks = |fields| cursor.refuse(Reason::MissingAnyOf(fields));
	match event.event_type {
		EventType::ObjectEvent => {
			let is_observation = !event.sensors.is_empty() && event.read_point.is_some();
			if !has_objects && !is_observation {
				return lacks("epcList, quantityList, and sensorElementList with readPoint");
			}
			if let Some(action) = event.action.filter(|action| *action != Action::Add) {
				if cursor.has("ilmd") {
					let place = format!("an ObjectEvent with the action {action}");
					return cursor.refuse(Reason::MisplacedField { field: "ilmd", place });
				}
			}
		},
		EventType::AggregationEvent | EventType::AssociationEvent => {
			let is_observed = event.action == Some(Action::Observe);
			let may_lack = event.event_type == EventType::AggregationEvent && is_observed;
			if !may_lack {
				cursor.need("parentID", event.parent.as_ref())?;
			}
			if !has_objects && !ends {
				return lacks("childEPCs, childQuantityList");
			}
		},
		EventType::TransactionEvent => {
			if event.transactions.is_empty() {
				return lacks("bizTransactionList");
			}
			// A parent may stand for its contents; the list is there all the same, and empty.
			let stands_for_all = event.parent.is_some() && cursor.has("epcList");
			if !has_objects && !ends && !stands_for_all {
				return lacks("epcList, quantityList");
			}
		},
		EventType::TransformationEvent => {
			let is_part = event.transformation.is_some();
			match (has_objects, has_outputs) {
				(true, true) => {},
				(true, false) | (false, true) if is_part => {},
				(true, false) => {
					return lacks("outputEPCList, outputQuantityList, transformationID")
				},
				(false, _) => return lacks("inputEPCList, inputQuantityList"),
			}
		},
	}
	let is_own_parent = event
		.parent
		.as_ref()
		.is_some_and(|parent| event.objects.iter().any(|child| child.value == parent.value));
	if is_own_parent {
		return cursor.refuse(Reason::OwnParent);
	}
	Ok(())
}

/// The attributes of CBV's master data whose form the chain relies on.
fn attributes(cursor: &Cursor<'_>, event: &Event) -> Read<()> {
	let at = |reason| Err(Refusal { at: cursor.way("ilmd"), reason });
	if let Some(lot) = event.attribute("lotNumber") {
		if lot.parse::<LotNumber>().is_err() {
			let reason = Reason::InvalidAttribute { attribute: "lotNumber", value: lot.to_owned() };
			return at(reason);
		}
	}
	for field in &event.ilmd {
		let super::event::Content::Value(value) = &field.content else { continue };
		let is_date =
			field.name.local.ends_with("Date") && field.name.is_master_data(&field.name.local);
		if is_date && !time::is_day(value) && time::moment(value).is_none() {
			return at(Reason::InvalidDate(value.clone()));
		}
	}
	Ok(())
}

/// An identifier of an event. UUIDs and event hashes must be what they look like.
fn event_id(text: &str, context: &Context) -> Result<String, Reason> {
	let id = uri(text, context)?;
	let is_well_formed = match (id.strip_prefix("urn:uuid:"), id.starts_with("ni:///sha-256;")) {
		(Some(uuid), _) => is_uuid(uuid),
		(None, true) => id.parse::<EventHash>().is_ok(),
		(None, false) => true,
	};
	if is_well_formed {
		Ok(id)
	} else {
		Err(Reason::InvalidEventId(id))
	}
}

fn is_uuid(text: &str) -> bool {
	let groups: Vec<&str> = text.split('-').collect();
	groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
		&& groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// One URI or several.
fn certification(cursor: &Cursor<'_>) -> Read<Vec<String>> {
	match cursor.get("certificationInfo") {
		Some(Node::List(_)) => cursor.texts("certificationInfo", uri),
		_ => Ok(cursor.uri("certificationInfo")?.into_iter().collect()),
	}
}

fn error_declaration(cursor: Cursor<'_>) -> Read<ErrorDeclaration> {
	Ok(ErrorDeclaration {
		time: cursor.need("declarationTime", cursor.moment("declarationTime")?)?,
		reason: cursor.term("reason")?,
		corrective: cursor.texts("correctiveEventIDs", event_id)?,
		extensions: cursor.extensions(|key| fields::ERROR_DECLARATION.contains(&key))?,
	})
}

type Dispositions = Vec<Term<salus_primitives::epcis::Disposition>>;

fn persistent_disposition(cursor: &Cursor<'_>) -> Read<(Dispositions, Dispositions)> {
	let Some(cursor) = cursor.inner("persistentDisposition")? else {
		return Ok(Default::default());
	};
	cursor.only(&["set", "unset"])?;
	if cursor.object.is_empty() {
		return cursor.refuse(Reason::MissingAnyOf("set, unset"));
	}
	for field in ["set", "unset"] {
		if cursor.has(field) && cursor.list(field)?.is_empty() {
			return Err(Refusal { at: cursor.way(field), reason: Reason::Empty });
		}
	}
	let (set, unset) = (cursor.texts("set", Term::read)?, cursor.texts("unset", Term::read)?);
	match set.iter().find(|disposition| unset.contains(disposition)) {
		Some(both) => cursor.refuse(Reason::SetAndUnset(both.to_string())),
		None => Ok((set, unset)),
	}
}

fn quantity(cursor: Cursor<'_>) -> Read<Quantity> {
	cursor.only(fields::QUANTITY)?;
	let class = cursor.parsed("epcClass", |text| class(text, cursor.context))?;
	let class = cursor.need("epcClass", class)?;
	let quantity = match cursor.get("quantity") {
		None => None,
		Some(Node::Number(number)) => Some(number.clone()),
		Some(other) => return cursor.wrong("quantity", "a number", other),
	};
	let unit = unit(&cursor, "uom")?;
	match &quantity {
		Some(number) => {
			let is_positive = !number.starts_with('-') && number != "0";
			if !is_positive || (unit.is_none() && number.contains('.')) {
				let reason = Reason::InvalidQuantity(number.clone());
				return Err(Refusal { at: cursor.way("quantity"), reason });
			}
		},
		None if unit.is_some() => return cursor.refuse(Reason::MissingField("quantity")),
		None => {},
	}
	Ok(Quantity { class, quantity, unit })
}

fn unit(cursor: &Cursor<'_>, field: &str) -> Read<Option<String>> {
	cursor.parsed(field, |text| match text.parse::<Unit>() {
		Ok(_) => Ok(text.to_owned()),
		Err(_) => Err(Reason::InvalidUnit(text.to_owned())),
	})
}

fn place(cursor: Cursor<'_>) -> Read<Place> {
	Ok(Place {
		id: cursor.need("id", cursor.epc("id")?)?,
		extensions: cursor.extensions(|key| fields::PLACE.contains(&key))?,
	})
}

fn party(
	cursor: &Cursor<'_>,
	field: &'static str,
) -> Read<Link<Term<salus_primitives::epcis::SourceDestinationType>>> {
	cursor.only(&["type", field])?;
	let kind = cursor.need("type", cursor.term("type")?)?;
	let uri = cursor.need(field, cursor.epc(field)?)?.uri;
	Ok(Link { kind, uri })
}

fn sensor_element(cursor: Cursor<'_>) -> Read<SensorElement> {
	let metadata = match cursor.inner("sensorMetadata")? {
		None => None,
		Some(metadata) => {
			if let (Some(start), Some(end)) =
				(metadata.moment("startTime")?, metadata.moment("endTime")?)
			{
				if end < start {
					return metadata.refuse(Reason::EndsBeforeStart);
				}
			}
			Some((sensor_fields(&metadata, fields::SENSOR_METADATA)?, metadata))
		},
	};
	let time = match &metadata {
		Some((_, metadata)) => match metadata.moment("time")? {
			Some(time) => Some(time),
			None => metadata.moment("endTime")?,
		},
		None => None,
	};
	let reports = cursor.members("sensorReport", sensor_report)?;
	if reports.is_empty() {
		return cursor.refuse(Reason::MissingField("sensorReport"));
	}
	Ok(SensorElement {
		metadata: metadata.map(|(fields, _)| fields),
		time,
		reports,
		extensions: cursor.extensions(|key| fields::SENSOR_ELEMENT.contains(&key))?,
	})
}

fn sensor_report(cursor: Cursor<'_>) -> Read<SensorReport> {
	let measurement = cursor.need("type", cursor.term("type")?)?;
	temperature(&cursor, &measurement)?;
	Ok(SensorReport {
		measurement,
		alert: cursor.term("exception")?,
		time: cursor.moment("time")?,
		fields: sensor_fields(&cursor, fields::SENSOR_REPORT)?,
	})
}

/// A temperature needs a unit, and one of temperatures: the chain watches over them.
fn temperature(cursor: &Cursor<'_>, measurement: &Term<MeasurementType>) -> Read<()> {
	if measurement.standard() != Some(MeasurementType::Temperature) {
		return Ok(());
	}
	let has_value =
		["value", "minValue", "maxValue", "meanValue"].iter().any(|field| cursor.has(field));
	match cursor.text("uom")?.map(str::parse) {
		Some(Ok(Unit::CELSIUS | Unit::FAHRENHEIT | Unit::KELVIN)) => Ok(()),
		None if has_value => cursor.refuse(Reason::MissingField("uom")),
		None => Ok(()),
		Some(_) => {
			let unit = cursor.text("uom")?.unwrap_or_default().to_owned();
			Err(Refusal { at: cursor.way("uom"), reason: Reason::NotATemperature(unit) })
		},
	}
}

/// The fields of metadata or of a report, each as its kind asks for, in the order of the hash.
fn sensor_fields(cursor: &Cursor<'_>, known: &'static [&'static str]) -> Read<Fields> {
	let mut standard = Vec::new();
	for field in known {
		let value = match *field {
			"type" => cursor.term::<MeasurementType>(field)?.map(|term| term.uri()),
			"exception" => cursor.term::<SensorAlert>(field)?.map(|term| term.uri()),
			"component" => cursor.term::<Component>(field)?.map(|term| term.uri()),
			"hexBinaryValue" => cursor.parsed(field, |text| {
				if text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
					Ok(text.to_owned())
				} else {
					Err(Reason::InvalidHex(text.to_owned()))
				}
			})?,
			"booleanValue" => match cursor.get(field) {
				None => None,
				Some(Node::Flag(flag)) => Some(flag.to_string()),
				Some(other) => return cursor.wrong(field, "a boolean", other),
			},
			"stringValue" => match cursor.get(field) {
				None => None,
				Some(Node::Text(text)) => Some(text.clone()),
				Some(other) => return cursor.wrong(field, "a string", other),
			},
			field if URIS.contains(&field) => cursor.uri(field)?,
			field if TIMES.contains(&field) => cursor.moment(field)?.map(time::utc),
			field if NUMBERS.contains(&field) => match cursor.get(field) {
				None => None,
				Some(Node::Number(number)) => Some(number.clone()),
				Some(other) => return cursor.wrong(field, "a number", other),
			},
			// All that is left is the unit.
			field => unit(cursor, field)?,
		};
		standard.extend(value.map(|value| (*field, value)));
	}
	let extensions = cursor.extensions(|key| known.contains(&key))?;
	Ok(Fields { standard, extensions })
}
