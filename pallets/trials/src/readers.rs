//! What readers ask.

use crate::*;
use alloc::vec::Vec;
use salus_primitives::{
	merkle::{self, InclusionProof},
	trial::{
		add_months, AllocationListInfo, AllocationListPage, AnchorInfo, AnchorPage, AuditPage,
		CertificatePage, ComparedOutcome, Comparison, DataPoint, FollowUpPage, OutcomeChangeInfo,
		OutcomeReport, ParticipantInfo, ParticipantPage, ResultsInfo, SafetyReportInfo,
		SafetyReportPage, SiteInfo, TrialInfo, TrialPage, VersionStatus,
	},
};

impl<T: Config> Pallet<T> {
	/// One trial.
	pub fn info(id: TrialId) -> Option<TrialInfo> {
		let trial = Trials::<T>::get(id)?;
		let results = Self::due_results(&trial);
		let first_registered = trial.first_registered_at.unwrap_or(trial.registered_at);
		Some(TrialInfo {
			id,
			number: trial.number,
			sponsor: trial.sponsor,
			committee: trial.committee,
			prospective: trial.dates.start.is_none_or(|start| start.at >= first_registered),
			status: Self::shown_status(&trial),
			last_known_status: trial.status,
			results,
			registry_ids: trial.registry_ids,
			registered_at: trial.registered_at,
			first_registered_at: trial.first_registered_at,
			status_since: trial.status_since,
			verified_at: trial.verified_at,
			dates: trial.dates,
			version: trial.version,
			latest_version: trial.latest_version,
			pending_version: trial.pending,
			consent_version: trial.consent_version,
			locked_at: trial.locked_at,
			database_locked_at: trial.database_locked_at,
			enrolled: trial.enrolled,
			withdrawn: trial.withdrawn,
			outcomes: trial.outcomes.into(),
			primary_outcome_changes: trial.primary_changes,
			anchors: trial.anchors,
			open_queries: trial.open_queries,
			safety_reports: trial.safety_reports,
			audit_entries: trial.audit_entries,
		})
	}

	/// Where a trial stands to the public: unknown if it should have ended and nobody has confirmed
	/// for two years where it stands.
	fn shown_status(trial: &Trial) -> TrialStatus {
		let now = T::Time::now();
		let completion = trial.dates.completion.or(trial.dates.primary_completion);
		let lapsed = trial.status.can_lapse()
			&& completion.is_some_and(|date| date.at < now)
			&& add_months(trial.verified_at, LAPSE_MONTHS) < now;
		if lapsed {
			TrialStatus::Unknown
		} else {
			trial.status
		}
	}

	/// The version of a trial's protocol that participants must have agreed to; none before the first
	/// approval.
	pub fn consent_version(id: TrialId) -> Option<u32> {
		Trials::<T>::get(id).map(|trial| trial.consent_version).filter(|version| *version > 0)
	}

	/// The trial that a registry knows by this number.
	pub fn by_registry_id(id: RegistryId) -> Option<TrialId> {
		ByRegistryId::<T>::get(id)
	}

	/// Up to `limit` trials from number `from` on.
	pub fn list(from: u32, limit: u32) -> TrialPage {
		Self::page_of_trials(from, limit, |_| true)
	}

	/// Trials whose results are overdue, among the `limit` from number `from` on.
	pub fn overdue(from: u32, limit: u32) -> TrialPage {
		Self::page_of_trials(from, limit, |trial| {
			trial.results.is_some_and(|due| due.overdue && due.submitted_at.is_none())
		})
	}

	fn page_of_trials(from: u32, limit: u32, wanted: impl Fn(&TrialInfo) -> bool) -> TrialPage {
		let end = from.saturating_add(limit).min(TrialCount::<T>::get());
		TrialPage {
			trials: (from..end)
				.filter_map(Numbered::<T>::get)
				.filter_map(Self::info)
				.filter(wanted)
				.collect(),
			next: (end < TrialCount::<T>::get()).then_some(end),
		}
	}

	/// One version of a protocol.
	pub fn version(id: TrialId, version: u32) -> Option<ProtocolVersion> {
		Versions::<T>::get(id, version)
	}

	/// What was registered, what was reported, what differs.
	pub fn comparison(id: TrialId) -> Option<Comparison> {
		let trial = Trials::<T>::get(id)?;
		let results = ResultVersions::<T>::get(id, trial.results);
		let mut outcomes = Vec::new();
		for number in 0..trial.outcomes {
			let Some(listed) = Outcomes::<T>::get(id, number) else { continue };
			let account = Accounts::<T>::get((id, trial.results, number));
			outcomes.push(ComparedOutcome::listed(number, listed, account));
		}
		let extras = results.as_ref().map_or(0, |results| results.unregistered) as u16;
		for number in 0..extras {
			if let Some(extra) = ExtraOutcomes::<T>::get((id, trial.results, number)) {
				outcomes.push(ComparedOutcome::extra(extra));
			}
		}
		let changes: Vec<_> = (0..trial.outcome_changes)
			.filter_map(|index| OutcomeChanges::<T>::get(id, index))
			.filter_map(|change| {
				let version_status = Versions::<T>::get(id, change.version)?.status;
				Some(OutcomeChangeInfo { change, version_status })
			})
			.collect();
		let primary_outcome_changed = changes.iter().any(|info| {
			info.change.after_lock
				&& info.change.touches_primary()
				&& !matches!(info.version_status, VersionStatus::Refused | VersionStatus::Withdrawn)
		});
		Some(Comparison {
			trial: id,
			locked_at: trial.locked_at,
			differs: outcomes.iter().any(|outcome| !outcome.flags.is_empty()),
			results,
			outcomes,
			changes,
			primary_outcome_changed,
		})
	}

	/// One version of the results, with all that it says.
	pub fn results(id: TrialId, version: u32) -> Option<ResultsInfo> {
		let results = ResultVersions::<T>::get(id, version)?;
		let mut reports: Vec<_> = Accounts::<T>::iter_prefix((id, version))
			.map(|(number, account)| OutcomeReport { number, account })
			.collect();
		reports.sort_unstable_by_key(|report| report.number);
		let extras = (0..results.unregistered as u16)
			.filter_map(|number| ExtraOutcomes::<T>::get((id, version, number)))
			.collect();
		Some(ResultsInfo { results, reports, extras })
	}

	/// Up to `limit` certificates of delay from number `from` on.
	pub fn certificates(id: TrialId, from: u32, limit: u32) -> CertificatePage {
		let count = Trials::<T>::get(id).map_or(0, |trial| trial.certificates);
		let end = from.saturating_add(limit).min(count);
		CertificatePage {
			certificates: (from..end)
				.filter_map(|number| Certificates::<T>::get(id, number))
				.collect(),
			next: (end < count).then_some(end),
		}
	}

	/// One site.
	pub fn site(id: TrialId, organization: OrganizationId) -> Option<SiteInfo<T::AccountId>> {
		let site = Sites::<T>::get(id, organization)?;
		let accounts = Investigators::<T>::iter_key_prefix((id, organization)).collect();
		Some(SiteInfo { organization, site, accounts })
	}

	/// One participant, without the patient.
	pub fn participant(id: TrialId, participant: ParticipantId) -> Option<ParticipantInfo> {
		let trial = Trials::<T>::get(id)?;
		Participants::<T>::get(id, participant)
			.map(|entry| Self::participant_info(id, &trial, participant, entry))
	}

	fn participant_info(
		id: TrialId,
		trial: &Trial,
		participant: ParticipantId,
		entry: Participant,
	) -> ParticipantInfo {
		ParticipantInfo {
			id: participant,
			site: entry.site,
			state: entry.progress.state,
			since: entry.progress.since,
			enrolled_at: entry.enrolled_at,
			agreed_version: entry.agreed_version,
			consent: Self::consent_state(id, trial, &entry),
			randomized: entry.randomized,
			unblinded_at: entry.unblinded_at,
		}
	}

	/// Up to `limit` participants from the one with id `from` on.
	pub fn participants(id: TrialId, from: Option<ParticipantId>, limit: u32) -> ParticipantPage {
		let Some(trial) = Trials::<T>::get(id) else {
			return ParticipantPage { participants: Vec::new(), next: None };
		};
		let first =
			from.and_then(|from| Participants::<T>::get(id, from).map(|entry| (from, entry)));
		let rest = match from {
			Some(from) => {
				Participants::<T>::iter_prefix_from(id, Participants::<T>::hashed_key_for(id, from))
			},
			None => Participants::<T>::iter_prefix(id),
		};
		let mut entries = first.into_iter().chain(rest);
		let participants: Vec<_> = entries
			.by_ref()
			.take(limit as usize)
			.map(|(participant, entry)| Self::participant_info(id, &trial, participant, entry))
			.collect();
		ParticipantPage { participants, next: entries.next().map(|(participant, _)| participant) }
	}

	/// Up to `limit` lists of arms from the one with number `from` on.
	pub fn allocation_lists(id: TrialId, from: Option<u16>, limit: u32) -> AllocationListPage {
		let first =
			from.and_then(|from| AllocationLists::<T>::get(id, from).map(|list| (from, list)));
		let rest = match from {
			Some(from) => AllocationLists::<T>::iter_prefix_from(
				id,
				AllocationLists::<T>::hashed_key_for(id, from),
			),
			None => AllocationLists::<T>::iter_prefix(id),
		};
		let mut entries = first.into_iter().chain(rest);
		let lists: Vec<_> = entries
			.by_ref()
			.take(limit as usize)
			.map(|(number, list)| AllocationListInfo { number, list })
			.collect();
		AllocationListPage { lists, next: entries.next().map(|(number, _)| number) }
	}

	/// Up to `limit` data anchors from number `from` on.
	pub fn anchors(id: TrialId, from: u32, limit: u32) -> AnchorPage {
		let count = Trials::<T>::get(id).map_or(0, |trial| trial.anchors);
		let end = from.saturating_add(limit).min(count);
		AnchorPage {
			anchors: (from..end).filter_map(|number| Self::anchor(id, number)).collect(),
			next: (end < count).then_some(end),
		}
	}

	fn anchor(id: TrialId, number: u32) -> Option<AnchorInfo> {
		Anchors::<T>::get(id, number).map(|anchor| AnchorInfo { number, anchor })
	}

	/// Whether a value is in an anchor, and what has become of it.
	pub fn verify(
		id: TrialId,
		anchor: u32,
		commitment: H256,
		proof: InclusionProof,
	) -> Option<DataPoint> {
		let trial = Trials::<T>::get(id)?;
		let info = Self::anchor(id, anchor)?;
		let about = |leaf: Option<u32>| leaf.is_none_or(|leaf| leaf == proof.index);
		let mut followers: Vec<_> = AnchorFollowers::<T>::iter_key_prefix((id, anchor)).collect();
		followers.sort_unstable();
		let (mut corrections, mut open_queries) = (Vec::new(), Vec::new());
		for follower in followers.into_iter().filter_map(|number| Self::anchor(id, number)) {
			match follower.anchor.kind {
				AnchorKind::Correction { leaf, .. } if about(leaf) => {
					corrections.push(follower.number)
				},
				AnchorKind::Query { leaf, .. }
					if about(leaf) && follower.anchor.followed_by.is_none() =>
				{
					open_queries.push(follower.number)
				},
				_ => {},
			}
		}
		Some(DataPoint {
			included: merkle::verify(&info.anchor.root, info.anchor.leaves, &commitment, &proof),
			anchor: info,
			corrections,
			open_queries,
			database_locked_at: trial.database_locked_at,
		})
	}

	/// Up to `limit` safety reports from number `from` on.
	pub fn safety_reports(id: TrialId, from: u32, limit: u32) -> SafetyReportPage {
		Self::page_of_reports(id, from, limit, |_| true)
	}

	/// Safety reports with something late or missing, among the `limit` from number `from` on.
	pub fn overdue_safety_reports(id: TrialId, from: u32, limit: u32) -> SafetyReportPage {
		Self::page_of_reports(id, from, limit, SafetyReportInfo::is_overdue)
	}

	fn page_of_reports(
		id: TrialId,
		from: u32,
		limit: u32,
		wanted: impl Fn(&SafetyReportInfo) -> bool,
	) -> SafetyReportPage {
		let now = T::Time::now();
		let count = Trials::<T>::get(id).map_or(0, |trial| trial.safety_reports);
		let end = from.saturating_add(limit).min(count);
		let report = |number| {
			let report = SafetyReports::<T>::get(id, number)?;
			Some(SafetyReportInfo::new(number, report, now))
		};
		SafetyReportPage {
			reports: (from..end).filter_map(report).filter(wanted).collect(),
			next: (end < count).then_some(end),
		}
	}

	/// Up to `limit` follow-ups to one safety report from number `from` on.
	pub fn follow_ups(id: TrialId, report: u32, from: u32, limit: u32) -> FollowUpPage {
		let count = SafetyReports::<T>::get(id, report).map_or(0, |report| report.follow_ups);
		let end = from.saturating_add(limit).min(count);
		FollowUpPage {
			follow_ups: (from..end)
				.filter_map(|number| FollowUps::<T>::get((id, report, number)))
				.collect(),
			next: (end < count).then_some(end),
		}
	}

	/// Up to `limit` entries of the trail from number `from` on.
	pub fn audit(id: TrialId, from: u32, limit: u32) -> AuditPage<T::AccountId> {
		let count = Trials::<T>::get(id).map_or(0, |trial| trial.audit_entries);
		let end = from.saturating_add(limit).min(count);
		AuditPage {
			entries: (from..end).filter_map(|number| Trail::<T>::get(id, number)).collect(),
			next: (end < count).then_some(end),
		}
	}
}
