//! The JSON-RPC methods beside those that sc-service brings.
//!
//! Thin wrappers over runtime APIs: nothing here reads storage.

mod health;

use crate::{
	sealing::CommandSink,
	service::{FullBackend, FullClient, FullPool},
};
use health::{Health, HealthApiServer};
use jsonrpsee::RpcModule;
use salus_runtime::{opaque::Block, BlockNumber, Hash};
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_consensus_manual_seal::rpc::{ManualSeal, ManualSealApiServer};
use sp_core::traits::SpawnNamed;
use std::{error::Error, sync::Arc};
use substrate_frame_rpc_system::{System, SystemApiServer};

/// What the finality methods answer from.
#[derive(Clone)]
pub struct GrandpaDeps {
	/// The voter of this node.
	pub shared_voter_state: SharedVoterState,
	/// Who votes.
	pub shared_authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	/// Justifications as they come.
	pub justification_stream: GrandpaJustificationStream<Block>,
	/// Proofs of finality.
	pub finality_provider: Arc<FinalityProofProvider<FullBackend, Block>>,
}

/// What the methods answer from.
#[derive(Clone)]
pub struct FullDeps {
	/// The chain.
	pub client: Arc<FullClient>,
	/// The transactions that wait.
	pub pool: Arc<FullPool>,
	/// Finality.
	pub grandpa: GrandpaDeps,
	/// Where `engine_createBlock` goes, on a development chain without slots.
	pub command_sink: Option<CommandSink>,
}

/// All the methods.
pub fn create_full(
	FullDeps { client, pool, grandpa, command_sink }: FullDeps,
	executor: Arc<dyn SpawnNamed>,
) -> Result<RpcModule<()>, Box<dyn Error + Send + Sync>> {
	let mut module = RpcModule::new(());
	module.merge(System::new(client.clone(), pool).into_rpc())?;
	module.merge(Health::new(client).into_rpc())?;
	module.merge(
		Grandpa::new(
			executor,
			grandpa.shared_authority_set,
			grandpa.shared_voter_state,
			grandpa.justification_stream,
			grandpa.finality_provider,
		)
		.into_rpc(),
	)?;
	if let Some(command_sink) = command_sink {
		module.merge(ManualSeal::new(command_sink).into_rpc())?;
	}
	Ok(module)
}
