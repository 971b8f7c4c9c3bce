//! # Nodes pallet
//!
//! The registry of the nodes that make up the consortium's network. Each member lists its own; the
//! nodes of the others read the list, keep connections to those in it open, and leave room for them
//! whoever else may knock.
//!
//! ## Terminology
//!
//! - **Node**: a process that speaks the chain's network protocol, known by its [`PeerId`].
//! - **Address**: where it can be dialled, a [`Multiaddress`] of a host and a TCP port.
//! - **Role**: whether it is a validator's, a full or an archive node. It is information for
//!   operators: who validates is decided in the validators pallet alone.
//! - **Reserved peer**: a peer to which a node keeps a connection and for which it keeps a slot.
//!
//! ## Scenarios
//!
//! ### 1. A member sets up a node
//! Its administrator registers the PeerId that the node prints when it starts, and where it listens.
#![doc = docify::embed!("src/tests/register.rs", register_should_list_the_node)]
//!
//! ### 2. A node moves
//! The machine has another address from now on, and the same key.
#![doc = docify::embed!("src/tests/update.rs", update_should_replace_role_and_addresses)]
//!
//! ### 3. A member is suspended, or leaves
//! While it is suspended its nodes are not shown; when it has left they are gone.
#![doc = docify::embed!("src/tests/status.rs", nodes_should_be_hidden_while_the_organization_is_suspended)]
//!
//! ## What an entry proves
//!
//! That an administrator of the organization wrote it, and nothing else: the chain can't tell whether
//! the organization has the node's key. An entry with the PeerId of somebody else's node gives that
//! node a connection, and its owner no right; if it keeps the owner from registering it, the council
//! removes it with [`Call::force_remove`].
//!
//! ## Data privacy
//!
//! PeerIds and addresses are of machines of organizations. Whoever reads the chain learns where they
//! are: who does not want that enters a host that only the other members can resolve or reach.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
#[cfg(test)]
mod mock;
mod readers;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame_support::{defensive, pallet_prelude::*, traits::EnsureOrigin};
use frame_system::pallet_prelude::*;
use salus_primitives::{
	codes::AgentRole,
	node::{Addresses, NodeRole, PeerId},
	organization::OrganizationStatus,
	traits::{Membership, OnStatusChanged},
	OrganizationId,
};

#[cfg(doc)]
use salus_primitives::node::Multiaddress;

#[frame_support::pallet]
pub mod pallet {
	use super::*;

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who may remove a node of any organization: the council.
		type ManageOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// Who belongs to the consortium.
		type Members: Membership<Self::AccountId>;
		/// Most nodes of one organization. Every node of every other keeps a connection to each of
		/// them.
		#[pallet::constant]
		type MaxNodes: Get<u32>;
		/// The people that benchmarks act with.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: salus_primitives::traits::BenchmarkPeople<Self::AccountId>;
		/// What the calls cost.
		type WeightInfo: WeightInfo;
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// The registered nodes.
	#[pallet::storage]
	pub(crate) type Nodes<T: Config> = StorageMap<_, Blake2_128Concat, PeerId, Node, OptionQuery>;

	/// The nodes of each organization, in the order of their registration.
	#[pallet::storage]
	pub(crate) type NodesOf<T: Config> =
		StorageMap<_, Twox64Concat, OrganizationId, BoundedVec<PeerId, T::MaxNodes>, ValueQuery>;

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A node was registered.
		#[codec(index = 0)]
		NodeRegistered {
			/// Whose it is.
			organization: OrganizationId,
			/// By what the network knows it.
			peer_id: PeerId,
		},
		/// A node has another role or other addresses.
		#[codec(index = 1)]
		NodeUpdated {
			/// Whose it is.
			organization: OrganizationId,
			/// By what the network knows it.
			peer_id: PeerId,
		},
		/// A node is registered no more: its organization or the council removed it, or the
		/// organization left.
		#[codec(index = 2)]
		NodeRemoved {
			/// Whose it was.
			organization: OrganizationId,
			/// By what the network knows it.
			peer_id: PeerId,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// The caller is no administrator of the organization whose node it is, or of any.
		#[codec(index = 0)]
		NotAuthorized,
		/// No node with this PeerId is registered.
		#[codec(index = 1)]
		NotFound,
		/// A node with this PeerId is registered.
		#[codec(index = 2)]
		AlreadyRegistered,
		/// A node that can't be dialled is of no use in the registry.
		#[codec(index = 3)]
		NoAddresses,
		/// An address is listed twice.
		#[codec(index = 4)]
		AddressRepeated,
		/// The organization has as many nodes as it may.
		#[codec(index = 5)]
		MaxNodesExceeded,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxNodes::get() > 0, "organizations need a node");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers a node of the caller's organization.
		///
		/// Callable by an administrator of an active organization. The other members' nodes connect
		/// to it as soon as the block is final.
		///
		/// Emits [`Event::NodeRegistered`]. Fails with `NotAuthorized`, `NoAddresses`,
		/// `AddressRepeated`, `AlreadyRegistered`, `MaxNodesExceeded`.
		///
		/// Cost: one write of the node, and one of the list of the organization's nodes.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register())]
		pub fn register(
			origin: OriginFor<T>,
			peer_id: PeerId,
			role: NodeRole,
			addresses: Addresses,
		) -> DispatchResult {
			let organization = Self::ensure_administrator(origin)?;
			Self::ensure_addresses(&addresses)?;
			ensure!(!Nodes::<T>::contains_key(peer_id), Error::<T>::AlreadyRegistered);
			NodesOf::<T>::try_append(organization, peer_id)
				.map_err(|()| Error::<T>::MaxNodesExceeded)?;
			Nodes::<T>::insert(peer_id, Node { organization, role, addresses });
			Self::deposit_event(Event::NodeRegistered { organization, peer_id });
			Ok(())
		}

		/// Gives a node another role and other addresses.
		///
		/// Callable by an administrator of the active organization whose node it is.
		///
		/// Emits [`Event::NodeUpdated`]. Fails with `NotFound`, `NotAuthorized`, `NoAddresses`,
		/// `AddressRepeated`.
		///
		/// Cost: one write of the node.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::update())]
		pub fn update(
			origin: OriginFor<T>,
			peer_id: PeerId,
			role: NodeRole,
			addresses: Addresses,
		) -> DispatchResult {
			let organization = Self::ensure_owner(origin, peer_id)?;
			Self::ensure_addresses(&addresses)?;
			Nodes::<T>::insert(peer_id, Node { organization, role, addresses });
			Self::deposit_event(Event::NodeUpdated { organization, peer_id });
			Ok(())
		}

		/// Takes a node of the caller's organization off the registry.
		///
		/// Callable by an administrator of the active organization whose node it is. The others no
		/// longer keep a connection to it; they may go on to accept one.
		///
		/// Emits [`Event::NodeRemoved`]. Fails with `NotFound`, `NotAuthorized`.
		///
		/// Cost: one write of the node, and one of the list of the organization's nodes.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::remove())]
		pub fn remove(origin: OriginFor<T>, peer_id: PeerId) -> DispatchResult {
			let organization = Self::ensure_owner(origin, peer_id)?;
			Self::take_off(organization, peer_id);
			Ok(())
		}

		/// Takes a node of any organization off the registry.
		///
		/// Only [`Config::ManageOrigin`] (a vote of the council).
		///
		/// Emits [`Event::NodeRemoved`]. Fails with `NotFound`.
		///
		/// Cost: one write of the node, and one of the list of the organization's nodes.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::force_remove())]
		pub fn force_remove(origin: OriginFor<T>, peer_id: PeerId) -> DispatchResult {
			T::ManageOrigin::ensure_origin(origin)?;
			let node = Nodes::<T>::get(peer_id).ok_or(Error::<T>::NotFound)?;
			Self::take_off(node.organization, peer_id);
			Ok(())
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The organization that the caller administers.
	fn ensure_administrator(origin: OriginFor<T>) -> Result<OrganizationId, DispatchError> {
		let who = ensure_signed(origin)?;
		T::Members::active_agent(&who)
			.filter(|agent| agent.roles.contains(AgentRole::Administrator))
			.map(|agent| agent.organization)
			.ok_or(Error::<T>::NotAuthorized.into())
	}

	/// The organization that the caller administers, if the node is its.
	fn ensure_owner(
		origin: OriginFor<T>,
		peer_id: PeerId,
	) -> Result<OrganizationId, DispatchError> {
		let organization = Self::ensure_administrator(origin)?;
		let node = Nodes::<T>::get(peer_id).ok_or(Error::<T>::NotFound)?;
		ensure!(node.organization == organization, Error::<T>::NotAuthorized);
		Ok(organization)
	}

	fn ensure_addresses(addresses: &Addresses) -> DispatchResult {
		ensure!(!addresses.is_empty(), Error::<T>::NoAddresses);
		ensure!(!is_repeated(addresses), Error::<T>::AddressRepeated);
		Ok(())
	}

	/// Removes a node that is there.
	fn take_off(organization: OrganizationId, peer_id: PeerId) {
		Nodes::<T>::remove(peer_id);
		NodesOf::<T>::mutate_exists(organization, |nodes| {
			*nodes = nodes.take().and_then(|mut nodes| {
				nodes.retain(|node| *node != peer_id);
				(!nodes.is_empty()).then_some(nodes)
			});
		});
		Self::deposit_event(Event::NodeRemoved { organization, peer_id });
	}
}

/// Whether something is in the list twice.
pub(crate) fn is_repeated<Item: PartialEq>(list: &[Item]) -> bool {
	list.iter().enumerate().any(|(index, item)| list.iter().take(index).any(|other| other == item))
}

/// Who has left has no nodes any more.
impl<T: Config> OnStatusChanged for Pallet<T> {
	fn on_status_changed(organization: OrganizationId, status: OrganizationStatus) {
		if status != OrganizationStatus::Removed {
			return;
		}
		for peer_id in NodesOf::<T>::take(organization) {
			if Nodes::<T>::take(peer_id).is_none() {
				defensive!("every listed node is registered");
			}
			Self::deposit_event(Event::NodeRemoved { organization, peer_id });
		}
	}

	fn max_weight() -> Weight {
		T::WeightInfo::remove_all(T::MaxNodes::get())
	}
}
