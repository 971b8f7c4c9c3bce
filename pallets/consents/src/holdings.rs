//! How consents are kept: what a patient has, who asks, and what is put aside.

use super::*;
use frame_support::defensive;

impl<T: Config> Pallet<T> {
	/// Stores a consent that was granted, if there is room; how many the patient had before. Their list
	/// is appended to and not read.
	pub(crate) fn hold(
		patient: PatientId,
		consent: ConsentId,
		entry: ConsentOf<T>,
	) -> Result<u32, DispatchError> {
		let before = Holdings::<T>::decode_len(patient).unwrap_or_default() as u32;
		Holdings::<T>::try_append(patient, Holding::of(consent, &entry))
			.map_err(|()| Error::<T>::MaxConsentsExceeded)?;
		Consents::<T>::insert(patient, consent, entry);
		Ok(before)
	}

	/// Lists a consent that the patient has as it is now.
	pub(crate) fn update_holding(patient: PatientId, latest: Holding) {
		Holdings::<T>::mutate(patient, |held| {
			match held.iter_mut().find(|holding| holding.consent == latest.consent) {
				Some(holding) => *holding = latest,
				None => {
					defensive!("what was granted and is not ended is listed");
				},
			}
		});
	}

	/// Gives back the room of a consent that ends.
	fn release(patient: PatientId, consent: ConsentId) {
		Holdings::<T>::mutate_exists(patient, |held| {
			let Some(list) = held else { return };
			list.retain(|holding| holding.consent != consent);
			if list.is_empty() {
				*held = None;
			}
		});
	}

	/// Takes the room of one more request of an organization.
	pub(crate) fn take_room_for_request(
		patient: PatientId,
		organization: OrganizationId,
	) -> DispatchResult {
		Requests::<T>::try_mutate(patient, |asking| {
			let own = asking.iter().filter(|other| **other == organization).count();
			ensure!(
				own < T::MaxRequestsPerOrganization::get() as usize,
				Error::<T>::MaxRequestsExceeded
			);
			asking.try_push(organization).map_err(|_| Error::<T>::MaxRequestsExceeded.into())
		})
	}

	/// Gives back the room that a request of an organization took.
	pub(crate) fn settle_request(patient: PatientId, organization: Option<OrganizationId>) {
		Requests::<T>::mutate_exists(patient, |asking| {
			let Some(list) = asking else { return };
			if let Some(place) = list.iter().position(|other| Some(*other) == organization) {
				list.swap_remove(place);
			}
			if list.is_empty() {
				*asking = None;
			}
		});
	}

	/// Keeps a request that was not granted where it does not count.
	pub(crate) fn put_request_aside(
		patient: PatientId,
		consent: ConsentId,
		request: ConsentOf<T>,
		status: ConsentStatus,
	) {
		let organization = request.requester.as_ref().map(|requester| requester.organization);
		Self::settle_request(patient, organization);
		Consents::<T>::remove(patient, consent);
		EndedConsents::<T>::insert(patient, consent, Consent { status, ..request });
	}

	/// Ends a granted consent by `act`; how many organizations are recalled.
	pub(crate) fn end(
		who: &T::AccountId,
		patient: PatientId,
		consent: ConsentId,
		act: ConsentAct,
	) -> Result<u32, DispatchError> {
		let (authority, _) = Self::ensure_authority(who, patient)?;
		let (former, status) = Self::ensure_change(patient, consent, act, T::Time::now())?;
		Self::ensure_may_change(&authority, &former)?;
		Self::release(patient, consent);
		// What was suspended before was called back then.
		let recalled = if former.status == ConsentStatus::Active {
			let cause = match act {
				ConsentAct::MarkEnteredInError => RecallCause::EnteredInError,
				_ => RecallCause::Revoked,
			};
			Self::narrow(patient, consent, &former, cause)
		} else {
			0
		};
		Consents::<T>::remove(patient, consent);
		EndedConsents::<T>::insert(patient, consent, Consent { status, ..former });
		Ok(recalled)
	}
}
