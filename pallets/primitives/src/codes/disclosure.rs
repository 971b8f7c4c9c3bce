//! What an accounting of disclosures says, why a glass was broken, and what came of the review.

use super::code_system;

code_system! {
	/// On what a disclosure rests. Salus's own codes, one for each way in which the decision
	/// permits.
	Basis: "DisclosureBasis" of "urn:salus:disclosure-basis" {
		/// A consent of the patient.
		Consent = 0 as "consent",
		/// The organization's own records, by the default policy.
		OwnRecords = 1 as "own-records",
		/// The law, by the default policy.
		RequiredByLaw = 2 as "required-by-law",
		/// A declared emergency.
		BreakGlass = 3 as "break-glass",
		/// Nothing that the chain could see: the organization logged it off chain, and the decision
		/// said no when the entry was opened.
		Unconfirmed = 4 as "unconfirmed",
	}
}

code_system! {
	/// Why an entry is none that 45 CFR 164.528 asks to account for. It is shown all the same.
	/// Salus's own codes.
	Exemption: "AccountingExemption" of "urn:salus:accounting-exemption" {
		/// The data did not leave the organization (45 CFR 160.103, "disclosure").
		Internal = 0 as "internal",
		/// Treatment, payment or health care operations, 45 CFR 164.528(a)(1)(i).
		TreatmentPaymentOperations = 1 as "treatment-payment-operations",
		/// To the patient, 45 CFR 164.528(a)(1)(ii).
		Individual = 2 as "individual",
	}
}

code_system! {
	/// Recipients who are no members of the consortium. Salus's own codes.
	OutsideRecipient: "OutsideRecipient" of "urn:salus:outside-recipient" {
		/// The patient, or who represents the patient.
		Individual = 0 as "individual",
		/// A health oversight agency, 45 CFR 164.512(d).
		HealthOversight = 1 as "health-oversight",
		/// A law enforcement official, 45 CFR 164.512(f).
		LawEnforcement = 2 as "law-enforcement",
		/// A court or tribunal, 45 CFR 164.512(e).
		Court = 3 as "court",
		/// A public health authority, 45 CFR 164.512(b).
		PublicHealth = 4 as "public-health",
		/// Somebody who treats patients.
		Provider = 5 as "provider",
		/// Somebody who pays for care.
		Payer = 6 as "payer",
		/// A researcher.
		Researcher = 7 as "researcher",
		/// A coroner or medical examiner, 45 CFR 164.512(g).
		Coroner = 8 as "coroner",
		/// Anybody else.
		Other = 9 as "other",
	}
}

code_system! {
	/// Why a glass is broken. Salus's own codes: HL7 has the purpose (BTG) and nothing below it. None
	/// names an illness, as these codes stand beside a patient's id for everybody to read.
	BreakGlassReason: "BreakGlassReason" of "urn:salus:break-glass-reason" {
		/// Danger to life.
		LifeThreat = 0 as "life-threat",
		/// Lasting harm if treatment waits.
		SeriousHarm = 1 as "serious-harm",
		/// The patient can't be asked.
		Incapacitated = 2 as "incapacitated",
		/// Who decides for the patient can't be reached.
		RepresentativeUnreachable = 3 as "representative-unreachable",
		/// Danger to others.
		ThreatToOthers = 4 as "threat-to-others",
		/// More patients than can be asked.
		Disaster = 5 as "disaster",
	}
}

code_system! {
	/// What came of the review of an emergency access. Salus's own codes.
	ReviewOutcome: "ReviewOutcome" of "urn:salus:review-outcome" {
		/// The glass was rightly broken.
		Justified = 0 as "justified",
		/// It should not have been.
		Unjustified = 1 as "unjustified",
		/// Somebody outside of the organization has to say.
		Escalated = 2 as "escalated",
	}
}
