//! Packs go to patients, once, and the dispenser may take it back for a while.

use super::{custody::same, *};
use alloc::vec::Vec;
use salus_primitives::{
	epcis::{BizStep, Disposition},
	provenance::Dispensing,
};

impl<T: Config> Pallet<T> {
	/// Keeps who gave a pack to a patient. A pack that is given bit by bit is given once.
	pub(crate) fn hand_over(
		act: &custody::Act,
		epc: &Epc,
		unit: &mut Unit,
		before: Disposition,
	) -> DispatchResult {
		let sgtin = epc.as_sgtin().ok_or(Error::<T>::NotAProduct)?;
		ensure!(unit.contents == 0, Error::<T>::NotEmpty);
		if unit.dispensing.is_some() {
			return Ok(());
		}
		let by = act.organization;
		unit.dispensing = Some(Dispensing { by, at: act.now, before, commitment: None });
		if let Some(lot) = &unit.lot {
			Self::recount(sgtin.gtin, lot, by, |dispensed| {
				dispensed.units = dispensed.units.saturating_add(1);
			});
		}
		Self::deposit_event(Event::UnitDispensed { unit: epc.clone(), by });
		Ok(())
	}

	/// Changes how many packs of a lot an organization gave to patients.
	fn recount(
		gtin: Gtin,
		lot: &LotNumber,
		by: OrganizationId,
		change: impl FnOnce(&mut Dispensed),
	) {
		Dispensers::<T>::mutate((gtin, lot, by), |entry| change(entry.get_or_insert_default()));
	}

	/// The pack and its dispensing, if the organization dispensed it.
	fn dispensed_by(
		organization: OrganizationId,
		epc: &Epc,
	) -> Result<(Unit, Dispensing), DispatchError> {
		let unit = Units::<T>::get(epc).ok_or(Error::<T>::UnknownUnit)?;
		let dispensing = unit
			.dispensing
			.filter(|dispensing| dispensing.by == organization)
			.ok_or(Error::<T>::NotDispensedHere)?;
		Ok((unit, dispensing))
	}

	pub(crate) fn do_undo_dispensing(
		organization: OrganizationId,
		units: Objects,
	) -> DispatchResult {
		let standing = units
			.iter()
			.map(|unit| Self::undo(organization, unit))
			.collect::<Result<Vec<_>, _>>()?;
		Self::record(organization, units, BizStep::Stocking, same(standing), None)
	}

	/// Takes one dispensing back. How the pack stands again.
	fn undo(organization: OrganizationId, epc: &Epc) -> Result<Disposition, DispatchError> {
		let (mut unit, dispensing) = Self::dispensed_by(organization, epc)?;
		// What was opened can't go back, and what was destroyed since is not there.
		ensure!(
			matches!(unit.disposition, Disposition::Dispensed | Disposition::RetailSold),
			Error::<T>::NotDispensedHere
		);
		ensure!(
			T::Time::now() <= dispensing.at.saturating_add(UNDO_PERIOD),
			Error::<T>::UndoPeriodOver
		);
		unit.disposition = dispensing.before;
		unit.dispensing = None;
		if let (Some(sgtin), Some(lot)) = (epc.as_sgtin(), &unit.lot) {
			Self::recount(sgtin.gtin, lot, organization, |dispensed| {
				dispensed.units = dispensed.units.saturating_sub(1);
				let committed = u32::from(dispensing.commitment.is_some());
				dispensed.committed = dispensed.committed.saturating_sub(committed);
			});
		}
		Units::<T>::insert(epc, unit);
		Self::deposit_event(Event::DispensingUndone { unit: epc.clone(), by: organization });
		Ok(dispensing.before)
	}

	pub(crate) fn do_commit_dispensing(
		organization: OrganizationId,
		epc: Epc,
		commitment: H256,
	) -> DispatchResult {
		let (mut unit, mut dispensing) = Self::dispensed_by(organization, &epc)?;
		ensure!(dispensing.commitment.is_none(), Error::<T>::AlreadyCommitted);
		dispensing.commitment = Some(commitment);
		unit.dispensing = Some(dispensing);
		if let (Some(sgtin), Some(lot)) = (epc.as_sgtin(), &unit.lot) {
			Self::recount(sgtin.gtin, lot, organization, |dispensed| {
				dispensed.committed = dispensed.committed.saturating_add(1);
			});
		}
		Units::<T>::insert(&epc, unit);
		Self::deposit_event(Event::DispensingCommitted { unit: epc, commitment });
		Ok(())
	}
}
