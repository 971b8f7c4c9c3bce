//! Terms as a FHIR document.
//!
//! The document is written with FHIR's own elements and the chain's own identifiers
//! (`urn:salus:…`). [`super::read`] must make the same terms of it. Where FHIR's elements would be
//! read as something else (there is no base of silence in FHIR, no provision beside a parent that
//! stands later, no second list of recipients), a modifier extension says exactly what is meant; a
//! system that does not know it has to refuse the document, as FHIR demands. On the way back the two
//! are compared, so that the elements can't say one thing and the extension another.

use super::{
	codes::{
		ACCOUNT_SYSTEM, ANYONE_SYSTEM, HASH_SYSTEM, ORGANIZATION_SYSTEM, RECORD_SYSTEM,
		TRIAL_SYSTEM,
	},
	document::{Check, SOURCE_URL, TERMS_URL, TEST_URL},
	read, time, Conversion, Refused, Status, Version,
};
use crate::AccountId32;
use salus_primitives::{
	codes::{
		AgentRole, Capability, Confidentiality, ConsentAction, DataClass, DelegateRole,
		PolicyBasis, Purpose, ResourceType, Sensitivity,
	},
	consent::{Actor, Base, ConsentInfo, ConsentStatus, Provision, Terms, Test},
	patient::Authority,
	Moment, PatientId, Period,
};
use serde_json::{json, Map, Value};

const PATIENT_SYSTEM: &str = "urn:salus:patient";
const PARTICIPATION: &str = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
/// What a document holds beside the terms.
const MEANINGFUL: &[&str] =
	&["decision", "policyRule", "regulatoryBasis", "period", "provision", "policy", "policyBasis"];

/// What a document says beside the terms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
	/// Whose data it is about.
	pub patient: PatientId,
	/// Where the consent stands.
	pub status: Status,
	/// When it was given, if it was.
	pub given: Option<Moment>,
	/// The account that gave it, and as which representative, if not as the patient. Nobody while it
	/// is only asked for.
	pub grantor: Option<(AccountId32, Option<DelegateRole>)>,
}

impl Context {
	/// Of a consent on chain.
	pub fn of(patient: PatientId, info: &ConsentInfo<AccountId32>) -> Self {
		let consent = &info.consent;
		let status = match consent.status {
			ConsentStatus::Requested => Status::Draft,
			ConsentStatus::Active => Status::Active,
			ConsentStatus::Suspended | ConsentStatus::Revoked { .. } => Status::Inactive,
			ConsentStatus::Refused | ConsentStatus::Withdrawn => Status::NotDone,
			ConsentStatus::EnteredInError => Status::EnteredInError,
		};
		let granted = consent.granted.as_ref();
		let grantor = granted.map(|granted| {
			let role = match granted.authority {
				Authority::Representative { role, .. } => Some(role),
				Authority::Controller => None,
			};
			(granted.grantor.clone(), role)
		});
		Self { patient, status, given: granted.map(|granted| granted.granted_at), grantor }
	}
}

/// The terms as an R5 document. Refused is only what lies beyond FHIR's calendar.
pub fn to_fhir_r5(terms: &Terms<AccountId32>, context: &Context) -> Result<Value, Refused> {
	to_fhir(terms, context, Version::R5)
}

/// The terms as an R4 document. Refused is only what lies beyond FHIR's calendar.
pub fn to_fhir_r4(terms: &Terms<AccountId32>, context: &Context) -> Result<Value, Refused> {
	to_fhir(terms, context, Version::R4)
}

fn to_fhir(
	terms: &Terms<AccountId32>,
	context: &Context,
	version: Version,
) -> Result<Value, Refused> {
	let mut writer = Writer { version, own_tests: false };
	let meaning = writer.meaning(terms)?;
	let plain = document(terms, context, version, meaning, false)?;
	if !writer.own_tests {
		let back = read(plain.to_string().as_bytes(), &());
		if back.is_ok_and(|back| back.terms == *terms) {
			return Ok(plain);
		}
	}
	let meaning = Writer { version, own_tests: false }.meaning(terms)?;
	document(terms, context, version, meaning, true)
}

/// That the elements of a document say what its extension does.
pub fn ensure_says_so(document: &Value, conversion: &Conversion) -> Result<(), Refused> {
	let version = conversion.version;
	let meaning = Writer { version, own_tests: false }.meaning(&conversion.terms)?;
	for name in MEANINGFUL {
		if meaning.get(*name) != document.get(*name) {
			return Err(Refused::ambiguous(*name, "it is not what the extension of Salus says"));
		}
	}
	Ok(())
}

fn document(
	terms: &Terms<AccountId32>,
	context: &Context,
	version: Version,
	meaning: Map<String, Value>,
	exactly: bool,
) -> Result<Value, Refused> {
	let mut document = Map::new();
	let mut put = |name: &str, value: Value| document.insert(name.to_owned(), value);
	put("resourceType", json!("Consent"));
	if let Some((account, role)) = &context.grantor {
		let identifier = json!({ "system": ACCOUNT_SYSTEM, "value": account.to_string() });
		let name = if version == Version::R4 { "performer" } else { "grantor" };
		match role {
			None => put(name, json!([{ "identifier": identifier }])),
			Some(role) => {
				put(
					"contained",
					json!([{
						"resourceType": "RelatedPerson",
						"id": "grantor",
						"identifier": [identifier],
						"patient": patient(context),
						"relationship": [{ "coding": [coding(DelegateRole::SYSTEM, role.code())] }],
					}]),
				);
				put(name, json!([{ "reference": "#grantor" }]))
			},
		};
	}
	if let Some(source) = terms.source {
		let extension = json!([{ "url": SOURCE_URL, "valueString": format!("{source:#x}") }]);
		put("extension", extension);
	}
	if exactly {
		let exact =
			serde_json::to_string(terms).map_err(|error| Refused::malformed(TERMS_URL, error))?;
		put("modifierExtension", json!([{ "url": TERMS_URL, "valueString": exact }]));
	}
	let status = match (context.status, version) {
		(Status::Draft, _) => "draft",
		(Status::Active, _) => "active",
		(Status::Inactive, _) => "inactive",
		(Status::NotDone, Version::R4) => "rejected",
		(Status::NotDone, _) => "not-done",
		(Status::EnteredInError, _) => "entered-in-error",
	};
	put("status", json!(status));
	let given = context.given.map(|given| date("date", given)).transpose()?;
	if version == Version::R4 {
		let scope = "http://terminology.hl7.org/CodeSystem/consentscope";
		put("scope", json!({ "coding": [coding(scope, "patient-privacy")] }));
		put("category", json!([{ "coding": [coding("http://loinc.org", "59284-0")] }]));
		put("patient", patient(context));
		given.map(|given| put("dateTime", json!(given)));
	} else {
		put("subject", patient(context));
		// R5 has a date here, and no time.
		given.map(|given| put("date", json!(given.split('T').next())));
	}
	document.extend(meaning);
	Ok(Value::Object(document))
}

fn patient(context: &Context) -> Value {
	let identifier = json!({ "system": PATIENT_SYSTEM, "value": context.patient.to_string() });
	json!({ "type": "Patient", "identifier": identifier })
}

fn coding(system: &str, code: &str) -> Value {
	json!({ "system": system, "code": code })
}

fn date(path: &str, moment: Moment) -> Result<String, Refused> {
	time::instant(moment)
		.ok_or_else(|| Refused::not_modelled(path, "FHIR's calendar ends with the year 9999"))
}

fn period(path: &str, period: &Period) -> Result<Value, Refused> {
	let mut bounds = Map::new();
	if let Some(start) = period.start {
		bounds.insert("start".into(), json!(date(path, start)?));
	}
	if let Some(end) = period.end {
		// FHIR counts the end in.
		let last = end
			.checked_sub(1)
			.ok_or_else(|| Refused::not_modelled(path, "it ends before FHIR could say so"))?;
		bounds.insert("end".into(), json!(date(path, last)?));
	}
	Ok(Value::Object(bounds))
}

struct Writer {
	version: Version,
	/// Whether an extension had to say a test.
	own_tests: bool,
}

impl Writer {
	/// The elements that say what the terms are.
	fn meaning(&mut self, terms: &Terms<AccountId32>) -> Result<Map<String, Value>, Refused> {
		let mut meaning = Map::new();
		let (decision, rule) = match terms.base {
			Base::Permit => ("permit", "OPTIN"),
			Base::Deny | Base::Silent => ("deny", "OPTOUT"),
		};
		let policy = terms.policy.map(|policy| coding(PolicyBasis::SYSTEM, policy.code()));
		let exceptions = self.nested(terms, None, decision)?;
		if self.version == Version::R4 {
			let mut codings = vec![coding(Sensitivity::SYSTEM, rule)];
			codings.extend(policy);
			meaning.insert("policyRule".into(), json!({ "coding": codings }));
			let mut root = Map::new();
			if terms.period != Period::ALWAYS {
				root.insert("period".into(), period("period", &terms.period)?);
			}
			if !exceptions.is_empty() {
				root.insert("provision".into(), json!(exceptions));
			}
			if !root.is_empty() {
				root.insert("type".into(), json!(decision));
				meaning.insert("provision".into(), Value::Object(root));
			}
			return Ok(meaning);
		}
		meaning.insert("decision".into(), json!(decision));
		if let Some(policy) = policy {
			meaning.insert("regulatoryBasis".into(), json!([{ "coding": [policy] }]));
		}
		if terms.period != Period::ALWAYS {
			meaning.insert("period".into(), period("period", &terms.period)?);
		}
		if !exceptions.is_empty() {
			meaning.insert("provision".into(), json!(exceptions));
		}
		Ok(meaning)
	}

	/// The provisions under one, or under the base, whose effect is `above`.
	fn nested(
		&mut self,
		terms: &Terms<AccountId32>,
		parent: Option<u8>,
		above: &str,
	) -> Result<Vec<Value>, Refused> {
		let effect = if above == "permit" { "deny" } else { "permit" };
		let mut nested = Vec::new();
		for (index, provision) in (0u8..).zip(&terms.provisions) {
			if provision.parent != parent {
				continue;
			}
			let mut elements = self.provision(provision)?;
			if self.version == Version::R4 {
				elements.insert("type".into(), json!(effect));
			}
			let exceptions = self.nested(terms, Some(index), effect)?;
			if !exceptions.is_empty() {
				elements.insert("provision".into(), json!(exceptions));
			}
			nested.push(Value::Object(elements));
		}
		Ok(nested)
	}

	fn provision(
		&mut self,
		provision: &Provision<AccountId32>,
	) -> Result<Map<String, Value>, Refused> {
		let mut elements = Map::new();
		let mut said: Vec<&str> = Vec::new();
		let mut own_tests = Vec::new();
		for test in &provision.tests {
			let (kind, element, value) = self.element(test)?;
			// One element says one test; actors are told apart by their roles.
			if said.contains(&kind) {
				own_tests.push(test);
				continue;
			}
			said.push(kind);
			add(&mut elements, element, value);
		}
		let handling = provision
			.obligations
			.iter()
			.map(|obligation| obligation.code())
			.chain(provision.refrains.iter().map(|refrain| refrain.code()))
			.map(|code| coding(Sensitivity::SYSTEM, code))
			.collect();
		add(&mut elements, "securityLabel", Value::Array(handling));
		if !own_tests.is_empty() {
			self.own_tests = true;
			let mut extensions = Vec::new();
			for test in own_tests {
				let text = serde_json::to_string(test)
					.map_err(|error| Refused::malformed(TEST_URL, error))?;
				extensions.push(json!({ "url": TEST_URL, "valueString": text }));
			}
			elements.insert("modifierExtension".into(), Value::Array(extensions));
		}
		Ok(elements)
	}

	/// What makes two tests collide, the element that says it, and how.
	fn element(&self, test: &Check) -> Result<(&'static str, &'static str, Value), Refused> {
		let codings = |system: &str, codes: Vec<&'static str>| -> Value {
			codes.into_iter().map(|code| coding(system, code)).collect()
		};
		let hashes = |hashes: &[salus_primitives::consent::CodeHash]| -> Vec<Value> {
			hashes.iter().map(|hash| coding(HASH_SYSTEM, &format!("{hash:#x}"))).collect()
		};
		let contents =
			|of_r5: &'static str| if self.version == Version::R4 { "class" } else { of_r5 };
		Ok(match test {
			Test::Period(of) => ("period", "period", period("provision.period", of)?),
			Test::Recipients(all) => ("recipients", "actor", actors("IRCP", all)),
			Test::Custodians(all) => ("custodians", "actor", actors("CST", all)),
			Test::Authors(all) => ("authors", "actor", actors("AUT", all)),
			Test::Actions(actions) => {
				let of = |action: ConsentAction| json!({ "coding": [coding(ConsentAction::SYSTEM, action.code())] });
				("action", "action", actions.iter().map(of).collect())
			},
			Test::Purposes(purposes) => {
				let codes = purposes.iter().map(|purpose| purpose.code()).collect();
				("purpose", "purpose", codings(Purpose::SYSTEM, codes))
			},
			Test::Classes(classes) => {
				let element = contents("resourceType");
				let codes = classes.iter().map(|class| class.code()).collect();
				(element, element, codings(DataClass::SYSTEM, codes))
			},
			Test::ResourceTypes(types) => {
				let element = contents("resourceType");
				let codes = types.iter().map(|one| one.code()).collect();
				(element, element, codings(ResourceType::SYSTEM, codes))
			},
			Test::DocumentTypes(types) => {
				let element = contents("documentType");
				(element, element, Value::Array(hashes(types)))
			},
			Test::Labels(labels) => {
				let level = labels
					.confidentiality
					.map(|level| coding(Confidentiality::SYSTEM, level.code()));
				let sensitivity = labels
					.sensitivity
					.iter()
					.map(|label| coding(Sensitivity::SYSTEM, label.code()));
				let all = level.into_iter().chain(sensitivity).collect();
				("securityLabel", "securityLabel", Value::Array(all))
			},
			Test::Codes(codes) => {
				let of = |coding| json!({ "coding": [coding] });
				("code", "code", hashes(codes).into_iter().map(of).collect())
			},
			Test::DataPeriod(of) => {
				("dataPeriod", "dataPeriod", period("provision.dataPeriod", of)?)
			},
			Test::Records { meaning, records } => {
				let meaning = serde_json::to_value(meaning)
					.map_err(|error| Refused::malformed("provision.data.meaning", error))?;
				let of = |record: &salus_primitives::RecordId| {
					let identifier =
						json!({ "system": RECORD_SYSTEM, "value": record.to_string() });
					json!({ "meaning": meaning, "reference": { "identifier": identifier } })
				};
				("data", "data", records.iter().map(of).collect())
			},
		})
	}
}

/// Adds to a list, or puts what is none.
fn add(elements: &mut Map<String, Value>, name: &str, value: Value) {
	match (elements.get_mut(name), value) {
		(Some(Value::Array(there)), Value::Array(more)) => there.extend(more),
		(_, Value::Array(empty)) if empty.is_empty() => (),
		(_, value) => {
			elements.insert(name.to_owned(), value);
		},
	}
}

fn actors(role: &str, actors: &[Actor<AccountId32>]) -> Value {
	let of = |actor: &Actor<AccountId32>| {
		let (system, value) = match actor {
			Actor::Anyone => (ANYONE_SYSTEM, "anyone".to_owned()),
			Actor::Organization(id) => (ORGANIZATION_SYSTEM, id.to_string()),
			Actor::Agent(account) => (ACCOUNT_SYSTEM, account.to_string()),
			Actor::Role(role) => (AgentRole::SYSTEM, role.to_string()),
			Actor::Capability(capability) => (Capability::SYSTEM, capability.to_string()),
			Actor::Trial(trial) => (TRIAL_SYSTEM, format!("{trial:#x}")),
			Actor::Delegate(role) => (DelegateRole::SYSTEM, role.to_string()),
		};
		json!({
			"role": { "coding": [coding(PARTICIPATION, role)] },
			"reference": { "identifier": { "system": system, "value": value } },
		})
	};
	actors.iter().map(of).collect()
}
