use super::*;
use salus_primitives::trial::ConsentState;

#[test]
fn enroll_should_lock_the_outcomes_when_it_is_the_first() {
	build_and_execute(|| {
		recruiting();
		agree(patient(1), 1);
		agree(patient(2), 1);
		wait(DAY);
		assert_ok!(enroll(1));
		assert_eq!(trial().locked_at, Some(NOW + DAY));
		let change = AuditedChange::Enrolled { participant: participant(1), version: 1 };
		assert_eq!(last_change(), change);
		assert!(events().contains(&Event::OutcomesLocked { trial: TRIAL, outcomes: 3 }));
		wait(DAY);
		assert_ok!(enroll(2));
		assert_eq!(trial().locked_at, Some(NOW + DAY));
		let info = Trials::participant(TRIAL, participant(1)).unwrap();
		assert_eq!((info.site, info.state), (HOSPITAL, SubjectState::PendingOnStudy));
		assert_eq!(info.consent, ConsentState::Current);
	});
}

#[test]
fn enroll_should_refuse_when_sender_is_no_investigator() {
	build_and_execute(|| {
		recruiting();
		agree(patient(1), 1);
		for who in [stranger(), agent_of(SPONSOR), agent_of(CLINIC), clerk_of(HOSPITAL)] {
			let enrolment =
				Trials::enroll(by(who), TRIAL, participant(1), patient(1), consent_of(patient(1)));
			assert_eq!(enrolment, Err(Error::<Test>::NotInvestigator.into()));
		}
		Suspended::set(&vec![HOSPITAL]);
		assert_refused(|| enroll(1), Error::<Test>::NotInvestigator);
	});
}

#[test]
fn enroll_should_refuse_when_trial_does_not_enrol() {
	build_and_execute(|| {
		agree(patient(1), 1);
		assert_refused(|| enroll(1), Error::<Test>::NotFound);
		register();
		open_site(HOSPITAL);
		assert_refused(|| enroll(1), Error::<Test>::NotEnrolling);
		approve(1);
		assert_refused(|| enroll(1), Error::<Test>::NotEnrolling);
		assert_ok!(set_status(TrialStatus::EnrollingByInvitation));
		assert_refused(|| enroll(1), Error::<Test>::ListNotFound);
		commit_allocation();
		assert_ok!(enroll(1));
		assert_ok!(set_status(TrialStatus::Suspended));
		agree(patient(2), 1);
		assert_refused(|| enroll(2), Error::<Test>::NotEnrolling);
	});
}

#[test]
fn enroll_should_refuse_when_database_was_locked_before() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(set_status(TrialStatus::ActiveNotRecruiting));
		assert_ok!(Trials::lock_database(by_agent(SPONSOR), TRIAL, reason()));
		assert_ok!(set_status(TrialStatus::Recruiting));
		agree(patient(2), 1);
		assert_refused(|| enroll(2), Error::<Test>::DatabaseLocked);
	});
}

#[test]
fn enroll_should_refuse_when_sample_size_is_reached() {
	build_and_execute(|| {
		recruiting();
		for n in 1..=3 {
			agree(patient(n), 1);
			assert_ok!(enroll(n));
		}
		agree(patient(4), 1);
		assert_refused(|| enroll(4), Error::<Test>::SampleSizeReached);
	});
}

#[test]
fn enroll_should_refuse_when_consent_is_not_to_the_present_version() {
	build_and_execute(|| {
		recruiting();
		assert_refused(|| enroll(1), Error::<Test>::ConsentNotCurrent);
		agree(patient(1), 2);
		assert_refused(|| enroll(1), Error::<Test>::ConsentNotCurrent);
		agree(patient(1), 1);
		assert_ok!(enroll(1));
	});
}

#[test]
fn enroll_should_refuse_when_an_id_was_used() {
	build_and_execute(|| {
		with_participant();
		agree(patient(2), 1);
		let enroll = |who, patient| {
			Trials::enroll(by_agent(HOSPITAL), TRIAL, who, patient, consent_of(patient))
		};
		assert_refused(|| enroll(participant(1), patient(2)), Error::<Test>::ParticipantExists);
		assert_refused(|| enroll(participant(2), patient(1)), Error::<Test>::PatientIdUsed);
		agree(GONE, 1);
		assert_refused(|| enroll(participant(3), GONE), ERASED);
	});
}
