//! What readers ask.

use super::*;
use alloc::vec::Vec;
use salus_primitives::provenance::{
	CapturedEventInfo, ContentsPage, DutyPage, InvestigationInfo, InvestigationPage, LotInfo,
	LotPage, ProductInfo, RecallDuty, UnitInfo,
};

/// How many investigations a page looks at for each that it may give.
const LOOKED_AT_PER_ENTRY: u32 = 8;

impl<T: Config> Pallet<T> {
	/// One product.
	pub fn product(gtin: Gtin) -> Option<ProductInfo> {
		Products::<T>::get(gtin).map(|state| ProductInfo { gtin, state })
	}

	/// One lot.
	pub fn lot(gtin: Gtin, lot: LotNumber) -> Option<LotInfo> {
		let state = Lots::<T>::get(gtin, &lot)?;
		let roots =
			(0..state.roots).filter_map(|index| Roots::<T>::get((gtin, &lot, index))).collect();
		Some(LotInfo { gtin, lot, state, roots })
	}

	/// One unit: as it is kept, or a pack of a range that has not acted yet.
	pub fn unit(unit: Epc) -> Option<UnitInfo> {
		let state = Units::<T>::get(&unit).or_else(|| Self::of_range(&unit))?;
		let around = Self::surroundings(&state)?;
		let consignee = around.custody.consignment.map(|consignment| consignment.to);
		Some(UnitInfo {
			unit,
			disposition: around.standing(&state),
			holder: around.custody.holder,
			consignee,
			containers: around.containers.into_iter().map(|(container, _)| container).collect(),
			state,
		})
	}

	/// Up to `limit` units of a lot that have acted, from number `from` on: where each of them is.
	pub fn lot_units(gtin: Gtin, lot: LotNumber, from: u32, limit: u32) -> Option<LotPage> {
		let state = Lots::<T>::get(gtin, &lot)?;
		let until = from.saturating_add(limit).min(state.units);
		let units = (from..until)
			.filter_map(|number| LotUnits::<T>::get((gtin, &lot, number)))
			.filter_map(|serial| Self::unit(Epc::sgtin(gtin, serial)))
			.collect();
		Some(LotPage {
			units,
			next: (until < state.units).then_some(until),
			untouched: state.commissioned.saturating_sub(state.units.into()),
		})
	}

	/// Up to `limit` things that are in a container, from `from` on, in the order of storage.
	pub fn contents(container: Epc, from: Option<Epc>, limit: u32) -> ContentsPage {
		let mut all = match &from {
			Some(from) => Contents::<T>::iter_key_prefix_from(
				&container,
				Contents::<T>::hashed_key_for(&container, from),
			),
			None => Contents::<T>::iter_key_prefix(&container),
		};
		let first = from.filter(|from| Contents::<T>::contains_key(&container, from));
		let room = (limit as usize).saturating_sub(usize::from(first.is_some()));
		let contents: Vec<_> = first.into_iter().chain(all.by_ref().take(room)).collect();
		ContentsPage { contents, next: all.next() }
	}

	/// An event by its hash identifier.
	pub fn event(hash: EventHash) -> Option<CapturedEventInfo> {
		let number = EventNumbers::<T>::get(hash)?;
		Events::<T>::get(number).map(|event| CapturedEventInfo { number, event })
	}

	/// Up to `limit` events, from number `from` on; fewer if they are large.
	pub fn events(from: EventNumber, limit: u32) -> Vec<CapturedEventInfo> {
		let mut named = 0usize;
		(from..from.saturating_add(limit.into()))
			.map_while(|number| {
				let event = Events::<T>::get(number).filter(|_| named < trace::NAMED_PER_PAGE)?;
				named = named.saturating_add(event.event.what.named().count());
				Some(CapturedEventInfo { number, event })
			})
			.collect()
	}

	/// Up to `limit` investigations from number `from` on; with `late`, those alone in which somebody
	/// let a deadline pass.
	pub fn investigations(from: u64, late: bool, limit: u32) -> InvestigationPage {
		let now = T::Time::now();
		let end = NextInvestigation::<T>::get();
		let mut number = from;
		let mut investigations = Vec::new();
		let budget = from.saturating_add(limit.saturating_mul(LOOKED_AT_PER_ENTRY).into()).min(end);
		while number < budget && investigations.len() < limit as usize {
			if let Some(state) = Investigations::<T>::get(number) {
				let is_late = state.is_late(now);
				if is_late || !late {
					investigations.push(InvestigationInfo { number, state, late: is_late });
				}
			}
			number = number.saturating_add(1);
		}
		InvestigationPage { investigations, next: (number < end).then_some(number) }
	}

	/// Up to `limit` organizations that gave packs of a lot to patients, from the one numbered `from`
	/// on, in the order of storage: who has to notify patients of a recall, and who has.
	pub fn recall_duties(
		gtin: Gtin,
		lot: LotNumber,
		from: Option<OrganizationId>,
		limit: u32,
	) -> DutyPage {
		let mut all = match from {
			Some(from) => Dispensers::<T>::iter_prefix_from(
				(gtin, &lot),
				Dispensers::<T>::hashed_key_for((gtin, &lot, from)),
			),
			None => Dispensers::<T>::iter_prefix((gtin, &lot)),
		};
		let first = from.and_then(|from| {
			Dispensers::<T>::get((gtin, &lot, from)).map(|dispensed| (from, dispensed))
		});
		let room = (limit as usize).saturating_sub(usize::from(first.is_some()));
		let duties = first
			.into_iter()
			.chain(all.by_ref().take(room))
			.map(|(organization, dispensed)| RecallDuty {
				organization,
				dispensed: dispensed.units,
				committed: dispensed.committed,
				report: dispensed.report,
			})
			.collect();
		DutyPage { duties, next: all.next().map(|(organization, _)| organization) }
	}
}
