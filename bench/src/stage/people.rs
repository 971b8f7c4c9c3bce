//! Keys and ids, each from its number, so that nothing has to be kept.

use codec::Encode;
use salus_primitives::{PatientId, RecordId};
use sp_core::{sr25519::Pair, Pair as _, H256};
use sp_io::hashing::blake2_256;

fn key(kind: &[u8], number: (u32, u32)) -> Pair {
	Pair::from_seed(&blake2_256(&(kind, number).encode()))
}

/// The key of an agent.
pub fn agent_key(organization: u32, index: u32) -> Pair {
	key(b"agent", (organization, index))
}

/// The key of a patient.
pub fn controller_key(patient: u32) -> Pair {
	key(b"controller", (patient, 0))
}

/// The id of a patient.
pub fn patient_id(patient: u32) -> PatientId {
	PatientId(H256(blake2_256(&(b"patient", patient).encode())))
}

/// The id of a patient's record.
pub fn record_id(patient: u32, index: u32) -> RecordId {
	RecordId(H256(blake2_256(&(b"record", patient, index).encode())))
}
