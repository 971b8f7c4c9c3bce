//! A bundle of FHIR resources as one patient's records.
//!
//! [`Bundle::read`] takes a FHIR R4 or R5 bundle, or a single resource, and gives what the chain is
//! told about each resource: type, data class, labels, and the very bytes that were read. It reads
//! one patient's data; anything that could put data under the wrong patient, or drop a label, is
//! refused by name ([`Refusal`]).
//!
//! Rules, where FHIR leaves room:
//! - A bundle has exactly one `Patient`, and what names its patient (`subject`, `patient`,
//!   `beneficiary`, `individual`, `for`) must name that one: by its `fullUrl`, as `Patient/id`, by an
//!   absolute URL of either (the `fullUrl` alone, if that is absolute), or by one of its identifiers. A
//!   resource that names patients only
//!   elsewhere must name this one among them; one that holds resources (`Bundle`, `Parameters`) may
//!   name no other.
//! - The directory of a hospital (`Organization`, `Practitioner`, `PractitionerRole`, `Location`,
//!   `HealthcareService`, `Endpoint`) and definitions that are about nobody are left out and counted.
//! - What an entry asks a server to do, other than to store its resource, is left out and counted.
//! - Without a confidentiality label data is `N`, normal. A label on the bundle holds for all that is
//!   in it, as does that of a document's `Composition`; a resource has those of what it holds, and of
//!   the document that it refers to (`DocumentReference.securityLabel`). Sensitivity is what the labels say, and never guessed from the content.
//! - Labels that the chain can't keep are refused, but for those that restrict nothing: `HTEST` marks
//!   test data, and `v3-ObservationValue` says how far data can be relied on. Both stay in the
//!   encrypted resource.

use super::{
	json_text,
	resource::{class, labels, labels_within, Resource, ADMINISTRATIVE},
};
use salus_primitives::{
	codes::{Confidentiality, ResourceType},
	merkle::MAX_LEAVES,
	record::Labels,
};
use serde::Deserialize;
use serde_json::{value::RawValue, Value};
use std::{
	collections::{BTreeMap, BTreeSet},
	fmt,
};

/// A small bundle about nobody, for demonstrations and tests.
pub const EXAMPLE: &str = include_str!("../../fixtures/bundle.json");

/// A patient's resources.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bundle {
	resources: Vec<Resource>,
	skipped: Skipped,
}

/// What was left out: how many of what.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Skipped(BTreeMap<String, usize>);

impl Skipped {
	/// How many in all.
	pub fn total(&self) -> usize {
		self.0.values().sum()
	}

	fn count(&mut self, what: &str) {
		*self.0.entry(what.to_owned()).or_default() += 1;
	}
}

impl fmt::Display for Skipped {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		for (i, (what, count)) in self.0.iter().enumerate() {
			let comma = if i == 0 { "" } else { ", " };
			write!(f, "{comma}{count} {what}")?;
		}
		Ok(())
	}
}

/// Why a file is not read as one patient's records.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
	/// No JSON, or not what FHIR makes of it.
	#[error("malformed: {0}")]
	Malformed(String),
	/// No `resourceType`.
	#[error("missing-resource-type: {0} has no resourceType")]
	MissingResourceType(Place),
	/// A `resourceType` that FHIR does not have, or that can't be in a bundle of patient data.
	#[error("unknown-resource-type: {place} is of type {name:?}")]
	UnknownResourceType {
		/// Where.
		place: Place,
		/// The type.
		name: String,
	},
	/// A bundle of a type that does not hold a patient's present records.
	#[error("unsupported-bundle-type: {0:?}")]
	UnsupportedBundleType(String),
	/// Nothing in it.
	#[error("empty: the bundle has no resources")]
	Empty,
	/// No patient.
	#[error("no-patient: no Patient among {0}")]
	NoPatient(String),
	/// More than one patient.
	#[error("several-patients: {0} Patient resources")]
	SeveralPatients(usize),
	/// A resource about another patient.
	#[error("foreign-patient: {place} is about {reference}, and the bundle's patient is another")]
	ForeignPatient {
		/// Where.
		place: Place,
		/// Whom it names.
		reference: String,
	},
	/// A resource that names its patient in a way that can't be followed.
	#[error("unclear-patient: {0} names its patient by neither reference nor identifier")]
	UnclearPatient(Place),
	/// The same resource twice.
	#[error("duplicate: {place} is in the bundle twice, as {key}")]
	Duplicate {
		/// Where it is for the second time.
		place: Place,
		/// By what it is known.
		key: String,
	},
	/// A security label that the chain can't keep.
	#[error("unknown-label: {place} has the security label {system}|{code}")]
	UnknownLabel {
		/// Where.
		place: Place,
		/// The code system.
		system: String,
		/// The code.
		code: String,
	},
	/// More resources than fit into a batch.
	#[error("too-many: {0} resources, and a batch has room for {MAX_LEAVES}")]
	TooMany(usize),
}

/// Where in a bundle something is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
	/// The bundle, or the single resource, itself.
	Root,
	/// An entry, counted from 0 as FHIRPath does.
	Entry(usize),
}

impl fmt::Display for Place {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Root => f.write_str("the resource"),
			Self::Entry(index) => write!(f, "entry[{index}]"),
		}
	}
}

/// Types of bundle that hold present records. The others hold past versions, answers of servers and
/// notices.
const BUNDLE_TYPES: &[&str] =
	&["document", "message", "transaction", "batch", "searchset", "collection"];

/// Types that hold other resources.
const CONTAINERS: &[&str] = &["Bundle", "Parameters"];

/// Elements in which resources name the patient whom they are about.
const PATIENT_ELEMENTS: &[&str] = &["subject", "patient", "beneficiary", "individual", "for"];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawEntry<'a> {
	full_url: Option<String>,
	#[serde(borrow)]
	resource: Option<&'a RawValue>,
	request: Option<RawRequest>,
}

#[derive(Deserialize)]
struct RawRequest {
	method: Option<String>,
}

#[derive(Deserialize)]
struct RawBundle<'a> {
	#[serde(borrow, default)]
	entry: Vec<RawEntry<'a>>,
}

/// A resource with what was found on the way.
struct Read<'a> {
	place: Place,
	full_url: Option<String>,
	json: &'a str,
	value: Value,
	type_name: String,
}

impl Read<'_> {
	fn id(&self) -> Option<&str> {
		self.value.get("id").and_then(Value::as_str)
	}
}

impl Bundle {
	/// Reads a bundle, or a single resource.
	pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
		let malformed = |error: &dyn fmt::Display| Refusal::Malformed(error.to_string());
		let text = json_text(bytes).map_err(Refusal::Malformed)?;
		let root: Value = serde_json::from_str(text).map_err(|error| malformed(&error))?;
		if !root.is_object() {
			let kind = if root.is_array() { "a JSON array" } else { "a JSON value" };
			return Err(Refusal::Malformed(format!("{kind}, and no resource")));
		}
		let root_type = type_of(&root, Place::Root)?;

		let mut skipped = Skipped::default();
		let mut bundle_labels = Labels::new(Confidentiality::U);
		let read = if root_type == "Bundle" {
			let bundle_type = root.get("type").and_then(Value::as_str).unwrap_or_default();
			if !BUNDLE_TYPES.contains(&bundle_type) {
				return Err(Refusal::UnsupportedBundleType(bundle_type.to_owned()));
			}
			bundle_labels = labels(&root, Place::Root)?.unwrap_or(bundle_labels);
			let raw: RawBundle<'_> =
				serde_json::from_str(text).map_err(|error| malformed(&error))?;
			let read = entries(raw, &mut skipped)?;
			// What a document's composition says of itself holds for the document.
			if let (Some(first), "document") = (read.first(), bundle_type) {
				if first.type_name == "Composition" {
					let composition = labels_within(&first.value, first.place)?;
					bundle_labels =
						composition.map_or(bundle_labels, |own| joined(own, bundle_labels));
				}
			}
			read
		} else {
			let read = Read {
				place: Place::Root,
				full_url: None,
				json: text,
				value: root,
				type_name: root_type,
			};
			vec![read]
		};
		if read.is_empty() {
			return Err(Refusal::Empty);
		}
		if read.len() > MAX_LEAVES as usize {
			return Err(Refusal::TooMany(read.len()));
		}
		ensure_unique(&read)?;

		let patient = the_patient(&read)?;
		let names = Names::of(patient);
		let mut resources = Vec::with_capacity(read.len());
		for read in &read {
			if ADMINISTRATIVE.contains(&read.type_name.as_str()) {
				skipped.count(&read.type_name);
				continue;
			}
			let resource_type = read.type_name.parse::<ResourceType>().map_err(|_| {
				Refusal::UnknownResourceType { place: read.place, name: read.type_name.clone() }
			})?;
			if resource_type != ResourceType::Patient {
				names.ensure_about_us(read)?;
			}
			let own = labels_within(&read.value, read.place)?
				.unwrap_or_else(|| Labels::new(Confidentiality::N));
			resources.push(Resource {
				resource_type,
				class: class(resource_type, &read.value),
				labels: joined(own, bundle_labels),
				json: read.json.to_owned(),
			});
		}
		Ok(Self { resources, skipped })
	}

	/// The resources, in the bundle's order.
	pub fn resources(&self) -> &[Resource] {
		&self.resources
	}

	/// What was left out because it is about no patient.
	pub fn skipped(&self) -> &Skipped {
		&self.skipped
	}
}

/// The stricter of two, in each respect.
fn joined(one: Labels, other: Labels) -> Labels {
	Labels {
		confidentiality: one.confidentiality.max(other.confidentiality),
		sensitivity: one.sensitivity.union(other.sensitivity),
	}
}

fn type_of(value: &Value, place: Place) -> Result<String, Refusal> {
	match value.get("resourceType") {
		Some(Value::String(name)) => Ok(name.clone()),
		Some(other) => Err(Refusal::UnknownResourceType { place, name: other.to_string() }),
		None => Err(Refusal::MissingResourceType(place)),
	}
}

fn entries<'a>(raw: RawBundle<'a>, skipped: &mut Skipped) -> Result<Vec<Read<'a>>, Refusal> {
	let mut read = Vec::with_capacity(raw.entry.len());
	for (index, entry) in raw.entry.into_iter().enumerate() {
		let place = Place::Entry(index);
		// A transaction deletes and fetches by entries without a resource.
		let Some(resource) = entry.resource else {
			skipped.count("entry without a resource");
			continue;
		};
		// What changes or deletes a resource elsewhere is none itself.
		let method = entry.request.and_then(|request| request.method).unwrap_or_default();
		if !matches!(method.as_str(), "" | "POST" | "PUT") {
			skipped.count(&format!("entry to {method}"));
			continue;
		}
		let value: Value = serde_json::from_str(resource.get())
			.map_err(|error| Refusal::Malformed(format!("{place}: {error}")))?;
		if !value.is_object() {
			return Err(Refusal::Malformed(format!("{place}: the resource is not a JSON object")));
		}
		let type_name = type_of(&value, place)?;
		read.push(Read { place, full_url: entry.full_url, json: resource.get(), value, type_name });
	}
	Ok(read)
}

fn ensure_unique(read: &[Read<'_>]) -> Result<(), Refusal> {
	let mut seen = BTreeSet::new();
	for read in read {
		let local = read.id().map(|id| format!("{}/{id}", read.type_name));
		// Two patients of the same id are two patients, which is said more clearly than this would.
		if read.type_name == "Patient" {
			continue;
		}
		// An entry may use the same text for both.
		let keys: BTreeSet<_> = read.full_url.iter().cloned().chain(local).collect();
		for key in keys {
			if !seen.insert(key.clone()) {
				return Err(Refusal::Duplicate { place: read.place, key });
			}
		}
	}
	Ok(())
}

fn the_patient<'a, 'b>(read: &'b [Read<'a>]) -> Result<&'b Read<'a>, Refusal> {
	let patients: Vec<_> = read.iter().filter(|read| read.type_name == "Patient").collect();
	match patients.as_slice() {
		[patient] => Ok(patient),
		[] => {
			let mut types = Skipped::default();
			read.iter().for_each(|read| types.count(&read.type_name));
			Err(Refusal::NoPatient(types.to_string()))
		},
		several => Err(Refusal::SeveralPatients(several.len())),
	}
}

/// By what names the bundle's resources may call its patient.
struct Names {
	/// `fullUrl`, and `Patient/id`.
	references: BTreeSet<String>,
	/// `Patient/id`, which absolute URLs end in.
	local: Option<String>,
	/// The one absolute URL, where the bundle says it: the same id elsewhere is somebody else's.
	url: Option<String>,
	identifiers: Vec<(Option<String>, String)>,
}

impl Names {
	fn of(patient: &Read<'_>) -> Self {
		let url = patient.full_url.clone().filter(|url| url.starts_with("http"));
		let of_url = url.as_deref().and_then(|url| url.rsplit_once("/Patient/"));
		let id = patient.id().or(of_url.map(|(_, id)| id));
		let local = id.map(|id| format!("Patient/{id}"));
		let references = patient.full_url.iter().chain(&local).cloned().collect();
		let identifiers = patient
			.value
			.get("identifier")
			.and_then(Value::as_array)
			.into_iter()
			.flatten()
			.filter_map(identifier)
			.collect();
		Self { references, local, url, identifiers }
	}

	/// That a resource is about the patient, or at least about nobody else.
	fn ensure_about_us(&self, read: &Read<'_>) -> Result<(), Refusal> {
		let mut stated = false;
		for element in PATIENT_ELEMENTS {
			let Some(reference) = read.value.get(*element) else { continue };
			// `subject` may repeat, as in Account and MeasureReport.
			let references = match reference {
				Value::Array(several) => several.iter().collect(),
				one => vec![one],
			};
			for reference in references {
				stated = true;
				if !self.is_us(reference).ok_or(Refusal::UnclearPatient(read.place))? {
					return Err(foreign(read.place, reference));
				}
			}
		}
		if stated {
			return Ok(());
		}
		let mut named = Vec::new();
		collect_patient_references(&read.value, &mut named);
		// What holds other resources must be about this patient throughout.
		if CONTAINERS.contains(&read.type_name.as_str()) {
			let mut patients = Vec::new();
			collect_patients(&read.value, &mut patients);
			if let Some(id) = patients.into_iter().find(|id| !self.is_ours(*id)) {
				let reference = format!("Patient/{}", id.unwrap_or("without id"));
				return Err(Refusal::ForeignPatient { place: read.place, reference });
			}
			return match named.into_iter().find(|one| self.is_us(one) != Some(true)) {
				Some(other) => Err(foreign(read.place, other)),
				None => Ok(()),
			};
		}
		match named.first() {
			Some(first) if !named.iter().any(|one| self.is_us(one) == Some(true)) => {
				Err(foreign(read.place, first))
			},
			_ => Ok(()),
		}
	}

	/// Whether a patient resource with this id is the patient.
	fn is_ours(&self, id: Option<&str>) -> bool {
		id.is_some_and(|id| self.local.as_deref() == Some(format!("Patient/{id}").as_str()))
	}

	/// Whether a reference names the patient; nothing if it names nobody that can be followed.
	fn is_us(&self, reference: &Value) -> Option<bool> {
		if let Some(text) = reference.get("reference").and_then(Value::as_str) {
			if let Some(query) = text.strip_prefix("Patient?identifier=") {
				let query = query.replace("%7C", "|").replace("%7c", "|");
				let (system, value) = match query.split_once('|') {
					Some((system, value)) => (Some(system.to_owned()), value.to_owned()),
					None => (None, query.to_owned()),
				};
				return Some(self.has_identifier(system, &value));
			}
			// A reference into the resource itself says nothing about which patient it is.
			if text.starts_with('#') {
				return None;
			}
			let text = text.split("/_history/").next().unwrap_or(text);
			if let (Some(url), true) = (&self.url, text.starts_with("http")) {
				return Some(text == url);
			}
			let by_url = self.local.as_ref().is_some_and(|local| {
				text.strip_suffix(local.as_str()).is_some_and(|base| base.ends_with('/'))
			});
			return Some(by_url || self.references.contains(text));
		}
		let (system, value) = identifier(reference.get("identifier")?)?;
		Some(self.has_identifier(system, &value))
	}

	fn has_identifier(&self, system: Option<String>, value: &str) -> bool {
		self.identifiers.iter().any(|(s, v)| v == value && (system.is_none() || *s == system))
	}
}

fn identifier(value: &Value) -> Option<(Option<String>, String)> {
	let system = value.get("system").and_then(Value::as_str).map(str::to_owned);
	Some((system, value.get("value")?.as_str()?.to_owned()))
}

fn foreign(place: Place, reference: &Value) -> Refusal {
	let named = reference.get("reference").and_then(Value::as_str).unwrap_or("an identifier");
	Refusal::ForeignPatient { place, reference: named.to_owned() }
}

/// Every reference to a patient in a resource, however deep.
fn collect_patient_references<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
	match value {
		Value::Object(members) => {
			let text = members.get("reference").and_then(Value::as_str);
			let typed = members.get("type").and_then(Value::as_str) == Some("Patient");
			if text.is_some_and(|text| {
				typed || text.starts_with("Patient/") || text.contains("/Patient/")
			}) {
				found.push(value);
			}
			members.values().for_each(|member| collect_patient_references(member, found));
		},
		Value::Array(items) => {
			items.iter().for_each(|item| collect_patient_references(item, found))
		},
		_ => {},
	}
}

/// The ids of every patient resource inside a resource.
fn collect_patients<'v>(value: &'v Value, found: &mut Vec<Option<&'v str>>) {
	match value {
		Value::Object(members) => {
			if members.get("resourceType").and_then(Value::as_str) == Some("Patient") {
				found.push(members.get("id").and_then(Value::as_str));
			}
			members.values().for_each(|member| collect_patients(member, found));
		},
		Value::Array(items) => items.iter().for_each(|item| collect_patients(item, found)),
		_ => {},
	}
}
