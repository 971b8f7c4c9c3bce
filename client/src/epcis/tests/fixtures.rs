//! The documents in `fixtures/epcis`, with which a chain is tried end to end.

use crate::epcis::{
	coded,
	conformance::{must_be_refused, Custody, Expected, Failure, Files},
	Document, Parties,
};
use salus_primitives::{
	epcis::{Disposition, EventHash},
	gs1::{Gln, LotNumber},
	provenance::{CapturedEvent, CapturedEventInfo},
	OrganizationId,
};
use std::{
	fs,
	path::{Path, PathBuf},
};

fn folder() -> PathBuf {
	PathBuf::from("fixtures/epcis")
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
fn find_should_read_the_hashes_beside_a_document() {
	let folder = tempfile::tempdir().unwrap();
	let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
	assert!(matches!(Files::find(folder.path()), Err(Failure::Nothing(_))));
	let hash = |n: u8| EventHash([n; 32]);
	write("one.hashes", &format!("{}\n\n  {}\n", hash(1), hash(2)));
	write("of-xml.hashes", &hash(3).to_string());
	assert!(matches!(Files::find(folder.path()), Err(Failure::Nothing(_))));
	write("one.jsonld", "{}");
	let files = Files::find(folder.path()).unwrap();
	assert_eq!(files.documents, [folder.path().join("one.jsonld")]);
	let expected = [(folder.path().join("one.jsonld"), vec![hash(1), hash(2)])];
	assert_eq!(files.hashes.into_iter().collect::<Vec<_>>(), expected);
	write("one.hashes", "ni:///sha-256;12?ver=CBV2.0");
	assert!(matches!(Files::find(folder.path()), Err(Failure::Hashes(_))));
	write("one.hashes", "");
	write("EXPECTED.json", "{ \"chains\": 5 }");
	assert!(matches!(Files::find(folder.path()), Err(Failure::Expectation { .. })));
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

/// Whose a GLN of the fixtures is.
fn whose(gln: &Gln) -> Option<OrganizationId> {
	gln.as_str().get(6..7)?.parse().ok().map(OrganizationId)
}

/// The journey, what is expected of one of its packs, and a chain that says exactly that.
fn journey(unit: usize) -> (Document, Expected, Custody) {
	let mut files = Files::find(&folder()).unwrap();
	let document = Document::read(&fs::read(folder().join("journey.json")).unwrap()).unwrap();
	let expected = files.chains.remove(&folder().join("journey.json")).unwrap().remove(unit);
	let events = expected.events.iter().map(|position| {
		let (event, hash) = &document.events[*position];
		let event = CapturedEvent {
			hash: *hash,
			event: coded(event).unwrap(),
			by: OrganizationId(0),
			recorded_at: 0,
			tracked: true,
			error: None,
		};
		CapturedEventInfo { number: *position as u64, event }
	});
	let custody = Custody {
		disposition: expected.last_disposition,
		holder: OrganizationId([3, 2][unit]),
		consignee: None,
		lot: expected.lot.clone(),
		expiry: expected.expiry,
		is_proven: true,
		verification: None,
		events: events.collect(),
	};
	(document, expected, custody)
}

#[test]
fn differences_should_be_none_when_the_chain_says_what_is_expected() {
	for unit in [0, 1] {
		let (document, expected, custody) = journey(unit);
		assert_eq!(custody.differences(whose, &document, &expected), Vec::<String>::new());
	}
}

#[test]
fn differences_should_be_named_when_the_chain_says_otherwise() {
	let names = |change: &dyn Fn(&mut Custody)| -> Vec<String> {
		let (document, expected, mut custody) = journey(0);
		change(&mut custody);
		let differences = custody.differences(whose, &document, &expected);
		differences.iter().map(|one| one.split(' ').next().unwrap().to_owned()).collect()
	};
	assert_eq!(names(&|custody| custody.disposition = Disposition::InProgress), ["disposition"]);
	assert_eq!(names(&|custody| custody.holder = OrganizationId(2)), ["holder"]);
	assert_eq!(names(&|custody| custody.consignee = Some(OrganizationId(2))), ["consignee"]);
	let other = |custody: &mut Custody| custody.lot = Some("L2".parse::<LotNumber>().unwrap());
	assert_eq!(names(&other), ["lot"]);
	assert_eq!(names(&|custody| custody.expiry = None), ["expiry"]);
	let last = |custody: &mut Custody| drop(custody.events.pop());
	assert_eq!(names(&last), ["events", "steps"]);
	let first = |custody: &mut Custody| drop(custody.events.remove(0));
	assert_eq!(names(&first), ["events", "steps"]);
	let shipped = |custody: &mut Custody| custody.events.truncate(3);
	assert_eq!(names(&shipped), ["events", "steps", "seen", "destination"]);
}

#[test]
fn must_be_refused_should_hold_when_the_file_is_below_an_invalid_folder() {
	for (root, file, must) in [
		("/d", "/d/invalid/a.json", true),
		("/d", "/d/invalid/b/a.json", true),
		("/d/invalid", "/d/invalid/a.json", true),
		("/d/invalid/a.json", "/d/invalid/a.json", true),
		("/d", "/d/valid/a.json", false),
		("/d", "/d/a.json", false),
		("/invalid/d", "/invalid/d/a.json", false),
	] {
		assert_eq!(must_be_refused(Path::new(root), Path::new(file)), must, "{root} {file}");
	}
}
