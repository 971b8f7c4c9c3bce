//! Lots are recalled, and who gave packs of them to patients notifies those.

use super::*;
use salus_primitives::provenance::{Recall, ReportedBy};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_recall(
		by: OrganizationId,
		capabilities: CapabilitySet,
		gtin: Gtin,
		lot: LotNumber,
		class: RecallClass,
		reason: RecallReason,
	) -> DispatchResult {
		let product = Products::<T>::get(gtin).ok_or(Error::<T>::ProductNotFound)?;
		ensure!(
			product.owner == by || capabilities.contains(Capability::Regulator),
			Error::<T>::NotAuthorized
		);
		let mut of_lot = Lots::<T>::get(gtin, &lot).ok_or(Error::<T>::LotNotFound)?;
		ensure!(of_lot.recall.is_none(), Error::<T>::AlreadyRecalled);
		of_lot.recall = Some(Recall { class, reason, by, at: T::Time::now() });
		Lots::<T>::insert(gtin, &lot, of_lot);
		Self::deposit_event(Event::LotRecalled { gtin, lot, class, reason, by });
		Ok(())
	}

	pub(crate) fn do_lift_recall(
		organization: OrganizationId,
		capabilities: CapabilitySet,
		gtin: Gtin,
		lot: LotNumber,
	) -> DispatchResult {
		let mut of_lot = Lots::<T>::get(gtin, &lot).ok_or(Error::<T>::LotNotFound)?;
		let recall = of_lot.recall.take().ok_or(Error::<T>::NotRecalled)?;
		ensure!(
			recall.by == organization || capabilities.contains(Capability::Regulator),
			Error::<T>::NotAuthorized
		);
		Lots::<T>::insert(gtin, &lot, of_lot);
		Self::deposit_event(Event::RecallLifted { gtin, lot });
		Ok(())
	}

	pub(crate) fn do_report_notified(
		organization: OrganizationId,
		gtin: Gtin,
		lot: LotNumber,
		notified: u32,
		evidence: H256,
	) -> DispatchResult {
		let of_lot = Lots::<T>::get(gtin, &lot).ok_or(Error::<T>::LotNotFound)?;
		ensure!(of_lot.recall.is_some(), Error::<T>::NotRecalled);
		let mut dispensed = Dispensers::<T>::get((gtin, &lot, organization))
			.filter(|dispensed| dispensed.units > 0 && notified <= dispensed.units)
			.ok_or(Error::<T>::NothingDispensed)?;
		dispensed.report = Some(ReportedBy { at: T::Time::now(), notified, evidence });
		Dispensers::<T>::insert((gtin, &lot, organization), dispensed);
		Self::deposit_event(Event::PatientsNotified { gtin, lot, organization, notified });
		Ok(())
	}
}
