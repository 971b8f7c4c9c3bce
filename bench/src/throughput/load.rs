//! Sends transactions over several connections, no more at once than the pool is meant to hold.

use super::follow::Watch;
use std::{
	collections::BTreeMap,
	sync::{
		atomic::{AtomicBool, Ordering},
		Arc, Mutex,
	},
	time::Duration,
};
use subxt::rpcs::{rpc_params, RpcClient};
use tokio::sync::{mpsc, Semaphore};

/// How many requests wait for an answer on one connection.
const WINDOW: usize = 48;
/// How often a transaction is sent again that the pool had no room for.
const ATTEMPTS: u32 = 100;
/// How long to wait before that.
const PAUSE: Duration = Duration::from_millis(100);
/// How often the pace is checked.
const TICK: Duration = Duration::from_millis(20);

/// The places of transactions. Those of one sender are in one lane, in their order.
pub type Lane = Vec<u32>;

/// How transactions are sent.
pub struct Load {
	/// What is known of them.
	pub watch: Arc<Watch>,
	/// How many may be on their way.
	pub room: Arc<Semaphore>,
	/// The transactions.
	pub transactions: Arc<Vec<Vec<u8>>>,
	/// How many are sent a second at most; as many as there is room for, if nothing is said.
	pub pace: Option<f64>,
	stop: AtomicBool,
	refusals: Mutex<BTreeMap<String, u64>>,
}

impl Load {
	/// Nothing is sent yet.
	pub fn new(
		transactions: Arc<Vec<Vec<u8>>>,
		watch: Arc<Watch>,
		room: Arc<Semaphore>,
		pace: Option<f64>,
	) -> Arc<Self> {
		let (stop, refusals) = (AtomicBool::new(false), Mutex::default());
		Arc::new(Self { watch, room, transactions, pace, stop, refusals })
	}

	/// Nothing more is sent from now on.
	pub fn stop(&self) {
		self.stop.store(true, Ordering::Relaxed);
		// Who waits for room may go on, to see that it is over.
		self.room.add_permits(Semaphore::MAX_PERMITS / 2);
	}

	/// What the pool did not take at once, and why.
	pub fn refusals(&self) -> BTreeMap<String, u64> {
		self.refusals.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
	}

	fn refused(&self, why: &str) {
		let mut refusals = self.refusals.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
		*refusals.entry(why.to_owned()).or_default() += 1;
	}

	/// Sends what is in the lanes, each over a connection of its own, until it is stopped. How many
	/// of each lane were sent; the rest never was.
	pub async fn send(
		self: &Arc<Self>,
		connections: &[RpcClient],
		lanes: Vec<Lane>,
	) -> Result<Vec<usize>, String> {
		let count = lanes.len().max(1) as f64;
		let running: Vec<_> = lanes
			.into_iter()
			.zip(connections.iter().cycle())
			.map(|(lane, rpc)| {
				let (load, rpc) = (self.clone(), rpc.clone());
				tokio::spawn(async move { load.send_lane(rpc, lane, count).await })
			})
			.collect();
		let mut sent = Vec::new();
		for lane in running {
			sent.push(lane.await.map_err(|error| error.to_string())??);
		}
		Ok(sent)
	}

	async fn send_lane(
		self: Arc<Self>,
		rpc: RpcClient,
		lane: Lane,
		lanes: f64,
	) -> Result<usize, String> {
		let (queue, next) = mpsc::channel::<u32>(1);
		let next = Arc::new(tokio::sync::Mutex::new(next));
		let workers: Vec<_> = (0..WINDOW)
			.map(|_| {
				let (load, rpc, next) = (self.clone(), rpc.clone(), next.clone());
				tokio::spawn(async move {
					loop {
						let Some(place) = next.lock().await.recv().await else {
							return Ok::<_, String>(());
						};
						load.send_one(&rpc, place).await?;
					}
				})
			})
			.collect();
		let began = self.watch.now();
		let mut sent = 0;
		for one in lane {
			while self.pace.is_some_and(|pace| {
				let due = (self.watch.now() - began).as_secs_f64() * pace / lanes;
				sent as f64 >= due && !self.stop.load(Ordering::Relaxed)
			}) {
				tokio::time::sleep(TICK).await;
			}
			let permit = self.room.acquire().await.map_err(|error| error.to_string())?;
			permit.forget();
			if self.stop.load(Ordering::Relaxed) || queue.send(one).await.is_err() {
				break;
			}
			sent += 1;
		}
		drop(queue);
		for worker in workers {
			worker.await.map_err(|error| error.to_string())??;
		}
		Ok(sent)
	}

	async fn send_one(&self, rpc: &RpcClient, place: u32) -> Result<(), String> {
		let bytes = self.transactions.get(place as usize).ok_or("there is no such transaction")?;
		let text = format!("0x{}", hex::encode(bytes));
		self.watch.sent(place);
		let mut why = String::new();
		for _ in 0..ATTEMPTS {
			let answer: Result<String, _> =
				rpc.request("author_submitExtrinsic", rpc_params![&text]).await;
			match answer {
				Ok(_) => return Ok(()),
				Err(error) => why = error.to_string(),
			}
			self.refused(&why);
			tokio::time::sleep(PAUSE).await;
		}
		Err(format!("a transaction was refused {ATTEMPTS} times: {why}"))
	}
}
