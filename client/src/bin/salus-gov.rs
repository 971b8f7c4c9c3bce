//! Governs a chain from the command line. What it can do stands in [`salus_client::gov`].

use clap::Parser;
use salus_client::gov::{run, Options};
use std::{
	io::{self, Write},
	process::ExitCode,
};

#[tokio::main]
async fn main() -> ExitCode {
	let mut tell = |line: &str| {
		// Whoever reads may have seen enough, such as `head`; what was asked for is done all the same.
		writeln!(io::stdout(), "{line}").ok();
	};
	match run(Options::parse(), &mut tell).await {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("salus-gov: {error}");
			ExitCode::FAILURE
		},
	}
}
