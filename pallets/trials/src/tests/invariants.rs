//! Random sequences of calls, by everybody, keep the invariants.

use super::*;
use proptest::prelude::*;
use salus_primitives::trial::{Dates, Extras, Reports, StatedDate};

/// A call, with as few possibilities for each argument as meet each other often.
#[derive(Clone, Debug)]
enum Step {
	Register,
	Review { version: u32, approved: bool },
	SetStatus { by: u32, status: usize },
	Confirm,
	SetDates { completed: bool },
	OpenSite { site: u32 },
	CloseSite { site: u32 },
	AddInvestigator,
	RemoveInvestigator { site: u32 },
	Amend { substantial: bool, change: Option<(u8, u16, u8)> },
	WithdrawAmendment,
	Agree { n: u8, version: u32 },
	Revoke { n: u8 },
	Enroll { n: u8, site: u32 },
	Renew { n: u8 },
	SetSubjectState { n: u8, state: usize },
	WithdrawParticipant { n: u8 },
	CommitAllocation,
	Randomize { n: u8 },
	Reveal { n: u8, slot: usize },
	Unblind { n: u8, slot: Option<usize> },
	Anchor { by: u32, kind: u8, about: u32 },
	LockDatabase,
	Report { n: u8, serious: bool, days: u64 },
	Expedite { report: u32 },
	FollowUp { report: u32 },
	SubmitResults { missing: Option<u16>, extra: bool },
	CertifyDelay { days: u64 },
	ReplaceCommittee { committee: u32 },
	Expel { organization: u32 },
	Readmit,
	Wait { days: u64 },
}

fn step() -> impl Strategy<Value = Step> {
	let n = 1u8..5;
	let site = 2u32..4;
	let setup = prop_oneof![
		1 => Just(Step::Register),
		4 => (1u32..5, prop::bool::weighted(0.8))
			.prop_map(|(version, approved)| Step::Review { version, approved }),
		8 => (prop_oneof![6 => Just(0u32), 1 => Just(1u32), 2 => Just(4u32), 1 => Just(7u32)], 0..TrialStatus::ALL.len())
			.prop_map(|(by, status)| Step::SetStatus { by, status }),
		1 => Just(Step::Confirm),
		2 => any::<bool>().prop_map(|completed| Step::SetDates { completed }),
		3 => site.clone().prop_map(|site| Step::OpenSite { site }),
		1 => site.clone().prop_map(|site| Step::CloseSite { site }),
		1 => Just(Step::AddInvestigator),
		1 => site.clone().prop_map(|site| Step::RemoveInvestigator { site }),
		4 => (any::<bool>(), prop::option::of((0u8..3, 0u16..5, 0u8..4)))
			.prop_map(|(substantial, change)| Step::Amend { substantial, change }),
		1 => Just(Step::WithdrawAmendment),
		2 => Just(Step::CommitAllocation),
		1 => prop_oneof![Just(1u32), Just(6u32)]
			.prop_map(|committee| Step::ReplaceCommittee { committee }),
		1 => prop_oneof![Just(1u32), Just(4u32)]
			.prop_map(|organization| Step::Expel { organization }),
		1 => Just(Step::Readmit),
	];
	let people = prop_oneof![
		4 => (n.clone(), 1u32..4).prop_map(|(n, version)| Step::Agree { n, version }),
		1 => n.clone().prop_map(|n| Step::Revoke { n }),
		6 => (n.clone(), site.clone()).prop_map(|(n, site)| Step::Enroll { n, site }),
		2 => n.clone().prop_map(|n| Step::Renew { n }),
		3 => (n.clone(), 0..SubjectState::ALL.len())
			.prop_map(|(n, state)| Step::SetSubjectState { n, state }),
		1 => n.clone().prop_map(|n| Step::WithdrawParticipant { n }),
		3 => n.clone().prop_map(|n| Step::Randomize { n }),
		2 => (n.clone(), 0usize..4).prop_map(|(n, slot)| Step::Reveal { n, slot }),
		1 => (n.clone(), prop::option::of(0usize..4))
			.prop_map(|(n, slot)| Step::Unblind { n, slot }),
	];
	let records = prop_oneof![
		5 => (prop_oneof![Just(0u32), Just(2u32), Just(3u32)], 0u8..4, 0u32..6)
			.prop_map(|(by, kind, about)| Step::Anchor { by, kind, about }),
		1 => Just(Step::LockDatabase),
		2 => (n, any::<bool>(), 0u64..20)
			.prop_map(|(n, serious, days)| Step::Report { n, serious, days }),
		1 => (0u32..3).prop_map(|report| Step::Expedite { report }),
		1 => (0u32..3).prop_map(|report| Step::FollowUp { report }),
		3 => (prop::option::weighted(0.2, 0u16..4), any::<bool>())
			.prop_map(|(missing, extra)| Step::SubmitResults { missing, extra }),
		1 => (0u64..1_000).prop_map(|days| Step::CertifyDelay { days }),
		2 => (0u64..200).prop_map(|days| Step::Wait { days }),
	];
	prop_oneof![3 => setup, 3 => people, 2 => records]
}

fn agent(n: u32) -> RuntimeOrigin {
	by_agent(OrganizationId(n))
}

fn change_of((what, number, n): (u8, u16, u8)) -> OutcomeChange {
	let kind = if n % 2 == 0 { OutcomeKind::Primary } else { OutcomeKind::Secondary };
	match what {
		0 => OutcomeChange::Add { outcome: outcome(kind, n) },
		1 => OutcomeChange::Replace { number, outcome: outcome(kind, n) },
		_ => OutcomeChange::Remove { number },
	}
}

fn anchor_kind(kind: u8, about: u32) -> AnchorKind {
	match kind {
		0 => AnchorKind::Capture,
		1 => AnchorKind::Query { anchor: about, leaf: Some(about) },
		2 => AnchorKind::Answer { query: about },
		_ => AnchorKind::Correction {
			anchor: about,
			leaf: None,
			query: (about % 2 == 1).then_some(about + 1),
			reason: reason(),
		},
	}
}

fn results(missing: Option<u16>, extra: bool) -> DispatchResult {
	let listed = Trials::comparison(TRIAL).map(|comparison| comparison.outcomes);
	let reports: Vec<_> = listed
		.into_iter()
		.flatten()
		.filter_map(|outcome| outcome.number)
		.filter(|number| Some(*number) != missing)
		.map(|number| OutcomeReport {
			number,
			account: OutcomeAccount::NotReported { reason: NotReportedReason::Other },
		})
		.collect();
	let extras = if extra { vec![outcome(OutcomeKind::PostHoc, 9)] } else { Vec::new() };
	let reports = Reports::try_from(reports).unwrap();
	let extras = Extras::try_from(extras).unwrap();
	Trials::submit_results(agent(0), TRIAL, published(1), reports, extras)
}

fn assessment(serious: bool) -> Assessment {
	Assessment {
		seriousness: if serious { Seriousness::Death.into() } else { SeriousnessSet::EMPTY },
		causality: Causality::Possible,
		expected: false,
		outcome: EventOutcome::Unknown,
	}
}

/// Whether it worked is not the point: after it, everything must be as it should.
fn take(step: Step) -> DispatchResult {
	let id = |n: u32| OrganizationId(n);
	let opening = |slot: usize| allocation().1.swap_remove(slot);
	match step {
		Step::Register => Trials::register(agent(0), TRIAL, registration()),
		Step::Review { version, approved } => {
			Trials::review_version(agent(1), TRIAL, version, approved, H256::zero())
				.map(|_| ())
				.map_err(|error| error.error)
		},
		Step::SetStatus { by, status } => {
			let status = TrialStatus::ALL[status];
			Trials::set_status(agent(by), TRIAL, status, Now::get(), reason())
		},
		Step::Confirm => Trials::confirm(agent(0), TRIAL, Now::get()),
		Step::SetDates { completed } => {
			let completion = if completed {
				StatedDate::actual(Now::get())
			} else {
				StatedDate::estimated(Now::get() + DAY)
			};
			let dates = Dates { primary_completion: Some(completion), ..registration().dates };
			Trials::set_dates(agent(0), TRIAL, dates, reason())
		},
		Step::OpenSite { site } => Trials::open_site(agent(0), TRIAL, id(site), agent_of(id(site))),
		Step::CloseSite { site } => Trials::close_site(agent(0), TRIAL, id(site), reason()),
		Step::AddInvestigator => {
			Trials::add_investigator(agent(0), TRIAL, HOSPITAL, head_of(HOSPITAL))
		},
		Step::RemoveInvestigator { site } => {
			let site = id(site);
			Trials::remove_investigator(agent(0), TRIAL, site, agent_of(site), reason())
		},
		Step::Amend { substantial, change } => {
			let kind = if substantial { AmendmentKind::Substantial } else { AmendmentKind::Minor };
			amend_outcomes(kind, change.into_iter().map(change_of).collect())
		},
		Step::WithdrawAmendment => Trials::withdraw_amendment(agent(0), TRIAL, reason()),
		Step::Agree { n, version } => {
			agree(patient(n), version);
			Ok(())
		},
		Step::Revoke { n } => {
			revoke(patient(n));
			Ok(())
		},
		Step::Enroll { n, site } => {
			let patient = patient(n);
			Trials::enroll(agent(site), TRIAL, participant(n), patient, consent_of(patient))
		},
		Step::Renew { n } => {
			let patient = patient(n);
			let who = by(account_of(patient));
			Trials::renew_consent(who, TRIAL, participant(n), consent_of(patient))
		},
		Step::SetSubjectState { n, state } => {
			let state = SubjectState::ALL[state];
			Trials::set_subject_state(agent(2), TRIAL, participant(n), state, reason())
		},
		Step::WithdrawParticipant { n } => {
			let who = by(account_of(patient(n)));
			Trials::withdraw_participant(who, TRIAL, participant(n), reason())
		},
		Step::CommitAllocation => Trials::commit_allocation(agent(0), TRIAL, 0, allocation().0, 4),
		Step::Randomize { n } => Trials::randomize(agent(2), TRIAL, participant(n), 0),
		Step::Reveal { n, slot } => {
			Trials::reveal_allocation(agent(0), TRIAL, participant(n), opening(slot))
		},
		Step::Unblind { n, slot } => {
			Trials::unblind(agent(2), TRIAL, participant(n), reason(), slot.map(opening))
		},
		Step::Anchor { by, kind, about } => {
			let kind = anchor_kind(kind, about);
			Trials::anchor_data(agent(by), TRIAL, kind, H256::zero(), 8)
		},
		Step::LockDatabase => Trials::lock_database(agent(0), TRIAL, reason()),
		Step::Report { n, serious, days } => {
			let aware_at = Now::get() - days * DAY;
			let assessment = assessment(serious);
			let who = participant(n);
			Trials::report_event(agent(0), TRIAL, who, assessment, aware_at, H256::zero())
		},
		Step::Expedite { report } => Trials::expedite_event(agent(0), TRIAL, report),
		Step::FollowUp { report } => {
			let assessment = assessment(true);
			Trials::follow_up_event(agent(0), TRIAL, report, assessment, Now::get(), H256::zero())
		},
		Step::SubmitResults { missing, extra } => results(missing, extra),
		Step::CertifyDelay { days } => {
			let until = Now::get() + days * DAY;
			Trials::certify_delay(agent(4), TRIAL, until, reason())
		},
		Step::ReplaceCommittee { committee } => {
			Trials::replace_committee(agent(0), TRIAL, id(committee))
		},
		Step::Expel { organization } => {
			Suspended::set(&vec![id(organization)]);
			Ok(())
		},
		Step::Readmit => {
			Suspended::set(&Vec::new());
			Ok(())
		},
		Step::Wait { days } => {
			wait(days * DAY);
			Ok(())
		},
	}
}

/// Takes the steps, and looks after each that nothing is wrong and that what was registered at the
/// lock is still what was registered.
fn take_all(steps: Vec<Step>) {
	let registered = || {
		crate::Outcomes::<Test>::iter_prefix(TRIAL)
			.filter_map(|(number, listed)| Some((number, listed.registered?)))
			.collect::<std::collections::BTreeMap<_, _>>()
	};
	for step in steps {
		let before = state();
		let locked = crate::Trials::<Test>::get(TRIAL).and_then(|trial| trial.locked_at);
		let list = registered();
		let refused = take(step).is_err();
		assert!(!refused || state() == before, "a refused call changed something");
		assert!(locked.is_none() || registered() == list, "the registered list changed");
		Trials::do_try_state().unwrap();
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn state_should_hold_when_calls_come_in_any_order(
		steps in prop::collection::vec(step(), 1..60),
	) {
		build_and_execute(|| {
			register();
			take_all(steps);
		});
	}

	#[test]
	fn state_should_hold_when_a_trial_with_participants_goes_on_in_any_order(
		steps in prop::collection::vec(step(), 1..60),
	) {
		build_and_execute(|| {
			with_participant();
			open_site(CLINIC);
			agree(patient(2), 1);
			take_all(steps);
		});
	}

	#[test]
	fn state_should_hold_when_calls_come_before_any_registration(
		steps in prop::collection::vec(step(), 1..20),
	) {
		build_and_execute(|| take_all(steps));
	}
}
