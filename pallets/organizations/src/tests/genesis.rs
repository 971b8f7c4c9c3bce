use super::*;
use crate::{FoundingAgent, FoundingOrganization, MAX_LICENCES, MAX_NAME_LEN};

/// Builds a chain with the usual founders, the first of them changed.
fn build(change: impl FnOnce(&mut FoundingOrganization<u64>)) {
	let mut founders = founders();
	change(&mut founders[0]);
	externalities_of(founders);
}

#[test]
fn genesis_should_found_members_in_order_when_it_is_well_formed() {
	build_and_execute(|| {
		let names: Vec<_> = Organizations::list(OrganizationId(0), 9)
			.into_iter()
			.map(|info| (info.id, info.name, info.status))
			.collect();
		let active = OrganizationStatus::Active;
		assert_eq!(
			names,
			[
				(HOSPITAL, "Hospital".into(), active),
				(CLINIC, "Clinic".into(), active),
				(AUTHORITY, "Health Authority".into(), active),
			]
		);
		assert_eq!(Organizations::active_agent(&CLERK).unwrap().organization, HOSPITAL);
		assert!(events().is_empty());
	});
}

#[test]
fn genesis_should_seat_the_delegates_in_the_council() {
	build_and_execute(|| assert_eq!(Members::get(), [HEAD, OFFICER]));
}

#[test]
fn genesis_should_be_empty_when_nobody_founds() {
	externalities_of(Vec::new()).execute_with(check_invariants);
}

#[test]
fn genesis_should_read_back_from_json_when_written() {
	let written = serde_json::to_string(&founders()).unwrap();
	assert_eq!(
		serde_json::from_str::<Vec<FoundingOrganization<u64>>>(&written).unwrap(),
		founders()
	);
}

#[test]
#[should_panic(expected = "founding organization \"  \": InvalidName")]
fn genesis_should_panic_when_name_is_blank() {
	build(|hospital| hospital.name = "  ".into());
}

#[test]
#[should_panic(expected = ": name is too long")]
fn genesis_should_panic_when_name_is_too_long() {
	build(|hospital| hospital.name = "H".repeat(MAX_NAME_LEN as usize + 1));
}

#[test]
#[should_panic(expected = "founding organization \"Hospital\": no capabilities")]
fn genesis_should_panic_when_there_are_no_capabilities() {
	build(|hospital| hospital.capabilities = CapabilitySet::EMPTY);
}

#[test]
#[should_panic(expected = "founding organization \"Hospital\": CapabilityNotAdmitted")]
fn genesis_should_panic_when_licence_is_for_something_else() {
	build(|hospital| hospital.licences.push(licence(Capability::Payer)));
}

#[test]
#[should_panic(expected = "founding organization \"Hospital\": LicenceExists")]
fn genesis_should_panic_when_licence_stands_there_twice() {
	build(|hospital| hospital.licences.push(licence(Capability::Provider)));
}

#[test]
#[should_panic(expected = "founding organization \"Hospital\": InvalidPeriod")]
fn genesis_should_panic_when_licence_ends_before_it_starts() {
	let period = Period { start: Some(LATER), end: Some(NOW) };
	build(|hospital| {
		hospital.licences.push(Licence { period, ..licence(Capability::Provider) });
	});
}

#[test]
#[should_panic(expected = "founding organization \"Hospital\": MaxLicencesExceeded")]
fn genesis_should_panic_when_there_are_too_many_licences() {
	build(|hospital| {
		hospital.licences.extend((0..u64::from(MAX_LICENCES)).map(|n| Licence {
			period: Period::until(LATER + n),
			..licence(Capability::Provider)
		}));
	});
}

#[test]
#[should_panic(expected = "founding organization \"Hospital\": an agent has no role")]
fn genesis_should_panic_when_agent_has_no_role() {
	build(|hospital| hospital.agents[2].roles = RoleSet::EMPTY);
}

#[test]
#[should_panic(
	expected = "founding organization \"Hospital\": an agent's period ends before it starts"
)]
fn genesis_should_panic_when_agent_ends_before_it_starts() {
	build(|hospital| {
		hospital.agents[2].period = Period { start: Some(LATER), end: Some(NOW) };
	});
}

#[test]
#[should_panic(expected = "founding organization \"Hospital\": AlreadyMember")]
fn genesis_should_panic_when_agent_stands_there_twice() {
	build(|hospital| hospital.agents.push(administrator(CLERK)));
}

#[test]
#[should_panic(expected = "founding organization \"Clinic\": AlreadyMember")]
fn genesis_should_panic_when_agent_belongs_to_two() {
	build(|hospital| hospital.agents.push(administrator(OWNER)));
}

#[test]
#[should_panic(expected = "founding organization \"Hospital\": MaxAgentsExceeded")]
fn genesis_should_panic_when_there_are_too_many_agents() {
	build(|hospital| hospital.agents.extend([STRANGER, PATIENT].map(administrator)));
}

#[test]
#[should_panic(
	expected = "founding organization \"Hospital\": no administrator without an end of validity"
)]
fn genesis_should_panic_when_every_administrator_ends() {
	build(|hospital| {
		for FoundingAgent { period, .. } in &mut hospital.agents {
			*period = Period::until(LATER);
		}
	});
}

#[test]
#[should_panic(expected = "founding organization \"Hospital\": DelegateNotAdministrator")]
fn genesis_should_panic_when_delegate_is_no_administrator() {
	build(|hospital| hospital.council_delegate = Some(CLERK));
}

#[test]
#[should_panic(expected = "founding organization \"Fourth\": MaxSeatsExceeded")]
fn genesis_should_panic_when_there_are_too_many_seats() {
	let mut founders = founders();
	founders[1].council_delegate = Some(OWNER);
	founders.push(founder("Fourth", &[Capability::Auditor], STRANGER));
	externalities_of(founders);
}

#[test]
#[should_panic(expected = "no founding organization has a seat in the council")]
fn genesis_should_panic_when_nobody_has_a_seat() {
	let mut founders = founders();
	for founder in &mut founders {
		founder.council_delegate = None;
	}
	externalities_of(founders);
}
