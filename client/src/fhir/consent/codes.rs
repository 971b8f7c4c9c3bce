//! What the codes of a document mean on chain. A code that is not known here is refused.

use super::{
	document::{Check, Effect},
	elements::entries,
	Problem, Refused,
};
use crate::{fhir::systems, AccountId32, H256};
use salus_primitives::{
	codes::{
		data_class_for, ActionSet, AgentRole, Capability, ClassSet, Confidentiality, DataClass,
		DelegateRole, Obligation, ObligationSet, PolicyBasis, Purpose, PurposeSet, Refrain,
		RefrainSet, ResourceType, ResourceTypeSet, Sensitivity, SensitivitySet,
	},
	consent::{code_hash, Actor, CodeHash, LabelTest, Test},
	OrganizationId,
};
use std::str::FromStr;

/// Identifiers of organizations on chain.
pub const ORGANIZATION_SYSTEM: &str = "urn:salus:organization";
/// Identifiers of accounts on chain, in SS58.
pub const ACCOUNT_SYSTEM: &str = "urn:salus:account";
/// Identifiers of trials on chain.
pub const TRIAL_SYSTEM: &str = "urn:salus:trial";
/// Whoever it is.
pub const ANYONE_SYSTEM: &str = "urn:salus:anyone";
/// Identifiers of records on chain.
pub const RECORD_SYSTEM: &str = "urn:salus:record";
/// Codes of which only the hash is known.
pub const HASH_SYSTEM: &str = "urn:salus:code-hash";
/// FHIR's consent actions, and what STU3 called them.
const ACTION: &[&str] =
	&["http://terminology.hl7.org/CodeSystem/consentaction", "http://hl7.org/fhir/consentaction"];
const PARTICIPATION: &[&str] = &[
	"http://terminology.hl7.org/CodeSystem/v3-ParticipationType",
	"http://hl7.org/fhir/v3/ParticipationType",
];
const ROLE_CODE: &[&str] = &[
	DelegateRole::SYSTEM,
	"http://terminology.hl7.org/CodeSystem/v3-RoleClass",
	"http://hl7.org/fhir/v3/RoleCode",
	"http://hl7.org/fhir/v3/RoleClass",
];
const RESOURCE_TYPES: &[&str] = &[
	ResourceType::SYSTEM,
	"http://hl7.org/fhir/resource-types",
	"http://hl7.org/fhir/ValueSet/resource-types",
];
const OBSERVATION_CATEGORY: &[&str] = &[
	"http://terminology.hl7.org/CodeSystem/observation-category",
	"http://hl7.org/fhir/observation-category",
];
/// Media types, such as that of CDA documents.
pub const MEDIA_TYPE_SYSTEM: &str = "urn:ietf:bcp:13";
const LOINC: &str = "http://loinc.org";
const POLICIES: &[&str] = &[PolicyBasis::SYSTEM, "http://hl7.org/fhir/ConsentPolicy"];

/// A code, and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Coding {
	pub path: String,
	/// Empty where none is given.
	pub system: String,
	pub code: String,
}

impl Coding {
	fn is_of(&self, systems: &[&str]) -> bool {
		systems.contains(&self.system.as_str())
	}

	/// Whether a value set of HL7 stands where its code system should.
	pub fn is_of_value_set(&self) -> bool {
		self.value_set().is_some()
	}

	/// The value set of HL7 v3 that stands in the system's place.
	fn value_set(&self) -> Option<&str> {
		let path = self
			.system
			.strip_prefix("http://terminology.hl7.org/ValueSet/")
			.or_else(|| self.system.strip_prefix("http://hl7.org/fhir/ValueSet/"))?;
		path.strip_prefix("v3-")
	}

	/// Whether it is of a code system, or of a value set of it whose name begins so.
	fn is_of_or_in(&self, systems: &[&str], value_sets: &[&str]) -> bool {
		self.is_of(systems) || self.value_set().is_some_and(|set| value_sets.contains(&set))
	}

	fn unknown(&self) -> Refused {
		let (system, code) = (self.system.clone(), self.code.clone());
		Refused::new(&self.path, Problem::UnknownCode { system, code })
	}

	fn parse<T: FromStr>(&self) -> Result<T, Refused> {
		self.code.parse().map_err(|_| self.unknown())
	}

	fn hash(&self) -> Result<CodeHash, Refused> {
		match self.system.as_str() {
			HASH_SYSTEM => hash(&self.code).ok_or_else(|| self.unknown()),
			// Without its system a code means nothing.
			"" => Err(self.unknown()),
			system => Ok(code_hash(system, &self.code)),
		}
	}
}

/// 32 bytes in hexadecimal.
pub fn hash(text: &str) -> Option<H256> {
	let digits = text.strip_prefix("0x").unwrap_or(text);
	let bytes = hex::decode(digits).ok()?;
	<[u8; 32]>::try_from(bytes).ok().map(H256)
}

/// What a code of a policy rule or a regulatory basis says.
pub enum Policy {
	/// What holds in general.
	Base(Effect),
	/// The law or form.
	Basis(PolicyBasis),
	/// Nothing about that, but that it is about research.
	Research,
	/// Nothing that the chain holds.
	Other,
}

/// HL7's consent directives: an opt-in permits in general, an opt-out denies, and what is implied is
/// permitted.
pub fn policy(coding: &Coding) -> Policy {
	let code = coding.code.as_str();
	if coding.is_of(systems::ACT_CODE) {
		return match code {
			"OPTIN" | "OPTINR" | "IMPLIED" | "IMPLIEDD" => Policy::Base(Effect::Permit),
			"OPTOUT" | "OPTOUTE" => Policy::Base(Effect::Deny),
			_ => Policy::Other,
		};
	}
	if coding.is_of(systems::ACT_REASON) {
		return match code.parse::<Purpose>() {
			Ok(purpose) if purpose.is_a(Purpose::HRESCH) => Policy::Research,
			_ => Policy::Other,
		};
	}
	if coding.is_of(POLICIES) {
		match (code, code.parse()) {
			("opt-in", _) => return Policy::Base(Effect::Permit),
			("opt-out", _) => return Policy::Base(Effect::Deny),
			(_, Ok(basis)) => return Policy::Basis(basis),
			_ => (),
		}
	}
	Policy::Other
}

/// Whether a policy is the form or law of an authorization, without which data may not be used, and
/// not of a restriction, a notice or a revocation.
pub fn is_authorization(basis: PolicyBasis) -> bool {
	!matches!(
		basis,
		PolicyBasis::IllinoisMinorProcedure
			| PolicyBasis::HipaaNotice
			| PolicyBasis::HipaaRestrictions
			| PolicyBasis::HipaaSelfPay
			| PolicyBasis::NewYorkSurgicalProtocol
			| PolicyBasis::Va100484
			| PolicyBasis::Va1010116
	)
}

/// As what an actor stands in a provision.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ActorRole {
	/// Who asks.
	Recipient,
	/// Who asks, as a representative of the patient.
	Delegate(DelegateRole),
	/// Who holds the data.
	Custodian,
	/// Who wrote the data.
	Author,
}

/// The role of an actor, by those of its codes that say one, with the places of the others.
pub fn actor_role(codings: &[Coding], path: &str) -> Result<(ActorRole, Vec<String>), Refused> {
	let role = |coding: &Coding| match coding.code.as_str() {
		"IRCP" | "PRCP" | "REFT" | "REFB" | "NOT" | "TRC" if coding.is_of(PARTICIPATION) => {
			Some(ActorRole::Recipient)
		},
		"CST" if coding.is_of(PARTICIPATION) => Some(ActorRole::Custodian),
		"AUT" if coding.is_of(PARTICIPATION) => Some(ActorRole::Author),
		"GRANTEE" if coding.is_of(ROLE_CODE) => Some(ActorRole::Recipient),
		code if coding.is_of(ROLE_CODE) => code.parse().ok().map(ActorRole::Delegate),
		_ => None,
	};
	let mut unread = Vec::new();
	let mut found = None;
	for coding in codings {
		match (role(coding), found) {
			(None, _) => unread.push(coding.path.clone()),
			(Some(one), None) => found = Some(one),
			(Some(one), Some(other)) if one != other => {
				return Err(Refused::ambiguous(&coding.path, "another role beside the first"));
			},
			(Some(_), Some(_)) => (),
		}
	}
	match (found, codings.first()) {
		(Some(role), _) => Ok((role, unread)),
		(None, Some(coding)) => Err(coding.unknown()),
		(None, None) => Err(Refused::new(path, Problem::Uncoded("text".to_owned()))),
	}
}

/// An actor by an identifier of the chain's own; nothing if the system is another's.
pub fn own_actor(system: &str, value: &str) -> Option<Option<Actor<AccountId32>>> {
	Some(match system {
		ORGANIZATION_SYSTEM => {
			value.parse().ok().map(|number| Actor::Organization(OrganizationId(number)))
		},
		ACCOUNT_SYSTEM => value.parse().ok().map(Actor::Agent),
		TRIAL_SYSTEM => hash(value).map(Actor::Trial),
		ANYONE_SYSTEM => (value == "anyone").then_some(Actor::Anyone),
		AgentRole::SYSTEM => value.parse().ok().map(Actor::Role),
		Capability::SYSTEM => value.parse().ok().map(Actor::Capability),
		DelegateRole::SYSTEM => value.parse().ok().map(Actor::Delegate),
		_ => return None,
	})
}

type Condition = Option<Vec<Check>>;

/// The actions, with the places of codes that say them in other systems.
pub fn actions(concepts: &[Vec<Coding>]) -> Result<(Condition, Vec<String>), Refused> {
	let (mut set, mut unread) = (ActionSet::EMPTY, Vec::new());
	for codings in concepts {
		// One concept may be coded several times over; one code that is known will do.
		let mut known = None;
		for coding in codings {
			if !coding.is_of(ACTION) {
				unread.push(coding.path.clone());
			} else if *known.get_or_insert(&coding.code) != &coding.code {
				return Err(Refused::ambiguous(&coding.path, "another action in the same concept"));
			} else {
				set.insert(coding.parse()?);
			}
		}
		if let (None, Some(coding)) = (known, codings.first()) {
			return Err(coding.unknown());
		}
	}
	Ok(((!set.is_empty()).then(|| vec![Test::Actions(set)]), unread))
}

/// Purposes.
pub struct Purposes {
	pub condition: Condition,
	/// Purposes of somebody's own, with what stands for them.
	pub projects: Vec<(Coding, H256)>,
}

/// The purposes. One of another's code system is a project, where research is what it is about.
pub fn purposes(codings: &[Coding], research: bool) -> Result<Purposes, Refused> {
	let (mut set, mut projects) = (PurposeSet::EMPTY, Vec::new());
	for coding in codings {
		if coding.is_of_or_in(systems::ACT_REASON, &["PurposeOfUse"]) {
			set.insert(coding.parse()?);
		} else {
			projects.push((coding.clone(), coding.hash()?));
		}
	}
	let research = research || set.iter().any(|purpose| purpose.is_a(Purpose::HRESCH));
	if let (Some((coding, _)), false) = (projects.first(), research) {
		return Err(coding.unknown());
	}
	let mut condition = Vec::new();
	if !set.is_empty() {
		condition.push(Test::Purposes(set));
	}
	if let Some((coding, _)) = projects.first() {
		let trials = projects.iter().map(|(_, trial)| Actor::Trial(*trial)).collect();
		condition.push(Test::Recipients(entries(trials, &coding.path)?));
	}
	Ok(Purposes { condition: (!condition.is_empty()).then_some(condition), projects })
}

/// What kinds of data, by `class`, `documentType` or `resourceType`.
pub fn contents(codings: &[Coding], element: &str) -> Result<Condition, Refused> {
	let (mut types, mut classes) = (ResourceTypeSet::EMPTY, ClassSet::EMPTY);
	let mut documents = Vec::new();
	for coding in codings {
		if coding.is_of(RESOURCE_TYPES) {
			types.insert(coding.parse()?);
		} else if coding.system == DataClass::SYSTEM {
			classes.insert(coding.parse()?);
		} else if coding.is_of(OBSERVATION_CATEGORY) {
			classes.insert(class_of_category(coding)?);
		} else if element == "documentType"
			|| coding.is_of(&[MEDIA_TYPE_SYSTEM, LOINC, HASH_SYSTEM])
		{
			documents.push(coding.hash()?);
		} else if element == "resourceType" && coding.system.is_empty() {
			types.insert(coding.parse()?);
		} else {
			return Err(coding.unknown());
		}
	}
	let mut condition = Vec::new();
	if !types.is_empty() {
		condition.push(Test::ResourceTypes(types));
	}
	if !classes.is_empty() {
		condition.push(Test::Classes(classes));
	}
	if let Some(coding) = codings.first().filter(|_| !documents.is_empty()) {
		condition.push(Test::DocumentTypes(entries(documents, &coding.path)?));
	}
	Ok((!condition.is_empty()).then_some(condition))
}

/// What security labels say.
pub struct LabelCodes {
	pub condition: Condition,
	pub obligations: ObligationSet,
	pub refrains: RefrainSet,
}

/// Security labels: confidentiality and sensitivity say which data, obligations and refrains how it
/// is to be handled.
pub fn labels(codings: &[Coding]) -> Result<LabelCodes, Refused> {
	let (mut levels, mut sensitivity) = (Vec::new(), SensitivitySet::EMPTY);
	let (mut obligations, mut refrains) = (ObligationSet::EMPTY, RefrainSet::EMPTY);
	for coding in codings {
		let confidential =
			["Confidentiality", "ConfidentialityClassification", "ConfidentialityByAccessKind"];
		let coded = ["InformationSensitivityPolicy", "ActInformationSensitivityPolicy", "ActCode"];
		let handling = ["ObligationPolicy", "RefrainPolicy", "GeneralPurposeOfUse"];
		if coding.is_of_or_in(systems::CONFIDENTIALITY, &confidential) {
			let level: Confidentiality = coding.parse()?;
			if !levels.contains(&level) {
				levels.push(level);
			}
		} else if coding.is_of_or_in(systems::ACT_CODE, &[&coded[..], &handling[..]].concat()) {
			if let Ok(label) = coding.code.parse::<Sensitivity>() {
				sensitivity.insert(label);
			} else if let Ok(obligation) = coding.code.parse::<Obligation>() {
				obligations.insert(obligation);
			} else {
				refrains.insert(coding.parse::<Refrain>()?);
			}
		} else {
			return Err(coding.unknown());
		}
	}
	// Any of several levels will do.
	let condition = match (levels.is_empty(), sensitivity.is_empty()) {
		(true, true) => None,
		(true, false) => Some(vec![Test::Labels(LabelTest { confidentiality: None, sensitivity })]),
		(false, _) => {
			let test =
				|level| Test::Labels(LabelTest { confidentiality: Some(level), sensitivity });
			Some(levels.into_iter().map(test).collect())
		},
	};
	Ok(LabelCodes { condition, obligations, refrains })
}

/// Codes of terminologies, by their hashes. Categories of observations are classes of data.
pub fn codes(concepts: &[Vec<Coding>]) -> Result<Condition, Refused> {
	let (mut hashes, mut classes) = (Vec::new(), ClassSet::EMPTY);
	for coding in concepts.iter().flatten() {
		if coding.is_of(OBSERVATION_CATEGORY) {
			classes.insert(class_of_category(coding)?);
		} else {
			hashes.push(coding.hash()?);
		}
	}
	let mut condition = Vec::new();
	if !classes.is_empty() {
		condition.push(Test::Classes(classes));
	}
	if let Some(coding) = concepts.iter().flatten().next().filter(|_| !hashes.is_empty()) {
		condition.push(Test::Codes(entries(hashes, &coding.path)?));
	}
	Ok((!condition.is_empty()).then_some(condition))
}

/// The class that observations of the category have.
fn class_of_category(coding: &Coding) -> Result<DataClass, Refused> {
	let class = data_class_for(ResourceType::Observation, Some(&coding.code));
	if class == ResourceType::Observation.data_class() {
		return Err(coding.unknown());
	}
	Ok(class)
}
