//! What the chain keeps, written as EPCIS documents.

use super::time;
use salus_primitives::{
	epcis::{Event, EventType, Party, Quantity, SensorReport, What},
	gs1::Epc,
	provenance::CapturedEvent,
};
use serde_json::{json, Map, Value};

/// The context of every document that is written.
const CONTEXT: &str = "https://ref.gs1.org/standards/epcis/epcis-context.jsonld";
/// What stands for a document whose hash alone is on chain, as [`Epc::Foreign`] is written.
const FOREIGN: &str = "urn:salus:blake2-256:";

/// Captured events as the answer to a query, in EPCIS 2.0.
///
/// Identifiers are Digital Link URIs. What is on chain by its hash only, such as the numbers of
/// business documents, is `urn:salus:blake2-256:…`; what is not on chain at all is in the document
/// that the event's id, its hash, binds.
pub fn document<'a>(
	query: &str,
	created: u64,
	events: impl IntoIterator<Item = &'a CapturedEvent>,
) -> Value {
	let events: Vec<_> = events.into_iter().map(captured).collect();
	json!({
		"@context": [CONTEXT],
		"type": "EPCISQueryDocument",
		"schemaVersion": "2.0",
		"creationDate": time::utc(created),
		"epcisBody": { "queryResults": {
			"queryName": query,
			"resultsBody": { "eventList": events },
		}},
	})
}

/// One captured event.
pub fn captured(captured: &CapturedEvent) -> Value {
	let mut fields = fields(&captured.event);
	fields.insert("eventID".into(), json!(captured.hash));
	fields.insert("recordTime".into(), json!(time::utc(captured.recorded_at)));
	if let Some(error) = &captured.error {
		let mut declaration = Map::new();
		declaration.insert("declarationTime".into(), json!(time::utc(error.declared_at)));
		put(&mut declaration, "reason", error.reason);
		if !error.corrective_events.is_empty() {
			declaration
				.insert("correctiveEventIDs".into(), json!(error.corrective_events.to_vec()));
		}
		fields.insert("errorDeclaration".into(), declaration.into());
	}
	fields.into()
}

/// The fields of an event.
pub fn fields(event: &Event) -> Map<String, Value> {
	let mut fields = Map::new();
	fields.insert("type".into(), json!(event.what.event_type()));
	fields.insert("eventTime".into(), json!(time::utc(event.time)));
	fields.insert("eventTimeZoneOffset".into(), json!(offset(event.offset)));
	what(&mut fields, &event.what);
	put(&mut fields, "bizStep", event.biz_step);
	put(&mut fields, "disposition", event.disposition);
	let persistent = event.persistent_disposition;
	let mut persistently = Map::new();
	for (field, dispositions) in [("set", persistent.set), ("unset", persistent.unset)] {
		if !dispositions.is_empty() {
			persistently.insert(field.into(), json!(dispositions.iter().collect::<Vec<_>>()));
		}
	}
	let is_allowed =
		matches!(event.what.event_type(), EventType::ObjectEvent | EventType::TransformationEvent);
	if is_allowed && !persistently.is_empty() {
		fields.insert("persistentDisposition".into(), persistently.into());
	}
	for (field, place) in [("readPoint", &event.read_point), ("bizLocation", &event.biz_location)] {
		if let Some(place) = place {
			fields.insert(field.into(), json!({ "id": place }));
		}
	}
	let transactions = event.business_transactions.iter().map(|transaction| {
		let mut fields = Map::new();
		put(&mut fields, "type", transaction.kind);
		let uri = format!("{FOREIGN}{:#x}", transaction.document);
		fields.insert("bizTransaction".into(), json!(uri));
		fields.into()
	});
	put_list(&mut fields, "bizTransactionList", transactions.collect());
	put_list(&mut fields, "sourceList", parties("source", &event.sources));
	put_list(&mut fields, "destinationList", parties("destination", &event.destinations));
	put_list(
		&mut fields,
		"sensorElementList",
		event.sensor_reports.iter().map(sensor_element).collect(),
	);
	if let Some(lot) = &event.lot {
		let mut ilmd = Map::new();
		ilmd.insert("cbvmda:lotNumber".into(), json!(lot.lot));
		put(&mut ilmd, "cbvmda:itemExpirationDate", lot.expiry);
		fields.insert("ilmd".into(), ilmd.into());
	}
	fields
}

fn what(fields: &mut Map<String, Value>, what: &What) {
	put(fields, "action", what.action());
	put(fields, "parentID", what.parent());
	match what {
		What::Object { objects, quantities, .. }
		| What::Transaction { objects, quantities, .. } => {
			put_list(fields, "epcList", epcs(objects));
			put_list(fields, "quantityList", self::quantities(quantities));
		},
		What::Aggregation { children, quantities, .. }
		| What::Association { children, quantities, .. } => {
			put_list(fields, "childEPCs", epcs(children));
			put_list(fields, "childQuantityList", self::quantities(quantities));
		},
		What::Transformation { id, inputs, input_quantities, outputs, output_quantities } => {
			put_list(fields, "inputEPCList", epcs(inputs));
			put_list(fields, "inputQuantityList", self::quantities(input_quantities));
			put_list(fields, "outputEPCList", epcs(outputs));
			put_list(fields, "outputQuantityList", self::quantities(output_quantities));
			put(fields, "transformationID", id.map(|hash| format!("{FOREIGN}{hash:#x}")));
		},
	}
}

fn put(fields: &mut Map<String, Value>, name: &str, value: Option<impl serde::Serialize>) {
	if let Some(value) = value {
		fields.insert(name.into(), json!(value));
	}
}

fn put_list(fields: &mut Map<String, Value>, name: &str, list: Vec<Value>) {
	if !list.is_empty() {
		fields.insert(name.into(), list.into());
	}
}

fn epcs(objects: &[Epc]) -> Vec<Value> {
	objects.iter().map(|epc| json!(epc)).collect()
}

fn quantities(quantities: &[Quantity]) -> Vec<Value> {
	let quantity = |quantity: &Quantity| {
		let mut fields = Map::new();
		fields.insert("epcClass".into(), json!(quantity.class));
		put(&mut fields, "quantity", quantity.quantity.map(number));
		put(&mut fields, "uom", quantity.unit);
		fields.into()
	};
	quantities.iter().map(quantity).collect()
}

fn parties(field: &str, parties: &[Party]) -> Vec<Value> {
	parties.iter().map(|party| json!({ "type": party.kind, field: party.party })).collect()
}

fn sensor_element(report: &SensorReport) -> Value {
	let mut fields = Map::new();
	fields.insert("type".into(), json!(report.measurement));
	put(&mut fields, "exception", report.alert);
	put(&mut fields, "time", report.time.map(time::utc));
	put(&mut fields, "value", report.value.map(number));
	put(&mut fields, "minValue", report.min.map(number));
	put(&mut fields, "maxValue", report.max.map(number));
	put(&mut fields, "meanValue", report.mean.map(number));
	put(&mut fields, "uom", report.unit);
	json!({ "sensorReport": [fields] })
}

/// A number as JSON has it.
fn number(decimal: salus_primitives::epcis::Decimal) -> Value {
	// What a decimal is written as is a JSON number; one too long for a double loses its last digits,
	// as it would with any other reader of JSON.
	serde_json::from_str(&decimal.to_string()).unwrap_or(Value::Null)
}

/// An offset of so many minutes east of UTC.
fn offset(minutes: i16) -> String {
	let sign = if minutes < 0 { '-' } else { '+' };
	let minutes = minutes.unsigned_abs();
	format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}
