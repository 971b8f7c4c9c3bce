//! The reader on others' documents: `$SALUS_DATA_DIR/epcis`, or `../shared/data/epcis` beside the
//! project. Skipped, and said so, when the folder is absent.

use super::super::{hash, Document, Refusals};
use serde_json::Value;
use std::{
	collections::BTreeMap,
	env, fs,
	path::{Path, PathBuf},
};

fn folder(name: &str) -> Option<PathBuf> {
	let data = env::var_os("SALUS_DATA_DIR")
		.map(PathBuf::from)
		.unwrap_or_else(|| PathBuf::from("../../shared/data"));
	let folder = data.join("epcis").join(name);
	if folder.is_dir() {
		return Some(folder);
	}
	eprintln!("skipped: no sample documents, as SALUS_DATA_DIR has no folder epcis/{name}");
	None
}

/// The documents of a folder in all its depth, by their names.
fn documents(name: &str) -> BTreeMap<String, Result<Document, Refusals>> {
	fn walk(folder: &Path, documents: &mut BTreeMap<String, Result<Document, Refusals>>) {
		for entry in fs::read_dir(folder).expect("the folder can be read") {
			let path = entry.expect("the folder can be read").path();
			if path.is_dir() {
				walk(&path, documents);
				continue;
			}
			let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
			if !name.starts_with("EXPECTED") {
				let bytes = fs::read(&path).expect("a document can be read");
				documents.insert(name, Document::read(&bytes));
			}
		}
	}
	let mut documents = BTreeMap::new();
	if let Some(folder) = folder(name) {
		walk(&folder, &mut documents);
	}
	documents
}

#[test]
fn hash_should_be_the_one_that_comes_with_each_sample() {
	let Some(folder) = folder("event-hash") else { return };
	let expected = fs::read(folder.join("EXPECTED-HASHES.json")).expect("hashes are expected");
	let expected: Value = serde_json::from_slice(&expected).expect("what is expected is JSON");
	for (name, hashes) in expected["files"].as_object().expect("hashes are by file") {
		let document = Document::read(&fs::read(folder.join(name)).expect("the file is there"))
			.unwrap_or_else(|refusals| panic!("{name}: {refusals}"));
		let mut found: Vec<_> = document.events.iter().map(|(_, hash)| hash.to_string()).collect();
		let mut expected: Vec<_> =
			hashes.as_array().unwrap().iter().map(|hash| hash.as_str().unwrap()).collect();
		found.sort();
		expected.sort();
		let texts: Vec<_> = document.events.iter().map(|(event, _)| hash::text(event)).collect();
		assert_eq!(found, expected, "{name}: {texts:#?}");
	}
}

#[test]
fn read_should_refuse_each_invalid_sample_for_its_reason() {
	let documents = documents("invalid");
	if documents.is_empty() {
		return;
	}
	for (name, reasons) in [
		(
			"Combination_of_events_with_missing_mandatory_fields.json",
			&["missing-field", "missing-field"][..],
		),
		(
			"Combination_of_non_standard_bizStep_and_disposition.json",
			&["not-in-vocabulary", "not-in-vocabulary"],
		),
		("ObjectEvent_with_ilmd_field_without_namespace.json", &["field-without-namespace"]),
		("ObjectEvent_with_invalid_certificationInfo.json", &["wrong-kind"]),
		("ObjectEvent_with_non_standard_bizStep.json", &["not-in-vocabulary"]),
		("ObjectEvent_with_non_standard_disposition.json", &["not-in-vocabulary"]),
		("ObjectEvent_with_unknown_field_in_quantityList.json", &["unknown-field"]),
		("ObjectEvent_without_identifier_list.json", &["missing-any-of"]),
	] {
		let refusals = documents[name].as_ref().unwrap_err();
		let names: Vec<_> = refusals.0.iter().map(|refusal| refusal.reason.name()).collect();
		assert_eq!(names, reasons, "{name}: {refusals}");
	}
	for (name, read) in &documents {
		assert!(read.is_err(), "{name}");
	}
}

#[test]
fn read_should_take_every_other_sample_but_those_that_break_a_rule() {
	for name in ["gs1", "openepcis", "chains", "event-hash"] {
		for (name, read) in documents(name) {
			let refused = match read {
				Ok(document) => {
					assert!(!document.events.is_empty(), "{name}");
					continue;
				},
				Err(refusals) => refusals,
			};
			let reason = match name.as_str() {
				// 8003/030013450007718765: the check digit of the asset type is 6.
				"Combination_of_different_event.json" => "invalid-key",
				// cbv:my_own_party: the namespace is GS1's.
				"CurieString_document.json" => "not-in-vocabulary",
				_ => panic!("{name}: {refused}"),
			};
			assert_eq!(refused.0[0].reason.name(), reason, "{name}: {refused}");
		}
	}
}

#[test]
fn read_should_refuse_when_a_sample_is_cut_off_anywhere() {
	let Some(folder) = folder("chains") else { return };
	for entry in fs::read_dir(folder).expect("the folder can be read") {
		let bytes = fs::read(entry.expect("the folder can be read").path()).expect("readable");
		for part in 0..16 {
			let end = bytes.len() * part / 16;
			let refusals = Document::read(&bytes[..end]).expect_err("half a document");
			assert_eq!(refusals.0[0].reason.name(), "malformed", "up to byte {end}");
		}
	}
}
