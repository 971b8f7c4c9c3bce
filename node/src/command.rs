//! Does what the command line asks for.

use crate::{
	access, chain_spec,
	cli::{Cli, ExportMetadataCmd, Subcommand},
	founding, pool, preflight,
	registry::FollowRegistry,
	sealing::Sealing,
	service,
};
use salus_primitives::Moment;
use sc_cli::{BuildSpecCmd, SubstrateCli};
use sc_network::config::NetworkBackendType;
use sc_service::{ChainType, Configuration, PartialComponents, TaskManager};
use sc_storage_monitor::StorageMonitorService;
use std::path::Path;

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Salus Node".into()
	}

	fn impl_version() -> String {
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	fn description() -> String {
		env!("CARGO_PKG_DESCRIPTION").into()
	}

	fn author() -> String {
		env!("CARGO_PKG_AUTHORS").into()
	}

	fn support_url() -> String {
		"the README of this project".into()
	}

	fn executable_name() -> String {
		env!("CARGO_PKG_NAME").into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn sc_service::ChainSpec>, String> {
		match id {
			"" => Err("no chain is named: give --dev for a development chain, --chain local for \
				four local validators, or --chain FILE for the specification of a network"
				.into()),
			"dev" => chain_spec::development(),
			"local" => chain_spec::local(),
			file if founding::is_founding_file(file) => {
				// Only the making of a specification may depend on the runtime in this binary.
				// Two nodes that made theirs from the same members with different binaries would
				// be on two chains.
				if !matches!(
					self.subcommand,
					Some(Subcommand::BuildSpec(_) | Subcommand::ExportChainSpec(_))
				) {
					return Err(format!(
						"{file} names the founding members of a chain and is no chain \
						specification: make one with `{} build-spec --raw --chain {file}`, once, \
						and give it to all nodes",
						Self::executable_name(),
					));
				}
				founding::chain_spec(Path::new(file))
			},
			file => chain_spec::from_file(Path::new(file)),
		}
		.map(|spec| Box::new(spec) as Box<_>)
	}
}

/// Parses the command line and does it.
pub fn run() -> sc_cli::Result<()> {
	let cli = Cli::from_args();
	match &cli.subcommand {
		None => run_node(&cli),
		Some(Subcommand::Key(command)) => command.run(&cli),
		Some(Subcommand::BuildSpec(command)) => {
			// Left to itself, it adds this machine as a boot node, by an address that no other
			// machine can reach.
			let command = BuildSpecCmd { disable_default_bootnode: true, ..command.clone() };
			cli.create_runner(&command)?
				.sync_run(|config| command.run(config.chain_spec, config.network))
		},
		Some(Subcommand::ExportChainSpec(command)) => command.run(cli.load_spec(&command.chain)?),
		Some(Subcommand::ExportMetadata(command)) => export_metadata(command),
		Some(Subcommand::CheckBlock(command)) => cli.create_runner(command)?.async_run(|config| {
			let PartialComponents { client, task_manager, import_queue, .. } =
				service::new_partial(&config, Sealing::Slots, Default::default())?;
			Ok((command.run(client, import_queue), task_manager))
		}),
		Some(Subcommand::ExportBlocks(command)) => {
			cli.create_runner(command)?.async_run(|config| {
				let PartialComponents { client, task_manager, .. } =
					service::new_partial(&config, Sealing::Slots, Default::default())?;
				Ok((command.run(client, config.database), task_manager))
			})
		},
		Some(Subcommand::ExportState(command)) => cli.create_runner(command)?.async_run(|config| {
			let PartialComponents { client, task_manager, .. } =
				service::new_partial(&config, Sealing::Slots, Default::default())?;
			Ok((command.run(client, config.chain_spec), task_manager))
		}),
		Some(Subcommand::ImportBlocks(command)) => {
			cli.create_runner(command)?.async_run(|config| {
				let PartialComponents { client, task_manager, import_queue, .. } =
					service::new_partial(&config, Sealing::Slots, Default::default())?;
				Ok((command.run(client, import_queue), task_manager))
			})
		},
		Some(Subcommand::PurgeChain(command)) => {
			cli.create_runner(command)?.sync_run(|config| command.run(config.database))
		},
		Some(Subcommand::Revert(command)) => cli.create_runner(command)?.async_run(|config| {
			let PartialComponents { client, task_manager, backend, .. } =
				service::new_partial(&config, Sealing::Slots, Default::default())?;
			let revert_finality = Box::new(|client, _, blocks| {
				sc_consensus_grandpa::revert(client, blocks)?;
				Ok(())
			});
			Ok((command.run(client, backend, Some(revert_finality)), task_manager))
		}),
		Some(Subcommand::ChainInfo(command)) => cli
			.create_runner(command)?
			.sync_run(|config| command.run::<salus_runtime::opaque::Block>(&config)),
	}
}

/// Runs a node until it is told to stop.
fn run_node(cli: &Cli) -> sc_cli::Result<()> {
	let runner = cli.create_runner(&cli.run)?;
	let (sealing, start_time, follow) = (cli.sealing, cli.start_time, cli.follow_registry);
	let storage = cli.storage.clone();
	let pool_params = cli.run.pool_config.clone();
	if start_time.is_some() && sealing == Sealing::Slots {
		return Err(sc_cli::Error::Input(
			"--start-time is for blocks on demand (--sealing instant, manual or a number): with \
			slots, the time of a block is the real one"
				.into(),
		));
	}
	let names_no_address = cli.run.network_params.listen_addr.is_empty();
	let operator_rpc_port = cli.operator_rpc_port;
	let has_own_endpoints = !cli.run.rpc_params.experimental_rpc_endpoint.is_empty();
	runner.run_node_until_exit(|mut config| async move {
		if sealing != Sealing::Slots && config.chain_spec.chain_type() != ChainType::Development {
			return Err(sc_cli::Error::Input(format!(
				"--sealing {sealing} is for development chains, and {:?} is none: the other \
				nodes would refuse the blocks",
				config.chain_spec.name(),
			)));
		}
		let is_dev = config.chain_spec.chain_type() == ChainType::Development;
		let pool = pool::options(&pool_params, is_dev).map_err(sc_cli::Error::Input)?;
		if names_no_address {
			preflight::listen_on_tcp_only(&mut config);
		}
		let endpoints = config.rpc.addr.get_or_insert_default();
		if has_own_endpoints && config.chain_spec.chain_type() != ChainType::Development {
			access::refuse_unsafe_unless_asked(endpoints);
		}
		if let (Some(port), Some(other)) = (operator_rpc_port, endpoints.first()) {
			endpoints.push(access::operator_endpoint(port, other));
		}
		preflight::refuse_taken_ports(&mut config).map_err(sc_cli::Error::Input)?;
		let database = config.database.path().map(Path::to_owned);
		let tasks =
			start(config, sealing, pool, start_time, follow).map_err(sc_cli::Error::Service)?;
		if let Some(database) = database {
			// A write that finds no room would end the node in the middle of it, and say nothing.
			StorageMonitorService::try_spawn(storage, database, &tasks.spawn_essential_handle())
				.map_err(|error| sc_cli::Error::Application(error.into()))?;
		}
		Ok(tasks)
	})
}

/// Starts the node with the network back end that the configuration asks for.
fn start(
	config: Configuration,
	sealing: Sealing,
	pool: sc_transaction_pool::Options,
	start_time: Option<Moment>,
	follow: FollowRegistry,
) -> Result<TaskManager, sc_service::Error> {
	use salus_runtime::{opaque::Block, Hash};
	match config.network.network_backend {
		NetworkBackendType::Libp2p => {
			type Network = sc_network::NetworkWorker<Block, Hash>;
			service::new_full::<Network>(config, sealing, pool, start_time, follow)
		},
		NetworkBackendType::Litep2p => {
			type Network = sc_network::Litep2pNetworkBackend;
			service::new_full::<Network>(config, sealing, pool, start_time, follow)
		},
	}
}

/// Writes the metadata of the runtime in this binary.
fn export_metadata(command: &ExportMetadataCmd) -> sc_cli::Result<()> {
	let ExportMetadataCmd { output, metadata_version } = command;
	let metadata =
		salus_runtime::Runtime::metadata_at_version(*metadata_version).ok_or_else(|| {
			sc_cli::Error::Input(format!(
				"the runtime has no metadata of version {metadata_version}; it has {:?}",
				salus_runtime::Runtime::metadata_versions(),
			))
		})?;
	std::fs::write(output, &metadata[..]).map_err(|error| {
		sc_cli::Error::Input(format!("cannot write {}: {error}", output.display()))
	})?;
	let version = salus_runtime::VERSION;
	println!(
		"{} spec_version={} transaction_version={} metadata=v{metadata_version} bytes={}",
		version.spec_name,
		version.spec_version,
		version.transaction_version,
		metadata.len(),
	);
	Ok(())
}
