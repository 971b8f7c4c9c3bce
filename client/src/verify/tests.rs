mod fuzz;

use super::*;
use salus_primitives::proof::FinalizedBlock;
use sp_consensus_grandpa::{
	localized_payload, AuthorityId, Commit, ConsensusLog, GrandpaJustification, ScheduledChange,
	GRANDPA_ENGINE_ID,
};
use sp_keyring::Ed25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve};
use sp_runtime::{traits::BlakeTwo256, Digest, DigestItem, StateVersion};
use sp_state_machine::{backend::Backend, InMemoryBackend, TrieBackendBuilder};
use std::collections::BTreeMap;

const SHORT: &[u8] = b"a short value";
const LONG: [u8; 100] = [7; 100];
const WASM: [u8; 60] = [9; 60];

/// A state with something short, something long, code, and much beside it.
fn state() -> InMemoryBackend<BlakeTwo256> {
	let mut values: BTreeMap<_, _> =
		(0..200u32).map(|i| (i.to_le_bytes().repeat(8), i.to_le_bytes().repeat(12))).collect();
	values.insert(b"short".to_vec(), SHORT.to_vec());
	values.insert(b"long".to_vec(), LONG.to_vec());
	values.insert(state::CODE.to_vec(), WASM.to_vec());
	(values, StateVersion::V1).into()
}

/// What proves `read`, and the root.
fn prove(read: impl FnOnce(&dyn Fn(&[u8]), &dyn Fn(&[u8]))) -> (H256, Vec<Bytes>) {
	let state = state();
	let proving = TrieBackendBuilder::wrap(&state).with_recorder(Default::default()).build();
	let value = |key: &[u8]| {
		proving.storage(key).expect("in memory");
	};
	let hash = |key: &[u8]| {
		proving.storage_hash(key).expect("in memory");
	};
	read(&value, &hash);
	let proof = proving.extract_proof().expect("recorded");
	(*state.root(), proof.into_iter_nodes().map(Bytes).collect())
}

#[test]
fn state_should_give_what_is_in_it_and_nothing_for_what_is_not() {
	let (root, proof) = prove(|value, _| {
		for key in [&b"short"[..], b"long", b"absent", state::CODE] {
			value(key);
		}
	});
	let state = ProvenState::new(root, &proof).unwrap();
	assert_eq!(state.read(b"short").unwrap().as_deref(), Some(SHORT));
	assert_eq!(state.read(b"long").unwrap().as_deref(), Some(&LONG[..]));
	assert_eq!(state.read(b"absent").unwrap(), None);
	assert_eq!(state.code().unwrap(), Code::new(WASM.to_vec()).hash());
}

#[test]
fn state_should_name_the_node_that_was_left_out_or_altered() {
	let (root, whole) = prove(|value, _| {
		value(b"short");
		value(b"long");
	});
	assert!(whole.len() > 2, "a proof of one node tests nothing");
	let read = |proof: &[Bytes]| {
		let state = ProvenState::new(root, proof)?;
		state.read(b"short").and(state.read(b"long"))
	};
	assert!(read(&whole).is_ok());
	for i in 0..whole.len() {
		let lost = H256(sp_io::hashing::blake2_256(&whole[i]));
		let mut without = whole.clone();
		without.remove(i);
		let mut altered = whole.clone();
		*altered[i].0.last_mut().unwrap() ^= 1;
		for proof in [without, altered] {
			match read(&proof).unwrap_err() {
				ProofError::WrongRoot { root: named } => assert_eq!((named, lost), (root, root)),
				ProofError::Incomplete { missing } => assert_eq!(missing, lost),
				other => panic!("{other}"),
			}
		}
	}
}

#[test]
fn state_should_not_take_what_was_left_out_for_absent() {
	let (root, proof) = prove(|value, _| value(b"short"));
	let state = ProvenState::new(root, &proof).unwrap();
	assert!(matches!(state.read(b"long"), Err(ProofError::Incomplete { .. })));
	// And nothing more is believed of it, whatever was read since.
	assert!(matches!(state.read(b"short"), Err(ProofError::Incomplete { .. })));
}

#[test]
fn state_should_be_refused_when_it_is_another() {
	let (_, proof) = prove(|value, _| value(b"short"));
	let root = H256::repeat_byte(1);
	let refused = ProvenState::new(root, &proof).err();
	assert!(matches!(refused, Some(ProofError::WrongRoot { root: named }) if named == root));
	assert!(matches!(ProvenState::new(root, &[]), Err(ProofError::WrongRoot { .. })));
}

#[test]
fn code_should_be_proven_by_its_hash_alone() {
	let (root, proof) = prove(|_, hash| hash(state::CODE));
	assert!(proof.iter().all(|node| !node.windows(WASM.len()).any(|part| part == WASM)));
	let state = ProvenState::new(root, &proof).unwrap();
	let code = Code::new(WASM.to_vec());
	assert_eq!(state.code().unwrap(), code.hash());

	let other = Code::new(vec![0; 60]);
	match state.call(&other, "Core_version", &[]) {
		Err(ProofError::WrongCode { proven, given }) => {
			assert_eq!((proven, given), (code.hash(), other.hash()));
		},
		other => panic!("{other:?}"),
	}
	// It is the right one, and no Wasm.
	let failed = state.call(&code, "Core_version", &[]);
	assert!(matches!(failed, Err(ProofError::Execution(_))), "{failed:?}");
}

#[test]
fn check_should_refuse_when_answer_is_as_of_another_block() {
	let (root, proof) = prove(|_, hash| hash(state::CODE));
	let header = Header { state_root: root, ..block(1, None) };
	let answer = Decision::refused(salus_primitives::consent::Reason::UnknownPatient);
	let given = H256::repeat_byte(2);
	let evidence = Proven { at: given, answer, proof };
	let request = Request::new(
		salus_primitives::codes::ConsentAction::Access,
		salus_primitives::codes::Purpose::TREAT,
	);
	let code = Code::new(WASM.to_vec());
	match check(&evidence, &header, &code, PatientId::from([1; 32]), &request) {
		Err(ProofError::OtherBlock { block, given: named }) => {
			assert_eq!((block, named), (header.hash(), given));
		},
		other => panic!("{other:?}"),
	}
	let evidence = Proven { at: header.hash(), ..evidence };
	let other = Header { state_root: H256::zero(), ..header.clone() };
	let evidence_of_other = Proven { at: other.hash(), ..evidence };
	let refused = check(&evidence_of_other, &other, &code, PatientId::from([1; 32]), &request);
	assert!(matches!(refused, Err(ProofError::WrongRoot { .. })), "{refused:?}");
}

/// A block; with `next`, the last of its set of authorities.
fn block(number: u32, next: Option<&[Ed25519Keyring]>) -> Header {
	let change = next.map(|next| {
		let next_authorities = authorities(next);
		let log =
			ConsensusLog::<u32>::ScheduledChange(ScheduledChange { next_authorities, delay: 0 });
		DigestItem::Consensus(GRANDPA_ENGINE_ID, log.encode())
	});
	Header {
		parent_hash: H256::repeat_byte(number as u8),
		number,
		state_root: H256::zero(),
		extrinsics_root: H256::zero(),
		digest: Digest { logs: change.into_iter().collect() },
	}
}

fn authorities(voters: &[Ed25519Keyring]) -> Vec<(AuthorityId, u64)> {
	voters.iter().map(|voter| (voter.public().into(), 1)).collect()
}

/// The block, with the votes of `voters` in the name of set `set`.
fn voted(header: &Header, set: u64, voters: &[Ed25519Keyring]) -> FinalizedBlock {
	const ROUND: u64 = 3;
	let precommit =
		finality_grandpa::Precommit { target_hash: header.hash(), target_number: header.number };
	let message = finality_grandpa::Message::Precommit(precommit.clone());
	let payload = localized_payload(ROUND, set, &message);
	let precommits = voters
		.iter()
		.map(|voter| finality_grandpa::SignedPrecommit {
			precommit: precommit.clone(),
			signature: voter.sign(&payload).into(),
			id: voter.public().into(),
		})
		.collect();
	let commit =
		Commit::<Header> { target_hash: header.hash(), target_number: header.number, precommits };
	let justification =
		GrandpaJustification::<Header> { round: ROUND, commit, votes_ancestries: vec![] };
	FinalizedBlock { header: header.encode().into(), justification: justification.encode().into() }
}

const FOUR: [Ed25519Keyring; 4] = [Alice, Bob, Charlie, Dave];

fn chain() -> FinalChain {
	FinalChain::new(block(0, None), AuthoritySet { id: 5, authorities: authorities(&FOUR) })
}

fn accept(chain: &mut FinalChain, blocks: Vec<FinalizedBlock>) -> Result<(), ProofError> {
	chain.accept(&Finality { blocks, complete: true })
}

#[test]
fn chain_should_go_on_when_more_than_two_thirds_have_voted() {
	for voters in [&FOUR[..3], &FOUR[1..], &FOUR] {
		let mut chain = chain();
		let last = block(9, None);
		accept(&mut chain, vec![voted(&last, 5, voters)]).unwrap();
		assert_eq!(chain.head(), &last);
		// Told the same again, it stays.
		accept(&mut chain, vec![voted(&last, 5, voters)]).unwrap();
		assert_eq!(chain.head(), &last);
	}
}

#[test]
fn chain_should_stay_when_votes_do_not_suffice() {
	let last = block(9, None);
	let mut forged = voted(&last, 5, &[Alice, Bob, Charlie]);
	let end = forged.justification.0.len();
	// Within the last vote's signature, which stands before its signer and the empty ancestry.
	forged.justification.0[end - 40] ^= 1;
	let swapped =
		FinalizedBlock { header: block(10, None).encode().into(), ..voted(&last, 5, &FOUR) };
	let unreadable =
		FinalizedBlock { justification: vec![1, 2, 3].into(), ..voted(&last, 5, &FOUR) };
	for (what, refused) in [
		("two of four", voted(&last, 5, &[Alice, Bob])),
		("one of them twice", voted(&last, 5, &[Alice, Bob, Bob])),
		("a stranger's", voted(&last, 5, &[Alice, Bob, Eve])),
		("those of the set before", voted(&last, 4, &FOUR)),
		("those of the set after", voted(&last, 6, &FOUR)),
		("a forged one", forged),
		("those for another block", swapped),
		("none", voted(&last, 5, &[])),
		("no votes at all", unreadable),
	] {
		let mut chain = chain();
		match accept(&mut chain, vec![refused]) {
			Err(ProofError::NotFinal { set: 5, .. }) => (),
			other => panic!("{what}: {other:?}"),
		}
		assert_eq!(chain, self::chain(), "{what}");
	}
}

#[test]
fn chain_should_be_handed_over_from_set_to_set() {
	let mut chain = chain();
	let handover = block(9, Some(&[Eve]));
	let last = block(20, None);
	let blocks = || vec![voted(&handover, 5, &FOUR), voted(&last, 6, &[Eve])];

	// The next set can't speak before it was handed over to, nor the old one after.
	let early = accept(&mut chain, vec![voted(&last, 6, &[Eve])]);
	assert!(matches!(early, Err(ProofError::NotFinal { set: 5, .. })), "{early:?}");
	let usurped = accept(&mut chain, vec![voted(&handover, 6, &[Eve])]);
	assert!(matches!(usurped, Err(ProofError::NotFinal { set: 5, .. })), "{usurped:?}");
	accept(&mut chain, blocks()).unwrap();
	assert_eq!(chain.authorities(), &AuthoritySet { id: 6, authorities: authorities(&[Eve]) });
	let late = accept(&mut chain, vec![voted(&block(21, None), 5, &FOUR)]);
	assert!(matches!(late, Err(ProofError::NotFinal { set: 6, .. })), "{late:?}");
	assert_eq!(chain.head(), &last);

	assert_eq!(chain.at_or_after(3), Some(&handover));
	assert_eq!(chain.at_or_after(9), Some(&handover));
	assert_eq!(chain.at_or_after(10), Some(&last));
	assert_eq!(chain.at_or_after(21), None);
}

#[test]
fn proven_should_stay_what_it_is_as_json() {
	let (_, proof) = prove(|value, _| value(b"long"));
	let answer = Decision::refused(salus_primitives::consent::Reason::UnknownPatient);
	let evidence = Proven { at: H256::repeat_byte(3), answer, proof };
	let json = serde_json::to_string(&evidence).unwrap();
	let read: Proven<Decision> = serde_json::from_str(&json).unwrap();
	assert_eq!(read, evidence);
}
