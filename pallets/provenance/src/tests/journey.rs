use super::{recall::recall, *};

#[docify::export]
#[test]
fn pack_should_reach_the_patient_once() {
	build_and_execute(|| {
		let all = packs(0..3);
		assert_ok!(commission(&all));
		assert_ok!(put(MAKER, &case(1), &all));
		assert_ok!(ship(MAKER, &[case(1)], WHOLESALER));
		// On its way, and still the maker's, until the wholesaler has it.
		assert_eq!(verify(0).reasons, [Verdict::InTransit]);
		assert_eq!(holder(&pack(0)), MAKER);

		assert_ok!(receive(WHOLESALER, &[case(1)]));
		assert_ok!(take(WHOLESALER, &case(1), &all));
		assert_ok!(bring(WHOLESALER, &packs(0..1), PHARMACY));
		assert_eq!(verify(0).verdict, Verdict::Verified);

		assert_ok!(dispense(PHARMACY, &packs(0..1)));
		assert_eq!(verify(0).verdict, Verdict::AlreadyDispensed);
		assert_noop!(
			dispense(PHARMACY, &packs(0..1)),
			illegal(BizStep::Dispensing, Disposition::Dispensed)
		);
		assert!(events().contains(&Event::UnitDispensed { unit: pack(0), by: PHARMACY }));
	});
}

#[test]
fn returned_pack_should_be_sellable_again_when_inspected() {
	with_pharmacy(|| {
		let event = object_event(Action::Observe, BizStep::Shipping, &packs(0..1));
		let event = EpcisEvent {
			consignee: Some(WHOLESALER),
			disposition: Some(Disposition::Returned),
			..event
		};
		assert_ok!(capture(PHARMACY, event));
		let event = object_event(Action::Observe, BizStep::Receiving, &packs(0..1));
		let event = EpcisEvent { disposition: Some(Disposition::Returned), ..event };
		assert_ok!(capture(WHOLESALER, event));
		assert_eq!(verify(0).verdict, Verdict::NotSellable);

		let event = object_event(Action::Observe, BizStep::Inspecting, &packs(0..1));
		let event = EpcisEvent { disposition: Some(Disposition::SellableNotAccessible), ..event };
		assert_ok!(capture(WHOLESALER, event));
		assert_eq!(verify(0).verdict, Verdict::Verified);
	});
}

#[test]
fn returned_pack_should_stay_blocked_when_its_lot_is_recalled() {
	with_pharmacy(|| {
		let as_returned = |step| EpcisEvent {
			disposition: Some(Disposition::Returned),
			consignee: Some(WHOLESALER),
			..object_event(Action::Observe, step, &packs(0..1))
		};
		assert_ok!(capture(PHARMACY, as_returned(BizStep::Shipping)));
		assert_ok!(capture(WHOLESALER, as_returned(BizStep::Receiving)));
		assert_ok!(recall());
		let event = EpcisEvent {
			disposition: Some(Disposition::SellableNotAccessible),
			..object_event(Action::Observe, BizStep::Inspecting, &packs(0..1))
		};
		assert_noop!(capture(WHOLESALER, event), Error::<Test>::Recalled);
	});
}

#[test]
fn stolen_pack_should_be_found_again_but_not_for_sale() {
	with_pharmacy(|| {
		let event = object_event(Action::Observe, BizStep::StockTaking, &packs(0..1));
		let event = EpcisEvent { disposition: Some(Disposition::Stolen), ..event };
		assert_ok!(capture(PHARMACY, event));
		assert_eq!(verify(0).verdict, Verdict::NotSellable);
		assert_noop!(
			dispense(PHARMACY, &packs(0..1)),
			illegal(BizStep::Dispensing, Disposition::Stolen)
		);
		assert_ok!(step(PHARMACY, BizStep::Inspecting, &packs(0..1)));
		assert_eq!(verify(0).disposition, Some(Disposition::NonSellableOther));
	});
}

#[test]
fn pack_should_be_destroyed_after_it_was_decommissioned() {
	with_pharmacy(|| {
		assert_ok!(step(PHARMACY, BizStep::Decommissioning, &packs(0..1)));
		assert_eq!(verify(0).verdict, Verdict::NotSellable);
		assert_ok!(step(PHARMACY, BizStep::Destroying, &packs(0..1)));
		assert_eq!(verify(0).disposition, Some(Disposition::Destroyed));
		assert_noop!(
			step(PHARMACY, BizStep::Inspecting, &packs(0..1)),
			illegal(BizStep::Inspecting, Disposition::Destroyed)
		);
	});
}
