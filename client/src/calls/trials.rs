//! Clinical trials.

use crate::{AccountId32, Call, H256};
use salus_primitives::{
	codes::{SubjectState, TrialStatus},
	trial::{
		AllocationOpening, AmendmentKind, AnchorKind, Assessment, Changes, Dates, Details, Extras,
		PublicText, Reason, Registration, Reports,
	},
	ConsentId, Moment, OrganizationId, ParticipantId, PatientId, TrialId,
};

const PALLET: &str = "Trials";

/// Registers a trial. By an agent of a sponsor.
pub fn register(trial: TrialId, registration: &Registration) -> Call {
	Call::new(PALLET, "register").arg(trial).arg(registration)
}

/// Says what the ethics committee decided about a version that waits. By the committee.
pub fn review_version(trial: TrialId, version: u32, approved: bool, opinion: H256) -> Call {
	Call::new(PALLET, "review_version").arg(trial).arg(version).arg(approved).arg(opinion)
}

/// Says where the trial stands, since when and why. By the sponsor; by the committee and regulators to
/// halt it.
pub fn set_status(
	trial: TrialId,
	status: TrialStatus,
	effective_at: Moment,
	reason: Reason,
) -> Call {
	Call::new(PALLET, "set_status").arg(trial).arg(status).arg(effective_at).arg(reason)
}

/// Confirms that all that is registered is right. By the sponsor.
pub fn confirm(trial: TrialId, verified_at: Moment) -> Call {
	Call::new(PALLET, "confirm").arg(trial).arg(verified_at)
}

/// States other dates. By the sponsor.
pub fn set_dates(trial: TrialId, dates: Dates, reason: Reason) -> Call {
	Call::new(PALLET, "set_dates").arg(trial).arg(dates).arg(reason)
}

/// Has another committee judge the trial, as the present one can't any more. By the sponsor.
pub fn replace_committee(trial: TrialId, committee: OrganizationId) -> Call {
	Call::new(PALLET, "replace_committee").arg(trial).arg(committee)
}

/// Opens a site with a first investigator. By the sponsor.
pub fn open_site(trial: TrialId, site: OrganizationId, investigator: &AccountId32) -> Call {
	Call::new(PALLET, "open_site").arg(trial).arg(site).arg(investigator)
}

/// Closes a site. By the sponsor, or an administrator of the site.
pub fn close_site(trial: TrialId, site: OrganizationId, reason: Reason) -> Call {
	Call::new(PALLET, "close_site").arg(trial).arg(site).arg(reason)
}

/// Makes a practitioner of a site its investigator. By the sponsor, or an administrator of the site.
pub fn add_investigator(trial: TrialId, site: OrganizationId, investigator: &AccountId32) -> Call {
	Call::new(PALLET, "add_investigator").arg(trial).arg(site).arg(investigator)
}

/// Ends that somebody investigates at a site. By the sponsor, or an administrator of the site.
pub fn remove_investigator(
	trial: TrialId,
	site: OrganizationId,
	investigator: &AccountId32,
	reason: Reason,
) -> Call {
	Call::new(PALLET, "remove_investigator").arg(trial).arg(site).arg(investigator).arg(reason)
}

/// Amends the protocol. By the sponsor.
pub fn amend(
	trial: TrialId,
	kind: AmendmentKind,
	details: &Details,
	changes: &Changes,
	reason: Reason,
) -> Call {
	Call::new(PALLET, "amend").arg(trial).arg(kind).arg(details).arg(changes).arg(reason)
}

/// Takes back an amendment that waits. By the sponsor.
pub fn withdraw_amendment(trial: TrialId, reason: Reason) -> Call {
	Call::new(PALLET, "withdraw_amendment").arg(trial).arg(reason)
}

/// Enrols a participant. By an investigator.
pub fn enroll(
	trial: TrialId,
	participant: ParticipantId,
	patient: PatientId,
	consent: ConsentId,
) -> Call {
	Call::new(PALLET, "enroll").arg(trial).arg(participant).arg(patient).arg(consent)
}

/// Binds a participant to a consent to the present version. By an investigator of its site, or the
/// patient.
pub fn renew_consent(trial: TrialId, participant: ParticipantId, consent: ConsentId) -> Call {
	Call::new(PALLET, "renew_consent").arg(trial).arg(participant).arg(consent)
}

/// Says where a participant stands. By an investigator of its site.
pub fn set_subject_state(
	trial: TrialId,
	participant: ParticipantId,
	state: SubjectState,
	reason: Reason,
) -> Call {
	Call::new(PALLET, "set_subject_state").arg(trial).arg(participant).arg(state).arg(reason)
}

/// Withdraws a participant. By the patient, or an agent of the site.
pub fn withdraw_participant(trial: TrialId, participant: ParticipantId, reason: Reason) -> Call {
	Call::new(PALLET, "withdraw_participant").arg(trial).arg(participant).arg(reason)
}

/// Commits to a list of arms. By the sponsor, before the first enrolment.
pub fn commit_allocation(trial: TrialId, list: u16, root: H256, entries: u32) -> Call {
	Call::new(PALLET, "commit_allocation").arg(trial).arg(list).arg(root).arg(entries)
}

/// Gives a participant the next place on a list. By an investigator of its site.
pub fn randomize(trial: TrialId, participant: ParticipantId, list: u16) -> Call {
	Call::new(PALLET, "randomize").arg(trial).arg(participant).arg(list)
}

/// Reveals a participant's arm. By the sponsor.
pub fn reveal_allocation(
	trial: TrialId,
	participant: ParticipantId,
	opening: &AllocationOpening,
) -> Call {
	Call::new(PALLET, "reveal_allocation").arg(trial).arg(participant).arg(opening)
}

/// Notes that a participant's arm was disclosed in an emergency. By an investigator of its site, or the
/// sponsor.
pub fn unblind(
	trial: TrialId,
	participant: ParticipantId,
	reason: Reason,
	opening: Option<&AllocationOpening>,
) -> Call {
	Call::new(PALLET, "unblind").arg(trial).arg(participant).arg(reason).arg(opening)
}

/// Anchors data, a query, an answer or a correction. By the site; queries by the sponsor.
pub fn anchor_data(trial: TrialId, kind: AnchorKind, root: H256, leaves: u32) -> Call {
	Call::new(PALLET, "anchor_data").arg(trial).arg(kind).arg(root).arg(leaves)
}

/// Locks the database. By the sponsor.
pub fn lock_database(trial: TrialId, reason: Reason) -> Call {
	Call::new(PALLET, "lock_database").arg(trial).arg(reason)
}

/// Reports a serious adverse event. By an investigator of the site, or the sponsor.
pub fn report_event(
	trial: TrialId,
	participant: ParticipantId,
	assessment: Assessment,
	aware_at: Moment,
	narrative: H256,
) -> Call {
	Call::new(PALLET, "report_event")
		.arg(trial)
		.arg(participant)
		.arg(assessment)
		.arg(aware_at)
		.arg(narrative)
}

/// States that a reaction was reported to the regulator. By the sponsor.
pub fn expedite_event(trial: TrialId, report: u32) -> Call {
	Call::new(PALLET, "expedite_event").arg(trial).arg(report)
}

/// Follows a report up. By the organization that reported, or the sponsor.
pub fn follow_up_event(
	trial: TrialId,
	report: u32,
	assessment: Assessment,
	aware_at: Moment,
	narrative: H256,
) -> Call {
	Call::new(PALLET, "follow_up_event")
		.arg(trial)
		.arg(report)
		.arg(assessment)
		.arg(aware_at)
		.arg(narrative)
}

/// Submits results. By the sponsor.
pub fn submit_results(
	trial: TrialId,
	document: &PublicText,
	reports: &Reports,
	extras: &Extras,
) -> Call {
	Call::new(PALLET, "submit_results").arg(trial).arg(document).arg(reports).arg(extras)
}

/// Certifies that results may come later. By a regulator.
pub fn certify_delay(trial: TrialId, until: Moment, reason: Reason) -> Call {
	Call::new(PALLET, "certify_delay").arg(trial).arg(until).arg(reason)
}
