use crate::{mock::*, EnactmentDelay, Error, Event, WeightInfo};
use codec::Encode;
use frame_support::{
	assert_noop, assert_ok,
	dispatch::GetDispatchInfo,
	traits::{QueryPreimage, StorePreimage},
};
use sp_core::H256;
use sp_runtime::{
	traits::{BlakeTwo256, Hash as _},
	DispatchError,
};

/// A call that only root may make.
pub fn set_heap_pages() -> Box<RuntimeCall> {
	Box::new(RuntimeCall::System(frame_system::Call::set_heap_pages { pages: 64 }))
}

/// A call that only root may make, and that is too large for the scheduler's own storage.
pub fn large() -> Box<RuntimeCall> {
	let items = vec![(b"mark".to_vec(), vec![1; 1_000])];
	Box::new(RuntimeCall::System(frame_system::Call::set_storage { items }))
}

/// What a waiting call is named by.
pub fn hash(call: &RuntimeCall) -> H256 {
	BlakeTwo256::hash_of(call)
}

/// Has what is enacted from now on wait.
pub fn delay(blocks: u64) {
	EnactmentDelay::<Test>::put(blocks);
}

/// Enacts a call as the council.
pub fn enact(call: Box<RuntimeCall>) {
	assert_ok!(Governance::enact(RuntimeOrigin::signed(COUNCIL), call));
}

#[test]
fn enact_should_dispatch_as_root_when_the_council_asks() {
	build_and_execute(|| {
		assert_ok!(Governance::enact(RuntimeOrigin::signed(COUNCIL), set_heap_pages()));
		System::assert_has_event(Event::Enacted { result: Ok(()) }.into());
		assert_eq!(sp_io::storage::get(b":heappages").map(|pages| pages.len()), Some(8));
	});
}

#[test]
fn enact_should_be_refused_when_anybody_else_asks() {
	build_and_execute(|| {
		for blocks in [0, 10] {
			delay(blocks);
			for origin in
				[RuntimeOrigin::signed(COMMITTEE), RuntimeOrigin::none(), RuntimeOrigin::root()]
			{
				assert_noop!(Governance::enact(origin, set_heap_pages()), DispatchError::BadOrigin);
			}
		}
	});
}

#[docify::export]
#[test]
fn enact_should_report_the_error_when_the_call_fails() {
	build_and_execute(|| {
		let unauthorized = frame_system::Call::apply_authorized_upgrade { code: vec![0] };

		assert_ok!(Governance::enact(
			RuntimeOrigin::signed(COUNCIL),
			Box::new(RuntimeCall::System(unauthorized)),
		));

		let error = frame_system::Error::<Test>::NothingAuthorized.into();
		System::assert_has_event(Event::Enacted { result: Err(error) }.into());
	});
}

#[docify::export]
#[test]
fn enact_should_dispatch_as_root_when_the_delay_is_over() {
	build_and_execute(|| {
		delay(10);
		assert_ok!(Governance::enact(RuntimeOrigin::signed(COUNCIL), set_heap_pages()));
		System::assert_last_event(
			Event::EnactmentScheduled { call_hash: hash(&set_heap_pages()), at: 11 }.into(),
		);

		begin_block(10);
		assert_eq!(sp_io::storage::get(b":heappages"), None);

		begin_block(11);
		assert!(sp_io::storage::get(b":heappages").is_some());
	});
}

#[test]
fn enact_should_wait_for_one_block_when_the_delay_is_one() {
	build_and_execute(|| {
		delay(1);
		enact(set_heap_pages());
		assert_eq!(sp_io::storage::get(b":heappages"), None);
		begin_block(2);
		assert!(sp_io::storage::get(b":heappages").is_some());
	});
}

#[test]
fn waiting_call_should_change_nothing_when_it_fails() {
	build_and_execute(|| {
		delay(10);
		let before = sp_io::storage::get(b":code");
		let unauthorized = frame_system::Call::apply_authorized_upgrade { code: vec![0] };
		enact(Box::new(RuntimeCall::System(unauthorized)));
		begin_block(11);
		let error = frame_system::Error::<Test>::NothingAuthorized.into();
		let told = System::events().into_iter().find_map(|record| match record.event {
			RuntimeEvent::Scheduler(pallet_scheduler::Event::Dispatched { result, .. }) => {
				Some(result)
			},
			_ => None,
		});
		assert_eq!(told, Some(Err(error)));
		assert_eq!(sp_io::storage::get(b":code"), before);
	});
}

#[test]
fn large_call_should_wait_as_a_preimage_and_leave_none() {
	build_and_execute(|| {
		delay(10);
		let call = large();
		enact(call.clone());
		assert_eq!(Preimage::len(&hash(&call)), Some(call.encoded_size() as u32));
		begin_block(11);
		assert_eq!(sp_io::storage::get(b"mark").map(|mark| mark.len()), Some(1_000));
		assert_eq!(Preimage::len(&hash(&call)), None);
		assert!(!Preimage::is_requested(&hash(&call)));
	});
}

#[test]
fn preimage_should_stay_when_others_ask_for_it() {
	build_and_execute(|| {
		delay(10);
		let call = large();
		assert_ok!(Preimage::note_preimage(RuntimeOrigin::signed(7), call.encode()));
		assert_ok!(Preimage::request_preimage(RuntimeOrigin::root(), hash(&call)));
		enact(call.clone());
		assert_ok!(Governance::cancel_enactment(RuntimeOrigin::signed(COUNCIL), hash(&call)));
		assert!(Preimage::is_requested(&hash(&call)));
		enact(call.clone());
		begin_block(11);
		assert!(sp_io::storage::get(b"mark").is_some());
		assert!(Preimage::is_requested(&hash(&call)));
		assert_ok!(Preimage::unrequest_preimage(RuntimeOrigin::root(), hash(&call)));
		assert!(!Preimage::is_requested(&hash(&call)));
	});
}

#[test]
fn enact_should_be_refused_when_the_same_call_waits() {
	build_and_execute(|| {
		delay(10);
		for call in [set_heap_pages(), large()] {
			enact(call.clone());
			assert_noop!(
				Governance::enact(RuntimeOrigin::signed(COUNCIL), call),
				Error::<Test>::AlreadyScheduled
			);
		}
		begin_block(11);
		enact(set_heap_pages());
	});
}

#[test]
fn enact_should_be_refused_when_the_block_is_full() {
	build_and_execute(|| {
		delay(10);
		let remark = |byte| {
			Box::new(RuntimeCall::System(frame_system::Call::remark { remark: vec![byte; 200] }))
		};
		enact(remark(1));
		enact(remark(2));
		assert_noop!(
			Governance::enact(RuntimeOrigin::signed(COUNCIL), remark(3)),
			DispatchError::Exhausted
		);
	});
}

#[test]
fn enact_should_be_refused_when_the_call_is_too_large_to_wait() {
	build_and_execute(|| {
		delay(10);
		let remark = vec![0; <Preimage as StorePreimage>::MAX_LENGTH];
		let call = Box::new(RuntimeCall::System(frame_system::Call::remark { remark }));
		assert_noop!(
			Governance::enact(RuntimeOrigin::signed(COUNCIL), call),
			DispatchError::Exhausted
		);
	});
}

#[test]
fn enact_should_cost_what_storing_the_call_costs_when_it_waits() {
	build_and_execute(|| {
		let call = large();
		let length = call.encoded_size() as u32;
		let declared = crate::Call::<Test>::enact { call: call.clone() }.get_dispatch_info();
		delay(10);
		let paid = Governance::enact(RuntimeOrigin::signed(COUNCIL), call);
		let paid = paid.expect("the council may").actual_weight.expect("it is known");
		assert_eq!(paid, <() as WeightInfo>::enact_later(length));
		assert!(paid.all_lte(declared.call_weight));
	});
}
