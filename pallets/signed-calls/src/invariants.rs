//! What always holds.

use crate::{Config, LastNonces, Pallet};
use frame_support::ensure;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet's storage.
	pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
		Self::try_state_nonces()
	}

	/// Every account with an entry can be read, and has one.
	fn try_state_nonces() -> Result<(), sp_runtime::TryRuntimeError> {
		let (mut keys, mut entries) = (0u64, 0u64);
		LastNonces::<T>::iter_keys().for_each(|_| keys = keys.saturating_add(1));
		LastNonces::<T>::iter_values().for_each(|_| entries = entries.saturating_add(1));
		ensure!(keys == entries, "a number does not decode");
		Ok(())
	}
}
