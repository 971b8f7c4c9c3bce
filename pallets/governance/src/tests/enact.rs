use crate::{mock::*, Event};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

/// A call that only root may make.
fn set_heap_pages() -> Box<RuntimeCall> {
	Box::new(RuntimeCall::System(frame_system::Call::set_heap_pages { pages: 64 }))
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
		for origin in [RuntimeOrigin::signed(2), RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(Governance::enact(origin, set_heap_pages()), DispatchError::BadOrigin);
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
