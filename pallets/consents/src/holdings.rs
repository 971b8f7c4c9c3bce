//! How consents are kept: what is active, how much there is, and what is put aside.

use super::*;

impl<T: Config> Pallet<T> {
	/// Takes the room of one more consent.
	pub(crate) fn take_room(patient: PatientId) -> DispatchResult {
		Holdings::<T>::try_mutate(patient, |totals| {
			ensure!(totals.consents < T::MaxConsents::get(), Error::<T>::MaxConsentsExceeded);
			totals.consents = totals.consents.saturating_add(1);
			Ok(())
		})
	}

	/// Takes the room of one more request of an organization.
	pub(crate) fn take_room_for_request(
		patient: PatientId,
		organization: OrganizationId,
	) -> DispatchResult {
		RequestCounts::<T>::try_mutate(patient, organization, |count| {
			ensure!(*count < T::MaxRequestsPerOrganization::get(), Error::<T>::MaxRequestsExceeded);
			*count = count.saturating_add(1);
			Holdings::<T>::try_mutate(patient, |totals| {
				ensure!(totals.requests < T::MaxRequests::get(), Error::<T>::MaxRequestsExceeded);
				totals.requests = totals.requests.saturating_add(1);
				Ok(())
			})
		})
	}

	/// Gives back the room that a request took.
	pub(crate) fn settle_request(patient: PatientId, request: &ConsentOf<T>) {
		Holdings::<T>::mutate(patient, |totals| {
			totals.requests = totals.requests.saturating_sub(1);
		});
		if let Some(requester) = &request.requester {
			RequestCounts::<T>::mutate_exists(patient, requester.organization, |count| {
				*count = count.and_then(|count| count.checked_sub(1)).filter(|left| *left > 0);
			});
		}
	}

	/// Keeps a request that was not granted where it does not count.
	pub(crate) fn put_request_aside(
		patient: PatientId,
		consent: ConsentId,
		request: ConsentOf<T>,
		status: ConsentStatus,
	) {
		Self::settle_request(patient, &request);
		Consents::<T>::remove(patient, consent);
		EndedConsents::<T>::insert(patient, consent, Consent { status, ..request });
	}

	/// Stores an active consent, whose room was taken.
	pub(crate) fn activate(
		patient: PatientId,
		consent: ConsentId,
		entry: ConsentOf<T>,
	) -> DispatchResult {
		let period = entry.terms.period;
		Active::<T>::try_mutate(patient, |active| {
			active
				.try_push(ActiveConsent { consent, period })
				.map_err(|_| Error::<T>::MaxConsentsExceeded)
		})?;
		let provisions = entry.terms.provisions.len() as u32;
		Holdings::<T>::mutate(patient, |totals| {
			totals.provisions = totals.provisions.saturating_add(provisions);
		});
		Consents::<T>::insert(patient, consent, entry);
		Ok(())
	}

	/// Makes a consent that was active count no more. It stays stored.
	pub(crate) fn deactivate(patient: PatientId, consent: ConsentId, entry: &ConsentOf<T>) {
		Active::<T>::mutate_exists(patient, |active| {
			if let Some(list) = active {
				list.retain(|entry| entry.consent != consent);
			}
			*active = active.take().filter(|list| !list.is_empty());
		});
		let provisions = entry.terms.provisions.len() as u32;
		Holdings::<T>::mutate(patient, |totals| {
			totals.provisions = totals.provisions.saturating_sub(provisions);
		});
	}

	/// Ends a granted consent by `act`; how many organizations are recalled.
	pub(crate) fn end(
		who: &T::AccountId,
		patient: PatientId,
		consent: ConsentId,
		act: ConsentAct,
	) -> Result<u32, DispatchError> {
		let (authority, _) = Self::ensure_authority(who, patient)?;
		let (former, status) = Self::ensure_change(patient, consent, act)?;
		Self::ensure_may_change(&authority, &former)?;
		// What was suspended before was called back then.
		let recalled = if former.status == ConsentStatus::Active {
			let cause = match act {
				ConsentAct::MarkEnteredInError => RecallCause::EnteredInError,
				_ => RecallCause::Revoked,
			};
			Self::deactivate(patient, consent, &former);
			Self::narrow(patient, consent, &former, cause)
		} else {
			0
		};
		Holdings::<T>::mutate(patient, |totals| {
			totals.consents = totals.consents.saturating_sub(1);
		});
		Consents::<T>::remove(patient, consent);
		EndedConsents::<T>::insert(patient, consent, Consent { status, ..former });
		Ok(recalled)
	}
}
