//! The connection to a node.

use crate::{
	api::Api,
	call::{self, Call},
	keys, Error, Invalidity,
};
use codec::Decode;
use salus_primitives::epcis::{BizStep, Disposition};
use serde::{de::DeserializeOwned, Deserialize};
use sp_core::{crypto::AccountId32, H256};
use std::{
	sync::Arc,
	time::{Duration, Instant},
};
use subxt::{
	backend::LegacyBackend,
	client::{ClientAtBlock, OnlineClient, OnlineClientAtBlockImpl},
	config::{DefaultExtrinsicParamsBuilder, SubstrateConfig},
	events::Phase,
	rpcs::{
		client::{RpcParams, RpcSubscription},
		rpc_params, RpcClient,
	},
};
use subxt_signer::sr25519::Keypair;

type AtBlock = ClientAtBlock<SubstrateConfig, OnlineClientAtBlockImpl<SubstrateConfig>>;

/// For how many blocks a transaction stays valid. A transaction that the node loses is never
/// executed by surprise later.
const MORTALITY: u64 = 64;
/// How many blocks before the best one a transaction's life begins. The pool reports a block before
/// it judges by it, and takes no transaction that begins with a block that it has yet to come to.
const HEAD_START: u64 = 4;
/// How long to wait for a block before giving up.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long to leave the pool before asking again whether it has come to the best block.
const CATCH_UP: Duration = Duration::from_millis(100);

/// A connection to a node. Cheap to clone; clones share the connection.
#[derive(Clone)]
pub struct Client {
	rpc: RpcClient,
	online: OnlineClient<SubstrateConfig>,
}

/// How far a transaction has to have come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Until {
	/// In a block of the best chain, which may still be replaced by another.
	InBlock,
	/// In a block that the validators have finalized.
	Finalized,
}

/// An event that a transaction caused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
	/// The pallet.
	pub pallet: String,
	/// The event's name.
	pub name: String,
	/// Its fields in SCALE, one after the other.
	pub fields: Vec<u8>,
}

impl Event {
	/// Whether it is this event of this pallet.
	pub fn is(&self, pallet: &str, name: &str) -> bool {
		self.pallet == pallet && self.name == name
	}
}

/// A transaction in a block, executed with success.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Included {
	/// The block.
	pub block: H256,
	/// Its position there.
	pub index: u32,
	/// What it caused.
	pub events: Vec<Event>,
}

impl Included {
	/// Whether it caused this event.
	pub fn has(&self, pallet: &str, name: &str) -> bool {
		self.events.iter().any(|event| event.is(pallet, name))
	}
}

impl Client {
	/// Connects to a node, such as `ws://127.0.0.1:9944`. Both `ws` and `wss` will do; the former is
	/// for nodes on the same machine or behind a proxy of one's own.
	pub async fn connect(url: &str) -> Result<Self, Error> {
		let rpc = RpcClient::from_insecure_url(url).await?;
		let backend = LegacyBackend::builder().build(rpc.clone());
		let online = OnlineClient::from_backend(Arc::new(backend))
			.await
			.map_err(|error| Error::Connection(error.to_string()))?;
		Ok(Self { rpc, online })
	}

	/// Hash of the chain's first block, by which chains are told apart.
	pub fn genesis(&self) -> H256 {
		self.online.genesis_hash()
	}

	/// Any JSON-RPC request, for methods that have no function of their own here.
	pub async fn request<T: DeserializeOwned>(
		&self,
		method: &str,
		params: RpcParams,
	) -> Result<T, Error> {
		Ok(self.rpc.request(method, params).await?)
	}

	/// Questions to the runtime, as of the best block at the moment of asking.
	pub fn api(&self) -> Api<'_> {
		Api::new(self, None)
	}

	/// Questions to the runtime, as of `block`.
	pub fn api_at(&self, block: H256) -> Api<'_> {
		Api::new(self, Some(block))
	}

	/// Hash of the best block.
	pub async fn best(&self) -> Result<H256, Error> {
		self.request("chain_getBlockHash", rpc_params![]).await
	}

	/// Hash of the last finalized block.
	pub async fn finalized(&self) -> Result<H256, Error> {
		self.request("chain_getFinalizedHead", rpc_params![]).await
	}

	/// Number of a block; of the best one without `block`.
	pub async fn number(&self, block: Option<H256>) -> Result<u64, Error> {
		#[derive(Deserialize)]
		struct Header {
			number: String,
		}
		let header: Option<Header> = self.request("chain_getHeader", rpc_params![block]).await?;
		let header = header.ok_or_else(|| Error::unreadable("chain_getHeader", "no such block"))?;
		u64::from_str_radix(header.number.trim_start_matches("0x"), 16)
			.map_err(|error| Error::unreadable("chain_getHeader", error))
	}

	/// The value under a raw storage key.
	pub async fn storage(&self, key: &[u8], at: Option<H256>) -> Result<Option<Vec<u8>>, Error> {
		let value: Option<String> =
			self.request("state_getStorage", rpc_params![to_hex(key), at]).await?;
		value.map(|value| from_hex("state_getStorage", &value)).transpose()
	}

	/// The value of a storage item that is not a map.
	pub async fn storage_value<T: Decode>(
		&self,
		pallet: &str,
		item: &str,
		at: Option<H256>,
	) -> Result<Option<T>, Error> {
		self.storage_entry(pallet, item, &[], at).await
	}

	/// The value of a storage map under `key`, which is hashed already, or its own hash (`Identity`).
	pub async fn storage_entry<T: Decode>(
		&self,
		pallet: &str,
		item: &str,
		key: &[u8],
		at: Option<H256>,
	) -> Result<Option<T>, Error> {
		self.storage_bytes(pallet, item, key, at)
			.await?
			.map(|value| {
				T::decode(&mut &value[..])
					.map_err(|error| Error::unreadable(format!("{pallet}.{item}"), error))
			})
			.transpose()
	}

	/// The same, in the SCALE bytes that the chain stores.
	pub async fn storage_bytes(
		&self,
		pallet: &str,
		item: &str,
		key: &[u8],
		at: Option<H256>,
	) -> Result<Option<Vec<u8>>, Error> {
		let [pallet, item] = [pallet, item].map(|name| sp_io::hashing::twox_128(name.as_bytes()));
		self.storage(&[&pallet, &item, key].concat(), at).await
	}

	/// The chain's clock, in milliseconds since 1970.
	pub async fn now(&self) -> Result<u64, Error> {
		Ok(self.storage_value("Timestamp", "Now", None).await?.unwrap_or_default())
	}

	/// The nonce that an account's next transaction needs, those in the pool counted.
	pub async fn next_nonce(&self, account: &AccountId32) -> Result<u64, Error> {
		self.request("system_accountNextIndex", rpc_params![account.to_string()]).await
	}

	/// Signs a call with the account's next nonce and sends it. Returns once it is in a block and
	/// executed with success; any failure is an error.
	pub async fn submit(&self, call: &Call, signer: &Keypair) -> Result<Included, Error> {
		self.submit_until(Until::InBlock, call, signer).await
	}

	/// As [`Self::submit`], and says how far to wait.
	///
	/// A node reports that a transaction is in a block a moment before its pool judges by that block,
	/// on a busy machine a long moment. Who joins the consortium in a block and acts on hearing of it
	/// would be refused as a stranger. What the pool refuses and the runtime takes as of the best
	/// block is therefore signed and sent again.
	pub async fn submit_until(
		&self,
		until: Until,
		call: &Call,
		signer: &Keypair,
	) -> Result<Included, Error> {
		let deadline = Instant::now() + PATIENCE;
		loop {
			let nonce = self.next_nonce(&keys::account(signer)).await?;
			// Never the same bytes twice, as the signature has randomness in it: the pool bans those
			// that it has refused.
			let transaction = self.sign(call, signer, nonce).await?;
			let refused = match self.watch(until, &transaction).await {
				Err(Error::Invalid(why)) if why.depends_on_state() => Error::Invalid(why),
				done => return done,
			};
			// If the runtime can't even answer, the pool's reason is the better one.
			if Instant::now() > deadline || !self.is_valid(&transaction).await.unwrap_or(false) {
				return Err(refused);
			}
			tokio::time::sleep(CATCH_UP).await;
		}
	}

	/// Whether the runtime takes a transaction as of the best block.
	async fn is_valid(&self, transaction: &[u8]) -> Result<bool, Error> {
		/// `TransactionSource::External`.
		const EXTERNAL: u8 = 2;
		let best = self.best().await?;
		let args = [&[EXTERNAL], transaction, &best.0[..]].concat();
		let function = "TaggedTransactionQueue_validate_transaction";
		let validity = self.state_call(function, &args, Some(best)).await?;
		// A `Result`.
		Ok(validity.first() == Some(&0))
	}

	/// The SCALE bytes of a call on this chain.
	pub async fn encode(&self, call: &Call) -> Result<Vec<u8>, Error> {
		let at = self.at(self.best().await?).await?;
		call.encode(at.metadata_ref())
	}

	/// A call in words: its pallet, its name and its arguments as the chain's metadata names them,
	/// accounts in SS58.
	pub async fn describe(&self, call: &[u8]) -> Result<String, Error> {
		let at = self.at(self.best().await?).await?;
		call::describe(call, &at.metadata())
	}

	/// A signed transaction, not sent.
	pub async fn sign(&self, call: &Call, signer: &Keypair, nonce: u64) -> Result<Vec<u8>, Error> {
		Ok(self.sign_many(&[call], signer, nonce).await?.remove(0))
	}

	/// Signed transactions with nonces from `nonce` on, not sent.
	pub async fn sign_many(
		&self,
		calls: &[&Call],
		signer: &Keypair,
		nonce: u64,
	) -> Result<Vec<Vec<u8>>, Error> {
		let at = self.at(self.best().await?).await?;
		let birth = at.block_number().saturating_sub(HEAD_START);
		let birth_hash: Option<H256> =
			self.request("chain_getBlockHash", rpc_params![birth]).await?;
		let birth_hash = birth_hash
			.ok_or_else(|| Error::unreadable("chain_getBlockHash", format!("no block {birth}")))?;
		let transactions = at.transactions();
		let mut signed = Vec::with_capacity(calls.len());
		let mut checked: Option<&Call> = None;
		for (call, nonce) in calls.iter().zip(nonce..) {
			if checked != Some(call) {
				// The chain would refuse arguments that don't fit its types without saying which.
				let bytes = call.encode(at.metadata_ref())?;
				transactions.from_call_data_bytes(&bytes).map_err(|error| call.unknown(error))?;
				checked = Some(call);
			}
			let payload = call.payload(at.metadata_ref())?;
			let params = DefaultExtrinsicParamsBuilder::new()
				.nonce(nonce)
				.mortal_from_unchecked(MORTALITY, birth, birth_hash)
				.build();
			let transaction = transactions
				.create_signable_offline(&payload, params)
				.and_then(|mut signable| signable.sign(signer))
				.map_err(|error| call.unknown(error))?;
			signed.push(transaction.into_encoded());
		}
		Ok(signed)
	}

	/// Sends a signed transaction to the pool and does not wait. Returns its hash.
	pub async fn send(&self, transaction: &[u8]) -> Result<H256, Error> {
		self.rpc
			.request("author_submitExtrinsic", rpc_params![to_hex(transaction)])
			.await
			.map_err(Error::of_submission)
	}

	/// Sends a signed transaction and waits for it.
	pub async fn watch(&self, until: Until, transaction: &[u8]) -> Result<Included, Error> {
		let block = tokio::time::timeout(PATIENCE, self.block_of(until, transaction))
			.await
			.map_err(|_| Error::Timeout {
				what: "the transaction is in no block".into(),
				seconds: PATIENCE.as_secs(),
			})??;
		self.included(block, transaction).await
	}

	async fn block_of(&self, until: Until, transaction: &[u8]) -> Result<H256, Error> {
		let mut updates: RpcSubscription<Status> = self
			.rpc
			.subscribe(
				"author_submitAndWatchExtrinsic",
				rpc_params![to_hex(transaction)],
				"author_unwatchExtrinsic",
			)
			.await
			.map_err(Error::of_submission)?;
		while let Some(update) = updates.next().await {
			let dropped = |why| Err(Error::Invalid(Invalidity::Dropped(why)));
			match (update?, until) {
				(Status::InBlock(block), Until::InBlock) | (Status::Finalized(block), _) => {
					return Ok(block)
				},
				(Status::Invalid, _) => return dropped("became invalid"),
				(Status::Dropped, _) => return dropped("pushed out of a full pool"),
				(Status::Usurped(_), _) => return dropped("replaced by another with its nonce"),
				(Status::FinalityTimeout(_), _) => return dropped("its block was not finalized"),
				_ => {},
			}
		}
		Err(Error::Connection("the node stopped reporting on a transaction".into()))
	}

	/// The events of a transaction in `block`; its error if it failed.
	async fn included(&self, block: H256, transaction: &[u8]) -> Result<Included, Error> {
		#[derive(Deserialize)]
		struct Block {
			extrinsics: Vec<String>,
		}
		#[derive(Deserialize)]
		struct Signed {
			block: Block,
		}
		let signed: Option<Signed> = self.request("chain_getBlock", rpc_params![block]).await?;
		let wanted = to_hex(transaction);
		let index = signed
			.and_then(|signed| signed.block.extrinsics.iter().position(|one| *one == wanted))
			.ok_or_else(|| {
				Error::unreadable("chain_getBlock", "the transaction is not in its block")
			})? as u32;

		let at = self.at(block).await?;
		let fetched =
			at.events().fetch().await.map_err(|error| Error::unreadable("the events", error))?;
		let mut events = Vec::new();
		for event in fetched.iter() {
			let event = event.map_err(|error| Error::unreadable("the events", error))?;
			if event.phase() != Phase::ApplyExtrinsic(index) {
				continue;
			}
			if event.pallet_name() == "System" && event.event_name() == "ExtrinsicFailed" {
				return Err(dispatch_error(event.field_bytes(), &at));
			}
			events.push(Event {
				pallet: event.pallet_name().to_owned(),
				name: event.event_name().to_owned(),
				fields: event.field_bytes().to_vec(),
			});
		}
		Ok(Included { block, index, events })
	}

	/// Names the error in the SCALE bytes of a `DispatchError`, as events carry it.
	pub async fn name_dispatch_error(&self, bytes: &[u8]) -> Result<Error, Error> {
		let at = self.at(self.best().await?).await?;
		Ok(dispatch_error(bytes, &at))
	}

	async fn at(&self, block: H256) -> Result<AtBlock, Error> {
		self.online
			.at_block(block)
			.await
			.map_err(|error| Error::unreadable(format!("block {block:#x}"), error))
	}

	pub(crate) async fn state_call(
		&self,
		function: &str,
		args: &[u8],
		at: Option<H256>,
	) -> Result<Vec<u8>, Error> {
		let answer: String =
			self.request("state_call", rpc_params![function, to_hex(args), at]).await?;
		from_hex(function, &answer)
	}
}

/// What `author_submitAndWatchExtrinsic` reports.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Status {
	Future,
	Ready,
	Broadcast(#[allow(dead_code, reason = "not of interest, but must parse")] Vec<String>),
	InBlock(H256),
	Retracted(#[allow(dead_code, reason = "not of interest, but must parse")] H256),
	FinalityTimeout(#[allow(dead_code, reason = "not of interest, but must parse")] H256),
	Finalized(H256),
	Usurped(#[allow(dead_code, reason = "not of interest, but must parse")] H256),
	Dropped,
	Invalid,
}

fn dispatch_error(bytes: &[u8], at: &AtBlock) -> Error {
	use subxt::error::DispatchError;
	match DispatchError::decode_from(bytes, at.metadata()) {
		Ok(DispatchError::Module(module)) => match module.details() {
			Ok(details) => Error::Dispatch {
				pallet: details.pallet.name().to_owned(),
				name: details.variant.name.clone(),
				detail: detail(details.pallet.name(), &details.variant.name, &module.bytes()),
			},
			Err(error) => Error::unreadable("an error of a pallet", error),
		},
		Ok(other) => Error::Runtime(other.to_string()),
		Err(error) => Error::unreadable("an error", error),
	}
}

/// What the bytes of a pallet's error say beyond its name: those of the pallet, the error, and what
/// the error carries.
fn detail(pallet: &str, name: &str, bytes: &[u8]) -> Option<String> {
	let carried = &mut bytes.get(2..)?;
	match (pallet, name) {
		("Provenance", "IllegalTransition") => {
			let (step, from) = <(BizStep, Option<Disposition>)>::decode(carried).ok()?;
			let from = from.map_or("nothing", Disposition::code);
			Some(format!("{step} from {from}"))
		},
		_ => None,
	}
}

pub(crate) fn to_hex(bytes: &[u8]) -> String {
	format!("0x{}", hex::encode(bytes))
}

fn from_hex(what: &str, text: &str) -> Result<Vec<u8>, Error> {
	hex::decode(text.trim_start_matches("0x")).map_err(|error| Error::unreadable(what, error))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn refused_step_should_be_named_with_the_state() {
		let name = |carried: &[u8]| detail("Provenance", "IllegalTransition", carried);
		// dispensing is step 12, in_transit disposition 9.
		assert_eq!(name(&[47, 25, 12, 1, 9]).as_deref(), Some("dispensing from in_transit"));
		assert_eq!(name(&[47, 25, 4, 0, 0]).as_deref(), Some("commissioning from nothing"));
		assert_eq!(name(&[47, 25, 0xff, 0, 0]), None);
		assert_eq!(detail("Provenance", "NotCustodian", &[47, 26, 0, 0, 0]), None);
	}
}
