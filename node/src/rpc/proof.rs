//! Answers with evidence, for those who do not want to trust the node that they ask.
//!
//! `salus_client::verify` is the other end. The SDK's own methods do not suffice for it:
//! - `state_callRecorded` re-enacts a block and gives no proof, and may not be called from outside;
//! - `state_getReadProof` proves keys that the caller has to name, and that no entry is missing from
//!   a patient's consents is nothing that a list of keys can show. What is proved here is what the
//!   runtime itself read;
//! - `grandpa_proveFinality` fails until the authorities have changed for the first time, and sends
//!   every header up to the last block of their set: days of them, where sets last that long.

use super::health::{page, Refusal};
use crate::service::{FullBackend, FullClient};
use codec::{DecodeAll, Encode};
use jsonrpsee::{core::RpcResult, proc_macros::rpc};
use salus_primitives::{
	api::ConsentsApi,
	consent::{Decision, Request},
	proof::{Finality, FinalizedBlock, Proven},
	PatientId,
};
use salus_runtime::{
	opaque::{Block, Header},
	AccountId, Hash,
};
use sc_client_api::{Backend, TrieCacheContext};
use sc_network_sync::strategy::warp::{EncodedProof, WarpSyncProvider};
use sp_api::{ApiError, ApiExt, ProofRecorder, ProvideRuntimeApi};
use sp_consensus_grandpa::GrandpaJustification;
use sp_core::storage::well_known_keys;
use sp_state_machine::{
	backend::{AsTrieBackend, Backend as _},
	TrieBackendBuilder,
};
use std::sync::Arc;

/// The questions.
#[rpc(server)]
pub trait ProofApi {
	/// The decision, with the part of the state that it follows from. As of the last finalized block
	/// without `at`, as no other's finality can be proved. Costs the node little more than
	/// `consent_v1_decide`: what it reads is bounded as consents are.
	#[method(name = "consent_v1_proveDecision", blocking)]
	fn prove_decision(
		&self,
		patient: PatientId,
		request: Request<AccountId>,
		at: Option<Hash>,
	) -> RpcResult<Proven<Decision>>;

	/// Up to `limit` (1 to 256, 100 if absent) finalized blocks after block `from`, which must be
	/// final itself, with the votes for each: the last of each set of authorities, and at the end the
	/// last one of all.
	#[method(name = "finality_v1_prove", blocking)]
	fn prove_finality(&self, from: Hash, limit: Option<u32>) -> RpcResult<Finality>;
}

/// Answers from the chain and its database.
pub struct Proof {
	client: Arc<FullClient>,
	backend: Arc<FullBackend>,
	handovers: Arc<dyn WarpSyncProvider<Block>>,
}

impl Proof {
	/// Answers from this chain; `handovers` knows how one set of authorities followed another.
	pub fn new(
		client: Arc<FullClient>,
		backend: Arc<FullBackend>,
		handovers: Arc<dyn WarpSyncProvider<Block>>,
	) -> Self {
		Self { client, backend, handovers }
	}

	/// Adds to the recording what names the hash of the runtime's code. The code itself, a megabyte,
	/// is not needed: who has it can tell by the hash that it is the right one.
	fn record_code_hash(&self, at: Hash, recorder: ProofRecorder<Block>) -> Result<(), ApiError> {
		let application = |error: String| ApiError::Application(error.into());
		let state = self
			.backend
			.state_at(at, TrieCacheContext::Untrusted)
			.map_err(|error| application(error.to_string()))?;
		TrieBackendBuilder::wrap(state.as_trie_backend())
			.with_recorder(recorder)
			.build()
			.storage_hash(well_known_keys::CODE)
			.map_err(application)?;
		Ok(())
	}
}

impl ProofApiServer for Proof {
	fn prove_decision(
		&self,
		patient: PatientId,
		request: Request<AccountId>,
		at: Option<Hash>,
	) -> RpcResult<Proven<Decision>> {
		let at = at.unwrap_or_else(|| self.client.chain_info().finalized_hash);
		let recorder = ProofRecorder::<Block>::default();
		let mut api = self.client.runtime_api();
		api.record_proof_with_recorder(recorder.clone());
		let answer = api
			.decide(at, patient, request)
			.and_then(|answer| self.record_code_hash(at, recorder.clone()).map(|()| answer))
			.map_err(|error| Refusal::of(at, error))?;
		let proof = recorder.to_storage_proof().into_iter_nodes().map(Into::into).collect();
		Ok(Proven { at, answer, proof })
	}

	fn prove_finality(&self, from: Hash, limit: Option<u32>) -> RpcResult<Finality> {
		let limit = page(limit)? as usize;
		let not_final = |reason: String| Refusal::NotFinal(from, reason);
		let EncodedProof(proof) =
			self.handovers.generate(from).map_err(|error| not_final(error.to_string()))?;
		// As the network's warp sync has it, whose type keeps its fields to itself.
		let (mut blocks, complete) =
			<(Vec<(Header, GrandpaJustification<Header>)>, bool)>::decode_all(&mut &proof[..])
				.map_err(|error| not_final(error.to_string()))?;
		let complete = complete && blocks.len() <= limit;
		blocks.truncate(limit);
		let blocks = blocks
			.into_iter()
			.map(|(header, justification)| FinalizedBlock {
				header: header.encode().into(),
				justification: justification.encode().into(),
			})
			.collect();
		Ok(Finality { blocks, complete })
	}
}
