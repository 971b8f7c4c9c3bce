//! Members of the consortium and their agents.

use crate::{AccountId32, Call, H256};
use codec::Encode;
use salus_primitives::{
	codes::{CapabilitySet, RoleSet},
	gs1::Gln,
	organization::{Licence, OrganizationInfo},
	OrganizationId, Period,
};

const PALLET: &str = "Organizations";

/// What an organization says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Encode)]
pub struct Profile {
	/// Public name.
	pub name: String,
	/// GLN-13 of GS1, if it has one.
	pub gln: Option<Gln>,
	/// X25519 public key for sealed key envelopes, if it receives any.
	pub envelope_key: Option<H256>,
}

impl From<&OrganizationInfo<AccountId32>> for Profile {
	fn from(info: &OrganizationInfo<AccountId32>) -> Self {
		Self { name: info.name.clone(), gln: info.gln, envelope_key: info.envelope_key }
	}
}

/// How large an allowance is, in picoseconds of reference time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode)]
pub struct Limits {
	/// What the bucket holds when full.
	pub capacity: u64,
	/// What flows in with each block.
	pub refill: u64,
}

/// Submits the application of an organization that wants to be a member. By an administrator of a
/// member.
pub fn submit_application(
	profile: &Profile,
	capabilities: CapabilitySet,
	administrator: &AccountId32,
) -> Call {
	Call::new(PALLET, "submit_application").arg(profile).arg(capabilities).arg(administrator)
}

/// Admits an organization. By the council.
pub fn admit(organization: OrganizationId) -> Call {
	Call::new(PALLET, "admit").arg(organization)
}

/// Refuses an application. By the council.
pub fn reject_application(organization: OrganizationId) -> Call {
	Call::new(PALLET, "reject_application").arg(organization)
}

/// Keeps an organization from acting. By the council.
pub fn suspend(organization: OrganizationId) -> Call {
	Call::new(PALLET, "suspend").arg(organization)
}

/// Lets a suspended organization act again. By the council.
pub fn reinstate(organization: OrganizationId) -> Call {
	Call::new(PALLET, "reinstate").arg(organization)
}

/// Removes an organization for good. By the council.
pub fn remove(organization: OrganizationId) -> Call {
	Call::new(PALLET, "remove").arg(organization)
}

/// Leaves the consortium for good. By an administrator.
pub fn resign() -> Call {
	Call::new(PALLET, "resign")
}

/// Changes what the organization says of itself. By an administrator.
pub fn update_profile(profile: &Profile) -> Call {
	Call::new(PALLET, "update_profile").arg(profile)
}

/// Changes what an organization is admitted for. By the council.
pub fn set_capabilities(organization: OrganizationId, capabilities: CapabilitySet) -> Call {
	Call::new(PALLET, "set_capabilities").arg(organization).arg(capabilities)
}

/// Grants a licence. By the council or another organization that is a regulator.
pub fn grant_licence(organization: OrganizationId, licence: &Licence) -> Call {
	Call::new(PALLET, "grant_licence").arg(organization).arg(licence)
}

/// Withdraws a licence. By the council or another organization that is a regulator.
pub fn withdraw_licence(organization: OrganizationId, licence: &Licence) -> Call {
	Call::new(PALLET, "withdraw_licence").arg(organization).arg(licence)
}

/// Sets an organization's allowance. By the council.
pub fn set_limits(organization: OrganizationId, limits: Limits) -> Call {
	Call::new(PALLET, "set_limits").arg(organization).arg(limits)
}

/// Gives an organization a seat in the council. By the council.
pub fn grant_council_seat(organization: OrganizationId, delegate: &AccountId32) -> Call {
	Call::new(PALLET, "grant_council_seat").arg(organization).arg(delegate)
}

/// Takes an organization's seat in the council away. By the council.
pub fn withdraw_council_seat(organization: OrganizationId) -> Call {
	Call::new(PALLET, "withdraw_council_seat").arg(organization)
}

/// Names another delegate for the organization's seat. By an administrator.
pub fn set_council_delegate(delegate: &AccountId32) -> Call {
	Call::new(PALLET, "set_council_delegate").arg(delegate)
}

/// Makes an account an agent of the organization. By an administrator.
pub fn add_agent(agent: &AccountId32, roles: RoleSet, period: Period) -> Call {
	Call::new(PALLET, "add_agent").arg(agent).arg(roles).arg(period)
}

/// Changes an agent's roles and validity. By an administrator.
pub fn update_agent(agent: &AccountId32, roles: RoleSet, period: Period) -> Call {
	Call::new(PALLET, "update_agent").arg(agent).arg(roles).arg(period)
}

/// Ends an agent's membership. By an administrator.
pub fn remove_agent(agent: &AccountId32) -> Call {
	Call::new(PALLET, "remove_agent").arg(agent)
}
