use super::*;

fn replace(who: AccountId32, committee: OrganizationId) -> DispatchResult {
	Trials::replace_committee(by(who), TRIAL, committee)
}

#[test]
fn replace_committee_should_let_another_judge_when_the_present_one_cannot() {
	build_and_execute(|| {
		register();
		Suspended::set(&vec![COMMITTEE]);
		assert_ok!(replace(agent_of(SPONSOR), OTHER_COMMITTEE));
		let change = AuditedChange::CommitteeReplaced { from: COMMITTEE, to: OTHER_COMMITTEE };
		assert_eq!(last_change(), change);
		let other = by_agent(OTHER_COMMITTEE);
		assert_ok!(Trials::review_version(other, TRIAL, 1, true, H256::zero()));
	});
}

#[test]
fn replace_committee_should_refuse_when_the_present_one_still_judges() {
	build_and_execute(|| {
		register();
		refuse(1);
		assert_refused(
			|| replace(agent_of(SPONSOR), OTHER_COMMITTEE),
			Error::<Test>::CommitteeStillActive,
		);
	});
}

#[test]
fn replace_committee_should_refuse_when_sender_or_committee_is_wrong() {
	build_and_execute(|| {
		assert_refused(|| replace(agent_of(SPONSOR), OTHER_COMMITTEE), Error::<Test>::NotFound);
		register();
		Suspended::set(&vec![COMMITTEE]);
		assert_refused(
			|| replace(agent_of(OTHER_SPONSOR), OTHER_COMMITTEE),
			Error::<Test>::NotAuthorized,
		);
		for committee in [SPONSOR, COMMITTEE, HOSPITAL] {
			assert_refused(
				|| replace(agent_of(SPONSOR), committee),
				Error::<Test>::CommitteeNotEligible,
			);
		}
	});
}

#[test]
fn replace_committee_should_hand_over_what_the_old_one_suspended() {
	build_and_execute(|| {
		recruiting();
		let set = |who, status| {
			Trials::set_status(by_agent(who), TRIAL, status, Now::get(), TrialReason::Safety.into())
		};
		assert_ok!(set(COMMITTEE, TrialStatus::Suspended));
		Suspended::set(&vec![COMMITTEE]);
		assert_ok!(replace(agent_of(SPONSOR), OTHER_COMMITTEE));
		assert_refused(|| set(SPONSOR, TrialStatus::Recruiting), Error::<Test>::SuspendedByOther);
		assert_ok!(set(OTHER_COMMITTEE, TrialStatus::Recruiting));
	});
}

#[test]
fn replace_committee_should_leave_a_regulators_suspension_alone() {
	build_and_execute(|| {
		recruiting();
		let suspended = TrialStatus::Suspended;
		assert_ok!(Trials::set_status(by_agent(REGULATOR), TRIAL, suspended, NOW, reason()));
		Suspended::set(&vec![COMMITTEE]);
		assert_ok!(replace(agent_of(SPONSOR), OTHER_COMMITTEE));
		assert_eq!(trial().suspended_by, Some(REGULATOR));
	});
}
