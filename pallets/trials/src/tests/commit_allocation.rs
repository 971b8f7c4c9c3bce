use super::*;
use salus_primitives::merkle::MAX_LEAVES;

fn commit(who: AccountId32, list: u16, entries: u32) -> DispatchResult {
	Trials::commit_allocation(by(who), TRIAL, list, allocation().0, entries)
}

#[test]
fn commit_allocation_should_take_one_list_for_each_stratum() {
	build_and_execute(|| {
		register();
		assert_ok!(commit(agent_of(SPONSOR), 0, 4));
		assert_ok!(commit(agent_of(SPONSOR), 7, MAX_LEAVES));
		assert_eq!(trial().allocation_lists, 2);
		let change = AuditedChange::AllocationCommitted { list: 7, root: allocation().0 };
		assert_eq!(last_change(), change);
	});
}

#[test]
fn commit_allocation_should_refuse_when_somebody_is_enrolled() {
	build_and_execute(|| {
		with_participant();
		assert_refused(|| commit(agent_of(SPONSOR), 1, 4), Error::<Test>::EnrolmentBegun);
	});
}

#[test]
fn commit_allocation_should_refuse_when_list_or_sender_is_wrong() {
	build_and_execute(|| {
		assert_refused(|| commit(agent_of(SPONSOR), 0, 4), Error::<Test>::NotFound);
		register();
		for who in [stranger(), agent_of(HOSPITAL), agent_of(OTHER_SPONSOR)] {
			assert_refused(|| commit(who, 0, 4), Error::<Test>::NotAuthorized);
		}
		for entries in [0, MAX_LEAVES + 1] {
			assert_refused(|| commit(agent_of(SPONSOR), 0, entries), Error::<Test>::InvalidLeaves);
		}
		assert_ok!(commit(agent_of(SPONSOR), 0, 4));
		assert_refused(|| commit(agent_of(SPONSOR), 0, 4), Error::<Test>::ListExists);
	});
}

#[test]
fn commit_allocation_should_refuse_when_trial_is_not_randomized() {
	build_and_execute(|| {
		let mut single = details();
		single.design.allocation = Some(Allocation::NotApplicable);
		register_with(single);
		assert_refused(|| commit(agent_of(SPONSOR), 0, 4), Error::<Test>::NotRandomized);
	});
}
