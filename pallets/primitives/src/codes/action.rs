//! What somebody does with the data.

use super::{code_set, code_system};

code_system! {
	/// Consent actions of FHIR. None implies another.
	ConsentAction: "ConsentAction" of "http://terminology.hl7.org/CodeSystem/consentaction" {
		/// Gather data for storage.
		Collect = 0 as "collect",
		/// See data without keeping, using or passing it on.
		Access = 1 as "access",
		/// Make use of data.
		Use = 2 as "use",
		/// Pass data on.
		Disclose = 3 as "disclose",
		/// Access in order to rectify.
		Correct = 4 as "correct",
	}
}

code_set! {
	/// Consent actions.
	ActionSet(u64) of ConsentAction
}
