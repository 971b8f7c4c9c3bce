//! What validators make of their slots. Aura gives them out in turn: slot *s* belongs to the validator
//! number *s* modulo *n* of the *n* who are seated.

use crate::{Config, LastSlot, Pallet, PastTallies, Tally, TallyOf, Totals};
use frame_support::{traits::Get, BoundedVec};
use salus_primitives::validator::Performance;
use sp_runtime::SaturatedConversion;
use sp_staking::SessionIndex;

impl<T: Config> Pallet<T> {
	/// Counts this block's slot for its author, and those that were skipped before it against the
	/// validators whose turn they were. However many they are, each validator is looked at once.
	/// Before the first block nothing is missed. Says how many validators there are.
	pub(crate) fn count_slots(slot: u64) -> u32 {
		let last = LastSlot::<T>::get();
		if last.is_some_and(|last| slot <= last) {
			return 0;
		}
		LastSlot::<T>::put(slot);
		Tally::<T>::mutate(|tally| {
			if let Some(last) = last {
				count_missed(tally.as_mut(), last.saturating_add(1), slot);
			}
			if let Some(performance) = seat_of(tally.as_mut(), slot) {
				performance.authored = performance.authored.saturating_add(1);
			}
			tally.len() as u32
		})
	}

	/// Begins to count for those who are seated now.
	pub(crate) fn begin_tally() {
		let seated = pallet_session::Validators::<T>::get();
		let tally = seated.into_iter().map(|validator| (validator, Performance::default()));
		Tally::<T>::put(BoundedVec::truncate_from(tally.collect()));
	}

	/// Adds what was counted in the session that ends to the totals, and keeps it for a while.
	pub(crate) fn end_tally(session: SessionIndex) {
		let tally: TallyOf<T> = Tally::<T>::take();
		for (validator, performance) in &tally {
			Totals::<T>::mutate(validator, |total| *total = total.plus(*performance));
		}
		PastTallies::<T>::insert(session, tally);
		if let Some(forgotten) = session.checked_sub(T::PastSessions::get()) {
			PastTallies::<T>::remove(forgotten);
		}
	}
}

/// The count of the validator whose slot it is.
fn seat_of<AccountId>(
	tally: &mut [(AccountId, Performance)],
	slot: u64,
) -> Option<&mut Performance> {
	let seat = slot.checked_rem(tally.len() as u64)?;
	tally.get_mut(seat as usize).map(|(_, performance)| performance)
}

/// Counts the slots from `first` on that lie before `end`: whole rounds at once, and the rest.
fn count_missed<AccountId>(tally: &mut [(AccountId, Performance)], first: u64, end: u64) {
	let seats = tally.len() as u64;
	let skipped = end.saturating_sub(first);
	let (Some(rounds), Some(rest)) = (skipped.checked_div(seats), skipped.checked_rem(seats))
	else {
		return;
	};
	if rounds > 0 {
		for (_, performance) in tally.iter_mut() {
			performance.missed = performance.missed.saturating_add(rounds.saturated_into());
		}
	}
	for slot in (first..end).take(rest as usize) {
		if let Some(performance) = seat_of(tally, slot) {
			performance.missed = performance.missed.saturating_add(1);
		}
	}
}
