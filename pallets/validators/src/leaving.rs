//! How those who may validate no longer leave the list: in order, and never so that too few are left.

use crate::{Config, Event, Leaving, Pallet, ValidatorMembership, Validators};
use alloc::vec::Vec;
use frame_support::{defensive, traits::Get, weights::Weight};
use salus_primitives::{organization::OrganizationStatus, traits::OnStatusChanged, OrganizationId};

impl<T: Config> Pallet<T> {
	/// Takes those who may no longer act for an organization off the list, in its order. As many as
	/// are needed stay, the last ones, until somebody takes their place.
	pub(crate) fn unseat_inactive() {
		let mut leaving = Leaving::<T>::get();
		let inactive: Vec<_> = Validators::<T>::get()
			.into_iter()
			.filter(|validator| {
				!leaving.contains(validator) && !T::Membership::is_active_member(validator)
			})
			.collect();
		if inactive.is_empty() {
			return;
		}
		for validator in &inactive {
			if leaving.try_push(validator.clone()).is_err() {
				defensive!("there is room for everybody who is on the list");
			}
		}
		Leaving::<T>::put(leaving);
		Self::unseat_leaving();
		let retained = Leaving::<T>::get();
		for validator in inactive.into_iter().filter(|validator| retained.contains(validator)) {
			Self::deposit_event(Event::ValidatorRetained { validator });
		}
	}

	/// Takes those who are to leave off the list, as far as the minimum allows.
	pub(crate) fn unseat_leaving() {
		let mut leaving = Leaving::<T>::get();
		if leaving.is_empty() {
			return;
		}
		let mut validators = Validators::<T>::get();
		leaving.retain(|validator| {
			if validators.len() <= T::MinValidators::get() as usize {
				return true;
			}
			validators.retain(|listed| listed != validator);
			Self::deposit_event(Event::ValidatorUnseated { validator: validator.clone() });
			false
		});
		Validators::<T>::put(validators);
		Leaving::<T>::put(leaving);
	}

	/// Notes that `validator`, which is on the list, leaves it as soon as it can be spared.
	pub(crate) fn retain_for_now(validator: &T::AccountId) {
		Leaving::<T>::mutate(|leaving| {
			if !leaving.contains(validator) && leaving.try_push(validator.clone()).is_err() {
				defensive!("there is room for everybody who is on the list");
			}
		});
	}
}

impl<T: Config> OnStatusChanged for Pallet<T> {
	/// Its validators are seated by the council, and not by its admission or reinstatement.
	fn on_status_changed(_: OrganizationId, status: OrganizationStatus) {
		if status != OrganizationStatus::Active {
			Self::unseat_inactive();
		}
	}

	/// The lists, and for everybody on them an affiliation and whether its organization is active.
	fn max_weight() -> Weight {
		let validators = u64::from(T::MaxValidators::get());
		T::DbWeight::get().reads_writes(validators.saturating_mul(2).saturating_add(2), 2)
	}
}
