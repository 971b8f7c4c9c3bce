use super::*;
use salus_primitives::{
	gs1::Gtin,
	merkle::MAX_LEAVES,
	provenance::{Origin, SerialRoot},
};

fn serial(text: &str) -> Serial {
	text.parse().unwrap()
}

fn range(first: &str, last: &str) -> sp_runtime::DispatchResult {
	Provenance::commission_range(by(MAKER), product(), the_lot(), serial(first), serial(last))
}

fn register_lot() {
	assert_ok!(Provenance::register_lot(by(MAKER), product(), the_lot(), expiry()));
}

#[docify::export]
#[test]
fn pack_of_a_range_should_be_kept_when_it_first_acts() {
	build_and_execute(|| {
		assert_ok!(Provenance::register_lot(by(MAKER), product(), the_lot(), expiry()));
		let (first, last) = ("S000000".parse().unwrap(), "S999999".parse().unwrap());
		assert_ok!(Provenance::commission_range(by(MAKER), product(), the_lot(), first, last));

		// A million packs, none of them kept, every one of them verifies.
		assert_eq!(crate::Units::<Test>::iter().count(), 0);
		assert_eq!(verify(123_456).verdict, Verdict::Verified);
		assert_eq!(holder(&pack(123_456)), MAKER);

		assert_ok!(ship(MAKER, &packs([123_456]), WHOLESALER));
		assert_eq!(crate::Units::<Test>::iter().count(), 1);
		assert_eq!(verify(123_456).verdict, Verdict::InTransit);
		let page = Provenance::lot_units(product(), the_lot(), 0, 10).unwrap();
		assert_eq!((page.units.len(), page.untouched), (1, 999_999));
	});
}

#[test]
fn commissioning_should_register_a_lot_that_is_new() {
	build_and_execute(|| {
		assert_ok!(commission(&packs(0..2)));
		let lot = Provenance::lot(product(), the_lot()).unwrap();
		assert_eq!((lot.state.commissioned, lot.state.units), (2, 2));
		assert_eq!((lot.state.expiry, lot.state.maker), (expiry(), MAKER));
		assert_eq!(Provenance::unit(pack(0)).unwrap().state.origin, Origin::Event);
	});
}

#[test]
fn commissioning_should_be_refused_when_the_pack_exists() {
	build_and_execute(|| {
		assert_ok!(commission(&packs(0..2)));
		assert_noop!(commission(&packs(1..3)), Error::<Test>::AlreadyCommissioned);
		assert_ok!(range("T0000", "T0099"));
		let of_range = Epc::sgtin(product(), serial("T0042"));
		assert_noop!(commission(&[of_range]), Error::<Test>::AlreadyCommissioned);
	});
}

#[test]
fn commissioning_should_be_refused_when_somebody_else_makes_the_product() {
	build_and_execute(|| {
		let event = EpcisEvent {
			lot: Some(LotData { lot: the_lot(), expiry: Some(expiry()) }),
			..object_event(Action::Add, BizStep::Commissioning, &packs(0..1))
		};
		assert_noop!(capture(RIVAL, event.clone()), Error::<Test>::NotProductOwner);
		let none =
			Error::<Test>::IllegalTransition(Refused { step: BizStep::Commissioning, from: None });
		assert_noop!(capture(PAYER, event.clone()), none);
		let without_lot = EpcisEvent { lot: None, ..event.clone() };
		assert_noop!(capture(MAKER, without_lot), Error::<Test>::LotMissing);
		let without_expiry =
			EpcisEvent { lot: Some(LotData { lot: the_lot(), expiry: None }), ..event.clone() };
		assert_noop!(capture(MAKER, without_expiry), Error::<Test>::LotMissing);
		let damaged = EpcisEvent { disposition: Some(Disposition::Damaged), ..event };
		assert_noop!(
			capture(MAKER, damaged),
			Error::<Test>::IllegalTransition(Refused { step: BizStep::Commissioning, from: None })
		);
	});
}

#[test]
fn commissioning_should_be_refused_when_the_lot_has_another_expiry_or_is_recalled() {
	build_and_execute(|| {
		assert_ok!(commission(&packs(0..1)));
		let event = EpcisEvent {
			lot: Some(LotData { lot: the_lot(), expiry: Some("2029-01-01".parse().unwrap()) }),
			..object_event(Action::Add, BizStep::Commissioning, &packs(1..2))
		};
		assert_noop!(capture(MAKER, event), Error::<Test>::ExpiryMismatch);
		assert_ok!(super::recall::recall());
		assert_noop!(commission(&packs(1..2)), Error::<Test>::Recalled);
	});
}

#[test]
fn commissioning_should_be_refused_when_the_owner_is_no_manufacturer() {
	build_and_execute(|| {
		assert_ok!(Provenance::transfer_product(by(MAKER), product(), WHOLESALER));
		let event = EpcisEvent {
			lot: Some(LotData { lot: the_lot(), expiry: Some(expiry()) }),
			..object_event(Action::Add, BizStep::Commissioning, &packs(0..1))
		};
		assert_noop!(capture(WHOLESALER, event), Error::<Test>::NotAuthorized);
		// Its containers it may.
		let event = object_event(Action::Add, BizStep::Commissioning, &[case(1)]);
		assert_ok!(capture(WHOLESALER, event));
	});
}

#[test]
fn register_lot_should_be_refused_when_it_exists_or_the_product_is_anothers() {
	build_and_execute(|| {
		register_lot();
		let register = |origin, gtin| Provenance::register_lot(origin, gtin, the_lot(), expiry());
		assert_noop!(register(by(MAKER), product()), Error::<Test>::LotAlreadyExists);
		assert_noop!(register(by(RIVAL), product()), Error::<Test>::NotProductOwner);
		assert_noop!(register(by(PHARMACY), product()), Error::<Test>::NotAuthorized);
		assert_noop!(register(by_stranger(), product()), Error::<Test>::NotAuthorized);
		let unknown = Gtin::from_body("0000000000000").unwrap();
		assert_noop!(register(by(MAKER), unknown), Error::<Test>::ProductNotFound);
	});
}

#[test]
fn commission_range_should_be_refused_when_it_is_none() {
	build_and_execute(|| {
		assert_noop!(range("A1", "A9"), Error::<Test>::LotNotFound);
		register_lot();
		for (first, last) in [("A9", "A1"), ("A1", "A10"), ("A1", "B1"), ("ABC", "ABC")] {
			assert_noop!(range(first, last), Error::<Test>::InvalidRange);
		}
		let by_rival = |origin| {
			Provenance::commission_range(origin, product(), the_lot(), serial("1"), serial("2"))
		};
		assert_noop!(by_rival(by(RIVAL)), Error::<Test>::NotProductOwner);
		assert_noop!(by_rival(by(WHOLESALER)), Error::<Test>::NotAuthorized);
	});
}

#[test]
fn commission_range_should_be_refused_when_it_would_overlap() {
	build_and_execute(|| {
		register_lot();
		assert_ok!(range("A100", "A199"));
		for (first, last) in [("A199", "A250"), ("A000", "A099"), ("A150", "A160")] {
			assert_noop!(range(first, last), Error::<Test>::RangeNotAscending);
		}
		// Another text before the digits, or more digits, are another series.
		assert_ok!(range("B100", "B199"));
		assert_ok!(range("A0100", "A0199"));
	});
}

#[test]
fn commission_range_should_be_refused_when_the_series_is_full() {
	build_and_execute(|| {
		register_lot();
		for n in 0..4 {
			assert_ok!(range(&format!("A{n}0"), &format!("A{n}4")));
		}
		assert_noop!(range("A80", "A90"), Error::<Test>::MaxRangesExceeded);
		for n in 0..50 {
			let query = VerifyQuery {
				unit: salus_primitives::gs1::Sgtin {
					gtin: product(),
					serial: serial(&format!("A{n:02}")),
				},
				..query(0)
			};
			let found = Provenance::verify(&query).verdict == Verdict::Verified;
			assert_eq!(found, n < 40 && n % 10 < 5, "A{n:02}");
		}
	});
}

#[test]
fn commission_root_should_be_refused_when_it_is_none_or_there_are_too_many() {
	build_and_execute(|| {
		let root = |leaves| SerialRoot { root: H256::repeat_byte(1), leaves };
		let commission = |origin, leaves| {
			Provenance::commission_root(origin, product(), the_lot(), root(leaves))
		};
		assert_noop!(commission(by(MAKER), 1), Error::<Test>::LotNotFound);
		register_lot();
		for leaves in [0, MAX_LEAVES + 1] {
			assert_noop!(commission(by(MAKER), leaves), Error::<Test>::InvalidRoot);
		}
		assert_noop!(commission(by(RIVAL), 1), Error::<Test>::NotProductOwner);
		for _ in 0..crate::MAX_ROOTS {
			assert_ok!(commission(by(MAKER), MAX_LEAVES));
		}
		assert_noop!(commission(by(MAKER), 1), Error::<Test>::MaxRootsExceeded);
		let lot = Provenance::lot(product(), the_lot()).unwrap();
		assert_eq!(lot.state.commissioned, u64::from(MAX_LEAVES) * 64);
		assert_eq!(lot.roots.len(), 64);
	});
}
