//! What is done with the authority of the chain, and in emergencies.

use crate::{Call, H256};

/// Dispatches a call with the authority of the chain (root), when the enactment delay is over. By two
/// thirds of the council.
pub fn enact(call: Call) -> Call {
	Call::new("Governance", "enact").call(call)
}

/// Takes back a decision to enact the call with this hash, while it waits. By two thirds of the council.
pub fn cancel_enactment(call_hash: H256) -> Call {
	Call::new("Governance", "cancel_enactment").arg(call_hash)
}

/// Has what is enacted from now on wait for so many blocks. By root.
pub fn set_enactment_delay(blocks: u32) -> Call {
	Call::new("Governance", "set_enactment_delay").arg(blocks)
}

/// Allows the runtime's code to be replaced by the code with this hash, of a higher version. By root.
pub fn authorize_upgrade(code_hash: H256) -> Call {
	Call::new("System", "authorize_upgrade").arg(code_hash)
}

/// Replaces the runtime's code by the one that was authorized. By anybody who may send transactions.
pub fn apply_authorized_upgrade(code: &[u8]) -> Call {
	Call::new("System", "apply_authorized_upgrade").arg(code)
}

/// Makes a call some blocks later. By the council; the call has its authority then.
pub fn schedule_after(blocks: u32, call: Call) -> Call {
	let not_periodic: Option<(u32, u32)> = None;
	let highest_priority = 0u8;
	Call::new("Scheduler", "schedule_after")
		.arg(blocks)
		.arg(not_periodic)
		.arg(highest_priority)
		.call(call)
}

/// Keeps everybody from making a call for some blocks. By two thirds of the technical committee.
pub fn pause_call(pallet: &str, call: &str, blocks: u32) -> Call {
	Call::new("Governance", "pause_call").arg(pallet).arg(call).arg(blocks)
}

/// Lets a paused call be made again. By two thirds of the technical committee.
pub fn resume_call(pallet: &str, call: &str) -> Call {
	Call::new("Governance", "resume_call").arg(pallet).arg(call)
}

/// Stops all but the essential calls for some hours. By two thirds of the technical committee.
pub fn enter_safe_mode() -> Call {
	Call::new("SafeMode", "force_enter")
}

/// Prolongs that. By two thirds of the council.
pub fn extend_safe_mode() -> Call {
	Call::new("SafeMode", "force_extend")
}

/// Ends that. By two thirds of the council or of the technical committee.
pub fn exit_safe_mode() -> Call {
	Call::new("SafeMode", "force_exit")
}
