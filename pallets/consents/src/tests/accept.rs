use super::*;

fn accept(sender: u64, consent: ConsentId, terms: &TermsOf<Test>) -> DispatchResult {
	Consents::accept(RuntimeOrigin::signed(sender), ANN, consent, terms.hash())
}

fn requested(test: impl FnOnce()) {
	build_and_execute(|| {
		request(CONSENT, treatment_by(CLINIC));
		test();
	});
}

#[docify::export]
#[test]
fn accept_should_put_in_force_what_was_asked_for() {
	build_and_execute(|| {
		let terms = treatment_by(CLINIC);
		let practitioner = RuntimeOrigin::signed(PRACTITIONER);
		assert_ok!(Consents::request(practitioner, ANN, CONSENT, terms.clone()));
		assert!(!decision_on(&request_by(CLINIC)).is_permitted());

		let ann = RuntimeOrigin::signed(ANN_KEY);
		assert_ok!(Consents::accept(ann, ANN, CONSENT, terms.hash()));

		assert!(decision_on(&request_by(CLINIC)).is_permitted());
		assert_eq!(status(CONSENT), ConsentStatus::Active);
	});
}

#[test]
fn accept_should_store_who_granted_and_keep_who_asked() {
	requested(|| {
		Now::set(&(NOW + 2));
		assert_ok!(accept(GUARDIAN, CONSENT, &treatment_by(CLINIC)));
		let stored = Consents::info(ANN, CONSENT).unwrap().consent;
		let granted = stored.granted.unwrap();
		assert_eq!((granted.grantor, granted.granted_at), (GUARDIAN, NOW + 2));
		let requester = stored.requester.unwrap();
		assert_eq!((requester.organization, requester.requested_at), (CLINIC, NOW));
		assert_eq!(stored.version, 1);
		let asked =
			Event::ConsentRequested { patient: ANN, consent: CONSENT, organization: CLINIC };
		assert_eq!(events(), [asked, Event::ConsentAccepted { patient: ANN, consent: CONSENT }]);
	});
}

#[test]
fn accept_should_count_as_a_consent_and_no_longer_as_a_request() {
	requested(|| {
		assert_ok!(accept(ANN_KEY, CONSENT, &treatment_by(CLINIC)));
		let held = crate::Holdings::<Test>::get(ANN);
		assert_eq!(held.iter().map(|holding| holding.consent).collect::<Vec<_>>(), [CONSENT]);
		assert!(!crate::Requests::<Test>::contains_key(ANN));
	});
}

#[test]
fn accept_should_refuse_when_unsigned() {
	requested(|| {
		let hash = treatment_by(CLINIC).hash();
		let unsigned = || Consents::accept(RuntimeOrigin::none(), ANN, CONSENT, hash);
		assert_refused(unsigned, DispatchError::BadOrigin);
	});
}

#[test]
fn accept_should_refuse_when_sender_has_no_power_over_consents() {
	requested(|| {
		for sender in [STRANGER, PRACTITIONER] {
			let accept = || accept(sender, CONSENT, &treatment_by(CLINIC));
			assert_refused(accept, Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn accept_should_refuse_when_patient_is_unknown_or_not_active() {
	requested(|| {
		let ann = || RuntimeOrigin::signed(ANN_KEY);
		let hash = treatment_by(CLINIC).hash();
		let of_ben = || Consents::accept(ann(), BEN, CONSENT, hash);
		assert_refused(of_ben, Error::<Test>::PatientNotFound);
		AnnIs::set(&PatientStatus::Deceased { reported_by: HOSPITAL, reported_at: NOW });
		let dead = || Consents::accept(ann(), ANN, CONSENT, hash);
		assert_refused(dead, Error::<Test>::PatientNotActive);
	});
}

#[test]
fn accept_should_refuse_when_terms_are_others() {
	requested(|| {
		let other = || accept(ANN_KEY, CONSENT, &treatment_by(PAYER));
		assert_refused(other, Error::<Test>::TermsDiffer);
	});
}

#[test]
fn accept_should_refuse_when_consent_is_unknown() {
	requested(|| {
		let unknown = || accept(ANN_KEY, id(1), &treatment_by(CLINIC));
		assert_refused(unknown, Error::<Test>::NotFound);
	});
}

#[test]
fn accept_should_refuse_when_period_is_over() {
	build_and_execute(|| {
		let terms = Terms { period: Period::until(NOW + 1), ..treatment_by(CLINIC) };
		request(CONSENT, terms.clone());
		Now::set(&(NOW + 1));
		assert_refused(|| accept(ANN_KEY, CONSENT, &terms), Error::<Test>::PeriodOver);
	});
}

#[test]
fn accept_should_refuse_when_patient_has_too_many_consents() {
	requested(|| {
		for n in 0..MAX_CONSENTS as u8 {
			grant_as_ann(id(n), treatment_by(CLINIC));
		}
		let one_more = || accept(ANN_KEY, CONSENT, &treatment_by(CLINIC));
		assert_refused(one_more, Error::<Test>::MaxConsentsExceeded);
	});
}
