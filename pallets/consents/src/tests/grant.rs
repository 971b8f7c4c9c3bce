use super::*;
use codec::{Decode, Encode};
use salus_primitives::consent::{MAX_ENTRIES, MAX_PROVISIONS, MAX_TESTS};

fn grant(
	sender: u64,
	patient: PatientId,
	consent: ConsentId,
	terms: TermsOf<Test>,
) -> DispatchResult {
	Consents::grant(RuntimeOrigin::signed(sender), patient, consent, terms).outcome()
}

#[docify::export]
#[test]
fn grant_should_permit_treatment_for_named_organization() {
	build_and_execute(|| {
		assert!(!decision_on(&request_by(CLINIC)).is_permitted());

		let ann = RuntimeOrigin::signed(ANN_KEY);
		assert_ok!(Consents::grant(ann, ANN, CONSENT, treatment_by(CLINIC)));

		let decision = decision_on(&request_by(CLINIC));
		assert!(decision.is_permitted());
		assert_eq!((decision.consent, decision.version), (Some(CONSENT), Some(1)));
		// Neither for another purpose nor for anybody else.
		let research = Request { purpose: Some(Purpose::HRESCH), ..request_by(CLINIC) };
		assert_eq!(decision_on(&research).reason, Reason::NoMatchingConsent);
		assert_eq!(decision_on(&request_by(PAYER)).reason, Reason::NoMatchingConsent);
		assert_eq!(events(), [Event::ConsentGranted { patient: ANN, consent: CONSENT }]);
	});
}

#[test]
fn grant_should_store_who_granted_what_and_when() {
	build_and_execute(|| {
		assert_ok!(grant(ANN_KEY, ANN, CONSENT, treatment_by(CLINIC)));
		let stored = Consents::info(ANN, CONSENT).unwrap().consent;
		assert_eq!(stored.status, ConsentStatus::Active);
		assert_eq!(stored.version, 1);
		let granted = stored.granted.unwrap();
		assert_eq!((granted.grantor, granted.authority), (ANN_KEY, Authority::Controller));
		assert_eq!(granted.granted_at, NOW);
		assert_eq!(stored.requester, None);
		assert_eq!(stored.terms, treatment_by(CLINIC));
	});
}

#[test]
fn grant_should_name_the_representative_when_one_grants() {
	build_and_execute(|| {
		assert_ok!(grant(GUARDIAN, ANN, CONSENT, treatment_by(CLINIC)));
		let granted = Consents::info(ANN, CONSENT).unwrap().consent.granted.unwrap();
		assert_eq!(granted.grantor, GUARDIAN);
		assert!(matches!(granted.authority, Authority::Representative { .. }));
	});
}

#[test]
fn grant_should_not_permit_before_its_period_begins() {
	build_and_execute(|| {
		let period = Period { start: Some(NOW + 10), end: None };
		grant_as_ann(CONSENT, Terms { period, ..treatment_by(CLINIC) });
		assert_eq!(decision_on(&request_by(CLINIC)).valid_until, Some(NOW + 10));
		assert!(!decision_on(&request_by(CLINIC)).is_permitted());
		Now::set(&(NOW + 10));
		assert!(decision_on(&request_by(CLINIC)).is_permitted());
	});
}

#[test]
fn grant_should_refuse_when_unsigned() {
	build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_refused(
				|| Consents::grant(origin, ANN, CONSENT, treatment_by(CLINIC)),
				DispatchError::BadOrigin,
			);
		}
	});
}

#[test]
fn grant_should_refuse_when_sender_has_no_power_over_consents() {
	build_and_execute(|| {
		for sender in [STRANGER, PRACTITIONER, WRITER] {
			assert_refused(
				|| grant(sender, ANN, CONSENT, treatment_by(CLINIC)),
				Error::<Test>::NotAuthorized,
			);
		}
	});
}

#[test]
fn grant_should_refuse_when_patient_is_unknown() {
	build_and_execute(|| {
		assert_refused(
			|| grant(ANN_KEY, BEN, CONSENT, treatment_by(CLINIC)),
			Error::<Test>::PatientNotFound,
		);
	});
}

#[test]
fn grant_should_refuse_when_patient_is_not_active() {
	build_and_execute(|| {
		let not_active = [
			PatientStatus::Merged { replaced_by: BEN },
			PatientStatus::Deceased { reported_by: HOSPITAL, reported_at: NOW },
			PatientStatus::Erased { erased_at: NOW },
		];
		for status in not_active {
			AnnIs::set(&status);
			assert_refused(
				|| grant(ANN_KEY, ANN, CONSENT, treatment_by(CLINIC)),
				Error::<Test>::PatientNotActive,
			);
		}
	});
}

#[test]
fn grant_should_refuse_when_id_is_taken() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		let again = || grant(ANN_KEY, ANN, CONSENT, treatment_by(HOSPITAL));
		assert_refused(again, Error::<Test>::AlreadyExists);
		// An ended consent keeps its id.
		assert_ok!(Consents::revoke(RuntimeOrigin::signed(ANN_KEY), ANN, CONSENT));
		assert_refused(again, Error::<Test>::AlreadyExists);
	});
}

#[test]
fn grant_should_refuse_when_patient_has_too_many_consents() {
	build_and_execute(|| {
		for n in 0..MAX_CONSENTS as u8 {
			grant_as_ann(id(n), treatment_by(CLINIC));
		}
		let one_more = || grant(ANN_KEY, ANN, CONSENT, treatment_by(CLINIC));
		assert_refused(one_more, Error::<Test>::MaxConsentsExceeded);
		// An ended one makes room.
		assert_ok!(Consents::revoke(RuntimeOrigin::signed(ANN_KEY), ANN, id(0)));
		assert_ok!(one_more());
	});
}

#[test]
fn grant_should_refuse_when_terms_are_wrong() {
	build_and_execute(|| {
		for (terms, error) in wrong_terms() {
			assert_refused(|| grant(ANN_KEY, ANN, CONSENT, terms), error);
		}
	});
}

#[test]
fn grant_should_not_decode_when_malformed() {
	let call = RuntimeCall::Consents(crate::Call::grant {
		patient: ANN,
		consent: CONSENT,
		terms: permitting([ConsentTest::Actions(ConsentAction::Access.into())]),
	});
	let bytes = call.encode();
	assert_eq!(RuntimeCall::decode(&mut &bytes[..]), Ok(call));
	let decodes = |bytes: &[u8]| RuntimeCall::decode(&mut &bytes[..]).is_ok();
	// Every truncation.
	for length in 0..bytes.len() {
		assert!(!decodes(&bytes[..length]), "{length} of {} bytes", bytes.len());
	}
	// Behind the call's index and two ids: the base and an open period; behind two sets and three
	// things that are not given: the number of provisions.
	let (base, provisions) = (66, 88);
	assert_eq!(&bytes[base..base + 3], [2, 0, 0]);
	assert_eq!(&bytes[provisions - 3..=provisions], [0, 0, 0, 4]);
	// In the provision behind no parent and two sets: one test, its kind and the actions.
	let (test, actions) = (provisions + 19, provisions + 20);
	assert_eq!(&bytes[test - 1..=actions], [4, 4, 0b10]);
	for (place, byte) in [(0, 9), (1, 99), (base, 3), (test, 13), (actions, 0b10_0000)] {
		let mut malformed = bytes.clone();
		malformed[place] = byte;
		assert!(!decodes(&malformed), "{byte} at {place}");
	}
}

#[test]
fn grant_should_not_decode_when_a_list_is_too_long() {
	// A call with this many codes in this many tests in this many provisions.
	let decodes = |codes: u32, tests: u32, provisions: u32| {
		let test = (10u8, vec![H256::zero(); codes as usize]);
		let provision = (None::<u8>, 0u64, 0u64, vec![test; tests as usize]);
		let terms = (
			(Base::Silent, Period::ALWAYS, 0u64, 0u64),
			(None::<u8>, None::<H256>, None::<u8>, vec![provision; provisions as usize]),
		);
		let bytes = ((1u8, 0u8, ANN, CONSENT), terms).encode();
		RuntimeCall::decode(&mut &bytes[..]).is_ok()
	};
	assert!(decodes(MAX_ENTRIES, MAX_TESTS, MAX_PROVISIONS));
	assert!(!decodes(MAX_ENTRIES + 1, 1, 1));
	assert!(!decodes(1, MAX_TESTS + 1, 1));
	assert!(!decodes(1, 1, MAX_PROVISIONS + 1));
}

#[test]
fn grant_should_take_terms_as_long_as_they_may_be_and_no_longer() {
	build_and_execute(|| {
		let max = <<Test as crate::Config>::MaxTermsSize as sp_core::Get<u32>>::get() as usize;
		let fits = (0..20).take_while(|lists| long(*lists).encoded_size() <= max).last().unwrap();
		assert_ok!(grant(ANN_KEY, ANN, CONSENT, long(fits)));
		let longer = || grant(ANN_KEY, ANN, id(1), long(fits + 1));
		assert_refused(longer, Error::<Test>::TermsTooLong);
	});
}

#[test]
fn grant_should_take_as_many_recipients_as_there_is_room_for() {
	build_and_execute(|| {
		assert_ok!(grant(ANN_KEY, ANN, CONSENT, named((0..4).map(OrganizationId))));
	});
}

#[test]
fn grant_should_leave_room_when_organizations_ask() {
	build_and_execute(|| {
		request(id(100), treatment_by(CLINIC));
		request(id(101), treatment_by(CLINIC));
		for n in 0..MAX_CONSENTS as u8 {
			grant_as_ann(id(n), treatment_by(CLINIC));
		}
		let one_more = || grant(ANN_KEY, ANN, CONSENT, treatment_by(CLINIC));
		assert_refused(one_more, Error::<Test>::MaxConsentsExceeded);
	});
}

#[test]
fn grant_should_cost_by_the_length_of_its_terms() {
	use crate::WeightInfo;
	use frame_support::dispatch::GetDispatchInfo;
	let weigh = |terms: TermsOf<Test>| {
		let size = terms.encoded_size() as u32;
		let call = crate::Call::<Test>::grant { patient: ANN, consent: CONSENT, terms };
		(size, call.get_dispatch_info().call_weight)
	};
	let (short, cheap) = weigh(treatment_by(CLINIC));
	let (length, dear) = weigh(long(1));
	assert!(short < length && cheap.ref_time() < dear.ref_time());
	assert_eq!(dear, <() as WeightInfo>::grant(length, MAX_CONSENTS));
}

#[test]
fn grant_should_give_back_what_consents_that_the_patient_lacks_would_cost() {
	use crate::WeightInfo;
	use frame_support::dispatch::{extract_actual_weight, GetDispatchInfo};
	use sp_runtime::traits::Dispatchable;
	build_and_execute(|| {
		let terms = treatment_by(CLINIC);
		let size = terms.encoded_size() as u32;
		let charged = |consent| {
			let call = crate::Call::grant { patient: ANN, consent, terms: terms.clone() };
			let announced = call.get_dispatch_info();
			let outcome = RuntimeCall::from(call).dispatch(RuntimeOrigin::signed(ANN_KEY));
			assert_ok!(outcome);
			(extract_actual_weight(&outcome, &announced), announced.call_weight)
		};
		for had in 0..3 {
			let (actual, announced) = charged(id(had));
			assert_eq!(actual, <() as WeightInfo>::grant(size, had.into()));
			assert!(actual.ref_time() < announced.ref_time());
		}
		// Suspended ones stand in the list, and ended ones no longer.
		assert_ok!(act(ConsentAct::Suspend, id(0)));
		assert_ok!(act(ConsentAct::Revoke, id(1)));
		assert_eq!(charged(id(3)).0, <() as WeightInfo>::grant(size, 2));
	});
}
