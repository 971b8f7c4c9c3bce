//! Measures a node of its own.

mod batches;
mod decide;
mod growth;
mod machine;
mod network;
mod reads;
mod sign;
mod stage;
mod throughput;
mod times;

use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// Measures on a chain that is started for it and removed afterwards.
///
/// Exits with 0 when the measurement is within its limit, with 1 when it is not, and with 2 when
/// nothing could be measured.
#[derive(Parser)]
#[command(name = "salus-bench", version)]
struct Options {
	#[command(subcommand)]
	kind: Kind,
	/// The node program, of the same commit.
	#[arg(long, global = true, default_value = "salus-node")]
	node: PathBuf,
}

#[derive(Subcommand)]
enum Kind {
	/// How long the chain takes to decide about a patient with many consents.
	Decide(decide::Options),
	/// How many transactions a second become final, and how long that takes.
	Throughput(throughput::Options),
	/// How many questions a second a node answers, with little and with much in its state.
	Reads(reads::Options),
	/// How much state and how many bytes of blocks each call leaves behind.
	Growth(growth::Options),
	/// How many records a second are anchored through batches, and how long a proof takes.
	Batches(batches::Options),
}

#[tokio::main]
async fn main() -> ExitCode {
	let Options { kind, node } = Options::parse();
	let measured = match &kind {
		Kind::Decide(options) => decide::measure(&node, options).await,
		Kind::Throughput(options) => throughput::measure(&node, options).await,
		Kind::Reads(options) => reads::measure(&node, options).await,
		Kind::Growth(options) => growth::measure(&node, options),
		Kind::Batches(options) => batches::measure(&node, options).await,
	};
	match measured {
		Ok(true) => ExitCode::SUCCESS,
		Ok(false) => ExitCode::from(1),
		Err(error) => {
			eprintln!("salus-bench: {error}");
			ExitCode::from(2)
		},
	}
}
