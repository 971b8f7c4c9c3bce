//! What always holds.

use crate::{
	custody::GIVEN_AWAY, Config, Contents, Dispensers, EventNumbers, Events, Investigations,
	LotUnits, Lots, NextEvent, NextInvestigation, Pallet, RangeCounts, Ranges, StepCounts, Steps,
	Units, MAX_DEPTH,
};
use alloc::collections::BTreeMap;
use frame_support::ensure;
use salus_primitives::{
	epcis::Disposition,
	gs1::Epc,
	provenance::{Place, VerifyQuery},
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet's storage.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_contents()?;
		Self::try_state_custody()?;
		Self::try_state_dispensing()?;
		Self::try_state_lots()?;
		Self::try_state_verification()?;
		Self::try_state_events()?;
		Self::try_state_investigations()
	}

	/// What is in a container and what the container holds agree, and nesting is within its bound.
	fn try_state_contents() -> Result<(), TryRuntimeError> {
		let mut counts = BTreeMap::new();
		for (container, child) in Contents::<T>::iter_keys() {
			let unit = Units::<T>::get(&child).ok_or("what is in a container is not kept")?;
			ensure!(
				matches!(&unit.place, Place::In { container: place, .. } if *place == container),
				"a container holds what is elsewhere"
			);
			let outer = Units::<T>::get(&container).ok_or("a container is not kept")?;
			ensure!(outer.height > unit.height, "the height of a container is wrong");
			let count: &mut u32 = counts.entry(container).or_default();
			*count = count.saturating_add(1);
		}
		for (epc, unit) in Units::<T>::iter() {
			let counted = counts.get(&epc).copied().unwrap_or_default();
			ensure!(unit.contents == counted, "a container counts its contents wrongly");
			ensure!(counted > 0 || unit.height == 0, "what is empty has a height");
			if let Place::In { container, .. } = &unit.place {
				ensure!(
					Contents::<T>::contains_key(container, &epc),
					"a unit is in a container that does not hold it"
				);
			}
		}
		Ok(())
	}

	/// Every unit is in exactly one custody, which is that of the outermost container; what is on its
	/// way stands as that.
	fn try_state_custody() -> Result<(), TryRuntimeError> {
		for (_, unit) in Units::<T>::iter() {
			let around = Self::surroundings(&unit).ok_or("a unit is in nobody's custody")?;
			ensure!(around.containers.len() <= MAX_DEPTH as usize, "a unit is nested too deeply");
			for (_, container) in &around.containers {
				let outer = Self::surroundings(container).ok_or("a container is in no custody")?;
				ensure!(outer.custody == around.custody, "contents don't follow their container");
			}
			if let Place::With(custody) = &unit.place {
				let is_written = match unit.disposition {
					Disposition::InTransit => custody.consignment.is_some(),
					Disposition::Returned | Disposition::Stolen => true,
					_ => custody.consignment.is_none(),
				};
				ensure!(is_written, "a unit is on its way, or not, other than it stands");
			}
		}
		Ok(())
	}

	/// What was given away was given by somebody, once; and each dispenser's count is right.
	fn try_state_dispensing() -> Result<(), TryRuntimeError> {
		let mut counts = BTreeMap::new();
		for (epc, unit) in Units::<T>::iter() {
			ensure!(
				!GIVEN_AWAY.contains(unit.disposition) || unit.dispensing.is_some(),
				"nobody gave away what was given away"
			);
			if let (Epc::Sgtin(sgtin), Some(lot), Some(dispensing)) =
				(&epc, &unit.lot, &unit.dispensing)
			{
				let (units, committed): &mut (u32, u32) =
					counts.entry((sgtin.gtin, lot.clone(), dispensing.by)).or_default();
				*units = units.saturating_add(1);
				*committed = committed.saturating_add(u32::from(dispensing.commitment.is_some()));
			}
		}
		for (key, dispensed) in Dispensers::<T>::iter() {
			let counted = counts.remove(&key).unwrap_or_default();
			ensure!(
				(dispensed.units, dispensed.committed) == counted,
				"a dispenser's count is wrong"
			);
		}
		ensure!(counts.is_empty(), "a dispenser is not counted");
		Ok(())
	}

	/// Units of a lot are listed with it, once; ranges ascend.
	fn try_state_lots() -> Result<(), TryRuntimeError> {
		let mut listed = 0usize;
		for (gtin, number, lot) in Lots::<T>::iter() {
			for at in 0..lot.units {
				let serial = LotUnits::<T>::get((gtin, &number, at))
					.ok_or("a unit of a lot is not listed")?;
				let unit = Units::<T>::get(Epc::sgtin(gtin, serial)).ok_or("a unit is not kept")?;
				ensure!(unit.lot.as_ref() == Some(&number), "a unit is listed with another lot");
				listed = listed.saturating_add(1);
			}
			ensure!(lot.commissioned >= lot.units.into(), "a lot has more units than it began");
		}
		ensure!(LotUnits::<T>::iter_keys().count() == listed, "a unit is listed twice");
		let of_lots = Units::<T>::iter_values().filter(|unit| unit.lot.is_some()).count();
		ensure!(of_lots == listed, "a unit of a lot is not listed with it");
		for (gtin, series, count) in RangeCounts::<T>::iter() {
			let mut before = None;
			for at in 0..count {
				let range = Ranges::<T>::get((gtin, &series, at)).ok_or("a range is missing")?;
				ensure!(range.first <= range.last, "a range ends before it begins");
				ensure!(before.is_none_or(|last| last < range.first), "ranges overlap");
				before = Some(range.last);
			}
		}
		Ok(())
	}

	/// What is recalled, given away, suspect or of unknown origin never verifies.
	fn try_state_verification() -> Result<(), TryRuntimeError> {
		for (epc, unit) in Units::<T>::iter() {
			let Epc::Sgtin(sgtin) = epc else { continue };
			let lot = unit.lot.as_ref().and_then(|lot| Lots::<T>::get(sgtin.gtin, lot));
			let is_barred = lot.is_some_and(|lot| lot.recall.is_some())
				|| unit.dispensing.is_some()
				|| unit.investigation.is_some()
				|| !unit.is_proven();
			let query = VerifyQuery {
				unit: sgtin,
				lot: unit.lot,
				expiry: None,
				custodian: None,
				proof: None,
			};
			ensure!(
				!(is_barred && Self::verify(&query).sellable),
				"what is not fit to be sold verifies"
			);
		}
		Ok(())
	}

	/// Events are numbered without gaps, found by their hashes, and listed in order with what they
	/// name.
	fn try_state_events() -> Result<(), TryRuntimeError> {
		let count = NextEvent::<T>::get();
		ensure!(Events::<T>::iter_keys().count() as u64 == count, "events are missing");
		for (number, event) in Events::<T>::iter() {
			ensure!(number < count, "an event has a number to come");
			ensure!(EventNumbers::<T>::get(event.hash) == Some(number), "an event is not found");
		}
		ensure!(EventNumbers::<T>::iter_keys().count() as u64 == count, "a hash names no event");
		for (of, count) in StepCounts::<T>::iter() {
			let mut before = None;
			for at in 0..count {
				let step = Steps::<T>::get(&of, at).ok_or("a step is missing")?;
				ensure!(before.is_none_or(|event| event < step.event), "steps are out of order");
				before = Some(step.event);
			}
		}
		Ok(())
	}

	/// Units and the investigations that they are under name each other.
	fn try_state_investigations() -> Result<(), TryRuntimeError> {
		let count = NextInvestigation::<T>::get();
		for (epc, unit) in Units::<T>::iter() {
			let Some(number) = unit.investigation else { continue };
			let investigation =
				Investigations::<T>::get(number).ok_or("an investigation is missing")?;
			ensure!(investigation.unit == epc, "an investigation is into something else");
		}
		for (number, investigation) in Investigations::<T>::iter() {
			ensure!(number < count, "an investigation has a number to come");
			ensure!(!investigation.parties.is_empty(), "an investigation concerns nobody");
			let under = Units::<T>::get(&investigation.unit).and_then(|unit| unit.investigation);
			ensure!(
				!investigation.is_open() || under == Some(number),
				"an open investigation is into a unit that is not under it"
			);
		}
		Ok(())
	}
}
