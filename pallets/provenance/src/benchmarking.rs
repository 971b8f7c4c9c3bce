//! Benchmarks of the calls, each at its worst.

use super::*;
use alloc::{format, vec::Vec};
use frame_benchmarking::v2::*;
use frame_system::RawOrigin;
use salus_primitives::{
	epcis::{
		Action, BizStep, Decimal, LotData, Objects, Party, Quantities, Quantity,
		SourceDestinationType, What, MAX_PARTIES, MAX_QUANTITIES, MAX_UNITS,
	},
	gs1::{EpcClass, Sgtin, Sscc},
	merkle::{Siblings, MAX_DEPTH as MERKLE_DEPTH},
	provenance::{Custody, Origin, PartyDuty, Place, MAX_PARTIES_CONCERNED},
	traits::BenchmarkPeople,
};

type People<T> = <T as Config>::BenchmarkHelper;

const NOW: Moment = 1_700_000_000_000;
/// Numbers of the agents: the maker, a wholesaler, a pharmacy, the regulator.
const MAKER: u32 = 0;
const WHOLESALER: u32 = 1;
const PHARMACY: u32 = 2;
const REGULATOR: u32 = 4;

fn gtin() -> Gtin {
	Gtin::from_body("0300000019002").expect("13 digits")
}

fn gln() -> Gln {
	Gln::from_body("401234500001").expect("12 digits")
}

fn lot() -> LotNumber {
	"QS26E013".parse().expect("a lot number")
}

fn prefix() -> CompanyPrefix {
	"401234500001".parse().expect("12 digits")
}

fn expiry() -> Date {
	Date::new(2028, 5, 31).expect("a day")
}

fn serial(n: u32) -> Serial {
	format!("S{n:09}").parse().expect("a serial number")
}

fn pack(n: u32) -> Epc {
	Epc::sgtin(gtin(), serial(n))
}

fn container(n: u32) -> Epc {
	Sscc::from_body(&format!("00200010{n:09}")).expect("17 digits").into()
}

fn packs(count: u32) -> Objects {
	(0..count).map(pack).collect::<Vec<_>>().try_into().expect("within the bound")
}

fn origin<T: Config>(who: u32) -> T::RuntimeOrigin {
	RawOrigin::Signed(People::<T>::agent(who).1).into()
}

/// The product and its lot.
fn product<T: Config>() {
	People::<T>::set_time(NOW);
	Pallet::<T>::register_product(origin::<T>(MAKER), gtin(), None).expect("it may");
	Pallet::<T>::register_lot(origin::<T>(MAKER), gtin(), lot(), expiry()).expect("it may");
}

/// All packs in the last of as many ranges as a series has room for, so that they are searched for
/// longest.
fn ranges<T: Config>() {
	product::<T>();
	let (series, _) = SerialSeries::of(&serial(0));
	let count = T::MaxRanges::get();
	for at in 0..count {
		let first = u128::from(at);
		let last = if at == count.saturating_sub(1) { 999_999_999 } else { first };
		Ranges::<T>::insert((gtin(), &series, at), SerialRange { lot: lot(), first, last });
	}
	RangeCounts::<T>::insert(gtin(), &series, count);
	Lots::<T>::mutate(gtin(), lot(), |of_lot| {
		if let Some(of_lot) = of_lot {
			of_lot.commissioned = 1_000_000_000;
		}
	});
}

/// Keeps packs with an organization.
fn keep<T: Config>(count: u32, holder: u32) {
	let custody = Custody::of(People::<T>::agent(holder).0, NOW);
	for n in 0..count {
		let unit = Pallet::<T>::begun(
			Some(lot()),
			Origin::Event,
			salus_primitives::epcis::Disposition::InProgress,
			custody,
		);
		Pallet::<T>::enrol(&pack(n), &unit);
		Units::<T>::insert(pack(n), unit);
	}
}

/// A container with so many packs in it, at the bottom of as many containers as there may be.
fn nested<T: Config>(contents: u32) -> Epc {
	product::<T>();
	keep::<T>(contents.max(1), MAKER);
	let mut inner = container(0);
	let event = aggregation(Action::Add, &inner, packs(contents.max(1)));
	has_captured::<T>(MAKER, 0, event);
	for n in 1..MAX_DEPTH {
		let outer = container(n);
		let list = alloc::vec![inner].try_into().expect("within the bound");
		has_captured::<T>(MAKER, n, aggregation(Action::Add, &outer, list));
		inner = outer;
	}
	inner
}

/// Packs that the wholesaler says to have, each at the bottom of as many containers as there may be,
/// and nobody knows from where.
fn claimed<T: Config>(count: u32) {
	let custody = Custody::of(People::<T>::agent(WHOLESALER).0, NOW);
	let unproven = || {
		let disposition = salus_primitives::epcis::Disposition::InProgress;
		Pallet::<T>::begun(None, Origin::Unproven, disposition, custody)
	};
	for n in 0..count {
		let (mut inner, mut unit) = (pack(n), unproven());
		for depth in 0..MAX_DEPTH {
			let outer = container(n.saturating_mul(MAX_DEPTH).saturating_add(depth));
			unit.place = Place::In { container: outer.clone(), since: 0 };
			Contents::<T>::insert(&outer, &inner, ());
			Units::<T>::insert(&inner, unit);
			let height = depth.saturating_add(1) as u8;
			(inner, unit) = (outer, Unit { contents: 1, height, ..unproven() });
		}
		Units::<T>::insert(inner, unit);
	}
}

/// So many quantities, each of another lot.
fn quantities(count: u32) -> Quantities {
	let listed: Vec<_> = (0..count)
		.map(|n| Quantity {
			class: EpcClass::Lgtin(gtin(), format!("L{n}").parse().expect("a lot number")),
			quantity: Some(Decimal::whole(1)),
			unit: None,
		})
		.collect();
	listed.try_into().expect("within the bound")
}

fn hash(n: u32) -> EventHash {
	EventHash(account("event", n, 0))
}

fn object_event(step: BizStep, objects: Objects) -> EpcisEvent {
	let what = What::Object { action: Action::Observe, objects, quantities: Quantities::new() };
	EpcisEvent { biz_step: Some(step), ..EpcisEvent::new(NOW, what) }
}

fn aggregation(action: Action, parent: &Epc, children: Objects) -> EpcisEvent {
	let what = What::Aggregation {
		action,
		parent: Some(parent.clone()),
		children,
		quantities: Quantities::new(),
	};
	EpcisEvent::new(NOW, what)
}

fn has_captured<T: Config>(who: u32, n: u32, event: EpcisEvent) {
	Pallet::<T>::capture(origin::<T>(who), hash(n), Box::new(event), false).expect("it may");
}

/// A shipment to the wholesaler.
fn shipment<T: Config>(objects: Objects) -> EpcisEvent {
	EpcisEvent {
		consignee: Some(People::<T>::agent(WHOLESALER).0),
		..object_event(BizStep::Shipping, objects)
	}
}

/// An investigation with as many parties as there may be, the pharmacy last.
fn investigation<T: Config>() {
	product::<T>();
	keep::<T>(1, PHARMACY);
	Pallet::<T>::suspect(origin::<T>(PHARMACY), pack(0), Suspicion::Tampered).expect("it may");
	Investigations::<T>::mutate_extant(0, |investigation| {
		let duty = investigation.parties.first().copied();
		let mut others: Vec<_> = (1..MAX_PARTIES_CONCERNED)
			.map(|n| PartyDuty {
				organization: OrganizationId(u32::MAX.saturating_sub(n)),
				due: NOW,
				quarantined_at: None,
			})
			.collect();
		others.extend(duty);
		investigation.parties = others.try_into().expect("within the bound");
	});
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_product() {
		People::<T>::set_time(NOW);
		let (_, agent) = People::<T>::agent(MAKER);
		let limits = Some(StorageLimits { min: 2_000, max: 8_000 });

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), gtin(), limits);

		assert!(Products::<T>::contains_key(gtin()));
	}

	#[benchmark]
	fn set_storage_limits() {
		product::<T>();
		let (_, agent) = People::<T>::agent(MAKER);
		let limits = Some(StorageLimits { min: 2_000, max: 8_000 });

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), gtin(), limits);

		assert_eq!(Products::<T>::get(gtin()).and_then(|product| product.limits), limits);
	}

	#[benchmark]
	fn transfer_product() {
		product::<T>();
		let (_, agent) = People::<T>::agent(MAKER);
		let (to, _) = People::<T>::agent(WHOLESALER);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), gtin(), to);

		assert_eq!(Products::<T>::get(gtin()).map(|product| product.owner), Some(to));
	}

	#[benchmark]
	fn register_location() {
		let (_, agent) = People::<T>::agent(WHOLESALER);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), gln());

		assert!(Locations::<T>::contains_key(gln()));
	}

	#[benchmark]
	fn remove_location() {
		let (_, agent) = People::<T>::agent(WHOLESALER);
		Pallet::<T>::register_location(origin::<T>(WHOLESALER), gln()).expect("it may");

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), gln());

		assert!(!Locations::<T>::contains_key(gln()));
	}

	#[benchmark]
	fn register_lot() {
		product::<T>();
		let (_, agent) = People::<T>::agent(MAKER);
		let other: LotNumber = "QS26E014".parse().expect("a lot number");

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), gtin(), other.clone(), expiry());

		assert!(Lots::<T>::contains_key(gtin(), other));
	}

	/// A thousand million packs.
	#[benchmark]
	fn commission_range() {
		product::<T>();
		let (_, agent) = People::<T>::agent(MAKER);
		let (series, _) = SerialSeries::of(&serial(0));

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), gtin(), lot(), serial(0), serial(999_999_999));

		assert_eq!(RangeCounts::<T>::get(gtin(), series), 1);
	}

	#[benchmark]
	fn commission_root() {
		product::<T>();
		let (_, agent) = People::<T>::agent(MAKER);
		let root =
			SerialRoot { root: H256::repeat_byte(1), leaves: salus_primitives::merkle::MAX_LEAVES };

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), gtin(), lot(), root);

		assert!(Roots::<T>::contains_key((gtin(), lot(), 0)));
	}

	/// Packs that the wholesaler says to have, and each proof as long as there may be: the packs are the first and the last leaf by turns of what
	/// their siblings make up.
	#[benchmark]
	fn prove_units(n: Linear<1, MAX_PROOFS>) {
		product::<T>();
		claimed::<T>(n);
		let (_, agent) = People::<T>::agent(MAKER);
		let leaves: Vec<_> = (0..n)
			.map(|n| SerialRoot::commitment(&Sgtin { gtin: gtin(), serial: serial(n) }))
			.collect();
		let tree = salus_primitives::merkle::Tree::new(&leaves).expect("some leaves");
		// The tree of these packs is the leftmost of a tree of full depth.
		let (mut root, mut above) = (tree.root(), Vec::new());
		let depth = n.next_power_of_two().trailing_zeros();
		let whole = n.is_power_of_two();
		if whole {
			for _ in depth..MERKLE_DEPTH {
				root = salus_primitives::merkle::node(&root, &H256::zero());
				above.push(H256::zero());
			}
		}
		let proofs: Vec<_> = (0..n)
			.map(|n| {
				let proof = tree.proof(n).expect("a leaf");
				let siblings: Vec<_> =
					proof.siblings.iter().copied().chain(above.clone()).collect();
				let siblings = Siblings::try_from(siblings).expect("within the depth");
				(serial(n), InclusionProof { index: n, siblings })
			})
			.collect();
		let leaves = if whole { salus_primitives::merkle::MAX_LEAVES } else { n };
		Pallet::<T>::commission_root(
			origin::<T>(MAKER),
			gtin(),
			lot(),
			SerialRoot { root, leaves },
		)
		.expect("it may");

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), gtin(), lot(), 0, proofs.try_into().expect("within the bound"));

		assert_eq!(NextInvestigation::<T>::get(), u64::from(n));
	}

	/// An event that names nothing but containers, which are in nothing themselves and not suspect: a
	/// shipment.
	#[benchmark]
	fn capture_containers(n: Linear<1, MAX_UNITS>) {
		product::<T>();
		let custody = Custody::of(People::<T>::agent(MAKER).0, NOW);
		let listed: Vec<_> = (0..n).map(container).collect();
		for epc in &listed {
			let disposition = salus_primitives::epcis::Disposition::InProgress;
			let unit = Pallet::<T>::begun(None, Origin::Event, disposition, custody);
			Units::<T>::insert(epc, unit);
		}
		let event = shipment::<T>(listed.try_into().expect("within the bound"));
		let (_, agent) = People::<T>::agent(MAKER);

		#[extrinsic_call]
		capture(RawOrigin::Signed(agent), hash(0), Box::new(event), false);

		assert!(Events::<T>::get(0).is_some_and(|event| event.tracked));
	}

	/// What comes to that for each container around one of them, all of which are suspect.
	#[benchmark]
	fn surroundings(d: Linear<0, MAX_DEPTH>) {
		product::<T>();
		claimed::<T>(1);
		for n in 0..MAX_DEPTH {
			let by = origin::<T>(WHOLESALER);
			Pallet::<T>::suspect(by, container(n), Suspicion::Tampered).expect("it may");
		}
		let inside = MAX_DEPTH.checked_sub(d.saturating_add(1)).map_or_else(|| pack(0), container);
		let unit = Units::<T>::get(&inside).map(|unit| Unit { investigation: None, ..unit });
		let unit = unit.expect("it was claimed");
		let around;

		#[block]
		{
			around = Pallet::<T>::around(&unit).expect("it is kept");
			Pallet::<T>::ensure_trusted(&unit, &around, BizStep::Inspecting)
				.expect("it may be inspected");
		}

		assert_eq!(around.weight(&unit), d);
	}

	/// Who is to receive a shipment, by destinations that were registered by another than has their
	/// company prefix: none of them says it.
	#[benchmark]
	fn find_consignee(p: Linear<0, MAX_PARTIES>) {
		let (registered, holder) = (People::<T>::agent(MAKER).0, People::<T>::agent(WHOLESALER).0);
		let parties: Vec<_> = (0..p)
			.map(|n| {
				let gln = Gln::from_body(&format!("{n:06}500001")).expect("12 digits");
				Locations::<T>::insert(gln, registered);
				let prefix: CompanyPrefix = format!("{n:06}").parse().expect("6 digits");
				Prefixes::<T>::insert(&prefix, holder);
				Party { kind: SourceDestinationType::OwningParty, party: Epc::Pgln(gln) }
			})
			.collect();
		let event = EpcisEvent {
			destinations: parties.try_into().expect("within the bound"),
			..object_event(BizStep::Shipping, packs(1))
		};
		let consignee;

		#[block]
		{
			consignee = Pallet::<T>::consignee(&event);
		}

		assert_eq!(consignee, None);
	}

	/// Packs that begin with their maker, and each of which the wholesaler says to have, deep in
	/// containers: all are taken out there, begin anew, and are suspect. Quantities beside them.
	#[benchmark]
	fn capture(n: Linear<1, MAX_UNITS>, q: Linear<0, MAX_QUANTITIES>) {
		product::<T>();
		claimed::<T>(n);
		let (_, agent) = People::<T>::agent(MAKER);
		let what =
			What::Object { action: Action::Add, objects: packs(n), quantities: quantities(q) };
		let event = EpcisEvent {
			lot: Some(LotData { lot: lot(), expiry: Some(expiry()) }),
			..EpcisEvent::new(NOW, what)
		};

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), hash(0), Box::new(event), false);

		assert_eq!(NextInvestigation::<T>::get(), u64::from(n));
		assert!(Units::<T>::get(pack(0)).is_some_and(|unit| unit.is_proven()));
	}

	/// Packs of a range that act for the first time.
	#[benchmark(extra)]
	fn ship_range(n: Linear<1, MAX_UNITS>) {
		ranges::<T>();
		let (_, agent) = People::<T>::agent(MAKER);
		let event = shipment::<T>(packs(n));

		#[extrinsic_call]
		capture(RawOrigin::Signed(agent), hash(0), Box::new(event), false);

		assert_eq!(Units::<T>::iter().count(), n as usize);
	}

	/// What is in the container makes no difference: `c` packs, at the bottom of as many containers as
	/// there may be.
	#[benchmark(extra)]
	fn ship_container(c: Linear<1, MAX_UNITS>) {
		let outermost = nested::<T>(c);
		let (_, agent) = People::<T>::agent(MAKER);
		let list = alloc::vec![outermost].try_into().expect("within the bound");
		let event = shipment::<T>(list);

		#[extrinsic_call]
		capture(RawOrigin::Signed(agent), hash(u32::MAX), Box::new(event), false);

		let around = Units::<T>::get(pack(0)).and_then(|unit| Pallet::<T>::surroundings(&unit));
		assert!(around.is_some_and(|around| around.custody.consignment.is_some()));
	}

	/// Emptying a container without naming what is in it.
	#[benchmark(extra)]
	fn empty_container(n: Linear<1, MAX_UNITS>) {
		let outermost = nested::<T>(n);
		let (_, agent) = People::<T>::agent(MAKER);
		let event = aggregation(Action::Delete, &container(0), Objects::new());

		#[extrinsic_call]
		capture(RawOrigin::Signed(agent), hash(u32::MAX), Box::new(event), false);

		assert_eq!(Units::<T>::get(container(0)).map(|unit| unit.contents), Some(0));
		assert!(Units::<T>::contains_key(outermost));
	}

	#[benchmark]
	fn refuse_shipment(n: Linear<1, MAX_UNITS>) {
		product::<T>();
		keep::<T>(n, MAKER);
		has_captured::<T>(MAKER, 0, shipment::<T>(packs(n)));
		let (_, agent) = People::<T>::agent(WHOLESALER);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), packs(n));

		let unit = Units::<T>::get(pack(0));
		assert!(matches!(
			unit.map(|unit| unit.place),
			Some(Place::With(Custody { consignment: Some(consignment), .. })) if consignment.refused
		));
	}

	#[benchmark]
	fn undo_dispensing(n: Linear<1, MAX_UNITS>) {
		product::<T>();
		keep::<T>(n, PHARMACY);
		has_captured::<T>(PHARMACY, 0, object_event(BizStep::Dispensing, packs(n)));
		let (_, agent) = People::<T>::agent(PHARMACY);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), packs(n));

		assert!(Units::<T>::get(pack(0)).is_some_and(|unit| unit.dispensing.is_none()));
	}

	#[benchmark]
	fn commit_dispensing() {
		product::<T>();
		keep::<T>(1, PHARMACY);
		has_captured::<T>(PHARMACY, 0, object_event(BizStep::Dispensing, packs(1)));
		let (_, agent) = People::<T>::agent(PHARMACY);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), pack(0), H256::repeat_byte(7));

		let dispensing = Units::<T>::get(pack(0)).and_then(|unit| unit.dispensing);
		assert!(dispensing.is_some_and(|dispensing| dispensing.commitment.is_some()));
	}

	/// A pack in as many containers as there may be.
	#[benchmark]
	fn claim_possession() {
		nested::<T>(1);
		let (_, agent) = People::<T>::agent(PHARMACY);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), pack(0));

		assert!(Units::<T>::get(pack(0)).is_some_and(|unit| unit.investigation.is_some()));
	}

	/// A pack in as many containers as there may be.
	#[benchmark]
	fn suspect() {
		nested::<T>(1);
		let (_, agent) = People::<T>::agent(MAKER);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), pack(0), Suspicion::Tampered);

		assert!(Units::<T>::get(pack(0)).is_some_and(|unit| unit.investigation.is_some()));
	}

	#[benchmark]
	fn quarantine() {
		investigation::<T>();
		let (_, agent) = People::<T>::agent(PHARMACY);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), 0);

		let parties = Investigations::<T>::get(0).map(|investigation| investigation.parties);
		assert!(parties
			.is_some_and(|parties| parties.iter().any(|party| party.quarantined_at.is_some())));
	}

	#[benchmark]
	fn resolve() {
		investigation::<T>();
		let (_, agent) = People::<T>::agent(REGULATOR);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), 0, InvestigationOutcome::Cleared);

		assert!(Investigations::<T>::get(0).is_some_and(|investigation| !investigation.is_open()));
	}

	/// However many packs there are.
	#[benchmark]
	fn recall() {
		ranges::<T>();
		let (_, agent) = People::<T>::agent(MAKER);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(agent),
			gtin(),
			lot(),
			RecallClass::ClassI,
			RecallReason::Contamination,
		);

		assert!(Lots::<T>::get(gtin(), lot()).is_some_and(|lot| lot.recall.is_some()));
	}

	#[benchmark]
	fn lift_recall() {
		product::<T>();
		let (class, reason) = (RecallClass::ClassI, RecallReason::Contamination);
		Pallet::<T>::recall(origin::<T>(MAKER), gtin(), lot(), class, reason).expect("it may");
		let (_, agent) = People::<T>::agent(MAKER);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), gtin(), lot());

		assert!(Lots::<T>::get(gtin(), lot()).is_some_and(|lot| lot.recall.is_none()));
	}

	#[benchmark]
	fn report_notified() {
		product::<T>();
		keep::<T>(1, PHARMACY);
		has_captured::<T>(PHARMACY, 0, object_event(BizStep::Dispensing, packs(1)));
		let (class, reason) = (RecallClass::ClassI, RecallReason::Contamination);
		Pallet::<T>::recall(origin::<T>(MAKER), gtin(), lot(), class, reason).expect("it may");
		let (pharmacy, agent) = People::<T>::agent(PHARMACY);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), gtin(), lot(), 1, H256::repeat_byte(7));

		let dispensed = Dispensers::<T>::get((gtin(), lot(), pharmacy));
		assert!(dispensed.is_some_and(|dispensed| dispensed.report.is_some()));
	}

	/// An event as large as there may be.
	#[benchmark]
	fn declare_error() {
		product::<T>();
		keep::<T>(MAX_UNITS, MAKER);
		has_captured::<T>(MAKER, 0, object_event(BizStep::Storing, packs(MAX_UNITS)));
		let (_, agent) = People::<T>::agent(MAKER);
		let corrective: Vec<_> = (1..=MAX_CORRECTIVE_EVENTS).map(hash).collect();

		#[extrinsic_call]
		_(
			RawOrigin::Signed(agent),
			hash(0),
			Some(ErrorReason::IncorrectData),
			corrective.try_into().expect("within the bound"),
		);

		assert!(Events::<T>::get(0).is_some_and(|event| event.error.is_some()));
	}

	/// Things of which nothing is known.
	#[benchmark]
	fn capture_error(n: Linear<1, MAX_UNITS>, q: Linear<0, MAX_QUANTITIES>) {
		product::<T>();
		let (_, agent) = People::<T>::agent(MAKER);
		let what =
			What::Object { action: Action::Observe, objects: packs(n), quantities: quantities(q) };
		let corrective: Vec<_> = (1..=MAX_CORRECTIVE_EVENTS).map(hash).collect();

		#[extrinsic_call]
		_(
			RawOrigin::Signed(agent),
			hash(0),
			Box::new(EpcisEvent::new(NOW, what)),
			Some(ErrorReason::DidNotOccur),
			corrective.try_into().expect("within the bound"),
		);

		assert!(Events::<T>::get(0).is_some_and(|event| event.error.is_some()));
	}

	#[benchmark]
	fn grant_prefix() {
		People::<T>::set_time(NOW);
		let (_, agent) = People::<T>::agent(REGULATOR);
		let (to, _) = People::<T>::agent(WHOLESALER);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), prefix(), to);

		assert_eq!(Prefixes::<T>::get(prefix()), Some(to));
	}

	#[benchmark]
	fn withdraw_prefix() {
		People::<T>::set_time(NOW);
		let (_, agent) = People::<T>::agent(REGULATOR);
		let (to, _) = People::<T>::agent(WHOLESALER);
		Pallet::<T>::grant_prefix(origin::<T>(REGULATOR), prefix(), to).expect("it may");

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), prefix());

		assert!(!Prefixes::<T>::contains_key(prefix()));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
