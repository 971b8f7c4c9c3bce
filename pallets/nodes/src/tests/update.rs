use super::*;

#[docify::export]
#[test]
fn update_should_replace_role_and_addresses() {
	build_and_execute(|| {
		register(HEAD, 1);
		take_events();

		assert_ok!(Nodes::update(signed(HEAD), peer(1), NodeRole::Archive, away()));

		let node = Nodes::list(None, 10).nodes.remove(0);
		assert_eq!((node.role, node.addresses), (NodeRole::Archive, away().into_inner()));
		assert_eq!(
			take_events(),
			[Event::NodeUpdated { organization: HOSPITAL, peer_id: peer(1) }]
		);
	});
}

#[test]
fn update_should_be_refused_when_the_node_is_not_of_the_callers_organization() {
	build_and_execute(|| {
		register(HEAD, 1);
		for who in [OWNER, GATEWAY, STRANGER] {
			assert_noop!(
				Nodes::update(signed(who), peer(1), NodeRole::Full, away()),
				Error::<Test>::NotAuthorized
			);
		}
		assert_noop!(
			Nodes::update(RuntimeOrigin::root(), peer(1), NodeRole::Full, away()),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn update_should_be_refused_when_there_is_no_such_node() {
	build_and_execute(|| {
		assert_noop!(
			Nodes::update(signed(HEAD), peer(1), NodeRole::Full, away()),
			Error::<Test>::NotFound
		);
	});
}

#[test]
fn update_should_be_refused_when_the_addresses_are_of_no_use() {
	build_and_execute(|| {
		register(HEAD, 1);
		assert_noop!(
			Nodes::update(signed(HEAD), peer(1), NodeRole::Full, Addresses::new()),
			Error::<Test>::NoAddresses
		);
		let twice = addresses(&["/dns/a/tcp/1", "/dns/a/tcp/1"]);
		assert_noop!(
			Nodes::update(signed(HEAD), peer(1), NodeRole::Full, twice),
			Error::<Test>::AddressRepeated
		);
	});
}
