use super::*;

fn amend(sender: u64, consent: ConsentId, terms: TermsOf<Test>) -> DispatchResult {
	Consents::amend(RuntimeOrigin::signed(sender), ANN, consent, terms).outcome()
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
				Event::RecallOpened {
					patient: ANN,
					consent: CONSENT,
					version: 1,
					organizations: vec![CLINIC],
				},
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
		let granted = second.consent.granted.unwrap();
		assert_eq!((granted.grantor, granted.granted_at), (GUARDIAN, NOW + 1));
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
		assert_eq!(crate::Holdings::<Test>::get(ANN).len(), 1);
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
fn amend_should_refuse_when_consent_is_unknown() {
	granted(|| {
		let unknown = || amend(ANN_KEY, id(1), treatment_by(HOSPITAL));
		assert_refused(unknown, Error::<Test>::NotFound);
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

#[test]
fn amend_should_recall_those_whom_the_version_before_let_in() {
	granted(|| {
		assert_ok!(hand_out(CONSENT, PAYER));
		assert_ok!(amend(ANN_KEY, CONSENT, treatment_by(HOSPITAL)));
		assert_eq!(owing(CONSENT, 1), [CLINIC, PAYER]);
		assert_eq!(Consents::epoch(ANN), 1);
		// The payer has nothing of the second version.
		assert_ok!(amend(ANN_KEY, CONSENT, treatment_by(CLINIC)));
		assert_eq!(owing(CONSENT, 2), [HOSPITAL]);
		assert_eq!(Consents::epoch(ANN), 2);
		assert!(Consents::recalls(ANN, None, 9)
			.recalls
			.iter()
			.all(|info| info.recall.cause == RecallCause::Amended));
	});
}

#[test]
fn amend_should_recall_nobody_when_it_permits_more_only() {
	granted(|| {
		assert_ok!(hand_out(CONSENT, PAYER));
		let mut wider = treatment_by(CLINIC);
		let further = treatment_by(HOSPITAL).provisions.into_iter().next().unwrap();
		wider.provisions.try_push(further).unwrap();
		assert_ok!(amend(ANN_KEY, CONSENT, wider));
		assert!(owing(CONSENT, 1).is_empty());
		assert_eq!(Consents::epoch(ANN), 0);
		// Keys of the version before are called back all the same: new ones name the new version.
		assert_eq!(Narrowed::get(), [(ANN, CONSENT, 1)]);
		// What the payer was handed is not forgotten.
		assert_ok!(Consents::revoke(RuntimeOrigin::signed(ANN_KEY), ANN, CONSENT));
		assert_eq!(owing(CONSENT, 2), [HOSPITAL, CLINIC, PAYER]);
	});
}

#[test]
fn amend_should_keep_who_had_asked() {
	build_and_execute(|| {
		request(CONSENT, treatment_by(CLINIC));
		assert_ok!(act(ConsentAct::Accept, CONSENT));
		assert_ok!(amend(ANN_KEY, CONSENT, treatment_by(HOSPITAL)));
		let amended = Consents::info(ANN, CONSENT).unwrap().consent;
		assert_eq!(amended.requester.unwrap().organization, CLINIC);
	});
}
