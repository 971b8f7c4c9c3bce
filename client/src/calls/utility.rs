//! Several calls in one transaction, and remarks.

use crate::Call;

/// All of the calls, or none if one fails.
pub fn batch_all(calls: Vec<Call>) -> Call {
	Call::new("Utility", "batch_all").calls(calls)
}

/// A call that does nothing but stand in a block.
pub fn remark(bytes: &[u8]) -> Call {
	Call::new("System", "remark").arg(bytes)
}
