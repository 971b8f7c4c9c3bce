//! Emergency treatment and breaking the glass.

use super::*;

/// The answer of one consent to breaking the glass.
fn breaking_glass(terms: Terms<Who>) -> Decision {
	answer(&[consent(terms)], &in_emergency(Purpose::BTG))
}

fn purposes(purpose: Purpose) -> Test<Who> {
	Test::Purposes(purpose.into())
}

#[test]
fn emergency_should_be_denied_when_it_is_not_declared() {
	let generous = DefaultPolicy {
		own_records: PurposeSet::ALL,
		required_by_law: PurposeSet::ALL,
		required_by_law_to: crate::codes::CapabilitySet::ALL,
	};
	let consents = [
		consent(terms(Base::Permit, [])),
		grant([Test::Purposes(PurposeSet::of(&[Purpose::ETREAT, Purpose::BTG]))]),
	];
	for purpose in [Purpose::ETREAT, Purpose::ERTREAT, Purpose::BTG] {
		let decision = answer_with(&consents, &for_purpose(purpose), &generous);
		assert_eq!(decision.reason, Reason::EmergencyNotDeclared, "{purpose}");
		assert!(!decision.is_permitted());
		let mut over = in_emergency(purpose);
		over.emergency = Some(EmergencyAccess { classes: ClassSet::ALL, until: NOW });
		let decision = answer_with(&consents, &over, &generous);
		assert_eq!(decision.reason, Reason::EmergencyNotDeclared, "{purpose}");
	}
	assert!(answer(&consents, &for_purpose(Purpose::TREAT)).is_permitted());
}

#[test]
fn emergency_treatment_should_be_decided_by_consents_when_declared() {
	for purpose in [Purpose::ETREAT, Purpose::ERTREAT] {
		let declared = in_emergency(purpose);
		let decision = answer(&[grant([purposes(Purpose::TREAT)])], &declared);
		assert_eq!((decision.reason, decision.valid_until), (ConsentPermits, Some(NOW + 100)));
		assert_eq!(answer(&[], &declared).reason, NoMatchingConsent);
		let denial = consent(terms(Base::Deny, []));
		assert_eq!(answer(&[denial], &declared).reason, ConsentDenies);
		// Whatever its classes are.
		let access = EmergencyAccess { classes: ClassSet::EMPTY, until: NOW + 1 };
		let elsewhere = Facts { emergency: Some(access), ..declared };
		assert!(answer(&[grant([])], &elsewhere).is_permitted());
	}
}

#[test]
fn break_glass_should_be_permitted_when_declared_for_the_class() {
	let decision = answer(&[], &in_emergency(Purpose::BTG));
	assert!(decision.is_permitted());
	assert_eq!((decision.reason, decision.consent), (Reason::BreakGlass, None));
	assert_eq!(decision.valid_until, Some(NOW + 100));
	let sooner = Facts { known_until: Some(NOW + 7), ..in_emergency(Purpose::BTG) };
	assert_eq!(answer(&[], &sooner).valid_until, Some(NOW + 7));
}

#[test]
fn break_glass_should_be_denied_when_class_is_unknown_or_not_covered() {
	let declared = in_emergency(Purpose::BTG);
	let unclassified = Facts { class: None, ..declared.clone() };
	let access = EmergencyAccess { classes: DataClass::Imaging.into(), until: NOW + 100 };
	let elsewhere = Facts { emergency: Some(access), ..declared };
	let names_it = grant([purposes(Purpose::BTG)]);
	for facts in [unclassified, elsewhere] {
		let decision = answer(core::slice::from_ref(&names_it), &facts);
		assert_eq!(decision.reason, Reason::EmergencyNotDeclared);
		assert!(!decision.is_permitted());
	}
}

#[test]
fn break_glass_should_go_past_consents_that_deny() {
	let treatment = provision(None, [purposes(Purpose::TREAT)]);
	let emergency = provision(None, [purposes(Purpose::ETREAT)]);
	for terms in [
		terms(Base::Deny, []),
		terms(Base::Permit, [provision(None, [])]),
		terms(Base::Permit, [treatment]),
		terms(Base::Permit, [emergency]),
		// Permitted by name but for laboratory data: the exception does not name it.
		terms(
			Base::Deny,
			[
				provision(None, [purposes(Purpose::BTG)]),
				provision(Some(0), [Test::Classes(DataClass::Laboratory.into())]),
			],
		),
	] {
		assert_eq!(breaking_glass(terms.clone()).reason, Reason::BreakGlass, "{terms:?}");
	}
}

#[test]
fn break_glass_should_be_denied_when_a_directive_says_so() {
	let directive = || provision(None, [purposes(Purpose::BTG)]);
	let laboratory = || Test::Classes(DataClass::Laboratory.into());
	let imaging = || Test::Classes(DataClass::Imaging.into());
	let both = || provision(None, [purposes(Purpose::BTG), laboratory()]);
	let elsewhere = provision(None, [purposes(Purpose::BTG), imaging()]);
	assert_eq!(breaking_glass(terms(Base::Permit, [directive()])).reason, ConsentDenies);
	assert_eq!(breaking_glass(terms(Base::Permit, [both()])).reason, ConsentDenies);
	assert_eq!(breaking_glass(terms(Base::Permit, [elsewhere])).reason, Reason::BreakGlass);
	// Beside another provision of the same depth that takes back and is lighter, or stands first.
	let beside = [provision(None, []), directive()];
	assert_eq!(breaking_glass(terms(Base::Permit, beside)).reason, ConsentDenies);
	// As an exception to what is granted, in consents that deny or are silent otherwise.
	for base in [Base::Deny, Base::Silent] {
		let nested = [
			provision(None, [purposes(Purpose::BTG)]),
			provision(Some(0), [purposes(Purpose::BTG), laboratory()]),
		];
		assert_eq!(breaking_glass(terms(base, nested)).reason, ConsentDenies, "{base:?}");
	}
}

#[test]
fn directive_should_yield_to_its_own_exception_and_hold_in_the_exception_to_that() {
	let directive = provision(None, [purposes(Purpose::BTG)]);
	let but_for_the_clinic =
		provision(Some(0), [Test::Recipients(list([Actor::Organization(CLINIC)]))]);
	let not_laboratory = provision(Some(1), [Test::Classes(DataClass::Laboratory.into())]);
	let two = [directive, but_for_the_clinic];
	assert_eq!(breaking_glass(terms(Base::Permit, two.clone())).reason, Reason::BreakGlass);
	let three = two.into_iter().chain([not_laboratory]);
	assert_eq!(breaking_glass(terms(Base::Permit, three)).reason, ConsentDenies);
}

#[test]
fn directive_should_not_be_hidden_by_a_deeper_grant_that_does_not_name_it() {
	let consents = [consent(terms(
		Base::Permit,
		[
			provision(None, []),
			provision(Some(0), [Test::Recipients(list([Actor::Organization(CLINIC)]))]),
			provision(None, [purposes(Purpose::BTG)]),
		],
	))];
	assert_eq!(answer(&consents, &in_emergency(Purpose::BTG)).reason, ConsentDenies);
	assert_eq!(answer(&consents, &in_emergency(Purpose::ETREAT)).reason, ConsentPermits);
}

#[test]
fn directive_should_hold_when_it_is_not_known_whether_it_matches() {
	let directive = provision(None, [purposes(Purpose::BTG), Test::Codes(list([CODE]))]);
	let consents = [consent(terms(Base::Permit, [directive]))];
	let unknown = Facts { codes: vec![], ..in_emergency(Purpose::BTG) };
	assert_eq!(answer(&consents, &unknown).reason, ConsentDenies);
	let other = Facts { codes: vec![OTHER_CODE], ..in_emergency(Purpose::BTG) };
	assert_eq!(answer(&consents, &other).reason, Reason::BreakGlass);
}

#[test]
fn directive_of_a_representative_should_not_hold_when_the_data_is_withheld() {
	let directive = terms(Base::Permit, [provision(None, [purposes(Purpose::BTG)])]);
	let consents = [by_guardian(directive, &[Sensitivity::HIV])];
	let labels = |sensitivity| Labels { confidentiality: Confidentiality::R, sensitivity };
	let about =
		|sensitivity| Facts { labels: Some(labels(sensitivity)), ..in_emergency(Purpose::BTG) };
	assert_eq!(answer(&consents, &about(Sensitivity::HIV.into())).reason, Reason::BreakGlass);
	assert_eq!(answer(&consents, &about(Sensitivity::PSY.into())).reason, ConsentDenies);
}
