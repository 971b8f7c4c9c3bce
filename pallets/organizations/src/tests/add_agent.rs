use super::*;

fn add(agent: u64, roles: RoleSet, period: Period) -> DispatchResult {
	Organizations::add_agent(signed(HEAD), agent, roles, period)
}

#[test]
fn add_agent_should_let_account_act_for_organization() {
	build_and_execute(|| {
		let roles = RoleSet::of(&[AgentRole::Practitioner, AgentRole::Clerk]);
		let period = Period { start: Some(NOW), end: Some(LATER) };
		assert_ok!(add(STRANGER, roles, period));
		let agent = Organizations::active_agent(&STRANGER).unwrap();
		assert_eq!((agent.organization, agent.roles), (HOSPITAL, roles));
		assert_eq!(Organizations::info(HOSPITAL).unwrap().agents, 5);
		assert_eq!(
			events(),
			[Event::AgentAdded { organization: HOSPITAL, agent: STRANGER, roles, period }]
		);
	});
}

#[test]
fn agent_should_act_only_within_its_period() {
	build_and_execute(|| {
		let period = Period { start: Some(NOW + 10), end: Some(NOW + 20) };
		assert_ok!(add(STRANGER, clerk(), period));
		for (at, active) in [(9, false), (10, true), (19, true), (20, false)] {
			Now::set(&(NOW + at));
			assert_eq!(Organizations::active_agent(&STRANGER).is_some(), active, "at {at}");
		}
	});
}

#[test]
fn administrator_should_lose_its_say_when_its_period_ends() {
	build_and_execute(|| {
		assert_ok!(add(STRANGER, AgentRole::Administrator.into(), Period::until(LATER)));
		let add_patient =
			|| Organizations::add_agent(signed(STRANGER), PATIENT, clerk(), Period::ALWAYS);
		Now::set(&LATER);
		assert_refused(add_patient, Error::<Test>::NotAuthorized);
	});
}

#[test]
fn add_agent_should_take_over_account_when_its_organization_was_removed() {
	build_and_execute(|| {
		dissolve_clinic();
		assert_ok!(add(OWNER, clerk(), Period::ALWAYS));
		assert_eq!(Organizations::info(CLINIC).unwrap().agents, 0);
		// Session keys hang on a provider, and one is enough.
		assert_eq!(System::providers(&OWNER), 1);
	});
}

#[test]
fn add_agent_should_refuse_when_sender_is_no_active_administrator() {
	build_and_execute(|| {
		assert_refused_unless_administrator(|origin| {
			Organizations::add_agent(origin, STRANGER, clerk(), Period::ALWAYS)
		});
	});
}

#[test]
fn add_agent_should_refuse_when_there_is_no_role() {
	build_and_execute(|| {
		assert_refused(|| add(STRANGER, RoleSet::EMPTY, Period::ALWAYS), Error::<Test>::NoRoles);
	});
}

#[test]
fn add_agent_should_refuse_when_period_is_empty_or_over() {
	build_and_execute(|| {
		let empty = Period { start: Some(LATER), end: Some(LATER) };
		for period in [empty, Period::until(NOW)] {
			assert_refused(|| add(STRANGER, clerk(), period), Error::<Test>::InvalidPeriod);
		}
	});
}

#[test]
fn add_agent_should_refuse_when_account_belongs_to_somebody() {
	build_and_execute(|| {
		assert_ok!(Organizations::sponsor(&PATIENT, CLINIC));
		assert_ok!(Organizations::suspend(council(), AUTHORITY));
		for taken in [CLERK, OWNER, OFFICER, PATIENT] {
			assert_refused(|| add(taken, clerk(), Period::ALWAYS), Error::<Test>::AlreadyMember);
		}
	});
}

#[test]
fn add_agent_should_refuse_when_there_is_no_room() {
	build_and_execute(|| {
		dissolve_clinic();
		assert_ok!(add(STRANGER, clerk(), Period::ALWAYS));
		// Nor is an account of a removed organization taken away from it then.
		for agent in [PATIENT, OWNER] {
			assert_refused(
				|| add(agent, clerk(), Period::ALWAYS),
				Error::<Test>::MaxAgentsExceeded,
			);
		}
	});
}
