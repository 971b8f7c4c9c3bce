use super::*;

#[test]
fn remove_should_take_the_node_off_and_free_its_place() {
	build_and_execute(|| {
		register(HEAD, 1);
		register(HEAD, 2);
		take_events();

		assert_ok!(Nodes::remove(signed(HEAD), peer(1)));

		assert_eq!(visible(), [peer(2)]);
		assert_eq!(
			take_events(),
			[Event::NodeRemoved { organization: HOSPITAL, peer_id: peer(1) }]
		);
		// Anybody may have it now.
		register(OWNER, 1);
	});
}

#[test]
fn remove_should_leave_nothing_behind_when_it_was_the_last() {
	build_and_execute(|| {
		let before = state();
		register(HEAD, 1);
		assert_ok!(Nodes::remove(signed(HEAD), peer(1)));
		assert_eq!(state(), before);
	});
}

#[test]
fn remove_should_be_refused_when_the_node_is_not_of_the_callers_organization() {
	build_and_execute(|| {
		register(HEAD, 1);
		for who in [OWNER, GATEWAY, STRANGER] {
			assert_noop!(Nodes::remove(signed(who), peer(1)), Error::<Test>::NotAuthorized);
		}
		assert_noop!(Nodes::remove(RuntimeOrigin::root(), peer(1)), DispatchError::BadOrigin);
	});
}

#[test]
fn remove_should_be_refused_when_there_is_no_such_node() {
	build_and_execute(|| {
		assert_noop!(Nodes::remove(signed(HEAD), peer(1)), Error::<Test>::NotFound);
	});
}
