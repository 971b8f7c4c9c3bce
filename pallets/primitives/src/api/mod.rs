//! The runtime APIs, by which nodes answer questions without a transaction. The node's own JSON-RPC
//! methods are thin wrappers over them.

mod bulk;
mod consensus;
mod disclosures;
mod provenance;
mod trials;

pub use bulk::*;
pub use consensus::*;
pub use disclosures::*;
pub use provenance::*;
pub use trials::*;

use crate::{
	consent::{ConsentInfo, ConsentPage, Decision, DefaultPolicy, RecallKey, RecallPage, Request},
	merkle::InclusionProof,
	organization::{AllowanceInfo, MembershipInfo, OrganizationInfo},
	patient::{AppointmentInfo, PatientInfo, RepresentativeInfo},
	record::{Batch, EnvelopeInfo, Inclusion, Record, RecordPage},
	BatchId, ConsentId, Moment, OrganizationId, PatientId, RecordId,
};
use alloc::vec::Vec;
use codec::Codec;
use sp_core::H256;

mod signed;
pub use signed::*;

/// Most entries of one page of any list.
pub const MAX_PAGE: u32 = 256;

sp_api::decl_runtime_apis! {
	/// Members of the consortium.
	pub trait OrganizationsApi<AccountId> where AccountId: Codec {
		/// Up to `limit` organizations from number `from` on.
		fn organizations(from: OrganizationId, limit: u32) -> Vec<OrganizationInfo<AccountId>>;
		/// One organization.
		fn organization(id: OrganizationId) -> Option<OrganizationInfo<AccountId>>;
		/// What an account is on this chain; nothing for strangers.
		fn membership(who: AccountId) -> Option<MembershipInfo>;
		/// What an account's organization may still spend.
		fn allowance(who: AccountId) -> Option<AllowanceInfo>;
		/// What an organization may still spend.
		fn allowance_of(organization: OrganizationId) -> Option<AllowanceInfo>;
	}

	/// The patient registry.
	pub trait PatientsApi<AccountId> where AccountId: Codec {
		/// One patient.
		fn patient(id: PatientId) -> Option<PatientInfo<AccountId>>;
		/// The patient whom an account controls.
		fn patient_of(controller: AccountId) -> Option<PatientId>;
		/// Whether the commitment to an identifier was attested for the patient, and by whom.
		fn attested_by(id: PatientId, commitment: H256) -> Option<OrganizationId>;
		/// Who may act in the patient's place, or in that of the one that replaces it.
		fn representatives(id: PatientId) -> Vec<RepresentativeInfo<AccountId>>;
		/// Whom a patient without a key is about to be entrusted to, if to anybody.
		fn appointment(id: PatientId) -> Option<AppointmentInfo<AccountId>>;
		/// How long those who may lose by it can object to an appointment or a recovery.
		fn objection_period() -> Moment;
	}

	/// Record pointers.
	pub trait RecordsApi<AccountId> where AccountId: Codec {
		/// One record, in its latest version.
		fn record(patient: PatientId, record: RecordId) -> Option<Record<AccountId>>;
		/// An earlier version of a record.
		fn version(patient: PatientId, record: RecordId, version: u32) -> Option<Record<AccountId>>;
		/// Up to `limit` records of a patient from the one with id `from` on.
		fn records(patient: PatientId, from: Option<RecordId>, limit: u32) -> RecordPage<AccountId>;
		/// One batch.
		fn batch(batch: BatchId) -> Option<Batch<AccountId>>;
		/// Whether a commitment is in a batch, and what has become of it; nothing if there is no
		/// such batch.
		fn verify(batch: BatchId, commitment: H256, proof: InclusionProof) -> Option<Inclusion>;
		/// The keys sealed to an organization for a patient's records. Only those that it may still
		/// have.
		fn envelopes(patient: PatientId, recipient: OrganizationId) -> Vec<EnvelopeInfo>;
		/// The patient's epoch, which every removal of an envelope raises.
		fn epoch(patient: PatientId) -> u32;
	}

	/// Consents and the decision.
	pub trait ConsentsApi<AccountId> where AccountId: Codec {
		/// What the patient's consents mean for a request, at this block's time.
		fn decide(patient: PatientId, request: Request<AccountId>) -> Decision;
		/// One consent, in its latest version.
		fn consent(patient: PatientId, consent: ConsentId) -> Option<ConsentInfo<AccountId>>;
		/// An earlier version of a consent.
		fn version(
			patient: PatientId,
			consent: ConsentId,
			version: u32,
		) -> Option<ConsentInfo<AccountId>>;
		/// Up to `limit` consents of a patient, ended ones too, from the one with id `from` on.
		fn consents(
			patient: PatientId,
			from: Option<ConsentId>,
			limit: u32,
		) -> ConsentPage<AccountId>;
		/// What governance allows where no consent speaks.
		fn default_policy() -> DefaultPolicy;
		/// How often the patient's consents have ended or narrowed.
		fn consent_epoch(patient: PatientId) -> u32;
		/// Up to `limit` recalls of what was handed out under a patient's consents, from `from` on,
		/// with what is overdue at this block's time.
		fn recalls(patient: PatientId, from: Option<RecallKey>, limit: u32) -> RecallPage;
		/// Up to `limit` recalls in which an organization owes, from `from` on.
		fn recalls_of(
			organization: OrganizationId,
			from: Option<RecallKey>,
			limit: u32,
		) -> RecallPage;
	}
}
