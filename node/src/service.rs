//! Puts a node together: database, executor, transaction pool, network, consensus and RPC.

use crate::{
	author::Authors,
	disk, metrics,
	pool::{self, FullPool, OwnTransactions},
	registry::{self, FollowRegistry},
	rpc,
	sealing::{self, Clock, OnDemand, Sealing},
};
use futures::{channel::mpsc, FutureExt};
use salus_primitives::Moment;
use salus_runtime::{apis::RuntimeApi, opaque::Block, Hash};
use sc_chain_spec::{BuildGenesisBlock, GenesisBlockBuilder};
use sc_client_api::{Backend, BlockBackend};
use sc_consensus_aura::{ImportQueueParams, SlotProportion, StartAuraParams};
use sc_consensus_grandpa::{FinalityProofProvider, SharedVoterState};
use sc_executor::WasmExecutor;
use sc_network::{config::NonReservedPeerMode, NetworkBackend};
use sc_service::{error::Error, Configuration, TaskManager, WarpSyncConfig};
use sc_telemetry::{Telemetry, TelemetryWorker};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_blockchain::HeaderBackend;
use sp_consensus_aura::sr25519::AuthorityPair as AuraPair;
use sp_core::storage::Storage;
use std::{sync::Arc, time::Duration};

/// The functions of the node that the runtime may call.
type HostFunctions = sp_io::SubstrateHostFunctions;
/// Runs the runtime.
type Executor = WasmExecutor<HostFunctions>;
/// The chain.
pub type FullClient = sc_service::TFullClient<Block, RuntimeApi, Executor>;
/// Its database.
pub type FullBackend = sc_service::TFullBackend<Block>;
/// Chooses between forks: the longest that is not against finality.
pub type FullSelectChain = sc_consensus::LongestChain<FullBackend, Block>;
/// Imports blocks and keeps account of finality.
type FullBlockImport =
	sc_consensus_grandpa::GrandpaBlockImport<FullBackend, Block, FullClient, FullSelectChain>;
/// The other end of it, for the voter.
type FullGrandpaLink = sc_consensus_grandpa::LinkHalf<Block, FullClient, FullSelectChain>;

/// How many blocks there are at most between two justifications that are kept for others to sync
/// from: about a quarter of an hour.
const JUSTIFICATION_PERIOD: u32 = 512;

/// How long a vote is expected to need to everybody. A few times that, and a round is over: short,
/// so that finality follows within three slots.
const GOSSIP_DURATION: Duration = Duration::from_millis(333);

/// The parts that commands on the database need as much as a running node.
pub type PartialComponents = sc_service::PartialComponents<
	FullClient,
	FullBackend,
	FullSelectChain,
	sc_consensus::DefaultImportQueue<Block>,
	FullPool,
	(FullBlockImport, FullGrandpaLink, Option<Telemetry>),
>;

/// The hash of the genesis block with this storage.
fn genesis_hash(
	storage: Storage,
	backend: Arc<FullBackend>,
	executor: Executor,
) -> sp_blockchain::Result<Hash> {
	let (genesis, _): (Block, _) =
		GenesisBlockBuilder::new_with_storage(storage, false, backend, executor)?
			.build_genesis_block()?;
	Ok(genesis.header.hash())
}

/// Says what to do about a database that can't be opened. What the database itself says of damage is
/// about a byte in a file.
fn unusable_database(config: &Configuration, error: &sp_blockchain::Error) -> Error {
	Error::Other(format!(
		"the database {} can't be opened: {error}. If another node uses it, stop that one. Otherwise it \
		is damaged: put a backup in its place, or remove it with purge-chain and start again, so that \
		the node fetches the chain from the others; the keys stay",
		database_path(config),
	))
}

/// Where the database lies, for messages.
fn database_path(config: &Configuration) -> String {
	let path = config.database.path();
	path.map_or_else(|| "in memory".into(), |path| path.display().to_string())
}

/// Refuses a data folder with another chain than the one of the specification. Left to itself, the
/// node would go on with what it finds and look for peers that it can't have.
fn ensure_same_chain(
	config: &Configuration,
	storage: &Storage,
	backend: &Arc<FullBackend>,
	executor: &Executor,
) -> Result<(), Error> {
	let Some(found) = backend.blockchain().hash(0)? else { return Ok(()) };
	let expected = genesis_hash(storage.clone(), backend.clone(), executor.clone())?;
	if found == expected {
		return Ok(());
	}
	Err(Error::Other(format!(
		"the data folder {} holds another chain (genesis {found:?}) than the one specified, {:?} \
		(genesis {expected:?}). Choose another folder with --base-path, or remove that chain with \
		purge-chain. A built-in chain also changes with the runtime of the binary",
		database_path(config),
		config.chain_spec.name(),
	)))
}

/// Puts the parts together.
pub fn new_partial(
	config: &Configuration,
	sealing: Sealing,
	pool: sc_transaction_pool::Options,
) -> Result<PartialComponents, Error> {
	let telemetry = config
		.telemetry_endpoints
		.clone()
		.filter(|endpoints| !endpoints.is_empty())
		.map(|endpoints| -> Result<_, sc_telemetry::Error> {
			let worker = TelemetryWorker::new(16)?;
			let telemetry = worker.handle().new_telemetry(endpoints);
			Ok((worker, telemetry))
		})
		.transpose()?;

	let executor = sc_service::new_wasm_executor::<HostFunctions>(&config.executor);
	let backend = sc_service::new_db_backend::<Block>(config.db_config())
		.map_err(|error| unusable_database(config, &error))?;
	let storage = config.chain_spec.as_storage_builder().build_storage().map_err(Error::Other)?;
	ensure_same_chain(config, &storage, &backend, &executor)?;
	let genesis = GenesisBlockBuilder::new_with_storage(
		storage,
		!config.no_genesis(),
		backend.clone(),
		executor.clone(),
	)?;
	let (client, backend, keystore_container, task_manager) =
		sc_service::new_full_parts_with_genesis_builder::<Block, RuntimeApi, _, _>(
			config,
			telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
			executor,
			backend,
			genesis,
			false,
		)?;
	let client = Arc::new(client);

	let telemetry = telemetry.map(|(worker, telemetry)| {
		task_manager.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});

	let select_chain = sc_consensus::LongestChain::new(backend.clone());

	let transaction_pool = Arc::new(pool::new(
		pool,
		config.role.is_authority(),
		client.clone(),
		config.prometheus_registry(),
		task_manager.spawn_essential_handle(),
	));

	let (block_import, grandpa_link) = sc_consensus_grandpa::block_import(
		client.clone(),
		JUSTIFICATION_PERIOD,
		&client,
		select_chain.clone(),
		telemetry.as_ref().map(|telemetry| telemetry.handle()),
	)?;

	let import_queue = if sealing == Sealing::Slots {
		let slots = client.clone();
		sc_consensus_aura::import_queue::<AuraPair, _, _, _, _, _>(ImportQueueParams {
			block_import: block_import.clone(),
			justification_import: Some(Box::new(block_import.clone())),
			client: client.clone(),
			create_inherent_data_providers: move |parent, ()| {
				let slots = slots.clone();
				async move {
					let slot_duration =
						sc_consensus_aura::standalone::slot_duration_at(&*slots, parent)?;
					Ok(current_slot(slot_duration))
				}
			},
			spawner: &task_manager.spawn_essential_handle(),
			registry: config.prometheus_registry(),
			check_for_equivocation: Default::default(),
			telemetry: telemetry.as_ref().map(|telemetry| telemetry.handle()),
			compatibility_mode: Default::default(),
		})?
	} else {
		sc_consensus_manual_seal::import_queue(
			Box::new(client.clone()),
			&task_manager.spawn_essential_handle(),
			config.prometheus_registry(),
		)
	};

	Ok(sc_service::PartialComponents {
		client,
		backend,
		task_manager,
		import_queue,
		keystore_container,
		select_chain,
		transaction_pool,
		other: (block_import, grandpa_link, telemetry),
	})
}

/// The slot that the clock shows, and the time.
fn current_slot(
	slot_duration: sp_consensus_aura::SlotDuration,
) -> (sp_consensus_aura::inherents::InherentDataProvider, sp_timestamp::InherentDataProvider) {
	let timestamp = sp_timestamp::InherentDataProvider::from_system_time();
	let slot = sp_consensus_aura::inherents::InherentDataProvider::from_timestamp_and_slot_duration(
		*timestamp,
		slot_duration,
	);
	(slot, timestamp)
}

/// Starts a node. A chain whose blocks come on demand begins at `start_time`, if that is given. What
/// the registry of nodes means to it, `follow` says.
pub fn new_full<Network: NetworkBackend<Block, Hash>>(
	config: Configuration,
	sealing: Sealing,
	pool: sc_transaction_pool::Options,
	start_time: Option<Moment>,
	follow: FollowRegistry,
) -> Result<TaskManager, Error> {
	let sc_service::PartialComponents {
		client,
		backend,
		mut task_manager,
		import_queue,
		keystore_container,
		select_chain,
		transaction_pool,
		other: (block_import, grandpa_link, mut telemetry),
	} = new_partial(&config, sealing, pool)?;

	if let (Some(database), Some(registry)) = (config.database.path(), config.prometheus_registry())
	{
		disk::report(&task_manager.spawn_handle(), database, registry)?;
	}

	let mut net_config = sc_network::config::FullNetworkConfiguration::<Block, Hash, Network>::new(
		&config.network,
		config.prometheus_registry().cloned(),
	);
	let metrics = Network::register_notification_metrics(config.prometheus_registry());

	let genesis_hash = client
		.block_hash(0)?
		.ok_or_else(|| Error::Other("the database has no genesis block".into()))?;
	let grandpa_protocol_name =
		sc_consensus_grandpa::protocol_standard_name(&genesis_hash, &config.chain_spec);
	let (grandpa_protocol_config, grandpa_notification_service) =
		sc_consensus_grandpa::grandpa_peers_set_config::<_, Network>(
			grandpa_protocol_name.clone(),
			metrics.clone(),
			net_config.peer_store_handle(),
		);
	net_config.add_notification_protocol(grandpa_protocol_config);

	let warp_sync = Arc::new(sc_consensus_grandpa::warp_proof::NetworkProvider::new(
		backend.clone(),
		grandpa_link.shared_authority_set().clone(),
		Vec::default(),
	));

	let (network, system_rpc_tx, tx_handler_controller, sync_service, _bitswap) =
		sc_service::build_network(sc_service::BuildNetworkParams {
			config: &config,
			net_config,
			client: client.clone(),
			transaction_pool: transaction_pool.clone(),
			spawn_handle: task_manager.spawn_handle(),
			spawn_essential_handle: task_manager.spawn_essential_handle(),
			import_queue,
			block_announce_validator_builder: None,
			warp_sync_config: Some(WarpSyncConfig::WithProvider(warp_sync.clone())),
			block_relay: None,
			metrics,
			gap_sync_body_policy: None,
		})?;

	if config.offchain_worker.enabled {
		// The only one who works off chain is GRANDPA's reporter of equivocations, which submits a
		// transaction. Nothing needs to fetch anything.
		let workers = sc_offchain::OffchainWorkers::new(sc_offchain::OffchainWorkerOptions {
			runtime_api_provider: client.clone(),
			is_validator: config.role.is_authority(),
			keystore: Some(keystore_container.keystore()),
			offchain_db: backend.offchain_storage(),
			transaction_pool: Some(OffchainTransactionPoolFactory::new(OwnTransactions(
				transaction_pool.clone(),
			))),
			network_provider: Arc::new(network.clone()),
			enable_http_requests: false,
			custom_extensions: |_| Vec::new(),
		})?;
		task_manager.spawn_handle().spawn(
			"offchain-workers-runner",
			"offchain-worker",
			workers.run(client.clone(), task_manager.spawn_handle()).boxed(),
		);
	}

	if follow != FollowRegistry::Never {
		let peers = &config.network.default_peers_set;
		// An operator who keeps others out keeps them out whatever the registry says.
		let is_open = peers.non_reserved_mode == NonReservedPeerMode::Accept;
		task_manager.spawn_handle().spawn(
			"node-registry",
			Some("networking"),
			registry::run(
				client.clone(),
				network.clone(),
				config.chain_spec.fork_id().map(Into::into),
				network.local_peer_id(),
				peers.reserved_nodes.iter().map(|node| node.peer_id).collect(),
				follow == FollowRegistry::Only && is_open,
			),
		);
	}

	if let Some(registry) = config.prometheus_registry() {
		task_manager.spawn_handle().spawn(
			"salus-metrics",
			None,
			metrics::run(client.clone(), registry.clone()),
		);
	}

	let role = config.role;
	let force_authoring = config.force_authoring;
	let name = config.network.node_name.clone();
	let runs_grandpa = !config.disable_grandpa && sealing == Sealing::Slots;
	let prometheus_registry = config.prometheus_registry().cloned();
	let shared_voter_state = SharedVoterState::empty();
	let (command_sink, commands) = mpsc::channel(1_000);
	let clock = Arc::new(Clock::new(client.clone(), start_time));

	let rpc_builder = {
		let deps = rpc::FullDeps {
			client: client.clone(),
			backend: backend.clone(),
			pool: transaction_pool.clone(),
			grandpa: rpc::GrandpaDeps {
				shared_voter_state: shared_voter_state.clone(),
				shared_authority_set: grandpa_link.shared_authority_set().clone(),
				justification_stream: grandpa_link.justification_stream(),
				finality_provider: FinalityProofProvider::new_for_service(
					backend.clone(),
					Some(grandpa_link.shared_authority_set().clone()),
				),
				handovers: warp_sync,
			},
			on_demand: (sealing != Sealing::Slots)
				.then(|| OnDemand { commands: command_sink, clock: clock.clone() }),
		};
		Box::new(move |executor| rpc::create_full(deps.clone(), executor).map_err(Into::into))
	};

	sc_service::spawn_tasks(sc_service::SpawnTasksParams {
		network: Arc::new(network.clone()),
		client: client.clone(),
		keystore: keystore_container.keystore(),
		task_manager: &mut task_manager,
		transaction_pool: transaction_pool.clone(),
		rpc_builder,
		backend,
		system_rpc_tx,
		tx_handler_controller,
		sync_service: sync_service.clone(),
		config,
		telemetry: telemetry.as_mut(),
		tracing_execute_block: None,
	})?;

	if role.is_authority() {
		let proposer_factory = Authors::new(
			client.clone(),
			transaction_pool.clone(),
			task_manager.spawn_handle(),
			prometheus_registry.as_ref(),
			telemetry.as_ref().map(|telemetry| telemetry.handle()),
		);

		// The node is there to produce blocks: when that task fails, it all has to stop.
		if sealing == Sealing::Slots {
			let slot_duration = sc_consensus_aura::slot_duration(&*client)?;
			let aura = sc_consensus_aura::start_aura::<AuraPair, _, _, _, _, _, _, _, _, _, _>(
				StartAuraParams {
					slot_duration,
					client,
					select_chain,
					block_import,
					proposer_factory,
					create_inherent_data_providers: move |_, ()| async move {
						Ok(current_slot(slot_duration))
					},
					force_authoring,
					backoff_authoring_blocks: Option::<()>::None,
					keystore: keystore_container.keystore(),
					sync_oracle: sync_service.clone(),
					justification_sync_link: sync_service.clone(),
					// A block that takes longer is thrown away. The rest of the slot is for the others to
					// import it.
					block_proposal_slot_portion: SlotProportion::new(0.85),
					max_block_proposal_slot_portion: None,
					telemetry: telemetry.as_ref().map(|telemetry| telemetry.handle()),
					compatibility_mode: Default::default(),
				},
			)?;
			task_manager.spawn_essential_handle().spawn_blocking(
				"aura",
				Some("block-authoring"),
				aura,
			);
		} else {
			log::info!("🔨 Blocks are produced on demand (--sealing {sealing})");
			task_manager.spawn_essential_handle().spawn_blocking(
				"sealing",
				Some("block-authoring"),
				sealing::run(
					sealing,
					commands,
					clock,
					client,
					transaction_pool.clone(),
					select_chain,
					proposer_factory,
				),
			);
		}
	}

	if runs_grandpa {
		let grandpa =
			sc_consensus_grandpa::run_grandpa_voter(sc_consensus_grandpa::GrandpaParams {
				config: sc_consensus_grandpa::Config {
					gossip_duration: GOSSIP_DURATION,
					justification_generation_period: JUSTIFICATION_PERIOD,
					name: Some(name),
					observer_enabled: false,
					// Who does not produce blocks has no vote either.
					keystore: role.is_authority().then(|| keystore_container.keystore()),
					local_role: role,
					telemetry: telemetry.as_ref().map(|telemetry| telemetry.handle()),
					protocol_name: grandpa_protocol_name,
				},
				link: grandpa_link,
				network,
				sync: Arc::new(sync_service),
				notification_service: grandpa_notification_service,
				// The SDK's default stays two blocks behind the best, which spares votes on forks where
				// authors are drawn by lot. Here they take turns, and finality comes two slots sooner.
				voting_rule: sc_consensus_grandpa::VotingRulesBuilder::new()
					.add(sc_consensus_grandpa::ThreeQuartersOfTheUnfinalizedChain)
					.build(),
				prometheus_registry,
				shared_voter_state,
				telemetry: telemetry.as_ref().map(|telemetry| telemetry.handle()),
				offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(OwnTransactions(
					transaction_pool,
				)),
			})?;
		task_manager.spawn_essential_handle().spawn_blocking("grandpa-voter", None, grandpa);
	}

	Ok(task_manager)
}
