//! Builds blocks: takes transactions from the pool in its order until time, weight or length is used
//! up.
//!
//! The SDK's author (`sc-basic-authorship`) calls the runtime for each transaction, and the instance
//! that each call needs takes as long as a light transaction. This one puts up to [`TOGETHER`] into
//! one call (`BulkApi`). It differs besides in that it stops when the runtime says that the block is
//! full; the SDK's goes on to try what waits for half of its time. In metrics, telemetry and log it is
//! like the SDK's.

use crate::{
	pool::{FullPool, BYTES_TOGETHER},
	service::FullClient,
};
use codec::Encode;
use futures::channel::oneshot;
use salus_primitives::api::{Applied, BulkApi};
use salus_runtime::{
	opaque::{Block, UncheckedExtrinsic},
	BlockNumber, Hash, Header,
};
use sc_proposer_metrics::{EndProposingReason, MetricsLink};
use sc_service::SpawnTaskHandle;
use sc_telemetry::{telemetry, TelemetryHandle, CONSENSUS_INFO};
use sc_transaction_pool_api::{
	InPoolTransaction, ReadyTransactions, TransactionPool, TransactionTag, TxInvalidityReportMap,
};
use sp_api::{ApiError, ApiExt, ApiRef, Core, ProvideRuntimeApi, TransactionOutcome};
use sp_block_builder::BlockBuilder as _;
use sp_blockchain::Error;
use sp_consensus::{Environment, Proposal, ProposeArgs};
use sp_core::traits::CallContext;
use sp_inherents::InherentData;
use sp_runtime::{
	traits::{Block as _, Header as _},
	transaction_validity::TransactionValidityError,
	ApplyExtrinsicResult, ExtrinsicInclusionMode, Weight,
};
use std::{
	collections::HashSet,
	future::{ready, Future, Ready},
	pin::Pin,
	sync::Arc,
	time::{Duration, Instant},
};
use substrate_prometheus_endpoint::Registry;

/// How many transactions are put into a block in one call at most.
const TOGETHER: usize = 512;
/// A call ends early when what it put into the block weighs more than this, so that the deadline is
/// seen in time.
const ENOUGH: Weight = Weight::from_parts(100_000_000_000, u64::MAX);
/// How many transactions that found no room are passed over in any case.
const PASSED_OVER: usize = 8;
/// The part of the author's time that is left for the root of the state: a third. Where consents fill a
/// block, the root takes a third as long as they do, and more at times; a block that is late is lost
/// whole (the SDK's author leaves a tenth).
const ROOT_SHARE: u32 = 3;
/// How many bytes a block may have, as in the SDK, where the caller names no limit.
const BLOCK_BYTES: usize = 4 * 1024 * 1024 + 512;

/// A transaction in the pool.
type Pooled = Arc<<FullPool as TransactionPool>::InPoolTransaction>;
/// The runtime, as the client calls it.
type Api<'a> = ApiRef<'a, <FullClient as ProvideRuntimeApi<Block>>::Api>;

/// Makes an author for each block.
pub struct Authors {
	client: Arc<FullClient>,
	pool: Arc<FullPool>,
	spawner: SpawnTaskHandle,
	metrics: MetricsLink,
	telemetry: Option<TelemetryHandle>,
}

impl Authors {
	/// For this client and pool.
	pub fn new(
		client: Arc<FullClient>,
		pool: Arc<FullPool>,
		spawner: SpawnTaskHandle,
		registry: Option<&Registry>,
		telemetry: Option<TelemetryHandle>,
	) -> Self {
		Self { client, pool, spawner, metrics: MetricsLink::new(registry), telemetry }
	}
}

impl Environment<Block> for Authors {
	type Proposer = Author;
	type CreateProposer = Ready<Result<Author, Error>>;
	type Error = Error;

	fn init(&mut self, parent: &Header) -> Self::CreateProposer {
		let parent_hash = parent.hash();
		log::info!(
			"🙌 Starting consensus session on top of parent {parent_hash:?} (#{})",
			parent.number()
		);
		ready(Ok(Author {
			client: self.client.clone(),
			pool: self.pool.clone(),
			spawner: self.spawner.clone(),
			metrics: self.metrics.clone(),
			telemetry: self.telemetry.clone(),
			parent_hash,
			parent_number: *parent.number(),
		}))
	}
}

/// Builds one block.
pub struct Author {
	client: Arc<FullClient>,
	pool: Arc<FullPool>,
	spawner: SpawnTaskHandle,
	metrics: MetricsLink,
	telemetry: Option<TelemetryHandle>,
	parent_hash: Hash,
	parent_number: BlockNumber,
}

impl sp_consensus::Proposer<Block> for Author {
	type Error = Error;
	type Proposal = Pin<Box<dyn Future<Output = Result<Proposal<Block>, Error>> + Send>>;

	fn propose(self, args: ProposeArgs<Block>) -> Self::Proposal {
		Box::pin(async move {
			let (done, proposal) = oneshot::channel();
			let spawner = self.spawner.clone();
			// It keeps a thread busy for most of a slot.
			spawner.spawn_blocking("author", Some("block-authoring"), async move {
				// Whoever asked may have given up.
				let _ = done.send(self.build(args).await);
			});
			proposal.await?
		})
	}
}

impl Author {
	/// Builds the block.
	async fn build(self, args: ProposeArgs<Block>) -> Result<Proposal<Block>, Error> {
		let started = Instant::now();
		let deadline = started + args.max_duration - args.max_duration / ROOT_SHARE;
		let most_bytes = args.block_size_limit.unwrap_or(BLOCK_BYTES);
		let inherent_data = args.inherent_data.clone();
		let mut draft = Draft::new(&self.client, self.parent_hash, self.parent_number, args)?;
		self.add_inherents(&mut draft, inherent_data)?;
		let reason = match draft.mode {
			ExtrinsicInclusionMode::AllExtrinsics => {
				self.add_transactions(&mut draft, deadline, most_bytes).await?
			},
			ExtrinsicInclusionMode::OnlyInherents => EndProposingReason::TransactionForbidden,
		};
		let proposal = draft.finish(&self.client)?;
		self.report(&proposal.block, reason, started.elapsed());
		Ok(proposal)
	}

	/// Adds what the chain itself puts into every block.
	fn add_inherents(&self, draft: &mut Draft<'_>, data: InherentData) -> Result<(), Error> {
		let started = Instant::now();
		let inherents = draft.inherents(data)?;
		self.metrics.report(|metrics| {
			metrics.create_inherents_time.observe(started.elapsed().as_secs_f64())
		});
		for inherent in inherents {
			match draft.add(&inherent)? {
				Ok(_) => {},
				Err(invalid) if invalid.was_mandatory() => {
					log::error!("❌️ An inherent that a block must have was refused: {invalid:?}");
					return Err(sp_blockchain::ApplyExtrinsicFailed::Validity(invalid).into());
				},
				Err(invalid) => log::warn!("❗️ An inherent was left out: {invalid:?}"),
			}
		}
		Ok(())
	}

	/// Adds transactions from the pool, and says what ended it. What the runtime refuses leaves the
	/// pool; what found no room stays there.
	async fn add_transactions(
		&self,
		draft: &mut Draft<'_>,
		deadline: Instant,
		most_bytes: usize,
	) -> Result<EndProposingReason, Error> {
		let left = deadline.saturating_duration_since(Instant::now());
		// After half the time, not many more are tried when some have found no room.
		let soft_deadline = deadline.checked_sub(left / 2).unwrap_or(deadline);
		let mut waiting = self.pool.ready_at_with_timeout(self.parent_hash, left / 8).await;
		let mut selection = Selection::default();
		let mut invalid = TxInvalidityReportMap::new();
		let reason = loop {
			if Instant::now() > deadline {
				break selection.limit.unwrap_or(EndProposingReason::HitDeadline);
			}
			let chosen = selection.choose(&mut *waiting, draft.bytes(), most_bytes);
			if chosen.is_empty() {
				break selection.limit.unwrap_or(EndProposingReason::NoMoreTransactions);
			}
			let (results, is_full) = draft.add_together(&chosen)?;
			for (transaction, result) in chosen.iter().zip(&results) {
				match selection.judge(transaction, result) {
					Verdict::Added => continue,
					Verdict::LeftOut => {},
					Verdict::Refused(why) => {
						log::debug!("[{:?}] Invalid transaction: {why:?}", transaction.hash());
						invalid.insert(*transaction.hash(), why);
					},
				}
				waiting.report_invalid(transaction);
			}
			selection.put_back(chosen.into_iter().skip(results.len()));
			if selection.limit.is_some()
				&& (is_full
					|| (selection.passed_over > PASSED_OVER && Instant::now() > soft_deadline))
			{
				break selection.limit.unwrap_or(EndProposingReason::HitBlockWeightLimit);
			}
		};
		self.pool.report_invalid(Some(self.parent_hash), invalid).await;
		Ok(reason)
	}

	/// Says what was built, as the SDK's author does.
	fn report(&self, block: &Block, reason: EndProposingReason, took: Duration) {
		let (header, count) = (&block.header, block.extrinsics.len());
		let hash = header.hash();
		self.metrics.report(|metrics| {
			metrics.number_of_transactions.set(count as u64);
			metrics.block_constructed.observe(took.as_secs_f64());
			metrics.report_end_proposing_reason(reason);
			metrics.create_block_proposal_time.observe(took.as_secs_f64());
		});
		log::info!(
			"🎁 Prepared block for proposing at {} ({} ms) hash: {hash:?}; parent_hash: {}; end: {reason:?}; extrinsics_count: {count}",
			header.number(),
			took.as_millis(),
			header.parent_hash(),
		);
		telemetry!(
			self.telemetry;
			CONSENSUS_INFO;
			"prepared_block_for_proposing";
			"number" => ?header.number(),
			"hash" => ?hash,
		);
	}
}

/// What has become of a transaction that was to be added.
enum Verdict {
	/// It is in the block.
	Added,
	/// It found no room, or waits for one that is not in the block. It stays in the pool.
	LeftOut,
	/// It leaves the pool, for this reason if the runtime named one.
	Refused(Option<TransactionValidityError>),
}

/// What the author remembers while it fills a block.
struct Selection<T> {
	/// Chosen already, and not tried.
	kept: Vec<Arc<T>>,
	/// What the ones left out and refused would have provided. Those that need it may have been chosen
	/// together with them.
	missing: HashSet<TransactionTag>,
	/// How many found no room.
	passed_over: usize,
	/// What they found no room in, if none has found room since.
	limit: Option<EndProposingReason>,
}

impl<T> Default for Selection<T> {
	fn default() -> Self {
		Self { kept: Vec::new(), missing: HashSet::new(), passed_over: 0, limit: None }
	}
}

impl<T> Selection<T>
where
	T: InPoolTransaction<Transaction: Encode>,
{
	/// Chooses the next that go into one call.
	fn choose(
		&mut self,
		waiting: &mut dyn ReadyTransactions<Item = Arc<T>>,
		bytes: usize,
		most_bytes: usize,
	) -> Vec<Arc<T>> {
		let mut chosen = std::mem::take(&mut self.kept);
		let mut together = chosen.iter().map(|transaction| transaction.data().encoded_size()).sum();
		while chosen.len() < TOGETHER && together < BYTES_TOGETHER {
			let Some(next) = waiting.next() else { break };
			let length = next.data().encoded_size();
			if bytes.saturating_add(together).saturating_add(length) > most_bytes {
				waiting.report_invalid(&next);
				self.leave_out(&next, EndProposingReason::HitBlockSizeLimit);
				// Others may be shorter, but not all of them need to be looked at.
				if self.passed_over > PASSED_OVER {
					break;
				}
				continue;
			}
			together = together.saturating_add(length);
			chosen.push(next);
		}
		chosen
	}

	/// Keeps for the next call what this one had no time for.
	fn put_back(&mut self, rest: impl Iterator<Item = Arc<T>>) {
		self.kept = rest.collect();
	}

	/// Notes that a transaction finds no room.
	fn leave_out(&mut self, transaction: &T, limit: EndProposingReason) {
		self.passed_over = self.passed_over.saturating_add(1);
		self.limit = Some(limit);
		self.missing.extend(transaction.provides().iter().cloned());
	}

	/// What an answer of the runtime means for the transaction; none is one that it gave up on.
	fn judge(&mut self, transaction: &T, result: &Option<ApplyExtrinsicResult>) -> Verdict {
		let refusal = match result {
			Some(Ok(_)) => {
				self.limit = None;
				return Verdict::Added;
			},
			Some(Err(refusal)) => Some(*refusal),
			None => None,
		};
		if refusal.is_some_and(|refusal| refusal.exhausted_resources()) {
			self.leave_out(transaction, EndProposingReason::HitBlockWeightLimit);
			return Verdict::LeftOut;
		}
		let waits = transaction.requires().iter().any(|tag| self.missing.contains(tag));
		self.missing.extend(transaction.provides().iter().cloned());
		if waits {
			Verdict::LeftOut
		} else {
			Verdict::Refused(refusal)
		}
	}
}

/// A block that is being built.
struct Draft<'a> {
	api: Api<'a>,
	parent_hash: Hash,
	extrinsics: Vec<UncheckedExtrinsic>,
	/// How long the header and the extrinsics are.
	length: usize,
	mode: ExtrinsicInclusionMode,
	/// Whether the runtime takes many transactions in one call; one from before does not.
	in_bulk: bool,
}

impl<'a> Draft<'a> {
	/// Begins a block.
	fn new(
		client: &'a FullClient,
		parent_hash: Hash,
		parent_number: BlockNumber,
		args: ProposeArgs<Block>,
	) -> Result<Self, Error> {
		let header = Header::new(
			parent_number.saturating_add(1),
			Hash::default(),
			Hash::default(),
			parent_hash,
			args.inherent_digests,
		);
		let mut api = client.runtime_api();
		if let Some(recorder) = args.storage_proof_recorder {
			api.record_proof_with_recorder(recorder);
		}
		for extension in args.extra_extensions.into_extensions() {
			api.register_extension(extension);
		}
		api.set_call_context(CallContext::Onchain { import: false });
		let mode = api.initialize_block(parent_hash, &header)?;
		let in_bulk = api.has_api::<dyn BulkApi<Block>>(parent_hash)?;
		let length = header.encoded_size();
		Ok(Self { api, parent_hash, extrinsics: Vec::new(), length, mode, in_bulk })
	}

	/// How many bytes the block has, with its proof where one is recorded.
	fn bytes(&self) -> usize {
		let proof = self.api.proof_recorder().map_or(0, |proof| proof.estimate_encoded_size());
		self.length.saturating_add(proof)
	}

	/// What the runtime wants in every block.
	fn inherents(&self, data: InherentData) -> Result<Vec<UncheckedExtrinsic>, ApiError> {
		self.api.execute_in_transaction(|api| {
			TransactionOutcome::Rollback(api.inherent_extrinsics(self.parent_hash, data))
		})
	}

	/// Notes that an extrinsic is in the block.
	fn note(&mut self, extrinsic: &UncheckedExtrinsic) {
		self.length = self.length.saturating_add(extrinsic.encoded_size());
		self.extrinsics.push(extrinsic.clone());
	}

	/// Adds an extrinsic, wholly or not at all.
	fn add(&mut self, extrinsic: &UncheckedExtrinsic) -> Result<ApplyExtrinsicResult, ApiError> {
		let result = self.api.execute_in_transaction(|api| {
			let result = api.apply_extrinsic(self.parent_hash, extrinsic.clone());
			match result {
				Ok(Ok(_)) => TransactionOutcome::Commit(result),
				_ => TransactionOutcome::Rollback(result),
			}
		})?;
		if result.is_ok() {
			self.note(extrinsic);
		}
		Ok(result)
	}

	/// Adds transactions, each wholly or not at all, and says what has become of each, up to the one
	/// with which it was enough for a call, and whether the block is full. If the runtime gives up on
	/// the call, they are added one by one, and there is no answer for those that it gives up on.
	fn add_together(
		&mut self,
		transactions: &[Pooled],
	) -> Result<(Vec<Option<ApplyExtrinsicResult>>, bool), Error> {
		let applied = if self.in_bulk { self.apply(transactions) } else { None };
		let Some(Applied { results, is_full }) = applied else {
			let one_by_one =
				transactions.iter().map(|transaction| self.add(transaction.data()).ok());
			return Ok((one_by_one.collect(), false));
		};
		for (transaction, result) in transactions.iter().zip(&results) {
			if result.is_ok() {
				self.note(transaction.data());
			}
		}
		Ok((results.into_iter().map(Some).collect(), is_full))
	}

	/// Asks the runtime to apply them in one call.
	fn apply(&self, transactions: &[Pooled]) -> Option<Applied> {
		let list = transactions.iter().map(|transaction| (**transaction.data()).clone()).collect();
		let applied = self.api.execute_in_transaction(|api| {
			match api.apply_extrinsics(self.parent_hash, list, ENOUGH) {
				Ok(applied) => TransactionOutcome::Commit(Ok(applied)),
				Err(error) => TransactionOutcome::Rollback(Err(error)),
			}
		});
		// At least one is tried, so that each round comes further.
		applied.ok().filter(|applied| !applied.results.is_empty())
	}

	/// Ends the block.
	fn finish(self, client: &FullClient) -> Result<Proposal<Block>, Error> {
		let header = self.api.finalize_block(self.parent_hash)?;
		let state = client.state_at(self.parent_hash)?;
		let storage_changes = self
			.api
			.into_storage_changes(&state, self.parent_hash)
			.map_err(Error::StorageChanges)?;
		Ok(Proposal { block: Block::new(header, self.extrinsics), storage_changes })
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_runtime::transaction_validity::{InvalidTransaction, TransactionPriority};

	/// A transaction of some length, with what it waits for and what waits for it.
	struct Fake {
		data: Vec<u8>,
		requires: Vec<TransactionTag>,
		provides: Vec<TransactionTag>,
	}

	impl InPoolTransaction for Fake {
		type Transaction = Vec<u8>;
		type Hash = u8;

		fn data(&self) -> &Vec<u8> {
			&self.data
		}

		fn hash(&self) -> &u8 {
			&0
		}

		fn priority(&self) -> &TransactionPriority {
			&0
		}

		fn longevity(&self) -> &u64 {
			&0
		}

		fn requires(&self) -> &[TransactionTag] {
			&self.requires
		}

		fn provides(&self) -> &[TransactionTag] {
			&self.provides
		}

		fn is_propagable(&self) -> bool {
			true
		}
	}

	/// The pool's list, which notes what it is told to pass over.
	#[derive(Default)]
	struct Ready {
		waiting: Vec<Arc<Fake>>,
		passed_over: usize,
	}

	impl Iterator for Ready {
		type Item = Arc<Fake>;

		fn next(&mut self) -> Option<Arc<Fake>> {
			(!self.waiting.is_empty()).then(|| self.waiting.remove(0))
		}
	}

	impl ReadyTransactions for Ready {
		fn report_invalid(&mut self, _: &Arc<Fake>) {
			self.passed_over += 1;
		}
	}

	fn of_length(length: usize) -> Arc<Fake> {
		Arc::new(Fake { data: vec![0; length], requires: Vec::new(), provides: Vec::new() })
	}

	/// The transaction of an account with this nonce.
	fn of_account(account: u8, nonce: u8) -> Fake {
		let requires = nonce.checked_sub(1).map(|before| vec![account, before]);
		Fake {
			data: vec![0; 10],
			requires: requires.into_iter().collect(),
			provides: vec![vec![account, nonce]],
		}
	}

	fn refused(why: InvalidTransaction) -> Option<ApplyExtrinsicResult> {
		Some(Err(why.into()))
	}

	const ADDED: Option<ApplyExtrinsicResult> = Some(Ok(Ok(())));

	#[test]
	fn what_waits_for_one_without_room_should_stay_in_the_pool() {
		let mut selection = Selection::default();
		let no_room = refused(InvalidTransaction::ExhaustsResources);
		let too_early = refused(InvalidTransaction::Future);
		assert!(matches!(selection.judge(&of_account(1, 0), &no_room), Verdict::LeftOut));
		assert_eq!(selection.limit, Some(EndProposingReason::HitBlockWeightLimit));
		// Those behind it were chosen with it, and the runtime finds each to be too early.
		assert!(matches!(selection.judge(&of_account(1, 1), &too_early), Verdict::LeftOut));
		assert!(matches!(selection.judge(&of_account(1, 2), &too_early), Verdict::LeftOut));
		assert_eq!(selection.passed_over, 1);
		// Another account's is none of these.
		assert!(matches!(selection.judge(&of_account(2, 0), &ADDED), Verdict::Added));
		assert_eq!(selection.limit, None);
		assert!(matches!(
			selection.judge(&of_account(3, 1), &too_early),
			Verdict::Refused(Some(TransactionValidityError::Invalid(InvalidTransaction::Future)))
		));
	}

	#[test]
	fn what_waits_for_a_refused_one_should_not_be_refused_for_a_reason_of_its_own() {
		let mut selection = Selection::default();
		let stranger = refused(InvalidTransaction::Custom(1));
		let too_early = refused(InvalidTransaction::Future);
		assert!(matches!(selection.judge(&of_account(1, 0), &stranger), Verdict::Refused(Some(_))));
		assert!(matches!(selection.judge(&of_account(1, 1), &too_early), Verdict::LeftOut));
		// One that the runtime gave up on leaves the pool without a reason.
		assert!(matches!(selection.judge(&of_account(2, 0), &None), Verdict::Refused(None)));
	}

	#[test]
	fn choose_should_take_what_was_kept_first_and_no_more_than_fits() {
		let mut selection = Selection::default();
		let mut ready = Ready { waiting: vec![of_length(10); TOGETHER], ..Ready::default() };
		selection.put_back([of_length(99)].into_iter());
		let chosen = selection.choose(&mut ready, 0, BLOCK_BYTES);
		assert_eq!(chosen.len(), TOGETHER);
		assert_eq!(chosen[0].data.len(), 99);
		assert_eq!(ready.waiting.len(), 1);

		ready.waiting = vec![of_length(BYTES_TOGETHER); 3];
		assert_eq!(selection.choose(&mut ready, 0, BLOCK_BYTES).len(), 1);
	}

	#[test]
	fn choose_should_pass_over_what_is_too_long_but_not_for_ever() {
		let mut selection = Selection::default();
		let mut ready = Ready { waiting: vec![of_length(50), of_length(5)], ..Ready::default() };
		let chosen = selection.choose(&mut ready, 80, 100);
		assert_eq!(chosen.len(), 1);
		assert_eq!(chosen[0].data.len(), 5);
		assert_eq!(selection.limit, Some(EndProposingReason::HitBlockSizeLimit));

		ready.waiting = vec![of_length(50); 20];
		assert!(selection.choose(&mut ready, 80, 100).is_empty());
		assert_eq!(ready.passed_over, PASSED_OVER + 1);
	}
}
