//! Within one consent: bases, depth, ties, and what is unknown.

use super::*;

fn yes() -> Test<Who> {
	Test::Actions(ConsentAction::Access.into())
}

fn no() -> Test<Who> {
	Test::Actions(ConsentAction::Correct.into())
}

/// Unknown once [`unclassified`] facts are asked.
fn open() -> Test<Who> {
	Test::Classes(DataClass::Laboratory.into())
}

fn unclassified() -> Facts<Who> {
	Facts { class: None, ..facts() }
}

fn obliging(mut provision: Provision<Who>, obligations: &[Obligation]) -> Provision<Who> {
	provision.obligations = ObligationSet::of(obligations);
	provision
}

#[test]
fn effects_should_alternate_when_exceptions_nest() {
	let table = [
		(Base::Permit, [ConsentPermits, ConsentDenies, ConsentPermits, ConsentDenies]),
		(Base::Deny, [ConsentDenies, ConsentPermits, ConsentDenies, ConsentPermits]),
		(Base::Silent, [NoMatchingConsent, ConsentPermits, NoMatchingConsent, ConsentPermits]),
	];
	for (base, reasons) in table {
		for (depth, expected) in reasons.into_iter().enumerate() {
			let chain = (0..3u8).map(|n| {
				let test = if usize::from(n) < depth { yes() } else { no() };
				provision(n.checked_sub(1), [test])
			});
			assert_eq!(reason(terms(base, chain), &facts()), expected, "{base:?} at {depth}");
		}
	}
}

#[test]
fn exception_should_not_match_when_its_parent_does_not() {
	let chain = [provision(None, [no()]), provision(Some(0), [yes()])];
	assert_eq!(reason(terms(Base::Permit, chain.clone()), &facts()), ConsentPermits);
	assert_eq!(reason(terms(Base::Deny, chain), &facts()), ConsentDenies);
}

#[test]
fn deepest_should_win_when_branches_differ() {
	// Before it in the list, and after it.
	let deep = |first| [provision(None, [yes()]), provision(Some(first), [yes()])];
	let shallow = provision(None, [yes()]);
	let [one, two] = deep(0);
	let before = [one, two, shallow.clone()];
	let [one, two] = deep(1);
	let after = [shallow, one, two];
	for provisions in [before, after] {
		assert_eq!(reason(terms(Base::Permit, provisions.clone()), &facts()), ConsentPermits);
		assert_eq!(reason(terms(Base::Deny, provisions.clone()), &facts()), ConsentDenies);
		assert_eq!(reason(terms(Base::Silent, provisions), &facts()), NoMatchingConsent);
	}
}

#[test]
fn obligations_should_add_up_when_provisions_nest() {
	let mut three = terms(
		Base::Permit,
		[
			obliging(provision(None, [yes()]), &[Obligation::MINEC]),
			obliging(provision(Some(0), [yes()]), &[Obligation::DEID]),
		],
	);
	three.obligations = Obligation::ENCRYPT.into();
	three.refrains = Refrain::NOREUSE.into();
	let decision = answer(&[consent(three)], &facts());
	let all = ObligationSet::of(&[Obligation::MINEC, Obligation::DEID, Obligation::ENCRYPT]);
	assert_eq!(decision.obligations, all);
	assert_eq!(decision.refrains, Refrain::NOREUSE.into());
}

#[test]
fn lightest_should_win_when_permits_tie_in_depth() {
	use Obligation::{DEID, ENCRYPT, MINEC};
	let heavy = obliging(provision(None, [yes()]), &[DEID, ENCRYPT]);
	let light = obliging(provision(None, [yes()]), &[MINEC]);
	for provisions in [[heavy.clone(), light.clone()], [light, heavy]] {
		let decision = answer(&[consent(terms(Base::Silent, provisions))], &facts());
		assert_eq!(decision.obligations, MINEC.into());
	}
}

#[test]
fn first_should_win_when_permits_tie_in_weight_too() {
	use Obligation::{DEID, MINEC};
	let one = obliging(provision(None, [yes()]), &[DEID]);
	let other = obliging(provision(None, [yes()]), &[MINEC]);
	let decision = answer(&[consent(terms(Base::Silent, [one, other]))], &facts());
	assert_eq!(decision.obligations, DEID.into());
}

#[test]
fn denial_should_carry_no_obligations() {
	let mut denial = terms(Base::Deny, [obliging(provision(None, [no()]), &[Obligation::DEID])]);
	denial.obligations = Obligation::ENCRYPT.into();
	let decision = answer(&[consent(denial)], &facts());
	assert_eq!((decision.obligations, decision.refrains), Default::default());
}

#[test]
fn exception_should_count_when_unknown_if_it_takes_back_and_not_if_it_permits() {
	let one = |base| reason(terms(base, [provision(None, [open()])]), &unclassified());
	assert_eq!(one(Base::Permit), ConsentDenies);
	assert_eq!(one(Base::Deny), ConsentDenies);
	assert_eq!(one(Base::Silent), NoMatchingConsent);
	let two = |base| {
		let chain = [provision(None, [yes()]), provision(Some(0), [open()])];
		reason(terms(base, chain), &unclassified())
	};
	assert_eq!(two(Base::Permit), ConsentDenies);
	assert_eq!(two(Base::Deny), ConsentDenies);
	assert_eq!(two(Base::Silent), NoMatchingConsent);
}

/// An exception to a denial that may not match is no reason to overlook another that does match.
#[test]
fn unknown_denial_with_exception_should_not_outweigh_a_certain_denial() {
	let branches = terms(
		Base::Permit,
		[provision(None, [open()]), provision(Some(0), [yes()]), provision(None, [yes()])],
	);
	// If the class is another, the second branch denies.
	assert_eq!(reason(branches.clone(), &unclassified()), ConsentDenies);
	let imaging = Facts { class: Some(DataClass::Imaging), ..facts() };
	assert_eq!(reason(branches.clone(), &imaging), ConsentDenies);
	assert_eq!(reason(branches, &facts()), ConsentPermits);
}

#[test]
fn answer_should_be_permit_when_it_is_however_the_unknown_turns_out() {
	use Obligation::{DEID, MINEC};
	let either = terms(
		Base::Permit,
		[
			provision(None, [open()]),
			obliging(provision(Some(0), [yes()]), &[MINEC]),
			obliging(provision(Some(0), [yes()]), &[MINEC, DEID]),
		],
	);
	let decision = answer(&[consent(either)], &unclassified());
	assert!(decision.is_permitted());
	// What is owed if the exception holds; nothing would be if it did not.
	assert_eq!(decision.obligations, MINEC.into());
}

#[test]
fn lighter_grant_should_not_count_when_it_is_unknown() {
	use Obligation::{DEID, ENCRYPT};
	let heavy = obliging(provision(None, [yes()]), &[DEID, ENCRYPT]);
	let light = provision(None, [open()]);
	let both = [consent(terms(Base::Silent, [heavy, light]))];
	assert_eq!(answer(&both, &unclassified()).obligations, ObligationSet::of(&[DEID, ENCRYPT]));
	assert_eq!(answer(&both, &facts()).obligations, ObligationSet::EMPTY);
}
