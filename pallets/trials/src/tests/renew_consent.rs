use super::*;
use salus_primitives::trial::ConsentState;

fn renew(who: AccountId32) -> DispatchResult {
	Trials::renew_consent(by(who), TRIAL, participant(1), consent_of(patient(1)))
}

fn consent_state() -> ConsentState {
	Trials::participant(TRIAL, participant(1)).unwrap().consent
}

#[docify::export]
#[test]
fn consent_should_be_stale_when_substantial_amendment_is_approved() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(amend_substantially());
		assert_eq!(consent_state(), ConsentState::Current);
		agree(patient(2), 1);
		assert_eq!(enroll(2), Err(Error::<Test>::AmendmentPending.into()));

		approve(2);
		assert_eq!(consent_state(), ConsentState::Stale);
		let randomize = || Trials::randomize(by_agent(HOSPITAL), TRIAL, participant(1), 0);
		assert_eq!(randomize(), Err(Error::<Test>::ConsentNotCurrent.into()));

		agree(patient(1), 2);
		assert_ok!(renew(agent_of(HOSPITAL)));
		assert_eq!(consent_state(), ConsentState::Current);
		assert_ok!(randomize());
	});
}

#[test]
fn renew_consent_should_be_open_to_the_patient() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(amend_substantially());
		approve(2);
		agree(patient(1), 2);
		assert_ok!(renew(account_of(patient(1))));
		let change = AuditedChange::ConsentRenewed { participant: participant(1), from: 1, to: 2 };
		assert_eq!(last_change(), change);
		let entry = Trials::audit(TRIAL, trial().audit_entries - 1, 1).entries.pop().unwrap();
		assert_eq!(entry.organization, None);
	});
}

#[test]
fn renew_consent_should_bind_again_when_the_first_consent_ended() {
	build_and_execute(|| {
		with_participant();
		revoke(patient(1));
		assert_eq!(consent_state(), ConsentState::Ended);
		assert_refused(|| renew(agent_of(HOSPITAL)), Error::<Test>::ConsentNotCurrent);
		agree(patient(1), 1);
		assert_eq!(consent_state(), ConsentState::Current);
	});
}

#[test]
fn renew_consent_should_refuse_when_sender_decides_nothing() {
	build_and_execute(|| {
		with_participant();
		for who in [stranger(), agent_of(SPONSOR), agent_of(CLINIC), account_of(patient(2))] {
			assert_refused(|| renew(who), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn renew_consent_should_refuse_when_there_is_nothing_to_renew() {
	build_and_execute(|| {
		assert_refused(|| renew(agent_of(HOSPITAL)), Error::<Test>::NotFound);
		recruiting();
		assert_refused(|| renew(agent_of(HOSPITAL)), Error::<Test>::ParticipantNotFound);
		agree(patient(1), 1);
		assert_ok!(enroll(1));
		assert_refused(|| renew(agent_of(HOSPITAL)), Error::<Test>::ConsentAlreadyCurrent);
		assert_ok!(amend_substantially());
		approve(2);
		assert_refused(|| renew(agent_of(HOSPITAL)), Error::<Test>::ConsentNotCurrent);
		let withdrawal =
			Trials::withdraw_participant(by_agent(HOSPITAL), TRIAL, participant(1), reason());
		assert_ok!(withdrawal);
		assert_refused(|| renew(agent_of(HOSPITAL)), Error::<Test>::NotInStudy);
	});
}
