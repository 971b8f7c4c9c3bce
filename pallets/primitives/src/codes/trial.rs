//! Clinical trials: how a study is designed and where it stands. The codes are those of the
//! ClinicalTrials.gov API, version 2 (`/api/v2/studies/enums`), which maps to the trial registration
//! data set of the WHO.

use super::{code_set, code_system};

code_system! {
	/// Where a trial stands (`overallStatus`). [`Self::Unknown`] is never set: the chain computes it.
	TrialStatus: "Status" of "https://clinicaltrials.gov/api/v2/studies/enums#Status" {
		/// Under way, and nobody new takes part.
		ActiveNotRecruiting = 0 as "ACTIVE_NOT_RECRUITING",
		/// Ended as planned.
		Completed = 1 as "COMPLETED",
		/// Under way, and only invited people take part.
		EnrollingByInvitation = 2 as "ENROLLING_BY_INVITATION",
		/// Nobody takes part yet.
		NotYetRecruiting = 3 as "NOT_YET_RECRUITING",
		/// Looking for participants.
		Recruiting = 4 as "RECRUITING",
		/// Halted, and may go on.
		Suspended = 5 as "SUSPENDED",
		/// Halted for good, after people took part.
		Terminated = 6 as "TERMINATED",
		/// Halted for good, before anybody took part.
		Withdrawn = 7 as "WITHDRAWN",
		/// Expanded access: to be had.
		Available = 8 as "AVAILABLE",
		/// Expanded access: not to be had any more.
		NoLongerAvailable = 9 as "NO_LONGER_AVAILABLE",
		/// Expanded access: not to be had at present.
		TemporarilyNotAvailable = 10 as "TEMPORARILY_NOT_AVAILABLE",
		/// Expanded access: ended, as the product is on the market.
		ApprovedForMarketing = 11 as "APPROVED_FOR_MARKETING",
		/// Should have ended, and nobody has confirmed where it stands for two years.
		Unknown = 12 as "UNKNOWN",
	}
}

impl TrialStatus {
	/// The status that a study of this type has when it is registered.
	pub const fn initial(study_type: StudyType) -> Self {
		match study_type {
			StudyType::ExpandedAccess => Self::TemporarilyNotAvailable,
			StudyType::Interventional | StudyType::Observational => Self::NotYetRecruiting,
		}
	}

	/// Whether a trial that stands here may come to stand there next. A trial that somebody takes
	/// part in is terminated; one that nobody has taken part in yet is withdrawn.
	pub const fn may_become(self, next: Self, anybody_enrolled: bool) -> bool {
		use TrialStatus::*;
		match (self, next) {
			(
				NotYetRecruiting
				| Recruiting
				| EnrollingByInvitation
				| ActiveNotRecruiting
				| Suspended,
				Withdrawn,
			) => !anybody_enrolled,
			(Recruiting | EnrollingByInvitation | ActiveNotRecruiting | Suspended, Terminated) => {
				true
			},
			(NotYetRecruiting, Recruiting | EnrollingByInvitation | Suspended)
			| (Recruiting, EnrollingByInvitation | ActiveNotRecruiting | Suspended | Completed)
			| (EnrollingByInvitation, Recruiting | ActiveNotRecruiting | Suspended | Completed)
			| (ActiveNotRecruiting, Recruiting | EnrollingByInvitation | Suspended | Completed)
			| (Suspended, Recruiting | EnrollingByInvitation | ActiveNotRecruiting) => true,
			(Suspended, NotYetRecruiting) => !anybody_enrolled,
			(Available, TemporarilyNotAvailable | NoLongerAvailable | ApprovedForMarketing)
			| (TemporarilyNotAvailable, Available | NoLongerAvailable | ApprovedForMarketing) => true,
			_ => false,
		}
	}

	/// Whether people may be enrolled.
	pub const fn enrolls(self) -> bool {
		matches!(self, Self::Recruiting | Self::EnrollingByInvitation)
	}

	/// Whether nothing follows it.
	pub const fn is_final(self) -> bool {
		matches!(
			self,
			Self::Completed
				| Self::Terminated
				| Self::Withdrawn
				| Self::NoLongerAvailable
				| Self::ApprovedForMarketing
		)
	}

	/// Whether the trial is, or may soon be, under way: it needs the approval of an ethics committee.
	pub const fn needs_approval(self) -> bool {
		matches!(
			self,
			Self::Recruiting
				| Self::EnrollingByInvitation
				| Self::ActiveNotRecruiting
				| Self::Available
		)
	}

	/// Whether the registry shows it as unknown when nobody confirms it.
	pub const fn can_lapse(self) -> bool {
		matches!(
			self,
			Self::NotYetRecruiting
				| Self::Recruiting
				| Self::EnrollingByInvitation
				| Self::ActiveNotRecruiting
		)
	}
}

code_system! {
	/// What kind of study it is (`studyType`).
	StudyType: "StudyType" of "https://clinicaltrials.gov/api/v2/studies/enums#StudyType" {
		/// Participants are assigned to interventions.
		Interventional = 0 as "INTERVENTIONAL",
		/// Participants are observed.
		Observational = 1 as "OBSERVATIONAL",
		/// A product is given outside of trials before it is approved.
		ExpandedAccess = 2 as "EXPANDED_ACCESS",
	}
}

code_system! {
	/// Phases of drug development (`phases`).
	Phase: "Phase" of "https://clinicaltrials.gov/api/v2/studies/enums#Phase" {
		/// Without phases, such as trials of devices or behaviour.
		NotApplicable = 0 as "NA",
		/// Exploratory, with very limited exposure.
		EarlyPhase1 = 1 as "EARLY_PHASE1",
		/// Safety.
		Phase1 = 2 as "PHASE1",
		/// First look at the effect.
		Phase2 = 3 as "PHASE2",
		/// Effect and safety in many.
		Phase3 = 4 as "PHASE3",
		/// After approval.
		Phase4 = 5 as "PHASE4",
	}
}

code_set! {
	/// Phases of a trial, two where it combines them.
	PhaseSet(u8) of Phase
}

code_system! {
	/// How participants come to their arms (`allocation`).
	Allocation: "DesignAllocation"
		of "https://clinicaltrials.gov/api/v2/studies/enums#DesignAllocation"
	{
		/// By chance.
		Randomized = 0 as "RANDOMIZED",
		/// By choice.
		NonRandomized = 1 as "NON_RANDOMIZED",
		/// There is one arm.
		NotApplicable = 2 as "NA",
	}
}

code_system! {
	/// How arms relate (`interventionModel`).
	InterventionModel: "InterventionalAssignment"
		of "https://clinicaltrials.gov/api/v2/studies/enums#InterventionalAssignment"
	{
		/// One arm.
		SingleGroup = 0 as "SINGLE_GROUP",
		/// Arms side by side.
		Parallel = 1 as "PARALLEL",
		/// Participants change arms.
		Crossover = 2 as "CROSSOVER",
		/// Interventions alone and combined.
		Factorial = 3 as "FACTORIAL",
		/// Groups one after the other, by what was learnt.
		Sequential = 4 as "SEQUENTIAL",
	}
}

code_system! {
	/// How participants of an observational study are chosen (`observationalModel`).
	ObservationalModel: "ObservationalModel"
		of "https://clinicaltrials.gov/api/v2/studies/enums#ObservationalModel"
	{
		/// A group with something in common.
		Cohort = 0 as "COHORT",
		/// People with a condition and people like them without it.
		CaseControl = 1 as "CASE_CONTROL",
		/// People with a condition.
		CaseOnly = 2 as "CASE_ONLY",
		/// People before and at the onset.
		CaseCrossover = 3 as "CASE_CROSSOVER",
		/// Communities.
		EcologicOrCommunity = 4 as "ECOLOGIC_OR_COMMUNITY",
		/// Families.
		FamilyBased = 5 as "FAMILY_BASED",
		/// A population.
		DefinedPopulation = 6 as "DEFINED_POPULATION",
		/// A condition's course.
		NaturalHistory = 7 as "NATURAL_HISTORY",
		/// Something else.
		Other = 8 as "OTHER",
	}
}

code_system! {
	/// When observations are made (`timePerspective`).
	TimePerspective: "DesignTimePerspective"
		of "https://clinicaltrials.gov/api/v2/studies/enums#DesignTimePerspective"
	{
		/// Looking back.
		Retrospective = 0 as "RETROSPECTIVE",
		/// Looking forward.
		Prospective = 1 as "PROSPECTIVE",
		/// At one time.
		CrossSectional = 2 as "CROSS_SECTIONAL",
		/// Otherwise.
		Other = 3 as "OTHER",
	}
}

code_system! {
	/// What a trial is for (`primaryPurpose`).
	PrimaryPurpose: "PrimaryPurpose"
		of "https://clinicaltrials.gov/api/v2/studies/enums#PrimaryPurpose"
	{
		/// To treat.
		Treatment = 0 as "TREATMENT",
		/// To prevent.
		Prevention = 1 as "PREVENTION",
		/// To diagnose.
		Diagnostic = 2 as "DIAGNOSTIC",
		/// Educational, counselling or training.
		Ect = 3 as "ECT",
		/// To support.
		SupportiveCare = 4 as "SUPPORTIVE_CARE",
		/// To screen.
		Screening = 5 as "SCREENING",
		/// To learn about the delivery of care.
		HealthServicesResearch = 6 as "HEALTH_SERVICES_RESEARCH",
		/// To learn how something works.
		BasicScience = 7 as "BASIC_SCIENCE",
		/// Whether a device can work.
		DeviceFeasibility = 8 as "DEVICE_FEASIBILITY",
		/// Something else.
		Other = 9 as "OTHER",
	}
}

code_system! {
	/// How many parties don't know who is in which arm (`masking`).
	Masking: "DesignMasking" of "https://clinicaltrials.gov/api/v2/studies/enums#DesignMasking" {
		/// Open label.
		None = 0 as "NONE",
		/// One.
		Single = 1 as "SINGLE",
		/// Two.
		Double = 2 as "DOUBLE",
		/// Three.
		Triple = 3 as "TRIPLE",
		/// Four.
		Quadruple = 4 as "QUADRUPLE",
	}
}

code_system! {
	/// Who doesn't know it (`whoMasked`).
	MaskedParty: "WhoMasked" of "https://clinicaltrials.gov/api/v2/studies/enums#WhoMasked" {
		/// The participant.
		Participant = 0 as "PARTICIPANT",
		/// Who treats the participant.
		CareProvider = 1 as "CARE_PROVIDER",
		/// The investigator.
		Investigator = 2 as "INVESTIGATOR",
		/// Who assesses the outcome.
		OutcomesAssessor = 3 as "OUTCOMES_ASSESSOR",
	}
}

code_set! {
	/// Parties of a masked trial.
	MaskedParties(u8) of MaskedParty
}

code_system! {
	/// Who may take part, by sex (`sex`).
	EligibleSex: "Sex" of "https://clinicaltrials.gov/api/v2/studies/enums#Sex" {
		/// Women.
		Female = 0 as "FEMALE",
		/// Men.
		Male = 1 as "MALE",
		/// Everybody.
		All = 2 as "ALL",
	}
}

code_system! {
	/// In what an age is counted, as in `minimumAge`.
	AgeUnit: "AgeUnit" of "https://clinicaltrials.gov/policy/protocol-definitions#EligibilityMinAge" {
		/// Years.
		Years = 0 as "Years" or "Year",
		/// Months.
		Months = 1 as "Months" or "Month",
		/// Weeks.
		Weeks = 2 as "Weeks" or "Week",
		/// Days.
		Days = 3 as "Days" or "Day",
		/// Hours.
		Hours = 4 as "Hours" or "Hour",
		/// Minutes.
		Minutes = 5 as "Minutes" or "Minute",
	}
}

code_system! {
	/// Whether data of single participants will be shared (`ipdSharing`).
	IpdSharing: "IpdSharing" of "https://clinicaltrials.gov/api/v2/studies/enums#IpdSharing" {
		/// It will.
		Yes = 0 as "YES",
		/// It will not.
		No = 1 as "NO",
		/// Not decided.
		Undecided = 2 as "UNDECIDED",
	}
}

code_system! {
	/// Whether a date or a number is a fact or a plan (`type` of dates and of the enrolment).
	DateKind: "DateType" of "https://clinicaltrials.gov/api/v2/studies/enums#DateType" {
		/// A fact.
		Actual = 0 as "ACTUAL",
		/// A plan.
		Estimated = 1 as "ESTIMATED" or "ANTICIPATED",
	}
}

code_system! {
	/// What part an outcome has (`type` of a reported outcome). Registered outcomes are not post hoc.
	OutcomeKind: "MeasureType" of "https://clinicaltrials.gov/api/v2/studies/enums#MeasureType" {
		/// What the trial is to show, and what its size was computed for.
		Primary = 0 as "PRIMARY",
		/// What else matters.
		Secondary = 1 as "SECONDARY",
		/// What else was specified beforehand.
		OtherPreSpecified = 2 as "OTHER_PRE_SPECIFIED",
		/// What was specified after the data were seen.
		PostHoc = 3 as "POST_HOC",
	}
}

code_system! {
	/// Registries whose numbers the chain knows. Short names; the full ones are in the registry
	/// network of the WHO.
	Registry: "TrialRegistry" of "urn:salus:trial-registry" {
		/// ClinicalTrials.gov: `NCT` and eight digits.
		Nct = 0 as "NCT",
		/// EudraCT: year, six digits and two that the registry adds as a check.
		EudraCt = 1 as "EUDRACT",
		/// The European Union's CTIS: year, six digits from 500000 on, a check and a version.
		EuCt = 2 as "EUCT",
		/// ISRCTN: `ISRCTN` and eight digits.
		Isrctn = 3 as "ISRCTN",
		/// Universal trial number of the WHO: `U1111-`, four digits, `-`, four digits.
		Utn = 4 as "UTN",
	}
}

code_system! {
	/// The long texts of a registration, by what they say: the items of the trial registration data
	/// set that are texts, and the documents that go with a protocol.
	TrialText: "TrialText" of "urn:salus:trial-text" {
		/// Item 3: ids that are no registry's.
		SecondaryIds = 0 as "secondary-ids",
		/// Item 4: who pays.
		Funding = 1 as "funding",
		/// Item 6: further sponsors and collaborators.
		SecondarySponsors = 2 as "secondary-sponsors",
		/// Item 7: whom the public asks.
		PublicContact = 3 as "public-contact",
		/// Item 8: whom scientists ask.
		ScientificContact = 4 as "scientific-contact",
		/// Item 9: title for the public.
		PublicTitle = 5 as "public-title",
		/// Item 10: scientific title.
		ScientificTitle = 6 as "scientific-title",
		/// Item 11: countries, and places.
		Countries = 7 as "countries",
		/// Item 12: conditions.
		Conditions = 8 as "conditions",
		/// Item 13: arms and interventions.
		Interventions = 9 as "interventions",
		/// Item 14: who may take part.
		Eligibility = 10 as "eligibility",
		/// Item 15: what the codes of the design leave out.
		Design = 11 as "design",
		/// Items 19 and 20: the outcomes in words.
		Outcomes = 12 as "outcomes",
		/// Item 24: how data of single participants will be shared.
		IpdPlan = 13 as "ipd-plan",
		/// What it is about.
		Summary = 14 as "summary",
		/// The protocol.
		Protocol = 15 as "protocol",
		/// What participants are told and sign.
		ConsentForm = 16 as "consent-form",
		/// How the data will be analysed.
		AnalysisPlan = 17 as "analysis-plan",
	}
}

code_system! {
	/// Why something was done to a trial. Free text could identify somebody; what there is to add is
	/// in a public text whose hash goes with the code.
	TrialReason: "TrialReason" of "urn:salus:trial-reason" {
		/// As the protocol has it.
		Planned = 0 as "planned",
		/// What was said before was wrong.
		Correction = 1 as "correction",
		/// Harm, or fear of harm.
		Safety = 2 as "safety",
		/// The effect is shown.
		Efficacy = 3 as "efficacy",
		/// The effect can't be shown any more.
		Futility = 4 as "futility",
		/// Too few participants, or too many.
		Enrolment = 5 as "enrolment",
		/// Money.
		Funding = 6 as "funding",
		/// Supply, staff or place.
		Logistics = 7 as "logistics",
		/// The sponsor decided so.
		SponsorDecision = 8 as "sponsor-decision",
		/// A regulator ordered it.
		RegulatorOrder = 9 as "regulator-order",
		/// An ethics committee asked for it.
		EthicsRequest = 10 as "ethics-request",
		/// The participant wished it.
		ParticipantWish = 11 as "participant-wish",
		/// The physician decided so.
		PhysicianDecision = 12 as "physician-decision",
		/// An adverse event.
		AdverseEvent = 13 as "adverse-event",
		/// The protocol was not kept.
		ProtocolDeviation = 14 as "protocol-deviation",
		/// The participant can't be reached any more.
		LostToFollowUp = 15 as "lost-to-follow-up",
		/// The participant died.
		Death = 16 as "death",
		/// Treatment can't go on without knowing the arm.
		MedicalEmergency = 17 as "medical-emergency",
		/// A value was entered wrongly.
		EntryError = 18 as "entry-error",
		/// A query is answered by it.
		Query = 19 as "query",
		/// The product is not approved yet (certificate of delay).
		InitialApproval = 20 as "initial-approval",
		/// A new use of the product is not approved yet (certificate of delay).
		NewUse = 21 as "new-use",
		/// Good cause (extension of a deadline).
		GoodCause = 22 as "good-cause",
		/// Something else.
		Other = 23 as "other",
	}
}

code_system! {
	/// Why an outcome is not reported.
	NotReportedReason: "NotReportedReason" of "urn:salus:not-reported-reason" {
		/// Nobody was assessed.
		NotAssessed = 0 as "not-assessed",
		/// The trial ended before.
		EndedEarly = 1 as "ended-early",
		/// Too few data.
		InsufficientData = 2 as "insufficient-data",
		/// Will be reported later.
		Pending = 3 as "pending",
		/// An amendment took it out of the protocol.
		RemovedByAmendment = 4 as "removed-by-amendment",
		/// Something else.
		Other = 5 as "other",
	}
}

code_system! {
	/// What differs between an outcome as registered and as reported.
	OutcomeFlag: "OutcomeFlag" of "urn:salus:outcome-flag" {
		/// Measure, time frame or description were changed after the first enrolment.
		ChangedAfterLock = 0 as "changed-after-lock",
		/// Its kind was changed after the first enrolment, such as from secondary to primary.
		KindChangedAfterLock = 1 as "kind-changed-after-lock",
		/// Added after the first enrolment.
		AddedAfterLock = 2 as "added-after-lock",
		/// Removed after the first enrolment.
		RemovedAfterLock = 3 as "removed-after-lock",
		/// The results don't report it, and say why.
		NotReported = 4 as "not-reported",
		/// Measure or time frame are reported otherwise than registered.
		ReportedDifferently = 5 as "reported-differently",
		/// It is reported as of another kind than registered.
		ReportedAsOtherKind = 6 as "reported-as-other-kind",
		/// It is reported and was never registered.
		NotRegistered = 7 as "not-registered",
	}
}

code_set! {
	/// All that differs.
	OutcomeFlags(u16) of OutcomeFlag
}
