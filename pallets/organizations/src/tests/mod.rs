//! One file per call, the gate, what readers ask, and the invariants.

mod add_agent;
mod admit;
mod gate;
mod genesis;
mod grant_council_seat;
mod grant_licence;
mod invariants;
mod readers;
mod reinstate;
mod reject_application;
mod remove;
mod remove_agent;
mod resign;
mod set_capabilities;
mod set_council_delegate;
mod set_limits;
mod sponsorship;
mod status;
mod submit_application;
mod suspend;
mod update_agent;
mod update_profile;
mod withdraw_council_seat;
mod withdraw_licence;

pub(super) use crate::{mock::*, Error, Event};
pub(super) use frame_support::assert_ok;
pub(super) use salus_primitives::{
	codes::{AgentRole, Capability, CapabilitySet, RoleSet},
	organization::{Licence, MembershipInfo, OrganizationStatus},
	traits::{Membership as _, Sponsorship as _},
	OrganizationId, Period,
};
pub(super) use sp_runtime::{DispatchError, DispatchResult};

/// That a call was refused for this reason and changed nothing.
fn assert_refused<E: Into<DispatchError>>(call: impl FnOnce() -> DispatchResult, error: E) {
	let before = state();
	assert_eq!(call(), Err(error.into()));
	assert_eq!(state(), before, "a refused call changed something");
}

/// That the call is the council's alone.
fn assert_refused_unless_council(call: impl Fn(RuntimeOrigin) -> DispatchResult) {
	for origin in [RuntimeOrigin::none(), signed(HEAD), signed(OFFICER), signed(STRANGER)] {
		assert_refused(|| call(origin), DispatchError::BadOrigin);
	}
}

/// That the call, which the hospital's head may send, is for administrators alone, and for them
/// only while their organization is active.
fn assert_refused_unless_administrator(call: impl Fn(RuntimeOrigin) -> DispatchResult) {
	for origin in [RuntimeOrigin::none(), council()] {
		assert_refused(|| call(origin), DispatchError::BadOrigin);
	}
	for who in [CLERK, LOCUM, STRANGER] {
		assert_refused(|| call(signed(who)), Error::<Test>::NotAuthorized);
	}
	assert_ok!(Organizations::suspend(council(), HOSPITAL));
	assert_refused(|| call(signed(HEAD)), Error::<Test>::NotAuthorized);
}

/// Where an organization stands.
fn status(organization: OrganizationId) -> Option<OrganizationStatus> {
	Organizations::info(organization).map(|info| info.status)
}

/// The genesis that the other pallets' benchmarks start with too.
#[cfg(feature = "runtime-benchmarks")]
pub(super) fn externalities() -> sp_io::TestExternalities {
	externalities_of(founders())
}
