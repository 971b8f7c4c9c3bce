//! Probes as requests.

use super::*;
use crate::{keys, AccountId32};
use salus_primitives::{
	codes::{Confidentiality, ConsentAction, DataClass, Purpose, ResourceType, Sensitivity},
	consent::{code_hash, Actor, Test},
	record::Labels,
	OrganizationId,
};
use serde_json::{json, Value};

/// Organizations of the file get numbers from here on.
const FIRST: u32 = 50;

fn document() -> Value {
	let system = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
	json!({
		"resourceType": "Consent",
		"status": "active",
		"subject": { "reference": "Patient/anna" },
		"date": "2021-05-04",
		"period": { "start": "2021-05-01", "end": "2021-12-31" },
		"decision": "deny",
		"provision": [{
			"actor": [{
				"role": { "coding": [{ "system": system, "code": "PRCP" }] },
				"reference": { "reference": "Organization/clinic" },
			}],
			"purpose": [
				{ "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HRESCH" },
				{ "system": "urn:projects", "code": "SUNRISE" },
			],
		}],
	})
}

fn plan(probes: Value) -> Case {
	plan_of(&document(), probes)
}

fn plan_of(document: &Value, probes: Value) -> Case {
	let expected = json!({ "files": { "a.json": { "probes": probes } } });
	let expected = Expected::read(expected.to_string().as_bytes()).expect("of the known form");
	Case::plan(document.to_string().as_bytes(), &expected.files[0], FIRST)
}

/// The question of a probe with these fields.
fn asked(fields: Value) -> (Case, Question) {
	let case = plan(json!([probe(fields)]));
	let question = case.questions[0].clone().unwrap_or_else(|unasked| panic!("{}", unasked.why));
	(case, question)
}

fn unasked(fields: Value) -> String {
	match plan(json!([probe(fields)])).questions.remove(0) {
		Ok(question) => panic!("asked as {question:?}"),
		Err(unasked) => unasked.why,
	}
}

fn probe(fields: Value) -> Value {
	let mut probe = json!({ "id": "a#1", "action": "access", "expected": "permit" });
	if let (Value::Object(probe), Value::Object(fields)) = (&mut probe, fields) {
		probe.extend(fields);
	}
	probe
}

fn person(case: &Case, name: &str) -> Person {
	let people = case.stage.people().expect("keys");
	people.into_iter().find(|person| person.name == name).expect("somebody of that name")
}

#[test]
fn asker_should_be_the_organization_or_its_agent() {
	let (case, question) = asked(json!({ "actor": "Organization/clinic" }));
	assert_eq!(question.request.organization, Some(OrganizationId(FIRST)));
	assert_eq!(question.request.agent, None);
	// The consent names the same.
	let terms = &case.conversion.as_ref().expect("converted").terms;
	let named = vec![Actor::Organization(OrganizationId(FIRST))];
	assert!(terms.provisions[0]
		.tests
		.iter()
		.any(|test| matches!(test, Test::Recipients(actors) if actors.to_vec() == named)));

	let other = json!({ "actor": "Practitioner/other", "actor_org": "Organization/clinic" });
	let (case, question) = asked(other);
	let agent = person(&case, "Practitioner/other of Organization/clinic");
	assert_eq!(agent.organization, "Organization/clinic");
	assert_eq!(question.request.agent, Some(keys::account(&agent.key)));

	let (case, question) = asked(json!({ "actor": "(the app)", "actor_org": null }));
	let agent = person(&case, "(the app)");
	assert_ne!(agent.organization, "Organization/clinic");
	assert_eq!(question.request.agent, Some(keys::account(&agent.key)));

	let (case, question) = asked(json!({ "actor": "Patient/anna" }));
	let key = case.stage.patient_key().expect("a key");
	assert_eq!(question.request.agent, Some(keys::account(&key)));
}

#[test]
fn probe_should_not_be_asked_when_it_says_what_is_not_known() {
	for (fields, why) in [
		(json!({ "weather": "rain" }), "unknown field weather"),
		(json!({ "purpose": "TREATMENT" }), "unknown purpose TREATMENT"),
		(json!({ "action": "read" }), "unknown action read"),
		(json!({ "action": null }), "no action"),
		(json!({ "data_class": "lab" }), "unknown class lab"),
		(json!({ "data_label": "SOC" }), "unknown label SOC"),
		(json!({ "data_code": "XYZ" }), "XYZ is of no code system that could be told"),
		(json!({ "at": "soon" }), "soon is no time on chain"),
		(json!({ "actor": 7 }), "actor is 7"),
	] {
		assert_eq!(unasked(fields), why);
	}
	let two_places = plan(json!([
		probe(json!({ "actor": "Practitioner/1", "actor_org": "Organization/a" })),
		probe(json!({ "actor": "Practitioner/1", "actor_org": "Organization/b" })),
	]));
	assert!(two_places.questions[0].is_ok() && two_places.questions[1].is_err());
	let refused = plan_of(&json!({ "resourceType": "Consent" }), json!([probe(json!({}))]));
	assert!(refused.conversion.is_err() && refused.questions[0].is_err());
}

#[test]
fn data_should_be_described_by_the_standards_codes() {
	let (_, question) = asked(json!({
		"data_custodian": "Organization/archive",
		"data_author": "Organization/clinic",
		"data_class": "MedicationRequest",
		"data_label": "HIV",
		"data_document_type": "application/hl7-cda+xml",
		"data_code": ["34133-9", "urn:own|A"],
		"data_time": "2015-01-15",
	}));
	let request = question.request;
	assert_eq!(request.custodian, Some(OrganizationId(FIRST + 1)));
	assert_eq!(request.author, Some(OrganizationId(FIRST)));
	assert_eq!(request.resource_type, Some(ResourceType::MedicationRequest));
	assert_eq!(request.class, Some(DataClass::Medication));
	assert_eq!(request.labels, Some(Labels::new(Confidentiality::R).with(Sensitivity::HIV)));
	assert_eq!(
		request.document_type,
		Some(code_hash("urn:ietf:bcp:13", "application/hl7-cda+xml"))
	);
	let codes = [code_hash("http://loinc.org", "34133-9"), code_hash("urn:own", "A")];
	assert_eq!(request.codes.to_vec(), codes);
	assert_eq!(request.data_time, Some(1_421_280_000_000));

	let (_, question) = asked(json!({ "data_class": "Observation", "data_label": null }));
	assert_eq!(question.request.class, None);
	assert_eq!(question.request.labels, Some(Labels::new(Confidentiality::N)));
	let (_, question) = asked(json!({ "data_class": "laboratory", "data_label": ["N", "PSY"] }));
	assert_eq!(question.request.class, Some(DataClass::Laboratory));
	let labels = Labels::new(Confidentiality::N).with(Sensitivity::PSY);
	assert_eq!(question.request.labels, Some(labels));
	let (_, question) = asked(json!({}));
	assert_eq!(question.request.labels, None);
}

#[test]
fn records_should_stand_on_chain_when_one_is_asked_for() {
	let (case, question) = asked(json!({ "data_record": "report R-17", "data_label": null }));
	let records = case.stage.records();
	assert_eq!(question.request.record, Some(records[0].id));
	assert_eq!(records[0].id, case.stage.record("R-17"));
	assert_ne!(records[0].id, case.stage.record("R-18"));
	assert_eq!(question.request.related_to.map(|related| related.to_vec()), Some(vec![]));
	let (case, question) = asked(json!({ "data_related_to": "Task/3" }));
	let task = case.stage.record("Task/3");
	assert_eq!(question.request.related_to.map(|related| related.to_vec()), Some(vec![task]));
	assert_ne!(question.request.record, Some(task));
	assert_eq!(asked(json!({})).1.request.related_to, None);
	let (case, question) = asked(json!({
		"data_author": "Practitioner/writer",
		"data_custodian": "Organization/archive",
		"data_class": "Immunization",
	}));
	let records = case.stage.records();
	assert_eq!(question.request.record, Some(records[0].id));
	assert_eq!(records[0].author, "Practitioner/writer");
	assert_eq!(records[0].custodian.as_deref(), Some("Organization/archive"));
	assert_eq!(records[0].class, DataClass::Immunization);
	// What else the same person wrote is another record.
	let both = plan(json!([
		{ "id": "a#1", "action": "access", "expected": "deny", "data_author": "Practitioner/writer" },
		{ "id": "a#2", "action": "access", "expected": "deny", "data_author": "Practitioner/writer" },
	]));
	let ids: Vec<_> = both.stage.records().into_iter().map(|record| record.id).collect();
	assert!(ids.len() == 2 && ids[0] != ids[1]);
	// Not where somebody asks who is nobody's: what one wrote, one may read.
	let writer = person(&case, "Practitioner/writer").organization;
	assert_ne!(writer, person(&case, "(somebody)").organization);
}

#[test]
fn purpose_should_be_a_trial_when_it_is_a_project_of_the_consent() {
	let (_, question) = asked(json!({ "purpose": "SUNRISE" }));
	assert_eq!(question.request.purpose, None);
	assert_eq!(question.request.trial, Some(code_hash("urn:projects", "SUNRISE")));
	let (_, question) = asked(json!({ "purpose": "HRESCH" }));
	assert_eq!((question.request.purpose, question.request.trial), (Some(Purpose::HRESCH), None));
	assert_eq!(question.request.action, ConsentAction::Access);
	assert_eq!(question.emergency, None);
}

#[test]
fn emergency_should_be_declared_by_the_practitioner_who_asks() {
	let fields = json!({ "purpose": "BTG", "actor": "Practitioner/1" });
	assert_eq!(asked(fields).1.emergency.as_deref(), Some("Practitioner/1"));
	let organization = json!({ "purpose": "ETREAT", "actor": "Organization/clinic" });
	assert_eq!(asked(organization).1.emergency, None);
}

#[test]
fn time_should_be_within_the_consents_when_the_probe_does_not_say() {
	const DAY: u64 = 86_400_000;
	let given = 1_620_086_400_000;
	let (case, question) = asked(json!({}));
	assert_eq!(question.at, given + DAY);
	assert!(case.import_at < question.at);
	let of = |period: Value| {
		let mut document = document();
		document["period"] = period;
		plan_of(&document, json!([probe(json!({}))])).questions[0].clone().expect("asked").at
	};
	assert_eq!(of(json!({ "start": "2022-01-01" })), 1_640_995_200_000);
	assert_eq!(of(json!({ "end": "2021-05-04" })), given + DAY - 1);
	assert_eq!(asked(json!({ "at": "2021-06-01T00:00:00Z" })).1.at, 1_622_505_600_000);
	// Asked when it is over, it has to be granted before.
	let (case, question) = asked(json!({ "at": "2022-06-01" }));
	let ends = case.conversion.expect("converted").terms.period.end.expect("an end");
	assert!(case.import_at < ends && ends < question.at);
}

#[test]
fn people_should_be_of_their_file_alone() {
	let account = |file: &str| -> AccountId32 {
		Stage::new(file, FIRST).person("Practitioner/1", None).expect("a key")
	};
	assert_eq!(account("a.json"), account("a.json"));
	assert_ne!(account("a.json"), account("b.json"));
}
