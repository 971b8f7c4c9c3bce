use super::*;

fn remove(agent: u64) -> DispatchResult {
	Organizations::remove_agent(signed(HEAD), agent)
}

#[docify::export]
#[test]
fn remove_agent_should_lock_out() {
	build_and_execute(|| {
		assert_ok!(Organizations::remove_agent(signed(HEAD), DEPUTY));

		assert_eq!(Organizations::membership(&DEPUTY), None);
		assert_eq!(Organizations::active_agent(&DEPUTY), None);
		assert_refused(
			|| Organizations::remove_agent(signed(DEPUTY), CLERK),
			Error::<Test>::NotAuthorized,
		);
		assert_eq!(
			events().last(),
			Some(&Event::AgentRemoved { organization: HOSPITAL, agent: DEPUTY })
		);
	});
}

#[test]
fn remove_agent_should_make_room() {
	build_and_execute(|| {
		assert_ok!(remove(CLERK));
		assert_eq!(Organizations::info(HOSPITAL).unwrap().agents, 3);
		assert_ok!(Organizations::add_agent(signed(OWNER), CLERK, clerk(), Period::ALWAYS));
	});
}

#[test]
fn remove_agent_should_let_account_vanish_when_it_never_signed() {
	build_and_execute(|| {
		assert_ok!(remove(CLERK));
		assert!(!System::account_exists(&CLERK));
	});
}

#[test]
fn remove_agent_should_keep_the_nonce_when_account_has_signed() {
	build_and_execute(|| {
		System::inc_account_nonce(CLERK);
		assert_ok!(remove(CLERK));
		assert_eq!(System::account_nonce(CLERK), 1);
		// It comes back, and is one account as before.
		assert_ok!(Organizations::add_agent(signed(HEAD), CLERK, clerk(), Period::ALWAYS));
		assert_eq!(System::account_nonce(CLERK), 1);
		assert_eq!(System::providers(&CLERK), 1);
	});
}

#[test]
fn remove_agent_should_leave_account_to_its_session_keys() {
	build_and_execute(|| {
		assert_ok!(System::inc_consumers(&CLERK));
		assert_ok!(remove(CLERK));
		assert!(System::account_exists(&CLERK));
		assert_eq!(Organizations::membership(&CLERK), None);
	});
}

#[test]
fn remove_agent_should_let_administrator_leave_when_another_stays() {
	build_and_execute(|| {
		assert_ok!(Organizations::remove_agent(signed(DEPUTY), DEPUTY));
		assert_eq!(Organizations::membership(&DEPUTY), None);
	});
}

#[test]
fn remove_agent_should_refuse_when_sender_is_no_active_administrator() {
	build_and_execute(|| {
		assert_refused_unless_administrator(|origin| Organizations::remove_agent(origin, CLERK));
	});
}

#[test]
fn remove_agent_should_refuse_when_account_is_no_agent_of_the_organization() {
	build_and_execute(|| {
		assert_ok!(Organizations::sponsor(&PATIENT, HOSPITAL));
		for other in [OWNER, PATIENT, STRANGER] {
			assert_refused(|| remove(other), Error::<Test>::AgentNotFound);
		}
	});
}

#[test]
fn remove_agent_should_refuse_when_it_is_the_last_administrator() {
	build_and_execute(|| {
		assert_refused(
			|| Organizations::remove_agent(signed(OWNER), OWNER),
			Error::<Test>::LastAdministrator,
		);
		// An administrator whose validity ends does not count.
		assert_ok!(Organizations::add_agent(
			signed(OWNER),
			STRANGER,
			AgentRole::Administrator.into(),
			Period::until(LATER)
		));
		assert_refused(
			|| Organizations::remove_agent(signed(STRANGER), OWNER),
			Error::<Test>::LastAdministrator,
		);
	});
}

#[test]
fn remove_agent_should_refuse_when_it_is_the_delegate() {
	build_and_execute(|| {
		assert_refused(
			|| Organizations::remove_agent(signed(DEPUTY), HEAD),
			Error::<Test>::AgentIsDelegate,
		);
	});
}
