//! Disclosures: who did what with whose data, for what purpose, and on what it rests.

use crate::{
	codes::{Basis, ConsentAction, DataClass, Exemption, OutsideRecipient, Purpose, ResourceType},
	commitment::{commit, Domain, Salt},
	consent::{AttributeSet, Reason, Request},
	emergency::EmergencyId,
	record::{BatchLeaf, Labels},
	ConsentId, Moment, OrganizationId, PatientId, RecordId,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::{ConstU32, H256};
use sp_runtime::BoundedVec;

/// Most records of one entry. Every one of them is decided on its own, so this bounds what an entry
/// costs; more are told in further entries, or as their class.
pub const MAX_RECORDS: u32 = 16;
/// How far back an accounting goes when nobody says: six years of which two are leap years (45 CFR
/// 164.528(a)(1)).
pub const ACCOUNTING_PERIOD: Moment = (6 * 365 + 2) * DAY;
/// How long an oral statement keeps an entry from the patient at most (45 CFR 164.528(a)(2)(ii)).
pub const ORAL_STATEMENT_PERIOD: Moment = 30 * DAY;
const DAY: Moment = 24 * 60 * 60 * 1_000;

/// The records of an entry.
pub type RecordIds = BoundedVec<RecordId, ConstU32<MAX_RECORDS>>;

/// Who received the data.
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
pub enum Recipient {
	/// Nobody outside of the organization of the acting agent.
	#[codec(index = 0)]
	Internal,
	/// Another member of the consortium.
	#[codec(index = 1)]
	Organization(OrganizationId),
	/// Somebody who is no member.
	#[codec(index = 2)]
	Outside(OutsideRecipient),
}

/// What kind of data it was, as the agent says.
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Data {
	/// The class.
	pub class: DataClass,
	/// The FHIR resource type.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub resource_type: Option<ResourceType>,
	/// The security labels.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub labels: Option<Labels>,
	/// Who held it.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub custodian: Option<OrganizationId>,
	/// Who wrote it.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub author: Option<OrganizationId>,
}

/// Serde's default for an optional field whose type has none of its own.
fn none<T>() -> Option<T> {
	None
}

impl Data {
	/// Data of a class of which nothing more is said.
	pub fn of(class: DataClass) -> Self {
		Self { class, resource_type: None, labels: None, custodian: None, author: None }
	}
}

/// Which data it was.
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
pub enum Scope {
	/// Records that stand on chain by themselves.
	#[codec(index = 0)]
	Records(RecordIds),
	/// A leaf of a batch of records, of which the chain knows neither whose nor what it is.
	#[codec(index = 1)]
	Leaf {
		/// Where.
		leaf: BatchLeaf,
		/// What kind of data.
		data: Data,
	},
	/// All the patient's data of a kind.
	#[codec(index = 2)]
	Data(Data),
}

/// What an agent did.
///
/// Codes and types of documents, which consents may test, are left out on purpose: beside a
/// patient's id even the hash of a code tells a diagnosis. An access that only a provision about
/// codes permits goes into a batch of entries.
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Access {
	/// Who received the data.
	pub recipient: Recipient,
	/// Which data.
	pub scope: Scope,
	/// What was done with it: [`ConsentAction::Disclose`] if it went to somebody else, and anything
	/// but that if it did not.
	pub action: ConsentAction,
	/// What for.
	pub purpose: Purpose,
	/// The clinical trial on whose behalf.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub trial: Option<H256>,
	/// Salted commitment to what the organization keeps of it off chain: name and address of a
	/// recipient outside, the request, the court's order.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub details: Option<H256>,
}

impl Access {
	/// Whether action and recipient go together, and something is named, once.
	pub fn is_well_formed(&self, organization: OrganizationId) -> bool {
		let disclosed = self.action == ConsentAction::Disclose;
		let fits = match self.recipient {
			Recipient::Internal => !disclosed,
			Recipient::Organization(recipient) => disclosed && recipient != organization,
			Recipient::Outside(_) => disclosed,
		};
		let named_once = match &self.scope {
			Scope::Records(records) => {
				!records.is_empty()
					&& records
						.iter()
						.enumerate()
						.all(|(at, record)| !records.iter().take(at).any(|other| other == record))
			},
			Scope::Leaf { .. } | Scope::Data(_) => true,
		};
		fits && named_once
	}

	/// How many questions [`Self::requests`] are.
	pub fn decisions(&self) -> u32 {
		match &self.scope {
			Scope::Records(records) => records.len() as u32,
			Scope::Leaf { .. } | Scope::Data(_) => 1,
		}
	}

	/// What the decision has to permit: that `agent` does this; where the data went to another
	/// member, that the member may have it; where it left the consortium, that the agent may pass it
	/// on.
	pub fn requests<AccountId: Clone>(
		&self,
		organization: OrganizationId,
		agent: &AccountId,
	) -> Vec<Request<AccountId>> {
		let (asks, agent) = match self.recipient {
			Recipient::Organization(recipient) => (recipient, None),
			Recipient::Internal | Recipient::Outside(_) => (organization, Some(agent.clone())),
		};
		let request = Request {
			organization: Some(asks),
			agent,
			trial: self.trial,
			..Request::new(self.action, self.purpose)
		};
		match &self.scope {
			Scope::Records(records) => records
				.iter()
				.map(|record| Request { record: Some(*record), ..request.clone() })
				.collect(),
			Scope::Leaf { data, .. } | Scope::Data(data) => alloc::vec![Request {
				class: Some(data.class),
				resource_type: data.resource_type,
				labels: data.labels,
				custodian: data.custodian,
				author: data.author,
				..request
			}],
		}
	}

	/// Why the patient need not be told of it, if there is a reason. Operations that HL7 counts
	/// among those of health care and HIPAA among the disclosures of 45 CFR 164.512 (government,
	/// legal proceedings, decedents, donation, military command) are no exemption, and nothing is
	/// that the law required.
	pub fn exemption(&self, basis: Basis) -> Option<Exemption> {
		match self.recipient {
			Recipient::Internal => return Some(Exemption::Internal),
			Recipient::Outside(OutsideRecipient::Individual) => return Some(Exemption::Individual),
			_ => (),
		}
		let accounted = [
			Purpose::GOV,
			Purpose::HLEGAL,
			Purpose::HDECD,
			Purpose::DONAT,
			Purpose::MILCDM,
			Purpose::MILDCRG,
		];
		let ordinary = [Purpose::TREAT, Purpose::HPAYMT, Purpose::HOPERAT]
			.into_iter()
			.any(|above| self.purpose.is_a(above))
			&& !accounted.into_iter().any(|above| self.purpose.is_a(above));
		(ordinary && matches!(basis, Basis::Consent | Basis::OwnRecords | Basis::BreakGlass))
			.then_some(Exemption::TreatmentPaymentOperations)
	}
}

impl Basis {
	/// What a permission for this reason rests on; nothing if the reason is one to refuse.
	pub fn of(reason: Reason) -> Option<Self> {
		match reason {
			Reason::ConsentPermits => Some(Self::Consent),
			Reason::OwnRecord => Some(Self::OwnRecords),
			Reason::RequiredByLaw => Some(Self::RequiredByLaw),
			Reason::BreakGlass => Some(Self::BreakGlass),
			_ => None,
		}
	}
}

/// An entry of a log that an organization keeps off chain.
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LoggedAccess<AccountId> {
	/// Whose data.
	pub patient: PatientId,
	/// Who acted.
	pub agent: AccountId,
	/// What the agent did.
	pub access: Access,
	/// The emergency access under which.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub emergency: Option<EmergencyId>,
	/// When.
	pub occurred_at: Moment,
}

/// The commitment that stands for an entry in a batch:
/// `blake2_256(domain ‖ salt ‖ SCALE(organization, sequence, entry))`.
pub fn commitment<AccountId: Encode>(
	organization: OrganizationId,
	sequence: u64,
	entry: &LoggedAccess<AccountId>,
	salt: &Salt,
) -> H256 {
	commit(Domain::Disclosure, salt, &(organization, sequence, entry).encode())
}

/// An entry as the chain keeps it.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Disclosure<AccountId> {
	/// Whose data.
	pub patient: PatientId,
	/// Who acted.
	pub agent: AccountId,
	/// What the agent did.
	#[serde(flatten)]
	pub access: Access,
	/// On what it rests.
	pub basis: Basis,
	/// Why the decision said no, where the basis is unconfirmed.
	pub refusal: Option<Reason>,
	/// The consent that permitted it, and its version.
	pub consent: Option<(ConsentId, u32)>,
	/// The emergency access under which it was done.
	pub emergency: Option<EmergencyId>,
	/// What the decision rests on that the chain could not check.
	pub asserted: AttributeSet,
	/// When it was done: the time of the entry's block, or for an entry from a batch what the
	/// organization says.
	pub occurred_at: Moment,
	/// As of when the chain decided. Later than [`Self::occurred_at`] for an entry from a batch.
	pub decided_at: Moment,
	/// The first number of the batch that it came from.
	pub batch: Option<u64>,
}

/// That an agency has an entry kept from the patient for a time (45 CFR 164.528(a)(2)).
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Statement {
	/// Whether the agency said so in writing.
	pub written: bool,
	/// When it did.
	pub made_at: Moment,
	/// Until when the entry is kept back.
	pub until: Moment,
	/// Salted commitment to the statement, or to the note of what was said.
	pub document: H256,
}

/// See [`Statement`].
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Withholding {
	/// What the agency said.
	#[serde(flatten)]
	pub statement: Statement,
	/// The organization that had it noted.
	pub noted_by: OrganizationId,
}

impl Withholding {
	/// Whether the entry is kept back at `now`.
	pub fn is_active(&self, now: Moment) -> bool {
		now < self.statement.until
	}
}

/// An entry as lists give it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct DisclosureInfo<AccountId> {
	/// The organization whose agent acted.
	pub organization: OrganizationId,
	/// Its number in that organization's log.
	pub sequence: u64,
	/// The entry.
	#[serde(flatten)]
	pub disclosure: Disclosure<AccountId>,
	/// Why 45 CFR 164.528 does not ask to account for it, if it does not.
	pub exemption: Option<Exemption>,
	/// That it is, or was, kept from the patient.
	pub withheld: Option<Withholding>,
}

/// A page of entries.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct DisclosurePage<AccountId> {
	/// The entries. Where some were passed over, there may be fewer than were asked for, or none,
	/// and yet more to come.
	pub disclosures: Vec<DisclosureInfo<AccountId>>,
	/// Where the next page starts, if there is one.
	pub next: Option<u64>,
}

/// Entries that an organization keeps off chain, under one Merkle root.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct LogBatch<AccountId> {
	/// Number of the last entry.
	pub last: u64,
	/// Root of the [Merkle tree](crate::merkle).
	pub root: H256,
	/// Who anchored it.
	pub agent: AccountId,
	/// When.
	pub anchored_at: Moment,
}

/// A batch as lists give it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct LogBatchInfo<AccountId> {
	/// Number of the first entry.
	pub first: u64,
	/// The batch.
	#[serde(flatten)]
	pub batch: LogBatch<AccountId>,
}

/// A page of batches.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct LogBatchPage<AccountId> {
	/// In the order of their numbers.
	pub batches: Vec<LogBatchInfo<AccountId>>,
	/// Where the next page starts, if there is one.
	pub next: Option<u64>,
}

/// Consecutive numbers of an organization's log.
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
pub struct SequenceRange {
	/// The first.
	pub first: u64,
	/// The last, which belongs to it.
	pub last: u64,
}

impl SequenceRange {
	/// How many numbers it has; none if it ends before it starts, or is too long to count.
	pub fn count(&self) -> Option<u64> {
		self.last.checked_sub(self.first)?.checked_add(1)
	}

	/// Whether `other` lies in it.
	pub fn contains(&self, other: &Self) -> bool {
		self.first <= other.first && other.last <= self.last
	}
}

/// What is missing of an organization's log.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct GapReport {
	/// The number of the next entry.
	pub next: u64,
	/// Numbers before it of which the chain has neither an entry nor a batch.
	pub gaps: Vec<SequenceRange>,
}

/// The answer to whether a commitment is in a batch of entries.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogInclusion {
	/// Whether the proof holds.
	pub included: bool,
	/// The entry's number, if it does.
	pub sequence: Option<u64>,
	/// Whether the entry was opened, and stands in its patient's accounting.
	pub opened: bool,
	/// When the batch was anchored.
	pub anchored_at: Moment,
}

#[cfg(test)]
mod tests {
	use super::*;

	const OWN: OrganizationId = OrganizationId(1);

	fn access(recipient: Recipient, action: ConsentAction, purpose: Purpose) -> Access {
		Access {
			recipient,
			scope: Scope::Data(Data::of(DataClass::Laboratory)),
			action,
			purpose,
			trial: None,
			details: None,
		}
	}

	fn to(recipient: Recipient, purpose: Purpose) -> Access {
		access(recipient, ConsentAction::Disclose, purpose)
	}

	const OTHER: Recipient = Recipient::Organization(OrganizationId(2));
	const POLICE: Recipient = Recipient::Outside(OutsideRecipient::LawEnforcement);

	#[test]
	fn is_well_formed_should_hold_when_action_and_recipient_fit() {
		use ConsentAction::{Access as See, Disclose};
		for (recipient, action, expected) in [
			(Recipient::Internal, See, true),
			(Recipient::Internal, Disclose, false),
			(OTHER, Disclose, true),
			(OTHER, See, false),
			(Recipient::Organization(OWN), Disclose, false),
			(POLICE, Disclose, true),
			(POLICE, See, false),
		] {
			let access = access(recipient, action, Purpose::TREAT);
			assert_eq!(access.is_well_formed(OWN), expected, "{recipient:?} {action}");
		}
	}

	#[test]
	fn is_well_formed_should_fail_when_no_record_or_one_twice_is_named() {
		let record = |n: u8| RecordId::from([n; 32]);
		for (records, expected) in [
			(vec![], false),
			(vec![record(1)], true),
			(vec![record(1), record(2)], true),
			(vec![record(1), record(2), record(1)], false),
		] {
			let scope = Scope::Records(records.try_into().unwrap());
			let access = Access { scope, ..to(OTHER, Purpose::TREAT) };
			assert_eq!(access.is_well_formed(OWN), expected, "{access:?}");
		}
	}

	#[test]
	fn requests_should_ask_about_who_receives() {
		let agent = 7u64;
		let internal = access(Recipient::Internal, ConsentAction::Use, Purpose::TREAT);
		let asked = internal.requests(OWN, &agent);
		assert_eq!((asked[0].organization, asked[0].agent), (Some(OWN), Some(agent)));
		assert_eq!(asked[0].class, Some(DataClass::Laboratory));
		let asked = to(OTHER, Purpose::TREAT).requests(OWN, &agent);
		assert_eq!((asked[0].organization, asked[0].agent), (Some(OrganizationId(2)), None));
		let asked = to(POLICE, Purpose::TREAT).requests(OWN, &agent);
		assert_eq!((asked[0].organization, asked[0].agent), (Some(OWN), Some(agent)));
	}

	#[test]
	fn requests_should_be_one_for_each_record() {
		let records = vec![RecordId::from([1; 32]), RecordId::from([2; 32])];
		let scope = Scope::Records(records.clone().try_into().unwrap());
		let access = Access { scope, ..to(OTHER, Purpose::TREAT) };
		let asked: Vec<_> =
			access.requests(OWN, &7u64).into_iter().map(|request| request.record).collect();
		assert_eq!(asked, records.into_iter().map(Some).collect::<Vec<_>>());
		assert_eq!(access.decisions(), 2);
	}

	#[test]
	fn exemption_should_follow_the_law() {
		use Exemption::{Individual, Internal, TreatmentPaymentOperations as Ordinary};
		let individual = Recipient::Outside(OutsideRecipient::Individual);
		for (recipient, purpose, basis, expected) in [
			(Recipient::Internal, Purpose::HRESCH, Basis::Consent, Some(Internal)),
			(individual, Purpose::PATRQT, Basis::Consent, Some(Individual)),
			(OTHER, Purpose::COC, Basis::Consent, Some(Ordinary)),
			(OTHER, Purpose::BTG, Basis::BreakGlass, Some(Ordinary)),
			(OTHER, Purpose::ELIGDTRM, Basis::Consent, Some(Ordinary)),
			(OTHER, Purpose::HQUALIMP, Basis::Consent, Some(Ordinary)),
			(OTHER, Purpose::HQUALIMP, Basis::RequiredByLaw, None),
			(OTHER, Purpose::TREAT, Basis::Unconfirmed, None),
			(OTHER, Purpose::HRESCH, Basis::Consent, None),
			(OTHER, Purpose::PUBHLTH, Basis::RequiredByLaw, None),
			(POLICE, Purpose::HLEGAL, Basis::Consent, None),
			(POLICE, Purpose::GOV, Basis::Consent, None),
		] {
			let access = to(recipient, purpose);
			assert_eq!(access.exemption(basis), expected, "{recipient:?} {purpose} {basis}");
		}
	}

	#[test]
	fn basis_should_be_there_for_every_reason_to_permit_and_no_other() {
		assert_eq!(Basis::of(Reason::ConsentPermits), Some(Basis::Consent));
		assert_eq!(Basis::of(Reason::OwnRecord), Some(Basis::OwnRecords));
		assert_eq!(Basis::of(Reason::RequiredByLaw), Some(Basis::RequiredByLaw));
		assert_eq!(Basis::of(Reason::BreakGlass), Some(Basis::BreakGlass));
		for reason in [Reason::ConsentDenies, Reason::EmergencyNotDeclared, Reason::Contradiction] {
			assert_eq!(Basis::of(reason), None);
		}
	}

	#[test]
	fn commitment_should_differ_when_place_or_content_differ() {
		let logged = LoggedAccess {
			patient: PatientId::from([1; 32]),
			agent: 7u64,
			access: to(OTHER, Purpose::TREAT),
			emergency: None,
			occurred_at: 5,
		};
		let salt = [9; 32];
		let base = commitment(OWN, 3, &logged, &salt);
		assert_eq!(base, commitment(OWN, 3, &logged, &salt));
		assert_ne!(base, commitment(OWN, 4, &logged, &salt));
		assert_ne!(base, commitment(OrganizationId(2), 3, &logged, &salt));
		assert_ne!(base, commitment(OWN, 3, &logged, &[8; 32]));
		let other = LoggedAccess { occurred_at: 6, ..logged };
		assert_ne!(base, commitment(OWN, 3, &other, &salt));
	}

	#[test]
	fn range_should_count_and_contain() {
		let range = |first, last| SequenceRange { first, last };
		assert_eq!(range(3, 5).count(), Some(3));
		assert_eq!(range(5, 3).count(), None);
		assert_eq!(range(0, u64::MAX).count(), None);
		assert!(range(3, 5).contains(&range(3, 5)));
		assert!(!range(3, 5).contains(&range(2, 5)));
		assert!(!range(3, 5).contains(&range(3, 6)));
	}

	#[test]
	fn entry_should_survive_when_written_as_json() {
		let records = vec![RecordId::from([1; 32])];
		let disclosure = Disclosure {
			patient: PatientId::from([1; 32]),
			agent: 7u64,
			access: Access {
				scope: Scope::Records(records.try_into().unwrap()),
				..to(OTHER, Purpose::COC)
			},
			basis: Basis::Unconfirmed,
			refusal: Some(Reason::NoMatchingConsent),
			consent: None,
			emergency: Some(EmergencyId(3)),
			asserted: AttributeSet::EMPTY,
			occurred_at: 5,
			decided_at: 6,
			batch: Some(1),
		};
		let statement = Statement { written: true, made_at: 1, until: 9, document: H256::zero() };
		let info = DisclosureInfo {
			organization: OWN,
			sequence: 4,
			exemption: disclosure.access.exemption(disclosure.basis),
			disclosure,
			withheld: Some(Withholding { statement, noted_by: OWN }),
		};
		let json = serde_json::to_value(&info).unwrap();
		assert_eq!(json["refusal"], "no-matching-consent");
		assert_eq!((&json["purpose"], &json["sequence"]), (&"COC".into(), &4.into()));
		assert_eq!(json["recipient"], serde_json::json!({ "organization": 2 }));
		assert_eq!(json["withheld"]["until"], 9);
		assert_eq!(serde_json::from_value::<DisclosureInfo<u64>>(json).unwrap(), info);
	}

	#[test]
	fn access_should_survive_when_written_as_json() {
		let access = Access {
			scope: Scope::Leaf {
				leaf: BatchLeaf { batch: crate::BatchId::from([3; 32]), index: 4 },
				data: Data::of(DataClass::Imaging),
			},
			..to(POLICE, Purpose::GOV)
		};
		let json = serde_json::to_value(&access).unwrap();
		assert_eq!(json["recipient"], serde_json::json!({ "outside": "law-enforcement" }));
		assert_eq!(json["action"], "disclose");
		assert_eq!(serde_json::from_value::<Access>(json).unwrap(), access);
	}
}
