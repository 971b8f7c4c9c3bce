//! The seats in the council. Its membership follows them.

use super::*;

impl<T: Config> Pallet<T> {
	/// Seats `delegate` for the organization, in place of a former delegate if there is one.
	pub(crate) fn seat(organization: OrganizationId, delegate: T::AccountId) -> DispatchResult {
		let former = Self::insert_delegate(organization, &delegate)?;
		if former.as_ref() != Some(&delegate) {
			let outgoing: Vec<_> = former.into_iter().collect();
			T::Council::change_members_sorted(
				core::slice::from_ref(&delegate),
				&outgoing,
				&CouncilDelegates::<T>::get(),
			);
		}
		Self::deposit_event(Event::CouncilDelegateSet { organization, delegate });
		Ok(())
	}

	/// Writes the delegate, and gives the former one.
	pub(crate) fn insert_delegate(
		organization: OrganizationId,
		delegate: &T::AccountId,
	) -> Result<Option<T::AccountId>, DispatchError> {
		let mut entry = Organizations::<T>::get(organization).ok_or(Error::<T>::NotFound)?;
		ensure!(entry.status == OrganizationStatus::Active, Error::<T>::InvalidStatus);
		ensure!(
			Self::agent_of(delegate, organization)
				.is_ok_and(|agent| agent.is_permanent_administrator()),
			Error::<T>::DelegateNotAdministrator
		);
		let former = entry.council_delegate.replace(delegate.clone());
		CouncilDelegates::<T>::try_mutate(|delegates| {
			delegates.retain(|seated| Some(seated) != former.as_ref());
			if let Err(at) = delegates.binary_search(delegate) {
				delegates
					.try_insert(at, delegate.clone())
					.map_err(|_| Error::<T>::MaxSeatsExceeded)?;
			}
			Ok::<_, DispatchError>(())
		})?;
		Organizations::<T>::insert(organization, entry);
		Ok(former)
	}

	/// Takes the seat away, if there is one. Whether there was.
	pub(crate) fn unseat_if_seated(organization: OrganizationId) -> Result<bool, DispatchError> {
		let mut entry = Organizations::<T>::get(organization).ok_or(Error::<T>::NotFound)?;
		let Some(delegate) = entry.council_delegate.take() else { return Ok(false) };
		let mut delegates = CouncilDelegates::<T>::get();
		ensure!(delegates.len() > 1, Error::<T>::LastSeat);
		delegates.retain(|seated| *seated != delegate);
		T::Council::change_members_sorted(&[], &[delegate], &delegates);
		CouncilDelegates::<T>::put(delegates);
		Organizations::<T>::insert(organization, entry);
		Self::deposit_event(Event::CouncilSeatWithdrawn { organization });
		Ok(true)
	}
}
