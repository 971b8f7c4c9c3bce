//! Serious adverse events.

use super::{code_set, code_system};

code_system! {
	/// Why an adverse event is serious (ICH E2B(R3), E.i.3.2).
	Seriousness: "SeriousnessCriterion" of "urn:oid:2.16.840.1.113883.3.989.2.1.1.19" {
		/// Results in death.
		Death = 0 as "resultsInDeath",
		/// Life-threatening.
		LifeThreatening = 1 as "isLifeThreatening",
		/// Needs a stay in hospital, or a longer one.
		Hospitalization = 2 as "requiresInpatientHospitalization",
		/// Persistent or significant disability.
		Disability = 3 as "resultsInPersistentOrSignificantDisability",
		/// Congenital anomaly or birth defect.
		CongenitalAnomaly = 4 as "congenitalAnomalyBirthDefect",
		/// Otherwise medically important.
		OtherImportant = 5 as "otherMedicallyImportantCondition",
	}
}

code_set! {
	/// The criteria that an event meets.
	SeriousnessSet(u8) of Seriousness
}

impl SeriousnessSet {
	/// Fatal or life-threatening: the shorter clock runs.
	pub const fn is_urgent(self) -> bool {
		self.contains(Seriousness::Death) || self.contains(Seriousness::LifeThreatening)
	}
}

code_system! {
	/// Whether the trial's product caused an event (WHO-UMC, as HL7 codes it).
	Causality: "AdverseEventCausalityAssessment"
		of "http://terminology.hl7.org/CodeSystem/adverse-event-causality-assess"
	{
		/// Certain.
		Certain = 0 as "Certain",
		/// Probable, or likely.
		Probable = 1 as "Probably-Likely",
		/// Possible.
		Possible = 2 as "Possible",
		/// Unlikely.
		Unlikely = 3 as "Unlikely",
		/// More data are needed.
		Conditional = 4 as "Conditional-Classified",
		/// Can't be judged.
		Unassessable = 5 as "Unassessable-Unclassifiable",
	}
}

impl Causality {
	/// Whether a causal relationship is a reasonable possibility. What can't be judged is not ruled
	/// out.
	pub const fn is_suspected(self) -> bool {
		!matches!(self, Self::Unlikely)
	}
}

code_system! {
	/// How an event ended (ICH E2B(R3), E.i.7, as HL7 codes it).
	EventOutcome: "AdverseEventOutcome"
		of "http://terminology.hl7.org/CodeSystem/adverse-event-outcome"
	{
		/// Recovered.
		Resolved = 0 as "resolved",
		/// Recovering.
		Recovering = 1 as "recovering",
		/// Not recovered.
		Ongoing = 2 as "ongoing",
		/// Recovered with sequelae.
		ResolvedWithSequelae = 3 as "resolvedWithSequelae",
		/// Died of it.
		Fatal = 4 as "fatal",
		/// Not known.
		Unknown = 5 as "unknown",
	}
}

impl EventOutcome {
	/// Whether the event is over.
	pub const fn is_final(self) -> bool {
		matches!(self, Self::Resolved | Self::ResolvedWithSequelae | Self::Fatal)
	}
}
