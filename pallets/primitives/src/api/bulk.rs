//! Many transactions in one call.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use sp_runtime::{
	traits::Block as BlockT,
	transaction_validity::{TransactionSource, TransactionValidity},
	ApplyExtrinsicResult, OpaqueExtrinsic, Weight,
};

/// What has become of a list of transactions.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct Applied {
	/// One for each, in their order, up to the one with which there was enough.
	pub results: Vec<ApplyExtrinsicResult>,
	/// No room is left in the block, but for what is urgent.
	pub is_full: bool,
}

sp_api::decl_runtime_apis! {
	/// What the SDK's `BlockBuilder` and `TaggedTransactionQueue` do, for many transactions in one
	/// call. Each call needs a new instance of the runtime, and for most transactions that takes
	/// longer than all that the runtime does with them.
	pub trait BulkApi {
		/// Puts transactions into the block that is being built, one after the other, each wholly or
		/// not at all. Ends early when those that went in together weigh more than `enough`.
		fn apply_extrinsics(extrinsics: Vec<OpaqueExtrinsic>, enough: Weight) -> Applied;
		/// What each transaction is worth after the block, none knowing of the others. Nothing for
		/// one that can't be read.
		fn validate_transactions(
			transactions: Vec<(TransactionSource, OpaqueExtrinsic)>,
			block_hash: <Block as BlockT>::Hash,
		) -> Vec<Option<TransactionValidity>>;
	}
}
