//! Every refusal, by the element that it names.

use super::*;

fn refused(document: &Value) -> (String, Problem) {
	match read_value(document) {
		Err(Refused { path, problem }) => (path, problem),
		Ok(conversion) => panic!("{document} was read as {:?}", conversion.terms),
	}
}

fn provision(extra: Value) -> Value {
	r5("deny", json!([extra]))
}

fn unknown(system: &str, code: &str) -> Problem {
	Problem::UnknownCode { system: system.to_owned(), code: code.to_owned() }
}

#[test]
fn read_should_refuse_when_it_is_no_consent() {
	for text in ["", "[]", "{", "null", r#"{"resourceType":"Patient"}"#, "{}"] {
		let read = read(text.as_bytes(), &People);
		assert!(matches!(read, Err(Refused { problem: Problem::Malformed(_), .. })), "{text:?}");
	}
	assert!(read(&[0xff, 0xfe], &People).is_err());
	let deep = format!(r#"{{"resourceType":"Consent","x":{}1"#, "[".repeat(100_000));
	assert!(read(deep.as_bytes(), &People).is_err());
}

#[test]
fn elements_should_be_refused_when_the_version_does_not_have_them() {
	let base = || r5("permit", json!([]));
	for (document, path) in [
		(merged(base(), json!({ "decisions": "deny" })), "Consent.decisions"),
		(merged(r4(Some("OPTIN"), json!({})), json!({ "decision": "permit" })), "Consent.decision"),
		(provision(json!({ "actors": [] })), "provision[0].actors"),
		(provision(json!({ "class": [] })), "provision[0].class"),
		(r4(Some("OPTIN"), json!({ "resourceType": [] })), "provision.resourceType"),
		(provision(json!({ "period": { "begin": "2020" } })), "provision[0].period.begin"),
	] {
		let (at, problem) = refused(&document);
		assert!(matches!(problem, Problem::UnknownElement(_)), "{problem}");
		assert_eq!(at, path);
	}
	let (path, problem) = refused(&provision(json!({ "expression": {} })));
	assert!(path == "provision[0].expression" && matches!(problem, Problem::NotModelled(_)));
	let (path, _) = refused(&merged(base(), json!({ "implicitRules": "urn:rules" })));
	assert_eq!(path, "implicitRules");
}

#[test]
fn modifier_extensions_should_be_refused_wherever_they_are() {
	let extension = || json!({ "modifierExtension": [{ "url": "urn:not", "valueBoolean": true }] });
	let with_actor = merged(actor("PRCP", "Organization/1"), extension());
	for document in [
		merged(r5("permit", json!([])), extension()),
		provision(extension()),
		provision(json!({ "actor": [with_actor] })),
		provision(
			json!({ "modifierExtension": [{ "url": "urn:salus:fhir:test", "valueString": "{}" }] }),
		),
	] {
		assert!(matches!(refused(&document).1, Problem::ModifierExtension(_)), "{document}");
	}
}

#[test]
fn codes_should_be_refused_by_name_when_they_are_not_known() {
	const REASON: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
	const LABEL: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
	const LEVEL: &str = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
	const TYPES: &str = "http://hl7.org/fhir/resource-types";
	const ROLES: &str = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
	const ACTIONS: &str = "http://terminology.hl7.org/CodeSystem/consentaction";
	for (extra, path, problem) in [
		(json!({ "purpose": [purpose("TREATMENT")] }), "purpose[0]", unknown(REASON, "TREATMENT")),
		(json!({ "purpose": [coding("urn:own", "A")] }), "purpose[0]", unknown("urn:own", "A")),
		(
			json!({ "securityLabel": [coding(LABEL, "SOC")] }),
			"securityLabel[0]",
			unknown(LABEL, "SOC"),
		),
		(json!({ "securityLabel": [coding(LEVEL, "X")] }), "securityLabel[0]", unknown(LEVEL, "X")),
		(json!({ "securityLabel": [coding("", "R")] }), "securityLabel[0]", unknown("", "R")),
		(
			json!({ "resourceType": [coding(TYPES, "Patiemt")] }),
			"resourceType[0]",
			unknown(TYPES, "Patiemt"),
		),
		(
			json!({ "code": [{ "coding": [{ "code": "1" }] }] }),
			"code[0].coding[0]",
			unknown("", "1"),
		),
		(json!({ "action": [action("read")] }), "action[0].coding[0]", unknown(ACTIONS, "read")),
		(
			json!({ "actor": [actor("WIT", "Organization/1")] }),
			"actor[0].role.coding[0]",
			unknown(ROLES, "WIT"),
		),
	] {
		assert_eq!(refused(&provision(extra)), (format!("provision[0].{path}"), problem));
	}
	let category = coding("http://terminology.hl7.org/CodeSystem/observation-category", "lab");
	let (path, _) = refused(&r4(Some("OPTIN"), json!({ "class": [category] })));
	assert_eq!(path, "provision.class[0]");
	for (field, value) in [("status", "on"), ("decision", "maybe")] {
		let document = merged(r5("permit", json!([])), json!({ field: value }));
		assert!(matches!(refused(&document).1, Problem::UnknownCode { code, .. } if code == value));
	}
	let data = json!({ "data": [{ "meaning": "same", "reference": { "reference": "Task/1" } }] });
	assert_eq!(refused(&provision(data)).0, "provision[0].data[0].meaning");
	let typed = r4(Some("OPTIN"), json!({ "type": "allow" }));
	assert_eq!(
		refused(&typed),
		("provision.type".into(), unknown("consent-provision-type", "allow"))
	);
}

#[test]
fn text_alone_should_be_refused() {
	for extra in [
		json!({ "action": [{ "text": "specific value" }] }),
		json!({ "securityLabel": [{ "display": "counsellors" }] }),
		json!({ "purpose": [{ "display": "shelter" }] }),
		json!({ "actor": [{
			"role": concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"),
			"reference": { "display": "the blue team" },
		}] }),
	] {
		assert!(matches!(refused(&provision(extra.clone())).1, Problem::Uncoded(_)), "{extra}");
	}
}

#[test]
fn references_should_be_refused_by_name_when_they_are_not_on_chain() {
	for name in ["CareTeam/1", "Group/1", "Organization/x", "#here"] {
		let document = provision(json!({ "actor": [actor("PRCP", name)] }));
		let expected = Problem::NotOnChain(name.to_owned());
		assert_eq!(refused(&document), ("provision[0].actor[0].reference".into(), expected));
	}
	let own = json!({ "role": actor("PRCP", "")["role"], "reference": {
		"identifier": { "system": "urn:salus:organization", "value": "first" },
	} });
	assert!(matches!(refused(&provision(json!({ "actor": [own] }))).1, Problem::Malformed(_)));
}

#[test]
fn consents_to_something_else_should_be_refused() {
	let scope = "http://terminology.hl7.org/CodeSystem/consentscope";
	let treatment =
		merged(r4(Some("OPTIN"), json!({})), json!({ "scope": concept(scope, "treatment") }));
	assert_eq!(refused(&treatment).0, "scope");
	let category = "http://terminology.hl7.org/CodeSystem/consentcategorycodes";
	let directive =
		merged(r5("deny", json!([])), json!({ "category": [concept(category, "dnr")] }));
	assert_eq!(refused(&directive).0, "category");
	let group = merged(r5("deny", json!([])), json!({ "subject": { "reference": "Group/1" } }));
	assert_eq!(refused(&group).0, "subject");
	let mut nobody = r5("deny", json!([]));
	nobody.as_object_mut().unwrap().remove("subject");
	assert_eq!(refused(&nobody).0, "patient");
}

#[test]
fn what_can_be_read_in_two_ways_should_be_refused() {
	let ambiguous = |document: Value| {
		let (path, problem) = refused(&document);
		assert!(matches!(problem, Problem::Ambiguous(_)), "{problem}");
		path
	};
	let mut undecided = r5("deny", json!([{ "purpose": [purpose("TREAT")] }]));
	undecided.as_object_mut().unwrap().remove("decision");
	assert_eq!(ambiguous(undecided), "decision");
	assert_eq!(ambiguous(r4(None, json!({ "purpose": [purpose("TREAT")] }))), "provision");
	let treatment = || json!({ "purpose": [purpose("TREAT")] });
	let contradicted =
		json!({ "type": "permit", "provision": [merged(treatment(), json!({ "type": "deny" }))] });
	let document = r4(Some("OPTOUT"), merged(treatment(), contradicted));
	assert_eq!(ambiguous(document), "provision.provision[0]");
	let rules = json!({ "regulatoryBasis": [concept("http://terminology.hl7.org/CodeSystem/v3-ActCode", "OPTIN")] });
	assert_eq!(ambiguous(merged(r5("deny", json!([])), rules)), "regulatoryBasis");
}

#[test]
fn periods_should_be_refused_when_no_moment_is_in_them() {
	for period in [
		json!({ "start": "2020-02-01", "end": "2020-01-01" }),
		json!({ "start": "1950", "end": "1960" }),
		json!({ "start": "soon" }),
		json!({ "start": 2020 }),
		json!([]),
	] {
		let document = provision(json!({ "period": period }));
		assert!(matches!(refused(&document).1, Problem::Malformed(_)), "{document}");
	}
}

#[test]
fn documents_should_be_refused_when_the_chain_has_no_room_for_them() {
	let organizations: Vec<_> =
		(0..17).map(|id| actor("PRCP", &format!("Organization/{id}"))).collect();
	let (path, problem) = refused(&provision(json!({ "actor": organizations })));
	assert!(path == "provision[0].actor" && matches!(problem, Problem::NotModelled(_)));
	let many: Vec<_> = (0..33)
		.map(|id| json!({ "actor": [actor("PRCP", &format!("Organization/{id}"))] }))
		.collect();
	assert!(matches!(refused(&r5("deny", json!(many))).1, Problem::NotModelled(_)));
	let deep = (0..9).fold(json!({ "action": [action("access")] }), |nested, id| {
		json!({ "actor": [actor("PRCP", &format!("Organization/{id}"))], "provision": [nested] })
	});
	assert!(matches!(refused(&r5("deny", json!([deep]))).1, Problem::NotModelled(_)));
	let handled = json!([{
		"actor": [actor("CST", "Organization/1")],
		"provision": [{ "purpose": [purpose("ETREAT")], "provision": [] }],
		"securityLabel": [sensitivity("DELAU")],
		"purpose": [purpose("TREAT")],
	}]);
	assert!(read_value(&r5("deny", handled)).is_ok());
}
