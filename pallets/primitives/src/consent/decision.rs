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
//! A purpose covers its descendants in HL7's tree. Break-glass (BTG) is the exception in provisions
//! that permit: one of them matches a request for BTG only where it, or one above it, names BTG
//! itself, and a base that permits is silent about BTG; so neither a grant for TREAT nor one for any
//! purpose breaks the glass. One that takes back for TREAT takes back for BTG too. Breaking the
//! glass has to be declared: a request without a purpose is not one for BTG. Sensitivity codes and
//! delegates' roles cover what the standard puts below them. Confidentiality is a high-water mark in provisions that permit
//! and a floor in those that take back, see [`LabelTest`].
//!
//! # The answer's validity
//! `valid_until` is the first moment at which any period among the patient's active consents, or of
//! the standing of those whom the request is about, begins or ends. That an agent may not act is
//! said for the moment only, as it is not known here when the agent may.

use super::{
	Actor, Attribute, AttributeSet, Base, CodeHash, Consent, ConsentStatus, DataMeaning, Decision,
	LabelTest, Reason, Terms, Test, Verdict,
};
use crate::{
	codes::{
		CapabilitySet, ConsentAction, DataClass, DelegateRole, ObligationSet, Purpose, PurposeSet,
		RefrainSet, ResourceType, RoleSet,
	},
	record::Labels,
	ConsentId, Moment, OrganizationId, Period, RecordId,
};
use alloc::{vec, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::cmp::Reverse;
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
	/// Who asks.
	pub actor: Party<AccountId>,
	/// What is to be done.
	pub action: ConsentAction,
	/// What for.
	pub purpose: Option<Purpose>,
	/// The record.
	pub record: Option<RecordId>,
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
pub fn decide<'a, AccountId: PartialEq + 'a>(
	consents: impl IntoIterator<Item = (ConsentId, &'a Consent<AccountId>)>,
	facts: &Facts<AccountId>,
	policy: &DefaultPolicy,
	now: Moment,
) -> Decision {
	if let Some(reason) = facts.refusal {
		return Decision {
			valid_until: facts.known_until,
			asserted: facts.asserted,
			..Decision::refused(reason)
		};
	}
	let mut valid_until = facts.known_until;
	let mut permitting: Option<(u32, ConsentId, u32, Grant)> = None;
	let mut denying: Option<(ConsentId, u32)> = None;
	for (id, consent) in consents {
		if consent.status != ConsentStatus::Active {
			continue;
		}
		valid_until = earliest(valid_until, next_change(&consent.terms, now));
		if !consent.terms.period.contains(now) {
			continue;
		}
		match evaluate(&consent.terms, facts, now) {
			Outcome::Silent => (),
			Outcome::Deny => {
				if denying.is_none_or(|(lowest, _)| id < lowest) {
					denying = Some((id, consent.version));
				}
			},
			Outcome::Permit(grant) => {
				let burden = grant.burden();
				if permitting
					.as_ref()
					.is_none_or(|(least, lowest, ..)| (burden, id) < (*least, *lowest))
				{
					permitting = Some((burden, id, consent.version, grant));
				}
			},
		}
	}
	let decision = Decision {
		valid_until,
		asserted: facts.asserted,
		..Decision::refused(Reason::NoMatchingConsent)
	};
	if let Some((id, version)) = denying {
		return Decision {
			reason: Reason::ConsentDenies,
			consent: Some(id),
			version: Some(version),
			..decision
		};
	}
	if let Some((_, id, version, grant)) = permitting {
		return Decision {
			verdict: Verdict::Permit,
			reason: Reason::ConsentPermits,
			consent: Some(id),
			version: Some(version),
			obligations: grant.obligations,
			refrains: grant.refrains,
			..decision
		};
	}
	match by_default(facts, policy) {
		Some(reason) => Decision { verdict: Verdict::Permit, reason, ..decision },
		None => decision,
	}
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

/// What one consent says.
enum Outcome {
	Permit(Grant),
	Deny,
	Silent,
}

impl Outcome {
	/// The worse of two for the asker.
	fn and(self, other: Self) -> Self {
		match (self, other) {
			(Self::Deny, _) | (_, Self::Deny) => Self::Deny,
			(Self::Silent, _) | (_, Self::Silent) => Self::Silent,
			(Self::Permit(one), Self::Permit(other)) => {
				Self::Permit(one.with(other.obligations, other.refrains))
			},
		}
	}
}

/// On what conditions it permits.
#[derive(Clone, Copy)]
struct Grant {
	obligations: ObligationSet,
	refrains: RefrainSet,
}

impl Grant {
	/// Without conditions.
	const FREE: Self = Self { obligations: ObligationSet::EMPTY, refrains: RefrainSet::EMPTY };

	fn with(self, obligations: ObligationSet, refrains: RefrainSet) -> Self {
		Self {
			obligations: self.obligations.union(obligations),
			refrains: self.refrains.union(refrains),
		}
	}

	fn burden(&self) -> u32 {
		self.obligations.len().saturating_add(self.refrains.len())
	}
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
	Permit,
	Deny,
	Silent,
}

impl Effect {
	/// The effect of exceptions to `self` in a consent with this base.
	fn exception(self, base: Base) -> Self {
		match (self, base) {
			(Self::Permit, Base::Silent) => Self::Silent,
			(Self::Permit, _) => Self::Deny,
			(Self::Deny | Self::Silent, _) => Self::Permit,
		}
	}
}

impl From<Base> for Effect {
	fn from(base: Base) -> Self {
		match base {
			Base::Permit => Self::Permit,
			Base::Deny => Self::Deny,
			Base::Silent => Self::Silent,
		}
	}
}

/// A provision that matches or may match, or the base.
#[derive(Clone, Copy)]
struct Matched {
	/// Place in the list of provisions, from 1; the base is 0.
	place: u32,
	depth: u32,
	effect: Effect,
	grant: Grant,
	/// Whether a test on the path names break-glass.
	names_break_glass: bool,
	/// Position of the [`Case`] in which it matches.
	case: usize,
}

impl Matched {
	/// Which of two that match decides: the deeper. Of one depth there is one effect; among permits
	/// the lightest decides.
	fn or(self, other: Self) -> Self {
		let rank = |matched: &Self| (Reverse(matched.depth), matched.grant.burden(), matched.place);
		if rank(&other) < rank(&self) {
			other
		} else {
			self
		}
	}

	fn outcome(&self, purpose: Option<Purpose>) -> Outcome {
		match self.effect {
			Effect::Deny => Outcome::Deny,
			Effect::Silent => Outcome::Silent,
			Effect::Permit if purpose == Some(Purpose::BTG) && !self.names_break_glass => {
				Outcome::Silent
			},
			Effect::Permit => Outcome::Permit(self.grant),
		}
	}
}

/// One way in which what is open may turn out. The first case: nothing that is open matches. Each
/// provision that is open by its own tests begins a further one: it matches, as do those that it is
/// an exception to, and nothing else that is open.
///
/// These cases are enough. Whatever decides when more of what is open matches also decides in its own
/// case, where fewer compete with it.
struct Case {
	/// Position of the case that this one adds to.
	within: Option<usize>,
	/// What decides among those that match in this case and in none before it.
	deciding: Option<Matched>,
}

fn evaluate<AccountId: PartialEq>(
	terms: &Terms<AccountId>,
	facts: &Facts<AccountId>,
	now: Moment,
) -> Outcome {
	let base = Matched {
		place: 0,
		depth: 0,
		effect: terms.base.into(),
		grant: Grant { obligations: terms.obligations, refrains: terms.refrains },
		names_break_glass: false,
		case: 0,
	};
	let mut cases = vec![Case { within: None, deciding: Some(base) }];
	let mut matches: Vec<Option<Matched>> = Vec::with_capacity(terms.provisions.len());
	for (provision, place) in terms.provisions.iter().zip(1..) {
		let parent = match provision.parent {
			None => Some(base),
			Some(parent) => matches.get(usize::from(parent)).copied().flatten(),
		};
		let matched = parent.and_then(|parent| {
			let effect = parent.effect.exception(terms.base);
			let names_break_glass = parent.names_break_glass
				|| provision.tests.iter().any(
					|test| matches!(test, Test::Purposes(named) if named.contains(Purpose::BTG)),
				);
			if effect == Effect::Permit && facts.purpose == Some(Purpose::BTG) && !names_break_glass
			{
				return None;
			}
			let tests = provision.tests.iter().map(|test| holds(test, effect, facts, now));
			let case = match Known::all(tests) {
				Known::False => return None,
				Known::True => parent.case,
				Known::Unknown => {
					cases.push(Case { within: Some(parent.case), deciding: None });
					cases.len().saturating_sub(1)
				},
			};
			let matched = Matched {
				place,
				depth: parent.depth.saturating_add(1),
				effect,
				grant: parent.grant.with(provision.obligations, provision.refrains),
				names_break_glass,
				case,
			};
			if let Some(case) = cases.get_mut(case) {
				case.deciding = Some(case.deciding.map_or(matched, |other| other.or(matched)));
			}
			Some(matched)
		});
		matches.push(matched);
	}
	let mut decided: Vec<Matched> = Vec::with_capacity(cases.len());
	let mut worst = Outcome::Permit(Grant::FREE);
	for case in cases {
		// A case stands behind the one that it adds to.
		let within = case.within.and_then(|within| decided.get(within)).copied();
		let deciding = match (case.deciding, within) {
			(Some(own), Some(within)) => own.or(within),
			(own, within) => own.or(within).unwrap_or(base),
		};
		worst = worst.and(deciding.outcome(facts.purpose));
		decided.push(deciding);
	}
	worst
}

/// Whether a test holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
	True,
	False,
	Unknown,
}

impl From<bool> for Known {
	fn from(known: bool) -> Self {
		if known {
			Self::True
		} else {
			Self::False
		}
	}
}

impl Known {
	fn of(known: Option<bool>) -> Self {
		known.map_or(Self::Unknown, Self::from)
	}

	/// Whether all are true; unknown if none is false, but one might be.
	fn all(all: impl IntoIterator<Item = Self>) -> Self {
		let mut every = Self::True;
		for one in all {
			match one {
				Self::False => return Self::False,
				Self::Unknown => every = Self::Unknown,
				Self::True => (),
			}
		}
		every
	}

	/// Whether any is true; unknown if none is, but one might be.
	fn any(all: impl IntoIterator<Item = Self>) -> Self {
		let mut any = Self::False;
		for one in all {
			match one {
				Self::True => return Self::True,
				Self::Unknown => any = Self::Unknown,
				Self::False => (),
			}
		}
		any
	}
}

fn holds<AccountId: PartialEq>(
	test: &Test<AccountId>,
	effect: Effect,
	facts: &Facts<AccountId>,
	now: Moment,
) -> Known {
	match test {
		Test::Period(period) => period.contains(now).into(),
		Test::Recipients(actors) => names(actors, &facts.actor),
		Test::Custodians(actors) if facts.custodians.is_empty() => names(actors, &Party::unknown()),
		Test::Custodians(actors) => {
			Known::any(facts.custodians.iter().map(|custodian| names(actors, custodian)))
		},
		Test::Authors(actors) => names(actors, &facts.author),
		Test::Actions(actions) => actions.contains(facts.action).into(),
		Test::Purposes(purposes) => Known::of(facts.purpose.map(|purpose| match effect {
			Effect::Permit => purposes.covers(purpose),
			Effect::Deny | Effect::Silent => {
				purpose.lineage().any(|above| purposes.contains(above))
			},
		})),
		Test::Classes(classes) => Known::of(facts.class.map(|class| classes.contains(class))),
		Test::ResourceTypes(types) => {
			Known::of(facts.resource_type.map(|resource_type| types.contains(resource_type)))
		},
		Test::Labels(labels) => {
			Known::of(facts.labels.map(|data| labels_hold(labels, &data, effect)))
		},
		Test::DocumentTypes(types) => {
			Known::of(facts.document_type.map(|document_type| types.contains(&document_type)))
		},
		Test::Codes(_) if facts.codes.is_empty() => Known::Unknown,
		Test::Codes(codes) => facts.codes.iter().any(|code| codes.contains(code)).into(),
		Test::DataPeriod(period) => Known::of(facts.data_time.map(|time| period.contains(time))),
		Test::Records { meaning, records } => match facts.record {
			Some(record) if records.contains(&record) => Known::True,
			// What a record refers to, or who wrote those of the list, is not known here.
			Some(_) if *meaning == DataMeaning::Instance => Known::False,
			_ => Known::Unknown,
		},
	}
}

/// Whether one of `actors` is `party`.
fn names<AccountId: PartialEq>(actors: &[Actor<AccountId>], party: &Party<AccountId>) -> Known {
	Known::any(actors.iter().map(|actor| match actor {
		Actor::Anyone => Known::True,
		Actor::Organization(named) => Known::of(party.organization.map(|id| id == *named)),
		Actor::Agent(named) => Known::of(party.agent.as_ref().map(|agent| agent == named)),
		Actor::Role(named) => Known::of(party.roles.map(|roles| roles.contains(*named))),
		Actor::Capability(named) => Known::of(party.capabilities.map(|held| held.contains(*named))),
		Actor::Trial(named) => Known::of(party.trial.map(|trial| trial == *named)),
		Actor::Delegate(named) => Known::of(party.delegate.map(|role| role.is_a(*named))),
	}))
}

fn labels_hold(test: &LabelTest, data: &Labels, effect: Effect) -> bool {
	if effect == Effect::Permit {
		let below_mark = test.confidentiality.is_none_or(|mark| data.confidentiality <= mark);
		let all_covered = test.sensitivity.is_empty()
			|| data.sensitivity.iter().all(|label| test.sensitivity.covers(label));
		let labelled = test.confidentiality.is_some() || !data.sensitivity.is_empty();
		below_mark && all_covered && labelled
	} else {
		test.confidentiality.is_some_and(|floor| data.confidentiality >= floor)
			|| data.sensitivity.iter().any(|label| test.sensitivity.covers(label))
	}
}

fn earliest(one: Option<Moment>, other: Option<Moment>) -> Option<Moment> {
	one.into_iter().chain(other).min()
}

/// The first moment after `now` at which a period in the terms begins or ends.
fn next_change<AccountId>(terms: &Terms<AccountId>, now: Moment) -> Option<Moment> {
	let of_tests = terms.provisions.iter().flat_map(|provision| &provision.tests).filter_map(
		|test| match test {
			Test::Period(period) => period.next_change(now),
			_ => None,
		},
	);
	earliest(Period::next_change(&terms.period, now), of_tests.min())
}
