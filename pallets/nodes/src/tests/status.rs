use super::*;

#[docify::export]
#[test]
fn nodes_should_be_hidden_while_the_organization_is_suspended() {
	build_and_execute(|| {
		register(HEAD, 1);
		register(OWNER, 2);

		set_status(CLINIC, OrganizationStatus::Suspended);
		assert_eq!(visible(), [peer(1)]);

		set_status(CLINIC, OrganizationStatus::Active);
		assert_eq!(visible(), [peer(1), peer(2)]);

		set_status(CLINIC, OrganizationStatus::Removed);
		assert_eq!(visible(), [peer(1)]);
		assert!(!crate::Nodes::<Test>::contains_key(peer(2)));
	});
}

#[test]
fn every_node_should_be_removed_with_its_organization() {
	build_and_execute(|| {
		register(HEAD, 1);
		register(OWNER, 2);
		register(HEAD, 3);
		take_events();

		set_status(HOSPITAL, OrganizationStatus::Removed);

		assert_eq!(
			take_events(),
			[
				Event::NodeRemoved { organization: HOSPITAL, peer_id: peer(1) },
				Event::NodeRemoved { organization: HOSPITAL, peer_id: peer(3) },
			]
		);
		assert_eq!(visible(), [peer(2)]);
	});
}
