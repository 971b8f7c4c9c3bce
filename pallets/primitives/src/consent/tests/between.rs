//! Between consents, the default policy, refusals and validity.

use super::*;
use crate::codes::CapabilitySet;

fn obliging(mut consent: Consent<Who>, obligations: &[Obligation]) -> Consent<Who> {
	consent.terms.obligations = ObligationSet::of(obligations);
	consent
}

fn denial() -> Consent<Who> {
	consent(terms(Base::Deny, []))
}

#[test]
fn nothing_should_be_permitted_when_there_is_no_consent() {
	let decision = answer(&[], &facts());
	assert_eq!(decision, Decision::refused(NoMatchingConsent));
}

#[test]
fn decision_should_name_the_consent_that_decides() {
	let mut third = grant([]);
	third.version = 5;
	let decision = answer(&[grant([Test::Period(Period::until(NOW))]), third], &facts());
	assert!(decision.is_permitted());
	assert_eq!((decision.consent, decision.version), (Some(id(2)), Some(5)));
}

#[test]
fn denial_should_outweigh_when_others_permit() {
	let consents = [grant([]), denial(), consent(terms(Base::Permit, [])), denial()];
	let decision = answer(&consents, &facts());
	assert_eq!(decision.reason, ConsentDenies);
	assert_eq!(decision.verdict, Verdict::Deny);
	assert_eq!(decision.consent, Some(id(2)));
}

#[test]
fn grants_should_not_cancel_each_other_when_they_name_different_organizations() {
	let to = |organization| grant([Test::Recipients(list([Actor::Organization(organization)]))]);
	let consents = [to(HOSPITAL), to(CLINIC)];
	assert_eq!(answer(&consents, &facts()).consent, Some(id(2)));
	let actor = Party { organization: Some(HOSPITAL), ..Party::unknown() };
	assert_eq!(answer(&consents, &Facts { actor, ..facts() }).consent, Some(id(1)));
}

#[test]
fn silence_should_take_nothing_when_another_permits() {
	let taken_back = consent(terms(Base::Silent, [provision(None, []), provision(Some(0), [])]));
	assert_eq!(answer(&[taken_back, grant([])], &facts()).consent, Some(id(2)));
}

#[test]
fn lightest_consent_should_decide_when_several_permit() {
	use Obligation::{DEID, ENCRYPT, MINEC};
	let consents = [
		obliging(grant([]), &[DEID, ENCRYPT]),
		obliging(grant([]), &[ENCRYPT]),
		obliging(grant([]), &[MINEC]),
	];
	let decision = answer(&consents, &facts());
	// The lower id of two with one each.
	assert_eq!((decision.consent, decision.obligations), (Some(id(2)), ENCRYPT.into()));
	let mut refraining = grant([]);
	refraining.terms.refrains = RefrainSet::of(&[Refrain::NOAUTH, Refrain::NOREUSE]);
	assert_eq!(answer(&[refraining, consents[2].clone()], &facts()).consent, Some(id(2)));
}

#[test]
fn consent_should_not_count_when_it_is_not_in_force() {
	let inactive = [
		ConsentStatus::Requested,
		ConsentStatus::Suspended,
		ConsentStatus::Revoked { revoked_at: NOW },
		ConsentStatus::Refused,
		ConsentStatus::EnteredInError,
		ConsentStatus::Withdrawn,
	];
	for status in inactive {
		for mut consent in [grant([]), denial()] {
			consent.status = status;
			assert_eq!(answer(&[consent], &facts()).reason, NoMatchingConsent, "{status:?}");
		}
	}
	let periods = [Period::until(NOW), Period { start: Some(NOW + 1), end: None }];
	for period in periods {
		for mut consent in [grant([]), denial()] {
			consent.terms.period = period;
			assert_eq!(answer(&[consent], &facts()).reason, NoMatchingConsent, "{period:?}");
		}
	}
}

#[test]
fn valid_until_should_be_the_next_begin_or_end_of_any_period() {
	let during = |start, end| {
		let mut consent = grant([]);
		consent.terms.period = Period { start, end };
		consent
	};
	let provision_until = |end| grant([Test::Period(Period::until(end))]);
	let valid_until = |consents: &[_], facts: &_| answer(consents, facts).valid_until;
	assert_eq!(valid_until(&[], &facts()), None);
	assert_eq!(valid_until(&[during(Some(NOW), None)], &facts()), None);
	assert_eq!(valid_until(&[during(Some(NOW + 3), None)], &facts()), Some(NOW + 3));
	assert_eq!(
		valid_until(&[during(None, Some(NOW + 2)), provision_until(NOW + 4)], &facts()),
		Some(NOW + 2)
	);
	assert_eq!(
		valid_until(&[during(None, Some(NOW + 5)), provision_until(NOW + 4)], &facts()),
		Some(NOW + 4)
	);
	let ending = Facts { known_until: Some(NOW + 1), ..facts() };
	assert_eq!(valid_until(&[during(None, Some(NOW + 5))], &ending), Some(NOW + 1));
	let mut revoked = during(None, Some(NOW + 1));
	revoked.status = ConsentStatus::Revoked { revoked_at: 1 };
	assert_eq!(valid_until(&[revoked], &facts()), None);
	// Nor does a provision of a consent that is over, or begins only later.
	let mut over = provision_until(NOW + 1);
	over.terms.period = Period::until(NOW);
	assert_eq!(valid_until(&[over.clone()], &facts()), None);
	over.terms.period = Period { start: Some(NOW + 6), end: None };
	assert_eq!(valid_until(&[over], &facts()), Some(NOW + 6));
	// When the data came about does not change.
	assert_eq!(valid_until(&[grant([Test::DataPeriod(Period::until(NOW + 1))])], &facts()), None);
}

#[test]
fn refusal_should_come_first_when_the_facts_have_one() {
	let asserted = Attribute::Trial.into();
	let refused = Facts {
		refusal: Some(Reason::RecordErased),
		known_until: Some(NOW + 1),
		asserted,
		..facts()
	};
	let policy = DefaultPolicy {
		own_records: PurposeSet::ALL,
		required_by_law: PurposeSet::ALL,
		required_by_law_to: CapabilitySet::ALL,
	};
	let expected = Decision {
		asserted,
		valid_until: Some(NOW + 1),
		..Decision::refused(Reason::RecordErased)
	};
	assert_eq!(answer_with(&[grant([])], &refused, &policy), expected);
}

#[test]
fn answer_should_say_what_was_asserted() {
	let asserted = AttributeSet::of(&[Attribute::Codes, Attribute::DataTime]);
	let facts = Facts { asserted, ..facts() };
	for consents in [vec![], vec![grant([])], vec![denial()]] {
		assert_eq!(answer(&consents, &facts).asserted, asserted);
	}
}

fn own_records(purpose: Purpose) -> DefaultPolicy {
	DefaultPolicy { own_records: purpose.into(), ..NO_POLICY }
}

/// The hospital asks for what it wrote.
fn own() -> Facts<Who> {
	let actor = Party { organization: Some(HOSPITAL), ..facts().actor };
	Facts { actor, ..facts() }
}

#[test]
fn own_record_should_be_permitted_when_policy_covers_purpose() {
	let policy = own_records(Purpose::TREAT);
	let reason = |facts| answer_with(&[], &facts, &policy).reason;
	assert_eq!(reason(own()), Reason::OwnRecord);
	assert_eq!(reason(Facts { purpose: Some(Purpose::COC), ..own() }), Reason::OwnRecord);
	for purpose in [Some(Purpose::HRESCH), None] {
		assert_eq!(reason(Facts { purpose, ..own() }), NoMatchingConsent, "{purpose:?}");
	}
	assert_eq!(reason(facts()), NoMatchingConsent, "somebody else's");
	assert_eq!(reason(Facts { author: Party::unknown(), ..own() }), NoMatchingConsent);
	let unknown = Facts { actor: Party::unknown(), author: Party::unknown(), ..own() };
	assert_eq!(reason(unknown), NoMatchingConsent);
}

#[test]
fn own_record_should_be_for_access_use_and_correction_only() {
	for action in ConsentAction::ALL {
		let decision =
			answer_with(&[], &Facts { action: *action, ..own() }, &own_records(Purpose::TREAT));
		let expected =
			matches!(action, ConsentAction::Access | ConsentAction::Use | ConsentAction::Correct);
		assert_eq!(decision.is_permitted(), expected, "{action}");
	}
}

#[test]
fn own_record_should_not_count_when_authorship_is_asserted() {
	let asserted = Facts { asserted: Attribute::Author.into(), ..own() };
	let decision = answer_with(&[], &asserted, &own_records(Purpose::TREAT));
	assert_eq!(decision.reason, NoMatchingConsent);
}

#[test]
fn disclosure_should_be_permitted_when_law_requires_it() {
	let policy = DefaultPolicy {
		required_by_law: Purpose::PUBHLTH.into(),
		required_by_law_to: Capability::Regulator.into(),
		..NO_POLICY
	};
	let regulator = |action, purpose| Facts {
		action,
		actor: Party {
			organization: Some(ARCHIVE),
			capabilities: Some(Capability::Regulator.into()),
			..Party::unknown()
		},
		..for_purpose(purpose)
	};
	let reason = |facts| answer_with(&[], &facts, &policy).reason;
	let threat = Purpose::THREAT;
	assert_eq!(reason(regulator(ConsentAction::Access, threat)), Reason::RequiredByLaw);
	assert_eq!(reason(regulator(ConsentAction::Disclose, threat)), Reason::RequiredByLaw);
	assert_eq!(reason(regulator(ConsentAction::Use, threat)), NoMatchingConsent);
	assert_eq!(reason(regulator(ConsentAction::Access, Purpose::TREAT)), NoMatchingConsent);
	assert_eq!(reason(for_purpose(threat)), NoMatchingConsent, "no regulator");
	let mut unknown = regulator(ConsentAction::Access, threat);
	unknown.actor.capabilities = None;
	assert_eq!(reason(unknown), NoMatchingConsent);
}

#[test]
fn default_policy_should_not_speak_when_a_consent_does() {
	let policy = own_records(Purpose::TREAT);
	assert_eq!(answer_with(&[denial()], &own(), &policy).reason, ConsentDenies);
	assert_eq!(answer_with(&[grant([])], &own(), &policy).reason, ConsentPermits);
	let elsewhere = grant([Test::Recipients(list([Actor::Organization(CLINIC)]))]);
	assert_eq!(answer_with(&[elsewhere], &own(), &policy).reason, Reason::OwnRecord);
}

#[test]
fn consent_should_deny_when_it_cannot_be_read() {
	use codec::Encode;
	let whole = grant([Test::Recipients(list([Actor::Anyone]))]).encode();
	let answer = |bytes: &[u8]| {
		decide_stored([(id(1), Period::ALWAYS, || Some(bytes))], &facts(), &NO_POLICY, NOW)
	};
	assert!(answer(&whole).is_permitted());
	let longer = [&whole[..], &[0]].concat();
	let cut = (1..whole.len()).map(|length| &whole[..length]);
	for bytes in cut.chain([&longer[..], &[]]) {
		let decision = answer(bytes);
		assert_eq!(decision.reason, ConsentDenies, "{bytes:?}");
		assert_eq!((decision.consent, decision.version), (Some(id(1)), None));
	}
	let gone = [(id(1), Period::ALWAYS, || None::<Vec<u8>>)];
	assert_eq!(decide_stored(gone, &facts(), &NO_POLICY, NOW).reason, ConsentDenies);
}

#[test]
fn consent_should_not_be_read_when_its_period_is_over() {
	let over = [(id(1), Period::until(NOW), || -> Option<Vec<u8>> { panic!("it was read") })];
	assert_eq!(decide_stored(over, &facts(), &NO_POLICY, NOW).reason, NoMatchingConsent);
}

#[test]
fn patient_should_see_what_is_theirs_whatever_consents_say() {
	let patient = || Facts {
		is_patient: true,
		actor: Party { agent: Some(1), ..Party::unknown() },
		..for_purpose(Purpose::PATRQT)
	};
	for consents in [vec![], vec![denial()], vec![grant([])]] {
		let decision = answer(&consents, &patient());
		assert_eq!(decision.reason, Reason::PatientRequest);
		assert!(decision.is_permitted());
	}
	// Neither for other actions or purposes, nor anybody else.
	let corrected = Facts { action: ConsentAction::Correct, ..patient() };
	assert_eq!(answer(&[], &corrected).reason, NoMatchingConsent);
	assert_eq!(answer(&[grant([])], &corrected).reason, ConsentPermits);
	for purpose in [Some(Purpose::FAMRQT), Some(Purpose::TREAT), None] {
		let other = Facts { purpose, ..patient() };
		assert_eq!(answer(&[denial()], &other).reason, ConsentDenies, "{purpose:?}");
	}
	assert_eq!(answer(&[], &for_purpose(Purpose::PATRQT)).reason, NoMatchingConsent);
	let erased = Facts { refusal: Some(Reason::PatientErased), ..patient() };
	assert_eq!(answer(&[], &erased).reason, Reason::PatientErased);
}

#[test]
fn delegate_should_be_permitted_what_a_consent_gives_its_role() {
	let delegate = |role| Facts {
		actor: Party { agent: Some(2), delegate: Some(role), ..Party::unknown() },
		..for_purpose(Purpose::FAMRQT)
	};
	let consents = [grant([Test::Recipients(list([Actor::Delegate(DelegateRole::RESPRSN)]))])];
	assert!(answer(&consents, &delegate(DelegateRole::GUARD)).is_permitted());
	assert!(!answer(&consents, &delegate(DelegateRole::NOK)).is_permitted());
}

fn labelled(sensitivity: &[Sensitivity]) -> Facts<Who> {
	let sensitivity = SensitivitySet::of(sensitivity);
	Facts { labels: Some(Labels { confidentiality: Confidentiality::R, sensitivity }), ..facts() }
}

#[test]
fn representative_should_have_no_say_in_what_is_withheld() {
	use Sensitivity::{ETHUD, HIV, PSY, SPI, SUD};
	let withheld = &[SUD, HIV];
	let permits = [by_guardian(terms(Base::Permit, []), withheld)];
	let denies = [by_guardian(terms(Base::Deny, []), withheld)];
	// With a code that is withheld, one below it, and one above it.
	for concerned in [&[SUD][..], &[ETHUD], &[SPI], &[PSY, HIV]] {
		for consents in [&permits, &denies] {
			let decision = answer(consents, &labelled(concerned));
			assert_eq!(decision.reason, NoMatchingConsent, "{concerned:?}");
		}
	}
	for free in [&[][..], &[PSY]] {
		assert!(answer(&permits, &labelled(free)).is_permitted(), "{free:?}");
		assert_eq!(answer(&denies, &labelled(free)).reason, ConsentDenies, "{free:?}");
	}
	let unlabelled = Facts { labels: None, ..facts() };
	assert_eq!(answer(&permits, &unlabelled).reason, NoMatchingConsent);
	assert_eq!(answer(&denies, &unlabelled).reason, ConsentDenies);
}

#[test]
fn representative_should_decide_like_the_patient_when_nothing_is_withheld() {
	let unlabelled = Facts { labels: None, ..facts() };
	for facts in [unlabelled, labelled(&[Sensitivity::HIV])] {
		let consent = by_guardian(terms(Base::Permit, []), &[]);
		assert!(answer(&[consent], &facts).is_permitted());
	}
}

fn bound(base: Base) -> Consent<Who> {
	consent(Terms { protocol: Some(PROTOCOL), ..terms(base, []) })
}

#[test]
fn consent_should_permit_for_its_trial_only_while_the_protocol_is_current() {
	let permitted = |facts| answer(&[bound(Base::Permit)], &facts).is_permitted();
	let on_behalf_of = |trial| Facts { actor: Party { trial, ..facts().actor }, ..facts() };
	assert!(permitted(facts()));
	for version in [None, Some(PROTOCOL.version - 1), Some(PROTOCOL.version + 1)] {
		assert!(!permitted(Facts { protocol_version: version, ..facts() }), "{version:?}");
	}
	assert!(!permitted(on_behalf_of(None)));
	assert!(!permitted(on_behalf_of(Some(H256::zero()))));
}

#[test]
fn consent_should_go_on_withholding_when_the_protocol_is_amended() {
	let amended = Facts { protocol_version: Some(PROTOCOL.version + 1), ..facts() };
	assert_eq!(answer(&[bound(Base::Deny)], &amended).reason, ConsentDenies);
	assert_eq!(answer(&[bound(Base::Permit)], &amended).reason, NoMatchingConsent);
}
