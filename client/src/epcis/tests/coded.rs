//! Events coded for the chain, and back.

use super::{document, events, read};
use crate::epcis::{coded, written, Unkept};
use salus_primitives::{
	epcis::{Action, BizStep, Disposition, EventHash, SourceDestinationType, What, MAX_UNITS},
	gs1::Epc,
	provenance::CapturedEvent,
	OrganizationId,
};
use serde_json::{json, Value};

fn coded_of(event: Value) -> Result<salus_primitives::epcis::Event, Unkept> {
	let document = read(&document([event])).unwrap_or_else(|refusals| panic!("{refusals}"));
	coded(&document.events[0].0)
}

#[test]
fn coded_should_say_what_when_where_and_why() {
	let [object, aggregation, ..] = events();
	let event = coded_of(object).unwrap();
	assert_eq!(event.time, 1_779_282_000_250);
	assert_eq!(event.offset, -240);
	assert_eq!(event.biz_step, Some(BizStep::Inspecting));
	let lot = event.lot.clone().unwrap();
	assert_eq!((lot.lot.as_str(), lot.expiry.unwrap().to_string().as_str()), ("L1", "2028-05-31"));
	assert_eq!(event.business_transactions.len(), 2);
	assert_eq!(event.temperatures(), Some((2_500, 7_900)));
	assert_eq!(
		event.read_point.unwrap().to_string(),
		"https://id.gs1.org/414/4012345000115/254/987"
	);
	// The carrier's type is a user's, which the chain has no code for.
	let destinations: Vec<_> = event.destinations.iter().map(|party| party.kind).collect();
	assert_eq!(destinations, [SourceDestinationType::OwningParty]);

	let What::Aggregation { action, parent, children, quantities } =
		coded_of(aggregation).unwrap().what
	else {
		panic!("another type")
	};
	assert_eq!(action, Action::Add);
	assert_eq!(parent.unwrap().to_string(), "https://id.gs1.org/00/040123450000001112");
	assert_eq!((children.len(), quantities.len()), (2, 3));
	assert_eq!(quantities[0].quantity.unwrap().to_string(), "2.5");
}

#[test]
fn coded_should_name_a_thing_once_when_both_forms_name_it() {
	let mut event = events()[0].clone();
	event["epcList"] =
		json!(["urn:epc:id:sscc:4012345.0000000333", "https://id.gs1.org/00/040123450000003338"]);
	assert_eq!(coded_of(event).unwrap().what.objects().count(), 1);
}

#[test]
fn coded_should_be_refused_when_a_person_may_be_named() {
	for person in
		["urn:epc:id:gsrn:4012345.9876540000", "https://id.gs1.org/8017/401234500000987658"]
	{
		for pointer in ["/epcList/0", "/readPoint/id", "/sourceList/0/source"] {
			let mut event = events()[0].clone();
			*event.pointer_mut(pointer).unwrap() = json!(person);
			let unkept = coded_of(event);
			assert_eq!(unkept, Err(Unkept::IdentifiesPerson(person.to_owned())), "{pointer}");
		}
	}
}

#[test]
fn coded_should_be_refused_when_there_is_too_much() {
	let mut event = events()[0].clone();
	let epcs = |count: u32| -> Vec<String> {
		(0..count).map(|n| format!("urn:epc:id:sgtin:4012345.011111.{n}")).collect()
	};
	event["epcList"] = json!(epcs(MAX_UNITS));
	assert!(coded_of(event.clone()).is_ok());
	event["epcList"] = json!(epcs(MAX_UNITS + 1));
	let found = MAX_UNITS as usize + 1;
	assert_eq!(coded_of(event), Err(Unkept::TooMany { what: "objects", found, most: MAX_UNITS }));
	let mut event = events()[0].clone();
	event["quantityList"][0]["quantity"] = json!(1e30);
	assert!(matches!(coded_of(event), Err(Unkept::TooLongNumber(_))));
}

#[test]
fn written_should_be_read_as_what_was_coded() {
	let captured: Vec<_> = events()
		.into_iter()
		.enumerate()
		.map(|(n, event)| CapturedEvent {
			hash: EventHash([n as u8; 32]),
			event: coded_of(event).unwrap(),
			by: OrganizationId(0),
			recorded_at: 1_779_282_001_000,
			tracked: false,
			error: None,
		})
		.collect();
	let written = written::document("trace", 1_779_282_002_000, &captured);
	let read = read(&written).unwrap_or_else(|refusals| panic!("{refusals}: {written:#}"));
	assert_eq!(read.events.len(), captured.len());
	for ((event, _), captured) in read.events.iter().zip(&captured) {
		assert_eq!(coded(event).unwrap(), captured.event);
		assert_eq!(event.id.as_deref(), Some(captured.hash.to_string().as_str()));
		assert_eq!(event.record_time, Some(captured.recorded_at));
	}
}

#[test]
fn event_that_the_chain_made_should_have_the_hash_of_its_document() {
	let objects: Vec<Epc> = [
		"urn:epc:id:sgtin:4012345.077889.a!b;c",
		"urn:epc:id:sscc:4012345.0000000111",
		"https://example.com/crate/7",
	]
	.map(|uri| uri.parse().unwrap())
	.to_vec();
	for (disposition, objects) in
		[(Some(Disposition::Returned), objects.clone()), (None, objects[..1].to_vec())]
	{
		let (hash, event) = salus_primitives::epcis::Event::observed(
			1_779_282_000_050,
			objects.try_into().unwrap(),
			BizStep::Shipping,
			disposition,
		);
		let captured = CapturedEvent {
			hash,
			event,
			by: OrganizationId(0),
			recorded_at: 1_779_282_000_050,
			tracked: true,
			error: None,
		};
		let read = read(&written::document("trace", 1_779_282_002_000, [&captured])).unwrap();
		assert_eq!(read.events[0].1, hash, "{}", crate::epcis::hash::text(&read.events[0].0));
	}
}

#[test]
fn written_should_have_the_urns_of_what_is_foreign() {
	let mut event = events()[0].clone();
	event["epcList"] = json!(["https://example.com/thing"]);
	let coded = coded_of(event).unwrap();
	let Some(Epc::Foreign(hash)) = coded.what.objects().next() else { panic!("no thing of GS1") };
	let written = written::fields(&coded);
	assert_eq!(written["epcList"], json!([format!("urn:salus:blake2-256:{hash:#x}")]));
}
