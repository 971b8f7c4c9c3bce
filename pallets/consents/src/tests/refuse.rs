use super::*;

fn refuse(sender: u64, consent: ConsentId) -> DispatchResult {
	Consents::refuse(RuntimeOrigin::signed(sender), ANN, consent)
}

#[test]
fn refuse_should_put_the_request_aside() {
	build_and_execute(|| {
		request(CONSENT, treatment_by(CLINIC));
		assert_ok!(refuse(GUARDIAN, CONSENT));
		assert_eq!(status(CONSENT), ConsentStatus::Refused);
		assert!(!crate::Requests::<Test>::contains_key(ANN));
		assert!(!decision_on(&request_by(CLINIC)).is_permitted());
		let refused = Event::ConsentRefused { patient: ANN, consent: CONSENT };
		assert_eq!(events().pop(), Some(refused));
		// Nobody had anything under it.
		assert!(Consents::recalls(ANN, None, 9).recalls.is_empty());
	});
}

#[test]
fn refuse_should_work_when_patient_is_no_longer_active() {
	build_and_execute(|| {
		request(CONSENT, treatment_by(CLINIC));
		AnnIs::set(&PatientStatus::Deceased { reported_by: HOSPITAL, reported_at: NOW });
		assert_ok!(refuse(ANN_KEY, CONSENT));
	});
}

#[test]
fn refuse_should_refuse_when_sender_may_not() {
	build_and_execute(|| {
		request(CONSENT, treatment_by(CLINIC));
		let unsigned = || Consents::refuse(RuntimeOrigin::none(), ANN, CONSENT);
		assert_refused(unsigned, DispatchError::BadOrigin);
		for sender in [STRANGER, PRACTITIONER] {
			assert_refused(|| refuse(sender, CONSENT), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn refuse_should_refuse_when_patient_or_request_is_unknown() {
	build_and_execute(|| {
		let of_ben = || Consents::refuse(RuntimeOrigin::signed(ANN_KEY), BEN, CONSENT);
		assert_refused(of_ben, Error::<Test>::PatientNotFound);
		assert_refused(|| refuse(ANN_KEY, CONSENT), Error::<Test>::NotFound);
	});
}
