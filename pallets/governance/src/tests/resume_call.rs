use super::pause_call::{name, pause_remarks, remark};
use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

#[test]
fn resume_call_should_end_a_pause_at_once() {
	build_and_execute(|| {
		pause_remarks(10);
		assert_ok!(Governance::resume_call(
			RuntimeOrigin::signed(COMMITTEE),
			name("System"),
			name("remark"),
		));
		System::assert_last_event(
			Event::CallResumed { pallet: name("System"), call: name("remark") }.into(),
		);
		assert_ok!(remark());
	});
}

#[test]
fn resumed_call_should_be_pausable_again_for_the_whole_time() {
	build_and_execute(|| {
		pause_remarks(10);
		assert_ok!(Governance::resume_call(
			RuntimeOrigin::signed(COMMITTEE),
			name("System"),
			name("remark"),
		));
		begin_block(5);
		pause_remarks(10);
		begin_block(11);
		assert!(remark().is_err());
		begin_block(15);
		assert_ok!(remark());
	});
}

#[test]
fn resume_call_should_be_refused_when_anybody_else_asks() {
	build_and_execute(|| {
		pause_remarks(10);
		for origin in [RuntimeOrigin::signed(COUNCIL), RuntimeOrigin::none(), RuntimeOrigin::root()]
		{
			assert_noop!(
				Governance::resume_call(origin, name("System"), name("remark")),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn resume_call_should_be_refused_when_the_call_is_not_paused() {
	build_and_execute(|| {
		assert_noop!(
			Governance::resume_call(
				RuntimeOrigin::signed(COMMITTEE),
				name("System"),
				name("remark")
			),
			Error::<Test>::NotPaused
		);
	});
}
