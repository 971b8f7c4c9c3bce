use crate::{mock::*, LastSlot, PastTallies, Tally, Totals};
use proptest::prelude::*;
use salus_primitives::validator::{Performance, TotalPerformance};

/// What the seated made of their slots so far: authored, missed.
fn tally() -> Vec<(u32, u32)> {
	Tally::<Test>::get().iter().map(|(_, count)| (count.authored, count.missed)).collect()
}

#[docify::export]
#[test]
fn missed_slots_should_count_against_those_whose_turn_they_were() {
	build_and_execute(|| {
		// Of three validators, slot 9 belongs to the first, slot 10 to the second.
		block_in_slot(9);
		block_in_slot(10);
		// The third and the first sleep.
		block_in_slot(13);

		assert_eq!(tally(), [(1, 1), (2, 0), (0, 1)]);
	});
}

#[test]
fn nothing_should_be_missed_before_the_first_block() {
	build_and_execute(|| {
		block_in_slot(890_000_000);
		assert_eq!(tally(), [(0, 0), (0, 0), (1, 0)]);
	});
}

#[test]
fn slots_should_not_count_where_blocks_have_none() {
	build_and_execute(|| {
		run_sessions(1);
		assert_eq!(tally(), [(0, 0); 3]);
		assert_eq!(LastSlot::<Test>::get(), None);
	});
}

#[test]
fn slot_should_count_once() {
	build_and_execute(|| {
		block_in_slot(3);
		Validators::count_slots(3);
		Validators::count_slots(2);
		assert_eq!(tally(), [(1, 0), (0, 0), (0, 0)]);
	});
}

#[test]
fn counts_should_stay_at_the_most_when_the_chain_stood_still_for_ages() {
	build_and_execute(|| {
		block_in_slot(0);
		block_in_slot(u64::MAX);
		let most = u32::MAX;
		assert_eq!(tally(), [(2, most), (0, most), (0, most)]);
	});
}

#[test]
fn slots_should_belong_to_those_who_were_seated_when_they_passed() {
	build_and_execute(|| {
		// The fifth block ends the session.
		for slot in 2..5 {
			block_in_slot(slot);
		}
		frame_support::assert_ok!(Validators::remove_validator(RuntimeOrigin::root(), 3));
		// Slot 5 is the third validator's, which sleeps.
		block_in_slot(6);
		assert_eq!(Session::current_index(), 1);
		let past: Vec<_> =
			PastTallies::<Test>::get(0).into_iter().map(|(_, count)| count).collect();
		assert_eq!(
			past,
			[
				Performance { authored: 2, missed: 0 },
				Performance { authored: 1, missed: 0 },
				Performance { authored: 1, missed: 1 },
			]
		);
		// Two sessions later two are seated, and every other slot is each one's.
		for slot in 7..11 {
			block_in_slot(slot);
		}
		block_in_slot(11);
		assert_eq!(Session::current_index(), 2);
		assert_eq!(seated(), [1, 2]);
		block_in_slot(14);
		assert_eq!(tally(), [(1, 1), (0, 1)]);
		assert_eq!(
			Totals::<Test>::get(3),
			TotalPerformance { sessions: 2, authored: 3, missed: 1 }
		);
	});
}

#[test]
fn sessions_should_be_forgotten_one_by_one_and_stay_in_the_totals() {
	build_and_execute(|| {
		for slot in 0..50 {
			block_in_slot(slot);
		}
		let session = Session::current_index();
		assert_eq!(PastTallies::<Test>::iter().count() as u32, PAST_SESSIONS);
		let totals: u64 = GENESIS.iter().map(|who| Totals::<Test>::get(who).authored).sum();
		let current: u32 = tally().iter().map(|(authored, _)| authored).sum();
		assert_eq!(totals + u64::from(current), 50);
		assert_eq!(Totals::<Test>::get(1).sessions, session);
	});
}

proptest! {
	/// Whatever is skipped: every slot is counted, once, for the right one.
	#[test]
	fn every_slot_should_be_counted_once(
		first in 0u64..100,
		skips in prop::collection::vec(0u64..12, 1..4),
	) {
		build_and_execute(|| {
			// No session ends in so few blocks.
			System::set_block_number(0);
			let mut expected = [(0u32, 0u32); 3];
			let mut slot = first;
			block_in_slot(slot);
			expected[(slot % 3) as usize].0 += 1;
			for skip in &skips {
				for _ in 0..*skip {
					slot += 1;
					expected[(slot % 3) as usize].1 += 1;
				}
				slot += 1;
				block_in_slot(slot);
				expected[(slot % 3) as usize].0 += 1;
			}
			assert_eq!(tally(), expected);
		});
	}
}
