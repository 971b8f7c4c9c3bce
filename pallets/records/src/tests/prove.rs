use super::{batches::*, *};
use salus_primitives::record::{BatchLeaf, Record};

#[docify::export]
#[test]
fn prove_should_store_record_when_leaf_is_in_batch() {
	build_and_execute(|| {
		let tree = anchor_tree(1_000);
		Now::set(&(NOW + 60_000));
		let (record, index) = (leaf_record(700), 700);
		let clerk = agent_of(HOSPITAL);

		assert_ok!(Records::prove(
			RuntimeOrigin::signed(clerk.clone()),
			ANN,
			record,
			pointer(),
			Purpose::TREAT,
			BATCH,
			salt(index),
			tree.proof(index).unwrap(),
		));

		assert_eq!(
			Records::record(ANN, record),
			Some(Record {
				author: HOSPITAL,
				agent: clerk,
				pointer: pointer(),
				version: 1,
				anchored_at: NOW,
				status: RecordStatus::Current,
				origin: Some(BatchLeaf { batch: BATCH, index }),
			})
		);
		assert_eq!(
			events().last(),
			Some(&Event::RecordProved { patient: ANN, record, batch: BATCH, index })
		);
	});
}

#[test]
fn prove_should_work_for_every_leaf_when_tree_is_of_any_shape() {
	for leaves in [1, 2, 3, 5, 1_000] {
		build_and_execute(|| {
			let tree = anchor_tree(leaves);
			for index in 0..leaves {
				assert_ok!(Claim::of(&tree, index).prove());
			}
		});
	}
}

#[test]
fn prove_should_work_when_consent_permits_collecting() {
	build_and_execute(|| {
		let tree = anchor_tree(3);
		Care::set(&Vec::new());
		Claim::of(&tree, 1).refused(Error::<Test>::MayNotCollect);
		permit(HOSPITAL, ConsentAction::Collect, 1);
		assert_ok!(Claim::of(&tree, 1).prove());
	});
}

#[test]
fn prove_should_name_the_batchs_author_when_patient_or_representative_proves() {
	for sender in [account("Ann"), account("Guardian")] {
		build_and_execute(|| {
			let tree = anchor_tree(3);
			Representatives::set(&vec![(account("Guardian"), ANN, Power::Consent)]);
			Care::set(&Vec::new());
			assert_ok!(Claim { sender, ..Claim::of(&tree, 2) }.prove());
			let entry = Records::record(ANN, leaf_record(2)).unwrap();
			assert_eq!((entry.author, entry.agent), (HOSPITAL, agent_of(HOSPITAL)));
		});
	}
}

#[test]
fn prove_should_work_when_author_and_custodian_have_left() {
	build_and_execute(|| {
		let tree = anchor_tree(3);
		suspend(HOSPITAL);
		assert_ok!(Claim { sender: account("Ann"), ..Claim::of(&tree, 2) }.prove());
	});
}

#[test]
fn prove_should_charge_for_the_decision_only_when_one_was_needed() {
	build_and_execute(|| {
		let tree = anchor_tree(2);
		let base = <() as WeightInfo>::prove(1);
		let cared_for = Claim::of(&tree, 0).prove().unwrap().actual_weight;
		Care::set(&Vec::new());
		permit(HOSPITAL, ConsentAction::Collect, 1);
		let decided = Claim::of(&tree, 1).prove().unwrap().actual_weight;
		assert_eq!(cared_for, Some(base));
		assert_eq!(decided, Some(base + Weight::from_parts(7, 0)));
	});
}

#[test]
fn prove_should_let_the_record_be_amended_and_erased_like_any_other() {
	build_and_execute(|| {
		let tree = anchor_tree(2);
		assert_ok!(Claim::of(&tree, 0).prove());
		let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
		assert_ok!(Records::amend(clerk.clone(), ANN, leaf_record(0), corrected()));
		let latest = Records::record(ANN, leaf_record(0)).unwrap();
		assert_eq!(latest.origin, Some(BatchLeaf { batch: BATCH, index: 0 }));
		assert_ok!(Records::erase(clerk, ANN, leaf_record(0)));
	});
}

#[test]
fn prove_should_refuse_when_there_is_no_such_batch() {
	build_and_execute(|| {
		Claim::of(&tree(2), 0).refused(Error::<Test>::BatchNotFound);
	});
}

#[test]
fn prove_should_refuse_when_nothing_may_be_written_under_the_id() {
	build_and_execute(|| {
		let tree = anchor_tree(2);
		Claim { patient: PatientId::from([9; 32]), ..Claim::of(&tree, 0) }.refused(CLOSED);
		erase_patient(ANN);
		Claim::of(&tree, 0).refused(CLOSED);
	});
}

#[test]
fn prove_should_refuse_when_patient_has_a_record_with_this_id() {
	build_and_execute(|| {
		let tree = anchor_tree(2);
		anchor(ANN, leaf_record(0));
		Claim::of(&tree, 0).refused(Error::<Test>::AlreadyExists);
	});
}

#[test]
fn prove_should_refuse_when_pointer_is_malformed() {
	build_and_execute(|| {
		let tree = anchor_tree(2);
		for (pointer, error) in bad_pointers(malformed_custodians()) {
			Claim { pointer, ..Claim::of(&tree, 0) }.refused(error);
		}
	});
}

#[test]
fn prove_should_refuse_when_index_is_wrong() {
	build_and_execute(|| {
		let tree = anchor_tree(5);
		for index in [0, 2, 4, 5, u32::MAX] {
			let mut claim = Claim::of(&tree, 1);
			claim.proof.index = index;
			claim.refused(Error::<Test>::InvalidProof);
		}
	});
}

#[test]
fn prove_should_refuse_when_a_sibling_is_tampered_with_missing_or_too_many() {
	build_and_execute(|| {
		let tree = anchor_tree(5);
		let claim = Claim::of(&tree, 1);
		for at in 0..claim.proof.siblings.len() {
			let mut tampered = claim.clone();
			tampered.proof.siblings[at].0[31] ^= 1;
			tampered.refused(Error::<Test>::InvalidProof);
		}
		let mut shorter = claim.clone();
		shorter.proof.siblings.pop();
		shorter.refused(Error::<Test>::InvalidProof);
		let mut longer = claim;
		longer.proof.siblings.try_push(H256::zero()).unwrap();
		longer.refused(Error::<Test>::InvalidProof);
	});
}

#[test]
fn prove_should_refuse_when_salt_patient_record_or_pointer_is_another() {
	build_and_execute(|| {
		let tree = anchor_tree(5);
		let claim = Claim::of(&tree, 1);
		for wrong in [
			Claim { salt: salt(2), ..claim.clone() },
			Claim { patient: BEN, ..claim.clone() },
			Claim { record: leaf_record(2), ..claim.clone() },
			Claim { pointer: corrected(), ..claim },
		] {
			wrong.refused(Error::<Test>::InvalidProof);
		}
	});
}

#[test]
fn prove_should_refuse_when_batch_is_another() {
	build_and_execute(|| {
		let tree = anchor_tree(5);
		let other = BatchId::from([1; 32]);
		let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
		assert_ok!(Records::anchor_batch(clerk, other, H256::repeat_byte(1), 5));
		Claim { batch: other, ..Claim::of(&tree, 1) }.refused(Error::<Test>::InvalidProof);
	});
}

#[test]
fn prove_should_refuse_when_leaf_was_proved() {
	build_and_execute(|| {
		let tree = anchor_tree(2);
		assert_ok!(Claim::of(&tree, 0).prove());
		Claim::of(&tree, 0).refused(Error::<Test>::AlreadyExists);
		assert_ok!(Records::erase(RuntimeOrigin::signed(account("Ann")), ANN, leaf_record(0)));
		Claim::of(&tree, 0).refused(Error::<Test>::AlreadyExists);
	});
}

#[test]
fn prove_should_refuse_when_leaf_was_voided() {
	build_and_execute(|| {
		let tree = anchor_tree(2);
		assert_ok!(void_leaf(&tree, 0));
		Claim::of(&tree, 0).refused(Error::<Test>::LeafAlreadySettled);
	});
}

#[test]
fn prove_should_refuse_when_sender_is_neither_author_nor_decides_for_the_patient() {
	build_and_execute(|| {
		let tree = anchor_tree(2);
		Representatives::set(&vec![(account("Guardian"), ANN, Power::Erasure)]);
		for sender in [stranger(), account("Ben"), account("Guardian"), agent_of(CLINIC)] {
			Claim { sender, ..Claim::of(&tree, 0) }.refused(Error::<Test>::NotAuthorized);
		}
	});
}
