use super::*;
use salus_primitives::node::NodePage;

#[test]
fn list_should_give_every_node_once_page_by_page() {
	build_and_execute(|| {
		for number in 0..MAX_NODES as u8 {
			register(HEAD, number);
			register(OWNER, 100 + number);
		}
		let mut seen = Vec::new();
		let mut from = None;
		loop {
			let NodePage { nodes, next } = Nodes::list(from, 4);
			assert!(nodes.len() <= 4);
			seen.extend(nodes.into_iter().map(|node| node.peer_id));
			match next {
				Some(next) => from = Some(next),
				None => break,
			}
		}
		seen.sort();
		assert_eq!(seen, visible());
		assert_eq!(seen.len(), 2 * MAX_NODES as usize);
	});
}

#[test]
fn list_should_go_on_behind_hidden_nodes() {
	build_and_execute(|| {
		register(HEAD, 1);
		register(OWNER, 2);
		set_status(CLINIC, OrganizationStatus::Suspended);
		let mut shown = 0;
		let mut from = None;
		for _ in 0..2 {
			let NodePage { nodes, next } = Nodes::list(from, 1);
			shown += nodes.len();
			from = next;
		}
		assert_eq!((shown, from), (1, None));
	});
}
