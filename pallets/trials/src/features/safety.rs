//! Serious adverse events and their clocks.

use crate::*;
use salus_primitives::{
	codes::EventOutcome,
	trial::{DAY, EXPEDITED_DAYS, FOLLOW_UP_DAYS},
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report_event(
		origin: OriginFor<T>,
		id: TrialId,
		participant: ParticipantId,
		assessment: Assessment,
		aware_at: Moment,
		narrative: H256,
	) -> DispatchResult {
		let mut trial = Self::get(id)?;
		let entry = Self::participant_of(id, participant)?;
		let (actor, agent) = Self::ensure_agent(origin)?;
		let of_site =
			agent.organization == entry.site && Self::investigates(id, &actor.who, &agent);
		ensure!(of_site || Self::is_sponsor(&trial, &agent), Error::<T>::NotAuthorized);
		ensure!(!assessment.seriousness.is_empty(), Error::<T>::NotSerious);
		Self::ensure_past(aware_at)?;
		let now = T::Time::now();
		let due_at = aware_at.saturating_add(assessment.clock());
		let owed_from = if assessment.seriousness.is_urgent() { due_at } else { now };
		let owes = assessment.seriousness.is_urgent() || !assessment.outcome.is_final();
		let number = trial.safety_reports;
		SafetyReports::<T>::insert(
			id,
			number,
			SafetyReport {
				participant,
				reporter: agent.organization,
				assessment,
				narrative,
				aware_at,
				reported_at: now,
				due_at,
				expedite_by: assessment.is_susar().then_some(due_at),
				expedited_at: None,
				follow_up_by: owes
					.then_some(owed_from.saturating_add(FOLLOW_UP_DAYS.saturating_mul(DAY))),
				follow_ups: 0,
				follow_up_late: false,
			},
		);
		trial.safety_reports = number.saturating_add(1);
		let change = AuditedChange::EventReported { report: number, participant, assessment };
		Self::commit(id, trial, actor, change, None);
		Ok(())
	}

	pub(crate) fn do_expedite_event(
		origin: OriginFor<T>,
		id: TrialId,
		report: u32,
	) -> DispatchResult {
		let trial = Self::get(id)?;
		let actor = Self::ensure_sponsor(origin, &trial)?;
		let mut entry = SafetyReports::<T>::get(id, report).ok_or(Error::<T>::ReportNotFound)?;
		ensure!(entry.expedite_by.is_some(), Error::<T>::NotSuspected);
		ensure!(entry.expedited_at.is_none(), Error::<T>::AlreadyExpedited);
		entry.expedited_at = Some(T::Time::now());
		SafetyReports::<T>::insert(id, report, entry);
		Self::commit(id, trial, actor, AuditedChange::EventExpedited { report }, None);
		Ok(())
	}

	pub(crate) fn do_follow_up_event(
		origin: OriginFor<T>,
		id: TrialId,
		report: u32,
		assessment: Assessment,
		aware_at: Moment,
		narrative: H256,
	) -> DispatchResult {
		let trial = Self::get(id)?;
		let mut entry = SafetyReports::<T>::get(id, report).ok_or(Error::<T>::ReportNotFound)?;
		let (actor, agent) = Self::ensure_agent(origin)?;
		ensure!(
			agent.organization == entry.reporter || Self::is_sponsor(&trial, &agent),
			Error::<T>::NotAuthorized
		);
		ensure!(!assessment.seriousness.is_empty(), Error::<T>::NotSerious);
		Self::ensure_past(aware_at)?;
		ensure!(aware_at >= entry.aware_at, Error::<T>::DatesOutOfOrder);
		let now = T::Time::now();
		let from = entry.assessment;
		FollowUps::<T>::insert(
			(id, report, entry.follow_ups),
			FollowUp { assessment, narrative, aware_at, reported_at: now },
		);
		entry.follow_ups = entry.follow_ups.saturating_add(1);
		if let Some(by) = entry.follow_up_by.take() {
			entry.follow_up_late |= now > by;
		}
		// While the event goes on there is more to tell. That nobody will know is an end of it, too.
		let goes_on = !assessment.outcome.is_final() && assessment.outcome != EventOutcome::Unknown;
		entry.follow_up_by =
			goes_on.then_some(now.saturating_add(EXPEDITED_DAYS.saturating_mul(DAY)));
		if entry.expedited_at.is_none() && assessment.is_susar() {
			// A reaction that turns out fatal shortens the clock, and nothing prolongs it.
			let by = aware_at.saturating_add(assessment.clock());
			entry.expedite_by = Some(entry.expedite_by.map_or(by, |before| before.min(by)));
		}
		entry.assessment = assessment;
		SafetyReports::<T>::insert(id, report, entry);
		let change = AuditedChange::EventFollowedUp { report, from, to: assessment };
		Self::commit(id, trial, actor, change, None);
		Ok(())
	}
}
