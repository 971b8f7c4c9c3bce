//! A node of one's own: for tests, demonstrations and the conformance run.
//!
//! The node listens on ports that the system picks, on this machine only. Its log is kept, for the
//! message when something fails.

use crate::{Client, Error};
use std::{
	collections::VecDeque,
	io::{self, BufRead, BufReader},
	path::{Path, PathBuf},
	process::{Child, Command, ExitStatus, Stdio},
	sync::{mpsc, Arc, Mutex},
	thread,
	time::{Duration, Instant},
};

/// How long a node may take until it answers. A busy machine compiles the runtime in half a minute.
const START_PATIENCE: Duration = Duration::from_secs(180);
/// How long it may take to stop by itself.
const STOP_PATIENCE: Duration = Duration::from_secs(60);
/// How many lines of the log are kept.
const LOG_LINES: usize = 2_000;
const RPC_ANNOUNCEMENT: &str = "Running JSON-RPC server: addr=";

/// Why there is no running node.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
	/// The program can't be started.
	#[error("{binary} can't be started: {source}")]
	NotStarted {
		/// The program.
		binary: PathBuf,
		/// Why.
		source: io::Error,
	},
	/// It ended before it answered.
	#[error("the node ended with {status} before it answered. The end of its log:\n{log}")]
	Ended {
		/// How it ended.
		status: ExitStatus,
		/// What it said.
		log: String,
	},
	/// It did not answer in time.
	#[error("the node did not answer within {seconds} s. The end of its log:\n{log}")]
	Silent {
		/// How long was waited.
		seconds: u64,
		/// What it said.
		log: String,
	},
	/// It runs, and the client can't talk to it.
	#[error(transparent)]
	Client(#[from] Error),
	/// It can't be watched or stopped.
	#[error("the node's process: {0}")]
	Process(#[from] io::Error),
}

/// A running node. It is killed when this is dropped.
#[derive(Debug)]
pub struct Node {
	child: Child,
	log: Log,
	url: String,
}

#[derive(Clone, Default, Debug)]
struct Log(Arc<Mutex<VecDeque<String>>>);

impl Log {
	fn push(&self, line: String) {
		let mut lines = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
		if lines.len() == LOG_LINES {
			lines.pop_front();
		}
		lines.push_back(line);
	}

	fn text(&self) -> String {
		let lines = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
		lines.iter().map(String::as_str).collect::<Vec<_>>().join("\n")
	}
}

impl Node {
	/// Starts `binary` with the data folder `base_path` and further arguments, such as `--dev`, and
	/// waits until it listens.
	pub fn start(binary: &Path, base_path: &Path, args: &[&str]) -> Result<Self, LaunchError> {
		let mut command = Command::new(binary);
		command
			.arg("--base-path")
			.arg(base_path)
			.args(["--rpc-port", "0", "--listen-addr", "/ip4/127.0.0.1/tcp/0", "--no-prometheus"])
			.args(args);
		Self::spawn(command)
	}

	/// Starts the node that `command` runs, and waits until it listens.
	pub fn spawn(mut command: Command) -> Result<Self, LaunchError> {
		let mut child = command
			.stdin(Stdio::null())
			.stdout(Stdio::null())
			.stderr(Stdio::piped())
			.spawn()
			.map_err(|source| LaunchError::NotStarted {
				binary: command.get_program().into(),
				source,
			})?;

		let log = Log::default();
		let (announce, announced) = mpsc::channel();
		if let Some(stderr) = child.stderr.take() {
			let log = log.clone();
			// Ends with the process, whose end of the pipe it reads.
			thread::spawn(move || {
				for line in BufReader::new(stderr).lines().map_while(Result::ok) {
					if let Some(url) = announced_url(&line) {
						// Nobody listens any more once the first address has arrived.
						announce.send(url).ok();
					}
					log.push(line);
				}
			});
		}

		let mut node = Self { child, log, url: String::new() };
		let deadline = Instant::now() + START_PATIENCE;
		loop {
			match announced.recv_timeout(Duration::from_millis(200)) {
				Ok(url) => {
					node.url = url;
					return Ok(node);
				},
				Err(_) => {
					if let Some(status) = node.child.try_wait()? {
						// The reading thread may still be at the last lines.
						thread::sleep(Duration::from_millis(100));
						return Err(LaunchError::Ended { status, log: node.log() });
					}
				},
			}
			if Instant::now() > deadline {
				let seconds = START_PATIENCE.as_secs();
				return Err(LaunchError::Silent { seconds, log: node.log() });
			}
		}
	}

	/// Where it listens, such as `ws://127.0.0.1:40123`.
	pub fn url(&self) -> &str {
		&self.url
	}

	/// A connection to it.
	pub async fn client(&self) -> Result<Client, LaunchError> {
		Ok(Client::connect(&self.url).await?)
	}

	/// The end of its log.
	pub fn log(&self) -> String {
		self.log.text()
	}

	/// Asks it to stop, as an operator's `SIGTERM` does, and waits until it has.
	pub fn stop(mut self) -> Result<ExitStatus, LaunchError> {
		self.signal("TERM")?;
		self.wait(STOP_PATIENCE)
	}

	/// Waits until it ends, by itself or because it was asked to.
	pub fn wait(&mut self, patience: Duration) -> Result<ExitStatus, LaunchError> {
		let deadline = Instant::now() + patience;
		loop {
			if let Some(status) = self.ended()? {
				return Ok(status);
			}
			if Instant::now() > deadline {
				return Err(LaunchError::Silent { seconds: patience.as_secs(), log: self.log() });
			}
			thread::sleep(Duration::from_millis(50));
		}
	}

	/// How it ended, if it has.
	pub fn ended(&mut self) -> Result<Option<ExitStatus>, LaunchError> {
		Ok(self.child.try_wait()?)
	}

	/// Sends it a signal: `STOP` freezes it, `CONT` lets it go on.
	pub fn signal(&self, signal: &str) -> Result<(), LaunchError> {
		// The standard library can only kill. Every shell has `kill`.
		Command::new("sh").arg("-c").arg(format!("kill -{signal} {}", self.child.id())).status()?;
		Ok(())
	}

	/// Kills it at once, as a power failure would.
	pub fn kill(mut self) -> Result<(), LaunchError> {
		self.child.kill()?;
		self.child.wait()?;
		Ok(())
	}
}

impl Drop for Node {
	fn drop(&mut self) {
		// Fails only if the node has ended already.
		self.child.kill().ok();
		self.child.wait().ok();
	}
}

/// The address in the line by which the SDK says where it listens.
fn announced_url(line: &str) -> Option<String> {
	let addresses = line.split(RPC_ANNOUNCEMENT).nth(1)?;
	let first = addresses.split(',').next()?.trim();
	(!first.is_empty()).then(|| format!("ws://{first}"))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn announced_url_should_be_the_first_address() {
		let line = "2026-01-01 00:00:00 Running JSON-RPC server: addr=127.0.0.1:40123,[::1]:40124";
		assert_eq!(announced_url(line).unwrap(), "ws://127.0.0.1:40123");
		assert_eq!(
			announced_url("Running JSON-RPC server: addr=127.0.0.1:9,"),
			Some("ws://127.0.0.1:9".into())
		);
		assert_eq!(announced_url("Idle (0 peers)"), None);
	}

	#[test]
	fn start_should_name_the_program_when_it_is_missing() {
		let error = Node::start(Path::new("/no/such/node"), Path::new("/tmp"), &[]).unwrap_err();
		assert!(error.to_string().starts_with("/no/such/node can't be started"), "{error}");
	}
}
