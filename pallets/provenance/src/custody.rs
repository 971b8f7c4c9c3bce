//! Who has a unit, how it stands, and what a step makes of both.

use super::*;
use alloc::vec::Vec;
use salus_primitives::{
	epcis::{BizStep, BizStepSet, Disposition, DispositionSet, SourceDestinationType},
	provenance::{
		transitions::{
			transition, BLOCKED, CARRIAGE, HANDLING, OVERSIGHT, RECEIVING, STOCK, TRADE,
		},
		Consignment, Custody, InvestigationOutcome, Origin, Place, Reading,
	},
};

/// What may be done with what is suspect: look at it, set it aside, and bring it to where it is set
/// aside.
const CAREFUL: BizStepSet = HANDLING
	.union(CARRIAGE)
	.union(RECEIVING)
	.union(BizStepSet::of(&[BizStep::Unpacking, BizStep::VoidShipping]));

/// What may be done with what is illegitimate besides: end it.
const FINAL: BizStepSet = BizStepSet::of(&[BizStep::Decommissioning, BizStep::Destroying]);

/// Dispositions that are written for what is given or sold to a patient.
const HANDED_OVER: BizStepSet = BizStepSet::of(&[BizStep::Dispensing, BizStep::RetailSelling]);

/// An event as it is being captured.
pub(crate) struct Act<'a> {
	/// Who says it.
	pub organization: OrganizationId,
	/// What that organization may do now.
	pub capabilities: CapabilitySet,
	/// The chain's clock.
	pub now: Moment,
	/// The event's number.
	pub number: EventNumber,
	/// What it says.
	pub event: &'a EpcisEvent,
	/// What was being done.
	pub step: BizStep,
	/// Who is to receive what it ships, if it says so.
	pub consignee: Option<OrganizationId>,
	/// Whether units may appear whose beginning the chain has not seen.
	pub incomplete: bool,
}

/// The containers that a unit is in, and who has the outermost.
pub(crate) struct Surroundings {
	/// From the inmost to the outermost.
	pub containers: Vec<(Epc, Unit)>,
	/// By which event each thing got into the next.
	pub since: Vec<EventNumber>,
	/// Who has the outermost, or the unit itself.
	pub custody: Custody,
}

impl Surroundings {
	/// How a unit stands: on its way, if what it is in is, and not lost on the way; otherwise as
	/// [`Self::disposition`] says.
	pub fn standing(&self, unit: &Unit) -> Disposition {
		let disposition = self.disposition(unit);
		match self.custody.consignment {
			Some(_) if disposition != Disposition::Stolen => Disposition::InTransit,
			_ => disposition,
		}
	}

	/// How a unit stands in there: as the outermost container that is not in the usual course of
	/// business, or else as it does by itself.
	pub fn disposition(&self, unit: &Unit) -> Disposition {
		self.containers
			.iter()
			.rev()
			.map(|(_, container)| container.disposition)
			.find(|disposition| !STOCK.contains(*disposition))
			.unwrap_or(unit.disposition)
	}

	/// By how much finding out about a unit in there and its investigations costs more than about one
	/// that is in nothing and not suspect: a container is read, and its investigation as it may be
	/// under one; the unit's own investigation counts as if it were a container.
	pub fn weight(&self, unit: &Unit) -> u32 {
		(self.containers.len() as u32).saturating_add(unit.investigation.is_some().into())
	}

	/// The lowest and highest temperature that a unit was in: what was measured with it, and with its
	/// containers since it is in them.
	pub fn temperatures(&self, unit: &Unit) -> Option<(i32, i32)> {
		self.readings(unit).into_iter().fold(None, |range, reading| match range {
			None => Some((reading.min, reading.max)),
			Some((min, max)) => Some((reading.min.min(min), reading.max.max(max))),
		})
	}

	/// What was measured with a unit, and with its containers since it is in them.
	pub fn readings(&self, unit: &Unit) -> Vec<Reading> {
		let mut readings = unit.readings.to_vec();
		let mut since = 0;
		for ((_, container), packed) in self.containers.iter().zip(&self.since) {
			// In a case that is put on a pallet later than the pack into the case, the pack is on the
			// pallet since then.
			since = (*packed).max(since);
			readings.extend(container.readings.iter().filter(|reading| reading.event >= since));
		}
		readings
	}
}

/// Adds a reading. The two oldest are taken together if there is no room; counted from the later one,
/// so that nothing that was in there is left out.
pub(crate) fn add_reading(unit: &mut Unit, reading: Reading) {
	let readings = &mut unit.readings;
	if readings.is_full() {
		let oldest = readings.remove(0);
		if let Some(next) = readings.iter_mut().next() {
			next.min = next.min.min(oldest.min);
			next.max = next.max.max(oldest.max);
		}
	}
	if readings.try_push(reading).is_err() {
		frame_support::defensive!("there is room, or was just made");
	}
}

impl<T: Config> Pallet<T> {
	/// What a unit is in, and who has it. Nesting has a bound, so this has too.
	pub(crate) fn surroundings(unit: &Unit) -> Option<Surroundings> {
		let (mut containers, mut since) = (Vec::new(), Vec::new());
		let mut place = unit.place.clone();
		for _ in 0..=MAX_DEPTH {
			match place {
				Place::With(custody) => return Some(Surroundings { containers, since, custody }),
				Place::In { container, since: packed } => {
					let state = Units::<T>::get(&container)?;
					place = state.place.clone();
					since.push(packed);
					containers.push((container, state));
				},
			}
		}
		None
	}

	/// The same, of a unit that is kept. That its containers are there is an invariant.
	pub(crate) fn around(unit: &Unit) -> Result<Surroundings, DispatchError> {
		Self::surroundings(unit).ok_or(Error::<T>::UnknownUnit.into())
	}

	/// Whether a thing is tracked.
	pub(crate) fn is_tracked(epc: &Epc) -> bool {
		match epc {
			Epc::Sscc(_) => true,
			Epc::Sgtin(sgtin) if Products::<T>::contains_key(sgtin.gtin) => true,
			_ => Units::<T>::contains_key(epc),
		}
	}

	/// The unit as it is kept, or as it begins to be: a pack of a range, or one whose beginning the
	/// chain has not seen.
	pub(crate) fn fetch(act: &Act, epc: &Epc) -> Result<Unit, DispatchError> {
		if let Some(unit) = Units::<T>::get(epc) {
			return Ok(unit);
		}
		if let Some(unit) = Self::of_range(epc) {
			Self::enrol(epc, &unit);
			return Ok(unit);
		}
		ensure!(act.incomplete, Error::<T>::UnknownUnit);
		ensure!(!act.capabilities.intersection(TRADE).is_empty(), Error::<T>::NotAuthorized);
		let mut custody = Custody::of(act.organization, act.now);
		let mut disposition = Disposition::InProgress;
		if matches!(act.step, BizStep::Receiving | BizStep::VoidShipping) {
			disposition = Disposition::InTransit;
			custody.consignment = Some(Consignment {
				to: act.organization,
				shipped_at: act.now,
				sellable: true,
				refused: false,
			});
		}
		Ok(Self::begun(None, Origin::Unproven, disposition, custody))
	}

	/// That nothing that a unit is in, nor the unit itself, is suspect or illegitimate, or that the
	/// step is one that may be taken with it all the same.
	pub(crate) fn ensure_trusted(
		unit: &Unit,
		around: &Surroundings,
		step: BizStep,
	) -> DispatchResult {
		let all = around.containers.iter().map(|(_, container)| container).chain([unit]);
		for number in all.filter_map(|unit| unit.investigation) {
			let outcome =
				Investigations::<T>::get(number).and_then(|investigation| investigation.outcome);
			let allowed = match outcome {
				Some((InvestigationOutcome::Cleared, _)) => true,
				Some((InvestigationOutcome::Illegitimate, _)) => {
					CAREFUL.union(FINAL).contains(step)
				},
				None => CAREFUL.contains(step),
			};
			ensure!(allowed, Error::<T>::UnderInvestigation);
		}
		Ok(())
	}

	/// That a pack may go to a patient, or back into stock: proved, not recalled, not past its day.
	pub(crate) fn ensure_sellable(act: &Act, epc: &Epc, unit: &Unit) -> DispatchResult {
		let (Some(sgtin), Some(lot)) = (epc.as_sgtin(), &unit.lot) else { return Ok(()) };
		let lot = Lots::<T>::get(sgtin.gtin, lot).ok_or(Error::<T>::LotNotFound)?;
		ensure!(lot.recall.is_none(), Error::<T>::Recalled);
		ensure!(act.event.time < lot.expiry.end(), Error::<T>::Expired);
		Ok(())
	}

	/// Where a step leads, by the table.
	pub(crate) fn lead(
		from: Option<Disposition>,
		step: BizStep,
		by: CapabilitySet,
		asked: Option<Disposition>,
	) -> Result<Disposition, DispatchError> {
		transition(from, step, by, asked)
			.ok_or(Error::<T>::IllegalTransition(Refused { step, from }).into())
	}

	/// That the organization may do this with something in this custody; with what capabilities. Who
	/// oversees may look at what others have.
	pub(crate) fn ensure_party(
		act: &Act,
		custody: &Custody,
		step: BizStep,
	) -> Result<CapabilitySet, DispatchError> {
		match custody.consignment {
			Some(consignment) if RECEIVING.contains(step) => {
				ensure!(consignment.to == act.organization, Error::<T>::NotConsignee);
				return Ok(act.capabilities);
			},
			Some(consignment) if CARRIAGE.contains(step) && consignment.to == act.organization => {
				return Ok(act.capabilities)
			},
			Some(_) if !CARRIAGE.contains(step) && step != BizStep::VoidShipping => {
				return Err(Error::<T>::InTransit.into())
			},
			_ => {},
		}
		if custody.holder == act.organization {
			return Ok(act.capabilities);
		}
		let oversees = act.capabilities.contains(Capability::Regulator);
		ensure!(
			oversees && OVERSIGHT.contains(step) && custody.consignment.is_none(),
			Error::<T>::NotCustodian
		);
		Ok(Capability::Regulator.into())
	}

	/// Takes a step with something that the event lists. How much of its surroundings was looked at.
	pub(crate) fn advance(act: &Act, epc: &Epc, listed: &[&Epc]) -> Result<u32, DispatchError> {
		let mut unit = Self::fetch(act, epc)?;
		let around = Self::around(&unit)?;
		let looked_at = around.weight(&unit);
		Self::ensure_trusted(&unit, &around, act.step)?;
		let by = Self::ensure_party(act, &around.custody, act.step)?;
		if !around.containers.is_empty() {
			// A list may name a container and what is in it; what happens to that happens to this.
			if around.containers.iter().any(|(container, _)| listed.contains(&container)) {
				Units::<T>::insert(epc, unit);
				return Ok(looked_at);
			}
			ensure!(HANDLING.contains(act.step), Error::<T>::InContainer);
		}
		let from = around.standing(&unit);
		let to = Self::lead(Some(from), act.step, by, act.event.disposition)?;
		let back_into_stock = BLOCKED.contains(from) && STOCK.contains(to);
		if back_into_stock || HANDED_OVER.contains(act.step) {
			Self::ensure_sellable(act, epc, &unit)?;
		}
		match act.step {
			BizStep::Shipping => Self::ship(act, epc, &mut unit, from)?,
			BizStep::VoidShipping => Self::void_shipment(act, &mut unit, to)?,
			step if RECEIVING.contains(step) && around.custody.consignment.is_some() => {
				Self::receive(act, epc, &mut unit, to)?
			},
			BizStep::Dispensing | BizStep::RetailSelling => {
				Self::hand_over(act, epc, &mut unit, from)?
			},
			BizStep::Decommissioning => ensure!(unit.contents == 0, Error::<T>::NotEmpty),
			_ => {},
		}
		if around.containers.is_empty() || to != from {
			unit.disposition = to;
		}
		Self::observe(act, &mut unit);
		Units::<T>::insert(epc, unit);
		Ok(looked_at)
	}

	/// Keeps what else the event says about a unit: persistent dispositions, temperatures.
	pub(crate) fn observe(act: &Act, unit: &mut Unit) {
		let change = act.event.persistent_disposition;
		unit.persistent = unit.persistent.difference(change.unset).union(change.set);
		if let Some((min, max)) = act.event.temperatures() {
			add_reading(unit, Reading { event: act.number, min, max });
		}
	}

	fn ship(act: &Act, epc: &Epc, unit: &mut Unit, from: Disposition) -> DispatchResult {
		let to = act.consignee.ok_or(Error::<T>::ConsigneeMissing)?;
		let may_have = T::Members::capabilities_until(to).0.intersection(TRADE);
		ensure!(!may_have.is_empty(), Error::<T>::InvalidConsignee);
		if let Place::With(custody) = &mut unit.place {
			custody.consignment = Some(Consignment {
				to,
				shipped_at: act.now,
				sellable: STOCK.contains(from),
				refused: false,
			});
		}
		let (unit, from) = (epc.clone(), act.organization);
		Self::deposit_event(Event::UnitShipped { unit, from, to });
		Ok(())
	}

	/// Who is to receive what an event ships: whom it names, or whose the destinations are.
	pub(crate) fn consignee(event: &EpcisEvent) -> Option<OrganizationId> {
		if event.step() != BizStep::Shipping || event.consignee.is_some() {
			return event.consignee;
		}
		[
			SourceDestinationType::PossessingParty,
			SourceDestinationType::Location,
			SourceDestinationType::OwningParty,
		]
		.into_iter()
		.flat_map(|kind| event.destinations.iter().filter(move |party| party.kind == kind))
		.find_map(|party| match &party.party {
			Epc::Sgln(place) => Self::location(place.gln),
			Epc::Pgln(gln) => Self::location(*gln),
			_ => None,
		})
	}

	/// What was not fit to be sold when it was shipped is not on arrival either.
	fn ensure_as_shipped(act: &Act, consignment: Consignment, to: Disposition) -> DispatchResult {
		ensure!(
			consignment.sellable || !STOCK.contains(to),
			Error::<T>::IllegalTransition(Refused {
				step: act.step,
				from: Some(Disposition::InTransit)
			})
		);
		Ok(())
	}

	fn void_shipment(act: &Act, unit: &mut Unit, to: Disposition) -> DispatchResult {
		let Place::With(custody) = &mut unit.place else {
			return Err(Error::<T>::InContainer.into());
		};
		let consignment = custody.consignment.take().ok_or(Error::<T>::NotInTransit)?;
		Self::ensure_as_shipped(act, consignment, to)
	}

	fn receive(act: &Act, epc: &Epc, unit: &mut Unit, to: Disposition) -> DispatchResult {
		let Place::With(custody) = &mut unit.place else {
			return Err(Error::<T>::InContainer.into());
		};
		let consignment = custody.consignment.take().ok_or(Error::<T>::NotInTransit)?;
		Self::ensure_as_shipped(act, consignment, to)?;
		*custody = Custody::of(act.organization, act.now);
		Self::deposit_event(Event::UnitReceived { unit: epc.clone(), by: act.organization });
		Ok(())
	}

	pub(crate) fn do_refuse_shipment(
		organization: OrganizationId,
		units: Objects,
	) -> DispatchResult {
		let shippers = units
			.iter()
			.map(|unit| Self::refuse(organization, unit))
			.collect::<Result<Vec<_>, _>>()?;
		let (step, disposition) = (BizStep::Shipping, Some(Disposition::Returned));
		Self::record(organization, units, step, disposition, same(shippers))
	}

	/// Sends one unit back. To whom.
	fn refuse(organization: OrganizationId, epc: &Epc) -> Result<OrganizationId, DispatchError> {
		let mut unit = Units::<T>::get(epc).ok_or(Error::<T>::UnknownUnit)?;
		let Place::With(custody) = &mut unit.place else {
			return Err(Error::<T>::InContainer.into());
		};
		let shipper = custody.holder;
		let consignment = custody.consignment.as_mut().ok_or(Error::<T>::NotInTransit)?;
		ensure!(consignment.to == organization, Error::<T>::NotConsignee);
		ensure!(!consignment.refused, Error::<T>::NotInTransit);
		consignment.to = shipper;
		consignment.refused = true;
		Units::<T>::insert(epc, unit);
		Self::deposit_event(Event::ShipmentRefused { unit: epc.clone(), by: organization });
		Ok(shipper)
	}
}

/// The one value that all of these have.
pub(crate) fn same<V: PartialEq>(values: Vec<V>) -> Option<V> {
	let mut values = values.into_iter();
	let first = values.next()?;
	values.all(|value| value == first).then_some(first)
}

/// Dispositions in which a pack counts as given away.
pub(crate) const GIVEN_AWAY: DispositionSet = DispositionSet::of(&[
	Disposition::Dispensed,
	Disposition::RetailSold,
	Disposition::PartiallyDispensed,
]);
