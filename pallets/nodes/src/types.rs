//! What is stored.

use codec::{Decode, Encode, MaxEncodedLen};
use salus_primitives::{
	node::{Addresses, NodeRole},
	OrganizationId,
};
use scale_info::TypeInfo;

/// A registered node. Its PeerId is the key under which it is stored.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Node {
	/// Whose it is.
	pub organization: OrganizationId,
	/// What it does.
	pub role: NodeRole,
	/// Where it listens.
	pub addresses: Addresses,
}
