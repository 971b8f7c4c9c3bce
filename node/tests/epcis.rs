//! End to end on EPCIS documents: imported to a running chain, their chains of custody and hashes as
//! expected.

mod common;

use common::{Chain, ON_DEMAND};
use salus_client::epcis::conformance::{self, Outcome, Total};
use std::{
	env,
	path::{Path, PathBuf},
};

async fn run(chain: &Chain, folder: &Path) -> (Total, Vec<String>) {
	let mut lines = Vec::new();
	let total = conformance::run(folder, chain.client(), &mut |line| {
		println!("{line}");
		if line.outcome == Outcome::Differed {
			lines.push(line.to_string());
		}
	})
	.await
	.unwrap_or_else(|failure| panic!("{failure}"));
	println!("{total}");
	(total, lines)
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_should_be_as_expected_when_they_are_imported() {
	let fixtures = PathBuf::from("../client/fixtures/epcis");
	let mut chain = Chain::boot(ON_DEMAND).await;
	let (total, differing) = run(&chain, &fixtures).await;
	assert!(differing.is_empty(), "{differing:#?}");
	// Three documents, three units, nine hashes; one document and its unit have no beginning.
	let expected = Total { ok: 13, incomplete: 2, refused: 0, differed: 0 };
	assert_eq!(total, expected);

	// What was captured is there after a restart, and another run finds it.
	chain.restart().await;
	let (_, differing) = run(&chain, &fixtures).await;
	assert!(differing.is_empty(), "{differing:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_should_be_as_expected_when_they_are_others() {
	let data = env::var_os("SALUS_DATA_DIR")
		.map(PathBuf::from)
		.unwrap_or_else(|| PathBuf::from("../../shared/data"));
	let folder = data.join("epcis");
	if !folder.is_dir() {
		eprintln!("skipped: no sample documents, as SALUS_DATA_DIR has no folder epcis");
		return;
	}
	let chain = Chain::boot(ON_DEMAND).await;
	let (total, differing) = run(&chain, &folder).await;
	assert!(differing.is_empty(), "{differing:#?}");
	assert!(total.is_success(), "{total}");
}
