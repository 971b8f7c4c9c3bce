use super::*;

fn set(who: u64, delegate: u64) -> DispatchResult {
	Organizations::set_council_delegate(signed(who), delegate)
}

#[test]
fn set_council_delegate_should_hand_the_seat_over() {
	build_and_execute(|| {
		assert_ok!(set(HEAD, DEPUTY));
		assert_eq!(Members::get(), [DEPUTY, OFFICER]);
		assert_eq!(Organizations::info(HOSPITAL).unwrap().council_delegate, Some(DEPUTY));
		assert_eq!(
			events(),
			[Event::CouncilDelegateSet { organization: HOSPITAL, delegate: DEPUTY }]
		);
	});
}

#[test]
fn set_council_delegate_should_let_the_former_delegate_go() {
	build_and_execute(|| {
		assert_ok!(set(HEAD, DEPUTY));
		assert_ok!(Organizations::remove_agent(signed(DEPUTY), HEAD));
	});
}

#[test]
fn set_council_delegate_should_refuse_when_sender_is_no_active_administrator() {
	build_and_execute(|| {
		assert_refused_unless_administrator(|origin| {
			Organizations::set_council_delegate(origin, DEPUTY)
		});
	});
}

#[test]
fn set_council_delegate_should_refuse_when_organization_has_no_seat() {
	build_and_execute(|| {
		assert_refused(|| set(OWNER, OWNER), Error::<Test>::NoSeat);
	});
}

#[test]
fn set_council_delegate_should_refuse_when_delegate_is_no_permanent_administrator_of_it() {
	build_and_execute(|| {
		for delegate in [CLERK, LOCUM, OFFICER, STRANGER] {
			assert_refused(|| set(HEAD, delegate), Error::<Test>::DelegateNotAdministrator);
		}
	});
}
