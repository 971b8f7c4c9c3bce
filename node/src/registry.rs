//! Follows the consortium's registry of nodes: what it lists are this node's reserved peers, to which it
//! keeps connections, whoever else is there.
//!
//! The list is read as of each final block, so that no fork can set nodes against each other. Peers that
//! the operator has reserved (`--reserved-nodes`) stay reserved whatever the registry says.
//!
//! What this does not do: it decides with whom the node *syncs and gossips*. Below that, anybody who
//! reaches the TCP port can make a connection, see the list of peers (Kademlia, identify) and ask for
//! blocks, which the SDK answers to peers that it has not reserved too. Who wants that closed closes
//! the port: a firewall that lets in the other members' addresses, or a private network among them.

use crate::service::FullClient;
use clap::ValueEnum;
use futures::StreamExt;
use salus_primitives::{
	api::{NodesApi, MAX_PAGE},
	node::NodeInfo,
};
use salus_runtime::{opaque::Block, Hash};
use sc_client_api::BlockchainEvents;
use sc_network::{config::MultiaddrWithPeerId, NetworkPeers, PeerId};
use sp_api::{ApiError, ApiExt, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use std::{
	collections::{BTreeMap, HashSet},
	fmt,
	sync::Arc,
};

/// What the registry of nodes means to this node.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum FollowRegistry {
	/// Nothing: peers are found as the SDK does by itself, and by the options for them.
	Never,
	/// The registered nodes are reserved peers; others may connect too.
	Reserved,
	/// The registered nodes are reserved peers, and no others may connect, as soon as there are any.
	Only,
}

impl fmt::Display for FollowRegistry {
	fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
		formatter.write_str(match self {
			Self::Never => "never",
			Self::Reserved => "reserved",
			Self::Only => "only",
		})
	}
}

/// The reserved peers that come from the registry, with the addresses that the network was told.
struct Follower<Network> {
	network: Network,
	/// This node, which is no peer of its own.
	own: PeerId,
	/// Those that the operator has reserved.
	pinned: HashSet<PeerId>,
	reserved: BTreeMap<PeerId, HashSet<String>>,
	/// Whether others are kept out when there are registered nodes.
	exclusive: bool,
	/// Whether they are, now.
	closed: bool,
}

impl<Network: NetworkPeers> Follower<Network> {
	/// Makes the nodes of the registry the reserved peers.
	fn follow(&mut self, nodes: &[NodeInfo]) {
		let mut listed = BTreeMap::new();
		for node in nodes {
			match PeerId::from_bytes(node.peer_id.as_bytes()) {
				Ok(peer) if peer != self.own => {
					listed.insert(peer, node.dialable().collect::<HashSet<_>>());
				},
				Ok(_) => (),
				Err(error) => log::warn!("{} can't be a peer: {error}", node.peer_id),
			}
		}
		if listed == self.reserved {
			return;
		}
		for peer in self.reserved.keys().filter(|peer| !listed.contains_key(peer)) {
			log::info!("🏥 Node {peer} has left the registry");
			if !self.pinned.contains(peer) {
				self.network.remove_reserved_peer(*peer);
			}
		}
		for (peer, addresses) in &listed {
			let known = self.reserved.get(peer);
			if known.is_none() {
				log::info!("🏥 Node {peer} is in the registry: a reserved peer from now on");
			}
			for address in addresses
				.iter()
				.filter(|address| known.is_none_or(|known| !known.contains(*address)))
			{
				self.reserve(address);
			}
		}
		self.reserved = listed;
		self.open_or_close();
	}

	fn reserve(&self, address: &str) {
		let reserved = address
			.parse::<MultiaddrWithPeerId>()
			.map_err(|error| error.to_string())
			.and_then(|peer| self.network.add_reserved_peer(peer));
		if let Err(error) = reserved {
			log::warn!("{address} can't be reserved: {error}");
		}
	}

	/// Without a registered node nobody would be let in: a node that begins to sync knows of none.
	fn open_or_close(&mut self) {
		let closes = self.exclusive && !self.reserved.is_empty();
		if closes != self.closed {
			self.closed = closes;
			if closes {
				log::info!("🏥 Peers that are not in the registry are kept out");
				self.network.deny_unreserved_peers();
			} else {
				log::info!("🏥 The registry is empty: all peers are let in");
				self.network.accept_unreserved_peers();
			}
		}
	}
}

/// All nodes of active organizations as of a block; nothing if its runtime has no registry.
fn registered(client: &FullClient, at: Hash) -> Result<Vec<NodeInfo>, ApiError> {
	let api = client.runtime_api();
	let mut nodes = Vec::new();
	if !api.has_api::<dyn NodesApi<Block>>(at)? {
		return Ok(nodes);
	}
	let mut from = None;
	loop {
		let page = api.nodes(at, from, MAX_PAGE)?;
		nodes.extend(page.nodes);
		match page.next {
			Some(next) => from = Some(next),
			None => return Ok(nodes),
		}
	}
}

/// Follows the registry as long as blocks are finalized.
pub async fn run<Network: NetworkPeers>(
	client: Arc<FullClient>,
	network: Network,
	own: PeerId,
	pinned: HashSet<PeerId>,
	exclusive: bool,
) {
	let reserved = BTreeMap::new();
	let mut follower = Follower { network, own, pinned, reserved, exclusive, closed: false };
	let mut finalized = client.finality_notification_stream();
	let mut at = client.info().finalized_hash;
	loop {
		match registered(&client, at) {
			Ok(nodes) => follower.follow(&nodes),
			Err(error) => log::warn!("The registry of nodes as of {at:?} can't be read: {error}"),
		}
		match finalized.next().await {
			Some(block) => at = block.hash,
			None => return,
		}
	}
}
