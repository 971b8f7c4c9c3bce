//! What can be called.

use salus_primitives::PatientId;

/// Whose matter a call is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
	/// That of this patient.
	Patient(PatientId),
	/// That of the signer's account, or of another that the call names; no patient stands in it.
	Account,
	/// It can't be made by a payload.
	NotSubmittable,
}

/// Says which calls can be made by payloads.
pub trait Submittable<Call> {
	/// Whose matter the call is. One that makes others has to be looked into, or refused.
	fn subject(call: &Call) -> Subject;
}
