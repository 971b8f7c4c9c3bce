use super::*;

fn set_by(who: AccountId32, status: TrialStatus) -> DispatchResult {
	Trials::set_status(by(who), TRIAL, status, Now::get(), TrialReason::Safety.into())
}

#[test]
fn set_status_should_note_actor_time_and_reason() {
	build_and_execute(|| {
		recruiting();
		wait(DAY);
		assert_ok!(Trials::set_status(
			by_agent(SPONSOR),
			TRIAL,
			TrialStatus::Suspended,
			NOW + 5,
			TrialReason::Funding.into()
		));
		let change = AuditedChange::StatusChanged {
			from: TrialStatus::Recruiting,
			to: TrialStatus::Suspended,
			effective_at: NOW + 5,
		};
		assert_eq!(last_change(), change);
		let entry = Trials::audit(TRIAL, trial().audit_entries - 1, 1).entries.pop().unwrap();
		assert_eq!(entry.who, agent_of(SPONSOR));
		assert_eq!(entry.organization, Some(SPONSOR));
		assert_eq!(entry.at, NOW + DAY);
		assert_eq!(entry.reason, Some(TrialReason::Funding.into()));
		assert_eq!(trial().status_since, NOW + 5);
	});
}

#[test]
fn set_status_should_refuse_every_illegal_step() {
	for enrolled in [false, true] {
		for from in TrialStatus::ALL {
			for to in TrialStatus::ALL {
				if from.may_become(*to, enrolled) {
					continue;
				}
				externalities().execute_with(|| {
					System::set_block_number(1);
					if enrolled {
						with_participant();
					} else {
						recruiting();
					}
					let mut entry = trial();
					entry.status = *from;
					TrialEntries::insert(TRIAL, entry);
					assert_refused(|| set_status(*to), Error::<Test>::IllegalTransition);
				});
			}
		}
	}
}

type TrialEntries = crate::Trials<Test>;

#[test]
fn set_status_should_let_overseers_halt_and_lift_what_they_halted() {
	for overseer in [COMMITTEE, REGULATOR] {
		build_and_execute(|| {
			recruiting();
			assert_refused(
				|| set_by(agent_of(overseer), TrialStatus::ActiveNotRecruiting),
				Error::<Test>::NotAuthorized,
			);
			assert_ok!(set_by(agent_of(overseer), TrialStatus::Suspended));
			assert_refused(|| set_status(TrialStatus::Recruiting), Error::<Test>::SuspendedByOther);
			assert_ok!(set_by(agent_of(overseer), TrialStatus::Recruiting));
			assert_eq!(trial().suspended_by, None);
			assert_ok!(set_by(agent_of(overseer), TrialStatus::Terminated));
		});
	}
}

#[test]
fn set_status_should_let_sponsor_end_what_another_suspended() {
	build_and_execute(|| {
		recruiting();
		assert_ok!(set_by(agent_of(REGULATOR), TrialStatus::Suspended));
		assert_refused(
			|| set_by(agent_of(COMMITTEE), TrialStatus::Recruiting),
			Error::<Test>::NotAuthorized,
		);
		assert_ok!(set_status(TrialStatus::Withdrawn));
	});
}

#[test]
fn set_status_should_refuse_when_sender_has_no_say() {
	build_and_execute(|| {
		recruiting();
		for who in [stranger(), agent_of(HOSPITAL), agent_of(OTHER_SPONSOR)] {
			assert_refused(|| set_by(who, TrialStatus::Suspended), Error::<Test>::NotAuthorized);
		}
		assert_refused(
			|| set_by(agent_of(OTHER_COMMITTEE), TrialStatus::Suspended),
			Error::<Test>::NotAuthorized,
		);
	});
}

#[test]
fn set_status_should_refuse_when_unapproved_unknown_or_misdated() {
	build_and_execute(|| {
		let set = |id, at| {
			let status = TrialStatus::Recruiting;
			Trials::set_status(by_agent(SPONSOR), id, status, at, reason())
		};
		assert_refused(|| set(TRIAL, NOW), Error::<Test>::NotFound);
		register();
		assert_refused(|| set(TRIAL, NOW), Error::<Test>::NotApproved);
		approve(1);
		assert_refused(|| set(TRIAL, NOW + 1), Error::<Test>::DateInFuture);
		assert_refused(|| set(TRIAL, NOW - 1), Error::<Test>::DatesOutOfOrder);
	});
}

#[test]
fn set_status_should_withdraw_only_when_nobody_was_enrolled() {
	build_and_execute(|| {
		with_participant();
		assert_refused(|| set_status(TrialStatus::Withdrawn), Error::<Test>::IllegalTransition);
		assert_ok!(set_status(TrialStatus::Terminated));
	});
}

#[test]
fn set_status_should_let_another_regulator_lift_when_who_suspended_may_no_more() {
	for overseer in [REGULATOR, COMMITTEE] {
		build_and_execute(|| {
			recruiting();
			assert_ok!(set_by(agent_of(overseer), TrialStatus::Suspended));
			let lift = |who| set_by(agent_of(who), TrialStatus::Recruiting);
			assert_refused(|| lift(OTHER_REGULATOR), Error::<Test>::NotAuthorized);

			Suspended::set(&vec![overseer]);
			for who in [SPONSOR, overseer, COMMITTEE, OTHER_COMMITTEE, HOSPITAL] {
				let error = match who {
					SPONSOR => Error::<Test>::SuspendedByOther,
					_ => Error::<Test>::NotAuthorized,
				};
				assert_refused(|| lift(who), error);
			}
			assert_ok!(lift(OTHER_REGULATOR));
			assert_eq!((trial().status, trial().suspended_by), (TrialStatus::Recruiting, None));
		});
	}
}

#[test]
fn set_status_should_leave_it_to_the_sponsor_to_lift_what_it_suspended() {
	build_and_execute(|| {
		recruiting();
		assert_ok!(set_status(TrialStatus::Suspended));
		Suspended::set(&vec![SPONSOR]);
		assert_refused(
			|| set_by(agent_of(REGULATOR), TrialStatus::Recruiting),
			Error::<Test>::NotAuthorized,
		);
		assert_ok!(set_by(agent_of(REGULATOR), TrialStatus::Terminated));
	});
}
