use super::*;

#[test]
fn active_agent_until_should_name_the_end_of_validity() {
	build_and_execute(|| {
		assert_eq!(Organizations::active_agent_until(&LOCUM).unwrap().1, Some(LATER));
		assert_eq!(Organizations::active_agent_until(&HEAD).unwrap().1, None);
	});
}

#[test]
fn capabilities_until_should_name_the_next_change() {
	build_and_execute(|| {
		assert_eq!(
			Organizations::capabilities_until(CLINIC),
			(Capability::Provider.into(), Some(LATER))
		);
		assert_eq!(
			Organizations::capabilities_until(AUTHORITY),
			(Capability::Regulator.into(), None)
		);
		assert_eq!(Organizations::capabilities_until(NOBODY), (CapabilitySet::EMPTY, None));
	});
}

#[test]
fn list_should_give_pages_in_order() {
	build_and_execute(|| {
		let page = |from: u32, limit| {
			Organizations::list(OrganizationId(from), limit)
				.iter()
				.map(|info| info.id.0)
				.collect::<Vec<_>>()
		};
		assert_eq!(page(0, 2), [0, 1]);
		assert_eq!(page(2, 2), [2]);
		assert!(page(3, 2).is_empty());
		assert_eq!(page(1, u32::MAX), [1, 2]);
		assert!(page(u32::MAX, u32::MAX).is_empty());
		assert!(page(0, 0).is_empty());
	});
}

#[test]
fn info_should_be_none_when_organization_is_unknown() {
	build_and_execute(|| {
		assert_eq!(Organizations::info(NOBODY), None);
	});
}

#[test]
fn membership_should_tell_whether_agent_may_act_now() {
	build_and_execute(|| {
		let active = |who| match Organizations::membership(&who) {
			Some(MembershipInfo::Agent { active, .. }) => Some(active),
			_ => None,
		};
		assert_eq!(active(LOCUM), Some(true));
		assert_eq!(active(STRANGER), None);
		Now::set(&LATER);
		assert_eq!(active(LOCUM), Some(false));
		assert_ok!(Organizations::suspend(council(), CLINIC));
		assert_eq!(active(OWNER), Some(false));
	});
}

#[test]
fn allowance_should_be_the_organizations_for_agents_and_their_own_for_patients() {
	build_and_execute(|| {
		assert_ok!(Organizations::sponsor(&PATIENT, HOSPITAL));
		assert_eq!(Organizations::allowance(&CLERK).unwrap().capacity, ALLOWANCE.capacity);
		let patient = Organizations::allowance(&PATIENT).unwrap();
		assert_eq!(patient.capacity, PATIENT_ALLOWANCE.capacity);
		assert_eq!(patient.available, PATIENT_ALLOWANCE.capacity);
		assert_eq!(patient.refill, PATIENT_ALLOWANCE.refill);
		assert_eq!(Organizations::allowance(&STRANGER), None);
	});
}
