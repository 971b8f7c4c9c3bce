//! `EXPECTED.json`: what consents mean, as somebody worked it out.

use super::Unasked;
use crate::fhir::json_text;
use serde_json::{Map, Value};
use std::{collections::BTreeSet, fmt};

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
	/// What stands where questions should, and is none.
	pub unusable: Vec<Unasked>,
}

/// What is expected of a folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expected {
	/// File by file, in the order of their names.
	pub files: Vec<ExpectedFile>,
	/// What stands in it and is not known, or is there twice.
	pub notes: Vec<String>,
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
	/// Reads an `EXPECTED.json`. What is wrong with one probe or file leaves the others.
	pub fn read(bytes: &[u8]) -> Result<Self, Malformed> {
		let fail =
			|what: &dyn fmt::Display| Malformed { at: "files".to_owned(), what: what.to_string() };
		let text = json_text(bytes).map_err(|error| fail(&error))?;
		let value: Value = serde_json::from_str(text).map_err(|error| fail(&error))?;
		let files = value
			.get("files")
			.and_then(Value::as_object)
			.ok_or_else(|| fail(&"there is no object of that name"))?;
		let mut notes = Vec::new();
		for name in value.as_object().into_iter().flat_map(Map::keys) {
			if name != "files" && !name.starts_with('_') {
				notes.push(format!("EXPECTED.json: {name} is not known, and not heeded"));
			}
		}
		let mut ids = BTreeSet::new();
		let mut all: Vec<_> =
			files.iter().map(|(name, file)| read_file(name, file, &mut ids, &mut notes)).collect();
		all.sort_by(|one, other| one.name.cmp(&other.name));
		Ok(Self { files: all, notes })
	}
}

fn read_file(
	name: &str,
	file: &Value,
	ids: &mut BTreeSet<String>,
	notes: &mut Vec<String>,
) -> ExpectedFile {
	let mut read = ExpectedFile { name: name.to_owned(), probes: Vec::new(), unusable: Vec::new() };
	let Some(fields) = file.as_object() else {
		let why = "what EXPECTED.json says about it is not an object".to_owned();
		read.unusable.push(Unasked { id: name.to_owned(), why });
		return read;
	};
	for field in fields.keys() {
		if !FILE_FIELDS.contains(&field.as_str()) && !field.starts_with('_') {
			notes.push(format!("{name}: {field} is not known, and not heeded"));
		}
	}
	let probes = match fields.get("probes") {
		None => &Vec::new(),
		Some(Value::Array(probes)) => probes,
		Some(_) => {
			let why = "its probes are not a list".to_owned();
			read.unusable.push(Unasked { id: name.to_owned(), why });
			return read;
		},
	};
	for (index, probe) in probes.iter().enumerate() {
		let place = format!("{name}: probe {}", index.saturating_add(1));
		let Some(fields) = probe.as_object() else {
			read.unusable.push(Unasked { id: place, why: "not an object".to_owned() });
			continue;
		};
		let mut id = fields.get("id").and_then(Value::as_str).unwrap_or(&place).to_owned();
		if !ids.insert(id.clone()) {
			notes.push(format!("{place}: {id} is another probe's id too"));
			id = format!("{id} ({place})");
			ids.insert(id.clone());
		}
		let expected = match fields.get("expected").and_then(Value::as_str) {
			Some("permit") => Expectation::Permit,
			Some("deny") => Expectation::Deny,
			_ => {
				let why = "expected is neither permit nor deny".to_owned();
				read.unusable.push(Unasked { id, why });
				continue;
			},
		};
		let question = fields
			.iter()
			.filter(|(name, _)| !ANSWER_FIELDS.contains(&name.as_str()) && !name.starts_with('_'))
			.map(|(name, value)| (name.clone(), value.clone()))
			.collect();
		read.probes.push(Probe { id, expected, fields: question });
	}
	read
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
		for value in [json!({}), json!({ "files": [] }), json!([])] {
			assert!(read(value.clone()).is_err(), "{value}");
		}
		for text in ["nonsense", "", r#"{"files":{"a.json":{},"a.json":{}}}"#] {
			assert!(Expected::read(text.as_bytes()).is_err(), "{text}");
		}
	}

	#[test]
	fn read_should_go_on_when_one_probe_or_file_is_of_no_use() {
		let good = json!({ "id": "a#1", "action": "access", "expected": "deny" });
		let expected = read(json!({ "more": 1, "files": {
			"a.json": { "probe": [], "probes": [good, { "id": "a#2", "expected": "maybe" }, 7, good] },
			"b.json": { "probes": {} },
			"c.json": 3,
		} }))
		.unwrap();
		let [a, b, c] = expected.files.as_slice() else { panic!("{expected:?}") };
		let ids: Vec<_> = a.probes.iter().map(|probe| probe.id.as_str()).collect();
		assert_eq!(ids, ["a#1", "a#1 (a.json: probe 4)"]);
		let unusable: Vec<_> = a.unusable.iter().map(|one| one.id.as_str()).collect();
		assert_eq!(unusable, ["a#2", "a.json: probe 3"]);
		assert_eq!((b.unusable.len(), c.unusable.len()), (1, 1));
		assert_eq!(
			expected.notes,
			[
				"EXPECTED.json: more is not known, and not heeded",
				"a.json: probe is not known, and not heeded",
				"a.json: probe 4: a#1 is another probe's id too",
			]
		);
	}
}
