//! Things are put into containers and taken out of them.
//!
//! What is in a container has no custody of its own, so a container moves without its contents being
//! touched. Taking something out writes down what it shares with the container until then: custody,
//! disposition, temperatures.

use super::{custody::Act, *};
use alloc::vec::Vec;
use salus_primitives::{
	epcis::BizStep,
	provenance::{transitions::STOCK, Custody, Origin, Place},
};

impl<T: Config> Pallet<T> {
	/// Puts things into a container. Whether anything of it is tracked.
	pub(crate) fn pack(
		act: &Act,
		parent: Option<&Epc>,
		children: &[Epc],
	) -> Result<bool, DispatchError> {
		let tracked: Vec<&Epc> = children.iter().filter(|child| Self::is_tracked(child)).collect();
		if tracked.is_empty() && !parent.is_some_and(Self::is_tracked) {
			return Ok(false);
		}
		let parent = parent.ok_or(Error::<T>::ContainerMissing)?;
		let mut container = Self::container(act, parent)?;
		let around = Self::around(&container)?;
		Self::ensure_trusted(&container, &around, BizStep::Packing)?;
		let by = Self::ensure_party(act, &around.custody, BizStep::Packing)?;
		// How it stands by what it is in decides whether it may be packed, not how it is itself.
		Self::lead(Some(around.disposition(&container)), BizStep::Packing, by, None)?;
		let mut height = container.height;
		for child in tracked {
			ensure!(
				child != parent
					&& around.containers.iter().all(|(container, _)| container != child),
				Error::<T>::ContainsItself
			);
			let inside = Self::put_in(act, parent, child)?;
			height = height.max(inside.saturating_add(1));
			container.contents = container.contents.saturating_add(1);
		}
		container.height = height;
		let depth = (around.containers.len() as u32).saturating_add(height.into());
		ensure!(depth <= MAX_DEPTH, Error::<T>::MaxDepthExceeded);
		for (outer, _) in &around.containers {
			height = height.saturating_add(1);
			Units::<T>::mutate_extant(outer, |outer| outer.height = outer.height.max(height));
		}
		if STOCK.contains(container.disposition) {
			container.disposition = Self::lead(
				Some(container.disposition),
				BizStep::Packing,
				by,
				act.event.disposition,
			)?;
		}
		Self::observe(act, &mut container);
		Units::<T>::insert(parent, container);
		Ok(true)
	}

	/// The container that things are put into. One that is not kept yet begins with that, unless it is a
	/// pack of a product.
	fn container(act: &Act, parent: &Epc) -> Result<Unit, DispatchError> {
		let is_pack = parent.as_sgtin().is_some() && Self::is_tracked(parent);
		if is_pack || Units::<T>::contains_key(parent) {
			return Self::fetch(act, parent);
		}
		let disposition = Self::lead(None, BizStep::Packing, act.capabilities, None)?;
		let custody = Custody::of(act.organization, act.now);
		Ok(Self::begun(None, Origin::Event, disposition, custody))
	}

	/// Puts one thing into a container. How many containers deep its own contents go.
	fn put_in(act: &Act, parent: &Epc, child: &Epc) -> Result<u8, DispatchError> {
		let mut unit = Self::fetch(act, child)?;
		let Place::With(custody) = unit.place.clone() else {
			return Err(Error::<T>::InContainer.into());
		};
		let around = Self::around(&unit)?;
		Self::ensure_trusted(&unit, &around, BizStep::Packing)?;
		let by = Self::ensure_party(act, &custody, BizStep::Packing)?;
		let asked = act.event.disposition.filter(|_| STOCK.contains(unit.disposition));
		unit.disposition = Self::lead(Some(unit.disposition), BizStep::Packing, by, asked)?;
		unit.place = Place::In { container: parent.clone(), since: act.number };
		let height = unit.height;
		Contents::<T>::insert(parent, child, ());
		Units::<T>::insert(child, unit);
		Ok(height)
	}

	/// Takes things out of a container, or all there is if the event names nothing. What it took out, if
	/// anything of it is tracked.
	pub(crate) fn unpack(
		act: &Act,
		parent: Option<&Epc>,
		children: &[Epc],
	) -> Result<Option<Vec<Epc>>, DispatchError> {
		let is_all = children.is_empty() && act.event.what.quantities().next().is_none();
		let tracked: Vec<Epc> = match parent {
			Some(parent) if is_all => Contents::<T>::iter_key_prefix(parent)
				.take((MAX_UNITS as usize).saturating_add(1))
				.collect(),
			_ => children.iter().filter(|child| Self::is_tracked(child)).cloned().collect(),
		};
		if tracked.is_empty() && !parent.is_some_and(Self::is_tracked) {
			return Ok(None);
		}
		ensure!(tracked.len() <= MAX_UNITS as usize, Error::<T>::TooMuchContent);
		let parent = parent.ok_or(Error::<T>::ContainerMissing)?;
		let mut container = Self::fetch(act, parent)?;
		let around = Self::around(&container)?;
		Self::ensure_trusted(&container, &around, BizStep::Unpacking)?;
		let by = Self::ensure_party(act, &around.custody, BizStep::Unpacking)?;
		let from = around.disposition(&container);
		let asked = act.event.disposition.filter(|_| STOCK.contains(from));
		let to = Self::lead(Some(from), BizStep::Unpacking, by, asked)?;
		for child in &tracked {
			if Self::take_out(act, parent, child, by)? {
				container.contents = container.contents.saturating_sub(1);
			}
		}
		if container.contents == 0 {
			container.height = 0;
		}
		if around.containers.is_empty() {
			container.disposition = to;
		}
		Self::observe(act, &mut container);
		Units::<T>::insert(parent, container);
		Ok(Some(tracked))
	}

	/// Takes one thing out of a container. Whether it was in there by the chain.
	fn take_out(
		act: &Act,
		parent: &Epc,
		child: &Epc,
		by: CapabilitySet,
	) -> Result<bool, DispatchError> {
		let mut unit = Self::fetch(act, child)?;
		let around = Self::around(&unit)?;
		let is_inside = Contents::<T>::take(parent, child).is_some();
		if !is_inside {
			// One whose beginning and packing the chain has not seen, and which this event begins.
			let is_new = !Units::<T>::contains_key(child) && !unit.is_proven();
			ensure!(is_new, Error::<T>::NotInContainer);
		}
		Self::ensure_trusted(&unit, &around, BizStep::Unpacking)?;
		let from = around.disposition(&unit);
		let asked = act.event.disposition.filter(|_| STOCK.contains(from));
		let to = Self::lead(Some(from), BizStep::Unpacking, by, asked)?;
		let readings = around.readings(&unit);
		unit.readings = Default::default();
		readings.into_iter().for_each(|reading| custody::add_reading(&mut unit, reading));
		unit.place = Place::With(around.custody);
		unit.disposition = to;
		Units::<T>::insert(child, unit);
		Ok(is_inside)
	}

	/// Takes a unit that is to begin anew out of wherever it was said to be.
	pub(crate) fn discard(epc: &Epc, unit: &Unit) {
		if let Place::In { container, .. } = &unit.place {
			Contents::<T>::remove(container, epc);
			Units::<T>::mutate_extant(container, |container| {
				container.contents = container.contents.saturating_sub(1);
				if container.contents == 0 {
					container.height = 0;
				}
			});
		}
	}
}
