//! What the readers of the chain ask.

use super::*;
use alloc::vec::Vec;
use salus_primitives::node::{NodeInfo, NodePage};

impl<T: Config> Pallet<T> {
	/// The nodes of active organizations among up to `limit` entries, from `from` on.
	pub fn list(from: Option<PeerId>, limit: u32) -> NodePage {
		let limit = limit as usize;
		let first = from.and_then(|peer_id| Some((peer_id, Nodes::<T>::get(peer_id)?)));
		let rest = match from {
			Some(peer_id) => Nodes::<T>::iter_from(Nodes::<T>::hashed_key_for(peer_id)),
			None => Nodes::<T>::iter(),
		};
		let mut entries: Vec<_> =
			first.into_iter().chain(rest).take(limit.saturating_add(1)).collect();
		let next = entries.get(limit).map(|(peer_id, _)| *peer_id);
		entries.truncate(limit);
		let nodes = entries
			.into_iter()
			.filter(|(_, node)| T::Members::is_active(node.organization))
			.map(|(peer_id, node)| NodeInfo {
				peer_id,
				organization: node.organization,
				role: node.role,
				addresses: node.addresses.into_inner(),
			})
			.collect();
		NodePage { nodes, next }
	}
}
