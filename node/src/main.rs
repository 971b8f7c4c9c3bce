//! The Salus node: starts the runtime and serves it.

#![warn(missing_docs)]

mod access;
mod author;
mod chain_spec;
mod cli;
mod command;
mod disk;
mod founding;
mod metrics;
mod pool;
mod preflight;
mod registry;
mod rpc;
mod sealing;
mod service;

use std::{error::Error, process::ExitCode};

/// Wasm instances and tries come and go by the thousand a second, on many threads. The C library's
/// allocator gives their memory back to the system each time.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
	match command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {}", explain(&error));
			ExitCode::FAILURE
		},
	}
}

/// The error with everything that led to it, as long as it adds something.
fn explain(error: &dyn Error) -> String {
	let mut text = error.to_string();
	let mut source = error.source();
	while let Some(cause) = source {
		let cause_text = cause.to_string();
		if !text.contains(&cause_text) {
			text.push_str(": ");
			text.push_str(&cause_text);
		}
		source = cause.source();
	}
	text
}
