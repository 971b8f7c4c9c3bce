//! What kind of data it is: groups of FHIR resource types that people consent to as one.

use super::{code_set, code_system};

code_system! {
	/// Data classes. Salus's own codes, since no standard groups the resource types of FHIR this
	/// way. Which class a resource has is [`data_class_for`](super::data_class_for).
	DataClass: "DataClass" of "urn:salus:data-class" {
		/// Who the patient is: `Patient`, `Person`, `RelatedPerson`.
		Demographics = 0 as "demographics",
		/// Notes, letters and summaries: `ClinicalImpression`, `Composition`, `DocumentManifest`,
		/// `DocumentReference`.
		ClinicalNotes = 1 as "clinical-notes",
		/// Problems and diagnoses: `Condition`, `BodyStructure`.
		Conditions = 2 as "conditions",
		/// Allergies and intolerances: `AllergyIntolerance`.
		Allergies = 3 as "allergies",
		/// Medicines prescribed, given, dispensed and taken: `Medication`,
		/// `MedicationAdministration`, `MedicationDispense`, `MedicationRequest`,
		/// `MedicationStatement`, `BiologicallyDerivedProduct`,
		/// `BiologicallyDerivedProductDispense`.
		Medication = 4 as "medication",
		/// Vaccinations: `Immunization`, `ImmunizationEvaluation`, `ImmunizationRecommendation`.
		Immunization = 5 as "immunization",
		/// Specimens and what was found in them: `Specimen`, and `Observation` and
		/// `DiagnosticReport` of a laboratory.
		Laboratory = 6 as "laboratory",
		/// Vital signs: `Observation` of category vital-signs.
		VitalSigns = 7 as "vital-signs",
		/// Images, video and sound, and their reports: `ImagingSelection`, `ImagingStudy`, `Media`,
		/// and `Observation` and `DiagnosticReport` of imaging.
		Imaging = 8 as "imaging",
		/// Procedures, therapies and functional tests: `Procedure`, and `Observation` of category
		/// procedure or therapy.
		Procedures = 9 as "procedures",
		/// Genetic and genomic data: `GenomicStudy`, `MolecularSequence`, and `Observation` and
		/// `DiagnosticReport` of genetics.
		Genomics = 10 as "genomics",
		/// Health of relatives: `FamilyMemberHistory`.
		FamilyHistory = 11 as "family-history",
		/// Way of life and social circumstances: `Observation` of category social-history.
		SocialHistory = 12 as "social-history",
		/// Questionnaires, examinations and risk assessments: `QuestionnaireResponse`,
		/// `RiskAssessment`, and `Observation` of category survey, exam, activity or symptom.
		Assessments = 13 as "assessments",
		/// Findings and reports whose category doesn't tell more: `DiagnosticReport`,
		/// `Observation`.
		OtherDiagnostics = 14 as "other-diagnostics",
		/// Plans, goals, teams, orders and nutrition: `CarePlan`, `CareTeam`, `Goal`,
		/// `GuidanceResponse`, `NutritionIntake`, `NutritionOrder`, `RequestGroup`,
		/// `RequestOrchestration`, `ServiceRequest`, `Task`.
		CarePlans = 15 as "care-plans",
		/// Visits, stays and appointments: `Appointment`, `AppointmentResponse`, `Encounter`,
		/// `EncounterHistory`, `EpisodeOfCare`, `Schedule`, `Slot`, `Transport`.
		Encounters = 16 as "encounters",
		/// Claims, bills and payments: `Account`, `ChargeItem`, `Claim`, `ClaimResponse`,
		/// `ExplanationOfBenefit`, `Invoice`, `PaymentNotice`, `PaymentReconciliation`.
		Claims = 17 as "claims",
		/// Insurance cover and eligibility: `Coverage`, `CoverageEligibilityRequest`,
		/// `CoverageEligibilityResponse`, `EnrollmentRequest`, `EnrollmentResponse`.
		Coverage = 18 as "coverage",
		/// Devices, implants, aids and supplies: `Device`, `DeviceAssociation`, `DeviceDispense`,
		/// `DeviceMetric`, `DeviceRequest`, `DeviceUsage`, `DeviceUseStatement`, `SupplyDelivery`,
		/// `SupplyRequest`, `VisionPrescription`.
		Devices = 19 as "devices",
		/// Adverse events, alerts and detected issues: `AdverseEvent`, `DetectedIssue`, `Flag`.
		Safety = 20 as "safety",
		/// Messages to, from and about the patient: `Communication`, `CommunicationRequest`.
		Communications = 21 as "communications",
		/// Consents and contracts: `Consent`, `Contract`.
		Consents = 22 as "consents",
		/// Participation in research: `ResearchStudy`, `ResearchSubject`.
		Research = 23 as "research",
		/// Who did what with the data: `AuditEvent`, `Provenance`.
		AuditTrail = 24 as "audit-trail",
		/// Organizations, practitioners and places: `HealthcareService`, `Location`,
		/// `Organization`, `Practitioner`, `PractitionerRole`.
		Directory = 25 as "directory",
		/// Containers and resources whose type doesn't tell what they hold: `Basic`, `Binary`,
		/// `Bundle`, `Group`, `Linkage`, `List`, `MeasureReport`, `MessageHeader`, `Parameters`.
		Unclassified = 26 as "unclassified",
	}
}

code_set! {
	/// Data classes.
	ClassSet(u64) of DataClass
}
