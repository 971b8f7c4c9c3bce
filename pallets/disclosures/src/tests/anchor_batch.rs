use super::*;
use salus_primitives::merkle::MAX_LEAVES;

fn gaps() -> Vec<(u64, u64)> {
	Disclosures::gaps(HOSPITAL).gaps.iter().map(|gap| (gap.first, gap.last)).collect()
}

fn write(first: u64, last: u64, count: u32) -> DispatchResult {
	Disclosures::anchor_batch(by("Clerk"), first, last, count, NOTE)
}

#[docify::export]
#[test]
fn anchor_batch_should_show_gap_until_late_batch_fills_it() {
	build_and_execute(|| {
		assert_ok!(anchor(1, 10));
		assert_ok!(anchor(31, 40));
		assert_eq!(Disclosures::gaps(HOSPITAL).gaps, [SequenceRange { first: 11, last: 30 }]);

		assert_ok!(anchor(11, 30));
		let report = Disclosures::gaps(HOSPITAL);
		assert_eq!((report.next, report.gaps), (41, vec![]));
	});
}

#[test]
fn anchor_batch_should_store_root_and_range() {
	build_and_execute(|| {
		assert_ok!(anchor(1, 10));
		let batch = Disclosures::log_batch(HOSPITAL, 1).unwrap().batch;
		assert_eq!((batch.last, batch.root), (10, tree(1, 10).root()));
		assert_eq!((batch.agent, batch.anchored_at), (account("Clerk"), NOW));
		assert_eq!(Disclosures::gaps(HOSPITAL).next, 11);
		assert_eq!(
			events(),
			[Event::BatchAnchored {
				organization: HOSPITAL,
				first: 1,
				last: 10,
				root: tree(1, 10).root()
			}]
		);
	});
}

#[test]
fn anchor_batch_should_leave_what_a_partial_filling_leaves() {
	build_and_execute(|| {
		assert_ok!(anchor(21, 30));
		assert_ok!(anchor(1, 2));
		assert_eq!(gaps(), [(3, 20)]);
		assert_ok!(anchor(19, 20));
		assert_eq!(gaps(), [(3, 18)]);
		assert_ok!(anchor(10, 10));
		assert_eq!(gaps(), [(3, 9), (11, 18)]);
		assert_ok!(anchor(3, 9));
		assert_ok!(anchor(11, 18));
		assert!(gaps().is_empty());
	});
}

#[test]
fn anchor_batch_should_number_on_where_single_entries_ended() {
	build_and_execute(|| {
		permit(HOSPITAL, ConsentAction::Access);
		record(1);
		assert_refused(|| anchor(1, 3), Error::<Test>::SequenceOverlap);
		assert_ok!(anchor(2, 3));
		record(4);
		assert_ok!(anchor(6, 6));
		// What is written singly goes to the end, never into a gap.
		assert_refused(
			|| {
				let access = look_at(&[FINDING], Purpose::TREAT);
				plain(Disclosures::record_entry(by("Practitioner"), ANN, access, 5))
			},
			Error::<Test>::SequenceMismatch,
		);
		record(7);
		assert_eq!(gaps(), [(5, 5)]);
	});
}

#[test]
fn anchor_batch_should_refuse_when_numbers_are_taken() {
	build_and_execute(|| {
		assert_ok!(anchor(1, 10));
		assert_ok!(anchor(21, 30));
		for (first, last) in
			[(1, 10), (1, 1), (10, 11), (5, 25), (11, 21), (20, 31), (30, 40), (11, 40)]
		{
			assert_refused(|| anchor(first, last), Error::<Test>::SequenceOverlap);
		}
	});
}

#[test]
fn anchor_batch_should_refuse_when_range_and_count_disagree() {
	build_and_execute(|| {
		for (first, last, count) in [
			(1, 10, 9),
			(1, 10, 11),
			(1, 10, 0),
			(2, 1, 0),
			(2, 1, 1),
			(0, 9, 10),
			(1, u64::from(MAX_LEAVES) + 1, MAX_LEAVES + 1),
			(1, u64::MAX, u32::MAX),
			(0, u64::MAX, 0),
		] {
			assert_refused(|| write(first, last, count), Error::<Test>::InvalidRange);
		}
		assert_ok!(write(1, MAX_LEAVES.into(), MAX_LEAVES));
	});
}

#[test]
fn anchor_batch_should_refuse_when_it_leaps_too_far() {
	build_and_execute(|| {
		let first = MAX_LEAP + 2;
		assert_refused(|| write(first, first, 1), Error::<Test>::MaxLeapExceeded);
		assert_refused(|| write(u64::MAX, u64::MAX, 1), Error::<Test>::MaxLeapExceeded);
		assert_ok!(write(first - 1, first - 1, 1));
	});
}

#[test]
fn anchor_batch_should_refuse_when_there_are_too_many_gaps() {
	build_and_execute(|| {
		for gap in 1..=u64::from(MAX_GAPS) {
			assert_ok!(anchor(gap * 10, gap * 10));
		}
		let leave_another = || anchor(50, 50);
		let split_one = || anchor(15, 15);
		assert_refused(leave_another, Error::<Test>::MaxGapsExceeded);
		assert_refused(split_one, Error::<Test>::MaxGapsExceeded);
		// What leaves no further gap is welcome still.
		assert_ok!(anchor(31, 31));
		assert_ok!(anchor(1, 9));
		assert_ok!(anchor(15, 15));
	});
}

#[test]
fn anchor_batch_should_refuse_when_caller_is_no_active_agent() {
	build_and_execute(|| {
		let write_as = |name: &str| Disclosures::anchor_batch(by(name), 1, 1, 1, NOTE);
		for name in ["Stranger", "Ann"] {
			assert_refused(|| write_as(name), Error::<Test>::NotAuthorized);
		}
		suspend(HOSPITAL);
		assert_refused(|| write_as("Clerk"), Error::<Test>::NotAuthorized);
	});
}
