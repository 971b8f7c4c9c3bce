//! One resource: what it is, and how it is labelled.

use super::{systems, Place, Refusal};
use salus_primitives::{
	codes::{data_class_for, Confidentiality, DataClass, ResourceType},
	record::Labels,
};
use serde_json::{json, Value};

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
	"CatalogEntry",
	"ChargeItemDefinition",
	"Citation",
	"ClinicalUseDefinition",
	"CodeSystem",
	"CompartmentDefinition",
	"ConceptMap",
	"ConditionDefinition",
	"DataElement",
	"DeviceDefinition",
	"EffectEvidenceSynthesis",
	"Endpoint",
	"EventDefinition",
	"Evidence",
	"EvidenceReport",
	"EvidenceVariable",
	"ExampleScenario",
	"ExpansionProfile",
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
	"MedicinalProduct",
	"MedicinalProductAuthorization",
	"MedicinalProductContraindication",
	"MedicinalProductDefinition",
	"MedicinalProductIndication",
	"MedicinalProductIngredient",
	"MedicinalProductInteraction",
	"MedicinalProductManufactured",
	"MedicinalProductPackaged",
	"MedicinalProductPharmaceutical",
	"MedicinalProductUndesirableEffect",
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
	"ResearchDefinition",
	"ResearchElementDefinition",
	"RiskEvidenceSynthesis",
	"SearchParameter",
	"ServiceDefinition",
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
	"SubstanceSpecification",
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

/// The labels of a resource and of all that it holds; nothing if there are none.
pub(super) fn labels_within(value: &Value, place: Place) -> Result<Option<Labels>, Refusal> {
	let mut all = labels(value, place)?;
	let within: Vec<&Value> = match value {
		Value::Object(members) => members.values().collect(),
		Value::Array(items) => items.iter().collect(),
		_ => Vec::new(),
	};
	for one in within {
		all = union(all, labels_within(one, place)?);
	}
	Ok(all)
}

fn union(one: Option<Labels>, other: Option<Labels>) -> Option<Labels> {
	let (Some(one), Some(other)) = (one, other) else { return one.or(other) };
	Some(Labels {
		confidentiality: one.confidentiality.max(other.confidentiality),
		sensitivity: one.sensitivity.union(other.sensitivity),
	})
}

/// The labels that a resource has beside those of its `meta`: of a document's content.
fn content_labels(value: &Value, place: Place) -> Result<Option<Labels>, Refusal> {
	match value.get("resourceType").and_then(Value::as_str) {
		Some("DocumentReference" | "DocumentManifest") => {
			let concepts = match value.get("securityLabel") {
				None => return Ok(None),
				Some(Value::Array(concepts)) => concepts,
				Some(_) => {
					return Err(Refusal::Malformed(format!("{place}: securityLabel is no list")))
				},
			};
			let mut codings = Vec::new();
			for concept in concepts {
				match concept.get("coding").and_then(Value::as_array) {
					Some(some) if !some.is_empty() => codings.extend(some.iter().cloned()),
					// Text alone is a label too, and nobody knows which.
					_ => {
						return Err(Refusal::UnknownLabel {
							place,
							system: String::new(),
							code: concept.to_string(),
						})
					},
				}
			}
			labels_of(&codings, place).map(Some)
		},
		Some("Composition") => match value.get("confidentiality") {
			None => Ok(None),
			Some(code) => {
				let system = Confidentiality::SYSTEM;
				labels_of(&[json!({ "system": system, "code": code })], place).map(Some)
			},
		},
		_ => Ok(None),
	}
}

/// The security labels of a resource; nothing if it has none.
pub(super) fn labels(value: &Value, place: Place) -> Result<Option<Labels>, Refusal> {
	let security = match value.get("meta").and_then(|meta| meta.get("security")) {
		None => None,
		Some(Value::Array(security)) => Some(labels_of(security, place)?),
		Some(_) => return Err(Refusal::Malformed(format!("{place}: meta.security is no list"))),
	};
	Ok(union(security, content_labels(value, place)?))
}

fn labels_of(security: &[Value], place: Place) -> Result<Labels, Refusal> {
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
	Ok(labels)
}
