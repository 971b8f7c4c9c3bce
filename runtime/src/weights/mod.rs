//! What the extrinsics and blocks of this runtime cost. What single calls cost stands with their
//! pallets. The two base weights are provisional, in the order of what a block and a minimal signed
//! call were seen to take; they are to be measured together with the calls.

use frame_support::weights::{
	constants::{WEIGHT_REF_TIME_PER_MICROS, WEIGHT_REF_TIME_PER_SECOND},
	Weight,
};

/// What a block takes for its production: 1.5 of the 2 seconds of a slot. The rest is for sealing
/// it, sending it to the others and importing it there before their turn comes.
pub const MAXIMUM_BLOCK_WEIGHT: Weight =
	Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND.saturating_mul(3).saturating_div(2), u64::MAX);

/// An empty block with the timestamp's inherent.
pub const BLOCK_EXECUTION_WEIGHT: Weight =
	Weight::from_parts(WEIGHT_REF_TIME_PER_MICROS.saturating_mul(400), 0);

/// A transaction that does nothing: decoding it, its signature, and what every one is checked for.
pub const EXTRINSIC_BASE_WEIGHT: Weight =
	Weight::from_parts(WEIGHT_REF_TIME_PER_MICROS.saturating_mul(100), 0);
