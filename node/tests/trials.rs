//! End to end: real studies and real updates of records, through a chain whose clock goes along, and
//! what the node then answers about them.

mod common;

use common::Chain;
use salus_client::{
	primitives::{codes::TrialStatus, trial::Comparison},
	rpc_params,
	trials::{conformance, Cast, Study, Walk},
	Error,
};
use serde_json::{json, Value};
use std::{env, path::PathBuf};

/// A development chain that begins before the first sample does.
const HISTORICAL: &[&str] = &["--dev", "--sealing=instant", "--start-time=2001-01-01T00:00:00Z"];

/// An invented study that two outcomes are registered for, of which results report one, and another
/// that never was registered.
fn study() -> Study {
	let outcome = |measure: &str| json!({ "measure": measure, "timeFrame": "1 year" });
	let reported = |kind: &str, title: &str| {
		json!({
			"type": kind,
			"title": title,
			"timeFrame": "1 year",
			"reportingStatus": "POSTED"
		})
	};
	let json = json!({
		"protocolSection": {
			"identificationModule": { "nctId": "NCT00000001", "briefTitle": "A study" },
			"statusModule": {
				"overallStatus": "COMPLETED",
				"studyFirstSubmitDate": "2002-01-01",
				"startDateStruct": { "date": "2002-02", "type": "ACTUAL" },
				"primaryCompletionDateStruct": { "date": "2003-02", "type": "ACTUAL" },
				"completionDateStruct": { "date": "2003-06", "type": "ACTUAL" },
				"resultsFirstSubmitDate": "2003-12-24"
			},
			"designModule": {
				"studyType": "INTERVENTIONAL",
				"designInfo": { "allocation": "RANDOMIZED", "maskingInfo": { "masking": "DOUBLE" } },
				"enrollmentInfo": { "count": 40, "type": "ACTUAL" }
			},
			"conditionsModule": { "conditions": ["Condition"] },
			"eligibilityModule": { "eligibilityCriteria": "Adults" },
			"contactsLocationsModule": {
				"locations": [{ "country": "Korea, Republic of" }, { "country": "United States" }]
			},
			"outcomesModule": {
				"primaryOutcomes": [outcome("Survival")],
				"secondaryOutcomes": [outcome("Pain")]
			}
		},
		"resultsSection": {
			"outcomeMeasuresModule": {
				"outcomeMeasures": [reported("SECONDARY", "Pain"), reported("PRIMARY", "Weight")]
			}
		}
	});
	Study::read(&json).expect("a study")
}

#[tokio::test(flavor = "multi_thread")]
async fn trials_should_show_switched_outcomes_and_survive_a_restart() {
	let mut chain = Chain::boot(HISTORICAL).await;
	let cast = Cast::development(chain.client()).await.expect("a development chain");
	let mut walk = Walk::of_study(study());
	while walk.next_at().is_some() {
		walk.advance(chain.client(), &cast).await.unwrap_or_else(|failure| panic!("{failure}"));
	}
	let told = walk.check(chain.client()).await.unwrap_or_else(|failure| panic!("{failure}"));
	assert!(told.contains("1 not-reported, 1 not-registered, results in time"), "{told}");

	chain.restart().await;
	walk.check(chain.client()).await.expect("all of it after a restart");

	// The node's own JSON-RPC says the same, in JSON.
	let client = chain.client();
	let trial = walk.trial();
	let info: Value = client.request("trials_v1_get", rpc_params![trial]).await.expect("answered");
	assert_eq!(info["status"], TrialStatus::Completed.code());
	assert_eq!(info["registryIds"], json!(["NCT00000001"]));
	let id: Value = client
		.request("trials_v1_byRegistryId", rpc_params!["NCT00000001"])
		.await
		.expect("answered");
	assert_eq!(id, json!(trial));
	let comparison: Comparison =
		client.request("trials_v1_comparison", rpc_params![trial]).await.expect("answered");
	assert!(comparison.differs);
	let audit: Value =
		client.request("trials_v1_audit", rpc_params![trial, 0, 2]).await.expect("answered");
	assert_eq!(audit["entries"][0]["what"], "registered");
	assert_eq!(audit["next"], 2);
	let results: Value =
		client.request("trials_v1_results", rpc_params![trial, 1]).await.expect("answered");
	assert_eq!((&results["version"], &results["unregistered"]), (&json!(1), &json!(1)));
	assert_eq!(results["reports"][0]["account"], "not-reported");
	let lists: Value =
		client.request("trials_v1_allocationLists", rpc_params![trial]).await.expect("answered");
	assert_eq!((&lists["lists"][0]["number"], &lists["next"]), (&json!(0), &Value::Null));
	let version: Value =
		client.request("trials_v1_version", rpc_params![trial, 1]).await.expect("answered");
	assert_eq!(version["details"]["countries"], json!(["KR", "US"]));
	for (method, params, list) in [
		("trials_v1_certificates", rpc_params![trial], "certificates"),
		("trials_v1_followUps", rpc_params![trial, 0], "followUps"),
	] {
		let page: Value = client.request(method, params).await.expect("answered");
		assert_eq!(page, json!({ list: [], "next": null }));
	}
	let refused: Result<Value, Error> =
		client.request("trials_v1_byRegistryId", rpc_params!["12345"]).await;
	assert!(refused.is_err(), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn trials_should_come_through_when_they_are_real() {
	let data = env::var_os("SALUS_DATA_DIR")
		.map_or_else(|| PathBuf::from("../../shared/data"), Into::into);
	let folder = data.join("trials");
	if !folder.is_dir() {
		eprintln!("skipped: no sample studies, as SALUS_DATA_DIR has no folder trials");
		return;
	}
	let chain = Chain::boot(HISTORICAL).await;
	let tell = &mut |line: String| println!("{line}");
	let total = conformance::run(&folder, chain.client(), tell).await.expect("run");
	assert!(total.is_clean(), "{total:?}");

	// Again, when the chain's clock is past all of it: the studies are there already, and the updates
	// are replayed with the dates that the records state.
	let again = conformance::run(&folder, chain.client(), tell).await.expect("run");
	assert!(again.is_clean(), "{again:?}");
	assert!(again.refused > total.refused, "{again:?}");
}
