//! How `pallet-session` and `pallet-offences` drive the list.

use crate::{Config, Event, Pallet, Validators};
use alloc::vec::Vec;
use frame_support::{traits::Get, weights::Weight};
use pallet_session::{historical, SessionManager};
use sp_runtime::{traits::Convert, Perbill};
use sp_staking::{
	offence::{OffenceDetails, OffenceSeverity, OnOffenceHandler},
	SessionIndex,
};

/// A validator is fully identified by its account: there is no stake behind it to be recorded.
pub struct UnitIdentificationOf;

impl<ValidatorId> Convert<ValidatorId, Option<()>> for UnitIdentificationOf {
	fn convert(_: ValidatorId) -> Option<()> {
		Some(())
	}
}

impl<T: Config> Pallet<T> {
	/// Whether the validators that have just been seated are the listed ones with the keys that
	/// they have now. `pallet-session` asks for the next set right after seating the queued one.
	fn is_seated(validators: &[T::AccountId]) -> bool {
		let seated = pallet_session::QueuedKeys::<T>::get();
		seated.len() == validators.len()
			&& seated.iter().zip(validators).all(|((seated, keys), validator)| {
				seated == validator
					&& pallet_session::NextKeys::<T>::get(validator).as_ref() == Some(keys)
			})
	}
}

impl<T: Config> SessionManager<T::AccountId> for Pallet<T> {
	/// The list, if it or somebody's keys differ from what is seated. Without a change the answer
	/// is `None`, so that GRANDPA need not hand over from a set to the same set at every session.
	fn new_session(_new_index: SessionIndex) -> Option<Vec<T::AccountId>> {
		let validators = Validators::<T>::get().into_inner();
		(!Self::is_seated(&validators)).then_some(validators)
	}

	fn start_session(_start_index: SessionIndex) {
		Self::begin_tally();
	}

	/// Forgets the roots of sessions whose equivocations can no longer be reported, and looks who may
	/// validate no longer: agents whose time is over, or who were dismissed, besides those whose
	/// organizations had to go. The next set is asked for after this.
	fn end_session(end_index: SessionIndex) {
		Self::end_tally(end_index);
		Self::unseat_inactive();
		historical::Pallet::<T>::prune_up_to(end_index.saturating_sub(T::ReportLongevity::get()));
	}
}

impl<T: Config> historical::SessionManager<T::AccountId, ()> for Pallet<T> {
	fn new_session(new_index: SessionIndex) -> Option<Vec<(T::AccountId, ())>> {
		<Self as SessionManager<_>>::new_session(new_index)
			.map(|validators| validators.into_iter().map(|validator| (validator, ())).collect())
	}

	fn start_session(start_index: SessionIndex) {
		<Self as SessionManager<_>>::start_session(start_index)
	}

	fn end_session(end_index: SessionIndex) {
		<Self as SessionManager<_>>::end_session(end_index)
	}
}

impl<T: Config, Reporter, Identification>
	OnOffenceHandler<Reporter, (T::AccountId, Identification), Weight> for Pallet<T>
{
	/// Disables every offender for the rest of the session, as far as `pallet-session`'s disabling
	/// strategy lets it, and takes it off the list, as far as the minimum allows.
	fn on_offence(
		offenders: &[OffenceDetails<Reporter, (T::AccountId, Identification)>],
		_slash_fraction: &[Perbill],
		session_index: SessionIndex,
	) -> Weight {
		for OffenceDetails { offender: (validator, _), .. } in offenders {
			// The report may be a repetition, or come after the council's own decision.
			if !Validators::<T>::get().contains(validator) {
				continue;
			}
			pallet_session::Pallet::<T>::report_offence(
				validator.clone(),
				OffenceSeverity::max_severity(),
			);
			let validator = validator.clone();
			Self::deposit_event(match Self::try_remove(&validator) {
				Ok(()) => Event::EquivocatorRemoved { validator, session_index },
				Err(_) => {
					Self::retain_for_now(&validator);
					Event::EquivocatorRetained { validator, session_index }
				},
			});
		}
		let offenders = offenders.len() as u64;
		T::DbWeight::get().reads_writes(offenders.saturating_mul(5), offenders.saturating_mul(3))
	}
}
