//! Who takes part.

use super::{document, read};
use crate::epcis::{Event, Parties};
use salus_primitives::codes::{Capability, CapabilitySet};
use serde_json::{json, Value};

fn read_all(events: Value) -> Vec<Event> {
	let Value::Array(events) = events else { panic!("no list") };
	let events = events.into_iter().map(|mut event| {
		event["eventTime"] = json!("2026-05-20T09:00:00Z");
		event["eventTimeZoneOffset"] = json!("+00:00");
		event["epcList"] = json!(["urn:epc:id:sgtin:4012345.011111.1"]);
		event["type"] = json!("ObjectEvent");
		event
	});
	let document = read(&document(events)).unwrap_or_else(|refusals| panic!("{refusals}"));
	document.events.into_iter().map(|(event, _)| event).collect()
}

fn journey() -> Vec<Event> {
	read_all(json!([
		{
			"action": "ADD", "bizStep": "commissioning",
			"readPoint": { "id": "urn:epc:id:sgln:4012345.00011.0" },
			"ilmd": { "cbvmda:lotNumber": "L1", "cbvmda:itemExpirationDate": "2028-05-31" },
		},
		{
			"action": "OBSERVE", "bizStep": "shipping",
			"readPoint": { "id": "urn:epc:id:sgln:4012345.00024.0" },
			"sourceList": [{ "type": "owning_party", "source": "urn:epc:id:pgln:4012345.00000" }],
			"destinationList": [
				{ "type": "owning_party", "destination": "urn:epc:id:pgln:4012345.00000" },
				{ "type": "location", "destination": "https://id.gs1.org/414/0614141000005" },
			],
		},
		{
			"action": "OBSERVE", "bizStep": "dispensing",
			"bizLocation": { "id": "https://id.gs1.org/414/0614141000005/254/shelf" },
		},
		{ "action": "OBSERVE", "bizStep": "holding", "readPoint": { "id": "https://example.com/gate" } },
	]))
}

#[test]
fn parties_should_be_one_for_each_company_prefix() {
	let events = journey();
	let parties = Parties::of(events.iter());
	let found: Vec<_> = parties
		.iter()
		.map(|(prefix, party)| (prefix, party.glns.len(), party.capabilities))
		.collect();
	let maker = CapabilitySet::of(&[Capability::Manufacturer, Capability::Wholesaler]);
	let pharmacy = CapabilitySet::of(&[Capability::Pharmacy]);
	assert_eq!(found, [("0614141000005", 1, pharmacy), ("4012345", 3, maker)]);
}

#[test]
fn actor_should_be_who_is_where_it_happens() {
	let events = journey();
	let parties = Parties::of(events.iter());
	let actors: Vec<_> = events.iter().map(|event| parties.actor(event)).collect();
	assert_eq!(actors, [Some("4012345"), Some("4012345"), Some("0614141000005"), None]);
	// The goods go to a place, whoever owns them.
	assert_eq!(parties.consignee(&events[1]), Some("0614141000005"));
	assert_eq!(parties.consignee(&events[0]), None);
}

#[test]
fn products_should_be_those_that_are_commissioned_in_lots() {
	let events = journey();
	let mut parties = Parties::of(events.iter());
	let products = |parties: &Parties| -> Vec<_> {
		parties.products().map(|(gtin, maker)| (gtin.to_string(), maker.to_owned())).collect()
	};
	let commissioned = ("04012345111118".to_owned(), "4012345".to_owned());
	assert_eq!(products(&parties), std::slice::from_ref(&commissioned));
	parties.add_product("urn:epc:id:sgtin:4012345.011111.7");
	parties.add_product("urn:epc:id:sgtin:0300000.019001.PQRLN256K3CA");
	parties.add_product("urn:epc:id:sscc:0300000.0000000001");
	assert_eq!(
		products(&parties),
		[("00300000190016".to_owned(), "0300000".to_owned()), commissioned]
	);
	let (_, maker) = parties.iter().find(|(prefix, _)| *prefix == "0300000").unwrap();
	assert!(maker.capabilities.contains(Capability::Manufacturer));
}
