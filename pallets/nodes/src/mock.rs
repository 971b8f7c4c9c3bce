//! A chain with this pallet alone. The members are a stand-in that keeps its state in the
//! externalities, like the pallet that stands behind it in the runtime.

use crate as pallet_nodes;
use crate::Event;
use codec::Encode;
use frame_support::{derive_impl, parameter_types, traits::ConstU32};
use frame_system::EnsureRoot;
use salus_primitives::{
	codes::{AgentRole, CapabilitySet, RoleSet},
	node::{Addresses, PeerId},
	organization::{ActiveAgent, OrganizationStatus},
	traits::{Membership, OnStatusChanged},
	Moment, OrganizationId,
};
use sp_runtime::BuildStorage;

/// Accounts; without signatures, a number does.
pub type AccountId = u64;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Nodes = pallet_nodes;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
}

/// Most nodes of an organization here.
pub const MAX_NODES: u32 = 3;

impl pallet_nodes::Config for Test {
	type ManageOrigin = EnsureRoot<AccountId>;
	type Members = Consortium;
	type MaxNodes = ConstU32<MAX_NODES>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Consortium;
	type WeightInfo = ();
}

parameter_types! {
	/// Where the organizations stand that are not active.
	pub storage Inactive: Vec<(OrganizationId, OrganizationStatus)> = Vec::new();
}

/// Two members with an administrator each; the hospital has a gateway too.
pub const HOSPITAL: OrganizationId = OrganizationId(0);
pub const CLINIC: OrganizationId = OrganizationId(1);
pub const HEAD: AccountId = 1;
pub const GATEWAY: AccountId = 2;
pub const OWNER: AccountId = 11;
/// Somebody who belongs to nobody.
pub const STRANGER: AccountId = 90;

pub struct Consortium;

impl Membership<AccountId> for Consortium {
	fn active_agent_until(who: &AccountId) -> Option<(ActiveAgent, Option<Moment>)> {
		let (organization, role) = match *who {
			HEAD => (HOSPITAL, AgentRole::Administrator),
			GATEWAY => (HOSPITAL, AgentRole::Gateway),
			OWNER => (CLINIC, AgentRole::Administrator),
			_ => return None,
		};
		let roles = RoleSet::from(role);
		Self::is_active(organization).then_some((ActiveAgent { organization, roles }, None))
	}

	fn is_active(organization: OrganizationId) -> bool {
		organization <= CLINIC && Inactive::get().iter().all(|(other, _)| *other != organization)
	}

	fn capabilities_until(_: OrganizationId) -> (CapabilitySet, Option<Moment>) {
		(CapabilitySet::EMPTY, None)
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl salus_primitives::traits::BenchmarkPeople<AccountId> for Consortium {
	fn agent(_: u32) -> (OrganizationId, AccountId) {
		(HOSPITAL, HEAD)
	}

	fn patient(_: u32, _: OrganizationId) -> (salus_primitives::PatientId, AccountId) {
		(Default::default(), STRANGER)
	}

	fn set_time(_: Moment) {}
}

/// Lets an organization stand elsewhere, and the pallet know of it.
pub fn set_status(organization: OrganizationId, status: OrganizationStatus) {
	let mut inactive = Inactive::get();
	inactive.retain(|(other, _)| *other != organization);
	if status != OrganizationStatus::Active {
		inactive.push((organization, status));
	}
	Inactive::set(&inactive);
	Nodes::on_status_changed(organization, status);
}

/// Nodes of the tests.
pub fn peer(number: u8) -> PeerId {
	PeerId::of_key([number; 32])
}

/// Addresses.
pub fn addresses(list: &[&str]) -> Addresses {
	let parsed: Vec<_> = list.iter().map(|text| text.parse().expect("an address")).collect();
	parsed.try_into().expect("not too many")
}

/// Where a node listens.
pub fn home() -> Addresses {
	addresses(&["/dns/node.hospital.example/tcp/30333"])
}

/// Another place.
pub fn away() -> Addresses {
	addresses(&["/ip4/192.0.2.7/tcp/30333", "/ip6/2001:db8::7/tcp/30333"])
}

/// A transaction of this account.
pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// Which nodes readers see, in order.
pub fn visible() -> Vec<PeerId> {
	let mut nodes: Vec<_> =
		Nodes::list(None, 100).nodes.into_iter().map(|node| node.peer_id).collect();
	nodes.sort();
	nodes
}

/// The chain at its first block.
pub fn externalities() -> sp_io::TestExternalities {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	let mut externalities = sp_io::TestExternalities::from(storage);
	externalities.execute_with(|| System::set_block_number(1));
	externalities
}

/// Runs a test on a fresh chain, and checks the invariants after it.
pub fn build_and_execute(test: impl FnOnce()) {
	externalities().execute_with(|| {
		test();
		Nodes::do_try_state().unwrap();
	});
}

/// The pallet's events since the last call.
pub fn take_events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}

/// The pallet's whole state.
pub fn state() -> Vec<u8> {
	(
		crate::Nodes::<Test>::iter().collect::<Vec<_>>(),
		crate::NodesOf::<Test>::iter().collect::<Vec<_>>(),
	)
		.encode()
}
