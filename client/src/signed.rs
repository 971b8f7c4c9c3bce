//! Calls that a patient, a representative or a recovery contact signs, for a member to send in.
//!
//! ```no_run
//! # use salus_client::{calls, keys, signed::SignedCall, Client};
//! # async fn example(client: &Client) -> Result<(), salus_client::Error> {
//! # let (patient, consent) = Default::default();
//! # let (ann, clerk) = (keys::random(), keys::random());
//! let revoke = calls::consents::revoke(patient, consent);
//! // On the patient's side, with the patient's key.
//! let signed = SignedCall::sign(client, &ann, patient, revoke, 60_000).await?;
//! // At the counter, with an agent's.
//! signed.submit(client, &clerk).await?;
//! # Ok(())
//! # }
//! ```

use crate::{keys, AccountId32, Call, Client, Error, Included, H256};
use salus_primitives::{signed::call_payload, Moment, PatientId};
use std::time::{SystemTime, UNIX_EPOCH};
use subxt::utils::MultiSignature;
use subxt_signer::sr25519::Keypair;

const PALLET: &str = "SignedCalls";

/// What somebody wants for a patient, and the number and the deadline that it is good for.
#[derive(Clone, Debug)]
pub struct Intent {
	/// The patient whose matter it is.
	pub patient: PatientId,
	/// Who wants it.
	pub account: AccountId32,
	/// The call.
	pub call: Call,
	/// Higher than that of every signed call of the account before.
	pub nonce: u64,
	/// Until when it is good, in milliseconds of the chain's clock.
	pub deadline: Moment,
}

impl Intent {
	/// The bytes to sign, with any of the schemes that the chain knows, raw or as a wallet's message:
	/// [`call_payload`]. `call` is the call's SCALE bytes on the chain with this genesis hash.
	pub fn payload(&self, genesis: H256, call: &[u8]) -> Vec<u8> {
		let Self { patient, account, nonce, deadline, .. } = self;
		call_payload(genesis, *patient, account, call, *nonce, *deadline)
	}

	/// The intent with the signature that somebody, such as a wallet, made of its payload.
	pub fn signed(self, signature: MultiSignature) -> SignedCall {
		SignedCall { intent: self, signature }
	}
}

/// A call with the signature of who wants it.
#[derive(Clone, Debug)]
pub struct SignedCall {
	intent: Intent,
	signature: MultiSignature,
}

impl SignedCall {
	/// Signs a call with the next number of the key's account, good for `validity` milliseconds.
	pub async fn sign(
		client: &Client,
		key: &Keypair,
		patient: PatientId,
		call: Call,
		validity: Moment,
	) -> Result<Self, Error> {
		let account = keys::account(key);
		let last = client.api().last_nonce(&account).await?;
		let nonce = last.map_or(0, |last| last.saturating_add(1));
		let now = match client.now().await? {
			// Before the first block the chain has no time, and will most likely take this one.
			0 => SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis()
				as Moment,
			now => now,
		};
		let deadline = now.saturating_add(validity);
		let bytes = client.encode(&call).await?;
		let intent = Intent { patient, account, call, nonce, deadline };
		let payload = intent.payload(client.genesis(), &bytes);
		Ok(intent.signed(sign(key, &payload)))
	}

	/// What is wanted.
	pub fn intent(&self) -> &Intent {
		&self.intent
	}

	/// The call by which a member sends it in.
	pub fn as_call(&self) -> Call {
		let Intent { patient, account, call, nonce, deadline } = &self.intent;
		Call::new(PALLET, "submit")
			.arg(patient)
			.arg(account)
			.call(call.clone())
			.arg(nonce)
			.arg(deadline)
			.arg(&self.signature)
	}

	/// Sends it in, as `agent` of a member. An error of the call itself is an error here, although the
	/// signature is used up.
	pub async fn submit(&self, client: &Client, agent: &Keypair) -> Result<Included, Error> {
		let included = client.submit(&self.as_call(), agent).await?;
		outcome(client, &included).await?;
		Ok(included)
	}
}

/// The signature of a key over these bytes, as the chain takes it.
pub fn sign(key: &Keypair, bytes: &[u8]) -> MultiSignature {
	MultiSignature::Sr25519(key.sign(bytes).0)
}

/// What came of the signed call that was sent in with this transaction.
pub async fn outcome(client: &Client, included: &Included) -> Result<(), Error> {
	const EVENT: &str = "SignedCalls.CallSubmitted";
	/// Patient, organization and number stand before the result.
	const RESULT_AT: usize = 32 + 4 + 8;
	let event = included
		.events
		.iter()
		.rfind(|event| event.is(PALLET, "CallSubmitted"))
		.ok_or_else(|| Error::unreadable(EVENT, "there is no such event"))?;
	match event.fields.get(RESULT_AT..).and_then(<[u8]>::split_first) {
		Some((0, _)) => Ok(()),
		Some((1, error)) => Err(client.name_dispatch_error(error).await?),
		_ => Err(Error::unreadable(EVENT, "it is of another form")),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use salus_primitives::signed::{is_signed_by, CALL_DOMAIN};

	fn intent(key: &Keypair) -> Intent {
		Intent {
			patient: PatientId::from([1; 32]),
			account: keys::account(key),
			call: crate::calls::patients::erase(PatientId::from([1; 32])),
			nonce: 7,
			deadline: 8,
		}
	}

	#[test]
	fn payload_should_be_what_the_chain_checks() {
		let key = keys::from_uri("//Alice").unwrap();
		let payload = intent(&key).payload(H256::repeat_byte(2), b"call");
		assert_eq!(payload.len(), 160);
		assert_eq!(payload[..16], CALL_DOMAIN);
		let MultiSignature::Sr25519(bytes) = sign(&key, &payload) else {
			panic!("the key is one of sr25519");
		};
		let signature = sp_core::sr25519::Signature::from_raw(bytes);
		let public = sp_core::sr25519::Public::from_raw(key.public_key().0);
		assert!(is_signed_by(&signature, &payload, &public));
		assert!(!is_signed_by(&signature, &payload[1..], &public));
	}

	#[test]
	fn payload_should_differ_when_anything_in_it_does() {
		let key = keys::from_uri("//Alice").unwrap();
		let base = intent(&key);
		let genesis = H256::repeat_byte(2);
		let payload = base.payload(genesis, b"call");
		for (other, genesis, call) in [
			(Intent { nonce: 8, ..base.clone() }, genesis, &b"call"[..]),
			(Intent { deadline: 9, ..base.clone() }, genesis, b"call"),
			(Intent { patient: PatientId::from([3; 32]), ..base.clone() }, genesis, b"call"),
			(base.clone(), H256::repeat_byte(3), b"call"),
			(base.clone(), genesis, b"another"),
		] {
			assert_ne!(other.payload(genesis, call), payload);
		}
	}
}
