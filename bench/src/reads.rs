//! How many questions a second a node answers over JSON-RPC, and how that changes with the size of
//! the state.
//!
//! Every patient has as many records whatever the size of the state, so that the answers are equally
//! long. Patients and packs are asked about in an order that caches can't guess.

use crate::{
	machine,
	network::Network,
	stage::{self, Scale, Stage},
	times::{milliseconds, Times},
};
use clap::Args;
use serde::{de::IgnoredAny, Deserialize};
use serde_json::{json, Value};
use std::{
	error::Error,
	path::{Path, PathBuf},
	sync::Arc,
	time::{Duration, Instant},
};
use subxt::rpcs::{rpc_params, RpcClient};

/// A prime: its multiples go through all patients before they come back to the first.
const STRIDE: u64 = 7_368_787;
/// For how long a question is asked before its answers count.
const WARM_UP: Duration = Duration::from_secs(2);

/// What is measured.
#[derive(Args)]
pub struct Options {
	/// How many records are in the state: one measurement for each number.
	#[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000])]
	records: Vec<u32>,
	/// How many of them each patient has.
	#[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100))]
	per_patient: u32,
	/// For how many seconds each question is asked.
	#[arg(long, default_value_t = 20)]
	seconds: u64,
	/// How many ask at once.
	#[arg(long, default_value_t = 8)]
	askers: usize,
	/// Over how many connections.
	#[arg(long, default_value_t = 4)]
	connections: usize,
	/// An option for the node. May be repeated.
	#[arg(long, allow_hyphen_values = true)]
	node_option: Vec<String>,
	/// Where to write the results for programs to read.
	#[arg(long)]
	json: Option<PathBuf>,
	/// The commit, for the results.
	#[arg(long)]
	commit: Option<String>,
}

/// The questions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Question {
	/// May this organization have that?
	Decide,
	/// Which records does this patient have?
	List,
	/// Is this pack what it says?
	Verify,
	/// A method that looks nothing up, as the scale.
	Nothing,
}

impl Question {
	const ALL: [Self; 4] = [Self::Nothing, Self::Decide, Self::List, Self::Verify];

	fn method(self) -> &'static str {
		match self {
			Self::Nothing => "system_name",
			Self::Decide => "consent_v1_decide",
			Self::List => "records_v1_list",
			Self::Verify => "provenance_v1_verify",
		}
	}

	/// Asks, and looks at the answer.
	async fn ask(self, rpc: &RpcClient, scale: &Scale, turn: u64) -> Result<(), String> {
		#[derive(Deserialize)]
		struct Verdict {
			verdict: String,
		}
		#[derive(Deserialize)]
		struct Page {
			records: Vec<IgnoredAny>,
		}
		let wrong = |what: &str| format!("{}: {what}", self.method());
		let failed = |error: subxt::rpcs::Error| wrong(&error.to_string());
		let patient = (turn.wrapping_mul(STRIDE) % u64::from(scale.patients)) as u32;
		match self {
			Self::Nothing => {
				let _: IgnoredAny =
					rpc.request(self.method(), rpc_params![]).await.map_err(failed)?;
			},
			Self::Decide => {
				let recipient = (patient % scale.organizations + 1) % scale.organizations;
				let request = json!({
					"organization": stage::organization_id(recipient),
					"action": "access", "purpose": "TREAT", "class": "laboratory",
				});
				let params = rpc_params![stage::patient_id(patient), request];
				let answer: Verdict = rpc.request(self.method(), params).await.map_err(failed)?;
				if answer.verdict != "permit" {
					return Err(wrong(&answer.verdict));
				}
			},
			Self::List => {
				let params = rpc_params![stage::patient_id(patient)];
				let answer: Page = rpc.request(self.method(), params).await.map_err(failed)?;
				if answer.records.len() != (scale.records / scale.patients) as usize {
					return Err(wrong(&format!("{} records", answer.records.len())));
				}
			},
			Self::Verify => {
				let packs = scale.organizations * scale.agents * stage::PACKS_PER_CONTAINER;
				let pack = stage::pack((turn.wrapping_mul(STRIDE) % u64::from(packs)) as u32);
				let query = json!({ "unit": pack.to_string(), "lot": stage::lot().to_string() });
				let answer: Verdict =
					rpc.request(self.method(), rpc_params![query]).await.map_err(failed)?;
				if answer.verdict != "verified" {
					return Err(wrong(&answer.verdict));
				}
			},
		}
		Ok(())
	}
}

/// Measures, and says what was found.
pub async fn measure(binary: &Path, options: &Options) -> Result<bool, Box<dyn Error>> {
	let mut results = Vec::new();
	println!(
		"{:>9} {:>9}  {:<21} {:>10} {:>10} {:>8} {:>8}",
		"records", "patients", "method", "answers/s", "median ms", "95 %", "99 %"
	);
	for records in &options.records {
		let patients = records / options.per_patient;
		let scale =
			Scale { organizations: 251, agents: 4, patients, records: *records, consents: true };
		let folder = tempfile::tempdir()?;
		let began = Instant::now();
		let stage = Stage::build(binary, "dev", folder.path(), scale)?;
		let built = began.elapsed();
		let network = Network::start(binary, &stage.spec, 1, &options.node_option).await?;
		// What the node has written may still wait in the system's memory, without room on the disk.
		tokio::process::Command::new("sync").status().await?;
		let disk = folder_size(network.data())?;
		println!(
			"{} entries, {} MB with their keys; made in {:.0} s, the node started after {:.0} s \
			more and takes {} MB on disk",
			stage.entries,
			stage.bytes / 1_000_000,
			built.as_secs_f64(),
			(began.elapsed() - built).as_secs_f64(),
			disk / 1_000_000
		);
		for question in Question::ALL {
			let (rate, times) = ask_for(question, &network, scale, options).await?;
			let at = |percent| milliseconds(times.percentile(percent));
			println!(
				"{records:>9} {patients:>9}  {:<21} {rate:>10.0} {:>10.2} {:>8.2} {:>8.2}",
				question.method(),
				at(50),
				at(95),
				at(99)
			);
			results.push(json!({
				"records": records, "patients": patients, "method": question.method(),
				"answersPerSecond": rate, "latency": times.json(),
				"stateEntries": stage.entries, "stateBytes": stage.bytes, "diskBytes": disk,
			}));
		}
	}
	if let Some(path) = &options.json {
		machine::write(path, options.commit.as_deref(), Value::Array(results))?;
	}
	Ok(true)
}

/// All ask the same at once, for as long as the options say.
async fn ask_for(
	question: Question,
	network: &Network,
	scale: Scale,
	options: &Options,
) -> Result<(f64, Times), Box<dyn Error>> {
	let mut connections = Vec::new();
	for _ in 0..options.connections.max(1) {
		connections.push(Arc::new(network.connect().await?));
	}
	let from = Instant::now() + WARM_UP;
	let until = from + Duration::from_secs(options.seconds);
	let askers = options.askers.max(1);
	let running: Vec<_> = connections
		.iter()
		.cycle()
		.take(askers)
		.zip(0..)
		.map(|(rpc, first)| {
			let rpc = rpc.clone();
			tokio::spawn(async move {
				let (mut turn, mut times) = (first, Vec::new());
				while Instant::now() < until {
					let began = Instant::now();
					question.ask(&rpc, &scale, turn).await?;
					if began >= from {
						times.push(began.elapsed());
					}
					turn += askers as u64;
				}
				Ok::<_, String>(times)
			})
		})
		.collect();
	let mut times = Vec::new();
	for one in running {
		times.extend(one.await??);
	}
	let rate = times.len() as f64 / options.seconds.max(1) as f64;
	Ok((rate, Times::sorted(times)))
}

/// The bytes of all files in a folder.
pub fn folder_size(folder: &Path) -> Result<u64, Box<dyn Error>> {
	use std::os::unix::fs::MetadataExt;
	let mut bytes = 0;
	for entry in std::fs::read_dir(folder)? {
		let entry = entry?;
		let metadata = entry.metadata()?;
		bytes += match metadata.is_dir() {
			true => folder_size(&entry.path())?,
			// The database reserves room that it does not use yet.
			false => metadata.blocks() * 512,
		};
	}
	Ok(bytes)
}
