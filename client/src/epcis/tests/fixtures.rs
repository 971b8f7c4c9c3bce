//! The documents in `fixtures/epcis`, with which a chain is tried end to end.

use crate::epcis::{conformance::Files, Document, Parties};
use std::{fs, path::PathBuf};

fn folder() -> PathBuf {
	PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/epcis")
}

#[test]
fn find_should_tell_documents_from_what_is_expected_of_them() {
	let files = Files::find(&folder()).unwrap();
	let names: Vec<_> = files
		.documents
		.iter()
		.map(|file| file.strip_prefix(folder()).unwrap().to_str().unwrap().to_owned())
		.collect();
	assert_eq!(names, ["found.json", "invalid/no-such-step.json", "journey.json"]);
	assert_eq!(files.chains[&folder().join("journey.json")].len(), 2);
	assert_eq!(files.hashes[&folder().join("journey.json")].len(), 8);
	let one = Files::find(&folder().join("journey.json")).unwrap();
	assert_eq!(one.documents, [folder().join("journey.json")]);
	assert!(Files::find(&folder().join("nowhere")).is_err());
	assert!(Files::find(&folder().join("EXPECTED.json")).is_err());
}

#[test]
fn fixtures_should_be_read_with_their_hashes() {
	let files = Files::find(&folder()).unwrap();
	for (file, expected) in files.hashes {
		let document = Document::read(&fs::read(&file).unwrap()).unwrap();
		let found: Vec<_> = document.events.iter().map(|(_, hash)| *hash).collect();
		assert_eq!(found, expected, "{}", file.display());
	}
	let invalid = fs::read(folder().join("invalid/no-such-step.json")).unwrap();
	let refusals = Document::read(&invalid).unwrap_err();
	assert_eq!(refusals.0[0].reason.name(), "not-in-vocabulary");
}

#[test]
fn fixtures_should_name_a_maker_a_wholesaler_and_a_pharmacy() {
	let journey = fs::read(folder().join("journey.json")).unwrap();
	let document = Document::read(&journey).unwrap();
	let parties = Parties::of(document.events.iter().map(|(event, _)| event));
	let prefixes: Vec<_> = parties.iter().map(|(prefix, _)| prefix).collect();
	assert_eq!(prefixes, ["9521141", "9521142", "9521143"]);
	assert_eq!(parties.products().count(), 1);
}
