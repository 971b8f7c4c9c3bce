//! Disclosures, and emergency accesses with their reviews. What holds of all methods is said in
//! [`super::health`].

use super::health::{page, Health};
use jsonrpsee::{
	core::{async_trait, RpcResult},
	proc_macros::rpc,
};
use salus_primitives::{
	api::DisclosuresApi,
	disclosure::{
		DisclosureInfo, DisclosurePage, GapReport, LogBatchInfo, LogBatchPage, LogInclusion,
	},
	emergency::{BreakGlassSuspension, EmergencyId, EmergencyInfo, EmergencyPage},
	merkle::InclusionProof,
	OrganizationId, PatientId, Period,
};
use salus_runtime::{AccountId, Hash};
use sp_core::H256;

/// The questions.
#[rpc(server)]
pub trait DisclosuresRpc {
	/// The accounting of disclosures for a patient: up to `limit` (1 to 256, 100 if absent) entries
	/// about what happened in `period` (the six years before the block where it has no start), from
	/// position `from` on, which `next` of the page before names. Entries that an agency has kept
	/// from the patient are passed over.
	#[method(name = "disclosures_v1_list")]
	async fn accounting(
		&self,
		patient: PatientId,
		period: Option<Period>,
		from: Option<u64>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<DisclosurePage<AccountId>>;

	/// One entry of an organization's log.
	#[method(name = "disclosures_v1_get")]
	async fn disclosure(
		&self,
		organization: OrganizationId,
		sequence: u64,
		at: Option<Hash>,
	) -> RpcResult<Option<DisclosureInfo<AccountId>>>;

	/// Up to `limit` (1 to 256, 100 if absent) entries of an organization's log from number `from`
	/// on, those kept from patients too.
	#[method(name = "disclosures_v1_listByOrganization")]
	async fn disclosures(
		&self,
		organization: OrganizationId,
		from: Option<u64>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<DisclosurePage<AccountId>>;

	/// The batch of an organization's log that begins with number `first`.
	#[method(name = "disclosures_v1_batch")]
	async fn log_batch(
		&self,
		organization: OrganizationId,
		first: u64,
		at: Option<Hash>,
	) -> RpcResult<Option<LogBatchInfo<AccountId>>>;

	/// Up to `limit` (1 to 256, 100 if absent) batches of an organization's log from the one that
	/// begins with number `from` on.
	#[method(name = "disclosures_v1_batches")]
	async fn log_batches(
		&self,
		organization: OrganizationId,
		from: Option<u64>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<LogBatchPage<AccountId>>;

	/// The next number of an organization's log, and the numbers before it that are missing.
	#[method(name = "disclosures_v1_gaps")]
	async fn gaps(&self, organization: OrganizationId, at: Option<Hash>) -> RpcResult<GapReport>;

	/// Whether a commitment is in the batch of an organization's log that begins with number `first`.
	#[method(name = "disclosures_v1_verify")]
	async fn verify_entry(
		&self,
		organization: OrganizationId,
		first: u64,
		commitment: H256,
		proof: InclusionProof,
		at: Option<Hash>,
	) -> RpcResult<Option<LogInclusion>>;

	/// One emergency access.
	#[method(name = "emergencies_v1_get")]
	async fn emergency(
		&self,
		id: EmergencyId,
		at: Option<Hash>,
	) -> RpcResult<Option<EmergencyInfo<AccountId>>>;

	/// The emergency access that an agent has open for a patient.
	#[method(name = "emergencies_v1_open")]
	async fn open_emergency(
		&self,
		patient: PatientId,
		agent: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Option<EmergencyInfo<AccountId>>>;

	/// Up to `limit` (1 to 256, 100 if absent) emergency accesses to a patient's data, from number
	/// `from` on.
	#[method(name = "emergencies_v1_listByPatient")]
	async fn emergencies_of_patient(
		&self,
		patient: PatientId,
		from: Option<EmergencyId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<EmergencyPage<AccountId>>;

	/// Up to `limit` (1 to 256, 100 if absent) emergency accesses by an organization, from number
	/// `from` on.
	#[method(name = "emergencies_v1_listByOrganization")]
	async fn emergencies_of_organization(
		&self,
		organization: OrganizationId,
		from: Option<EmergencyId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<EmergencyPage<AccountId>>;

	/// Up to `limit` (1 to 256, 100 if absent) emergency accesses whose review is overdue, of all
	/// organizations, from number `from` on.
	#[method(name = "emergencies_v1_overdue")]
	async fn overdue_emergencies(
		&self,
		from: Option<EmergencyId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<EmergencyPage<AccountId>>;

	/// Up to `limit` (1 to 256, 100 if absent) disclosures made under an emergency access, from number
	/// `from` of the organization's log on.
	#[method(name = "emergencies_v1_disclosures")]
	async fn emergency_disclosures(
		&self,
		id: EmergencyId,
		from: Option<u64>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<DisclosurePage<AccountId>>;

	/// Since when an organization may break no further glass; null if it may.
	#[method(name = "emergencies_v1_suspension")]
	async fn break_glass_suspension(
		&self,
		organization: OrganizationId,
		at: Option<Hash>,
	) -> RpcResult<Option<BreakGlassSuspension>>;
}

#[async_trait]
impl DisclosuresRpcServer for Health {
	async fn accounting(
		&self,
		patient: PatientId,
		period: Option<Period>,
		from: Option<u64>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<DisclosurePage<AccountId>> {
		let limit = page(limit)?;
		let period = period.unwrap_or(Period::ALWAYS);
		self.ask(at, |api, hash| {
			DisclosuresApi::<_, AccountId>::accounting(&*api, hash, patient, period, from, limit)
		})
	}

	async fn disclosure(
		&self,
		organization: OrganizationId,
		sequence: u64,
		at: Option<Hash>,
	) -> RpcResult<Option<DisclosureInfo<AccountId>>> {
		self.ask(at, |api, hash| {
			DisclosuresApi::<_, AccountId>::disclosure(&*api, hash, organization, sequence)
		})
	}

	async fn disclosures(
		&self,
		organization: OrganizationId,
		from: Option<u64>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<DisclosurePage<AccountId>> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| {
			DisclosuresApi::<_, AccountId>::disclosures(&*api, hash, organization, from, limit)
		})
	}

	async fn log_batch(
		&self,
		organization: OrganizationId,
		first: u64,
		at: Option<Hash>,
	) -> RpcResult<Option<LogBatchInfo<AccountId>>> {
		self.ask(at, |api, hash| {
			DisclosuresApi::<_, AccountId>::log_batch(&*api, hash, organization, first)
		})
	}

	async fn log_batches(
		&self,
		organization: OrganizationId,
		from: Option<u64>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<LogBatchPage<AccountId>> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| {
			DisclosuresApi::<_, AccountId>::log_batches(&*api, hash, organization, from, limit)
		})
	}

	async fn gaps(&self, organization: OrganizationId, at: Option<Hash>) -> RpcResult<GapReport> {
		self.ask(at, |api, hash| DisclosuresApi::<_, AccountId>::gaps(&*api, hash, organization))
	}

	async fn verify_entry(
		&self,
		organization: OrganizationId,
		first: u64,
		commitment: H256,
		proof: InclusionProof,
		at: Option<Hash>,
	) -> RpcResult<Option<LogInclusion>> {
		self.ask(at, |api, hash| {
			DisclosuresApi::<_, AccountId>::verify_entry(
				&*api,
				hash,
				organization,
				first,
				commitment,
				proof,
			)
		})
	}

	async fn emergency(
		&self,
		id: EmergencyId,
		at: Option<Hash>,
	) -> RpcResult<Option<EmergencyInfo<AccountId>>> {
		self.ask(at, |api, hash| DisclosuresApi::<_, AccountId>::emergency(&*api, hash, id))
	}

	async fn open_emergency(
		&self,
		patient: PatientId,
		agent: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Option<EmergencyInfo<AccountId>>> {
		self.ask(at, |api, hash| {
			DisclosuresApi::<_, AccountId>::open_emergency(&*api, hash, patient, agent)
		})
	}

	async fn emergencies_of_patient(
		&self,
		patient: PatientId,
		from: Option<EmergencyId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<EmergencyPage<AccountId>> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| {
			DisclosuresApi::<_, AccountId>::emergencies_of_patient(
				&*api, hash, patient, from, limit,
			)
		})
	}

	async fn emergencies_of_organization(
		&self,
		organization: OrganizationId,
		from: Option<EmergencyId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<EmergencyPage<AccountId>> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| {
			DisclosuresApi::<_, AccountId>::emergencies_of_organization(
				&*api,
				hash,
				organization,
				from,
				limit,
			)
		})
	}

	async fn overdue_emergencies(
		&self,
		from: Option<EmergencyId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<EmergencyPage<AccountId>> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| {
			DisclosuresApi::<_, AccountId>::overdue_emergencies(&*api, hash, from, limit)
		})
	}

	async fn emergency_disclosures(
		&self,
		id: EmergencyId,
		from: Option<u64>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<DisclosurePage<AccountId>> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| {
			DisclosuresApi::<_, AccountId>::emergency_disclosures(&*api, hash, id, from, limit)
		})
	}

	async fn break_glass_suspension(
		&self,
		organization: OrganizationId,
		at: Option<Hash>,
	) -> RpcResult<Option<BreakGlassSuspension>> {
		self.ask(at, |api, hash| {
			DisclosuresApi::<_, AccountId>::break_glass_suspension(&*api, hash, organization)
		})
	}
}
