use crate::{mock::*, Error, Event, NameOf, Paused, MAX_PAUSED};
use frame_support::{assert_noop, assert_ok, traits::ConstU32, BoundedVec};
use sp_runtime::{traits::Dispatchable, DispatchError};

/// A name.
pub fn name(text: &str) -> NameOf<Test> {
	BoundedVec::<u8, ConstU32<256>>::try_from(text.as_bytes().to_vec()).expect("names are short")
}

/// What comes of a remark.
pub fn remark() -> Result<(), DispatchError> {
	RuntimeCall::System(frame_system::Call::remark { remark: vec![] })
		.dispatch(RuntimeOrigin::signed(7))
		.map(|_| ())
		.map_err(|error| error.error)
}

/// Pauses remarks as the committee.
pub fn pause_remarks(blocks: u64) {
	assert_ok!(Governance::pause_call(
		RuntimeOrigin::signed(COMMITTEE),
		name("System"),
		name("remark"),
		blocks,
	));
}

#[docify::export]
#[test]
fn pause_should_end_by_itself_when_its_time_is_over() {
	build_and_execute(|| {
		pause_remarks(10);
		assert_eq!(remark(), Err(frame_system::Error::<Test>::CallFiltered.into()));

		begin_block(10);
		assert_eq!(remark(), Err(frame_system::Error::<Test>::CallFiltered.into()));

		begin_block(11);
		assert_ok!(remark());
		System::assert_has_event(
			Event::CallResumed { pallet: name("System"), call: name("remark") }.into(),
		);
	});
}

#[test]
fn pause_call_should_say_until_when() {
	build_and_execute(|| {
		pause_remarks(10);
		System::assert_last_event(
			Event::CallPaused { pallet: name("System"), call: name("remark"), until: 11 }.into(),
		);
	});
}

#[test]
fn pause_call_should_leave_other_calls_alone() {
	build_and_execute(|| {
		pause_remarks(10);
		assert_ok!(RuntimeCall::System(frame_system::Call::remark_with_event { remark: vec![1] })
			.dispatch(RuntimeOrigin::signed(7)));
	});
}

#[test]
fn pause_call_should_be_refused_when_anybody_else_asks() {
	build_and_execute(|| {
		for origin in [RuntimeOrigin::signed(COUNCIL), RuntimeOrigin::none(), RuntimeOrigin::root()]
		{
			assert_noop!(
				Governance::pause_call(origin, name("System"), name("remark"), 10),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn pause_call_should_be_refused_when_the_runtime_has_no_such_call() {
	build_and_execute(|| {
		for (pallet, call) in [("System", "remarks"), ("Systems", "remark"), ("", "")] {
			assert_noop!(
				Governance::pause_call(
					RuntimeOrigin::signed(COMMITTEE),
					name(pallet),
					name(call),
					10
				),
				Error::<Test>::UnknownCall
			);
		}
	});
}

#[test]
fn pause_call_should_be_refused_when_the_call_is_the_way_out() {
	build_and_execute(|| {
		for (pallet, call) in [("Governance", "enact"), ("TxPause", "unpause")] {
			assert_noop!(
				Governance::pause_call(
					RuntimeOrigin::signed(COMMITTEE),
					name(pallet),
					name(call),
					10
				),
				Error::<Test>::NotPausable
			);
		}
	});
}

#[test]
fn pause_call_should_be_refused_when_the_duration_is_out_of_bounds() {
	build_and_execute(|| {
		for blocks in [0, MAX_PAUSE + 1, u64::MAX] {
			assert_noop!(
				Governance::pause_call(
					RuntimeOrigin::signed(COMMITTEE),
					name("System"),
					name("remark"),
					blocks
				),
				Error::<Test>::InvalidDuration
			);
		}
		pause_remarks(MAX_PAUSE);
	});
}

#[test]
fn pause_call_should_be_refused_when_the_call_is_paused() {
	build_and_execute(|| {
		pause_remarks(10);
		assert_noop!(
			Governance::pause_call(
				RuntimeOrigin::signed(COMMITTEE),
				name("System"),
				name("remark"),
				20
			),
			Error::<Test>::AlreadyPaused
		);
	});
}

#[test]
fn pause_call_should_be_refused_when_too_many_are_paused() {
	new_test_ext().execute_with(|| {
		Paused::<Test>::put(BoundedVec::truncate_from(
			(0..MAX_PAUSED).map(|n| ((name(&n.to_string()), name("call")), 90)).collect(),
		));
		assert_noop!(
			Governance::pause_call(
				RuntimeOrigin::signed(COMMITTEE),
				name("System"),
				name("remark"),
				10
			),
			Error::<Test>::MaxPausedExceeded
		);
	});
}
