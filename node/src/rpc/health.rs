//! Methods of the health consortium: questions to the runtime, put in JSON.
//!
//! Codes are strings of their standards, accounts are SS58 addresses, ids are 0x and hexadecimal
//! digits, and points in time are milliseconds since 1970. Every method takes the hash of a block as
//! its last parameter and answers for the best block without one. What does not exist is `null`.
//! Lists come in pages; the longest has [`MAX_PAGE`](salus_primitives::api::MAX_PAGE) entries, and
//! asking for more gives that many.
//!
//! | code | meaning |
//! |---|---|
//! | -32602 | a parameter is malformed; the message names the field and the code that is unknown |
//! | 1001 | the node does not have the block, or no longer its state |
//! | 1002 | the runtime at that block does not have the question |
//! | 1003 | the runtime failed to answer |

use crate::service::FullClient;
use jsonrpsee::{core::RpcResult, proc_macros::rpc, types::ErrorObjectOwned};
use salus_primitives::{
	api::{ConsentsApi, OrganizationsApi, PatientsApi, RecordsApi},
	consent::{ConsentInfo, ConsentPage, Decision, DefaultPolicy, Request},
	merkle::InclusionProof,
	organization::{AllowanceInfo, MembershipInfo, OrganizationInfo},
	patient::PatientInfo,
	record::{Batch, EnvelopeInfo, Inclusion, Record, RecordPage},
	BatchId, ConsentId, OrganizationId, PatientId, RecordId,
};
use salus_runtime::{opaque::Block, AccountId, Hash};
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_core::H256;
use std::sync::Arc;

/// The node does not have the block, or no longer its state.
const UNKNOWN_BLOCK: i32 = 1001;
/// The runtime at that block does not have the question.
const NOT_SUPPORTED: i32 = 1002;
/// The runtime failed to answer.
const RUNTIME_FAILED: i32 = 1003;

/// See the [module](self).
#[rpc(server)]
pub trait HealthApi {
	/// Up to `limit` organizations from number `from` on.
	#[method(name = "organizations_v1_list")]
	fn organizations(
		&self,
		from: OrganizationId,
		limit: u32,
		at: Option<Hash>,
	) -> RpcResult<Vec<OrganizationInfo<AccountId>>>;

	/// One organization.
	#[method(name = "organizations_v1_get")]
	fn organization(
		&self,
		organization: OrganizationId,
		at: Option<Hash>,
	) -> RpcResult<Option<OrganizationInfo<AccountId>>>;

	/// What an account is on this chain; nothing for strangers.
	#[method(name = "organizations_v1_membership")]
	fn membership(&self, account: AccountId, at: Option<Hash>)
		-> RpcResult<Option<MembershipInfo>>;

	/// What an account's organization may still spend.
	#[method(name = "organizations_v1_allowance")]
	fn allowance(&self, account: AccountId, at: Option<Hash>) -> RpcResult<Option<AllowanceInfo>>;

	/// One patient.
	#[method(name = "patients_v1_get")]
	fn patient(
		&self,
		patient: PatientId,
		at: Option<Hash>,
	) -> RpcResult<Option<PatientInfo<AccountId>>>;

	/// The patient whom an account controls.
	#[method(name = "patients_v1_byController")]
	fn patient_of(&self, controller: AccountId, at: Option<Hash>) -> RpcResult<Option<PatientId>>;

	/// Who attested the commitment to an identifier, if anybody did.
	#[method(name = "patients_v1_attestedBy")]
	fn attested_by(
		&self,
		patient: PatientId,
		commitment: H256,
		at: Option<Hash>,
	) -> RpcResult<Option<OrganizationId>>;

	/// One record, in its latest version.
	#[method(name = "records_v1_get")]
	fn record(
		&self,
		patient: PatientId,
		record: RecordId,
		at: Option<Hash>,
	) -> RpcResult<Option<Record<AccountId>>>;

	/// An earlier version of a record.
	#[method(name = "records_v1_getVersion")]
	fn record_version(
		&self,
		patient: PatientId,
		record: RecordId,
		version: u32,
		at: Option<Hash>,
	) -> RpcResult<Option<Record<AccountId>>>;

	/// Up to `limit` records of a patient, from the one with id `from` on.
	#[method(name = "records_v1_list")]
	fn records(
		&self,
		patient: PatientId,
		from: Option<RecordId>,
		limit: u32,
		at: Option<Hash>,
	) -> RpcResult<RecordPage<AccountId>>;

	/// One batch.
	#[method(name = "records_v1_getBatch")]
	fn batch(&self, batch: BatchId, at: Option<Hash>) -> RpcResult<Option<Batch<AccountId>>>;

	/// Whether a commitment is in a batch, and what has become of it.
	#[method(name = "records_v1_verify")]
	fn verify(
		&self,
		batch: BatchId,
		commitment: H256,
		proof: InclusionProof,
		at: Option<Hash>,
	) -> RpcResult<Option<Inclusion>>;

	/// The keys sealed to an organization for a patient's records.
	#[method(name = "records_v1_envelopes")]
	fn envelopes(
		&self,
		patient: PatientId,
		recipient: OrganizationId,
		at: Option<Hash>,
	) -> RpcResult<Vec<EnvelopeInfo>>;

	/// The patient's epoch, which every removal of an envelope raises.
	#[method(name = "records_v1_epoch")]
	fn epoch(&self, patient: PatientId, at: Option<Hash>) -> RpcResult<u32>;

	/// What the patient's consents mean for a request, at the block's time.
	#[method(name = "consent_v1_decide")]
	fn decide(
		&self,
		patient: PatientId,
		request: Request<AccountId>,
		at: Option<Hash>,
	) -> RpcResult<Decision>;

	/// One consent, in its latest version.
	#[method(name = "consent_v1_get")]
	fn consent(
		&self,
		patient: PatientId,
		consent: ConsentId,
		at: Option<Hash>,
	) -> RpcResult<Option<ConsentInfo<AccountId>>>;

	/// An earlier version of a consent.
	#[method(name = "consent_v1_getVersion")]
	fn consent_version(
		&self,
		patient: PatientId,
		consent: ConsentId,
		version: u32,
		at: Option<Hash>,
	) -> RpcResult<Option<ConsentInfo<AccountId>>>;

	/// Up to `limit` consents of a patient, ended ones too, from the one with id `from` on.
	#[method(name = "consent_v1_list")]
	fn consents(
		&self,
		patient: PatientId,
		from: Option<ConsentId>,
		limit: u32,
		at: Option<Hash>,
	) -> RpcResult<ConsentPage<AccountId>>;

	/// What governance allows where no consent speaks.
	#[method(name = "consent_v1_defaultPolicy")]
	fn default_policy(&self, at: Option<Hash>) -> RpcResult<DefaultPolicy>;
}

/// Answers from the chain.
pub struct Health(Arc<FullClient>);

impl Health {
	/// Answers from this chain.
	pub fn new(client: Arc<FullClient>) -> Self {
		Self(client)
	}

	/// Asks the runtime at a block, or at the best one.
	fn ask<Answer>(
		&self,
		at: Option<Hash>,
		question: impl FnOnce(
			ApiRef<<FullClient as ProvideRuntimeApi<Block>>::Api>,
			Hash,
		) -> Result<Answer, ApiError>,
	) -> RpcResult<Answer> {
		let at = at.unwrap_or_else(|| self.0.info().best_hash);
		question(self.0.runtime_api(), at).map_err(refusal)
	}
}

/// Why there is no answer.
fn refusal(error: ApiError) -> ErrorObjectOwned {
	let code = match &error {
		ApiError::UnknownBlock(_) | ApiError::StateBackendIsNotTrie => UNKNOWN_BLOCK,
		ApiError::UsingSameInstanceForDifferentBlocks => RUNTIME_FAILED,
		ApiError::Application(cause) => match cause.downcast_ref::<sp_blockchain::Error>() {
			Some(
				sp_blockchain::Error::UnknownBlock(_) | sp_blockchain::Error::MissingHeader(_),
			) => UNKNOWN_BLOCK,
			Some(sp_blockchain::Error::Application(_)) | Some(_) | None => {
				// An executor names an export that is missing only in its message.
				if error.to_string().contains("Exported method") {
					NOT_SUPPORTED
				} else {
					RUNTIME_FAILED
				}
			},
		},
		_ => RUNTIME_FAILED,
	};
	ErrorObjectOwned::owned(code, error.to_string(), None::<()>)
}

impl HealthApiServer for Health {
	fn organizations(
		&self,
		from: OrganizationId,
		limit: u32,
		at: Option<Hash>,
	) -> RpcResult<Vec<OrganizationInfo<AccountId>>> {
		self.ask(at, |api, at| api.organizations(at, from, limit))
	}

	fn organization(
		&self,
		organization: OrganizationId,
		at: Option<Hash>,
	) -> RpcResult<Option<OrganizationInfo<AccountId>>> {
		self.ask(at, |api, at| api.organization(at, organization))
	}

	fn membership(
		&self,
		account: AccountId,
		at: Option<Hash>,
	) -> RpcResult<Option<MembershipInfo>> {
		self.ask(at, |api, at| api.membership(at, account))
	}

	fn allowance(&self, account: AccountId, at: Option<Hash>) -> RpcResult<Option<AllowanceInfo>> {
		self.ask(at, |api, at| api.allowance(at, account))
	}

	fn patient(
		&self,
		patient: PatientId,
		at: Option<Hash>,
	) -> RpcResult<Option<PatientInfo<AccountId>>> {
		self.ask(at, |api, at| api.patient(at, patient))
	}

	fn patient_of(&self, controller: AccountId, at: Option<Hash>) -> RpcResult<Option<PatientId>> {
		self.ask(at, |api, at| api.patient_of(at, controller))
	}

	fn attested_by(
		&self,
		patient: PatientId,
		commitment: H256,
		at: Option<Hash>,
	) -> RpcResult<Option<OrganizationId>> {
		self.ask(at, |api, at| {
			PatientsApi::<Block, AccountId>::attested_by(&*api, at, patient, commitment)
		})
	}

	fn record(
		&self,
		patient: PatientId,
		record: RecordId,
		at: Option<Hash>,
	) -> RpcResult<Option<Record<AccountId>>> {
		self.ask(at, |api, at| api.record(at, patient, record))
	}

	fn record_version(
		&self,
		patient: PatientId,
		record: RecordId,
		version: u32,
		at: Option<Hash>,
	) -> RpcResult<Option<Record<AccountId>>> {
		self.ask(at, |api, at| {
			RecordsApi::<Block, AccountId>::version(&*api, at, patient, record, version)
		})
	}

	fn records(
		&self,
		patient: PatientId,
		from: Option<RecordId>,
		limit: u32,
		at: Option<Hash>,
	) -> RpcResult<RecordPage<AccountId>> {
		self.ask(at, |api, at| api.records(at, patient, from, limit))
	}

	fn batch(&self, batch: BatchId, at: Option<Hash>) -> RpcResult<Option<Batch<AccountId>>> {
		self.ask(at, |api, at| api.batch(at, batch))
	}

	fn verify(
		&self,
		batch: BatchId,
		commitment: H256,
		proof: InclusionProof,
		at: Option<Hash>,
	) -> RpcResult<Option<Inclusion>> {
		self.ask(at, |api, at| {
			RecordsApi::<Block, AccountId>::verify(&*api, at, batch, commitment, proof)
		})
	}

	fn envelopes(
		&self,
		patient: PatientId,
		recipient: OrganizationId,
		at: Option<Hash>,
	) -> RpcResult<Vec<EnvelopeInfo>> {
		self.ask(at, |api, at| {
			RecordsApi::<Block, AccountId>::envelopes(&*api, at, patient, recipient)
		})
	}

	fn epoch(&self, patient: PatientId, at: Option<Hash>) -> RpcResult<u32> {
		self.ask(at, |api, at| RecordsApi::<Block, AccountId>::epoch(&*api, at, patient))
	}

	fn decide(
		&self,
		patient: PatientId,
		request: Request<AccountId>,
		at: Option<Hash>,
	) -> RpcResult<Decision> {
		self.ask(at, |api, at| api.decide(at, patient, request))
	}

	fn consent(
		&self,
		patient: PatientId,
		consent: ConsentId,
		at: Option<Hash>,
	) -> RpcResult<Option<ConsentInfo<AccountId>>> {
		self.ask(at, |api, at| api.consent(at, patient, consent))
	}

	fn consent_version(
		&self,
		patient: PatientId,
		consent: ConsentId,
		version: u32,
		at: Option<Hash>,
	) -> RpcResult<Option<ConsentInfo<AccountId>>> {
		self.ask(at, |api, at| {
			ConsentsApi::<Block, AccountId>::version(&*api, at, patient, consent, version)
		})
	}

	fn consents(
		&self,
		patient: PatientId,
		from: Option<ConsentId>,
		limit: u32,
		at: Option<Hash>,
	) -> RpcResult<ConsentPage<AccountId>> {
		self.ask(at, |api, at| api.consents(at, patient, from, limit))
	}

	fn default_policy(&self, at: Option<Hash>) -> RpcResult<DefaultPolicy> {
		self.ask(at, |api, at| ConsentsApi::<Block, AccountId>::default_policy(&*api, at))
	}
}
