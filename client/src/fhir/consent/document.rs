//! A document taken apart: every element is known, every code is known, nothing is interpreted yet.

use super::{
	codes::{self, Coding},
	time, Conversion, Directory, Grantor, Problem, Project, Reference, Refused, Report, Rule,
	Status, Version,
};
use crate::{AccountId32, H256};
use salus_primitives::{
	codes::{DelegateRole, ObligationSet, PolicyBasis, RefrainSet},
	consent::{Actor, DataMeaning, Entries, Terms, Test},
	Moment, Period, RecordId,
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A test on chain.
pub type Check = Test<AccountId32>;

/// What a provision does, or the base.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
	Permit,
	Deny,
}

impl Effect {
	pub fn opposite(self) -> Self {
		match self {
			Self::Permit => Self::Deny,
			Self::Deny => Self::Permit,
		}
	}
}

/// A provision as it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Raw {
	pub path: String,
	/// Its type, where it has one.
	pub kind: Option<Effect>,
	pub period: Option<Period>,
	/// Its other conditions. Of each, one of the tests must hold.
	pub conditions: Vec<Vec<Check>>,
	pub obligations: ObligationSet,
	pub refrains: RefrainSet,
	pub nested: Vec<Raw>,
}

/// A document taken apart.
pub struct Document {
	pub version: Version,
	pub status: Status,
	pub subject: Reference,
	pub grantors: Vec<Grantor>,
	pub given: Option<Moment>,
	pub period: Period,
	/// What the decision or the policy rule says.
	pub base: Option<Effect>,
	/// The one root provision of R4, or nothing.
	pub root: Option<Raw>,
	/// The provisions of R5.
	pub provisions: Vec<Raw>,
	pub policy: Option<PolicyBasis>,
	pub source: Option<H256>,
	/// What Salus itself wrote into the document.
	pub exact: Option<Terms<AccountId32>>,
	pub report: Report,
}

impl Document {
	/// The conversion where the document says itself what its terms are.
	pub fn exactly(mut self, terms: Terms<AccountId32>) -> Conversion {
		self.report.apply(Rule::Exact, "Consent");
		self.conclude(terms)
	}

	pub fn conclude(self, terms: Terms<AccountId32>) -> Conversion {
		let Self { version, status, subject, grantors, given, report, .. } = self;
		Conversion { version, status, subject, grantors, given, terms, report }
	}
}

/// Extension with the terms in JSON, where FHIR's elements would be read as something else.
pub const TERMS_URL: &str = "urn:salus:fhir:terms";
/// Extension of a provision with a test in JSON that no element of FHIR can say beside the others.
pub const TEST_URL: &str = "urn:salus:fhir:test";
/// Extension with the hash of the source document.
pub const SOURCE_URL: &str = "urn:salus:fhir:source";

const COMMON: &[&str] = &[
	"resourceType",
	"meta",
	"language",
	"text",
	"contained",
	"identifier",
	"status",
	"category",
	"sourceAttachment",
	"sourceReference",
	"verification",
	"provision",
];
const OF_R4: &[&str] =
	&["scope", "patient", "dateTime", "performer", "organization", "policy", "policyRule"];
const OF_R5: &[&str] = &[
	"subject",
	"date",
	"period",
	"grantor",
	"grantee",
	"manager",
	"controller",
	"regulatoryBasis",
	"policyBasis",
	"policyText",
	"decision",
];
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
/// What says nothing that the chain would hold, and changes nothing.
const ACCOMPANYING: &[&str] = &[
	"text",
	"identifier",
	"category",
	"sourceAttachment",
	"sourceReference",
	"verification",
	"organization",
	"controller",
	"manager",
	"grantee",
	"policyText",
	"contained",
];
/// Categories and scopes of consents that are not about data.
const OTHER_MATTERS: &[&str] = &["adr", "treatment", "acd", "dnr", "hcd", "polst"];

type Members = Map<String, Value>;

/// Takes a document apart.
pub fn parse<'d>(value: &'d Value, directory: &'d dyn Directory) -> Result<Document, Refused> {
	let members =
		value.as_object().ok_or_else(|| Refused::malformed("Consent", "not a JSON object"))?;
	match members.get("resourceType").and_then(Value::as_str) {
		Some("Consent") => (),
		other => {
			let other = other.unwrap_or("nothing");
			return Err(Refused::malformed(
				"resourceType",
				format!("Consent is wanted, not {other}"),
			));
		},
	}
	let version = version(members);
	let mut parser = Parser {
		version,
		directory,
		report: Report::default(),
		contained: BTreeMap::new(),
		research: false,
		own_tests: 0,
	};
	parser.contain(members)?;
	parser.document(members)
}

/// The version, by the elements that only one has.
fn version(members: &Members) -> Version {
	let has = |names: &[&str]| names.iter().any(|name| members.contains_key(*name));
	if has(&["patient", "scope", "policyRule", "policy", "performer", "organization"])
		&& !has(&["subject"])
	{
		return Version::R4;
	}
	let types = |provision: &Value| provision.get("type").is_some();
	let drafted = has(&["dateTime", "scope", "policyRule", "policy", "performer", "organization"])
		|| match members.get("provision") {
			Some(Value::Array(provisions)) => {
				!members.contains_key("decision") && provisions.iter().any(types)
			},
			Some(_) => true,
			None => false,
		};
	if drafted {
		Version::R5Draft
	} else {
		Version::R5
	}
}

struct Parser<'d> {
	version: Version,
	directory: &'d dyn Directory,
	report: Report,
	contained: BTreeMap<String, &'d Value>,
	/// Whether the consent as a whole is about research.
	research: bool,
	/// How many tests are said by extensions of Salus.
	own_tests: usize,
}

impl<'d> Parser<'d> {
	fn document(&mut self, members: &Members) -> Result<Document, Refused> {
		let known: Vec<&str> = match self.version {
			Version::R4 => [COMMON, OF_R4].concat(),
			Version::R5 => [COMMON, OF_R5].concat(),
			Version::R5Draft => [COMMON, OF_R4, OF_R5].concat(),
		};
		if let Some(rules) = members.get("implicitRules") {
			return Err(Refused::not_modelled("implicitRules", &rules.to_string()));
		}
		let own = self.ensure_known(members, "Consent", &known, &[TERMS_URL])?;
		let exact = own
			.first()
			.map(|text| {
				serde_json::from_str(text).map_err(|error| Refused::malformed(TERMS_URL, error))
			})
			.transpose()?;
		for name in ACCOMPANYING {
			if members.contains_key(*name) {
				self.report.keep((*name).to_owned());
			}
		}
		self.categories(members)?;
		let status = self.status(members)?;
		let subject = self.subject(members)?;
		let given = match members.get("date").or_else(|| members.get("dateTime")) {
			None => None,
			Some(text) => {
				let (start, _) = self.date(text, "date")?;
				Some(Moment::try_from(start).unwrap_or(0))
			},
		};
		let grantors = self.grantors(members, &subject)?;
		let period = match members.get("period") {
			Some(period) => self.period(period, "period")?,
			None => Period::ALWAYS,
		};
		let (base, policy) = self.base(members)?;
		let (mut root, mut provisions) = (None, Vec::new());
		match members.get("provision") {
			None => (),
			Some(Value::Array(several)) if self.version != Version::R4 => {
				for (index, one) in several.iter().enumerate() {
					provisions.push(self.provision(one, &format!("provision[{index}]"))?);
				}
				// A draft has a list as well, of one, that states the base.
				if self.version == Version::R5Draft && base.is_none() && provisions.len() == 1 {
					root = provisions.pop();
				}
			},
			Some(one) if self.version != Version::R5 => {
				root = Some(self.provision(one, "provision")?)
			},
			Some(_) => return Err(Refused::malformed("provision", "not a list")),
		}
		if self.own_tests > 0 && exact.is_none() {
			return Err(Refused::new("provision", Problem::ModifierExtension(TEST_URL.to_owned())));
		}
		let source = self.source(members)?;
		Ok(Document {
			version: self.version,
			status,
			subject,
			grantors,
			given,
			period,
			base,
			root,
			provisions,
			policy,
			source,
			exact,
			report: std::mem::take(&mut self.report),
		})
	}

	/// Refuses elements that are not known, and extensions that change the meaning and are not
	/// `own`, whose values it returns. Other extensions are noted.
	fn ensure_known(
		&mut self,
		members: &Members,
		path: &str,
		known: &[&str],
		own: &[&str],
	) -> Result<Vec<String>, Refused> {
		let mut found = Vec::new();
		for (name, value) in members {
			match name.as_str() {
				"id" => (),
				"extension" => self.report.keep(format!("{path}.extension")),
				"modifierExtension" => {
					for extension in list(value, &format!("{path}.modifierExtension"))? {
						let url = extension.get("url").and_then(Value::as_str).unwrap_or("no url");
						match extension.get("valueString").and_then(Value::as_str) {
							Some(text) if own.contains(&url) => found.push(text.to_owned()),
							_ => {
								let problem = Problem::ModifierExtension(url.to_owned());
								return Err(Refused::new(path, problem));
							},
						}
					}
				},
				name if known.contains(&name) => (),
				// An extension of a primitive, which can't change its meaning.
				name if name.strip_prefix('_').is_some_and(|name| known.contains(&name)) => {
					self.report.keep(format!("{path}.{name}"));
				},
				name => {
					let problem = Problem::UnknownElement(self.version);
					return Err(Refused::new(format!("{path}.{name}"), problem));
				},
			}
		}
		Ok(found)
	}

	fn object<'v>(
		&mut self,
		value: &'v Value,
		path: &str,
		known: &[&str],
	) -> Result<&'v Members, Refused> {
		let members = value.as_object().ok_or_else(|| Refused::malformed(path, "not an object"))?;
		self.ensure_known(members, path, known, &[])?;
		Ok(members)
	}

	/// Scope and category: whether it is about data at all, and about research.
	fn categories(&mut self, members: &Members) -> Result<(), Refused> {
		for name in ["scope", "category"] {
			let Some(value) = members.get(name) else { continue };
			self.report.keep(name.to_owned());
			let concepts = match value {
				Value::Array(concepts) => concepts.iter().collect(),
				one => vec![one],
			};
			for concept in concepts {
				let Some(codings) = concept.get("coding").and_then(Value::as_array) else {
					continue;
				};
				for coding in codings {
					let text = |name| coding.get(name).and_then(Value::as_str).unwrap_or_default();
					let (system, code) = (text("system"), text("code"));
					let of_hl7 = system.ends_with("/consentscope")
						|| system.ends_with("/consentcategorycodes");
					if of_hl7 && OTHER_MATTERS.contains(&code.to_lowercase().as_str()) {
						return Err(Refused::not_modelled(
							name,
							&format!("{code}: a consent to something else than the use of data"),
						));
					}
					self.research |= of_hl7 && code == "research";
				}
			}
		}
		Ok(())
	}

	fn status(&self, members: &Members) -> Result<Status, Refused> {
		let code = members.get("status").and_then(Value::as_str).unwrap_or_default();
		let of_r5 = self.version != Version::R4;
		let of_r4 = self.version != Version::R5;
		Ok(match code {
			"draft" => Status::Draft,
			"proposed" if of_r4 => Status::Draft,
			"active" => Status::Active,
			"inactive" => Status::Inactive,
			"not-done" if of_r5 => Status::NotDone,
			"rejected" if of_r4 => Status::NotDone,
			"entered-in-error" => Status::EnteredInError,
			_ => {
				let (system, code) = ("Consent.status".to_owned(), code.to_owned());
				return Err(Refused::new("status", Problem::UnknownCode { system, code }));
			},
		})
	}

	fn subject(&mut self, members: &Members) -> Result<Reference, Refused> {
		let name = if members.contains_key("subject") { "subject" } else { "patient" };
		let value = members
			.get(name)
			.ok_or_else(|| Refused::malformed(name, "missing: nobody's data is meant"))?;
		let subject = self.reference(value, name)?;
		match subject.kind.as_deref() {
			None | Some("Patient") => Ok(subject),
			Some(kind) => {
				Err(Refused::not_modelled(name, &format!("{kind}: only patients have consents")))
			},
		}
	}

	/// `grantor` of R5 and `performer` of R4.
	fn grantors(
		&mut self,
		members: &Members,
		subject: &Reference,
	) -> Result<Vec<Grantor>, Refused> {
		let mut grantors = Vec::new();
		for name in ["grantor", "performer"] {
			let Some(value) = members.get(name) else { continue };
			for (index, one) in list(value, name)?.iter().enumerate() {
				let path = format!("{name}[{index}]");
				let reference = self.reference(one, &path)?;
				let is_subject = reference.literal == subject.literal
					&& reference.identifier == subject.identifier;
				if reference.kind.as_deref() == Some("Patient") && !is_subject {
					self.report.apply(Rule::OtherGrantor, &path);
				}
				let role = self.relationship(&reference);
				if !is_subject && role.is_none() {
					self.report.keep(path);
				}
				grantors.push(Grantor { reference, role });
			}
		}
		Ok(grantors)
	}

	/// The role of a representative that the document contains.
	fn relationship(&self, reference: &Reference) -> Option<DelegateRole> {
		let id = reference.literal.as_deref()?.strip_prefix('#')?;
		self.contained
			.get(id)?
			.get("relationship")?
			.as_array()?
			.iter()
			.filter_map(|concept| concept.get("coding")?.as_array())
			.flatten()
			.filter_map(|coding| coding.get("code")?.as_str())
			.find_map(|code| code.parse().ok())
	}

	/// What the base and the policy are, by decision, policy rule and regulatory basis.
	fn base(
		&mut self,
		members: &Members,
	) -> Result<(Option<Effect>, Option<PolicyBasis>), Refused> {
		let mut base = match members.get("decision").map(Value::as_str) {
			None => None,
			Some(Some("permit")) => Some(Effect::Permit),
			Some(Some("deny")) => Some(Effect::Deny),
			Some(other) => {
				let code = other.unwrap_or("no text").to_owned();
				let system = "consent-provision-type".to_owned();
				return Err(Refused::new("decision", Problem::UnknownCode { system, code }));
			},
		};
		let mut policy = None;
		for name in ["policyRule", "regulatoryBasis"] {
			let Some(value) = members.get(name) else { continue };
			let concepts: Vec<&Value> = match value {
				Value::Array(concepts) => concepts.iter().collect(),
				one => vec![one],
			};
			for concept in concepts {
				let codings = self.codings_of(concept, name)?;
				if codings.is_empty() {
					self.report.keep(name.to_owned());
				}
				for coding in codings {
					match codes::policy(&coding) {
						codes::Policy::Base(effect) => {
							if *base.get_or_insert(effect) != effect {
								return Err(Refused::ambiguous(
									name,
									"it contradicts what else is said",
								));
							}
						},
						codes::Policy::Basis(basis) if policy.is_none() => policy = Some(basis),
						codes::Policy::Research => {
							self.research = true;
							self.report.keep(name.to_owned());
						},
						codes::Policy::Basis(_) | codes::Policy::Other => {
							self.report.keep(name.to_owned());
						},
					}
				}
			}
		}
		for name in ["policy", "policyBasis"] {
			let Some(value) = members.get(name) else { continue };
			let uris = match value {
				Value::Array(policies) => policies.iter().collect(),
				one => vec![one],
			};
			for uri in uris.into_iter().filter_map(|policy| policy.get("uri")?.as_str()) {
				let said = match uri {
					"http://hl7.org/fhir/ConsentPolicy/opt-in" => Effect::Permit,
					"http://hl7.org/fhir/ConsentPolicy/opt-out" => Effect::Deny,
					_ => continue,
				};
				base.get_or_insert(said);
			}
			self.report.keep(name.to_owned());
		}
		Ok((base, policy))
	}

	fn source(&mut self, members: &Members) -> Result<Option<H256>, Refused> {
		let Some(extensions) = members.get("extension") else { return Ok(None) };
		let source = list(extensions, "extension")?
			.iter()
			.find(|extension| extension.get("url").and_then(Value::as_str) == Some(SOURCE_URL));
		let Some(source) = source else { return Ok(None) };
		let text = source.get("valueString").and_then(Value::as_str).unwrap_or_default();
		let hash = codes::hash(text);
		hash.map(Some).ok_or_else(|| Refused::malformed(SOURCE_URL, format!("{text:?}")))
	}

	fn provision(&mut self, value: &Value, path: &str) -> Result<Raw, Refused> {
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
		raw.conditions.extend(codes::actions(&concepts)?);
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
			let role = codes::actor_role(&roles, &role_path)?;
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
		if !condition.is_empty() {
			raw.conditions.push(condition);
		}
		Ok(())
	}

	fn reference(&mut self, value: &Value, path: &str) -> Result<Reference, Refused> {
		let members = self.object(value, path, &["reference", "type", "identifier", "display"])?;
		let text = |name| members.get(name).and_then(Value::as_str).map(str::to_owned);
		let literal = text("reference");
		let identifier = match members.get("identifier") {
			None => None,
			Some(identifier) => self.identifier(identifier, &format!("{path}.identifier"))?,
		};
		let contained = literal
			.as_deref()
			.and_then(|literal| literal.strip_prefix('#'))
			.and_then(|id| self.contained.get(id));
		let kind = text("type").or_else(|| match contained {
			Some(resource) => resource.get("resourceType")?.as_str().map(str::to_owned),
			None => literal.as_deref().and_then(kind_of),
		});
		Ok(Reference { path: path.to_owned(), literal, identifier, kind, display: text("display") })
	}

	fn identifier(
		&mut self,
		value: &Value,
		path: &str,
	) -> Result<Option<(Option<String>, String)>, Refused> {
		let known = ["use", "type", "system", "value", "period", "assigner"];
		let members = self.object(value, path, &known)?;
		let text = |name| members.get(name).and_then(Value::as_str).map(str::to_owned);
		let value = match (text("value"), text("id")) {
			(Some(value), _) => Some(value),
			(None, Some(id)) => {
				self.report.apply(Rule::IdentifierId, path);
				Some(id)
			},
			(None, None) => None,
		};
		Ok(value.map(|value| (text("system"), value)))
	}

	/// A list of codings.
	fn codings(
		&mut self,
		members: &Members,
		name: &str,
		path: &str,
	) -> Result<Vec<Coding>, Refused> {
		let Some(value) = members.get(name) else { return Ok(Vec::new()) };
		let path = format!("{path}.{name}");
		list(value, &path)?
			.iter()
			.enumerate()
			.map(|(index, coding)| self.coding(coding, &format!("{path}[{index}]")))
			.collect()
	}

	/// A list of concepts, each by its codings, of which there is at least one.
	fn concepts(
		&mut self,
		members: &Members,
		name: &str,
		path: &str,
	) -> Result<Vec<Vec<Coding>>, Refused> {
		let Some(value) = members.get(name) else { return Ok(Vec::new()) };
		let path = format!("{path}.{name}");
		let mut concepts = Vec::new();
		for (index, concept) in list(value, &path)?.iter().enumerate() {
			let path = format!("{path}[{index}]");
			let codings = self.codings_of(concept, &path)?;
			if codings.is_empty() {
				return Err(Refused::new(path, Problem::Uncoded(concept.to_string())));
			}
			concepts.push(codings);
		}
		Ok(concepts)
	}

	fn codings_of(&mut self, concept: &Value, path: &str) -> Result<Vec<Coding>, Refused> {
		let members = self.object(concept, path, &["coding", "text"])?;
		let Some(codings) = members.get("coding") else { return Ok(Vec::new()) };
		list(codings, path)?
			.iter()
			.enumerate()
			.map(|(index, coding)| self.coding(coding, &format!("{path}.coding[{index}]")))
			.collect()
	}

	fn coding(&mut self, value: &Value, path: &str) -> Result<Coding, Refused> {
		let known = ["system", "version", "code", "display", "userSelected"];
		let members = self.object(value, path, &known)?;
		let text = |name| members.get(name).and_then(Value::as_str).map(str::to_owned);
		match text("code") {
			Some(code) => Ok(Coding {
				path: path.to_owned(),
				system: text("system").unwrap_or_default(),
				code,
			}),
			None => Err(Refused::new(path, Problem::Uncoded(value.to_string()))),
		}
	}

	fn period(&mut self, value: &Value, path: &str) -> Result<Period, Refused> {
		let members = self.object(value, path, &["start", "end"])?;
		let mut bound = |name: &str| {
			members.get(name).map(|text| self.date(text, &format!("{path}.{name}"))).transpose()
		};
		let (start, end) = (bound("start")?, bound("end")?);
		if start.is_some_and(|(first, _)| first < 0) {
			self.report.apply(Rule::BeforeChainTime, path);
		}
		time::period(start, end).ok_or_else(|| Refused::malformed(path, "it has no moment in it"))
	}

	fn date(&self, value: &Value, path: &str) -> Result<(i64, i64), Refused> {
		value
			.as_str()
			.and_then(time::span)
			.ok_or_else(|| Refused::malformed(path, format!("{value} is no date or time")))
	}
}

impl<'d> Parser<'d> {
	/// Notes the resources that the document contains.
	fn contain(&mut self, members: &'d Members) -> Result<(), Refused> {
		let Some(contained) = members.get("contained") else { return Ok(()) };
		for resource in list(contained, "contained")? {
			if let Some(id) = resource.get("id").and_then(Value::as_str) {
				self.contained.insert(id.to_owned(), resource);
			}
		}
		Ok(())
	}
}

/// The type in a literal reference: what stands before the id.
fn kind_of(literal: &str) -> Option<String> {
	let literal = literal.split("/_history/").next()?;
	let mut parts = literal.rsplit('/');
	let (_, kind) = (parts.next()?, parts.next()?);
	kind.starts_with(|first: char| first.is_ascii_uppercase()).then(|| kind.to_owned())
}

fn unknown(reference: &Reference) -> Refused {
	let nothing = reference.literal.is_none() && reference.identifier.is_none();
	let problem = match (&reference.display, nothing) {
		(display, true) => Problem::Uncoded(display.clone().unwrap_or_default()),
		_ => Problem::NotOnChain(reference.to_string()),
	};
	Refused::new(&reference.path, problem)
}

fn list<'v>(value: &'v Value, path: &str) -> Result<&'v Vec<Value>, Refused> {
	value.as_array().ok_or_else(|| Refused::malformed(path, "not a list"))
}

/// A bounded list, each entry once.
pub fn entries<T: PartialEq>(all: Vec<T>, path: &str) -> Result<Entries<T>, Refused> {
	let mut unique = Entries::new();
	for one in all {
		if !unique.contains(&one) && unique.try_push(one).is_err() {
			return Err(Refused::not_modelled(
				path,
				"more entries than a list on chain has room for",
			));
		}
	}
	Ok(unique)
}
