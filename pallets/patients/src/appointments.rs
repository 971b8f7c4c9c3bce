//! Entrusting a patient without a key to somebody: to the person itself when it comes of age, to a
//! second parent, or to a new guardian when there is none any more.
//!
//! No single party can do it, as whoever does it chooses into whose hands the patient comes. It takes
//! two that differ, of these: the representatives, the providers that care for the patient, and the
//! regulators, who stand for the authorities that look after those who have nobody. There is time to
//! object for every one of them.

use super::*;

impl<T: Config> Pallet<T> {
	/// As which party to an appointment an account speaks, if as any.
	pub(crate) fn appointing_party(
		who: &T::AccountId,
		patient: PatientId,
		entry: &PatientOf<T>,
	) -> Result<AppointingParty, DispatchError> {
		if Self::mandate_in_force(patient, who, Power::Registration).is_some() {
			return Ok(AppointingParty::Representative);
		}
		let agent = T::Members::active_agent(who).ok_or(Error::<T>::NotAuthorized)?;
		let organization = agent.organization;
		let capabilities = T::Members::capabilities_until(organization).0;
		ensure!(
			capabilities.contains(Capability::Regulator)
				|| capabilities.contains(Capability::Provider)
					&& Self::cares(patient, entry, organization),
			Error::<T>::NotAuthorized
		);
		Ok(AppointingParty::Organization(organization))
	}

	/// That `account` can be appointed, as far as it is known beforehand.
	pub(crate) fn ensure_eligible(
		account: &T::AccountId,
		patient: PatientId,
		mandate: Option<&Mandate>,
	) -> DispatchResult {
		ensure!(
			!Representatives::<T>::contains_key(patient, account),
			Error::<T>::AlreadyRepresentative
		);
		ensure!(
			mandate.is_some() || !Controllers::<T>::contains_key(account),
			Error::<T>::AlreadyController
		);
		Ok(())
	}

	/// That `account` takes on what it shall be appointed to.
	pub(crate) fn ensure_takes_on(
		account: &T::AccountId,
		patient: PatientId,
		entry: &PatientOf<T>,
		mandate: Option<&Mandate>,
		deadline: Moment,
		signature: &T::Signature,
	) -> DispatchResult {
		let (sponsor, nonce) = (entry.sponsor, entry.nonce);
		match mandate {
			Some(mandate) => {
				Self::ensure_mandate(mandate)?;
				let by = (sponsor, nonce);
				Self::ensure_agrees_to_represent(account, patient, by, mandate, deadline, signature)
			},
			None => Self::ensure_agrees_to_control(
				account, patient, sponsor, nonce, deadline, signature,
			),
		}
	}

	/// Notes the second party's agreement. When the appointment takes effect.
	pub(crate) fn agree(
		patient: PatientId,
		account: &T::AccountId,
		by: AppointingParty,
	) -> Result<Moment, DispatchError> {
		Appointments::<T>::try_mutate(patient, |appointment| {
			let appointment = appointment
				.as_mut()
				.filter(|appointment| {
					appointment.account == *account && appointment.effective_at.is_none()
				})
				.ok_or(Error::<T>::AppointmentNotFound)?;
			ensure!(appointment.proposed_by != by, Error::<T>::AppointmentNeedsOtherParty);
			let effective_at = T::Time::now().saturating_add(ObjectionPeriod::<T>::get());
			appointment.effective_at = Some(effective_at);
			Ok(effective_at)
		})
	}

	/// Carries out an appointment that is due.
	pub(crate) fn appoint(patient: PatientId, entry: &mut PatientOf<T>) -> DispatchResult {
		let appointment =
			Appointments::<T>::take(patient).ok_or(Error::<T>::AppointmentNotFound)?;
		ensure!(
			appointment.effective_at.is_some_and(|due| due <= T::Time::now()),
			Error::<T>::AppointmentNotDue
		);
		let Appointment { account, mandate, .. } = appointment;
		match mandate {
			Some(mandate) => {
				Self::ensure_mandate(&mandate)?;
				Self::name_representative(patient, entry, account, mandate, None)
			},
			None => Self::take_control(patient, entry, account),
		}
	}
}
