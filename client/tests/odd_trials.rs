//! Studies as nobody expects them: whatever is missing, doubled, in another form or too much of, a
//! study is read with everything that it has, or refused by name.

use proptest::{
	collection::vec, option, prelude::*, sample::select, strategy::ValueTree,
	test_runner::TestRunner,
};
use salus_client::{
	primitives::{
		codes::StudyType,
		trial::{OutcomeAccount, Registration},
		OrganizationId,
	},
	trials::{conformance, Refusal, Study, Update, Walk},
};
use serde_json::{json, Map, Value};
use std::{
	collections::HashSet,
	fs,
	panic::{catch_unwind, AssertUnwindSafe},
};

/// The clock of the chain: 2030-01-01.
const NOW: u64 = 1_893_456_000_000;

/// A text, of any length and script.
fn words() -> impl Strategy<Value = Value> {
	prop_oneof![
		80 => "[A-Za-z][A-Za-z ]{0,20}".prop_map(Value::from),
		20 => "[A-Za-z]\\PC{1,40}".prop_map(Value::from),
		10 => Just(json!("Überleben (生存期間) — ≥ 5 лет")),
		1 => Just(json!("x".repeat(100_000))),
		1 => select(vec![json!(""), json!("   "), json!(null)]),
		1 => select(vec![json!(5), json!(true), json!([]), json!({ "a": 1 })]),
	]
}

/// One of the registry's codes, or something that is none.
fn code(codes: &'static [&'static str]) -> impl Strategy<Value = Value> {
	prop_oneof![
		100 => select(codes).prop_map(Value::from),
		1 => select(vec![json!("SOMETHING"), json!(""), json!(7), json!(null), json!(["A"])]),
	]
}

fn date() -> impl Strategy<Value = Value> {
	let day = || (1985u32..2035, 1u32..13, 1u32..29);
	prop_oneof![
		30 => day().prop_map(|(year, month, day)| json!(format!("{year}-{month:02}-{day:02}"))),
		30 => day().prop_map(|(year, month, _)| json!(format!("{year}-{month:02}"))),
		1 => day().prop_map(|(year, ..)| json!(year.to_string())),
		1 => select(vec![
			json!("1948-09"), json!("2018-02-30"), json!("May 2018"), json!("0000-00"), json!(2018),
			json!("99999-01"), json!("2018-05-12T10:00"), json!("２０１８-05"), json!(null),
		]),
	]
}

fn date_struct() -> impl Strategy<Value = Value> {
	let kind = option::of(code(&["ACTUAL", "ESTIMATED", "ANTICIPATED"]));
	(date(), kind).prop_map(|(date, kind)| match kind {
		Some(kind) => json!({ "date": date, "type": kind }),
		None => json!({ "date": date }),
	})
}

/// An object with some of these fields.
fn object(fields: Vec<(&'static str, BoxedStrategy<Value>)>) -> BoxedStrategy<Value> {
	fields
		.into_iter()
		.map(|(name, value)| (Just(name), option::weighted(0.97, value)))
		.collect::<Vec<_>>()
		.prop_map(|fields| {
			let there =
				fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
			Value::Object(there.collect::<Map<_, _>>())
		})
		.boxed()
}

fn outcome(measure: &'static str) -> BoxedStrategy<Value> {
	// Few measures, so that some are there twice.
	let named = prop_oneof![
		3 => select(vec!["Survival", "survival ", "Pain", "Überleben"]).prop_map(Value::from),
		3 => words(),
	];
	let mut fields = vec![
		("timeFrame", words().boxed()),
		("description", words().boxed()),
		("type", code(&["PRIMARY", "SECONDARY", "OTHER_PRE_SPECIFIED", "POST_HOC"]).boxed()),
		("reportingStatus", code(&["POSTED", "NOT_POSTED"]).boxed()),
	];
	fields.push((measure, named.boxed()));
	object(fields)
}

fn list(of: BoxedStrategy<Value>, most: usize) -> BoxedStrategy<Value> {
	prop_oneof![
		40 => vec(of.clone(), 1..4).prop_map(Value::from),
		1 => vec(of.clone(), most..most + 1).prop_map(Value::from),
		1 => of,
	]
	.boxed()
}

fn identification() -> BoxedStrategy<Value> {
	let id = prop_oneof![
		20 => (0u32..100_000_000).prop_map(|n| json!(format!("NCT{n:08}"))),
		1 => words(),
	];
	let others = prop_oneof![
		Just(json!({ "id": "2015-001894-41", "type": "EUDRACT_NUMBER" })),
		Just(json!({ "id": "R01 CA123456", "type": "NIH" })),
		Just(json!({ "type": "OTHER" })),
		words(),
	];
	object(vec![
		("nctId", id.boxed()),
		("orgStudyIdInfo", others.clone().boxed()),
		("secondaryIdInfos", list(others.boxed(), 30)),
		("nctIdAliases", list(Just(json!("NCT00000002")).boxed(), 3)),
		("briefTitle", words().boxed()),
		("officialTitle", words().boxed()),
	])
}

const STATUSES: &[&str] = &[
	"ACTIVE_NOT_RECRUITING",
	"COMPLETED",
	"COMPLETED",
	"COMPLETED",
	"ENROLLING_BY_INVITATION",
	"NOT_YET_RECRUITING",
	"RECRUITING",
	"RECRUITING",
	"SUSPENDED",
	"TERMINATED",
	"WITHDRAWN",
	"AVAILABLE",
	"NO_LONGER_AVAILABLE",
	"TEMPORARILY_NOT_AVAILABLE",
	"APPROVED_FOR_MARKETING",
	"WITHHELD",
	"UNKNOWN",
];

fn status() -> BoxedStrategy<Value> {
	object(vec![
		("overallStatus", code(STATUSES).boxed()),
		("lastKnownStatus", code(STATUSES).boxed()),
		("whyStopped", words().boxed()),
		("startDateStruct", date_struct().boxed()),
		("primaryCompletionDateStruct", date_struct().boxed()),
		("completionDateStruct", date_struct().boxed()),
		("studyFirstSubmitDate", date().boxed()),
		("resultsFirstSubmitDate", date().boxed()),
		("statusVerifiedDate", date().boxed()),
	])
}

fn design() -> BoxedStrategy<Value> {
	let phases = code(&["NA", "EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4"]);
	let masking = object(vec![
		("masking", code(&["NONE", "SINGLE", "DOUBLE", "TRIPLE", "QUADRUPLE"]).boxed()),
		("whoMasked", list(code(&["PARTICIPANT", "INVESTIGATOR"]).boxed(), 4)),
	]);
	let info = object(vec![
		("allocation", code(&["RANDOMIZED", "NON_RANDOMIZED", "NA"]).boxed()),
		("interventionModel", code(&["PARALLEL", "SINGLE_GROUP", "CROSSOVER"]).boxed()),
		("observationalModel", code(&["COHORT", "CASE_CONTROL"]).boxed()),
		("timePerspective", code(&["PROSPECTIVE", "RETROSPECTIVE"]).boxed()),
		("primaryPurpose", code(&["TREATMENT", "ECT", "OTHER"]).boxed()),
		("maskingInfo", masking),
	]);
	let count = prop_oneof![
		10 => (0u64..1_000).prop_map(Value::from),
		1 => select(vec![json!(-1), json!(1.5), json!("40"), json!(1u64 << 40), json!(null)]),
	];
	object(vec![
		(
			"studyType",
			code(&["INTERVENTIONAL", "INTERVENTIONAL", "OBSERVATIONAL", "EXPANDED_ACCESS"]).boxed(),
		),
		("phases", list(phases.boxed(), 6)),
		("designInfo", info),
		(
			"enrollmentInfo",
			object(vec![
				("count", count.boxed()),
				("type", code(&["ACTUAL", "ESTIMATED"]).boxed()),
			]),
		),
	])
}

fn places() -> BoxedStrategy<Value> {
	let country = prop_oneof![
		10 => select(vec!["United States", "Korea, Republic of", "Türkiye", "Netherlands Antilles"])
			.prop_map(Value::from),
		1 => Just(json!("Atlantis")),
		1 => words(),
	];
	list(object(vec![("country", country.boxed()), ("city", words().boxed())]), 700)
}

fn study() -> BoxedStrategy<Value> {
	let outcomes = object(vec![
		("primaryOutcomes", list(outcome("measure"), 40)),
		("secondaryOutcomes", list(outcome("measure"), 130)),
		("otherOutcomes", list(outcome("measure"), 400)),
	]);
	let age = prop_oneof![
		8 => select(vec!["18 Years", "6 Months", "1 Day", "N/A"]).prop_map(Value::from),
		1 => words(),
	];
	let eligibility = object(vec![
		("eligibilityCriteria", words().boxed()),
		(
			"healthyVolunteers",
			prop_oneof![30 => any::<bool>().prop_map(Value::from), 1 => Just(json!("Yes"))].boxed(),
		),
		("sex", code(&["ALL", "FEMALE", "MALE"]).boxed()),
		("minimumAge", age.clone().boxed()),
		("maximumAge", age.boxed()),
	]);
	let arms = object(vec![("armGroups", list(Just(json!({ "label": "Arm" })).boxed(), 60))]);
	let sharing = object(vec![("ipdSharing", code(&["YES", "NO", "UNDECIDED"]).boxed())]);
	let sponsors = object(vec![("leadSponsor", object(vec![("name", words().boxed())]))]);
	let protocol = object(vec![
		("identificationModule", identification()),
		("statusModule", status()),
		("sponsorCollaboratorsModule", sponsors),
		("descriptionModule", object(vec![("briefSummary", words().boxed())])),
		("conditionsModule", object(vec![("conditions", list(words().boxed(), 50))])),
		("designModule", design()),
		("armsInterventionsModule", arms),
		("outcomesModule", outcomes),
		("eligibilityModule", eligibility),
		("contactsLocationsModule", object(vec![("locations", places())])),
		("ipdSharingStatementModule", sharing),
	]);
	let results = object(vec![(
		"outcomeMeasuresModule",
		object(vec![("outcomeMeasures", list(outcome("title"), 90))]),
	)]);
	(protocol, option::of(results), any::<bool>())
		.prop_map(|(protocol, results, has_results)| {
			let mut study = json!({ "protocolSection": protocol, "hasResults": has_results });
			if let Some(results) = results {
				study["resultsSection"] = results;
			}
			study
		})
		.boxed()
}

fn length(json: &Value, path: &str) -> usize {
	json.pointer(path).and_then(Value::as_array).map_or(0, Vec::len)
}

/// That a refusal has a name and says more, in one line that a report can have.
fn ensure_named(refusal: &Refusal) -> Result<(), TestCaseError> {
	let told = refusal.to_string();
	let (name, why) = told.split_once(": ").unwrap_or((&told, ""));
	prop_assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'), "{told}");
	prop_assert!(!why.is_empty() && told.len() < 1_000 && !told.contains('\n'), "{told}");
	Ok(())
}

/// That everything that a record has is in the study, or noted.
fn ensure_whole(json: &Value, study: &Study) -> Result<(), TestCaseError> {
	let protocol = "/protocolSection";
	let listed: usize = ["primaryOutcomes", "secondaryOutcomes", "otherOutcomes"]
		.iter()
		.map(|list| length(json, &format!("{protocol}/outcomesModule/{list}")))
		.sum();
	prop_assert_eq!(study.outcomes.len(), listed);
	let reported = length(json, "/resultsSection/outcomeMeasuresModule/outcomeMeasures");
	prop_assert_eq!(study.reported.len(), reported);
	let arms = length(json, &format!("{protocol}/armsInterventionsModule/armGroups"));
	prop_assert_eq!(usize::from(study.design.arms), arms);
	let places = length(json, &format!("{protocol}/contactsLocationsModule/locations"));
	prop_assert!(places == 0 || !study.countries.is_empty() || !study.notes.is_empty());
	let counted = json.pointer("/protocolSection/designModule/enrollmentInfo/count");
	let count = counted.and_then(Value::as_u64);
	prop_assert_eq!(u64::from(study.sample_size.count), count.unwrap_or(0));
	prop_assert!(
		count.is_some()
			|| study.design.study_type == StudyType::ExpandedAccess
			|| study.notes.iter().any(|note| note.contains("sample size"))
	);

	let registration: Registration = study.registration(OrganizationId(1), NOW, &[]);
	prop_assert_eq!(registration.outcomes.len(), listed);
	prop_assert_eq!(registration.details.countries.len(), study.countries.len());
	prop_assert!(registration.dates.iter().all(|date| date.fact().is_none_or(|at| at <= NOW)));
	let mut last = 0;
	for fact in registration.dates.iter().filter_map(|date| date.fact()) {
		prop_assert!(fact >= last, "facts go back in time");
		last = fact;
	}

	// Every reported outcome is the account of one on the list, or stands beside it.
	let (reports, extras) = study.results();
	prop_assert_eq!(reports.len(), listed);
	let pending = study.reported.iter().filter(|outcome| !outcome.posted).count();
	let told = reports
		.iter()
		.filter(|report| matches!(report.account, OutcomeAccount::Reported { .. }))
		.count();
	prop_assert!(told + extras.len() <= reported && told + extras.len() + pending >= reported);
	Ok(())
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(256))]

	#[test]
	fn study_should_be_read_whole_or_be_refused_by_name(json in study()) {
		match catch_unwind(AssertUnwindSafe(|| Study::read(&json))) {
			Err(_) => prop_assert!(false, "panicked"),
			Ok(Err(refusal)) => ensure_named(&refusal)?,
			Ok(Ok(study)) => {
				ensure_whole(&json, &study)?;
				let mut last = 0;
				let walk = Walk::of_study(study);
				for at in walk.times() {
					prop_assert!(at >= last, "a step goes back in time");
					last = at;
				}
			},
		}
	}

	#[test]
	fn update_should_be_read_or_be_refused_by_name(
		status in status(),
		operations in vec(operation(), 0..8),
	) {
		let json = json!({
			"source_record": { "nct_id": "NCT00000001", "to_submitted_date": "2019-01-01" },
			"from_version_status_fields": { "status_module": status },
			"patch_operations": operations,
		});
		match Update::read(&json) {
			Err(refusal) => ensure_named(&refusal)?,
			Ok(update) => {
				let registration = update.registration(OrganizationId(1), NOW, &[]);
				let numbers = 0..registration.outcomes.len() as u16;
				for change in update.changes() {
					use salus_client::primitives::trial::OutcomeChange::{Add, Remove, Replace};
					match change {
						Add { .. } => {},
						Remove { number } => prop_assert!(numbers.contains(&number)),
						Replace { number, outcome } => {
							let before = registration.outcomes.get(usize::from(number));
							prop_assert!(before.is_some_and(|before| *before != outcome));
						},
					}
				}
				let times: Vec<_> = Walk::of_update(update).times().collect();
				prop_assert!(times.is_sorted());
			},
		}
	}
}

#[test]
fn odd_studies_should_be_read_and_refused_in_turn() {
	let mut runner = TestRunner::deterministic();
	let (mut read, mut refused) = (0, HashSet::new());
	for _ in 0..400 {
		let json = study().new_tree(&mut runner).expect("a study").current();
		match Study::read(&json) {
			Ok(_) => read += 1,
			Err(refusal) => {
				refused.insert(std::mem::discriminant(&refusal));
			},
		}
	}
	assert!(read >= 10 && refused.len() > 4, "{read} read, {} ways to be refused", refused.len());
}

/// What a patch may do to outcomes, in the right form mostly.
fn operation() -> BoxedStrategy<Value> {
	let list = select(vec!["primaryOutcomes", "secondaryOutcomes", "otherOutcomes"]);
	let path = (list, 0usize..4, option::of(select(vec!["measure", "timeFrame", "description"])));
	let outcome = || select(vec!["A", "B", "C"]).prop_map(|measure| json!({ "measure": measure }));
	let text = || select(vec!["A", "B", "C"]).prop_map(Value::from);
	let op = select(vec!["add", "remove", "replace", "replace", "move"]);
	(op, path, outcome(), outcome(), text(), text())
		.prop_map(|(op, (list, index, field), old, new, old_text, new_text)| {
			let place = format!("/protocolSection/outcomesModule/{list}/{index}");
			match field {
				None => json!({ "op": op, "path": place, "old_value": old, "new_value": new }),
				Some(field) => json!({
					"op": op,
					"path": format!("{place}/{field}"),
					"old_value": old_text,
					"new_value": new_text,
				}),
			}
		})
		.boxed()
}

/// What is found in a folder with these files.
fn find(files: &[(&str, &str)]) -> Result<Vec<(String, Option<String>)>, conformance::Unrun> {
	let folder = tempfile::tempdir().expect("a folder");
	for (name, text) in files {
		fs::write(folder.path().join(name), text).expect("a file");
	}
	let (found, _) = conformance::find(folder.path())?;
	let told = found
		.into_iter()
		.map(|found| (found.name, found.what.err().map(|refusal| refusal.to_string())));
	Ok(told.collect())
}

#[test]
fn find_should_say_so_when_there_is_nothing() {
	for files in [&[][..], &[("README.md", "# none")], &[("EXPECTED.json", r#"{ "files": {} }"#)]] {
		assert!(matches!(find(files), Err(conformance::Unrun::Empty(_))), "{files:?}");
	}
}

#[test]
fn find_should_name_what_is_wrong_with_each_file() {
	let study = r#"{ "protocolSection": {} }"#;
	let page = format!(r#"{{ "studies": [{study}, 5], "nextPageToken": "x" }}"#);
	let array = format!("[{study}]");
	let expected = r#"{ "files": { "gone.json": {} } }"#;
	let found = find(&[
		("EXPECTED.json", expected),
		("array.json", &array),
		("broken.json", "{ \"protocolSection\": "),
		("empty-array.json", "[]"),
		("empty-page.json", r#"{ "studies": [], "totalCount": 0 }"#),
		("empty.json", ""),
		("null.json", "null"),
		("page.json", &page),
		("text.json", "\"a text\""),
	])
	.expect("files");
	let names: Vec<_> = found
		.iter()
		.map(|(name, refusal)| {
			let refusal = refusal.as_deref().expect("refused");
			(name.as_str(), refusal.split(':').next().expect("a name"))
		})
		.collect();
	let expected = [
		("EXPECTED.json", "no-such-file"),
		("array.json", "missing"),
		("broken.json", "malformed"),
		("empty-array.json", "no-studies"),
		("empty-page.json", "no-studies"),
		("empty.json", "malformed"),
		("null.json", "not-a-study"),
		("page.json[0]", "missing"),
		("page.json[1]", "not-a-study"),
		("text.json", "not-a-study"),
	];
	assert_eq!(names, expected);
}
