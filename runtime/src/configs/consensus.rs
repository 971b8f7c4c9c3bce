//! Who produces blocks and who finalizes them, and by which nodes.

use super::{governance::CouncilMajority, health::OrganizationMembership, no_currency::NoCurrency};
use crate::{
	AccountId, Aura, BlockNumber, Historical, Offences, Organizations, Runtime, RuntimeCall,
	RuntimeEvent, RuntimeHoldReason, Session, SessionKeys, UncheckedExtrinsic, Validators, DAYS,
	MINUTES, SLOT_DURATION,
};
use frame_support::{
	parameter_types,
	traits::{ConstBool, ConstU32, ConstU64, Get, KeyOwnerProofSystem},
};
use pallet_session::{disabling::UpToLimitDisablingStrategy, FindAccountFromAuthorIndex};
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_core::crypto::KeyTypeId;
use sp_runtime::traits::{ConvertInto, OpaqueKeys};
use sp_staking::SessionIndex;

/// The most validators. GRANDPA's votes grow with the square of their number, and two seconds are
/// short: a consortium that outgrows this has to measure first.
pub type MaxValidators = ConstU32<100>;

parameter_types! {
	/// A change of the validators takes effect with the session after next: five to ten minutes.
	pub const SessionPeriod: BlockNumber = 5 * MINUTES;
	pub const SessionOffset: BlockNumber = 0;
	/// For how many sessions an equivocation can be reported: a week.
	pub const ReportLongevity: SessionIndex = 7 * DAYS / SessionPeriod::get();
	/// For how many blocks a report stays in the pool.
	pub const ReportPoolLongevity: u64 = SessionPeriod::get() as u64;
	pub const KeyDeposit: super::no_currency::Balance = 0;
}

impl pallet_aura::Config for Runtime {
	type AuthorityId = AuraId;
	type MaxAuthorities = MaxValidators;
	type DisabledValidators = Session;
	type AllowMultipleBlocksPerSlot = ConstBool<false>;
	type SlotDuration = ConstU64<SLOT_DURATION>;
}

impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
	type MaxAuthorities = MaxValidators;
	type MaxNominators = ConstU32<0>;
	type MaxSetIdSessionEntries = ConstU64<{ ReportLongevity::get() as u64 }>;
	type KeyOwnerProof =
		<Historical as KeyOwnerProofSystem<(KeyTypeId, pallet_grandpa::AuthorityId)>>::Proof;
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Self, Offences, Historical, ReportPoolLongevity>;
}

/// Equivocation reports are unsigned transactions that validators' nodes submit to themselves.
impl frame_system::offchain::CreateTransactionBase<pallet_grandpa::Call<Runtime>> for Runtime {
	type Extrinsic = UncheckedExtrinsic;
	type RuntimeCall = RuntimeCall;
}

impl frame_system::offchain::CreateBare<pallet_grandpa::Call<Runtime>> for Runtime {
	fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_bare(call)
	}
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = FindAccountFromAuthorIndex<Self, Aura>;
	type EventHandler = ();
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = pallet_session::PeriodicSessions<SessionPeriod, SessionOffset>;
	type NextSessionRotation = pallet_session::PeriodicSessions<SessionPeriod, SessionOffset>;
	type SessionManager = pallet_session::historical::NoteHistoricalRoot<Self, Validators>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	// At most a third, which is what the chain can do without.
	type DisablingStrategy = UpToLimitDisablingStrategy;
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
	type Currency = NoCurrency<RuntimeHoldReason>;
	type KeyDeposit = KeyDeposit;
}

impl pallet_session::historical::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = pallet_validators::UnitIdentificationOf;
}

impl pallet_offences::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = pallet_session::historical::IdentificationTuple<Self>;
	type OnOffenceHandler = Validators;
}

impl pallet_validators::Config for Runtime {
	type ManageOrigin = CouncilMajority;
	type Membership = OrganizationMembership;
	// One, for the development chain. How many more a consortium keeps is the council's to decide.
	type MinValidators = ConstU32<1>;
	type MaxValidators = MaxValidators;
	type CurrentSlot = AuraSlot;
	// An hour, one by one; what was before is in the totals.
	type PastSessions = ConstU32<12>;
	type ReportLongevity = ReportLongevity;
	type WeightInfo = pallet_validators::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkKeys = GeneratedKeys;
}

/// The slot of this block, which Aura notes before the validators count it.
pub struct AuraSlot;

impl Get<Option<u64>> for AuraSlot {
	fn get() -> Option<u64> {
		pallet_aura::CurrentSlot::<Runtime>::exists()
			.then(|| pallet_aura::CurrentSlot::<Runtime>::get().into())
	}
}

/// The registry that members' nodes follow.
impl pallet_nodes::Config for Runtime {
	type ManageOrigin = CouncilMajority;
	type Members = Organizations;
	// A validator and a spare one, and some that answer the members' systems. All nodes of all
	// members keep connections to each other.
	type MaxNodes = ConstU32<8>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::benchmark_people::People;
	type WeightInfo = pallet_nodes::weights::SubstrateWeight<Runtime>;
}

/// Session keys from the keystore of the benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub struct GeneratedKeys;

#[cfg(feature = "runtime-benchmarks")]
impl pallet_validators::BenchmarkKeys<AccountId, SessionKeys> for GeneratedKeys {
	fn generate(owner: &AccountId) -> (SessionKeys, alloc::vec::Vec<u8>) {
		use codec::Encode;
		let generated = SessionKeys::generate(&owner.encode(), None);
		(generated.keys, generated.proof.encode())
	}
}
