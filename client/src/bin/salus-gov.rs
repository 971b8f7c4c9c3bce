//! Governs a chain from the command line. What it can do stands in [`salus_client::gov`].

use clap::Parser;
use salus_client::gov::{run, Options};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
	match run(Options::parse(), &mut |line| println!("{line}")).await {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("salus-gov: {error}");
			ExitCode::FAILURE
		},
	}
}
