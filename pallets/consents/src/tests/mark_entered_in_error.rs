use super::*;

fn mark(sender: u64, consent: ConsentId) -> DispatchResult {
	Consents::mark_entered_in_error(RuntimeOrigin::signed(sender), ANN, consent).outcome()
}

fn granted(test: impl FnOnce()) {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		test();
	});
}

#[test]
fn mark_entered_in_error_should_end_at_once_and_call_back() {
	granted(|| {
		assert_ok!(mark(GUARDIAN, CONSENT));
		assert_eq!(status(CONSENT), ConsentStatus::EnteredInError);
		assert!(!decision_on(&request_by(CLINIC)).is_permitted());
		assert_eq!(Narrowed::get(), [(ANN, CONSENT, 1)]);
		let recalls = Consents::recalls(ANN, None, 9).recalls;
		assert_eq!(recalls.len(), 1);
		assert_eq!(recalls[0].recall.cause, RecallCause::EnteredInError);
		assert!(!crate::Holdings::<Test>::contains_key(ANN));
		let marked = Event::ConsentEnteredInError { patient: ANN, consent: CONSENT };
		assert_eq!(events().pop(), Some(marked));
	});
}

#[test]
fn mark_entered_in_error_should_work_when_patient_is_no_longer_active() {
	granted(|| {
		AnnIs::set(&PatientStatus::Merged { replaced_by: BEN });
		assert_ok!(mark(ANN_KEY, CONSENT));
	});
}

#[test]
fn mark_entered_in_error_should_refuse_when_sender_may_not() {
	granted(|| {
		let unsigned = || Consents::mark_entered_in_error(RuntimeOrigin::none(), ANN, CONSENT);
		assert_refused(unsigned, DispatchError::BadOrigin);
		for sender in [STRANGER, PRACTITIONER] {
			assert_refused(|| mark(sender, CONSENT), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn mark_entered_in_error_should_refuse_when_patient_or_consent_is_unknown() {
	granted(|| {
		let ann = RuntimeOrigin::signed(ANN_KEY);
		let of_ben = || Consents::mark_entered_in_error(ann, BEN, CONSENT);
		assert_refused(of_ben, Error::<Test>::PatientNotFound);
		assert_refused(|| mark(ANN_KEY, id(1)), Error::<Test>::NotFound);
	});
}
