//! A document taken apart: every element is known, every code is known, nothing is interpreted yet.

use super::{
	codes,
	elements::{list, Members, Parser},
	Conversion, Directory, Grantor, Problem, Reference, Refused, Report, Rule, Status, Version,
};
use crate::{AccountId32, H256};
use salus_primitives::{
	codes::{DelegateRole, ObligationSet, PolicyBasis, RefrainSet},
	consent::{Terms, Test},
	Moment, Period,
};
use serde_json::Value;
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

/// What says nothing that the chain would hold, and changes nothing.
const ACCOMPANYING: &[&str] = &[
	"meta",
	"language",
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

impl Parser<'_> {
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
		// A draft may have what both versions have, under either name.
		for (read, other) in [("subject", "patient"), ("date", "dateTime")] {
			if members.contains_key(read) && members.contains_key(other) {
				self.report.keep(other.to_owned());
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
				if *base.get_or_insert(said) != said {
					return Err(Refused::ambiguous(name, "it contradicts what else is said"));
				}
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
}
