//! The reader of studies and updates on real data: `$SALUS_DATA_DIR/trials`, or
//! `../shared/data/trials` beside the project. Skipped, and said so, when the folder is absent.

use salus_client::{
	primitives::codes::TrialText,
	trials::{conformance, Refusal, Study, Update},
};
use serde_json::{json, Value};
use std::{env, fs, path::PathBuf};

fn folder() -> Option<PathBuf> {
	let data = env::var_os("SALUS_DATA_DIR")
		.map(PathBuf::from)
		.unwrap_or_else(|| PathBuf::from("../../shared/data"));
	let folder = data.join("trials");
	if folder.is_dir() {
		return Some(folder);
	}
	eprintln!("skipped: no sample studies, as SALUS_DATA_DIR has no folder trials");
	None
}

/// The whole studies, with their names.
fn studies() -> Vec<(String, Value)> {
	let Some(folder) = folder() else { return Vec::new() };
	let mut studies = Vec::new();
	for entry in fs::read_dir(folder).expect("the folder can be read") {
		let path = entry.expect("the folder can be read").path();
		if path.extension().is_some_and(|extension| extension == "json") {
			let text = fs::read_to_string(&path).expect("a study can be read");
			let json = serde_json::from_str(&text).expect("a study is JSON");
			studies.push((path.display().to_string(), json));
		}
	}
	studies
}

#[test]
fn read_should_account_for_every_outcome_of_every_sample() {
	for (name, json) in studies() {
		let study = Study::read(&json).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
		let module = &json["protocolSection"]["outcomesModule"];
		let listed: usize = ["primaryOutcomes", "secondaryOutcomes", "otherOutcomes"]
			.iter()
			.map(|list| module[list].as_array().map_or(0, Vec::len))
			.sum();
		assert_eq!(study.outcomes.len(), listed, "{name}");
		let reported = &json["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"];
		assert_eq!(study.reported.len(), reported.as_array().map_or(0, Vec::len), "{name}");
		let (reports, extras) = study.results();
		assert_eq!(reports.len(), listed, "{name}");
		let missing = reports.iter().filter(|report| {
			matches!(
				report.account,
				salus_client::primitives::trial::OutcomeAccount::NotReported { .. }
			)
		});
		assert_eq!(listed - missing.count() + extras.len(), study.reported.len(), "{name}");
	}
}

#[test]
fn find_should_agree_with_what_is_expected_of_updates() {
	let Some(folder) = folder() else { return };
	let (found, _) = conformance::find(&folder.join("outcome-changes")).expect("it can be read");
	let mut compared = 0;
	for found in found {
		let expected = found.expected.unwrap_or_else(|| panic!("{}: nothing expected", found.name));
		assert!(found.what.is_ok(), "{}", found.name);
		let told = found.told.expect("an update");
		assert_eq!(told.disagrees(&expected), None, "{}", found.name);
		compared += 1;
	}
	assert!(compared > 0);
}

#[test]
fn read_should_refuse_partial_records_by_name() {
	let Some(folder) = folder() else { return };
	let (found, _) = conformance::find(&folder.join("partial")).expect("it can be read");
	for found in found {
		let refused = matches!(found.what, Err(Refusal::Missing(_)));
		assert!(refused, "{}", found.name);
	}
}

/// A study with the least that can be registered.
fn least() -> Value {
	json!({
		"protocolSection": {
			"identificationModule": { "nctId": "NCT00000001", "briefTitle": "A study" },
			"statusModule": { "overallStatus": "RECRUITING" },
			"designModule": { "studyType": "INTERVENTIONAL" },
			"conditionsModule": { "conditions": ["Condition"] },
			"eligibilityModule": { "sex": "ALL" },
			"outcomesModule": { "primaryOutcomes": [{ "measure": "Something" }] }
		}
	})
}

fn changed(path: &str, value: Value) -> Result<Study, Refusal> {
	let mut json = least();
	let (parent, key) = path.rsplit_once('/').expect("a path");
	json.pointer_mut(parent).expect("a parent")[key] = value;
	Study::read(&json)
}

#[test]
fn read_should_take_the_least_there_can_be() {
	let study = Study::read(&least()).unwrap();
	assert_eq!(study.outcomes.len(), 1);
	assert_eq!(study.sample_size.count, 0);
}

#[test]
fn read_should_name_what_is_missing() {
	let needed = [
		("/protocolSection/identificationModule/nctId", "nctId"),
		("/protocolSection/identificationModule/briefTitle", "briefTitle"),
		("/protocolSection/statusModule/overallStatus", "overallStatus"),
		("/protocolSection/designModule/studyType", "studyType"),
		("/protocolSection/conditionsModule/conditions", "conditions"),
		("/protocolSection/eligibilityModule", "eligibilityModule"),
		("/protocolSection/outcomesModule", "primary outcome"),
	];
	for (path, name) in needed {
		assert_eq!(changed(path, Value::Null), Err(Refusal::Missing(name)), "{path}");
	}
}

#[test]
fn read_should_name_what_is_odd() {
	let module = "/protocolSection/designModule/phases";
	let refused = changed(module, json!(["PHASE5"])).unwrap_err().to_string();
	assert_eq!(refused, "unknown-code: unknown Phase code \"PHASE5\"");
	assert!(matches!(changed(module, json!("PHASE1")), Err(Refusal::Malformed(_))));
	assert!(changed(module, json!(["PHASE1", "PHASE2"])).is_ok());
	let status = "/protocolSection/statusModule/overallStatus";
	assert_eq!(changed(status, json!("WITHHELD")), Err(Refusal::Withheld));
	assert_eq!(changed(status, json!("UNKNOWN")), Err(Refusal::Missing("lastKnownStatus")));
	let id = "/protocolSection/identificationModule/nctId";
	assert!(matches!(changed(id, json!("12345")), Err(Refusal::InvalidId(_))));
	let age = "/protocolSection/eligibilityModule/minimumAge";
	assert!(matches!(changed(age, json!("eighteen")), Err(Refusal::InvalidAge(_))));
	assert!(matches!(changed(age, json!("18 Moons")), Err(Refusal::UnknownCode(_))));
	assert!(changed(age, json!("6 Months")).is_ok());
	let date = "/protocolSection/statusModule/startDateStruct";
	assert!(matches!(changed(date, json!({ "date": "soon" })), Err(Refusal::InvalidDate { .. })));
	let many: Vec<_> = (0..513).map(|n| json!({ "measure": format!("Measure {n}") })).collect();
	let outcomes = "/protocolSection/outcomesModule/secondaryOutcomes";
	assert_eq!(changed(outcomes, json!(many)), Err(Refusal::TooManyOutcomes(514)));
	assert_eq!(Study::read(&json!({ "some": "thing" })), Err(Refusal::NotAStudy));
}

#[test]
fn read_should_take_long_texts_and_many_arms() {
	let arms: Vec<_> = (0..300).map(|n| json!({ "label": format!("Arm {n}") })).collect();
	let mut json = least();
	json["protocolSection"]["armsInterventionsModule"] = json!({ "armGroups": arms });
	json["protocolSection"]["descriptionModule"] = json!({ "briefSummary": "x".repeat(1 << 20) });
	let study = Study::read(&json).unwrap();
	assert_eq!(study.design.arms, 300);
}

fn update(operations: Value) -> Result<Update, Refusal> {
	Update::read(&json!({
		"source_record": {
			"nct_id": "NCT00000001",
			"from_submitted_date": "2018-01-01",
			"to_submitted_date": "2019-01-01"
		},
		"from_version_status_fields": { "status_module": { "overallStatus": "RECRUITING" } },
		"patch_operations": operations,
	}))
}

fn told(operations: Value) -> conformance::Told {
	conformance::Told::of(&update(operations).unwrap())
}

#[test]
fn update_should_follow_insertions_that_shift_places() {
	let list = "/protocolSection/outcomesModule/primaryOutcomes";
	let update = update(json!([
		{ "op": "add", "path": format!("{list}/0"), "new_value": { "measure": "New" } },
		{ "op": "replace", "path": format!("{list}/1/measure"), "old_value": "Old", "new_value": "Other" },
	]))
	.unwrap();
	assert_eq!(update.outcomes.len(), 1);
	assert_eq!(update.outcomes[0].1.measure, "Old");
	assert_eq!(update.changes.len(), 2);
}

#[test]
fn update_should_tell_primary_from_secondary() {
	let module = "/protocolSection/outcomesModule";
	let missing = json!({ "__missing__": true });
	let outcome = json!({ "measure": "Something" });
	let secondary = told(json!([
		{ "op": "add", "path": format!("{module}/secondaryOutcomes"), "old_value": missing, "new_value": [outcome] },
	]));
	assert!(!secondary.primary && secondary.secondary);
	let removed = told(json!([
		{ "op": "remove", "path": format!("{module}/primaryOutcomes/1"), "old_value": outcome, "new_value": missing },
	]));
	assert!(removed.primary && !removed.secondary);
	let described = told(json!([
		{ "op": "add", "path": format!("{module}/primaryOutcomes/0/description"), "old_value": missing, "new_value": "How" },
	]));
	assert!(described.primary);
	let nothing = told(json!([
		{ "op": "replace", "path": "/protocolSection/statusModule/statusVerifiedDate", "old_value": "2018-01", "new_value": "2019-01" },
	]));
	assert!(!nothing.primary && !nothing.secondary);
}

#[test]
fn update_should_refuse_what_fits_no_record() {
	let module = "/protocolSection/outcomesModule";
	for operation in [
		json!({ "op": "move", "path": "/protocolSection" }),
		json!({ "op": "add", "path": format!("{module}/tertiaryOutcomes/0") }),
		json!({ "op": "add", "path": format!("{module}/primaryOutcomes/0") }),
		json!({ "op": "add", "path": format!("{module}/primaryOutcomes/first"), "new_value": {} }),
		json!({ "op": "replace", "path": format!("{module}/primaryOutcomes/0/measure"), "new_value": 5 }),
		json!({ "path": "/protocolSection" }),
	] {
		let refused = update(json!([operation.clone()]));
		assert!(matches!(refused, Err(Refusal::InvalidPatch(_))), "{operation}: {refused:?}");
	}
}

/// A study with these reported outcomes, each with the measure as its time frame.
fn with_results(registered: Value, reported: Value) -> Study {
	let mut json = least();
	json["protocolSection"]["outcomesModule"] = registered;
	json["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"] = reported;
	Study::read(&json).expect("a study")
}

#[test]
fn results_should_be_as_registered_when_only_spaces_and_case_differ() {
	use salus_client::primitives::{
		codes::{NotReportedReason, OutcomeKind},
		trial::OutcomeAccount,
	};
	let registered = json!({ "primaryOutcomes": [
		{ "measure": "Overall survival", "timeFrame": "1 year" },
		{ "measure": "Pain", "timeFrame": "1 year" },
	] });
	let reported = json!([
		{ "type": "PRIMARY", "title": "Pain at rest", "timeFrame": "1 year" },
		{ "type": "PRIMARY", "title": "Overall  Survival.", "timeFrame": "1 Year" },
	]);
	let study = with_results(registered, reported);
	let (reports, extras) = study.results();
	let survival = study.outcomes[0].1.outcome(OutcomeKind::Primary);
	assert_eq!(reports[0].account, OutcomeAccount::Reported { outcome: survival });
	let reason = NotReportedReason::Other;
	assert_eq!(reports[1].account, OutcomeAccount::NotReported { reason });
	assert_eq!(extras.len(), 1);
}

#[test]
fn results_should_account_for_outcomes_that_are_there_twice_one_by_one() {
	let twice = json!([{ "measure": "Pain" }, { "measure": "Pain" }]);
	let reported = json!([{ "type": "PRIMARY", "title": "Pain" }]);
	let study = with_results(json!({ "primaryOutcomes": twice }), reported);
	let (reports, extras) = study.results();
	let told = reports.iter().filter(|report| {
		matches!(report.account, salus_client::primitives::trial::OutcomeAccount::Reported { .. })
	});
	assert_eq!((reports.len(), told.count(), extras.len()), (2, 1, 0));
}

#[test]
fn read_should_code_countries_and_tell_those_that_have_no_code() {
	let places = json!([
		{ "country": "United States", "city": "Boston" },
		{ "country": "Korea, Republic of" },
		{ "country": "United States" },
		{ "country": "Atlantis" },
		{ "city": "Somewhere" },
	]);
	let study = changed("/protocolSection/contactsLocationsModule", json!({ "locations": places }));
	let study = study.unwrap();
	let codes: Vec<_> = study.countries.iter().map(|country| country.to_string()).collect();
	assert_eq!(codes, ["KR", "US"]);
	assert!(study.notes.iter().any(|note| note.contains("\"Atlantis\"")), "{:?}", study.notes);
	assert!(study.notes.iter().any(|note| note.starts_with("1 places")), "{:?}", study.notes);
	assert!(study.details().text(TrialText::Countries).is_some(), "the places are not lost");
}

#[test]
fn read_should_refuse_statuses_of_other_types_and_dates_that_cannot_be() {
	let status = "/protocolSection/statusModule";
	let with = |value: Value| changed(status, value);
	let available = with(json!({ "overallStatus": "AVAILABLE" }));
	assert!(matches!(available, Err(Refusal::StatusOfOtherType { .. })), "{available:?}");
	let dates = |completion: &str, kind: &str| {
		with(json!({
			"overallStatus": "COMPLETED",
			"startDateStruct": { "date": "2010-05", "type": "ACTUAL" },
			"completionDateStruct": { "date": completion, "type": kind },
		}))
	};
	let contradictory = Refusal::ContradictoryDates { earlier: "start", later: "completion" };
	assert_eq!(dates("2010-04", "ACTUAL"), Err(contradictory));
	assert!(dates("2010-04", "ESTIMATED").is_ok(), "a plan may be outdated");
	assert!(dates("2010-05-03", "ACTUAL").is_ok(), "the start was some day of that month");
	let old = with(json!({
		"overallStatus": "COMPLETED",
		"startDateStruct": { "date": "1948-09" },
	}))
	.unwrap();
	assert_eq!(old.dates.start, None);
	assert!(old.notes.iter().any(|note| note.contains("1948-09")), "{:?}", old.notes);
	let verified = with(json!({ "overallStatus": "COMPLETED", "statusVerifiedDate": "1948-09" }));
	assert!(matches!(verified, Err(Refusal::BeforeClock { .. })), "{verified:?}");
}

#[test]
fn read_should_find_every_number_of_a_registry_once() {
	let module = json!({
		"nctId": "NCT00000001",
		"briefTitle": "A study",
		"orgStudyIdInfo": { "id": "2015-001894-41" },
		"nctIdAliases": ["NCT00000009"],
		"secondaryIdInfos": [
			{ "id": "NCT00000001" },
			{ "id": "2015-001894-41" },
			{ "id": " ISRCTN50189673 " },
			{ "id": "CA-1234" },
		],
	});
	let study = changed("/protocolSection/identificationModule", module).unwrap();
	let ids: Vec<_> = study.other_ids.iter().map(|id| id.as_str()).collect();
	assert_eq!(ids, ["2015-001894-41", "NCT00000009", "ISRCTN50189673"]);
	let text = &study.texts[&TrialText::SecondaryIds];
	assert!(text.contains("CA-1234") && text.contains("NCT00000009"), "{text}");
}

const LISTS: &str = "/protocolSection/outcomesModule";

fn whole(measure: &str) -> Value {
	json!({ "measure": measure, "timeFrame": "1 year" })
}

/// The update that puts these lists of primary and secondary outcomes in the place of others.
fn lists(old: [&[&str]; 2], new: [&[&str]; 2]) -> Update {
	let module = |[primary, secondary]: [&[&str]; 2]| {
		let list = |measures: &[&str]| measures.iter().copied().map(whole).collect::<Vec<_>>();
		json!({ "primaryOutcomes": list(primary), "secondaryOutcomes": list(secondary) })
	};
	let replace = json!({
		"op": "replace",
		"path": LISTS,
		"old_value": module(old),
		"new_value": module(new),
	});
	update(json!([replace])).expect("an update")
}

#[test]
fn update_should_change_nothing_when_outcomes_only_stand_in_another_order() {
	let update = lists([&["A", "B"], &["C", "D"]], [&["B", "A"], &["C", "D"]]);
	assert_eq!(update.changes, []);
	assert_eq!(update.notes, ["outcomes in another order, none of them changed"]);
	let told = conformance::Told::of(&update);
	assert!(!told.primary && told.primary_reordered && !told.others_reordered);
	let expected = |primary, secondary| conformance::Expected {
		primary_changed: Some(primary),
		secondary_changed: Some(secondary),
		status_before: None,
	};
	// Whether an order is a change of the record is a matter of opinion; of the others it is none.
	assert_eq!(told.disagrees(&expected(false, false)), None);
	assert_eq!(told.disagrees(&expected(true, false)), None);
	assert!(told.disagrees(&expected(true, true)).is_some());
}

#[test]
fn update_should_know_an_outcome_that_goes_to_another_list() {
	use salus_client::primitives::{codes::OutcomeKind, trial::OutcomeChange};
	let update = lists([&["A", "B"], &["C"]], [&["A"], &["C", "B"]]);
	let demoted = update.outcomes[1].1.outcome(OutcomeKind::Secondary);
	assert_eq!(update.changes, [OutcomeChange::Replace { number: 1, outcome: demoted }]);
	let told = conformance::Told::of(&update);
	assert!(told.primary && told.secondary);
}

#[test]
fn update_should_blame_only_the_outcome_that_was_removed_or_inserted() {
	use salus_client::primitives::trial::OutcomeChange;
	let removed = lists([&["A", "B", "C"], &[]], [&["B", "C"], &[]]);
	assert_eq!(removed.changes, [OutcomeChange::Remove { number: 0 }]);
	let inserted = lists([&["A", "B"], &[]], [&["X", "A", "B"], &[]]);
	assert!(matches!(inserted.changes.as_slice(), [OutcomeChange::Add { .. }]));
	let renamed = lists([&["A", "B"], &[]], [&["A", "X"], &[]]);
	assert!(matches!(renamed.changes.as_slice(), [OutcomeChange::Replace { number: 1, .. }]));
	for update in [removed, inserted, renamed] {
		assert!(conformance::Told::of(&update).primary);
	}
}

#[test]
fn update_should_tell_changes_that_nobody_would_notice_apart() {
	let path = format!("{LISTS}/primaryOutcomes/0/measure");
	let change = |old: &str, new: &str| {
		let replace = json!({ "op": "replace", "path": path, "old_value": old, "new_value": new });
		update(json!([replace])).expect("an update")
	};
	let rewritten = change("Overall Survival", "Overall  survival.");
	assert_eq!(rewritten.changes.len(), 1);
	assert_eq!(rewritten.notes, ["1 of the changes in spaces, letter case or full stops alone"]);
	assert_eq!(change("Overall survival", "Survival").notes, [""; 0]);
	assert_eq!(change("Same", "Same").changes, []);
}

#[test]
fn update_should_leave_out_dates_that_contradict_each_other() {
	let status = "/protocolSection/statusModule";
	let add = |name: &str, date: &str| {
		let new = json!({ "date": date, "type": "ACTUAL" });
		json!({ "op": "add", "path": format!("{status}/{name}"), "new_value": new })
	};
	let odd = update(json!([add("startDateStruct", "2018"), add("completionDateStruct", "2017")]));
	let odd = odd.unwrap();
	assert_eq!(odd.dates_after, odd.dates_before);
	assert_eq!(odd.notes.len(), 1);
	let fine = update(json!([add("startDateStruct", "2017")])).unwrap();
	assert!(fine.dates_after.start.is_some() && fine.notes.is_empty());
	let whole = update(json!([{ "op": "replace", "path": "/protocolSection", "new_value": {} }]));
	assert!(matches!(whole, Err(Refusal::InvalidPatch(_))), "{whole:?}");
}
