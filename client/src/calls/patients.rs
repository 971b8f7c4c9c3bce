//! The patient registry.

use crate::{keys, signed, AccountId32, Call, H256};
use salus_primitives::{
	codes::IdentifierType,
	patient::{controller_payload, representative_payload, Mandate},
	Moment, OrganizationId, PatientId, Period,
};
use subxt::utils::MultiSignature;
use subxt_signer::sr25519::Keypair;

const PALLET: &str = "Patients";

/// An account's agreement to control or represent a patient, signed by its key.
#[derive(Clone, Debug)]
pub struct Agreement {
	account: AccountId32,
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
		let payload = controller_payload(genesis, patient, sponsor, nonce, deadline);
		Self { account: keys::account(key), deadline, signature: signed::sign(key, &payload) }
	}

	/// Signs that `key` shall represent `patient` under this mandate; the rest is as for
	/// [`Self::sign`].
	pub fn to_represent(
		key: &Keypair,
		genesis: H256,
		patient: PatientId,
		sponsor: OrganizationId,
		mandate: &Mandate,
		nonce: u64,
		deadline: Moment,
	) -> Self {
		let payload = representative_payload(genesis, patient, sponsor, mandate, nonce, deadline);
		Self { account: keys::account(key), deadline, signature: signed::sign(key, &payload) }
	}
}

/// Registers a patient. By an agent of a provider.
pub fn register(patient: PatientId, agreement: &Agreement) -> Call {
	Call::new(PALLET, "register")
		.arg(patient)
		.arg(&agreement.account)
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
		.arg(&agreement.account)
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

/// Registers a patient without a key, with a first representative who agreed to this mandate. By an
/// agent of a provider.
pub fn register_represented(patient: PatientId, mandate: &Mandate, agreement: &Agreement) -> Call {
	with_agreement(Call::new(PALLET, "register_represented").arg(patient), mandate, agreement)
}

/// Names a further representative, who agreed to this mandate. By the patient, or a representative
/// within its own mandate.
pub fn add_representative(patient: PatientId, mandate: &Mandate, agreement: &Agreement) -> Call {
	with_agreement(Call::new(PALLET, "add_representative").arg(patient), mandate, agreement)
}

/// Gives a representative another mandate. By the patient, by whoever named it, or by itself to have
/// less.
pub fn change_representative(
	patient: PatientId,
	representative: &AccountId32,
	mandate: &Mandate,
) -> Call {
	Call::new(PALLET, "change_representative").arg(patient).arg(representative).arg(mandate)
}

/// Ends a representation, and those of all whom it named. By the patient, by whoever named it, or by
/// itself.
pub fn revoke_representative(patient: PatientId, representative: &AccountId32) -> Call {
	Call::new(PALLET, "revoke_representative").arg(patient).arg(representative)
}

/// Proposes to entrust a patient without a key to whoever signed `agreement`: as a representative
/// under `mandate`, or else to the person itself. By a representative, a provider that cares for the
/// patient, or a regulator.
pub fn propose_appointment(
	patient: PatientId,
	mandate: Option<&Mandate>,
	agreement: &Agreement,
) -> Call {
	Call::new(PALLET, "propose_appointment")
		.arg(patient)
		.arg(&agreement.account)
		.arg(mandate)
		.arg(agreement.deadline)
		.arg(&agreement.signature)
}

/// Agrees to an appointment. By another party than the one that proposed it.
pub fn agree_to_appointment(patient: PatientId, account: &AccountId32) -> Call {
	Call::new(PALLET, "agree_to_appointment").arg(patient).arg(account)
}

/// Objects to an appointment. By any party to it.
pub fn reject_appointment(patient: PatientId) -> Call {
	Call::new(PALLET, "reject_appointment").arg(patient)
}

/// Carries out an appointment to which nobody objected. By anybody.
pub fn complete_appointment(patient: PatientId) -> Call {
	Call::new(PALLET, "complete_appointment").arg(patient)
}

/// Says that `threshold` of `contacts`, which are in ascending order, can help when the key is lost,
/// `delay` (ms) after one of them asked. By the patient.
pub fn arrange_recovery(
	patient: PatientId,
	contacts: &[AccountId32],
	threshold: u32,
	delay: Moment,
) -> Call {
	Call::new(PALLET, "arrange_recovery").arg(patient).arg(contacts).arg(threshold).arg(delay)
}

/// Ends what was arranged for the loss of the key. By the patient.
pub fn dissolve_recovery(patient: PatientId) -> Call {
	Call::new(PALLET, "dissolve_recovery").arg(patient)
}

/// Sets how long one can object, in milliseconds. By the council.
pub fn set_objection_period(period: Moment) -> Call {
	Call::new(PALLET, "set_objection_period").arg(period)
}

fn with_agreement(call: Call, mandate: &Mandate, agreement: &Agreement) -> Call {
	call.arg(&agreement.account).arg(mandate).arg(agreement.deadline).arg(&agreement.signature)
}
