//! Every rule, broken once.

use super::{document, events, read};
use crate::epcis::{coded, Document, Kind, Unkept};
use serde_json::{json, Value};

/// The names of what is wrong with a document of one event.
fn refused(event: Value) -> Vec<&'static str> {
	match read(&document([event])) {
		Ok(_) => Vec::new(),
		Err(refusals) => refusals.0.iter().map(|refusal| refusal.reason.name()).collect(),
	}
}

/// The event with a value at a JSON pointer; without it for null.
fn with(event: &Value, pointer: &str, value: Value) -> Value {
	let mut event = event.clone();
	let (parent, key) = pointer.rsplit_once('/').unwrap();
	let parent = event.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}"));
	match (parent, value) {
		(Value::Object(object), Value::Null) => {
			object.remove(key).unwrap_or_else(|| panic!("{pointer}"));
		},
		(Value::Object(object), value) => {
			object.insert(key.to_owned(), value);
		},
		(Value::Array(list), value) => list[key.parse::<usize>().unwrap()] = value,
		_ => panic!("{pointer}"),
	}
	event
}

#[test]
fn read_should_take_an_event_of_each_type_with_all_that_it_can_have() {
	for event in events() {
		assert_eq!(refused(event), Vec::<&str>::new());
	}
}

#[test]
fn read_should_take_a_single_event_and_the_answer_to_a_query() {
	let whole = document([events()[0].clone()]);
	let mut single = events()[0].clone();
	single["@context"] = whole["@context"].clone();
	assert_eq!(read(&single).unwrap().kind, Kind::Event);
	let hash = read(&whole).unwrap().events[0].1;
	assert_eq!(read(&single).unwrap().events[0].1, hash);
	let mut body_of_one = whole.clone();
	body_of_one["epcisBody"] = json!({ "event": events()[0] });
	assert_eq!(read(&body_of_one).unwrap().events[0].1, hash);
	body_of_one["epcisBody"]["event"]["bizStep"] = json!("transforming");
	let refusals = read(&body_of_one).unwrap_err();
	assert_eq!(refusals.0[0].at, "epcisBody.event.bizStep");

	let answer = json!({
		"@context": whole["@context"],
		"type": "EPCISQueryDocument",
		"schemaVersion": "2.0",
		"creationDate": "2026-05-20T10:00:00Z",
		"epcisBody": { "queryResults": {
			"queryName": "SimpleEventQuery",
			"subscriptionID": "1",
			"resultsBody": { "eventList": [events()[0]] },
		}},
	});
	assert_eq!(read(&answer).unwrap().events[0].1, hash);
	let names = [
		("/epcisBody/queryResults/queryName", "missing-field"),
		("/epcisBody/queryResults/resultsBody", "missing-field"),
		("/epcisBody/queryResults/resultsBody/eventList", "missing-field"),
		("/epcisBody/queryResults", "missing-field"),
	];
	for (pointer, name) in names {
		let refusals = read(&with(&answer, pointer, Value::Null)).unwrap_err();
		assert_eq!(refusals.0[0].reason.name(), name, "{pointer}");
	}
}

#[test]
fn read_should_refuse_when_an_event_breaks_a_rule_of_every_type() {
	let long = "x".repeat(21);
	let cases = [
		("/type", json!(null), "missing-field"),
		("/type", json!("QuantityEvent"), "unknown-type"),
		("/type", json!("ex:MyEvent"), "unknown-type"),
		("/eventTime", json!(null), "missing-field"),
		("/eventTime", json!("2026-05-20T09:00:00"), "invalid-time"),
		("/eventTime", json!("20 May 2026"), "invalid-time"),
		("/eventTime", json!("2026-02-30T09:00:00Z"), "invalid-time"),
		("/eventTime", json!(1_779_267_600), "wrong-kind"),
		("/eventTimeZoneOffset", json!(null), "missing-field"),
		("/eventTimeZoneOffset", json!("Z"), "invalid-offset"),
		("/eventTimeZoneOffset", json!("+15:00"), "invalid-offset"),
		("/eventTimeZoneOffset", json!("-4:00"), "invalid-offset"),
		("/recordTime", json!("yesterday"), "invalid-time"),
		("/eventID", json!("no id"), "invalid-uri"),
		("/eventID", json!("urn:uuid:374d95fc-9457-4a51-bd6a"), "invalid-event-id"),
		("/eventID", json!("ni:///sha-256;74f1?ver=CBV2.0"), "invalid-event-id"),
		("/certificationInfo", json!({ "gs1:agency": "x" }), "wrong-kind"),
		("/certificationInfo", json!([{ "gs1:agency": "x" }]), "wrong-kind"),
		("/certificationInfo", json!("certificate"), "invalid-uri"),
		("/errorDeclaration/declarationTime", json!(null), "missing-field"),
		("/errorDeclaration/declarationTime", json!("2026"), "invalid-time"),
		("/errorDeclaration/reason", json!("typo"), "not-in-vocabulary"),
		("/errorDeclaration/correctiveEventIDs", json!(["x"]), "invalid-uri"),
		("/errorDeclaration/note", json!("x"), "field-without-namespace"),
		("/bizStep", json!("transforming"), "not-in-vocabulary"),
		("/bizStep", json!("urn:epcglobal:cbv:bizstep:shipping"), "not-in-vocabulary"),
		("/bizStep", json!(""), "empty"),
		("/disposition", json!("in_transport"), "not-in-vocabulary"),
		("/disposition", json!("cbv:BizStep-shipping"), "not-in-vocabulary"),
		("/readPoint", json!("urn:epc:id:sgln:4012345.00011.0"), "wrong-kind"),
		("/readPoint/id", json!(null), "missing-field"),
		("/readPoint/id", json!("urn:epc:id:sgln:4012345.0001.0"), "invalid-key"),
		("/readPoint/gate", json!("7"), "field-without-namespace"),
		("/bizLocation/id", json!("https://id.gs1.org/414/4012345000116"), "invalid-key"),
		("/bizTransactionList/0/type", json!("order"), "not-in-vocabulary"),
		("/bizTransactionList/0/bizTransaction", json!(null), "missing-field"),
		("/bizTransactionList/0/bizTransaction", json!("PO-1"), "invalid-uri"),
		("/bizTransactionList/0/ex:more", json!("x"), "unknown-field"),
		("/sourceList/0/type", json!(null), "missing-field"),
		("/sourceList/0/type", json!("cbv:my_own_party"), "not-in-vocabulary"),
		("/sourceList/0/source", json!(null), "missing-field"),
		("/sourceList/0/destination", json!("ex:b"), "unknown-field"),
		("/destinationList/0/destination", json!("urn:epc:id:pgln:0614141.0000"), "invalid-key"),
		("/sensorElementList/0/sensorReport", json!([]), "missing-field"),
		("/sensorElementList/0/sensorReport", json!(null), "missing-field"),
		("/sensorElementList/0/sensorReport/0/type", json!(null), "missing-field"),
		("/sensorElementList/0/sensorReport/0/type", json!("Warmth"), "not-in-vocabulary"),
		(
			"/sensorElementList/0/sensorReport/0/type",
			json!("https://gs1.org/voc/Temperature"),
			"not-in-vocabulary",
		),
		("/sensorElementList/0/sensorReport/0/minValue", json!("2.5"), "wrong-kind"),
		("/sensorElementList/0/sensorReport/0/uom", json!("celsius"), "not-a-temperature"),
		("/sensorElementList/0/sensorReport/0/uom", json!("KMH"), "not-a-temperature"),
		("/sensorElementList/0/sensorReport/0/uom", json!(null), "missing-field"),
		("/sensorElementList/0/sensorReport/1/uom", json!("per hour"), "invalid-unit"),
		("/sensorElementList/0/sensorReport/0/limit", json!(8), "field-without-namespace"),
		("/sensorElementList/0/sensorReport/1/component", json!("w"), "not-in-vocabulary"),
		("/sensorElementList/0/sensorReport/1/booleanValue", json!("false"), "wrong-kind"),
		("/sensorElementList/0/sensorReport/1/hexBinaryValue", json!("0xf0"), "invalid-hex"),
		("/sensorElementList/0/sensorReport/1/uriValue", json!("here"), "invalid-uri"),
		("/sensorElementList/0/sensorReport/1/exception", json!("ALARM"), "not-in-vocabulary"),
		(
			"/sensorElementList/0/sensorMetadata/endTime",
			json!("2026-05-20T07:00:00-04:00"),
			"ends-before-start",
		),
		("/sensorElementList/0/sensorMetadata/deviceID", json!(5), "wrong-kind"),
		("/sensorElementList/0/position", json!("x"), "field-without-namespace"),
		("/ex:outer/no:inner", json!("x"), "undeclared-prefix"),
		("/ex:outer/ex:inner", json!([1, null]), "wrong-kind"),
		("/field", json!("x"), "field-without-namespace"),
		("/no:field", json!("x"), "undeclared-prefix"),
		("/epcis:field", json!("x"), "unknown-field"),
		("/@context", json!({ "action": "https://example.com/action" }), "redefined-term"),
		("/@context", json!({ "cbv": "https://example.com/" }), "redefined-term"),
	];
	for event in events() {
		for (pointer, value, name) in &cases {
			let event_type = event["type"].as_str().unwrap().to_owned();
			assert_eq!(
				refused(with(&event, pointer, value.clone())),
				[*name],
				"{event_type} {pointer} {value}"
			);
		}
	}
	let [object, ..] = events();
	for (pointer, value, name) in [
		("/ilmd/cbvmda:lotNumber", json!(long), "invalid-attribute"),
		("/ilmd/cbvmda:lotNumber", json!("L 1"), "invalid-attribute"),
		("/ilmd/cbvmda:itemExpirationDate", json!("31.05.2028"), "invalid-date"),
		("/ilmd/cbvmda:itemExpirationDate", json!("2028-02-30"), "invalid-date"),
		("/ilmd/materialType", json!("soil"), "field-without-namespace"),
		("/ilmd", json!([]), "wrong-kind"),
		("/persistentDisposition", json!({}), "missing-any-of"),
		("/persistentDisposition/set", json!([]), "empty"),
		("/persistentDisposition/set", json!(["completeness_inferred"]), "set-and-unset"),
		("/persistentDisposition/set", json!(["sound"]), "not-in-vocabulary"),
		("/persistentDisposition/unset", json!(["expired", "expired"]), "duplicate"),
		("/persistentDisposition/keep", json!(["expired"]), "unknown-field"),
	] {
		assert_eq!(refused(with(&object, pointer, value.clone())), [name], "{pointer} {value}");
	}
}

#[test]
fn read_should_refuse_when_identifiers_or_quantities_are_wrong() {
	let [object, ..] = events();
	for (epc, name) in [
		("urn:epc:id:sgtin:4012345.11111.1", "invalid-key"),
		("urn:epc:id:sgtin:4012345.011111", "invalid-key"),
		("urn:epc:id:sscc:4012345.000000011", "invalid-key"),
		("urn:epc:id:nothing:4012345.1", "invalid-key"),
		("urn:epc:class:lgtin:4012345.12345.L1", "invalid-key"),
		("https://id.gs1.org/01/04012345111119/21/1", "invalid-key"),
		("https://id.gs1.org/01/04012345111119", "invalid-key"),
		("https://id.gs1.org/01/04012345111118/21/123456789012345678901", "invalid-key"),
		("https://example.com/00/040123450000001113", "invalid-key"),
		("4012345", "invalid-uri"),
		("", "invalid-uri"),
	] {
		assert_eq!(refused(with(&object, "/epcList", json!([epc]))), [name], "{epc}");
	}
	for epcs in [json!("urn:epc:id:sgtin:4012345.011111.1"), json!([5]), json!([["a:b"]])] {
		assert_eq!(refused(with(&object, "/epcList", epcs.clone())), ["wrong-kind"], "{epcs}");
	}
	let twice = json!(["urn:epc:id:sgtin:4012345.011111.1", "urn:epc:id:sgtin:4012345.011111.1"]);
	assert_eq!(refused(with(&object, "/epcList", twice)), ["duplicate"]);
	let foreign =
		json!(["urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8", "https://example.com/thing"]);
	assert!(refused(with(&object, "/epcList", foreign)).is_empty());
	// A class has a hash like anything; the chain does not keep it as a single thing.
	for class in [
		"urn:epc:class:lgtin:4012345.012345.L1",
		"urn:epc:idpat:sgtin:4012345.012345.*",
		"https://id.gs1.org/01/04012345111118",
	] {
		let event = with(&object, "/epcList", json!([class]));
		assert!(refused(event.clone()).is_empty());
		let read = read(&document([event])).unwrap();
		let unkept = coded(&read.events[0].0).unwrap_err();
		assert_eq!(unkept, Unkept::ClassForInstance(class.to_owned()));
	}

	for (pointer, value, name) in [
		("/quantityList/0/epcClass", json!(null), "missing-field"),
		(
			"/quantityList/0/epcClass",
			json!("urn:epc:id:sgtin:4012345.011111.1"),
			"instance-for-class",
		),
		(
			"/quantityList/0/epcClass",
			json!("https://id.gs1.org/01/04012345111118/21/1"),
			"instance-for-class",
		),
		(
			"/quantityList/0/epcClass",
			json!("https://id.gs1.org/00/040123450000001112"),
			"instance-for-class",
		),
		("/quantityList/0/epcClass", json!("urn:epc:idpat:sgtin:4012345.066666"), "invalid-key"),
		("/quantityList/0/quantity", json!("2.5"), "wrong-kind"),
		("/quantityList/0/quantity", json!(0), "invalid-quantity"),
		("/quantityList/0/quantity", json!(-1), "invalid-quantity"),
		("/quantityList/0/quantity", json!(null), "missing-field"),
		("/quantityList/0/uom", json!("kg"), "invalid-unit"),
		("/quantityList/0/uom", json!("KILO"), "invalid-unit"),
		("/quantityList/0/uom", json!(null), "invalid-quantity"),
		("/quantityList/0/weight", json!(5), "unknown-field"),
		("/quantityList/0", json!("urn:epc:idpat:sgtin:4012345.066666.*"), "wrong-kind"),
		("/quantityList", json!({}), "wrong-kind"),
	] {
		assert_eq!(refused(with(&object, pointer, value.clone())), [name], "{pointer} {value}");
	}
}

#[test]
fn read_should_refuse_when_an_event_breaks_a_rule_of_its_type() {
	let [object, aggregation, transaction, transformation, association] = events();
	let whole_transaction = transaction.clone();
	let bare = |mut event: Value, fields: &[&str]| {
		for field in fields {
			event.as_object_mut().unwrap().remove(*field);
		}
		event
	};
	let nothing = ["epcList", "quantityList"];
	let no_children = ["childEPCs", "childQuantityList"];
	let cases = [
		(bare(object.clone(), &["action"]), "missing-field"),
		(with(&object, "/action", json!("CHANGE")), "not-in-vocabulary"),
		(with(&object, "/action", json!("OBSERVE")), "misplaced-field"),
		(
			with(&object, "/parentID", json!("urn:epc:id:sscc:4012345.0000000111")),
			"misplaced-field",
		),
		(with(&object, "/childEPCs", json!([])), "misplaced-field"),
		(bare(object.clone(), &["epcList", "quantityList", "readPoint"]), "missing-any-of"),
		(bare(object.clone(), &["epcList", "quantityList", "sensorElementList"]), "missing-any-of"),
		(bare(aggregation.clone(), &["parentID"]), "missing-field"),
		(
			with(&bare(aggregation.clone(), &["parentID"]), "/action", json!("DELETE")),
			"missing-field",
		),
		(bare(aggregation.clone(), &no_children), "missing-any-of"),
		(
			with(&aggregation, "/parentID", json!("https://id.gs1.org/01/04012345111118/21/1")),
			"own-parent",
		),
		(with(&aggregation, "/ilmd", json!({})), "misplaced-field"),
		(with(&aggregation, "/epcList", json!([])), "misplaced-field"),
		(bare(transaction.clone(), &["bizTransactionList"]), "missing-any-of"),
		(bare(transaction.clone(), &["epcList", "quantityList"]), "missing-any-of"),
		(
			with(&bare(transaction.clone(), &["quantityList", "parentID"]), "/epcList", json!([])),
			"missing-any-of",
		),
		(bare(transaction.clone(), &["epcList", "quantityList", "parentID"]), "missing-any-of"),
		(with(&transaction, "/ilmd", json!({})), "misplaced-field"),
		(with(&transformation, "/action", json!("ADD")), "misplaced-field"),
		(
			bare(
				transformation.clone(),
				&["outputEPCList", "outputQuantityList", "transformationID"],
			),
			"missing-any-of",
		),
		(
			bare(
				transformation.clone(),
				&["inputEPCList", "inputQuantityList", "transformationID"],
			),
			"missing-any-of",
		),
		(
			bare(
				transformation.clone(),
				&["inputEPCList", "inputQuantityList", "outputEPCList", "outputQuantityList"],
			),
			"missing-any-of",
		),
		(with(&transformation, "/epcList", json!([])), "misplaced-field"),
		(bare(association.clone(), &["parentID"]), "missing-field"),
		(with(&bare(association.clone(), &no_children), "/action", json!("ADD")), "missing-any-of"),
		(
			with(&bare(association.clone(), &["parentID"]), "/action", json!("OBSERVE")),
			"missing-field",
		),
		(with(&association, "/persistentDisposition", json!({})), "misplaced-field"),
	];
	for (event, name) in cases {
		assert_eq!(refused(event.clone()), [name], "{event:#}");
	}
	for event in [
		bare(object, &nothing),
		with(&bare(aggregation.clone(), &no_children), "/action", json!("DELETE")),
		with(&bare(aggregation, &["parentID"]), "/action", json!("OBSERVE")),
		with(
			&bare(transaction, &["epcList", "quantityList", "parentID"]),
			"/action",
			json!("DELETE"),
		),
		with(&bare(whole_transaction, &["quantityList"]), "/epcList", json!([])),
		bare(transformation.clone(), &["outputEPCList", "outputQuantityList"]),
		bare(transformation, &["inputEPCList", "inputQuantityList"]),
		bare(association, &no_children),
	] {
		assert!(refused(event.clone()).is_empty(), "{event:#}");
	}
}

#[test]
fn read_should_refuse_when_a_document_breaks_a_rule() {
	let whole = document(events().into_iter().take(1));
	for (pointer, value, name) in [
		("/@context", json!(null), "missing-context"),
		("/@context", json!([]), "missing-context"),
		("/@context", json!({ "ex": "https://ns.example.com/epcis/" }), "missing-context"),
		("/@context", json!("https://gs1.org/epcis-context.jsonld"), "missing-context"),
		("/@context/0", json!("no uri"), "invalid-uri"),
		("/@context/1", json!({ "ex": 5 }), "undeclared-prefix"),
		("/@context/1", json!({ "ex": "none" }), "invalid-uri"),
		("/type", json!(null), "missing-field"),
		("/type", json!("EPCISMasterDataDocument"), "unknown-type"),
		("/schemaVersion", json!(null), "missing-field"),
		("/schemaVersion", json!("1.2"), "unsupported-version"),
		("/schemaVersion", json!(2.0), "wrong-kind"),
		("/creationDate", json!(null), "missing-field"),
		("/creationDate", json!("2026-05-20"), "invalid-time"),
		("/id", json!("document 1"), "invalid-uri"),
		("/sender", json!(5), "wrong-kind"),
		("/epcisBody", json!(null), "missing-field"),
		("/epcisBody", json!([]), "wrong-kind"),
		("/epcisBody/eventList", json!(null), "missing-field"),
		("/epcisBody/eventList", json!({}), "wrong-kind"),
		("/epcisBody/eventList/0", json!("event"), "wrong-kind"),
		("/epcisBody/event", json!({}), "duplicate"),
		("/epcisBody/events", json!([]), "field-without-namespace"),
		("/ex:ignoreFields", json!(["bizStep"]), "invalid-uri"),
		("/ex:ignoreFields", json!([{ "ex:a": 1 }]), "wrong-kind"),
		("/author", json!("x"), "field-without-namespace"),
		("/no:author", json!("x"), "undeclared-prefix"),
		("/epcisHeader", json!({ "master": {} }), "field-without-namespace"),
		("/epcisHeader", json!({ "epcisMasterData": { "vocabularyList": [{}] } }), "missing-field"),
	] {
		let refusals = read(&with(&whole, pointer, value.clone())).unwrap_err();
		assert_eq!(refusals.0[0].reason.name(), name, "{pointer} {value}: {refusals}");
	}
	let twice = document([events()[0].clone(), events()[0].clone()]);
	assert_eq!(read(&twice).unwrap().events.len(), 2);
	let mut same = document([events()[0].clone(), events()[1].clone()]);
	assert_eq!(read(&same).unwrap_err().0[0].reason.name(), "duplicate");
	same["epcisBody"]["eventList"][1].as_object_mut().unwrap().remove("errorDeclaration");
	assert!(read(&same).is_ok());

	let text = whole.to_string();
	for (bytes, name) in [
		(&b""[..], "malformed"),
		(b"{", "malformed"),
		(b"[]", "wrong-kind"),
		(b"\xff", "malformed"),
		(&text.as_bytes()[..text.len() - 1], "malformed"),
		(
			text.replacen("\"action\"", "\"action\":\"OBSERVE\",\"action\"", 1).as_bytes(),
			"duplicate-key",
		),
		("[".repeat(200).as_bytes(), "malformed"),
	] {
		assert_eq!(Document::read(bytes).unwrap_err().0[0].reason.name(), name);
	}
}

#[test]
fn refusal_should_say_where() {
	let event = with(&events()[0], "/bizTransactionList/1/bizTransaction", json!("PO 1"));
	let refusals = read(&document([events()[1].clone(), event])).unwrap_err();
	assert_eq!(
		refusals.to_string(),
		"invalid-uri: epcisBody.eventList[1].bizTransactionList[1].bizTransaction is no URI: \"PO 1\""
	);
}

#[test]
fn read_should_refuse_or_take_whatever_stands_at_a_place() {
	let odd = [
		json!(null),
		json!(true),
		json!(-1.5),
		json!(""),
		json!(" "),
		json!(":"),
		json!("urn:epc:id:"),
		json!("urn:epc:id:sgtin:......"),
		json!("urn:epc:class:lgtin:4012345.é.é"),
		json!("https://id.gs1.org/01/"),
		json!("https://id.gs1.org/8003/0/%"),
		json!("2026-05-20T0é:00:00Z"),
		json!("+0é:0"),
		json!([]),
		json!([[]]),
		json!({}),
		json!({ "ex:a": { "": 1 } }),
	];
	for event in events().into_iter().take(2) {
		let whole = document([event]);
		let mut places = vec![String::new()];
		while let Some(place) = places.pop() {
			match whole.pointer(&place).unwrap() {
				Value::Object(object) => {
					places.extend(object.keys().map(|key| {
						format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"))
					}))
				},
				Value::Array(list) => {
					places.extend((0..list.len()).map(|i| format!("{place}/{i}")))
				},
				_ => {},
			}
			for value in &odd {
				let mut changed = whole.clone();
				*changed.pointer_mut(&place).unwrap() = value.clone();
				let Ok(document) = read(&changed) else { continue };
				for (event, _) in &document.events {
					assert!(
						coded(event).is_ok_and(|kept| kept.time == event.time),
						"{place} {value}"
					);
				}
			}
		}
	}
}
