//! The transactions that wait: the SDK's pool of one state, with transactions that come together
//! validated together.
//!
//! The SDK asks the runtime about one transaction at a time, and the instance of the runtime that
//! each question needs takes longer than the answer. Here two workers take all that wait, up to
//! [`TOGETHER`], and put them into one call (`BulkApi`). Who comes alone is answered as before.

use crate::service::FullClient;
use async_trait::async_trait;
use codec::Encode;
use salus_primitives::api::BulkApi;
use salus_runtime::{
	opaque::{Block, UncheckedExtrinsic},
	BlockNumber, Hash, Header,
};
use sc_cli::{TransactionPoolParams, TransactionPoolType};
use sc_client_api::UsageProvider;
use sc_transaction_pool::{
	BasicPool, ChainApi, FullChainApi, Options, PoolLimit, RevalidationType,
	ValidateTransactionPriority,
};
use sc_transaction_pool_api::{LocalTransactionPool, TransactionPool};
use sp_api::{ApiExt, ProvideRuntimeApi};
use sp_blockchain::TreeRoute;
use sp_core::traits::SpawnEssentialNamed;
use sp_runtime::{
	generic::BlockId,
	transaction_validity::{TransactionSource, TransactionValidity},
};
use std::{sync::Arc, time::Duration};
use substrate_prometheus_endpoint::Registry;
use tokio::sync::{mpsc, oneshot, Mutex};

/// The pool.
pub type FullPool = BasicPool<BulkChainApi, Block>;
/// What the SDK's pool knows of the chain.
type SdkChainApi = FullChainApi<FullClient, Block>;
/// Why a transaction could not be validated.
type Error = <SdkChainApi as ChainApi>::Error;

/// How many transactions are validated in one call at most: some five milliseconds.
const TOGETHER: usize = 64;
/// How many bytes they may have together, so that they find room in the runtime's memory. One that
/// is longer is alone in its call.
pub const BYTES_TOGETHER: usize = 1024 * 1024;
/// How many may wait for a worker before those who submit have to wait themselves.
const WAITING: usize = 1024;
/// How many workers there are, as in the SDK.
const WORKERS: [&str; 2] = ["validation-0", "validation-1"];

/// What fits into the pool, by the options of the command line.
pub fn options(params: &TransactionPoolParams, is_dev: bool) -> Result<Options, String> {
	if matches!(params.pool_type, TransactionPoolType::ForkAware) {
		return Err("--pool-type fork-aware: this node has one pool, of one state".into());
	}
	let limit = |divisor: usize| PoolLimit {
		count: params.pool_limit / divisor,
		total_bytes: params.pool_kbytes.saturating_mul(1024) / divisor,
	};
	// A developer may try again at once what was refused.
	let ban = params.tx_ban_seconds.unwrap_or(if is_dev { 0 } else { 30 * 60 });
	Ok(Options {
		ready: limit(1),
		future: limit(10),
		ban_time: Duration::from_secs(ban),
		..Options::default()
	})
}

/// Makes the pool of a node.
pub fn new(
	options: Options,
	is_validator: bool,
	client: Arc<FullClient>,
	registry: Option<&Registry>,
	spawner: impl SpawnEssentialNamed,
) -> FullPool {
	let api = Arc::new(BulkChainApi::new(client.clone(), registry, &spawner));
	let chain = client.usage_info().chain;
	BasicPool::with_revalidation_type(
		options,
		is_validator.into(),
		api,
		registry,
		RevalidationType::Full,
		spawner,
		chain.best_number,
		chain.best_hash,
		chain.finalized_hash,
	)
}

/// A transaction to be validated.
struct Question {
	at: Hash,
	source: TransactionSource,
	transaction: Arc<UncheckedExtrinsic>,
	answer: oneshot::Sender<Result<TransactionValidity, Error>>,
}

/// Where workers take questions from.
struct Questions {
	/// Of the pool itself, after a block.
	maintained: mpsc::Receiver<Question>,
	/// Of those who submit.
	submitted: mpsc::Receiver<Question>,
}

impl Questions {
	/// All that wait, up to [`TOGETHER`]; the pool's own first. Nothing when nobody can ask any more.
	async fn next(&mut self) -> Vec<Question> {
		let first = tokio::select! {
			biased;
			question = self.maintained.recv() => question,
			question = self.submitted.recv() => question,
		};
		let more = std::iter::from_fn(|| {
			self.maintained.try_recv().or_else(|_| self.submitted.try_recv()).ok()
		});
		first.into_iter().chain(more).take(TOGETHER).collect()
	}
}

/// What the pool knows of the chain: as in the SDK, but for how transactions are validated.
pub struct BulkChainApi {
	sdk: Arc<SdkChainApi>,
	maintained: mpsc::Sender<Question>,
	submitted: mpsc::Sender<Question>,
}

impl BulkChainApi {
	fn new(
		client: Arc<FullClient>,
		registry: Option<&Registry>,
		spawner: &impl SpawnEssentialNamed,
	) -> Self {
		let sdk = Arc::new(FullChainApi::new(client.clone(), registry, spawner));
		let (maintained, of_pool) = mpsc::channel(WAITING);
		let (submitted, of_others) = mpsc::channel(WAITING);
		let questions =
			Arc::new(Mutex::new(Questions { maintained: of_pool, submitted: of_others }));
		for worker in WORKERS {
			let (sdk, client, questions) = (sdk.clone(), client.clone(), questions.clone());
			let work = async move {
				loop {
					let asked = questions.lock().await.next().await;
					if asked.is_empty() {
						return;
					}
					answer(&sdk, &client, asked);
				}
			};
			spawner.spawn_essential_blocking(worker, Some("transaction-pool"), Box::pin(work));
		}
		Self { sdk, maintained, submitted }
	}
}

/// Answers questions, as many at once as can be.
fn answer(sdk: &SdkChainApi, client: &FullClient, questions: Vec<Question>) {
	let mut together = Vec::with_capacity(questions.len());
	let mut bytes = 0_usize;
	for question in questions {
		let length = question.transaction.encoded_size();
		let fits = together.first().is_none_or(|first: &Question| first.at == question.at)
			&& bytes.saturating_add(length) <= BYTES_TOGETHER;
		if !fits {
			answer_together(sdk, client, std::mem::take(&mut together));
			bytes = 0;
		}
		bytes = bytes.saturating_add(length);
		together.push(question);
	}
	answer_together(sdk, client, together);
}

/// Answers questions about one block in one call. What the call has no answer to, because the
/// transaction can't be read or the runtime gave up, is asked in the SDK's way, which says why.
fn answer_together(sdk: &SdkChainApi, client: &FullClient, questions: Vec<Question>) {
	let validities = if questions.len() > 1 { ask(client, &questions) } else { None };
	let validities = validities.unwrap_or_else(|| vec![None; questions.len()]);
	for (question, validity) in questions.into_iter().zip(validities) {
		let Question { at, source, transaction, answer } = question;
		let validity =
			validity.map_or_else(|| sdk.validate_transaction_blocking(at, source, transaction), Ok);
		// Whoever asked may have gone.
		let _ = answer.send(validity);
	}
}

/// Asks the runtime about all of them, if it is one that can be asked so.
fn ask(client: &FullClient, questions: &[Question]) -> Option<Vec<Option<TransactionValidity>>> {
	let at = questions.first()?.at;
	let api = client.runtime_api();
	if !api.has_api::<dyn BulkApi<Block>>(at).ok()? {
		return None;
	}
	let transactions =
		questions.iter().map(|asked| (asked.source, (*asked.transaction).clone())).collect();
	let validities = api.validate_transactions(at, transactions, at).ok()?;
	(validities.len() == questions.len()).then_some(validities)
}

#[async_trait]
impl ChainApi for BulkChainApi {
	type Block = Block;
	type Error = Error;

	async fn validate_transaction(
		&self,
		at: Hash,
		source: TransactionSource,
		transaction: Arc<UncheckedExtrinsic>,
		priority: ValidateTransactionPriority,
	) -> Result<TransactionValidity, Error> {
		let stopped = || sp_blockchain::Error::Backend("validation has stopped".into());
		let workers = match priority {
			ValidateTransactionPriority::Maintained => &self.maintained,
			ValidateTransactionPriority::Submitted => &self.submitted,
		};
		let (answer, validity) = oneshot::channel();
		let question = Question { at, source, transaction, answer };
		workers.send(question).await.map_err(|_| stopped())?;
		validity.await.map_err(|_| stopped())?
	}

	fn validate_transaction_blocking(
		&self,
		at: Hash,
		source: TransactionSource,
		transaction: Arc<UncheckedExtrinsic>,
	) -> Result<TransactionValidity, Error> {
		self.sdk.validate_transaction_blocking(at, source, transaction)
	}

	fn block_id_to_number(&self, at: &BlockId<Block>) -> Result<Option<BlockNumber>, Error> {
		self.sdk.block_id_to_number(at)
	}

	fn block_id_to_hash(&self, at: &BlockId<Block>) -> Result<Option<Hash>, Error> {
		self.sdk.block_id_to_hash(at)
	}

	fn hash_and_length(&self, transaction: &UncheckedExtrinsic) -> (Hash, usize) {
		self.sdk.hash_and_length(transaction)
	}

	async fn block_body(&self, at: Hash) -> Result<Option<Vec<UncheckedExtrinsic>>, Error> {
		self.sdk.block_body(at).await
	}

	fn block_header(&self, at: Hash) -> Result<Option<Header>, Error> {
		self.sdk.block_header(at)
	}

	fn tree_route(&self, from: Hash, to: Hash) -> Result<TreeRoute<Block>, Error> {
		self.sdk.tree_route(from, to)
	}
}

/// The pool for the node itself, which waits until its transaction is in.
pub struct OwnTransactions(pub Arc<FullPool>);

impl LocalTransactionPool for OwnTransactions {
	type Block = Block;
	type Hash = Hash;
	type Error = Error;

	fn submit_local(&self, at: Hash, transaction: UncheckedExtrinsic) -> Result<Hash, Error> {
		futures::executor::block_on(self.0.submit_one(at, TransactionSource::Local, transaction))
	}
}
