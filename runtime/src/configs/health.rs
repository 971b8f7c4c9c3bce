//! The health consortium: its members and what they keep on the chain.

use crate::AccountId;
use pallet_validators::ValidatorMembership;

/// Whether an account may stand for a member among the validators.
pub struct OrganizationMembership;

impl ValidatorMembership<AccountId> for OrganizationMembership {
	fn is_active_member(_who: &AccountId) -> bool {
		true
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn ensure_active_member(_who: &AccountId) {}
}
