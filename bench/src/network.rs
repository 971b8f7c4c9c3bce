//! The nodes of a measurement.

use salus_client::launch::Node;
use std::{error::Error, path::Path};
use subxt::rpcs::{rpc_params, RpcClient};
use tempfile::TempDir;

/// The well-known validators, by the option that starts each.
const VALIDATORS: [&str; 4] = ["--alice", "--bob", "--charlie", "--dave"];

/// Validators that run on this machine.
pub struct Network {
	nodes: Vec<Node>,
	/// Removed with the network.
	_data: TempDir,
}

impl Network {
	/// Starts so many validators of a chain, with further options for each.
	pub async fn start(
		binary: &Path,
		spec: &Path,
		validators: usize,
		options: &[String],
	) -> Result<Self, Box<dyn Error>> {
		let data = tempfile::tempdir()?;
		let spec = spec.to_str().ok_or("the path of the specification is no text")?;
		let mut nodes: Vec<Node> = Vec::new();
		for name in VALIDATORS.iter().take(validators) {
			let folder = data.path().join(name.trim_start_matches('-'));
			let mut arguments = vec![
				"--chain",
				spec,
				name,
				"--no-telemetry",
				"--unsafe-force-node-key-generation",
				// One connection asks here for as much as many clients would.
				"--rpc-rate-limit-whitelisted-ips=127.0.0.1/32",
			];
			let bootnode = match nodes.first() {
				Some(first) => Some(address(first).await?),
				None => None,
			};
			if let Some(bootnode) = &bootnode {
				arguments.extend(["--bootnodes", bootnode]);
			}
			arguments.extend(options.iter().map(String::as_str));
			nodes.push(Node::start(binary, &folder, &arguments)?);
		}
		Ok(Self { nodes, _data: data })
	}

	/// Where the nodes listen.
	pub fn urls(&self) -> Vec<String> {
		self.nodes.iter().map(|node| node.url().to_owned()).collect()
	}

	/// A connection to the first node.
	pub async fn connect(&self) -> Result<RpcClient, Box<dyn Error>> {
		let first = self.nodes.first().ok_or("there is no node")?;
		Ok(RpcClient::from_insecure_url(first.url()).await?)
	}

	/// The first node's log.
	pub fn log(&self) -> String {
		self.nodes.first().map(Node::log).unwrap_or_default()
	}

	/// How many bytes a folder of the first node's database has.
	pub fn data(&self) -> &Path {
		self._data.path()
	}
}

/// The address under which others find a node.
async fn address(node: &Node) -> Result<String, Box<dyn Error>> {
	let rpc = RpcClient::from_insecure_url(node.url()).await?;
	let addresses: Vec<String> = rpc.request("system_localListenAddresses", rpc_params![]).await?;
	Ok(addresses.into_iter().next().ok_or("the node listens nowhere")?)
}
