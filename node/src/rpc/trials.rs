//! What Salus answers about clinical trials.
//!
//! As [`health`](super::health) does: thin wrappers over the runtime API, an optional block at the
//! end, the same refusals.

use super::health::{page, Health};
use jsonrpsee::{
	core::{async_trait, RpcResult},
	proc_macros::rpc,
};
use salus_primitives::{
	api::TrialsApi,
	merkle::InclusionProof,
	trial::{
		AllocationListPage, AnchorPage, AuditPage, CertificatePage, Comparison, DataPoint,
		FollowUpPage, ParticipantInfo, ParticipantPage, ProtocolVersion, RegistryId, ResultsInfo,
		SafetyReportPage, SiteInfo, TrialInfo, TrialPage,
	},
	OrganizationId, ParticipantId, TrialId,
};
use salus_runtime::{AccountId, Hash};
use sp_core::H256;

/// The questions.
#[rpc(server)]
pub trait TrialsRpc {
	/// One trial: where it stands, when its results are due, how much it has.
	#[method(name = "trials_v1_get")]
	async fn trial(&self, trial: TrialId, at: Option<Hash>) -> RpcResult<Option<TrialInfo>>;

	/// The trial that a registry knows by this number, such as `NCT02552212`.
	#[method(name = "trials_v1_byRegistryId")]
	async fn by_registry_id(&self, id: RegistryId, at: Option<Hash>) -> RpcResult<Option<TrialId>>;

	/// Up to `limit` (1 to 256, 100 if absent) trials in the order of registration, from number `from`
	/// (0 if absent) on.
	#[method(name = "trials_v1_list")]
	async fn trials(
		&self,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<TrialPage>;

	/// Trials whose results are overdue, among the `limit` (1 to 256, 100 if absent) from number `from`
	/// (0 if absent) on.
	#[method(name = "trials_v1_overdue")]
	async fn overdue(
		&self,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<TrialPage>;

	/// One version of a trial's protocol.
	#[method(name = "trials_v1_version")]
	async fn version(
		&self,
		trial: TrialId,
		version: u32,
		at: Option<Hash>,
	) -> RpcResult<Option<ProtocolVersion>>;

	/// What was registered, what was reported, what differs.
	#[method(name = "trials_v1_comparison")]
	async fn comparison(&self, trial: TrialId, at: Option<Hash>) -> RpcResult<Option<Comparison>>;

	/// One version of a trial's results, with all that it says; `trials_v1_comparison` shows the
	/// latest.
	#[method(name = "trials_v1_results")]
	async fn results(
		&self,
		trial: TrialId,
		version: u32,
		at: Option<Hash>,
	) -> RpcResult<Option<ResultsInfo>>;

	/// Up to `limit` (1 to 256, 100 if absent) certificates of delay, from number `from` (0 if absent)
	/// on.
	#[method(name = "trials_v1_certificates")]
	async fn certificates(
		&self,
		trial: TrialId,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<CertificatePage>;

	/// One site, with its investigators.
	#[method(name = "trials_v1_site")]
	async fn site(
		&self,
		trial: TrialId,
		organization: OrganizationId,
		at: Option<Hash>,
	) -> RpcResult<Option<SiteInfo<AccountId>>>;

	/// One participant, without the patient.
	#[method(name = "trials_v1_participant")]
	async fn participant(
		&self,
		trial: TrialId,
		participant: ParticipantId,
		at: Option<Hash>,
	) -> RpcResult<Option<ParticipantInfo>>;

	/// Up to `limit` (1 to 256, 100 if absent) participants, from the id `from` on, which `next` of the
	/// page before names.
	#[method(name = "trials_v1_participants")]
	async fn participants(
		&self,
		trial: TrialId,
		from: Option<ParticipantId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<ParticipantPage>;

	/// Up to `limit` (1 to 256, 100 if absent) lists of arms, from the one with number `from` on, which
	/// `next` of the page before names.
	#[method(name = "trials_v1_allocationLists")]
	async fn allocation_lists(
		&self,
		trial: TrialId,
		from: Option<u16>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<AllocationListPage>;

	/// Up to `limit` (1 to 256, 100 if absent) data anchors, from number `from` (0 if absent) on.
	#[method(name = "trials_v1_anchors")]
	async fn anchors(
		&self,
		trial: TrialId,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<AnchorPage>;

	/// Whether a value is in a data anchor, and what has become of it.
	#[method(name = "trials_v1_verify")]
	async fn verify(
		&self,
		trial: TrialId,
		anchor: u32,
		commitment: H256,
		proof: InclusionProof,
		at: Option<Hash>,
	) -> RpcResult<Option<DataPoint>>;

	/// Up to `limit` (1 to 256, 100 if absent) safety reports, from number `from` (0 if absent) on.
	#[method(name = "trials_v1_safetyReports")]
	async fn safety_reports(
		&self,
		trial: TrialId,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<SafetyReportPage>;

	/// Safety reports with something late or missing, among the `limit` (1 to 256, 100 if absent) from
	/// number `from` (0 if absent) on.
	#[method(name = "trials_v1_overdueSafetyReports")]
	async fn overdue_safety_reports(
		&self,
		trial: TrialId,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<SafetyReportPage>;

	/// Up to `limit` (1 to 256, 100 if absent) follow-ups to the safety report with number `report`,
	/// from number `from` (0 if absent) on.
	#[method(name = "trials_v1_followUps")]
	async fn follow_ups(
		&self,
		trial: TrialId,
		report: u32,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<FollowUpPage>;

	/// Up to `limit` (1 to 256, 100 if absent) entries of a trial's trail, from number `from` (0 if
	/// absent) on: who, when, what, what it was before, and why.
	#[method(name = "trials_v1_audit")]
	async fn audit(
		&self,
		trial: TrialId,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<AuditPage<AccountId>>;
}

#[async_trait]
impl TrialsRpcServer for Health {
	async fn trial(&self, trial: TrialId, at: Option<Hash>) -> RpcResult<Option<TrialInfo>> {
		self.ask(at, |api, hash| TrialsApi::<_, AccountId>::trial(&*api, hash, trial))
	}

	async fn by_registry_id(&self, id: RegistryId, at: Option<Hash>) -> RpcResult<Option<TrialId>> {
		self.ask(at, |api, hash| TrialsApi::<_, AccountId>::by_registry_id(&*api, hash, id))
	}

	async fn trials(
		&self,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<TrialPage> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| {
			TrialsApi::<_, AccountId>::trials(&*api, hash, from.unwrap_or_default(), limit)
		})
	}

	async fn overdue(
		&self,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<TrialPage> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| {
			TrialsApi::<_, AccountId>::overdue(&*api, hash, from.unwrap_or_default(), limit)
		})
	}

	async fn version(
		&self,
		trial: TrialId,
		version: u32,
		at: Option<Hash>,
	) -> RpcResult<Option<ProtocolVersion>> {
		self.ask(at, |api, hash| TrialsApi::<_, AccountId>::version(&*api, hash, trial, version))
	}

	async fn comparison(&self, trial: TrialId, at: Option<Hash>) -> RpcResult<Option<Comparison>> {
		self.ask(at, |api, hash| TrialsApi::<_, AccountId>::comparison(&*api, hash, trial))
	}

	async fn results(
		&self,
		trial: TrialId,
		version: u32,
		at: Option<Hash>,
	) -> RpcResult<Option<ResultsInfo>> {
		self.ask(at, |api, hash| TrialsApi::<_, AccountId>::results(&*api, hash, trial, version))
	}

	async fn certificates(
		&self,
		trial: TrialId,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<CertificatePage> {
		let limit = page(limit)?;
		let from = from.unwrap_or_default();
		self.ask(at, |api, hash| {
			TrialsApi::<_, AccountId>::certificates(&*api, hash, trial, from, limit)
		})
	}

	async fn site(
		&self,
		trial: TrialId,
		organization: OrganizationId,
		at: Option<Hash>,
	) -> RpcResult<Option<SiteInfo<AccountId>>> {
		self.ask(at, |api, hash| TrialsApi::<_, AccountId>::site(&*api, hash, trial, organization))
	}

	async fn participant(
		&self,
		trial: TrialId,
		participant: ParticipantId,
		at: Option<Hash>,
	) -> RpcResult<Option<ParticipantInfo>> {
		self.ask(at, |api, hash| {
			TrialsApi::<_, AccountId>::participant(&*api, hash, trial, participant)
		})
	}

	async fn participants(
		&self,
		trial: TrialId,
		from: Option<ParticipantId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<ParticipantPage> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| {
			TrialsApi::<_, AccountId>::participants(&*api, hash, trial, from, limit)
		})
	}

	async fn allocation_lists(
		&self,
		trial: TrialId,
		from: Option<u16>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<AllocationListPage> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| {
			TrialsApi::<_, AccountId>::allocation_lists(&*api, hash, trial, from, limit)
		})
	}

	async fn anchors(
		&self,
		trial: TrialId,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<AnchorPage> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| {
			TrialsApi::<_, AccountId>::anchors(&*api, hash, trial, from.unwrap_or_default(), limit)
		})
	}

	async fn verify(
		&self,
		trial: TrialId,
		anchor: u32,
		commitment: H256,
		proof: InclusionProof,
		at: Option<Hash>,
	) -> RpcResult<Option<DataPoint>> {
		self.ask(at, |api, hash| {
			TrialsApi::<_, AccountId>::verify(&*api, hash, trial, anchor, commitment, proof)
		})
	}

	async fn safety_reports(
		&self,
		trial: TrialId,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<SafetyReportPage> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| {
			TrialsApi::<_, AccountId>::safety_reports(
				&*api,
				hash,
				trial,
				from.unwrap_or_default(),
				limit,
			)
		})
	}

	async fn overdue_safety_reports(
		&self,
		trial: TrialId,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<SafetyReportPage> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| {
			TrialsApi::<_, AccountId>::overdue_safety_reports(
				&*api,
				hash,
				trial,
				from.unwrap_or_default(),
				limit,
			)
		})
	}

	async fn follow_ups(
		&self,
		trial: TrialId,
		report: u32,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<FollowUpPage> {
		let limit = page(limit)?;
		let from = from.unwrap_or_default();
		self.ask(at, |api, hash| {
			TrialsApi::<_, AccountId>::follow_ups(&*api, hash, trial, report, from, limit)
		})
	}

	async fn audit(
		&self,
		trial: TrialId,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<AuditPage<AccountId>> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| {
			TrialsApi::<_, AccountId>::audit(&*api, hash, trial, from.unwrap_or_default(), limit)
		})
	}
}
