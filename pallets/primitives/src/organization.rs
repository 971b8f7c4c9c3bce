//! Members of the consortium as the other pallets and the readers see them.

use crate::{
	codes::{Capability, CapabilitySet, RoleSet},
	gs1::Gln,
	Moment, OrganizationId, Period,
};
use alloc::string::String;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Where a member stands. Applied → Active ⇄ Suspended → Removed; Applied → Removed is a refusal.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
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
pub enum OrganizationStatus {
	/// Has asked to be admitted; its agents can't act.
	#[codec(index = 0)]
	Applied,
	/// A member in good standing.
	#[codec(index = 1)]
	Active,
	/// Its agents can't act until the council lifts the suspension.
	#[codec(index = 2)]
	Suspended,
	/// Has left or was removed. Its records stay; the number is not used again.
	#[codec(index = 3)]
	Removed,
}

/// A licence to exercise one capability, as the licensing authority granted it. A capability that
/// needs a licence ([`Capability::requires_licence`]) counts only while one of them is valid; this
/// is evaluated at each use.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct Licence {
	/// What it allows.
	pub capability: Capability,
	/// When it allows it.
	pub period: Period,
}

/// An agent who may act now: valid itself, and of an active organization.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ActiveAgent {
	/// The organization it acts for.
	pub organization: OrganizationId,
	/// What it may do there.
	pub roles: RoleSet,
}

/// An organization as the runtime API gives it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationInfo<AccountId> {
	/// Its number.
	pub id: OrganizationId,
	/// Public name.
	pub name: String,
	/// GLN-13 of GS1, if it has one.
	pub gln: Option<Gln>,
	/// Where it stands.
	pub status: OrganizationStatus,
	/// What the council admitted it for.
	pub capabilities: CapabilitySet,
	/// What it may do at this moment: admitted for, licensed, and active.
	pub usable_capabilities: CapabilitySet,
	/// Its licences.
	pub licences: Vec<Licence>,
	/// X25519 public key for sealed key envelopes.
	pub envelope_key: Option<sp_core::H256>,
	/// The account that casts its vote in the council, if it has a seat.
	pub council_delegate: Option<AccountId>,
	/// How many agents it has.
	pub agents: u32,
}

/// What an account is on this chain, as the runtime API gives it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum MembershipInfo {
	/// An agent of an organization.
	#[codec(index = 0)]
	Agent {
		/// The organization.
		organization: OrganizationId,
		/// Its roles there.
		roles: RoleSet,
		/// When it may act.
		period: Period,
		/// Whether it may act at this moment.
		active: bool,
	},
	/// An account that an organization sponsors: a patient's or a representative's.
	#[codec(index = 1)]
	Sponsored {
		/// The sponsor.
		organization: OrganizationId,
	},
}

/// What an organization, or an account it sponsors, may still spend, as the runtime API gives it.
/// The unit is picoseconds of reference time, the `ref_time` of FRAME's weights.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct AllowanceInfo {
	/// What is left at this block.
	pub available: u64,
	/// What the bucket holds when full.
	pub capacity: u64,
	/// What flows in with each block.
	pub refill: u64,
}

impl Licence {
	/// Whether it covers `capability` at `now`.
	pub fn covers(&self, capability: Capability, now: Moment) -> bool {
		self.capability == capability && self.period.contains(now)
	}
}
