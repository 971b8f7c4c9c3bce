use super::*;

/// A death that nobody expected and the product may have caused.
pub(super) fn death() -> Assessment {
	Assessment {
		seriousness: Seriousness::Death.into(),
		causality: Causality::Possible,
		expected: false,
		outcome: EventOutcome::Fatal,
	}
}

/// A stay in hospital that the product did not cause.
pub(super) fn stay() -> Assessment {
	Assessment {
		seriousness: Seriousness::Hospitalization.into(),
		causality: Causality::Unlikely,
		expected: false,
		outcome: EventOutcome::Resolved,
	}
}

pub(super) fn report_by(who: AccountId32, assessment: Assessment, aware_at: u64) -> DispatchResult {
	Trials::report_event(by(who), TRIAL, participant(1), assessment, aware_at, H256::zero())
}

#[test]
fn report_event_should_set_the_clock_of_seven_or_fifteen_days() {
	build_and_execute(|| {
		with_participant();
		wait(10 * DAY);
		assert_ok!(report_by(agent_of(HOSPITAL), death(), NOW + DAY));
		assert_ok!(report_by(agent_of(SPONSOR), stay(), NOW + DAY));
		let reports = Trials::safety_reports(TRIAL, 0, 10).reports;
		let [death, stay] = reports.as_slice() else { panic!("two reports") };
		assert_eq!(death.report.due_at, NOW + 8 * DAY);
		assert!(death.late && death.susar && death.expedite_late);
		assert_eq!(death.report.expedite_by, Some(NOW + 8 * DAY));
		assert_eq!(death.report.follow_up_by, Some(NOW + 16 * DAY));
		assert_eq!(stay.report.due_at, NOW + 16 * DAY);
		assert!(!stay.late && !stay.susar && !stay.follow_up_missing);
		assert_eq!((stay.report.expedite_by, stay.report.follow_up_by), (None, None));
		assert_eq!(Trials::overdue_safety_reports(TRIAL, 0, 10).reports.len(), 1);
	});
}

#[test]
fn report_event_should_owe_a_follow_up_when_event_is_not_over() {
	build_and_execute(|| {
		with_participant();
		let ongoing = Assessment { outcome: EventOutcome::Ongoing, ..stay() };
		assert_ok!(report_by(agent_of(HOSPITAL), ongoing, NOW));
		let missing = || Trials::safety_reports(TRIAL, 0, 1).reports[0].follow_up_missing;
		wait(8 * DAY);
		assert!(!missing());
		wait(1);
		assert!(missing());
		assert_eq!(Trials::overdue_safety_reports(TRIAL, 0, 10).reports.len(), 1);
	});
}

#[test]
fn report_event_should_work_wherever_trial_and_participant_stand() {
	build_and_execute(|| {
		with_participant();
		assert_ok!(Trials::withdraw_participant(
			by_agent(HOSPITAL),
			TRIAL,
			participant(1),
			reason()
		));
		assert_ok!(set_status(TrialStatus::Terminated));
		assert_ok!(Trials::lock_database(by_agent(SPONSOR), TRIAL, reason()));
		assert_ok!(report_by(agent_of(HOSPITAL), death(), NOW));
	});
}

#[test]
fn report_event_should_refuse_when_it_is_not_serious_or_lies_ahead() {
	build_and_execute(|| {
		with_participant();
		let mild = Assessment { seriousness: SeriousnessSet::EMPTY, ..stay() };
		assert_refused(|| report_by(agent_of(HOSPITAL), mild, NOW), Error::<Test>::NotSerious);
		assert_refused(
			|| report_by(agent_of(HOSPITAL), stay(), NOW + 1),
			Error::<Test>::DateInFuture,
		);
	});
}

#[test]
fn report_event_should_refuse_when_sender_or_participant_is_wrong() {
	build_and_execute(|| {
		let report = |who| report_by(who, stay(), NOW);
		assert_refused(|| report(agent_of(HOSPITAL)), Error::<Test>::NotFound);
		recruiting();
		assert_refused(|| report(agent_of(HOSPITAL)), Error::<Test>::ParticipantNotFound);
		agree(patient(1), 1);
		assert_ok!(enroll(1));
		open_site(CLINIC);
		for who in [stranger(), agent_of(CLINIC), clerk_of(HOSPITAL), agent_of(OTHER_SPONSOR)] {
			assert_refused(|| report(who), Error::<Test>::NotAuthorized);
		}
	});
}
