//! The JSON-RPC methods beside those that sc-service brings.
//!
//! Thin wrappers over runtime APIs: nothing here reads storage, but that a proof names the code.

mod dev;
mod disclosures;
mod health;
mod proof;
mod provenance;
mod trials;
mod validators;

use crate::{
	pool::FullPool,
	sealing::OnDemand,
	service::{FullBackend, FullClient},
};
use dev::{Dev, DevApiServer};
use disclosures::DisclosuresRpcServer;
use health::{Health, HealthApiServer};
use jsonrpsee::RpcModule;
use proof::{Proof, ProofApiServer};
use provenance::ProvenanceRpcServer;
use salus_runtime::{opaque::Block, BlockNumber, Hash};
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_consensus_manual_seal::rpc::{ManualSeal, ManualSealApiServer};
use sc_network_sync::strategy::warp::WarpSyncProvider;
use sp_core::traits::SpawnNamed;
use std::{error::Error, sync::Arc};
use substrate_frame_rpc_system::{System, SystemApiServer};
use trials::TrialsRpcServer;
use validators::ValidatorsRpcServer;

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
	/// Proofs of finality from one set of authorities to the next.
	pub handovers: Arc<dyn WarpSyncProvider<Block>>,
}

/// What the methods answer from.
#[derive(Clone)]
pub struct FullDeps {
	/// The chain.
	pub client: Arc<FullClient>,
	/// Its database.
	pub backend: Arc<FullBackend>,
	/// The transactions that wait.
	pub pool: Arc<FullPool>,
	/// Finality.
	pub grandpa: GrandpaDeps,
	/// How blocks are asked for and dated, on a development chain without slots.
	pub on_demand: Option<OnDemand>,
}

/// All the methods.
pub fn create_full(
	FullDeps { client, backend, pool, grandpa, on_demand }: FullDeps,
	executor: Arc<dyn SpawnNamed>,
) -> Result<RpcModule<()>, Box<dyn Error + Send + Sync>> {
	let mut module = RpcModule::new(());
	module.merge(System::new(client.clone(), pool).into_rpc())?;
	module.merge(HealthApiServer::into_rpc(Health::new(client.clone())))?;
	module.merge(DisclosuresRpcServer::into_rpc(Health::new(client.clone())))?;
	module.merge(ProvenanceRpcServer::into_rpc(Health::new(client.clone())))?;
	module.merge(TrialsRpcServer::into_rpc(Health::new(client.clone())))?;
	module.merge(ValidatorsRpcServer::into_rpc(Health::new(client.clone())))?;
	module.merge(Proof::new(client, backend, grandpa.handovers).into_rpc())?;
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
	if let Some(OnDemand { commands, clock }) = on_demand {
		module.merge(ManualSeal::new(commands).into_rpc())?;
		module.merge(Dev::new(clock).into_rpc())?;
	}
	Ok(module)
}
