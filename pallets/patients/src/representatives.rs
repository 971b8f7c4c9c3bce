//! Who acts in a patient's place.

use super::*;

/// The ends of guardians' mandates are multiples of this: four weeks.
pub const GUARDIAN_END_STEP: Moment = 28 * 24 * 60 * 60 * 1_000;

impl<T: Config> Pallet<T> {
	/// The mandate by which an account may do `power` for the patient now. Who was named by another
	/// representative may do no more than that one may, at this very moment.
	pub(crate) fn mandate_in_force(
		patient: PatientId,
		who: &T::AccountId,
		power: Power,
	) -> Option<Mandate> {
		let now = T::Time::now();
		let Representative { mut mandate, named_by } = Representatives::<T>::get(patient, who)?;
		if let Some(namer) = named_by {
			let above = Representatives::<T>::get(patient, namer)?.mandate;
			if !above.allows(power, now) {
				return None;
			}
			mandate.withheld = mandate.withheld.union(above.withheld);
		}
		mandate.allows(power, now).then_some(mandate)
	}

	/// That somebody can be given this mandate.
	pub(crate) fn ensure_mandate(mandate: &Mandate) -> DispatchResult {
		ensure!(!mandate.powers.is_empty(), Error::<T>::NoPowers);
		ensure!(
			mandate.period.is_well_formed() && !mandate.period.has_ended(T::Time::now()),
			Error::<T>::InvalidPeriod
		);
		if mandate.role == DelegateRole::GUARD {
			let end = mandate.period.end.ok_or(Error::<T>::GuardianWithoutEnd)?;
			ensure!(end.checked_rem(GUARDIAN_END_STEP) == Some(0), Error::<T>::EndTooExact);
		}
		Ok(())
	}

	/// That `who` may give somebody this mandate. By whom the representative is then named: nobody
	/// if the patient decides for itself.
	///
	/// A representative can give no more than it has, and not the power to give on.
	pub(crate) fn ensure_may_name(
		who: &T::AccountId,
		patient: PatientId,
		entry: &PatientOf<T>,
		mandate: &Mandate,
	) -> Result<Option<T::AccountId>, DispatchError> {
		if entry.controller.as_ref() == Some(who) {
			return Ok(None);
		}
		let own = Self::mandate_in_force(patient, who, Power::Registration)
			.ok_or(Error::<T>::NotController)?;
		ensure!(
			mandate.is_within(&own, T::Time::now()) && !mandate.powers.registration,
			Error::<T>::ExceedsOwnMandate
		);
		Ok(Some(who.clone()))
	}

	/// Writes a further representative.
	pub(crate) fn name_representative(
		patient: PatientId,
		entry: &mut PatientOf<T>,
		who: T::AccountId,
		mandate: Mandate,
		named_by: Option<T::AccountId>,
	) -> DispatchResult {
		ensure!(entry.controller.as_ref() != Some(&who), Error::<T>::AlreadyController);
		ensure!(
			!Representatives::<T>::contains_key(patient, &who),
			Error::<T>::AlreadyRepresentative
		);
		ensure!(
			entry.representatives < MAX_REPRESENTATIVES,
			Error::<T>::MaxRepresentativesExceeded
		);
		Self::let_in(&who, entry.sponsor)?;
		Representing::<T>::mutate(&who, |patients| {
			*patients = Some(patients.unwrap_or_default().saturating_add(1));
		});
		entry.representatives = entry.representatives.saturating_add(1);
		Representatives::<T>::insert(patient, who, Representative { mandate, named_by });
		Self::deposit_event(Event::RepresentativeNamed { patient, role: mandate.role });
		Ok(())
	}

	/// By whom the representative counts as named once `who` has given it this mandate, if `who` may.
	/// The patient gives what it likes; a representative narrows its own, and changes those whom it
	/// named within it.
	pub(crate) fn ensure_may_change(
		who: &T::AccountId,
		patient: PatientId,
		entry: &PatientOf<T>,
		representative: &T::AccountId,
		mandate: &Mandate,
	) -> Result<Option<T::AccountId>, DispatchError> {
		let Representative { mandate: present, named_by } =
			Representatives::<T>::get(patient, representative)
				.ok_or(Error::<T>::RepresentativeNotFound)?;
		if who == representative {
			ensure!(
				mandate.role == present.role && mandate.is_within(&present, T::Time::now()),
				Error::<T>::ExceedsOwnMandate
			);
			return Ok(named_by);
		}
		ensure!(
			entry.controller.as_ref() == Some(who) || named_by.as_ref() == Some(who),
			Error::<T>::NotController
		);
		Self::ensure_may_name(who, patient, entry, mandate)
	}

	/// Ends a representation, and those of all whom it named. How many representatives there were.
	pub(crate) fn dismiss(
		patient: PatientId,
		entry: &mut PatientOf<T>,
		representative: &T::AccountId,
	) -> Result<u32, DispatchError> {
		let before = entry.representatives;
		let ended: Vec<_> = Representatives::<T>::iter_prefix(patient)
			.filter(|(account, named)| {
				account == representative || named.named_by.as_ref() == Some(representative)
			})
			.collect();
		for (account, named) in ended {
			Representatives::<T>::remove(patient, &account);
			Self::ended(patient, entry, &account, named.mandate.role)?;
		}
		Ok(before)
	}

	/// Ends every representation of the patient.
	pub(crate) fn dismiss_all(patient: PatientId, entry: &mut PatientOf<T>) -> DispatchResult {
		let all: Vec<_> = Representatives::<T>::drain_prefix(patient).collect();
		for (account, named) in all {
			Self::ended(patient, entry, &account, named.mandate.role)?;
		}
		Ok(())
	}

	/// What follows when somebody no longer represents the patient.
	fn ended(
		patient: PatientId,
		entry: &mut PatientOf<T>,
		account: &T::AccountId,
		role: DelegateRole,
	) -> DispatchResult {
		entry.representatives = entry.representatives.saturating_sub(1);
		Representing::<T>::mutate_exists(account, |patients| {
			*patients = patients
				.map(|patients| patients.saturating_sub(1))
				.filter(|patients| *patients > 0);
		});
		Self::let_out(account)?;
		Self::deposit_event(Event::RepresentativeDismissed { patient, role });
		Ok(())
	}
}
