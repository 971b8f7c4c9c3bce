//! What always holds.

use crate::{
	Batches, Config, EnvelopeCounts, Envelopes, Epochs, Leaves, Pallet, RecordOf, Records, Sweep,
	Sweeps, Versions,
};
use frame_support::{ensure, traits::Get};
use salus_primitives::{
	patient::PatientStatus,
	record::{BatchLeaf, LeafState, RecordStatus, Sealed},
	traits::Patients,
	PatientId,
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet's storage.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_versions()?;
		Self::try_state_leaves()?;
		Self::try_state_envelopes()?;
		Self::try_state_sweeps()
	}

	/// Of every record all versions are there, within the bound; all but the latest are superseded;
	/// erased records lie nowhere.
	fn try_state_versions() -> Result<(), TryRuntimeError> {
		let lies_nowhere = |record: &RecordOf<T>| {
			record.pointer.locator.is_empty() && record.pointer.custodians.is_empty()
		};
		for (patient, id, latest) in Records::<T>::iter() {
			ensure!(latest.version <= T::MaxVersions::get(), "a record has too many versions");
			let erased = latest.status == RecordStatus::Erased;
			ensure!(!erased || lies_nowhere(&latest), "an erased record lies somewhere");
			ensure!(latest.status != RecordStatus::Superseded, "the latest version is superseded");
			for version in 1..latest.version {
				let former = Versions::<T>::get((patient, id, version))
					.ok_or("a version of a record is missing")?;
				ensure!(former.version == version, "a version has a wrong number");
				let right = if erased { RecordStatus::Erased } else { RecordStatus::Superseded };
				ensure!(former.status == right, "a former version has a wrong status");
				ensure!(!erased || lies_nowhere(&former), "an erased version lies somewhere");
			}
		}
		for (patient, id, version) in Versions::<T>::iter_keys() {
			let latest = Records::<T>::get(patient, id).ok_or("a version belongs to no record")?;
			ensure!(version < latest.version, "a version is later than the latest");
		}
		Ok(())
	}

	/// Proved leaves and the records that came from them name each other.
	fn try_state_leaves() -> Result<(), TryRuntimeError> {
		for (batch, index, state) in Leaves::<T>::iter() {
			let entry = Batches::<T>::get(batch).ok_or("a leaf belongs to no batch")?;
			ensure!(index < entry.leaves, "a leaf is not in its batch");
			if let LeafState::Proved { patient, record } = state {
				let origin = Records::<T>::get(patient, record).and_then(|record| record.origin);
				ensure!(
					origin == Some(BatchLeaf { batch, index }),
					"a leaf and its record disagree"
				);
			}
		}
		for (patient, record, entry) in Records::<T>::iter() {
			if let Some(BatchLeaf { batch, index }) = entry.origin {
				ensure!(
					Leaves::<T>::get(batch, index) == Some(LeafState::Proved { patient, record }),
					"a record and its leaf disagree"
				);
			}
		}
		Ok(())
	}

	/// Envelopes are counted right, within their bound, and none is for an erased record or an epoch
	/// that has not come.
	fn try_state_envelopes() -> Result<(), TryRuntimeError> {
		let mut counts = alloc::collections::BTreeMap::<PatientId, u32>::new();
		for ((patient, subject, _), _) in Envelopes::<T>::iter() {
			*counts.entry(patient).or_default() += 1;
			match subject {
				Sealed::Record(record) => {
					let entry =
						Records::<T>::get(patient, record).ok_or("an envelope opens nothing")?;
					ensure!(
						entry.status != RecordStatus::Erased,
						"an erased record has an envelope"
					);
				},
				Sealed::Epoch { epoch, .. } => {
					ensure!(epoch <= Epochs::<T>::get(patient), "an envelope is before its time")
				},
			}
		}
		for (patient, count) in EnvelopeCounts::<T>::iter() {
			ensure!(
				counts.remove(&patient).unwrap_or_default() == count,
				"envelopes are counted wrong"
			);
			ensure!(count <= T::MaxEnvelopes::get(), "a patient has too many envelopes");
		}
		ensure!(counts.is_empty(), "envelopes are not counted");
		Ok(())
	}
	/// Only erased patients are swept as a whole; what they leave behind is gone, or waits for it.
	fn try_state_sweeps() -> Result<(), TryRuntimeError> {
		let is_erased = |patient: &PatientId| {
			matches!(T::Patients::status(*patient), Some(PatientStatus::Erased { .. }))
		};
		for (patient, sweep, _) in Sweeps::<T>::iter() {
			ensure!(
				sweep != Sweep::Patient || is_erased(&patient),
				"a patient is swept who was not erased"
			);
		}
		let is_left = |patient: &PatientId| {
			is_erased(patient) && !Sweeps::<T>::contains_key(patient, Sweep::Patient)
		};
		for (patient, _, record) in Records::<T>::iter() {
			ensure!(
				record.status == RecordStatus::Erased || !is_left(&patient),
				"an erased patient's record was left behind"
			);
		}
		for (patient, count) in EnvelopeCounts::<T>::iter() {
			ensure!(
				count == 0 || !is_left(&patient),
				"an erased patient's envelope was left behind"
			);
		}
		Ok(())
	}
}
