//! Who carries the chain, and by which nodes.

use crate::{
	node::{NodePage, PeerId},
	validator::{ValidatorInfo, ValidatorsStatus},
};
use alloc::vec::Vec;
use codec::Codec;

sp_api::decl_runtime_apis! {
	/// The validators.
	pub trait ValidatorsApi<AccountId> where AccountId: Codec {
		/// Everybody who is on the list, seated, or queued for the next session.
		fn validators() -> Vec<ValidatorInfo<AccountId>>;
		/// One of them, or one that was; nothing for accounts that never were and have no keys.
		fn validator(who: AccountId) -> Option<ValidatorInfo<AccountId>>;
		/// How the set as a whole stands.
		fn validators_status() -> ValidatorsStatus;
	}

	/// The registry of nodes.
	pub trait NodesApi {
		/// The nodes of active organizations among up to `limit` entries from `from` on.
		fn nodes(from: Option<PeerId>, limit: u32) -> NodePage;
	}
}
