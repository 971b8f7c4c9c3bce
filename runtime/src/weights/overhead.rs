//! What blocks and transactions take by themselves, written by `scripts/bench.sh weights overhead`; not
//! to be edited by hand.
//!
//! Means of 100 executions by the runtime's Wasm, 2026-11-21. Machine:
//! AMD EPYC, two cores.

/// An empty block with the timestamp's inherent, in nanoseconds.
pub const BLOCK_NANOS: u64 = 283_327;

/// An empty `System.remark`, signed, in a block of 500, in nanoseconds.
pub const EXTRINSIC_NANOS: u64 = 92_023;

/// The part of that which is weighed with the transaction's extensions, in nanoseconds: their own
/// weights, without reads and writes.
pub const EXTENSIONS_NANOS: u64 = 46490;
