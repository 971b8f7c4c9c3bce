//! What Salus answers beyond the SDK's methods.
//!
//! Names are versioned as in the new JSON-RPC specification: `<group>_v1_<question>`. Ids are
//! hexadecimal, accounts SS58, codes the standards' own. Every method takes the hash of a block as
//! its last, optional parameter, and answers as of the best block without it. Parameters that don't
//! parse, unknown codes among them, are refused with -32602 and what is wrong with them; the other
//! codes are those of [`Refusal`].

use crate::service::FullClient;
use jsonrpsee::{
	core::{async_trait, RpcResult},
	proc_macros::rpc,
	types::{ErrorObject, ErrorObjectOwned},
};
use salus_primitives::{
	api::{ConsentsApi, OrganizationsApi, PatientsApi, RecordsApi, SignedCallsApi, MAX_PAGE},
	consent::{ConsentInfo, ConsentPage, Decision, DefaultPolicy, RecallKey, RecallPage, Request},
	merkle::InclusionProof,
	organization::{AllowanceInfo, MembershipInfo, OrganizationInfo},
	patient::{AppointmentInfo, PatientInfo, RepresentativeInfo},
	record::{Batch, EnvelopeInfo, Inclusion, Record, RecordPage},
	BatchId, ConsentId, Moment, OrganizationId, PatientId, RecordId,
};
use salus_runtime::{AccountId, Hash};
use sp_api::{ApiError, ProvideRuntimeApi};
use sp_core::H256;
use std::sync::Arc;

/// How many entries a page has when nobody says.
const DEFAULT_PAGE: u32 = 100;

/// Why a question was not answered.
#[derive(Debug)]
pub(super) enum Refusal {
	/// 8001: no such block, or its state was pruned.
	UnknownBlock(Hash, ApiError),
	/// 8002: the runtime failed.
	Runtime(ApiError),
	/// 8003: a page has 1 to 256 entries.
	PageSize(u32),
	/// 8004: the block is unknown or not final, so nothing can be proved from there on.
	NotFinal(Hash, String),
}

impl Refusal {
	/// What it is that the runtime could not answer as of block `at`.
	pub(super) fn of(at: Hash, error: ApiError) -> Self {
		match error {
			ApiError::UnknownBlock(_) | ApiError::StateBackendIsNotTrie => {
				Self::UnknownBlock(at, error)
			},
			other => Self::Runtime(other),
		}
	}
}

impl From<Refusal> for ErrorObjectOwned {
	fn from(refusal: Refusal) -> Self {
		match refusal {
			Refusal::UnknownBlock(hash, error) => ErrorObject::owned(
				8001,
				format!("block {hash:?} is unknown or its state was pruned"),
				Some(error.to_string()),
			),
			Refusal::Runtime(error) => {
				ErrorObject::owned(8002, "the runtime failed", Some(error.to_string()))
			},
			Refusal::PageSize(limit) => ErrorObject::owned(
				8003,
				format!("limit is 1 to {MAX_PAGE}, not {limit}"),
				None::<()>,
			),
			Refusal::NotFinal(hash, reason) => {
				ErrorObject::owned(8004, format!("block {hash:?} is not final"), Some(reason))
			},
		}
	}
}

/// The questions.
#[rpc(server)]
pub trait HealthApi {
	/// Up to `limit` (1 to 256, 100 if absent) members, from number `from` (0 if absent) on.
	#[method(name = "organizations_v1_list")]
	async fn organizations(
		&self,
		from: Option<OrganizationId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<OrganizationInfo<AccountId>>>;

	/// One member.
	#[method(name = "organizations_v1_get")]
	async fn organization(
		&self,
		id: OrganizationId,
		at: Option<Hash>,
	) -> RpcResult<Option<OrganizationInfo<AccountId>>>;

	/// What an account is on this chain; null for strangers.
	#[method(name = "organizations_v1_membership")]
	async fn membership(
		&self,
		account: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Option<MembershipInfo>>;

	/// What an account, or its organization, may still spend.
	#[method(name = "organizations_v1_allowance")]
	async fn allowance(
		&self,
		account: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Option<AllowanceInfo>>;

	/// One patient.
	#[method(name = "patients_v1_get")]
	async fn patient(
		&self,
		id: PatientId,
		at: Option<Hash>,
	) -> RpcResult<Option<PatientInfo<AccountId>>>;

	/// The patient whom an account controls.
	#[method(name = "patients_v1_controlledBy")]
	async fn patient_of(
		&self,
		controller: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Option<PatientId>>;

	/// Who vouches for an identifier of a patient, by its commitment.
	#[method(name = "patients_v1_attestedBy")]
	async fn attested_by(
		&self,
		id: PatientId,
		commitment: H256,
		at: Option<Hash>,
	) -> RpcResult<Option<OrganizationId>>;

	/// Who may act in a patient's place, or in that of the one that replaces it: sixteen at most.
	#[method(name = "patients_v1_representatives")]
	async fn representatives(
		&self,
		id: PatientId,
		at: Option<Hash>,
	) -> RpcResult<Vec<RepresentativeInfo<AccountId>>>;

	/// To whom a patient without a key is about to be entrusted; null if to nobody.
	#[method(name = "patients_v1_appointment")]
	async fn appointment(
		&self,
		id: PatientId,
		at: Option<Hash>,
	) -> RpcResult<Option<AppointmentInfo<AccountId>>>;

	/// How long those who may lose by it can object to an appointment or a recovery, in milliseconds.
	#[method(name = "patients_v1_objectionPeriod")]
	async fn objection_period(&self, at: Option<Hash>) -> RpcResult<Moment>;

	/// The highest number that an account's signed calls have used; the next needs a higher one.
	#[method(name = "signedCalls_v1_lastNonce")]
	async fn last_nonce(&self, account: AccountId, at: Option<Hash>) -> RpcResult<Option<u64>>;

	/// One record: its latest version, or the one that `version` names.
	#[method(name = "records_v1_get")]
	async fn record(
		&self,
		patient: PatientId,
		record: RecordId,
		version: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Option<Record<AccountId>>>;

	/// Up to `limit` (1 to 256, 100 if absent) records of a patient, from the id `from` on, which
	/// `next` of the page before names.
	#[method(name = "records_v1_list")]
	async fn records(
		&self,
		patient: PatientId,
		from: Option<RecordId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<RecordPage<AccountId>>;

	/// One batch.
	#[method(name = "records_v1_batch")]
	async fn batch(&self, batch: BatchId, at: Option<Hash>) -> RpcResult<Option<Batch<AccountId>>>;

	/// Whether a commitment is in a batch, and what has become of it.
	#[method(name = "records_v1_verify")]
	async fn verify(
		&self,
		batch: BatchId,
		commitment: H256,
		proof: InclusionProof,
		at: Option<Hash>,
	) -> RpcResult<Option<Inclusion>>;

	/// The keys sealed to an organization for a patient's records that it may still have.
	#[method(name = "records_v1_envelopes")]
	async fn envelopes(
		&self,
		patient: PatientId,
		recipient: OrganizationId,
		at: Option<Hash>,
	) -> RpcResult<Vec<EnvelopeInfo>>;

	/// The patient's epoch.
	#[method(name = "records_v1_epoch")]
	async fn epoch(&self, patient: PatientId, at: Option<Hash>) -> RpcResult<u32>;

	/// The decision: what the patient's consents mean for a request.
	#[method(name = "consent_v1_decide")]
	async fn decide(
		&self,
		patient: PatientId,
		request: Request<AccountId>,
		at: Option<Hash>,
	) -> RpcResult<Decision>;

	/// One consent: its latest version, or the one that `version` names.
	#[method(name = "consent_v1_get")]
	async fn consent(
		&self,
		patient: PatientId,
		consent: ConsentId,
		version: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Option<ConsentInfo<AccountId>>>;

	/// Up to `limit` (1 to 256, 100 if absent) consents of a patient, ended ones last, from the id
	/// `from` on, which `next` of the page before names.
	#[method(name = "consent_v1_list")]
	async fn consents(
		&self,
		patient: PatientId,
		from: Option<ConsentId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<ConsentPage<AccountId>>;

	/// What governance allows where no consent speaks.
	#[method(name = "consent_v1_defaultPolicy")]
	async fn default_policy(&self, at: Option<Hash>) -> RpcResult<DefaultPolicy>;

	/// How often the patient's consents have ended or narrowed.
	#[method(name = "consent_v1_epoch")]
	async fn consent_epoch(&self, patient: PatientId, at: Option<Hash>) -> RpcResult<u32>;

	/// Up to `limit` (1 to 256, 100 if absent) recalls of what was handed out under the patient's
	/// consents, from `from` on, which `next` of the page before names. What is overdue is said as of
	/// the block's time.
	#[method(name = "consent_v1_recalls")]
	async fn recalls(
		&self,
		patient: PatientId,
		from: Option<RecallKey>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<RecallPage>;

	/// The same of the recalls in which an organization owes.
	#[method(name = "consent_v1_recallsOf")]
	async fn recalls_of(
		&self,
		organization: OrganizationId,
		from: Option<RecallKey>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<RecallPage>;
}

/// Answers from the runtime.
pub struct Health {
	client: Arc<FullClient>,
}

impl Health {
	/// Answers from this chain.
	pub fn new(client: Arc<FullClient>) -> Self {
		Self { client }
	}

	/// Asks the runtime as of block `at`.
	pub(super) fn ask<Answer>(
		&self,
		at: Option<Hash>,
		question: impl FnOnce(
			sp_api::ApiRef<<FullClient as ProvideRuntimeApi<salus_runtime::opaque::Block>>::Api>,
			Hash,
		) -> Result<Answer, ApiError>,
	) -> RpcResult<Answer> {
		let hash = at.unwrap_or_else(|| self.client.chain_info().best_hash);
		question(self.client.runtime_api(), hash).map_err(|error| Refusal::of(hash, error).into())
	}
}

/// How many entries a page has.
pub(super) fn page(limit: Option<u32>) -> Result<u32, Refusal> {
	match limit.unwrap_or(DEFAULT_PAGE) {
		limit @ 1..=MAX_PAGE => Ok(limit),
		other => Err(Refusal::PageSize(other)),
	}
}

#[async_trait]
impl HealthApiServer for Health {
	async fn organizations(
		&self,
		from: Option<OrganizationId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Vec<OrganizationInfo<AccountId>>> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| api.organizations(hash, from.unwrap_or_default(), limit))
	}

	async fn organization(
		&self,
		id: OrganizationId,
		at: Option<Hash>,
	) -> RpcResult<Option<OrganizationInfo<AccountId>>> {
		self.ask(at, |api, hash| api.organization(hash, id))
	}

	async fn membership(
		&self,
		account: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Option<MembershipInfo>> {
		self.ask(at, |api, hash| OrganizationsApi::<_, AccountId>::membership(&*api, hash, account))
	}

	async fn allowance(
		&self,
		account: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Option<AllowanceInfo>> {
		self.ask(at, |api, hash| OrganizationsApi::<_, AccountId>::allowance(&*api, hash, account))
	}

	async fn patient(
		&self,
		id: PatientId,
		at: Option<Hash>,
	) -> RpcResult<Option<PatientInfo<AccountId>>> {
		self.ask(at, |api, hash| api.patient(hash, id))
	}

	async fn patient_of(
		&self,
		controller: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Option<PatientId>> {
		self.ask(at, |api, hash| PatientsApi::<_, AccountId>::patient_of(&*api, hash, controller))
	}

	async fn attested_by(
		&self,
		id: PatientId,
		commitment: H256,
		at: Option<Hash>,
	) -> RpcResult<Option<OrganizationId>> {
		self.ask(at, |api, hash| {
			PatientsApi::<_, AccountId>::attested_by(&*api, hash, id, commitment)
		})
	}

	async fn representatives(
		&self,
		id: PatientId,
		at: Option<Hash>,
	) -> RpcResult<Vec<RepresentativeInfo<AccountId>>> {
		self.ask(at, |api, hash| api.representatives(hash, id))
	}

	async fn appointment(
		&self,
		id: PatientId,
		at: Option<Hash>,
	) -> RpcResult<Option<AppointmentInfo<AccountId>>> {
		self.ask(at, |api, hash| api.appointment(hash, id))
	}

	async fn objection_period(&self, at: Option<Hash>) -> RpcResult<Moment> {
		self.ask(at, |api, hash| PatientsApi::<_, AccountId>::objection_period(&*api, hash))
	}

	async fn last_nonce(&self, account: AccountId, at: Option<Hash>) -> RpcResult<Option<u64>> {
		self.ask(at, |api, hash| SignedCallsApi::<_, AccountId>::last_nonce(&*api, hash, account))
	}

	async fn record(
		&self,
		patient: PatientId,
		record: RecordId,
		version: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Option<Record<AccountId>>> {
		self.ask(at, |api, hash| match version {
			None => api.record(hash, patient, record),
			Some(version) => {
				RecordsApi::<_, AccountId>::version(&*api, hash, patient, record, version)
			},
		})
	}

	async fn records(
		&self,
		patient: PatientId,
		from: Option<RecordId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<RecordPage<AccountId>> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| api.records(hash, patient, from, limit))
	}

	async fn batch(&self, batch: BatchId, at: Option<Hash>) -> RpcResult<Option<Batch<AccountId>>> {
		self.ask(at, |api, hash| api.batch(hash, batch))
	}

	async fn verify(
		&self,
		batch: BatchId,
		commitment: H256,
		proof: InclusionProof,
		at: Option<Hash>,
	) -> RpcResult<Option<Inclusion>> {
		self.ask(at, |api, hash| {
			RecordsApi::<_, AccountId>::verify(&*api, hash, batch, commitment, proof)
		})
	}

	async fn envelopes(
		&self,
		patient: PatientId,
		recipient: OrganizationId,
		at: Option<Hash>,
	) -> RpcResult<Vec<EnvelopeInfo>> {
		self.ask(at, |api, hash| {
			RecordsApi::<_, AccountId>::envelopes(&*api, hash, patient, recipient)
		})
	}

	async fn epoch(&self, patient: PatientId, at: Option<Hash>) -> RpcResult<u32> {
		self.ask(at, |api, hash| RecordsApi::<_, AccountId>::epoch(&*api, hash, patient))
	}

	async fn decide(
		&self,
		patient: PatientId,
		request: Request<AccountId>,
		at: Option<Hash>,
	) -> RpcResult<Decision> {
		self.ask(at, |api, hash| api.decide(hash, patient, request))
	}

	async fn consent(
		&self,
		patient: PatientId,
		consent: ConsentId,
		version: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Option<ConsentInfo<AccountId>>> {
		self.ask(at, |api, hash| match version {
			None => api.consent(hash, patient, consent),
			Some(version) => {
				ConsentsApi::<_, AccountId>::version(&*api, hash, patient, consent, version)
			},
		})
	}

	async fn consents(
		&self,
		patient: PatientId,
		from: Option<ConsentId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<ConsentPage<AccountId>> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| api.consents(hash, patient, from, limit))
	}

	async fn default_policy(&self, at: Option<Hash>) -> RpcResult<DefaultPolicy> {
		self.ask(at, |api, hash| ConsentsApi::<_, AccountId>::default_policy(&*api, hash))
	}

	async fn consent_epoch(&self, patient: PatientId, at: Option<Hash>) -> RpcResult<u32> {
		self.ask(at, |api, hash| ConsentsApi::<_, AccountId>::consent_epoch(&*api, hash, patient))
	}

	async fn recalls(
		&self,
		patient: PatientId,
		from: Option<RecallKey>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<RecallPage> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| {
			ConsentsApi::<_, AccountId>::recalls(&*api, hash, patient, from, limit)
		})
	}

	async fn recalls_of(
		&self,
		organization: OrganizationId,
		from: Option<RecallKey>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<RecallPage> {
		let limit = page(limit)?;
		self.ask(at, |api, hash| {
			ConsentsApi::<_, AccountId>::recalls_of(&*api, hash, organization, from, limit)
		})
	}
}
