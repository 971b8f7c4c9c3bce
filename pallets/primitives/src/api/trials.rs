//! Questions about clinical trials.

use crate::{
	merkle::InclusionProof,
	trial::{
		AllocationListPage, AnchorPage, AuditPage, CertificatePage, Comparison, DataPoint,
		FollowUpPage, ParticipantInfo, ParticipantPage, ProtocolVersion, RegistryId, ResultsInfo,
		SafetyReportPage, SiteInfo, TrialInfo, TrialPage,
	},
	OrganizationId, ParticipantId, TrialId,
};
use codec::Codec;
use sp_core::H256;

sp_api::decl_runtime_apis! {
	/// Clinical trials.
	pub trait TrialsApi<AccountId> where AccountId: Codec {
		/// One trial.
		fn trial(trial: TrialId) -> Option<TrialInfo>;
		/// The trial that a registry knows by this number.
		fn by_registry_id(id: RegistryId) -> Option<TrialId>;
		/// Up to `limit` trials in the order of registration, from number `from` on.
		fn trials(from: u32, limit: u32) -> TrialPage;
		/// Trials whose results are overdue, among the `limit` from number `from` on.
		fn overdue(from: u32, limit: u32) -> TrialPage;
		/// One version of a trial's protocol.
		fn version(trial: TrialId, version: u32) -> Option<ProtocolVersion>;
		/// What was registered, what was reported, what differs.
		fn comparison(trial: TrialId) -> Option<Comparison>;
		/// One version of a trial's results, with all that it says.
		fn results(trial: TrialId, version: u32) -> Option<ResultsInfo>;
		/// Up to `limit` certificates of delay from number `from` on.
		fn certificates(trial: TrialId, from: u32, limit: u32) -> CertificatePage;
		/// One site.
		fn site(trial: TrialId, organization: OrganizationId) -> Option<SiteInfo<AccountId>>;
		/// One participant, without the patient.
		fn participant(trial: TrialId, participant: ParticipantId) -> Option<ParticipantInfo>;
		/// Up to `limit` participants from the one with id `from` on.
		fn participants(
			trial: TrialId,
			from: Option<ParticipantId>,
			limit: u32,
		) -> ParticipantPage;
		/// Up to `limit` lists of arms from the one with number `from` on.
		fn allocation_lists(trial: TrialId, from: Option<u16>, limit: u32) -> AllocationListPage;
		/// Up to `limit` data anchors from number `from` on.
		fn anchors(trial: TrialId, from: u32, limit: u32) -> AnchorPage;
		/// Whether a value is in an anchor, and what has become of it; nothing if there is no such
		/// anchor.
		fn verify(
			trial: TrialId,
			anchor: u32,
			commitment: H256,
			proof: InclusionProof,
		) -> Option<DataPoint>;
		/// Up to `limit` safety reports from number `from` on.
		fn safety_reports(trial: TrialId, from: u32, limit: u32) -> SafetyReportPage;
		/// Safety reports with something late or missing, among the `limit` from number `from` on.
		fn overdue_safety_reports(trial: TrialId, from: u32, limit: u32) -> SafetyReportPage;
		/// Up to `limit` follow-ups to one safety report from number `from` on.
		fn follow_ups(trial: TrialId, report: u32, from: u32, limit: u32) -> FollowUpPage;
		/// Up to `limit` entries of the trail from number `from` on.
		fn audit(trial: TrialId, from: u32, limit: u32) -> AuditPage<AccountId>;
	}
}
