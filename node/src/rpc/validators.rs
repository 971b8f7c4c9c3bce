//! What Salus answers about those who carry the chain: the validators and the registry of nodes.
//!
//! As [`health`](super::health) does: thin wrappers over the runtime API, an optional block at the
//! end, the same refusals. PeerIds are base58, as everywhere in libp2p.

use super::health::{page, Health};
use jsonrpsee::{
	core::{async_trait, RpcResult},
	proc_macros::rpc,
};
use salus_primitives::{
	api::{NodesApi, ValidatorsApi},
	node::{NodePage, PeerId},
	validator::{ValidatorInfo, ValidatorsStatus},
};
use salus_runtime::{AccountId, Hash};

/// The questions.
#[rpc(server)]
pub trait ValidatorsRpc {
	/// Everybody who is on the list, seated, or queued for the next session: whose it is, its keys,
	/// and what it made of its slots.
	#[method(name = "validators_v1_list")]
	async fn validators(&self, at: Option<Hash>) -> RpcResult<Vec<ValidatorInfo<AccountId>>>;

	/// One of them, or one that was; null for accounts that never were and have no keys.
	#[method(name = "validators_v1_get")]
	async fn validator(
		&self,
		account: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Option<ValidatorInfo<AccountId>>>;

	/// How the set as a whole stands.
	#[method(name = "validators_v1_status")]
	async fn status(&self, at: Option<Hash>) -> RpcResult<ValidatorsStatus>;

	/// The nodes of active organizations among up to `limit` (1 to 256, 100 if absent) entries of the
	/// registry, from `from` on, which `next` of the page before names.
	#[method(name = "nodes_v1_list")]
	async fn nodes(
		&self,
		from: Option<PeerId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<NodePage>;
}

#[async_trait]
impl ValidatorsRpcServer for Health {
	async fn validators(&self, at: Option<Hash>) -> RpcResult<Vec<ValidatorInfo<AccountId>>> {
		self.ask(at, |api, hash| ValidatorsApi::validators(&*api, hash))
	}

	async fn validator(
		&self,
		account: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Option<ValidatorInfo<AccountId>>> {
		self.ask(at, |api, hash| ValidatorsApi::validator(&*api, hash, account))
	}

	async fn status(&self, at: Option<Hash>) -> RpcResult<ValidatorsStatus> {
		self.ask(at, |api, hash| ValidatorsApi::<_, AccountId>::validators_status(&*api, hash))
	}

	async fn nodes(
		&self,
		from: Option<PeerId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<NodePage> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| NodesApi::nodes(&*api, hash, from, limit))
	}
}
