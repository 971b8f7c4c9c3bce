//! When blocks are produced, for development chains that need not wait for the clock.
//!
//! The runtime ties the timestamp of a block to its Aura slot and wants a new slot for every block.
//! Blocks that come faster than the slots therefore take the slots that follow, and the chain's
//! clock runs ahead; as soon as it is slower again it goes by the real one.
//!
//! The clock of such a chain ([`Clock`]) can also be set: to the time of the first block when the
//! node starts (`--start-time`), and forward at any time (`dev_setTime`). It stands until a block has
//! that timestamp and goes on from there at the pace of the real one.

use crate::{
	author::Authors,
	pool::FullPool,
	service::{FullBackend, FullClient, FullSelectChain},
};
use futures::{channel::mpsc, future, stream, FutureExt, StreamExt};
use salus_primitives::Moment;
use salus_runtime::{opaque::Block, Hash, SLOT_DURATION};
use sc_client_api::BlockchainEvents;
use sc_consensus_manual_seal::{
	consensus::aura::AuraConsensusDataProvider, run_manual_seal, EngineCommand, ManualSealParams,
};
use sc_transaction_pool_api::TransactionPool;
use sp_consensus_aura::{sr25519::AuthoritySignature, SlotDuration};
use std::{
	error::Error,
	fmt,
	str::FromStr,
	sync::{Arc, Mutex, MutexGuard},
	time::{Duration, Instant},
};

/// How long the pool may take to notice what a block has taken out of it.
const POOL_LATENCY: Duration = Duration::from_millis(200);

/// How long a transaction may wait for a block that is to come at once.
const WAIT: Duration = Duration::from_secs(1);

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
			let waiting = Arc::new(Waiting::default());
			let arrivals = {
				let (waiting, client) = (waiting.clone(), client.clone());
				pool.import_notification_stream()
					.map(move |_| waiting.since(client.chain_info().best_number))
					.boxed()
			};
			let stranded = {
				let client = client.clone();
				stream::unfold((), |()| async { Some((tokio::time::sleep(WAIT).await, ())) })
					.filter_map(move |()| {
						let stranded = waiting.is_stranded(client.chain_info().best_number);
						future::ready(stranded.then(|| seal(true)))
					})
					.boxed()
			};
			// What found no room in a block gets the next one. The pool needs a moment to notice
			// what the block has taken.
			let leftovers = client
				.import_notification_stream()
				.map(drop)
				.then(|()| tokio::time::sleep(POOL_LATENCY))
				.boxed();
			let ready = stream::select(arrivals, leftovers).filter_map(move |()| {
				future::ready((pool.status().ready > 0).then(|| seal(false)))
			});
			stream::select(ready, stranded).boxed()
		},
	}
}

/// After which block a transaction has come that no block has followed.
///
/// The pool keeps a view of itself for every block. A transaction that comes just when it makes the
/// next view can miss that one: no block is built with it, and as nothing waits in the view, none is
/// asked for. The view after an empty block has it.
#[derive(Default)]
struct Waiting(Mutex<Option<(u32, bool)>>);

impl Waiting {
	/// A transaction has come while `best` was the best block.
	fn since(&self, best: u32) {
		let mut waiting = self.lock();
		if waiting.is_none_or(|(block, _)| block != best) {
			*waiting = Some((best, false));
		}
	}

	/// Whether one has been waiting since the last time this was asked, and no block has come.
	/// `best` is the best block now.
	fn is_stranded(&self, best: u32) -> bool {
		let mut waiting = self.lock();
		match *waiting {
			Some((block, true)) if block == best => {
				*waiting = None;
				true
			},
			Some((block, false)) if block == best => {
				*waiting = Some((block, true));
				false
			},
			_ => {
				*waiting = None;
				false
			},
		}
	}

	fn lock(&self) -> MutexGuard<'_, Option<(u32, bool)>> {
		// Nothing panics while it holds the lock.
		self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
	}
}

/// The last moment that a clock is set to: the end of the year 9999, where RFC 3339 ends.
const LAST_MOMENT: Moment = 253_402_300_799_999;
/// How far apart the runtime wants two timestamps at least (`pallet_timestamp::MinimumPeriod`).
const MINIMUM_PERIOD: u64 = SLOT_DURATION / 2;

/// A moment, as milliseconds since 1970 or as RFC 3339 writes it.
pub fn parse_moment(text: &str) -> Result<Moment, String> {
	let moment = match text.parse::<Moment>() {
		Ok(moment) => Some(moment),
		Err(_) => chrono::DateTime::parse_from_rfc3339(text)
			.ok()
			.and_then(|time| Moment::try_from(time.timestamp_millis()).ok()),
	};
	moment.filter(|moment| (SLOT_DURATION..=LAST_MOMENT).contains(moment)).ok_or_else(|| {
		"it is a time after 1970, such as 2016-06-23T17:02:33+10:00, or its milliseconds since 1970"
			.into()
	})
}

/// Why a clock is not set.
#[derive(Debug)]
pub enum ClockRefusal {
	/// The chain has passed that moment.
	GoesBack {
		/// What was asked for.
		asked: Moment,
		/// The earliest that the next block can have.
		earliest: Moment,
	},
	/// Beyond the year 9999.
	TooFar(Moment),
	/// The last block can't be read.
	Chain(String),
}

/// The clock of a chain whose blocks come on demand.
pub struct Clock {
	client: Arc<FullClient>,
	hands: Mutex<Hands>,
}

/// Where the clock's hands are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Hands {
	/// With the machine's clock.
	Real,
	/// Waiting for a block at this moment.
	Standing(Moment),
	/// Going on since then from this moment.
	Running(Moment, Instant),
}

impl Hands {
	/// What the clock shows. A block that could not be before `earliest` comes next: one that had the
	/// moment waited for has set the hands going.
	fn read(&mut self, earliest: Moment) -> Moment {
		if let Self::Standing(moment) = *self {
			if earliest > moment {
				*self = Self::Running(moment, Instant::now());
			}
		}
		let shown = match *self {
			Self::Real => sp_timestamp::Timestamp::current().as_millis(),
			Self::Standing(moment) => moment,
			Self::Running(moment, since) => {
				let elapsed = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
				moment.saturating_add(elapsed)
			},
		};
		shown.max(earliest)
	}
}

impl Clock {
	/// A clock that stands at `start` until the first block has it, or one that shows the real time.
	/// A chain that has blocks already goes on from the last of them.
	pub fn new(client: Arc<FullClient>, start: Option<Moment>) -> Self {
		Self { client, hands: Mutex::new(start.map_or(Hands::Real, Hands::Standing)) }
	}

	/// Sets the clock: the next block has this timestamp.
	pub fn set(&self, moment: Moment) -> Result<Moment, ClockRefusal> {
		let earliest = self.earliest_exact()?;
		Self::set_hands(&mut self.hands(), moment, earliest)
	}

	/// Sets the clock forward by so many milliseconds. Returns the timestamp of the next block.
	pub fn advance(&self, milliseconds: u64) -> Result<Moment, ClockRefusal> {
		let earliest = self.earliest_exact()?;
		let hands = &mut self.hands();
		let moment = hands.read(earliest).saturating_add(milliseconds);
		Self::set_hands(hands, moment, earliest)
	}

	fn set_hands(
		hands: &mut Hands,
		moment: Moment,
		earliest: Moment,
	) -> Result<Moment, ClockRefusal> {
		if moment < earliest {
			return Err(ClockRefusal::GoesBack { asked: moment, earliest });
		}
		if moment > LAST_MOMENT {
			return Err(ClockRefusal::TooFar(moment));
		}
		*hands = Hands::Standing(moment);
		Ok(moment)
	}

	/// The timestamp of the block after `parent`.
	fn next_timestamp(
		&self,
		parent: Hash,
	) -> Result<sp_timestamp::Timestamp, Box<dyn Error + Send + Sync>> {
		let earliest = next_slot(&self.client, parent)?.saturating_mul(SLOT_DURATION);
		Ok(self.hands().read(earliest).into())
	}

	/// From when on the runtime takes a timestamp after the best block as it is.
	fn earliest_exact(&self) -> Result<Moment, ClockRefusal> {
		let best = self.client.chain_info().best_hash;
		let slot = next_slot(&self.client, best)
			.map_err(|error| ClockRefusal::Chain(error.to_string()))?;
		Ok(slot.saturating_mul(SLOT_DURATION).saturating_add(MINIMUM_PERIOD))
	}

	fn hands(&self) -> MutexGuard<'_, Hands> {
		// Nothing panics while it holds the lock.
		self.hands.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
	}
}

/// The slot after that of `parent`. The runtime takes no block of slot 0.
fn next_slot(client: &FullClient, parent: Hash) -> Result<u64, Box<dyn Error + Send + Sync>> {
	let parent = client
		.header(parent)?
		.ok_or_else(|| format!("the header of the parent {parent} is missing"))?;
	Ok(sc_consensus_aura::find_pre_digest::<Block, AuthoritySignature>(&parent)
		.map_or(1, |slot| u64::from(slot).saturating_add(1)))
}

/// What the RPC needs of a chain whose blocks come on demand.
#[derive(Clone)]
pub struct OnDemand {
	/// Where `engine_createBlock` goes.
	pub commands: CommandSink,
	/// What `dev_setTime` sets.
	pub clock: Arc<Clock>,
}

/// Produces blocks as `sealing` says, and on command.
pub fn run(
	sealing: Sealing,
	commands: Commands,
	clock: Arc<Clock>,
	client: Arc<FullClient>,
	pool: Arc<FullPool>,
	select_chain: FullSelectChain,
	env: Authors,
) -> future::BoxFuture<'static, ()> {
	let commands_stream =
		stream::select(commands, own_commands(sealing, client.clone(), pool.clone())).boxed();
	let create_inherent_data_providers = move |parent: Hash, ()| {
		let timestamp = clock.next_timestamp(parent);
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
	fn parse_moment_should_take_both_ways_to_write_it() {
		assert_eq!(parse_moment("1466665353000"), Ok(1_466_665_353_000));
		assert_eq!(parse_moment("2016-06-23T17:02:33+10:00"), Ok(1_466_665_353_000));
		assert_eq!(parse_moment("9999-12-31T23:59:59.999Z"), Ok(LAST_MOMENT));
	}

	#[test]
	fn parse_moment_should_refuse_when_it_is_no_time_that_a_block_can_have() {
		for text in ["", "now", "2016-06-23", "-1", "0", "1969-12-31T23:59:59Z", "253402300800000"]
		{
			assert!(parse_moment(text).is_err(), "{text:?}");
		}
	}

	#[test]
	fn waiting_should_be_stranded_when_no_block_has_come_for_a_whole_turn() {
		let waiting = Waiting::default();
		assert!(!waiting.is_stranded(7));
		waiting.since(7);
		assert!(!waiting.is_stranded(7));
		// More that come do not put it off.
		waiting.since(7);
		assert!(waiting.is_stranded(7));
		// It gets one empty block, not one after the other.
		assert!(!waiting.is_stranded(7));
		assert!(!waiting.is_stranded(8));
	}

	#[test]
	fn waiting_should_not_be_stranded_when_a_block_has_come() {
		let waiting = Waiting::default();
		waiting.since(7);
		assert!(!waiting.is_stranded(8));
		assert!(!waiting.is_stranded(8));
		waiting.since(8);
		assert!(!waiting.is_stranded(8));
		assert!(!waiting.is_stranded(9));
	}

	#[test]
	fn hands_should_stand_until_a_block_has_the_moment_and_then_go_on() {
		let mut hands = Hands::Standing(10_000);
		assert_eq!(hands.read(2_000), 10_000);
		assert_eq!(hands.read(2_000), 10_000);
		// The block of that moment is there, and the next slot begins at 12 s.
		assert_eq!(hands.read(12_000), 12_000);
		assert!(matches!(hands, Hands::Running(10_000, _)));
		hands = Hands::Running(10_000, Instant::now() - Duration::from_secs(60));
		assert!((70_000..80_000).contains(&hands.read(12_000)));
	}

	#[test]
	fn clock_should_not_go_back_nor_out_of_the_calendar() {
		let mut hands = Hands::Standing(10_000);
		assert!(matches!(
			Clock::set_hands(&mut hands, 4_999, 5_000),
			Err(ClockRefusal::GoesBack { asked: 4_999, earliest: 5_000 })
		));
		assert!(matches!(
			Clock::set_hands(&mut hands, LAST_MOMENT + 1, 5_000),
			Err(ClockRefusal::TooFar(_))
		));
		assert_eq!(hands, Hands::Standing(10_000));
		assert!(matches!(Clock::set_hands(&mut hands, 5_000, 5_000), Ok(5_000)));
		assert_eq!(hands, Hands::Standing(5_000));
	}

	#[test]
	fn sealing_should_be_refused_when_it_is_unknown() {
		for text in ["", "0", "-1", "sometimes"] {
			assert!(text.parse::<Sealing>().is_err(), "{text:?}");
		}
	}
}
