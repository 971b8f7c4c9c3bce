//! What one consent says, read from its SCALE bytes without making values of its lists.

use super::{
	decision::earliest, Actor, Base, ConsentStatus, DataMeaning, Facts, Granted, LabelTest, Party,
	Protocol, Requester,
};
use crate::{
	codes::{
		ActionSet, ClassSet, ObligationSet, PolicyBasis, Purpose, PurposeSet, RefrainSet,
		ResourceTypeSet, SensitivitySet,
	},
	patient::Authority,
	record::Labels,
	Moment, Period, RecordId,
};
use alloc::vec::Vec;
use codec::{Compact, Decode};
use core::cmp::Reverse;
use sp_core::H256;

/// What one consent says.
#[derive(Clone, Copy)]
pub(super) enum Outcome {
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

	/// The same, but that nothing is permitted.
	fn without_permission(self) -> Self {
		self.and(Self::Silent)
	}
}

/// On what conditions it permits.
#[derive(Clone, Copy)]
pub(super) struct Grant {
	pub obligations: ObligationSet,
	pub refrains: RefrainSet,
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

	pub(super) fn burden(&self) -> u32 {
		self.obligations.len().saturating_add(self.refrains.len())
	}
}

/// What a provision, or a base, does where it decides.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
	Permit,
	Deny,
	Silent,
}

impl Effect {
	/// The effect of exceptions to `self` in a consent with this base.
	pub(super) fn exception(self, base: Base) -> Self {
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
	/// Whether it, or one that it is an exception to, takes back and names break-glass itself.
	is_directive: bool,
	/// Position of the [`Case`] in which it matches.
	case: usize,
}

impl Matched {
	/// Which of two that match decides: the deeper. Of one depth there is one effect; among permits
	/// the lightest decides, among those that take back a directive.
	fn or(self, other: Self) -> Self {
		let rank = |matched: &Self| {
			let directive = matched.effect != Effect::Permit && matched.is_directive;
			(Reverse(matched.depth), !directive, matched.grant.burden(), matched.place)
		};
		if rank(&other) < rank(&self) {
			other
		} else {
			self
		}
	}

	/// What it says. About breaking the glass, only a directive says anything.
	fn outcome(&self, purpose: Option<Purpose>) -> Outcome {
		let breaks_glass = purpose == Some(Purpose::BTG);
		match self.effect {
			Effect::Deny | Effect::Silent if breaks_glass && self.is_directive => Outcome::Deny,
			_ if breaks_glass => Outcome::Silent,
			Effect::Permit => Outcome::Permit(self.grant),
			Effect::Deny => Outcome::Deny,
			Effect::Silent => Outcome::Silent,
		}
	}
}

/// One way in which what is open may turn out. The first case: nothing that is open matches. Each
/// provision that is open by its own tests begins a further one: it matches, as do those that it is
/// an exception to, and nothing else that is open.
///
/// These cases are enough. Whatever decides when more of what is open matches also decides in its own
/// case, where fewer compete with it.
#[derive(Clone, Copy)]
struct Case {
	/// Position of the case that this one adds to.
	within: Option<usize>,
	/// What decides among those that match in this case and in none before it.
	deciding: Option<Matched>,
}

/// Room to work in, used again for each consent.
pub(super) struct Scratch {
	matches: Vec<Option<Matched>>,
	cases: Vec<Case>,
	decided: Vec<Matched>,
}

impl Scratch {
	pub(super) fn new() -> Self {
		Self { matches: Vec::new(), cases: Vec::new(), decided: Vec::new() }
	}
}

/// What became of a consent.
pub(super) struct Evaluated {
	pub version: u32,
	pub outcome: Outcome,
	/// The first moment after now at which a period of its provisions begins or ends.
	pub next_change: Option<Moment>,
}

/// What an encoded consent in force says. Nothing if the bytes are no consent.
pub(super) fn evaluate<AccountId: Decode + PartialEq>(
	mut bytes: &[u8],
	facts: &Facts<AccountId>,
	now: Moment,
	scratch: &mut Scratch,
) -> Option<Evaluated> {
	let input = &mut bytes;
	// The fields of a `Consent`, and those of its `Terms` up to the provisions.
	let status: ConsentStatus = read(input)?;
	let version: u32 = read(input)?;
	let _: Option<Requester<AccountId>> = read(input)?;
	let granted: Option<Granted<AccountId>> = read(input)?;
	if status != ConsentStatus::Active {
		return Some(Evaluated { version, outcome: Outcome::Silent, next_change: None });
	}
	let base: Base = read(input)?;
	let _: Period = read(input)?;
	let grant = Grant { obligations: read(input)?, refrains: read(input)? };
	let _: Option<PolicyBasis> = read(input)?;
	let _: Option<H256> = read(input)?;
	let protocol: Option<Protocol> = read(input)?;
	let (outcome, next_change) = provisions(input, base, grant, facts, now, scratch)?;
	// What is left over was not understood.
	if !input.is_empty() {
		return None;
	}
	let outcome = within_authority(outcome, granted.as_ref()?, facts.labels.as_ref());
	let outcome = match protocol {
		Some(protocol) if !is_current(&protocol, facts) => outcome.without_permission(),
		_ => outcome,
	};
	Some(Evaluated { version, outcome, next_change })
}

/// The outcome as far as it was the grantor's to decide.
fn within_authority<AccountId>(
	outcome: Outcome,
	granted: &Granted<AccountId>,
	labels: Option<&Labels>,
) -> Outcome {
	let withheld = match granted.authority {
		Authority::Controller => SensitivitySet::EMPTY,
		Authority::Representative { withheld, .. } => withheld,
	};
	match labels {
		_ if withheld.is_empty() => outcome,
		None => outcome.without_permission(),
		Some(labels) => {
			let implied = withheld.closure();
			let concerned = |label| withheld.covers(label) || implied.contains(label);
			if labels.sensitivity.iter().any(concerned) {
				Outcome::Silent
			} else {
				outcome
			}
		},
	}
}

/// Whether it is asked on behalf of the trial, and the protocol is still the one consented to.
fn is_current<AccountId>(protocol: &Protocol, facts: &Facts<AccountId>) -> bool {
	facts.actor.trial == Some(protocol.trial) && facts.protocol_version == Some(protocol.version)
}

/// What the provisions, which stand at the end of `input`, make of the base.
fn provisions<AccountId: Decode + PartialEq>(
	input: &mut &[u8],
	base: Base,
	grant: Grant,
	facts: &Facts<AccountId>,
	now: Moment,
	scratch: &mut Scratch,
) -> Option<(Outcome, Option<Moment>)> {
	let Scratch { matches, cases, decided } = scratch;
	matches.clear();
	cases.clear();
	decided.clear();
	let breaks_glass = facts.purpose == Some(Purpose::BTG);
	let bottom = Matched {
		place: 0,
		depth: 0,
		effect: base.into(),
		grant,
		names_break_glass: false,
		is_directive: false,
		case: 0,
	};
	cases.push(Case { within: None, deciding: Some(bottom) });
	let mut next_change = None;
	for place in 1..=length(input)? {
		let parent: Option<u8> = read(input)?;
		let (obligations, refrains) = (read(input)?, read(input)?);
		let above = match parent {
			None => Some(bottom),
			Some(parent) => matches.get(usize::from(parent)).copied().flatten(),
		};
		let effect = above.map_or(Effect::Silent, |above| above.effect.exception(base));
		let mut all = if above.is_some() { Known::True } else { Known::False };
		let mut names_break_glass_itself = false;
		for _ in 0..length(input)? {
			let test = test(input, effect, facts, now)?;
			all = all.and(test.holds);
			names_break_glass_itself |= test.names_break_glass;
			next_change = earliest(next_change, test.next_change);
		}
		let matched = above.and_then(|above| {
			let names_break_glass = above.names_break_glass || names_break_glass_itself;
			if effect == Effect::Permit && breaks_glass && !names_break_glass {
				return None;
			}
			let takes_back = effect != Effect::Permit;
			let case = match all {
				Known::False => return None,
				Known::True => above.case,
				Known::Unknown => {
					cases.push(Case { within: Some(above.case), deciding: None });
					cases.len().saturating_sub(1)
				},
			};
			let matched = Matched {
				place,
				depth: above.depth.saturating_add(1),
				effect,
				grant: above.grant.with(obligations, refrains),
				names_break_glass,
				is_directive: above.is_directive || (takes_back && names_break_glass_itself),
				case,
			};
			if let Some(case) = cases.get_mut(case) {
				case.deciding = Some(case.deciding.map_or(matched, |other| other.or(matched)));
			}
			Some(matched)
		});
		matches.push(matched);
	}
	let mut worst = Outcome::Permit(Grant::FREE);
	for case in cases.iter() {
		// A case stands behind the one that it adds to.
		let within = case.within.and_then(|within| decided.get(within)).copied();
		let deciding = match (case.deciding, within) {
			(Some(own), Some(within)) => own.or(within),
			(own, within) => own.or(within).unwrap_or(bottom),
		};
		worst = worst.and(deciding.outcome(facts.purpose));
		decided.push(deciding);
	}
	Some((worst, next_change))
}

/// Whether something is so.
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

	/// Whether both are true; unknown if neither is false, but one might be.
	fn and(self, other: Self) -> Self {
		match (self, other) {
			(Self::False, _) | (_, Self::False) => Self::False,
			(Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
			(Self::True, Self::True) => Self::True,
		}
	}

	/// Whether one of them is true; unknown if neither is, but one might be.
	fn or(self, other: Self) -> Self {
		match (self, other) {
			(Self::True, _) | (_, Self::True) => Self::True,
			(Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
			(Self::False, Self::False) => Self::False,
		}
	}
}

/// What came of a test.
struct Tested {
	holds: Known,
	names_break_glass: bool,
	next_change: Option<Moment>,
}

/// Reads a [`super::Test`] and looks whether it holds, in a provision with this effect.
fn test<AccountId: Decode + PartialEq>(
	input: &mut &[u8],
	effect: Effect,
	facts: &Facts<AccountId>,
	now: Moment,
) -> Option<Tested> {
	let mut names_break_glass = false;
	let mut next_change = None;
	// The numbers are the indices of the kinds.
	let holds = match read::<u8>(input)? {
		0 => {
			let period: Period = read(input)?;
			next_change = period.next_change(now);
			period.contains(now).into()
		},
		1 => actors(input, core::slice::from_ref(&facts.actor))?,
		2 => actors(input, &facts.custodians)?,
		3 => actors(input, core::slice::from_ref(&facts.author))?,
		4 => read::<ActionSet>(input)?.contains(facts.action).into(),
		5 => {
			let purposes: PurposeSet = read(input)?;
			names_break_glass = purposes.contains(Purpose::BTG);
			Known::of(facts.purpose.map(|purpose| match effect {
				Effect::Permit => purposes.covers(purpose),
				Effect::Deny | Effect::Silent => {
					purpose.lineage().any(|above| purposes.contains(above))
				},
			}))
		},
		6 => {
			let classes: ClassSet = read(input)?;
			Known::of(facts.class.map(|class| classes.contains(class)))
		},
		7 => {
			let types: ResourceTypeSet = read(input)?;
			Known::of(facts.resource_type.map(|resource_type| types.contains(resource_type)))
		},
		8 => {
			let labels: LabelTest = read(input)?;
			Known::of(facts.labels.map(|data| labels_hold(&labels, &data, effect)))
		},
		9 => {
			let types = hashes(input)?;
			Known::of(facts.document_type.map(|document_type| types.contains(&document_type)))
		},
		10 => {
			let codes = hashes(input)?;
			if facts.codes.is_empty() {
				Known::Unknown
			} else {
				facts.codes.iter().any(|code| codes.contains(code)).into()
			}
		},
		11 => {
			let period: Period = read(input)?;
			Known::of(facts.data_time.map(|time| period.contains(time)))
		},
		12 => {
			let meaning: DataMeaning = read(input)?;
			let records = hashes(input)?;
			let listed = |record: &RecordId| records.contains(&record.0);
			let related = match meaning {
				DataMeaning::Related | DataMeaning::Dependents => facts.related_to.as_deref(),
				DataMeaning::Instance | DataMeaning::AuthoredBy => None,
			};
			match (facts.record, related) {
				(Some(record), _) if listed(&record) => Known::True,
				(_, Some(related)) if related.iter().any(listed) => Known::True,
				(Some(_), Some(_)) => Known::False,
				(Some(_), None) if meaning == DataMeaning::Instance => Known::False,
				// What the data is related to, or who wrote the records of the list, is not known here.
				_ => Known::Unknown,
			}
		},
		_ => return None,
	};
	Some(Tested { holds, names_break_glass, next_change })
}

/// Reads a list of actors and looks whether one of them is one of `parties`.
fn actors<AccountId: Decode + PartialEq>(
	input: &mut &[u8],
	parties: &[Party<AccountId>],
) -> Option<Known> {
	let mut any = Known::False;
	for _ in 0..length(input)? {
		let actor: Actor<AccountId> = read(input)?;
		if any == Known::True {
			continue;
		}
		let one = match parties {
			[] if actor == Actor::Anyone => Known::True,
			[] => Known::Unknown,
			parties => {
				parties.iter().fold(Known::False, |any, party| any.or(is_party(&actor, party)))
			},
		};
		any = any.or(one);
	}
	Some(any)
}

/// Whether `actor` is `party`.
fn is_party<AccountId: PartialEq>(actor: &Actor<AccountId>, party: &Party<AccountId>) -> Known {
	match actor {
		Actor::Anyone => Known::True,
		Actor::Organization(named) => Known::of(party.organization.map(|id| id == *named)),
		Actor::Agent(named) => Known::of(party.agent.as_ref().map(|agent| agent == named)),
		Actor::Role(named) => Known::of(party.roles.map(|roles| roles.contains(*named))),
		Actor::Capability(named) => Known::of(party.capabilities.map(|held| held.contains(*named))),
		Actor::Trial(named) => Known::of(party.trial.map(|trial| trial == *named)),
		Actor::Delegate(named) => Known::of(party.delegate.map(|role| role.is_a(*named))),
	}
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

/// The value that `input` begins with.
fn read<T: Decode>(input: &mut &[u8]) -> Option<T> {
	T::decode(input).ok()
}

/// How many entries the list has that `input` begins with.
fn length(input: &mut &[u8]) -> Option<u32> {
	read::<Compact<u32>>(input).map(|length| length.0)
}

/// A list of hashes, or of ids, which are encoded alike.
struct Hashes<'a>(&'a [u8]);

impl Hashes<'_> {
	fn contains(&self, hash: &H256) -> bool {
		self.0.chunks_exact(H256::len_bytes()).any(|entry| entry == hash.as_bytes())
	}
}

/// The list of hashes that `input` begins with.
fn hashes<'a>(input: &mut &'a [u8]) -> Option<Hashes<'a>> {
	let size = H256::len_bytes().checked_mul(length(input)? as usize)?;
	let (list, rest) = input.split_at_checked(size)?;
	*input = rest;
	Some(Hashes(list))
}
