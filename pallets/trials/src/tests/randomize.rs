use super::*;

fn randomize(who: AccountId32, list: u16) -> DispatchResult {
	Trials::randomize(by(who), TRIAL, participant(1), list)
}

#[test]
fn randomize_should_give_places_in_order() {
	build_and_execute(|| {
		recruiting();
		for n in 1..=3 {
			agree(patient(n), 1);
			assert_ok!(enroll(n));
		}
		for (n, slot) in [(2, 0), (1, 1), (3, 2)] {
			assert_ok!(Trials::randomize(by_agent(HOSPITAL), TRIAL, participant(n), 0));
			let place = Trials::participant(TRIAL, participant(n)).unwrap().randomized.unwrap();
			assert_eq!((place.list, place.slot, place.arm), (0, slot, None));
			let participant = participant(n);
			assert_eq!(last_change(), AuditedChange::Randomized { participant, list: 0, slot });
		}
	});
}

#[test]
fn randomize_should_refuse_when_done_or_without_place() {
	build_and_execute(|| {
		register();
		approve(1);
		open_site(HOSPITAL);
		assert_ok!(Trials::commit_allocation(by_agent(SPONSOR), TRIAL, 0, allocation().0, 1));
		assert_ok!(set_status(TrialStatus::Recruiting));
		for n in 1..=2 {
			agree(patient(n), 1);
			assert_ok!(enroll(n));
		}
		assert_refused(|| randomize(agent_of(HOSPITAL), 1), Error::<Test>::ListNotFound);
		assert_ok!(randomize(agent_of(HOSPITAL), 0));
		assert_refused(|| randomize(agent_of(HOSPITAL), 0), Error::<Test>::AlreadyRandomized);
		assert_refused(
			|| Trials::randomize(by_agent(HOSPITAL), TRIAL, participant(2), 0),
			Error::<Test>::ListExhausted,
		);
	});
}

#[test]
fn randomize_should_refuse_when_sender_is_no_investigator_of_the_site() {
	build_and_execute(|| {
		assert_refused(|| randomize(agent_of(HOSPITAL), 0), Error::<Test>::NotFound);
		recruiting();
		assert_refused(|| randomize(agent_of(HOSPITAL), 0), Error::<Test>::ParticipantNotFound);
		agree(patient(1), 1);
		assert_ok!(enroll(1));
		open_site(CLINIC);
		for who in [stranger(), agent_of(SPONSOR), agent_of(CLINIC)] {
			assert_refused(|| randomize(who, 0), Error::<Test>::NotInvestigator);
		}
	});
}

#[test]
fn randomize_should_refuse_when_trial_participant_or_consent_does_not_stand_so() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(set_status(TrialStatus::Suspended));
		assert_refused(|| randomize(agent_of(HOSPITAL), 0), Error::<Test>::NotUnderWay);
		assert_ok!(set_status(TrialStatus::ActiveNotRecruiting));
		revoke(patient(1));
		assert_refused(|| randomize(agent_of(HOSPITAL), 0), Error::<Test>::ConsentNotCurrent);
		let withdrawal =
			Trials::withdraw_participant(by_agent(HOSPITAL), TRIAL, participant(1), reason());
		assert_ok!(withdrawal);
		assert_refused(|| randomize(agent_of(HOSPITAL), 0), Error::<Test>::NotInStudy);
	});
}
