use super::*;

fn resume(sender: u64, consent: ConsentId) -> DispatchResult {
	Consents::resume(RuntimeOrigin::signed(sender), ANN, consent)
}

fn suspended(test: impl FnOnce()) {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		assert_ok!(act(ConsentAct::Suspend, CONSENT));
		test();
	});
}

#[test]
fn resume_should_put_back_in_force_as_a_new_version() {
	suspended(|| {
		Now::set(&(NOW + 4));
		assert_ok!(resume(GUARDIAN, CONSENT));
		let decision = decision_on(&request_by(CLINIC));
		assert!(decision.is_permitted());
		assert_eq!((decision.consent, decision.version), (Some(CONSENT), Some(2)));
		let granted = Consents::info(ANN, CONSENT).unwrap().consent.granted.unwrap();
		assert_eq!((granted.grantor, granted.granted_at), (GUARDIAN, NOW + 4));
		let former = Consents::version(ANN, CONSENT, 1).unwrap().consent;
		assert_eq!(former.status, ConsentStatus::Suspended);
		let resumed = Event::ConsentResumed { patient: ANN, consent: CONSENT, version: 2 };
		assert_eq!(events().pop(), Some(resumed));
	});
}

#[test]
fn resume_should_leave_the_recall_of_the_suspension_open() {
	suspended(|| {
		assert_ok!(resume(ANN_KEY, CONSENT));
		assert_eq!(owing(CONSENT, 1), [CLINIC]);
		assert_eq!((Consents::epoch(ANN), Narrowed::get().len()), (1, 1));
		assert_ok!(act(ConsentAct::Suspend, CONSENT));
		assert_eq!(owing(CONSENT, 2), [CLINIC]);
	});
}

#[test]
fn resume_should_refuse_when_sender_may_not() {
	suspended(|| {
		let unsigned = || Consents::resume(RuntimeOrigin::none(), ANN, CONSENT);
		assert_refused(unsigned, DispatchError::BadOrigin);
		for sender in [STRANGER, PRACTITIONER] {
			assert_refused(|| resume(sender, CONSENT), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn resume_should_refuse_when_patient_is_unknown_or_not_active() {
	suspended(|| {
		let of_ben = || Consents::resume(RuntimeOrigin::signed(ANN_KEY), BEN, CONSENT);
		assert_refused(of_ben, Error::<Test>::PatientNotFound);
		AnnIs::set(&PatientStatus::Deceased { reported_by: HOSPITAL, reported_at: NOW });
		assert_refused(|| resume(ANN_KEY, CONSENT), Error::<Test>::PatientNotActive);
	});
}

#[test]
fn resume_should_refuse_when_consent_is_unknown() {
	suspended(|| {
		assert_refused(|| resume(ANN_KEY, id(1)), Error::<Test>::NotFound);
	});
}
