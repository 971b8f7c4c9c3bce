use super::*;
use salus_primitives::{merkle::MAX_LEAVES, record::Batch};

const ROOT: H256 = H256([0x40; 32]);

fn anchor_batch(sender: AccountId32, leaves: u32) -> DispatchResult {
	Records::anchor_batch(RuntimeOrigin::signed(sender), batches::BATCH, ROOT, leaves)
}

#[test]
fn anchor_batch_should_store_root_when_records_are_many() {
	build_and_execute(|| {
		let batch = batches::BATCH;
		assert_ok!(anchor_batch(agent_of(LABORATORY), MAX_LEAVES));
		assert_eq!(
			Records::batch(batch),
			Some(Batch {
				author: LABORATORY,
				agent: agent_of(LABORATORY),
				root: ROOT,
				leaves: MAX_LEAVES,
				anchored_at: NOW,
			})
		);
		let author = LABORATORY;
		assert_eq!(
			events(),
			[Event::BatchAnchored { batch, author, root: ROOT, leaves: MAX_LEAVES }]
		);
	});
}

#[test]
fn anchor_batch_should_refuse_when_organization_writes_no_records() {
	build_and_execute(|| {
		suspend(HOSPITAL);
		for sender in [stranger(), account("Ann"), agent_of(MANUFACTURER), agent_of(HOSPITAL)] {
			assert_refused(|| anchor_batch(sender, 1), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn anchor_batch_should_refuse_when_leaves_are_none_or_too_many() {
	build_and_execute(|| {
		for leaves in [0, MAX_LEAVES + 1, u32::MAX] {
			assert_refused(
				|| anchor_batch(agent_of(HOSPITAL), leaves),
				Error::<Test>::InvalidLeafCount,
			);
		}
	});
}

#[test]
fn anchor_batch_should_refuse_when_id_is_taken() {
	build_and_execute(|| {
		assert_ok!(anchor_batch(agent_of(HOSPITAL), 1));
		assert_refused(|| anchor_batch(agent_of(LABORATORY), 2), Error::<Test>::BatchAlreadyExists);
	});
}
