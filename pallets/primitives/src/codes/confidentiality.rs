//! How much protection data needs.

use super::code_system;

code_system! {
	/// Confidentiality of HL7 v3, from the least to the most protected: `Ord` is the high-water
	/// order, and a bundle has the greatest confidentiality (`max`) of its parts.
	Confidentiality: "Confidentiality" of "http://terminology.hl7.org/CodeSystem/v3-Confidentiality" {
		/// Unrestricted: may be known to everybody.
		U = 0,
		/// Low: altered so that little protection is needed, such as anonymised data.
		L = 1,
		/// Moderate: a moderate risk of harm if disclosed.
		M = 2,
		/// Normal: ordinary health data.
		N = 3,
		/// Restricted: stigmatising, a high risk of harm if disclosed.
		R = 4,
		/// Very restricted: an extremely high risk of harm, such as psychotherapy notes.
		V = 5,
	}
}

impl Confidentiality {
	/// Whether leave to see data up to this level reaches data labelled `label`.
	pub fn covers(self, label: Self) -> bool {
		label <= self
	}
}
