//! Whether a pack in somebody's hand is what it says. Nothing is recorded.

use super::{
	custody::{Surroundings, GIVEN_AWAY},
	*,
};
use alloc::vec::Vec;
use salus_primitives::{
	epcis::Disposition,
	provenance::{transitions::STOCK, Excursion, Origin, Verdict, Verification, VerifyQuery},
};

impl<T: Config> Pallet<T> {
	/// What is to be said of a pack, with everything that speaks against it.
	pub fn verify(query: &VerifyQuery) -> Verification {
		let epc = Epc::from(query.unit.clone());
		let Some(unit) =
			Units::<T>::get(&epc).or_else(|| Self::of_range(&epc)).or_else(|| Self::of_root(query))
		else {
			return Verification::unknown();
		};
		let Some(around) = Self::surroundings(&unit) else { return Verification::unknown() };
		let gtin = query.unit.gtin;
		let of_lot = unit.lot.as_ref().and_then(|lot| Lots::<T>::get(gtin, lot));
		let limits = Products::<T>::get(gtin).and_then(|product| product.limits);
		let excursion = around
			.temperatures(&unit)
			.filter(|(min, max)| limits.is_some_and(|limits| !limits.allow(*min, *max)))
			.map(|(min, max)| Excursion { min, max });

		let mut reasons = Self::suspicions(&unit, &around);
		reasons.extend(Self::against_lot(query, &unit, of_lot.as_ref()));
		reasons.extend(Self::against_custody(query, &unit, &around));
		reasons.extend(excursion.map(|_| Verdict::TemperatureExcursion));
		// Somebody says to have it, and the maker has it by a range or a root.
		let is_with_maker =
			|| Self::range_of(&query.unit).is_some() || Self::of_root(query).is_some();
		if !unit.is_proven() && is_with_maker() {
			reasons.push(Verdict::DuplicateSeen);
		}
		Verification {
			expiry: of_lot.as_ref().map(|lot| lot.expiry),
			disposition: Some(around.standing(&unit)),
			lot: unit.lot.clone(),
			holder: Some(around.custody.holder),
			recall: of_lot.and_then(|lot| lot.recall),
			excursion,
			..Verification::new(reasons)
		}
	}

	/// A pack that is under a root and has not acted yet.
	fn of_root(query: &VerifyQuery) -> Option<Unit> {
		let (index, proof) = query.proof.as_ref()?;
		let (gtin, lot) = (query.unit.gtin, query.lot.as_ref()?);
		let root = Roots::<T>::get((gtin, lot, *index))?;
		let of_lot = Lots::<T>::get(gtin, lot)?;
		root.contains(&query.unit, proof)
			.then(|| Self::untouched(lot.clone(), &of_lot, Origin::Root))
	}

	/// What investigations say of a unit and of what it is in.
	fn suspicions(unit: &Unit, around: &Surroundings) -> Vec<Verdict> {
		let mut verdicts = Vec::new();
		let all = around.containers.iter().map(|(_, container)| container).chain([unit]);
		for investigation in
			all.filter_map(|unit| unit.investigation).filter_map(Investigations::<T>::get)
		{
			match investigation.outcome {
				Some((InvestigationOutcome::Illegitimate, _)) => {
					verdicts.push(Verdict::Illegitimate)
				},
				Some((InvestigationOutcome::Cleared, _)) => {},
				None if investigation.is_quarantined() => verdicts.push(Verdict::Quarantined),
				None => verdicts.push(Verdict::Suspect),
			}
			if investigation.is_open() && investigation.suspicion == Suspicion::Duplicate {
				verdicts.push(Verdict::DuplicateSeen);
			}
		}
		verdicts
	}

	/// What the lot says, and what is printed on the pack.
	fn against_lot(query: &VerifyQuery, unit: &Unit, of_lot: Option<&Lot>) -> Vec<Verdict> {
		let mut verdicts = Vec::new();
		if !unit.is_proven() {
			verdicts.push(Verdict::UnprovenOrigin);
		}
		let Some(of_lot) = of_lot else { return verdicts };
		if query.lot.is_some() && query.lot != unit.lot {
			verdicts.push(Verdict::WrongLot);
		}
		if query.expiry.is_some_and(|expiry| expiry != of_lot.expiry) {
			verdicts.push(Verdict::WrongExpiry);
		}
		if T::Time::now() >= of_lot.expiry.end() {
			verdicts.push(Verdict::Expired);
		}
		if of_lot.recall.is_some() {
			verdicts.push(Verdict::Recalled);
		}
		verdicts
	}

	/// Who has it, and how it stands.
	fn against_custody(query: &VerifyQuery, unit: &Unit, around: &Surroundings) -> Vec<Verdict> {
		let mut verdicts = Vec::new();
		let custody = around.custody;
		let consignee = custody.consignment.map(|consignment| consignment.to);
		if consignee.is_some() {
			verdicts.push(Verdict::InTransit);
		}
		if query
			.custodian
			.is_some_and(|asking| asking != custody.holder && Some(asking) != consignee)
		{
			verdicts.push(Verdict::OtherCustody);
		}
		if GIVEN_AWAY.contains(unit.disposition) || unit.dispensing.is_some() {
			verdicts.push(Verdict::AlreadyDispensed);
		} else if !STOCK.contains(around.disposition(unit))
			&& around.standing(unit) != Disposition::InTransit
		{
			verdicts.push(Verdict::NotSellable);
		}
		if !unit.persistent.difference(STOCK).is_empty() {
			verdicts.push(Verdict::NotSellable);
		}
		verdicts
	}
}
