use super::{batches::*, *};
use salus_primitives::merkle::InclusionProof;

fn void_as(sender: AccountId32, commitment: H256, proof: InclusionProof) -> DispatchResult {
	let sender = RuntimeOrigin::signed(sender);
	Records::void_leaf(sender, BATCH, commitment, proof, VoidReason::Duplicate)
}

#[test]
fn void_leaf_should_say_why_when_author_declares_an_error() {
	build_and_execute(|| {
		let tree = anchor_tree(3);
		assert_ok!(void_leaf(&tree, 1));
		let reason = VoidReason::Duplicate;
		let answer = Records::verify(BATCH, leaf_commitment(1), tree.proof(1).unwrap()).unwrap();
		assert_eq!(answer.leaf, Some(LeafState::EnteredInError { reason }));
		assert_eq!(events().last(), Some(&Event::LeafVoided { batch: BATCH, index: 1, reason }));
	});
}

#[test]
fn void_leaf_should_leave_the_other_leaves_alone() {
	build_and_execute(|| {
		let tree = anchor_tree(3);
		assert_ok!(void_leaf(&tree, 1));
		for index in [0, 2] {
			assert_ok!(Claim::of(&tree, index).prove());
		}
	});
}

#[test]
fn void_leaf_should_refuse_when_sender_is_not_of_the_author() {
	build_and_execute(|| {
		let tree = anchor_tree(3);
		for sender in [stranger(), account("Ann"), agent_of(CLINIC)] {
			assert_refused(
				|| void_as(sender, leaf_commitment(1), tree.proof(1).unwrap()),
				Error::<Test>::NotAuthorized,
			);
		}
	});
}

#[test]
fn void_leaf_should_refuse_when_there_is_no_such_batch() {
	build_and_execute(|| {
		assert_refused(|| void_leaf(&tree(3), 1), Error::<Test>::BatchNotFound);
	});
}

#[test]
fn void_leaf_should_refuse_when_commitment_index_or_sibling_is_another() {
	build_and_execute(|| {
		let tree = anchor_tree(3);
		let proof = tree.proof(1).unwrap();
		let mut tampered = proof.clone();
		tampered.siblings[0] = H256::zero();
		let moved = InclusionProof { index: 0, ..proof.clone() };
		for (commitment, proof) in [
			(leaf_commitment(2), proof),
			(leaf_commitment(1), moved),
			(leaf_commitment(1), tampered),
		] {
			assert_refused(
				|| void_as(agent_of(HOSPITAL), commitment, proof),
				Error::<Test>::InvalidProof,
			);
		}
	});
}

#[test]
fn void_leaf_should_refuse_when_leaf_was_voided_or_proved() {
	build_and_execute(|| {
		let tree = anchor_tree(3);
		assert_ok!(void_leaf(&tree, 0));
		assert_ok!(Claim::of(&tree, 1).prove());
		for index in [0, 1] {
			assert_refused(|| void_leaf(&tree, index), Error::<Test>::LeafAlreadySettled);
		}
	});
}
