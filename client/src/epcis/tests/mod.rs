//! Tests of the reader and the hash.

mod coded;
mod fixtures;
mod hash;
mod parties;
mod rules;
mod samples;

use super::{Document, Refusals};
use serde_json::{json, Value};

/// A document with these events, and a namespace `ex` for extensions.
fn document(events: impl IntoIterator<Item = Value>) -> Value {
	json!({
		"@context": [
			"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
			{ "ex": "https://ns.example.com/epcis/" },
		],
		"type": "EPCISDocument",
		"schemaVersion": "2.0",
		"creationDate": "2026-05-20T10:00:00Z",
		"epcisBody": { "eventList": events.into_iter().collect::<Vec<_>>() },
	})
}

fn read(document: &Value) -> Result<Document, Refusals> {
	Document::read(document.to_string().as_bytes())
}

/// An event of each type with whatever that type can have.
fn events() -> [Value; 5] {
	let with = |own: Value| {
		let mut event = json!({
			"eventTime": "2026-05-20T09:00:00.250-04:00",
			"eventTimeZoneOffset": "-04:00",
			"recordTime": "2026-05-20T13:00:01Z",
			"eventID": "urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8",
			"certificationInfo": ["https://example.org/certificate/2", "https://example.org/certificate/1"],
			"errorDeclaration": {
				"declarationTime": "2026-05-21T09:00:00Z",
				"reason": "incorrect_data",
				"correctiveEventIDs": ["urn:uuid:404d95fc-9457-4a51-bd6a-0bba133845a8"],
				"ex:note": "typed wrong",
			},
			"bizStep": "inspecting",
			"disposition": "in_progress",
			"readPoint": { "id": "urn:epc:id:sgln:4012345.00011.987", "ex:gate": "7" },
			"bizLocation": { "id": "https://id.gs1.org/414/4012345000115" },
			"bizTransactionList": [
				{ "type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:4012345000009:PO-1" },
				{ "bizTransaction": "urn:epc:id:gdti:4012345.11111.123" },
			],
			"sourceList": [
				{ "type": "owning_party", "source": "urn:epc:id:pgln:4012345.00000" },
				{ "type": "location", "source": "urn:epc:id:sgln:4012345.00011.0" },
			],
			"destinationList": [
				{ "type": "owning_party", "destination": "urn:epc:id:pgln:0614141.00000" },
				{ "type": "ex:carrier", "destination": "urn:epc:id:pgln:0614141.00777" },
			],
			"sensorElementList": [{
				"sensorMetadata": {
					"startTime": "2026-05-20T08:00:00-04:00",
					"endTime": "2026-05-20T09:00:00-04:00",
					"deviceID": "urn:epc:id:giai:4000001.111",
					"bizRules": "https://example.com/253/4012345000054987",
					"ex:calibrated": true,
				},
				"sensorReport": [
					{ "type": "Temperature", "minValue": 2.5, "maxValue": 7.9, "uom": "CEL", "sDev": 0.1 },
					{
						"type": "ex:shocks",
						"value": 0,
						"component": "x",
						"stringValue": "none",
						"booleanValue": false,
						"hexBinaryValue": "f0F0",
						"uriValue": "https://example.org/8004/401234599999",
						"exception": "gs1:ALARM_CONDITION",
						"ex:feature": "ex:lid",
					},
				],
				"ex:position": ["front", "top"],
			}],
			"ex:outer": { "ex:inner": [1, 2.5, "three"], "ex:deep": { "ex:deeper": "x" } },
			"ex:flag": true,
		});
		let fields = event.as_object_mut().unwrap();
		fields.extend(own.as_object().unwrap().clone());
		event
	};
	let epcs = json!(["urn:epc:id:sgtin:4012345.011111.1", "urn:epc:id:sgtin:4012345.011111.2"]);
	let quantities = json!([
		{ "epcClass": "urn:epc:class:lgtin:4012345.012345.L1", "quantity": 2.5, "uom": "KGM" },
		{ "epcClass": "https://id.gs1.org/01/04012345987652", "quantity": 10 },
		{ "epcClass": "urn:epc:idpat:sgtin:4012345.066666.*" },
	]);
	let ilmd = json!({
		"cbvmda:lotNumber": "L1",
		"cbvmda:itemExpirationDate": "2028-05-31",
		"ex:batch": { "ex:line": "4", "ex:shift": ["a", "b"] },
	});
	let persistent =
		json!({ "set": ["completeness_verified"], "unset": ["completeness_inferred"] });
	[
		with(json!({
			"type": "ObjectEvent", "action": "ADD", "epcList": epcs, "quantityList": quantities,
			"ilmd": ilmd, "persistentDisposition": persistent,
		})),
		with(json!({
			"type": "AggregationEvent", "action": "ADD", "parentID": "urn:epc:id:sscc:4012345.0000000111",
			"childEPCs": epcs, "childQuantityList": quantities,
		})),
		with(json!({
			"type": "TransactionEvent", "action": "OBSERVE", "parentID": "urn:epc:id:sscc:4012345.0000000111",
			"epcList": epcs, "quantityList": quantities,
		})),
		with(json!({
			"type": "TransformationEvent", "inputEPCList": epcs, "inputQuantityList": quantities,
			"outputEPCList": ["urn:epc:id:sgtin:4012345.077889.25"],
			"outputQuantityList": [{ "epcClass": "urn:epc:idpat:sgtin:4012345.044444.*", "quantity": 452.0, "uom": "KGM" }],
			"transformationID": "urn:epc:id:gdti:4012345.55555.1234",
			"ilmd": ilmd, "persistentDisposition": persistent,
		})),
		with(json!({
			"type": "AssociationEvent", "action": "DELETE", "parentID": "urn:epc:id:grai:4012345.55555.987",
			"childEPCs": ["urn:epc:id:giai:4000001.12345"], "childQuantityList": [],
		})),
	]
}
