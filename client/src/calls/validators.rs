//! Validators and their session keys.

use crate::{AccountId32, Call};
use codec::{Encode, Output};

const PALLET: &str = "Validators";

/// Public session keys as a node gives them, one after the other: how many and of what kind only the
/// runtime knows.
struct Keys<'a>(&'a [u8]);

impl Encode for Keys<'_> {
	fn encode_to<T: Output + ?Sized>(&self, dest: &mut T) {
		dest.write(self.0);
	}
}

/// Registers the session keys of a node with the proof that it holds them, both as
/// `author_rotateKeysWithOwner` gives them. By the account that validates.
pub fn set_keys(keys: &[u8], proof: &[u8]) -> Call {
	Call::new(PALLET, "set_keys").arg(Keys(keys)).arg(proof)
}

/// Gives up the session keys. By an account that no longer validates.
pub fn purge_keys() -> Call {
	Call::new(PALLET, "purge_keys")
}

/// Gives an account a validator's seat. By the council.
pub fn add_validator(account: &AccountId32) -> Call {
	Call::new(PALLET, "add_validator").arg(account)
}

/// Takes a validator's seat back. By the council.
pub fn remove_validator(account: &AccountId32) -> Call {
	Call::new(PALLET, "remove_validator").arg(account)
}
