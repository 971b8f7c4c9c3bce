//! Who carries the chain: seats that come and go with the organizations, votes that contradict each
//! other, slots that pass unused, and the registry of nodes.

use super::*;
use crate::Nodes;
use frame_support::traits::KeyOwnerProofSystem;
use salus_primitives::{
	node::{NodeRole, PeerId},
	validator::Performance,
	OrganizationId,
};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve};

/// The organizations of the preset, by their administrators.
const ALICES: OrganizationId = OrganizationId(0);
const BOBS: OrganizationId = OrganizationId(1);
const CHARLIES: OrganizationId = OrganizationId(2);
const EVES: OrganizationId = OrganizationId(4);

fn list() -> Vec<AccountId> {
	pallet_validators::Validators::<Runtime>::get().into_inner()
}

fn accounts(of: &[Sr25519Keyring]) -> Vec<AccountId> {
	of.iter().map(|who| who.to_account_id()).collect()
}

/// Registers session keys for `who`, without the proof that only a keystore can give.
fn insert_keys(who: Sr25519Keyring) {
	let keys = crate::SessionKeys {
		aura: who.public().into(),
		grandpa: Ed25519Keyring::Eve.public().into(),
	};
	pallet_session::NextKeys::<Runtime>::insert(who.to_account_id(), keys);
}

fn validators_event(event: pallet_validators::Event<Runtime>) {
	System::assert_has_event(RuntimeEvent::Validators(event));
}

#[test]
fn validator_should_need_session_keys_and_the_council() {
	dev_ext().execute_with(|| {
		let bob = Bob.to_account_id();
		assert_noop!(
			Validators::add_validator(council(1, 1), bob.clone()),
			pallet_validators::Error::<Runtime>::NoSessionKeys
		);
		assert_noop!(
			Validators::add_validator(RuntimeOrigin::signed(bob), AccountId::new([9; 32])),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn validator_should_be_seated_and_unseated_by_the_majority() {
	local_ext().execute_with(|| {
		insert_keys(Eve);
		let eve = Eve.to_account_id();
		for origin in [council(2, 4), committee(4, 4), signed(Alice)] {
			assert_noop!(
				Validators::add_validator(origin.clone(), eve.clone()),
				DispatchError::BadOrigin
			);
			assert_noop!(
				Validators::remove_validator(origin, Alice.to_account_id()),
				DispatchError::BadOrigin
			);
		}
		assert_ok!(Validators::add_validator(council(3, 4), eve.clone()));
		assert_ok!(Validators::remove_validator(council(3, 4), Alice.to_account_id()));
		assert_eq!(list(), accounts(&[Bob, Charlie, Dave, Eve]));
	});
}

#[test]
fn organization_should_lose_its_validators_when_it_may_act_no_longer() {
	local_ext().execute_with(|| {
		assert_ok!(Organizations::suspend(council(3, 4), BOBS));
		assert_eq!(list(), accounts(&[Alice, Charlie, Dave]));
		assert_ok!(Organizations::remove(council(2, 3), CHARLIES));
		assert_eq!(list(), accounts(&[Alice, Dave]));
		assert_ok!(Organizations::resign(signed(Dave)));
		assert_eq!(list(), accounts(&[Alice]));
		for validator in accounts(&[Bob, Charlie, Dave]) {
			validators_event(pallet_validators::Event::ValidatorUnseated { validator });
		}
		// Reinstated, it has to be seated anew.
		assert_ok!(Organizations::reinstate(council(1, 1), BOBS));
		assert_eq!(list(), accounts(&[Alice]));
		assert_ok!(Validators::add_validator(council(1, 1), Bob.to_account_id()));
		assert_eq!(list(), accounts(&[Alice, Bob]));
	});
}

#[test]
fn last_validator_should_stay_until_another_is_seated() {
	dev_ext().execute_with(|| {
		let (alice, eve) = (Alice.to_account_id(), Eve.to_account_id());
		// Without another seat the council would be empty.
		assert_ok!(Organizations::grant_council_seat(council(1, 1), EVES, eve.clone()));
		assert_ok!(Organizations::suspend(council(2, 2), ALICES));
		validators_event(pallet_validators::Event::ValidatorRetained { validator: alice.clone() });
		assert_eq!(list(), accounts(&[Alice]));

		insert_keys(Eve);
		assert_ok!(Validators::add_validator(council(1, 1), eve));
		validators_event(pallet_validators::Event::ValidatorUnseated { validator: alice });
		assert_eq!(list(), accounts(&[Eve]));
	});
}

/// A vote for the block with this hash, as GRANDPA encodes it, and the voter's signature under it.
fn prevote(who: Ed25519Keyring, target: Hash) -> ((Hash, u32), [u8; 64]) {
	const PREVOTE: u8 = 0;
	let vote = (target, 1u32);
	let signature = who.sign(&(PREVOTE, vote, ROUND, SET_ID).encode());
	(vote, signature.0)
}

/// The first round of the first set.
const ROUND: u64 = 1;
const SET_ID: u64 = 0;

type Proof = sp_consensus_grandpa::EquivocationProof<Hash, u32>;
type Owner = <Runtime as pallet_grandpa::Config>::KeyOwnerProof;

/// That `who` voted for both these blocks in one round, and that the key is its.
fn votes_for(who: Ed25519Keyring, blocks: [u8; 2]) -> (Box<Proof>, Owner) {
	const PREVOTES: u8 = 0;
	let [first, second] = blocks.map(|byte| prevote(who, Hash::repeat_byte(byte)));
	let proof = (SET_ID, PREVOTES, ROUND, who.public(), first, second).encode();
	let owner = Historical::prove((sp_consensus_grandpa::KEY_TYPE, who.public().encode()))
		.expect("a seated validator's key");
	(Box::new(Decode::decode(&mut &proof[..]).expect("a proof")), owner)
}

/// What a validator's node sends itself.
fn unsigned_report(equivocation_proof: Box<Proof>, key_owner_proof: Owner) -> UncheckedExtrinsic {
	UncheckedExtrinsic::new_bare(RuntimeCall::Grandpa(
		pallet_grandpa::Call::report_equivocation_unsigned { equivocation_proof, key_owner_proof },
	))
}

fn validate(source: TransactionSource, report: UncheckedExtrinsic) -> bool {
	Executive::validate_transaction(source, report, Hash::default()).is_ok()
}

#[test]
fn equivocator_should_be_removed_when_both_votes_are_shown() {
	local_ext().execute_with(|| {
		let offender = Bob.to_account_id();
		let (proof, owner) = votes_for(Ed25519Keyring::Bob, [1, 2]);
		assert_ok!(Grandpa::report_equivocation(signed(Alice), proof.clone(), owner.clone()));

		validators_event(pallet_validators::Event::EquivocatorRemoved {
			validator: offender.clone(),
			session_index: 0,
		});
		assert_eq!(Session::disabled_validators(), [1]);
		assert!(!list().contains(&offender));
		// Told twice, it counts once.
		assert_noop!(
			Grandpa::report_equivocation(signed(Alice), proof, owner)
				.map_err(|refused| refused.error),
			pallet_grandpa::Error::<Runtime>::DuplicateOffenceReport
		);
	});
}

#[test]
fn equivocator_should_be_removed_by_the_report_of_a_validators_node() {
	local_ext().execute_with(|| {
		let (proof, owner) = votes_for(Ed25519Keyring::Bob, [1, 2]);
		let report = || unsigned_report(proof.clone(), owner.clone());
		// Nobody gets it into the pool over the network.
		assert!(!validate(TransactionSource::External, report()));
		assert!(validate(TransactionSource::Local, report()));

		assert_ok!(Executive::apply_extrinsic(report()).expect("it is valid in a block"));

		validators_event(pallet_validators::Event::EquivocatorRemoved {
			validator: Bob.to_account_id(),
			session_index: 0,
		});
		assert_eq!(list(), accounts(&[Alice, Charlie, Dave]));
		let bob = Validators::info(Bob.to_account_id()).expect("it is still seated");
		assert!(bob.disabled && bob.seated && !bob.listed);
		assert!(!validate(TransactionSource::Local, report()));
	});
}

#[test]
fn report_should_be_refused_when_the_votes_do_not_contradict_each_other() {
	local_ext().execute_with(|| {
		let (proof, owner) = votes_for(Ed25519Keyring::Bob, [1, 1]);
		assert_noop!(
			Grandpa::report_equivocation_unsigned(RuntimeOrigin::none(), proof, owner)
				.map_err(|refused| refused.error),
			pallet_grandpa::Error::<Runtime>::InvalidEquivocationProof
		);
	});
}

#[test]
fn report_should_be_refused_when_the_key_is_somebody_elses() {
	local_ext().execute_with(|| {
		let (proof, _) = votes_for(Ed25519Keyring::Bob, [1, 2]);
		let (_, owner) = votes_for(Ed25519Keyring::Charlie, [1, 2]);
		assert_noop!(
			Grandpa::report_equivocation_unsigned(RuntimeOrigin::none(), proof, owner)
				.map_err(|refused| refused.error),
			pallet_grandpa::Error::<Runtime>::InvalidKeyOwnershipProof
		);
		assert_eq!(list().len(), 4);
	});
}

#[test]
fn missed_slots_should_be_counted_from_aura_s_slots() {
	local_ext().execute_with(|| {
		// Of the four validators, slot 1 was the second one's. Slots 3 to 7 pass.
		begin_block(2, 2);
		begin_block(3, 8);
		let counts: Vec<_> = Validators::list().into_iter().map(|info| info.current).collect();
		assert_eq!(
			counts,
			[
				Performance { authored: 1, missed: 1 },
				Performance { authored: 1, missed: 1 },
				Performance { authored: 1, missed: 1 },
				Performance { authored: 0, missed: 2 },
			]
		);
		let status = Validators::status();
		assert_eq!(status.slot, Some(8));
		assert_eq!(status.current, Performance { authored: 3, missed: 5 });
	});
}

#[test]
fn nodes_should_come_and_go_with_their_organization() {
	local_ext().execute_with(|| {
		let peer = PeerId::of_key([7; 32]);
		let address = "/dns/node.hospital.example/tcp/30333".parse().expect("an address");
		let addresses = vec![address].try_into().expect("few addresses");
		assert_ok!(Nodes::register(signed(Bob), peer, NodeRole::Validator, addresses));
		let visible = || Nodes::list(None, 10).nodes.len();
		assert_eq!(visible(), 1);
		for origin in [council(2, 4), committee(4, 4), signed(Alice)] {
			assert_noop!(Nodes::force_remove(origin, peer), DispatchError::BadOrigin);
		}

		assert_ok!(Organizations::suspend(council(3, 4), BOBS));
		assert_eq!(visible(), 0);
		assert_ok!(Organizations::reinstate(council(2, 3), BOBS));
		assert_eq!(visible(), 1);
		assert_ok!(Organizations::remove(council(2, 3), BOBS));
		System::assert_has_event(RuntimeEvent::Nodes(pallet_nodes::Event::NodeRemoved {
			organization: BOBS,
			peer_id: peer,
		}));
		assert_eq!(visible(), 0);
	});
}
