//! Events come in: what they may say, what they do to what is tracked, and how they are found again.

use super::{custody::Act, *};
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::weights::Weight;
use salus_primitives::{
	epcis::{Action, BizStep, Disposition, LotData, What},
	provenance::{transitions::is_tracked, Custody, ErrorDeclaration, Origin, Place, Suspicion},
};

/// By what an event is weighed that it says itself.
#[derive(Clone, Copy)]
pub(crate) struct Load {
	/// Whether it is about containers that go somewhere. They cost less than other things: nothing
	/// begins, and what is in them is not looked at.
	containers: bool,
	/// How many things it concerns at most: those that it names, or all that a container may hold if it
	/// empties one without saying what is in it.
	objects: u32,
	/// How many quantities it lists.
	quantities: u32,
	/// Among how many destinations whoever is to receive a shipment is looked for.
	destinations: u32,
}

impl Load {
	pub(crate) fn of(event: &EpcisEvent) -> Self {
		let containers = matches!(
			&event.what,
			What::Object { action: Action::Observe, objects, quantities }
				if quantities.is_empty() && objects.iter().all(|epc| matches!(epc, Epc::Sscc(_)))
		);
		let objects = match &event.what {
			What::Aggregation { action: Action::Delete, children, .. } if children.is_empty() => {
				MAX_UNITS
			},
			what => what.named().count() as u32,
		};
		let is_open = event.step() == BizStep::Shipping && event.consignee.is_none();
		Self {
			containers,
			objects,
			quantities: event.what.quantities().count() as u32,
			destinations: if is_open { event.destinations.len() as u32 } else { 0 },
		}
	}

	/// What capturing it costs at most.
	pub(crate) fn most<T: Config>(&self) -> Weight {
		let around = self.objects.saturating_mul(MAX_DEPTH.saturating_add(1));
		self.weight::<T>(Concerned { things: self.objects, around })
	}

	/// What capturing it cost.
	pub(crate) fn used<T: Config>(&self, concerned: Concerned) -> Weight {
		let most = self.most::<T>();
		self.weight::<T>(concerned).min(most)
	}

	fn weight<T: Config>(&self, Concerned { things, around }: Concerned) -> Weight {
		let capture = if self.containers {
			T::WeightInfo::capture_containers(things)
				.saturating_add(T::WeightInfo::surroundings(around))
		} else {
			T::WeightInfo::capture(things, self.quantities)
		};
		match self.destinations {
			0 => capture,
			some => capture.saturating_add(T::WeightInfo::find_consignee(some)),
		}
	}
}

/// How much an event concerned.
#[derive(Clone, Copy)]
pub(crate) struct Concerned {
	/// How many things it named or implied.
	things: u32,
	/// What they are in, and what of them is suspect, see [`custody::Surroundings::weight`].
	around: u32,
}

/// What an event did.
#[derive(Default)]
struct Outcome {
	/// Whether it changed anything that is tracked.
	tracked: bool,
	/// What it concerns without naming it.
	implied: Vec<Epc>,
	/// See [`Concerned::around`].
	around: u32,
}

impl Outcome {
	fn kept() -> Self {
		Self::default()
	}

	fn of(tracked: bool) -> Self {
		Self { tracked, ..Self::default() }
	}
}

impl<T: Config> Pallet<T> {
	/// Captures an event. How much it concerned. An error does nothing.
	pub(crate) fn do_capture(
		organization: OrganizationId,
		capabilities: CapabilitySet,
		hash: EventHash,
		event: EpcisEvent,
		incomplete: bool,
		error: Option<ErrorDeclaration>,
	) -> Result<Concerned, DispatchError> {
		let now = T::Time::now();
		ensure!(!EventNumbers::<T>::contains_key(hash), Error::<T>::AlreadyCaptured);
		ensure!(event.time <= now.saturating_add(MAX_CLOCK_SKEW), Error::<T>::EventInFuture);
		let mut names = BTreeSet::new();
		ensure!(event.what.named().all(|name| names.insert(name)), Error::<T>::NamedTwice);
		let number = NextEvent::<T>::get();
		let Outcome { tracked, implied, around } = match error {
			Some(_) => Outcome::kept(),
			None => Self::apply(&Act {
				organization,
				capabilities,
				now,
				number,
				event: &event,
				step: event.step(),
				consignee: Self::consignee(&event),
				incomplete,
			})?,
		};
		let (by, recorded_at) = (organization, now);
		let captured = CapturedEvent { hash, event, by, recorded_at, tracked, error };
		Ok(Concerned { things: Self::keep(number, captured, &implied), around })
	}

	/// Keeps an event, and where it is found: with what it names, and what it concerns besides. How
	/// many things that are.
	fn keep(number: EventNumber, captured: CapturedEvent, implied: &[Epc]) -> u32 {
		let CapturedEvent { hash, event, by, tracked, .. } = &captured;
		let mut concerned = 0u32;
		for epc in event.what.named().chain(implied) {
			Self::index(number, epc);
			concerned = concerned.saturating_add(1);
		}
		let classes: BTreeSet<_> =
			event.what.quantities().map(|quantity| quantity.class.clone()).collect();
		for class in classes {
			Self::add_step(Related::Class(class), Step { event: number, container: None });
		}
		let (hash, organization, tracked) = (*hash, *by, *tracked);
		EventNumbers::<T>::insert(hash, number);
		NextEvent::<T>::put(number.saturating_add(1));
		Events::<T>::insert(number, captured);
		Self::deposit_event(Event::EventCaptured { number, hash, organization, tracked });
		concerned
	}

	/// Keeps what a call did with units as an event, so that traces show it.
	pub(crate) fn record(
		by: OrganizationId,
		units: Objects,
		step: BizStep,
		disposition: Option<Disposition>,
		consignee: Option<OrganizationId>,
	) -> DispatchResult {
		if units.is_empty() {
			return Ok(());
		}
		let recorded_at = T::Time::now();
		let (hash, event) = EpcisEvent::observed(recorded_at, units, step, disposition);
		ensure!(!EventNumbers::<T>::contains_key(hash), Error::<T>::AlreadyCaptured);
		let event = EpcisEvent { consignee, ..event };
		let captured = CapturedEvent { hash, event, by, recorded_at, tracked: true, error: None };
		Self::keep(NextEvent::<T>::get(), captured, &[]);
		Ok(())
	}

	pub(crate) fn do_capture_error(
		organization: OrganizationId,
		hash: EventHash,
		event: EpcisEvent,
		reason: Option<ErrorReason>,
		corrective_events: CorrectiveEvents,
	) -> DispatchResult {
		let number = NextEvent::<T>::get();
		let error = ErrorDeclaration { declared_at: T::Time::now(), reason, corrective_events };
		Self::do_capture(organization, CapabilitySet::EMPTY, hash, event, false, Some(error))?;
		Self::deposit_event(Event::ErrorDeclared { number, reason });
		Ok(())
	}

	/// Does what an event says, if that is tracked.
	fn apply(act: &Act) -> Result<Outcome, DispatchError> {
		match &act.event.what {
			What::Object { action: Action::Add, objects, .. }
				if act.step == BizStep::Commissioning =>
			{
				let mut tracked = false;
				for epc in objects {
					tracked |= Self::begin(act, epc)?;
				}
				Ok(Outcome::of(tracked))
			},
			_ if act.event.biz_step.is_some_and(|step| !is_tracked(step)) => Ok(Outcome::kept()),
			What::Object { objects, .. } => Self::advance_all(act, objects.iter()),
			What::Aggregation { action: Action::Observe, .. } => {
				Self::advance_all(act, act.event.what.named())
			},
			What::Aggregation { action: Action::Add, parent, children, .. } => {
				Self::pack(act, parent.as_ref(), children).map(Outcome::of)
			},
			What::Aggregation { action: Action::Delete, parent, children, .. } => {
				let Some(mut implied) = Self::unpack(act, parent.as_ref(), children)? else {
					return Ok(Outcome::kept());
				};
				if !children.is_empty() {
					implied.clear();
				}
				Ok(Outcome { tracked: true, implied, ..Outcome::default() })
			},
			What::Transformation { inputs, outputs, .. } => {
				Self::transform(act, inputs, outputs).map(Outcome::of)
			},
			What::Transaction { .. } | What::Association { .. } => Ok(Outcome::kept()),
		}
	}

	/// Takes the event's step with all that is tracked of what it lists.
	fn advance_all<'a>(
		act: &Act,
		listed: impl Iterator<Item = &'a Epc>,
	) -> Result<Outcome, DispatchError> {
		let tracked: Vec<&Epc> = listed.filter(|epc| Self::is_tracked(epc)).collect();
		ensure!(tracked.is_empty() || act.step != BizStep::Repackaging, Error::<T>::WrongEventType);
		let mut around = 0u32;
		for epc in &tracked {
			around = around.saturating_add(Self::advance(act, epc, &tracked)?);
		}
		Ok(Outcome { around, ..Outcome::of(!tracked.is_empty()) })
	}

	/// Begins a unit by commissioning. Whether it is tracked.
	fn begin(act: &Act, epc: &Epc) -> Result<bool, DispatchError> {
		if !Self::is_tracked(epc) {
			return Ok(false);
		}
		let disposition =
			Self::lead(None, BizStep::Commissioning, act.capabilities, act.event.disposition)?;
		let custody = Custody::of(act.organization, act.now);
		let lot = match epc {
			Epc::Sgtin(sgtin) => {
				let may_make = act.capabilities.contains(Capability::Manufacturer);
				ensure!(may_make, Error::<T>::NotAuthorized);
				Some(Self::lot_of_new(act, sgtin.gtin)?)
			},
			_ => None,
		};
		let unit = Self::begun(lot, Origin::Event, disposition, custody);
		Self::insert_new(act, epc, unit)?;
		Ok(true)
	}

	/// The lot of packs that an event makes. It is registered if it is new.
	pub(crate) fn lot_of_new(act: &Act, gtin: Gtin) -> Result<LotNumber, DispatchError> {
		let product = Products::<T>::get(gtin).ok_or(Error::<T>::ProductNotFound)?;
		ensure!(product.owner == act.organization, Error::<T>::NotProductOwner);
		let LotData { lot, expiry } = act.event.lot.clone().ok_or(Error::<T>::LotMissing)?;
		let of_lot = match Lots::<T>::get(gtin, &lot) {
			Some(known) => known,
			None => Self::insert_lot(
				act.organization,
				gtin,
				lot.clone(),
				expiry.ok_or(Error::<T>::LotMissing)?,
			),
		};
		ensure!(expiry.is_none_or(|expiry| expiry == of_lot.expiry), Error::<T>::ExpiryMismatch);
		ensure!(of_lot.recall.is_none(), Error::<T>::Recalled);
		Ok(lot)
	}

	/// That a unit of `maker` can begin. What others said before to have, without proof of where they
	/// have it from, gives way. Who said so.
	pub(crate) fn make_way(
		maker: OrganizationId,
		epc: &Epc,
	) -> Result<Option<OrganizationId>, DispatchError> {
		let Some(before) = Units::<T>::get(epc) else {
			let is_of_range = epc.as_sgtin().is_some_and(|sgtin| Self::range_of(sgtin).is_some());
			ensure!(!is_of_range, Error::<T>::AlreadyCommissioned);
			return Ok(None);
		};
		// What has a lot was begun by its maker, though out of what nobody can prove.
		ensure!(!before.is_proven() && before.lot.is_none(), Error::<T>::AlreadyCommissioned);
		ensure!(before.contents == 0, Error::<T>::NotEmpty);
		ensure!(before.investigation.is_none(), Error::<T>::UnderInvestigation);
		let holder = Self::around(&before)?.custody.holder;
		Self::discard(epc, &before);
		Ok((holder != maker).then_some(holder))
	}

	/// Has a unit that begins with its maker investigated if another said to have it.
	pub(crate) fn doubt(
		maker: OrganizationId,
		epc: &Epc,
		rival: Option<OrganizationId>,
	) -> DispatchResult {
		match rival {
			Some(rival) => {
				Self::open_investigation(rival, epc, Suspicion::Duplicate, &[maker, rival])
			},
			None => Ok(()),
		}
	}

	/// Writes a unit that begins. If others said before to have it, without proof of where they have it
	/// from, the unit is with its maker, and suspect.
	pub(crate) fn insert_new(act: &Act, epc: &Epc, unit: Unit) -> DispatchResult {
		let rival = Self::make_way(act.organization, epc)?;
		Self::enrol(epc, &unit);
		if let (Some(sgtin), Some(lot)) = (epc.as_sgtin(), &unit.lot) {
			Lots::<T>::mutate(sgtin.gtin, lot, |of_lot| {
				if let Some(of_lot) = of_lot {
					of_lot.commissioned = of_lot.commissioned.saturating_add(1);
				}
			});
		}
		Units::<T>::insert(epc, unit);
		Self::doubt(act.organization, epc, rival)
	}

	/// Notes that an event names a thing, and what the thing is in from then on.
	fn index(number: EventNumber, epc: &Epc) {
		let container = match Units::<T>::get(epc).map(|unit| unit.place) {
			Some(Place::In { container, .. }) => Some(container),
			_ => None,
		};
		Self::add_step(Related::Unit(epc.clone()), Step { event: number, container });
	}

	fn add_step(of: Related, step: Step) {
		StepCounts::<T>::mutate(&of, |count| {
			Steps::<T>::insert(&of, *count, step);
			*count = count.saturating_add(1);
		});
	}

	pub(crate) fn do_declare_error(
		organization: OrganizationId,
		hash: EventHash,
		reason: Option<ErrorReason>,
		corrective_events: CorrectiveEvents,
	) -> DispatchResult {
		let number = EventNumbers::<T>::get(hash).ok_or(Error::<T>::EventNotFound)?;
		let mut event = Events::<T>::get(number).ok_or(Error::<T>::EventNotFound)?;
		ensure!(event.by == organization, Error::<T>::NotAuthorized);
		ensure!(event.error.is_none(), Error::<T>::AlreadyDeclared);
		event.error =
			Some(ErrorDeclaration { declared_at: T::Time::now(), reason, corrective_events });
		Events::<T>::insert(number, event);
		Self::deposit_event(Event::ErrorDeclared { number, reason });
		Ok(())
	}
}
