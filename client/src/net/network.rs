//! Validators on one machine, with keys of their own.

use super::{cut::Namespaces, run, NetError};
use crate::{keys, launch::Node, AccountId32, Client};
use serde::Deserialize;
use std::{
	fmt::Write,
	fs,
	net::TcpListener,
	path::{Path, PathBuf},
	process::{Command, ExitStatus},
	sync::{Arc, RwLock},
	time::Duration,
};
use subxt_signer::sr25519::Keypair;
use tempfile::TempDir;

/// Who founds the chain, and what each of them does.
const FOUNDERS: [(&str, &str); 4] = [
	("City Hospital", "provider"),
	("Northern Laboratories", "laboratory"),
	("Mutual Health Fund", "payer"),
	("State Medicines Authority", "regulator"),
];
/// How many validators a network has.
pub const VALIDATORS: usize = FOUNDERS.len();
/// How many blocks the council's decisions wait here: enough to see that they do.
pub const ENACTMENT_DELAY: u32 = 5;
/// Ports for peers are drawn from here: below those that the system hands out by itself, which a
/// stopped node could lose to somebody else.
const PORTS: std::ops::Range<u16> = 12_000..32_000;
/// How long a node that was told to stop may take.
const STOP_PATIENCE: Duration = Duration::from_secs(90);

/// A founding member.
pub struct Member {
	/// Its name.
	pub name: String,
	/// The administrator, who has the seat in the council.
	pub administrator: Keypair,
	/// The validator's account, an agent of the member.
	pub agent: Keypair,
}

/// The connections to the nodes that run now, by the nodes' numbers. Cheap to clone.
#[derive(Clone, Default)]
pub struct Board(Arc<RwLock<Vec<Option<Client>>>>);

impl Board {
	/// The connection to a node, if it runs.
	pub fn get(&self, node: usize) -> Option<Client> {
		let clients = self.0.read().unwrap_or_else(|poisoned| poisoned.into_inner());
		clients.get(node).cloned().flatten()
	}

	/// The nodes that run, and their connections.
	pub fn all(&self) -> Vec<(usize, Client)> {
		let clients = self.0.read().unwrap_or_else(|poisoned| poisoned.into_inner());
		let running = clients.iter().enumerate();
		running.filter_map(|(node, client)| Some((node, client.clone()?))).collect()
	}

	fn set(&self, node: usize, client: Option<Client>) {
		let mut clients = self.0.write().unwrap_or_else(|poisoned| poisoned.into_inner());
		if clients.len() <= node {
			clients.resize(node + 1, None);
		}
		clients[node] = client;
	}
}

/// One of the nodes.
struct Seat {
	/// Where its data lies; a link, where a scenario has moved it.
	data: PathBuf,
	/// Its address for peers, with its identity.
	address: String,
	/// Where it listens for peers.
	listen: String,
	process: Option<Node>,
}

/// A network. All its processes end with it, and its files go.
pub struct Network {
	binary: PathBuf,
	folder: TempDir,
	members: Vec<Member>,
	seats: Vec<Seat>,
	board: Board,
	namespaces: Option<Namespaces>,
}

/// What `key generate --output-type json` prints.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Generated {
	secret_phrase: String,
	ss58_address: String,
}

/// How a node is started.
#[derive(Clone, Copy, Default)]
pub struct Start<'a> {
	/// Further arguments.
	pub args: &'a [&'a str],
	/// Further variables of its environment.
	pub env: &'a [(&'a str, &'a str)],
}

impl Network {
	/// Makes keys and a chain of four founding members with a validator each. No node runs yet. With
	/// `namespaces` every node has a network of its own, which can be cut off.
	pub fn found(binary: &Path, namespaces: Option<Namespaces>) -> Result<Self, NetError> {
		let folder = tempfile::Builder::new()
			.prefix("salus-net-")
			.tempdir()
			.map_err(NetError::io("a temporary folder"))?;
		let mut network = Self {
			binary: binary.to_owned(),
			folder,
			members: Vec::new(),
			seats: Vec::new(),
			board: Board::default(),
			namespaces,
		};
		let mut session_keys = Vec::new();
		let mut toml = String::new();
		let mut validators = String::new();
		let mut committee = Vec::new();
		for (name, capability) in FOUNDERS {
			let administrator = network.generate("sr25519")?;
			let agent = network.generate("sr25519")?;
			let aura = network.generate("sr25519")?;
			let grandpa = network.generate("ed25519")?;
			let licence = if capability == "regulator" {
				String::new()
			} else {
				format!("[[organization.licence]]\ncapability = \"{capability}\"\n")
			};
			// Writing to a string can't fail.
			write!(
				toml,
				"\n[[organization]]\nname = \"{name}\"\ncapabilities = [\"{capability}\"]\n\
				council_delegate = \"{0}\"\n{licence}\
				[[organization.agent]]\naccount = \"{0}\"\nroles = [\"administrator\"]\n\
				[[organization.agent]]\naccount = \"{1}\"\nroles = [\"gateway\"]\n",
				administrator.ss58_address, agent.ss58_address,
			)
			.ok();
			write!(
				validators,
				"\n[[validator]]\naccount = \"{}\"\naura = \"{}\"\ngrandpa = \"{}\"\n",
				agent.ss58_address, aura.ss58_address, grandpa.ss58_address,
			)
			.ok();
			committee.push(administrator.ss58_address.clone());
			network.members.push(Member {
				name: name.to_owned(),
				administrator: keys::from_uri(&administrator.secret_phrase)?,
				agent: keys::from_uri(&agent.secret_phrase)?,
			});
			session_keys.push((aura, grandpa));
		}
		let founding = format!(
			"technical_committee = {committee:?}\n\n[chain]\nname = \"Salus Fault Tests\"\n\
			id = \"salus-fault-tests\"\nenactment_delay = {ENACTMENT_DELAY}\n{toml}{validators}"
		);
		let file = network.path("founding.toml");
		fs::write(&file, founding).map_err(NetError::io(file.display()))?;
		let spec = run(network.command("build-spec").args(["--raw", "--chain"]).arg(&file))?;
		fs::write(network.spec(), spec).map_err(NetError::io("the chain specification"))?;
		for (aura, grandpa) in session_keys {
			let node = network.add_seat()?;
			network.store_key(node, "sr25519", "aura", &aura)?;
			network.store_key(node, "ed25519", "gran", &grandpa)?;
		}
		Ok(network)
	}

	/// The same, with all nodes running.
	pub async fn start(binary: &Path, namespaces: Option<Namespaces>) -> Result<Self, NetError> {
		let mut network = Self::found(binary, namespaces)?;
		for node in 0..VALIDATORS {
			network.start_node(node, Start::default()).await?;
		}
		Ok(network)
	}

	/// A place for one more node, without session keys. Returns its number.
	pub fn add_seat(&mut self) -> Result<usize, NetError> {
		let node = self.seats.len();
		let data = self.path(&node.to_string());
		fs::create_dir_all(&data).map_err(NetError::io(data.display()))?;
		let listen = match &self.namespaces {
			Some(namespaces) => format!("/ip4/{}/tcp/30333", namespaces.address(node)),
			None => format!("/ip4/127.0.0.1/tcp/{}", free_port()?),
		};
		let key = run(self
			.command("key")
			.args(["generate-node-key", "--chain"])
			.arg(self.spec())
			.arg("--file")
			.arg(data.join("node-key")));
		key?;
		let peer = run(self
			.command("key")
			.args(["inspect-node-key", "--file"])
			.arg(data.join("node-key")))?;
		let address = format!("{listen}/p2p/{}", peer.trim());
		self.seats.push(Seat { data, address, listen, process: None });
		Ok(node)
	}

	/// Starts a node that does not run.
	pub async fn start_node(&mut self, node: usize, start: Start<'_>) -> Result<(), NetError> {
		let process = Node::spawn(self.node_command(node, start))?;
		let url = match &self.namespaces {
			// It listens on all its addresses; from here it is reached by the one between us.
			Some(namespaces) => {
				let port = process.url().rsplit(':').next().unwrap_or_default();
				format!("ws://{}:{port}", namespaces.host_address(node))
			},
			None => process.url().to_owned(),
		};
		self.seats[node].process = Some(process);
		let client = Client::connect(&url).await?;
		self.board.set(node, Some(client));
		Ok(())
	}

	fn node_command(&self, node: usize, start: Start<'_>) -> Command {
		let seat = &self.seats[node];
		let mut command = match &self.namespaces {
			Some(namespaces) => {
				let mut command = namespaces.command(node);
				command.arg(&self.binary);
				command
			},
			None => Command::new(&self.binary),
		};
		command
			.envs(start.env.iter().copied())
			.arg("--base-path")
			.arg(&seat.data)
			.arg("--chain")
			.arg(self.spec())
			.arg("--node-key-file")
			.arg(seat.data.join("node-key"))
			.args(["--validator", "--no-mdns", "--no-prometheus", "--rpc-port", "0"])
			.args(["--name", &format!("node-{}", node + 1)])
			.args(["--listen-addr", &seat.listen])
			.args(["--public-addr", &seat.listen])
			.args(start.args);
		if self.namespaces.is_some() {
			// Who can reach it is this machine alone, by an address that is not its own.
			command.args(["--unsafe-rpc-external", "--rpc-cors", "all"]);
		}
		let peers = self.seats.iter().enumerate().filter(|(other, _)| *other != node);
		command.arg("--reserved-nodes").args(peers.map(|(_, peer)| &peer.address));
		command
	}

	/// Kills a node at once, as a power failure does.
	pub fn kill(&mut self, node: usize) -> Result<(), NetError> {
		self.take(node)?.kill()?;
		Ok(())
	}

	/// Stops a node as an operator does.
	pub fn stop(&mut self, node: usize) -> Result<(), NetError> {
		let process = self.take(node)?;
		let log = process.log();
		let status = process.stop()?;
		if status.success() {
			return Ok(());
		}
		Err(NetError::Broken(format!("node {} stopped with {status}:\n{log}", node + 1)))
	}

	/// Waits until a node ends by itself. Returns how, and the end of its log.
	pub fn wait_for_end(
		&mut self,
		node: usize,
		patience: Duration,
	) -> Result<(ExitStatus, String), NetError> {
		let mut process = self.take(node)?;
		let status = process.wait(patience)?;
		// Whoever reads the log may still be at the last lines.
		std::thread::sleep(Duration::from_millis(200));
		Ok((status, process.log()))
	}

	/// Whether the process of a node that was started has ended by itself.
	pub fn has_ended(&mut self, node: usize) -> Result<bool, NetError> {
		match &mut self.seats[node].process {
			Some(process) => Ok(process.ended()?.is_some()),
			None => Ok(true),
		}
	}

	fn take(&mut self, node: usize) -> Result<Node, NetError> {
		self.board.set(node, None);
		let process = self.seats[node].process.take();
		process.ok_or_else(|| NetError::Broken(format!("node {} does not run", node + 1)))
	}

	/// Freezes a node, or lets it go on.
	pub fn freeze(&self, node: usize, frozen: bool) -> Result<(), NetError> {
		if let Some(process) = &self.seats[node].process {
			process.signal(if frozen { "STOP" } else { "CONT" })?;
		}
		Ok(())
	}

	/// The end of a node's log, if it runs.
	pub fn log(&self, node: usize) -> Option<String> {
		Some(self.seats[node].process.as_ref()?.log())
	}

	/// The state of a node that does not run, at the block with this hash, as a chain specification.
	pub fn export_state(&self, node: usize, block: crate::H256) -> Result<PathBuf, NetError> {
		let file = self.path(&format!("state-{}.json", node + 1));
		let state = run(self
			.command("export-state")
			.arg(format!("{block:?}"))
			.arg("--base-path")
			.arg(&self.seats[node].data)
			.arg("--chain")
			.arg(self.spec()))?;
		fs::write(&file, state).map_err(NetError::io(file.display()))?;
		Ok(file)
	}

	/// Removes the chain of a node that does not run, as an operator does.
	pub fn purge(&self, node: usize) -> Result<(), NetError> {
		run(self
			.command("purge-chain")
			.args(["-y", "--base-path"])
			.arg(&self.seats[node].data)
			.arg("--chain")
			.arg(self.spec()))?;
		Ok(())
	}

	/// A command of the node's program.
	fn command(&self, subcommand: &str) -> Command {
		let mut command = Command::new(&self.binary);
		command.arg(subcommand);
		command
	}

	fn generate(&self, scheme: &str) -> Result<Generated, NetError> {
		let printed = run(self.command("key").args([
			"generate",
			"--scheme",
			scheme,
			"--output-type",
			"json",
		]))?;
		serde_json::from_str(&printed).map_err(|error| NetError::Broken(format!("a key: {error}")))
	}

	fn store_key(
		&self,
		node: usize,
		scheme: &str,
		kind: &str,
		key: &Generated,
	) -> Result<(), NetError> {
		run(self
			.command("key")
			.args(["insert", "--scheme", scheme, "--key-type", kind, "--base-path"])
			.arg(&self.seats[node].data)
			.arg("--chain")
			.arg(self.spec())
			.args(["--suri", &key.secret_phrase]))?;
		Ok(())
	}

	fn path(&self, name: &str) -> PathBuf {
		self.folder.path().join(name)
	}

	/// The chain specification.
	pub fn spec(&self) -> PathBuf {
		self.path("chain.json")
	}

	/// Where a node's data lies.
	pub fn data(&self, node: usize) -> &Path {
		&self.seats[node].data
	}

	/// Where the database of a node lies.
	pub fn database(&self, node: usize) -> PathBuf {
		self.data(node).join("chains/salus-fault-tests")
	}

	/// The founding members, in the order of the nodes.
	pub fn members(&self) -> &[Member] {
		&self.members
	}

	/// The accounts of the founding validators, in the order of the nodes.
	pub fn accounts(&self) -> Vec<AccountId32> {
		self.members.iter().map(|member| keys::account(&member.agent)).collect()
	}

	/// The connections.
	pub fn board(&self) -> &Board {
		&self.board
	}

	/// The connection to a node that has to run.
	pub fn client(&self, node: usize) -> Result<Client, NetError> {
		let client = self.board.get(node);
		client.ok_or_else(|| NetError::Broken(format!("node {} does not run", node + 1)))
	}

	/// The nodes' networks, where they have their own.
	pub fn namespaces(&self) -> Option<&Namespaces> {
		self.namespaces.as_ref()
	}

	/// Stops all nodes that run.
	pub fn stop_all(&mut self) -> Result<(), NetError> {
		for node in 0..self.seats.len() {
			if let Some(process) = self.seats[node].process.take() {
				self.board.set(node, None);
				process.signal("TERM")?;
				self.seats[node].process = Some(process);
			}
		}
		for seat in &mut self.seats {
			if let Some(mut process) = seat.process.take() {
				process.wait(STOP_PATIENCE)?;
			}
		}
		Ok(())
	}
}

/// A port on which nobody listens, and which the system gives to nobody by itself.
fn free_port() -> Result<u16, NetError> {
	for _ in 0..1_000 {
		let port = rand::random_range(PORTS);
		if TcpListener::bind(("127.0.0.1", port)).is_ok() {
			return Ok(port);
		}
	}
	Err(NetError::Impossible(format!("no free port from {} to {}", PORTS.start, PORTS.end)))
}
