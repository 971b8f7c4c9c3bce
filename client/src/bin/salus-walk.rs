//! Goes the whole way from a FHIR bundle to a decision on a running development chain, and says what
//! happens at each step.

use clap::Parser;
use salus_client::{
	fhir::{self, Bundle},
	store::Folder,
	walk::{Cast, Walk},
	Client,
};
use std::{error::Error, path::PathBuf, process::ExitCode};

/// Registers a new patient, encrypts and anchors every resource of a FHIR bundle, has the patient
/// grant one class of data to a second organization, checks what follows from that, and revokes it.
///
/// Exits with 0 when everything holds, and with 1 and the reason when something does not.
#[derive(Parser)]
#[command(name = "salus-walk", version)]
struct Options {
	/// The bundle. Without it a small one about nobody, which comes with Salus.
	bundle: Option<PathBuf>,
	/// A node of a development chain.
	#[arg(long, default_value = "ws://127.0.0.1:9944")]
	url: String,
	/// A folder for the ciphertexts. Without it they are removed at the end.
	#[arg(long)]
	store: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
	match walk(Options::parse()).await {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("salus-walk: {error}");
			ExitCode::FAILURE
		},
	}
}

async fn walk(options: Options) -> Result<(), Box<dyn Error>> {
	let (name, bytes) = match &options.bundle {
		Some(path) => {
			let name = path.display().to_string();
			let bytes = std::fs::read(path).map_err(|error| format!("{name}: {error}"))?;
			(name, bytes)
		},
		None => ("the example".to_owned(), fhir::EXAMPLE.as_bytes().to_vec()),
	};
	let bundle = Bundle::read(&bytes).map_err(|refusal| format!("{name}: {refusal}"))?;
	println!("{name}: {} resources of one patient", bundle.resources().len());
	if bundle.skipped().total() > 0 {
		println!("left out, as they are about no patient: {}", bundle.skipped());
	}
	println!();

	let scratch = tempfile::tempdir()?;
	let store = Folder::open(options.store.unwrap_or_else(|| scratch.path().to_owned()))?;
	let client = Client::connect(&options.url).await?;
	let cast = Cast::development(&client).await?;
	let tell = &mut |step: &str, outcome: &str| println!("{step:<48} {outcome}");
	let walk = Walk::enact(&client, &cast, &store, &bundle, tell).await?;
	walk.check(&client, tell).await?;
	walk.revoke(&client, tell).await?;
	walk.check_revoked(&client, tell).await?;
	println!("\neverything holds: {}", walk.summary());
	Ok(())
}
