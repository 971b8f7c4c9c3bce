//! Who can help when the key is lost.

use super::*;

/// Fewest contacts that it takes. One alone could take the patient over.
pub const MIN_RECOVERY_THRESHOLD: u32 = 2;
/// Longest time between a contact's asking and the recovery: a year, after which nobody waits.
pub const MAX_RECOVERY_DELAY: Moment = 366 * 24 * 60 * 60 * 1_000;

impl<T: Config> Pallet<T> {
	/// That these contacts, in this number and after this delay, are a safe way back.
	pub(crate) fn ensure_safe_recovery(
		controller: &T::AccountId,
		contacts: &[T::AccountId],
		threshold: u32,
		delay: Moment,
	) -> DispatchResult {
		ensure!(
			threshold >= MIN_RECOVERY_THRESHOLD && threshold as usize <= contacts.len(),
			Error::<T>::InvalidThreshold
		);
		ensure!(
			contacts.is_sorted_by(|one, next| one < next) && !contacts.contains(controller),
			Error::<T>::InvalidContacts
		);
		ensure!(
			(ObjectionPeriod::<T>::get()..=MAX_RECOVERY_DELAY).contains(&delay),
			Error::<T>::InvalidDelay
		);
		let mut organizations = Vec::new();
		for agent in contacts.iter().filter_map(T::Members::active_agent) {
			ensure!(!organizations.contains(&agent.organization), Error::<T>::OrganizationTwice);
			organizations.push(agent.organization);
		}
		Ok(())
	}
}
