//! A chain on which the account [`COUNCIL`] is the council.

use crate as pallet_governance;
use frame_support::{
	derive_impl, ord_parameter_types, parameter_types,
	traits::{ConstU32, ConstU64, Contains, EqualPrivilegeOnly, Hooks},
	weights::Weight,
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use pallet_tx_pause::RuntimeCallNameOf;
use sp_runtime::BuildStorage;

type Block = frame_system::mocking::MockBlock<Test>;

/// Stands for a vote of the council.
pub const COUNCIL: u64 = 1;
/// Stands for a vote of the technical committee.
pub const COMMITTEE: u64 = 2;
/// The longest pause.
pub const MAX_PAUSE: u64 = 100;
/// The longest enactment delay.
pub const MAX_DELAY: u64 = 50;

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
	pub type Governance = pallet_governance;

	#[runtime::pallet_index(2)]
	pub type TxPause = pallet_tx_pause;

	#[runtime::pallet_index(3)]
	pub type Preimage = pallet_preimage;

	#[runtime::pallet_index(4)]
	pub type Scheduler = pallet_scheduler;
}

parameter_types! {
	pub const MaxScheduledWeight: Weight = Weight::from_parts(1_000_000_000_000, u64::MAX);
}

ord_parameter_types! {
	pub const Council: u64 = COUNCIL;
	pub const Committee: u64 = COMMITTEE;
}

/// The calls of this pallet can't be paused.
pub struct Whitelisted;

impl Contains<RuntimeCallNameOf<Test>> for Whitelisted {
	fn contains((pallet, _): &RuntimeCallNameOf<Test>) -> bool {
		pallet.as_slice() == b"Governance"
	}
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type BaseCallFilter = TxPause;
	type Block = Block;
}

impl pallet_tx_pause::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PauseOrigin = EnsureRoot<u64>;
	type UnpauseOrigin = EnsureRoot<u64>;
	type WhitelistedCalls = Whitelisted;
	type MaxNameLen = ConstU32<256>;
	type WeightInfo = ();
}

impl pallet_preimage::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
	type Currency = ();
	type ManagerOrigin = EnsureRoot<u64>;
	type Consideration = ();
}

impl pallet_scheduler::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type MaximumWeight = MaxScheduledWeight;
	type ScheduleOrigin = EnsureRoot<u64>;
	type OriginPrivilegeCmp = EqualPrivilegeOnly;
	// Two, so that a full agenda is quickly made.
	type MaxScheduledPerBlock = ConstU32<2>;
	type WeightInfo = ();
	type Preimages = Preimage;
	type BlockNumberProvider = System;
}

impl crate::Config for Test {
	type RuntimeCall = RuntimeCall;
	type EnactOrigin = EnsureSignedBy<Council, u64>;
	type PauseOrigin = EnsureSignedBy<Committee, u64>;
	type PalletsOrigin = OriginCaller;
	type Scheduler = Scheduler;
	type Preimages = Preimage;
	type Pauses = TxPause;
	type MaxNameLen = ConstU32<256>;
	type MaxPause = ConstU64<MAX_PAUSE>;
	type MaxEnactmentDelay = ConstU64<MAX_DELAY>;
	type WeightInfo = ();
}

/// The chain at its first block.
pub fn new_test_ext() -> sp_io::TestExternalities {
	let storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.expect("the system has a genesis");
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Runs a test on that chain, and checks afterwards what always holds.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		Governance::do_try_state().expect("the invariants hold");
	});
}

/// Begins a block.
pub fn begin_block(number: u64) {
	System::set_block_number(number);
	Governance::on_initialize(number);
	Scheduler::on_initialize(number);
}
