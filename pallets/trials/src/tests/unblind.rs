use super::*;
use salus_primitives::trial::AllocationOpening;

fn unblind(who: AccountId32, opening: Option<AllocationOpening>) -> DispatchResult {
	let reason = TrialReason::MedicalEmergency.into();
	Trials::unblind(by(who), TRIAL, participant(1), reason, opening)
}

fn opening(slot: usize) -> Option<AllocationOpening> {
	Some(allocation().1.swap_remove(slot))
}

fn randomized() {
	with_participant();
	assert_ok!(Trials::randomize(by_agent(HOSPITAL), TRIAL, participant(1), 0));
}

#[test]
fn unblind_should_leave_a_trail_and_the_arm_hidden_when_no_opening_comes() {
	build_and_execute(|| {
		randomized();
		wait(DAY);
		assert_ok!(unblind(agent_of(HOSPITAL), None));
		let info = Trials::participant(TRIAL, participant(1)).unwrap();
		assert_eq!(info.unblinded_at, Some(NOW + DAY));
		assert_eq!(info.randomized.unwrap().arm, None);
		let change = AuditedChange::Unblinded { participant: participant(1), arm: None };
		assert_eq!(last_change(), change);
		let entry = Trials::audit(TRIAL, trial().audit_entries - 1, 1).entries.pop().unwrap();
		assert_eq!(entry.reason, Some(TrialReason::MedicalEmergency.into()));
		assert_refused(|| unblind(agent_of(HOSPITAL), None), Error::<Test>::AlreadyUnblinded);
	});
}

#[test]
fn unblind_should_reveal_the_arm_when_an_opening_comes() {
	build_and_execute(|| {
		randomized();
		assert_refused(|| unblind(agent_of(SPONSOR), opening(1)), Error::<Test>::InvalidOpening);
		assert_ok!(unblind(agent_of(SPONSOR), opening(0)));
		let place = Trials::participant(TRIAL, participant(1)).unwrap().randomized.unwrap();
		assert_eq!(place.arm, Some(1));
	});
}

#[test]
fn unblind_should_refuse_when_arm_is_known_already() {
	build_and_execute(|| {
		randomized();
		assert_ok!(set_status(TrialStatus::Completed));
		assert_ok!(Trials::lock_database(by_agent(SPONSOR), TRIAL, reason()));
		let opened = opening(0).unwrap();
		assert_ok!(Trials::reveal_allocation(by_agent(SPONSOR), TRIAL, participant(1), opened));
		assert_refused(|| unblind(agent_of(SPONSOR), opening(0)), Error::<Test>::AlreadyRevealed);
	});
}

#[test]
fn unblind_should_refuse_when_trial_has_no_such_arm() {
	build_and_execute(|| {
		let mut one_arm = details();
		one_arm.design.arms = 1;
		recruiting_with(one_arm);
		agree(patient(1), 1);
		assert_ok!(enroll(1));
		assert_ok!(Trials::randomize(by_agent(HOSPITAL), TRIAL, participant(1), 0));
		assert_refused(|| unblind(agent_of(SPONSOR), opening(0)), Error::<Test>::ArmNotFound);
	});
}

#[test]
fn unblind_should_refuse_when_nobody_is_masked() {
	build_and_execute(|| {
		recruiting_with(open_label());
		agree(patient(1), 1);
		assert_ok!(enroll(1));
		assert_refused(|| unblind(agent_of(HOSPITAL), None), Error::<Test>::NotMasked);
	});
}

#[test]
fn unblind_should_refuse_when_sender_or_participant_is_wrong() {
	build_and_execute(|| {
		assert_refused(|| unblind(agent_of(HOSPITAL), None), Error::<Test>::NotFound);
		recruiting();
		assert_refused(|| unblind(agent_of(HOSPITAL), None), Error::<Test>::ParticipantNotFound);
		agree(patient(1), 1);
		assert_ok!(enroll(1));
		assert_refused(|| unblind(agent_of(HOSPITAL), None), Error::<Test>::NotYetRandomized);
		open_site(CLINIC);
		for who in [stranger(), agent_of(CLINIC), clerk_of(HOSPITAL), agent_of(OTHER_SPONSOR)] {
			assert_refused(|| unblind(who, None), Error::<Test>::NotAuthorized);
		}
	});
}
