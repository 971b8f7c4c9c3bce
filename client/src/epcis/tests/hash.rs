//! What the hash depends on, and what not.

use super::{document, events, read};
use crate::epcis::hash;
use proptest::prelude::*;
use salus_primitives::epcis::EventHash;
use serde_json::{json, Map, Value};

fn hash_of(event: &Value) -> EventHash {
	match read(&document([event.clone()])) {
		Ok(document) => document.events[0].1,
		Err(refusals) => panic!("{refusals}: {event:#}"),
	}
}

/// The value with members of lists and objects in another order.
fn shuffled(value: &Value, order: &mut impl FnMut() -> u64) -> Value {
	match value {
		Value::Array(list) => {
			let mut list: Vec<_> =
				list.iter().map(|member| (order(), shuffled(member, order))).collect();
			list.sort_by_key(|(place, _)| *place);
			list.into_iter().map(|(_, member)| member).collect()
		},
		Value::Object(object) => {
			let mut members: Vec<_> =
				object.iter().map(|(key, value)| (order(), key, value)).collect();
			members.sort_by_key(|(place, ..)| *place);
			let members = members.into_iter();
			Value::Object(
				members.map(|(_, key, value)| (key.clone(), shuffled(value, order))).collect(),
			)
		},
		other => other.clone(),
	}
}

/// The text of a value with its members in the very order that it has here.
fn leaves(value: &Value, way: &str, found: &mut Vec<String>) {
	match value {
		Value::Array(list) => {
			for (i, member) in list.iter().enumerate() {
				leaves(member, &format!("{way}/{i}"), found);
			}
		},
		Value::Object(object) => {
			for (key, member) in object {
				leaves(
					member,
					&format!("{way}/{}", key.replace('~', "~0").replace('/', "~1")),
					found,
				);
			}
		},
		_ => found.push(way.to_owned()),
	}
}

/// Fields that are about the record, not the event.
const ABOUT_THE_RECORD: [&str; 3] = ["/eventID", "/recordTime", "/errorDeclaration"];

/// Another value that is allowed at a place.
fn other(value: &Value, way: &str) -> Value {
	let Some(text) = value.as_str() else {
		return match value {
			Value::Bool(flag) => json!(!flag),
			Value::Number(number) if number.is_f64() => json!(number.as_f64().unwrap() + 0.5),
			number => json!(number.as_i64().unwrap() + 1),
		};
	};
	let field = way.rsplit('/').find(|part| part.parse::<u8>().is_err()).unwrap();
	json!(match (field, text) {
		("eventTime" | "startTime", text) => text.replacen("05-20", "05-19", 1),
		("endTime", text) => text.replacen("09:00", "09:01", 1),
		("eventTimeZoneOffset", _) => "+05:30".to_owned(),
		("action", "OBSERVE") => "DELETE".to_owned(),
		("action", _) => "OBSERVE".to_owned(),
		("bizStep", _) => "holding".to_owned(),
		("disposition" | "set" | "unset", _) => "damaged".to_owned(),
		("component", _) => "y".to_owned(),
		("exception", _) => "ERROR_CONDITION".to_owned(),
		("uom", _) => "KEL".to_owned(),
		("hexBinaryValue", _) => "00".to_owned(),
		("type", "po") => "inv".to_owned(),
		("type", "owning_party" | "location") => "possessing_party".to_owned(),
		("type", "Temperature") => "Humidity".replacen("Humidity", "Time", 1),
		("cbvmda:itemExpirationDate", _) => "2028-06-30".to_owned(),
		("epcList" | "childEPCs" | "inputEPCList" | "outputEPCList", _) => {
			"urn:epc:id:sgtin:4012345.099999.9".to_owned()
		},
		("parentID", _) => "urn:epc:id:sscc:4012345.0000000999".to_owned(),
		("epcClass", _) => "urn:epc:class:lgtin:4012345.099999.L9".to_owned(),
		("id" | "source" | "destination", _) => "urn:epc:id:sgln:4012345.00099.9".to_owned(),
		(
			"certificationInfo" | "transformationID" | "bizTransaction" | "deviceID" | "bizRules"
			| "uriValue",
			_,
		) => {
			"https://example.com/other".to_owned()
		},
		(_, text) => format!("{text}x"),
	})
}

#[test]
fn hash_should_change_when_any_value_changes() {
	for event in events() {
		let hash = hash_of(&event);
		let mut ways = Vec::new();
		leaves(&event, "", &mut ways);
		for way in ways {
			if way == "/type" || (way == "/action" && event["ilmd"].is_object()) {
				continue;
			}
			let mut changed = event.clone();
			let value = changed.pointer_mut(&way).unwrap();
			*value = other(value, &way);
			let stays = ABOUT_THE_RECORD.iter().any(|field| way.starts_with(field));
			if stays {
				// Some of these would not be allowed; they are left out instead.
				let mut without = event.clone();
				let field = way.split('/').nth(1).unwrap();
				without.as_object_mut().unwrap().remove(field);
				assert_eq!(hash_of(&without), hash, "{way}");
			} else {
				assert_ne!(hash_of(&changed), hash, "{way}");
			}
		}
	}
}

#[test]
fn hash_should_change_when_any_optional_field_is_left_out() {
	for event in events() {
		let hash = hash_of(&event);
		for key in event.as_object().unwrap().keys() {
			let mut without = event.clone();
			without.as_object_mut().unwrap().remove(key);
			let Ok(read) = read(&document([without])) else { continue };
			let is_about_the_record = ABOUT_THE_RECORD.contains(&format!("/{key}").as_str());
			let is_empty = event[key].as_array().is_some_and(|list| list.is_empty());
			assert_eq!(read.events[0].1 == hash, is_about_the_record || is_empty, "{key}");
		}
	}
}

#[test]
fn hash_should_be_that_of_the_same_event_written_otherwise() {
	let event = json!({
		"type": "ObjectEvent",
		"eventTime": "2026-05-20T09:00:00-04:00",
		"eventTimeZoneOffset": "-04:00",
		"epcList": ["urn:epc:id:sgtin:4012345.011111.9876"],
		"action": "OBSERVE",
		"bizStep": "shipping",
		"readPoint": { "id": "urn:epc:id:sgln:4012345.00005.0" },
		"quantityList": [{ "epcClass": "urn:epc:class:lgtin:4012345.012345.L1", "quantity": 26.0 }],
		"ex:weight": "3.50",
		"ex:of": "ex:thing",
	});
	let hash = hash_of(&event);
	for (pointer, value) in [
		("/eventTime", json!("2026-05-20T13:00:00.000Z")),
		("/eventTime", json!("2026-05-20T15:00:00.0001+02:00")),
		("/epcList/0", json!("https://id.gs1.org/01/04012345111118/21/9876")),
		("/epcList/0", json!("http://example.com/x/01/04012345111118/10/L7/21/9876?17=280531")),
		("/bizStep", json!("cbv:BizStep-shipping")),
		("/bizStep", json!("https://ref.gs1.org/cbv/BizStep-shipping")),
		("/readPoint/id", json!("https://id.gs1.org/414/4012345000054")),
		("/quantityList/0/quantity", json!(26)),
		("/ex:weight", json!(3.5)),
		("/ex:of", json!("https://ns.example.com/epcis/thing")),
		("/rdfs:comment", json!("not part of what is said")),
		("/childless", json!(null)),
	] {
		let mut same = event.clone();
		match same.pointer_mut(pointer) {
			Some(place) => *place = value,
			None if value.is_null() => {},
			None => {
				same[&pointer[1..]] = value;
			},
		}
		assert_eq!(hash_of(&same), hash, "{pointer}");
	}
}

#[test]
fn text_should_be_in_canonical_order() {
	let read = read(&document([events()[1].clone()])).unwrap();
	let text = hash::text(&read.events[0].0);
	let expected = "eventType=AggregationEvent\
		eventTime=2026-05-20T13:00:00.250Z\
		eventTimeZoneOffset=-04:00\
		certificationInfo=https://example.org/certificate/1\
		certificationInfo=https://example.org/certificate/2\
		parentID=https://id.gs1.org/00/040123450000001112\
		childEPCs\
		epc=https://id.gs1.org/01/04012345111118/21/1\
		epc=https://id.gs1.org/01/04012345111118/21/2\
		childQuantityList\
		quantityElementepcClass=https://id.gs1.org/01/04012345123456/10/L1quantity=2.5uom=KGM\
		quantityElementepcClass=https://id.gs1.org/01/04012345666663\
		quantityElementepcClass=https://id.gs1.org/01/04012345987652quantity=10\
		action=ADD\
		bizStep=https://ref.gs1.org/cbv/BizStep-inspecting\
		disposition=https://ref.gs1.org/cbv/Disp-in_progress\
		readPointid=https://id.gs1.org/414/4012345000115/254/987{https://ns.example.com/epcis/}gate=7\
		bizLocationid=https://id.gs1.org/414/4012345000115\
		sensorElementListsensorElement\
		sensorMetadatastartTime=2026-05-20T12:00:00.000ZendTime=2026-05-20T13:00:00.000Z\
		deviceID=https://id.gs1.org/8004/4000001111\
		bizRules=https://id.gs1.org/253/4012345000054987\
		{https://ns.example.com/epcis/}calibrated=true\
		sensorReporttype=https://gs1.org/voc/TemperatureminValue=2.5maxValue=7.9sDev=0.1uom=CEL\
		sensorReporttype=https://ns.example.com/epcis/shocksexception=https://gs1.org/voc/ALARM_CONDITION\
		value=0component=https://ref.gs1.org/cbv/Comp-xstringValue=nonebooleanValue=falsehexBinaryValue=f0F0\
		uriValue=https://id.gs1.org/8004/401234599999\
		{https://ns.example.com/epcis/}feature=https://ns.example.com/epcis/lid\
		{https://ns.example.com/epcis/}position=front{https://ns.example.com/epcis/}position=top\
		bizTransactionList\
		bizTransaction=https://id.gs1.org/253/4012345111118123\
		type=https://ref.gs1.org/cbv/BTT-pobizTransaction=urn:epcglobal:cbv:bt:4012345000009:PO-1\
		destinationList\
		type=https://ns.example.com/epcis/carrierdestination=https://id.gs1.org/417/0614141007776\
		type=https://ref.gs1.org/cbv/SDT-owning_partydestination=https://id.gs1.org/417/0614141000005\
		sourceList\
		type=https://ref.gs1.org/cbv/SDT-locationsource=https://id.gs1.org/414/4012345000115\
		type=https://ref.gs1.org/cbv/SDT-owning_partysource=https://id.gs1.org/417/4012345000009\
		{https://ns.example.com/epcis/}flag=true\
		{https://ns.example.com/epcis/}outer\
		{https://ns.example.com/epcis/}deep{https://ns.example.com/epcis/}deeper=x\
		{https://ns.example.com/epcis/}inner=1\
		{https://ns.example.com/epcis/}inner=2.5\
		{https://ns.example.com/epcis/}inner=three";
	assert_eq!(text, expected);
}

/// The text of an object event of which only the fields after the time zone matter.
fn text_of(fields: Value) -> String {
	let mut event = json!({
		"type": "ObjectEvent",
		"eventTime": "2026-05-20T09:00:00Z",
		"eventTimeZoneOffset": "+00:00",
		"epcList": ["https://id.gs1.org/00/040123450000001112"],
		"action": "OBSERVE",
	});
	event.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
	let read = read(&document([event])).unwrap_or_else(|refusals| panic!("{refusals}"));
	let text = hash::text(&read.events[0].0);
	let start = "eventType=ObjectEventeventTime=2026-05-20T09:00:00.000ZeventTimeZoneOffset=+00:00";
	text.strip_prefix(start).unwrap().to_owned()
}

#[test]
fn text_should_follow_each_rule_of_the_standard() {
	let epc = "epcListepc=https://id.gs1.org/00/040123450000001112action=OBSERVE";
	let ex = "{https://ns.example.com/epcis/}";
	for (rule, fields, text) in [
		("white space around a value is cut off", json!({ "ex:a": "  b c\t" }), "EXa=b c"),
		(
			"numbers have no superfluous zeros",
			json!({ "ex:a": ["0.3400", 7.0, "+08"] }),
			"EXa=0.34EXa=7EXa=8",
		),
		(
			"values are in the order of their bytes",
			json!({ "ex:a": ["b", "B", "~", "1", "é"] }),
			"EXa=1EXa=BEXa=bEXa=~EXa=é",
		),
		(
			"so are names, within what encloses them",
			json!({ "ex:b": { "ex:d": "1", "ex:c": "2" }, "ex:B": "3" }),
			"EXB=3EXbEXc=2EXd=1",
		),
		(
			"a moment in an extension stays as it is written",
			json!({ "ex:a": "2026-05-20T09:00:00+02:00" }),
			"EXa=2026-05-20T09:00:00+02:00",
		),
		(
			"a name within an extension may lack a namespace",
			json!({ "ex:a": { "b": { "c": 1 } } }),
			"EXabc=1",
		),
		(
			"so may what JSON-LD calls a thing",
			json!({ "ex:a": { "type": "ex:T", "ex:b": "1" } }),
			"EXatype=https://ns.example.com/epcis/TEXb=1",
		),
		("an empty value is its name alone", json!({ "ex:a": "", "ex:b": {} }), "EXaEXb"),
		("an empty list is nothing", json!({ "ex:a": [], "bizTransactionList": [] }), ""),
		(
			"URNs of CBV become web URIs in extensions too",
			json!({ "ex:a": "urn:epcglobal:cbv:disp:in_transit" }),
			"EXa=https://ref.gs1.org/cbv/Disp-in_transit",
		),
		(
			"so do identifiers of GS1",
			json!({ "ex:a": "urn:epc:id:pgln:4012345.00000" }),
			"EXa=https://id.gs1.org/417/4012345000009",
		),
		(
			"at whatever host",
			json!({ "ex:a": "https://example.com/gtin/4012345111118/ser/5?x=1" }),
			"EXa=https://id.gs1.org/01/04012345111118/21/5",
		),
		(
			"a date in a path is no identifier",
			json!({ "ex:a": "https://example.com/2026/01/17/x" }),
			"EXa=https://example.com/2026/01/17/x",
		),
		("a flag is a word", json!({ "ex:a": true }), "EXa=true"),
	] {
		assert_eq!(text_of(fields), format!("{epc}{}", text.replace("EX", ex)), "{rule}");
	}
}

#[test]
fn text_should_leave_out_what_a_repository_has_added() {
	let added = json!({
		"ex:storedAs": "7", "ex:seen": { "ex:by": "x" }, "ex:ours": { "ex:storedAs": "8", "ex:a": "1" },
	});
	let mut event = events()[1].clone();
	event.as_object_mut().unwrap().extend(added.as_object().unwrap().clone());
	let mut bare = events()[1].clone();
	bare["ex:ours"] = json!({ "ex:a": "1" });
	let plain = hash_of(&bare);
	assert_ne!(hash_of(&event), plain);

	let mut whole = document([event.clone()]);
	whole["ex:ignoreFields"] = json!(["ex:storedAs", "https://ns.example.com/epcis/seen"]);
	assert_eq!(read(&whole).unwrap().events[0].1, plain);
	let answer = json!({
		"@context": whole["@context"],
		"type": "EPCISQueryDocument",
		"schemaVersion": "2.0",
		"creationDate": "2026-05-20T10:00:00Z",
		"epcisBody": { "queryResults": {
			"queryName": "SimpleEventQuery",
			"ex:ignoreFields": ["ex:storedAs", "ex:seen"],
			"resultsBody": { "eventList": [event] },
		}},
	});
	assert_eq!(read(&answer).unwrap().events[0].1, plain);
	// What is of the standard stays, though a document asks to leave it out.
	whole["ex:ignoreFields"] = json!(["epcis:bizStep", "ex:storedAs", "ex:seen"]);
	assert_eq!(read(&whole).unwrap().events[0].1, plain);
}

proptest! {
	#[test]
	fn hash_should_stay_when_lists_and_keys_are_in_another_order(seed in any::<u64>()) {
		let mut state = seed;
		let mut order = move || {
			state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
			state >> 33
		};
		for event in events() {
			let reordered = shuffled(&event, &mut order);
			let text = in_order(&reordered, &mut order);
			let whole = document([json!("EVENT")]).to_string().replacen("\"EVENT\"", &text, 1);
			let read = crate::epcis::Document::read(whole.as_bytes()).unwrap();
			prop_assert_eq!(read.events[0].1, hash_of(&event));
		}
	}

	#[test]
	fn canonical_should_change_nothing_when_it_is_canonical(text in "[ -~]{0,40}") {
		let once = hash::canonical(&text);
		prop_assert_eq!(hash::canonical(&once), once);
	}
}

/// JSON with the keys of objects in a random order, which a `Map` would sort.
fn in_order(value: &Value, order: &mut impl FnMut() -> u64) -> String {
	match value {
		Value::Array(list) => {
			let members: Vec<_> = list.iter().map(|member| in_order(member, order)).collect();
			format!("[{}]", members.join(","))
		},
		Value::Object(object) => {
			let object: &Map<String, Value> = object;
			let mut members: Vec<_> = object
				.iter()
				.map(|(key, value)| (order(), format!("{}:{}", json!(key), in_order(value, order))))
				.collect();
			members.sort();
			let members: Vec<_> = members.into_iter().map(|(_, member)| member).collect();
			format!("{{{}}}", members.join(","))
		},
		other => other.to_string(),
	}
}
