use super::*;

fn update(agent: u64, roles: RoleSet, period: Period) -> DispatchResult {
	Organizations::update_agent(signed(HEAD), agent, roles, period)
}

#[test]
fn update_agent_should_change_roles_and_validity() {
	build_and_execute(|| {
		let roles = AgentRole::PrivacyOfficer.into();
		let period = Period::until(LATER);
		assert_ok!(update(CLERK, roles, period));
		assert_eq!(
			Organizations::membership(&CLERK),
			Some(MembershipInfo::Agent { organization: HOSPITAL, roles, period, active: true })
		);
		assert_eq!(Organizations::info(HOSPITAL).unwrap().agents, 4);
		assert_eq!(
			events(),
			[Event::AgentUpdated { organization: HOSPITAL, agent: CLERK, roles, period }]
		);
	});
}

#[test]
fn update_agent_should_count_administrators_when_one_rises_and_one_steps_back() {
	build_and_execute(|| {
		assert_ok!(update(CLERK, AgentRole::Administrator.into(), Period::ALWAYS));
		assert_ok!(update(DEPUTY, clerk(), Period::ALWAYS));
		assert_ok!(Organizations::set_council_delegate(signed(HEAD), CLERK));
		assert_ok!(update(HEAD, clerk(), Period::ALWAYS));
	});
}

#[test]
fn update_agent_should_revive_agent_whose_validity_has_ended() {
	build_and_execute(|| {
		Now::set(&LATER);
		assert_eq!(Organizations::active_agent(&LOCUM), None);
		assert_ok!(update(LOCUM, clerk(), Period::ALWAYS));
		assert!(Organizations::active_agent(&LOCUM).is_some());
	});
}

#[test]
fn update_agent_should_refuse_when_sender_is_no_active_administrator() {
	build_and_execute(|| {
		assert_refused_unless_administrator(|origin| {
			Organizations::update_agent(origin, CLERK, clerk(), Period::ALWAYS)
		});
	});
}

#[test]
fn update_agent_should_refuse_when_there_is_no_role() {
	build_and_execute(|| {
		assert_refused(|| update(CLERK, RoleSet::EMPTY, Period::ALWAYS), Error::<Test>::NoRoles);
	});
}

#[test]
fn update_agent_should_refuse_when_period_is_empty_or_over() {
	build_and_execute(|| {
		let empty = Period { start: Some(LATER), end: Some(NOW) };
		for period in [empty, Period::until(NOW)] {
			assert_refused(|| update(CLERK, clerk(), period), Error::<Test>::InvalidPeriod);
		}
	});
}

#[test]
fn update_agent_should_refuse_when_account_is_no_agent_of_the_organization() {
	build_and_execute(|| {
		assert_ok!(Organizations::sponsor(&PATIENT, HOSPITAL));
		for other in [OWNER, PATIENT, STRANGER] {
			assert_refused(|| update(other, clerk(), Period::ALWAYS), Error::<Test>::AgentNotFound);
		}
	});
}

#[test]
fn update_agent_should_refuse_when_no_permanent_administrator_would_remain() {
	build_and_execute(|| {
		// Neither without the role nor with an end.
		for (roles, period) in
			[(clerk(), Period::ALWAYS), (AgentRole::Administrator.into(), Period::until(LATER))]
		{
			assert_refused(
				|| Organizations::update_agent(signed(OWNER), OWNER, roles, period),
				Error::<Test>::LastAdministrator,
			);
		}
	});
}

#[test]
fn update_agent_should_refuse_when_delegate_would_be_no_administrator() {
	build_and_execute(|| {
		assert_refused(|| update(HEAD, clerk(), Period::ALWAYS), Error::<Test>::AgentIsDelegate);
	});
}
