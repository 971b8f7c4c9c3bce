use super::*;
use salus_primitives::trial::AllocationOpening;

fn reveal(who: AccountId32, opening: AllocationOpening) -> DispatchResult {
	Trials::reveal_allocation(by(who), TRIAL, participant(1), opening)
}

/// The opening of a place on the list.
fn opening(slot: usize) -> AllocationOpening {
	allocation().1.swap_remove(slot)
}

fn randomized_with(details: Details) {
	recruiting_with(details);
	agree(patient(1), 1);
	assert_ok!(enroll(1));
	assert_ok!(Trials::randomize(by_agent(HOSPITAL), TRIAL, participant(1), 0));
}

#[docify::export]
#[test]
fn reveal_should_show_arm_when_opening_fits_commitment() {
	build_and_execute(|| {
		let (root, openings) = allocation();
		register();
		approve(1);
		open_site(HOSPITAL);
		assert_ok!(Trials::commit_allocation(by_agent(SPONSOR), TRIAL, 0, root, 4));
		assert_ok!(set_status(TrialStatus::Recruiting));
		agree(patient(1), 1);
		assert_ok!(enroll(1));
		assert_ok!(Trials::randomize(by_agent(HOSPITAL), TRIAL, participant(1), 0));

		let reveal = |opening: &AllocationOpening| {
			let sponsor = by_agent(SPONSOR);
			Trials::reveal_allocation(sponsor, TRIAL, participant(1), opening.clone())
		};
		assert_eq!(reveal(&openings[0]), Err(Error::<Test>::StillMasked.into()));
		assert_ok!(set_status(TrialStatus::Completed));
		assert_ok!(Trials::lock_database(by_agent(SPONSOR), TRIAL, reason()));

		// The opening of another's place proves nothing about this one.
		assert_eq!(reveal(&openings[1]), Err(Error::<Test>::InvalidOpening.into()));
		assert_ok!(reveal(&openings[0]));
		let place = Trials::participant(TRIAL, participant(1)).unwrap().randomized.unwrap();
		assert_eq!(place.arm, Some(1));
	});
}

#[test]
fn reveal_should_work_at_once_when_nobody_is_masked() {
	build_and_execute(|| {
		randomized_with(open_label());
		assert_ok!(reveal(agent_of(SPONSOR), opening(0)));
		let change = AuditedChange::AllocationRevealed { participant: participant(1), arm: 1 };
		assert_eq!(last_change(), change);
		assert_refused(|| reveal(agent_of(SPONSOR), opening(0)), Error::<Test>::AlreadyRevealed);
	});
}

#[test]
fn reveal_should_refuse_when_arm_or_salt_is_another() {
	build_and_execute(|| {
		randomized_with(open_label());
		let wrong = [
			AllocationOpening { arm: 0, ..opening(0) },
			AllocationOpening { salt: [0; 32], ..opening(0) },
			AllocationOpening { proof: opening(1).proof, ..opening(0) },
		];
		for opening in wrong {
			assert_refused(|| reveal(agent_of(SPONSOR), opening), Error::<Test>::InvalidOpening);
		}
	});
}

#[test]
fn reveal_should_refuse_when_trial_has_no_such_arm() {
	build_and_execute(|| {
		let mut one_arm = open_label();
		one_arm.design.arms = 1;
		randomized_with(one_arm);
		assert_refused(|| reveal(agent_of(SPONSOR), opening(0)), Error::<Test>::ArmNotFound);
	});
}

#[test]
fn reveal_should_refuse_when_sender_or_participant_is_wrong() {
	build_and_execute(|| {
		assert_refused(|| reveal(agent_of(SPONSOR), opening(0)), Error::<Test>::NotFound);
		recruiting_with(open_label());
		assert_refused(
			|| reveal(agent_of(SPONSOR), opening(0)),
			Error::<Test>::ParticipantNotFound,
		);
		agree(patient(1), 1);
		assert_ok!(enroll(1));
		assert_refused(|| reveal(agent_of(SPONSOR), opening(0)), Error::<Test>::NotYetRandomized);
		for who in [stranger(), agent_of(HOSPITAL), agent_of(OTHER_SPONSOR)] {
			assert_refused(|| reveal(who, opening(0)), Error::<Test>::NotAuthorized);
		}
	});
}
