use super::*;

#[test]
fn force_remove_should_take_off_a_node_that_is_somebody_elses() {
	build_and_execute(|| {
		register(OWNER, 1);
		take_events();

		assert_ok!(Nodes::force_remove(RuntimeOrigin::root(), peer(1)));

		assert_eq!(take_events(), [Event::NodeRemoved { organization: CLINIC, peer_id: peer(1) }]);
		// Whose it is can register it at last.
		register(HEAD, 1);
	});
}

#[test]
fn force_remove_should_be_refused_when_the_origin_is_not_the_council() {
	build_and_execute(|| {
		register(HEAD, 1);
		for origin in [signed(HEAD), signed(OWNER), RuntimeOrigin::none()] {
			assert_noop!(Nodes::force_remove(origin, peer(1)), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn force_remove_should_be_refused_when_there_is_no_such_node() {
	build_and_execute(|| {
		assert_noop!(Nodes::force_remove(RuntimeOrigin::root(), peer(1)), Error::<Test>::NotFound);
	});
}
