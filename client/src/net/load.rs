//! Members that send transactions all the while.
//!
//! Every member sends from its validator's account, through its own node where that runs: remarks,
//! batches of records, and patients whom the hospital registers. What a node reports as final is
//! remembered, and must never be taken back: a second node that reports another block at a height is a
//! conflict.

use super::network::{Board, Network};
use crate::{
	batch::{Batch, Entry},
	calls::{self, patients::Agreement},
	keys, rpc_params, Call, Client, Error, H256,
};
use salus_primitives::{
	codes::{Confidentiality, DataClass, EncryptionScheme, ResourceType},
	record::{Custodians, Labels, Locator, Pointer},
	OrganizationId, PatientId, RecordId,
};
use serde::Deserialize;
use std::{
	collections::{BTreeMap, HashMap},
	future::Future,
	sync::{Arc, Mutex, MutexGuard},
	time::Duration,
};
use subxt_signer::sr25519::Keypair;
use tokio::task::JoinHandle;

/// How often a member sends.
const PACE: Duration = Duration::from_millis(500);
/// How often the nodes are asked what is final.
const LOOK: Duration = Duration::from_millis(500);
/// How long a node may take to answer before another one is asked.
const ANSWER: Duration = Duration::from_secs(10);
/// How many blocks are read from a node in one look.
const AT_ONCE: u64 = 64;
/// For how long the patient's signature is good, in milliseconds.
const AGREEMENT: u64 = 3_600_000;
/// How many records a batch has.
const RECORDS: u8 = 8;

/// What was sent and what became of it.
#[derive(Default)]
pub struct Ledger {
	/// Sent and not final yet: by whom, and after which block.
	pending: HashMap<H256, Sent>,
	/// Final transactions, and the block of each.
	finalized: BTreeMap<H256, u64>,
	/// Final blocks by height, as the first node that had them reported them.
	blocks: BTreeMap<u64, H256>,
	/// How many blocks each final transaction waited for its own: who sent it, when, and how many.
	waits: Vec<Wait>,
	/// Nodes that reported another final block than one before them.
	conflicts: Vec<String>,
}

struct Sent {
	member: usize,
	after: u64,
}

/// How long a transaction waited.
#[derive(Clone, Copy, Debug)]
pub struct Wait {
	/// The member who sent it.
	pub member: usize,
	/// The best block when it was signed.
	pub after: u64,
	/// How many blocks later it was in one.
	pub blocks: u64,
}

/// A consistent look at a [`Ledger`].
#[derive(Clone, Default, Debug)]
pub struct Account {
	/// Final transactions, and the number of the block of each.
	pub finalized: BTreeMap<H256, u64>,
	/// Final blocks by height.
	pub blocks: BTreeMap<u64, H256>,
	/// How long they waited.
	pub waits: Vec<Wait>,
	/// Contradictions among nodes.
	pub conflicts: Vec<String>,
}

/// Members at work. They stop with it.
pub struct Load {
	ledger: Arc<Mutex<Ledger>>,
	tasks: Vec<JoinHandle<()>>,
}

impl Load {
	/// Has all founding members send.
	pub fn start(network: &Network) -> Self {
		let ledger = Arc::new(Mutex::new(Ledger::default()));
		let mut tasks = vec![tokio::spawn(follow(network.board().clone(), ledger.clone()))];
		for (member, founder) in network.members().iter().enumerate() {
			let sender = Sender {
				member,
				key: founder.agent.clone(),
				board: network.board().clone(),
				ledger: ledger.clone(),
			};
			tasks.push(tokio::spawn(sender.send()));
		}
		Self { ledger, tasks }
	}

	/// What there is by now.
	pub fn account(&self) -> Account {
		let ledger = lock(&self.ledger);
		Account {
			finalized: ledger.finalized.clone(),
			blocks: ledger.blocks.clone(),
			waits: ledger.waits.clone(),
			conflicts: ledger.conflicts.clone(),
		}
	}

	/// How many transactions are final by now.
	pub fn finalized(&self) -> usize {
		lock(&self.ledger).finalized.len()
	}
}

impl Drop for Load {
	fn drop(&mut self) {
		for task in &self.tasks {
			task.abort();
		}
	}
}

fn lock(ledger: &Mutex<Ledger>) -> MutexGuard<'_, Ledger> {
	ledger.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Nothing, if a node does not answer.
async fn patiently<T>(asked: impl Future<Output = Result<T, Error>>) -> Option<T> {
	tokio::time::timeout(ANSWER, asked).await.ok()?.ok()
}

struct Sender {
	member: usize,
	key: Keypair,
	board: Board,
	ledger: Arc<Mutex<Ledger>>,
}

impl Sender {
	async fn send(self) {
		let mut beat = tokio::time::interval(PACE);
		beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
		for turn in 0_u64.. {
			beat.tick().await;
			let running = self.board.all();
			// Its own node, as a member would use it, else any.
			let own = running.iter().find(|(node, _)| *node == self.member);
			let Some((_, client)) =
				own.or_else(|| running.get(turn as usize % running.len().max(1)))
			else {
				continue;
			};
			// A node that is being killed does not answer, and one under a fault may refuse: the next
			// turn tries again.
			patiently(self.send_one(client, turn)).await;
		}
	}

	async fn send_one(&self, client: &Client, turn: u64) -> Result<(), Error> {
		let call = self.call(client, turn).await?;
		let after = client.number(None).await?;
		let nonce = client.next_nonce(&keys::account(&self.key)).await?;
		let transaction = client.sign(&call, &self.key, nonce).await?;
		let hash = hash(&transaction);
		// Known before it is sent: it may be final before the node has answered.
		lock(&self.ledger).pending.insert(hash, Sent { member: self.member, after });
		if let Err(refused) = client.send(&transaction).await {
			// Whether a broken connection means that it did not arrive, nobody knows.
			if !matches!(refused, Error::Connection(_)) {
				lock(&self.ledger).pending.remove(&hash);
			}
			return Err(refused);
		}
		Ok(())
	}

	/// What a member has to say this time.
	async fn call(&self, client: &Client, turn: u64) -> Result<Call, Error> {
		match (self.member, turn % 4) {
			(0, 0) => self.registration(client).await,
			// The regulator writes no records.
			(0..=2, 1) => Ok(calls::records::anchor_batch(&batch())),
			_ => Ok(calls::utility::remark(&rand::random::<[u8; 32]>())),
		}
	}

	async fn registration(&self, client: &Client) -> Result<Call, Error> {
		let patient = PatientId::from(rand::random::<[u8; 32]>());
		let deadline = client.now().await?.saturating_add(AGREEMENT);
		let sponsor = OrganizationId(self.member as u32);
		let genesis = client.genesis();
		let agreement = Agreement::sign(&keys::random(), genesis, patient, sponsor, 0, deadline);
		Ok(calls::patients::register(patient, &agreement))
	}
}

/// A batch of records that nobody else has.
fn batch() -> Batch {
	let entry = |index: u8| {
		let pointer = Pointer {
			class: DataClass::Laboratory,
			resource_type: ResourceType::Observation,
			labels: Labels::new(Confidentiality::N),
			ciphertext_hash: H256(rand::random()),
			size: u64::from(index) + 1,
			scheme: EncryptionScheme::XChaCha20Poly1305,
			locator: Locator::default(),
			custodians: Custodians::default(),
		};
		let patient = PatientId::from(rand::random::<[u8; 32]>());
		Entry::new(patient, RecordId::from(rand::random::<[u8; 32]>()), pointer)
	};
	Batch::new((0..RECORDS).map(entry).collect()).expect("1 to 2^24 records; qed")
}

/// The hash by which a transaction is known.
pub fn hash(transaction: &[u8]) -> H256 {
	H256(sp_io::hashing::blake2_256(transaction))
}

/// Reads what every node that runs reports as final.
async fn follow(board: Board, ledger: Arc<Mutex<Ledger>>) {
	let mut seen: HashMap<usize, u64> = HashMap::new();
	let mut beat = tokio::time::interval(LOOK);
	beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
	loop {
		beat.tick().await;
		for (node, client) in board.all() {
			let from = seen.get(&node).map_or(0, |last| last + 1);
			if let Some(last) = patiently(look(&client, node, from, &ledger)).await.flatten() {
				seen.insert(node, last);
			}
		}
	}
}

/// Reads the final blocks of a node from `from` on. The last that was read, if there is any.
async fn look(
	client: &Client,
	node: usize,
	from: u64,
	ledger: &Mutex<Ledger>,
) -> Result<Option<u64>, Error> {
	let head = client.number(Some(client.finalized().await?)).await?;
	let last = head.min(from.saturating_add(AT_ONCE));
	if last < from {
		return Ok(None);
	}
	for (number, block) in block_hashes(client, from, last).await? {
		let known = lock(ledger).blocks.get(&number).copied();
		match known {
			Some(first) if first == block => {},
			Some(first) => lock(ledger).conflicts.push(format!(
				"node {} has {block:#x} as final block {number}, and another has {first:#x}",
				node + 1
			)),
			None => {
				let transactions = transactions(client, block).await?;
				let mut ledger = lock(ledger);
				ledger.blocks.insert(number, block);
				for transaction in transactions {
					if let Some(Sent { member, after }) = ledger.pending.remove(&transaction) {
						ledger.finalized.insert(transaction, number);
						let blocks = number.saturating_sub(after);
						ledger.waits.push(Wait { member, after, blocks });
					}
				}
			},
		}
	}
	Ok(Some(last))
}

/// The hashes of the blocks of the best chain between two heights, both included.
pub async fn block_hashes(
	client: &Client,
	from: u64,
	last: u64,
) -> Result<Vec<(u64, H256)>, Error> {
	let numbers: Vec<u64> = (from..=last).collect();
	let hashes: Vec<Option<H256>> =
		client.request("chain_getBlockHash", rpc_params![&numbers]).await?;
	let known = numbers.into_iter().zip(hashes);
	Ok(known.filter_map(|(number, hash)| Some((number, hash?))).collect())
}

/// The hashes of a block's transactions.
pub async fn transactions(client: &Client, block: H256) -> Result<Vec<H256>, Error> {
	#[derive(Deserialize)]
	struct Body {
		extrinsics: Vec<String>,
	}
	#[derive(Deserialize)]
	struct Signed {
		block: Body,
	}
	let signed: Option<Signed> = client.request("chain_getBlock", rpc_params![block]).await?;
	let signed = signed.ok_or_else(|| Error::unreadable("chain_getBlock", "no such block"))?;
	signed
		.block
		.extrinsics
		.iter()
		.map(|text| {
			let bytes = hex::decode(text.trim_start_matches("0x"))
				.map_err(|error| Error::unreadable("chain_getBlock", error))?;
			Ok(hash(&bytes))
		})
		.collect()
}
