//! When blocks are produced, for development chains that need not wait for the clock.
//!
//! The runtime ties the timestamp of a block to its Aura slot and wants a new slot for every block.
//! Blocks that come faster than the slots therefore take the slots that follow, and the chain's
//! clock runs ahead; as soon as it is slower again it goes by the real one.

use crate::service::{FullBackend, FullClient, FullPool, FullSelectChain};
use futures::{channel::mpsc, future, stream, FutureExt, StreamExt};
use salus_runtime::{opaque::Block, Hash, SLOT_DURATION};
use sc_basic_authorship::ProposerFactory;
use sc_client_api::BlockchainEvents;
use sc_consensus_manual_seal::{
	consensus::aura::AuraConsensusDataProvider, run_manual_seal, EngineCommand, ManualSealParams,
};
use sc_transaction_pool_api::TransactionPool;
use sp_consensus_aura::{sr25519::AuthoritySignature, SlotDuration};
use std::{error::Error, fmt, str::FromStr, sync::Arc, time::Duration};

/// How long the pool may take to notice what a block has taken out of it.
const POOL_LATENCY: Duration = Duration::from_millis(200);

/// When blocks are produced.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sealing {
	/// By the clock, a block a slot, as on every real chain.
	Slots,
	/// As soon as there are transactions.
	Instant,
	/// When `engine_createBlock` is called.
	Manual,
	/// Every so often.
	Interval(Duration),
}

impl FromStr for Sealing {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		match text {
			"slots" => Ok(Self::Slots),
			"instant" => Ok(Self::Instant),
			"manual" => Ok(Self::Manual),
			number => match number.parse() {
				Ok(milliseconds) if milliseconds > 0 => {
					Ok(Self::Interval(Duration::from_millis(milliseconds)))
				},
				_ => Err("it is slots, instant, manual or a number of milliseconds".into()),
			},
		}
	}
}

impl fmt::Display for Sealing {
	fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
		match self {
			Self::Slots => formatter.write_str("slots"),
			Self::Instant => formatter.write_str("instant"),
			Self::Manual => formatter.write_str("manual"),
			Self::Interval(period) => write!(formatter, "{}", period.as_millis()),
		}
	}
}

/// Commands of the RPC to produce a block.
pub type CommandSink = mpsc::Sender<EngineCommand<Hash>>;
/// Where they arrive.
pub type Commands = mpsc::Receiver<EngineCommand<Hash>>;

/// A command to produce a block and finalize it.
fn seal(create_empty: bool) -> EngineCommand<Hash> {
	EngineCommand::SealNewBlock { create_empty, finalize: true, parent_hash: None, sender: None }
}

/// The commands that `sealing` gives by itself.
fn own_commands(
	sealing: Sealing,
	client: Arc<FullClient>,
	pool: Arc<FullPool>,
) -> stream::BoxStream<'static, EngineCommand<Hash>> {
	match sealing {
		Sealing::Slots | Sealing::Manual => stream::pending().boxed(),
		Sealing::Interval(period) => stream::unfold(period, |period| async move {
			tokio::time::sleep(period).await;
			Some((seal(true), period))
		})
		.boxed(),
		Sealing::Instant => {
			let arrivals = pool.import_notification_stream().map(drop).boxed();
			// What found no room in a block gets the next one. The pool needs a moment to notice
			// what the block has taken.
			let leftovers = client
				.import_notification_stream()
				.map(drop)
				.then(|()| tokio::time::sleep(POOL_LATENCY))
				.boxed();
			stream::select(arrivals, leftovers)
				.filter_map(move |()| future::ready((pool.status().ready > 0).then(|| seal(false))))
				.boxed()
		},
	}
}

/// The timestamp of the block after `parent`: now, or when the next slot begins if that is later.
fn next_timestamp(
	client: &FullClient,
	parent: Hash,
) -> Result<sp_timestamp::Timestamp, Box<dyn Error + Send + Sync>> {
	let parent = client
		.header(parent)?
		.ok_or_else(|| format!("the header of the parent {parent} is missing"))?;
	let now = sp_timestamp::Timestamp::current().as_millis();
	let next_slot = sc_consensus_aura::find_pre_digest::<Block, AuthoritySignature>(&parent)
		.map_or(0, |slot| u64::from(slot).saturating_add(1));
	Ok(now.max(next_slot.saturating_mul(SLOT_DURATION)).into())
}

/// Produces blocks as `sealing` says, and on command.
pub fn run(
	sealing: Sealing,
	commands: Commands,
	client: Arc<FullClient>,
	pool: Arc<FullPool>,
	select_chain: FullSelectChain,
	env: ProposerFactory<FullPool, FullClient>,
) -> future::BoxFuture<'static, ()> {
	let commands_stream =
		stream::select(commands, own_commands(sealing, client.clone(), pool.clone())).boxed();
	let headers = client.clone();
	let create_inherent_data_providers = move |parent: Hash, ()| {
		let timestamp = next_timestamp(&headers, parent);
		async move { Ok(sp_timestamp::InherentDataProvider::new(timestamp?)) }
	};
	run_manual_seal::<_, _, FullBackend, _, _, _, _, _, _>(ManualSealParams {
		block_import: client.clone(),
		env,
		client,
		pool,
		commands_stream,
		select_chain,
		consensus_data_provider: Some(Box::new(AuraConsensusDataProvider::new_with_slot_duration(
			SlotDuration::from_millis(SLOT_DURATION),
		))),
		create_inherent_data_providers,
	})
	.boxed()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn sealing_should_read_what_it_writes() {
		for text in ["slots", "instant", "manual", "250"] {
			assert_eq!(text.parse::<Sealing>().map(|sealing| sealing.to_string()), Ok(text.into()));
		}
	}

	#[test]
	fn sealing_should_be_refused_when_it_is_unknown() {
		for text in ["", "0", "-1", "sometimes"] {
			assert!(text.parse::<Sealing>().is_err(), "{text:?}");
		}
	}
}
