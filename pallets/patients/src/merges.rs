//! Duplicates, and what becomes of them.

use super::*;

impl<T: Config> Pallet<T> {
	/// As which party to a merge an account speaks, if as any. Representatives are none: a merge
	/// gives the patient into the hands of the survivor's controller, which outlasts every mandate.
	pub(crate) fn merge_party(
		who: &T::AccountId,
		duplicate: (PatientId, &PatientOf<T>),
		survivor: (PatientId, &PatientOf<T>),
	) -> Option<MergeParty> {
		for (id, patient) in [duplicate, survivor] {
			if patient.controller.as_ref() == Some(who) {
				return Some(MergeParty::Patient(id));
			}
		}
		let organization = T::Members::active_agent(who)?.organization;
		let cares_for_both = [duplicate, survivor]
			.into_iter()
			.all(|(id, patient)| Self::cares(id, patient, organization));
		(cares_for_both && T::Members::is_capable(organization, Capability::Provider))
			.then_some(MergeParty::Organization(organization))
	}

	/// That one more merge of `duplicate` keeps every chain within its bound.
	pub(crate) fn ensure_merge_depth(duplicate: &PatientOf<T>) -> DispatchResult {
		ensure!(duplicate.merge_depth < T::MaxMergeDepth::get(), Error::<T>::MaxMergeDepthExceeded);
		Ok(())
	}

	/// Merges, if `who` is the side that has yet to agree. How many representatives of the duplicate
	/// that ended.
	pub(crate) fn merge(
		who: &T::AccountId,
		patient: PatientId,
		into: PatientId,
	) -> Result<u32, DispatchError> {
		let proposal = MergeProposals::<T>::get(patient)
			.filter(|proposal| proposal.into == into)
			.ok_or(Error::<T>::MergeNotFound)?;
		let mut duplicate = Self::open(&mut Patients::<T>::get(patient))?.clone();
		let mut survivor = Self::open(&mut Patients::<T>::get(into))?.clone();
		let party = Self::merge_party(who, (patient, &duplicate), (into, &survivor))
			.ok_or(Error::<T>::NotAuthorized)?;
		let other_side = match (proposal.proposed_by, party) {
			(MergeParty::Patient(one), MergeParty::Patient(other)) => one != other,
			(MergeParty::Organization(one), MergeParty::Organization(other)) => one != other,
			_ => false,
		};
		ensure!(other_side, Error::<T>::MergeNeedsOtherParty);
		Self::ensure_merge_depth(&duplicate)?;
		let dismissed = duplicate.representatives;
		Self::dismiss_all(patient, &mut duplicate)?;
		Self::release_controller(&mut duplicate)?;
		duplicate.status = PatientStatus::Merged { replaced_by: into };
		survivor.merge_depth = survivor.merge_depth.max(duplicate.merge_depth.saturating_add(1));
		MergeProposals::<T>::remove(patient);
		Appointments::<T>::remove(patient);
		Patients::<T>::insert(patient, duplicate);
		Patients::<T>::insert(into, survivor);
		Ok(dismissed)
	}
}
