use super::*;

fn amend(sender: u64, consent: ConsentId, terms: TermsOf<Test>) -> DispatchResult {
	Consents::amend(RuntimeOrigin::signed(sender), ANN, consent, terms)
}

fn granted(test: impl FnOnce()) {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		test();
	});
}

#[test]
fn amend_should_replace_the_terms_at_once() {
	granted(|| {
		assert_ok!(amend(ANN_KEY, CONSENT, treatment_by(HOSPITAL)));
		assert!(!decision_on(&request_by(CLINIC)).is_permitted());
		let decision = decision_on(&request_by(HOSPITAL));
		assert_eq!((decision.consent, decision.version), (Some(CONSENT), Some(2)));
		assert_eq!(
			events(),
			[
				Event::ConsentGranted { patient: ANN, consent: CONSENT },
				Event::ConsentAmended { patient: ANN, consent: CONSENT, version: 2 },
			]
		);
	});
}

#[test]
fn amend_should_keep_the_version_before() {
	granted(|| {
		let first = Consents::info(ANN, CONSENT).unwrap();
		Now::set(&(NOW + 1));
		assert_ok!(amend(GUARDIAN, CONSENT, treatment_by(HOSPITAL)));
		assert_eq!(Consents::version(ANN, CONSENT, 1), Some(first));
		let second = Consents::version(ANN, CONSENT, 2).unwrap();
		assert_eq!(second, Consents::info(ANN, CONSENT).unwrap());
		assert_eq!((second.consent.grantor, second.consent.granted_at), (GUARDIAN, NOW + 1));
		assert_eq!(second.consent.terms, treatment_by(HOSPITAL));
	});
}

#[test]
fn amend_should_call_back_what_was_handed_out_under_the_version_before() {
	granted(|| {
		assert_ok!(amend(ANN_KEY, CONSENT, treatment_by(HOSPITAL)));
		assert_ok!(amend(ANN_KEY, CONSENT, treatment_by(CLINIC)));
		assert_eq!(Narrowed::get(), [(ANN, CONSENT, 1), (ANN, CONSENT, 2)]);
	});
}

#[test]
fn amend_should_not_take_more_room() {
	granted(|| {
		for _ in 0..8 {
			assert_ok!(amend(ANN_KEY, CONSENT, treatment_by(CLINIC)));
		}
		assert_eq!(crate::ConsentCounts::<Test>::get(ANN), 1);
	});
}

#[test]
fn amend_should_bring_back_into_force_when_period_was_over() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, Terms { period: Period::until(NOW + 1), ..treatment_by(CLINIC) });
		Now::set(&(NOW + 1));
		assert!(!decision_on(&request_by(CLINIC)).is_permitted());
		assert_ok!(amend(ANN_KEY, CONSENT, treatment_by(CLINIC)));
		assert!(decision_on(&request_by(CLINIC)).is_permitted());
	});
}

#[test]
fn amend_should_refuse_when_unsigned() {
	granted(|| {
		assert_refused(
			|| Consents::amend(RuntimeOrigin::none(), ANN, CONSENT, treatment_by(HOSPITAL)),
			DispatchError::BadOrigin,
		);
	});
}

#[test]
fn amend_should_refuse_when_sender_has_no_power_over_consents() {
	granted(|| {
		for sender in [STRANGER, PRACTITIONER] {
			assert_refused(
				|| amend(sender, CONSENT, treatment_by(HOSPITAL)),
				Error::<Test>::NotAuthorized,
			);
		}
	});
}

#[test]
fn amend_should_refuse_when_patient_is_unknown() {
	granted(|| {
		let ann = RuntimeOrigin::signed(ANN_KEY);
		assert_refused(
			|| Consents::amend(ann, BEN, CONSENT, treatment_by(HOSPITAL)),
			Error::<Test>::PatientNotFound,
		);
	});
}

#[test]
fn amend_should_refuse_when_patient_is_not_active() {
	granted(|| {
		AnnIs::set(&PatientStatus::Deceased { reported_by: HOSPITAL, reported_at: NOW });
		assert_refused(
			|| amend(ANN_KEY, CONSENT, treatment_by(HOSPITAL)),
			Error::<Test>::PatientNotActive,
		);
	});
}

#[test]
fn amend_should_refuse_when_consent_is_unknown_or_ended() {
	granted(|| {
		let terms = || treatment_by(HOSPITAL);
		assert_refused(|| amend(ANN_KEY, id(1), terms()), Error::<Test>::NotFound);
		assert_ok!(Consents::revoke(RuntimeOrigin::signed(ANN_KEY), ANN, CONSENT));
		assert_refused(|| amend(ANN_KEY, CONSENT, terms()), Error::<Test>::NotFound);
	});
}

#[test]
fn amend_should_refuse_when_terms_are_wrong() {
	granted(|| {
		for (terms, error) in wrong_terms() {
			assert_refused(|| amend(ANN_KEY, CONSENT, terms), error);
		}
	});
}
