use super::*;

fn reinstate(organization: OrganizationId) -> DispatchResult {
	Organizations::reinstate(council(), organization)
}

#[test]
fn reinstate_should_let_organization_act_again_without_its_seat() {
	build_and_execute(|| {
		assert_ok!(Organizations::suspend(council(), HOSPITAL));
		assert_ok!(reinstate(HOSPITAL));
		assert_eq!(status(HOSPITAL), Some(OrganizationStatus::Active));
		assert!(Organizations::active_agent(&HEAD).is_some());
		assert!(Organizations::is_capable(HOSPITAL, Capability::Provider));
		assert_eq!(Members::get(), [OFFICER]);
		assert_eq!(
			events().last(),
			Some(&Event::OrganizationReinstated { organization: HOSPITAL })
		);
	});
}

#[test]
fn reinstate_should_refuse_when_sender_is_not_the_council() {
	build_and_execute(|| {
		assert_ok!(Organizations::suspend(council(), CLINIC));
		assert_refused_unless_council(|origin| Organizations::reinstate(origin, CLINIC));
	});
}

#[test]
fn reinstate_should_refuse_when_organization_is_not_suspended() {
	build_and_execute(|| {
		apply();
		dissolve_clinic();
		for organization in [APPLICANT, HOSPITAL, CLINIC] {
			assert_refused(|| reinstate(organization), Error::<Test>::InvalidStatus);
		}
	});
}

#[test]
fn reinstate_should_refuse_when_organization_is_unknown() {
	build_and_execute(|| {
		assert_refused(|| reinstate(NOBODY), Error::<Test>::NotFound);
	});
}
