//! Questions to the runtime: the runtime APIs of Salus, typed.

mod consensus;
mod disclosures;
mod provenance;
mod trials;

use crate::{Client, Error};
use codec::{Decode, Encode};
use salus_primitives::{
	consent::{ConsentInfo, ConsentPage, Decision, DefaultPolicy, RecallKey, RecallPage, Request},
	merkle::InclusionProof,
	organization::{AllowanceInfo, MembershipInfo, OrganizationInfo},
	patient::{AppointmentInfo, PatientInfo, RepresentativeInfo},
	record::{Batch, EnvelopeInfo, Inclusion, Record, RecordPage},
	BatchId, ConsentId, Moment, OrganizationId, PatientId, RecordId,
};
use sp_core::{crypto::AccountId32, H256};

/// The runtime APIs as of one block. See [`salus_primitives::api`] for what each says.
#[derive(Clone, Copy)]
pub struct Api<'a> {
	client: &'a Client,
	at: Option<H256>,
}

impl<'a> Api<'a> {
	pub(crate) fn new(client: &'a Client, at: Option<H256>) -> Self {
		Self { client, at }
	}

	/// Any runtime API function, with its arguments as a tuple.
	pub async fn call<T: Decode>(&self, function: &str, args: impl Encode) -> Result<T, Error> {
		let bytes = self.client.state_call(function, &args.encode(), self.at).await?;
		T::decode(&mut &bytes[..]).map_err(|error| Error::unreadable(function, error))
	}

	/// Up to `limit` organizations from number `from` on.
	pub async fn organizations(
		&self,
		from: OrganizationId,
		limit: u32,
	) -> Result<Vec<OrganizationInfo<AccountId32>>, Error> {
		self.call("OrganizationsApi_organizations", (from, limit)).await
	}

	/// One organization.
	pub async fn organization(
		&self,
		id: OrganizationId,
	) -> Result<Option<OrganizationInfo<AccountId32>>, Error> {
		self.call("OrganizationsApi_organization", id).await
	}

	/// What an account is on this chain; nothing for strangers.
	pub async fn membership(&self, who: &AccountId32) -> Result<Option<MembershipInfo>, Error> {
		self.call("OrganizationsApi_membership", who).await
	}

	/// What an account's organization may still spend.
	pub async fn allowance(&self, who: &AccountId32) -> Result<Option<AllowanceInfo>, Error> {
		self.call("OrganizationsApi_allowance", who).await
	}

	/// What an organization may still spend.
	pub async fn allowance_of(&self, id: OrganizationId) -> Result<Option<AllowanceInfo>, Error> {
		self.call("OrganizationsApi_allowance_of", id).await
	}

	/// One patient.
	pub async fn patient(&self, id: PatientId) -> Result<Option<PatientInfo<AccountId32>>, Error> {
		self.call("PatientsApi_patient", id).await
	}

	/// The patient whom an account controls.
	pub async fn patient_of(&self, controller: &AccountId32) -> Result<Option<PatientId>, Error> {
		self.call("PatientsApi_patient_of", controller).await
	}

	/// Who attested the commitment to an identifier for the patient, if anybody did.
	pub async fn attested_by(
		&self,
		id: PatientId,
		commitment: H256,
	) -> Result<Option<OrganizationId>, Error> {
		self.call("PatientsApi_attested_by", (id, commitment)).await
	}

	/// Who may act in a patient's place.
	pub async fn representatives(
		&self,
		id: PatientId,
	) -> Result<Vec<RepresentativeInfo<AccountId32>>, Error> {
		self.call("PatientsApi_representatives", id).await
	}

	/// To whom a patient without a key is about to be entrusted, if to anybody.
	pub async fn appointment(
		&self,
		id: PatientId,
	) -> Result<Option<AppointmentInfo<AccountId32>>, Error> {
		self.call("PatientsApi_appointment", id).await
	}

	/// How long one can object to an appointment or a recovery.
	pub async fn objection_period(&self) -> Result<Moment, Error> {
		self.call("PatientsApi_objection_period", ()).await
	}

	/// The highest number that an account's signed calls have used.
	pub async fn last_nonce(&self, account: &AccountId32) -> Result<Option<u64>, Error> {
		self.call("SignedCallsApi_last_nonce", account).await
	}

	/// One record, in its latest version.
	pub async fn record(
		&self,
		patient: PatientId,
		record: RecordId,
	) -> Result<Option<Record<AccountId32>>, Error> {
		self.call("RecordsApi_record", (patient, record)).await
	}

	/// An earlier version of a record.
	pub async fn record_version(
		&self,
		patient: PatientId,
		record: RecordId,
		version: u32,
	) -> Result<Option<Record<AccountId32>>, Error> {
		self.call("RecordsApi_version", (patient, record, version)).await
	}

	/// Up to `limit` records of a patient from `from` on.
	pub async fn records(
		&self,
		patient: PatientId,
		from: Option<RecordId>,
		limit: u32,
	) -> Result<RecordPage<AccountId32>, Error> {
		self.call("RecordsApi_records", (patient, from, limit)).await
	}

	/// One batch.
	pub async fn batch(&self, batch: BatchId) -> Result<Option<Batch<AccountId32>>, Error> {
		self.call("RecordsApi_batch", batch).await
	}

	/// Whether a commitment is in a batch, and what has become of it.
	pub async fn verify(
		&self,
		batch: BatchId,
		commitment: H256,
		proof: &InclusionProof,
	) -> Result<Option<Inclusion>, Error> {
		self.call("RecordsApi_verify", (batch, commitment, proof)).await
	}

	/// The keys sealed to an organization for a patient's records.
	pub async fn envelopes(
		&self,
		patient: PatientId,
		recipient: OrganizationId,
	) -> Result<Vec<EnvelopeInfo>, Error> {
		self.call("RecordsApi_envelopes", (patient, recipient)).await
	}

	/// The patient's epoch, which every removal of an envelope raises.
	pub async fn epoch(&self, patient: PatientId) -> Result<u32, Error> {
		self.call("RecordsApi_epoch", patient).await
	}

	/// What the patient's consents mean for a request.
	pub async fn decide(
		&self,
		patient: PatientId,
		request: &Request<AccountId32>,
	) -> Result<Decision, Error> {
		self.call("ConsentsApi_decide", (patient, request)).await
	}

	/// One consent, in its latest version.
	pub async fn consent(
		&self,
		patient: PatientId,
		consent: ConsentId,
	) -> Result<Option<ConsentInfo<AccountId32>>, Error> {
		self.call("ConsentsApi_consent", (patient, consent)).await
	}

	/// An earlier version of a consent.
	pub async fn consent_version(
		&self,
		patient: PatientId,
		consent: ConsentId,
		version: u32,
	) -> Result<Option<ConsentInfo<AccountId32>>, Error> {
		self.call("ConsentsApi_version", (patient, consent, version)).await
	}

	/// Up to `limit` consents of a patient from `from` on.
	pub async fn consents(
		&self,
		patient: PatientId,
		from: Option<ConsentId>,
		limit: u32,
	) -> Result<ConsentPage<AccountId32>, Error> {
		self.call("ConsentsApi_consents", (patient, from, limit)).await
	}

	/// What governance allows where no consent speaks.
	pub async fn default_policy(&self) -> Result<DefaultPolicy, Error> {
		self.call("ConsentsApi_default_policy", ()).await
	}

	/// How often the patient's consents have ended or narrowed.
	pub async fn consent_epoch(&self, patient: PatientId) -> Result<u32, Error> {
		self.call("ConsentsApi_consent_epoch", patient).await
	}

	/// Up to `limit` recalls of what was handed out under a patient's consents, from `from` on.
	pub async fn recalls(
		&self,
		patient: PatientId,
		from: Option<RecallKey>,
		limit: u32,
	) -> Result<RecallPage, Error> {
		self.call("ConsentsApi_recalls", (patient, from, limit)).await
	}

	/// Up to `limit` recalls in which an organization owes, from `from` on.
	pub async fn recalls_of(
		&self,
		organization: OrganizationId,
		from: Option<RecallKey>,
		limit: u32,
	) -> Result<RecallPage, Error> {
		self.call("ConsentsApi_recalls_of", (organization, from, limit)).await
	}
}
