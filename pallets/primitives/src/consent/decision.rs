//! The decision.
//!
//! # Within one consent
//! The base holds unless a provision matches; of the provisions that match, the deepest decides. A
//! provision matches when its parent does and all its tests hold. Provisions are exceptions, so
//! their effects alternate with depth:
//!
//! | base   | depth 1 | depth 2 | depth 3 |
//! |--------|---------|---------|---------|
//! | permit | deny    | permit  | deny    |
//! | deny   | permit  | deny    | permit  |
//! | silent | permit  | silent  | permit  |
//!
//! # Between consents
//! Consents that are not active, or out of their period, do not count. One that denies outweighs
//! all that permit; one that is silent says nothing. Where several permit, the answer names the one
//! with the fewest obligations and refrains, then the one with the lowest id. Where none speaks, the
//! [`DefaultPolicy`] may permit; else the answer is deny.
//!
//! # What is not known never helps the asker
//! A test whose attribute the request lacks is neither true nor false, and a provision with such a
//! test and none that is false is open: it may match or not. However the open ones turn out, the
//! consent would say something; it says what is worst for the asker among that, denial being worse
//! than silence and silence worse than permission. If it permits in any event, but on different
//! conditions, the obligations and refrains of all of them are owed.
//!
//! # Subsumption
//! A purpose covers its descendants in HL7's tree, but for break-glass (BTG), see below. Sensitivity
//! codes and delegates' roles cover what the standard puts below them. Confidentiality is a
//! high-water mark in provisions that permit and a floor in those that take back, see
//! [`LabelTest`](super::LabelTest).
//!
//! # Emergencies
//! Emergency treatment (ETREAT) and what lies below it has to be declared: without an open
//! [`EmergencyAccess`] of the agent who asks, whatever consents and policy say, the answer is deny
//! ([`Reason::EmergencyNotDeclared`]). An organization that asks as such has none. With it, ETREAT
//! and ERTREAT are decided by the consents like any purpose.
//!
//! Break-glass goes past the consents. With an open access that covers the class of the data, which
//! has to be known, BTG is permitted ([`Reason::BreakGlass`]) until that access ends, also against
//! consents that deny: except against a directive, which is a provision that takes back and names BTG
//! itself (or restores one that does), where that provision decides within its consent. A provision
//! that permits is an exception to such a directive only where it, or one above it, names BTG too. No
//! consent by itself permits BTG. Breaking the glass, like any emergency, has to be declared: a
//! request without a purpose is not one for it.
//!
//! # The patient
//! The patient's own key is permitted access for PATRQT ([`Reason::PatientRequest`]): the right to
//! see one's own data does not hang on what one has told others, or a representative has in one's
//! name. For other actions and purposes the consents decide.
//!
//! # Representatives
//! A consent that was granted by a representative with sensitivity codes withheld says nothing about
//! data labelled with one of these, with one below it, or with one above it; and while the labels of
//! the data are not known, it does not permit. So it neither lets out nor locks up what is not the
//! representative's to decide.
//!
//! # Trials
//! A consent that is bound to a version of a trial's protocol permits only what is asked on behalf
//! of that trial, while that version is the current one. What it withholds it goes on withholding: no
//! sponsor lifts a patient's denial by amending a protocol.
//!
//! # The answer's validity
//! `valid_until` is the first moment at which a period of an active consent, or of a provision of
//! one in force, or the standing of those whom the request is about, or the emergency access that it
//! rests on, begins or ends. That an agent may not act is said for the moment only, as it is not
//! known here when the agent may.

use super::{
	evaluation::{evaluate, Grant, Outcome, Scratch},
	Attribute, AttributeSet, CodeHash, Consent, ConsentStatus, Decision, Reason, Verdict,
};
use crate::{
	codes::{
		CapabilitySet, ConsentAction, DataClass, DelegateRole, Purpose, PurposeSet, ResourceType,
		RoleSet,
	},
	record::Labels,
	traits::EmergencyAccess,
	ConsentId, Moment, OrganizationId, Period, RecordId,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::H256;

/// Somebody, with what is known of them. `None` is unknown, not none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Party<AccountId> {
	/// The organization.
	pub organization: Option<OrganizationId>,
	/// The account.
	pub agent: Option<AccountId>,
	/// The agent's roles.
	pub roles: Option<RoleSet>,
	/// What the organization may do at the moment.
	pub capabilities: Option<CapabilitySet>,
	/// The clinical trial on whose behalf it acts.
	pub trial: Option<H256>,
	/// As which representative of the patient it acts.
	pub delegate: Option<DelegateRole>,
}

impl<AccountId> Party<AccountId> {
	/// Nothing known.
	pub fn unknown() -> Self {
		Self {
			organization: None,
			agent: None,
			roles: None,
			capabilities: None,
			trial: None,
			delegate: None,
		}
	}
}

/// A request, with everything that the chain knows filled in. `None` and empty lists are unknown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facts<AccountId> {
	/// Why the answer is no before any consent is looked at.
	pub refusal: Option<Reason>,
	/// Whether the patient's own key asks.
	pub is_patient: bool,
	/// The emergency access that the asker has open for the patient.
	pub emergency: Option<EmergencyAccess>,
	/// The current version of the protocol of the trial on whose behalf it is asked.
	pub protocol_version: Option<u32>,
	/// Who asks.
	pub actor: Party<AccountId>,
	/// What is to be done.
	pub action: ConsentAction,
	/// What for.
	pub purpose: Option<Purpose>,
	/// The record.
	pub record: Option<RecordId>,
	/// The records that the data is related to. Unlike other lists, an empty one says that there are
	/// none.
	pub related_to: Option<Vec<RecordId>>,
	/// What kind of data.
	pub class: Option<DataClass>,
	/// Which FHIR resource type.
	pub resource_type: Option<ResourceType>,
	/// The security labels.
	pub labels: Option<Labels>,
	/// Who holds the data; each of them.
	pub custodians: Vec<Party<AccountId>>,
	/// Who wrote the data.
	pub author: Party<AccountId>,
	/// The document's type.
	pub document_type: Option<CodeHash>,
	/// The codes of the data.
	pub codes: Vec<CodeHash>,
	/// When the data came about.
	pub data_time: Option<Moment>,
	/// What of this the chain could not check.
	pub asserted: AttributeSet,
	/// The first moment at which any of this may change by the passing of time alone.
	pub known_until: Option<Moment>,
}

/// What is allowed where no consent speaks. Set by governance.
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
pub struct DefaultPolicy {
	/// For what purposes an organization may access, use and correct records that it wrote itself.
	pub own_records: PurposeSet,
	/// For what purposes the law requires disclosure,
	pub required_by_law: PurposeSet,
	/// and to organizations with which capabilities.
	pub required_by_law_to: CapabilitySet,
}

impl Default for DefaultPolicy {
	/// Nothing is allowed.
	fn default() -> Self {
		Self {
			own_records: PurposeSet::EMPTY,
			required_by_law: PurposeSet::EMPTY,
			required_by_law_to: CapabilitySet::EMPTY,
		}
	}
}

/// What consents, and nothing but consents, facts and the policy, mean at `now`.
pub fn decide<'a, AccountId: Encode + Decode + PartialEq + 'a>(
	consents: impl IntoIterator<Item = (ConsentId, &'a Consent<AccountId>)>,
	facts: &Facts<AccountId>,
	policy: &DefaultPolicy,
	now: Moment,
) -> Decision {
	let stored = consents
		.into_iter()
		.filter(|(_, consent)| consent.status == ConsentStatus::Active)
		.map(|(id, consent)| (id, consent.terms.period, || Some(consent.encode())));
	decide_stored(stored, facts, policy, now)
}

/// [`decide`] of active consents as they are stored: each with its id, its period, and how to get
/// at its SCALE bytes, which is not done for those out of their period. The bytes are evaluated as
/// they are read, as making values of them would take longer than all the rest.
///
/// A consent that can't be read denies: it might say so.
pub fn decide_stored<AccountId, Bytes, Read>(
	consents: impl IntoIterator<Item = (ConsentId, Period, Read)>,
	facts: &Facts<AccountId>,
	policy: &DefaultPolicy,
	now: Moment,
) -> Decision
where
	AccountId: Decode + PartialEq,
	Bytes: AsRef<[u8]>,
	Read: FnOnce() -> Option<Bytes>,
{
	let answer = |reason| Decision {
		valid_until: facts.known_until,
		asserted: facts.asserted,
		..Decision::refused(reason)
	};
	if let Some(reason) = facts.refusal {
		return answer(reason);
	}
	if facts.is_patient
		&& facts.action == ConsentAction::Access
		&& facts.purpose == Some(Purpose::PATRQT)
	{
		return Decision { verdict: Verdict::Permit, ..answer(Reason::PatientRequest) };
	}
	let mut valid_until = facts.known_until;
	let breaks_glass = facts.purpose == Some(Purpose::BTG);
	if facts.purpose.is_some_and(|purpose| purpose.is_a(Purpose::ETREAT)) {
		let Some(access) = facts.emergency.filter(|access| now < access.until) else {
			return answer(Reason::EmergencyNotDeclared);
		};
		valid_until = earliest(valid_until, Some(access.until));
		let covered = facts.class.is_some_and(|class| access.classes.contains(class));
		if breaks_glass && !covered {
			return Decision { valid_until, ..answer(Reason::EmergencyNotDeclared) };
		}
	}
	let mut scratch = Scratch::new();
	let mut permitting: Option<((u32, ConsentId), Option<u32>, Grant)> = None;
	let mut denying: Option<(ConsentId, Option<u32>)> = None;
	for (id, period, read) in consents {
		valid_until = earliest(valid_until, period.next_change(now));
		if !period.contains(now) {
			continue;
		}
		let evaluated = read().and_then(|bytes| evaluate(bytes.as_ref(), facts, now, &mut scratch));
		let (outcome, version) = match evaluated {
			Some(evaluated) => {
				valid_until = earliest(valid_until, evaluated.next_change);
				(evaluated.outcome, Some(evaluated.version))
			},
			None => (Outcome::Deny, None),
		};
		match outcome {
			Outcome::Permit(grant) => {
				let offer = (grant.burden(), id);
				if permitting.as_ref().is_none_or(|(best, ..)| offer < *best) {
					permitting = Some((offer, version, grant));
				}
			},
			Outcome::Deny if denying.is_none_or(|(lowest, _)| id < lowest) => {
				denying = Some((id, version));
			},
			Outcome::Deny | Outcome::Silent => (),
		}
	}
	let answer = |reason| Decision { valid_until, ..answer(reason) };
	if let Some((id, version)) = denying {
		return Decision { consent: Some(id), version, ..answer(Reason::ConsentDenies) };
	}
	if breaks_glass {
		return Decision { verdict: Verdict::Permit, ..answer(Reason::BreakGlass) };
	}
	if let Some(((_, id), version, grant)) = permitting {
		return Decision {
			verdict: Verdict::Permit,
			consent: Some(id),
			version,
			obligations: grant.obligations,
			refrains: grant.refrains,
			..answer(Reason::ConsentPermits)
		};
	}
	match by_default(facts, policy) {
		Some(reason) => Decision { verdict: Verdict::Permit, ..answer(reason) },
		None => answer(Reason::NoMatchingConsent),
	}
}

/// The earlier of two moments; one that is none never comes.
pub(super) fn earliest(one: Option<Moment>, other: Option<Moment>) -> Option<Moment> {
	one.into_iter().chain(other).min()
}

/// What the default policy allows. What the asker merely asserts does not count.
fn by_default<AccountId>(facts: &Facts<AccountId>, policy: &DefaultPolicy) -> Option<Reason> {
	let purpose = facts.purpose?;
	let organization = facts.actor.organization?;
	let own = facts.author.organization == Some(organization)
		&& !facts.asserted.contains(Attribute::Author)
		&& matches!(
			facts.action,
			ConsentAction::Access | ConsentAction::Use | ConsentAction::Correct
		);
	if own && policy.own_records.covers(purpose) {
		return Some(Reason::OwnRecord);
	}
	let capable = facts
		.actor
		.capabilities
		.is_some_and(|held| !held.intersection(policy.required_by_law_to).is_empty());
	let disclosed = matches!(facts.action, ConsentAction::Access | ConsentAction::Disclose);
	(capable && disclosed && policy.required_by_law.covers(purpose))
		.then_some(Reason::RequiredByLaw)
}
