//! One resource: what it is, and how it is labelled.

use super::{systems, Place, Refusal};
use salus_primitives::{
	codes::{data_class_for, Confidentiality, DataClass, ResourceType},
	record::Labels,
};
use serde_json::Value;

/// One resource.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Resource {
	/// What it is.
	pub resource_type: ResourceType,
	/// What kind of data it is.
	pub class: DataClass,
	/// Its labels.
	pub labels: Labels,
	/// The resource as it was read, byte for byte.
	pub json: String,
}

/// Types that are about nobody in particular: the directory of a hospital, definitions,
/// terminologies, and the results of operations.
pub(super) const ADMINISTRATIVE: &[&str] = &[
	"ActivityDefinition",
	"ActorDefinition",
	"AdministrableProductDefinition",
	"ArtifactAssessment",
	"CapabilityStatement",
	"ChargeItemDefinition",
	"Citation",
	"ClinicalUseDefinition",
	"CodeSystem",
	"CompartmentDefinition",
	"ConceptMap",
	"ConditionDefinition",
	"DeviceDefinition",
	"Endpoint",
	"EventDefinition",
	"Evidence",
	"EvidenceReport",
	"EvidenceVariable",
	"ExampleScenario",
	"FormularyItem",
	"GraphDefinition",
	"HealthcareService",
	"ImplementationGuide",
	"Ingredient",
	"InsurancePlan",
	"InventoryItem",
	"InventoryReport",
	"Library",
	"Location",
	"ManufacturedItemDefinition",
	"Measure",
	"MedicationKnowledge",
	"MedicinalProductDefinition",
	"MessageDefinition",
	"NamingSystem",
	"NutritionProduct",
	"ObservationDefinition",
	"OperationDefinition",
	"OperationOutcome",
	"Organization",
	"OrganizationAffiliation",
	"PackagedProductDefinition",
	"Permission",
	"PlanDefinition",
	"Practitioner",
	"PractitionerRole",
	"Questionnaire",
	"RegulatedAuthorization",
	"Requirements",
	"ResearchElementDefinition",
	"SearchParameter",
	"SpecimenDefinition",
	"StructureDefinition",
	"StructureMap",
	"Subscription",
	"SubscriptionStatus",
	"SubscriptionTopic",
	"Substance",
	"SubstanceDefinition",
	"SubstanceNucleicAcid",
	"SubstancePolymer",
	"SubstanceProtein",
	"SubstanceReferenceInformation",
	"SubstanceSourceMaterial",
	"TerminologyCapabilities",
	"TestPlan",
	"TestReport",
	"TestScript",
	"ValueSet",
	"VerificationResult",
];

/// The class of a resource. Of several categories the first that says more than the type counts.
pub(super) fn class(resource_type: ResourceType, value: &Value) -> DataClass {
	let categories = match value.get("category") {
		Some(Value::Array(categories)) => categories.iter().collect(),
		Some(category) => vec![category],
		None => Vec::new(),
	};
	let by_type = data_class_for(resource_type, None);
	categories
		.into_iter()
		.filter_map(|category| category.get("coding")?.as_array())
		.flatten()
		.filter_map(|coding| coding.get("code")?.as_str())
		.map(|code| data_class_for(resource_type, Some(code)))
		.find(|class| *class != by_type)
		.unwrap_or(by_type)
}

/// The security labels of a resource; nothing if it has none.
pub(super) fn labels(value: &Value, place: Place) -> Result<Option<Labels>, Refusal> {
	let security = match value.get("meta").and_then(|meta| meta.get("security")) {
		None => return Ok(None),
		Some(Value::Array(security)) => security,
		Some(_) => return Err(Refusal::Malformed(format!("{place}: meta.security is no list"))),
	};
	let mut confidentiality = None;
	let mut labels = Labels::new(Confidentiality::N);
	for coding in security {
		let text = |name| coding.get(name).and_then(Value::as_str).unwrap_or_default();
		let (system, code) = (text("system"), text("code"));
		let unknown =
			|| Refusal::UnknownLabel { place, system: system.to_owned(), code: code.to_owned() };
		if systems::CONFIDENTIALITY.contains(&system) {
			let label: Confidentiality = code.parse().map_err(|_| unknown())?;
			// FHIR allows one; of several the most protected counts.
			confidentiality = confidentiality.max(Some(label));
		} else if systems::ACT_CODE.contains(&system) {
			labels.sensitivity.insert(code.parse().map_err(|_| unknown())?);
		} else if !(system == systems::OBSERVATION_VALUE
			|| (system == systems::ACT_REASON[0] && code == "HTEST"))
		{
			return Err(unknown());
		}
	}
	labels.confidentiality = confidentiality.unwrap_or(Confidentiality::N);
	Ok(Some(labels))
}
