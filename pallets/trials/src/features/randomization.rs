//! Allocation to arms by commitment and opening.

use crate::*;
use salus_primitives::{
	merkle::{self, MAX_LEAVES},
	trial::{allocation_commitment, ConsentState, Design, RandomizedTo},
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_commit_allocation(
		origin: OriginFor<T>,
		id: TrialId,
		list: u16,
		root: H256,
		entries: u32,
	) -> DispatchResult {
		let mut trial = Self::get(id)?;
		let actor = Self::ensure_sponsor(origin, &trial)?;
		ensure!(Self::design(id, &trial)?.is_randomized(), Error::<T>::NotRandomized);
		ensure!(trial.enrolled == 0, Error::<T>::EnrolmentBegun);
		ensure!(!AllocationLists::<T>::contains_key(id, list), Error::<T>::ListExists);
		ensure!((1..=MAX_LEAVES).contains(&entries), Error::<T>::InvalidLeaves);
		let committed_at = T::Time::now();
		AllocationLists::<T>::insert(
			id,
			list,
			AllocationList { root, entries, taken: 0, committed_at },
		);
		trial.allocation_lists = trial.allocation_lists.saturating_add(1);
		Self::commit(id, trial, actor, AuditedChange::AllocationCommitted { list, root }, None);
		Ok(())
	}

	pub(crate) fn do_randomize(
		origin: OriginFor<T>,
		id: TrialId,
		participant: ParticipantId,
		list: u16,
	) -> DispatchResult {
		let trial = Self::get(id)?;
		let mut entry = Self::participant_of(id, participant)?;
		let (actor, organization) = Self::ensure_investigator(origin, id)?;
		ensure!(organization == entry.site, Error::<T>::NotInvestigator);
		ensure!(
			trial.status.enrolls() || trial.status == TrialStatus::ActiveNotRecruiting,
			Error::<T>::NotUnderWay
		);
		ensure!(entry.progress.state.is_in_study(), Error::<T>::NotInStudy);
		ensure!(entry.randomized.is_none(), Error::<T>::AlreadyRandomized);
		ensure!(
			Self::consent_state(id, &trial, &entry) == ConsentState::Current,
			Error::<T>::ConsentNotCurrent
		);
		let mut allocation = AllocationLists::<T>::get(id, list).ok_or(Error::<T>::ListNotFound)?;
		let slot = allocation.taken;
		ensure!(slot < allocation.entries, Error::<T>::ListExhausted);
		allocation.taken = slot.saturating_add(1);
		AllocationLists::<T>::insert(id, list, allocation);
		entry.randomized = Some(RandomizedTo { list, slot, arm: None });
		Participants::<T>::insert(id, participant, entry);
		let change = AuditedChange::Randomized { participant, list, slot };
		Self::commit(id, trial, actor, change, None);
		Ok(())
	}

	pub(crate) fn do_reveal_allocation(
		origin: OriginFor<T>,
		id: TrialId,
		participant: ParticipantId,
		opening: AllocationOpening,
	) -> DispatchResult {
		let trial = Self::get(id)?;
		let actor = Self::ensure_sponsor(origin, &trial)?;
		let mut entry = Self::participant_of(id, participant)?;
		let design = Self::design(id, &trial)?;
		ensure!(!design.is_masked() || trial.database_locked_at.is_some(), Error::<T>::StillMasked);
		entry.randomized = Some(Self::open_slot(id, &design, &entry, &opening)?);
		Participants::<T>::insert(id, participant, entry);
		let change = AuditedChange::AllocationRevealed { participant, arm: opening.arm };
		Self::commit(id, trial, actor, change, None);
		Ok(())
	}

	pub(crate) fn do_unblind(
		origin: OriginFor<T>,
		id: TrialId,
		participant: ParticipantId,
		reason: Reason,
		opening: Option<AllocationOpening>,
	) -> DispatchResult {
		let trial = Self::get(id)?;
		let mut entry = Self::participant_of(id, participant)?;
		let (actor, agent) = Self::ensure_agent(origin)?;
		let of_site =
			agent.organization == entry.site && Self::investigates(id, &actor.who, &agent);
		ensure!(of_site || Self::is_sponsor(&trial, &agent), Error::<T>::NotAuthorized);
		let design = Self::design(id, &trial)?;
		ensure!(design.is_masked(), Error::<T>::NotMasked);
		ensure!(entry.randomized.is_some(), Error::<T>::NotYetRandomized);
		ensure!(entry.unblinded_at.is_none(), Error::<T>::AlreadyUnblinded);
		if let Some(opening) = &opening {
			entry.randomized = Some(Self::open_slot(id, &design, &entry, opening)?);
		}
		entry.unblinded_at = Some(T::Time::now());
		Participants::<T>::insert(id, participant, entry);
		let arm = opening.map(|opening| opening.arm);
		let change = AuditedChange::Unblinded { participant, arm };
		Self::commit(id, trial, actor, change, Some(reason));
		Ok(())
	}

	/// The design that holds, or the one submitted last before any does.
	fn design(id: TrialId, trial: &Trial) -> Result<Design, DispatchError> {
		let version = if trial.version > 0 { trial.version } else { trial.latest_version };
		let protocol = Versions::<T>::get(id, version).ok_or(Error::<T>::NotApproved)?;
		Ok(protocol.details.design)
	}

	/// A participant's place with its arm, if the opening is that of the place.
	fn open_slot(
		id: TrialId,
		design: &Design,
		participant: &Participant,
		opening: &AllocationOpening,
	) -> Result<RandomizedTo, DispatchError> {
		let place = participant.randomized.ok_or(Error::<T>::NotYetRandomized)?;
		ensure!(place.arm.is_none(), Error::<T>::AlreadyRevealed);
		let list = AllocationLists::<T>::get(id, place.list).ok_or(Error::<T>::ListNotFound)?;
		let AllocationOpening { arm, salt, proof } = opening;
		let commitment = allocation_commitment(id, place.list, place.slot, *arm, salt);
		ensure!(
			proof.index == place.slot
				&& merkle::verify(&list.root, list.entries, &commitment, proof),
			Error::<T>::InvalidOpening
		);
		ensure!(*arm < design.arms, Error::<T>::ArmNotFound);
		Ok(RandomizedTo { arm: Some(*arm), ..place })
	}
}
