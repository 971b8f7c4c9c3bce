//! Batches of Ann's records, for the tests about their leaves.

use super::*;
use salus_primitives::{
	commitment::Salt,
	merkle::{InclusionProof, Tree},
	record::commitment,
};

pub(super) const BATCH: BatchId = BatchId(H256([0xBA; 32]));

/// The record that is the leaf number `index`.
pub(super) fn leaf_record(index: u32) -> RecordId {
	RecordId(H256::from_low_u64_be(index.into()))
}

/// What opens its commitment.
pub(super) fn salt(index: u32) -> Salt {
	[index as u8; 32]
}

/// Its commitment.
pub(super) fn leaf_commitment(index: u32) -> H256 {
	commitment(ANN, leaf_record(index), &pointer(), &salt(index))
}

/// A tree of Ann's records.
pub(super) fn tree(leaves: u32) -> Tree {
	Tree::new(&(0..leaves).map(leaf_commitment).collect::<Vec<_>>()).unwrap()
}

/// The hospital anchors a batch of Ann's records.
pub(super) fn anchor_tree(leaves: u32) -> Tree {
	let tree = tree(leaves);
	let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
	assert_ok!(Records::anchor_batch(clerk, BATCH, tree.root(), tree.leaves()));
	tree
}

/// What somebody says when proving a record.
#[derive(Clone)]
pub(super) struct Claim {
	pub sender: AccountId32,
	pub patient: PatientId,
	pub record: RecordId,
	pub pointer: Pointer,
	pub batch: BatchId,
	pub salt: Salt,
	pub proof: InclusionProof,
}

impl Claim {
	/// That the leaf number `index` is Ann's record, which it is.
	pub(super) fn of(tree: &Tree, index: u32) -> Self {
		Self {
			sender: agent_of(HOSPITAL),
			patient: ANN,
			record: leaf_record(index),
			pointer: pointer(),
			batch: BATCH,
			salt: salt(index),
			proof: tree.proof(index).unwrap(),
		}
	}

	pub(super) fn prove(self) -> DispatchResultWithPostInfo {
		Records::prove(
			RuntimeOrigin::signed(self.sender),
			self.patient,
			self.record,
			self.pointer,
			Purpose::TREAT,
			self.batch,
			self.salt,
			self.proof,
		)
	}

	pub(super) fn refused<E: Into<DispatchError>>(self, error: E) {
		assert_refused(|| plain(self.prove()), error);
	}
}

/// The batch's author declares a leaf an error.
pub(super) fn void_leaf(tree: &Tree, index: u32) -> DispatchResult {
	Records::void_leaf(
		RuntimeOrigin::signed(agent_of(HOSPITAL)),
		BATCH,
		leaf_commitment(index),
		tree.proof(index).unwrap(),
		VoidReason::Duplicate,
	)
}
