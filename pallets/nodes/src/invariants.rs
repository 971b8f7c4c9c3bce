//! What always holds of this pallet's storage.

use super::*;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet's storage.
	pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
		Self::try_state_nodes()?;
		Self::try_state_index()
	}

	/// Every node can be dialled, at each address once, and is listed with its organization.
	fn try_state_nodes() -> Result<(), sp_runtime::TryRuntimeError> {
		for (peer_id, node) in Nodes::<T>::iter() {
			ensure!(!node.addresses.is_empty(), "a node has no address");
			ensure!(!is_repeated(&node.addresses), "a node has an address twice");
			ensure!(
				NodesOf::<T>::get(node.organization).contains(&peer_id),
				"a node is not listed with its organization"
			);
		}
		Ok(())
	}

	/// The lists name registered nodes of the organization, each once, and none is empty.
	fn try_state_index() -> Result<(), sp_runtime::TryRuntimeError> {
		for (organization, nodes) in NodesOf::<T>::iter() {
			ensure!(!nodes.is_empty(), "an organization without nodes has a list of them");
			ensure!(!is_repeated(&nodes), "a node is listed twice");
			for peer_id in nodes {
				ensure!(
					Nodes::<T>::get(peer_id).is_some_and(|node| node.organization == organization),
					"an organization lists a node that is not its"
				);
			}
		}
		Ok(())
	}
}
