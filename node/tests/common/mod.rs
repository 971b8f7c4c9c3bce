//! Boots the real node, on ports of its own and with a data folder of its own.

// Every test program compiles this for itself and uses its part of it.
#![allow(dead_code, reason = "each test program uses its part")]

use salus_client::{
	calls, keys,
	launch::{LaunchError, Node},
	primitives::OrganizationId,
	AccountId32, Call, Client, Included,
};
use std::{
	env,
	fs::{self, File},
	io::{Read, Seek},
	path::{Path, PathBuf},
	process::{Command, Output, Stdio},
	time::{Duration, Instant},
};
use tempfile::TempDir;

/// The program under test.
pub fn binary() -> &'static Path {
	Path::new(env!("CARGO_BIN_EXE_salus-node"))
}

/// A development chain whose blocks come when there are transactions.
pub const ON_DEMAND: &[&str] = &["--dev", "--sealing=instant"];
/// A development chain with a block in every slot.
pub const TIMED: &[&str] = &["--dev"];

/// A node with its data folder.
pub struct Chain {
	node: Option<Node>,
	dir: TempDir,
	args: &'static [&'static str],
	client: Client,
}

impl Chain {
	/// Boots a node on an empty folder.
	pub async fn boot(args: &'static [&'static str]) -> Self {
		let dir = tempfile::tempdir().expect("a temporary folder");
		let node = start(dir.path(), args);
		let client = node.client().await.expect("the node listens");
		Self { node: Some(node), dir, args, client }
	}

	pub fn client(&self) -> &Client {
		&self.client
	}

	pub fn url(&self) -> &str {
		self.node().url()
	}

	pub fn data(&self) -> &Path {
		self.dir.path()
	}

	/// Stops the node as an operator does, and boots it again on the same folder.
	pub async fn restart(&mut self) {
		let node = self.node.take().expect("the node runs");
		let log = node.log();
		let status = node.stop().expect("the node stops when asked to");
		assert!(status.success(), "the node stopped with {status}:\n{log}");
		self.boot_again().await;
	}

	/// Kills the node, as a power failure does, and boots it again on the same folder.
	pub async fn crash(&mut self) {
		self.node.take().expect("the node runs").kill().expect("the node can be killed");
		self.boot_again().await;
	}

	/// Stops the node and leaves its folder.
	pub fn into_data(mut self) -> TempDir {
		let node = self.node.take().expect("the node runs");
		node.stop().expect("the node stops when asked to");
		let empty = tempfile::tempdir().expect("a temporary folder");
		std::mem::replace(&mut self.dir, empty)
	}

	async fn boot_again(&mut self) {
		let node = start(self.dir.path(), self.args);
		self.client = node.client().await.expect("the node listens");
		self.node = Some(node);
	}

	fn node(&self) -> &Node {
		self.node.as_ref().expect("the node runs")
	}

	/// Waits until `blocks` more blocks have been built.
	pub async fn wait_for_blocks(&self, blocks: u64) {
		let target = self.number().await + blocks;
		while self.number().await < target {
			tokio::time::sleep(Duration::from_millis(200)).await;
		}
	}

	pub async fn number(&self) -> u64 {
		self.client.number(None).await.expect("the best block's number")
	}
}

impl Drop for Chain {
	fn drop(&mut self) {
		if let (true, Some(node)) = (std::thread::panicking(), &self.node) {
			eprintln!("The end of the node's log:\n{}", node.log());
		}
	}
}

fn start(data: &Path, args: &[&str]) -> Node {
	match Node::start(binary(), data, args) {
		Ok(node) => node,
		Err(LaunchError::Ended { status, log }) => panic!("the node ended with {status}:\n{log}"),
		Err(error) => panic!("{error}"),
	}
}

/// Runs the node until it ends by itself, and returns what it said. Panics if it goes on for more
/// than a minute, as it was expected to refuse.
pub fn run_to_end(args: &[&str]) -> Output {
	// Into files, as nobody reads from a pipe while the program runs.
	let stdout = tempfile::tempfile().expect("a temporary file");
	let stderr = tempfile::tempfile().expect("a temporary file");
	let mut child = Command::new(binary())
		.args(args)
		.stdin(Stdio::null())
		.stdout(stdout.try_clone().expect("the file can be shared"))
		.stderr(stderr.try_clone().expect("the file can be shared"))
		.spawn()
		.expect("the node can be started");
	let deadline = Instant::now() + Duration::from_secs(60);
	loop {
		if let Some(status) = child.try_wait().expect("the node can be watched") {
			return Output { status, stdout: content(stdout), stderr: content(stderr) };
		}
		if Instant::now() > deadline {
			child.kill().expect("the node can be killed");
			child.wait().expect("the node ends when killed");
			let log = content(stderr);
			panic!("the node went on with {args:?}:\n{}", String::from_utf8_lossy(&log));
		}
		std::thread::sleep(Duration::from_millis(50));
	}
}

fn content(mut file: File) -> Vec<u8> {
	let mut bytes = Vec::new();
	file.rewind().expect("the file can be read again");
	file.read_to_end(&mut bytes).expect("the file can be read");
	bytes
}

/// What a program said on its error output.
pub fn said(output: &Output) -> String {
	String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The development chain's member with a seat in the council.
pub const REGULATOR: &str = "//Alice";
/// The administrator of the hospital that registers patients.
pub const HOSPITAL: &str = "//Bob";
/// The administrator of the other hospital.
pub const OTHER_HOSPITAL: &str = "//Charlie";

/// The account of a secret URI.
pub fn account(uri: &str) -> AccountId32 {
	keys::account(&keys::from_uri(uri).expect("a secret URI"))
}

/// Passes a motion by the one vote that the development chain's council has.
pub async fn pass_motion(client: &Client, call: Call) -> Included {
	let regulator = keys::from_uri(REGULATOR).expect("a secret URI");
	let motion = calls::council::propose(1, call);
	client.submit(&motion, &regulator).await.expect("one vote passes a motion")
}

/// The organization of an agent.
pub async fn organization_of(client: &Client, uri: &str) -> OrganizationId {
	use salus_client::primitives::organization::MembershipInfo;
	match client.api().membership(&account(uri)).await.expect("the runtime answers") {
		Some(MembershipInfo::Agent { organization, .. }) => organization,
		other => panic!("{uri} is {other:?} on this chain"),
	}
}

/// The sample bundles, if the folder is there: `$SALUS_DATA_DIR/fhir`, or `../shared/data/fhir`
/// beside the project.
pub fn sample_bundles() -> Option<Vec<PathBuf>> {
	let data = env::var_os("SALUS_DATA_DIR")
		.map(PathBuf::from)
		.unwrap_or_else(|| PathBuf::from("../../shared/data"));
	let mut files: Vec<_> = fs::read_dir(data.join("fhir"))
		.ok()?
		.filter_map(|entry| Some(entry.ok()?.path()))
		.filter(|path| path.extension().is_some_and(|extension| extension == "json"))
		.collect();
	files.sort();
	Some(files)
}
