//! Versions of the protocol.

use crate::*;
use salus_primitives::{
	codes::{DateKind, TrialText},
	trial::VersionStatus,
};

/// The texts by which participants decide whether to take part: what is done to them, to whom, and
/// what they are told.
const WEIGHTY_TEXTS: [TrialText; 3] =
	[TrialText::Interventions, TrialText::Eligibility, TrialText::ConsentForm];

impl<T: Config> Pallet<T> {
	pub(crate) fn do_amend(
		origin: OriginFor<T>,
		id: TrialId,
		kind: AmendmentKind,
		details: Details,
		changes: Changes,
		reason: Reason,
	) -> DispatchResult {
		let mut trial = Self::get(id)?;
		let actor = Self::ensure_sponsor(origin, &trial)?;
		ensure!(kind != AmendmentKind::Initial, Error::<T>::InvalidAmendmentKind);
		ensure!(trial.pending.is_none(), Error::<T>::AmendmentPending);
		Self::ensure_details(&details)?;
		ensure!(details.design.study_type == trial.study_type, Error::<T>::InvalidDesign);
		if kind == AmendmentKind::Minor {
			Self::ensure_minor(id, &trial, &details, &changes)?;
		}
		let planned = Self::plan_changes(id, &trial, &changes)?;

		let previous = trial.version;
		let version = trial.latest_version.saturating_add(1);
		trial.latest_version = version;
		let outcomes = planned.len() as u32;
		Self::note_changes(id, &mut trial, version, planned);
		let protocol = ProtocolVersion {
			version,
			kind,
			status: VersionStatus::Pending,
			submitted_at: T::Time::now(),
			review: None,
			outcome_changes: outcomes,
			details,
		};
		if kind == AmendmentKind::Minor {
			Self::put_in_effect(id, &mut trial, protocol);
		} else {
			Versions::<T>::insert(id, version, protocol);
			trial.pending = Some(version);
		}
		let change = AuditedChange::Amended { version, kind, outcomes, previous };
		Self::commit(id, trial, actor, change, Some(reason));
		Ok(())
	}

	pub(crate) fn do_withdraw_amendment(
		origin: OriginFor<T>,
		id: TrialId,
		reason: Reason,
	) -> DispatchResult {
		let mut trial = Self::get(id)?;
		let actor = Self::ensure_sponsor(origin, &trial)?;
		let version = trial.pending.take().ok_or(Error::<T>::NotPending)?;
		Self::set_version_status(id, version, VersionStatus::Withdrawn);
		let change = AuditedChange::AmendmentWithdrawn { version };
		Self::commit(id, trial, actor, change, Some(reason));
		Ok(())
	}

	/// That an amendment changes nothing that needs the committee's approval.
	fn ensure_minor(
		id: TrialId,
		trial: &Trial,
		details: &Details,
		changes: &Changes,
	) -> DispatchResult {
		let present = Versions::<T>::get(id, trial.version).ok_or(Error::<T>::NotApproved)?.details;
		let final_size = details.sample_size.kind == DateKind::Actual;
		let says = |details: &Details, kind| details.text(kind).map(|text| text.hash);
		let same_texts =
			WEIGHTY_TEXTS.iter().all(|kind| says(details, *kind) == says(&present, *kind));
		ensure!(
			details.design == present.design
				&& details.eligibility == present.eligibility
				&& same_texts
				&& (details.sample_size == present.sample_size || final_size)
				&& (changes.is_empty() || trial.locked_at.is_none()),
			Error::<T>::NotMinor
		);
		Ok(())
	}

	/// Makes a version the one that holds, and does to the outcomes what it brings.
	pub(crate) fn put_in_effect(id: TrialId, trial: &mut Trial, mut protocol: ProtocolVersion) {
		Self::set_version_status(id, trial.version, VersionStatus::Superseded);
		let version = protocol.version;
		trial.version = version;
		if protocol.kind != AmendmentKind::Minor {
			trial.consent_version = version;
		}
		protocol.status = VersionStatus::InEffect;
		let changes = protocol.outcome_changes;
		Versions::<T>::insert(id, version, protocol);
		Self::apply_changes(id, trial, changes);
	}

	fn set_version_status(id: TrialId, version: u32, status: VersionStatus) {
		Versions::<T>::mutate(id, version, |entry| {
			if let Some(entry) = entry {
				entry.status = status;
			}
		});
	}
}
