//! What reads and writes of the state cost in ParityDB, written by `scripts/bench.sh database`; not to
//! be edited by hand.
//!
//! Measured on a state of 1000000 values: a read takes 6517 ns without the cache of trie nodes,
//! 9877 ns with the node's own; a write, in blocks of 10000 with the new root and the commit, 40963
//! ns in the median block and 62972 ns in the slowest. The weights are the slower read and the median
//! write.

use frame_support::weights::RuntimeDbWeight;
use sp_core::parameter_types;

parameter_types! {
	/// A read and a write, in picoseconds.
	pub const DatabaseWeight: RuntimeDbWeight = RuntimeDbWeight {
		read: 9_877_000,
		write: 40_963_000,
	};
}
