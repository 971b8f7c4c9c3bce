//! Calls that others submit.

use codec::Codec;

sp_api::decl_runtime_apis! {
	/// Calls that organizations submit for those who signed them.
	pub trait SignedCallsApi<AccountId> where AccountId: Codec {
		/// The highest number that a payload of the account has used; the next must be higher.
		fn last_nonce(account: AccountId) -> Option<u64>;
	}
}
