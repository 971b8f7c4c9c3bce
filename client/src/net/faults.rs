//! Nodes that fail, are cut off, run late or have too much to do.

use super::{
	load::Wait,
	network::{Start, VALIDATORS},
	report::{seconds, Outcome},
	stage::{until, Stage, PATIENCE},
	NetError,
};
use crate::{calls, keys, Client, Error, Until};
use std::time::{Duration, Instant};

/// For how long a network is watched in a state that lasts.
const WATCHED: Duration = Duration::from_secs(30);
/// How long votes that are on their way may still make blocks final.
const SETTLING: Duration = Duration::from_secs(6);
/// How far off the clock is.
const CLOCK_OFF: u64 = 30;
/// Where Debian and Ubuntu put the library of `faketime`.
const FAKETIME: [&str; 2] = [
	"/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
	"/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
];
/// How many transactions a member floods the pools with, and how long each is, in bytes.
const FLOOD: usize = 9_000;
const FLOOD_BYTES: usize = 512;
/// How many transactions a pool holds at most when the flood is over: what the members send anyway.
const DRAINED: usize = 100;
/// How many blocks later than sent the transactions of the others must be in one, all the same.
const FLOOD_WAIT: u64 = 6;

/// Kills one node after the other, and starts each again at once.
pub async fn kill(stage: &mut Stage) -> Result<Outcome, NetError> {
	let mut times = Vec::new();
	for node in 0..VALIDATORS {
		times.push(revive(stage, node).await?);
	}
	let (Some(best), Some(worst)) = (times.iter().min(), times.iter().max()) else {
		return Err(NetError::Broken("there is no node to kill".into()));
	};
	Ok(Outcome {
		done: "`kill -9` of each node in turn under load, started again at once".into(),
		recovery: format!("{} to {}", seconds(*best), seconds(*worst)),
		victim: 0,
	})
}

/// Kills one node, and starts it again at once.
pub async fn kill_one(stage: &mut Stage, victim: usize) -> Result<Outcome, NetError> {
	let recovery = seconds(revive(stage, victim).await?);
	Ok(Outcome {
		done: "`kill -9` of one node under load, started again at once".into(),
		recovery,
		victim,
	})
}

async fn revive(stage: &mut Stage, node: usize) -> Result<Duration, NetError> {
	stage.network.kill(node)?;
	let began = Instant::now();
	stage.start(node).await?;
	stage.recovered(VALIDATORS).await?;
	Ok(began.elapsed())
}

/// Leaves one validator of four dead for a while.
pub async fn one_down(stage: &mut Stage) -> Result<Outcome, NetError> {
	let victim = 3;
	let before = stage.finalized().await?;
	stage.network.kill(victim)?;
	let first = stage.goes_on(0, before).await?;
	let from = stage.progress(0).await?;
	tokio::time::sleep(WATCHED).await;
	let now = stage.progress(0).await?;
	if now.finalized <= from.finalized {
		return Err(NetError::Broken("with three validators of four nothing becomes final".into()));
	}
	let began = Instant::now();
	stage.start(victim).await?;
	stage.recovered(VALIDATORS).await?;
	Ok(Outcome {
		done: format!(
			"`kill -9` of one validator; the other three finalized the next block {} later and {} \
			blocks in the {} s that followed; then started again",
			seconds(first),
			now.finalized - from.finalized,
			WATCHED.as_secs(),
		),
		recovery: seconds(began.elapsed()),
		victim,
	})
}

/// Leaves two validators of four dead for a while.
pub async fn two_down(stage: &mut Stage) -> Result<Outcome, NetError> {
	let victims = [2, 3];
	for victim in victims {
		stage.network.kill(victim)?;
	}
	tokio::time::sleep(SETTLING).await;
	let blocks = stage.stands_still(&[0, 1], WATCHED).await?;
	let before = stage.finalized().await?;
	let began = Instant::now();
	for victim in victims {
		stage.start(victim).await?;
	}
	stage.goes_on(0, before).await?;
	let resumed = began.elapsed();
	stage.recovered(VALIDATORS).await?;
	Ok(Outcome {
		done: format!(
			"`kill -9` of two validators; nothing became final for {} s, while the other two \
			produced {blocks} blocks; then both started again; finality resumed after {}",
			WATCHED.as_secs(),
			seconds(resumed),
		),
		recovery: seconds(began.elapsed()),
		victim: victims[0],
	})
}

/// Freezes a node, so that its connections stay open and nobody answers.
pub async fn frozen(stage: &mut Stage) -> Result<Outcome, NetError> {
	let victim = 1;
	let before = stage.finalized().await?;
	stage.network.freeze(victim, true)?;
	stage.goes_on(0, before).await?;
	tokio::time::sleep(WATCHED).await;
	let began = Instant::now();
	stage.network.freeze(victim, false)?;
	stage.recovered(VALIDATORS).await?;
	Ok(Outcome {
		done: format!(
			"one node frozen (`SIGSTOP`) for {} s with its connections open, then let go on",
			WATCHED.as_secs()
		),
		recovery: seconds(began.elapsed()),
		victim,
	})
}

/// Cuts one node off from three.
pub async fn partition_3_1(stage: &mut Stage) -> Result<Outcome, NetError> {
	partition(stage, &[3]).await
}

/// Cuts the network in two halves.
pub async fn partition_2_2(stage: &mut Stage) -> Result<Outcome, NetError> {
	partition(stage, &[2, 3]).await
}

async fn partition(stage: &mut Stage, apart: &[usize]) -> Result<Outcome, NetError> {
	let namespaces = stage.network.namespaces().ok_or_else(|| {
		NetError::Impossible("the nodes of this network have no network of their own".into())
	})?;
	namespaces.cut(apart)?;
	tokio::time::sleep(SETTLING).await;
	let majority = apart.len() * 3 < VALIDATORS;
	let before = stage.progress(0).await?.finalized;
	let alone = stage.stands_still(apart, WATCHED).await?;
	let after = stage.progress(0).await?.finalized;
	if majority != (after > before) {
		return Err(NetError::Broken(format!(
			"{} validators of {VALIDATORS} finalized {} blocks by themselves",
			VALIDATORS - apart.len(),
			after - before
		)));
	}
	let began = Instant::now();
	namespaces.mend()?;
	stage.goes_on(apart[0], before.max(after)).await?;
	let resumed = began.elapsed();
	stage.recovered(VALIDATORS).await?;
	Ok(Outcome {
		done: format!(
			"the wires between {} and {} nodes cut for {} s; the first side finalized {} blocks, the \
			other none (it produced {alone}); mended; finality went on across the cut after {}",
			VALIDATORS - apart.len(),
			apart.len(),
			(SETTLING + WATCHED).as_secs(),
			after - before,
			seconds(resumed),
		),
		recovery: seconds(began.elapsed()),
		victim: apart[0],
	})
}

/// Has a node run with a clock that is ahead, and one that is behind.
pub async fn clock(stage: &mut Stage) -> Result<Outcome, NetError> {
	let library =
		FAKETIME.iter().find(|path| std::path::Path::new(path).exists()).ok_or_else(|| {
			NetError::Impossible("needs the package faketime (its library was not found)".into())
		})?;
	let victim = 3;
	let mut seen = Vec::new();
	let mut worst = Duration::ZERO;
	for (sign, word) in [('+', "ahead"), ('-', "behind")] {
		stage.network.stop(victim)?;
		let off = format!("{sign}{CLOCK_OFF}s");
		let env = [
			("LD_PRELOAD", *library),
			("FAKETIME", off.as_str()),
			("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
		];
		stage.network.start_node(victim, Start { env: &env, ..Start::default() }).await?;
		let from = (stage.progress(0).await?, stage.progress(victim).await?);
		tokio::time::sleep(WATCHED).await;
		let now = (stage.progress(0).await?, stage.progress(victim).await?);
		if now.0.finalized <= from.0.finalized {
			return Err(NetError::Broken(format!(
				"nothing becomes final while one clock is {CLOCK_OFF} s {word}"
			)));
		}
		seen.push(format!(
			"{CLOCK_OFF} s {word}: the others finalized {} blocks in {} s, that node {} with what it had missed",
			now.0.finalized - from.0.finalized,
			WATCHED.as_secs(),
			now.1.finalized - from.1.finalized,
		));
		stage.network.stop(victim)?;
		let began = Instant::now();
		stage.start(victim).await?;
		stage.recovered(VALIDATORS).await?;
		worst = worst.max(began.elapsed());
	}
	Ok(Outcome {
		done: format!("one node with a clock that is off, then put right ({})", seen.join("; ")),
		recovery: format!("at most {}", seconds(worst)),
		victim,
	})
}

/// Has one member send far more than its allowance, to all nodes.
pub async fn flood(stage: &mut Stage) -> Result<Outcome, NetError> {
	let flooder = VALIDATORS - 1;
	let key = stage.network.members()[flooder].administrator.clone();
	let client = stage.network.client(0)?;
	let nonce = client.next_nonce(&keys::account(&key)).await?;
	let flood: Vec<_> = (0..FLOOD)
		.map(|_| calls::utility::remark(&rand::random::<[u8; 32]>().repeat(FLOOD_BYTES / 32)))
		.collect();
	let flood: Vec<_> = flood.iter().collect();
	let signed = client.sign_many(&flood, &key, nonce).await?;
	let from = stage.progress(0).await?.best;
	let began = Instant::now();
	let (mut taken, mut refused) = (0_usize, String::new());
	for (index, transaction) in signed.iter().enumerate() {
		match stage.network.client(index % VALIDATORS)?.send(transaction).await {
			Ok(_) => taken += 1,
			// The pool is full, for one: that is its answer, and the next is tried.
			Err(error @ (Error::Invalid(_) | Error::Rpc { .. })) => refused = error.to_string(),
			Err(error) => return Err(error.into()),
		}
	}
	let sending = began.elapsed();
	// The flood is in the pools. Somebody else's call must not have to wait for it to drain.
	let waiting = pending(&client).await?;
	let sent = Instant::now();
	let other = &stage.network.members()[0].administrator;
	client.submit_until(Until::Finalized, &calls::utility::remark(b"in between"), other).await?;
	let between = sent.elapsed();
	until("the flood has drained", PATIENCE, async || Ok(pending(&client).await? < DRAINED))
		.await?;
	let drained = sent.elapsed();
	stage.recovered(VALIDATORS).await?;
	let waits: Vec<Wait> = stage.load.account().waits;
	let others = waits.iter().filter(|wait| wait.member != flooder && wait.after >= from);
	let (count, longest) = others.fold((0, 0), |(n, most), wait| (n + 1, wait.blocks.max(most)));
	if count == 0 || longest > FLOOD_WAIT {
		return Err(NetError::Broken(format!(
			"{count} transactions of the others became final during the flood, and one waited for \
			{longest} blocks"
		)));
	}
	let why = if refused.is_empty() { String::new() } else { format!(" (\"{refused}\")") };
	Ok(Outcome {
		done: format!(
			"one member sent {FLOOD} transactions of {FLOOD_BYTES} bytes to all nodes in {}; {taken} \
			were taken, {} refused{why}; {count} transactions of the other members were in a block at \
			most {longest} blocks after they were sent, and one sent while {waiting} waited was final \
			after {}",
			seconds(sending),
			FLOOD - taken,
			seconds(between),
		),
		recovery: format!("pools drained after {}", seconds(drained)),
		victim: flooder,
	})
}

/// How many transactions wait in a node's pool.
async fn pending(client: &Client) -> Result<usize, Error> {
	let pending: Vec<String> =
		client.request("author_pendingExtrinsics", crate::rpc_params![]).await?;
	Ok(pending.len())
}
