//! What a recipient of data must do, and must not do.

use super::{code_set, code_system, code_tree};

code_tree! {
	/// Obligations: `ObligationPolicy` of HL7 v3 ActCode.
	Obligation: "ObligationPolicy" of "http://terminology.hl7.org/CodeSystem/v3-ActCode" {
		/// Anonymize.
		ANONY = 0,
		/// Account for disclosures.
		AOD = 1,
		/// Audit.
		AUDIT = 2,
		/// Keep an audit trail.
		AUDTR = 3,
		/// Comply with policy.
		CPLYPOL = 4,
		/// Comply with the confidentiality code.
		CPLYCC = 5 in CPLYPOL,
		/// Comply with the consent directive.
		CPLYCD = 6 in CPLYPOL,
		/// Comply with the policy for controlled unclassified information.
		CPLYCUI = 7 in CPLYPOL,
		/// Comply with jurisdictional privacy policy.
		CPLYJPP = 8 in CPLYPOL,
		/// Comply with jurisdictional security policy.
		CPLYJSP = 9 in CPLYPOL,
		/// Comply with organizational privacy policy.
		CPLYOPP = 10 in CPLYPOL,
		/// Comply with organizational security policy.
		CPLYOSP = 11 in CPLYPOL,
		/// Declassify the security label.
		DECLASSIFYLABEL = 12,
		/// Deidentify.
		DEID = 13,
		/// Delete after use.
		DELAU = 14,
		/// Downgrade the security label.
		DOWNGRDLABEL = 15,
		/// Derive the security label.
		DRIVLABEL = 16,
		/// Encrypt.
		ENCRYPT = 17,
		/// Encrypt at rest.
		ENCRYPTR = 18 in ENCRYPT,
		/// Encrypt in transit.
		ENCRYPTT = 19 in ENCRYPT,
		/// Encrypt in use.
		ENCRYPTU = 20 in ENCRYPT,
		/// Have a human approve.
		HUAPRV = 21,
		/// Assign a security label.
		LABEL = 22,
		/// Mask.
		MASK = 23,
		/// Give the minimum necessary.
		MINEC = 24,
		/// Persist the security label.
		PERSISTLABEL = 25,
		/// Render a privacy mark.
		PRIVMARK = 26,
		/// Render the mark of controlled unclassified information.
		CUIMark = 27 in PRIVMARK,
		/// Pseudonymize.
		PSEUD = 28,
		/// Redact.
		REDACT = 29,
		/// Upgrade the security label.
		UPGRDLABEL = 30,
		/// Process the inline security label.
		PROCESSINLINELABEL = 31,
	}
}

code_set! {
	/// Obligations.
	ObligationSet(u64) of Obligation
}

code_system! {
	/// Refrains: `RefrainPolicy` of HL7 v3 ActCode.
	Refrain: "RefrainPolicy" of "http://terminology.hl7.org/CodeSystem/v3-ActCode" {
		/// No disclosure without the subject's authorization.
		NOAUTH = 0,
		/// No collection.
		NOCOLLECT = 1,
		/// No disclosure without a consent directive.
		NODSCLCD = 2,
		/// No disclosure without the subject's own consent directive.
		NODSCLCDS = 3,
		/// No integration with other data.
		NOINTEGRATE = 4,
		/// No disclosure to entities that aren't listed.
		NOLIST = 5,
		/// No disclosure without a memorandum of understanding.
		NOMOU = 6,
		/// No disclosure without organizational authorization.
		NOORGPOL = 7,
		/// No disclosure to patient, family or caregivers without the attending provider's authorization.
		NOPAT = 8,
		/// No collection beyond the purpose of use.
		NOPERSISTP = 9,
		/// No redisclosure without a consent directive. HL7 has retired the spelling `NORDSLCD`, which FHIR R4 has.
		NORDSCLCD = 10 or "NORDSLCD",
		/// No redisclosure without the subject's own consent directive.
		NORDSCLCDS = 11,
		/// No disclosure without jurisdictional authorization.
		NORDSCLW = 12,
		/// No relinking to the subject.
		NORELINK = 13,
		/// No reuse beyond the purpose of use.
		NOREUSE = 14,
		/// No unauthorized disclosure about a celebrity.
		NOVIP = 15,
		/// No disclosure without the originator's authorization.
		ORCON = 16,
	}
}

code_set! {
	/// Refrains.
	RefrainSet(u64) of Refrain
}
