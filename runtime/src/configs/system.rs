//! The chain itself and the tools that come with FRAME.

use super::no_currency::{Balance, NoCurrency};
use crate::{
	weights::{self, BLOCK_EXECUTION_WEIGHT, EXTRINSIC_BASE_WEIGHT, MAXIMUM_BLOCK_WEIGHT},
	AccountId, Aura, Block, BlockNumber, Hash, Moment, MultiBlockMigrations, Nonce, OriginCaller,
	PalletInfo, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, RuntimeTask, SafeMode, System,
	TxPause, SLOT_DURATION, VERSION,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	derive_impl,
	dispatch::DispatchClass,
	migrations::FreezeChainOnFailedMigration,
	parameter_types,
	traits::{ConstU32, ConstU64, Contains, InsideBoth, InstanceFilter},
	weights::Weight,
};
use frame_system::limits::{BlockLength, BlockWeights};
use scale_info::TypeInfo;
use sp_runtime::{
	traits::{AccountIdLookup, BlakeTwo256},
	Perbill,
};
use sp_version::RuntimeVersion;

/// What transactions of members may fill of a block. The rest is kept for governance and for what
/// the chain has to do by itself.
pub const NORMAL_DISPATCH_RATIO: Perbill = Perbill::from_percent(88);

/// What transactions of members may fill even of a block that the chain itself has filled. The
/// session pallet declares the block in which a session begins to be full, although changing the
/// set takes a millisecond; without this share every such block would be empty.
const NORMAL_RESERVED_RATIO: Perbill = Perbill::from_percent(10);

/// What the hooks of a block are expected to take of it.
const AVERAGE_ON_INITIALIZE_RATIO: Perbill = Perbill::from_percent(5);

/// The size of a block, in bytes.
pub const MAXIMUM_BLOCK_LENGTH: u32 = 5 * 1024 * 1024;

parameter_types! {
	/// A mortal transaction can name a block up to this many blocks back: a bit more than two
	/// hours, for signatures that are made offline.
	pub const BlockHashCount: BlockNumber = 4096;
	pub const Version: RuntimeVersion = VERSION;
	/// The prefix for addresses of chains without one of their own.
	pub const SS58Prefix: u16 = 42;

	pub RuntimeBlockWeights: BlockWeights = BlockWeights::builder()
		.base_block(BLOCK_EXECUTION_WEIGHT)
		.for_class(DispatchClass::all(), |weights| {
			weights.base_extrinsic = EXTRINSIC_BASE_WEIGHT;
		})
		.for_class(DispatchClass::Normal, |weights| {
			weights.max_total = Some(NORMAL_DISPATCH_RATIO * MAXIMUM_BLOCK_WEIGHT);
			weights.reserved = Some(NORMAL_RESERVED_RATIO * MAXIMUM_BLOCK_WEIGHT);
		})
		.for_class(DispatchClass::Operational, |weights| {
			weights.max_total = Some(MAXIMUM_BLOCK_WEIGHT);
			weights.reserved = Some(
				MAXIMUM_BLOCK_WEIGHT
					.saturating_sub(NORMAL_DISPATCH_RATIO * MAXIMUM_BLOCK_WEIGHT),
			);
		})
		.avg_block_initialization(AVERAGE_ON_INITIALIZE_RATIO)
		.build_or_panic();

	pub RuntimeBlockLength: BlockLength = BlockLength::builder()
		.max_length(MAXIMUM_BLOCK_LENGTH)
		.modify_max_length_for_class(DispatchClass::Normal, |length| {
			*length = NORMAL_DISPATCH_RATIO * MAXIMUM_BLOCK_LENGTH;
		})
		.build();
}

/// Refuses the calls that would break what our pallets promise.
pub struct CallFilter;

impl Contains<RuntimeCall> for CallFilter {
	fn contains(call: &RuntimeCall) -> bool {
		match call {
			// A validator that gave up its keys would be missing from the next session without
			// anybody having decided it. `Validators::purge_keys` does it for those who no longer
			// validate.
			RuntimeCall::Session(pallet_session::Call::purge_keys {}) => false,
			RuntimeCall::Recovery(call) => super::on_behalf::is_safe_recovery(call),
			_ => true,
		}
	}
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	// What is never allowed, what safe mode leaves alone, and what is not paused.
	type BaseCallFilter = InsideBoth<CallFilter, InsideBoth<SafeMode, TxPause>>;
	type Block = Block;
	type BlockWeights = RuntimeBlockWeights;
	type BlockLength = RuntimeBlockLength;
	type AccountId = AccountId;
	type Nonce = Nonce;
	type Hash = Hash;
	type Hashing = BlakeTwo256;
	type Lookup = AccountIdLookup<AccountId, ()>;
	type BlockHashCount = BlockHashCount;
	type DbWeight = weights::database::DatabaseWeight;
	type Version = Version;
	// An account is nothing but its nonce and its references: there is no balance.
	type AccountData = ();
	type SystemWeightInfo = weights::frame_system::WeightInfo<Runtime>;
	type ExtensionsWeightInfo = weights::frame_system_extensions::WeightInfo<Runtime>;
	type SS58Prefix = SS58Prefix;
	type MaxConsumers = ConstU32<16>;
	type MultiBlockMigrator = MultiBlockMigrations;
}

impl pallet_timestamp::Config for Runtime {
	type Moment = Moment;
	type OnTimestampSet = Aura;
	// Half a slot, so that an author who comes a little late does not make the next one wait.
	type MinimumPeriod = ConstU64<{ SLOT_DURATION / 2 }>;
	type WeightInfo = weights::pallet_timestamp::WeightInfo<Runtime>;
}

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = weights::pallet_utility::WeightInfo<Runtime>;
}

parameter_types! {
	/// What entries in multisig and proxy storage cost: weight, which the gate charges, and
	/// nothing else.
	pub const NoDeposit: Balance = 0;
}

impl pallet_multisig::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = NoCurrency;
	type DepositBase = NoDeposit;
	type DepositFactor = NoDeposit;
	// The board of an organization fits; each signatory makes every approval longer.
	type MaxSignatories = ConstU32<32>;
	type WeightInfo = weights::pallet_multisig::WeightInfo<Runtime>;
	type BlockNumberProvider = System;
}

/// What a proxy may do in the name of the account that appointed it.
#[derive(
	Clone,
	Copy,
	Default,
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
)]
pub enum ProxyType {
	/// Everything.
	#[default]
	#[codec(index = 0)]
	Any,
	/// Vote and propose in the council and the technical committee.
	#[codec(index = 1)]
	Governance,
	/// Look after a validator's session keys, and after the nodes in the registry.
	#[codec(index = 2)]
	Validation,
	/// Everything but governance, validation and the appointment of further proxies.
	#[codec(index = 3)]
	Health,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		let governance = matches!(
			call,
			RuntimeCall::Council(..)
				| RuntimeCall::TechnicalCommittee(..)
				| RuntimeCall::Governance(..)
				| RuntimeCall::Preimage(..)
				| RuntimeCall::Scheduler(..)
		);
		let validation = matches!(
			call,
			RuntimeCall::Session(..) | RuntimeCall::Validators(..) | RuntimeCall::Nodes(..)
		);
		match self {
			Self::Any => true,
			Self::Governance => governance || matches!(call, RuntimeCall::Utility(..)),
			Self::Validation => validation || matches!(call, RuntimeCall::Utility(..)),
			Self::Health => !governance && !validation && !matches!(call, RuntimeCall::Proxy(..)),
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		self == &Self::Any || self == other
	}
}

impl pallet_proxy::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = NoCurrency;
	type ProxyType = ProxyType;
	type ProxyDepositBase = NoDeposit;
	type ProxyDepositFactor = NoDeposit;
	// Read and written whole whenever one is added: a department's staff, not a hospital's.
	type MaxProxies = ConstU32<32>;
	type WeightInfo = weights::pallet_proxy::WeightInfo<Runtime>;
	type MaxPending = ConstU32<32>;
	type CallHasher = BlakeTwo256;
	type AnnouncementDepositBase = NoDeposit;
	type AnnouncementDepositFactor = NoDeposit;
	type BlockNumberProvider = System;
}

parameter_types! {
	/// Migrations run beside nothing else, so that they may fill the block.
	pub MaxServiceWeight: Weight = Perbill::from_percent(80) * RuntimeBlockWeights::get().max_block;
}

impl pallet_migrations::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	#[cfg(not(feature = "runtime-benchmarks"))]
	type Migrations = ();
	#[cfg(feature = "runtime-benchmarks")]
	type Migrations = pallet_migrations::mock_helpers::MockedMigrations;
	type CursorMaxLen = ConstU32<65_536>;
	type IdentifierMaxLen = ConstU32<256>;
	type MigrationStatusHandler = ();
	// A chain with half a migration behind it must not go on as if nothing had happened.
	type FailedMigrationHandler = FreezeChainOnFailedMigration;
	type MaxServiceWeight = MaxServiceWeight;
	type WeightInfo = weights::pallet_migrations::WeightInfo<Runtime>;
}
