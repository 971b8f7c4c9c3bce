use super::enact::{delay, enact, hash, large, set_heap_pages};
use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok, traits::QueryPreimage};
use sp_core::H256;
use sp_runtime::DispatchError;

/// Cancels a call as the council.
fn cancel(call: &RuntimeCall) -> Result<(), DispatchError> {
	Governance::cancel_enactment(RuntimeOrigin::signed(COUNCIL), hash(call))
}

#[docify::export]
#[test]
fn cancelled_call_should_never_be_made() {
	build_and_execute(|| {
		delay(10);
		enact(set_heap_pages());
		begin_block(10);

		let call_hash = hash(&set_heap_pages());
		assert_ok!(Governance::cancel_enactment(RuntimeOrigin::signed(COUNCIL), call_hash));
		System::assert_last_event(Event::EnactmentCancelled { call_hash }.into());

		begin_block(11);
		assert_eq!(sp_io::storage::get(b":heappages"), None);
	});
}

#[test]
fn cancelled_call_should_leave_no_preimage() {
	build_and_execute(|| {
		delay(10);
		let call = large();
		enact(call.clone());
		assert!(Preimage::len(&hash(&call)).is_some());
		assert_ok!(cancel(&call));
		assert_eq!(Preimage::len(&hash(&call)), None);
	});
}

#[test]
fn cancelled_call_should_be_enactable_again_for_the_whole_time() {
	build_and_execute(|| {
		delay(10);
		enact(set_heap_pages());
		begin_block(5);
		assert_ok!(cancel(&set_heap_pages()));
		enact(set_heap_pages());
		begin_block(11);
		assert_eq!(sp_io::storage::get(b":heappages"), None);
		for block in 12..=15 {
			begin_block(block);
		}
		assert!(sp_io::storage::get(b":heappages").is_some());
	});
}

#[test]
fn cancel_enactment_should_be_refused_when_anybody_else_asks() {
	build_and_execute(|| {
		delay(10);
		enact(set_heap_pages());
		for origin in
			[RuntimeOrigin::signed(COMMITTEE), RuntimeOrigin::none(), RuntimeOrigin::root()]
		{
			assert_noop!(
				Governance::cancel_enactment(origin, hash(&set_heap_pages())),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn cancel_enactment_should_be_refused_when_the_call_does_not_wait() {
	build_and_execute(|| {
		delay(10);
		let not_scheduled = Error::<Test>::NotScheduled;
		assert_noop!(cancel(&set_heap_pages()), not_scheduled);
		enact(set_heap_pages());
		assert_noop!(cancel(&large()), Error::<Test>::NotScheduled);
		begin_block(11);
		// It has been made.
		assert_noop!(cancel(&set_heap_pages()), Error::<Test>::NotScheduled);
	});
}

#[test]
fn cancel_enactment_should_leave_tasks_alone_that_were_not_enacted() {
	build_and_execute(|| {
		let name = [9; 32];
		assert_ok!(Scheduler::schedule_named(
			RuntimeOrigin::root(),
			name,
			11,
			None,
			0,
			set_heap_pages()
		));
		assert_noop!(
			Governance::cancel_enactment(RuntimeOrigin::signed(COUNCIL), H256(name)),
			Error::<Test>::NotScheduled
		);
	});
}
