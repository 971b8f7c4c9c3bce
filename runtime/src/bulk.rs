//! Many transactions in one call: see [`BulkApi`](salus_primitives::api::BulkApi).
//!
//! What comes of a block must be the same for its author, who builds it by these calls, and for
//! those who import it. So a transaction's storage layer here is one that nobody counts, other than
//! those of FRAME: with these a call in many others would reach the limit of nesting at its author
//! and not at the others.

use crate::{configs::system::RuntimeBlockWeights, Executive, Hash, System, UncheckedExtrinsic};
use alloc::vec::Vec;
use frame_support::dispatch::DispatchClass;
use salus_primitives::api::Applied;
use sp_io::storage::{commit_transaction, rollback_transaction, start_transaction};
use sp_runtime::{
	traits::LazyExtrinsic,
	transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidity},
	ApplyExtrinsicResult, OpaqueExtrinsic, Perbill, Weight,
};

/// A block with no more than this left is full: there is hardly a call so light.
const LEFT_WHEN_FULL: Perbill = Perbill::from_percent(1);

/// Puts transactions into the block.
pub fn apply(extrinsics: Vec<OpaqueExtrinsic>, enough: Weight) -> Applied {
	let end = System::block_weight().total().saturating_add(enough);
	let mut results = Vec::with_capacity(extrinsics.len());
	for extrinsic in extrinsics {
		results.push(apply_one(&extrinsic));
		if System::block_weight().total().any_gt(end) {
			break;
		}
	}
	Applied { results, is_full: is_full() }
}

/// Puts a transaction into the block, wholly or not at all.
fn apply_one(extrinsic: &OpaqueExtrinsic) -> ApplyExtrinsicResult {
	let extrinsic = UncheckedExtrinsic::decode_unprefixed(extrinsic.inner())
		.map_err(|_| InvalidTransaction::Call)?;
	start_transaction();
	let result = Executive::apply_extrinsic(extrinsic);
	if result.is_ok() {
		commit_transaction();
	} else {
		rollback_transaction();
	}
	result
}

/// Whether members' transactions have filled their share of the block.
fn is_full() -> bool {
	let weights = RuntimeBlockWeights::get();
	weights.get(DispatchClass::Normal).max_total.is_some_and(|most| {
		let used = System::block_weight().get(DispatchClass::Normal).ref_time();
		most.ref_time().saturating_sub(used) <= LEFT_WHEN_FULL * most.ref_time()
	})
}

/// Says of each transaction what it is worth after the block with this hash, and leaves no trace.
pub fn validate(
	transactions: Vec<(TransactionSource, OpaqueExtrinsic)>,
	block_hash: Hash,
) -> Vec<Option<TransactionValidity>> {
	transactions
		.into_iter()
		.map(|(source, extrinsic)| {
			let extrinsic = UncheckedExtrinsic::decode_unprefixed(extrinsic.inner()).ok()?;
			start_transaction();
			let validity = Executive::validate_transaction(source, extrinsic, block_hash);
			rollback_transaction();
			Some(validity)
		})
		.collect()
}
