//! The decision, for whoever guards or records access.

use super::*;
use alloc::collections::BTreeSet;
use frame_support::storage::unhashed;
use salus_primitives::{
	consent::{self, Decision, Facts, Request},
	record::MAX_CUSTODIANS,
	traits::AccessControl,
};

/// Most organizations that a decision looks at besides the agent's own: who holds the data, who wrote
/// it, and one that asks in its own name.
const MAX_ORGANIZATIONS: u32 = MAX_CUSTODIANS.saturating_add(2);

impl<T: Config> AccessControl<T::AccountId> for Pallet<T> {
	fn decide(patient: PatientId, request: &Request<T::AccountId>) -> Decision {
		let facts = Self::facts(patient, request);
		Self::decide_by(patient, Self::in_force(patient), &facts)
	}

	fn decide_weighed(patient: PatientId, request: &Request<T::AccountId>) -> (Decision, Weight) {
		Self::decide_weighed_by(patient, &Self::facts(patient, request))
	}

	fn weight(patient: PatientId) -> Weight {
		Self::weight_by(&Self::in_force(patient), MAX_ORGANIZATIONS)
	}

	fn max_weight() -> Weight {
		Self::weight_of_decision(T::MaxConsents::get(), Self::most_provisions(), MAX_ORGANIZATIONS)
	}

	fn bare_weight() -> Weight {
		Self::weight_of_decision(0, 0, 0)
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
	/// The consents that are in force.
	fn in_force(patient: PatientId) -> Vec<Holding> {
		let mut held = Holdings::<T>::get(patient).into_inner();
		held.retain(|holding| holding.active);
		held
	}

	/// The decision by what is known. A refusal needs no consent to be read.
	fn decide_by(
		patient: PatientId,
		in_force: Vec<Holding>,
		facts: &Facts<T::AccountId>,
	) -> Decision {
		let asked = if facts.refusal.is_none() { in_force } else { Vec::new() };
		let stored = asked.into_iter().map(|Holding { consent, period, .. }| {
			let read = move || unhashed::get_raw(&Consents::<T>::hashed_key_for(patient, consent));
			(consent, period, read)
		});
		consent::decide_stored(stored, facts, &Policy::<T>::get(), T::Time::now())
	}

	/// The same, and what it cost to find out what is known and to decide by it.
	pub(crate) fn decide_weighed_by(
		patient: PatientId,
		facts: &Facts<T::AccountId>,
	) -> (Decision, Weight) {
		let in_force = Self::in_force(patient);
		let weight = Self::weight_by(&in_force, Self::organizations_of(facts));
		(Self::decide_by(patient, in_force, facts), weight)
	}

	/// How many organizations were looked at besides the one of the agent who asks. One that asks in
	/// its own name counts: whether it is active is asked for it alone.
	fn organizations_of(facts: &Facts<T::AccountId>) -> u32 {
		let parties = facts.custodians.iter().chain([&facts.author]);
		let others: BTreeSet<_> = parties
			.map(|party| party.organization)
			.filter(|organization| {
				organization.is_some() && *organization != facts.actor.organization
			})
			.collect();
		(others.len() as u32).saturating_add(facts.actor.agent.is_none().into())
	}

	/// What a decision costs by these consents that looks at so many further organizations.
	fn weight_by(in_force: &[Holding], organizations: u32) -> Weight {
		let provisions =
			in_force.iter().map(|holding| holding.provisions).fold(0, u32::saturating_add);
		Self::weight_of_decision(in_force.len() as u32, provisions, organizations)
	}

	/// What a decision costs that reads so many consents with so many provisions together: as if as many
	/// of them as can be had all the provisions that one may have, and the others one.
	fn weight_of_decision(consents: u32, provisions: u32, organizations: u32) -> Weight {
		let further = MAX_PROVISIONS.saturating_sub(1);
		let full = provisions.saturating_sub(consents).div_ceil(further).min(consents);
		// Either is measured with none of the other, and what both need in any case counts once.
		T::WeightInfo::find_facts(organizations)
			.saturating_add(T::WeightInfo::decide_light(consents.saturating_sub(full)))
			.saturating_add(T::WeightInfo::decide_full(full))
			.saturating_sub(T::WeightInfo::decide_full(0))
	}
}
