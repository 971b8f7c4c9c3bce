//! What the gate says to those whom it does not let in.

use std::fmt;

/// The gate's reasons. On the wire they are codes of `InvalidTransaction::Custom`, and the same as
/// those of `pallet_organizations::gate::Refusal`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Refusal {
	/// The account belongs to no member of the consortium.
	Stranger = 1,
	/// The agent's validity has not begun or has ended.
	AgentNotValid = 2,
	/// The organization is not admitted yet, suspended or removed.
	OrganizationNotActive = 3,
	/// The call is heavier than the allowance is when full.
	ExceedsAllowance = 4,
	/// The transaction has no signer.
	NotSigned = 5,
}

impl Refusal {
	/// Every reason.
	pub const ALL: [Self; 5] = [
		Self::Stranger,
		Self::AgentNotValid,
		Self::OrganizationNotActive,
		Self::ExceedsAllowance,
		Self::NotSigned,
	];

	/// The reason that a code stands for.
	pub fn from_code(code: u8) -> Option<Self> {
		Self::ALL.into_iter().find(|refusal| refusal.code() == code)
	}

	/// The code.
	pub fn code(self) -> u8 {
		self as u8
	}
}

impl fmt::Display for Refusal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::Stranger => "the account belongs to no member of the consortium",
			Self::AgentNotValid => "the agent's validity has not begun or has ended",
			Self::OrganizationNotActive => "the organization is not active",
			Self::ExceedsAllowance => "the call is heavier than the organization's whole allowance",
			Self::NotSigned => "the transaction has no signer",
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn from_code_should_be_the_inverse_of_code() {
		for refusal in Refusal::ALL {
			assert_eq!(Refusal::from_code(refusal.code()), Some(refusal));
		}
		assert_eq!(Refusal::from_code(0), None);
		assert_eq!(Refusal::from_code(6), None);
	}
}
