use super::*;
use salus_primitives::trial::{SampleSize, MAX_OUTCOMES};

fn amend_as(who: AccountId32, kind: AmendmentKind, details: Details) -> DispatchResult {
	Trials::amend(by(who), TRIAL, kind, details, Changes::new(), reason())
}

fn add(kind: OutcomeKind, n: u8) -> OutcomeChange {
	OutcomeChange::Add { outcome: outcome(kind, n) }
}

fn replace(number: u16, kind: OutcomeKind, n: u8) -> OutcomeChange {
	OutcomeChange::Replace { number, outcome: outcome(kind, n) }
}

#[test]
fn amend_should_hold_at_once_when_it_is_minor() {
	build_and_execute(|| {
		with_participant();
		let mut other = details();
		other.texts.try_push(text(TrialText::Funding)).unwrap();
		assert_ok!(amend_as(agent_of(SPONSOR), AmendmentKind::Minor, other.clone()));
		assert_eq!((trial().version, trial().consent_version, trial().pending), (2, 1, None));
		assert_eq!(Trials::version(TRIAL, 2).unwrap().details, other);
		assert_eq!(Trials::version(TRIAL, 1).unwrap().status, VersionStatus::Superseded);
		let kind = AmendmentKind::Minor;
		let change = AuditedChange::Amended { version: 2, kind, outcomes: 0, previous: 1 };
		assert_eq!(last_change(), change);
	});
}

#[test]
fn amend_should_block_enrolment_until_committee_decides_when_it_is_substantial() {
	for approves in [true, false] {
		build_and_execute(|| {
			with_participant();
			agree(patient(2), 1);
			assert_ok!(amend_substantially());
			assert_eq!((trial().version, trial().pending), (1, Some(2)));
			assert_refused(|| enroll(2), Error::<Test>::AmendmentPending);
			if approves {
				approve(2);
				assert_refused(|| enroll(2), Error::<Test>::ConsentNotCurrent);
				agree(patient(2), 2);
			} else {
				refuse(2);
			}
			assert_ok!(enroll(2));
		});
	}
}

#[test]
fn amend_should_change_the_registered_list_when_nobody_is_enrolled() {
	build_and_execute(|| {
		recruiting();
		let changes = vec![
			replace(0, OutcomeKind::Secondary, 1),
			replace(1, OutcomeKind::Primary, 2),
			OutcomeChange::Remove { number: 2 },
			add(OutcomeKind::Secondary, 4),
		];
		assert_ok!(amend_outcomes(AmendmentKind::Minor, changes));
		let comparison = Trials::comparison(TRIAL).unwrap();
		let numbers: Vec<_> =
			comparison.outcomes.iter().map(|outcome| outcome.number.unwrap()).collect();
		assert_eq!(numbers, [0, 1, 3]);
		assert!(!comparison.differs && !comparison.primary_outcome_changed);
		assert_eq!(comparison.changes.len(), 4);
	});
}

#[test]
fn amend_should_keep_the_registered_list_when_somebody_is_enrolled() {
	build_and_execute(|| {
		with_participant();
		let changes = vec![OutcomeChange::Remove { number: 2 }, add(OutcomeKind::Secondary, 4)];
		assert_ok!(amend_outcomes(AmendmentKind::Substantial, changes));
		assert!(!Trials::comparison(TRIAL).unwrap().differs, "nothing holds yet");
		approve(2);
		let comparison = Trials::comparison(TRIAL).unwrap();
		assert_eq!(comparison.outcomes[2].registered, Some(outcome(OutcomeKind::Secondary, 3)));
		assert_eq!(comparison.outcomes[2].flags, OutcomeFlag::RemovedAfterLock.into());
		assert_eq!(comparison.outcomes[3].registered, None);
		assert_eq!(comparison.outcomes[3].flags, OutcomeFlag::AddedAfterLock.into());
	});
}

#[test]
fn amend_should_refuse_when_sender_is_not_the_sponsor() {
	build_and_execute(|| {
		let minor = AmendmentKind::Minor;
		assert_refused(|| amend_as(agent_of(SPONSOR), minor, details()), Error::<Test>::NotFound);
		recruiting();
		for who in [stranger(), agent_of(COMMITTEE), agent_of(OTHER_SPONSOR)] {
			assert_refused(|| amend_as(who, minor, details()), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn amend_should_refuse_when_one_waits_or_kind_is_initial() {
	build_and_execute(|| {
		register();
		let sponsor = || agent_of(SPONSOR);
		assert_refused(
			|| amend_as(sponsor(), AmendmentKind::Minor, details()),
			Error::<Test>::AmendmentPending,
		);
		assert_refused(
			|| amend_as(sponsor(), AmendmentKind::Initial, details()),
			Error::<Test>::InvalidAmendmentKind,
		);
		refuse(1);
		assert_refused(
			|| amend_as(sponsor(), AmendmentKind::Minor, details()),
			Error::<Test>::NotApproved,
		);
	});
}

#[test]
fn amend_should_refuse_when_minor_and_it_changes_what_needs_approval() {
	build_and_execute(|| {
		with_participant();
		let weighty: [fn(&mut Details); 3] = [
			|details| details.design.arms = 3,
			|details| details.eligibility.healthy_volunteers = Some(true),
			|details| details.sample_size.count += 1,
		];
		for change in weighty {
			let mut other = details();
			change(&mut other);
			assert_refused(
				|| amend_as(agent_of(SPONSOR), AmendmentKind::Minor, other),
				Error::<Test>::NotMinor,
			);
		}
		assert_refused(
			|| amend_outcomes(AmendmentKind::Minor, vec![add(OutcomeKind::Secondary, 4)]),
			Error::<Test>::NotMinor,
		);
		for kind in [TrialText::Interventions, TrialText::ConsentForm] {
			let mut other = details();
			other.texts.try_push(text(kind)).unwrap();
			assert_refused(
				|| amend_as(agent_of(SPONSOR), AmendmentKind::Minor, other),
				Error::<Test>::NotMinor,
			);
		}
		let mut rewritten = details();
		rewritten.texts[2].text = published(99);
		assert_refused(
			|| amend_as(agent_of(SPONSOR), AmendmentKind::Minor, rewritten),
			Error::<Test>::NotMinor,
		);
		// That it is published elsewhere makes no difference.
		let mut moved = details();
		moved.texts[2].text.locator = b"https://example.net".to_vec().try_into().unwrap();
		assert_ok!(amend_as(agent_of(SPONSOR), AmendmentKind::Minor, moved));
		let mut last = details();
		last.sample_size = SampleSize { count: 1, kind: DateKind::Actual };
		assert_ok!(amend_as(agent_of(SPONSOR), AmendmentKind::Minor, last));
	});
}

#[test]
fn amend_should_refuse_when_details_are_wrong() {
	build_and_execute(|| {
		recruiting();
		let amend = |details| amend_as(agent_of(SPONSOR), AmendmentKind::Substantial, details);
		let mut without = details();
		without.texts.remove(0);
		assert_refused(|| amend(without), Error::<Test>::TextMissing);
		let mut twice = details();
		twice.texts.try_push(text(TrialText::Conditions)).unwrap();
		assert_refused(|| amend(twice), Error::<Test>::DuplicateText);
		let mut other_type = details();
		other_type.design.study_type = StudyType::Observational;
		other_type.design.allocation = None;
		other_type.design.intervention_model = None;
		other_type.design.masking = None;
		assert_refused(|| amend(other_type), Error::<Test>::InvalidDesign);
	});
}

#[test]
fn amend_should_refuse_when_changes_of_outcomes_are_wrong() {
	build_and_execute(|| {
		recruiting();
		let wrong = [
			(vec![OutcomeChange::Remove { number: 9 }], Error::<Test>::OutcomeNotFound),
			(vec![replace(9, OutcomeKind::Primary, 1)], Error::OutcomeNotFound),
			(
				vec![replace(1, OutcomeKind::Primary, 1), OutcomeChange::Remove { number: 1 }],
				Error::OutcomeNamedTwice,
			),
			(vec![add(OutcomeKind::PostHoc, 1)], Error::InvalidOutcome),
			(vec![OutcomeChange::Remove { number: 0 }], Error::NoPrimaryOutcome),
			(vec![replace(0, OutcomeKind::Secondary, 1)], Error::NoPrimaryOutcome),
			(
				vec![add(OutcomeKind::Secondary, 1); MAX_OUTCOMES as usize - 2],
				Error::MaxOutcomesExceeded,
			),
		];
		for (changes, error) in wrong {
			assert_refused(|| amend_outcomes(AmendmentKind::Substantial, changes), error);
		}
	});
}

#[test]
fn amend_should_refuse_when_outcomes_were_changed_as_often_as_they_may_be() {
	externalities().execute_with(|| {
		System::set_block_number(1);
		recruiting();
		let mut entry = trial();
		entry.outcome_changes = crate::MAX_OUTCOME_CHANGES;
		crate::Trials::<Test>::insert(TRIAL, entry);
		assert_refused(
			|| amend_outcomes(AmendmentKind::Substantial, vec![add(OutcomeKind::Secondary, 4)]),
			Error::<Test>::MaxOutcomeChangesExceeded,
		);
		assert_ok!(amend_substantially());
	});
}

#[test]
fn amend_should_refuse_when_an_outcome_would_become_what_it_is() {
	build_and_execute(|| {
		with_participant();
		let same = replace(0, OutcomeKind::Primary, 1);
		let other = replace(1, OutcomeKind::Secondary, 9);
		assert_refused(
			|| amend_outcomes(AmendmentKind::Substantial, vec![other, same]),
			Error::<Test>::OutcomeUnchanged,
		);
	});
}
