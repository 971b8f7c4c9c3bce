//! Documents, read and written.

mod refusals;
mod round_trip;
mod rules;

use super::*;
use salus_primitives::{
	codes::{ActionSet, ConsentAction, Purpose, PurposeSet, Sensitivity, SensitivitySet},
	consent::{Base, Entries, LabelTest, Test},
	OrganizationId, Period,
};
use serde_json::json;

type Check = Test<AccountId32>;

/// Knows `Organization/1` as the organization 1, `Practitioner/7` as the account of sevens, and every
/// record by the hash of its reference or identifier.
struct People;

impl Directory for People {
	fn actor(&self, reference: &Reference) -> Option<Actor<AccountId32>> {
		let (kind, id) = reference.literal.as_deref()?.split_once('/')?;
		match kind {
			"Organization" => id.parse().ok().map(|id| Actor::Organization(OrganizationId(id))),
			"Practitioner" => id.parse().ok().map(|id| Actor::Agent(AccountId32::new([id; 32]))),
			_ => None,
		}
	}

	fn record(&self, reference: &Reference) -> Option<RecordId> {
		let name = match (&reference.literal, &reference.identifier) {
			(Some(literal), _) => literal,
			(None, Some((_, value))) => value,
			(None, None) => return None,
		};
		Some(record(name))
	}
}

fn record(name: &str) -> RecordId {
	RecordId::from(sp_io::hashing::blake2_256(name.as_bytes()))
}

fn merged(mut one: Value, other: Value) -> Value {
	if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
		one.extend(other);
	}
	one
}

fn r5(decision: &str, provisions: Value) -> Value {
	json!({
		"resourceType": "Consent",
		"status": "active",
		"subject": { "reference": "Patient/p" },
		"date": "2020-01-01",
		"decision": decision,
		"provision": provisions,
	})
}

fn r4(rule: Option<&str>, provision: Value) -> Value {
	let mut document = json!({
		"resourceType": "Consent",
		"status": "active",
		"scope": concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
		"patient": { "reference": "Patient/p" },
		"dateTime": "2020-01-01T00:00:00Z",
		"provision": provision,
	});
	if let Some(rule) = rule {
		document["policyRule"] = concept("http://terminology.hl7.org/CodeSystem/v3-ActCode", rule);
	}
	document
}

fn coding(system: &str, code: &str) -> Value {
	json!({ "system": system, "code": code })
}

fn concept(system: &str, code: &str) -> Value {
	json!({ "coding": [coding(system, code)] })
}

fn actor(role: &str, reference: &str) -> Value {
	let system = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
	json!({ "role": concept(system, role), "reference": { "reference": reference } })
}

fn purpose(code: &str) -> Value {
	coding("http://terminology.hl7.org/CodeSystem/v3-ActReason", code)
}

fn action(code: &str) -> Value {
	concept("http://terminology.hl7.org/CodeSystem/consentaction", code)
}

fn sensitivity(code: &str) -> Value {
	coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", code)
}

fn read_value(document: &Value) -> Result<Conversion, Refused> {
	read(document.to_string().as_bytes(), &People)
}

/// Of a provision, the parent and the tests.
type Said = (Option<u8>, Vec<Check>);

/// What a document says: its base, and its provisions.
fn said(document: &Value) -> (Base, Vec<Said>) {
	let terms =
		read_value(document).unwrap_or_else(|refused| panic!("{refused}: {document}")).terms;
	let provisions = terms
		.provisions
		.iter()
		.map(|provision| (provision.parent, provision.tests.to_vec()))
		.collect();
	(terms.base, provisions)
}

/// The rules by which a document is read.
fn rules(document: &Value) -> Vec<Rule> {
	let conversion = read_value(document).unwrap_or_else(|refused| panic!("{refused}"));
	conversion.report.applied.iter().map(|applied| applied.rule).collect()
}

fn listed<T: Clone>(one: T) -> Entries<T> {
	vec![one].try_into().ok().expect("one entry")
}

fn by(id: u32) -> Check {
	Test::Recipients(listed(Actor::Organization(OrganizationId(id))))
}

fn held_by(id: u32) -> Check {
	Test::Custodians(listed(Actor::Organization(OrganizationId(id))))
}

fn purposes(purpose: Purpose) -> Check {
	Test::Purposes(PurposeSet::of(&[purpose]))
}

fn access() -> Check {
	Test::Actions(ActionSet::of(&[ConsentAction::Access]))
}

fn labelled(label: Sensitivity) -> Check {
	let sensitivity = SensitivitySet::of(&[label]);
	Test::Labels(LabelTest { confidentiality: None, sensitivity })
}

/// The days from one date to another, both counted in.
fn days(from: &str, to: &str) -> Period {
	let start = span(from).map(|(first, _)| first as u64);
	let end = span(to).map(|(_, after)| after as u64);
	Period { start, end }
}
