//! Databases that are full, broken or gone.

use super::{
	network::{Start, VALIDATORS},
	report::{one_line, seconds, Outcome},
	run,
	stage::{until, Stage, PATIENCE},
	NetError,
};
use crate::{launch::LaunchError, rpc_params};
use std::{
	fs::{self, File},
	io::{ErrorKind, Write},
	path::{Path, PathBuf},
	process::Command,
	time::{Duration, Instant},
};

/// How much room the small disk has beyond what the node has stored, in MiB.
const ROOM: u64 = 64;
/// How long a node may go on once its disk is full.
const NOTICE: Duration = Duration::from_secs(90);
/// Every so many bytes one is changed in a damaged file.
const EVERY: usize = 64;
/// What a log line has that says what went wrong.
const TELLING: [&str; 6] = ["Error", "error", "panicked", "No space", "orrupt", "Essential task"];

/// Has a node fetch the whole chain again.
pub async fn resync(stage: &mut Stage) -> Result<Outcome, NetError> {
	let victim = 2;
	stage.network.stop(victim)?;
	stage.network.purge(victim)?;
	let began = Instant::now();
	stage.start(victim).await?;
	stage.recovered(VALIDATORS).await?;
	let blocks = stage.finalized().await?;
	Ok(Outcome {
		done: format!(
			"a node stopped, `purge-chain`, started again: {blocks} blocks from the others"
		),
		recovery: seconds(began.elapsed()),
		victim,
	})
}

/// Has a node begin with the last final state, and fetch the blocks before it afterwards.
pub async fn warp(stage: &mut Stage) -> Result<Outcome, NetError> {
	let victim = 1;
	stage.network.stop(victim)?;
	stage.network.purge(victim)?;
	let began = Instant::now();
	stage
		.network
		.start_node(victim, Start { args: &["--sync", "warp"], ..Start::default() })
		.await?;
	stage.recovered(VALIDATORS).await?;
	let votes = began.elapsed();
	let client = stage.network.client(victim)?;
	let last = stage.finalized().await?;
	until("the blocks before the state are there", PATIENCE, async || {
		for number in 1..=last {
			let hash: Option<crate::H256> =
				client.request("chain_getBlockHash", rpc_params![number]).await?;
			let body: Option<serde_json::Value> = match hash {
				Some(hash) => client.request("chain_getBlock", rpc_params![hash]).await?,
				None => None,
			};
			if body.is_none() {
				return Ok(false);
			}
		}
		Ok(true)
	})
	.await?;
	let log = stage.network.log(victim).unwrap_or_default();
	if !log.contains("Warp sync is complete") {
		return Err(NetError::Broken("the node did not sync by warp".into()));
	}
	Ok(Outcome {
		done: format!(
			"a node stopped, `purge-chain`, started with `--sync warp`: it had the last final state \
			and took part after {}, then fetched the {last} blocks before",
			seconds(votes)
		),
		recovery: seconds(began.elapsed()),
		victim,
	})
}

/// Damages the database of a node in every file.
pub async fn corrupt(stage: &mut Stage) -> Result<Outcome, NetError> {
	let victim = 3;
	stage.network.stop(victim)?;
	let files = damage(&stage.network.database(victim))?;
	let said = match stage.network.start_node(victim, Start::default()).await {
		Err(NetError::Launch(LaunchError::Ended { log, .. })) => telling(&log),
		Err(other) => return Err(other),
		// It may have started before it touches what is broken.
		Ok(()) => telling(&stage.network.wait_for_end(victim, NOTICE)?.1),
	};
	let began = Instant::now();
	stage.network.purge(victim)?;
	stage.start(victim).await?;
	stage.recovered(VALIDATORS).await?;
	Ok(Outcome {
		done: format!(
			"bytes changed in all {files} database files of a stopped node; it refused to start: \
			\"{said}\"; `purge-chain`, started again"
		),
		recovery: seconds(began.elapsed()),
		victim,
	})
}

/// Changes bytes in every file of the database in the folder of a chain. Returns how many there are.
pub fn damage(folder: &Path) -> Result<usize, NetError> {
	let mut files = 0;
	for file in files_in(&folder.join("paritydb"))? {
		let mut bytes = fs::read(&file).map_err(NetError::io(file.display()))?;
		if bytes.is_empty() {
			continue;
		}
		for byte in bytes.iter_mut().step_by(EVERY) {
			*byte ^= 0xff;
		}
		fs::write(&file, bytes).map_err(NetError::io(file.display()))?;
		files += 1;
	}
	if files == 0 {
		return Err(NetError::Broken(format!("there is no database in {}", folder.display())));
	}
	Ok(files)
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, NetError> {
	let mut files = Vec::new();
	for entry in fs::read_dir(folder).map_err(NetError::io(folder.display()))? {
		let path = entry.map_err(NetError::io(folder.display()))?.path();
		if path.is_dir() {
			files.extend(files_in(&path)?);
		} else {
			files.push(path);
		}
	}
	Ok(files)
}

/// A small disk in the place of a node's data. It is gone with this.
struct SmallDisk(PathBuf);

impl SmallDisk {
	/// Puts a disk of `size` MiB in the place of `folder`, with what is there.
	fn mount(folder: &Path, size: u64) -> Result<Self, NetError> {
		let aside = folder.with_extension("aside");
		fs::rename(folder, &aside).map_err(NetError::io(folder.display()))?;
		fs::create_dir(folder).map_err(NetError::io(folder.display()))?;
		let mounted = run(Command::new("mount")
			.args(["-t", "tmpfs", "-o", &format!("size={size}m"), "tmpfs"])
			.arg(folder));
		if let Err(error) = mounted {
			fs::remove_dir(folder).map_err(NetError::io(folder.display()))?;
			fs::rename(&aside, folder).map_err(NetError::io(folder.display()))?;
			return Err(NetError::Impossible(format!("a small disk needs root: {error}")));
		}
		let disk = Self(folder.to_owned());
		run(Command::new("cp").arg("-a").arg(aside.join(".")).arg(folder))?;
		fs::remove_dir_all(&aside).map_err(NetError::io(aside.display()))?;
		Ok(disk)
	}

	/// Takes it away, and puts what is on it where it was.
	fn unmount(self) -> Result<(), NetError> {
		let aside = self.0.with_extension("aside");
		run(Command::new("cp").arg("-a").arg(&self.0).arg(&aside))?;
		run(Command::new("umount").arg(&self.0))?;
		fs::remove_dir(&self.0).map_err(NetError::io(self.0.display()))?;
		fs::rename(&aside, &self.0).map_err(NetError::io(self.0.display()))
	}
}

impl Drop for SmallDisk {
	fn drop(&mut self) {
		// Nothing to do where it was taken away already.
		run(Command::new("umount").arg("-l").arg(&self.0)).ok();
	}
}

/// Fills the disk of a node: first so far that the node gives up by itself, then to the last byte
/// under a node that was told not to look.
pub async fn full_disk(stage: &mut Stage) -> Result<Outcome, NetError> {
	let victim = 2;
	stage.network.stop(victim)?;
	let data = stage.network.data(victim).to_owned();
	let used = run(Command::new("du").args(["-sm", "--apparent-size"]).arg(&data))?;
	let used: u64 = used.split_whitespace().next().and_then(|size| size.parse().ok()).unwrap_or(0);
	let disk = SmallDisk::mount(&data, used + ROOM)?;
	let ballast = data.join("ballast");

	let args = ["--db-storage-threshold", "16", "--db-storage-polling-period", "2"];
	stage.network.start_node(victim, Start { args: &args, ..Start::default() }).await?;
	stage.recovered(VALIDATORS).await?;
	let free = run(Command::new("df").args(["--output=avail", "--block-size=1M"]).arg(&data))?;
	let free: u64 = free.lines().next_back().and_then(|free| free.trim().parse().ok()).unwrap_or(0);
	let began = Instant::now();
	fill(&ballast, free.saturating_sub(8))?;
	let (status, log) = stage.network.wait_for_end(victim, NOTICE)?;
	let (noticed, said) = (began.elapsed(), line_with(&log, "below threshold"));
	let before = stage.finalized().await?;
	stage.goes_on(0, before).await?;
	fs::remove_file(&ballast).map_err(NetError::io(ballast.display()))?;

	let args = ["--db-storage-threshold", "0"];
	let began = Instant::now();
	stage.network.start_node(victim, Start { args: &args, ..Start::default() }).await?;
	stage.recovered(VALIDATORS).await?;
	let first = began.elapsed();
	fill(&ballast, u64::MAX)?;
	let unwatched = match stage.network.wait_for_end(victim, NOTICE) {
		Ok((status, log)) => format!("it ended ({status}): \"{}\"", telling(&log)),
		// It was waited for in vain, and is gone now.
		Err(NetError::Launch(LaunchError::Silent { log, .. })) => {
			format!("it went on until it was killed: \"{}\"", telling(&log))
		},
		Err(error) => return Err(error),
	};
	let before = stage.finalized().await?;
	stage.goes_on(0, before).await?;
	fs::remove_file(&ballast).map_err(NetError::io(ballast.display()))?;
	let began = Instant::now();
	stage.network.start_node(victim, Start { args: &args, ..Start::default() }).await?;
	stage.recovered(VALIDATORS).await?;
	let second = began.elapsed();

	stage.network.stop(victim)?;
	disk.unmount()?;
	stage.start(victim).await?;
	stage.recovered(VALIDATORS).await?;
	Ok(Outcome {
		done: format!(
			"a node on a disk of {} MiB, filled until 8 MiB were left: it stopped after {} ({status}): \
			\"{said}\"; room made, started again. Then, with that watch switched off, the disk was \
			filled to the last byte: {unwatched}; room made, started again",
			used + ROOM,
			seconds(noticed),
		),
		recovery: format!("{}; {}", seconds(first), seconds(second)),
		victim,
	})
}

/// Writes a file of `size` MiB, or until there is no room for more.
fn fill(path: &Path, size: u64) -> Result<(), NetError> {
	let mut file = File::create(path).map_err(NetError::io(path.display()))?;
	let chunk = vec![0; 64 * 1024];
	for _ in 0..size.saturating_mul(16) {
		match file.write_all(&chunk) {
			Ok(()) => {},
			Err(error) if error.kind() == ErrorKind::StorageFull => return Ok(()),
			Err(error) => return Err(NetError::io(path.display())(error)),
		}
	}
	Ok(())
}

/// The last line of a log that says what went wrong, without its time.
fn telling(log: &str) -> String {
	let line = log.lines().rev().find(|line| TELLING.iter().any(|word| line.contains(word)));
	without_time(line.or_else(|| log.lines().next_back()).unwrap_or_default())
}

/// The last line of a log with a word, or else what it says last of what went wrong.
fn line_with(log: &str, word: &str) -> String {
	log.lines().rev().find(|line| line.contains(word)).map_or_else(|| telling(log), without_time)
}

/// A line without the time at its beginning, such as `2026-01-01 00:00:00`.
fn without_time(line: &str) -> String {
	let text = line.trim();
	let has_time = text.starts_with("20") && text.len() > 20;
	one_line(if has_time { text.splitn(3, ' ').nth(2).unwrap_or(text) } else { text })
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn telling_should_give_the_last_line_that_says_what_went_wrong() {
		let log = "2026-01-01 00:00:00 all is well\n2026-01-01 00:00:01 Error: no | room\nbye";
		assert_eq!(telling(log), "Error: no \\| room");
		assert_eq!(telling("nothing to say"), "nothing to say");
	}

	#[test]
	fn damage_should_change_every_file_and_refuse_an_empty_folder() {
		let folder = tempfile::tempdir().unwrap();
		assert!(damage(folder.path()).is_err());
		let database = folder.path().join("paritydb/full");
		fs::create_dir_all(&database).unwrap();
		fs::write(database.join("table"), [0; 100]).unwrap();
		assert_eq!(damage(folder.path()).unwrap(), 1);
		let bytes = fs::read(database.join("table")).unwrap();
		assert_eq!(bytes.iter().filter(|byte| **byte == 0xff).count(), 2);
	}
}
