//! Nodes of the consortium's network, as the registry of nodes names them: who they are (PeerId),
//! where they listen (multiaddresses), and whose they are.

#[cfg(test)]
mod tests;

use crate::{gs1::written_as_text, OrganizationId};
use alloc::{string::String, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, Input, MaxEncodedLen};
use core::{
	fmt,
	net::{Ipv4Addr, Ipv6Addr},
	str::FromStr,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::ConstU32;
use sp_runtime::BoundedVec;

/// Most addresses of one node: one for each network that it is in, IPv4 and IPv6.
pub const MAX_ADDRESSES: u32 = 4;
/// The longest address, in bytes: a DNS name at its longest would fit, but for a few letters.
pub const MAX_ADDRESS_LEN: u32 = 256;

/// The multihash of a public Ed25519 key in libp2p's encoding: not hashed (0x00), 36 bytes (0x24), a
/// key of type (0x08) Ed25519 (0x01), which has (0x12) 32 bytes (0x20).
const ED25519_MULTIHASH: [u8; 6] = [0x00, 0x24, 0x08, 0x01, 0x12, 0x20];
/// The length of a [`PeerId`] in bytes.
const PEER_ID_LEN: usize = 38;

/// Where the addresses of one node are.
pub type Addresses = BoundedVec<Multiaddress, ConstU32<MAX_ADDRESSES>>;

/// Not a PeerId of a node of this network.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvalidPeerId;

impl fmt::Display for InvalidPeerId {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("not the PeerId of an Ed25519 key, such as 12D3KooW…")
	}
}

/// By what a node is known in the network: the multihash of its public Ed25519 key. In text it is
/// the base58 form that libp2p uses everywhere, `12D3KooW…`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, MaxEncodedLen, TypeInfo)]
pub struct PeerId([u8; PEER_ID_LEN]);

impl PeerId {
	/// Of these bytes, if they are the multihash of an Ed25519 key.
	pub fn from_bytes(bytes: &[u8]) -> Result<Self, InvalidPeerId> {
		if !bytes.starts_with(&ED25519_MULTIHASH) {
			return Err(InvalidPeerId);
		}
		bytes.try_into().map(Self).map_err(|_| InvalidPeerId)
	}

	/// Of the node with this public key.
	pub fn of_key(key: [u8; 32]) -> Self {
		let mut bytes = [0; PEER_ID_LEN];
		let source = ED25519_MULTIHASH.iter().chain(&key);
		bytes.iter_mut().zip(source).for_each(|(to, from)| *to = *from);
		Self(bytes)
	}

	/// The bytes.
	pub fn as_bytes(&self) -> &[u8] {
		&self.0
	}
}

impl fmt::Display for PeerId {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(&bs58::encode(&self.0).into_string())
	}
}

impl FromStr for PeerId {
	type Err = InvalidPeerId;

	fn from_str(text: &str) -> Result<Self, InvalidPeerId> {
		Self::from_bytes(&bs58::decode(text).into_vec().map_err(|_| InvalidPeerId)?)
	}
}

impl Decode for PeerId {
	fn decode<I: Input>(input: &mut I) -> Result<Self, codec::Error> {
		Self::from_bytes(&<[u8; PEER_ID_LEN]>::decode(input)?).map_err(|_| "not a PeerId".into())
	}
}

impl DecodeWithMemTracking for PeerId {}

written_as_text!(PeerId);

/// Not an address at which a node of this network can be reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvalidAddress;

impl fmt::Display for InvalidAddress {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(
			"not a TCP address, such as /dns/node.hospital.example/tcp/30333 or \
			/ip4/192.0.2.1/tcp/30333",
		)
	}
}

/// Where a node listens: a multiaddress of a host and a TCP port in its text form, without the
/// PeerId. Nodes of this network speak TCP only.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Encode, MaxEncodedLen, TypeInfo)]
pub struct Multiaddress(BoundedVec<u8, ConstU32<MAX_ADDRESS_LEN>>);

impl Multiaddress {
	/// The address as text.
	pub fn as_str(&self) -> &str {
		core::str::from_utf8(&self.0).unwrap_or_default()
	}

	/// Whether a text is such an address.
	fn is_well_formed(text: &str) -> bool {
		let mut parts = text.split('/');
		let (nothing, kind, host) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
		let is_host = match kind {
			Some("ip4") => host.parse::<Ipv4Addr>().is_ok(),
			Some("ip6") => host.parse::<Ipv6Addr>().is_ok(),
			Some("dns" | "dns4" | "dns6") => is_domain(host),
			_ => false,
		};
		let (transport, port) = (parts.next(), parts.next().unwrap_or_default());
		nothing == Some("")
			&& is_host
			&& transport == Some("tcp")
			&& port.bytes().all(|byte| byte.is_ascii_digit())
			&& port.parse::<u16>().is_ok_and(|port| port != 0)
			&& parts.next().is_none()
	}
}

/// Whether a text is a domain name as RFC 1123 has it.
fn is_domain(text: &str) -> bool {
	text.len() <= 253
		&& text.split('.').all(|label| {
			(1..=63).contains(&label.len())
				&& label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
				&& !label.starts_with('-')
				&& !label.ends_with('-')
		})
}

impl fmt::Display for Multiaddress {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.as_str())
	}
}

impl FromStr for Multiaddress {
	type Err = InvalidAddress;

	fn from_str(text: &str) -> Result<Self, InvalidAddress> {
		if !Self::is_well_formed(text) {
			return Err(InvalidAddress);
		}
		BoundedVec::try_from(text.as_bytes().to_vec()).map(Self).map_err(|_| InvalidAddress)
	}
}

impl Decode for Multiaddress {
	fn decode<I: Input>(input: &mut I) -> Result<Self, codec::Error> {
		let bytes = BoundedVec::<u8, ConstU32<MAX_ADDRESS_LEN>>::decode(input)?;
		core::str::from_utf8(&bytes)
			.ok()
			.and_then(|text| text.parse().ok())
			.ok_or_else(|| "not a TCP address".into())
	}
}

impl DecodeWithMemTracking for Multiaddress {}

written_as_text!(Multiaddress);

/// What a node does in the network.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum NodeRole {
	/// Produces blocks and votes on finality, if its organization's validator is seated.
	#[codec(index = 0)]
	Validator,
	/// Follows the chain and answers its organization.
	#[codec(index = 1)]
	Full,
	/// Keeps the state of every block.
	#[codec(index = 2)]
	Archive,
}

/// A registered node as the runtime API gives it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeInfo {
	/// By what the network knows it.
	pub peer_id: PeerId,
	/// Whose it is.
	pub organization: OrganizationId,
	/// What it does.
	pub role: NodeRole,
	/// Where it listens.
	pub addresses: Vec<Multiaddress>,
}

impl NodeInfo {
	/// The addresses with the PeerId at the end, as nodes take them (`--reserved-nodes`).
	pub fn dialable(&self) -> impl Iterator<Item = String> + '_ {
		self.addresses.iter().map(|address| alloc::format!("{address}/p2p/{}", self.peer_id))
	}
}

/// Part of the registry.
#[derive(
	Clone, PartialEq, Eq, Debug, Default, Encode, Decode, TypeInfo, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct NodePage {
	/// The nodes of active organizations among the entries of this page. It may be none of them.
	pub nodes: Vec<NodeInfo>,
	/// Where the next page begins; nothing after the last.
	pub next: Option<PeerId>,
}
