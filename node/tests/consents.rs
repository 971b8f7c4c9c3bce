//! Consents of HL7's form on a running chain: granted, asked at the times that their probes name, and
//! brought back to FHIR.

mod common;

use common::{Chain, ON_DEMAND, TIMED};
use salus_client::conformance::{self, Failure};
use serde_json::{json, Value};
use std::{fs, path::PathBuf};
use tempfile::TempDir;

fn fixtures() -> PathBuf {
	PathBuf::from("../client/fixtures/consents")
}

#[tokio::test(flavor = "multi_thread")]
async fn probes_should_be_answered_as_expected_on_a_chain() {
	let chain = Chain::boot(ON_DEMAND).await;
	let mut lines = Vec::new();
	let tell = &mut |line: String| lines.push(line);
	let run = conformance::run(&fixtures(), chain.client(), tell).await;
	let said = lines.join("\n");
	let total = run.unwrap_or_else(|failure| panic!("{failure}\n{said}"));
	assert!(total.is_clean(), "{total:?}\n{said}");
	assert_eq!((total.files, total.refused, total.probes), (8, 1, 23), "{said}");
	// The file that can't be read is named, with what is wrong with it.
	assert!(said.contains("refused   nobody-knows-this.r5.json"), "{said}");
	assert!(said.contains("WHATEVER"), "{said}");
	// A second run would begin in the past.
	let again = conformance::run(&fixtures(), chain.client(), &mut |_| ()).await;
	assert!(matches!(again, Err(Failure::Late { .. })), "{again:?}");
}

/// A copy of the fixtures in which `change` has changed what is expected.
fn changed(change: impl FnOnce(&mut Value)) -> TempDir {
	let folder = tempfile::tempdir().expect("a temporary folder");
	for entry in fs::read_dir(fixtures()).expect("the fixtures") {
		let path = entry.expect("readable").path();
		let name = path.file_name().expect("a name");
		fs::copy(&path, folder.path().join(name)).expect("copied");
	}
	let path = folder.path().join("EXPECTED.json");
	let mut expected = serde_json::from_slice(&fs::read(&path).expect("readable")).expect("JSON");
	change(&mut expected);
	fs::write(path, expected.to_string()).expect("written");
	folder
}

#[tokio::test(flavor = "multi_thread")]
async fn run_should_tell_when_an_answer_differs_or_a_probe_can_not_be_asked() {
	let folder = changed(|expected| {
		let files = expected["files"].as_object_mut().expect("files");
		files.retain(|name, _| name.starts_with("half") || name.starts_with("nobody"));
		files["half-an-hour.r5.json"]["probes"][0]["expected"] = json!("deny");
		files["half-an-hour.r5.json"]["probes"][1]["weather"] = json!("rain");
		files["nobody-knows-this.r5.json"]["probes"] =
			json!([{ "id": "lost", "action": "access", "expected": "deny" }]);
	});
	let chain = Chain::boot(ON_DEMAND).await;
	let mut lines = Vec::new();
	let tell = &mut |line: String| lines.push(line);
	let total = conformance::run(folder.path(), chain.client(), tell).await.expect("a run");
	let said = lines.join("\n");
	assert_eq!((total.ok, total.differed, total.unasked), (1, 1, 2), "{said}");
	assert!(!total.is_clean());
	assert!(said.contains("differed  half-an-hour.r5#1: expected deny, got permit"), "{said}");
	assert!(said.contains("half-an-hour.r5#2: unknown field weather"), "{said}");
	assert!(said.contains("unasked   lost"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn run_should_say_so_when_the_chains_clock_can_not_be_set() {
	let chain = Chain::boot(TIMED).await;
	chain.wait_for_blocks(1).await;
	let run = conformance::run(&fixtures(), chain.client(), &mut |_| ()).await;
	assert!(matches!(run, Err(Failure::Late { .. } | Failure::Clock(_))), "{run:?}");
}
