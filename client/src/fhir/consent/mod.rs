//! FHIR `Consent` as terms on chain, and back.
//!
//! [`read`] takes an R4 or R5 document (or the draft between them, which HL7's sources have) and
//! gives the terms, with a [`Report`] of every rule that was applied and every element that the chain
//! does not hold. Nothing is dropped in silence: what would change the meaning and can't be said on
//! chain is refused by name ([`Refused`]); what only accompanies it (narrative, category,
//! attachments) is listed, and bound by the hash of the document in the terms. [`to_fhir_r5`] and
//! [`to_fhir_r4`] go the other way, and [`read`] gives the same terms again.
//!
//! # How it is read
//! R5 has a base `decision` and provisions as exceptions to it, nested ones as exceptions to these,
//! so that permit and deny take turns. R4 has a policy rule, one root provision as the exception to
//! it, and types on the provisions: a type that is stated counts. The documents of the real world
//! keep to this only mostly. Where keeping to it would turn a document into what nobody can have
//! meant, it is read by one of the rules of [`Rule`], each of which looks at nothing but structure
//! and codes. Where no rule helps, it is [refused as ambiguous](Problem::Ambiguous). When in doubt,
//! the asker gets less.
//!
//! # Where it goes
//! | FHIR | on chain |
//! |---|---|
//! | `decision`, `policyRule` | [`Base`](salus_primitives::consent::Base), see [`Rule::Grant`] and [`Rule::Withholding`] |
//! | `period` | the terms' period |
//! | `regulatoryBasis`, `policyRule` with a code of FHIR's consent policies | the policy basis |
//! | `provision.actor` | recipients, custodians (`CST`) or authors (`AUT`), through a [`Directory`] |
//! | `provision.securityLabel` | labels; obligations and refrains, which bind the recipient |
//! | `provision.class`, `documentType`, `resourceType` | resource types, data classes, or a document type by its hash |
//! | `provision.code` | codes, by their hashes |
//! | `provision.data` | records, or by `authoredby` authors, through a [`Directory`] |
//! | the document itself | its `blake2_256` is the terms' source |

mod codes;
mod document;
mod elements;
mod provision;
mod reading;
#[cfg(test)]
mod tests;
mod time;
mod write;

pub use time::span;
pub use write::{to_fhir_r4, to_fhir_r5, Context};

use crate::{AccountId32, H256};
use salus_primitives::{
	codes::DelegateRole,
	consent::{Actor, Terms},
	Moment, RecordId,
};
use serde_json::Value;
use std::fmt;

/// A form of the resource.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Version {
	/// FHIR R4 and R4B.
	R4,
	/// FHIR R5.
	R5,
	/// What HL7's sources had between them: elements of both, and types on provisions.
	R5Draft,
}

impl fmt::Display for Version {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::R4 => "R4",
			Self::R5 => "R5",
			Self::R5Draft => "R5 draft",
		})
	}
}

/// Where the document says that the consent stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
	/// `draft`, and `proposed` of R4.
	Draft,
	/// `active`.
	Active,
	/// `inactive`.
	Inactive,
	/// `not-done`, and `rejected` of R4.
	NotDone,
	/// `entered-in-error`.
	EnteredInError,
}

/// A reference of the document, as it stands there.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Reference {
	/// Where, at which `#` begins what the document itself contains.
	pub path: String,
	/// The literal reference, such as `Organization/f001`.
	pub literal: Option<String>,
	/// System and value of the identifier.
	pub identifier: Option<(Option<String>, String)>,
	/// The type of resource, stated or by the literal reference.
	pub kind: Option<String>,
	/// What people read.
	pub display: Option<String>,
}

impl fmt::Display for Reference {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match (&self.literal, &self.identifier, &self.display) {
			(Some(literal), ..) => f.write_str(literal),
			(None, Some((Some(system), value)), _) => write!(f, "{system}|{value}"),
			(None, Some((None, value)), _) => f.write_str(value),
			(None, None, Some(display)) => write!(f, "{display:?}"),
			(None, None, None) => f.write_str("an empty reference"),
		}
	}
}

/// Who and what the references of documents are on chain. What it does not know is refused by name.
pub trait Directory {
	/// Whom a reference stands for.
	fn actor(&self, reference: &Reference) -> Option<Actor<AccountId32>>;
	/// For which record it stands.
	fn record(&self, reference: &Reference) -> Option<RecordId>;
}

/// Knows nobody but those whom a document names by their ids on chain.
impl Directory for () {
	fn actor(&self, _: &Reference) -> Option<Actor<AccountId32>> {
		None
	}

	fn record(&self, _: &Reference) -> Option<RecordId> {
		None
	}
}

/// Who gave the consent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grantor {
	/// Who.
	pub reference: Reference,
	/// By what right, where the document says so and it is not the patient.
	pub role: Option<DelegateRole>,
}

/// A document, read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conversion {
	/// In which form it is.
	pub version: Version,
	/// Where the consent stands.
	pub status: Status,
	/// Whose data it is about.
	pub subject: Reference,
	/// Who gave it.
	pub grantors: Vec<Grantor>,
	/// When it was given: the first moment that its date can mean.
	pub given: Option<Moment>,
	/// What it says.
	pub terms: Terms<AccountId32>,
	/// How it was read.
	pub report: Report,
}

/// A purpose of somebody's own, read by [`Rule::Project`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Project {
	/// Its code system.
	pub system: String,
	/// Its code.
	pub code: String,
	/// What stands for it on chain.
	pub trial: H256,
}

/// How a document was read.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Report {
	/// The rules that were applied, each with where and to what effect.
	pub applied: Vec<Applied>,
	/// The elements that the chain does not hold, and that the document's hash alone stands for.
	pub kept: Vec<String>,
	/// Purposes of somebody's own.
	pub projects: Vec<Project>,
}

impl Report {
	fn apply(&mut self, rule: Rule, path: &str) {
		let applied = Applied { rule, path: path.to_owned() };
		if !self.applied.contains(&applied) {
			self.applied.push(applied);
		}
	}

	fn keep(&mut self, path: String) {
		if !self.kept.contains(&path) {
			self.kept.push(path);
		}
	}
}

/// A rule, and where it was applied.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Applied {
	/// The rule.
	pub rule: Rule,
	/// Where.
	pub path: String,
}

impl fmt::Display for Applied {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{} ({}): {}", self.rule.name(), self.path, self.rule)
	}
}

/// The rules by which documents are read beyond what FHIR says. Each is stated here alone; nothing
/// else decides between two readings.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rule {
	/// A base of deny with exceptions grants what these permit, and takes nothing from what other
	/// consents grant: two grants to two hospitals must not cancel each other.
	Grant,
	/// A base of deny withholds against every other consent where nothing is excepted from it, or
	/// emergency treatment alone.
	Withholding,
	/// Where no policy rule is stated, nothing is permitted but what the root provision permits, or
	/// those nested in it if it has neither a type nor conditions and all of them permit.
	NoPolicy,
	/// Where no policy rule is stated and the root provision denies under conditions, nothing says what
	/// holds where these are not met. A denial of that alone can't be said on chain without permitting
	/// the rest, so everything is withheld, and not just what the conditions are about.
	DenialAlone,
	/// A provision with conditions and the effect of the base says nothing that does not hold in
	/// general. Its conditions count for what is excepted from it, and for nothing else.
	Restated,
	/// Where the policy rule is the form or law of an authorization, such as HIPAA's, nothing is
	/// permitted but what the root provision says.
	Authorization,
	/// The root provision of R4 is the exception to its policy rule (OPTIN permits, OPTOUT denies)
	/// where it has no type.
	RootException,
	/// A root provision of R4 without a type and conditions says nothing but what is nested in it,
	/// where that is anything under an opt-out, or denies under an opt-in: as an exception the root
	/// would turn the policy rule into its opposite.
	Container,
	/// An opt-in whose root provision is of type permit, under conditions, permits what these allow
	/// and no more: a condition that limits nothing would not have been written.
	LimitedOptIn,
	/// A provision that depends on nothing puts its own effect in the base's place.
	Unconditional,
	/// Under a base of deny, a provision without a type that names nothing but who holds or wrote
	/// the data says what the denial is about: as an exception it would let anybody do anything with
	/// that data.
	Scope,
	/// Under a base of deny, a provision without a type and a purpose, whose own exceptions are all
	/// about emergency treatment, restates the denial: nobody lets everybody have data but those who
	/// treat an emergency.
	EmergencyOnly,
	/// A nested provision with the conditions of the one above it, and without a type or of the same,
	/// would as an exception leave nothing of that one. It, and those beside it that have no type, are
	/// further rules to the same effect.
	Further,
	/// A nested provision whose conditions are wider than those of the one above it would leave
	/// nothing of that one. The wider one is the rule, and the narrower one the exception to it.
	WiderFirst,
	/// A nested provision of the same type as the one above it is no exception. If it names actors, or
	/// another value where that one has a condition, it is a rule of its own beside that one; if not,
	/// it says the same again. What a rule of its own that permits does not say, holds as in the one
	/// above it.
	SameType,
	/// Where nothing is permitted in general, a provision that denies limits those beside it that
	/// permit, but for those that it would leave nothing of.
	Beside,
	/// A period of a provision that withholds, and was over already when the consent was given, can't
	/// be when the provision holds: it is the period of the data, which is withheld from then on.
	PastPeriod,
	/// In R4, which has no period of the consent, a period alone in the root provision is the period
	/// of the consent where that provision has the policy rule's type, or none in an opt-in.
	ConsentPeriod,
	/// Under a base of permit, a period of the only provision, which has exceptions of its own, is
	/// the period of the consent: who authorizes something for half an hour does not authorize
	/// everything for ever after.
	AuthorizationPeriod,
	/// A period that begins before 1970 begins with 1970, as the chain's time does.
	BeforeChainTime,
	/// A purpose of somebody's own, beside a standard one for research, is a project: who asks on its
	/// behalf names it as the trial. The trial's id is the hash of system and code.
	Project,
	/// An identifier without a value but with an id of its own has it there by mistake.
	IdentifierId,
	/// A code from a value set of HL7 is one of the code system behind that set.
	ValueSetSystem,
	/// The grantor is another patient than the subject. On chain a consent is granted by the
	/// subject's controller or representative, whoever is written there.
	OtherGrantor,
	/// What the document says of itself by an extension of Salus is exactly what it means.
	Exact,
}

impl Rule {
	/// A short name for lists.
	pub fn name(self) -> &'static str {
		match self {
			Self::Grant => "grant",
			Self::Withholding => "withholding",
			Self::NoPolicy => "no-policy",
			Self::DenialAlone => "denial-alone",
			Self::Restated => "restated",
			Self::Authorization => "authorization",
			Self::RootException => "root-exception",
			Self::Container => "container",
			Self::LimitedOptIn => "limited-opt-in",
			Self::Unconditional => "unconditional",
			Self::Scope => "scope",
			Self::EmergencyOnly => "emergency-only",
			Self::Further => "further",
			Self::WiderFirst => "wider-first",
			Self::SameType => "same-type",
			Self::Beside => "beside",
			Self::PastPeriod => "past-period",
			Self::ConsentPeriod => "consent-period",
			Self::AuthorizationPeriod => "authorization-period",
			Self::BeforeChainTime => "before-chain-time",
			Self::Project => "project",
			Self::IdentifierId => "identifier-id",
			Self::ValueSetSystem => "value-set-system",
			Self::OtherGrantor => "other-grantor",
			Self::Exact => "exact",
		}
	}
}

impl fmt::Display for Rule {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::Grant => "it grants what its exceptions permit and takes nothing from others",
			Self::Withholding => "it withholds, whatever other consents say",
			Self::NoPolicy => "no policy rule: nothing is permitted but what provisions permit",
			Self::DenialAlone => {
				"no policy rule says what holds beyond the denial's conditions: all is withheld"
			},
			Self::Restated => "what it says under conditions holds in general already",
			Self::Authorization => "it is an authorization: it permits what it says and no more",
			Self::RootException => "the root provision is the exception to the policy rule",
			Self::Container => "it says nothing but what is nested in it",
			Self::LimitedOptIn => "the opt-in permits what its provision says and no more",
			Self::Unconditional => "a provision without conditions takes the base's place",
			Self::Scope => "it says what the denial is about, and permits nothing",
			Self::EmergencyOnly => "it restates the denial, to which emergencies are the exception",
			Self::Further => "the nested provisions are further rules to the same effect",
			Self::WiderFirst => "the wider provision is the rule, the narrower the exception",
			Self::SameType => "a nested provision of the same type is no exception",
			Self::Beside => "what is denied limits what is permitted beside it",
			Self::PastPeriod => "a period that was over is the period of the data withheld",
			Self::ConsentPeriod => "the period is that of the consent",
			Self::AuthorizationPeriod => "the period is that of the consent, which ends with it",
			Self::BeforeChainTime => "it begins with 1970",
			Self::Project => "a purpose of somebody's own is a project, asked for as a trial",
			Self::IdentifierId => "the identifier's id is its value",
			Self::ValueSetSystem => "a value set's code is one of the code system behind it",
			Self::OtherGrantor => "another patient is written as grantor",
			Self::Exact => "read by the extension that says exactly what it means",
		})
	}
}

/// Why a document is not converted: what stands where.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{path}: {problem}")]
pub struct Refused {
	/// The element.
	pub path: String,
	/// What is wrong with it.
	pub problem: Problem,
}

/// What is wrong with an element.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Problem {
	/// Not what FHIR has there.
	#[error("malformed: {0}")]
	Malformed(String),
	/// An element that this version of FHIR does not have there.
	#[error("unknown-element: {0} has no such element")]
	UnknownElement(Version),
	/// What changes the meaning in a way that is not known.
	#[error("modifier-extension: {0}")]
	ModifierExtension(String),
	/// A code that is not known.
	#[error("unknown-code: {system}|{code}")]
	UnknownCode {
		/// Its system.
		system: String,
		/// The code.
		code: String,
	},
	/// A concept without a code, or a reference without anything to look up.
	#[error("uncoded: only {0}")]
	Uncoded(String),
	/// Somebody or something that is not on this chain.
	#[error("not-on-chain: {0}")]
	NotOnChain(String),
	/// What terms on chain can't say.
	#[error("not-modelled: {0}")]
	NotModelled(String),
	/// What can be read in two ways.
	#[error("ambiguous: {0}")]
	Ambiguous(String),
}

impl Refused {
	fn new(path: impl Into<String>, problem: Problem) -> Self {
		Self { path: path.into(), problem }
	}

	fn malformed(path: impl Into<String>, what: impl ToString) -> Self {
		Self::new(path, Problem::Malformed(what.to_string()))
	}

	fn not_modelled(path: impl Into<String>, what: &str) -> Self {
		Self::new(path, Problem::NotModelled(what.to_owned()))
	}

	fn ambiguous(path: impl Into<String>, what: &str) -> Self {
		Self::new(path, Problem::Ambiguous(what.to_owned()))
	}
}

/// Reads a `Consent` from its JSON.
pub fn read(bytes: &[u8], directory: &dyn Directory) -> Result<Conversion, Refused> {
	let malformed = |error: &dyn fmt::Display| Refused::malformed("Consent", error);
	let text = super::json_text(bytes).map_err(|error| malformed(&error))?;
	let value: Value = serde_json::from_str(text).map_err(|error| malformed(&error))?;
	let source = H256(sp_io::hashing::blake2_256(bytes));
	let mut document = document::parse(&value, directory)?;
	if let Some(exact) = document.exact.take() {
		let conversion = document.exactly(exact);
		let invalid = |invalid| Refused::malformed(document::TERMS_URL, format!("{invalid:?}"));
		conversion.terms.validate().map_err(invalid)?;
		write::ensure_says_so(&value, &conversion)?;
		return Ok(conversion);
	}
	let source = document.source.unwrap_or(source);
	reading::interpret(document, source)
}
