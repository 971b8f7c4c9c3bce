//! End to end on real input: from a bundle of FHIR resources to a decision, and after a restart.

mod common;

use common::{sample_bundles, Chain, ON_DEMAND};
use salus_client::{
	fhir::{self, Bundle},
	store::Folder,
	walk::{Cast, Walk},
};
use std::fs;

/// How many of the sample bundles are walked here; `scripts/conformance.sh` walks them all.
const SAMPLES: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn walk_should_hold_when_bundles_are_real_and_the_node_restarts() {
	let mut bundles = vec![("the example".to_owned(), fhir::EXAMPLE.as_bytes().to_vec())];
	match sample_bundles() {
		// Only files of one patient; what the reader makes of the others is tested in the client.
		Some(samples) => bundles.extend(
			samples
				.iter()
				.map(|file| (file.display().to_string(), fs::read(file).expect("readable")))
				.filter(|(_, bytes)| Bundle::read(bytes).is_ok())
				.take(SAMPLES),
		),
		None => eprintln!("skipped: no sample bundles, as SALUS_DATA_DIR has no folder fhir"),
	}
	let mut chain = Chain::boot(ON_DEMAND).await;
	let store_dir = tempfile::tempdir().expect("a temporary folder");
	let store = Folder::open(store_dir.path()).expect("the folder can be made");
	let cast = Cast::development(chain.client()).await.expect("a development chain");

	let mut walks = Vec::new();
	for (name, bytes) in &bundles {
		let bundle = Bundle::read(bytes).expect("one patient's bundle");
		let tell = &mut |step: &str, outcome: &str| println!("{name}: {step}: {outcome}");
		let walk = Walk::enact(chain.client(), &cast, &store, &bundle, tell)
			.await
			.unwrap_or_else(|failure| panic!("{name}: {failure}"));
		walk.check(chain.client(), tell)
			.await
			.unwrap_or_else(|failure| panic!("{name}: {failure}"));
		assert_eq!(walk.summary().singly + walk.summary().batched, bundle.resources().len());
		walks.push(walk);
	}

	let quiet = &mut |_: &str, _: &str| {};
	chain.restart().await;
	for walk in &walks {
		walk.check(chain.client(), quiet).await.expect("all of it after a restart");
		walk.revoke(chain.client(), quiet).await.expect("revocation");
		walk.check_revoked(chain.client(), quiet).await.expect("all of it after revocation");
	}
	chain.crash().await;
	for walk in &walks {
		walk.check_revoked(chain.client(), quiet).await.expect("all of it after a crash");
	}
}
