//! What makes data sensitive.

use super::{code_set, code_tree};

code_tree! {
	/// Sensitivity labels: `InformationSensitivityPolicy` of HL7 v3 ActCode without its abstract
	/// nodes. A label implies those above it, and only those: the standard puts HIV beside STD and
	/// ETH beside SPI, so whoever means both names both.
	Sensitivity: "InformationSensitivityPolicy" of "http://terminology.hl7.org/CodeSystem/v3-ActCode" {
		/// Substance abuse.
		ETH = 0,
		/// Genetic disease.
		GDIS = 1,
		/// HIV and AIDS.
		HIV = 2,
		/// Military sexual trauma.
		MST = 3,
		/// Pregnancy.
		PREGNANT = 4,
		/// Sickle cell anaemia. HL7 has retired `SICKLE`.
		SCA = 5 or "SICKLE",
		/// Sexual assault, abuse or domestic violence.
		SDV = 6,
		/// Sexuality and reproductive health.
		SEX = 7,
		/// Specially protected information.
		SPI = 8,
		/// Behavioural health.
		BH = 9 in SPI,
		/// Cognitive disability.
		COGN = 10 in BH,
		/// Developmental disability.
		DVD = 11 in BH,
		/// Emotional disturbance.
		EMOTDIS = 12 in BH,
		/// Mental health.
		MH = 13 in SPI,
		/// Psychiatric disorder.
		PSY = 14 in SPI,
		/// Psychotherapy note.
		PSYTHPN = 15 in SPI,
		/// Substance use disorder.
		SUD = 16 in SPI,
		/// Alcohol use disorder.
		ETHUD = 17 in SUD,
		/// Opioid use disorder.
		OPIOIDUD = 18 in SUD,
		/// Sexually transmitted disease.
		STD = 19,
		/// Taboo: not to be told to the patient before a physician does.
		TBOO = 20,
		/// Violence by a stranger.
		VIO = 21,
		/// Identifiers.
		IDS = 22,
		/// All demographic information.
		DEMO = 23,
		/// Date of birth.
		DOB = 24,
		/// Gender and sexual orientation.
		GENDER = 25,
		/// Living arrangement.
		LIVARG = 26,
		/// Marital status.
		MARST = 27,
		/// Patient location.
		PATLOC = 28,
		/// Race.
		RACE = 29,
		/// Religion.
		REL = 30,
		/// Business: trade secrets.
		B = 31,
		/// Employer.
		EMPL = 32,
		/// Location.
		LOCIS = 33,
		/// Provider of sensitive services.
		SSP = 34,
		/// Adolescent.
		ADOL = 35,
		/// Celebrity. `VIP` is HL7's synonym.
		CEL = 36 or "VIP",
		/// Diagnosis.
		DIA = 37,
		/// Drug.
		DRGIS = 38,
		/// Employee.
		EMP = 39,
		/// Patient's default.
		PDS = 40,
		/// Requested by a physician.
		PHY = 41,
		/// Requested by the patient.
		PRS = 42,
	}
}

code_set! {
	/// Sensitivity labels.
	SensitivitySet(u64) of Sensitivity
}

impl Sensitivity {
	/// Whether a rule about this label reaches data labelled `label`: itself or what implies it.
	pub fn covers(self, label: Self) -> bool {
		label.is_a(self)
	}
}

impl SensitivitySet {
	/// The labels with all that they imply.
	pub fn closure(self) -> Self {
		self.iter().flat_map(Sensitivity::lineage).collect()
	}

	/// Whether a rule about these labels reaches data labelled `label`.
	pub fn covers(self, label: Sensitivity) -> bool {
		label.lineage().any(|implied| self.contains(implied))
	}
}
