//! Questions about clinical trials.

use super::Api;
use crate::{AccountId32, Error, H256};
use salus_primitives::{
	merkle::InclusionProof,
	trial::{
		AllocationListPage, AnchorPage, AuditPage, CertificatePage, Comparison, DataPoint,
		FollowUpPage, ParticipantInfo, ParticipantPage, ProtocolVersion, RegistryId, ResultsInfo,
		SafetyReportPage, SiteInfo, TrialInfo, TrialPage,
	},
	OrganizationId, ParticipantId, TrialId,
};

impl Api<'_> {
	/// One trial.
	pub async fn trial(&self, trial: TrialId) -> Result<Option<TrialInfo>, Error> {
		self.call("TrialsApi_trial", trial).await
	}

	/// The trial that a registry knows by this number.
	pub async fn trial_by_registry_id(&self, id: &RegistryId) -> Result<Option<TrialId>, Error> {
		self.call("TrialsApi_by_registry_id", id).await
	}

	/// Up to `limit` trials in the order of registration, from number `from` on.
	pub async fn trials(&self, from: u32, limit: u32) -> Result<TrialPage, Error> {
		self.call("TrialsApi_trials", (from, limit)).await
	}

	/// Trials whose results are overdue, among the `limit` from number `from` on.
	pub async fn overdue_trials(&self, from: u32, limit: u32) -> Result<TrialPage, Error> {
		self.call("TrialsApi_overdue", (from, limit)).await
	}

	/// One version of a trial's protocol.
	pub async fn trial_version(
		&self,
		trial: TrialId,
		version: u32,
	) -> Result<Option<ProtocolVersion>, Error> {
		self.call("TrialsApi_version", (trial, version)).await
	}

	/// What was registered, what was reported, what differs.
	pub async fn trial_comparison(&self, trial: TrialId) -> Result<Option<Comparison>, Error> {
		self.call("TrialsApi_comparison", trial).await
	}

	/// One site, with its investigators.
	pub async fn trial_site(
		&self,
		trial: TrialId,
		organization: OrganizationId,
	) -> Result<Option<SiteInfo<AccountId32>>, Error> {
		self.call("TrialsApi_site", (trial, organization)).await
	}

	/// One participant, without the patient.
	pub async fn participant(
		&self,
		trial: TrialId,
		participant: ParticipantId,
	) -> Result<Option<ParticipantInfo>, Error> {
		self.call("TrialsApi_participant", (trial, participant)).await
	}

	/// Up to `limit` participants from `from` on.
	pub async fn participants(
		&self,
		trial: TrialId,
		from: Option<ParticipantId>,
		limit: u32,
	) -> Result<ParticipantPage, Error> {
		self.call("TrialsApi_participants", (trial, from, limit)).await
	}

	/// Up to `limit` data anchors from number `from` on.
	pub async fn data_anchors(
		&self,
		trial: TrialId,
		from: u32,
		limit: u32,
	) -> Result<AnchorPage, Error> {
		self.call("TrialsApi_anchors", (trial, from, limit)).await
	}

	/// Whether a value is in a data anchor, and what has become of it.
	pub async fn verify_data_point(
		&self,
		trial: TrialId,
		anchor: u32,
		commitment: H256,
		proof: &InclusionProof,
	) -> Result<Option<DataPoint>, Error> {
		self.call("TrialsApi_verify", (trial, anchor, commitment, proof)).await
	}

	/// Up to `limit` safety reports from number `from` on.
	pub async fn safety_reports(
		&self,
		trial: TrialId,
		from: u32,
		limit: u32,
	) -> Result<SafetyReportPage, Error> {
		self.call("TrialsApi_safety_reports", (trial, from, limit)).await
	}

	/// Safety reports with something late or missing, among the `limit` from number `from` on.
	pub async fn overdue_safety_reports(
		&self,
		trial: TrialId,
		from: u32,
		limit: u32,
	) -> Result<SafetyReportPage, Error> {
		self.call("TrialsApi_overdue_safety_reports", (trial, from, limit)).await
	}

	/// Up to `limit` follow-ups to one safety report from number `from` on.
	pub async fn safety_follow_ups(
		&self,
		trial: TrialId,
		report: u32,
		from: u32,
		limit: u32,
	) -> Result<FollowUpPage, Error> {
		self.call("TrialsApi_follow_ups", (trial, report, from, limit)).await
	}

	/// One version of a trial's results, with all that it says.
	pub async fn trial_results(
		&self,
		trial: TrialId,
		version: u32,
	) -> Result<Option<ResultsInfo>, Error> {
		self.call("TrialsApi_results", (trial, version)).await
	}

	/// Up to `limit` certificates of delay from number `from` on.
	pub async fn trial_certificates(
		&self,
		trial: TrialId,
		from: u32,
		limit: u32,
	) -> Result<CertificatePage, Error> {
		self.call("TrialsApi_certificates", (trial, from, limit)).await
	}

	/// Up to `limit` lists of arms from the one with number `from` on.
	pub async fn allocation_lists(
		&self,
		trial: TrialId,
		from: Option<u16>,
		limit: u32,
	) -> Result<AllocationListPage, Error> {
		self.call("TrialsApi_allocation_lists", (trial, from, limit)).await
	}

	/// Up to `limit` entries of a trial's trail from number `from` on.
	pub async fn trial_audit(
		&self,
		trial: TrialId,
		from: u32,
		limit: u32,
	) -> Result<AuditPage<AccountId32>, Error> {
		self.call("TrialsApi_audit", (trial, from, limit)).await
	}
}
