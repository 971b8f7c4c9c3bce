//! Keys and accounts.

use crate::Error;
use sp_core::crypto::AccountId32;
use std::str::FromStr;
pub use subxt_signer::sr25519::Keypair;
use subxt_signer::SecretUri;

/// The key of a secret URI, such as `//Alice`, `//Bob//practitioner` or a phrase of words.
pub fn from_uri(uri: &str) -> Result<Keypair, Error> {
	let uri = SecretUri::from_str(uri).map_err(|error| Error::BadSecret(error.to_string()))?;
	Keypair::from_uri(&uri).map_err(|error| Error::BadSecret(error.to_string()))
}

/// A new key that nobody else has.
pub fn random() -> Keypair {
	// Every 32 bytes are a secret key; the constructor's error is about phrases and hexadecimal.
	Keypair::from_secret_key(rand::random()).expect("32 bytes are a secret key; qed")
}

/// The account that a key signs for.
pub fn account(key: &Keypair) -> AccountId32 {
	AccountId32::new(key.public_key().0)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn account_should_be_the_well_known_one_when_the_key_is_alice() {
		let alice = account(&from_uri("//Alice").unwrap());
		assert_eq!(alice.to_string(), "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
	}

	#[test]
	fn from_uri_should_refuse_when_text_is_no_uri() {
		assert!(matches!(from_uri("not a phrase"), Err(Error::BadSecret(_))));
	}
}
