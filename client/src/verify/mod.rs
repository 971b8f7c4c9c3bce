//! Decisions that need no trust in the node that gives them.
//!
//! A [`Verifier`] begins with the hash of one block that its user trusts, such as the genesis block
//! or one that was read to it by telephone. From that block's state it learns who finalizes blocks,
//! and from there on it follows the validators' signatures, from each set of validators to the next,
//! up to the last finalized block ([`finality`]). Of that block it takes a decision with the part of
//! the state that it follows from, and runs the runtime's own code over that part ([`state`]): the
//! code whose hash the same state names. So the verdict, its reason, its consent and its obligations
//! are what the chain says, or an error says where the node's story breaks.
//!
//! ```no_run
//! use salus_client::{verify::Verifier, AccountId32, Client, H256};
//! use salus_client::primitives::{consent::Request, PatientId};
//!
//! # type Question = (H256, PatientId, Request<AccountId32>);
//! # async fn example(question: Question) -> Result<(), Box<dyn std::error::Error>> {
//! let (trusted, patient, request) = question;
//! let client = Client::connect("wss://some.node.example").await?;
//! let mut verifier = Verifier::from_block(&client, trusted).await?;
//! let verified = verifier.decide(patient, &request).await?;
//! println!("{:?} as of block {}", verified.evidence.answer.verdict, verified.header.number);
//! # Ok(())
//! # }
//! ```
//!
//! The evidence can be kept as JSON, and [`check`] verifies it later and elsewhere, without any node.
//!
//! What is left to trust: the first block's hash; that of no set of validators more than a third
//! lied; and that blocks are not withheld. Whoever is told of old blocks only sees it by
//! [`Verified::time`].

pub mod finality;
pub mod state;

pub use finality::{AuthoritySet, FinalChain, Header};
pub use state::{Code, ProvenState};

use crate::{rpc_params, AccountId32, Client, Error, H256};
use codec::{DecodeAll, Encode};
use salus_primitives::{
	consent::{Decision, Request},
	proof::{Finality, Proven},
	Moment, PatientId,
};
use serde::Deserialize;
use sp_core::Bytes;
use std::collections::HashMap;

/// For how many blocks back the state of a block names their hashes: `System.BlockHashCount`.
const NAMED_BLOCKS: u32 = 4_096;

/// Why an answer is not believed, or there is none.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
	/// The node can't be reached, or refused to answer.
	#[error(transparent)]
	Node(#[from] Error),
	/// Something in the proof is not what it should be at all.
	#[error("{what} can't be read: {reason}")]
	Unreadable {
		/// What.
		what: &'static str,
		/// Why it can't be read.
		reason: String,
	},
	/// The header is not the block's.
	#[error("the header given for block {block:#x} is that of {given:#x}")]
	WrongHeader {
		/// The block whose header it should be.
		block: H256,
		/// What the header hashes to.
		given: H256,
	},
	/// The answer is as of another block than the one that is trusted.
	#[error("the answer is as of block {given:#x}, not {block:#x}")]
	OtherBlock {
		/// The block as of which it should be.
		block: H256,
		/// The block as of which it says it is.
		given: H256,
	},
	/// The proof is not about this state at all.
	#[error("the proof does not begin at the state's root {root:#x}: it is of another state")]
	WrongRoot {
		/// The root that the header states.
		root: H256,
	},
	/// Something that the answer depends on was left out of the proof, or altered.
	#[error("the proof lacks node {missing:#x} of the state: it was left out or altered")]
	Incomplete {
		/// The hash of the first node that was needed and not there.
		missing: H256,
	},
	/// Other code than the chain's.
	#[error("the state names code {proven:#x}, and this is code {given:#x}")]
	WrongCode {
		/// The hash of the code that decides, by the state.
		proven: H256,
		/// The hash of the code at hand.
		given: H256,
	},
	/// The code ended without an answer.
	#[error("the runtime's code failed over the proven state: {0}")]
	Execution(String),
	/// The node said something else than what follows.
	#[error("the node claims {claimed:?}, but from the state follows {follows:?}")]
	WrongAnswer {
		/// What the node said.
		claimed: Box<Decision>,
		/// What is right.
		follows: Box<Decision>,
	},
	/// The votes do not finalize the block.
	#[error("block {block:#x} is not finalized by authority set {set}: {reason}")]
	NotFinal {
		/// The block.
		block: H256,
		/// The number of the set that would have had to.
		set: u64,
		/// What is wrong with the votes.
		reason: String,
	},
	/// The block is not on the chain that was verified, or is not finalized yet.
	#[error("block {block:#x} with number {number} is not known to be part of the final chain")]
	NotOnChain {
		/// The block.
		block: H256,
		/// Its number.
		number: u32,
	},
	/// The node does not give what it says there is.
	#[error("the node gives no further finalized blocks, and says that there are some")]
	Stalled,
}

/// A decision that was verified.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verified {
	/// The decision, and what proves it to others who know the block.
	pub evidence: Proven<Decision>,
	/// The header of the block as of which it holds.
	pub header: Header,
	/// The chain's clock in that block, in milliseconds since 1970.
	pub time: Moment,
}

/// Verifies decisions, and follows the chain's finality.
pub struct Verifier {
	client: Client,
	chain: FinalChain,
	codes: HashMap<H256, Code>,
}

impl Verifier {
	/// Begins with a block that is trusted to be final. Who finalizes the next ones is read, with
	/// proof, from that block's state, which the node must still have.
	pub async fn from_block(client: &Client, block: H256) -> Result<Self, ProofError> {
		let header = header_of(client, block).await?;
		let state = read(client, &header, &finality::keys()).await?;
		let set = AuthoritySet::of_state(&state)?;
		Ok(Self::new(client, FinalChain::new(header, set)))
	}

	/// Begins with a block that is trusted to be final, and with the authorities that are trusted to
	/// finalize the blocks after it.
	pub async fn with_authorities(
		client: &Client,
		block: H256,
		set: AuthoritySet,
	) -> Result<Self, ProofError> {
		let header = header_of(client, block).await?;
		Ok(Self::new(client, FinalChain::new(header, set)))
	}

	fn new(client: &Client, chain: FinalChain) -> Self {
		Self { client: client.clone(), chain, codes: HashMap::new() }
	}

	/// What is known of the final chain so far.
	pub fn chain(&self) -> &FinalChain {
		&self.chain
	}

	/// Follows finality as far as the node can prove it.
	pub async fn advance(&mut self) -> Result<&Header, ProofError> {
		loop {
			let from = self.chain.head().hash();
			let finality: Finality =
				self.client.request("finality_v1_prove", rpc_params![from]).await?;
			self.chain.accept(&finality)?;
			if finality.complete {
				return Ok(self.chain.head());
			}
			if self.chain.head().hash() == from {
				return Err(ProofError::Stalled);
			}
		}
	}

	/// The decision as of the last finalized block.
	pub async fn decide(
		&mut self,
		patient: PatientId,
		request: &Request<AccountId32>,
	) -> Result<Verified, ProofError> {
		let header = self.advance().await?.clone();
		self.decide_by(header, patient, request).await
	}

	/// The decision as of an earlier block, which must be part of the final chain. The node must
	/// still have that block's state.
	pub async fn decide_at(
		&mut self,
		block: H256,
		patient: PatientId,
		request: &Request<AccountId32>,
	) -> Result<Verified, ProofError> {
		self.advance().await?;
		let header = self.on_chain(block).await?;
		self.decide_by(header, patient, request).await
	}

	async fn decide_by(
		&mut self,
		header: Header,
		patient: PatientId,
		request: &Request<AccountId32>,
	) -> Result<Verified, ProofError> {
		let params = rpc_params![patient, request, header.hash()];
		let evidence: Proven<Decision> =
			self.client.request("consent_v1_proveDecision", params).await?;
		let hash = ProvenState::new(header.state_root, &evidence.proof)?.code()?;
		let code = self.code(hash, header.hash()).await?;
		let request = request.clone();
		// Compiling the code takes seconds where it has not been done before.
		let verifying = tokio::task::spawn_blocking(move || {
			check(&evidence, &header, &code, patient, &request)?;
			let state = ProvenState::new(header.state_root, &evidence.proof)?;
			let time = state.value("Timestamp", "Now")?.unwrap_or_default();
			Ok(Verified { evidence, header, time })
		});
		verifying.await.unwrap_or_else(|error| Err(ProofError::Execution(error.to_string())))
	}

	/// The code with this hash, which the state of `block` names.
	async fn code(&mut self, hash: H256, block: H256) -> Result<Code, ProofError> {
		if let Some(code) = self.codes.get(&hash) {
			return Ok(code.clone());
		}
		let bytes = self.client.storage(state::CODE, Some(block)).await?.unwrap_or_default();
		let code = Code::new(bytes);
		if code.hash() != hash {
			return Err(ProofError::WrongCode { proven: hash, given: code.hash() });
		}
		self.codes.insert(hash, code.clone());
		Ok(code)
	}

	/// The header of a block of the final chain. The state of each final block names the blocks
	/// before it.
	async fn on_chain(&self, block: H256) -> Result<Header, ProofError> {
		let wanted = header_of(&self.client, block).await?;
		let unknown = ProofError::NotOnChain { block, number: wanted.number };
		let Some(mut later) = self.chain.at_or_after(wanted.number).cloned() else {
			return Err(unknown);
		};
		while later.number > wanted.number {
			let number = wanted.number.max(later.number.saturating_sub(NAMED_BLOCKS));
			let key = finality::block_hash_key(number);
			let named = read(&self.client, &later, std::slice::from_ref(&key)).await?.read(&key)?;
			let Some(hash) = named.and_then(|bytes| H256::decode_all(&mut &bytes[..]).ok()) else {
				return Err(unknown);
			};
			later = header_of(&self.client, hash).await?;
			if later.number != number {
				return Err(unknown);
			}
		}
		if later.hash() == block {
			Ok(wanted)
		} else {
			Err(unknown)
		}
	}
}

/// Whether a decision follows from the state of the block with `header`, by `code`, which must be
/// the one that this state names. Needs no node.
pub fn check(
	evidence: &Proven<Decision>,
	header: &Header,
	code: &Code,
	patient: PatientId,
	request: &Request<AccountId32>,
) -> Result<(), ProofError> {
	let block = header.hash();
	if evidence.at != block {
		return Err(ProofError::OtherBlock { block, given: evidence.at });
	}
	let state = ProvenState::new(header.state_root, &evidence.proof)?;
	let answer = state.call(code, "ConsentsApi_decide", &(patient, request).encode())?;
	let follows = Decision::decode_all(&mut &answer[..]).map_err(|error| {
		ProofError::Unreadable { what: "the decision", reason: error.to_string() }
	})?;
	if follows == evidence.answer {
		return Ok(());
	}
	let claimed = Box::new(evidence.answer.clone());
	Err(ProofError::WrongAnswer { claimed, follows: Box::new(follows) })
}

/// The header of a block, which is its own proof.
async fn header_of(client: &Client, block: H256) -> Result<Header, ProofError> {
	let header: Option<Header> = client.request("chain_getHeader", rpc_params![block]).await?;
	let header = header.ok_or_else(|| Error::unreadable("chain_getHeader", "no such block"))?;
	let given = header.hash();
	if given == block {
		Ok(header)
	} else {
		Err(ProofError::WrongHeader { block, given })
	}
}

/// What the state of a block holds under some keys.
async fn read(
	client: &Client,
	header: &Header,
	keys: &[Vec<u8>],
) -> Result<ProvenState, ProofError> {
	#[derive(Deserialize)]
	struct ReadProof {
		proof: Vec<Bytes>,
	}
	let keys: Vec<_> = keys.iter().cloned().map(Bytes).collect();
	let proof: ReadProof =
		client.request("state_getReadProof", rpc_params![keys, header.hash()]).await?;
	ProvenState::new(header.state_root, &proof.proof)
}

#[cfg(test)]
mod tests;
