use super::*;

fn grant(organization: OrganizationId, delegate: u64) -> DispatchResult {
	Organizations::grant_council_seat(council(), organization, delegate)
}

#[test]
fn grant_council_seat_should_seat_the_delegate() {
	build_and_execute(|| {
		assert_ok!(grant(CLINIC, OWNER));
		assert_eq!(Members::get(), [HEAD, OWNER, OFFICER]);
		assert_eq!(Organizations::info(CLINIC).unwrap().council_delegate, Some(OWNER));
		assert_eq!(events(), [Event::CouncilDelegateSet { organization: CLINIC, delegate: OWNER }]);
	});
}

#[test]
fn grant_council_seat_should_replace_the_delegate_when_there_is_one() {
	build_and_execute(|| {
		assert_ok!(grant(HOSPITAL, DEPUTY));
		assert_eq!(Members::get(), [DEPUTY, OFFICER]);
	});
}

#[test]
fn grant_council_seat_should_leave_the_council_when_delegate_sits_already() {
	build_and_execute(|| {
		assert_ok!(grant(HOSPITAL, HEAD));
		assert_eq!(Members::get(), [HEAD, OFFICER]);
	});
}

#[test]
fn grant_council_seat_should_refuse_when_sender_is_not_the_council() {
	build_and_execute(|| {
		assert_refused_unless_council(|origin| {
			Organizations::grant_council_seat(origin, CLINIC, OWNER)
		});
	});
}

#[test]
fn grant_council_seat_should_refuse_when_organization_is_not_active() {
	build_and_execute(|| {
		apply();
		assert_ok!(Organizations::suspend(council(), HOSPITAL));
		dissolve_clinic();
		for (organization, delegate) in [(APPLICANT, FOUNDER), (HOSPITAL, HEAD), (CLINIC, OWNER)] {
			assert_refused(|| grant(organization, delegate), Error::<Test>::InvalidStatus);
		}
	});
}

#[test]
fn grant_council_seat_should_refuse_when_delegate_is_no_permanent_administrator_of_it() {
	build_and_execute(|| {
		// An administrator, but not for good.
		assert_ok!(Organizations::add_agent(
			signed(HEAD),
			STRANGER,
			AgentRole::Administrator.into(),
			Period::until(LATER)
		));
		for delegate in [CLERK, LOCUM, OWNER, PATIENT, STRANGER] {
			assert_refused(|| grant(HOSPITAL, delegate), Error::<Test>::DelegateNotAdministrator);
		}
	});
}

#[test]
fn grant_council_seat_should_refuse_when_council_is_full() {
	build_and_execute(|| {
		assert_ok!(grant(CLINIC, OWNER));
		apply();
		assert_ok!(Organizations::admit(council(), APPLICANT));
		assert_refused(|| grant(APPLICANT, FOUNDER), Error::<Test>::MaxSeatsExceeded);
		// Another delegate for a seat that is taken needs no room.
		assert_ok!(grant(HOSPITAL, DEPUTY));
	});
}

#[test]
fn grant_council_seat_should_refuse_when_organization_is_unknown() {
	build_and_execute(|| {
		assert_refused(|| grant(NOBODY, HEAD), Error::<Test>::NotFound);
	});
}
