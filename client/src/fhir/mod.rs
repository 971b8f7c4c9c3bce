//! FHIR as the chain takes it.
//!
//! - [`Bundle`] reads a patient's resources as records;
//! - [`consent`] turns `Consent` resources into terms on chain, and back.

mod bundle;
pub mod consent;
mod resource;
#[cfg(test)]
mod tests;

pub use bundle::{Bundle, Place, Refusal, Skipped, EXAMPLE};
pub use resource::Resource;

/// The code systems of FHIR R4 and R5, and what STU3 called them.
pub(crate) mod systems {
	use salus_primitives::codes::{Confidentiality, Purpose, Sensitivity};

	pub const CONFIDENTIALITY: &[&str] =
		&[Confidentiality::SYSTEM, "http://hl7.org/fhir/v3/Confidentiality"];
	pub const ACT_CODE: &[&str] = &[Sensitivity::SYSTEM, "http://hl7.org/fhir/v3/ActCode"];
	pub const ACT_REASON: &[&str] = &[Purpose::SYSTEM, "http://hl7.org/fhir/v3/ActReason"];
	pub const OBSERVATION_VALUE: &str = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
}
