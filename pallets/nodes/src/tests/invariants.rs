//! Whatever the members and the council do in whatever order: every node is listed with its
//! organization and can be dialled.

use super::*;
use proptest::prelude::*;
use salus_primitives::OrganizationId;

/// Something that somebody may do.
#[derive(Clone, Debug)]
enum Step {
	Register(AccountId, u8, usize),
	Update(AccountId, u8, usize),
	Remove(AccountId, u8),
	ForceRemove(u8),
	Status(OrganizationId, OrganizationStatus),
}

fn who() -> impl Strategy<Value = AccountId> {
	prop_oneof![Just(HEAD), Just(OWNER), Just(GATEWAY), Just(STRANGER)]
}

fn step() -> impl Strategy<Value = Step> {
	let status = prop_oneof![
		Just(OrganizationStatus::Active),
		Just(OrganizationStatus::Suspended),
		Just(OrganizationStatus::Removed),
	];
	prop_oneof![
		4 => (who(), 0u8..6, 0usize..3).prop_map(|(who, node, at)| Step::Register(who, node, at)),
		2 => (who(), 0u8..6, 0usize..3).prop_map(|(who, node, at)| Step::Update(who, node, at)),
		2 => (who(), 0u8..6).prop_map(|(who, node)| Step::Remove(who, node)),
		1 => (0u8..6).prop_map(Step::ForceRemove),
		1 => (0u32..2, status).prop_map(|(id, status)| Step::Status(OrganizationId(id), status)),
	]
}

/// Takes the step. Refusals are as good as successes here, as long as they change nothing.
fn take(step: &Step) {
	let places = [home(), away(), Addresses::new()];
	let before = state();
	let result = match step.clone() {
		Step::Register(who, node, at) => {
			Nodes::register(signed(who), peer(node), NodeRole::Full, places[at].clone())
		},
		Step::Update(who, node, at) => {
			Nodes::update(signed(who), peer(node), NodeRole::Archive, places[at].clone())
		},
		Step::Remove(who, node) => Nodes::remove(signed(who), peer(node)),
		Step::ForceRemove(node) => Nodes::force_remove(RuntimeOrigin::root(), peer(node)),
		Step::Status(organization, status) => {
			set_status(organization, status);
			Ok(())
		},
	};
	if result.is_err() {
		assert_eq!(state(), before, "{step:?} was refused and changed something");
	}
}

proptest! {
	#[test]
	fn registry_should_keep_its_invariants_when_anything_happens(
		steps in prop::collection::vec(step(), 1..60),
	) {
		build_and_execute(|| {
			for step in &steps {
				take(step);
				Nodes::do_try_state().unwrap_or_else(|why| panic!("{step:?}: {why:?}"));
			}
		});
	}
}
