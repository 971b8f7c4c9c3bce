//! Of which type an identifier of a patient is.

use super::code_system;

code_system! {
	/// Identifier types: those of HL7 v2 table 0203 that identify a person as patient, insured or
	/// citizen. Identifiers of organizations, practitioners, specimens and documents are left out.
	IdentifierType: "IdentifierType" of "http://terminology.hl7.org/CodeSystem/v2-0203" {
		/// Medical record number.
		MR = 0,
		/// Patient internal identifier.
		PI = 1,
		/// Patient external identifier.
		PT = 2,
		/// Living subject enterprise number.
		PE = 3,
		/// Person number.
		PN = 4,
		/// Jurisdictional health number.
		JHN = 5,
		/// Health card number.
		HC = 6,
		/// National health plan identifier.
		NH = 7,
		/// National unique individual identifier; stands for the `NNxxx` codes of single countries too.
		NI = 8,
		/// Member number of a health plan.
		MB = 9,
		/// Subscriber number of an insurance policy.
		SN = 10,
		/// Identifier of a person across a payer's products.
		UMB = 11,
		/// Medicaid number.
		MA = 12,
		/// Medicare number.
		MC = 13,
		/// Number with a public health insurance.
		GKV = 14,
		/// Number with a private health insurance.
		PKV = 15,
		/// Account number.
		AN = 16,
		/// Visit number.
		VN = 17,
		/// Social security number.
		SS = 18,
		/// Social beneficiary identifier.
		SB = 19,
		/// Tax number.
		TAX = 20,
		/// Pension number.
		PEN = 21,
		/// Railroad retirement number.
		RR = 22,
		/// Passport number.
		PPN = 23,
		/// Diplomatic passport.
		DP = 24,
		/// Driver's license number.
		DL = 25,
		/// Citizenship card.
		CZ = 26,
		/// Permanent resident card.
		PRC = 27,
		/// Temporary permanent resident (Canada).
		TPR = 28,
		/// Work permit.
		WP = 29,
		/// Study permit.
		SP = 30,
		/// Visitor permit.
		VP = 31,
		/// Visa.
		VS = 32,
		/// Naturalization certificate.
		NCT = 33,
		/// Birth certificate.
		BCT = 34,
		/// Birth registry number.
		BR = 35,
		/// Birth certificate file number.
		BCFN = 36,
		/// Death certificate.
		DC = 37,
		/// Marriage certificate.
		MCT = 38,
		/// Change of name document.
		CONM = 39,
		/// Military number.
		MI = 40,
		/// Indigenous or aboriginal number.
		IND = 41,
		/// Treaty number (Canada).
		TN = 42,
		/// Employee number.
		EI = 43,
		/// Employer number.
		EN = 44,
		/// Identifier of the WIC programme.
		WC = 45,
		/// Workers' compensation number.
		WCN = 46,
		/// Parole card.
		PC = 47,
		/// Number with a penitentiary or correctional institution.
		PCN = 48,
		/// Donor registration number.
		DR = 49,
		/// Local registry identifier.
		LR = 50,
		/// Regional registry identifier.
		RRI = 51,
		/// State registry identifier.
		SR = 52,
		/// Public health case identifier.
		PHC = 53,
		/// Anonymous identifier.
		ANON = 54,
		/// Temporary medical record number.
		MRT = 55,
		/// Temporary living subject number.
		PNT = 56,
		/// Temporary account number.
		ANT = 57,
		/// Unspecified identifier.
		U = 58,
	}
}
