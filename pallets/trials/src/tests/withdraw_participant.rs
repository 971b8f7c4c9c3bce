use super::*;

fn withdraw(who: AccountId32) -> DispatchResult {
	let reason = TrialReason::ParticipantWish.into();
	Trials::withdraw_participant(by(who), TRIAL, participant(1), reason)
}

#[test]
fn withdraw_participant_should_work_when_patient_or_site_asks() {
	for who in [account_of(patient(1)), agent_of(HOSPITAL), clerk_of(HOSPITAL)] {
		build_and_execute(|| {
			with_participant();
			assert_ok!(withdraw(who));
			let change = AuditedChange::SubjectStateChanged {
				participant: participant(1),
				from: SubjectState::PendingOnStudy,
				to: SubjectState::Withdrawn,
			};
			assert_eq!(last_change(), change);
			assert_eq!((trial().enrolled, trial().withdrawn), (1, 1));
		});
	}
}

#[test]
fn withdraw_participant_should_work_wherever_the_trial_stands() {
	for status in [TrialStatus::Suspended, TrialStatus::Terminated, TrialStatus::Completed] {
		build_and_execute(|| {
			with_participant();
			assert_ok!(amend_substantially());
			assert_ok!(Trials::close_site(by_agent(SPONSOR), TRIAL, HOSPITAL, reason()));
			assert_ok!(set_status(status));
			if status != TrialStatus::Suspended {
				assert_ok!(Trials::lock_database(by_agent(SPONSOR), TRIAL, reason()));
			}
			revoke(patient(1));
			assert_ok!(withdraw(account_of(patient(1))));
		});
	}
}

#[test]
fn withdraw_participant_should_refuse_when_done_or_sender_is_wrong() {
	build_and_execute(|| {
		assert_refused(|| withdraw(agent_of(HOSPITAL)), Error::<Test>::NotFound);
		recruiting();
		assert_refused(|| withdraw(agent_of(HOSPITAL)), Error::<Test>::ParticipantNotFound);
		agree(patient(1), 1);
		assert_ok!(enroll(1));
		for who in [stranger(), agent_of(SPONSOR), agent_of(CLINIC), account_of(patient(2))] {
			assert_refused(|| withdraw(who), Error::<Test>::NotAuthorized);
		}
		assert_ok!(withdraw(agent_of(HOSPITAL)));
		assert_refused(|| withdraw(agent_of(HOSPITAL)), Error::<Test>::AlreadyWithdrawn);
	});
}
