//! How much state and how many bytes of blocks each call leaves behind, and what that means for a
//! region in ten years.

use crate::{
	machine, sign,
	stage::{Scale, Stage},
	throughput::kinds::{Kind, Maker},
};
use clap::Args;
use frame_support::traits::UnfilteredDispatchable;
use salus_runtime::RuntimeOrigin;
use serde_json::{json, Value};
use sp_core::{storage::Storage, H256};
use sp_state_machine::BasicExternalities;
use std::{
	error::Error,
	path::{Path, PathBuf},
};

/// How often each call is made.
const CALLS: u32 = 2_008;
const GIGABYTE: f64 = 1e9;

/// What is measured.
#[derive(Args)]
pub struct Options {
	/// How many records are in the state beforehand.
	#[arg(long, default_value_t = 1_000_000)]
	records: u32,
	/// How many patients.
	#[arg(long, default_value_t = 100_000)]
	patients: u32,
	/// How many persons the region of the calculation has.
	#[arg(long, default_value_t = 10_000_000)]
	persons: u64,
	/// For how many years.
	#[arg(long, default_value_t = 10)]
	years: u64,
	/// How many bytes on disk a byte of state needs, as `salus-bench reads` shows it.
	#[arg(long, default_value_t = 2.0)]
	disk_factor: f64,
	/// Where to write the results for programs to read.
	#[arg(long)]
	json: Option<PathBuf>,
	/// The commit, for the results.
	#[arg(long)]
	commit: Option<String>,
}

/// What a call of a kind leaves behind, in the mean.
struct Left {
	kind: Kind,
	/// New entries of the state.
	entries: f64,
	/// Their bytes, keys included, and what others have grown by.
	state: f64,
	/// The signed transaction.
	transaction: f64,
}

/// How often a person causes a call in a year: what the calculation assumes.
const PER_PERSON: [(Kind, f64, &str); 5] = [
	(Kind::Consent, 2.0, "a consent at two places of care"),
	(Kind::Anchor, 10.0, "records that others have to find by themselves"),
	(Kind::Disclosure, 5.0, "accesses from outside the house that wrote"),
	(Kind::Container, 0.5, "medicines travel by the case, and cases by the container"),
	(Kind::Batch, 0.02, "200 further records in batches of 10,000"),
];

/// Measures, and says what was found.
pub fn measure(binary: &Path, options: &Options) -> Result<bool, Box<dyn Error>> {
	let Options { records, patients, .. } = *options;
	let scale = Scale { organizations: 251, agents: 4, patients, records, consents: true };
	let mut storage = Stage::in_memory(binary, "dev", &scale)?;
	println!(
		"before: {} entries, {:.0} MB of state with keys",
		storage.top.len(),
		size(&storage) as f64 / 1e6
	);
	println!(
		"{:<12} {:>12} {:>12} {:>18}",
		"call", "new entries", "state bytes", "transaction bytes"
	);
	let mut maker = Maker::new(scale, 0);
	let mut found = Vec::new();
	for kind in Kind::ALL {
		let left = left(kind, &mut maker, &mut storage)?;
		println!(
			"{:<12} {:>12.2} {:>12.0} {:>18.0}",
			kind.name(),
			left.entries,
			left.state,
			left.transaction
		);
		found.push(left);
	}
	let region = region(&found, options);
	if let Some(path) = &options.json {
		let calls: Vec<Value> = found.iter().map(Left::json).collect();
		let results = json!({ "stage": scale, "calls": calls, "region": region });
		machine::write(path, options.commit.as_deref(), results)?;
	}
	Ok(true)
}

fn size(storage: &Storage) -> usize {
	storage.top.iter().map(|(key, value)| key.len() + value.len()).sum()
}

/// Makes the calls, and compares the state with what it was.
fn left(kind: Kind, maker: &mut Maker, storage: &mut Storage) -> Result<Left, Box<dyn Error>> {
	let (entries, bytes) = (storage.top.len(), size(storage));
	let made = maker.make(kind, CALLS);
	let mut transactions = 0;
	let outcome = BasicExternalities::execute_with_storage(storage, || {
		made.into_iter().try_for_each(|(unsigned, _)| {
			let call = unsigned.call.clone();
			let origin = RuntimeOrigin::signed(unsigned.signer.account());
			transactions += sign::sign(unsigned, H256::zero()).len();
			call.dispatch_bypass_filter(origin).map(|_| ()).map_err(|error| error.error)
		})
	});
	outcome.map_err(|error| format!("{} failed: {error:?}", kind.name()))?;
	let each = |more: usize, less: usize| (more as f64 - less as f64) / f64::from(CALLS);
	Ok(Left {
		kind,
		entries: each(storage.top.len(), entries),
		state: each(size(storage), bytes),
		transaction: each(transactions, 0),
	})
}

/// What a region leaves behind, by the assumptions above.
fn region(found: &[Left], options: &Options) -> Value {
	let calls_of = |per_person: f64| per_person * options.persons as f64 * options.years as f64;
	println!(
		"\n{} persons in {} years, each causing a year, as assumed:",
		options.persons, options.years
	);
	let (mut calls, mut state, mut blocks) = (0.0, 0.0, 0.0);
	for (kind, per_person, why) in PER_PERSON {
		let Some(left) = found.iter().find(|left| left.kind == kind) else { continue };
		let count = calls_of(per_person);
		println!(
			"  {per_person:>5} {:<11} ({why}): {:.2} billion calls, {:.0} GB of state, {:.0} GB in \
			blocks",
			kind.name(),
			count / 1e9,
			count * left.state / GIGABYTE,
			count * left.transaction / GIGABYTE
		);
		calls += count;
		state += count * left.state;
		blocks += count * left.transaction;
	}
	let per_second = calls / (options.years as f64 * 365.25 * 86_400.0);
	println!(
		"together {:.2} billion calls, {per_second:.0} a second in the mean; {:.2} TB of state, about \
		{:.2} TB on disk; {:.2} TB of blocks",
		calls / 1e9,
		state / 1e12,
		state * options.disk_factor / 1e12,
		blocks / 1e12
	);
	json!({
		"persons": options.persons, "years": options.years, "calls": calls,
		"callsPerSecond": per_second, "stateBytes": state,
		"stateBytesOnDisk": state * options.disk_factor, "blockBytes": blocks,
	})
}

impl Left {
	fn json(&self) -> Value {
		json!({
			"call": self.kind.name(), "newEntries": self.entries, "stateBytes": self.state,
			"transactionBytes": self.transaction,
		})
	}
}
