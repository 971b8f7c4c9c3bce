//! Motions of the council, one vote per organization with a seat, and of the technical committee.

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

/// Those who vote.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Body {
	/// The delegates of the organizations with a seat.
	Council,
	/// Those who act in emergencies.
	TechnicalCommittee,
}

impl Body {
	/// Its pallet.
	pub fn pallet(self) -> &'static str {
		match self {
			Self::Council => "Council",
			Self::TechnicalCommittee => "TechnicalCommittee",
		}
	}

	/// Puts a call to the vote. With a `threshold` of 1 it is executed at once, which is how one
	/// member of the development chain's council passes a motion.
	pub fn propose(self, threshold: u32, call: Call) -> Call {
		Call::new(self.pallet(), "propose")
			.arg(Compact(threshold))
			.call(call)
			.arg(Compact(MAX_MOTION_LEN))
	}

	/// Votes for or against the motion number `index`.
	pub fn vote(self, motion: H256, index: u32, approve: bool) -> Call {
		Call::new(self.pallet(), "vote").arg(motion).arg(Compact(index)).arg(approve)
	}

	/// Ends the vote on a motion that has votes enough, or whose time is over, and executes it if it
	/// passed.
	pub fn close(self, motion: H256, index: u32, bound: WeightBound) -> Call {
		Call::new(self.pallet(), "close")
			.arg(motion)
			.arg(Compact(index))
			.arg(bound)
			.arg(Compact(MAX_MOTION_LEN))
	}
}

/// Puts a call to the vote of the council. See [`Body::propose`].
pub fn propose(threshold: u32, call: Call) -> Call {
	Body::Council.propose(threshold, call)
}
