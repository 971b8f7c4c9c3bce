use super::*;

#[test]
fn dispensing_should_be_refused_when_the_holder_is_no_dispenser() {
	with_wholesaler(|| {
		assert_ok!(take(WHOLESALER, &case(1), &[]));
		assert_noop!(
			dispense(WHOLESALER, &packs(0..1)),
			illegal(BizStep::Dispensing, Disposition::InProgress)
		);
		assert_noop!(dispense(PHARMACY, &packs(0..1)), Error::<Test>::NotCustodian);
	});
}

#[test]
fn dispensing_should_be_refused_when_the_lot_is_recalled_or_expired() {
	with_pharmacy(|| {
		assert_ok!(super::recall::recall());
		assert_noop!(dispense(PHARMACY, &packs(0..1)), Error::<Test>::Recalled);
		assert_ok!(Provenance::lift_recall(by(MAKER), product(), the_lot()));
		Now::set(&expiry().end());
		assert_noop!(dispense(PHARMACY, &packs(0..1)), Error::<Test>::Expired);
		Now::set(&(expiry().end() - 1));
		assert_ok!(dispense(PHARMACY, &packs(0..1)));
	});
}

#[test]
fn dispensing_should_be_refused_when_it_is_no_pack() {
	with_wholesaler(|| {
		assert_ok!(bring(WHOLESALER, &[case(1)], PHARMACY));
		assert_noop!(dispense(PHARMACY, &[case(1)]), Error::<Test>::NotAProduct);
		assert_noop!(dispense(PHARMACY, &packs(0..1)), Error::<Test>::InContainer);
	});
}

#[test]
fn dispensing_should_be_refused_when_something_is_in_the_pack() {
	build_and_execute(|| {
		assert_ok!(commission(&packs(0..2)));
		assert_ok!(put(MAKER, &pack(0), &packs(1..2)));
		assert_ok!(bring(MAKER, &packs(0..1), PHARMACY));
		assert_noop!(dispense(PHARMACY, &packs(0..1)), Error::<Test>::NotEmpty);
	});
}

#[test]
fn pack_that_is_given_bit_by_bit_should_count_once() {
	with_pharmacy(|| {
		let part = |disposition| EpcisEvent {
			disposition: Some(disposition),
			..object_event(Action::Observe, BizStep::Dispensing, &packs(0..1))
		};
		assert_ok!(capture(PHARMACY, part(Disposition::PartiallyDispensed)));
		assert_ok!(capture(PHARMACY, part(Disposition::PartiallyDispensed)));
		assert_ok!(capture(PHARMACY, part(Disposition::Dispensed)));
		let duties = Provenance::recall_duties(product(), the_lot(), None, 10).duties;
		assert_eq!(duties.len(), 1);
		assert_eq!(duties[0].dispensed, 1);
	});
}

#[test]
fn pharmacy_should_sell_over_the_counter_and_a_hospital_not() {
	with_pharmacy(|| {
		assert_ok!(bring(PHARMACY, &packs(1..2), HOSPITAL));
		assert_noop!(
			step(HOSPITAL, BizStep::RetailSelling, &packs(1..2)),
			illegal(BizStep::RetailSelling, Disposition::InProgress)
		);
		assert_ok!(step(PHARMACY, BizStep::RetailSelling, &packs(0..1)));
		assert_eq!(verify(0).verdict, Verdict::AlreadyDispensed);
	});
}
