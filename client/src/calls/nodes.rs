//! The registry of nodes.

use crate::Call;
use salus_primitives::node::{Multiaddress, NodeRole, PeerId};

/// Registers a node of the caller's organization.
pub fn register(peer: PeerId, role: NodeRole, addresses: Vec<Multiaddress>) -> Call {
	Call::new("Nodes", "register").arg(peer).arg(role).arg(addresses)
}

/// Gives a node another role and other addresses.
pub fn update(peer: PeerId, role: NodeRole, addresses: Vec<Multiaddress>) -> Call {
	Call::new("Nodes", "update").arg(peer).arg(role).arg(addresses)
}

/// Takes a node of the caller's organization off the registry.
pub fn remove(peer: PeerId) -> Call {
	Call::new("Nodes", "remove").arg(peer)
}

/// Takes a node of any organization off the registry; the council's call.
pub fn force_remove(peer: PeerId) -> Call {
	Call::new("Nodes", "force_remove").arg(peer)
}
