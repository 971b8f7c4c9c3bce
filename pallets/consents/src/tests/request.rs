use super::*;

fn ask(sender: u64, consent: ConsentId, terms: TermsOf<Test>) -> DispatchResult {
	Consents::request(RuntimeOrigin::signed(sender), ANN, consent, terms)
}

#[test]
fn request_should_store_who_asks_for_what() {
	build_and_execute(|| {
		assert_ok!(ask(PRACTITIONER, CONSENT, treatment_by(CLINIC)));
		let stored = Consents::info(ANN, CONSENT).unwrap().consent;
		assert_eq!((stored.status, stored.version), (ConsentStatus::Requested, 1));
		let requester = stored.requester.unwrap();
		assert_eq!((requester.organization, requester.agent), (CLINIC, PRACTITIONER));
		assert_eq!(requester.requested_at, NOW);
		assert_eq!(stored.granted, None);
		assert_eq!(stored.terms, treatment_by(CLINIC));
		let (patient, consent, organization) = (ANN, CONSENT, CLINIC);
		assert_eq!(events(), [Event::ConsentRequested { patient, consent, organization }]);
	});
}

#[test]
fn request_should_have_no_effect_before_it_is_accepted() {
	build_and_execute(|| {
		grant_as_ann(id(1), treatment_by(HOSPITAL));
		assert_ok!(ask(PRACTITIONER, id(2), treatment_by(CLINIC)));
		assert_ok!(ask(PRACTITIONER, id(3), Terms::new(Base::Deny)));
		assert_eq!(decision_on(&request_by(CLINIC)).reason, Reason::NoMatchingConsent);
		assert!(decision_on(&request_by(HOSPITAL)).is_permitted());
	});
}

#[test]
fn request_should_refuse_when_unsigned() {
	build_and_execute(|| {
		let unsigned =
			|| Consents::request(RuntimeOrigin::none(), ANN, CONSENT, treatment_by(CLINIC));
		assert_refused(unsigned, DispatchError::BadOrigin);
	});
}

#[test]
fn request_should_refuse_when_sender_is_no_agent_who_may_act() {
	build_and_execute(|| {
		for sender in [STRANGER, ANN_KEY, GUARDIAN] {
			let ask = || ask(sender, CONSENT, treatment_by(CLINIC));
			assert_refused(ask, Error::<Test>::NotAuthorized);
		}
		Suspended::set(&vec![CLINIC]);
		let suspended = || ask(PRACTITIONER, CONSENT, treatment_by(CLINIC));
		assert_refused(suspended, Error::<Test>::NotAuthorized);
	});
}

#[test]
fn request_should_refuse_when_patient_is_unknown_or_not_active() {
	build_and_execute(|| {
		let of_ben = || {
			let practitioner = RuntimeOrigin::signed(PRACTITIONER);
			Consents::request(practitioner, BEN, CONSENT, treatment_by(CLINIC))
		};
		assert_refused(of_ben, Error::<Test>::PatientNotFound);
		for status in [
			PatientStatus::Merged { replaced_by: BEN },
			PatientStatus::Deceased { reported_by: HOSPITAL, reported_at: NOW },
			PatientStatus::Erased { erased_at: NOW },
		] {
			AnnIs::set(&status);
			let ask = || ask(PRACTITIONER, CONSENT, treatment_by(CLINIC));
			assert_refused(ask, Error::<Test>::PatientNotActive);
		}
	});
}

#[test]
fn request_should_refuse_when_id_is_taken() {
	build_and_execute(|| {
		request(CONSENT, treatment_by(CLINIC));
		let again = || ask(WRITER, CONSENT, treatment_by(HOSPITAL));
		assert_refused(again, Error::<Test>::AlreadyExists);
		let granted = || {
			Consents::grant(RuntimeOrigin::signed(ANN_KEY), ANN, CONSENT, Terms::new(Base::Deny))
		};
		assert_refused(granted, Error::<Test>::AlreadyExists);
		assert_ok!(act(ConsentAct::Refuse, CONSENT));
		assert_refused(again, Error::<Test>::AlreadyExists);
	});
}

#[test]
fn request_should_refuse_when_organization_has_asked_too_often() {
	build_and_execute(|| {
		for n in 0..2 {
			request(id(n), treatment_by(CLINIC));
		}
		let third = || ask(PRACTITIONER, id(2), treatment_by(CLINIC));
		assert_refused(third, Error::<Test>::MaxRequestsExceeded);
		// Others still find room; answered requests give theirs back.
		assert_ok!(ask(WRITER, id(3), treatment_by(HOSPITAL)));
		assert_ok!(act(ConsentAct::Refuse, id(0)));
		assert_ok!(third());
	});
}

#[test]
fn request_should_refuse_when_patient_has_too_many() {
	build_and_execute(|| {
		for n in 0..2 {
			request(id(n), treatment_by(CLINIC));
		}
		assert_ok!(ask(WRITER, id(2), treatment_by(HOSPITAL)));
		let fourth = || ask(WRITER, id(3), treatment_by(HOSPITAL));
		assert_refused(fourth, Error::<Test>::MaxRequestsExceeded);
		assert_ok!(act(ConsentAct::Accept, id(0)));
		assert_ok!(fourth());
	});
}

#[test]
fn request_should_refuse_when_terms_are_wrong() {
	build_and_execute(|| {
		for (terms, error) in wrong_terms() {
			assert_refused(|| ask(PRACTITIONER, CONSENT, terms), error);
		}
	});
}
