//! Who may do what.

use super::*;

impl<T: Config> Pallet<T> {
	pub(crate) fn ensure_agent(origin: OriginFor<T>) -> Result<ActiveAgent, DispatchError> {
		let who = ensure_signed(origin)?;
		T::Members::active_agent(&who).ok_or(Error::<T>::NotAuthorized.into())
	}

	pub(crate) fn ensure_provider(origin: OriginFor<T>) -> Result<ActiveAgent, DispatchError> {
		let agent = Self::ensure_agent(origin)?;
		ensure!(
			T::Members::is_capable(agent.organization, Capability::Provider),
			Error::<T>::NotAuthorized
		);
		Ok(agent)
	}

	/// Whether the account is an agent of this organization.
	pub(crate) fn acts_for(who: &T::AccountId, organization: OrganizationId) -> bool {
		T::Members::active_agent(who).is_some_and(|agent| agent.organization == organization)
	}

	/// By what right `who` may do `power` for the patient with this entry now, if by any: the
	/// controller and the representatives of the id that stands for the person.
	pub(crate) fn authority_over(
		who: &T::AccountId,
		patient: PatientId,
		entry: &PatientOf<T>,
		power: Power,
	) -> Option<Authority> {
		let (id, survivor) = Self::surviving(patient, entry.clone())?;
		if survivor.controller.as_ref() == Some(who) {
			return Some(Authority::Controller);
		}
		Self::mandate_in_force(id, who, power).map(|mandate| Authority::Representative {
			role: mandate.role,
			withheld: mandate.withheld,
		})
	}

	pub(crate) fn ensure_authority(
		who: &T::AccountId,
		patient: PatientId,
		entry: &PatientOf<T>,
		power: Power,
	) -> Result<Authority, DispatchError> {
		Self::authority_over(who, patient, entry, power).ok_or(Error::<T>::NotController.into())
	}

	/// The controller of a patient under whose id new things may be written, as the origin.
	pub(crate) fn ensure_controller(
		origin: OriginFor<T>,
		patient: PatientId,
	) -> Result<T::AccountId, DispatchError> {
		let who = ensure_signed(origin)?;
		let mut entry = Patients::<T>::get(patient);
		let entry = Self::open(&mut entry)?;
		ensure!(entry.controller.as_ref() == Some(&who), Error::<T>::NotController);
		Ok(who)
	}

	/// That `account` signed the payload, which is good until `deadline`.
	pub(crate) fn ensure_signed_by(
		account: &T::AccountId,
		payload: &[u8],
		deadline: Moment,
		signature: &T::Signature,
	) -> DispatchResult {
		ensure!(T::Time::now() <= deadline, Error::<T>::SignatureExpired);
		ensure!(signed::is_signed_by(signature, payload, account), Error::<T>::InvalidSignature);
		Ok(())
	}

	/// That `controller` agreed to control the patient.
	pub(crate) fn ensure_agrees_to_control(
		controller: &T::AccountId,
		patient: PatientId,
		sponsor: OrganizationId,
		nonce: u64,
		deadline: Moment,
		signature: &T::Signature,
	) -> DispatchResult {
		let payload = controller_payload(Self::genesis(), patient, sponsor, nonce, deadline);
		Self::ensure_signed_by(controller, &payload, deadline, signature)
	}

	/// That `representative` agreed to represent the patient under this mandate.
	pub(crate) fn ensure_agrees_to_represent(
		representative: &T::AccountId,
		patient: PatientId,
		(sponsor, nonce): (OrganizationId, u64),
		mandate: &Mandate,
		deadline: Moment,
		signature: &T::Signature,
	) -> DispatchResult {
		let genesis = Self::genesis();
		let payload = representative_payload(genesis, patient, sponsor, mandate, nonce, deadline);
		Self::ensure_signed_by(representative, &payload, deadline, signature)
	}

	/// The hash by which this chain is told from others.
	pub(crate) fn genesis() -> H256 {
		signed::genesis(frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::default()))
	}
}

impl<T: Config> PatientsTrait<T::AccountId> for Pallet<T> {
	fn status(patient: PatientId) -> Option<PatientStatus> {
		Patients::<T>::get(patient).map(|entry| entry.status)
	}

	fn authority(who: &T::AccountId, patient: PatientId, power: Power) -> Option<Authority> {
		Self::authority_over(who, patient, &Patients::<T>::get(patient)?, power)
	}

	fn status_and_authority(
		who: &T::AccountId,
		patient: PatientId,
		power: Power,
	) -> Option<(PatientStatus, Option<Authority>)> {
		let entry = Patients::<T>::get(patient)?;
		let authority = Self::authority_over(who, patient, &entry, power);
		Some((entry.status, authority))
	}

	fn has_care_relationship(patient: PatientId, organization: OrganizationId) -> bool {
		Patients::<T>::get(patient).is_some_and(|entry| {
			entry.status.is_open() && Self::cares(patient, &entry, organization)
		})
	}

	fn ensure_open(patient: PatientId) -> DispatchResult {
		Self::open(&mut Patients::<T>::get(patient)).map(|_| ())
	}
}
