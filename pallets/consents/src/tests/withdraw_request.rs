use super::*;

fn withdraw(sender: u64, consent: ConsentId) -> DispatchResult {
	Consents::withdraw_request(RuntimeOrigin::signed(sender), ANN, consent)
}

#[test]
fn withdraw_request_should_put_the_request_aside() {
	build_and_execute(|| {
		request(CONSENT, treatment_by(CLINIC));
		assert_ok!(withdraw(PRACTITIONER, CONSENT));
		assert_eq!(status(CONSENT), ConsentStatus::Withdrawn);
		assert!(!crate::Requests::<Test>::contains_key(ANN));
		let withdrawn = Event::RequestWithdrawn { patient: ANN, consent: CONSENT };
		assert_eq!(events().pop(), Some(withdrawn));
	});
}

#[test]
fn withdraw_request_should_refuse_when_sender_is_not_of_the_organization_that_asked() {
	build_and_execute(|| {
		request(CONSENT, treatment_by(CLINIC));
		let unsigned = || Consents::withdraw_request(RuntimeOrigin::none(), ANN, CONSENT);
		assert_refused(unsigned, DispatchError::BadOrigin);
		for sender in [WRITER, STRANGER, ANN_KEY] {
			assert_refused(|| withdraw(sender, CONSENT), Error::<Test>::NotAuthorized);
		}
		Suspended::set(&vec![CLINIC]);
		assert_refused(|| withdraw(PRACTITIONER, CONSENT), Error::<Test>::NotAuthorized);
	});
}

#[test]
fn withdraw_request_should_refuse_when_request_is_unknown() {
	build_and_execute(|| {
		assert_refused(|| withdraw(PRACTITIONER, CONSENT), Error::<Test>::NotFound);
	});
}
