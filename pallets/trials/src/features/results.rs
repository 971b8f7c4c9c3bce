//! Results, and when they are due.

use crate::*;
use alloc::collections::BTreeSet;
use salus_primitives::{
	codes::{Capability, DateKind, StudyType},
	trial::{add_months, DueResults, StatedDate},
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_submit_results(
		origin: OriginFor<T>,
		id: TrialId,
		document: PublicText,
		reports: Reports,
		extras: Extras,
	) -> DispatchResult {
		let mut trial = Self::get(id)?;
		let actor = Self::ensure_sponsor(origin, &trial)?;
		ensure!(
			trial.dates.primary_completion.is_some_and(|date| date.fact().is_some()),
			Error::<T>::PrimaryCompletionNotReached
		);
		ensure!(Self::recruitment_is_over(&trial), Error::<T>::StillUnderWay);
		let mut accounted = BTreeSet::new();
		for report in &reports {
			ensure!(Outcomes::<T>::contains_key(id, report.number), Error::<T>::OutcomeNotFound);
			ensure!(accounted.insert(report.number), Error::<T>::OutcomeNamedTwice);
		}
		ensure!(
			Outcomes::<T>::iter_key_prefix(id).all(|number| accounted.contains(&number)),
			Error::<T>::OutcomeNotAccountedFor
		);

		let version = trial.results.saturating_add(1);
		for report in &reports {
			Accounts::<T>::insert((id, version, report.number), report.account);
		}
		for (outcome, number) in extras.iter().zip(0u16..) {
			ExtraOutcomes::<T>::insert((id, version, number), outcome);
		}
		let now = T::Time::now();
		let hash = document.hash;
		ResultVersions::<T>::insert(
			id,
			version,
			Results {
				version,
				document,
				submitted_at: now,
				due_at: Self::due_results(&trial).map(|due| due.due_at),
				unregistered: extras.len() as u32,
			},
		);
		trial.results = version;
		trial.first_results_at = trial.first_results_at.or(Some(now));
		let change = AuditedChange::ResultsSubmitted { version, document: hash };
		Self::commit(id, trial, actor, change, None);
		Ok(())
	}

	pub(crate) fn do_certify_delay(
		origin: OriginFor<T>,
		id: TrialId,
		until: Moment,
		reason: Reason,
	) -> DispatchResult {
		let mut trial = Self::get(id)?;
		let (actor, regulator) = Self::ensure_capable(origin, Capability::Regulator)?;
		ensure!(regulator != trial.sponsor, Error::<T>::NotAuthorized);
		ensure!(trial.first_results_at.is_none(), Error::<T>::ResultsAlreadySubmitted);
		let due = Self::due_results(&trial).ok_or(Error::<T>::NoResultsDue)?;
		let latest = add_months(due.due_at.max(T::Time::now()), MAX_DELAY_MONTHS);
		ensure!(until > due.due_at && until <= latest, Error::<T>::InvalidDelay);
		Certificates::<T>::insert(
			id,
			trial.certificates,
			Certificate { regulator, until, reason, granted_at: T::Time::now() },
		);
		trial.certificates = trial.certificates.saturating_add(1);
		trial.results_put_off_until = Some(until);
		let kind = if due.estimated { DateKind::Estimated } else { DateKind::Actual };
		let previous = StatedDate { at: due.due_at, kind };
		let change = AuditedChange::DelayCertified { until, previous };
		Self::commit(id, trial, actor, change, Some(reason));
		Ok(())
	}

	/// When the results are due, and whether they are late. A planned primary completion counts while
	/// no other date is stated, for want of it the completion, and for want of that the day on which
	/// the trial ended: whoever states none does not escape. Expanded access and trials that nobody
	/// took part in owe none.
	pub(crate) fn due_results(trial: &Trial) -> Option<DueResults> {
		if trial.study_type == StudyType::ExpandedAccess || trial.status == TrialStatus::Withdrawn {
			return None;
		}
		let ended = trial.status.is_final().then(|| StatedDate::actual(trial.status_since));
		let completion = trial.dates.primary_completion.or(trial.dates.completion).or(ended)?;
		let due_at = add_months(completion.at, RESULTS_DUE_MONTHS)
			.max(trial.results_put_off_until.unwrap_or_default());
		Some(DueResults {
			due_at,
			estimated: completion.kind == DateKind::Estimated,
			submitted_at: trial.first_results_at,
			overdue: trial.first_results_at.unwrap_or_else(T::Time::now) > due_at,
		})
	}
}
