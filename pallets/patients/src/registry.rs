//! The state of patients, and of the accounts that are let in for them.

use super::*;

impl<T: Config> Pallet<T> {
	/// The patient, if new things may be written under its id.
	pub(crate) fn open(
		entry: &mut Option<PatientOf<T>>,
	) -> Result<&mut PatientOf<T>, DispatchError> {
		let entry = entry.as_mut().ok_or(Error::<T>::NotFound)?;
		match entry.status {
			PatientStatus::Active | PatientStatus::Deceased { .. } => Ok(entry),
			PatientStatus::Merged { .. } => Err(Error::<T>::AlreadyMerged.into()),
			PatientStatus::Erased { .. } => Err(Error::<T>::Erased.into()),
		}
	}

	/// Changes a patient under whose id new things may be written.
	pub(crate) fn try_mutate_open<R>(
		patient: PatientId,
		change: impl FnOnce(&mut PatientOf<T>) -> Result<R, DispatchError>,
	) -> Result<R, DispatchError> {
		Patients::<T>::try_mutate(patient, |entry| change(Self::open(entry)?))
	}

	pub(crate) fn cares(
		id: PatientId,
		patient: &PatientOf<T>,
		organization: OrganizationId,
	) -> bool {
		patient.sponsor == organization
			|| CareRelationships::<T>::get(id, organization)
				.is_some_and(|period| period.contains(T::Time::now()))
	}

	/// Writes a patient that is there from the start.
	///
	/// # Panics
	/// If its id or account is taken.
	pub(crate) fn found(
		FoundingPatient { id, controller, sponsor }: &FoundingPatient<T::AccountId>,
	) {
		assert!(!Patients::<T>::contains_key(id), "patient {id} is founded twice");
		let mut entry = Self::fresh(*sponsor);
		Self::take_control(*id, &mut entry, controller.clone())
			.expect("the controller of a founding patient belongs to nobody else");
		Patients::<T>::insert(id, entry);
	}

	/// Writes a patient for benchmarks of the pallets that need patients.
	#[cfg(feature = "runtime-benchmarks")]
	pub fn benchmark_found(founding: &FoundingPatient<T::AccountId>) {
		Self::found(founding);
	}

	/// A new patient, whom nobody controls yet.
	pub(crate) fn fresh(sponsor: OrganizationId) -> PatientOf<T> {
		Patient {
			controller: None,
			sponsor,
			status: PatientStatus::Active,
			registered_at: T::Time::now(),
			// The registration's signature carried 0.
			nonce: 1,
			identifiers: 0,
			representatives: 0,
			care_relationships: 0,
			merge_depth: 0,
		}
	}

	/// Lets an account in, unless it is in for a patient that it controls or represents already. To
	/// be called before that is written.
	pub(crate) fn let_in(who: &T::AccountId, sponsor: OrganizationId) -> DispatchResult {
		if Self::is_ours(who) {
			return Ok(());
		}
		T::Sponsorship::sponsor(who, sponsor)
	}

	/// Makes an account a stranger to the chain, unless it controls or represents another patient. To
	/// be called after what it did is removed.
	pub(crate) fn let_out(who: &T::AccountId) -> DispatchResult {
		if Self::is_ours(who) {
			return Ok(());
		}
		T::Sponsorship::release(who)
	}

	fn is_ours(who: &T::AccountId) -> bool {
		Controllers::<T>::contains_key(who) || Representing::<T>::contains_key(who)
	}

	/// Gives a patient without a controller one.
	pub(crate) fn take_control(
		patient: PatientId,
		entry: &mut PatientOf<T>,
		controller: T::AccountId,
	) -> DispatchResult {
		ensure!(!Controllers::<T>::contains_key(&controller), Error::<T>::AlreadyController);
		// Whoever represents the patient is somebody else.
		ensure!(
			!Representatives::<T>::contains_key(patient, &controller),
			Error::<T>::AlreadyRepresentative
		);
		Self::let_in(&controller, entry.sponsor)?;
		Controllers::<T>::insert(&controller, patient);
		entry.controller = Some(controller);
		Ok(())
	}

	/// Takes the patient from its key, for which nothing stays arranged.
	pub(crate) fn release_controller(entry: &mut PatientOf<T>) -> DispatchResult {
		match entry.controller.take() {
			Some(controller) => Self::release_controller_account(&controller),
			None => Ok(()),
		}
	}

	/// Has an account control no patient any more.
	pub(crate) fn release_controller_account(controller: &T::AccountId) -> DispatchResult {
		Controllers::<T>::remove(controller);
		T::Recovery::forget(controller);
		Self::let_out(controller)
	}

	/// Removes what is kept about a patient beside its entry and its key. How many identifiers and care
	/// relationships it was.
	pub(crate) fn clear(
		patient: PatientId,
		entry: &mut PatientOf<T>,
	) -> Result<u32, DispatchError> {
		let removed = entry.identifiers.saturating_add(entry.care_relationships);
		let left = [
			Identifiers::<T>::clear_prefix(patient, MAX_IDENTIFIERS, None).maybe_cursor,
			CareRelationships::<T>::clear_prefix(patient, MAX_CARE_RELATIONSHIPS, None)
				.maybe_cursor,
		];
		if left.iter().any(Option::is_some) {
			frame_support::defensive!("the bounds are those of the collections; nothing is left");
		}
		entry.identifiers = 0;
		entry.care_relationships = 0;
		Self::dismiss_all(patient, entry)?;
		MergeProposals::<T>::remove(patient);
		Appointments::<T>::remove(patient);
		Ok(removed)
	}

	/// The id that stands for the person: the patient itself, or what replaces it.
	pub(crate) fn surviving(
		patient: PatientId,
		entry: PatientOf<T>,
	) -> Option<(PatientId, PatientOf<T>)> {
		let (mut id, mut entry) = (patient, entry);
		for _ in 0..=T::MaxMergeDepth::get() {
			match entry.status {
				PatientStatus::Merged { replaced_by } => {
					id = replaced_by;
					entry = Patients::<T>::get(id)?;
				},
				_ => return Some((id, entry)),
			}
		}
		frame_support::defensive!("chains of merges are never longer than MaxMergeDepth");
		None
	}
}
