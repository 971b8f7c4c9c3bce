//! The converter of consents on real data and on our own, without a chain: every probe of every file
//! of `$SALUS_DATA_DIR/consent` and of `fixtures/consents` is decided by the function that the chain
//! decides by.

use salus_client::{
	conformance::{Case, Expectation, Expected, Question},
	fhir::consent::{self, to_fhir_r4, to_fhir_r5, Context, Status},
	keys,
	primitives::{
		codes::ClassSet,
		consent::{
			decide, AttributeSet, Consent, ConsentStatus, DefaultPolicy, Facts, Granted, Party,
		},
		patient::Authority,
		traits::EmergencyAccess,
		ConsentId, PatientId,
	},
	AccountId32,
};
use std::{
	env, fs,
	path::{Path, PathBuf},
};

/// The folders with an `EXPECTED.json`: our own, and the samples if they are there.
fn folders() -> Vec<PathBuf> {
	let own = PathBuf::from("fixtures/consents");

	let data = env::var_os("SALUS_DATA_DIR")
		.map(PathBuf::from)
		.unwrap_or_else(|| PathBuf::from("../../shared/data"));
	let folder = data.join("consent");
	if !folder.join("EXPECTED.json").is_file() {
		eprintln!("skipped: no sample consents, as SALUS_DATA_DIR has no consent/EXPECTED.json");
		return vec![own];
	}
	vec![own, folder]
}

/// The cases of all folders.
fn cases() -> Vec<(Case, Vec<u8>)> {
	folders().iter().flat_map(|folder| cases_of(folder)).collect()
}

fn cases_of(folder: &Path) -> Vec<(Case, Vec<u8>)> {
	let expected = fs::read(folder.join("EXPECTED.json")).expect("readable");
	let expected = Expected::read(&expected).expect("of the known form");
	expected
		.files
		.iter()
		.map(|file| {
			let bytes = fs::read(folder.join(&file.name)).expect("a file that is expected");
			(Case::plan(&bytes, file, 100), bytes)
		})
		.collect()
}

/// What the chain would know about the question.
fn facts(case: &Case, question: &Question) -> Facts<AccountId32> {
	let request = &question.request;
	let people = case.stage.people().expect("keys");
	let of = |account: &AccountId32| {
		let person = people.iter().find(|person| keys::account(&person.key) == *account);
		person.map(|person| case.stage.organization(&person.organization))
	};
	let party = |organization| Party { organization: Some(organization), ..Party::unknown() };
	let agent = request.agent.clone();
	let organization = request.organization.or_else(|| agent.as_ref().and_then(of));
	let record = request.record.map(|id| {
		let records = case.stage.records();
		let record = records.into_iter().find(|record| record.id == id).expect("planned");
		let author = keys::account(&case.stage.key(&record.author).expect("a key"));
		(record, author)
	});
	let known = record.as_ref().map(|(record, _)| record);
	let author = match &record {
		Some((_, author)) => {
			Party { organization: of(author), agent: Some(author.clone()), ..Party::unknown() }
		},
		None => request.author.map_or(Party::unknown(), party),
	};
	Facts {
		refusal: None,
		is_patient: false,
		emergency: question
			.emergency
			.is_some()
			.then_some(EmergencyAccess { classes: ClassSet::ALL, until: question.at + 1 }),
		protocol_version: None,
		actor: Party { organization, agent, trial: request.trial, ..Party::unknown() },
		action: request.action,
		purpose: request.purpose,
		record: request.record,
		related_to: request.related_to.as_ref().map(|records| records.to_vec()),
		class: known.map(|record| record.class).or(request.class),
		resource_type: known.map(|record| record.resource_type).or(request.resource_type),
		labels: known.map(|record| record.labels).or(request.labels),
		custodians: request.custodian.map(party).into_iter().collect(),
		author,
		document_type: request.document_type,
		codes: request.codes.to_vec(),
		data_time: request.data_time,
		asserted: AttributeSet::EMPTY,
		known_until: None,
	}
}

#[test]
fn probes_should_be_answered_as_expected() {
	let (mut asked, mut wrong) = (0, Vec::new());
	for (case, _) in cases() {
		let conversion = match &case.conversion {
			Ok(conversion) => conversion,
			// Refused is only what nothing is asked of.
			Err(_) if case.questions.is_empty() => continue,
			Err(refused) => {
				wrong.push(format!("{}: {refused}", case.name));
				continue;
			},
		};
		let applied: Vec<_> = conversion.report.applied.iter().map(|one| one.rule.name()).collect();
		println!("{}: {}: {}", case.name, conversion.version, applied.join(", "));
		let consent = Consent {
			status: ConsentStatus::Active,
			version: 1,
			requester: None,
			granted: Some(Granted {
				grantor: AccountId32::new([1; 32]),
				authority: Authority::Controller,
				granted_at: case.import_at,
			}),
			terms: conversion.terms.clone(),
		};
		for question in &case.questions {
			let question = match question {
				Ok(question) => question,
				Err(unasked) => {
					wrong.push(format!("{}: {}", unasked.id, unasked.why));
					continue;
				},
			};
			asked += 1;
			let decision = decide(
				[(ConsentId::FIRST, &consent)],
				&facts(&case, question),
				&DefaultPolicy::default(),
				question.at,
			);
			if decision.is_permitted() != (question.expected == Expectation::Permit) {
				wrong.push(format!(
					"{}: expected {}, got {:?}\n{:#?}",
					question.id, question.expected, decision, conversion.terms
				));
			}
		}
	}
	assert!(asked > 0, "no probe at all");
	assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn terms_should_come_back_from_either_form() {
	for (case, _) in cases() {
		let Ok(terms) = case.conversion.map(|conversion| conversion.terms) else { continue };
		let context = Context {
			patient: PatientId::FIRST,
			status: Status::Active,
			given: Some(0),
			grantor: Some((AccountId32::new([1; 32]), None)),
		};
		for document in [to_fhir_r5(&terms, &context), to_fhir_r4(&terms, &context)] {
			let document = document.expect("it can be said").to_string();
			let back = consent::read(document.as_bytes(), &()).expect("it can be read");
			assert_eq!(back.terms, terms, "{}: {document}", case.name);
		}
	}
}

#[test]
fn read_should_refuse_when_a_sample_is_cut_off_anywhere() {
	for (case, bytes) in cases() {
		for end in (0..bytes.len() - 1).step_by(97) {
			let read = consent::read(&bytes[..end], &case.stage);
			assert!(read.is_err(), "{} up to byte {end}", case.name);
		}
	}
}
