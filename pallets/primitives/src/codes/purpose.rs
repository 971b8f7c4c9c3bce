//! Why somebody wants the data.

use super::{code_set, code_tree};

code_tree! {
	/// Purposes of use: the whole tree below `PurposeOfUse` of HL7 v3 ActReason.
	///
	/// Whether a grant for one purpose reaches another is [`Self::covers`], which differs from the
	/// tree ([`Self::is_a`]) for break-glass alone.
	Purpose: "PurposeOfUse" of "http://terminology.hl7.org/CodeSystem/v3-ActReason" {
		/// Any purpose; the root of the tree.
		PurposeOfUse = 0,
		/// Healthcare marketing.
		HMARKT = 1 in PurposeOfUse,
		/// Healthcare operations.
		HOPERAT = 2 in PurposeOfUse,
		/// Care management.
		CAREMGT = 3 in HOPERAT,
		/// Donation of organs, tissue or fluids.
		DONAT = 4 in HOPERAT,
		/// Fraud detection and prevention.
		FRAUD = 5 in HOPERAT,
		/// Government processes.
		GOV = 6 in HOPERAT,
		/// Health accreditation.
		HACCRED = 7 in HOPERAT,
		/// Health compliance.
		HCOMPL = 8 in HOPERAT,
		/// Handling of a decedent.
		HDECD = 9 in HOPERAT,
		/// Directory of patients.
		HDIRECT = 10 in HOPERAT,
		/// Healthcare delivery management.
		HDM = 11 in HOPERAT,
		/// Legal.
		HLEGAL = 12 in HOPERAT,
		/// Health outcome measure.
		HOUTCOMS = 13 in HOPERAT,
		/// Health program reporting.
		HPRGRP = 14 in HOPERAT,
		/// Health quality improvement.
		HQUALIMP = 15 in HOPERAT,
		/// Health system administration.
		HSYSADMIN = 16 in HOPERAT,
		/// Labelling of data.
		LABELING = 17 in HSYSADMIN,
		/// Metadata management.
		METAMGT = 18 in HSYSADMIN,
		/// Member administration.
		MEMADMIN = 19 in HOPERAT,
		/// Military command.
		MILCDM = 20 in HOPERAT,
		/// Patient administration.
		PATADMIN = 21 in HOPERAT,
		/// Patient safety.
		PATSFTY = 22 in HOPERAT,
		/// Performance measure.
		PERFMSR = 23 in HOPERAT,
		/// Records management.
		RECORDMGT = 24 in HOPERAT,
		/// System development.
		SYSDEV = 25 in HOPERAT,
		/// Test health data.
		HTEST = 26 in SYSDEV,
		/// Training of people.
		TRAIN = 27 in HOPERAT,
		/// Machine learning training.
		MLTRAINING = 28 in HOPERAT,
		/// Healthcare payment.
		HPAYMT = 29 in PurposeOfUse,
		/// Claim attachment.
		CLMATTCH = 30 in HPAYMT,
		/// Coverage authorization.
		COVAUTH = 31 in HPAYMT,
		/// Coverage under a policy or program.
		COVERAGE = 32 in HPAYMT,
		/// Eligibility determination.
		ELIGDTRM = 33 in COVERAGE,
		/// Eligibility verification.
		ELIGVER = 34 in COVERAGE,
		/// Enrollment.
		ENROLLM = 35 in COVERAGE,
		/// Military discharge.
		MILDCRG = 36 in COVERAGE,
		/// Remittance advice.
		REMITADV = 37 in HPAYMT,
		/// Payment decision assisted by decision support.
		PMTDS = 38 in HPAYMT,
		/// Healthcare research.
		HRESCH = 39 in PurposeOfUse,
		/// Biomedical research.
		BIORCH = 40 in HRESCH,
		/// Clinical trial research.
		CLINTRCH = 41 in HRESCH,
		/// Clinical trial research without patient care.
		CLINTRCHNPC = 42 in CLINTRCH,
		/// Clinical trial research with patient care.
		CLINTRCHPC = 43 in CLINTRCH,
		/// Preclinical trial research.
		PRECLINTRCH = 44 in CLINTRCH,
		/// Disease-specific healthcare research.
		DSRCH = 45 in HRESCH,
		/// Population origins or ancestry healthcare research.
		POARCH = 46 in HRESCH,
		/// Translational healthcare research.
		TRANSRCH = 47 in HRESCH,
		/// Patient requested.
		PATRQT = 48 in PurposeOfUse,
		/// Family requested.
		FAMRQT = 49 in PATRQT,
		/// Power of attorney.
		PWATRNY = 50 in PATRQT,
		/// Support network.
		SUPNWK = 51 in PATRQT,
		/// Public health.
		PUBHLTH = 52 in PurposeOfUse,
		/// Disaster.
		DISASTER = 53 in PUBHLTH,
		/// Threat to health or safety.
		THREAT = 54 in PUBHLTH,
		/// Treatment.
		TREAT = 55 in PurposeOfUse,
		/// Care within a clinical trial.
		CLINTRL = 56 in TREAT,
		/// Coordination of care.
		COC = 57 in TREAT,
		/// Emergency treatment.
		ETREAT = 58 in TREAT,
		/// Break the glass: emergency treatment past what consent permits.
		BTG = 59 in ETREAT,
		/// Emergency room treatment.
		ERTREAT = 60 in ETREAT,
		/// Population health.
		POPHLTH = 61 in TREAT,
		/// Treatment decision assisted by decision support.
		TREATDS = 62 in TREAT,
	}
}

code_set! {
	/// Purposes of use. 128 bits, because HL7 has 63 purposes now and adds to them.
	PurposeSet(u128) of Purpose
}

impl Purpose {
	/// Whether a grant for this purpose covers `other`: itself and what lies below it, but never
	/// break-glass, which only a grant that names BTG covers. Otherwise every consent to treatment
	/// would make breaking the glass an ordinary access, without its review.
	pub fn covers(self, other: Self) -> bool {
		self == other || (other != Self::BTG && other.is_a(self))
	}

	/// What lies below this purpose in the standard's tree, break-glass included.
	pub fn descendants(self) -> PurposeSet {
		Self::ALL.iter().copied().filter(|other| *other != self && other.is_a(self)).collect()
	}
}

impl PurposeSet {
	/// Whether a grant for these purposes covers `purpose` ([`Purpose::covers`]).
	pub fn covers(self, purpose: Purpose) -> bool {
		self.contains(purpose)
			|| (purpose != Purpose::BTG && purpose.lineage().any(|above| self.contains(above)))
	}
}
