use super::*;

fn remove(organization: OrganizationId) -> DispatchResult {
	Organizations::remove(council(), organization)
}

#[test]
fn remove_should_end_membership_for_good() {
	build_and_execute(|| {
		assert_ok!(remove(CLINIC));
		assert_eq!(status(CLINIC), Some(OrganizationStatus::Removed));
		assert_eq!(Organizations::active_agent(&OWNER), None);
		assert_eq!(events(), [Event::OrganizationRemoved { organization: CLINIC }]);
		assert_refused(
			|| Organizations::reinstate(council(), CLINIC),
			Error::<Test>::InvalidStatus,
		);
	});
}

#[test]
fn remove_should_withdraw_the_seat_when_there_is_one() {
	build_and_execute(|| {
		assert_ok!(remove(HOSPITAL));
		assert_eq!(Members::get(), [OFFICER]);
		assert_eq!(
			events(),
			[
				Event::CouncilSeatWithdrawn { organization: HOSPITAL },
				Event::OrganizationRemoved { organization: HOSPITAL },
			]
		);
	});
}

#[test]
fn remove_should_work_when_organization_is_suspended() {
	build_and_execute(|| {
		assert_ok!(Organizations::suspend(council(), CLINIC));
		assert_ok!(remove(CLINIC));
		assert_eq!(status(CLINIC), Some(OrganizationStatus::Removed));
	});
}

#[test]
fn remove_should_free_the_accounts_of_its_agents() {
	build_and_execute(|| {
		assert_ok!(remove(CLINIC));
		assert_ok!(Organizations::add_agent(signed(HEAD), OWNER, clerk(), Period::ALWAYS));
		assert_eq!(
			Organizations::active_agent(&OWNER).map(|agent| agent.organization),
			Some(HOSPITAL)
		);
	});
}

#[test]
fn remove_should_keep_its_patients_in() {
	build_and_execute(|| {
		assert_ok!(Organizations::sponsor(&PATIENT, CLINIC));
		assert_ok!(remove(CLINIC));
		assert_eq!(
			Organizations::membership(&PATIENT),
			Some(MembershipInfo::Sponsored { organization: CLINIC })
		);
	});
}

#[test]
fn remove_should_refuse_when_sender_is_not_the_council() {
	build_and_execute(|| {
		assert_refused_unless_council(|origin| Organizations::remove(origin, CLINIC));
	});
}

#[test]
fn remove_should_refuse_when_organization_has_only_applied_or_has_left() {
	build_and_execute(|| {
		apply();
		assert_ok!(remove(CLINIC));
		for organization in [APPLICANT, CLINIC] {
			assert_refused(|| remove(organization), Error::<Test>::InvalidStatus);
		}
	});
}

#[test]
fn remove_should_refuse_when_council_would_be_empty() {
	build_and_execute(|| {
		assert_ok!(remove(HOSPITAL));
		assert_refused(|| remove(AUTHORITY), Error::<Test>::LastSeat);
	});
}

#[test]
fn remove_should_refuse_when_organization_is_unknown() {
	build_and_execute(|| {
		assert_refused(|| remove(NOBODY), Error::<Test>::NotFound);
	});
}
