//! The decision, for whoever guards or records access.

use super::*;
use frame_support::storage::unhashed;
use salus_primitives::{
	consent::{self, Decision, Request},
	traits::AccessControl,
};

impl<T: Config> AccessControl<T::AccountId> for Pallet<T> {
	fn decide(patient: PatientId, request: &Request<T::AccountId>) -> Decision {
		let facts = Self::facts(patient, request);
		let held = if facts.refusal.is_none() {
			Holdings::<T>::get(patient).into_inner()
		} else {
			Vec::new()
		};
		let active = held.into_iter().filter(|holding| holding.active);
		let stored = active.map(|Holding { consent, period, .. }| {
			let read = move || unhashed::get_raw(&Consents::<T>::hashed_key_for(patient, consent));
			(consent, period, read)
		});
		consent::decide_stored(stored, &facts, &Policy::<T>::get(), T::Time::now())
	}

	fn weight(patient: PatientId) -> Weight {
		let held = Holdings::<T>::get(patient);
		let provisions = held
			.iter()
			.filter(|holding| holding.active)
			.map(|holding| holding.provisions)
			.fold(0, u32::saturating_add);
		Self::weight_of_decision(held.len() as u32, provisions)
	}

	fn max_weight() -> Weight {
		Self::weight_of_decision(T::MaxConsents::get(), Self::most_provisions())
	}

	fn on_handed_out(
		patient: PatientId,
		consent: ConsentId,
		recipient: OrganizationId,
	) -> DispatchResult {
		Self::note_recipient(patient, consent, recipient)
	}
}

impl<T: Config> Pallet<T> {
	/// What a decision costs that reads so many consents with so many provisions together: as if as many
	/// of them as can be had all the provisions that one may have, and the others one.
	fn weight_of_decision(consents: u32, provisions: u32) -> Weight {
		let further = MAX_PROVISIONS.saturating_sub(1);
		let full = provisions.saturating_sub(consents).div_ceil(further).min(consents);
		T::WeightInfo::decide(consents.saturating_sub(full), full)
	}
}
