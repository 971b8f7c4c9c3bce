//! Salted commitments: what the chain keeps in place of a value that identifies somebody.
//!
//! A commitment is `blake2_256(domain ‖ salt ‖ value)`. The domain keeps a commitment made for one
//! use from being passed off for another; the 32 random bytes of salt, which stay with their owner,
//! keep anybody from finding the value by trying.

use sp_core::H256;
use sp_io::hashing::blake2_256;

/// The random bytes that make a commitment unguessable. They never go on chain, except where the
/// owner opens the commitment.
pub type Salt = [u8; 32];

/// What a commitment is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Domain {
	/// An identifier that a health authority issued to a patient, such as a record number.
	Identifier,
	/// A record pointer in a batch, see [`crate::record::commitment`].
	Record,
	/// An entry in a log of disclosures, see [`crate::disclosure::commitment`].
	Disclosure,
	/// A dispenser's record of whom it gave a medicine.
	Dispensing,
	/// An entry of a trial's allocation list, see [`crate::trial::allocation_commitment`].
	Allocation,
}

impl Domain {
	/// The bytes that stand before the salt. They are of equal length, so that no domain's
	/// commitment can be read as another's with a shifted salt.
	pub const fn tag(self) -> &'static [u8; 16] {
		match self {
			Self::Identifier => b"salus/identifier",
			Self::Record => b"salus/record\0\0\0\0",
			Self::Disclosure => b"salus/disclosure",
			Self::Dispensing => b"salus/dispensing",
			Self::Allocation => b"salus/allocation",
		}
	}
}

/// The commitment to `value` under `salt`.
pub fn commit(domain: Domain, salt: &Salt, value: &[u8]) -> H256 {
	let mut preimage = alloc::vec::Vec::with_capacity(16 + 32 + value.len());
	preimage.extend_from_slice(domain.tag());
	preimage.extend_from_slice(salt);
	preimage.extend_from_slice(value);
	H256(blake2_256(&preimage))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn commit_should_differ_when_domain_salt_or_value_differ() {
		let base = commit(Domain::Identifier, &[1; 32], b"12345");
		assert_eq!(base, commit(Domain::Identifier, &[1; 32], b"12345"));
		assert_ne!(base, commit(Domain::Record, &[1; 32], b"12345"));
		assert_ne!(base, commit(Domain::Identifier, &[2; 32], b"12345"));
		assert_ne!(base, commit(Domain::Identifier, &[1; 32], b"12346"));
	}

	#[test]
	fn commit_should_be_blake2_of_domain_salt_and_value() {
		let mut bytes = b"salus/identifier".to_vec();
		bytes.extend_from_slice(&[7; 32]);
		bytes.extend_from_slice(b"value");
		assert_eq!(commit(Domain::Identifier, &[7; 32], b"value"), H256(blake2_256(&bytes)));
	}
}
