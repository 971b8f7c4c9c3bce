//! Measures a node of its own.

mod decide;

use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// Measures on a development chain that is started for it and removed afterwards.
///
/// Exits with 0 when the measurement is within its limit, with 1 when it is not, and with 2 when
/// nothing could be measured.
#[derive(Parser)]
#[command(name = "salus-bench", version)]
struct Options {
	#[command(subcommand)]
	kind: Kind,
	/// The node program.
	#[arg(long, global = true, default_value = "salus-node")]
	node: PathBuf,
}

#[derive(Subcommand)]
enum Kind {
	/// How long the chain takes to decide about a patient with many consents.
	Decide(decide::Options),
}

#[tokio::main]
async fn main() -> ExitCode {
	let Options { kind, node } = Options::parse();
	let Kind::Decide(options) = kind;
	match decide::measure(&node, &options).await {
		Ok(true) => ExitCode::SUCCESS,
		Ok(false) => ExitCode::from(1),
		Err(error) => {
			eprintln!("salus-bench: {error}");
			ExitCode::from(2)
		},
	}
}
