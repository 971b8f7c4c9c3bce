//! Consents with something wrong in them. Whatever is done to a document, reading it ends; and what is
//! put into it is never dropped in silence: the terms change, or it is refused, or the report names it.

use proptest::prelude::*;
use salus_client::{
	fhir::consent::{self, Conversion, Directory, Reference, Refused},
	primitives::{consent::Actor, OrganizationId, RecordId},
	AccountId32,
};
use serde_json::{json, Value};
use std::{fs, path::PathBuf};

const PARTICIPATION: &str = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
const ACT_REASON: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

/// Knows everybody, each by the hash of what the reference says.
struct Everybody;

impl Everybody {
	fn hash(reference: &Reference) -> [u8; 32] {
		let text = format!("{:?} {:?}", reference.literal, reference.identifier);
		sp_io::hashing::blake2_256(text.as_bytes())
	}
}

impl Directory for Everybody {
	fn actor(&self, reference: &Reference) -> Option<Actor<AccountId32>> {
		let [a, b, c, d, ..] = Self::hash(reference);
		match reference.kind.as_deref()? {
			"Organization" => {
				Some(Actor::Organization(OrganizationId(u32::from_le_bytes([a, b, c, d]))))
			},
			"Practitioner" => Some(Actor::Agent(AccountId32::new(Self::hash(reference)))),
			_ => None,
		}
	}

	fn record(&self, reference: &Reference) -> Option<RecordId> {
		Some(RecordId::from(Self::hash(reference)))
	}
}

fn read(document: &Value) -> Result<Conversion, Refused> {
	consent::read(document.to_string().as_bytes(), &Everybody)
}

fn coded(system: &str, code: &str) -> Value {
	json!({ "system": system, "code": code })
}

fn concept(system: &str, code: &str) -> Value {
	json!({ "coding": [coded(system, code)] })
}

fn actor(role: &str, reference: &str) -> Value {
	json!({ "role": concept(PARTICIPATION, role), "reference": { "reference": reference } })
}

/// The fixtures that can be read, and two documents that have something of everything.
fn documents() -> Vec<(String, Value)> {
	let folder = PathBuf::from("fixtures/consents");
	let mut all = vec![("rich R5".to_owned(), rich_r5()), ("rich R4".to_owned(), rich_r4())];
	for entry in fs::read_dir(folder).expect("the fixtures") {
		let path = entry.expect("readable").path();
		let name = path.file_name().expect("a name").to_string_lossy().into_owned();
		let document: Value =
			serde_json::from_slice(&fs::read(&path).expect("readable")).expect("JSON");
		if document["resourceType"] == "Consent" && read(&document).is_ok() {
			all.push((name, document));
		}
	}
	assert!(all.len() >= 9, "only {} documents", all.len());
	all
}

fn rich_provision() -> Value {
	json!({
		"period": { "start": "2021-01-01", "end": "2021-12-31" },
		"actor": [actor("PRCP", "Organization/clinic"), actor("CST", "Organization/archive")],
		"action": [concept("http://terminology.hl7.org/CodeSystem/consentaction", "access")],
		"securityLabel": [coded(ACT_CODE, "HIV")],
		"purpose": [coded(ACT_REASON, "TREAT")],
		"code": [concept("http://loinc.org", "34133-9")],
		"dataPeriod": { "start": "2010", "end": "2019" },
	})
}

fn rich_r5() -> Value {
	let mut provision = rich_provision();
	provision["resourceType"] = json!([coded("http://hl7.org/fhir/resource-types", "Observation")]);
	provision["provision"] = json!([{ "securityLabel": [coded(ACT_CODE, "PSY")] }]);
	json!({
		"resourceType": "Consent",
		"meta": { "profile": ["urn:own"] },
		"text": { "status": "generated", "div": "<div/>" },
		"contained": [{ "resourceType": "RelatedPerson", "id": "mother" }],
		"identifier": [{ "system": "urn:own", "value": "7" }],
		"status": "active",
		"category": [concept("http://loinc.org", "59284-0")],
		"subject": { "reference": "Patient/anna" },
		"date": "2021-01-01",
		"grantor": [{ "reference": "#mother" }],
		"controller": [{ "reference": "Organization/archive" }],
		"sourceAttachment": [{ "title": "on paper" }],
		"regulatoryBasis": [concept("http://hl7.org/fhir/ConsentPolicy", "hipaa-auth")],
		"policyBasis": { "uri": "urn:policy" },
		"verification": [{ "verified": true }],
		"decision": "deny",
		"provision": [provision],
	})
}

fn rich_r4() -> Value {
	let mut provision = rich_provision();
	provision["type"] = json!("permit");
	provision["class"] = json!([coded("http://hl7.org/fhir/resource-types", "Observation")]);
	provision["data"] = json!([
		{ "meaning": "instance", "reference": { "reference": "Observation/7" } },
	]);
	provision["provision"] = json!([{ "type": "deny", "securityLabel": [coded(ACT_CODE, "PSY")] }]);
	json!({
		"resourceType": "Consent",
		"status": "active",
		"scope": concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
		"category": [concept("http://loinc.org", "59284-0")],
		"patient": { "reference": "Patient/anna" },
		"dateTime": "2021-01-01T10:00:00Z",
		"performer": [{ "reference": "Patient/anna" }],
		"organization": [{ "reference": "Organization/archive" }],
		"sourceReference": { "reference": "DocumentReference/9" },
		"policy": [{ "uri": "urn:policy" }],
		"policyRule": concept(ACT_CODE, "OPTOUT"),
		"provision": provision,
	})
}

/// Every place of a document, by JSON pointer.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
	found.push(at.to_owned());
	match value {
		Value::Object(members) => {
			for (name, member) in members {
				places(
					member,
					&format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")),
					found,
				);
			}
		},
		Value::Array(items) => {
			for (index, item) in items.iter().enumerate() {
				places(item, &format!("{at}/{index}"), found);
			}
		},
		_ => (),
	}
}

fn all_places(document: &Value) -> Vec<String> {
	let mut found = Vec::new();
	places(document, "", &mut found);
	found
}

/// What can be put into a document at a place, each with its name.
fn additions(document: &Value, place: &str) -> Vec<(&'static str, Value)> {
	let r4 = document.get("patient").is_some();
	let mut all = Vec::new();
	let mut with = |what: &'static str, change: &dyn Fn(&mut Value)| {
		let mut changed = document.clone();
		change(changed.pointer_mut(place).expect("a place of the document"));
		all.push((what, changed));
	};
	let value = document.pointer(place).expect("a place of the document");
	let name = place.rsplit('/').next().unwrap_or_default();
	match value {
		Value::Object(members) => {
			with("an unknown field", &|one| one["weather"] = json!("rain"));
			with("a modifier extension", &|one| {
				one["modifierExtension"] = json!([{ "url": "urn:not", "valueBoolean": true }]);
			});
			with("an extension", &|one| one["extension"] = json!([{ "url": "urn:more" }]));
			if members.contains_key("actor") || members.contains_key("purpose") {
				with("a class", &|one| {
					let of_r4 = if r4 { "class" } else { "resourceType" };
					let class = coded("http://hl7.org/fhir/resource-types", "Immunization");
					match one.get_mut(of_r4).and_then(Value::as_array_mut) {
						Some(classes) => classes.push(class),
						None => one[of_r4] = json!([class]),
					}
				});
				with("an expression", &|one| one["expression"] = json!({ "language": "text/cql" }));
			}
			if members.contains_key("reference") && members["reference"].is_string() {
				with("an identifier", &|one| {
					one["identifier"] = json!({ "system": "urn:own", "value": "another" });
				});
			}
		},
		Value::Array(_) => {
			let mut push = |what: &'static str, more: Value| {
				with(what, &|one| one.as_array_mut().expect("a list").push(more.clone()));
			};
			match name {
				"coding" => {
					push("a coding of another system", coded("urn:own", "MORE"));
					let author = coded(PARTICIPATION, "AUT");
					// The same code once more adds nothing.
					if !value.as_array().is_some_and(|codings| codings.contains(&author)) {
						push("a coding of participation", author);
					}
				},
				"actor" => {
					push("a recipient", actor("IRCP", "Organization/further"));
					push("an author", actor("AUT", "Practitioner/further"));
					push("an actor of an unknown role", actor("XYZ", "Organization/further"));
				},
				"provision" => {
					let purpose = json!([coded(ACT_REASON, "HMARKT")]);
					push("a provision without a type", json!({ "purpose": purpose }));
					for kind in ["permit", "deny"] {
						push("a provision", json!({ "type": kind, "purpose": purpose }));
					}
				},
				"purpose" => push("a purpose", coded(ACT_REASON, "HPAYMT")),
				"securityLabel" => push("a label", coded(ACT_CODE, "SUD")),
				_ => push("nothing that belongs there", json!({ "weather": "rain" })),
			}
		},
		_ => (),
	}
	all
}

/// The place as the report writes it.
fn written(place: &str) -> String {
	let mut path = String::new();
	for part in place.split('/').skip(1) {
		match part.parse::<usize>() {
			Ok(index) => path.push_str(&format!("[{index}]")),
			Err(_) if path.is_empty() => path.push_str(part),
			Err(_) => path.push_str(&format!(".{part}")),
		}
	}
	path
}

fn is_named(conversion: &Conversion, place: &str) -> bool {
	let path = written(place);
	conversion.report.kept.iter().any(|kept| {
		path.strip_prefix(kept.as_str())
			.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
	})
}

#[test]
fn additions_should_change_the_terms_be_refused_or_be_named() {
	let (mut tried, mut dropped) = (0, Vec::new());
	for (name, document) in documents() {
		let before = read(&document).expect("readable");
		for place in all_places(&document) {
			for (what, changed) in additions(&document, &place) {
				tried += 1;
				let Ok(mut after) = read(&changed) else { continue };
				// Every change changes the hash of the document.
				after.terms.source = before.terms.source;
				let says_so = after.report != before.report || is_named(&after, &place);
				if after.terms == before.terms && !says_so {
					dropped.push(format!("{name}: {what} at {place:?}"));
				}
			}
		}
	}
	assert!(tried > 500, "only {tried}");
	assert!(dropped.is_empty(), "{} of {tried}:\n{}", dropped.len(), dropped.join("\n"));
}

#[test]
fn read_should_refuse_when_an_element_is_there_twice() {
	for (name, document) in documents() {
		let text = document.to_string();
		let twice = text.replacen('{', r#"{"status":"inactive","#, 1);
		let refused = consent::read(twice.as_bytes(), &Everybody).expect_err(&name);
		assert!(refused.to_string().contains("status"), "{refused}");
	}
}

#[derive(Clone, Debug)]
enum Mutation {
	Delete,
	Replace(Value),
	Duplicate,
	Rename(String),
}

fn values() -> impl Strategy<Value = Value> {
	prop_oneof![
		Just(Value::Null),
		Just(json!(true)),
		Just(json!(-1)),
		Just(json!(1e300)),
		Just(json!([])),
		Just(json!({})),
		Just(json!([[]])),
		Just(json!([null])),
		Just(json!({ "coding": [{}] })),
		Just(json!("permit")),
		Just(json!("2021-02-30T25:00:00Z")),
		Just(json!("9999-12-31")),
		Just(json!("0001")),
		Just(json!("#")),
		Just(json!("/")),
		Just(json!("urn:salus:organization")),
		".{0,8}".prop_map(Value::from),
		Just(json!("é".repeat(100_000))),
		Just(json!(vec![json!({ "coding": [] }); 300])),
	]
}

fn mutation() -> impl Strategy<Value = Mutation> {
	prop_oneof![
		Just(Mutation::Delete),
		values().prop_map(Mutation::Replace),
		Just(Mutation::Duplicate),
		prop_oneof![
			Just("provision".to_owned()),
			Just("type".to_owned()),
			Just("modifierExtension".to_owned()),
			Just("resourceType".to_owned()),
			"[a-zA-Z_]{0,12}",
		]
		.prop_map(Mutation::Rename),
	]
}

fn mutate(document: &mut Value, at: prop::sample::Index, mutation: &Mutation) {
	let places = all_places(document);
	let place = at.get(&places).clone();
	let Some((above, name)) = place.rsplit_once('/') else {
		if let Mutation::Replace(value) = mutation {
			*document = value.clone();
		}
		return;
	};
	match (document.pointer_mut(above), mutation) {
		(Some(Value::Object(members)), _) => {
			let Some(value) = members.remove(name) else { return };
			match mutation {
				Mutation::Delete => (),
				Mutation::Replace(other) => drop(members.insert(name.to_owned(), other.clone())),
				Mutation::Duplicate => {
					drop(members.insert(name.to_owned(), json!([value.clone(), value])));
				},
				Mutation::Rename(other) => drop(members.insert(other.clone(), value)),
			}
		},
		(Some(Value::Array(items)), _) => {
			let Ok(index) = name.parse::<usize>() else { return };
			match mutation {
				Mutation::Delete => drop(items.remove(index)),
				Mutation::Replace(other) => items[index] = other.clone(),
				Mutation::Duplicate => items.insert(index, items[index].clone()),
				Mutation::Rename(other) => items[index] = json!({ other.clone(): items[index] }),
			}
		},
		_ => (),
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(
		ProptestConfig::default().cases.max(64).saturating_mul(16)
	))]

	#[test]
	fn reading_should_end_whatever_is_done_to_a_document(
		which in any::<prop::sample::Index>(),
		mutations in prop::collection::vec((any::<prop::sample::Index>(), mutation()), 1..5),
	) {
		let documents = documents();
		let (_, mut document) = which.get(&documents).clone();
		for (at, mutation) in &mutations {
			mutate(&mut document, *at, mutation);
		}
		// Whatever comes of it is well-formed.
		if let Ok(conversion) = read(&document) {
			prop_assert!(conversion.terms.validate().is_ok(), "{}", document);
		}
	}
}
