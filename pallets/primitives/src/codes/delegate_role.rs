//! By what right somebody acts for a patient.

use super::code_tree;

code_tree! {
	/// Delegate roles of HL7 v3 RoleCode (DELEGATEE and NOK included, which RoleClass has as well).
	DelegateRole: "DelegateRole" of "http://terminology.hl7.org/CodeSystem/v3-RoleCode" {
		/// Guardian.
		GUARD = 0 in RESPRSN,
		/// Healthcare power of attorney.
		HPOWATT = 1 in POWATT,
		/// Durable power of attorney.
		DPOWATT = 2 in POWATT,
		/// Power of attorney.
		POWATT = 3 in RESPRSN,
		/// Responsible party.
		RESPRSN = 4,
		/// Delegatee: somebody to whom the patient lent a right.
		DELEGATEE = 5,
		/// Next of kin.
		NOK = 6,
	}
}
