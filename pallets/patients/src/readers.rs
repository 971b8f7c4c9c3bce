//! What readers ask.

use crate::{Config, Controllers, Identifiers, Pallet, Patients};
use salus_primitives::{patient::PatientInfo, OrganizationId, PatientId};
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
}
