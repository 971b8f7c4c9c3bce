//! What holds of every decision.

use super::{generators::*, *};
use proptest::{collection::vec as many, prelude::*, sample::Index};

fn numbered(consents: &[Consent<Who>]) -> Vec<(ConsentId, &Consent<Who>)> {
	(1..).map(id).zip(consents).collect()
}

/// What counts of an answer, but for its validity.
fn gist(
	decision: Decision,
) -> (Verdict, Reason, Option<ConsentId>, Option<u32>, ObligationSet, RefrainSet) {
	let Decision { verdict, reason, consent, version, obligations, refrains, .. } = decision;
	(verdict, reason, consent, version, obligations, refrains)
}

fn burden(decision: &Decision) -> u32 {
	decision.obligations.len() + decision.refrains.len()
}

/// The module's rules once more, as directly as can be said, for provisions of which it is known
/// whether their tests hold.
fn reference(terms: &Terms<Who>, tests_hold: &[bool]) -> (Reason, ObligationSet, RefrainSet) {
	let mut deepest = vec![(0, terms.obligations, terms.refrains)];
	for place in 0..terms.provisions.len() {
		let (mut depth, mut obligations, mut refrains) = (0, terms.obligations, terms.refrains);
		let (mut step, mut all) = (Some(place), true);
		while let Some(at) = step {
			all &= tests_hold[at];
			depth += 1;
			obligations = obligations.union(terms.provisions[at].obligations);
			refrains = refrains.union(terms.provisions[at].refrains);
			step = terms.provisions[at].parent.map(usize::from);
		}
		if all && depth > deepest[0].0 {
			deepest.clear();
		}
		if all && (deepest.is_empty() || depth == deepest[0].0) {
			deepest.push((depth, obligations, refrains));
		}
	}
	let (depth, obligations, refrains) = deepest
		.into_iter()
		.min_by_key(|(_, obligations, refrains)| obligations.len() + refrains.len())
		.expect("the base at least");
	let nothing = (ObligationSet::EMPTY, RefrainSet::EMPTY);
	match (terms.base, depth % 2) {
		(Base::Permit, 0) | (Base::Deny | Base::Silent, 1) => {
			(ConsentPermits, obligations, refrains)
		},
		(Base::Silent, _) => (NoMatchingConsent, nothing.0, nothing.1),
		_ => (ConsentDenies, nothing.0, nothing.1),
	}
}

/// Terms whose provisions have one test each, that is true (access), false (correct) or unknown
/// (a class).
fn controlled(terms: &Terms<Who>, known: &[Option<bool>]) -> Terms<Who> {
	let mut terms = terms.clone();
	terms.period = Period::ALWAYS;
	for (provision, known) in terms.provisions.iter_mut().zip(known) {
		let test = match known {
			Some(true) => Test::Actions(ConsentAction::Access.into()),
			Some(false) => Test::Actions(ConsentAction::Correct.into()),
			None => Test::Classes(DataClass::Laboratory.into()),
		};
		provision.tests = vec![test].try_into().expect("one test");
	}
	terms
}

fn unclassified() -> Facts<Who> {
	Facts { class: None, ..super::facts() }
}

/// Makes one attribute unknown.
fn forget(facts: &mut Facts<Who>, attribute: usize) {
	fn of_party(party: &mut Party<Who>, attribute: usize) {
		match attribute {
			0 => party.organization = None,
			1 => party.agent = None,
			2 => party.roles = None,
			3 => party.capabilities = None,
			4 => party.trial = None,
			_ => party.delegate = None,
		}
	}
	match attribute {
		0..=5 => of_party(&mut facts.actor, attribute),
		6..=11 => of_party(&mut facts.author, attribute - 6),
		12..=17 => {
			for custodian in &mut facts.custodians {
				of_party(custodian, attribute - 12);
			}
		},
		18 => facts.custodians.clear(),
		// An emergency has to be declared: who gives no purpose does not ask for one.
		19 if facts.purpose.is_some_and(|purpose| purpose.is_a(Purpose::ETREAT)) => (),
		19 => facts.purpose = None,
		20 => facts.record = None,
		21 => facts.class = None,
		22 => facts.resource_type = None,
		23 => facts.labels = None,
		24 => facts.document_type = None,
		25 => facts.codes.clear(),
		26 => facts.emergency = None,
		27 => facts.protocol_version = None,
		28 => facts.is_patient = false,
		29 => facts.related_to = None,
		_ => facts.data_time = None,
	}
}

const ATTRIBUTES: usize = 31;

/// An emergency access to every class that lasts.
fn always_open() -> Option<EmergencyAccess> {
	Some(EmergencyAccess { classes: ClassSet::ALL, until: Moment::MAX })
}

/// Whether a provision of the consent names break-glass.
fn names_break_glass(consent: &Consent<Who>) -> bool {
	consent
		.terms
		.provisions
		.iter()
		.flat_map(|provision| &provision.tests)
		.any(|test| matches!(test, Test::Purposes(purposes) if purposes.contains(Purpose::BTG)))
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(512))]

	#[test]
	fn deepest_should_decide_as_the_rules_say(
		terms in well_formed_terms(),
		holds in prop::array::uniform8(any::<bool>()),
	) {
		let known: Vec<_> = holds.iter().map(|holds| Some(*holds)).collect();
		let terms = controlled(&terms, &known);
		let decision = answer(&[consent(terms.clone())], &super::facts());
		prop_assert_eq!(
			(decision.reason, decision.obligations, decision.refrains),
			reference(&terms, &holds)
		);
	}

	/// The answer with unknowns is the worst over all ways in which they may turn out, with what is
	/// owed in any of them.
	#[test]
	fn unknown_should_be_taken_as_what_is_worst_for_the_asker(
		terms in well_formed_terms(),
		known in prop::array::uniform8(prop::option::of(any::<bool>())),
	) {
		let count = terms.provisions.len();
		let known = &known[..count];
		let mut expected = (ConsentPermits, ObligationSet::EMPTY, RefrainSet::EMPTY);
		for way in 0u32..1 << count {
			let holds: Vec<_> = known
				.iter()
				.enumerate()
				.map(|(place, known)| known.unwrap_or(way & 1 << place != 0))
				.collect();
			let (reason, obligations, refrains) = reference(&terms, &holds);
			expected = match (expected.0, reason) {
				(ConsentPermits, ConsentPermits) => (
					ConsentPermits,
					expected.1.union(obligations),
					expected.2.union(refrains),
				),
				(ConsentDenies, _) | (_, ConsentDenies) =>
					(ConsentDenies, ObligationSet::EMPTY, RefrainSet::EMPTY),
				_ => (NoMatchingConsent, ObligationSet::EMPTY, RefrainSet::EMPTY),
			};
		}
		let decision = answer(&[consent(controlled(&terms, known))], &unclassified());
		prop_assert_eq!((decision.reason, decision.obligations, decision.refrains), expected);
	}

	#[test]
	fn decision_should_not_depend_on_the_order_of_consents(
		consents in consents().prop_flat_map(|consents| {
			let numbered: Vec<_> = (1..).map(id).zip(consents).collect();
			(Just(numbered.clone()), Just(numbered).prop_shuffle())
		}),
		facts in any_facts(),
		policy in policy(),
	) {
		let (consents, shuffled) = consents;
		let answer = |consents: &[(ConsentId, Consent<Who>)]| {
			decide(consents.iter().map(|(id, consent)| (*id, consent)), &facts, &policy, NOW)
		};
		prop_assert_eq!(answer(&consents), answer(&shuffled));
	}

	#[test]
	fn denial_without_exceptions_should_outweigh_all_but_the_patient_and_break_glass(
		mut consents in consents(),
		place in any::<Index>(),
		facts in any_facts(),
		policy in policy(),
	) {
		let before = answer_with(&consents, &facts, &policy);
		let place = place.index(consents.len() + 1);
		consents.insert(place, consent(terms(Base::Deny, [])));
		let after = answer_with(&consents, &facts, &policy);
		if matches!(
			before.reason,
			Reason::PatientRequest | Reason::BreakGlass | Reason::EmergencyNotDeclared
		) {
			prop_assert_eq!(gist(after), gist(before));
		} else {
			prop_assert_eq!(after.reason, ConsentDenies);
		}
	}

	#[test]
	fn consent_that_does_not_permit_should_never_turn_deny_into_permit(
		consents in consents(),
		added in a_consent(),
		facts in any_facts(),
		policy in policy(),
	) {
		if answer(core::slice::from_ref(&added), &facts).is_permitted() {
			return Ok(());
		}
		let before = answer_with(&consents, &facts, &policy);
		let mut all = consents;
		all.push(added);
		let after = answer_with(&all, &facts, &policy);
		prop_assert!(before.is_permitted() || !after.is_permitted());
		if after.is_permitted() {
			prop_assert_eq!(gist(after), gist(before));
		}
	}

	#[test]
	fn consent_that_is_not_in_force_should_never_change_the_answer(
		consents in consents(),
		mut added in a_consent(),
		how in 0..8,
		facts in any_facts(),
		policy in policy(),
	) {
		match how {
			0 => added.status = ConsentStatus::Requested,
			1 => added.status = ConsentStatus::Suspended,
			2 => added.status = ConsentStatus::Revoked { revoked_at: NOW },
			3 => added.status = ConsentStatus::Refused,
			4 => added.status = ConsentStatus::EnteredInError,
			5 => added.status = ConsentStatus::Withdrawn,
			6 => added.terms.period = Period::until(NOW),
			_ => added.terms.period = Period { start: Some(NOW + 1), end: None },
		}
		let before = answer_with(&consents, &facts, &policy);
		// With the lowest id, which wins ties.
		let with_it = core::iter::once((id(0), &added)).chain(numbered(&consents));
		let after = decide(with_it, &facts, &policy, NOW);
		if how < 6 {
			prop_assert_eq!(&after, &before);
		}
		prop_assert_eq!(gist(after), gist(before));
	}

	#[test]
	fn grant_for_a_purpose_should_reach_all_below_but_break_glass(
		provisions in many(many(test(), 0..3), 1..4),
		base in prop_oneof![Just(Base::Deny), Just(Base::Silent)],
		facts in any_facts(),
		policy in policy(),
	) {
		let provisions = provisions.into_iter().map(|tests| provision(None, tests));
		let consents = [consent(terms(base, provisions))];
		let Some(purpose) = facts.purpose else { return Ok(()) };
		let facts = Facts { is_patient: false, emergency: always_open(), ..facts };
		let permitted = answer_with(&consents, &facts, &policy).is_permitted();
		for below in purpose.descendants().iter().filter(|below| *below != Purpose::BTG) {
			let facts = Facts { purpose: Some(below), ..facts.clone() };
			prop_assert!(!permitted || answer_with(&consents, &facts, &policy).is_permitted());
		}
	}

	#[test]
	fn denial_for_a_purpose_should_reach_all_below_but_break_glass(
		provisions in many(many(test(), 0..3), 1..4),
		facts in any_facts(),
		policy in policy(),
	) {
		let provisions = provisions.into_iter().map(|tests| provision(None, tests));
		let consents = [consent(terms(Base::Permit, provisions))];
		let Some(purpose) = facts.purpose else { return Ok(()) };
		let facts = Facts { is_patient: false, emergency: always_open(), ..facts };
		let denied = answer_with(&consents, &facts, &policy).reason == ConsentDenies;
		for below in purpose.descendants().iter().filter(|below| *below != Purpose::BTG) {
			let facts = Facts { purpose: Some(below), ..facts.clone() };
			let reason = answer_with(&consents, &facts, &policy).reason;
			prop_assert!(!denied || reason == ConsentDenies);
		}
	}

	#[test]
	fn emergency_should_never_be_permitted_when_it_is_not_declared(
		consents in consents(),
		facts in any_facts(),
		policy in policy(),
		purpose in prop::sample::select(&[Purpose::ETREAT, Purpose::ERTREAT, Purpose::BTG][..]),
	) {
		let over = facts.emergency.map(|access| EmergencyAccess { until: NOW, ..access });
		for emergency in [None, over] {
			let facts = Facts { purpose: Some(purpose), emergency, ..facts.clone() };
			let decision = answer_with(&consents, &facts, &policy);
			prop_assert_eq!(decision.reason, Reason::EmergencyNotDeclared);
			prop_assert!(!decision.is_permitted());
		}
	}

	/// Only a provision that names BTG and takes back stands against it.
	#[test]
	fn break_glass_should_be_permitted_when_declared_and_no_consent_names_it(
		consents in consents(),
		facts in any_facts(),
		policy in policy(),
	) {
		let facts = Facts { purpose: Some(Purpose::BTG), emergency: always_open(), ..facts };
		let decision = answer_with(&consents, &facts, &policy);
		let expected = match (facts.class, decision.consent) {
			(None, _) => Reason::EmergencyNotDeclared,
			(Some(_), Some(_)) => ConsentDenies,
			(Some(_), None) => Reason::BreakGlass,
		};
		prop_assert_eq!(decision.reason, expected);
		prop_assert_eq!(decision.is_permitted(), expected == Reason::BreakGlass);
		prop_assert!(decision.valid_until.is_some() || expected == Reason::EmergencyNotDeclared);
		prop_assert!(decision.consent.is_none() || consents.iter().any(names_break_glass));
	}

	#[test]
	fn wider_emergency_should_never_permit_less(
		consents in consents(),
		facts in any_facts(),
		policy in policy(),
	) {
		let wider = Facts { emergency: always_open(), ..facts.clone() };
		let before = answer_with(&consents, &facts, &policy);
		let after = answer_with(&consents, &wider, &policy);
		prop_assert!(!before.is_permitted() || after.is_permitted());
	}

	/// Withholding more from a representative never permits more by what the representative granted.
	#[test]
	fn representative_should_never_permit_what_is_withheld(
		terms in well_formed_terms(),
		withheld in many(prop::sample::select(Sensitivity::ALL), 1..4),
		facts in any_facts(),
	) {
		let facts = Facts { is_patient: false, ..facts };
		let decision = answer(&[by_guardian(terms, &withheld)], &facts);
		let withheld = SensitivitySet::of(&withheld);
		let concerned = facts.labels.is_none_or(|labels| {
			labels.sensitivity.iter().any(|label| {
				withheld.iter().any(|withheld| label.is_a(withheld) || withheld.is_a(label))
			})
		});
		prop_assert!(!concerned || decision.reason != ConsentPermits);
		if facts.labels.is_some() && concerned {
			prop_assert!(decision.reason != ConsentDenies);
		}
	}

	#[test]
	fn consent_bound_to_another_protocol_should_never_permit(
		consents in consents(),
		facts in any_facts(),
		policy in policy(),
	) {
		let stale = Facts { protocol_version: Some(99), ..facts };
		let bound: Vec<_> = consents
			.iter()
			.cloned()
			.map(|mut consent| {
				consent.terms.protocol = Some(PROTOCOL);
				consent
			})
			.collect();
		let without = answer_with(&[], &stale, &policy);
		let with = answer_with(&bound, &stale, &policy);
		prop_assert!(with.reason != ConsentPermits);
		prop_assert!(without.is_permitted() || !with.is_permitted());
	}

	/// Whatever the bytes are, nothing goes wrong; and every consent is read to its last byte, else
	/// it would deny.
	#[test]
	fn consent_should_be_read_to_its_end(
		mut consent in a_consent(),
		facts in any_facts(),
		place in any::<Index>(),
		byte in any::<u8>(),
	) {
		use codec::Encode;
		consent.terms.period = Period::ALWAYS;
		let mut bytes = consent.encode();
		let answer = |bytes: &[u8]| {
			decide_stored([(id(1), Period::ALWAYS, || Some(bytes))], &facts, &NO_POLICY, NOW)
		};
		let decision = answer(&bytes);
		prop_assert!(decision.reason != ConsentDenies || decision.version == Some(consent.version));
		let place = place.index(bytes.len());
		bytes[place] = byte;
		answer(&bytes);
	}

	#[test]
	fn knowing_less_should_never_help_the_asker(
		consents in consents(),
		facts in any_facts(),
		forgotten in many(0..ATTRIBUTES, 1..5),
		policy in policy(),
	) {
		let mut less = facts.clone();
		for attribute in forgotten {
			forget(&mut less, attribute);
		}
		let knowing = answer_with(&consents, &facts, &policy);
		let not_knowing = answer_with(&consents, &less, &policy);
		prop_assert!(knowing.is_permitted() || !not_knowing.is_permitted());
		if not_knowing.reason == ConsentPermits && knowing.reason != Reason::PatientRequest {
			prop_assert_eq!(knowing.reason, ConsentPermits);
			prop_assert!(burden(&knowing) <= burden(&not_knowing));
		}
	}

	#[test]
	fn answer_should_stay_the_same_until_it_is_no_longer_valid(
		consents in consents(),
		facts in any_facts(),
		policy in policy(),
		later in 0u64..10,
	) {
		let numbered = || numbered(&consents);
		let now = decide(numbered(), &facts, &policy, NOW);
		let at = NOW + later;
		prop_assert!(now.valid_until.is_none_or(|until| until > NOW));
		if now.valid_until.is_none_or(|until| at < until) {
			prop_assert_eq!(gist(decide(numbered(), &facts, &policy, at)), gist(now));
		}
	}

	#[test]
	fn well_formed_terms_should_decide_within_the_depth_allowed(
		terms in any_terms(),
		facts in any_facts(),
	) {
		// Nor does it do harm to ask terms that are not well-formed.
		answer(&[consent(terms.clone())], &facts);
		if terms.validate().is_ok() {
			for provision in &terms.provisions {
				let parents = core::iter::successors(Some(provision), |provision| {
					provision.parent.and_then(|parent| terms.provisions.get(usize::from(parent)))
				});
				prop_assert!(parents.take(99).count() <= MAX_DEPTH as usize);
			}
		}
	}
}
