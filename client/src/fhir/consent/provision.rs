//! A provision taken apart.

use super::{
	codes,
	document::{Effect, Raw, TEST_URL},
	elements::{entries, list, unknown, Members, Parser},
	Problem, Project, Reference, Refused, Rule, Version,
};
use crate::AccountId32;
use salus_primitives::{
	codes::{ObligationSet, RefrainSet},
	consent::{Actor, DataMeaning, Test},
	RecordId,
};
use serde_json::Value;

const PROVISION: &[&str] = &[
	"period",
	"actor",
	"action",
	"securityLabel",
	"purpose",
	"code",
	"dataPeriod",
	"data",
	"provision",
];
const PROVISION_OF_R4: &[&str] = &["type", "class"];
const PROVISION_OF_R5: &[&str] = &["documentType", "resourceType"];

impl Parser<'_> {
	pub fn provision(&mut self, value: &Value, path: &str) -> Result<Raw, Refused> {
		let known: Vec<&str> = match self.version {
			Version::R4 => [PROVISION, PROVISION_OF_R4].concat(),
			Version::R5 => [PROVISION, PROVISION_OF_R5].concat(),
			Version::R5Draft => [PROVISION, PROVISION_OF_R4, PROVISION_OF_R5].concat(),
		};
		let members = value.as_object().ok_or_else(|| Refused::malformed(path, "not an object"))?;
		if members.contains_key("expression") {
			return Err(Refused::not_modelled(
				format!("{path}.expression"),
				"the chain does not run expressions",
			));
		}
		self.own_tests += self.ensure_known(members, path, &known, &[TEST_URL])?.len();
		let kind = match members.get("type").map(Value::as_str) {
			None => None,
			Some(Some("permit")) => Some(Effect::Permit),
			Some(Some("deny")) => Some(Effect::Deny),
			Some(other) => {
				let code = other.unwrap_or("no text").to_owned();
				let system = "consent-provision-type".to_owned();
				return Err(Refused::new(
					format!("{path}.type"),
					Problem::UnknownCode { system, code },
				));
			},
		};
		let period = match members.get("period") {
			Some(period) => Some(self.period(period, &format!("{path}.period"))?),
			None => None,
		};
		let mut raw = Raw {
			path: path.to_owned(),
			kind,
			period,
			conditions: Vec::new(),
			obligations: ObligationSet::EMPTY,
			refrains: RefrainSet::EMPTY,
			nested: Vec::new(),
		};
		self.actors(members, &mut raw)?;
		let concepts = self.concepts(members, "action", path)?;
		let (actions, unread) = codes::actions(&concepts)?;
		raw.conditions.extend(actions);
		unread.into_iter().for_each(|path| self.report.keep(path));
		let codings = self.codings(members, "purpose", path)?;
		let purposes = codes::purposes(&codings, self.research)?;
		for (coding, trial) in purposes.projects {
			self.report.apply(Rule::Project, &coding.path);
			let project = Project { system: coding.system, code: coding.code, trial };
			if !self.report.projects.contains(&project) {
				self.report.projects.push(project);
			}
		}
		raw.conditions.extend(purposes.condition);
		for name in ["class", "documentType", "resourceType"] {
			let codings = self.codings(members, name, path)?;
			raw.conditions.extend(codes::contents(&codings, name)?);
		}
		let codings = self.codings(members, "securityLabel", path)?;
		let labels = codes::labels(&codings)?;
		for coding in codings.iter().filter(|coding| coding.is_of_value_set()) {
			self.report.apply(Rule::ValueSetSystem, &coding.path);
		}
		(raw.obligations, raw.refrains) = (labels.obligations, labels.refrains);
		raw.conditions.extend(labels.condition);
		let concepts = self.concepts(members, "code", path)?;
		raw.conditions.extend(codes::codes(&concepts)?);
		if let Some(period) = members.get("dataPeriod") {
			let period = self.period(period, &format!("{path}.dataPeriod"))?;
			raw.conditions.push(vec![Test::DataPeriod(period)]);
		}
		self.data(members, &mut raw)?;
		if let Some(nested) = members.get("provision") {
			for (index, one) in list(nested, path)?.iter().enumerate() {
				raw.nested.push(self.provision(one, &format!("{path}.provision[{index}]"))?);
			}
		}
		Ok(raw)
	}

	fn actors(&mut self, members: &Members, raw: &mut Raw) -> Result<(), Refused> {
		let Some(value) = members.get("actor") else { return Ok(()) };
		let (mut recipients, mut custodians, mut authors) = (Vec::new(), Vec::new(), Vec::new());
		for (index, value) in list(value, &format!("{}.actor", raw.path))?.iter().enumerate() {
			let path = format!("{}.actor[{index}]", raw.path);
			let actor = self.object(value, &path, &["role", "reference"])?;
			let role = actor
				.get("role")
				.ok_or_else(|| Refused::malformed(format!("{path}.role"), "missing"))?;
			let role_path = format!("{path}.role");
			let roles = self.codings_of(role, &role_path)?;
			let (role, unread) = codes::actor_role(&roles, &role_path)?;
			unread.into_iter().for_each(|path| self.report.keep(path));
			let who = match (actor.get("reference"), role) {
				(Some(value), _) => {
					let reference_path = format!("{path}.reference");
					let reference = self.reference(value, &reference_path)?;
					self.actor(&reference)?
				},
				(None, codes::ActorRole::Delegate(role)) => Actor::Delegate(role),
				(None, _) => {
					return Err(Refused::malformed(format!("{path}.reference"), "missing"));
				},
			};
			match role {
				codes::ActorRole::Recipient | codes::ActorRole::Delegate(_) => recipients.push(who),
				codes::ActorRole::Custodian => custodians.push(who),
				codes::ActorRole::Author => authors.push(who),
			}
		}
		let path = format!("{}.actor", raw.path);
		if !recipients.is_empty() {
			raw.conditions.push(vec![Test::Recipients(entries(recipients, &path)?)]);
		}
		if !custodians.is_empty() {
			raw.conditions.push(vec![Test::Custodians(entries(custodians, &path)?)]);
		}
		if !authors.is_empty() {
			raw.conditions.push(vec![Test::Authors(entries(authors, &path)?)]);
		}
		Ok(())
	}

	fn actor(&self, reference: &Reference) -> Result<Actor<AccountId32>, Refused> {
		if let Some((Some(system), value)) = &reference.identifier {
			if let Some(own) = codes::own_actor(system, value) {
				return own.ok_or_else(|| {
					Refused::malformed(&reference.path, format!("{system}|{value}"))
				});
			}
		}
		self.directory.actor(reference).ok_or_else(|| unknown(reference))
	}

	fn data(&mut self, members: &Members, raw: &mut Raw) -> Result<(), Refused> {
		let Some(value) = members.get("data") else { return Ok(()) };
		let mut by_meaning: Vec<(DataMeaning, Vec<RecordId>)> = Vec::new();
		let mut authors = Vec::new();
		for (index, value) in list(value, &format!("{}.data", raw.path))?.iter().enumerate() {
			let path = format!("{}.data[{index}]", raw.path);
			let data = self.object(value, &path, &["meaning", "reference"])?;
			let meaning = match data.get("meaning").and_then(Value::as_str).unwrap_or_default() {
				"instance" => DataMeaning::Instance,
				"related" => DataMeaning::Related,
				"dependents" => DataMeaning::Dependents,
				"authoredby" => DataMeaning::AuthoredBy,
				code => {
					let (system, code) = ("consent-data-meaning".to_owned(), code.to_owned());
					return Err(Refused::new(
						format!("{path}.meaning"),
						Problem::UnknownCode { system, code },
					));
				},
			};
			let reference_path = format!("{path}.reference");
			let reference = data
				.get("reference")
				.ok_or_else(|| Refused::malformed(&reference_path, "missing"))?;
			let reference = self.reference(reference, &reference_path)?;
			// Records by somebody, unless it is by whoever wrote a record.
			if meaning == DataMeaning::AuthoredBy && is_author(&reference) {
				authors.push(self.actor(&reference)?);
				continue;
			}
			let record = match &reference.identifier {
				Some((Some(system), value)) if system == codes::RECORD_SYSTEM => {
					value.parse().map_err(|_| Refused::malformed(&reference.path, value))?
				},
				_ => self.directory.record(&reference).ok_or_else(|| unknown(&reference))?,
			};
			match by_meaning.iter_mut().find(|(other, _)| *other == meaning) {
				Some((_, records)) => records.push(record),
				None => by_meaning.push((meaning, vec![record])),
			}
		}
		let mut condition = Vec::new();
		for (meaning, records) in by_meaning {
			let records = entries(records, &format!("{}.data", raw.path))?;
			condition.push(Test::Records { meaning, records });
		}
		if !authors.is_empty() {
			condition.push(Test::Authors(entries(authors, &format!("{}.data", raw.path))?));
		}
		if !condition.is_empty() {
			raw.conditions.push(condition);
		}
		Ok(())
	}
}

/// Whether a reference is to what writes records: people, organizations, groups of them, devices.
fn is_author(reference: &Reference) -> bool {
	let kinds = [
		"Practitioner",
		"PractitionerRole",
		"Organization",
		"Patient",
		"RelatedPerson",
		"Person",
		"Device",
		"CareTeam",
		"Group",
		"HealthcareService",
	];
	reference.kind.as_deref().is_some_and(|kind| kinds.contains(&kind))
}
