//! What readers ask.

use crate::{
	Appointments, Config, Controllers, Identifiers, ObjectionPeriod, Pallet, Patients,
	Representatives,
};
use alloc::vec::Vec;
use frame_support::traits::Time;
use salus_primitives::{
	patient::{AppointmentInfo, PatientInfo, RepresentativeInfo},
	Moment, OrganizationId, PatientId,
};
use sp_core::H256;

impl<T: Config> Pallet<T> {
	/// One patient.
	pub fn info(id: PatientId) -> Option<PatientInfo<T::AccountId>> {
		Patients::<T>::get(id).map(|patient| PatientInfo {
			id,
			controller: patient.controller,
			sponsor: patient.sponsor,
			status: patient.status,
			registered_at: patient.registered_at,
			nonce: patient.nonce,
		})
	}

	/// The patient whom an account controls.
	pub fn patient_of(controller: &T::AccountId) -> Option<PatientId> {
		Controllers::<T>::get(controller)
	}

	/// Who vouches for an identifier of the patient.
	pub fn attested_by(id: PatientId, commitment: H256) -> Option<OrganizationId> {
		Identifiers::<T>::get(id, commitment).map(|attestation| attestation.attested_by)
	}

	/// Who may act in the patient's place, or in that of the one that replaces it.
	pub fn representatives(id: PatientId) -> Vec<RepresentativeInfo<T::AccountId>> {
		let Some((id, _)) = Patients::<T>::get(id).and_then(|patient| Self::surviving(id, patient))
		else {
			return Vec::new();
		};
		let now = T::Time::now();
		Representatives::<T>::iter_prefix(id)
			.map(|(account, named)| {
				let namer = named.named_by.as_ref();
				let in_force = named.mandate.period.contains(now)
					&& namer.is_none_or(|namer| {
						Representatives::<T>::get(id, namer)
							.is_some_and(|above| above.mandate.period.contains(now))
					});
				let (mandate, named_by) = (named.mandate, named.named_by);
				RepresentativeInfo { account, mandate, named_by, in_force }
			})
			.collect()
	}

	/// Whom a patient without a key is about to be entrusted to, if to anybody.
	pub fn appointment(id: PatientId) -> Option<AppointmentInfo<T::AccountId>> {
		Appointments::<T>::get(id).map(|appointment| AppointmentInfo {
			account: appointment.account,
			mandate: appointment.mandate,
			proposed_by: appointment.proposed_by,
			effective_at: appointment.effective_at,
		})
	}

	/// How long those who may lose by it can object.
	pub fn objection_period() -> Moment {
		ObjectionPeriod::<T>::get()
	}
}
