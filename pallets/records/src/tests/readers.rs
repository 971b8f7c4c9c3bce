use super::{batches::*, *};
use salus_primitives::traits::RecordAttributes;

/// Ann has as many records, and Ben one.
fn with_records(count: u8, test: impl FnOnce()) {
	build_and_execute(|| {
		for n in 0..count {
			anchor(ANN, RecordId::from([n; 32]));
		}
		anchor(BEN, FINDING);
		test();
	});
}

/// Ann's record ids, page by page.
fn pages(limit: u32) -> Vec<Vec<RecordId>> {
	let mut pages = Vec::new();
	let mut from = None;
	while pages.len() < 100 {
		let page = Records::list(ANN, from, limit);
		pages.push(page.records.into_iter().map(|info| info.id).collect());
		from = page.next;
		if from.is_none() {
			return pages;
		}
	}
	panic!("the pages never end");
}

#[test]
fn list_should_give_every_record_once_when_read_page_by_page() {
	with_records(7, || {
		for limit in [1, 2, 3, 6, 7, 8, u32::MAX] {
			let pages = pages(limit);
			let mut all = pages.concat();
			all.sort();
			assert_eq!(all, (0..7).map(|n| RecordId::from([n; 32])).collect::<Vec<_>>());
			assert_eq!(pages.len(), 7usize.div_ceil(limit as usize));
		}
	});
}

#[test]
fn list_should_say_where_it_stopped_when_nothing_was_asked_for() {
	with_records(2, || {
		let page = Records::list(ANN, None, 0);
		assert!(page.records.is_empty());
		assert_eq!(page.next, Records::list(ANN, None, 1).records.first().map(|info| info.id));
	});
}

#[test]
fn list_should_be_empty_when_patient_has_no_records() {
	build_and_execute(|| assert_eq!(pages(10), [Vec::new()]));
}

#[test]
fn list_should_go_on_when_it_starts_at_an_id_that_is_not_there() {
	with_records(7, || {
		let missing = RecordId::from([99; 32]);
		let page = Records::list(ANN, Some(missing), 10);
		assert!(page.records.iter().all(|info| info.id != missing));
		assert_eq!(page.next, None);
	});
}

#[test]
fn version_should_find_former_and_latest_versions_and_no_others() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
		assert_ok!(Records::amend(clerk, ANN, FINDING, corrected()));
		let status = |version| Records::version(ANN, FINDING, version).map(|entry| entry.status);
		assert_eq!(status(0), None);
		assert_eq!(status(1), Some(RecordStatus::Superseded));
		assert_eq!(status(2), Some(RecordStatus::Current));
		assert_eq!(status(3), None);
		assert_eq!(Records::version(ANN, LETTER, 1), None);
	});
}

#[test]
fn record_should_be_none_when_it_is_another_patients() {
	build_and_execute(|| {
		anchor(BEN, FINDING);
		assert_eq!(Records::record(ANN, FINDING), None);
	});
}

#[test]
fn attributes_should_be_those_of_the_latest_version() {
	build_and_execute(|| {
		assert_eq!(attributes(ANN, FINDING), None);
		anchor(ANN, FINDING);
		let latest = Pointer { class: DataClass::Imaging, ..corrected() };
		let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
		assert_ok!(Records::amend(clerk, ANN, FINDING, latest.clone()));
		assert_eq!(
			attributes(ANN, FINDING),
			Some(RecordAttributes {
				class: DataClass::Imaging,
				resource_type: latest.resource_type,
				labels: latest.labels,
				author: HOSPITAL,
				agent: agent_of(HOSPITAL),
				custodians: vec![HOSPITAL],
				status: RecordStatus::Current,
			})
		);
	});
}

#[test]
fn verify_should_hold_for_every_leaf_when_tree_is_of_any_shape() {
	for leaves in [1, 2, 3, 5, 1_000] {
		build_and_execute(|| {
			let tree = anchor_tree(leaves);
			for index in 0..leaves {
				let proof = tree.proof(index).unwrap();
				let answer = Records::verify(BATCH, leaf_commitment(index), proof).unwrap();
				assert!(answer.included);
				assert_eq!(answer.leaf, Some(LeafState::Batched));
				assert_eq!((answer.author, answer.anchored_at), (HOSPITAL, NOW));
			}
		});
	}
}

#[test]
fn verify_should_fail_when_commitment_or_proof_is_another() {
	build_and_execute(|| {
		let tree = anchor_tree(5);
		let mut tampered = tree.proof(1).unwrap();
		tampered.siblings[0].0[0] ^= 1;
		for proof in [tree.proof(0).unwrap(), tampered] {
			let answer = Records::verify(BATCH, leaf_commitment(1), proof).unwrap();
			assert!(!answer.included);
			assert_eq!(answer.leaf, None);
		}
	});
}

#[test]
fn verify_should_name_the_record_when_leaf_was_proved() {
	build_and_execute(|| {
		let tree = anchor_tree(3);
		assert_ok!(Claim::of(&tree, 1).prove());
		let answer = Records::verify(BATCH, leaf_commitment(1), tree.proof(1).unwrap()).unwrap();
		assert_eq!(answer.leaf, Some(LeafState::Proved { patient: ANN, record: leaf_record(1) }));
	});
}

#[test]
fn verify_should_be_none_when_there_is_no_such_batch() {
	build_and_execute(|| {
		assert_eq!(Records::verify(BATCH, leaf_commitment(0), tree(1).proof(0).unwrap()), None);
		assert_eq!(Records::batch(BATCH), None);
	});
}

#[test]
fn envelopes_should_be_the_recipients_own() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		for recipient in [CLINIC, LABORATORY] {
			permit(recipient, ConsentAction::Access, 1);
			assert_ok!(share(FINDING, recipient));
		}
		assert_eq!(Records::envelopes(ANN, CLINIC).len(), 1);
		assert!(Records::envelopes(ANN, MANUFACTURER).is_empty());
		assert!(Records::envelopes(BEN, CLINIC).is_empty());
	});
}

#[test]
fn envelopes_should_be_out_of_reach_when_decision_no_longer_permits() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		permit(CLINIC, ConsentAction::Access, 1);
		assert_ok!(share(FINDING, CLINIC));
		// A consent that runs out is not called back by anybody.
		Permissions::set(&Vec::new());
		assert!(Records::envelopes(ANN, CLINIC).is_empty());
	});
}

#[test]
fn epoch_should_begin_at_zero() {
	build_and_execute(|| assert_eq!(Records::epoch(ANN), 0));
}
