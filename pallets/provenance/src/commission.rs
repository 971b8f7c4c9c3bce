//! How things begin: products, locations, lots, and serial numbers by the range or under a root.

use super::*;
use salus_primitives::{
	epcis::{Disposition, DispositionSet},
	gs1::Sgtin,
	provenance::{Custody, Origin, Place, Readings},
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_product(
		owner: OrganizationId,
		gtin: Gtin,
		limits: Option<StorageLimits>,
	) -> DispatchResult {
		ensure!(limits.is_none_or(StorageLimits::is_well_formed), Error::<T>::InvalidLimits);
		// The first of a GTIN's digits says which level of packaging it is.
		Self::ensure_prefix(owner, gtin.as_str().get(1..).unwrap_or_default())?;
		ensure!(!Products::<T>::contains_key(gtin), Error::<T>::ProductAlreadyExists);
		Products::<T>::insert(gtin, Product { owner, limits, registered_at: T::Time::now() });
		Self::deposit_event(Event::ProductRegistered { gtin, owner });
		Ok(())
	}

	pub(crate) fn do_set_storage_limits(
		organization: OrganizationId,
		gtin: Gtin,
		limits: Option<StorageLimits>,
	) -> DispatchResult {
		let mut product = Products::<T>::get(gtin).ok_or(Error::<T>::ProductNotFound)?;
		ensure!(product.owner == organization, Error::<T>::NotProductOwner);
		ensure!(limits.is_none_or(StorageLimits::is_well_formed), Error::<T>::InvalidLimits);
		product.limits = limits;
		Products::<T>::insert(gtin, product);
		Self::deposit_event(Event::StorageLimitsSet { gtin, limits });
		Ok(())
	}

	pub(crate) fn do_transfer_product(
		organization: OrganizationId,
		capabilities: CapabilitySet,
		gtin: Gtin,
		to: OrganizationId,
	) -> DispatchResult {
		let mut product = Products::<T>::get(gtin).ok_or(Error::<T>::ProductNotFound)?;
		ensure!(
			product.owner == organization || capabilities.contains(Capability::Regulator),
			Error::<T>::NotProductOwner
		);
		ensure!(T::Members::is_active(to), Error::<T>::OrganizationNotActive);
		product.owner = to;
		Products::<T>::insert(gtin, product);
		Self::deposit_event(Event::ProductTransferred { gtin, owner: to });
		Ok(())
	}

	pub(crate) fn do_grant_prefix(
		capabilities: CapabilitySet,
		prefix: CompanyPrefix,
		organization: OrganizationId,
	) -> DispatchResult {
		ensure!(capabilities.contains(Capability::Regulator), Error::<T>::NotAuthorized);
		ensure!(prefix.as_str().len() >= SHORTEST_PREFIX, Error::<T>::InvalidPrefix);
		ensure!(T::Members::is_active(organization), Error::<T>::OrganizationNotActive);
		Prefixes::<T>::insert(&prefix, organization);
		Self::deposit_event(Event::PrefixGranted { prefix, organization });
		Ok(())
	}

	pub(crate) fn do_withdraw_prefix(
		capabilities: CapabilitySet,
		prefix: CompanyPrefix,
	) -> DispatchResult {
		ensure!(capabilities.contains(Capability::Regulator), Error::<T>::NotAuthorized);
		Prefixes::<T>::take(&prefix).ok_or(Error::<T>::PrefixNotFound)?;
		Self::deposit_event(Event::PrefixWithdrawn { prefix });
		Ok(())
	}

	/// Whose the longest company prefix is that these digits begin with.
	fn prefix_holder(digits: &str) -> Option<OrganizationId> {
		(SHORTEST_PREFIX..=CompanyPrefix::LONGEST)
			.rev()
			.filter_map(|length| digits.get(..length)?.parse::<CompanyPrefix>().ok())
			.find_map(|prefix| Prefixes::<T>::get(&prefix))
	}

	/// That the digits do not begin with the company prefix of another organization.
	fn ensure_prefix(organization: OrganizationId, digits: &str) -> DispatchResult {
		let holder = Self::prefix_holder(digits);
		ensure!(holder.is_none_or(|holder| holder == organization), Error::<T>::NotPrefixHolder);
		Ok(())
	}

	/// Whose a location is: who registered it, unless its company prefix is another's.
	pub fn location(gln: Gln) -> Option<OrganizationId> {
		let registered = Locations::<T>::get(gln)?;
		let holder = Self::prefix_holder(gln.as_str());
		holder.is_none_or(|holder| holder == registered).then_some(registered)
	}

	pub(crate) fn do_register_location(organization: OrganizationId, gln: Gln) -> DispatchResult {
		Self::ensure_prefix(organization, gln.as_str())?;
		ensure!(Self::location(gln).is_none(), Error::<T>::LocationAlreadyExists);
		Locations::<T>::insert(gln, organization);
		Self::deposit_event(Event::LocationRegistered { gln, organization });
		Ok(())
	}

	pub(crate) fn do_remove_location(
		organization: OrganizationId,
		capabilities: CapabilitySet,
		gln: Gln,
	) -> DispatchResult {
		let owner = Locations::<T>::get(gln).ok_or(Error::<T>::LocationNotFound)?;
		ensure!(
			owner == organization || capabilities.contains(Capability::Regulator),
			Error::<T>::NotAuthorized
		);
		Locations::<T>::remove(gln);
		Self::deposit_event(Event::LocationRemoved { gln });
		Ok(())
	}

	/// That the organization makes the product, and may.
	pub(crate) fn ensure_maker(
		organization: OrganizationId,
		capabilities: CapabilitySet,
		gtin: Gtin,
	) -> DispatchResult {
		ensure!(capabilities.contains(Capability::Manufacturer), Error::<T>::NotAuthorized);
		let product = Products::<T>::get(gtin).ok_or(Error::<T>::ProductNotFound)?;
		ensure!(product.owner == organization, Error::<T>::NotProductOwner);
		Ok(())
	}

	pub(crate) fn insert_lot(
		maker: OrganizationId,
		gtin: Gtin,
		lot: LotNumber,
		expiry: Date,
	) -> Lot {
		let new = Lot {
			expiry,
			maker,
			registered_at: T::Time::now(),
			ranges: 0,
			roots: 0,
			commissioned: 0,
			units: 0,
			recall: None,
		};
		Lots::<T>::insert(gtin, &lot, &new);
		Self::deposit_event(Event::LotRegistered { gtin, lot, expiry });
		new
	}

	pub(crate) fn do_commission_range(
		gtin: Gtin,
		lot: LotNumber,
		first: Serial,
		last: Serial,
	) -> DispatchResult {
		let mut of_lot = Lots::<T>::get(gtin, &lot).ok_or(Error::<T>::LotNotFound)?;
		let (series, from) = SerialSeries::of(&first);
		let (last_series, to) = SerialSeries::of(&last);
		ensure!(series == last_series && series.digits > 0 && from <= to, Error::<T>::InvalidRange);
		let count = RangeCounts::<T>::get(gtin, &series);
		if let Some(before) = count.checked_sub(1) {
			let highest = Ranges::<T>::get((gtin, &series, before)).map(|range| range.last);
			ensure!(highest.is_none_or(|highest| highest < from), Error::<T>::RangeNotAscending);
		}
		ensure!(count < T::MaxRanges::get(), Error::<T>::MaxRangesExceeded);
		let range = SerialRange { lot: lot.clone(), first: from, last: to };
		of_lot.ranges = of_lot.ranges.saturating_add(1);
		of_lot.commissioned =
			of_lot.commissioned.saturating_add(u64::try_from(range.len()).unwrap_or(u64::MAX));
		Ranges::<T>::insert((gtin, &series, count), range);
		RangeCounts::<T>::insert(gtin, &series, count.saturating_add(1));
		Lots::<T>::insert(gtin, &lot, of_lot);
		Self::deposit_event(Event::RangeCommissioned { gtin, lot, first, last });
		Ok(())
	}

	pub(crate) fn do_commission_root(
		gtin: Gtin,
		lot: LotNumber,
		root: SerialRoot,
	) -> DispatchResult {
		let mut of_lot = Lots::<T>::get(gtin, &lot).ok_or(Error::<T>::LotNotFound)?;
		ensure!(root.is_well_formed(), Error::<T>::InvalidRoot);
		ensure!(of_lot.roots < MAX_ROOTS, Error::<T>::MaxRootsExceeded);
		let (index, leaves) = (of_lot.roots, root.leaves);
		of_lot.roots = index.saturating_add(1);
		of_lot.commissioned = of_lot.commissioned.saturating_add(leaves.into());
		Roots::<T>::insert((gtin, &lot, index), root);
		Lots::<T>::insert(gtin, &lot, of_lot);
		Self::deposit_event(Event::RootCommissioned { gtin, lot, index, leaves });
		Ok(())
	}

	pub(crate) fn do_prove_units(
		gtin: Gtin,
		lot: LotNumber,
		index: u32,
		units: Proofs,
	) -> DispatchResult {
		let of_lot = Lots::<T>::get(gtin, &lot).ok_or(Error::<T>::LotNotFound)?;
		let root = Roots::<T>::get((gtin, &lot, index)).ok_or(Error::<T>::RootNotFound)?;
		let mut new = 0u32;
		for (serial, proof) in &units {
			let unit = Sgtin { gtin, serial: serial.clone() };
			ensure!(root.contains(&unit, proof), Error::<T>::InvalidProof);
			let epc = Epc::from(unit);
			if Units::<T>::get(&epc).is_some_and(|unit| unit.lot.as_ref() == Some(&lot)) {
				continue;
			}
			let rival = Self::make_way(of_lot.maker, &epc)?;
			let state = Self::untouched(lot.clone(), &of_lot, Origin::Root);
			Self::enrol(&epc, &state);
			Units::<T>::insert(&epc, state);
			Self::doubt(of_lot.maker, &epc, rival)?;
			new = new.saturating_add(1);
		}
		Self::deposit_event(Event::UnitsProved { gtin, lot, units: new });
		Ok(())
	}

	/// A pack that has not acted yet: with its maker since the lot began.
	pub(crate) fn untouched(lot: LotNumber, of_lot: &Lot, origin: Origin) -> Unit {
		Self::begun(
			Some(lot),
			origin,
			Disposition::Active,
			Custody::of(of_lot.maker, of_lot.registered_at),
		)
	}

	/// A unit that begins, empty.
	pub(crate) fn begun(
		lot: Option<LotNumber>,
		origin: Origin,
		disposition: Disposition,
		custody: Custody,
	) -> Unit {
		Unit {
			lot,
			origin,
			disposition,
			persistent: DispositionSet::EMPTY,
			place: Place::With(custody),
			contents: 0,
			height: 0,
			readings: Readings::new(),
			investigation: None,
			dispensing: None,
		}
	}

	/// Lists a pack among those of its lot that have acted.
	pub(crate) fn enrol(epc: &Epc, unit: &Unit) {
		let (Some(sgtin), Some(lot)) = (epc.as_sgtin(), &unit.lot) else { return };
		Lots::<T>::mutate(sgtin.gtin, lot, |of_lot| {
			if let Some(of_lot) = of_lot {
				LotUnits::<T>::insert((sgtin.gtin, lot, of_lot.units), &sgtin.serial);
				of_lot.units = of_lot.units.saturating_add(1);
			}
		});
	}

	/// The range that a serial number is in, by bisection of the ranges of its series.
	pub(crate) fn range_of(sgtin: &Sgtin) -> Option<SerialRange> {
		let (series, number) = SerialSeries::of(&sgtin.serial);
		let (mut low, mut high) = (0, RangeCounts::<T>::get(sgtin.gtin, &series));
		while low < high {
			let middle = low.saturating_add(high).wrapping_div(2);
			let range = Ranges::<T>::get((sgtin.gtin, &series, middle))?;
			if range.contains(number) {
				return Some(range);
			}
			if number < range.first {
				high = middle;
			} else {
				low = middle.saturating_add(1);
			}
		}
		None
	}

	/// The pack of a commissioned range, if it is one and has not acted yet.
	pub(crate) fn of_range(epc: &Epc) -> Option<Unit> {
		let sgtin = epc.as_sgtin()?;
		let range = Self::range_of(sgtin)?;
		let of_lot = Lots::<T>::get(sgtin.gtin, &range.lot)?;
		Some(Self::untouched(range.lot, &of_lot, Origin::Range))
	}
}
