use super::*;

fn suspend(sender: u64, consent: ConsentId) -> DispatchResult {
	Consents::suspend(RuntimeOrigin::signed(sender), ANN, consent).outcome()
}

fn granted(test: impl FnOnce()) {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		test();
	});
}

#[test]
fn suspend_should_set_aside_at_once_and_call_back() {
	granted(|| {
		assert_ok!(hand_out(CONSENT, PAYER));
		assert_ok!(suspend(GUARDIAN, CONSENT));
		assert_eq!(status(CONSENT), ConsentStatus::Suspended);
		assert_eq!(decision_on(&request_by(CLINIC)).reason, Reason::NoMatchingConsent);
		assert_eq!(Narrowed::get(), [(ANN, CONSENT, 1)]);
		assert_eq!(owing(CONSENT, 1), [CLINIC, PAYER]);
		assert_eq!(Consents::epoch(ANN), 1);
		let suspended = Event::ConsentSuspended { patient: ANN, consent: CONSENT };
		assert_eq!(events().pop(), Some(suspended));
	});
}

#[test]
fn suspend_should_lift_a_denial() {
	granted(|| {
		grant_as_ann(id(1), Terms::new(Base::Deny));
		assert_ok!(suspend(ANN_KEY, id(1)));
		assert!(decision_on(&request_by(CLINIC)).is_permitted());
		// A denial let nobody in.
		assert!(owing(id(1), 1).is_empty());
	});
}

#[test]
fn suspend_should_keep_its_room() {
	granted(|| {
		for n in 1..MAX_CONSENTS as u8 {
			grant_as_ann(id(n), treatment_by(CLINIC));
		}
		assert_ok!(suspend(ANN_KEY, CONSENT));
		let ann = RuntimeOrigin::signed(ANN_KEY);
		let one_more = || Consents::grant(ann, ANN, id(0), treatment_by(CLINIC));
		assert_refused(one_more, Error::<Test>::MaxConsentsExceeded);
	});
}

#[test]
fn suspend_should_work_when_patient_is_no_longer_active() {
	granted(|| {
		AnnIs::set(&PatientStatus::Merged { replaced_by: BEN });
		assert_ok!(suspend(ANN_KEY, CONSENT));
	});
}

#[test]
fn suspend_should_refuse_when_sender_may_not() {
	granted(|| {
		let unsigned = || Consents::suspend(RuntimeOrigin::none(), ANN, CONSENT);
		assert_refused(unsigned, DispatchError::BadOrigin);
		for sender in [STRANGER, PRACTITIONER] {
			assert_refused(|| suspend(sender, CONSENT), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn suspend_should_refuse_when_patient_or_consent_is_unknown() {
	granted(|| {
		let of_ben = || Consents::suspend(RuntimeOrigin::signed(ANN_KEY), BEN, CONSENT);
		assert_refused(of_ben, Error::<Test>::PatientNotFound);
		assert_refused(|| suspend(ANN_KEY, id(1)), Error::<Test>::NotFound);
	});
}
