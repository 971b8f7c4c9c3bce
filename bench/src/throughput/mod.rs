//! How many transactions a second get into blocks and become final, and how long that takes.
//!
//! Kinds take turns, and the cheapest call is among them, so that their ratios come from the same
//! run. A kind is signed beforehand, then sent so that the pool always has enough and never too much,
//! and counted between the first and the last block of the time that is asked for. Afterwards the
//! events of all its blocks are read: whatever failed is named, and nothing is counted that the chain
//! does not have.

mod execute;
mod follow;
pub mod kinds;
mod load;
mod outcome;

use crate::{
	machine,
	network::Network,
	sign::{self, Signer},
	stage::{Scale, Stage},
	times::Times,
};
use clap::Args;
use follow::{Fate, Seen, Watch};
use kinds::{Kind, Maker, Trace};
use load::{Lane, Load};
use salus_client::Client;
use serde_json::{json, Value};
use sp_core::H256;
use std::{
	collections::BTreeMap,
	error::Error,
	path::{Path, PathBuf},
	sync::Arc,
	time::Duration,
};
use subxt::rpcs::RpcClient;
use tokio::sync::Semaphore;

/// How long to wait until everything that was sent is final.
const PATIENCE: Duration = Duration::from_secs(180);
/// How often to look whether it is.
const LOOK: Duration = Duration::from_millis(200);
/// How long a slot is.
const SLOT: Duration = Duration::from_millis(salus_runtime::SLOT_DURATION);

/// What is measured.
#[derive(Args)]
pub struct Options {
	/// How many validators, all on this machine.
	#[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=4))]
	validators: u8,
	/// What is sent.
	#[arg(long, value_enum, value_delimiter = ',', default_values_t = Kind::ALL)]
	kinds: Vec<Kind>,
	/// For how many seconds each kind is counted.
	#[arg(long, default_value_t = 120)]
	seconds: u64,
	/// For how many seconds each kind is sent before that.
	#[arg(long, default_value_t = 10)]
	warm_up: u64,
	/// How often all kinds take their turn.
	#[arg(long, default_value_t = 2)]
	repeat: u32,
	/// How many transactions are on their way at once.
	#[arg(long, default_value_t = 9_000)]
	depth: usize,
	/// Over how many connections they are sent.
	#[arg(long, default_value_t = 4)]
	connections: usize,
	/// How many transactions are signed for each second. More than the chain can take.
	#[arg(long, default_value_t = 5_000)]
	rate: u32,
	/// After each kind, for how many seconds it is sent at half the speed that was found, to see how
	/// long finality takes when the chain is not full.
	#[arg(long, default_value_t = 0)]
	half_load: u64,
	/// How many organizations there are: an odd number.
	#[arg(long, default_value_t = 251)]
	organizations: u32,
	/// How many agents each has.
	#[arg(long, default_value_t = 4)]
	agents: u32,
	/// How many patients there are.
	#[arg(long, default_value_t = 50_000)]
	patients: u32,
	/// How many records there are from the beginning; one of each patient at least.
	#[arg(long, default_value_t = 50_000)]
	records: u32,
	/// An option for the nodes, such as --node-option=--pool-type=single-state. May be repeated.
	#[arg(long, allow_hyphen_values = true)]
	node_option: Vec<String>,
	/// Where to write the results for programs to read.
	#[arg(long)]
	json: Option<PathBuf>,
	/// The commit, for the results.
	#[arg(long)]
	commit: Option<String>,
}

/// What the nodes are told unless an option says otherwise: a pool with room for what is on its way,
/// and no ban for what comes a moment too early.
const NODE_OPTIONS: [(&str, &str); 3] =
	[("--pool-limit", "20000"), ("--pool-kbytes", "40960"), ("--tx-ban-seconds", "0")];

impl Options {
	fn node_options(&self) -> Vec<String> {
		let named = |name: &str| self.node_option.iter().any(|option| option.starts_with(name));
		let defaults = NODE_OPTIONS.iter().filter(|(name, _)| !named(name));
		let defaults = defaults.map(|(name, value)| format!("{name}={value}"));
		defaults.chain(self.node_option.iter().cloned()).collect()
	}

	fn scale(&self) -> Result<Scale, Box<dyn Error>> {
		let Self { organizations, agents, patients, records, .. } = *self;
		if organizations % 2 == 0 || agents == 0 {
			return Err("the number of organizations must be odd, and each needs an agent".into());
		}
		if patients < organizations * 4 || records < patients {
			return Err(
				"each organization needs four patients at least, and each patient a record".into(),
			);
		}
		Ok(Scale { organizations, agents, patients, records, consents: false })
	}
}

/// What was found of a kind in one round.
struct Found {
	kind: Kind,
	included: f64,
	finalized: f64,
	latency: Times,
	per_block: f64,
	largest: usize,
	block_interval: Duration,
	/// How long the author took to build the blocks.
	built: Times,
	/// How long the fullest block takes one that imports it.
	executed: Duration,
	succeeded: usize,
	failed: BTreeMap<String, usize>,
	looked: usize,
	refusals: BTreeMap<String, u64>,
	bytes: usize,
}

/// The connections and the people of a run.
struct Run<'a> {
	options: &'a Options,
	network: Network,
	client: Client,
	rpc: RpcClient,
	connections: Vec<RpcClient>,
	maker: Maker,
}

/// Measures, and says what was found. Whether everything that was sent succeeded.
pub async fn measure(binary: &Path, options: &Options) -> Result<bool, Box<dyn Error>> {
	let folder = tempfile::tempdir()?;
	let chain = if options.validators == 1 { "dev" } else { "local" };
	let stage = Stage::build(binary, chain, folder.path(), options.scale()?)?;
	println!(
		"{} patients and {} records of {} organizations: {} entries, {} MB of state",
		options.patients,
		options.records,
		options.organizations,
		stage.entries,
		stage.bytes / 1_000_000
	);
	let mut run = Run::start(binary, &stage, options).await?;
	let (mut found, mut halves) = (Vec::new(), Vec::new());
	println!("{HEADING}");
	for round in 1..=options.repeat {
		for kind in &options.kinds {
			let one = run.round(*kind, None, options.seconds).await?;
			println!("{}", row(&one, scale_of(&found, &one), &round.to_string()));
			if options.half_load > 0 {
				let pace = one.finalized / 2.0;
				let half = run.round(*kind, Some(pace), options.half_load).await?;
				println!("{}", row(&half, None, "half"));
				halves.push(half);
			}
			found.push(one);
		}
	}
	summary(&found);
	for (why, times) in found.iter().chain(&halves).flat_map(|one| &one.refusals) {
		println!("the pool refused at first, {times} times: {why}");
	}
	let mut succeeded = true;
	for one in found.iter().chain(&halves) {
		for (error, times) in &one.failed {
			succeeded = false;
			println!("{} failed {times} times: {error}", one.kind.name());
		}
	}
	if let Some(path) = &options.json {
		let list = |found: &[Found]| found.iter().map(Found::json).collect::<Vec<_>>();
		let results = json!({
			"validators": options.validators, "stage": stage.scale, "depth": options.depth,
			"nodeOptions": options.node_options(),
			"full": list(&found), "half": list(&halves),
		});
		machine::write(path, options.commit.as_deref(), results)?;
	}
	Ok(succeeded)
}

impl<'a> Run<'a> {
	async fn start(
		binary: &Path,
		stage: &Stage,
		options: &'a Options,
	) -> Result<Self, Box<dyn Error>> {
		let validators = usize::from(options.validators);
		let network =
			Network::start(binary, &stage.spec, validators, &options.node_options()).await?;
		let urls = network.urls();
		let client = Client::connect(urls.first().ok_or("there is no node")?).await?;
		let rpc = network.connect().await?;
		let mut connections = Vec::new();
		for url in urls.iter().cycle().take(options.connections.max(1)) {
			connections.push(RpcClient::from_insecure_url(url).await?);
		}
		wait_for_finality(&client).await?;
		let now = client.now().await?;
		let maker = Maker::new(stage.scale, now);
		Ok(Self { options, network, client, rpc, connections, maker })
	}

	/// Sends transactions of a kind, and counts.
	async fn round(
		&mut self,
		kind: Kind,
		pace: Option<f64>,
		seconds: u64,
	) -> Result<Found, Box<dyn Error>> {
		let duration = self.options.warm_up + seconds;
		let rate = pace.map_or(f64::from(self.options.rate), |pace| pace * 1.1 + 10.0);
		let made = self.maker.make(kind, (rate * duration as f64) as u32);
		let (unsigned, traces): (Vec<_>, Vec<_>) = made.into_iter().unzip();
		let signers: Vec<Signer> = unsigned.iter().map(|one| one.signer).collect();
		let genesis = self.client.genesis();
		let transactions = Arc::new(sign::in_parallel(unsigned, |one| sign::sign(one, genesis)));
		let bytes = transactions.iter().map(Vec::len).sum::<usize>() / transactions.len().max(1);
		let lanes = lanes(&signers, self.connections.len());

		let room = Arc::new(Semaphore::new(self.options.depth));
		let watch = Watch::new(&transactions, room.clone());
		let best = tokio::spawn(watch.clone().follow_best(self.rpc.clone()));
		let finality = tokio::spawn(watch.clone().follow_finality(self.rpc.clone()));
		let load = Load::new(transactions.clone(), watch.clone(), room, pace);
		let sending = {
			let (load, lanes) = (load.clone(), lanes.clone());
			let connections = self.connections.clone();
			tokio::spawn(async move { load.send(&connections, lanes).await })
		};
		tokio::time::sleep(Duration::from_secs(self.options.warm_up)).await;
		let from = watch.now();
		tokio::time::sleep(Duration::from_secs(seconds)).await;
		let until = watch.now();
		if sending.is_finished() {
			sending.await??;
			return Err(format!(
				"the transactions were used up before the time was over: \
				let there be more than {} a second (--rate)",
				self.options.rate
			)
			.into());
		}
		load.stop();
		let sent = sending.await??;
		self.drain(&watch, sent.iter().sum()).await?;
		for follower in [best, finality] {
			if follower.is_finished() {
				follower.await??;
			} else {
				follower.abort();
			}
		}

		let (sent, unsent) = split(&lanes, &sent);
		let unsent: Vec<_> = unsent
			.into_iter()
			.map(|place| (signers[place as usize], traces[place as usize].clone()))
			.collect();
		self.maker.forget(kind, &unsent);
		let traces: Vec<Trace> = sent.iter().map(|place| traces[*place as usize].clone()).collect();
		let looked = outcome::look_for(&self.client, &traces).await?;
		let (blocks, fullest, mut found) = {
			let state = watch.state();
			// The first that was reported may be one of the round before.
			let ours = state.finalized.iter().filter(|(_, seen)| seen.transactions > 0);
			let fullest = ours.clone().max_by_key(|(_, seen)| seen.transactions);
			let fullest = fullest.map(|(hash, _)| *hash);
			let blocks: Vec<H256> = ours.map(|(hash, _)| *hash).collect();
			(blocks, fullest, self.figures(kind, &state, from, until))
		};
		if let Some(fullest) = fullest {
			found.executed = execute::again(&self.rpc, fullest).await?;
		}
		let outcome = outcome::Outcome::of(&self.client, &blocks).await?;
		let failed: usize = outcome.failed.values().sum();
		if outcome.succeeded + failed != sent.len() {
			return Err(format!(
				"{} transactions were sent, but the events tell of {} that succeeded and {failed} \
				that failed",
				sent.len(),
				outcome.succeeded
			)
			.into());
		}
		found.succeeded = outcome.succeeded;
		found.failed = outcome.failed;
		found.looked = looked;
		found.refusals = load.refusals();
		found.bytes = bytes;
		Ok(found)
	}

	/// Waits until everything that was sent is final.
	async fn drain(&self, watch: &Watch, sent: usize) -> Result<(), Box<dyn Error>> {
		let deadline = watch.now() + PATIENCE;
		while watch.state().final_transactions < sent {
			if watch.now() > deadline {
				let state = watch.state();
				return Err(format!(
					"of {sent} transactions, {} are in blocks and {} final after {} s more",
					state.included,
					state.final_transactions,
					PATIENCE.as_secs()
				)
				.into());
			}
			tokio::time::sleep(LOOK).await;
		}
		Ok(())
	}

	fn figures(&self, kind: Kind, state: &follow::State, from: Duration, until: Duration) -> Found {
		let within = |blocks: &[(H256, Seen)]| {
			let seen = blocks.iter().map(|(_, seen)| *seen);
			seen.filter(|seen| (from..=until).contains(&seen.at)).collect::<Vec<_>>()
		};
		let blocks = within(&state.blocks);
		let latency = latencies(&state.fates, from, until);
		let counted: usize = blocks.iter().skip(1).map(|seen| seen.transactions).sum();
		let intervals = blocks.len().saturating_sub(1).max(1);
		let span = blocks.last().zip(blocks.first()).map(|(last, first)| last.at - first.at);
		Found {
			kind,
			included: rate(&blocks),
			finalized: rate(&within(&state.finalized)),
			latency: Times::sorted(latency),
			per_block: counted as f64 / intervals as f64,
			largest: blocks.iter().map(|seen| seen.transactions).max().unwrap_or_default(),
			block_interval: span.unwrap_or_default() / intervals as u32,
			built: Times::sorted(build_times(&self.network.log(), blocks.len())),
			executed: Duration::ZERO,
			succeeded: 0,
			failed: BTreeMap::new(),
			looked: 0,
			refusals: BTreeMap::new(),
			bytes: 0,
		}
	}
}

/// Waits until the chain has finalized a block.
async fn wait_for_finality(client: &Client) -> Result<(), Box<dyn Error>> {
	let genesis = client.genesis();
	for _ in 0..PATIENCE.as_millis() / LOOK.as_millis() {
		if client.finalized().await? != genesis {
			return Ok(());
		}
		tokio::time::sleep(LOOK).await;
	}
	Err("the chain does not finalize anything".into())
}

/// Puts the transactions of each sender into one lane.
fn lanes(signers: &[Signer], count: usize) -> Vec<Lane> {
	let mut lanes = vec![Lane::new(); count];
	for (signer, place) in signers.iter().zip(0..) {
		let lane = match signer {
			Signer::Agent(organization, _) => *organization as usize,
			// Those who send have even numbers.
			Signer::Patient(patient) => *patient as usize / 2,
		};
		lanes[lane % count].push(place);
	}
	lanes
}

/// The places of what was sent and of what was not, in the order in which they were made.
fn split(lanes: &[Lane], sent: &[usize]) -> (Vec<u32>, Vec<u32>) {
	let (mut before, mut after) = (Vec::new(), Vec::new());
	for (lane, sent) in lanes.iter().zip(sent) {
		let (one, other) = lane.split_at(*sent);
		before.extend(one);
		after.extend(other);
	}
	before.sort_unstable();
	after.sort_unstable();
	(before, after)
}

/// Transactions a second, from the first block to the last. What is in the first was done before.
fn rate(blocks: &[Seen]) -> f64 {
	let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else { return 0.0 };
	let span = last.at.saturating_sub(first.at).as_secs_f64();
	let after = blocks.iter().filter(|seen| seen.at > first.at);
	let transactions: usize = after.map(|seen| seen.transactions).sum();
	if span > 0.0 {
		transactions as f64 / span
	} else {
		0.0
	}
}

/// From sending to finality, of what was sent in the time that counts.
fn latencies(fates: &[Fate], from: Duration, until: Duration) -> Vec<Duration> {
	fates
		.iter()
		.filter_map(|fate| Some((fate.sent?, fate.finalized?)))
		.filter(|(sent, _)| (from..=until).contains(sent))
		.map(|(sent, finalized)| finalized.saturating_sub(sent))
		.collect()
}

/// How long the last blocks that the node made took it, as its log says.
fn build_times(log: &str, blocks: usize) -> Vec<Duration> {
	let lines = log.lines().rev().filter_map(|line| {
		let (_, after) = line.split_once("Prepared block for proposing at ")?;
		let text = after.split_once('(')?.1.split_once(" ms)")?.0;
		Some(Duration::from_millis(text.parse().ok()?))
	});
	lines.take(blocks).collect()
}

const HEADING: &str =
	"round  kind         included/s  finalized/s  of remark  median s    p95 s    \
	p99 s  per block  largest  interval s  built ms  executed ms  succeeded  failed";

fn row(one: &Found, scale: Option<f64>, round: &str) -> String {
	let seconds = |percent| one.latency.percentile(percent).as_secs_f64();
	format!(
		"{round:<6} {:<12} {:>10.0} {:>12.0} {:>10} {:>9.2} {:>8.2} {:>8.2} {:>10.0} {:>8} {:>11.2} \
		{:>9} {:>12} {:>10} {:>7}",
		one.kind.name(),
		one.included,
		one.finalized,
		scale.map_or("-".into(), |scale| format!("1/{:.2}", scale / one.finalized)),
		seconds(50),
		seconds(95),
		seconds(99),
		one.per_block,
		one.largest,
		one.block_interval.as_secs_f64(),
		one.built.median().as_millis(),
		one.executed.as_millis(),
		one.succeeded,
		one.failed.values().sum::<usize>(),
	)
}

/// The speed of the cheapest call that was measured last.
fn scale_of(found: &[Found], one: &Found) -> Option<f64> {
	let remark = found.iter().rev().find(|found| found.kind == Kind::Remark);
	remark.or((one.kind == Kind::Remark).then_some(one)).map(|found| found.finalized)
}

/// The mean over all rounds, kind by kind, with the ratio to the cheapest call.
fn summary(found: &[Found]) {
	let mean = |kind: Kind| {
		let rates: Vec<f64> =
			found.iter().filter(|one| one.kind == kind).map(|one| one.finalized).collect();
		(!rates.is_empty()).then(|| rates.iter().sum::<f64>() / rates.len() as f64)
	};
	let remark = mean(Kind::Remark);
	for kind in Kind::ALL {
		let Some(rate) = mean(kind) else { continue };
		let ratio = remark.map_or(String::new(), |remark| {
			format!(", remark is {:.2} times as fast", remark / rate)
		});
		println!("{}: {rate:.0} finalized a second in the mean of all rounds{ratio}", kind.name());
	}
}

impl Found {
	fn json(&self) -> Value {
		json!({
			"kind": self.kind.name(),
			"includedPerSecond": self.included,
			"finalizedPerSecond": self.finalized,
			"submitToFinalized": self.latency.json(),
			"medianSlotsToFinality": self.latency.median().as_secs_f64() / SLOT.as_secs_f64(),
			"transactionsPerBlock": self.per_block,
			"largestBlock": self.largest,
			"blockIntervalSeconds": self.block_interval.as_secs_f64(),
			"built": self.built.json(),
			"fullestExecutedSeconds": self.executed.as_secs_f64(),
			"transactionBytes": self.bytes,
			"succeeded": self.succeeded,
			"failed": self.failed,
			"readBack": self.looked,
			"refusedAtFirst": self.refusals,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const SECOND: Duration = Duration::from_secs(1);

	#[test]
	fn rate_should_count_from_the_first_block_to_the_last() {
		let seen = |at: u32, transactions| Seen { at: SECOND * at, transactions };
		assert_eq!(rate(&[seen(3, 900), seen(5, 100), seen(7, 300)]), 100.0);
		assert_eq!(rate(&[seen(3, 900)]), 0.0);
		assert_eq!(rate(&[]), 0.0);
	}

	#[test]
	fn latency_should_be_of_what_was_sent_in_time_and_is_final() {
		let fate = |sent, finalized: Option<u32>| Fate {
			sent: Some(SECOND * sent),
			included: None,
			finalized: finalized.map(|at| SECOND * at),
		};
		let fates = [fate(1, Some(4)), fate(2, Some(7)), fate(3, None), Fate::default()];
		assert_eq!(latencies(&fates, SECOND * 2, SECOND * 3), [SECOND * 5]);
	}

	#[test]
	fn build_times_should_be_the_last_ones_of_the_log() {
		let log = "x Prepared block for proposing at 3 (12 ms) hash: 0x\ny\n\
			x Prepared block for proposing at 4 (345 ms) hash: 0x\n";
		assert_eq!(build_times(log, 1), [Duration::from_millis(345)]);
		assert_eq!(build_times(log, 9).len(), 2);
	}

	#[test]
	fn lanes_should_keep_the_order_of_each_sender() {
		let signers = [Signer::Agent(0, 0), Signer::Agent(1, 0), Signer::Agent(0, 0)];
		let lanes = lanes(&signers, 2);
		assert_eq!(lanes, [vec![0, 2], vec![1]]);
		assert_eq!(split(&lanes, &[1, 1]), (vec![0, 1], vec![2]));
	}
}
