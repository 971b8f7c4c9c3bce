//! Participants, and what they agreed to.

use crate::*;
use salus_primitives::{
	patient::Power,
	trial::{ConsentState, SubjectProgress},
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_enroll(
		origin: OriginFor<T>,
		id: TrialId,
		participant: ParticipantId,
		patient: PatientId,
		consent: ConsentId,
	) -> DispatchResult {
		let mut trial = Self::get(id)?;
		let (actor, organization) = Self::ensure_investigator(origin, id)?;
		let mut site = Sites::<T>::get(id, organization).ok_or(Error::<T>::SiteNotFound)?;
		ensure!(site.closed_at.is_none(), Error::<T>::SiteClosed);
		ensure!(trial.status.enrolls(), Error::<T>::NotEnrolling);
		ensure!(trial.pending.is_none(), Error::<T>::AmendmentPending);
		ensure!(trial.database_locked_at.is_none(), Error::<T>::DatabaseLocked);
		let details = Versions::<T>::get(id, trial.version).ok_or(Error::<T>::NotApproved)?.details;
		ensure!(trial.enrolled < details.sample_size.count, Error::<T>::SampleSizeReached);
		ensure!(
			!details.design.is_randomized() || trial.allocation_lists > 0,
			Error::<T>::ListNotFound
		);
		ensure!(!Participants::<T>::contains_key(id, participant), Error::<T>::ParticipantExists);
		ensure!(!Enrolments::<T>::contains_key(patient), Error::<T>::PatientIdUsed);
		T::Patients::ensure_open(patient)?;
		let version = trial.consent_version;
		ensure!(
			T::Consents::agreed_version(patient, consent, id) == Some(version),
			Error::<T>::ConsentNotCurrent
		);

		let now = T::Time::now();
		Participants::<T>::insert(
			id,
			participant,
			Participant {
				site: organization,
				patient,
				consent,
				agreed_version: version,
				enrolled_at: now,
				progress: SubjectProgress { state: SubjectState::PendingOnStudy, since: now },
				randomized: None,
				unblinded_at: None,
			},
		);
		Enrolments::<T>::insert(patient, (id, participant));
		site.participants = site.participants.saturating_add(1);
		Sites::<T>::insert(id, organization, site);
		trial.enrolled = trial.enrolled.saturating_add(1);
		if trial.locked_at.is_none() {
			trial.locked_at = Some(now);
			Self::deposit_event(Event::OutcomesLocked { trial: id, outcomes: trial.outcomes });
		}
		let change = AuditedChange::Enrolled { participant, version };
		Self::commit(id, trial, actor, change, None);
		Ok(())
	}

	pub(crate) fn do_renew_consent(
		origin: OriginFor<T>,
		id: TrialId,
		participant: ParticipantId,
		consent: ConsentId,
	) -> DispatchResult {
		let trial = Self::get(id)?;
		let mut entry = Self::participant_of(id, participant)?;
		let who = ensure_signed(origin)?;
		let agent = T::Members::active_agent(&who).filter(|agent| {
			agent.organization == entry.site && Self::investigates(id, &who, agent)
		});
		ensure!(agent.is_some() || Self::decides_for(&who, &entry), Error::<T>::NotAuthorized);
		ensure!(entry.progress.state.is_in_study(), Error::<T>::NotInStudy);
		let (from, to) = (entry.agreed_version, trial.consent_version);
		ensure!(
			Self::consent_state(id, &trial, &entry) != ConsentState::Current,
			Error::<T>::ConsentAlreadyCurrent
		);
		ensure!(
			T::Consents::agreed_version(entry.patient, consent, id) == Some(to),
			Error::<T>::ConsentNotCurrent
		);
		entry.consent = consent;
		entry.agreed_version = to;
		Participants::<T>::insert(id, participant, entry);
		let actor = Actor { who, organization: agent.map(|agent| agent.organization) };
		let change = AuditedChange::ConsentRenewed { participant, from, to };
		Self::commit(id, trial, actor, change, None);
		Ok(())
	}

	pub(crate) fn do_set_subject_state(
		origin: OriginFor<T>,
		id: TrialId,
		participant: ParticipantId,
		state: SubjectState,
		reason: Reason,
	) -> DispatchResult {
		let trial = Self::get(id)?;
		let mut entry = Self::participant_of(id, participant)?;
		let (actor, organization) = Self::ensure_investigator(origin, id)?;
		ensure!(organization == entry.site, Error::<T>::NotInvestigator);
		let from = entry.progress.state;
		ensure!(from.may_become(state), Error::<T>::IllegalSubjectTransition);
		ensure!(
			matches!(state, SubjectState::FollowUp | SubjectState::OffStudy)
				|| Self::consent_state(id, &trial, &entry) == ConsentState::Current,
			Error::<T>::ConsentNotCurrent
		);
		entry.progress = SubjectProgress { state, since: T::Time::now() };
		Participants::<T>::insert(id, participant, entry);
		let change = AuditedChange::SubjectStateChanged { participant, from, to: state };
		Self::commit(id, trial, actor, change, Some(reason));
		Ok(())
	}

	pub(crate) fn do_withdraw_participant(
		origin: OriginFor<T>,
		id: TrialId,
		participant: ParticipantId,
		reason: Reason,
	) -> DispatchResult {
		let mut trial = Self::get(id)?;
		let mut entry = Self::participant_of(id, participant)?;
		let who = ensure_signed(origin)?;
		let agent = T::Members::active_agent(&who).filter(|agent| agent.organization == entry.site);
		ensure!(agent.is_some() || Self::decides_for(&who, &entry), Error::<T>::NotAuthorized);
		let from = entry.progress.state;
		ensure!(from != SubjectState::Withdrawn, Error::<T>::AlreadyWithdrawn);
		let to = SubjectState::Withdrawn;
		entry.progress = SubjectProgress { state: to, since: T::Time::now() };
		Participants::<T>::insert(id, participant, entry);
		trial.withdrawn = trial.withdrawn.saturating_add(1);
		let actor = Actor { who, organization: agent.map(|agent| agent.organization) };
		let change = AuditedChange::SubjectStateChanged { participant, from, to };
		Self::commit(id, trial, actor, change, Some(reason));
		Ok(())
	}

	pub(crate) fn participant_of(
		id: TrialId,
		participant: ParticipantId,
	) -> Result<Participant, DispatchError> {
		Participants::<T>::get(id, participant).ok_or(Error::<T>::ParticipantNotFound.into())
	}

	/// The patient behind a participant: the id that serves this trial alone.
	pub fn patient_behind(id: TrialId, participant: ParticipantId) -> Option<PatientId> {
		Participants::<T>::get(id, participant).map(|entry| entry.patient)
	}

	/// Whether the account may consent for the patient behind a participant.
	fn decides_for(who: &T::AccountId, participant: &Participant) -> bool {
		T::Patients::authority(who, participant.patient, Power::Consent).is_some()
	}

	/// What a participant's consent is worth now.
	pub(crate) fn consent_state(
		id: TrialId,
		trial: &Trial,
		participant: &Participant,
	) -> ConsentState {
		match T::Consents::agreed_version(participant.patient, participant.consent, id) {
			None => ConsentState::Ended,
			// What the pallet was shown counts: a consent amended since binds nobody by itself.
			Some(_) if participant.agreed_version == trial.consent_version => ConsentState::Current,
			Some(_) => ConsentState::Stale,
		}
	}
}
