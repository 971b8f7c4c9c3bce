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
use sc_network::{config::MultiaddrWithPeerId, NetworkPeers, PeerId, ProtocolName};
use sc_network_sync::block_announces_protocol_name;
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

/// What following the registry asks of the network.
trait Places {
	/// Keeps a place for the peer at this address, and dials it.
	fn reserve(&self, address: &str) -> Result<(), String>;
	/// Keeps no place for the peer any more. It may stay as one of the others.
	fn release(&self, peer: PeerId);
	/// Parts with a peer that has no reserved place.
	fn dismiss(&self, peer: PeerId);
	/// Lets peers without a reserved place in, or keeps them out.
	fn let_others_in(&self, others: bool);
}

/// The network, and the protocol by which nodes tell each other of blocks: who is a peer in that is one
/// in all.
struct Peers<Network> {
	network: Network,
	announcements: ProtocolName,
}

impl<Network: NetworkPeers> Places for Peers<Network> {
	fn reserve(&self, address: &str) -> Result<(), String> {
		let peer = address.parse::<MultiaddrWithPeerId>().map_err(|error| error.to_string())?;
		self.network.add_reserved_peer(peer)
	}

	fn release(&self, peer: PeerId) {
		self.network.remove_reserved_peer(peer);
	}

	fn dismiss(&self, peer: PeerId) {
		self.network.disconnect_peer(peer, self.announcements.clone());
	}

	fn let_others_in(&self, others: bool) {
		if others {
			self.network.accept_unreserved_peers();
		} else {
			self.network.deny_unreserved_peers();
		}
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

impl<Network: Places> Follower<Network> {
	fn new(network: Network, own: PeerId, pinned: HashSet<PeerId>, exclusive: bool) -> Self {
		Self { network, own, pinned, reserved: BTreeMap::new(), exclusive, closed: false }
	}

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
		// Before anybody is reserved: the SDK counts those who are connected at this moment as leaving,
		// the reserved ones too, and would never part with them later.
		self.open_or_close(!listed.is_empty());
		for peer in self.reserved.keys().filter(|peer| !listed.contains_key(peer)) {
			log::info!("🏥 Node {peer} has left the registry");
			if !self.pinned.contains(peer) {
				self.network.release(*peer);
				// The SDK keeps a released peer as one of the others, even where there are to be none.
				if self.closed {
					self.network.dismiss(*peer);
				}
			}
		}
		for (peer, addresses) in &listed {
			let known = self.reserved.get(peer);
			if known.is_none() {
				log::info!("🏥 Node {peer} is in the registry: a reserved peer from now on");
			}
			let is_new = |address: &&String| known.is_none_or(|known| !known.contains(*address));
			for address in addresses.iter().filter(is_new) {
				if let Err(error) = self.network.reserve(address) {
					log::warn!("{address} can't be reserved: {error}");
				}
			}
		}
		self.reserved = listed;
	}

	/// Without a registered node nobody would be let in: a node that begins to sync knows of none.
	fn open_or_close(&mut self, has_registered: bool) {
		let closes = self.exclusive && has_registered;
		if closes != self.closed {
			self.closed = closes;
			self.network.let_others_in(!closes);
			if closes {
				log::info!("🏥 Peers that are not in the registry are kept out");
			} else {
				log::info!("🏥 The registry is empty: all peers are let in");
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
	fork_id: Option<String>,
	own: PeerId,
	pinned: HashSet<PeerId>,
	exclusive: bool,
) {
	let genesis = client.info().genesis_hash;
	let announcements = block_announces_protocol_name(genesis, fork_id.as_deref()).into();
	let mut follower = Follower::new(Peers { network, announcements }, own, pinned, exclusive);
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

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::{
		node::{NodeRole, PeerId as Registered},
		OrganizationId,
	};
	use std::cell::RefCell;

	/// Remembers what it was asked for.
	#[derive(Default)]
	struct Recorder(RefCell<Vec<String>>);

	impl Places for &Recorder {
		fn reserve(&self, address: &str) -> Result<(), String> {
			address.parse::<MultiaddrWithPeerId>().map_err(|error| error.to_string())?;
			self.0.borrow_mut().push(format!("reserve {address}"));
			Ok(())
		}

		fn release(&self, peer: PeerId) {
			self.0.borrow_mut().push(format!("release {peer}"));
		}

		fn dismiss(&self, peer: PeerId) {
			self.0.borrow_mut().push(format!("dismiss {peer}"));
		}

		fn let_others_in(&self, others: bool) {
			self.0.borrow_mut().push(format!("others {others}"));
		}
	}

	fn id(number: u8) -> Registered {
		Registered::of_key([number; 32])
	}

	fn peer(number: u8) -> PeerId {
		PeerId::from_bytes(id(number).as_bytes()).expect("a PeerId")
	}

	fn node(number: u8, ports: &[u16]) -> NodeInfo {
		let address = |port: &u16| format!("/ip4/192.0.2.1/tcp/{port}").parse().expect("good");
		NodeInfo {
			peer_id: id(number),
			organization: OrganizationId(0),
			role: NodeRole::Full,
			addresses: ports.iter().map(address).collect(),
		}
	}

	fn reserve(number: u8, port: u16) -> String {
		format!("reserve /ip4/192.0.2.1/tcp/{port}/p2p/{}", id(number))
	}

	/// What node number 0, whose operator has reserved number 9, does about these lists, one after
	/// the other.
	fn follow(exclusive: bool, lists: &[Vec<NodeInfo>]) -> Vec<String> {
		let recorder = Recorder::default();
		let mut follower = Follower::new(&recorder, peer(0), [peer(9)].into(), exclusive);
		lists.iter().for_each(|list| follower.follow(list));
		recorder.0.into_inner()
	}

	#[test]
	fn registered_nodes_should_be_reserved_once_and_the_node_itself_never() {
		let list = vec![node(0, &[1]), node(1, &[2])];
		assert_eq!(follow(false, &[list.clone(), list]), [reserve(1, 2)]);
	}

	#[test]
	fn node_that_moved_should_be_reserved_at_its_new_address() {
		let lists = [vec![node(1, &[2])], vec![node(1, &[2, 3])], vec![node(1, &[3])]];
		assert_eq!(follow(false, &lists), [reserve(1, 2), reserve(1, 3)]);
	}

	#[test]
	fn node_that_left_should_be_released_unless_the_operator_has_reserved_it() {
		let said = follow(false, &[vec![node(1, &[2]), node(9, &[3])], vec![]]);
		let released: Vec<_> = said.iter().filter(|line| line.starts_with("release")).collect();
		assert_eq!(released, [&format!("release {}", peer(1))]);
	}

	#[test]
	fn others_should_be_kept_out_while_somebody_is_registered() {
		assert_eq!(
			follow(true, &[vec![], vec![node(1, &[2])], vec![]]),
			[
				"others false".to_owned(),
				reserve(1, 2),
				"others true".to_owned(),
				format!("release {}", peer(1)),
			]
		);
		// Whoever is not registered any more goes, as others stay.
		let lists = [vec![node(1, &[2]), node(3, &[4])], vec![node(3, &[4])]];
		let said = follow(true, &lists);
		assert_eq!(said[3..], [format!("release {}", peer(1)), format!("dismiss {}", peer(1))]);
		// Alone in the registry, it would shut everybody out.
		assert_eq!(follow(true, &[vec![node(0, &[1])]]), Vec::<String>::new());
	}
}
