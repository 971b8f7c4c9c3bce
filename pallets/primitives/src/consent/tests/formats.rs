//! What terms are well-formed, and how terms and requests are written.

use super::{generators::*, *};
use crate::codes::ActionSet;
use codec::{Decode, DecodeAll, Encode, MaxEncodedLen};
use proptest::prelude::*;

fn chain(depth: u32) -> Terms<Who> {
	terms(Base::Deny, (0..depth as u8).map(|n| provision(n.checked_sub(1), [])))
}

#[test]
fn terms_should_be_well_formed_when_nested_as_deep_as_allowed() {
	assert_eq!(chain(MAX_DEPTH).validate(), Ok(()));
	assert_eq!(chain(MAX_DEPTH + 1).validate(), Err(InvalidTerms::TooDeep));
}

#[test]
fn terms_should_be_malformed_when_parent_does_not_stand_before() {
	for parent in [0, 1, 255] {
		let terms = terms(Base::Deny, [provision(Some(parent), [])]);
		assert_eq!(terms.validate(), Err(InvalidTerms::ParentNotBefore));
	}
}

#[test]
fn terms_should_be_malformed_when_silent_without_provisions() {
	assert_eq!(terms(Base::Silent, []).validate(), Err(InvalidTerms::SaysNothing));
	for base in [Base::Permit, Base::Deny] {
		assert_eq!(terms(base, []).validate(), Ok(()));
	}
}

#[test]
fn terms_should_be_malformed_when_a_test_is_empty() {
	let empty = [
		Test::Recipients(list([])),
		Test::Custodians(list([])),
		Test::Authors(list([])),
		Test::Actions(Default::default()),
		Test::Purposes(Default::default()),
		Test::Classes(Default::default()),
		Test::ResourceTypes(Default::default()),
		Test::Labels(LabelTest { confidentiality: None, sensitivity: SensitivitySet::EMPTY }),
		Test::DocumentTypes(list([])),
		Test::Codes(list([])),
		Test::Records { meaning: DataMeaning::Instance, records: list([]) },
	];
	for test in empty {
		let terms = terms(Base::Permit, [provision(None, [test.clone()])]);
		assert_eq!(terms.validate(), Err(InvalidTerms::EmptyTest), "{test:?}");
	}
}

#[test]
fn terms_should_be_malformed_when_a_period_is_empty() {
	let empty = Period { start: Some(2), end: Some(2) };
	for test in [Test::Period(empty), Test::DataPeriod(empty)] {
		let terms = terms(Base::Permit, [provision(None, [test])]);
		assert_eq!(terms.validate(), Err(InvalidTerms::EmptyPeriod));
	}
	let terms = Terms { period: empty, ..terms(Base::Permit, []) };
	assert_eq!(terms.validate(), Err(InvalidTerms::EmptyPeriod));
}

#[test]
fn terms_should_not_decode_when_a_code_is_unknown() {
	type Case = (&'static str, Vec<u8>);
	let decode = |(_, bytes): &Case| Test::<Who>::decode_all(&mut &bytes[..]).is_ok();
	let valid: [Case; 3] = [
		("action", (4u8, ActionSet::ALL).encode()),
		("organization", (1u8, vec![(1u8, 7u32)]).encode()),
		("meaning", (12u8, 3u8, vec![H256::zero()]).encode()),
	];
	for case in valid {
		assert!(decode(&case), "{}", case.0);
	}
	let malformed: [Case; 6] = [
		("test", (13u8, 0u8).encode()),
		("action", (4u8, ActionSet::ALL.bits() << 1).encode()),
		("purpose", (5u8, 1u128 << 127).encode()),
		("actor", (1u8, vec![7u8]).encode()),
		("meaning", (12u8, 4u8, vec![H256::zero()]).encode()),
		("bytes left over", (4u8, ActionSet::ALL, 0u8).encode()),
	];
	for case in malformed {
		assert!(!decode(&case), "{}", case.0);
	}
	assert!(Base::decode(&mut &[3u8][..]).is_err());
}

#[test]
fn terms_should_not_decode_when_a_list_is_too_long() {
	let codes = |count: u32| (10u8, vec![H256::zero(); count as usize]).encode();
	assert!(Test::<Who>::decode(&mut &codes(MAX_ENTRIES)[..]).is_ok());
	assert!(Test::<Who>::decode(&mut &codes(MAX_ENTRIES + 1)[..]).is_err());
	let period = Test::<Who>::Period(Period::ALWAYS);
	let tests =
		|count: u32| (None::<u8>, 0u64, 0u64, vec![period.clone(); count as usize]).encode();
	assert!(Provision::<Who>::decode_all(&mut &tests(MAX_TESTS)[..]).is_ok());
	assert!(Provision::<Who>::decode_all(&mut &tests(MAX_TESTS + 1)[..]).is_err());
	let provisions = |count: u32| {
		let none: (Option<u32>, Option<H256>, Option<Protocol>) = (None, None, None);
		let many = vec![provision(None, []); count as usize];
		(Base::Deny, Period::ALWAYS, 0u64, 0u64, none, many).encode()
	};
	assert!(Terms::<Who>::decode(&mut &provisions(MAX_PROVISIONS)[..]).is_ok());
	assert!(Terms::<Who>::decode(&mut &provisions(MAX_PROVISIONS + 1)[..]).is_err());
}

#[test]
fn json_should_be_refused_when_a_field_is_unknown() {
	let refused = |json: &str| serde_json::from_str::<Request<Who>>(json).is_err();
	assert!(!refused(r#"{"action":"access","purpose":"TREAT"}"#));
	assert!(refused(r#"{"action":"access","purpose":"TREAT","patient":"x"}"#));
	assert!(refused(r#"{"action":"read"}"#));
	assert!(refused(r#"{"action":"access","purpose":"treat"}"#));
	assert!(refused(r#"{"purpose":"TREAT"}"#));
}

proptest! {
	#[test]
	fn terms_should_survive_when_written(terms in any_terms()) {
		let encoded = terms.encode();
		prop_assert!(encoded.len() <= Terms::<Who>::max_encoded_len());
		prop_assert_eq!(&Terms::<Who>::decode_all(&mut &encoded[..]).expect("as written"), &terms);
		let json = serde_json::to_string(&terms).expect("terms are JSON");
		prop_assert_eq!(&serde_json::from_str::<Terms<Who>>(&json).expect("as written"), &terms);
	}

	#[test]
	fn consent_should_survive_when_written(
		terms in any_terms(),
		status in status(),
		requested in any::<bool>(),
		granted in any::<bool>(),
	) {
		let mut consent = Consent { status, ..consent(terms) };
		if requested {
			let organization = CLINIC;
			consent.requester = Some(Requester { organization, agent: 7, requested_at: 3 });
		}
		if !granted {
			consent.granted = None;
		}
		let encoded = consent.encode();
		prop_assert_eq!(
			&Consent::<Who>::decode_all(&mut &encoded[..]).expect("as written"),
			&consent
		);
		let json = serde_json::to_string(&consent).expect("consents are JSON");
		prop_assert_eq!(&serde_json::from_str::<Consent<Who>>(&json).expect("as written"), &consent);
	}

	#[test]
	fn request_should_survive_when_written(request in request()) {
		let encoded = request.encode();
		prop_assert_eq!(
			&Request::<Who>::decode_all(&mut &encoded[..]).expect("as written"),
			&request
		);
		let json = serde_json::to_string(&request).expect("requests are JSON");
		prop_assert_eq!(&serde_json::from_str::<Request<Who>>(&json).expect("as written"), &request);
	}

	#[test]
	fn bytes_should_decode_to_terms_that_decide_or_not_at_all(
		terms in well_formed_terms(),
		place in any::<prop::sample::Index>(),
		byte in any::<u8>(),
		facts in any_facts(),
	) {
		let mut bytes = terms.encode();
		let place = place.index(bytes.len());
		bytes[place] = byte;
		if let Ok(terms) = Terms::<Who>::decode(&mut &bytes[..]) {
			answer(&[consent(terms)], &facts);
		}
	}
}
