//! Who may do what, and what may be stored.

use super::*;

// Who may do what.
impl<T: Config> Pallet<T> {
	pub(crate) fn ensure_authority(
		who: &T::AccountId,
		patient: PatientId,
	) -> Result<(Authority, PatientStatus), DispatchError> {
		let (status, authority) = T::Patients::status_and_authority(who, patient, Power::Consent)
			.ok_or(Error::<T>::PatientNotFound)?;
		Ok((authority.ok_or(Error::<T>::NotAuthorized)?, status))
	}

	pub(crate) fn ensure_grantor(
		who: &T::AccountId,
		patient: PatientId,
	) -> Result<Authority, DispatchError> {
		let (authority, status) = Self::ensure_authority(who, patient)?;
		ensure!(status == PatientStatus::Active, Error::<T>::PatientNotActive);
		Ok(authority)
	}

	pub(crate) fn ensure_agent(
		origin: OriginFor<T>,
	) -> Result<(T::AccountId, ActiveAgent), DispatchError> {
		let who = ensure_signed(origin)?;
		let agent = T::Members::active_agent(&who).ok_or(Error::<T>::NotAuthorized)?;
		Ok((who, agent))
	}

	/// That a representative from whom something is withheld leaves alone what the patient granted:
	/// it might be about just that.
	pub(crate) fn ensure_may_change(authority: &Authority, entry: &ConsentOf<T>) -> DispatchResult {
		let limited = matches!(
			authority,
			Authority::Representative { withheld, .. } if !withheld.is_empty()
		);
		let by_patient = entry
			.granted
			.as_ref()
			.is_some_and(|granted| granted.authority == Authority::Controller);
		ensure!(!(limited && by_patient), Error::<T>::GrantedByPatient);
		Ok(())
	}
}

// What may be stored.
impl<T: Config> Pallet<T> {
	pub(crate) fn ensure_new(patient: PatientId, consent: ConsentId) -> DispatchResult {
		ensure!(
			!Consents::<T>::contains_key(patient, consent)
				&& !EndedConsents::<T>::contains_key(patient, consent),
			Error::<T>::AlreadyExists
		);
		Ok(())
	}

	/// That these terms may be stored at `now`; how long they are.
	pub(crate) fn ensure_terms(terms: &TermsOf<T>, now: Moment) -> Result<u32, DispatchError> {
		let size = terms.encoded_size() as u32;
		ensure!(size <= T::MaxTermsSize::get(), Error::<T>::TermsTooLong);
		terms.validate().map_err(Error::<T>::from)?;
		ensure!(
			terms.recipients().len() <= T::MaxRecipients::get() as usize,
			Error::<T>::MaxRecipientsExceeded
		);
		Self::ensure_not_over(terms, now)?;
		Ok(size)
	}

	pub(crate) fn ensure_not_over(terms: &TermsOf<T>, now: Moment) -> DispatchResult {
		ensure!(!terms.period.has_ended(now), Error::<T>::PeriodOver);
		Ok(())
	}

	/// That `act` can be done with the consent at `now`; the consent, and where it stands after it.
	pub(crate) fn ensure_change(
		patient: PatientId,
		consent: ConsentId,
		act: ConsentAct,
		now: Moment,
	) -> Result<(ConsentOf<T>, ConsentStatus), DispatchError> {
		let entry = Consents::<T>::get(patient, consent)
			.or_else(|| EndedConsents::<T>::get(patient, consent))
			.ok_or(Error::<T>::NotFound)?;
		let status = entry.status.after(act, now).ok_or(Error::<T>::TransitionNotAllowed)?;
		Ok((entry, status))
	}

	/// Most provisions of the active consents of one patient.
	pub(crate) fn most_provisions() -> u32 {
		T::MaxConsents::get().saturating_mul(MAX_PROVISIONS)
	}
}
