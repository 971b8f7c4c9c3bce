//! How many records a second are anchored through batches, and how long it takes to prove one.
//!
//! The client does all its work: the commitments of the records, their leaves, the trees. Each
//! thread makes batches of its own and anchors each as soon as its root is known.

use crate::{
	machine,
	network::Network,
	sign::{self, Signer, Unsigned},
	stage::{self, Scale, Stage},
	times::{milliseconds, Times},
};
use clap::Args;
use salus_client::{Client, Until};
use salus_primitives::{
	merkle::{self, Tree, MAX_LEAVES},
	record, BatchId, RecordId,
};
use serde_json::json;
use sp_core::H256;
use sp_io::hashing::blake2_256;
use std::{
	error::Error,
	hint::black_box,
	path::{Path, PathBuf},
	time::Instant,
};

/// How many proofs are verified.
const PROOFS: u32 = 2_000;

/// What is measured.
#[derive(Args)]
pub struct Options {
	/// How many records a batch has.
	#[arg(long, default_value_t = 1 << 20, value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_LEAVES)))]
	leaves: u32,
	/// How many batches are anchored.
	#[arg(long, default_value_t = 32)]
	batches: u32,
	/// The least number of commitments a second.
	#[arg(long, default_value_t = 2_000_000.0)]
	limit: f64,
	/// Where to write the results for programs to read.
	#[arg(long)]
	json: Option<PathBuf>,
	/// The commit, for the results.
	#[arg(long)]
	commit: Option<String>,
}

/// Measures, and says what was found. Whether the speed is within the limit and a proof takes less
/// than a millisecond.
pub async fn measure(binary: &Path, options: &Options) -> Result<bool, Box<dyn Error>> {
	let folder = tempfile::tempdir()?;
	// Each batch has an agent of its own.
	let agents = options.batches;
	let scale = Scale { organizations: 1, agents, patients: 1, records: 0, consents: false };
	let stage = Stage::build(binary, "dev", folder.path(), scale)?;
	let network = Network::start(binary, &stage.spec, 1, &[]).await?;
	let url = network.urls().into_iter().next().ok_or("there is no node")?;
	let client = Client::connect(&url).await?;

	// The commitments are known, as whoever keeps the records has them already.
	let leaves = commitments(options.leaves);
	let total = f64::from(options.leaves) * f64::from(options.batches);
	let began = Instant::now();
	let runtime = tokio::runtime::Handle::current();
	let numbers: Vec<u32> = (0..options.batches).collect();
	let hashing = tokio::task::spawn_blocking(move || {
		let anchored = sign::in_parallel(numbers, |number| -> Result<_, String> {
			let tree = Tree::new(&leaves).map_err(|error| error.to_string())?;
			let batch = BatchId(H256(blake2_256(&number.to_le_bytes())));
			let (root, leaves) = (tree.root(), tree.leaves());
			let call = pallet_records::Call::anchor_batch { batch, root, leaves }.into();
			let unsigned = Unsigned { signer: Signer::Agent(0, number), nonce: 0, call };
			let transaction = sign::sign(unsigned, client.genesis());
			let client = client.clone();
			Ok(runtime.spawn(async move { client.watch(Until::InBlock, &transaction).await }))
		});
		(anchored, began.elapsed())
	});
	let (anchored, hashed) = hashing.await?;
	for one in anchored {
		if !one?.await??.has("Records", "BatchAnchored") {
			return Err("a batch was not anchored".into());
		}
	}
	let whole = began.elapsed();
	let hashing = total / hashed.as_secs_f64();
	let anchoring = total / whole.as_secs_f64();
	println!(
		"{} batches of {} records: hashed in {:.2} s, {:.2} million a second; all anchored after \
		{:.2} s, {:.2} million a second",
		options.batches,
		options.leaves,
		hashed.as_secs_f64(),
		hashing / 1e6,
		whole.as_secs_f64(),
		anchoring / 1e6
	);
	let committing = committing_rate(options.leaves);
	println!("commitments made of records: {:.2} million a second", committing / 1e6);
	let proofs = proofs(options.leaves)?;
	println!(
		"an inclusion proof is verified in {:.3} ms, 99 % in {:.3} ms",
		milliseconds(proofs.median()),
		milliseconds(proofs.percentile(99))
	);
	if let Some(path) = &options.json {
		let results = json!({
			"leaves": options.leaves, "batches": options.batches,
			"hashedPerSecond": hashing, "anchoredPerSecond": anchoring,
			"committedPerSecond": committing, "proof": proofs.json(),
		});
		machine::write(path, options.commit.as_deref(), results)?;
	}
	let within = anchoring >= options.limit && milliseconds(proofs.percentile(99)) < 1.0;
	println!("{}", if within { "ok" } else { "too slow" });
	Ok(within)
}

/// So many commitments.
fn commitments(count: u32) -> Vec<H256> {
	sign::in_parallel((0..count).collect(), |n| H256(blake2_256(&n.to_le_bytes())))
}

/// How many commitments a second are made of records and their salts.
fn committing_rate(count: u32) -> f64 {
	let pointer = stage::pointer(&[7; 32], stage::organization_id(0));
	let began = Instant::now();
	let commitments = sign::in_parallel((0..count).collect(), |n| {
		let salt = H256::from_low_u64_be(n.into()).0;
		record::commitment(stage::patient_id(0), RecordId(H256(salt)), &pointer, &salt)
	});
	black_box(commitments);
	f64::from(count) / began.elapsed().as_secs_f64()
}

/// How long it takes to verify the proofs of leaves all over a tree.
fn proofs(leaves: u32) -> Result<Times, Box<dyn Error>> {
	let commitments = commitments(leaves);
	let tree = Tree::new(&commitments)?;
	let root = tree.root();
	let mut times = Vec::new();
	for (index, commitment) in
		(0..leaves).zip(&commitments).step_by((leaves / PROOFS).max(1) as usize)
	{
		let proof = tree.proof(index).ok_or("a leaf without a proof")?;
		let began = Instant::now();
		let holds = merkle::verify(&root, leaves, black_box(commitment), &proof);
		times.push(began.elapsed());
		if !holds {
			return Err("a proof does not hold".into());
		}
	}
	Ok(Times::sorted(times))
}
