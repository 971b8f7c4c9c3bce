//! Which FHIR resource it is.

use super::{code_set, code_system, DataClass};

code_system! {
	/// Resource types of FHIR R4 and R5 that carry patient data: those of the patient compartment of
	/// either release, and what bundles of patient data hold beside them (medicines, devices,
	/// containers, payments, the directory).
	ResourceType: "ResourceType" of "http://hl7.org/fhir/fhir-types" {
		/// Account for charges.
		Account = 0,
		/// Harm or near miss.
		AdverseEvent = 1,
		/// Allergy or intolerance.
		AllergyIntolerance = 2,
		/// Appointment.
		Appointment = 3,
		/// Answer to an appointment.
		AppointmentResponse = 4,
		/// Event of an audit log.
		AuditEvent = 5,
		/// Resource that FHIR doesn't define.
		Basic = 6,
		/// Raw content.
		Binary = 7,
		/// Product of human or animal origin, such as blood.
		BiologicallyDerivedProduct = 8,
		/// Dispense of such a product.
		BiologicallyDerivedProductDispense = 9,
		/// Anatomical structure.
		BodyStructure = 10,
		/// Container of resources.
		Bundle = 11,
		/// Care plan.
		CarePlan = 12,
		/// Care team.
		CareTeam = 13,
		/// Billable item.
		ChargeItem = 14,
		/// Claim.
		Claim = 15,
		/// Answer to a claim.
		ClaimResponse = 16,
		/// Clinical assessment.
		ClinicalImpression = 17,
		/// Message.
		Communication = 18,
		/// Request for a message.
		CommunicationRequest = 19,
		/// Document's structure.
		Composition = 20,
		/// Problem or diagnosis.
		Condition = 21,
		/// Consent.
		Consent = 22,
		/// Contract.
		Contract = 23,
		/// Insurance cover.
		Coverage = 24,
		/// Question about eligibility.
		CoverageEligibilityRequest = 25,
		/// Answer about eligibility.
		CoverageEligibilityResponse = 26,
		/// Clinical issue, such as an interaction of drugs.
		DetectedIssue = 27,
		/// Device.
		Device = 28,
		/// Link of a device with a patient.
		DeviceAssociation = 29,
		/// Dispense of a device.
		DeviceDispense = 30,
		/// Measurement channel of a device.
		DeviceMetric = 31,
		/// Order of a device.
		DeviceRequest = 32,
		/// Use of a device (R5).
		DeviceUsage = 33,
		/// Use of a device (R4).
		DeviceUseStatement = 34,
		/// Diagnostic report.
		DiagnosticReport = 35,
		/// List of documents (R4).
		DocumentManifest = 36,
		/// Document.
		DocumentReference = 37,
		/// Visit or stay.
		Encounter = 38,
		/// Past states of a visit or stay.
		EncounterHistory = 39,
		/// Request to enroll in a plan.
		EnrollmentRequest = 40,
		/// Answer to such a request.
		EnrollmentResponse = 41,
		/// Episode of care.
		EpisodeOfCare = 42,
		/// Settled claim.
		ExplanationOfBenefit = 43,
		/// Health of a relative.
		FamilyMemberHistory = 44,
		/// Alert.
		Flag = 45,
		/// Genomic study.
		GenomicStudy = 46,
		/// Goal.
		Goal = 47,
		/// Group of people or things.
		Group = 48,
		/// Answer of decision support.
		GuidanceResponse = 49,
		/// Service that an organization offers.
		HealthcareService = 50,
		/// Selection from an imaging study.
		ImagingSelection = 51,
		/// Imaging study.
		ImagingStudy = 52,
		/// Vaccination.
		Immunization = 53,
		/// Evaluation of a vaccination.
		ImmunizationEvaluation = 54,
		/// Recommended vaccination.
		ImmunizationRecommendation = 55,
		/// Invoice.
		Invoice = 56,
		/// Link between resources.
		Linkage = 57,
		/// List of resources.
		List = 58,
		/// Place.
		Location = 59,
		/// Result of a quality measure.
		MeasureReport = 60,
		/// Photo, video or sound (R4).
		Media = 61,
		/// Medicine.
		Medication = 62,
		/// Administration of a medicine.
		MedicationAdministration = 63,
		/// Dispense of a medicine.
		MedicationDispense = 64,
		/// Prescription.
		MedicationRequest = 65,
		/// Medicine taken.
		MedicationStatement = 66,
		/// Header of a message.
		MessageHeader = 67,
		/// Molecular sequence.
		MolecularSequence = 68,
		/// Food taken.
		NutritionIntake = 69,
		/// Diet ordered.
		NutritionOrder = 70,
		/// Observation.
		Observation = 71,
		/// Organization.
		Organization = 72,
		/// Parameters of an operation.
		Parameters = 73,
		/// Patient.
		Patient = 74,
		/// Notice of payment.
		PaymentNotice = 75,
		/// Reconciliation of payments.
		PaymentReconciliation = 76,
		/// Person across records.
		Person = 77,
		/// Practitioner.
		Practitioner = 78,
		/// Role of a practitioner.
		PractitionerRole = 79,
		/// Procedure.
		Procedure = 80,
		/// Provenance.
		Provenance = 81,
		/// Answers to a questionnaire.
		QuestionnaireResponse = 82,
		/// Person related to the patient.
		RelatedPerson = 83,
		/// Group of requests (R4).
		RequestGroup = 84,
		/// Group of requests (R5).
		RequestOrchestration = 85,
		/// Research study.
		ResearchStudy = 86,
		/// Participant of a research study.
		ResearchSubject = 87,
		/// Risk assessment.
		RiskAssessment = 88,
		/// Schedule.
		Schedule = 89,
		/// Order of a service.
		ServiceRequest = 90,
		/// Slot of a schedule.
		Slot = 91,
		/// Specimen.
		Specimen = 92,
		/// Delivery of supplies.
		SupplyDelivery = 93,
		/// Order of supplies.
		SupplyRequest = 94,
		/// Task.
		Task = 95,
		/// Transport.
		Transport = 96,
		/// Prescription of lenses.
		VisionPrescription = 97,
	}
}

code_set! {
	/// Resource types.
	ResourceTypeSet(u128) of ResourceType
}

impl ResourceType {
	/// The class of a resource of which nothing but the type is known.
	pub const fn data_class(self) -> DataClass {
		match self {
			Self::Patient | Self::Person | Self::RelatedPerson => DataClass::Demographics,
			Self::ClinicalImpression
			| Self::Composition
			| Self::DocumentManifest
			| Self::DocumentReference => DataClass::ClinicalNotes,
			Self::BodyStructure | Self::Condition => DataClass::Conditions,
			Self::AllergyIntolerance => DataClass::Allergies,
			Self::BiologicallyDerivedProduct
			| Self::BiologicallyDerivedProductDispense
			| Self::Medication
			| Self::MedicationAdministration
			| Self::MedicationDispense
			| Self::MedicationRequest
			| Self::MedicationStatement => DataClass::Medication,
			Self::Immunization
			| Self::ImmunizationEvaluation
			| Self::ImmunizationRecommendation => DataClass::Immunization,
			Self::Specimen => DataClass::Laboratory,
			Self::ImagingSelection | Self::ImagingStudy | Self::Media => DataClass::Imaging,
			Self::Procedure => DataClass::Procedures,
			Self::GenomicStudy | Self::MolecularSequence => DataClass::Genomics,
			Self::FamilyMemberHistory => DataClass::FamilyHistory,
			Self::QuestionnaireResponse | Self::RiskAssessment => DataClass::Assessments,
			Self::DiagnosticReport | Self::Observation => DataClass::OtherDiagnostics,
			Self::CarePlan
			| Self::CareTeam
			| Self::Goal
			| Self::GuidanceResponse
			| Self::NutritionIntake
			| Self::NutritionOrder
			| Self::RequestGroup
			| Self::RequestOrchestration
			| Self::ServiceRequest
			| Self::Task => DataClass::CarePlans,
			Self::Appointment
			| Self::AppointmentResponse
			| Self::Encounter
			| Self::EncounterHistory
			| Self::EpisodeOfCare
			| Self::Schedule
			| Self::Slot
			| Self::Transport => DataClass::Encounters,
			Self::Account
			| Self::ChargeItem
			| Self::Claim
			| Self::ClaimResponse
			| Self::ExplanationOfBenefit
			| Self::Invoice
			| Self::PaymentNotice
			| Self::PaymentReconciliation => DataClass::Claims,
			Self::Coverage
			| Self::CoverageEligibilityRequest
			| Self::CoverageEligibilityResponse
			| Self::EnrollmentRequest
			| Self::EnrollmentResponse => DataClass::Coverage,
			Self::Device
			| Self::DeviceAssociation
			| Self::DeviceDispense
			| Self::DeviceMetric
			| Self::DeviceRequest
			| Self::DeviceUsage
			| Self::DeviceUseStatement
			| Self::SupplyDelivery
			| Self::SupplyRequest
			| Self::VisionPrescription => DataClass::Devices,
			Self::AdverseEvent | Self::DetectedIssue | Self::Flag => DataClass::Safety,
			Self::Communication | Self::CommunicationRequest => DataClass::Communications,
			Self::Consent | Self::Contract => DataClass::Consents,
			Self::ResearchStudy | Self::ResearchSubject => DataClass::Research,
			Self::AuditEvent | Self::Provenance => DataClass::AuditTrail,
			Self::HealthcareService
			| Self::Location
			| Self::Organization
			| Self::Practitioner
			| Self::PractitionerRole => DataClass::Directory,
			Self::Basic
			| Self::Binary
			| Self::Bundle
			| Self::Group
			| Self::Linkage
			| Self::List
			| Self::MeasureReport
			| Self::MessageHeader
			| Self::Parameters => DataClass::Unclassified,
		}
	}
}

/// The class of a resource, where the category code of an `Observation` or `DiagnosticReport` tells
/// more than its type. The codes are those of HL7's observation categories, of HL7 v2 table 0074
/// (diagnostic service sections), and what US Core adds to them. A code that isn't known leaves the
/// class of the type.
pub fn data_class_for(resource_type: ResourceType, category: Option<&str>) -> DataClass {
	let by_type = resource_type.data_class();
	match (resource_type, category) {
		(ResourceType::Observation | ResourceType::DiagnosticReport, Some(category)) => {
			class_of_category(category).unwrap_or(by_type)
		},
		_ => by_type,
	}
}

fn class_of_category(category: &str) -> Option<DataClass> {
	Some(match category {
		// Observation categories of HL7 and US Core.
		"laboratory" => DataClass::Laboratory,
		"vital-signs" => DataClass::VitalSigns,
		"social-history" | "sdoh" => DataClass::SocialHistory,
		"imaging" => DataClass::Imaging,
		"procedure" | "therapy" => DataClass::Procedures,
		"survey" | "exam" | "activity" | "symptom" => DataClass::Assessments,
		"functional-status" | "disability-status" | "cognitive-status" => DataClass::Assessments,
		// HL7 v2 table 0074.
		"BG" | "BLB" | "CH" | "CP" | "HM" | "IMM" | "LAB" | "MB" | "MCB" | "MYC" | "OSL"
		| "PAR" | "PAT" | "SP" | "SR" | "TX" | "URN" | "VR" => DataClass::Laboratory,
		"CG" | "GE" => DataClass::Genomics,
		"CT" | "CUS" | "IMG" | "NMR" | "NMS" | "OUS" | "RAD" | "RUS" | "RX" | "VUS" | "XRC" => {
			DataClass::Imaging
		},
		"AU" | "CTH" | "EC" | "EN" | "OT" | "PF" | "PT" | "RC" | "RT" => DataClass::Procedures,
		"ICU" => DataClass::VitalSigns,
		"NRS" => DataClass::Assessments,
		"PHR" => DataClass::Medication,
		"PHY" => DataClass::ClinicalNotes,
		// LOINC parts by which US Core tells reports apart: radiology, pathology, cardiology.
		"LP29684-5" => DataClass::Imaging,
		"LP7839-6" => DataClass::Laboratory,
		"LP29708-2" => DataClass::Procedures,
		// LOINC document types of notes: consultation, progress, discharge summary, procedure,
		// history and physical, evaluation and plan.
		"11488-4" | "11506-3" | "18842-5" | "28570-0" | "34117-2" | "51847-2" => {
			DataClass::ClinicalNotes
		},
		_ => return None,
	})
}
