//! What a consent says.

use super::evaluation::Effect;
use crate::{
	codes::{
		ActionSet, AgentRole, Capability, ClassSet, Confidentiality, DelegateRole, ObligationSet,
		PolicyBasis, PurposeSet, RefrainSet, ResourceTypeSet, SensitivitySet,
	},
	OrganizationId, Period, RecordId,
};
use alloc::{collections::BTreeSet, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::{ConstU32, H256};
use sp_runtime::BoundedVec;

/// Most provisions of one consent. HL7's longest published example has nine.
pub const MAX_PROVISIONS: u32 = 32;
/// Most tests of one provision: each kind twice.
pub const MAX_TESTS: u32 = 26;
/// Most entries of a list in a test, such as the organizations it names.
pub const MAX_ENTRIES: u32 = 16;
/// Deepest nesting of provisions. FHIR sets no bound; its examples use two levels.
pub const MAX_DEPTH: u32 = 8;

/// A bounded list in a test.
pub type Entries<T> = BoundedVec<T, ConstU32<MAX_ENTRIES>>;
/// `blake2_256` of `system ‖ "|" ‖ code`, for codes from terminologies that the chain does not hold
/// (LOINC, SNOMED CT, document types).
pub type CodeHash = H256;

/// The hash that stands for a code of a terminology.
pub fn code_hash(system: &str, code: &str) -> CodeHash {
	H256(sp_io::hashing::blake2_256(alloc::format!("{system}|{code}").as_bytes()))
}

/// What a consent says where none of its provisions matches.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Base {
	/// Allowed, but for the exceptions.
	#[codec(index = 0)]
	Permit,
	/// Withheld, but for the exceptions, whatever other consents say.
	#[codec(index = 1)]
	Deny,
	/// Nothing: the consent grants only what its exceptions permit, and takes nothing from what
	/// other consents grant.
	#[codec(index = 2)]
	Silent,
}

/// Somebody whom a provision names.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Actor<AccountId> {
	/// Whoever it is.
	#[codec(index = 0)]
	Anyone,
	/// Any agent of an organization, or the organization as such.
	#[codec(index = 1)]
	Organization(OrganizationId),
	/// One account: a practitioner, or a representative.
	#[codec(index = 2)]
	Agent(AccountId),
	/// Agents with a role.
	#[codec(index = 3)]
	Role(AgentRole),
	/// Organizations with a capability that they may use at the moment.
	#[codec(index = 4)]
	Capability(Capability),
	/// A clinical trial, by its id.
	#[codec(index = 5)]
	Trial(H256),
	/// A representative of the patient with this role.
	#[codec(index = 6)]
	Delegate(DelegateRole),
}

/// How a provision's list of records is meant (FHIR `consent-data-meaning`).
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum DataMeaning {
	/// The records themselves.
	#[codec(index = 0)]
	Instance,
	/// The records and what they refer to.
	#[codec(index = 1)]
	Related,
	/// The records and what refers to them, such as what results from them.
	#[codec(index = 2)]
	Dependents,
	/// What was written by the author of the records.
	#[codec(index = 3)]
	AuthoredBy,
}

/// Labels that a provision is about. For a provision that permits they are a high-water mark (FHIR:
/// "applies to all resources that are labeled 'R' or lower") and must cover every sensitivity code
/// of the data; for one that takes back they are a floor, and one sensitivity code is enough.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct LabelTest {
	/// Confidentiality.
	pub confidentiality: Option<Confidentiality>,
	/// Sensitivity, by subsumption.
	#[serde(default)]
	pub sensitivity: SensitivitySet,
}

/// One attribute of a provision. Within a list one entry is enough.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Test<AccountId> {
	/// When the provision is in force (`provision.period`).
	#[codec(index = 0)]
	Period(Period),
	/// Who asks (`provision.actor`).
	#[codec(index = 1)]
	Recipients(Entries<Actor<AccountId>>),
	/// Who holds the data (`provision.actor` with role `CST`).
	#[codec(index = 2)]
	Custodians(Entries<Actor<AccountId>>),
	/// Who wrote the data (`provision.actor` with role `AUT`).
	#[codec(index = 3)]
	Authors(Entries<Actor<AccountId>>),
	/// What is to be done (`provision.action`).
	#[codec(index = 4)]
	Actions(ActionSet),
	/// What for (`provision.purpose`), by subsumption.
	#[codec(index = 5)]
	Purposes(PurposeSet),
	/// What kind of data.
	#[codec(index = 6)]
	Classes(ClassSet),
	/// Which FHIR resource types (`provision.resourceType`).
	#[codec(index = 7)]
	ResourceTypes(ResourceTypeSet),
	/// Which security labels (`provision.securityLabel`).
	#[codec(index = 8)]
	Labels(LabelTest),
	/// Which document types (`provision.documentType`).
	#[codec(index = 9)]
	DocumentTypes(Entries<CodeHash>),
	/// Which codes, such as LOINC's (`provision.code`).
	#[codec(index = 10)]
	Codes(Entries<CodeHash>),
	/// When the data came about (`provision.dataPeriod`).
	#[codec(index = 11)]
	DataPeriod(Period),
	/// Which records (`provision.data`).
	#[codec(index = 12)]
	Records {
		/// How the list is meant.
		meaning: DataMeaning,
		/// The records.
		records: Entries<RecordId>,
	},
}

/// An exception: to the consent's base, or to another provision.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct Provision<AccountId> {
	/// Position of the provision that this one is an exception to; parents stand before their
	/// exceptions.
	#[serde(default)]
	pub parent: Option<u8>,
	/// What the recipient must do.
	#[serde(default)]
	pub obligations: ObligationSet,
	/// What the recipient must not do.
	#[serde(default)]
	pub refrains: RefrainSet,
	/// All of them must hold. None: always. They come last, as a decision reads the rest first.
	pub tests: BoundedVec<Test<AccountId>, ConstU32<MAX_TESTS>>,
}

/// What a consent says.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct Terms<AccountId> {
	/// What holds where no provision matches.
	pub base: Base,
	/// When the consent is in force.
	#[serde(default)]
	pub period: Period,
	/// What the recipient must do, whatever provision permits.
	#[serde(default)]
	pub obligations: ObligationSet,
	/// What the recipient must not do, whatever provision permits.
	#[serde(default)]
	pub refrains: RefrainSet,
	/// The law or policy that the consent rests on.
	#[serde(default)]
	pub policy: Option<PolicyBasis>,
	/// `blake2_256` of the signed source document.
	#[serde(default)]
	pub source: Option<H256>,
	/// The protocol of a clinical trial that the consent is bound to.
	#[serde(default)]
	pub protocol: Option<Protocol>,
	/// The exceptions. They come last, as a decision reads the rest first.
	pub provisions: BoundedVec<Provision<AccountId>, ConstU32<MAX_PROVISIONS>>,
}

/// A version of a trial's protocol. A consent bound to one permits only what is asked on behalf of
/// that trial while that version is the current one; what it withholds it goes on withholding.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct Protocol {
	/// The trial.
	pub trial: H256,
	/// The version of its protocol.
	pub version: u32,
}

/// Why terms can't be stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InvalidTerms {
	/// A provision's parent does not stand before it.
	ParentNotBefore,
	/// Nested deeper than [`MAX_DEPTH`].
	TooDeep,
	/// A test that nothing can meet: an empty list, set or label test.
	EmptyTest,
	/// A period that ends before it starts.
	EmptyPeriod,
	/// A base of silence without a provision says nothing.
	SaysNothing,
}

impl<AccountId> Terms<AccountId> {
	/// Terms with a base only.
	pub fn new(base: Base) -> Self {
		Self {
			base,
			period: Period::ALWAYS,
			obligations: ObligationSet::EMPTY,
			refrains: RefrainSet::EMPTY,
			policy: None,
			source: None,
			protocol: None,
			provisions: BoundedVec::new(),
		}
	}

	/// Whether the terms are well-formed.
	pub fn validate(&self) -> Result<(), InvalidTerms> {
		if !self.period.is_well_formed() {
			return Err(InvalidTerms::EmptyPeriod);
		}
		if self.base == Base::Silent && self.provisions.is_empty() {
			return Err(InvalidTerms::SaysNothing);
		}
		let mut depths: Vec<u32> = Vec::with_capacity(self.provisions.len());
		for provision in &self.provisions {
			let depth = match provision.parent {
				None => 1,
				Some(parent) => depths
					.get(usize::from(parent))
					.ok_or(InvalidTerms::ParentNotBefore)?
					.saturating_add(1),
			};
			if depth > MAX_DEPTH {
				return Err(InvalidTerms::TooDeep);
			}
			depths.push(depth);
			for test in &provision.tests {
				test.validate()?;
			}
		}
		Ok(())
	}

	/// The provisions with what each of them does where it decides.
	fn with_effects(&self) -> Vec<(&Provision<AccountId>, Effect)> {
		let mut all: Vec<(&Provision<AccountId>, Effect)> =
			Vec::with_capacity(self.provisions.len());
		for provision in &self.provisions {
			let above = provision.parent.and_then(|parent| all.get(usize::from(parent)));
			let above = above.map_or(self.base.into(), |(_, effect)| *effect);
			all.push((provision, above.exception(self.base)));
		}
		all
	}

	/// The organizations that provisions which permit name as recipients.
	pub fn recipients(&self) -> BTreeSet<OrganizationId> {
		self.with_effects()
			.into_iter()
			.filter(|(_, effect)| *effect == Effect::Permit)
			.flat_map(|(provision, _)| &provision.tests)
			.filter_map(|test| match test {
				Test::Recipients(actors) => Some(actors),
				_ => None,
			})
			.flatten()
			.filter_map(|actor| match actor {
				Actor::Organization(organization) => Some(*organization),
				_ => None,
			})
			.collect()
	}

	/// Whether `later` surely permits whatever these terms permit: it says the same and permits
	/// more. Where that can't be seen at once, the answer is no.
	pub fn is_widened_by(&self, later: &Self) -> bool
	where
		AccountId: PartialEq,
	{
		let count = self.provisions.len();
		let starts_no_later = match (later.period.start, self.period.start) {
			(None, _) => true,
			(Some(later), Some(former)) => later <= former,
			(Some(_), None) => false,
		};
		let ends_no_earlier = match (later.period.end, self.period.end) {
			(None, _) => true,
			(Some(later), Some(former)) => later >= former,
			(Some(_), None) => false,
		};
		later.base == self.base
			&& starts_no_later
			&& ends_no_earlier
			&& later.protocol == self.protocol
			&& later.obligations.is_subset(self.obligations)
			&& later.refrains.is_subset(self.refrains)
			&& later.provisions.iter().take(count).eq(&self.provisions)
			&& later.with_effects().iter().skip(count).all(|(_, effect)| *effect == Effect::Permit)
	}
}

impl<AccountId: Encode> Terms<AccountId> {
	/// `blake2_256` of the terms in SCALE, by which who accepts a request says what is accepted.
	pub fn hash(&self) -> H256 {
		H256(sp_io::hashing::blake2_256(&self.encode()))
	}
}

impl<AccountId> Test<AccountId> {
	fn validate(&self) -> Result<(), InvalidTerms> {
		let empty = match self {
			Self::Period(period) | Self::DataPeriod(period) => {
				return if period.is_well_formed() {
					Ok(())
				} else {
					Err(InvalidTerms::EmptyPeriod)
				}
			},
			Self::Recipients(actors) | Self::Custodians(actors) | Self::Authors(actors) => {
				actors.is_empty()
			},
			Self::Actions(set) => set.is_empty(),
			Self::Purposes(set) => set.is_empty(),
			Self::Classes(set) => set.is_empty(),
			Self::ResourceTypes(set) => set.is_empty(),
			Self::Labels(labels) => {
				labels.confidentiality.is_none() && labels.sensitivity.is_empty()
			},
			Self::DocumentTypes(codes) | Self::Codes(codes) => codes.is_empty(),
			Self::Records { records, .. } => records.is_empty(),
		};
		if empty {
			Err(InvalidTerms::EmptyTest)
		} else {
			Ok(())
		}
	}
}
