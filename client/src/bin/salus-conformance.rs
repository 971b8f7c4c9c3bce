//! Runs everybody's files against a node of its own, and says of each whether it came through.

use clap::{Parser, Subcommand};
use salus_client::{
	fhir::Bundle,
	launch::Node,
	store::Folder,
	walk::{Cast, Walk},
	Client,
};
use std::{
	error::Error,
	fs, io,
	path::{Path, PathBuf},
	process::ExitCode,
	time::Instant,
};

/// Runs files against a node that is started for it and removed afterwards.
///
/// One line per file: `ok` and what was done; `differed` and at which step what was expected and
/// found; `refused` and why the file is not one patient's records. A total at the end.
///
/// Exits with 0 when at least one file is ok and none differed, with 1 when one differed or none is
/// ok, and with 2 when nothing could be run. A refusal is not a failure, unless `--strict` says so.
#[derive(Parser)]
#[command(name = "salus-conformance", version)]
struct Options {
	#[command(subcommand)]
	kind: Kind,
	/// The node program.
	#[arg(long, global = true, default_value = "salus-node")]
	node: PathBuf,
	/// Arguments for the node, in place of those for a development chain with blocks on demand.
	#[arg(long, global = true, default_values_t = ["--dev".to_owned(), "--sealing=instant".to_owned()], allow_hyphen_values = true)]
	node_arg: Vec<String>,
	/// A running development chain to use instead.
	#[arg(long, global = true)]
	url: Option<String>,
	/// Count refused files as failures.
	#[arg(long, global = true)]
	strict: bool,
}

#[derive(Subcommand)]
enum Kind {
	/// FHIR R4 or R5 bundles, one patient each: goes the way of salus-walk with each.
	Fhir {
		/// A folder, searched for `.json` files in all its depth, or a single file.
		path: PathBuf,
	},
}

/// What came of a file.
enum Outcome {
	Ok(String),
	Differed(String),
	Refused(String),
}

#[derive(Default)]
struct Total {
	ok: usize,
	differed: usize,
	refused: usize,
}

#[tokio::main]
async fn main() -> ExitCode {
	let options = Options::parse();
	let strict = options.strict;
	match run(options).await {
		Ok(total) if total.differed > 0 || total.ok == 0 => ExitCode::from(1),
		Ok(total) if strict && total.refused > 0 => ExitCode::from(1),
		Ok(_) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("salus-conformance: {error}");
			ExitCode::from(2)
		},
	}
}

async fn run(options: Options) -> Result<Total, Box<dyn Error>> {
	let Kind::Fhir { path } = options.kind;
	let files = json_files(&path).map_err(|error| format!("{}: {error}", path.display()))?;
	if files.is_empty() {
		return Err(format!("{}: no .json file in it", path.display()).into());
	}
	let started = Instant::now();
	let scratch = tempfile::tempdir()?;
	let store = Folder::open(scratch.path().join("ciphertexts"))?;
	let (node, client) = match options.url {
		Some(url) => (None, Client::connect(&url).await?),
		None => {
			let args: Vec<&str> = options.node_arg.iter().map(String::as_str).collect();
			let node = Node::start(&options.node, &scratch.path().join("node"), &args)?;
			let client = node.client().await?;
			(Some(node), client)
		},
	};
	let cast = Cast::development(&client).await?;

	let mut total = Total::default();
	for file in &files {
		let name = file.strip_prefix(&path).ok().filter(|name| !name.as_os_str().is_empty());
		let name = name.unwrap_or(file).display();
		match fhir(file, &client, &cast, &store).await {
			Outcome::Ok(what) => {
				total.ok += 1;
				println!("ok        {name}: {what}");
			},
			Outcome::Differed(what) => {
				total.differed += 1;
				println!("differed  {name}: {what}");
			},
			Outcome::Refused(why) => {
				total.refused += 1;
				println!("refused   {name}: {why}");
			},
		}
		// Without a node the files that follow could only fail for that reason.
		if let Err(error) = client.best().await {
			let log = node.map(|node| node.log()).unwrap_or_default();
			return Err(format!("the node is gone: {error}\n{log}").into());
		}
	}
	let Total { ok, differed, refused } = total;
	println!(
		"total     {} files: {ok} ok, {differed} differed, {refused} refused, in {} s",
		files.len(),
		started.elapsed().as_secs()
	);
	if let Some(node) = node {
		node.stop()?;
	}
	Ok(total)
}

async fn fhir(file: &Path, client: &Client, cast: &Cast, store: &Folder) -> Outcome {
	let bytes = match fs::read(file) {
		Ok(bytes) => bytes,
		Err(error) => return Outcome::Refused(format!("unreadable: {error}")),
	};
	let bundle = match Bundle::read(&bytes) {
		Ok(bundle) => bundle,
		Err(refusal) => return Outcome::Refused(refusal.to_string()),
	};
	let tell = &mut |_: &str, _: &str| {};
	let walked = async {
		let walk = Walk::enact(client, cast, store, &bundle, tell).await?;
		walk.check(client, tell).await?;
		walk.revoke(client, tell).await?;
		walk.check_revoked(client, tell).await?;
		Ok::<_, salus_client::walk::Failure>(walk.summary())
	};
	match walked.await {
		Ok(summary) if bundle.skipped().total() == 0 => Outcome::Ok(summary.to_string()),
		Ok(summary) => Outcome::Ok(format!("{summary}; left out {}", bundle.skipped())),
		Err(failure) => Outcome::Differed(failure.to_string()),
	}
}

/// The `.json` files under `path`, sorted; `path` itself if it is a file.
fn json_files(path: &Path) -> io::Result<Vec<PathBuf>> {
	if fs::metadata(path)?.is_file() {
		return Ok(vec![path.to_owned()]);
	}
	let mut files = Vec::new();
	for entry in fs::read_dir(path)? {
		let entry = entry?;
		// Links are not followed, so that a folder can't contain itself.
		let kind = entry.file_type()?;
		let path = entry.path();
		if kind.is_dir() {
			files.extend(json_files(&path)?);
		} else if path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("json")) {
			files.push(path);
		}
	}
	files.sort();
	Ok(files)
}
