//! `EXPECTED.json`: what consents mean, as somebody worked it out.

use serde_json::{Map, Value};
use std::fmt;

/// What a probe must get.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Expectation {
	/// Permitted.
	Permit,
	/// Denied.
	Deny,
}

impl fmt::Display for Expectation {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::Permit => "permit",
			Self::Deny => "deny",
		})
	}
}

/// A question with its answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Probe {
	/// Its name.
	pub id: String,
	/// The answer.
	pub expected: Expectation,
	/// The question, field by field.
	pub fields: Map<String, Value>,
}

impl Probe {
	/// A text of the question; nothing if it is absent or null.
	pub fn text(&self, name: &str) -> Option<&str> {
		self.fields.get(name).and_then(Value::as_str)
	}
}

/// What is expected of one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExpectedFile {
	/// Its name in the folder.
	pub name: String,
	/// The questions.
	pub probes: Vec<Probe>,
}

/// What is expected of a folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expected {
	/// File by file, in the order of their names.
	pub files: Vec<ExpectedFile>,
}

/// It is not of the form that is known.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{at}: {what}")]
pub struct Malformed {
	/// Where.
	pub at: String,
	/// What is wrong.
	pub what: String,
}

/// What says something about a file or a probe without being part of the question. The subject and
/// the form are read from the file itself.
const FILE_FIELDS: &[&str] =
	&["fhir", "subject", "default", "narrative", "probes", "conflicts", "not_decidable"];
const ANSWER_FIELDS: &[&str] = &["id", "expected", "certainty", "reason"];

impl Expected {
	/// Reads an `EXPECTED.json`.
	pub fn read(bytes: &[u8]) -> Result<Self, Malformed> {
		let fail = |at: &str, what: &dyn fmt::Display| Malformed {
			at: at.to_owned(),
			what: what.to_string(),
		};
		let value: Value =
			serde_json::from_slice(bytes).map_err(|error| fail("EXPECTED.json", &error))?;
		let files = value
			.get("files")
			.and_then(Value::as_object)
			.ok_or_else(|| fail("EXPECTED.json", &"it has no files"))?;
		for name in value.as_object().into_iter().flat_map(Map::keys) {
			if name != "files" && !name.starts_with('_') {
				return Err(fail(name, &"unknown field"));
			}
		}
		let mut all = Vec::new();
		for (name, file) in files {
			let fields = file.as_object().ok_or_else(|| fail(name, &"not an object"))?;
			if let Some(unknown) = fields
				.keys()
				.find(|field| !FILE_FIELDS.contains(&field.as_str()) && !field.starts_with('_'))
			{
				return Err(fail(name, &format!("unknown field {unknown}")));
			}
			let probes = match fields.get("probes") {
				None => &Vec::new(),
				Some(probes) => {
					probes.as_array().ok_or_else(|| fail(name, &"probes: not a list"))?
				},
			};
			let mut read = Vec::new();
			for (index, probe) in probes.iter().enumerate() {
				let at = format!("{name}: probe {}", index + 1);
				let fields = probe.as_object().ok_or_else(|| fail(&at, &"not an object"))?;
				let id = fields.get("id").and_then(Value::as_str).unwrap_or(&at).to_owned();
				let expected = match fields.get("expected").and_then(Value::as_str) {
					Some("permit") => Expectation::Permit,
					Some("deny") => Expectation::Deny,
					_ => return Err(fail(&id, &"expected is neither permit nor deny")),
				};
				let question = fields
					.iter()
					.filter(|(name, _)| {
						!ANSWER_FIELDS.contains(&name.as_str()) && !name.starts_with('_')
					})
					.map(|(name, value)| (name.clone(), value.clone()))
					.collect();
				read.push(Probe { id, expected, fields: question });
			}
			all.push(ExpectedFile { name: name.clone(), probes: read });
		}
		all.sort_by(|one, other| one.name.cmp(&other.name));
		Ok(Self { files: all })
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	fn read(value: Value) -> Result<Expected, Malformed> {
		Expected::read(value.to_string().as_bytes())
	}

	#[test]
	fn read_should_keep_every_field_of_a_question() {
		let probe = json!({
			"id": "a#1", "actor": "Practitioner/1", "data_label": null, "novel": 7,
			"expected": "deny", "certainty": "stated", "reason": "…",
		});
		let expected = read(json!({ "_about": "", "files": { "a.json": {
			"fhir": "r5", "subject": "Patient/1", "default": "deny", "narrative": "",
			"probes": [probe], "conflicts": [], "not_decidable": [],
		} } }))
		.unwrap();
		let probe = &expected.files[0].probes[0];
		assert_eq!((probe.id.as_str(), probe.expected), ("a#1", Expectation::Deny));
		let fields: Vec<_> = probe.fields.keys().map(String::as_str).collect();
		assert_eq!(fields, ["actor", "data_label", "novel"]);
		assert_eq!((probe.text("actor"), probe.text("data_label")), (Some("Practitioner/1"), None));
	}

	#[test]
	fn read_should_refuse_when_the_form_is_another() {
		for value in [
			json!({}),
			json!({ "files": [] }),
			json!({ "files": {}, "more": 1 }),
			json!({ "files": { "a.json": { "probe": [] } } }),
			json!({ "files": { "a.json": { "probes": {} } } }),
			json!({ "files": { "a.json": { "probes": [{ "id": "a" }] } } }),
			json!({ "files": { "a.json": { "probes": [{ "id": "a", "expected": "maybe" }] } } }),
		] {
			assert!(read(value.clone()).is_err(), "{value}");
		}
		assert!(Expected::read(b"nonsense").is_err());
	}
}
