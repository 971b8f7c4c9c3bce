//! Merkle trees over record commitments.
//!
//! The tree has the shape of RFC 9162, section 2.1: a leaf is `blake2_256(0x00 ‖ commitment)`, an
//! inner node `blake2_256(0x01 ‖ left ‖ right)`, and a tree of `n > 1` leaves splits at the largest
//! power of two below `n`. The two prefixes keep a node from being passed off as a leaf. An
//! inclusion proof holds the siblings from the leaf upwards, at most [`MAX_DEPTH`] of them.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::{ConstU32, H256};
use sp_io::hashing::blake2_256;
use sp_runtime::BoundedVec;

/// Depth of the deepest tree, and so the length of the longest proof.
pub const MAX_DEPTH: u32 = 24;
/// Most leaves of a tree.
pub const MAX_LEAVES: u32 = 1 << MAX_DEPTH;

/// The siblings of a leaf on its way to the root, the leaf's own sibling first.
pub type Siblings = BoundedVec<H256, ConstU32<MAX_DEPTH>>;

/// That a commitment is the leaf number `index` of a tree.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct InclusionProof {
	/// Position of the leaf, from 0.
	pub index: u32,
	/// Siblings from the leaf upwards.
	pub siblings: Siblings,
}

/// The hash of a leaf.
pub fn leaf(commitment: &H256) -> H256 {
	let mut preimage = [0u8; 33];
	preimage[1..].copy_from_slice(commitment.as_bytes());
	H256(blake2_256(&preimage))
}

/// The hash of an inner node.
pub fn node(left: &H256, right: &H256) -> H256 {
	let mut preimage = [1u8; 65];
	preimage[1..33].copy_from_slice(left.as_bytes());
	preimage[33..].copy_from_slice(right.as_bytes());
	H256(blake2_256(&preimage))
}

/// Whether `proof` shows that `commitment` is a leaf of the tree of `leaves` leaves under `root`
/// (RFC 9162, section 2.1.3.2). A proof that is too long or too short for its place fails.
pub fn verify(root: &H256, leaves: u32, commitment: &H256, proof: &InclusionProof) -> bool {
	if proof.index >= leaves {
		return false;
	}
	let mut position = proof.index;
	let mut last = leaves.saturating_sub(1);
	let mut hash = leaf(commitment);
	for sibling in &proof.siblings {
		if last == 0 {
			return false;
		}
		if position & 1 == 1 || position == last {
			hash = node(sibling, &hash);
			while position & 1 == 0 && position != 0 {
				position >>= 1;
				last >>= 1;
			}
		} else {
			hash = node(&hash, sibling);
		}
		position >>= 1;
		last >>= 1;
	}
	last == 0 && hash == *root
}

/// A whole tree, kept level by level by whoever makes a batch. A node without a partner moves up
/// unchanged, which gives the shape of RFC 9162.
#[derive(Clone, Debug)]
pub struct Tree {
	levels: Vec<Vec<H256>>,
}

/// Why there is no tree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TreeError {
	/// A batch has one commitment at least.
	Empty,
	/// More than [`MAX_LEAVES`] commitments.
	TooManyLeaves,
}

impl core::fmt::Display for TreeError {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		match self {
			Self::Empty => f.write_str("a batch has at least one commitment"),
			Self::TooManyLeaves => write!(f, "a batch has at most {MAX_LEAVES} commitments"),
		}
	}
}

impl core::error::Error for TreeError {}

impl Tree {
	/// The tree over `commitments`, in their order.
	pub fn new(commitments: &[H256]) -> Result<Self, TreeError> {
		if commitments.is_empty() {
			return Err(TreeError::Empty);
		}
		if commitments.len() > MAX_LEAVES as usize {
			return Err(TreeError::TooManyLeaves);
		}
		let mut level: Vec<H256> = commitments.iter().map(leaf).collect();
		let mut levels = Vec::new();
		while level.len() > 1 {
			let next = level
				.chunks(2)
				.map(|pair| match pair {
					[left, right] => node(left, right),
					alone => alone.first().copied().unwrap_or_default(),
				})
				.collect();
			levels.push(core::mem::replace(&mut level, next));
		}
		levels.push(level);
		Ok(Self { levels })
	}

	/// The root.
	pub fn root(&self) -> H256 {
		self.levels.last().and_then(|level| level.first()).copied().unwrap_or_default()
	}

	/// How many leaves the tree has.
	pub fn leaves(&self) -> u32 {
		self.levels.first().map_or(0, |level| level.len() as u32)
	}

	/// The proof for the leaf at `index`, if there is such a leaf.
	pub fn proof(&self, index: u32) -> Option<InclusionProof> {
		if index >= self.leaves() {
			return None;
		}
		let mut siblings = Siblings::new();
		let mut position = index as usize;
		for level in &self.levels {
			if let Some(sibling) = level.get(position ^ 1) {
				siblings.try_push(*sibling).ok()?;
			}
			position >>= 1;
		}
		Some(InclusionProof { index, siblings })
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn commitments(n: usize) -> Vec<H256> {
		(0..n as u64).map(|i| H256(blake2_256(&i.to_le_bytes()))).collect()
	}

	#[test]
	fn root_should_follow_rfc_9162_when_leaves_are_three() {
		let c = commitments(3);
		let expected = node(&node(&leaf(&c[0]), &leaf(&c[1])), &leaf(&c[2]));
		assert_eq!(Tree::new(&c).unwrap().root(), expected);
	}

	#[test]
	fn new_should_refuse_when_empty() {
		assert_eq!(Tree::new(&[]).unwrap_err(), TreeError::Empty);
	}

	#[test]
	fn verify_should_fail_when_node_is_passed_off_as_leaf() {
		let c = commitments(4);
		let tree = Tree::new(&c).unwrap();
		let inner = node(&leaf(&c[0]), &leaf(&c[1]));
		let sibling = node(&leaf(&c[2]), &leaf(&c[3]));
		let proof = InclusionProof { index: 0, siblings: vec![sibling].try_into().unwrap() };
		assert!(!verify(&tree.root(), 2, &inner, &proof));
	}

	proptest! {
		#[test]
		fn every_leaf_should_verify_and_no_tampered_one(
			n in 1usize..200,
			pick in any::<prop::sample::Index>(),
			bit in 0usize..256,
		) {
			let c = commitments(n);
			let tree = Tree::new(&c).unwrap();
			let index = pick.index(n);
			let proof = tree.proof(index as u32).unwrap();
			prop_assert!(verify(&tree.root(), n as u32, &c[index], &proof));

			let mut other = c[index];
			other.0[bit / 8] ^= 1 << (bit % 8);
			prop_assert!(!verify(&tree.root(), n as u32, &other, &proof));

			let moved = InclusionProof { index: (index as u32 + 1) % (n as u32 + 1), ..proof.clone() };
			prop_assert!(!verify(&tree.root(), n as u32, &c[index], &moved));

			for at in 0..proof.siblings.len() {
				let mut siblings = proof.siblings.to_vec();
				siblings[at].0[bit / 8] ^= 1 << (bit % 8);
				let tampered = InclusionProof { index: proof.index, siblings: siblings.try_into().unwrap() };
				prop_assert!(!verify(&tree.root(), n as u32, &c[index], &tampered));
			}

			let mut longer = proof.siblings.to_vec();
			longer.push(H256::zero());
			let longer = InclusionProof { index: proof.index, siblings: longer.try_into().unwrap() };
			prop_assert!(!verify(&tree.root(), n as u32, &c[index], &longer));

			let mut shorter = proof.siblings.to_vec();
			if shorter.pop().is_some() {
				let shorter = InclusionProof { index: proof.index, siblings: shorter.try_into().unwrap() };
				prop_assert!(!verify(&tree.root(), n as u32, &c[index], &shorter));
			}
		}
	}
}
