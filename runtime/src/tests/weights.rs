//! Every call has a benchmark, and the generated weights are those of the benchmarks.

use super::dev_ext;
use crate::{
	benchmarks, configs::benchmark_people::People, Disclosures, RuntimeCall, RuntimeOrigin,
};
use frame_support::{assert_ok, dispatch::GetDispatchInfo, traits::GetCallMetadata};
use salus_primitives::{
	codes::{BreakGlassReason, ConsentAction, DataClass, Purpose},
	disclosure::{Access, Recipient, Scope},
	traits::BenchmarkPeople,
};
use sp_runtime::traits::Dispatchable;
use std::{collections::BTreeSet, fs, path::PathBuf};

/// Our own pallets: the name of the folder, and what it is called in the runtime.
fn own_pallets() -> Vec<(String, String)> {
	let folder = PathBuf::from("../pallets");
	let pallets: Vec<_> = fs::read_dir(folder)
		.expect("the folder of the pallets")
		.map(|entry| entry.expect("readable"))
		.filter(|entry| entry.path().join("src/weights.rs").exists())
		.map(|entry| entry.file_name().into_string().expect("a name"))
		.map(|folder| {
			let name = folder
				.split('-')
				.map(|word| word[..1].to_uppercase() + &word[1..])
				.collect::<String>();
			(folder, name)
		})
		.collect();
	assert!(pallets.len() >= 10, "{pallets:?}");
	pallets
}

/// The benchmarks of a pallet and the names of their components.
fn benchmarks_of(folder: &str) -> BTreeSet<(String, Vec<String>)> {
	let name = format!("pallet_{}", folder.replace('-', "_"));
	let (lists, _) = benchmarks::metadata(false);
	let list = lists
		.into_iter()
		.find(|list| list.pallet == name.as_bytes())
		.unwrap_or_else(|| panic!("{name} is not among the runtime's benchmarks"));
	let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("a name");
	list.benchmarks
		.iter()
		.map(|benchmark| {
			let components =
				benchmark.components.iter().map(|(name, ..)| name.to_string()).collect();
			(text(&benchmark.name), components)
		})
		.collect()
}

/// What the trait in a weights file asks for.
fn weights_of(folder: &str) -> BTreeSet<(String, Vec<String>)> {
	let file = PathBuf::from("../pallets").join(folder).join("src/weights.rs");
	let source = fs::read_to_string(file).expect("the weights");
	let (_, rest) = source.split_once("pub trait WeightInfo {").expect("the trait");
	let (body, _) = rest.split_once("\n}").expect("its end");
	body.lines()
		.filter_map(|line| line.trim().strip_prefix("fn "))
		.map(|line| {
			let (name, rest) = line.split_once('(').expect("its arguments");
			let (arguments, _) = rest.split_once(')').expect("their end");
			let components = arguments
				.split(',')
				.filter_map(|argument| argument.split_once(':'))
				.map(|(name, _)| name.trim().to_owned())
				.collect();
			(name.to_owned(), components)
		})
		.collect()
}

#[test]
fn every_call_should_have_a_benchmark() {
	for (folder, pallet) in own_pallets() {
		let benchmarks = benchmarks_of(&folder);
		for call in RuntimeCall::get_call_names(&pallet) {
			assert!(
				benchmarks.iter().any(|(name, _)| name == call),
				"{pallet}.{call} has no benchmark"
			);
		}
	}
}

#[test]
fn weights_should_be_in_step_with_the_benchmarks() {
	for (folder, _) in own_pallets() {
		assert_eq!(
			weights_of(&folder),
			benchmarks_of(&folder),
			"pallets/{folder}/src/weights.rs is not of these benchmarks: scripts/bench.sh weights {folder}"
		);
	}
}

/// What an entry about a record that so many other organizations hold weighs in the end. In an emergency
/// the agent has broken the glass.
fn weight_of_entry(others: u32, purpose: Purpose) -> u64 {
	dev_ext().execute_with(|| {
		People::set_time(1_700_000_000_000);
		let (organization, agent) = People::agent(0);
		let (patient, _) = People::patient(0, organization);
		let record = People::record(patient, &agent, others).expect("a record");
		if purpose == Purpose::BTG {
			assert_ok!(Disclosures::break_glass(
				RuntimeOrigin::signed(agent.clone()),
				patient,
				BreakGlassReason::LifeThreat,
				DataClass::Laboratory.into(),
				None,
			));
		}
		let access = Access {
			recipient: Recipient::Internal,
			scope: Scope::Records(vec![record].try_into().expect("within the bound")),
			action: ConsentAction::Access,
			purpose,
			trial: None,
			details: None,
		};
		let call = pallet_disclosures::Call::record_entry { patient, access, sequence: 1 };
		let call = RuntimeCall::Disclosures(call);
		let announced = call.get_dispatch_info().call_weight;
		let done = call.dispatch(RuntimeOrigin::signed(agent)).expect("its author may");
		let used = done.actual_weight.expect("it is known");
		assert!(used.ref_time() < announced.ref_time());
		used.ref_time()
	})
}

#[test]
fn entry_should_weigh_by_how_many_organizations_hold_the_record() {
	let weights = [0, 1, 8].map(|others| weight_of_entry(others, Purpose::TREAT));
	assert!(weights.is_sorted_by(|fewer, more| fewer < more), "{weights:?}");
}

#[test]
fn entry_should_weigh_more_in_an_emergency() {
	assert!(weight_of_entry(1, Purpose::BTG) > weight_of_entry(1, Purpose::TREAT));
}
