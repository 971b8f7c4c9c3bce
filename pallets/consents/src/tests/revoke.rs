use super::*;

fn revoke(sender: u64, consent: ConsentId) -> DispatchResult {
	Consents::revoke(RuntimeOrigin::signed(sender), ANN, consent).outcome()
}

#[docify::export]
#[test]
fn revoke_should_end_permission_at_once() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		assert!(decision_on(&request_by(CLINIC)).is_permitted());

		assert_ok!(Consents::revoke(RuntimeOrigin::signed(ANN_KEY), ANN, CONSENT));

		assert_eq!(decision_on(&request_by(CLINIC)).reason, Reason::NoMatchingConsent);
		// What was handed out under its first version is called back.
		assert_eq!(Narrowed::get(), [(ANN, CONSENT, 1)]);
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
				Event::ConsentRevoked { patient: ANN, consent: CONSENT },
			]
		);
	});
}

#[test]
fn revoke_should_keep_the_consent_readable() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		let granted = Consents::info(ANN, CONSENT).unwrap();
		Now::set(&(NOW + 5));
		assert_ok!(revoke(ANN_KEY, CONSENT));
		let mut revoked = Consents::info(ANN, CONSENT).unwrap();
		assert_eq!(revoked.consent.status, ConsentStatus::Revoked { revoked_at: NOW + 5 });
		revoked.consent.status = ConsentStatus::Active;
		assert_eq!(revoked, granted);
	});
}

#[test]
fn revoke_should_lift_a_denial() {
	build_and_execute(|| {
		grant_as_ann(id(1), treatment_by(CLINIC));
		grant_as_ann(id(2), Terms::new(Base::Deny));
		assert_eq!(decision_on(&request_by(CLINIC)).reason, Reason::ConsentDenies);
		assert_ok!(revoke(GUARDIAN, id(2)));
		assert!(decision_on(&request_by(CLINIC)).is_permitted());
	});
}

#[test]
fn revoke_should_work_when_patient_is_no_longer_active() {
	build_and_execute(|| {
		let statuses = [
			PatientStatus::Deceased { reported_by: HOSPITAL, reported_at: NOW },
			PatientStatus::Merged { replaced_by: BEN },
		];
		for (n, status) in (0..).zip(statuses) {
			AnnIs::set(&PatientStatus::Active);
			grant_as_ann(id(n), treatment_by(CLINIC));
			AnnIs::set(&status);
			assert_ok!(revoke(ANN_KEY, id(n)));
		}
	});
}

#[test]
fn revoke_should_refuse_when_unsigned() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		let unsigned = || Consents::revoke(RuntimeOrigin::none(), ANN, CONSENT);
		assert_refused(unsigned, DispatchError::BadOrigin);
	});
}

#[test]
fn revoke_should_refuse_when_sender_has_no_power_over_consents() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		for sender in [STRANGER, PRACTITIONER] {
			assert_refused(|| revoke(sender, CONSENT), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn revoke_should_refuse_when_patient_is_unknown() {
	build_and_execute(|| {
		let of_ben = || Consents::revoke(RuntimeOrigin::signed(ANN_KEY), BEN, CONSENT);
		assert_refused(of_ben, Error::<Test>::PatientNotFound);
	});
}

#[test]
fn revoke_should_refuse_when_consent_is_unknown_or_ended_already() {
	build_and_execute(|| {
		assert_refused(|| revoke(ANN_KEY, CONSENT), Error::<Test>::NotFound);
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		assert_ok!(revoke(ANN_KEY, CONSENT));
		assert_refused(|| revoke(ANN_KEY, CONSENT), Error::<Test>::TransitionNotAllowed);
	});
}

#[test]
fn revoke_should_recall_nobody_again_when_consent_was_suspended() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		assert_ok!(act(ConsentAct::Suspend, CONSENT));
		let suspended = Consents::recalls(ANN, None, 9);
		Now::set(&(NOW + 5));
		assert_ok!(revoke(ANN_KEY, CONSENT));
		assert_eq!(Consents::recalls(ANN, None, 9), suspended);
		assert_eq!((Consents::epoch(ANN), Narrowed::get().len()), (1, 1));
		assert_eq!(status(CONSENT), ConsentStatus::Revoked { revoked_at: NOW + 5 });
		assert!(!crate::Holdings::<Test>::contains_key(ANN));
	});
}

#[test]
fn revoke_should_cost_what_it_recalls() {
	use crate::WeightInfo;
	build_and_execute(|| {
		grant_as_ann(CONSENT, named([CLINIC, PAYER]));
		let info = Consents::revoke(RuntimeOrigin::signed(ANN_KEY), ANN, CONSENT).unwrap();
		assert_eq!(info.actual_weight, Some(<() as WeightInfo>::revoke(2)));
	});
}
