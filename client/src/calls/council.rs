//! Motions of the council, one vote per organization with a seat.

use crate::{Call, H256};
use codec::{Compact, Encode};

/// Longest call that a motion may hold, in bytes. The council needs a bound on what it executes.
pub const MAX_MOTION_LEN: u32 = 64 * 1024;

/// What a motion may cost: reference time in picoseconds, and size of the proof in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode)]
pub struct WeightBound {
	/// Reference time.
	#[codec(compact)]
	pub ref_time: u64,
	/// Size of the proof.
	#[codec(compact)]
	pub proof_size: u64,
}

/// Puts a call to the vote. With a `threshold` of 1 it is executed at once, which is how one member
/// of the development chain's council passes a motion.
pub fn propose(threshold: u32, call: Call) -> Call {
	Call::new("Council", "propose").arg(Compact(threshold)).call(call).arg(Compact(MAX_MOTION_LEN))
}

/// Votes for or against the motion number `index`.
pub fn vote(motion: H256, index: u32, approve: bool) -> Call {
	Call::new("Council", "vote").arg(motion).arg(Compact(index)).arg(approve)
}

/// Ends the vote on a motion that has votes enough, or whose time is over, and executes it if it
/// passed.
pub fn close(motion: H256, index: u32, bound: WeightBound) -> Call {
	Call::new("Council", "close")
		.arg(motion)
		.arg(Compact(index))
		.arg(bound)
		.arg(Compact(MAX_MOTION_LEN))
}
