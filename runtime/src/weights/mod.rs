//! What blocks and transactions of this runtime cost: what was measured by `scripts/bench.sh weights`
//! and `scripts/bench.sh database`, and what follows from it. The weights of our own pallets stand with
//! them.
//!
//! What is written by the scripts has `generated` or `written by` in its first line. Without benchmarks
//! that run on a chain like this are the SDK's pallets for sessions (they want staking), offences,
//! recovery (people would be given money) and GRANDPA: their weights are those that come with the SDK.

pub mod database;
pub mod frame_system;
pub mod frame_system_extensions;
pub mod overhead;
pub mod pallet_collective;
pub mod pallet_migrations;
pub mod pallet_multisig;
pub mod pallet_preimage;
pub mod pallet_proxy;
pub mod pallet_safe_mode;
pub mod pallet_scheduler;
pub mod pallet_timestamp;
pub mod pallet_tx_pause;
pub mod pallet_utility;

use frame_support::weights::{
	constants::{WEIGHT_REF_TIME_PER_NANOS, WEIGHT_REF_TIME_PER_SECOND},
	Weight,
};

/// What a block may weigh: 1.7 of the 2 seconds of a slot, the time that its author has. That is with
/// every read and write by the database; full blocks as they were measured (docs/results.md) take between a
/// third and two thirds of a slot to build, and between a third and half of one to import.
pub const MAXIMUM_BLOCK_WEIGHT: Weight =
	Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND.saturating_mul(17).saturating_div(10), u64::MAX);

/// An empty block with the timestamp's inherent.
pub const BLOCK_EXECUTION_WEIGHT: Weight =
	Weight::from_parts(WEIGHT_REF_TIME_PER_NANOS.saturating_mul(overhead::BLOCK_NANOS), 0);

/// A transaction that does nothing: decoding it, and its signature. What every transaction is checked
/// for besides is weighed with the extensions that check it.
pub const EXTRINSIC_BASE_WEIGHT: Weight = Weight::from_parts(
	WEIGHT_REF_TIME_PER_NANOS
		.saturating_mul(overhead::EXTRINSIC_NANOS.saturating_sub(overhead::EXTENSIONS_NANOS)),
	0,
);
