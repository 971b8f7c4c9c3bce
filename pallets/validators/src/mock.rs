//! A chain with sessions of five blocks, three validators to begin with, and a membership that the
//! tests set.

use crate as pallet_validators;
use crate::ValidatorMembership;
use codec::Encode;
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		tokens::WithdrawConsequence,
		tokens::{fungible, DepositConsequence, Fortitude, Preservation, Provenance},
		BuildGenesisConfig, ConstU32, ConstU64, Hooks,
	},
};
use frame_system::EnsureRoot;
use pallet_session::{disabling::UpToLimitDisablingStrategy, historical, PeriodicSessions};
use salus_primitives::OrganizationId;
use sp_runtime::{
	impl_opaque_keys,
	testing::UintAuthorityId,
	traits::{ConvertInto, OpaqueKeys},
	BuildStorage, DispatchError, DispatchResult, RuntimeAppPublic,
};
use std::collections::BTreeSet;

pub type AccountId = u64;
type Block = frame_system::mocking::MockBlock<Test>;

/// The length of a session, in blocks.
pub const SESSION: u64 = 5;
/// How many sessions are remembered.
pub const PAST_SESSIONS: u32 = 3;
/// Who validates at genesis.
pub const GENESIS: [AccountId; 3] = [1, 2, 3];

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
	pub type Validators = pallet_validators;

	#[runtime::pallet_index(2)]
	pub type Session = pallet_session;

	#[runtime::pallet_index(3)]
	pub type Historical = pallet_session::historical;
}

impl_opaque_keys! {
	pub struct SessionKeys {
		pub dummy: UintAuthorityId,
	}
}

parameter_types! {
	pub static Members: BTreeSet<AccountId> = BTreeSet::new();
	pub static Slot: Option<u64> = None;
	pub static Authorities: Vec<UintAuthorityId> = Vec::new();
}

/// Members are whom the tests declare to be.
pub struct TestMembership;

impl ValidatorMembership<AccountId> for TestMembership {
	/// Everybody has an organization of its own.
	fn organization(who: &AccountId) -> Option<OrganizationId> {
		u32::try_from(*who).ok().map(OrganizationId)
	}

	fn is_active_member(who: &AccountId) -> bool {
		Members::get().contains(who)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn ensure_active_member(who: &AccountId) {
		admit(*who);
	}
}

/// Remembers whom the session seated.
pub struct TestSessionHandler;

impl pallet_session::SessionHandler<AccountId> for TestSessionHandler {
	const KEY_TYPE_IDS: &'static [sp_runtime::KeyTypeId] = &[UintAuthorityId::ID];

	fn on_genesis_session<K: OpaqueKeys>(validators: &[(AccountId, K)]) {
		Self::on_new_session(true, validators, validators)
	}

	fn on_new_session<K: OpaqueKeys>(
		_changed: bool,
		validators: &[(AccountId, K)],
		_queued: &[(AccountId, K)],
	) {
		Authorities::set(
			validators
				.iter()
				.filter_map(|(_, keys)| keys.get::<UintAuthorityId>(UintAuthorityId::ID))
				.collect(),
		);
	}

	fn on_disabled(_validator_index: u32) {}
}

/// `pallet-session` wants a currency for its deposit, which is nothing here.
pub struct NoCurrency;

impl fungible::Inspect<AccountId> for NoCurrency {
	type Balance = u64;

	fn total_issuance() -> u64 {
		0
	}

	fn minimum_balance() -> u64 {
		0
	}

	fn total_balance(_: &AccountId) -> u64 {
		0
	}

	fn balance(_: &AccountId) -> u64 {
		0
	}

	fn reducible_balance(_: &AccountId, _: Preservation, _: Fortitude) -> u64 {
		0
	}

	fn can_deposit(_: &AccountId, _: u64, _: Provenance) -> DepositConsequence {
		DepositConsequence::Success
	}

	fn can_withdraw(_: &AccountId, _: u64) -> WithdrawConsequence<u64> {
		WithdrawConsequence::Success
	}
}

impl fungible::Unbalanced<AccountId> for NoCurrency {
	fn handle_dust(_: fungible::Dust<AccountId, Self>) {}

	fn write_balance(_: &AccountId, _: u64) -> Result<Option<u64>, DispatchError> {
		Ok(None)
	}

	fn set_total_issuance(_: u64) {}
}

impl fungible::Mutate<AccountId> for NoCurrency {}

impl fungible::hold::Inspect<AccountId> for NoCurrency {
	type Reason = RuntimeHoldReason;

	fn total_balance_on_hold(_: &AccountId) -> u64 {
		0
	}

	fn balance_on_hold(_: &RuntimeHoldReason, _: &AccountId) -> u64 {
		0
	}
}

impl fungible::hold::Unbalanced<AccountId> for NoCurrency {
	fn set_balance_on_hold(_: &RuntimeHoldReason, _: &AccountId, _: u64) -> DispatchResult {
		Ok(())
	}
}

impl fungible::hold::Mutate<AccountId> for NoCurrency {}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

impl pallet_session::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = PeriodicSessions<ConstU64<SESSION>, ConstU64<0>>;
	type NextSessionRotation = PeriodicSessions<ConstU64<SESSION>, ConstU64<0>>;
	type SessionManager = historical::NoteHistoricalRoot<Test, Validators>;
	type SessionHandler = TestSessionHandler;
	type Keys = SessionKeys;
	type DisablingStrategy = UpToLimitDisablingStrategy;
	type WeightInfo = ();
	type Currency = NoCurrency;
	type KeyDeposit = ConstU64<0>;
}

impl historical::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = crate::UnitIdentificationOf;
}

impl crate::Config for Test {
	type ManageOrigin = EnsureRoot<AccountId>;
	type Membership = TestMembership;
	type MinValidators = ConstU32<2>;
	type MaxValidators = ConstU32<5>;
	type CurrentSlot = Slot;
	type PastSessions = ConstU32<PAST_SESSIONS>;
	type ReportLongevity = ConstU32<4>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkKeys = TestMembership;
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkKeys<AccountId, SessionKeys> for TestMembership {
	fn generate(owner: &AccountId) -> (SessionKeys, Vec<u8>) {
		keys_of(*owner)
	}
}

/// Makes `who` a member of the consortium.
pub fn admit(who: AccountId) {
	Members::mutate(|members| members.insert(who));
}

/// Makes `who` a member no longer.
pub fn dismiss(who: AccountId) {
	Members::mutate(|members| members.remove(&who));
}

/// Makes `who` an account that exists, as members' accounts do.
pub fn create_account(who: AccountId) {
	System::inc_sufficients(&who);
}

/// Session keys of `who`, and the proof that it holds them.
pub fn keys_of(who: AccountId) -> (SessionKeys, Vec<u8>) {
	let key = UintAuthorityId(who);
	let proof = key.sign(&who.encode()).expect("the test key signs").encode();
	(SessionKeys { dummy: key }, proof)
}

/// Registers session keys for `who` as its operator would.
pub fn set_keys(who: AccountId) -> DispatchResult {
	let (keys, proof) = keys_of(who);
	Validators::set_keys(RuntimeOrigin::signed(who), keys, proof)
}

/// A member with session keys.
pub fn candidate(who: AccountId) -> AccountId {
	admit(who);
	create_account(who);
	set_keys(who).expect("a new account registers keys");
	who
}

/// Produces a block in this slot.
pub fn block_in_slot(slot: u64) {
	Slot::set(Some(slot));
	let next = System::block_number() + 1;
	System::set_block_number(next);
	<Validators as Hooks<u64>>::on_initialize(next);
	<Session as Hooks<u64>>::on_initialize(next);
}

/// Produces blocks until `sessions` more sessions have begun.
pub fn run_sessions(sessions: u32) {
	let target = Session::current_index() + sessions;
	while Session::current_index() < target {
		let next = System::block_number() + 1;
		System::set_block_number(next);
		<Session as Hooks<u64>>::on_initialize(next);
	}
}

/// Who is seated in this session.
pub fn seated() -> Vec<AccountId> {
	Authorities::get().into_iter().map(|UintAuthorityId(key)| key).collect()
}

/// The pallet's events since the last call.
pub fn take_events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Validators(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

/// The chain at its first block.
pub fn new_test_ext() -> sp_io::TestExternalities {
	Members::set(GENESIS.into_iter().collect());
	Slot::set(None);
	let storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.expect("the system has a genesis");
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.execute_with(|| {
		// The accounts exist before the session counts its references to them.
		GENESIS.into_iter().for_each(create_account);
		pallet_validators::GenesisConfig::<Test> { validators: GENESIS.to_vec() }.build();
		pallet_session::GenesisConfig::<Test> {
			keys: GENESIS
				.into_iter()
				.map(|who| (who, who, SessionKeys { dummy: UintAuthorityId(who) }))
				.collect(),
			..Default::default()
		}
		.build();
		System::set_block_number(1);
	});
	ext
}

/// Runs `test` on a new chain and checks the invariants after it.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		Validators::do_try_state().expect("the invariants hold");
	});
}
