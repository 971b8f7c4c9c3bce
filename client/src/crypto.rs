//! Encryption of records and sealing of their keys. Both happen here, at the members; the chain
//! sees hashes of ciphertexts and sealed keys only.
//!
//! - A record is encrypted with XChaCha20-Poly1305 under a content key of its own. The nonce, 24
//!   random bytes, stands before the ciphertext; patient and record id are associated data, so that
//!   a ciphertext can't be passed off as another record's.
//! - A content key is sealed to the X25519 key of an organization with HPKE (RFC 9180) in base mode:
//!   DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. Chain, patient, subject and
//!   recipient are bound to it, so that an envelope opens only what it was put for.

use chacha20poly1305::{
	aead::{Aead, KeyInit, Payload},
	Key, XChaCha20Poly1305, XNonce,
};
use codec::Encode;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use salus_primitives::{
	record::{Sealed, SealedKey},
	OrganizationId, PatientId, RecordId,
};
use sp_core::H256;
use sp_io::hashing::blake2_256;
use std::fmt;

type Encapsulation = hpke::kem::X25519HkdfSha256;
type Derivation = hpke::kdf::HkdfSha256;
type Cipher = hpke::aead::ChaCha20Poly1305;

const NONCE_LEN: usize = 24;
const ENCAPSULATED_KEY_LEN: usize = 32;
const ENVELOPE_INFO: &[u8] = b"salus/envelope";

/// Why something can't be decrypted or opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CryptoError {
	/// The ciphertext is too short to be one.
	#[error("too short to be a ciphertext")]
	TooShort,
	/// The ciphertext was changed, belongs to another record, or the key is another's.
	#[error("the ciphertext was changed, belongs to another record, or the key is not its key")]
	WrongKeyOrContent,
	/// The envelope was changed, was put for something else, or is sealed to another key.
	#[error("the envelope was changed, was put for something else, or is sealed to another key")]
	NotOurEnvelope,
	/// The bytes are not an X25519 public key.
	#[error("not an X25519 public key")]
	BadPublicKey,
	/// What is inside the envelope is not a content key.
	#[error("the envelope does not hold a content key")]
	NotAContentKey,
}

/// The key that one record is encrypted with.
#[derive(Clone, PartialEq, Eq)]
pub struct ContentKey([u8; 32]);

impl ContentKey {
	/// A new one.
	pub fn random() -> Self {
		Self(rand::random())
	}

	/// The bytes, for whoever stores it.
	pub fn to_bytes(&self) -> [u8; 32] {
		self.0
	}
}

impl From<[u8; 32]> for ContentKey {
	fn from(bytes: [u8; 32]) -> Self {
		Self(bytes)
	}
}

impl fmt::Debug for ContentKey {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("ContentKey(…)")
	}
}

/// Encrypts a record.
pub fn encrypt(key: &ContentKey, patient: PatientId, record: RecordId, plain: &[u8]) -> Vec<u8> {
	let nonce: [u8; NONCE_LEN] = rand::random();
	let aad = associated_data(patient, record);
	let sealed = XChaCha20Poly1305::new(&Key::from(key.0))
		.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad })
		// The cipher's only error is a message beyond 256 GiB, which does not fit into a slice here.
		.expect("a message in memory is below the cipher's limit; qed");
	[nonce.as_slice(), &sealed].concat()
}

/// Decrypts a record.
pub fn decrypt(
	key: &ContentKey,
	patient: PatientId,
	record: RecordId,
	ciphertext: &[u8],
) -> Result<Vec<u8>, CryptoError> {
	let (nonce, sealed) =
		ciphertext.split_first_chunk::<NONCE_LEN>().ok_or(CryptoError::TooShort)?;
	let aad = associated_data(patient, record);
	XChaCha20Poly1305::new(&Key::from(key.0))
		.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: &aad })
		.map_err(|_| CryptoError::WrongKeyOrContent)
}

/// The hash by which the chain knows a ciphertext.
pub fn ciphertext_hash(ciphertext: &[u8]) -> H256 {
	H256(blake2_256(ciphertext))
}

fn associated_data(patient: PatientId, record: RecordId) -> Vec<u8> {
	(patient, record).encode()
}

/// The X25519 secret to which key envelopes for an organization are sealed.
pub struct EnvelopeSecret(<Encapsulation as Kem>::PrivateKey);

impl EnvelopeSecret {
	/// A new one.
	pub fn random() -> Self {
		Self::from_seed(&rand::random::<[u8; 32]>())
	}

	/// The secret that RFC 9180's `DeriveKeyPair` makes of a seed of 32 bytes or more.
	pub fn from_seed(seed: &[u8]) -> Self {
		Self(Encapsulation::derive_keypair(seed).0)
	}

	/// The public key, which the organization puts on chain.
	pub fn public(&self) -> H256 {
		H256::from_slice(&Encapsulation::sk_to_pk(&self.0).to_bytes())
	}
}

impl fmt::Debug for EnvelopeSecret {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("EnvelopeSecret(…)")
	}
}

/// What an envelope is put for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EnvelopeContext {
	/// Hash of the chain's first block.
	pub genesis: H256,
	/// Whose data.
	pub patient: PatientId,
	/// What the key inside opens.
	pub subject: Sealed,
	/// Who may open the envelope.
	pub recipient: OrganizationId,
}

impl EnvelopeContext {
	fn info(&self) -> Vec<u8> {
		[ENVELOPE_INFO, self.genesis.as_bytes()].concat()
	}

	fn associated_data(&self) -> Vec<u8> {
		(self.patient, self.subject, self.recipient).encode()
	}
}

/// Seals a content key to the public key of an organization.
pub fn seal(
	recipient_key: H256,
	context: &EnvelopeContext,
	key: &ContentKey,
) -> Result<SealedKey, CryptoError> {
	let public = <Encapsulation as Kem>::PublicKey::from_bytes(recipient_key.as_bytes())
		.map_err(|_| CryptoError::BadPublicKey)?;
	let (encapsulated, sealed) = hpke::single_shot_seal::<Cipher, Derivation, Encapsulation>(
		&OpModeS::Base,
		&public,
		&context.info(),
		&key.0,
		&context.associated_data(),
	)
	// A public key of low order, to which nothing can be sealed secretly.
	.map_err(|_| CryptoError::BadPublicKey)?;
	let bytes = [encapsulated.to_bytes().as_slice(), &sealed].concat();
	Ok(SealedKey::try_from(bytes).expect("32 + 32 + 16 bytes fit into an envelope; qed"))
}

/// Opens an envelope.
pub fn open(
	secret: &EnvelopeSecret,
	context: &EnvelopeContext,
	envelope: &[u8],
) -> Result<ContentKey, CryptoError> {
	let (encapsulated, sealed) =
		envelope.split_first_chunk::<ENCAPSULATED_KEY_LEN>().ok_or(CryptoError::TooShort)?;
	let encapsulated = <Encapsulation as Kem>::EncappedKey::from_bytes(encapsulated)
		.map_err(|_| CryptoError::NotOurEnvelope)?;
	let key = hpke::single_shot_open::<Cipher, Derivation, Encapsulation>(
		&OpModeR::Base,
		&secret.0,
		&encapsulated,
		&context.info(),
		sealed,
		&context.associated_data(),
	)
	.map_err(|_| CryptoError::NotOurEnvelope)?;
	<[u8; 32]>::try_from(key).map(ContentKey).map_err(|_| CryptoError::NotAContentKey)
}

#[cfg(test)]
mod tests {
	use super::*;

	const PATIENT: PatientId = PatientId(H256([1; 32]));
	const RECORD: RecordId = RecordId(H256([2; 32]));

	fn context() -> EnvelopeContext {
		EnvelopeContext {
			genesis: H256([9; 32]),
			patient: PATIENT,
			subject: Sealed::Record(RECORD),
			recipient: OrganizationId(2),
		}
	}

	#[test]
	fn decrypt_should_return_the_same_bytes_when_nothing_changed() {
		let key = ContentKey::random();
		for plain in [&b""[..], b"{}", &[7; 100_000]] {
			let ciphertext = encrypt(&key, PATIENT, RECORD, plain);
			assert_eq!(decrypt(&key, PATIENT, RECORD, &ciphertext).unwrap(), plain);
		}
	}

	#[test]
	fn encrypt_should_differ_each_time() {
		let key = ContentKey::random();
		assert_ne!(encrypt(&key, PATIENT, RECORD, b"x"), encrypt(&key, PATIENT, RECORD, b"x"));
	}

	#[test]
	fn decrypt_should_refuse_when_key_patient_record_or_any_byte_differ() {
		let key = ContentKey::random();
		let ciphertext = encrypt(&key, PATIENT, RECORD, b"{\"resourceType\":\"Patient\"}");
		let other_patient = PatientId(H256([3; 32]));
		let other_record = RecordId(H256([3; 32]));
		let wrong = Err(CryptoError::WrongKeyOrContent);
		assert_eq!(decrypt(&ContentKey::random(), PATIENT, RECORD, &ciphertext), wrong);
		assert_eq!(decrypt(&key, other_patient, RECORD, &ciphertext), wrong);
		assert_eq!(decrypt(&key, PATIENT, other_record, &ciphertext), wrong);
		for at in 0..ciphertext.len() {
			let mut changed = ciphertext.clone();
			changed[at] ^= 1;
			assert_eq!(decrypt(&key, PATIENT, RECORD, &changed), wrong);
		}
		assert_eq!(decrypt(&key, PATIENT, RECORD, &ciphertext[..20]), Err(CryptoError::TooShort));
	}

	#[test]
	fn open_should_return_the_key_when_the_envelope_is_ours() {
		let secret = EnvelopeSecret::random();
		let key = ContentKey::random();
		let envelope = seal(secret.public(), &context(), &key).unwrap();
		assert_eq!(envelope.len(), 80);
		assert_eq!(open(&secret, &context(), &envelope).unwrap(), key);
	}

	#[test]
	fn open_should_refuse_when_secret_context_or_bytes_differ() {
		let secret = EnvelopeSecret::random();
		let envelope = seal(secret.public(), &context(), &ContentKey::random()).unwrap();
		let refused = Err(CryptoError::NotOurEnvelope);
		assert_eq!(open(&EnvelopeSecret::random(), &context(), &envelope), refused);
		for other in [
			EnvelopeContext { genesis: H256([8; 32]), ..context() },
			EnvelopeContext { patient: PatientId(H256([3; 32])), ..context() },
			EnvelopeContext { subject: Sealed::Record(RecordId(H256([3; 32]))), ..context() },
			EnvelopeContext { recipient: OrganizationId(3), ..context() },
		] {
			assert_eq!(open(&secret, &other, &envelope), refused);
		}
		let mut changed = envelope.to_vec();
		changed[50] ^= 1;
		assert_eq!(open(&secret, &context(), &changed), refused);
		assert_eq!(open(&secret, &context(), &envelope[..31]), Err(CryptoError::TooShort));
	}

	#[test]
	fn seal_should_refuse_when_the_public_key_is_of_low_order() {
		let result = seal(H256::zero(), &context(), &ContentKey::random());
		assert_eq!(result, Err(CryptoError::BadPublicKey));
	}

	#[test]
	fn from_seed_should_be_deterministic() {
		assert_eq!(
			EnvelopeSecret::from_seed(&[5; 32]).public(),
			EnvelopeSecret::from_seed(&[5; 32]).public()
		);
	}
}
