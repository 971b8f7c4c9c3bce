use super::*;

fn suspend(organization: OrganizationId) -> DispatchResult {
	Organizations::suspend(council(), organization)
}

#[test]
fn suspend_should_keep_organization_from_acting() {
	build_and_execute(|| {
		assert_ok!(suspend(CLINIC));
		assert_eq!(status(CLINIC), Some(OrganizationStatus::Suspended));
		assert!(!Organizations::is_active(CLINIC));
		assert!(!Organizations::is_capable(CLINIC, Capability::Provider));
		assert_eq!(Organizations::active_agent(&OWNER), None);
		assert_eq!(events(), [Event::OrganizationSuspended { organization: CLINIC }]);
	});
}

#[test]
fn suspend_should_withdraw_the_seat_when_there_is_one() {
	build_and_execute(|| {
		assert_ok!(suspend(HOSPITAL));
		assert_eq!(Members::get(), [OFFICER]);
		assert_eq!(Organizations::info(HOSPITAL).unwrap().council_delegate, None);
		assert_eq!(
			events(),
			[
				Event::CouncilSeatWithdrawn { organization: HOSPITAL },
				Event::OrganizationSuspended { organization: HOSPITAL },
			]
		);
	});
}

#[test]
fn suspend_should_refuse_when_sender_is_not_the_council() {
	build_and_execute(|| {
		assert_refused_unless_council(|origin| Organizations::suspend(origin, CLINIC));
	});
}

#[test]
fn suspend_should_refuse_when_organization_is_not_active() {
	build_and_execute(|| {
		apply();
		assert_ok!(suspend(HOSPITAL));
		dissolve_clinic();
		for organization in [APPLICANT, HOSPITAL, CLINIC] {
			assert_refused(|| suspend(organization), Error::<Test>::InvalidStatus);
		}
	});
}

#[test]
fn suspend_should_refuse_when_council_would_be_empty() {
	build_and_execute(|| {
		assert_ok!(suspend(HOSPITAL));
		assert_refused(|| suspend(AUTHORITY), Error::<Test>::LastSeat);
	});
}

#[test]
fn suspend_should_refuse_when_organization_is_unknown() {
	build_and_execute(|| {
		assert_refused(|| suspend(NOBODY), Error::<Test>::NotFound);
	});
}
