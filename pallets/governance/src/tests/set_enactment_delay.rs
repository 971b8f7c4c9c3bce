use super::enact::{delay, enact, set_heap_pages};
use crate::{mock::*, EnactmentDelay, Error, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

/// The call that changes the delay.
fn change(blocks: u64) -> Box<RuntimeCall> {
	Box::new(RuntimeCall::Governance(crate::Call::set_enactment_delay { blocks }))
}

#[test]
fn set_enactment_delay_should_say_how_long_it_is() {
	build_and_execute(|| {
		for blocks in [MAX_DELAY, 1, 0] {
			assert_ok!(Governance::set_enactment_delay(RuntimeOrigin::root(), blocks));
			System::assert_last_event(Event::EnactmentDelaySet { blocks }.into());
			assert_eq!(EnactmentDelay::<Test>::get(), blocks);
		}
	});
}

#[test]
fn change_of_the_delay_should_wait_for_the_delay() {
	build_and_execute(|| {
		delay(10);
		enact(change(0));
		begin_block(10);
		assert_eq!(EnactmentDelay::<Test>::get(), 10);
		begin_block(11);
		assert_eq!(EnactmentDelay::<Test>::get(), 0);
	});
}

#[test]
fn waiting_call_should_keep_its_block_when_the_delay_is_changed() {
	build_and_execute(|| {
		delay(10);
		enact(set_heap_pages());
		delay(0);
		begin_block(10);
		assert_eq!(sp_io::storage::get(b":heappages"), None);
		begin_block(11);
		assert!(sp_io::storage::get(b":heappages").is_some());
	});
}

#[test]
fn set_enactment_delay_should_be_refused_when_anybody_but_root_asks() {
	build_and_execute(|| {
		for origin in [
			RuntimeOrigin::signed(COUNCIL),
			RuntimeOrigin::signed(COMMITTEE),
			RuntimeOrigin::none(),
		] {
			assert_noop!(Governance::set_enactment_delay(origin, 1), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn set_enactment_delay_should_be_refused_when_it_is_too_long() {
	build_and_execute(|| {
		for blocks in [MAX_DELAY + 1, u64::MAX] {
			assert_noop!(
				Governance::set_enactment_delay(RuntimeOrigin::root(), blocks),
				Error::<Test>::InvalidDuration
			);
		}
	});
}
