//! What always holds.

use crate::{
	Accounts, AllocationLists, AnchorFollowers, Anchors, AuditedChange, ByRegistryId, Certificates,
	Config, Enrolments, FollowUps, Investigators, Numbered, OutcomeChanges, Outcomes, Pallet,
	Participants, ResultVersions, SafetyReports, Sites, Trail, Trial, TrialCount, TrialId, Trials,
	Versions, MAX_FOLLOWERS, MAX_INVESTIGATORS, MAX_OUTCOME_CHANGES,
};
use alloc::collections::BTreeSet;
use frame_support::ensure;
use salus_primitives::{
	codes::{SubjectState, TrialStatus},
	trial::{AmendmentKind, AnchorKind, VersionStatus, MAX_OUTCOMES},
};

type Checked = Result<(), sp_runtime::TryRuntimeError>;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet's storage.
	pub fn do_try_state() -> Checked {
		Self::try_state_registry()?;
		for (id, trial) in Trials::<T>::iter() {
			Self::try_state_versions(id, &trial)?;
			Self::try_state_outcomes(id, &trial)?;
			Self::try_state_sites(id, &trial)?;
			Self::try_state_participants(id, &trial)?;
			Self::try_state_allocation(id, &trial)?;
			Self::try_state_data(id, &trial)?;
			Self::try_state_safety(id, &trial)?;
			Self::try_state_results(id, &trial)?;
			Self::try_state_trail(id, &trial)?;
		}
		Ok(())
	}

	/// Trials are numbered without gaps, and found by their registries' numbers.
	fn try_state_registry() -> Checked {
		let count = TrialCount::<T>::get();
		ensure!(Trials::<T>::iter().count() as u32 == count, "trials are miscounted");
		ensure!(Numbered::<T>::iter().count() as u32 == count, "numbers are miscounted");
		for (id, trial) in Trials::<T>::iter() {
			ensure!(Numbered::<T>::get(trial.number) == Some(id), "a number names another trial");
			for registry_id in &trial.registry_ids {
				ensure!(
					ByRegistryId::<T>::get(registry_id) == Some(id),
					"a registry's number names another trial"
				);
			}
		}
		let named = Trials::<T>::iter_values().map(|trial| trial.registry_ids.len()).sum::<usize>();
		ensure!(ByRegistryId::<T>::iter().count() == named, "registries' numbers are left over");
		Ok(())
	}

	/// Versions are counted from 1, one waits at most, one holds at most, and none that needs approval
	/// holds or held without. Nothing is under way that was not approved.
	fn try_state_versions(id: TrialId, trial: &Trial) -> Checked {
		let mut found = 0;
		for (number, version) in Versions::<T>::iter_prefix(id) {
			found += 1;
			ensure!(number == version.version, "a version has another's number");
			ensure!((1..=trial.latest_version).contains(&number), "a version is out of bounds");
			let approved = version.review.is_some_and(|review| review.approved);
			let status = match version.status {
				VersionStatus::Pending => trial.pending == Some(number),
				VersionStatus::InEffect => trial.version == number,
				VersionStatus::Superseded => number < trial.version,
				VersionStatus::Refused => !approved && version.review.is_some(),
				VersionStatus::Withdrawn => version.review.is_none(),
			};
			ensure!(status, "a version stands elsewhere than the trial says");
			let held =
				matches!(version.status, VersionStatus::InEffect | VersionStatus::Superseded);
			ensure!(
				!held || approved || version.kind == AmendmentKind::Minor,
				"a version held without approval"
			);
		}
		ensure!(found == trial.latest_version, "versions have gaps");
		ensure!(trial.consent_version <= trial.version, "consents are ahead of the protocol");
		ensure!(
			(trial.version == 0) == (trial.consent_version == 0),
			"a version holds that nobody could agree to"
		);
		ensure!(
			!trial.status.needs_approval() || trial.version > 0,
			"a trial is under way without approval"
		);
		ensure!(
			trial.suspended_by.is_some() == (trial.status == TrialStatus::Suspended),
			"a suspension has nobody who can lift it, or outlasts itself"
		);
		Ok(())
	}

	/// Before the lock the list is what is registered; after it, what is registered stays.
	fn try_state_outcomes(id: TrialId, trial: &Trial) -> Checked {
		ensure!(u32::from(trial.outcomes) <= MAX_OUTCOMES, "too many outcomes");
		ensure!(
			trial.locked_at.is_some() == (trial.enrolled > 0),
			"outcomes are locked if, and only if, somebody was enrolled"
		);
		for (number, listed) in Outcomes::<T>::iter_prefix(id) {
			ensure!(number < trial.outcomes, "an outcome is out of bounds");
			ensure!(
				trial.locked_at.is_some() || listed.registered == listed.current,
				"an outcome differs from itself before the lock"
			);
			ensure!(
				trial.locked_at.is_some() || listed.registered.is_some(),
				"an outcome is empty before the lock"
			);
		}
		let changes = OutcomeChanges::<T>::iter_prefix(id).count() as u32;
		ensure!(changes == trial.outcome_changes, "changes are miscounted");
		ensure!(changes <= MAX_OUTCOME_CHANGES, "too many changes");
		let primary = OutcomeChanges::<T>::iter_prefix(id)
			.filter(|(_, change)| change.after_lock && change.touches_primary())
			.count() as u32;
		ensure!(primary == trial.primary_changes, "changes of primary outcomes are miscounted");
		// An outcome that was on the list at the lock differs from what it was only by a change that
		// was noted as made after it.
		for (number, listed) in Outcomes::<T>::iter_prefix(id) {
			let noted = OutcomeChanges::<T>::iter_prefix(id)
				.any(|(_, change)| change.number == number && change.after_lock);
			ensure!(listed.registered == listed.current || noted, "a change was not noted");
		}
		Ok(())
	}

	/// Sites have as many investigators and participants as they say.
	fn try_state_sites(id: TrialId, trial: &Trial) -> Checked {
		let mut enrolled = 0u32;
		for (organization, site) in Sites::<T>::iter_prefix(id) {
			let investigators = Investigators::<T>::iter_key_prefix((id, organization)).count();
			ensure!(investigators as u32 == site.investigators, "investigators are miscounted");
			ensure!(site.investigators <= MAX_INVESTIGATORS, "too many investigators");
			let anchors = Anchors::<T>::iter_prefix(id)
				.filter(|(_, anchor)| anchor.organization == organization)
				.count();
			ensure!(anchors as u32 == site.anchors, "a site's anchors are miscounted");
			enrolled = enrolled.saturating_add(site.participants);
		}
		ensure!(enrolled == trial.enrolled, "the sites' participants are miscounted");
		Ok(())
	}

	/// Participants are counted, agreed to a version that held, and each patient id serves one.
	fn try_state_participants(id: TrialId, trial: &Trial) -> Checked {
		let mut withdrawn = 0;
		let mut enrolled = 0;
		for (participant, entry) in Participants::<T>::iter_prefix(id) {
			enrolled += 1;
			ensure!(
				Enrolments::<T>::get(entry.patient) == Some((id, participant)),
				"a patient id serves another participant"
			);
			ensure!(
				(1..=trial.consent_version).contains(&entry.agreed_version),
				"a participant agreed to a version that never held"
			);
			ensure!(Sites::<T>::contains_key(id, entry.site), "a participant has no site");
			match entry.progress.state {
				SubjectState::Withdrawn => withdrawn += 1,
				state => ensure!(
					state.is_in_study() || state == SubjectState::OffStudy,
					"a participant stands where none can"
				),
			}
			ensure!(
				entry.unblinded_at.is_none() || entry.randomized.is_some(),
				"a participant without an arm is unblinded"
			);
		}
		ensure!(enrolled == trial.enrolled, "participants are miscounted");
		ensure!(withdrawn == trial.withdrawn, "withdrawals are miscounted");
		ensure!(
			trial.status != TrialStatus::Withdrawn || enrolled == 0,
			"a trial with participants is withdrawn"
		);
		Ok(())
	}

	/// Every place on a list is taken once, from the first on.
	fn try_state_allocation(id: TrialId, trial: &Trial) -> Checked {
		let lists = AllocationLists::<T>::iter_prefix(id).count() as u32;
		ensure!(lists == trial.allocation_lists, "lists are miscounted");
		let mut taken = BTreeSet::new();
		for (_, entry) in Participants::<T>::iter_prefix(id) {
			let Some(place) = entry.randomized else { continue };
			ensure!(taken.insert((place.list, place.slot)), "a place is taken twice");
			let list = AllocationLists::<T>::get(id, place.list).ok_or("no such list")?;
			ensure!(place.slot < list.taken, "a place is ahead of its list");
		}
		for (_, list) in AllocationLists::<T>::iter_prefix(id) {
			ensure!(list.taken <= list.entries, "a list has given more than it has");
			ensure!(
				trial.locked_at.is_none_or(|locked| list.committed_at <= locked),
				"a list was committed to after the first enrolment"
			);
		}
		Ok(())
	}

	/// Anchors are numbered without gaps; open queries are counted; nothing was anchored after the
	/// lock.
	fn try_state_data(id: TrialId, trial: &Trial) -> Checked {
		let mut open = 0;
		let mut found = 0;
		for (number, anchor) in Anchors::<T>::iter_prefix(id) {
			found += 1;
			ensure!(number < trial.anchors, "an anchor is out of bounds");
			ensure!(
				trial.database_locked_at.is_none_or(|locked| anchor.anchored_at <= locked),
				"data was anchored after the lock"
			);
			ensure!(anchor.followed_by.is_none_or(|by| by > number), "an answer came before");
			let followers = AnchorFollowers::<T>::iter_key_prefix((id, number)).count() as u32;
			ensure!(followers == anchor.followers, "an anchor's followers are miscounted");
			ensure!(followers <= MAX_FOLLOWERS, "too many followers");
			if matches!(anchor.kind, AnchorKind::Query { .. }) && anchor.followed_by.is_none() {
				open += 1;
			}
		}
		ensure!(found == trial.anchors, "anchors have gaps");
		ensure!(open == trial.open_queries, "open queries are miscounted");
		ensure!(
			trial.database_locked_at.is_none() || open == 0,
			"a query is open in a locked database"
		);
		Ok(())
	}

	/// Reports are numbered without gaps and about participants, and have their follow-ups.
	fn try_state_safety(id: TrialId, trial: &Trial) -> Checked {
		let mut found = 0;
		for (number, report) in SafetyReports::<T>::iter_prefix(id) {
			found += 1;
			ensure!(number < trial.safety_reports, "a report is out of bounds");
			ensure!(
				Participants::<T>::contains_key(id, report.participant),
				"a report is about nobody"
			);
			ensure!(!report.assessment.seriousness.is_empty(), "a report is of no serious event");
			let follow_ups = FollowUps::<T>::iter_prefix((id, number)).count() as u32;
			ensure!(follow_ups == report.follow_ups, "follow-ups are miscounted");
			ensure!(
				report.expedited_at.is_none() || report.expedite_by.is_some(),
				"a report was expedited that need not be"
			);
		}
		ensure!(found == trial.safety_reports, "reports have gaps");
		Ok(())
	}

	/// The latest results account for every outcome on the list that was there when they came.
	fn try_state_results(id: TrialId, trial: &Trial) -> Checked {
		let versions = ResultVersions::<T>::iter_prefix(id).count() as u32;
		ensure!(versions == trial.results, "results are miscounted");
		ensure!(
			trial.first_results_at.is_some() == (trial.results > 0),
			"results came without a time"
		);
		if let Some(results) = ResultVersions::<T>::get(id, trial.results) {
			for (number, listed) in Outcomes::<T>::iter_prefix(id) {
				let later = OutcomeChanges::<T>::iter_prefix(id).any(|(_, change)| {
					change.number == number && change.at >= results.submitted_at
				});
				ensure!(
					Accounts::<T>::contains_key((id, trial.results, number))
						|| (listed.registered.is_none() && later),
					"results are silent about an outcome"
				);
			}
		}
		let certificates = Certificates::<T>::iter_prefix(id).count() as u32;
		ensure!(certificates == trial.certificates, "certificates are miscounted");
		Ok(())
	}

	/// The trail has no gaps, its times don't go back, and the statuses that it names are legal steps
	/// from the first to the present.
	fn try_state_trail(id: TrialId, trial: &Trial) -> Checked {
		let mut status = TrialStatus::initial(trial.study_type);
		let mut last = 0;
		let mut enrolled = 0u32;
		for number in 0..trial.audit_entries {
			let entry = Trail::<T>::get(id, number).ok_or("the trail has a gap")?;
			ensure!(entry.number == number, "an entry has another's number");
			ensure!(entry.at >= last, "the trail goes back in time");
			last = entry.at;
			match entry.change {
				AuditedChange::StatusChanged { from, to, .. } => {
					ensure!(from == status, "the trail misses a status");
					ensure!(from.may_become(to, enrolled > 0), "an illegal step was taken");
					status = to;
				},
				AuditedChange::Enrolled { .. } => enrolled = enrolled.saturating_add(1),
				_ => {},
			}
		}
		ensure!(status == trial.status, "the trail does not lead to where the trial stands");
		ensure!(enrolled == trial.enrolled, "the trail misses an enrolment");
		let entries = Trail::<T>::iter_prefix(id).count() as u32;
		ensure!(entries == trial.audit_entries, "the trail is miscounted");
		Ok(())
	}
}
