//! What keys sign outside of transactions, so that somebody else can send it in.
//!
//! Every such payload begins with a domain of 16 bytes, which no other payload has, and the chain's
//! genesis hash. So what is signed for one use or one chain is worth nothing for another. A wallet
//! may sign it as it is, or [wrapped](wrapped_for_wallets).

use crate::{Moment, PatientId};
use alloc::vec::Vec;
use codec::Encode;
use sp_core::H256;
use sp_io::hashing::blake2_256;
use sp_runtime::traits::{IdentifyAccount, Verify};

/// What a payload is for. The domains are of equal length, so that none is the beginning of another.
pub type Domain = [u8; 16];

/// The domain of [`crate::patient::controller_payload`].
pub const CONTROLLER_DOMAIN: Domain = *b"salus/controller";
/// The domain of [`crate::patient::representative_payload`].
pub const REPRESENTATIVE_DOMAIN: Domain = *b"salus/represents";
/// The domain of [`call_payload`].
pub const CALL_DOMAIN: Domain = *b"salus/signedcall";

/// A payload: the domain, the chain's genesis hash, and the content in SCALE.
pub fn payload(domain: &Domain, genesis: H256, content: impl Encode) -> Vec<u8> {
	let mut payload = Vec::with_capacity(48_usize.saturating_add(content.size_hint()));
	payload.extend_from_slice(domain);
	payload.extend_from_slice(genesis.as_bytes());
	content.encode_to(&mut payload);
	payload
}

/// The genesis hash of a chain, of whatever type its hashes are; 32 bytes here.
pub fn genesis(hash: impl AsRef<[u8]>) -> H256 {
	let mut genesis = H256::zero();
	genesis.0.iter_mut().zip(hash.as_ref()).for_each(|(byte, of_hash)| *byte = *of_hash);
	genesis
}

/// What an account signs to have somebody else submit a call for it: the domain, the chain's genesis
/// hash, the patient whose matter it is, the account, the hash of the call, a number that is higher
/// than any that the account used before, and the last moment at which it may be submitted.
///
/// It has 160 bytes, however long the call is: [`CALL_DOMAIN`], `genesis`, `patient`, `account`,
/// `blake2_256(call)`, and the two numbers in little-endian order. `account` is 32 bytes in SCALE.
pub fn call_payload(
	genesis: H256,
	patient: PatientId,
	account: &impl Encode,
	call: &[u8],
	nonce: u64,
	deadline: Moment,
) -> Vec<u8> {
	let call = blake2_256(call);
	payload(&CALL_DOMAIN, genesis, (patient, account, call, nonce, deadline))
}

/// What browser wallets sign when they are asked to sign `payload`: the same between two tags.
pub fn wrapped_for_wallets(payload: &[u8]) -> Vec<u8> {
	[b"<Bytes>", payload, b"</Bytes>"].concat()
}

/// Whether `account` signed `payload`, as it is or as wallets wrap it.
pub fn is_signed_by<Signature: Verify>(
	signature: &Signature,
	payload: &[u8],
	account: &<Signature::Signer as IdentifyAccount>::AccountId,
) -> bool
where
	Signature::Signer: IdentifyAccount,
{
	signature.verify(payload, account)
		|| signature.verify(wrapped_for_wallets(payload).as_slice(), account)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn domains_should_all_differ() {
		let domains = [CONTROLLER_DOMAIN, REPRESENTATIVE_DOMAIN, CALL_DOMAIN];
		for (at, domain) in domains.iter().enumerate() {
			assert!(!domains[..at].contains(domain));
		}
	}

	#[test]
	fn call_payload_should_have_its_parts_where_the_documentation_says() {
		let payload = call_payload(
			H256::repeat_byte(1),
			PatientId::from([2; 32]),
			&[3u8; 32],
			b"call",
			4,
			0x0506,
		);
		let mut expected = b"salus/signedcall".to_vec();
		for byte in 1..=3u8 {
			expected.extend([byte; 32]);
		}
		expected.extend(blake2_256(b"call"));
		expected.extend([4, 0, 0, 0, 0, 0, 0, 0, 6, 5, 0, 0, 0, 0, 0, 0]);
		assert_eq!(payload, expected);
		assert_eq!(payload.len(), 160);
	}

	#[test]
	fn wrapped_for_wallets_should_stand_between_two_tags() {
		assert_eq!(wrapped_for_wallets(b"salus"), b"<Bytes>salus</Bytes>");
	}
}
