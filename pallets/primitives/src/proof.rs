//! What a node gives in evidence of an answer, so that nobody needs to take its word for it.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};
use sp_core::{Bytes, H256};

/// An answer, with the part of the chain's state that it follows from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Proven<Answer> {
	/// The block as of which it was answered.
	pub at: H256,
	/// The answer.
	pub answer: Answer,
	/// Nodes of the trie whose root the block's header states: all that the runtime read, and all
	/// that names the hash of the runtime's code. In no particular order.
	pub proof: Vec<Bytes>,
}

/// Blocks that the validators finalized: the last of each of their sets, in the order of the chain,
/// and after them the last one finalized so far.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Finality {
	/// The blocks.
	pub blocks: Vec<FinalizedBlock>,
	/// Whether nothing was finalized after them. If not, the last of them is where to ask on.
	pub complete: bool,
}

/// A block, and the votes that finalized it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FinalizedBlock {
	/// Its header, in SCALE.
	pub header: Bytes,
	/// GRANDPA's justification of it, in SCALE.
	pub justification: Bytes,
}
