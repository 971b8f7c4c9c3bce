//! Who carries the chain, and by which nodes.

use super::Api;
use crate::Error;
use salus_primitives::{
	node::{NodePage, PeerId},
	validator::{ValidatorInfo, ValidatorsStatus},
};
use sp_core::crypto::AccountId32;

impl Api<'_> {
	/// Everybody who is on the list, seated, or queued for the next session.
	pub async fn validators(&self) -> Result<Vec<ValidatorInfo<AccountId32>>, Error> {
		self.call("ValidatorsApi_validators", ()).await
	}

	/// One of them, or one that was.
	pub async fn validator(
		&self,
		who: &AccountId32,
	) -> Result<Option<ValidatorInfo<AccountId32>>, Error> {
		self.call("ValidatorsApi_validator", who).await
	}

	/// How the set as a whole stands.
	pub async fn validators_status(&self) -> Result<ValidatorsStatus, Error> {
		self.call("ValidatorsApi_validators_status", ()).await
	}

	/// The nodes of active organizations among up to `limit` entries of the registry, from `from` on.
	pub async fn nodes(&self, from: Option<PeerId>, limit: u32) -> Result<NodePage, Error> {
		self.call("NodesApi_nodes", (from, limit)).await
	}
}
