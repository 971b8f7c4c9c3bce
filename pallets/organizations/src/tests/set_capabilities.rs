use super::*;

fn set(organization: OrganizationId, capabilities: CapabilitySet) -> DispatchResult {
	Organizations::set_capabilities(council(), organization, capabilities)
}

#[test]
fn set_capabilities_should_change_what_organization_is_admitted_for() {
	build_and_execute(|| {
		let capabilities = CapabilitySet::of(&[Capability::Regulator, Capability::Auditor]);
		assert_ok!(set(AUTHORITY, capabilities));
		let info = Organizations::info(AUTHORITY).unwrap();
		assert_eq!(info.capabilities, capabilities);
		assert_eq!(info.usable_capabilities, capabilities);
		assert_eq!(
			events(),
			[Event::CapabilitiesChanged { organization: AUTHORITY, capabilities }]
		);
	});
}

#[test]
fn set_capabilities_should_withdraw_licences_that_have_no_ground_any_more() {
	build_and_execute(|| {
		assert_ok!(set(HOSPITAL, Capability::Laboratory.into()));
		let info = Organizations::info(HOSPITAL).unwrap();
		assert_eq!(info.licences, [licence(Capability::Laboratory)]);
		// Nor do they come back with the capability.
		assert_ok!(set(HOSPITAL, Capability::Provider.into()));
		assert!(!Organizations::is_capable(HOSPITAL, Capability::Provider));
	});
}

#[test]
fn set_capabilities_should_refuse_when_sender_is_not_the_council() {
	build_and_execute(|| {
		assert_refused_unless_council(|origin| {
			Organizations::set_capabilities(origin, CLINIC, Capability::Auditor.into())
		});
	});
}

#[test]
fn set_capabilities_should_refuse_when_there_are_none() {
	build_and_execute(|| {
		assert_refused(|| set(CLINIC, CapabilitySet::EMPTY), Error::<Test>::NoCapabilities);
	});
}

#[test]
fn set_capabilities_should_refuse_when_organization_has_left() {
	build_and_execute(|| {
		dissolve_clinic();
		assert_refused(|| set(CLINIC, CapabilitySet::ALL), Error::<Test>::InvalidStatus);
	});
}

#[test]
fn set_capabilities_should_refuse_when_organization_is_unknown() {
	build_and_execute(|| {
		assert_refused(|| set(NOBODY, CapabilitySet::ALL), Error::<Test>::NotFound);
	});
}
