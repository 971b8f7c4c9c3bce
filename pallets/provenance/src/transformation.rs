//! Packs become others: repackaging, relabelling, kits.

use super::{custody::Act, *};
use alloc::vec::Vec;
use salus_primitives::{
	epcis::BizStep,
	provenance::{Custody, Origin, Place},
};

impl<T: Config> Pallet<T> {
	/// Consumes what goes in and begins what comes out. Whether anything of it is tracked.
	pub(crate) fn transform(
		act: &Act,
		inputs: &[Epc],
		outputs: &[Epc],
	) -> Result<bool, DispatchError> {
		let tracked = |list: &[Epc]| -> Vec<Epc> {
			list.iter().filter(|epc| Self::is_tracked(epc)).cloned().collect()
		};
		let (inputs, outputs) = (tracked(inputs), tracked(outputs));
		let mut is_proven = true;
		for epc in &inputs {
			is_proven &= Self::consume(act, epc)?;
		}
		for epc in &outputs {
			let disposition =
				Self::lead(None, BizStep::Repackaging, act.capabilities, act.event.disposition)?;
			let lot = match epc {
				Epc::Sgtin(sgtin) => Some(Self::lot_of_new(act, sgtin.gtin)?),
				_ => None,
			};
			let origin = if is_proven { Origin::Transformation } else { Origin::Unproven };
			let custody = Custody::of(act.organization, act.now);
			Self::insert_new(act, epc, Self::begun(lot, origin, disposition, custody))?;
		}
		Ok(!inputs.is_empty() || !outputs.is_empty())
	}

	/// Consumes one unit. Whether the chain has seen its beginning.
	fn consume(act: &Act, epc: &Epc) -> Result<bool, DispatchError> {
		let mut unit = Self::fetch(act, epc)?;
		let Place::With(custody) = unit.place.clone() else {
			return Err(Error::<T>::InContainer.into());
		};
		ensure!(unit.contents == 0, Error::<T>::NotEmpty);
		let around = Self::around(&unit)?;
		Self::ensure_trusted(&unit, &around, BizStep::Repackaging)?;
		Self::ensure_sellable(act, epc, &unit)?;
		let by = Self::ensure_party(act, &custody, BizStep::Repackaging)?;
		unit.disposition = Self::lead(Some(unit.disposition), BizStep::Repackaging, by, None)?;
		let is_proven = unit.is_proven();
		Units::<T>::insert(epc, unit);
		Ok(is_proven)
	}
}
