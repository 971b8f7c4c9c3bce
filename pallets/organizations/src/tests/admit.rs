use super::*;

#[docify::export]
#[test]
fn admit_should_activate_when_council_agrees() {
	build_and_execute(|| {
		let applicant = profile("Trials Ltd");
		let capabilities = Capability::Sponsor.into();
		assert_ok!(Organizations::submit_application(
			signed(HEAD),
			applicant,
			capabilities,
			FOUNDER
		));
		assert_eq!(Organizations::active_agent(&FOUNDER), None);

		assert_ok!(Organizations::admit(council(), APPLICANT));

		let member = Organizations::info(APPLICANT).unwrap();
		assert_eq!(member.status, OrganizationStatus::Active);
		assert_eq!(member.usable_capabilities, capabilities);
		assert_eq!(events().last(), Some(&Event::OrganizationAdmitted { organization: APPLICANT }));
		// From now on it acts for itself.
		assert_ok!(Organizations::add_agent(signed(FOUNDER), STRANGER, clerk(), Period::ALWAYS));
	});
}

#[test]
fn admit_should_refuse_when_sender_is_not_the_council() {
	build_and_execute(|| {
		apply();
		assert_refused_unless_council(|origin| Organizations::admit(origin, APPLICANT));
	});
}

#[test]
fn admit_should_refuse_when_organization_has_not_applied() {
	build_and_execute(|| {
		dissolve_clinic();
		assert_ok!(Organizations::suspend(council(), AUTHORITY));
		for organization in [HOSPITAL, CLINIC, AUTHORITY] {
			assert_refused(
				|| Organizations::admit(council(), organization),
				Error::<Test>::InvalidStatus,
			);
		}
	});
}

#[test]
fn admit_should_refuse_when_organization_is_unknown() {
	build_and_execute(|| {
		assert_refused(|| Organizations::admit(council(), NOBODY), Error::<Test>::NotFound);
	});
}
