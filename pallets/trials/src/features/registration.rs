//! Registration, and where a trial stands.

use crate::*;
use salus_primitives::{
	codes::{Capability, DateKind, OutcomeKind, StudyType, TrialText},
	trial::{EthicsReview, VersionStatus},
};

/// The texts without which nobody can tell what a trial is about.
const NEEDED_TEXTS: [TrialText; 3] =
	[TrialText::PublicTitle, TrialText::Conditions, TrialText::Eligibility];

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register(
		origin: OriginFor<T>,
		id: TrialId,
		registration: Registration,
	) -> DispatchResult {
		let (actor, sponsor) = Self::ensure_capable(origin, Capability::Sponsor)?;
		ensure!(!Trials::<T>::contains_key(id), Error::<T>::AlreadyExists);
		Self::ensure_committee(sponsor, registration.committee)?;
		Self::ensure_details(&registration.details)?;
		Self::ensure_dates(&registration.dates)?;
		Self::ensure_past(registration.verified_at)?;
		let now = T::Time::now();
		let first_registered = registration.first_registered_at.unwrap_or(now);
		Self::ensure_past(first_registered)?;
		Self::ensure_registry_ids(&registration.registry_ids)?;
		let study_type = registration.details.design.study_type;
		let kinds = || registration.outcomes.iter().map(|outcome| outcome.kind);
		ensure!(kinds().all(|kind| kind != OutcomeKind::PostHoc), Error::<T>::InvalidOutcome);
		ensure!(
			study_type == StudyType::ExpandedAccess
				|| kinds().any(|kind| kind == OutcomeKind::Primary),
			Error::<T>::NoPrimaryOutcome
		);

		let number = TrialCount::<T>::get();
		TrialCount::<T>::put(number.saturating_add(1));
		Numbered::<T>::insert(number, id);
		for registry_id in &registration.registry_ids {
			ByRegistryId::<T>::insert(registry_id, id);
		}
		let mut outcomes = 0u16;
		for outcome in &registration.outcomes {
			let listed = ListedOutcome { registered: Some(*outcome), current: Some(*outcome) };
			Outcomes::<T>::insert(id, outcomes, listed);
			outcomes = outcomes.saturating_add(1);
		}
		Versions::<T>::insert(
			id,
			1,
			ProtocolVersion {
				version: 1,
				kind: AmendmentKind::Initial,
				status: VersionStatus::Pending,
				submitted_at: now,
				review: None,
				outcome_changes: 0,
				details: registration.details,
			},
		);
		let trial = Trial {
			number,
			sponsor,
			committee: registration.committee,
			registry_ids: registration.registry_ids,
			study_type,
			registered_at: now,
			first_registered_at: registration.first_registered_at,
			status: TrialStatus::initial(study_type),
			status_since: first_registered,
			suspended_by: None,
			verified_at: registration.verified_at,
			dates: registration.dates,
			version: 0,
			consent_version: 0,
			latest_version: 1,
			pending: Some(1),
			locked_at: None,
			database_locked_at: None,
			first_results_at: None,
			results_put_off_until: None,
			outcomes,
			outcome_changes: 0,
			primary_changes: 0,
			enrolled: 0,
			withdrawn: 0,
			allocation_lists: 0,
			anchors: 0,
			open_queries: 0,
			safety_reports: 0,
			results: 0,
			certificates: 0,
			audit_entries: 0,
		};
		Self::commit(id, trial, actor, AuditedChange::Registered, None);
		Ok(())
	}

	pub(crate) fn do_review_version(
		origin: OriginFor<T>,
		id: TrialId,
		version: u32,
		approved: bool,
		opinion: H256,
	) -> Result<u32, DispatchError> {
		let mut trial = Self::get(id)?;
		let (actor, committee) = Self::ensure_capable(origin, Capability::EthicsCommittee)?;
		ensure!(committee == trial.committee, Error::<T>::NotAuthorized);
		ensure!(trial.pending == Some(version), Error::<T>::NotPending);
		let mut protocol = Versions::<T>::get(id, version).ok_or(Error::<T>::NotPending)?;
		let previous = trial.version;
		let changes = protocol.outcome_changes;
		trial.pending = None;
		let decided_at = T::Time::now();
		protocol.review = Some(EthicsReview { committee, approved, opinion, decided_at });
		if approved {
			Self::put_in_effect(id, &mut trial, protocol);
		} else {
			protocol.status = VersionStatus::Refused;
			Versions::<T>::insert(id, version, protocol);
		}
		let change = AuditedChange::VersionReviewed { version, approved, opinion, previous };
		Self::commit(id, trial, actor, change, None);
		Ok(if approved { changes } else { 0 })
	}

	pub(crate) fn do_set_status(
		origin: OriginFor<T>,
		id: TrialId,
		status: TrialStatus,
		effective_at: Moment,
		reason: Reason,
	) -> DispatchResult {
		let mut trial = Self::get(id)?;
		let (actor, agent) = Self::ensure_agent(origin)?;
		let by = agent.organization;
		let from = trial.status;
		let sponsor = Self::is_sponsor(&trial, &agent);
		let halts = matches!(status, TrialStatus::Suspended | TrialStatus::Terminated);
		let lifts = trial
			.suspended_by
			.is_some_and(|suspender| suspender == by || Self::may_lift_for(&trial, suspender, by));
		ensure!(
			sponsor || (Self::oversees(&trial, by) && (halts || lifts)),
			Error::<T>::NotAuthorized
		);
		ensure!(from.may_become(status, trial.enrolled > 0), Error::<T>::IllegalTransition);
		ensure!(!status.needs_approval() || trial.version > 0, Error::<T>::NotApproved);
		ensure!(
			trial.suspended_by.is_none() || lifts || status.is_final(),
			Error::<T>::SuspendedByOther
		);
		Self::ensure_past(effective_at)?;
		ensure!(effective_at >= trial.status_since, Error::<T>::DatesOutOfOrder);
		trial.suspended_by = (status == TrialStatus::Suspended).then_some(by);
		trial.status = status;
		trial.status_since = effective_at;
		if sponsor {
			trial.verified_at = trial.verified_at.max(effective_at);
		}
		let change = AuditedChange::StatusChanged { from, to: status, effective_at };
		Self::commit(id, trial, actor, change, Some(reason));
		Ok(())
	}

	pub(crate) fn do_confirm(
		origin: OriginFor<T>,
		id: TrialId,
		verified_at: Moment,
	) -> DispatchResult {
		let mut trial = Self::get(id)?;
		let actor = Self::ensure_sponsor(origin, &trial)?;
		Self::ensure_past(verified_at)?;
		let previous = trial.verified_at;
		ensure!(verified_at >= previous, Error::<T>::DatesOutOfOrder);
		trial.verified_at = verified_at;
		Self::commit(id, trial, actor, AuditedChange::Confirmed { verified_at, previous }, None);
		Ok(())
	}

	pub(crate) fn do_set_dates(
		origin: OriginFor<T>,
		id: TrialId,
		dates: Dates,
		reason: Reason,
	) -> DispatchResult {
		let mut trial = Self::get(id)?;
		let actor = Self::ensure_sponsor(origin, &trial)?;
		Self::ensure_dates(&dates)?;
		let from = trial.dates;
		ensure!(dates.states_all_of(&from), Error::<T>::DateTakenBack);
		trial.dates = dates;
		let change = AuditedChange::DatesChanged { from, to: dates };
		Self::commit(id, trial, actor, change, Some(reason));
		Ok(())
	}

	pub(crate) fn do_replace_committee(
		origin: OriginFor<T>,
		id: TrialId,
		committee: OrganizationId,
	) -> DispatchResult {
		let mut trial = Self::get(id)?;
		let actor = Self::ensure_sponsor(origin, &trial)?;
		let from = trial.committee;
		ensure!(
			!T::Members::is_capable(from, Capability::EthicsCommittee),
			Error::<T>::CommitteeStillActive
		);
		Self::ensure_committee(trial.sponsor, committee)?;
		trial.committee = committee;
		if trial.suspended_by == Some(from) && !Self::oversees(&trial, from) {
			trial.suspended_by = Some(committee);
		}
		let change = AuditedChange::CommitteeReplaced { from, to: committee };
		Self::commit(id, trial, actor, change, None);
		Ok(())
	}

	/// Whether the organization may halt the trial: its committee, and every regulator.
	fn oversees(trial: &Trial, organization: OrganizationId) -> bool {
		(organization == trial.committee
			&& T::Members::is_capable(organization, Capability::EthicsCommittee))
			|| T::Members::is_capable(organization, Capability::Regulator)
	}

	/// Whether a regulator may lift a suspension in the place of who suspended: an overseer that is
	/// one no more, as it has left, is suspended itself, or has lost its licence. Were there no such
	/// way, the trial could never go on.
	fn may_lift_for(trial: &Trial, suspender: OrganizationId, by: OrganizationId) -> bool {
		suspender != trial.sponsor
			&& by != trial.sponsor
			&& T::Members::is_capable(by, Capability::Regulator)
			&& !Self::oversees(trial, suspender)
	}

	/// That the committee may judge a trial of this sponsor.
	fn ensure_committee(sponsor: OrganizationId, committee: OrganizationId) -> DispatchResult {
		ensure!(
			committee != sponsor && T::Members::is_capable(committee, Capability::EthicsCommittee),
			Error::<T>::CommitteeNotEligible
		);
		Ok(())
	}

	fn ensure_registry_ids(ids: &[RegistryId]) -> DispatchResult {
		for (id, next) in ids.iter().zip(1usize..) {
			let again = ids.iter().skip(next).any(|later| later == id);
			ensure!(!again && !ByRegistryId::<T>::contains_key(id), Error::<T>::RegistryIdTaken);
		}
		Ok(())
	}

	/// That the needed texts are there, no kind of text is twice, and the design is one of its type.
	pub(crate) fn ensure_details(details: &Details) -> DispatchResult {
		ensure!(
			NEEDED_TEXTS.iter().all(|kind| details.text(*kind).is_some()),
			Error::<T>::TextMissing
		);
		ensure!(details.texts_are_distinct(), Error::<T>::DuplicateText);
		let design = &details.design;
		let of_interventions = design.allocation.is_some()
			|| design.intervention_model.is_some()
			|| design.masking.is_some()
			|| !design.masked.is_empty();
		let of_observations =
			design.observational_model.is_some() || design.time_perspective.is_some();
		let fits = match design.study_type {
			StudyType::Interventional => !of_observations,
			StudyType::Observational => !of_interventions,
			StudyType::ExpandedAccess => !of_interventions && !of_observations,
		};
		ensure!(fits, Error::<T>::InvalidDesign);
		Ok(())
	}

	/// That facts lie in the past, and follow each other.
	fn ensure_dates(dates: &Dates) -> DispatchResult {
		let now = T::Time::now();
		ensure!(
			dates.iter().all(|date| date.kind == DateKind::Estimated || date.at <= now),
			Error::<T>::DateInFuture
		);
		let mut last = 0;
		for fact in dates.iter().filter_map(|date| date.fact()) {
			ensure!(fact >= last, Error::<T>::DatesOutOfOrder);
			last = fact;
		}
		Ok(())
	}
}
