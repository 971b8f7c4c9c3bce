//! FHIR as the chain takes it.
//!
//! - [`Bundle`] reads a patient's resources as records;
//! - [`consent`] turns `Consent` resources into terms on chain, and back.

mod bundle;
pub mod consent;
mod resource;
#[cfg(test)]
mod tests;

use crate::epcis::json::Node;
pub use bundle::{Bundle, Place, Refusal, Skipped, EXAMPLE};
pub use resource::Resource;

/// The text of a file of JSON, whose objects have each key once: two readers could see two different
/// resources in others. Says what it is instead where that can be told.
pub(crate) fn json_text(bytes: &[u8]) -> Result<&str, String> {
	if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
		return Err("it is in UTF-16, and JSON is in UTF-8".to_owned());
	}
	let text = std::str::from_utf8(bytes).map_err(|error| format!("not in UTF-8: {error}"))?;
	// Some systems put a byte order mark before their JSON.
	let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim();
	if text.is_empty() {
		return Err("the file is empty".to_owned());
	}
	if text.starts_with('<') {
		return Err("it is XML, and only JSON is read".to_owned());
	}
	if let Err(error) = Node::read(text.as_bytes()) {
		let lines = || text.lines().filter(|line| !line.trim().is_empty());
		let is_object = |line: &str| line.starts_with('{') && Node::read(line.as_bytes()).is_ok();
		if lines().count() > 1 && lines().all(is_object) {
			let count = lines().count();
			return Err(format!("{count} resources line by line (NDJSON), and one file is one"));
		}
		return Err(error.to_string());
	}
	Ok(text)
}

/// The code systems of FHIR R4 and R5, and what STU3 called them.
pub(crate) mod systems {
	use salus_primitives::codes::{Confidentiality, Purpose, Sensitivity};

	pub const CONFIDENTIALITY: &[&str] =
		&[Confidentiality::SYSTEM, "http://hl7.org/fhir/v3/Confidentiality"];
	pub const ACT_CODE: &[&str] = &[Sensitivity::SYSTEM, "http://hl7.org/fhir/v3/ActCode"];
	pub const ACT_REASON: &[&str] = &[Purpose::SYSTEM, "http://hl7.org/fhir/v3/ActReason"];
	pub const OBSERVATION_VALUE: &str = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
}
