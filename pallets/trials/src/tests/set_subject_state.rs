use super::*;

fn set(who: AccountId32, state: SubjectState) -> DispatchResult {
	Trials::set_subject_state(by(who), TRIAL, participant(1), state, reason())
}

#[test]
fn set_subject_state_should_lead_from_enrolment_off_the_study() {
	build_and_execute(|| {
		with_participant();
		let steps = [
			SubjectState::OnStudyIntervention,
			SubjectState::OnStudyObservation,
			SubjectState::FollowUp,
			SubjectState::OffStudy,
		];
		let mut from = SubjectState::PendingOnStudy;
		for to in steps {
			assert_ok!(set(agent_of(HOSPITAL), to));
			let participant = participant(1);
			assert_eq!(last_change(), AuditedChange::SubjectStateChanged { participant, from, to });
			from = to;
		}
		assert_refused(
			|| set(agent_of(HOSPITAL), SubjectState::OnStudy),
			Error::<Test>::IllegalSubjectTransition,
		);
	});
}

#[test]
fn set_subject_state_should_refuse_states_that_are_not_reached_so() {
	build_and_execute(|| {
		with_participant();
		for state in SubjectState::ALL {
			if !SubjectState::PendingOnStudy.may_become(*state) {
				assert_refused(
					|| set(agent_of(HOSPITAL), *state),
					Error::<Test>::IllegalSubjectTransition,
				);
			}
		}
	});
}

#[test]
fn set_subject_state_should_only_lead_out_when_consent_is_not_current() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(set(agent_of(HOSPITAL), SubjectState::OnStudy));
		revoke(patient(1));
		assert_refused(
			|| set(agent_of(HOSPITAL), SubjectState::OnStudyIntervention),
			Error::<Test>::ConsentNotCurrent,
		);
		assert_ok!(set(agent_of(HOSPITAL), SubjectState::FollowUp));
		assert_ok!(set(agent_of(HOSPITAL), SubjectState::OffStudy));
	});
}

#[test]
fn set_subject_state_should_refuse_when_sender_or_participant_is_wrong() {
	build_and_execute(|| {
		let state = SubjectState::OnStudy;
		assert_refused(|| set(agent_of(HOSPITAL), state), Error::<Test>::NotFound);
		recruiting();
		assert_refused(|| set(agent_of(HOSPITAL), state), Error::<Test>::ParticipantNotFound);
		agree(patient(1), 1);
		assert_ok!(enroll(1));
		open_site(CLINIC);
		for who in [stranger(), agent_of(SPONSOR), agent_of(CLINIC), account_of(patient(1))] {
			assert_refused(|| set(who, state), Error::<Test>::NotInvestigator);
		}
	});
}
