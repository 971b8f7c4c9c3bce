//! What all scenarios share: a network under load, the wait for its recovery, and the checks.

use super::{
	checks,
	cut::Namespaces,
	load::Load,
	network::{Network, Start, VALIDATORS},
	report::Checked,
	state::{Invariants, State},
	NetError,
};
use crate::{Client, Error, H256};
use std::{
	path::{Path, PathBuf},
	time::{Duration, Instant},
};

/// How long the network may take to be as before.
pub const PATIENCE: Duration = Duration::from_secs(300);
/// How long a node may take to answer before it is asked again.
const ANSWER: Duration = Duration::from_secs(20);
/// How often the nodes are looked at.
const LOOK: Duration = Duration::from_millis(250);
/// How many blocks finality may be behind in a network that is well: three slots, and one on the way.
const LAG: u64 = 4;
/// How many more blocks have to be final before a network counts as recovered.
const PROGRESS: u64 = 3;

/// What the scenarios are given.
pub struct Props {
	/// The node's program.
	pub node: PathBuf,
	/// The runtime with its invariants; without it they are not checked.
	pub invariants: Option<Invariants>,
	/// The runtime to upgrade to.
	pub next_runtime: Option<PathBuf>,
}

/// A network of four validators under load.
pub struct Stage {
	/// The network.
	pub network: Network,
	/// Its members at work.
	pub load: Load,
}

/// How far a node is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
	/// Its best block.
	pub best: u64,
	/// The last block that is final to it.
	pub finalized: u64,
}

impl Stage {
	/// Founds a network, starts it, and waits until it finalizes what its members send.
	pub async fn set(node: &Path, namespaces: Option<Namespaces>) -> Result<Self, NetError> {
		let network = Network::start(node, namespaces).await?;
		let load = Load::start(&network);
		let stage = Self { network, load };
		stage.recovered(VALIDATORS).await?;
		until("the members' transactions are final", PATIENCE, async || {
			Ok(stage.load.finalized() >= 2 * VALIDATORS)
		})
		.await?;
		Ok(stage)
	}

	/// How far a node is.
	pub async fn progress(&self, node: usize) -> Result<Progress, NetError> {
		Ok(progress(&self.network.client(node)?).await?)
	}

	/// The last block that is final to any of the nodes that run.
	pub async fn finalized(&self) -> Result<u64, NetError> {
		let mut last = 0;
		for (_, client) in self.network.board().all() {
			last = last.max(progress(&client).await?.finalized);
		}
		Ok(last)
	}

	/// Waits until at least `nodes` nodes run, on all that run some blocks more have become final than
	/// on any when this began, and finality is close behind the best block. Returns how long it took.
	pub async fn recovered(&self, nodes: usize) -> Result<Duration, NetError> {
		let began = Instant::now();
		let target = self.finalized().await? + PROGRESS;
		until("finality is as before on all nodes", PATIENCE, async || {
			let running = self.network.board().all();
			for (_, client) in &running {
				let Progress { best, finalized } = progress(client).await?;
				if finalized < target || best.saturating_sub(finalized) > LAG {
					return Ok(false);
				}
			}
			Ok(running.len() >= nodes)
		})
		.await?;
		Ok(began.elapsed())
	}

	/// For how long these nodes went on without anything becoming final, and how many blocks they
	/// produced meanwhile. Fails if something did.
	pub async fn stands_still(&self, nodes: &[usize], watched: Duration) -> Result<u64, NetError> {
		let mut before = Vec::new();
		for node in nodes {
			before.push(self.progress(*node).await?);
		}
		tokio::time::sleep(watched).await;
		let mut blocks = 0;
		for (node, before) in nodes.iter().zip(before) {
			let now = self.progress(*node).await?;
			if now.finalized != before.finalized {
				return Err(NetError::Broken(format!(
					"without two thirds of the validators node {} finalized blocks {} to {}",
					node + 1,
					before.finalized + 1,
					now.finalized
				)));
			}
			blocks = blocks.max(now.best.saturating_sub(before.best));
		}
		Ok(blocks)
	}

	/// Waits until a node has some block more as final than `before`. Returns how long it took.
	pub async fn goes_on(&self, node: usize, before: u64) -> Result<Duration, NetError> {
		let began = Instant::now();
		until("finality goes on", PATIENCE, async || {
			Ok(self.progress(node).await?.finalized > before)
		})
		.await?;
		Ok(began.elapsed())
	}

	/// Starts a node again as it was.
	pub async fn start(&mut self, node: usize) -> Result<(), NetError> {
		self.network.start_node(node, Start::default()).await
	}

	/// Checks what must hold, and leaves all nodes running: one chain on all nodes, no final
	/// transaction lost, and the invariants over the state that `victim` exports.
	pub async fn check(
		&mut self,
		victim: usize,
		invariants: Option<&Invariants>,
	) -> Result<Checked, NetError> {
		let nodes = self.network.board().all();
		let account = self.load.account();
		let (height, block) = checks::same_chain(&nodes, &account).await?;
		let transactions = checks::nothing_lost(&nodes, &account, height).await?;
		if transactions == 0 {
			return Err(NetError::Broken("no transaction was final: nothing was tried".into()));
		}
		let entries = match invariants {
			Some(invariants) => Some(self.check_state(victim, block, invariants).await?),
			None => None,
		};
		Ok(Checked { transactions, height, entries })
	}

	/// Runs the invariants over the state of a node at a block. The node is stopped meanwhile, as it
	/// has its database for itself.
	async fn check_state(
		&mut self,
		node: usize,
		block: H256,
		invariants: &Invariants,
	) -> Result<usize, NetError> {
		self.network.stop(node)?;
		let exported = self.network.export_state(node, block);
		self.start(node).await?;
		let state = State::read(&exported?)?;
		invariants.find_what_is_broken(&state)?;
		invariants.check(&state)?;
		self.recovered(VALIDATORS).await?;
		Ok(state.len())
	}

	/// The end of every node's log, for whoever has to find out what went wrong.
	pub fn logs(&self, lines: usize) -> String {
		let mut text = String::new();
		for node in 0..VALIDATORS {
			let log = self.network.log(node).unwrap_or_else(|| "does not run".into());
			let all: Vec<_> = log.lines().collect();
			let end = all[all.len().saturating_sub(lines)..].join("\n  ");
			text.push_str(&format!("node {}:\n  {end}\n", node + 1));
		}
		text
	}
}

/// Waits until something holds. A node that does not answer yet is waited for, too.
pub async fn until(
	what: &str,
	patience: Duration,
	mut holds: impl AsyncFnMut() -> Result<bool, NetError>,
) -> Result<(), NetError> {
	let deadline = Instant::now() + patience;
	loop {
		match tokio::time::timeout(ANSWER, holds()).await {
			Ok(Ok(true)) => return Ok(()),
			Ok(Ok(false) | Err(NetError::Client(_))) | Err(_) => {},
			Ok(Err(error)) => return Err(error),
		}
		if Instant::now() > deadline {
			return Err(NetError::Late { what: what.into(), seconds: patience.as_secs() });
		}
		tokio::time::sleep(LOOK).await;
	}
}

async fn progress(client: &Client) -> Result<Progress, Error> {
	let finalized = client.number(Some(client.finalized().await?)).await?;
	Ok(Progress { best: client.number(None).await?, finalized })
}
