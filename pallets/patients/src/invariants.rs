//! What always holds.

use crate::{
	CareRelationships, Config, Controllers, Identifiers, MergeProposals, Pallet, Patients,
	Representatives, MAX_CARE_RELATIONSHIPS, MAX_IDENTIFIERS, MAX_REPRESENTATIVES,
};
use frame_support::{ensure, traits::Get};
use salus_primitives::patient::PatientStatus;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet's storage.
	pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
		Self::try_state_controllers()?;
		Self::try_state_counts()?;
		Self::try_state_merges()
	}

	/// Accounts and the patients that they control name each other; merged and erased patients have
	/// no controller, all others have one.
	fn try_state_controllers() -> Result<(), sp_runtime::TryRuntimeError> {
		for (account, patient) in Controllers::<T>::iter() {
			let controller = Patients::<T>::get(patient).and_then(|entry| entry.controller);
			ensure!(controller == Some(account), "an account and its patient disagree");
		}
		for (id, patient) in Patients::<T>::iter() {
			ensure!(
				patient.status.is_open() == patient.controller.is_some(),
				"open patients, and no others, have a controller"
			);
			if let Some(controller) = patient.controller {
				ensure!(
					Controllers::<T>::get(controller) == Some(id),
					"a patient and its controller disagree"
				);
			}
		}
		Ok(())
	}

	/// What is counted with a patient is there, within its bound; erased patients have nothing left.
	fn try_state_counts() -> Result<(), sp_runtime::TryRuntimeError> {
		for (id, patient) in Patients::<T>::iter() {
			let counts = [
				(patient.identifiers, Identifiers::<T>::iter_prefix(id).count(), MAX_IDENTIFIERS),
				(
					patient.representatives,
					Representatives::<T>::iter_prefix(id).count(),
					MAX_REPRESENTATIVES,
				),
				(
					patient.care_relationships,
					CareRelationships::<T>::iter_prefix(id).count(),
					MAX_CARE_RELATIONSHIPS,
				),
			];
			for (counted, found, bound) in counts {
				ensure!(counted as usize == found, "a count with a patient is wrong");
				ensure!(counted <= bound, "a patient has more than its bound");
				ensure!(
					found == 0 || !matches!(patient.status, PatientStatus::Erased { .. }),
					"an erased patient has something left"
				);
			}
		}
		Ok(())
	}

	/// Chains of merges end, within the bound, and depths are what they say. Proposals are between
	/// registered patients.
	fn try_state_merges() -> Result<(), sp_runtime::TryRuntimeError> {
		for (id, patient) in Patients::<T>::iter() {
			ensure!(Self::surviving(id).is_some(), "a chain of merges does not end");
			if let PatientStatus::Merged { replaced_by } = patient.status {
				let survivor =
					Patients::<T>::get(replaced_by).ok_or("merged into an unknown patient")?;
				ensure!(
					survivor.merge_depth > patient.merge_depth,
					"the depth of a merge is wrong"
				);
			}
			ensure!(patient.merge_depth <= T::MaxMergeDepth::get(), "merges are too deep");
		}
		for (patient, proposal) in MergeProposals::<T>::iter() {
			ensure!(
				Patients::<T>::contains_key(patient)
					&& Patients::<T>::contains_key(proposal.into)
					&& patient != proposal.into,
				"a merge is proposed between patients that are not there"
			);
		}
		Ok(())
	}
}
