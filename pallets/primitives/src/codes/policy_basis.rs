//! Under which law or form a consent was given.

use super::code_system;

code_system! {
	/// Policy bases: FHIR's consent policy codes, and from index 128 two of Salus's own, which the
	/// list of HL7 lacks.
	PolicyBasis: "ConsentPolicy" of "http://terminology.hl7.org/CodeSystem/consentpolicycodes" {
		/// Informed consent of the Common Rule, 45 CFR 46.116 and 46.117.
		CommonRule = 0 as "cric",
		/// Illinois consent by minors to medical procedures.
		IllinoisMinorProcedure = 1 as "illinois-minor-procedure",
		/// HIPAA authorization, 45 CFR 164.508.
		HipaaAuthorization = 2 as "hipaa-auth",
		/// HIPAA notice of privacy practices, 45 CFR 164.520.
		HipaaNotice = 3 as "hipaa-npp",
		/// HIPAA opportunity to agree or object, 45 CFR 164.510.
		HipaaRestrictions = 4 as "hipaa-restrictions",
		/// HIPAA authorization for research, 45 CFR 164.508.
		HipaaResearch = 5 as "hipaa-research",
		/// HIPAA restriction for care paid by the patient, 45 CFR 164.522(a).
		HipaaSelfPay = 6 as "hipaa-self-pay",
		/// Michigan MDHHS-5515, behavioural health information for care coordination.
		MichiganMdhhs5515 = 7 as "mdhhs-5515",
		/// New York State surgical and invasive procedure protocol.
		NewYorkSurgicalProtocol = 8 as "nyssipp",
		/// VA form 10-0484, revocation of a release.
		Va100484 = 9 as "va-10-0484",
		/// VA form 10-0485, release to eHealth Exchange.
		Va100485 = 10 as "va-10-0485",
		/// VA form 10-5345, release of medical records.
		Va105345 = 11 as "va-10-5345",
		/// VA form 10-5345a, a copy for the individual.
		Va105345a = 12 as "va-10-5345a",
		/// VA form 10-5345a-MHV, a copy through MyHealtheVet.
		Va105345aMhv = 13 as "va-10-5345a-mhv",
		/// VA form 10-10116, revocation for research.
		Va1010116 = 14 as "va-10-10116",
		/// VA form 21-4142, release to the VA.
		Va214142 = 15 as "va-21-4142",
		/// SSA form 827, disclosure to the Social Security Administration.
		Ssa827 = 16 as "ssa-827",
		/// Michigan DCH-3927, 42 CFR Part 2 and the Michigan mental health code.
		MichiganDch3927 = 17 as "dch-3927",
		/// Squaxin Indian behavioural health and HIPAA consent.
		Squaxin = 18 as "squaxin",
		/// Permission for the Dutch national exchange point (LSP).
		NetherlandsLsp = 19 as "nl-lsp",
		/// Opt-in to the Austrian ELGA.
		AustriaElga = 20 as "at-elga",
		/// NIH research authorization under HIPAA.
		NihHipaa = 21 as "nih-hipaa",
		/// Consent to a cancer trial of the NCI.
		NciTrial = 22 as "nci",
		/// Consent to the NIH registry of rare diseases.
		NihGrdr = 23 as "nih-grdr",
		/// NIH form 527, release of medical information.
		Nih527 = 24 as "nih-527",
		/// Consent to research on population origins and ancestry (GA4GH).
		Ga4gh = 25 as "ga4gh",
		/// Consent to the Swiss electronic patient record.
		SwissEpr = 26 as "ch-epr",
		/// Consent under the GDPR, articles 6(1)(a) and 9(2)(a). Salus's own code.
		GdprConsent = 128 as "gdpr-consent",
		/// Consent under 42 CFR Part 2, section 2.31: substance use disorder records. Salus's own
		/// code.
		Cfr42Part2 = 129 as "42-cfr-part-2",
	}
}
