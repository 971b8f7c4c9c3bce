//! Finality: what two thirds of the validators signed, and who comes after them.

use super::{state::value_key, ProofError, ProvenState};
use bp_header_chain::justification::{
	verify_and_optimize_justification, GrandpaJustification, JustificationVerificationContext,
};
use codec::DecodeAll;
use salus_primitives::proof::{Finality, FinalizedBlock};
use sp_consensus_grandpa::{AuthorityList, ConsensusLog, SetId, GRANDPA_ENGINE_ID};
use sp_io::hashing::twox_64;
use sp_runtime::{generic, generic::OpaqueDigestItemId, traits::BlakeTwo256};

/// The head of a block of Salus.
pub type Header = generic::Header<u32, BlakeTwo256>;

/// Who finalizes blocks, until they hand over to others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuthoritySet {
	/// How many sets there were before. Votes of one set count for no other.
	pub id: SetId,
	/// The authorities, with the weight of each.
	pub authorities: AuthorityList,
}

/// Where a state says who finalizes the blocks after it.
pub(super) fn keys() -> [Vec<u8>; 2] {
	[value_key("Grandpa", "Authorities"), value_key("Grandpa", "CurrentSetId")]
}

/// Where a state names the block with this number.
pub(super) fn block_hash_key(number: u32) -> Vec<u8> {
	let number = number.to_le_bytes();
	[value_key("System", "BlockHash"), twox_64(&number).to_vec(), number.to_vec()].concat()
}

/// The header of a block that is said to be final.
fn read_header(block: &FinalizedBlock) -> Result<Header, ProofError> {
	Header::decode_all(&mut &block.header[..]).map_err(|error| ProofError::Unreadable {
		what: "the header of a finalized block",
		reason: error.to_string(),
	})
}

impl AuthoritySet {
	/// Those who finalize the blocks after the one with this state.
	pub fn of_state(state: &ProvenState) -> Result<Self, ProofError> {
		let authorities = state.value("Grandpa", "Authorities")?.unwrap_or_default();
		let id = state.value("Grandpa", "CurrentSetId")?.unwrap_or_default();
		Ok(Self { id, authorities })
	}

	/// Whether this set has finalized the block with `header`.
	pub fn verify(&self, block: &FinalizedBlock, header: &Header) -> Result<(), ProofError> {
		let hash = header.hash();
		let refused = |reason: String| ProofError::NotFinal { block: hash, set: self.id, reason };
		let mut justification =
			GrandpaJustification::<Header>::decode_all(&mut &block.justification[..])
				.map_err(|error| refused(format!("the votes can't be read: {error}")))?;
		let context = JustificationVerificationContext::try_from(
			bp_header_chain::AuthoritySet::new(self.authorities.clone(), self.id),
		)
		.map_err(|_| refused("the set has no authorities".to_owned()))?;
		// Votes beyond those that suffice are passed over, as a node collects all it gets.
		verify_and_optimize_justification((hash, header.number), &context, &mut justification)
			.map_err(|error| refused(format!("{error:?}")))
	}

	/// Hands over to the next set if the block says so, and returns whether it does. A set does so
	/// in the last block that it finalizes.
	fn pass(&mut self, block: &Header) -> bool {
		let log = OpaqueDigestItemId::Consensus(&GRANDPA_ENGINE_ID);
		let change = block
			.digest
			.convert_first(|item| item.try_to::<ConsensusLog<u32>>(log))
			.and_then(ConsensusLog::try_into_change);
		let Some(change) = change else { return false };
		self.authorities = change.next_authorities;
		self.id = self.id.saturating_add(1);
		true
	}
}

/// What is known of the final chain: its last block, who finalizes the next, and where sets of
/// authorities handed over to the next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FinalChain {
	head: Header,
	set: AuthoritySet,
	handovers: Vec<Header>,
}

impl FinalChain {
	/// Begins with a block that is trusted to be final, and with those who are trusted to finalize
	/// the blocks after it.
	pub fn new(head: Header, set: AuthoritySet) -> Self {
		Self { head, set, handovers: Vec::new() }
	}

	/// The last block known to be final.
	pub fn head(&self) -> &Header {
		&self.head
	}

	/// Who finalizes the blocks after it.
	pub fn authorities(&self) -> &AuthoritySet {
		&self.set
	}

	/// The block with this number, or a later one not much behind it; nothing if it would come after
	/// the last one.
	pub fn at_or_after(&self, number: u32) -> Option<&Header> {
		self.handovers.iter().chain([&self.head]).find(|header| header.number >= number)
	}

	/// Goes on by what a node, or anybody else, has given for it. What was verified before an error
	/// stays.
	pub fn accept(&mut self, finality: &Finality) -> Result<(), ProofError> {
		for block in &finality.blocks {
			let header = read_header(block)?;
			// A node repeats the block that it was asked from, if nothing came after it.
			if header.number <= self.head.number {
				continue;
			}
			self.set.verify(block, &header)?;
			if self.set.pass(&header) {
				self.handovers.push(header.clone());
			}
			self.head = header;
		}
		Ok(())
	}
}
