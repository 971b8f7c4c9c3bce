//! What always holds.

use crate::{
	Appointments, CareRelationships, Config, Controllers, Identifiers, MergeProposals,
	ObjectionPeriod, Pallet, Patients, Representatives, Representing, MAX_CARE_RELATIONSHIPS,
	MAX_IDENTIFIERS, MAX_OBJECTION_PERIOD, MAX_REPRESENTATIVES,
};
use alloc::{collections::BTreeMap, vec::Vec};
use codec::Encode;
use frame_support::{ensure, traits::Get};
use salus_primitives::patient::PatientStatus;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet's storage.
	pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
		Self::try_state_controllers()?;
		Self::try_state_counts()?;
		Self::try_state_representatives()?;
		Self::try_state_appointments()?;
		Self::try_state_merges()
	}

	/// Accounts and the patients that they control name each other; merged and erased patients have
	/// no controller.
	fn try_state_controllers() -> Result<(), sp_runtime::TryRuntimeError> {
		for (account, patient) in Controllers::<T>::iter() {
			let controller = Patients::<T>::get(patient).and_then(|entry| entry.controller);
			ensure!(controller == Some(account), "an account and its patient disagree");
		}
		for (id, patient) in Patients::<T>::iter() {
			ensure!(
				patient.status.is_open() || patient.controller.is_none(),
				"only open patients have a controller"
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

	/// Representatives act for open patients, whom they don't control, and with some power. Those who
	/// named others are there and were not named by others in turn. Accounts know how many patients
	/// they represent.
	fn try_state_representatives() -> Result<(), sp_runtime::TryRuntimeError> {
		let mut represented = BTreeMap::<Vec<u8>, u32>::new();
		for (id, account, representative) in Representatives::<T>::iter() {
			let patient = Patients::<T>::get(id).ok_or("nobody is represented")?;
			ensure!(patient.status.is_open(), "a closed patient has a representative");
			ensure!(patient.controller.as_ref() != Some(&account), "somebody represents itself");
			ensure!(!representative.mandate.powers.is_empty(), "a mandate without a power");
			if let Some(namer) = representative.named_by {
				let namer = Representatives::<T>::get(id, namer)
					.ok_or("who named a representative is gone")?;
				ensure!(namer.named_by.is_none(), "a mandate was given on twice");
				ensure!(
					!representative.mandate.powers.registration,
					"the power to name others was given on"
				);
			}
			let count = represented.entry(account.encode()).or_default();
			*count = count.saturating_add(1);
		}
		for (account, count) in Representing::<T>::iter() {
			ensure!(
				represented.remove(&account.encode()) == Some(count),
				"an account represents another number of patients than it says"
			);
		}
		ensure!(represented.is_empty(), "an account does not say that it represents somebody");
		Ok(())
	}

	/// Only open patients without a key are about to be entrusted to somebody. There is time to
	/// object.
	fn try_state_appointments() -> Result<(), sp_runtime::TryRuntimeError> {
		for id in Appointments::<T>::iter_keys() {
			let patient = Patients::<T>::get(id).ok_or("an appointment for nobody")?;
			ensure!(
				patient.status.is_open() && patient.controller.is_none(),
				"an appointment for a patient that is closed or has a key"
			);
		}
		ensure!(
			(1..=MAX_OBJECTION_PERIOD).contains(&ObjectionPeriod::<T>::get()),
			"there is no time to object, or too much"
		);
		Ok(())
	}

	/// Chains of merges end, within the bound, and depths are what they say. Proposals are between
	/// registered patients.
	fn try_state_merges() -> Result<(), sp_runtime::TryRuntimeError> {
		for (id, patient) in Patients::<T>::iter() {
			ensure!(
				Self::surviving(id, patient.clone()).is_some(),
				"a chain of merges does not end"
			);
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
