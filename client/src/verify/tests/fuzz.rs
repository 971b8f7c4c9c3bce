//! Fuzzes what a node may send in evidence. `SALUS_FUZZ_CASES` says how many cases there are.

use super::*;
use proptest::{
	collection::vec as many,
	prelude::*,
	sample::Index,
	test_runner::{Config, TestCaseResult, TestRunner},
};

fn run<S: Strategy>(strategy: S, test: impl Fn(S::Value) -> TestCaseResult) {
	let cases = std::env::var("SALUS_FUZZ_CASES").map_or(64, |cases| {
		cases.parse().expect("SALUS_FUZZ_CASES is a number of cases, such as 1000000")
	});
	let config = Config { cases, failure_persistence: None, ..Config::default() };
	TestRunner::new(config).run(&strategy, test).unwrap_or_else(|found| panic!("{found}"));
}

/// What a liar does with bytes.
#[derive(Clone, Debug)]
enum Lie {
	Set(Index, u8),
	Insert(Index, u8),
	Remove(Index),
	Truncate(Index),
	Repeat(Index, Index),
}

fn lies() -> impl Strategy<Value = Vec<Lie>> {
	let lie = prop_oneof![
		4 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Lie::Set(at, byte)),
		1 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Lie::Insert(at, byte)),
		1 => any::<Index>().prop_map(Lie::Remove),
		1 => any::<Index>().prop_map(Lie::Truncate),
		1 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Lie::Repeat(from, to)),
	];
	many(lie, 0..4)
}

fn tell(lies: Vec<Lie>, bytes: &mut Vec<u8>) {
	for lie in lies {
		if bytes.is_empty() {
			return;
		}
		let size = bytes.len();
		match lie {
			Lie::Set(at, byte) => bytes[at.index(size)] = byte,
			Lie::Insert(at, byte) => bytes.insert(at.index(size), byte),
			Lie::Remove(at) => drop(bytes.remove(at.index(size))),
			Lie::Truncate(at) => bytes.truncate(at.index(size)),
			Lie::Repeat(from, to) => {
				let part = bytes[from.index(size)..].to_vec();
				let to = to.index(size);
				bytes.splice(to..to, part);
			},
		}
	}
}

/// Whatever a node does to the nodes of the trie, no value is believed but the one in the state.
#[test]
fn state_should_give_the_truth_or_an_error_when_nodes_are_tampered_with() {
	const KEYS: [&[u8]; 4] = [b"short", b"long", b"absent", state::CODE];
	let (root, honest) = prove(|value, _| KEYS.iter().for_each(|key| value(key)));
	let truth = state();
	run((any::<Index>(), lies(), many(any::<u8>(), 0..80)), |(which, lies, more)| {
		let mut proof = honest.clone();
		let which = which.index(proof.len());
		tell(lies, &mut proof[which].0);
		proof.push(more.into());
		let Ok(state) = ProvenState::new(root, &proof) else { return Ok(()) };
		for key in KEYS {
			if let Ok(value) = state.read(key) {
				prop_assert_eq!(value, truth.storage(key).expect("in memory"));
			}
		}
		Ok(())
	});
}

/// Whatever a node does to headers and votes, no other block gets final, and nobody is handed over to
/// but those whom the last set named.
#[test]
fn chain_should_follow_the_votes_or_nothing_when_they_are_tampered_with() {
	let handover = block(9, Some(&[Eve]));
	let last = block(20, None);
	let honest = [voted(&handover, 5, &FOUR), voted(&last, 6, &[Eve])];
	let final_ones = [block(0, None), handover, last];
	run(
		(lies(), lies(), lies(), lies(), many(0..2usize, 0..4)),
		|(first_header, first_votes, second_header, second_votes, order)| {
			let mut blocks = honest.clone();
			tell(first_header, &mut blocks[0].header.0);
			tell(first_votes, &mut blocks[0].justification.0);
			tell(second_header, &mut blocks[1].header.0);
			tell(second_votes, &mut blocks[1].justification.0);
			let blocks = order.into_iter().map(|i| blocks[i].clone()).collect();
			let mut chain = chain();
			// An error leaves what was verified before it.
			accept(&mut chain, blocks).ok();
			prop_assert!(final_ones.contains(chain.head()));
			let id = chain.authorities().id;
			prop_assert_eq!(id, if chain.head().number < 9 { 5 } else { 6 });
			Ok(())
		},
	);
}
