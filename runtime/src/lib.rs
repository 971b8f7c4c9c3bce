//! # The Salus runtime
//!
//! The state transition function of a permissioned ledger for a health consortium, made of FRAME
//! pallets. This file names its types, its version, what every transaction is checked for, and its
//! pallets; `configs` says how each pallet is set up, `apis` what the node may ask of it, and
//! `genesis_config_presets` how a chain begins.
//!
//! There is no token: no balances, no fees, no deposits, and nobody is above the council.

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "512"]

extern crate alloc;

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

pub mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
pub mod configs;
pub mod genesis_config_presets;
#[cfg(test)]
mod tests;
pub mod weights;

use alloc::{borrow::Cow, vec::Vec};
use sp_runtime::{
	generic, impl_opaque_keys,
	traits::{BlakeTwo256, IdentifyAccount, Verify},
	MultiAddress, MultiSignature,
};
use sp_version::RuntimeVersion;

/// A signature of any of the schemes that wallets use: sr25519, ed25519, ECDSA.
pub type Signature = MultiSignature;
/// An account: the public key that its signatures are checked against.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// How a transaction names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// How many transactions an account has sent.
pub type Nonce = u32;
/// The hash of blocks, tries and calls.
pub type Hash = sp_core::H256;
/// The number of a block.
pub type BlockNumber = u32;
/// A point in time, in milliseconds since 1970.
pub type Moment = u64;
/// The head of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// A transaction as it arrives.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// What the signer of a transaction signs.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;

/// The types of a node, which must be able to follow a chain whose runtime it does not know and
/// therefore leaves transactions as they are.
pub mod opaque {
	use super::{generic, BlakeTwo256, BlockNumber};

	/// A transaction, not looked into.
	pub type UncheckedExtrinsic = sp_runtime::OpaqueExtrinsic;
	/// The head of a block.
	pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
	/// A block of such transactions.
	pub type Block = generic::Block<Header, UncheckedExtrinsic>;
}

/// A slot lasts two seconds, and so does a block. Fixed at genesis: a running chain can't change it.
pub const SLOT_DURATION: Moment = 2_000;
/// How many blocks a minute has.
pub const MINUTES: BlockNumber = 60_000 / (SLOT_DURATION as BlockNumber);
/// How many blocks an hour has.
pub const HOURS: BlockNumber = 60 * MINUTES;
/// How many blocks a day has.
pub const DAYS: BlockNumber = 24 * HOURS;

/// What this runtime calls itself. Whoever changes the metadata raises `spec_version`; whoever
/// changes how a transaction is encoded raises `transaction_version` too.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("salus"),
	impl_name: Cow::Borrowed("salus-node"),
	authoring_version: 1,
	spec_version: 5,
	impl_version: 1,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	// State tries and extrinsic roots of the current layout, and new code that applies with the
	// block that sets it. From 3 on the code would lie pending for two more blocks: that helps
	// chains whose blocks are checked by others with a known code, which nobody does here, and
	// would delay an emergency repair.
	system_version: 2,
};

impl_opaque_keys! {
	/// What a validator's node signs with: blocks (Aura) and finality votes (GRANDPA).
	pub struct SessionKeys {
		/// Signs blocks.
		pub aura: Aura,
		/// Signs finality votes.
		pub grandpa: Grandpa,
	}
}

/// What every transaction is checked for, in this order. To wallets and libraries they are the
/// standard extensions, and one more without contents, so that those of the ecosystem work without
/// custom types.
///
/// The gate stands between the mortality and the nonce: what is malformed or meant for another chain
/// is refused before anything is looked up, and a stranger is refused as a stranger rather than for
/// a nonce that it can't have.
pub type TxExtension = (
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	frame_system::CheckMortality<Runtime>,
	pallet_organizations::Gate<Runtime>,
	pallet_organizations::CheckNonce<Runtime>,
	frame_system::CheckWeight<Runtime>,
	frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	frame_system::WeightReclaim<Runtime>,
);

/// Executes blocks.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

/// The pallets. Indices are for ever: they stand in every encoded call, event and error. Room is
/// left in each group: 0-19 the chain itself, 20-29 governance, 30-39 tools, 40- the health
/// consortium.
///
/// The order matters in two places. The validators come before the session, whose genesis asks them
/// for the first set; and Aura before the session, so that a block is authored by the set with which
/// it began.
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
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;

	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;

	#[runtime::pallet_index(2)]
	pub type Aura = pallet_aura;

	#[runtime::pallet_index(3)]
	pub type Grandpa = pallet_grandpa;

	#[runtime::pallet_index(4)]
	pub type Authorship = pallet_authorship;

	#[runtime::pallet_index(5)]
	pub type Validators = pallet_validators;

	#[runtime::pallet_index(6)]
	pub type Session = pallet_session;

	#[runtime::pallet_index(7)]
	pub type Historical = pallet_session::historical;

	#[runtime::pallet_index(8)]
	pub type Offences = pallet_offences;

	#[runtime::pallet_index(9)]
	pub type MultiBlockMigrations = pallet_migrations;

	#[runtime::pallet_index(20)]
	pub type Council = pallet_collective<Instance1>;

	#[runtime::pallet_index(21)]
	pub type TechnicalCommittee = pallet_collective<Instance2>;

	#[runtime::pallet_index(22)]
	pub type Governance = pallet_governance;

	#[runtime::pallet_index(23)]
	pub type Preimage = pallet_preimage;

	#[runtime::pallet_index(24)]
	pub type Scheduler = pallet_scheduler;

	#[runtime::pallet_index(25)]
	pub type SafeMode = pallet_safe_mode;

	#[runtime::pallet_index(26)]
	pub type TxPause = pallet_tx_pause;

	#[runtime::pallet_index(30)]
	pub type Utility = pallet_utility;

	#[runtime::pallet_index(31)]
	pub type Multisig = pallet_multisig;

	#[runtime::pallet_index(32)]
	pub type Proxy = pallet_proxy;

	#[runtime::pallet_index(33)]
	pub type Recovery = pallet_recovery;

	#[runtime::pallet_index(40)]
	pub type Organizations = pallet_organizations;

	#[runtime::pallet_index(41)]
	pub type Patients = pallet_patients;

	#[runtime::pallet_index(42)]
	pub type Records = pallet_records;

	#[runtime::pallet_index(43)]
	pub type Consents = pallet_consents;

	#[runtime::pallet_index(44)]
	pub type SignedCalls = pallet_signed_calls;

	#[runtime::pallet_index(45)]
	pub type Disclosures = pallet_disclosures;

	#[runtime::pallet_index(46)]
	pub type Trials = pallet_trials;

	#[runtime::pallet_index(47)]
	pub type Provenance = pallet_provenance;

	#[runtime::pallet_index(48)]
	pub type Nodes = pallet_nodes;
}
