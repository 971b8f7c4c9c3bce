//! The patient registry.

use crate::{keys, AccountId32, Call, H256};
use salus_primitives::{
	codes::IdentifierType, patient::controller_payload, Moment, OrganizationId, PatientId, Period,
};
use subxt::utils::MultiSignature;
use subxt_signer::sr25519::Keypair;

const PALLET: &str = "Patients";

/// A controller's agreement to control a patient, signed by its key.
#[derive(Clone, Debug)]
pub struct Agreement {
	controller: AccountId32,
	deadline: Moment,
	signature: MultiSignature,
}

impl Agreement {
	/// Signs that `key` shall control `patient`, sponsored by `sponsor`, on the chain with this
	/// genesis hash. `nonce` is 0 for a registration, else [the patient's
	/// own](salus_primitives::patient::PatientInfo::nonce). The agreement is good until `deadline`, in
	/// milliseconds of the chain's clock.
	pub fn sign(
		key: &Keypair,
		genesis: H256,
		patient: PatientId,
		sponsor: OrganizationId,
		nonce: u64,
		deadline: Moment,
	) -> Self {
		let payload = controller_payload(&genesis.0, patient, sponsor, nonce, deadline);
		Self {
			controller: keys::account(key),
			deadline,
			signature: MultiSignature::Sr25519(key.sign(&payload).0),
		}
	}
}

/// Registers a patient. By an agent of a provider.
pub fn register(patient: PatientId, agreement: &Agreement) -> Call {
	Call::new(PALLET, "register")
		.arg(patient)
		.arg(&agreement.controller)
		.arg(agreement.deadline)
		.arg(&agreement.signature)
}

/// Vouches for an identifier of the patient by its salted commitment. By an agent of an organization
/// that cares for the patient.
pub fn attest_identifier(patient: PatientId, kind: IdentifierType, commitment: H256) -> Call {
	Call::new(PALLET, "attest_identifier").arg(patient).arg(kind).arg(commitment)
}

/// Takes an attested identifier back. By the organization that vouched, or the patient.
pub fn withdraw_identifier(patient: PatientId, commitment: H256) -> Call {
	Call::new(PALLET, "withdraw_identifier").arg(patient).arg(commitment)
}

/// Hands the patient over to the key that signed `agreement`. By the controller.
pub fn rotate_controller(patient: PatientId, agreement: &Agreement) -> Call {
	Call::new(PALLET, "rotate_controller")
		.arg(patient)
		.arg(&agreement.controller)
		.arg(agreement.deadline)
		.arg(&agreement.signature)
}

/// Lets an organization care for the patient, and so write records. By the patient.
pub fn open_care_relationship(
	patient: PatientId,
	organization: OrganizationId,
	period: Period,
) -> Call {
	Call::new(PALLET, "open_care_relationship").arg(patient).arg(organization).arg(period)
}

/// Ends a care relationship. By the patient or the organization.
pub fn close_care_relationship(patient: PatientId, organization: OrganizationId) -> Call {
	Call::new(PALLET, "close_care_relationship").arg(patient).arg(organization)
}

/// Says that `patient` is a duplicate of `into`. By either controller, or a provider that cares for
/// both.
pub fn propose_merge(patient: PatientId, into: PatientId) -> Call {
	Call::new(PALLET, "propose_merge").arg(patient).arg(into)
}

/// Agrees to a merge. By the other side.
pub fn accept_merge(patient: PatientId, into: PatientId) -> Call {
	Call::new(PALLET, "accept_merge").arg(patient).arg(into)
}

/// Takes a proposal to merge back, or refuses it. By whoever may propose it.
pub fn withdraw_merge(patient: PatientId) -> Call {
	Call::new(PALLET, "withdraw_merge").arg(patient)
}

/// Reports that the patient has died. By an agent of a provider that cares for the patient.
pub fn report_death(patient: PatientId) -> Call {
	Call::new(PALLET, "report_death").arg(patient)
}

/// Takes the report of a death back. By the organization that reported it, or the patient.
pub fn withdraw_death_report(patient: PatientId) -> Call {
	Call::new(PALLET, "withdraw_death_report").arg(patient)
}

/// Erases the patient. By the patient. There is no way back.
pub fn erase(patient: PatientId) -> Call {
	Call::new(PALLET, "erase").arg(patient)
}
