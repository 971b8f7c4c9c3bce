//! The list of outcomes, and what amendments do to it.

use crate::*;
use alloc::{collections::BTreeSet, vec::Vec};
use salus_primitives::{
	codes::{OutcomeKind, StudyType},
	trial::OutcomeChange,
};

/// What is to happen to an outcome: its number, what it is, what it is to be.
pub(crate) type Planned = (u16, Option<Outcome>, Option<Outcome>);

impl<T: Config> Pallet<T> {
	/// What changes mean for the list as it is.
	pub(crate) fn plan_changes(
		id: TrialId,
		trial: &Trial,
		changes: &Changes,
	) -> Result<Vec<Planned>, DispatchError> {
		ensure!(
			trial.outcome_changes.saturating_add(changes.len() as u32) <= MAX_OUTCOME_CHANGES,
			Error::<T>::MaxOutcomeChangesExceeded
		);
		let mut planned = Vec::with_capacity(changes.len());
		let mut named = BTreeSet::new();
		let mut next = trial.outcomes;
		for change in changes {
			let one = match *change {
				OutcomeChange::Add { outcome } => {
					ensure!(u32::from(next) < MAX_OUTCOMES, Error::<T>::MaxOutcomesExceeded);
					let number = next;
					next = next.saturating_add(1);
					(number, None, Some(outcome))
				},
				OutcomeChange::Replace { number, outcome } => {
					(number, Some(Self::current(id, number)?), Some(outcome))
				},
				OutcomeChange::Remove { number } => {
					(number, Some(Self::current(id, number)?), None)
				},
			};
			let (number, from, to) = one;
			ensure!(from != to, Error::<T>::OutcomeUnchanged);
			ensure!(named.insert(number), Error::<T>::OutcomeNamedTwice);
			ensure!(
				to.is_none_or(|outcome| outcome.kind != OutcomeKind::PostHoc),
				Error::<T>::InvalidOutcome
			);
			planned.push(one);
		}
		let loses_primary = planned.iter().any(|(_, from, to)| {
			let primary = |outcome: &Option<Outcome>| {
				outcome.is_some_and(|outcome| outcome.kind == OutcomeKind::Primary)
			};
			primary(from) && !primary(to)
		});
		if loses_primary && trial.study_type != StudyType::ExpandedAccess {
			Self::ensure_primary_left(id, &planned, &named)?;
		}
		Ok(planned)
	}

	/// That there is still a primary outcome after the changes.
	fn ensure_primary_left(
		id: TrialId,
		planned: &[Planned],
		named: &BTreeSet<u16>,
	) -> DispatchResult {
		let untouched = Outcomes::<T>::iter_prefix(id)
			.filter(|(number, _)| !named.contains(number))
			.filter_map(|(_, listed)| listed.current);
		let changed = planned.iter().filter_map(|(_, _, to)| *to);
		ensure!(
			untouched.chain(changed).any(|outcome| outcome.kind == OutcomeKind::Primary),
			Error::<T>::NoPrimaryOutcome
		);
		Ok(())
	}

	fn current(id: TrialId, number: u16) -> Result<Outcome, DispatchError> {
		Outcomes::<T>::get(id, number)
			.and_then(|listed| listed.current)
			.ok_or(Error::<T>::OutcomeNotFound.into())
	}

	/// Notes what an amendment is to do, with where the trial stands.
	pub(crate) fn note_changes(
		id: TrialId,
		trial: &mut Trial,
		version: u32,
		planned: Vec<Planned>,
	) {
		let after_lock = trial.locked_at.is_some();
		let after_primary_completion = trial
			.dates
			.primary_completion
			.is_some_and(|date| date.fact().is_some_and(|fact| fact <= T::Time::now()));
		for (number, from, to) in planned {
			let change = AmendedOutcome {
				version,
				number,
				from,
				to,
				at: T::Time::now(),
				status: trial.status,
				enrolled: trial.enrolled,
				after_lock,
				after_primary_completion,
			};
			if after_lock && change.touches_primary() {
				trial.primary_changes = trial.primary_changes.saturating_add(1);
			}
			OutcomeChanges::<T>::insert(id, trial.outcome_changes, change);
			trial.outcome_changes = trial.outcome_changes.saturating_add(1);
			trial.outcomes = trial.outcomes.max(number.saturating_add(1));
		}
	}

	/// Does to the list what the last `count` noted changes say. No others can have been noted since,
	/// as one amendment waits at a time. Nor can the list have been locked since, as nobody is
	/// enrolled while one waits.
	pub(crate) fn apply_changes(id: TrialId, trial: &Trial, count: u32) {
		let locked = trial.locked_at.is_some();
		for index in trial.outcome_changes.saturating_sub(count)..trial.outcome_changes {
			let Some(change) = OutcomeChanges::<T>::get(id, index) else {
				frame_support::defensive!("changes are noted without gaps");
				continue;
			};
			let registered = if locked {
				Outcomes::<T>::get(id, change.number).and_then(|listed| listed.registered)
			} else {
				change.to
			};
			if registered.is_none() && change.to.is_none() && !locked {
				Outcomes::<T>::remove(id, change.number);
			} else {
				let listed = ListedOutcome { registered, current: change.to };
				Outcomes::<T>::insert(id, change.number, listed);
			}
		}
	}
}
