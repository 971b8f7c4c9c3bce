//! What the readers of the chain ask.

use crate::{
	Config, LastSlot, Leaving, Pallet, PastTallies, Tally, TallyOf, Totals, ValidatorMembership,
	Validators,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::traits::Get;
use salus_primitives::validator::{
	Performance, SessionPerformance, ValidatorInfo, ValidatorsStatus,
};
use sp_staking::SessionIndex;

/// What is read once for all validators.
struct Snapshot<T: Config> {
	listed: Vec<T::AccountId>,
	leaving: Vec<T::AccountId>,
	seated: Vec<T::AccountId>,
	queued: Vec<T::AccountId>,
	/// Positions among the seated.
	disabled: Vec<u32>,
	tally: TallyOf<T>,
	past: Vec<(SessionIndex, TallyOf<T>)>,
}

impl<T: Config> Snapshot<T> {
	fn take() -> Self {
		let session = pallet_session::Pallet::<T>::current_index();
		let oldest = session.saturating_sub(T::PastSessions::get());
		Self {
			listed: Validators::<T>::get().into_inner(),
			leaving: Leaving::<T>::get().into_inner(),
			seated: pallet_session::Validators::<T>::get(),
			queued: pallet_session::QueuedKeys::<T>::get()
				.into_iter()
				.map(|(validator, _)| validator)
				.collect(),
			disabled: pallet_session::Pallet::<T>::disabled_validators(),
			tally: Tally::<T>::get(),
			past: (oldest..session)
				.rev()
				.map(|session| (session, PastTallies::<T>::get(session)))
				.collect(),
		}
	}

	fn info(&self, account: T::AccountId) -> ValidatorInfo<T::AccountId> {
		let seat = self.seated.iter().position(|validator| *validator == account);
		ValidatorInfo {
			organization: T::Membership::organization(&account),
			listed: self.listed.contains(&account),
			leaving: self.leaving.contains(&account),
			seated: seat.is_some(),
			queued: self.queued.contains(&account),
			disabled: seat.is_some_and(|seat| self.disabled.contains(&(seat as u32))),
			keys: pallet_session::NextKeys::<T>::get(&account)
				.map(|keys| keys.encode())
				.unwrap_or_default(),
			current: performance_of(&self.tally, &account).unwrap_or_default(),
			previous: self
				.past
				.iter()
				.filter_map(|(session, tally)| {
					let performance = performance_of(tally, &account)?;
					Some(SessionPerformance { session: *session, performance })
				})
				.collect(),
			total: Totals::<T>::get(&account),
			account,
		}
	}
}

/// What a validator made of its slots, if it was seated.
fn performance_of<AccountId: PartialEq>(
	tally: &[(AccountId, Performance)],
	who: &AccountId,
) -> Option<Performance> {
	tally.iter().find(|(validator, _)| validator == who).map(|(_, performance)| *performance)
}

impl<T: Config> Pallet<T> {
	/// Everybody who is on the list, in its order, and then those who are seated or queued still.
	pub fn list() -> Vec<ValidatorInfo<T::AccountId>> {
		let snapshot = Snapshot::<T>::take();
		let mut accounts = snapshot.listed.clone();
		for validator in snapshot.seated.iter().chain(&snapshot.queued) {
			if !accounts.contains(validator) {
				accounts.push(validator.clone());
			}
		}
		accounts.into_iter().map(|account| snapshot.info(account)).collect()
	}

	/// An account that validates, did, or has the keys to.
	pub fn info(who: T::AccountId) -> Option<ValidatorInfo<T::AccountId>> {
		let info = Snapshot::<T>::take().info(who);
		let is_known = info.listed
			|| info.seated
			|| info.queued
			|| !info.keys.is_empty()
			|| info.total.sessions > 0;
		is_known.then_some(info)
	}

	/// How the set as a whole stands.
	pub fn status() -> ValidatorsStatus {
		let queued = pallet_session::QueuedKeys::<T>::decode_len().unwrap_or_default();
		ValidatorsStatus {
			session: pallet_session::Pallet::<T>::current_index(),
			slot: LastSlot::<T>::get(),
			listed: Validators::<T>::decode_len().unwrap_or_default() as u32,
			leaving: Leaving::<T>::decode_len().unwrap_or_default() as u32,
			seated: pallet_session::Validators::<T>::decode_len().unwrap_or_default() as u32,
			disabled: pallet_session::Pallet::<T>::disabled_validators().len() as u32,
			queued: queued as u32,
			minimum: T::MinValidators::get(),
			maximum: T::MaxValidators::get(),
			current: Tally::<T>::get()
				.iter()
				.fold(Performance::default(), |sum, (_, performance)| sum.plus(*performance)),
		}
	}
}
