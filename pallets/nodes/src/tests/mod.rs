//! One file per call, what happens when members come and go, what readers see, and the invariants.

mod force_remove;
mod invariants;
mod readers;
mod register;
mod remove;
mod status;
mod update;

pub(super) use crate::{mock::*, Error, Event};
pub(super) use frame_support::{assert_noop, assert_ok};
pub(super) use salus_primitives::{
	node::{Addresses, NodeInfo, NodeRole},
	organization::OrganizationStatus,
};
pub(super) use sp_runtime::DispatchError;

/// Registers a node.
pub(super) fn register(who: AccountId, number: u8) {
	assert_ok!(Nodes::register(signed(who), peer(number), NodeRole::Full, home()));
}
