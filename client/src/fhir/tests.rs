//! Bundles, read.

use super::*;
use salus_primitives::{
	codes::{Confidentiality, DataClass, Sensitivity},
	record::Labels,
};
use serde_json::{json, Value};

fn patient() -> Value {
	json!({
		"fullUrl": "urn:uuid:11111111-1111-4111-8111-111111111111",
		"resource": {
			"resourceType": "Patient",
			"id": "p1",
			"identifier": [{ "system": "urn:mrn", "value": "42" }],
		},
	})
}

fn observation(extra: Value) -> Value {
	let mut resource =
		json!({ "resourceType": "Observation", "subject": { "reference": "Patient/p1" } });
	if let (Value::Object(resource), Value::Object(extra)) = (&mut resource, extra) {
		resource.extend(extra);
	}
	json!({ "resource": resource })
}

fn read(entries: Vec<Value>) -> Result<Bundle, Refusal> {
	read_value(json!({ "resourceType": "Bundle", "type": "collection", "entry": entries }))
}

fn read_value(value: Value) -> Result<Bundle, Refusal> {
	Bundle::read(value.to_string().as_bytes())
}

fn about(subject: Value) -> Result<Bundle, Refusal> {
	read(vec![patient(), observation(json!({ "subject": subject }))])
}

fn labelled(security: Value) -> Result<Labels, Refusal> {
	read(vec![patient(), observation(json!({ "meta": { "security": security } }))])
		.map(|bundle| bundle.resources()[1].labels)
}

#[test]
fn read_should_take_the_example() {
	let bundle = Bundle::read(EXAMPLE.as_bytes()).unwrap();
	assert_eq!(bundle.resources().len(), 8);
	assert_eq!(bundle.skipped().to_string(), "1 Organization");
	let labelled = bundle.resources().iter().find(|one| !one.labels.sensitivity.is_empty());
	let expected = Labels::new(Confidentiality::R).with(Sensitivity::HIV);
	assert_eq!(labelled.unwrap().labels, expected);
}

#[test]
fn read_should_keep_every_byte_of_a_resource() {
	let resource = r#"{ "resourceType":"Patient",  "x": 1.0000, "note": "\u00e9 é" }"#;
	let text = format!(
		r#"{{"resourceType":"Bundle","type":"transaction","entry":[{{"resource":{resource}}}]}}"#
	);
	let bundle = Bundle::read(text.as_bytes()).unwrap();
	assert_eq!(bundle.resources()[0].json, resource);
}

#[test]
fn read_should_take_a_single_patient_and_a_byte_order_mark() {
	let bundle = Bundle::read("\u{feff}{\"resourceType\":\"Patient\"}\n".as_bytes()).unwrap();
	assert_eq!(bundle.resources().len(), 1);
	assert_eq!(bundle.resources()[0].class, DataClass::Demographics);
}

#[test]
fn read_should_refuse_when_not_fhir() {
	for text in ["", "{", "nonsense", "\u{1}", "[1]", "3", "null"] {
		assert!(matches!(Bundle::read(text.as_bytes()), Err(Refusal::Malformed(_))), "{text}");
	}
	assert!(matches!(Bundle::read(&[0xff, 0xfe]), Err(Refusal::Malformed(_))));
	let deep = format!("{{\"resourceType\":\"Patient\",\"a\":{}1", "[".repeat(100_000));
	assert!(matches!(Bundle::read(deep.as_bytes()), Err(Refusal::Malformed(_))));
	assert_eq!(read_value(json!({})), Err(Refusal::MissingResourceType(Place::Root)));
	assert_eq!(
		read(vec![patient(), json!({ "resource": { "id": "1" } })]),
		Err(Refusal::MissingResourceType(Place::Entry(1)))
	);
	assert!(matches!(read(vec![json!({ "resource": [] })]), Err(Refusal::Malformed(_))));
	assert!(matches!(
		read_value(json!({ "resourceType": "Bundle", "type": "batch", "entry": {} })),
		Err(Refusal::Malformed(_))
	));
}

#[test]
fn read_should_refuse_when_type_is_unknown() {
	let refused = read(vec![patient(), json!({ "resource": { "resourceType": "Patiemt" } })]);
	assert_eq!(
		refused,
		Err(Refusal::UnknownResourceType { place: Place::Entry(1), name: "Patiemt".into() })
	);
	assert!(matches!(
		read_value(json!({ "resourceType": 7 })),
		Err(Refusal::UnknownResourceType { .. })
	));
}

#[test]
fn read_should_refuse_when_the_bundle_holds_no_present_records() {
	for kind in ["history", "transaction-response", "batch-response", "", "colection"] {
		let value = json!({ "resourceType": "Bundle", "type": kind, "entry": [patient()] });
		assert_eq!(read_value(value), Err(Refusal::UnsupportedBundleType(kind.into())));
	}
	assert_eq!(read(vec![]), Err(Refusal::Empty));
	assert_eq!(
		read_value(json!({ "resourceType": "Bundle", "type": "searchset" })),
		Err(Refusal::Empty)
	);
}

#[test]
fn read_should_refuse_when_there_is_not_exactly_one_patient() {
	let directory = vec![
		json!({ "resource": { "resourceType": "Organization" } }),
		json!({ "resource": { "resourceType": "Location" } }),
		json!({ "resource": { "resourceType": "Location" } }),
	];
	assert_eq!(read(directory), Err(Refusal::NoPatient("2 Location, 1 Organization".into())));
	assert_eq!(read(vec![patient(), patient()]), Err(Refusal::SeveralPatients(2)));
	assert!(matches!(
		read_value(json!({ "resourceType": "Observation" })),
		Err(Refusal::NoPatient(_))
	));
}

#[test]
fn read_should_leave_out_and_count_what_is_about_nobody() {
	let bundle = read(vec![
		patient(),
		json!({ "resource": { "resourceType": "Organization", "id": "o" } }),
		json!({ "resource": { "resourceType": "Practitioner", "id": "o" } }),
		json!({ "request": { "method": "DELETE", "url": "Observation/1" } }),
	])
	.unwrap();
	assert_eq!(bundle.resources().len(), 1);
	assert_eq!(
		bundle.skipped().to_string(),
		"1 Organization, 1 Practitioner, 1 entry without a resource"
	);
}

#[test]
fn read_should_know_the_patient_by_every_name_it_has() {
	for subject in [
		json!({ "reference": "urn:uuid:11111111-1111-4111-8111-111111111111" }),
		json!({ "reference": "Patient/p1" }),
		json!({ "reference": "Patient/p1/_history/3" }),
		json!({ "reference": "https://example.org/fhir/Patient/p1" }),
		json!({ "reference": "Patient?identifier=urn:mrn|42" }),
		json!({ "identifier": { "system": "urn:mrn", "value": "42" } }),
	] {
		assert!(about(subject.clone()).is_ok(), "{subject}");
	}
}

#[test]
fn read_should_refuse_when_a_resource_is_about_somebody_else() {
	for subject in [
		json!({ "reference": "Patient/p2" }),
		json!({ "reference": "Patient/xp1" }),
		json!({ "reference": "https://example.org/fhir/xPatient/p1" }),
		json!({ "reference": "urn:uuid:22222222-2222-4222-8222-222222222222" }),
		json!({ "reference": "Group/g1" }),
		json!({ "reference": "Patient?identifier=urn:mrn|43" }),
		json!({ "identifier": { "system": "urn:other", "value": "42" } }),
	] {
		assert!(matches!(about(subject.clone()), Err(Refusal::ForeignPatient { .. })), "{subject}");
	}
	for subject in [json!({ "display": "J. Doe" }), json!({ "reference": "#p1" }), json!("p1")] {
		assert_eq!(about(subject), Err(Refusal::UnclearPatient(Place::Entry(1))));
	}
}

#[test]
fn read_should_look_for_the_patient_anywhere_when_no_subject_is_stated() {
	let provenance = |target: &str| {
		json!({ "resource": {
			"resourceType": "Provenance",
			"target": [{ "reference": target }, { "reference": "Observation/1" }],
		} })
	};
	assert!(read(vec![patient(), provenance("Patient/p1")]).is_ok());
	assert!(read(vec![patient(), provenance("Encounter/1")]).is_ok());
	assert!(matches!(
		read(vec![patient(), provenance("Patient/p2")]),
		Err(Refusal::ForeignPatient { .. })
	));
}

#[test]
fn read_should_look_into_bundles_within_the_bundle() {
	let inner = |id: &str, subject: &str| {
		json!({ "resource": { "resourceType": "Bundle", "type": "document", "entry": [
			{ "resource": { "resourceType": "Patient", "id": id } },
			{ "resource": { "resourceType": "Condition", "subject": { "reference": subject } } },
		] } })
	};
	assert!(read(vec![patient(), inner("p1", "Patient/p1")]).is_ok());
	for (id, subject) in [("p2", "Patient/p1"), ("p1", "Patient/p2")] {
		assert_eq!(
			read(vec![patient(), inner(id, subject)]),
			Err(Refusal::ForeignPatient { place: Place::Entry(1), reference: "Patient/p2".into() })
		);
	}
}

#[test]
fn read_should_refuse_when_a_resource_is_there_twice() {
	let twice = || observation(json!({ "id": "o1" }));
	assert_eq!(
		read(vec![patient(), twice(), twice()]),
		Err(Refusal::Duplicate { place: Place::Entry(2), key: "Observation/o1".into() })
	);
	let mut one = observation(json!({ "id": "o1" }));
	let mut other = observation(json!({ "id": "o2" }));
	one["fullUrl"] = json!("urn:uuid:3");
	other["fullUrl"] = json!("urn:uuid:3");
	assert!(matches!(read(vec![patient(), one, other]), Err(Refusal::Duplicate { .. })));
	let without_ids = || observation(json!({}));
	assert!(read(vec![patient(), without_ids(), without_ids()]).is_ok());
}

#[test]
fn class_should_follow_the_category() {
	let class_of = |category: Value| {
		read(vec![patient(), observation(json!({ "category": category }))])
			.map(|bundle| bundle.resources()[1].class)
			.unwrap()
	};
	let coding = |code: &str| json!({ "coding": [{ "code": code }] });
	assert_eq!(class_of(json!([coding("vital-signs")])), DataClass::VitalSigns);
	assert_eq!(class_of(json!([coding("local"), coding("laboratory")])), DataClass::Laboratory);
	assert_eq!(class_of(coding("imaging")), DataClass::Imaging);
	assert_eq!(class_of(json!([])), DataClass::OtherDiagnostics);
}

#[test]
fn labels_should_be_normal_when_nothing_is_said() {
	assert_eq!(labelled(json!([])), Ok(Labels::new(Confidentiality::N)));
}

#[test]
fn labels_should_be_kept_when_the_chain_knows_them() {
	let security = json!([
		{ "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R" },
		{ "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "HIV" },
		{ "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "PSY" },
		{ "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST" },
	]);
	let expected = Labels::new(Confidentiality::R).with(Sensitivity::HIV).with(Sensitivity::PSY);
	assert_eq!(labelled(security), Ok(expected));
}

#[test]
fn labels_should_be_refused_when_the_chain_can_not_keep_them() {
	for (system, code) in [
		("http://terminology.hl7.org/CodeSystem/v3-ActCode", "NORDSCLCD"),
		("http://terminology.hl7.org/CodeSystem/v3-ActCode", "NOSUCHCODE"),
		("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "X"),
		("http://terminology.hl7.org/CodeSystem/v3-ActReason", "TREAT"),
		("urn:local", "secret"),
		("", "R"),
	] {
		assert!(
			matches!(
				labelled(json!([{ "system": system, "code": code }])),
				Err(Refusal::UnknownLabel { .. })
			),
			"{system}|{code}"
		);
	}
}

#[test]
fn labels_should_hold_for_every_resource_when_they_are_on_the_bundle() {
	let bundle = read_value(json!({
		"resourceType": "Bundle",
		"type": "collection",
		"meta": { "security": [
			{ "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "V" },
			{ "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "SUD" },
		] },
		"entry": [patient(), observation(json!({}))],
	}))
	.unwrap();
	for resource in bundle.resources() {
		assert_eq!(resource.labels, Labels::new(Confidentiality::V).with(Sensitivity::SUD));
	}
}

#[test]
fn labels_should_be_those_of_all_that_a_resource_holds() {
	let restricted = |code: &str| {
		json!([
			{ "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R" },
			{ "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": code },
		])
	};
	let inner = json!({ "resource": { "resourceType": "Bundle", "type": "document", "entry": [
		{ "resource": { "resourceType": "Condition", "meta": { "security": restricted("PSY") } } },
	] } });
	let document = |label: Value| {
		json!({ "resource": {
			"resourceType": "DocumentReference",
			"subject": { "reference": "Patient/p1" },
			"securityLabel": [label],
		} })
	};
	let coded = document(json!({ "coding": restricted("HIV") }));
	let bundle = read(vec![patient(), inner, coded]).unwrap();
	for (place, label) in [(1, Sensitivity::PSY), (2, Sensitivity::HIV)] {
		let expected = Labels::new(Confidentiality::R).with(label);
		assert_eq!(bundle.resources()[place].labels, expected);
	}
	let text_alone = read(vec![patient(), document(json!({ "text": "secret" }))]);
	assert!(matches!(text_alone, Err(Refusal::UnknownLabel { place: Place::Entry(1), .. })));
}

#[test]
fn labels_should_hold_for_a_document_when_its_composition_has_them() {
	let composition = |code: &str| {
		json!({ "resource": {
			"resourceType": "Composition",
			"subject": { "reference": "Patient/p1" },
			"confidentiality": code,
		} })
	};
	let of = |kind: &str, code: &str| {
		let entries = [composition(code), patient()];
		read_value(json!({ "resourceType": "Bundle", "type": kind, "entry": entries }))
			.map(|bundle| bundle.resources()[1].labels.confidentiality)
	};
	assert_eq!(of("document", "V"), Ok(Confidentiality::V));
	assert_eq!(of("collection", "V"), Ok(Confidentiality::N));
	assert!(matches!(of("document", "Z"), Err(Refusal::UnknownLabel { .. })));
}

#[test]
fn read_should_say_what_a_file_is_when_it_is_no_json() {
	let said = |bytes: &[u8]| match Bundle::read(bytes) {
		Err(Refusal::Malformed(what)) => what,
		other => panic!("{other:?}"),
	};
	let lines = "{\"resourceType\":\"Patient\"}\n{\"resourceType\":\"Observation\"}\n";
	for (bytes, what) in [
		(&b" \n"[..], "the file is empty"),
		(b"\xef\xbb\xbf<Patient/>", "it is XML"),
		(b"\xff\xfe{\0}\0", "UTF-16"),
		(b"{\"a\":\"\xfc\"}", "not in UTF-8"),
		(b"[{}]", "a JSON array"),
		(lines.as_bytes(), "2 resources line by line"),
		(br#"{"resourceType":"Patient","id":"a","id":"b"}"#, "occurs twice in one object: id"),
	] {
		assert!(said(bytes).contains(what), "{}", said(bytes));
	}
}

#[test]
fn read_should_count_what_an_entry_asks_for_other_than_to_be_stored() {
	let asking = |method: &str| json!({ "resource": { "resourceType": "Parameters" }, "request": { "method": method } });
	let bundle = read(vec![patient(), asking("PATCH"), asking("PUT"), json!({})]).unwrap();
	assert_eq!(bundle.resources().len(), 2);
	assert_eq!(bundle.skipped().to_string(), "1 entry to PATCH, 1 entry without a resource");
}

#[test]
fn read_should_tell_patients_of_two_servers_apart() {
	let ours = json!({
		"fullUrl": "https://one.example/fhir/Patient/p1",
		"resource": { "resourceType": "Patient" },
	});
	let about = |reference: &str| {
		read(vec![ours.clone(), observation(json!({ "subject": { "reference": reference } }))])
	};
	for reference in ["Patient/p1", "https://one.example/fhir/Patient/p1/_history/2"] {
		assert!(about(reference).is_ok(), "{reference}");
	}
	let elsewhere = about("https://other.example/fhir/Patient/p1");
	assert!(matches!(elsewhere, Err(Refusal::ForeignPatient { .. })), "{elsewhere:?}");
}
