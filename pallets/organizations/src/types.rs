//! What is stored.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::BoundedVec;
use salus_primitives::{
	codes::{AgentRole, Capability, CapabilitySet, RoleSet},
	gs1::Gln,
	organization::{Licence, OrganizationStatus},
	Moment, OrganizationId, Period,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::{ConstU32, H256};

/// Longest public name in bytes of UTF-8.
pub const MAX_NAME_LEN: u32 = 128;
/// Most licences of one organization: every capability in several jurisdictions, and renewals that
/// overlap.
pub const MAX_LICENCES: u32 = 32;

/// A public name.
pub type Name = BoundedVec<u8, ConstU32<MAX_NAME_LEN>>;
/// The licences of an organization.
pub type Licences = BoundedVec<Licence, ConstU32<MAX_LICENCES>>;

/// What an organization says of itself.
#[derive(
	Clone,
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
pub struct Profile {
	/// Public name, UTF-8.
	pub name: Name,
	/// GLN-13 of GS1, if it has one.
	pub gln: Option<Gln>,
	/// X25519 public key for sealed key envelopes, if it receives any.
	pub envelope_key: Option<H256>,
}

/// A member of the consortium.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Organization<AccountId> {
	/// What it says of itself.
	pub profile: Profile,
	/// Where it stands.
	pub status: OrganizationStatus,
	/// What it is admitted for.
	pub capabilities: CapabilitySet,
	/// What it is licensed for.
	pub licences: Licences,
	/// The account that casts its vote, if it has a seat in the council.
	pub council_delegate: Option<AccountId>,
	/// How many agents it has.
	pub agents: u32,
	/// How many of them are administrators whose validity has no end.
	pub permanent_administrators: u32,
}

impl<AccountId> Organization<AccountId> {
	/// What the organization may do at `now`.
	pub fn usable_capabilities(&self, now: Moment) -> CapabilitySet {
		if self.status != OrganizationStatus::Active {
			return CapabilitySet::EMPTY;
		}
		self.capabilities
			.iter()
			.filter(|capability| {
				!capability.requires_licence()
					|| self.licences.iter().any(|licence| licence.covers(*capability, now))
			})
			.collect()
	}

	/// Until when the usable capabilities stay as they are by the passing of time alone.
	pub fn capabilities_until(&self, now: Moment) -> Option<Moment> {
		self.licences.iter().filter_map(|licence| licence.period.next_change(now)).min()
	}

	/// Whether a licence is for something that the organization is admitted for.
	pub fn admits(&self, capability: Capability) -> bool {
		self.capabilities.contains(capability)
	}
}

/// An account of an organization.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Agent {
	/// The organization.
	pub organization: OrganizationId,
	/// What it may do there.
	pub roles: RoleSet,
	/// When it may act.
	pub period: Period,
}

impl Agent {
	/// Whether it is an administrator whose validity has no end, nor waits for its beginning.
	pub fn is_permanent_administrator(&self) -> bool {
		self.roles.contains(AgentRole::Administrator) && self.period == Period::ALWAYS
	}
}

/// What an account is on this chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Affiliation {
	/// An agent of an organization.
	#[codec(index = 0)]
	Agent(Agent),
	/// An account that an organization lets in: a patient's or a representative's.
	#[codec(index = 1)]
	Sponsored(OrganizationId),
}

impl Affiliation {
	/// The organization that stands for the account.
	pub fn organization(&self) -> OrganizationId {
		match self {
			Self::Agent(agent) => agent.organization,
			Self::Sponsored(organization) => *organization,
		}
	}
}

/// How large an allowance is, in picoseconds of reference time.
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
pub struct Limits {
	/// What the bucket holds when full.
	pub capacity: u64,
	/// What flows in with each block.
	pub refill: u64,
}

/// A bucket of weight: spent by transactions, refilled with each block.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Bucket<BlockNumber> {
	/// What was left at `updated_at`, in picoseconds of reference time.
	pub available: u64,
	/// The block that `available` is true for.
	pub updated_at: BlockNumber,
}

/// What an organization may spend, and whether it may at all. Kept apart from the organization so
/// that the gate reads little.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Allowance<BlockNumber> {
	/// How large it is.
	pub limits: Limits,
	/// What is left of it.
	pub bucket: Bucket<BlockNumber>,
	/// Whether the organization is active.
	pub active: bool,
}

/// A member from the start, as the genesis configuration names it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FoundingOrganization<AccountId> {
	/// Public name.
	pub name: alloc::string::String,
	/// GLN-13 of GS1.
	#[serde(default)]
	pub gln: Option<Gln>,
	/// X25519 public key for sealed key envelopes.
	#[serde(default)]
	pub envelope_key: Option<H256>,
	/// What it may do.
	pub capabilities: CapabilitySet,
	/// What it is licensed for.
	#[serde(default)]
	pub licences: alloc::vec::Vec<Licence>,
	/// The account that casts its vote in the council, if it has a seat: one of its administrators.
	#[serde(default = "no_delegate")]
	pub council_delegate: Option<AccountId>,
	/// Its agents; one administrator without an end of validity at least.
	pub agents: alloc::vec::Vec<FoundingAgent<AccountId>>,
}

fn no_delegate<AccountId>() -> Option<AccountId> {
	None
}

/// An agent from the start.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FoundingAgent<AccountId> {
	/// Its account.
	pub account: AccountId,
	/// What it may do.
	pub roles: RoleSet,
	/// When.
	#[serde(default)]
	pub period: Period,
}
