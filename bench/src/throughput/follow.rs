//! Watches the chain, and notes when each transaction is in a block and when that is final.

use serde::{de::DeserializeOwned, Deserialize};
use sp_core::H256;
use sp_io::hashing::blake2_256;
use std::{
	collections::HashMap,
	sync::{Arc, Mutex, MutexGuard},
	time::{Duration, Instant},
};
use subxt::rpcs::{rpc_params, RpcClient};
use tokio::sync::Semaphore;

/// What happened to a transaction, on the clock of the measurement.
#[derive(Clone, Copy, Default, Debug)]
pub struct Fate {
	/// When it was sent.
	pub sent: Option<Duration>,
	/// When the block with it was first seen.
	pub included: Option<Duration>,
	/// When its finality was first seen.
	pub finalized: Option<Duration>,
}

/// A block of the chain as it was first seen.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
	/// When.
	pub at: Duration,
	/// How many of the sent transactions it has.
	pub transactions: usize,
}

/// What is known so far.
pub struct Watch {
	began: Instant,
	/// The place of each transaction by its hash.
	places: HashMap<H256, u32>,
	/// Lets as many be sent as have left the pool.
	room: Arc<Semaphore>,
	state: Mutex<State>,
}

/// What is known so far.
#[derive(Default)]
pub struct State {
	/// Of every transaction.
	pub fates: Vec<Fate>,
	/// Blocks in the order in which they were seen.
	pub blocks: Vec<(H256, Seen)>,
	/// Blocks in the order in which they became final.
	pub finalized: Vec<(H256, Seen)>,
	/// How many transactions are in a block.
	pub included: usize,
	/// How many are final.
	pub final_transactions: usize,
	contents: HashMap<H256, Vec<u32>>,
}

impl Watch {
	/// Watches for these transactions. What gets into blocks makes `room` for others.
	pub fn new(transactions: &[Vec<u8>], room: Arc<Semaphore>) -> Arc<Self> {
		let hashes = transactions.iter().map(|bytes| H256(blake2_256(bytes)));
		let places = hashes.zip(0..).collect();
		let fates = vec![Fate::default(); transactions.len()];
		let state = Mutex::new(State { fates, ..State::default() });
		Arc::new(Self { began: Instant::now(), places, room, state })
	}

	/// The clock of the measurement.
	pub fn now(&self) -> Duration {
		self.began.elapsed()
	}

	/// What is known so far.
	pub fn state(&self) -> MutexGuard<'_, State> {
		self.state.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
	}

	/// A transaction is being sent.
	pub fn sent(&self, place: u32) {
		let now = self.now();
		if let Some(fate) = self.state().fates.get_mut(place as usize) {
			fate.sent = Some(now);
		}
	}

	/// Follows the best chain until the subscription ends.
	pub async fn follow_best(self: Arc<Self>, rpc: RpcClient) -> Result<(), String> {
		let mut heads = heads(&rpc, "chain_subscribeNewHeads", "chain_unsubscribeNewHeads").await?;
		while let Some(head) = heads.next().await {
			let head: Header = head.map_err(|error| error.to_string())?;
			let at = self.now();
			let hash = hash_of(&rpc, head.number()?).await?;
			self.see(&rpc, hash, at).await?;
		}
		Err("the node stopped reporting new blocks".into())
	}

	/// Follows finality until the subscription ends.
	pub async fn follow_finality(self: Arc<Self>, rpc: RpcClient) -> Result<(), String> {
		let mut heads =
			heads(&rpc, "chain_subscribeFinalizedHeads", "chain_unsubscribeFinalizedHeads").await?;
		let mut last = None;
		while let Some(head) = heads.next().await {
			let head: Header = head.map_err(|error| error.to_string())?;
			let at = self.now();
			let number = head.number()?;
			for number in last.map_or(number, |last| last + 1)..=number {
				let hash = hash_of(&rpc, number).await?;
				self.see(&rpc, hash, at).await?;
				self.finalize(hash, at);
			}
			last = Some(number);
		}
		Err("the node stopped reporting finality".into())
	}

	/// Notes what is in a block, if that was not done before.
	async fn see(&self, rpc: &RpcClient, hash: H256, at: Duration) -> Result<(), String> {
		if self.state().contents.contains_key(&hash) {
			return Ok(());
		}
		let block: Option<Signed> = request(rpc, "chain_getBlock", rpc_params![hash]).await?;
		let block = block.ok_or("the node does not have its own block")?.block;
		let places: Vec<u32> = block
			.extrinsics
			.iter()
			.filter_map(|text| hex::decode(text.trim_start_matches("0x")).ok())
			.filter_map(|bytes| self.places.get(&H256(blake2_256(&bytes))).copied())
			.collect();
		let mut state = self.state();
		if state.contents.contains_key(&hash) {
			return Ok(());
		}
		let mut fresh = 0;
		for place in &places {
			if let Some(fate) = state.fates.get_mut(*place as usize) {
				if fate.included.replace(fate.included.unwrap_or(at)).is_none() {
					fresh += 1;
				}
			}
		}
		state.included += fresh;
		state.blocks.push((hash, Seen { at, transactions: places.len() }));
		state.contents.insert(hash, places);
		self.room.add_permits(fresh);
		Ok(())
	}

	fn finalize(&self, hash: H256, at: Duration) {
		let mut state = self.state();
		let places = state.contents.get(&hash).cloned().unwrap_or_default();
		for place in &places {
			if let Some(fate) = state.fates.get_mut(*place as usize) {
				fate.finalized = Some(at);
			}
		}
		state.final_transactions += places.len();
		state.finalized.push((hash, Seen { at, transactions: places.len() }));
	}
}

#[derive(Deserialize)]
struct Header {
	number: String,
}

impl Header {
	fn number(&self) -> Result<u64, String> {
		u64::from_str_radix(self.number.trim_start_matches("0x"), 16)
			.map_err(|error| format!("a block's number: {error}"))
	}
}

#[derive(Deserialize)]
struct Signed {
	block: Block,
}

#[derive(Deserialize)]
struct Block {
	extrinsics: Vec<String>,
}

async fn heads(
	rpc: &RpcClient,
	subscribe: &str,
	unsubscribe: &str,
) -> Result<subxt::rpcs::client::RpcSubscription<Header>, String> {
	rpc.subscribe(subscribe, rpc_params![], unsubscribe)
		.await
		.map_err(|error| format!("{subscribe}: {error}"))
}

async fn hash_of(rpc: &RpcClient, number: u64) -> Result<H256, String> {
	let hash: Option<H256> = request(rpc, "chain_getBlockHash", rpc_params![number]).await?;
	hash.ok_or_else(|| format!("block {number} is gone"))
}

async fn request<T: DeserializeOwned>(
	rpc: &RpcClient,
	method: &str,
	params: subxt::rpcs::client::RpcParams,
) -> Result<T, String> {
	rpc.request(method, params).await.map_err(|error| format!("{method}: {error}"))
}
