//! The command line.

use crate::{
	access,
	registry::FollowRegistry,
	sealing::{self, Sealing},
};
use salus_primitives::Moment;
use sc_cli::RunCmd;
use sc_storage_monitor::StorageMonitorParams;
use std::path::PathBuf;

/// What the user asked for.
#[derive(Debug, clap::Parser)]
#[command(mut_args(access::with_own_default))]
pub struct Cli {
	/// Something other than running a node.
	#[command(subcommand)]
	pub subcommand: Option<Subcommand>,

	/// How to run a node.
	#[clap(flatten)]
	pub run: RunCmd,

	/// When blocks are produced: by the clock (slots), with every transaction (instant), when
	/// engine_createBlock is called (manual), or every so many milliseconds (a number). All but
	/// slots are for development chains with a single node, and finalize each block at once; the
	/// chain's clock may then run ahead of the real one.
	#[arg(long, value_name = "slots|instant|manual|MILLISECONDS", default_value = "slots")]
	pub sealing: Sealing,

	/// The timestamp of the first block, where blocks are produced on demand (--sealing): RFC 3339,
	/// or milliseconds since 1970. The chain's clock goes on from there; dev_setTime sets it
	/// forward. Without it the clock shows the real time.
	#[arg(long, value_name = "TIME", value_parser = sealing::parse_moment)]
	pub start_time: Option<Moment>,

	/// What the registry of nodes on the chain means: nothing (never); that registered nodes are
	/// reserved peers, beside any others (reserved); or that no others may connect, once some are
	/// registered (only). What --reserved-nodes names is reserved besides.
	#[arg(long, value_name = "never|reserved|only", default_value_t = FollowRegistry::Reserved)]
	pub follow_registry: FollowRegistry,

	/// A second JSON-RPC port, on 127.0.0.1, that takes unsafe methods as well: for the operator's
	/// own tools, which make session keys there. Nothing else may reach it: no proxy, and no other
	/// user of the machine.
	#[arg(long, value_name = "PORT")]
	pub operator_rpc_port: Option<u16>,

	/// When the node stops because its disk is nearly full.
	#[clap(flatten)]
	pub storage: StorageMonitorParams,
}

/// Something other than running a node.
#[derive(Debug, clap::Subcommand)]
pub enum Subcommand {
	/// Make, inspect and store keys.
	#[command(subcommand)]
	Key(sc_cli::KeySubcommand),

	/// Print a chain specification: of a built-in chain, or of the founding members that a TOML file
	/// names (--chain founding.toml). All nodes of a chain need the same one.
	BuildSpec(sc_cli::BuildSpecCmd),

	/// Write a chain specification to a file: like build-spec, with --output.
	ExportChainSpec(sc_cli::ExportChainSpecCmd),

	/// Write the metadata of the runtime in this binary, SCALE-encoded, to a file, and print its
	/// version.
	ExportMetadata(ExportMetadataCmd),

	/// Execute a block again and check it.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Write blocks to a file.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Write the state at a block into a chain specification.
	ExportState(sc_cli::ExportStateCmd),

	/// Read blocks from a file.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Remove the whole chain from the data folder.
	PurgeChain(sc_cli::PurgeChainCmd),

	/// Go back some blocks, as far as nothing is finalized.
	Revert(sc_cli::RevertCmd),

	/// Say how far the chain in the data folder goes.
	ChainInfo(sc_cli::ChainInfoCmd),
}

/// What `export-metadata` takes.
#[derive(Debug, clap::Args)]
pub struct ExportMetadataCmd {
	/// Where to write the metadata.
	#[arg(long, value_name = "FILE")]
	pub output: PathBuf,

	/// The version of the metadata's format.
	#[arg(long, value_name = "VERSION", default_value_t = 15)]
	pub metadata_version: u32,
}
