use super::*;
use salus_primitives::trial::{Dates, StatedDate};

fn register_as(who: AccountId32, change: impl FnOnce(&mut Registration)) -> DispatchResult {
	let mut registration = registration();
	change(&mut registration);
	Trials::register(by(who), TRIAL, registration)
}

#[test]
fn register_should_create_trial_that_waits_for_approval() {
	build_and_execute(|| {
		register();
		let info = Trials::info(TRIAL).unwrap();
		assert_eq!((info.sponsor, info.committee), (SPONSOR, COMMITTEE));
		assert_eq!(info.status, TrialStatus::NotYetRecruiting);
		assert_eq!((info.version, info.pending_version, info.outcomes), (0, Some(1), 3));
		assert!(info.prospective);
		assert_eq!(Trials::by_registry_id("NCT02552212".parse().unwrap()), Some(TRIAL));
		assert_eq!(Trials::version(TRIAL, 1).unwrap().status, VersionStatus::Pending);
		assert_eq!(last_change(), AuditedChange::Registered);
	});
}

#[test]
fn register_should_start_expanded_access_as_not_available() {
	build_and_execute(|| {
		assert_ok!(register_as(agent_of(SPONSOR), |registration| {
			registration.details.design.study_type = StudyType::ExpandedAccess;
			registration.details.design.allocation = None;
			registration.details.design.intervention_model = None;
			registration.details.design.masking = None;
			registration.outcomes = Default::default();
		}));
		assert_eq!(trial().status, TrialStatus::TemporarilyNotAvailable);
		assert_eq!(Trials::info(TRIAL).unwrap().results, None);
	});
}

#[test]
fn register_should_mark_trial_as_retrospective_when_it_had_begun() {
	build_and_execute(|| {
		assert_ok!(register_as(agent_of(SPONSOR), |registration| {
			registration.dates.start = Some(StatedDate::actual(NOW - DAY));
		}));
		assert!(!Trials::info(TRIAL).unwrap().prospective);
	});
}

#[test]
fn register_should_refuse_when_sender_is_no_sponsor() {
	build_and_execute(|| {
		for who in [stranger(), agent_of(HOSPITAL), agent_of(REGULATOR)] {
			assert_refused(|| register_as(who, |_| ()), Error::<Test>::NotAuthorized);
		}
		Suspended::set(&vec![SPONSOR]);
		assert_refused(|| register_as(agent_of(SPONSOR), |_| ()), Error::<Test>::NotAuthorized);
		assert_refused(
			|| Trials::register(RuntimeOrigin::none(), TRIAL, registration()),
			DispatchError::BadOrigin,
		);
	});
}

#[test]
fn register_should_refuse_when_id_or_registry_number_is_taken() {
	build_and_execute(|| {
		register();
		let sponsor = || by_agent(SPONSOR);
		assert_refused(
			|| Trials::register(sponsor(), TRIAL, registration()),
			Error::<Test>::AlreadyExists,
		);
		assert_refused(
			|| Trials::register(sponsor(), NO_TRIAL, registration()),
			Error::<Test>::RegistryIdTaken,
		);
		let id: salus_primitives::trial::RegistryId = "ISRCTN50189673".parse().unwrap();
		let twice = Registration {
			registry_ids: vec![id.clone(), id].try_into().unwrap(),
			..registration()
		};
		assert_refused(
			|| Trials::register(sponsor(), NO_TRIAL, twice),
			Error::<Test>::RegistryIdTaken,
		);
	});
}

#[test]
fn register_should_refuse_when_committee_may_not_judge() {
	build_and_execute(|| {
		for committee in [SPONSOR, HOSPITAL, OrganizationId(99)] {
			assert_refused(
				|| {
					register_as(agent_of(SPONSOR), |registration| {
						registration.committee = committee
					})
				},
				Error::<Test>::CommitteeNotEligible,
			);
		}
	});
}

#[test]
fn register_should_refuse_when_a_needed_text_is_missing_or_one_is_twice() {
	build_and_execute(|| {
		for missing in 0..3 {
			assert_refused(
				|| {
					register_as(agent_of(SPONSOR), |registration| {
						registration.details.texts.remove(missing);
					})
				},
				Error::<Test>::TextMissing,
			);
		}
		assert_refused(
			|| {
				register_as(agent_of(SPONSOR), |registration| {
					let title = text(TrialText::PublicTitle);
					registration.details.texts.try_push(title).unwrap();
				})
			},
			Error::<Test>::DuplicateText,
		);
	});
}

#[test]
fn register_should_refuse_when_design_is_of_another_type() {
	build_and_execute(|| {
		let wrong: [fn(&mut Registration); 3] = [
			|registration| registration.details.design.study_type = StudyType::Observational,
			|registration| registration.details.design.study_type = StudyType::ExpandedAccess,
			|registration| {
				registration.details.design.observational_model = Some(ObservationalModel::Cohort);
			},
		];
		for change in wrong {
			assert_refused(|| register_as(agent_of(SPONSOR), change), Error::<Test>::InvalidDesign);
		}
	});
}

#[test]
fn register_should_refuse_when_no_outcome_is_primary_or_one_is_post_hoc() {
	build_and_execute(|| {
		assert_refused(
			|| {
				register_as(agent_of(SPONSOR), |registration| {
					registration.outcomes.remove(0);
				})
			},
			Error::<Test>::NoPrimaryOutcome,
		);
		assert_refused(
			|| {
				register_as(agent_of(SPONSOR), |registration| {
					let late = outcome(OutcomeKind::PostHoc, 9);
					registration.outcomes.try_push(late).unwrap();
				})
			},
			Error::<Test>::InvalidOutcome,
		);
	});
}

#[test]
fn register_should_refuse_when_facts_lie_ahead_or_out_of_order() {
	build_and_execute(|| {
		let ahead: [fn(&mut Registration); 3] = [
			|registration| registration.verified_at = NOW + 1,
			|registration| registration.first_registered_at = Some(NOW + 1),
			|registration| registration.dates.start = Some(StatedDate::actual(NOW + 1)),
		];
		for change in ahead {
			assert_refused(|| register_as(agent_of(SPONSOR), change), Error::<Test>::DateInFuture);
		}
		assert_refused(
			|| {
				register_as(agent_of(SPONSOR), |registration| {
					registration.dates = Dates {
						start: Some(StatedDate::actual(NOW - 1)),
						primary_completion: Some(StatedDate::actual(NOW - 2)),
						completion: None,
					};
				})
			},
			Error::<Test>::DatesOutOfOrder,
		);
	});
}
