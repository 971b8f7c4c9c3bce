//! Cost does not grow with what is in a container, nor with how many packs a lot has.

use super::*;
use crate::WeightInfo;
use frame_support::{
	dispatch::GetDispatchInfo,
	traits::{Hooks, WhitelistedStorageKeys},
	weights::Weight,
	BoundedVec,
};
use salus_primitives::{
	epcis::{Party, SourceDestinationType},
	gs1::Gln,
};

/// How many keys of the pallet's storage differ between before and after.
fn writes(change: impl FnOnce()) -> usize {
	let snapshot = || -> std::collections::BTreeMap<Vec<u8>, Vec<u8>> {
		let prefix = sp_io::hashing::twox_128(b"Provenance").to_vec();
		let mut all = std::collections::BTreeMap::new();
		let mut key = prefix.clone();
		while let Some(next) = sp_io::storage::next_key(&key) {
			if !next.starts_with(&prefix) {
				break;
			}
			let value = sp_io::storage::get(&next).map(|value| value.to_vec()).unwrap_or_default();
			all.insert(next.clone(), value);
			key = next;
		}
		all
	};
	let before = snapshot();
	change();
	let after = snapshot();
	after.iter().filter(|(key, value)| before.get(*key) != Some(value)).count()
}

/// A pallet of `cases` cases with `each` packs in each.
fn pallet(cases: u32, each: u32) -> Epc {
	for n in 0..cases {
		let contents = packs(n * each..(n + 1) * each);
		assert_ok!(commission(&contents));
		assert_ok!(put(MAKER, &case(n + 1), &contents));
	}
	let all: Vec<_> = (1..=cases).map(case).collect();
	assert_ok!(put(MAKER, &case(900), &all));
	case(900)
}

#[test]
fn moving_a_container_should_write_as_much_whatever_it_holds() {
	let counts = [(1, 1), (2, 3), (10, 40)].map(|(cases, each)| {
		let mut counts = Vec::new();
		build_and_execute(|| {
			let pallet = pallet(cases, each);
			counts.push(writes(|| {
				assert_ok!(ship(MAKER, core::slice::from_ref(&pallet), WHOLESALER));
			}));
			counts.push(writes(|| {
				assert_ok!(receive(WHOLESALER, core::slice::from_ref(&pallet)));
			}));
			assert_eq!(holder(&pack(cases * each - 1)), WHOLESALER);
		});
		counts
	});
	assert_eq!(counts[0], counts[1]);
	assert_eq!(counts[0], counts[2]);
}

#[test]
fn moving_a_container_should_write_as_much_however_deep_its_contents_are() {
	let counts = [1, crate::MAX_DEPTH].map(|depth| {
		let mut counts = Vec::new();
		build_and_execute(|| {
			assert_ok!(commission(&packs(0..1)));
			let mut inner = pack(0);
			for n in 1..=depth {
				assert_ok!(put(MAKER, &case(n), core::slice::from_ref(&inner)));
				inner = case(n);
			}
			counts.push(writes(|| {
				assert_ok!(ship(MAKER, core::slice::from_ref(&inner), WHOLESALER));
			}));
			counts.push(writes(|| {
				assert_ok!(receive(WHOLESALER, core::slice::from_ref(&inner)));
			}));
			assert_eq!(holder(&pack(0)), WHOLESALER);
		});
		counts
	});
	assert_eq!(counts[0], counts[1]);
}

#[test]
fn moving_a_container_should_weigh_as_much_as_moving_one_thing() {
	let mut weights = Vec::new();
	for (cases, each) in [(1, 1), (10, 40)] {
		build_and_execute(|| {
			let pallet = [pallet(cases, each)];
			let shipped = ship(MAKER, &pallet, WHOLESALER).unwrap().actual_weight.unwrap();
			let received = receive(WHOLESALER, &pallet).unwrap().actual_weight.unwrap();
			weights.push((shipped, received));
		});
	}
	assert_eq!(weights[0], weights[1]);
	let of_one = weight_of_one(0);
	assert_eq!(weights[0], (of_one, of_one));
}

/// What an event about one container in so many others costs.
fn weight_of_one(around: u32) -> Weight {
	<() as WeightInfo>::capture_containers(1) + <() as WeightInfo>::surroundings(around)
}

#[test]
fn capture_should_give_back_what_a_container_is_not_in() {
	build_and_execute(|| {
		assert_ok!(commission(&packs(0..1)));
		assert_ok!(put(MAKER, &case(1), &packs(0..1)));
		assert_ok!(put(MAKER, &case(2), &[case(1)]));
		assert_ok!(put(MAKER, &case(3), &[case(2)]));
		let inspect =
			|list: &[Epc]| step(MAKER, BizStep::Inspecting, list).unwrap().actual_weight.unwrap();
		let (inmost, outermost) = (inspect(&[case(1)]), inspect(&[case(3)]));
		assert_eq!((inmost, outermost), (weight_of_one(2), weight_of_one(0)));
		assert!(outermost.ref_time() < inmost.ref_time());
		// What is suspect is looked at closer.
		assert_ok!(Provenance::suspect(by(MAKER), case(3), Suspicion::Tampered));
		assert_eq!(inspect(&[case(3)]), weight_of_one(1));
		let both = inspect(&[case(1), case(2)]);
		let expected =
			<() as WeightInfo>::capture_containers(2) + <() as WeightInfo>::surroundings(3);
		assert_eq!(both, expected);
	});
}

#[test]
fn capture_should_announce_as_many_containers_around_as_there_may_be() {
	build_and_execute(|| {
		let announced = |event: EpcisEvent| {
			let event = Box::new(event);
			let hash = fresh_hash();
			crate::Call::<Test>::capture { hash, event, incomplete: false }
				.get_dispatch_info()
				.call_weight
		};
		let shipped = object_event(Action::Observe, BizStep::Shipping, &[case(1)]);
		let named = EpcisEvent { consignee: Some(WHOLESALER), ..shipped.clone() };
		assert_eq!(announced(named.clone()), weight_of_one(crate::MAX_DEPTH + 1));
		// Destinations are looked through where nobody is named.
		let places = [nobodys_place(), nobodys_place()]
			.map(|party| Party { kind: SourceDestinationType::Location, party });
		let destinations: BoundedVec<_, _> = places.to_vec().try_into().unwrap();
		let sent = EpcisEvent { destinations: destinations.clone(), ..shipped };
		let looked_for = <() as WeightInfo>::find_consignee(2);
		assert_eq!(announced(sent), weight_of_one(crate::MAX_DEPTH + 1) + looked_for);
		let settled = EpcisEvent { destinations, ..named.clone() };
		assert_eq!(announced(settled), announced(named));
	});
}

/// A party by a number that nobody has registered.
fn nobodys_place() -> Epc {
	Epc::Pgln(Gln::from_body("401234500001").unwrap())
}

#[test]
fn counters_should_be_charged_once_a_block_and_not_with_the_calls() {
	let counters = [
		crate::NextEvent::<Test>::hashed_key().to_vec(),
		crate::NextInvestigation::<Test>::hashed_key().to_vec(),
	];
	let whitelisted: Vec<_> =
		Provenance::whitelisted_storage_keys().into_iter().map(|key| key.key).collect();
	assert_eq!(whitelisted, counters);
	let charged = <Test as frame_system::Config>::DbWeight::get().reads_writes(2, 2);
	assert_eq!(Provenance::on_initialize(1), charged);
	assert_ne!(charged, Weight::zero());
}

#[test]
fn recalling_and_commissioning_should_write_as_much_however_many_packs_there_are() {
	let counts = ["S0", "S999999999"].map(|last| {
		let mut counts = Vec::new();
		build_and_execute(|| {
			let first = format!("S{}", "0".repeat(last.len() - 1));
			assert_ok!(Provenance::register_lot(by(MAKER), product(), the_lot(), expiry()));
			counts.push(writes(|| {
				assert_ok!(Provenance::commission_range(
					by(MAKER),
					product(),
					the_lot(),
					first.parse().unwrap(),
					last.parse().unwrap()
				));
			}));
			counts.push(writes(|| {
				assert_ok!(super::recall::recall());
			}));
		});
		counts
	});
	assert_eq!(counts[0], counts[1]);
	assert_eq!(counts[0][1], 1);
}
