//! From provisions as they are written to terms: the rules of [`Rule`], and nothing else.

use super::{
	codes,
	document::{Check, Document, Effect, Raw},
	Conversion, Refused, Report, Rule, Version,
};
use crate::{AccountId32, H256};
use salus_primitives::{
	codes::{ObligationSet, Purpose, PurposeSet, RefrainSet},
	consent::{Base, Provision, Terms, Test, MAX_DEPTH, MAX_PROVISIONS},
	Moment, Period,
};
use std::mem::discriminant;

/// Emergency treatment.
const EMERGENCIES: PurposeSet = PurposeSet::of(&[Purpose::ETREAT, Purpose::ERTREAT, Purpose::BTG]);

/// A provision with its effect.
#[derive(Clone)]
struct Node {
	path: String,
	effect: Effect,
	/// Of each, one of the tests must hold.
	conditions: Vec<Vec<Check>>,
	obligations: ObligationSet,
	refrains: RefrainSet,
	/// Whether its conditions are all that counts where it has the effect of the one above it.
	stands_alone: bool,
	nested: Vec<Node>,
}

/// What a document means.
pub fn interpret(mut document: Document, source: H256) -> Result<Conversion, Refused> {
	let mut report = std::mem::take(&mut document.report);
	let (base, top) = base_and_top(&mut document, &mut report)?;
	let mut reader = Reader { base, given: document.given, report: &mut report };
	let mut nodes = Vec::new();
	for raw in top {
		nodes.push(reader.node(raw, base, true)?);
	}
	let mut terms = Terms::new(Base::Deny);
	terms.period = document.period;
	terms.policy = document.policy;
	terms.source = Some(source);
	let mut base = base;
	reader.bound(&mut terms, base, document.version, &mut nodes);
	// What depends on nothing is no exception.
	if let [only] = nodes.as_slice() {
		if only.conditions.is_empty() {
			report.apply(Rule::Unconditional, &only.path);
			let only = nodes.remove(0);
			base = only.effect;
			(terms.obligations, terms.refrains) = (only.obligations, only.refrains);
			nodes = only.nested;
		}
	}
	let mut flat = Flat { provisions: Vec::new(), report: &mut report };
	flat.add_all(&nodes, &Context::of_base(base))?;
	let permits: Vec<_> =
		flat.provisions.iter().filter(|provision| provision.parent.is_none()).collect();
	terms.base = match base {
		Effect::Permit => Base::Permit,
		// With nothing permitted, this holds too.
		Effect::Deny if permits.iter().all(|provision| is_for_emergencies(provision)) => {
			flat.report.apply(Rule::Withholding, "Consent");
			Base::Deny
		},
		Effect::Deny => {
			flat.report.apply(Rule::Grant, "Consent");
			Base::Silent
		},
	};
	let too_many = || Refused::not_modelled("provision", "more provisions than a consent holds");
	terms.provisions = flat.provisions.try_into().map_err(|_| too_many())?;
	terms.validate().map_err(|invalid| Refused::malformed("provision", format!("{invalid:?}")))?;
	document.report = report;
	Ok(document.conclude(terms))
}

/// The base, and the provisions that are exceptions to it or restate it.
fn base_and_top(
	document: &mut Document,
	report: &mut Report,
) -> Result<(Effect, Vec<Raw>), Refused> {
	let mut said = document.base;
	let Some(mut root) = document.root.take() else {
		let base = said
			.ok_or_else(|| Refused::ambiguous("decision", "nothing says what holds in general"))?;
		return Ok((base, std::mem::take(&mut document.provisions)));
	};
	if said.is_none() && root.kind.is_none() {
		let permits = |nested: &Raw| nested.kind == Some(Effect::Permit);
		if document.policy.is_some_and(codes::is_authorization) {
			report.apply(Rule::Authorization, &root.path);
			said = Some(Effect::Deny);
		} else if root.conditions.is_empty()
			&& !root.nested.is_empty()
			&& root.nested.iter().all(permits)
		{
			root.kind = Some(Effect::Deny);
		}
	}
	if let (Some(said), true) = (said, said.is_some_and(|said| root.is_container(said))) {
		report.apply(Rule::Container, &root.path);
		root.kind = Some(said);
	}
	let restates = root.kind.is_some() && said.is_none_or(|said| root.kind == Some(said));
	if document.version == Version::R4 && restates && root.conditions.is_empty() {
		if let Some(period) = root.period.take() {
			report.apply(Rule::ConsentPeriod, &root.path);
			document.period = period;
		}
	}
	let conditional = !root.conditions.is_empty() || root.period.is_some();
	let path = root.path.clone();
	let base = match (said, root.kind) {
		(Some(Effect::Permit), Some(Effect::Permit)) if conditional => {
			report.apply(Rule::LimitedOptIn, &path);
			Effect::Deny
		},
		(Some(base), kind) => {
			if kind.is_none() {
				report.apply(Rule::RootException, &path);
			}
			base
		},
		// A root without conditions is the base itself.
		(None, Some(_)) => {
			if conditional || root.kind == Some(Effect::Deny) {
				report.apply(Rule::NoPolicy, &path);
			}
			if conditional && root.kind == Some(Effect::Deny) {
				report.apply(Rule::DenialAlone, &path);
			}
			Effect::Deny
		},
		(None, None) => {
			return Err(Refused::ambiguous(
				path,
				"neither a policy rule nor a type says whether it permits or denies",
			));
		},
	};
	Ok((base, vec![root]))
}

fn is_for_emergencies(provision: &Provision<AccountId32>) -> bool {
	provision
		.tests
		.iter()
		.any(|test| matches!(test, Test::Purposes(purposes) if purposes.is_subset(EMERGENCIES)))
}

impl Raw {
	fn names(&self, kind: impl Fn(&Check) -> bool) -> bool {
		self.conditions.iter().flatten().any(kind)
	}

	/// Whether it says who may have the data, what may be done, or what for.
	fn says_who_or_what(&self) -> bool {
		self.names(|test| {
			matches!(test, Test::Recipients(_) | Test::Actions(_) | Test::Purposes(_))
		})
	}

	fn names_actors(&self) -> bool {
		self.names(|test| {
			matches!(test, Test::Recipients(_) | Test::Custodians(_) | Test::Authors(_))
		})
	}

	/// Whether it has nothing to say about a base but what is nested in it. Without a type and a
	/// condition it would turn the base into its opposite.
	fn is_container(&self, base: Effect) -> bool {
		let opposite = |nested: &Self| nested.kind == Some(base.opposite());
		self.kind.is_none()
			&& self.conditions.is_empty()
			&& !self.handles()
			&& match (base, self.nested.is_empty()) {
				(Effect::Deny, empty) => !empty,
				(Effect::Permit, false) => self.nested.iter().any(opposite),
				(Effect::Permit, true) => self.period.is_none(),
			}
	}

	fn handles(&self) -> bool {
		!self.obligations.is_empty() || !self.refrains.is_empty()
	}

	/// Whether it names nothing but who holds or wrote the data.
	fn is_scope(&self) -> bool {
		self.period.is_none()
			&& !self.handles()
			&& !self.conditions.is_empty()
			&& !self.names(|test| !matches!(test, Test::Custodians(_) | Test::Authors(_)))
			&& self.nested.iter().all(Self::says_who_or_what)
	}

	/// Whether all that is excepted from it is emergency treatment.
	fn excepts_emergencies_only(&self) -> bool {
		let is_for_emergencies = |raw: &Self| {
			raw.names(
				|test| matches!(test, Test::Purposes(purposes) if purposes.is_subset(EMERGENCIES)),
			)
		};
		!self.nested.is_empty()
			&& !self.names(|test| matches!(test, Test::Purposes(_)))
			&& self.nested.iter().all(is_for_emergencies)
	}

	/// Whether every condition of it is one of `other` too, so that it matches where that one does.
	fn is_as_wide_as(&self, other: &Self) -> bool {
		(self.period.is_none() || self.period == other.period)
			&& self.conditions.iter().all(|condition| other.conditions.contains(condition))
	}
}

struct Reader<'r> {
	base: Effect,
	given: Option<Moment>,
	report: &'r mut Report,
}

impl Reader<'_> {
	/// A provision with its effect. `of_base` is whether what is above it is the base, or restates it.
	fn node(&mut self, raw: Raw, above: Effect, of_base: bool) -> Result<Node, Refused> {
		let denied = of_base && above == Effect::Deny && raw.kind.is_none();
		let effect = match raw.kind {
			Some(kind) => kind,
			None if denied && raw.is_scope() => {
				self.report.apply(Rule::Scope, &raw.path);
				Effect::Deny
			},
			None if denied && raw.excepts_emergencies_only() => {
				self.report.apply(Rule::EmergencyOnly, &raw.path);
				Effect::Deny
			},
			None => above.opposite(),
		};
		self.node_of(raw, effect, of_base && effect == self.base)
	}

	fn node_of(&mut self, mut raw: Raw, effect: Effect, of_base: bool) -> Result<Node, Refused> {
		let nested = std::mem::take(&mut raw.nested);
		let repeats = |one: &Raw| one.is_as_wide_as(&raw) && raw.is_as_wide_as(one);
		let further =
			nested.iter().any(|one| repeats(one) && one.kind.is_none_or(|kind| kind == effect));
		if let Some(one) =
			nested.iter().find(|one| repeats(one) && one.kind.is_some_and(|kind| kind != effect))
		{
			return Err(Refused::ambiguous(
				&one.path,
				"it has the conditions of the provision above it and the opposite type",
			));
		}
		let mut node = Node {
			path: raw.path.clone(),
			effect,
			stands_alone: raw.names_actors(),
			conditions: Vec::new(),
			obligations: raw.obligations,
			refrains: raw.refrains,
			nested: Vec::new(),
		};
		let mut wider = None;
		for one in nested {
			if further && one.kind.is_none() {
				self.report.apply(Rule::Further, &one.path);
				let mut beside = self.node_of(one, effect, of_base)?;
				beside.stands_alone = true;
				node.nested.push(beside);
				continue;
			}
			let turned = one.is_as_wide_as(&raw)
				&& !repeats(&one)
				&& one.kind.unwrap_or(effect.opposite()) != effect;
			if turned {
				if wider.is_some() {
					return Err(Refused::ambiguous(
						&one.path,
						"two nested provisions are wider than the one above them",
					));
				}
				wider = Some(one);
				continue;
			}
			node.nested.push(self.node(one, effect, of_base)?);
		}
		node.conditions = self.conditions(raw, effect, node.nested.is_empty());
		let Some(wider) = wider else { return Ok(node) };
		self.report.apply(Rule::WiderFirst, &wider.path);
		let opposite = effect.opposite();
		let mut wider = self.node_of(wider, opposite, opposite == self.base)?;
		wider.nested.push(node);
		Ok(wider)
	}

	/// The conditions, the period among them.
	fn conditions(&mut self, raw: Raw, effect: Effect, is_leaf: bool) -> Vec<Vec<Check>> {
		let mut conditions = Vec::new();
		if let Some(period) = raw.period {
			match self.given.filter(|given| period.has_ended(*given)) {
				Some(given) if effect == Effect::Deny && effect != self.base && is_leaf => {
					self.report.apply(Rule::PastPeriod, &raw.path);
					let since = Period { start: Some(given), end: None };
					conditions.push(vec![Test::Period(since)]);
					conditions.push(vec![Test::DataPeriod(period)]);
				},
				_ => conditions.push(vec![Test::Period(period)]),
			}
		}
		conditions.extend(raw.conditions);
		conditions
	}

	/// Takes the period of the only provision for that of the consent, where that is meant.
	fn bound(
		&mut self,
		terms: &mut Terms<AccountId32>,
		base: Effect,
		version: Version,
		nodes: &mut Vec<Node>,
	) {
		let [only] = nodes.as_mut_slice() else { return };
		let withholds = base == Effect::Permit && only.effect == Effect::Deny;
		let Some([Test::Period(period)]) = only.conditions.first().map(Vec::as_slice) else {
			return;
		};
		let past = only
			.conditions
			.iter()
			.any(|condition| matches!(condition.as_slice(), [Test::DataPeriod(_)]));
		if !withholds || past || terms.period != Period::ALWAYS {
			return;
		}
		let period = *period;
		if !only.nested.is_empty() {
			self.report.apply(Rule::AuthorizationPeriod, &only.path);
			only.conditions.remove(0);
		} else if version == Version::R4 && only.conditions.len() == 1 {
			self.report.apply(Rule::ConsentPeriod, &only.path);
			nodes.clear();
		} else {
			return;
		}
		terms.period = period;
	}
}

/// What a provision stands under.
struct Context<'c> {
	effect: Effect,
	/// The provision; the base without one.
	index: Option<u8>,
	/// What that one stands under.
	above: Option<&'c Context<'c>>,
	/// Conditions of provisions that only restate it.
	inherited: Vec<Vec<Check>>,
	/// The provision's own conditions.
	own: Vec<Vec<Check>>,
}

impl Context<'_> {
	fn of_base(effect: Effect) -> Self {
		Self { effect, index: None, above: None, inherited: Vec::new(), own: Vec::new() }
	}

	/// The provision's condition about the same thing as `condition`.
	fn same_matter(&self, condition: &[Check]) -> Option<&Vec<Check>> {
		self.own.iter().find(|own| is_same_matter(own, condition))
	}

	fn depth(&self) -> u32 {
		self.above.map_or(0, |above| above.depth().saturating_add(1))
	}
}

/// Whether two conditions are about the same thing: who asks, what for, and so on.
fn is_same_matter(one: &[Check], other: &[Check]) -> bool {
	match (one.first(), other.first()) {
		(Some(one), Some(other)) => discriminant(one) == discriminant(other),
		_ => false,
	}
}

/// Provisions as the chain keeps them.
struct Flat<'r> {
	provisions: Vec<Provision<AccountId32>>,
	report: &'r mut Report,
}

impl Flat<'_> {
	/// Adds what stands side by side. What denies there, where nothing is permitted in general, limits
	/// what the others permit.
	fn add_all(&mut self, nodes: &[Node], context: &Context<'_>) -> Result<(), Refused> {
		let denials = |permit: &Node| -> Vec<Node> {
			let limits = |denial: &&Node| {
				let is_as_wide =
					denial.conditions.iter().all(|condition| permit.conditions.contains(condition));
				denial.effect == Effect::Deny && !is_as_wide
			};
			nodes.iter().filter(limits).cloned().collect()
		};
		for node in nodes {
			if context.effect == Effect::Permit || node.effect == Effect::Deny {
				self.add(node, context)?;
				continue;
			}
			let mut limited = node.clone();
			for denial in denials(node) {
				self.report.apply(Rule::Beside, &denial.path);
				limited.nested.push(denial);
			}
			self.add(&limited, context)?;
		}
		Ok(())
	}

	fn add(&mut self, node: &Node, context: &Context<'_>) -> Result<(), Refused> {
		if node.effect != context.effect {
			return self.except(node, context);
		}
		let differs = |condition: &Vec<Check>| {
			context.same_matter(condition).is_some_and(|above| above != condition)
		};
		let own_rule = node.stands_alone || node.conditions.iter().any(differs);
		if let (true, Some(above)) = (own_rule, context.above) {
			self.report.apply(Rule::SameType, &node.path);
			let mut inherited = above.inherited.clone();
			if node.effect == Effect::Permit {
				let unsaid = |condition: &&Vec<Check>| {
					!node.conditions.iter().any(|own| is_same_matter(own, condition))
				};
				inherited.extend(context.own.iter().filter(unsaid).cloned());
			}
			let own = above.own.clone();
			let Context { effect, index, above, .. } = *above;
			return self.except(node, &Context { effect, index, above, inherited, own });
		}
		if context.index.is_some() {
			self.report.apply(Rule::SameType, &node.path);
		} else if !node.conditions.is_empty() {
			self.report.apply(Rule::Restated, &node.path);
		}
		if !node.obligations.is_empty() || !node.refrains.is_empty() {
			return Err(Refused::not_modelled(
				&node.path,
				"obligations of a provision that changes nothing else",
			));
		}
		let mut inherited = context.inherited.clone();
		inherited.extend(node.conditions.iter().cloned());
		let own = context.own.clone();
		let Context { effect, index, above, .. } = *context;
		self.add_all(&node.nested, &Context { effect, index, above, inherited, own })
	}

	/// Adds an exception, once for each way to choose one test of each condition.
	fn except(&mut self, node: &Node, context: &Context<'_>) -> Result<(), Refused> {
		let mut conditions: Vec<&Vec<Check>> = Vec::new();
		for condition in context.inherited.iter().chain(&node.conditions) {
			if !conditions.contains(&condition) {
				conditions.push(condition);
			}
		}
		if context.depth() >= MAX_DEPTH {
			return Err(Refused::not_modelled(&node.path, "nested deeper than the chain keeps"));
		}
		let mut ways: Vec<Vec<Check>> = vec![Vec::new()];
		for condition in conditions {
			let mut more = Vec::new();
			for way in &ways {
				for test in condition {
					let mut way = way.clone();
					if !way.contains(test) {
						way.push(test.clone());
					}
					more.push(way);
				}
			}
			ways = more;
			if ways.len() > MAX_PROVISIONS as usize {
				break;
			}
		}
		for tests in ways {
			let too_many = |what: &str| Refused::not_modelled(&node.path, what);
			if self.provisions.len() >= MAX_PROVISIONS as usize {
				return Err(too_many("more provisions than a consent holds"));
			}
			let index = self.provisions.len() as u8;
			self.provisions.push(Provision {
				parent: context.index,
				tests: tests
					.try_into()
					.map_err(|_| too_many("more conditions than a provision has"))?,
				obligations: node.obligations,
				refrains: node.refrains,
			});
			let within = Context {
				effect: node.effect,
				index: Some(index),
				above: Some(context),
				inherited: Vec::new(),
				own: node.conditions.clone(),
			};
			self.add_all(&node.nested, &within)?;
		}
		Ok(())
	}
}
