use super::*;

#[docify::export]
#[test]
fn register_should_list_the_node() {
	build_and_execute(|| {
		assert_ok!(Nodes::register(signed(HEAD), peer(1), NodeRole::Validator, home()));

		assert_eq!(
			Nodes::list(None, 10).nodes,
			[NodeInfo {
				peer_id: peer(1),
				organization: HOSPITAL,
				role: NodeRole::Validator,
				addresses: home().into_inner(),
			}]
		);
		assert_eq!(
			take_events(),
			[Event::NodeRegistered { organization: HOSPITAL, peer_id: peer(1) }]
		);
	});
}

#[test]
fn register_should_be_refused_when_the_caller_is_no_administrator() {
	build_and_execute(|| {
		for who in [GATEWAY, STRANGER] {
			assert_noop!(
				Nodes::register(signed(who), peer(1), NodeRole::Full, home()),
				Error::<Test>::NotAuthorized
			);
		}
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(
				Nodes::register(origin, peer(1), NodeRole::Full, home()),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn register_should_be_refused_when_the_organization_is_suspended() {
	build_and_execute(|| {
		set_status(HOSPITAL, OrganizationStatus::Suspended);
		assert_noop!(
			Nodes::register(signed(HEAD), peer(1), NodeRole::Full, home()),
			Error::<Test>::NotAuthorized
		);
	});
}

#[test]
fn register_should_be_refused_when_the_node_has_no_address() {
	build_and_execute(|| {
		assert_noop!(
			Nodes::register(signed(HEAD), peer(1), NodeRole::Full, Addresses::new()),
			Error::<Test>::NoAddresses
		);
	});
}

#[test]
fn register_should_be_refused_when_an_address_is_repeated() {
	build_and_execute(|| {
		let twice = addresses(&["/dns/a/tcp/1", "/dns/b/tcp/1", "/dns/a/tcp/1"]);
		assert_noop!(
			Nodes::register(signed(HEAD), peer(1), NodeRole::Full, twice),
			Error::<Test>::AddressRepeated
		);
	});
}

#[test]
fn register_should_be_refused_when_the_node_is_registered() {
	build_and_execute(|| {
		register(HEAD, 1);
		for who in [HEAD, OWNER] {
			assert_noop!(
				Nodes::register(signed(who), peer(1), NodeRole::Full, away()),
				Error::<Test>::AlreadyRegistered
			);
		}
	});
}

#[test]
fn register_should_be_refused_when_the_organization_has_nodes_enough() {
	build_and_execute(|| {
		for number in 0..MAX_NODES as u8 {
			register(HEAD, number);
		}
		assert_noop!(
			Nodes::register(signed(HEAD), peer(9), NodeRole::Full, home()),
			Error::<Test>::MaxNodesExceeded
		);
		register(OWNER, 9);
	});
}
