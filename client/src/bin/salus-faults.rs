//! Does to a network of four validators what happens to networks, and says what came of it.

use clap::{Parser, ValueEnum};
use salus_client::net::{
	cut::Namespaces,
	damage, faults, membership,
	network::VALIDATORS,
	report::{Checked, Outcome, Row, RowResult, HEAD},
	stage::{Props, Stage},
	state::Invariants,
	upgrade, NetError,
};
use std::{path::PathBuf, process::ExitCode};
use tokio::signal::unix::{signal, SignalKind};

/// Starts four validators with keys of their own on this machine, has their members send transactions
/// all the while, and goes through the scenarios. After each, all nodes must have the same final
/// blocks, no final transaction may be missing, and the invariants of the runtime must hold over the
/// state that the node in question exports.
///
/// Prints a table in Markdown. Exits with 0 when everything held, with 1 when something did not, and
/// with 2 when nothing could be tried. What this machine can't do is named as skipped.
#[derive(Parser)]
#[command(name = "salus-faults", version)]
struct Options {
	/// What to do; everything without.
	scenarios: Vec<Scenario>,
	/// The node's program.
	#[arg(long)]
	node: PathBuf,
	/// The runtime, built with the feature try-runtime. Without it the invariants are not checked, and
	/// the table says so.
	#[arg(long)]
	try_runtime: Option<PathBuf>,
	/// The runtime to upgrade to. Without it that scenario is skipped.
	#[arg(long)]
	next_runtime: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Scenario {
	/// Each node in turn is killed and started again.
	Kill,
	/// One validator of four is down for a while.
	OneDown,
	/// Two validators of four are down for a while.
	TwoDown,
	/// One node is frozen with its connections open.
	Frozen,
	/// One member floods the pools.
	Flood,
	/// One node's clock is off.
	Clock,
	/// One node fetches the whole chain again.
	Resync,
	/// One node syncs by warp.
	Warp,
	/// One node's database is damaged.
	Corrupt,
	/// One node's disk is full.
	FullDisk,
	/// The network is cut between one node and three.
	#[value(name = "partition-3-1")]
	Partition31,
	/// The network is cut in two halves.
	#[value(name = "partition-2-2")]
	Partition22,
	/// The council votes a new runtime.
	Upgrade,
	/// A fifth member comes, validates and goes.
	FifthMember,
}

impl Scenario {
	fn name(self) -> &'static str {
		match self {
			Self::Kill => "kill",
			Self::OneDown => "one-down",
			Self::TwoDown => "two-down",
			Self::Frozen => "frozen",
			Self::Flood => "flood",
			Self::Clock => "clock",
			Self::Resync => "resync",
			Self::Warp => "warp",
			Self::Corrupt => "corrupt",
			Self::FullDisk => "full-disk",
			Self::Partition31 => "partition-3-1",
			Self::Partition22 => "partition-2-2",
			Self::Upgrade => "upgrade",
			Self::FifthMember => "fifth-member",
		}
	}

	/// Whether it needs wires that can be cut.
	fn is_cut(self) -> bool {
		matches!(self, Self::Partition31 | Self::Partition22)
	}

	async fn enact(self, stage: &mut Stage, props: &Props) -> Result<Outcome, NetError> {
		match self {
			Self::Kill => faults::kill(stage).await,
			Self::OneDown => faults::one_down(stage).await,
			Self::TwoDown => faults::two_down(stage).await,
			Self::Frozen => faults::frozen(stage).await,
			Self::Flood => faults::flood(stage).await,
			Self::Clock => faults::clock(stage).await,
			Self::Resync => damage::resync(stage).await,
			Self::Warp => damage::warp(stage).await,
			Self::Corrupt => damage::corrupt(stage).await,
			Self::FullDisk => damage::full_disk(stage).await,
			Self::Partition31 => faults::partition_3_1(stage).await,
			Self::Partition22 => faults::partition_2_2(stage).await,
			Self::Upgrade => match &props.next_runtime {
				Some(next) => upgrade::upgrade(stage, next).await,
				None => Err(NetError::Impossible("no --next-runtime is given".into())),
			},
			Self::FifthMember => membership::fifth_member(stage).await,
		}
	}
}

#[tokio::main]
async fn main() -> ExitCode {
	let options = Options::parse();
	tokio::select! {
		code = all(options) => code,
		// What was started goes with the futures that are dropped here.
		() = told_to_end() => ExitCode::from(130),
	}
}

/// Until somebody presses Ctrl-C, or `kill` asks for the end.
async fn told_to_end() {
	let terminated = async {
		match signal(SignalKind::terminate()) {
			Ok(mut signals) => signals.recv().await.unwrap_or_default(),
			// Then only Ctrl-C is left.
			Err(_) => std::future::pending().await,
		}
	};
	tokio::select! {
		_ = tokio::signal::ctrl_c() => {},
		() = terminated => {},
	}
}

async fn all(options: Options) -> ExitCode {
	let invariants = match options.try_runtime.as_deref().map(Invariants::read).transpose() {
		Ok(invariants) => invariants,
		Err(error) => {
			eprintln!("salus-faults: {error}");
			return ExitCode::from(2);
		},
	};
	let props = Props { node: options.node, invariants, next_runtime: options.next_runtime };
	let scenarios = match options.scenarios.as_slice() {
		[] => Scenario::value_variants(),
		some => some,
	};
	let mut stage: Option<Stage> = None;
	let (mut held, mut failed) = (0, 0);
	println!("{HEAD}");
	for scenario in scenarios {
		eprintln!("{} ...", scenario.name());
		let result = match one(*scenario, &mut stage, &props).await {
			Ok((outcome, checked)) => {
				held += 1;
				RowResult::Held(outcome, checked)
			},
			Err(NetError::Impossible(reason)) => {
				eprintln!("*** {} is SKIPPED: {reason}", scenario.name());
				RowResult::Skipped(reason)
			},
			Err(error) => {
				failed += 1;
				eprintln!("*** {} FAILED: {error}", scenario.name());
				if let Some(stage) = stage.take() {
					eprintln!("{}", stage.logs(LOG_LINES));
				}
				RowResult::Failed(error.to_string())
			},
		};
		println!("{}", Row { name: scenario.name(), result });
	}
	match (held, failed) {
		(0, 0) => ExitCode::from(2),
		(_, 0) => ExitCode::SUCCESS,
		_ => ExitCode::FAILURE,
	}
}

/// How many lines of each node's log are shown when something failed.
const LOG_LINES: usize = 30;

/// Goes through a scenario on the network that is there, if it fits, else on a new one.
async fn one(
	scenario: Scenario,
	place: &mut Option<Stage>,
	props: &Props,
) -> Result<(Outcome, Checked), NetError> {
	let fits = |stage: &Stage| stage.network.namespaces().is_some() == scenario.is_cut();
	if !place.as_ref().is_some_and(fits) {
		// The old one goes before the new one takes its addresses.
		drop(place.take());
		let namespaces = scenario.is_cut().then(|| Namespaces::create(VALIDATORS)).transpose()?;
		*place = Some(Stage::set(&props.node, namespaces).await?);
	}
	let Some(stage) = place else {
		return Err(NetError::Broken("there is no network".into()));
	};
	let outcome = scenario.enact(stage, props).await?;
	let checked = stage.check(outcome.victim, props.invariants.as_ref()).await?;
	Ok((outcome, checked))
}
