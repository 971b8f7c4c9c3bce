//! Runs everybody's files against a node of its own, and says of each whether it came through.

use clap::{Parser, Subcommand};
use salus_client::{
	conformance, epcis,
	fhir::Bundle,
	launch::Node,
	store::Folder,
	trials,
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
/// Bundles get one line per file: `ok` and what was done; `differed` and at which step what was
/// expected and found; `refused` and why the file is not one patient's records. A total at the end.
/// Exits with 0 when at least one file is ok and none differed, with 1 when one differed or none is
/// ok, and with 2 when nothing could be run. A refusal is not a failure, unless `--strict` says so.
///
/// Consents get one line per probe: `ok` and the answer with its reason and the consent; `differed`
/// and what was expected; `unasked` and why it can't be. Files have lines of their own: how one was
/// read and by which rules, what only its hash stands for, `refused` and why, `changed` where terms
/// don't come back from FHIR, `missing` and `unnamed` where folder and EXPECTED.json disagree, `note`
/// about EXPECTED.json itself. A total at the end. Exits with 0 when every probe was answered as
/// expected and every consent came back, else with 1, and with 2 when nothing could be run.
///
/// EPCIS documents get one line per document, chain of custody and hash; studies one per study and
/// update. Both end with a total, and exit like bundles.
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
		/// A folder, searched for `.json` files in all its depth, or a single file. Other files are
		/// refused by name.
		path: PathBuf,
	},
	/// FHIR R4 or R5 consents and an EXPECTED.json that says who may do what under each.
	Consent {
		/// A folder, or an EXPECTED.json or any file beside one.
		path: PathBuf,
	},
	/// EPCIS 2.0 documents, with the hashes and the ends of chains of custody that are expected.
	Epcis {
		/// A folder, searched in all its depth, or a single file.
		path: PathBuf,
	},
	/// Studies of ClinicalTrials.gov, and updates of them with an EXPECTED.json.
	Trials {
		/// A folder, searched in all its depth.
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
	let run = match &options.kind {
		Kind::Fhir { path } => bundles(path, &options)
			.await
			.map(|total| total.differed == 0 && total.ok > 0 && !(strict && total.refused > 0)),
		Kind::Consent { path } => consents(path, &options).await.map(|total| total.is_clean()),
		Kind::Epcis { path } => documents(path, &options)
			.await
			.map(|total| total.is_success() && !(strict && total.refused > 0)),
		Kind::Trials { path } => studies(path, &options)
			.await
			.map(|total| total.is_clean() && !(strict && total.refused > 0)),
	};
	match run {
		Ok(true) => ExitCode::SUCCESS,
		Ok(false) => ExitCode::from(1),
		Err(error) => {
			eprintln!("salus-conformance: {error}");
			ExitCode::from(2)
		},
	}
}

/// The chain that is asked, with the node if it was started for it.
async fn chain(
	options: &Options,
	scratch: &Path,
) -> Result<(Option<Node>, Client), Box<dyn Error>> {
	if let Some(url) = &options.url {
		return Ok((None, Client::connect(url).await?));
	}
	let args: Vec<&str> = options.node_arg.iter().map(String::as_str).collect();
	let node = Node::start(&options.node, &scratch.join("node"), &args)?;
	let client = node.client().await?;
	Ok((Some(node), client))
}

/// With the end of the node's log, without which nobody could tell why it is gone.
fn with_log(error: &dyn std::fmt::Display, node: Option<&Node>) -> Box<dyn Error> {
	let log = node.map(Node::log).unwrap_or_default();
	format!("{error}\n{log}").into()
}

async fn consents(path: &Path, options: &Options) -> Result<conformance::Total, Box<dyn Error>> {
	let is_file =
		fs::metadata(path).map_err(|error| format!("{}: {error}", path.display()))?.is_file();
	let folder = if is_file { path.parent().unwrap_or(Path::new(".")) } else { path };
	if !folder.join("EXPECTED.json").is_file() {
		let what = "there is no EXPECTED.json in it, so nothing says what to ask";
		return Err(format!("{}: {what}", folder.display()).into());
	}
	let started = Instant::now();
	let scratch = tempfile::tempdir()?;
	let (node, client) = chain(options, scratch.path()).await?;
	let tell = &mut |line: String| println!("{line}");
	let run = conformance::run(folder, &client, tell).await;
	let total = run.map_err(|failure| with_log(&failure, node.as_ref()))?;
	let conformance::Total {
		files,
		refused,
		missing,
		unnamed,
		probes,
		ok,
		differed,
		unasked,
		changed,
	} = total;
	println!(
		"total     {probes} probes: {ok} ok, {differed} differed, {unasked} unasked; {files} files: \
		{refused} refused, {changed} changed, {missing} missing, {unnamed} unnamed; in {} s",
		started.elapsed().as_secs()
	);
	if let Some(node) = node {
		node.stop()?;
	}
	Ok(total)
}

async fn documents(
	path: &Path,
	options: &Options,
) -> Result<epcis::conformance::Total, Box<dyn Error>> {
	let started = Instant::now();
	let scratch = tempfile::tempdir()?;
	let (node, client) = chain(options, scratch.path()).await?;
	let run = epcis::conformance::run(path, &client, &mut |line| println!("{line}")).await;
	let total = run.map_err(|failure| with_log(&failure, node.as_ref()))?;
	println!("total      {total}; in {} s", started.elapsed().as_secs());
	if let Some(node) = node {
		node.stop()?;
	}
	Ok(total)
}

async fn studies(
	path: &Path,
	options: &Options,
) -> Result<trials::conformance::Total, Box<dyn Error>> {
	let started = Instant::now();
	let scratch = tempfile::tempdir()?;
	let (node, client) = chain(options, scratch.path()).await?;
	let tell = &mut |line: String| println!("{line}");
	let run = trials::conformance::run(path, &client, tell).await;
	let total = run.map_err(|failure| with_log(&failure, node.as_ref()))?;
	println!(
		"total     {} files: {} ok, {} differed, {} refused; in {} s",
		total.files,
		total.ok,
		total.differed,
		total.refused,
		started.elapsed().as_secs()
	);
	if let Some(node) = node {
		node.stop()?;
	}
	Ok(total)
}

async fn bundles(path: &Path, options: &Options) -> Result<Total, Box<dyn Error>> {
	let found = Found::under(path).map_err(|error| format!("{}: {error}", path.display()))?;
	if found.json.is_empty() {
		let others = match found.others.len() {
			0 => "it is empty".to_owned(),
			count => format!("{count} others, such as {}", found.others[0].0.display()),
		};
		return Err(format!("{}: no .json file in it: {others}", path.display()).into());
	}
	let started = Instant::now();
	let scratch = tempfile::tempdir()?;
	let store = Folder::open(scratch.path().join("ciphertexts"))?;
	let (node, client) = chain(options, scratch.path()).await?;
	let cast = Cast::development(&client).await?;

	let mut total = Total::default();
	let name_of = |file: &Path| {
		let name = file.strip_prefix(path).ok().filter(|name| !name.as_os_str().is_empty());
		name.unwrap_or(file).display().to_string()
	};
	for (file, why) in &found.others {
		total.refused += 1;
		println!("refused   {}: {why}", name_of(file));
	}
	for file in &found.json {
		let name = name_of(file);
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
			return Err(with_log(&format!("the node is gone: {error}"), node.as_ref()));
		}
	}
	let Total { ok, differed, refused } = total;
	println!(
		"total     {} files: {ok} ok, {differed} differed, {refused} refused, in {} s",
		found.json.len() + found.others.len(),
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

/// What is under a folder.
#[derive(Default)]
struct Found {
	json: Vec<PathBuf>,
	/// What is not read, and why.
	others: Vec<(PathBuf, String)>,
}

impl Found {
	/// Everything under `path`, sorted; `path` itself if it is a file.
	fn under(path: &Path) -> io::Result<Self> {
		let mut found = Self::default();
		if fs::metadata(path)?.is_file() {
			found.json.push(path.to_owned());
		} else {
			found.search(path)?;
		}
		found.json.sort();
		found.others.sort();
		Ok(found)
	}

	fn search(&mut self, folder: &Path) -> io::Result<()> {
		for entry in fs::read_dir(folder)? {
			let entry = entry?;
			// Links are not followed, so that a folder can't contain itself.
			let kind = entry.file_type()?;
			let path = entry.path();
			if kind.is_dir() {
				if let Err(error) = self.search(&path) {
					self.others.push((path, format!("unreadable: {error}")));
				}
			} else if path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("json")) {
				self.json.push(path);
			} else {
				let why = match path.extension().map(|ext| ext.to_string_lossy().to_lowercase()) {
					Some(ext) if ext == "xml" => "not-json: FHIR's XML is not read".to_owned(),
					Some(ext) if ext == "ndjson" || ext == "jsonl" => {
						"not-json: resources line by line, where one file is one".to_owned()
					},
					Some(ext) => format!("not-json: .{ext} is not read"),
					None => "not-json: its name does not end in .json".to_owned(),
				};
				self.others.push((path, why));
			}
		}
		Ok(())
	}
}
