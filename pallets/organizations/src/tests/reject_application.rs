use super::*;

fn reject(organization: OrganizationId) -> DispatchResult {
	Organizations::reject_application(council(), organization)
}

#[test]
fn reject_application_should_end_it_when_council_declines() {
	build_and_execute(|| {
		apply();
		assert_ok!(reject(APPLICANT));
		assert_eq!(status(APPLICANT), Some(OrganizationStatus::Removed));
		assert_eq!(events().last(), Some(&Event::ApplicationRejected { organization: APPLICANT }));
		assert_refused(|| Organizations::admit(council(), APPLICANT), Error::<Test>::InvalidStatus);
	});
}

#[test]
fn reject_application_should_free_the_administrators_account() {
	build_and_execute(|| {
		apply();
		assert_ok!(reject(APPLICANT));
		assert_ok!(Organizations::add_agent(signed(OWNER), FOUNDER, clerk(), Period::ALWAYS));
	});
}

#[test]
fn reject_application_should_refuse_when_sender_is_not_the_council() {
	build_and_execute(|| {
		apply();
		assert_refused_unless_council(|origin| {
			Organizations::reject_application(origin, APPLICANT)
		});
	});
}

#[test]
fn reject_application_should_refuse_when_organization_has_not_applied() {
	build_and_execute(|| {
		dissolve_clinic();
		for organization in [HOSPITAL, CLINIC] {
			assert_refused(|| reject(organization), Error::<Test>::InvalidStatus);
		}
	});
}

#[test]
fn reject_application_should_refuse_when_organization_is_unknown() {
	build_and_execute(|| {
		assert_refused(|| reject(NOBODY), Error::<Test>::NotFound);
	});
}
