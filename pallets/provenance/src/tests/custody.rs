use super::*;

#[test]
fn shipment_should_stay_with_its_shipper_until_it_is_received() {
	with_pharmacy(|| {
		assert_ok!(ship(PHARMACY, &packs(0..1), HOSPITAL));
		let unit = Provenance::unit(pack(0)).unwrap();
		assert_eq!((unit.holder, unit.consignee), (PHARMACY, Some(HOSPITAL)));
		assert_eq!(unit.disposition, Disposition::InTransit);
		assert_ok!(receive(HOSPITAL, &packs(0..1)));
		let unit = Provenance::unit(pack(0)).unwrap();
		assert_eq!((unit.holder, unit.consignee), (HOSPITAL, None));
		assert_eq!(unit.disposition, Disposition::InProgress);
		assert!(events().contains(&Event::UnitShipped {
			unit: pack(0),
			from: PHARMACY,
			to: HOSPITAL
		}));
		assert!(events().contains(&Event::UnitReceived { unit: pack(0), by: HOSPITAL }));
	});
}

#[test]
fn only_the_consignee_should_receive() {
	with_pharmacy(|| {
		assert_ok!(ship(PHARMACY, &packs(0..1), HOSPITAL));
		for organization in [PHARMACY, WHOLESALER, REGULATOR] {
			assert_noop!(receive(organization, &packs(0..1)), Error::<Test>::NotConsignee);
		}
		for what in [BizStep::Dispensing, BizStep::Packing, BizStep::Destroying] {
			for organization in [PHARMACY, HOSPITAL] {
				assert_noop!(step(organization, what, &packs(0..1)), Error::<Test>::InTransit);
			}
		}
		assert_noop!(ship(PHARMACY, &packs(0..1), WHOLESALER), Error::<Test>::InTransit);
	});
}

#[test]
fn receiving_should_be_refused_when_nothing_was_shipped() {
	with_pharmacy(|| {
		assert_noop!(receive(HOSPITAL, &packs(0..1)), Error::<Test>::NotCustodian);
		assert_noop!(
			receive(PHARMACY, &packs(0..1)),
			illegal(BizStep::Receiving, Disposition::InProgress)
		);
		assert_noop!(
			step(PHARMACY, BizStep::VoidShipping, &packs(0..1)),
			illegal(BizStep::VoidShipping, Disposition::InProgress)
		);
	});
}

#[test]
fn shipping_should_be_refused_when_who_is_to_receive_may_not() {
	with_pharmacy(|| {
		for to in [PAYER, REGULATOR, salus_primitives::OrganizationId(99)] {
			assert_noop!(ship(PHARMACY, &packs(0..1), to), Error::<Test>::InvalidConsignee);
		}
		assert_noop!(ship(HOSPITAL, &packs(0..1), WHOLESALER), Error::<Test>::NotCustodian);
	});
}

#[test]
fn shipment_within_an_organization_should_be_received_like_any() {
	build_and_execute(|| {
		assert_ok!(commission(&packs(0..1)));
		assert_ok!(ship(MAKER, &packs(0..1), MAKER));
		assert_eq!(verify(0).verdict, Verdict::InTransit);
		assert_ok!(receive(MAKER, &packs(0..1)));
		assert_eq!(verify(0).verdict, Verdict::Verified);
	});
}

#[test]
fn shipment_should_be_called_back_by_its_shipper_alone() {
	with_pharmacy(|| {
		assert_ok!(ship(PHARMACY, &packs(0..1), HOSPITAL));
		assert_noop!(
			step(HOSPITAL, BizStep::VoidShipping, &packs(0..1)),
			Error::<Test>::NotCustodian
		);
		assert_ok!(step(PHARMACY, BizStep::VoidShipping, &packs(0..1)));
		assert_noop!(receive(HOSPITAL, &packs(0..1)), Error::<Test>::NotCustodian);
		assert_eq!(verify(0).verdict, Verdict::Verified);
	});
}

#[test]
fn both_parties_should_report_from_the_way() {
	with_pharmacy(|| {
		assert_ok!(ship(PHARMACY, &packs(0..1), HOSPITAL));
		assert_ok!(step(PHARMACY, BizStep::Departing, &packs(0..1)));
		assert_ok!(step(HOSPITAL, BizStep::Arriving, &packs(0..1)));
		assert_noop!(
			step(WHOLESALER, BizStep::Transporting, &packs(0..1)),
			Error::<Test>::NotCustodian
		);
		assert_eq!(verify(0).verdict, Verdict::InTransit);
	});
}

#[test]
fn what_is_lost_on_the_way_should_be_received_only_as_not_sellable() {
	with_pharmacy(|| {
		assert_ok!(ship(PHARMACY, &packs(0..1), HOSPITAL));
		let stolen = EpcisEvent {
			disposition: Some(Disposition::Stolen),
			..object_event(Action::Observe, BizStep::Transporting, &packs(0..1))
		};
		assert_ok!(capture(PHARMACY, stolen));
		assert_eq!(verify(0).disposition, Some(Disposition::Stolen));
		let as_new = EpcisEvent {
			disposition: Some(Disposition::InProgress),
			..object_event(Action::Observe, BizStep::Receiving, &packs(0..1))
		};
		assert_noop!(capture(HOSPITAL, as_new), illegal(BizStep::Receiving, Disposition::Stolen));
		assert_ok!(receive(HOSPITAL, &packs(0..1)));
		assert_eq!(verify(0).disposition, Some(Disposition::NonSellableOther));
	});
}

#[test]
fn what_was_damaged_when_shipped_should_not_arrive_sellable() {
	with_pharmacy(|| {
		let damaged = EpcisEvent {
			disposition: Some(Disposition::Damaged),
			..object_event(Action::Observe, BizStep::Inspecting, &packs(0..1))
		};
		assert_ok!(capture(PHARMACY, damaged));
		assert_ok!(ship(PHARMACY, &packs(0..1), WHOLESALER));
		assert_noop!(
			receive(WHOLESALER, &packs(0..1)),
			illegal(BizStep::Receiving, Disposition::InTransit)
		);
		let returned = EpcisEvent {
			disposition: Some(Disposition::Returned),
			..object_event(Action::Observe, BizStep::Receiving, &packs(0..1))
		};
		assert_ok!(capture(WHOLESALER, returned));
		assert_eq!(holder(&pack(0)), WHOLESALER);
	});
}

#[test]
fn regulator_should_hold_what_others_have_and_no_more() {
	with_pharmacy(|| {
		let held = EpcisEvent {
			disposition: Some(Disposition::NonSellableOther),
			..object_event(Action::Observe, BizStep::Holding, &packs(0..1))
		};
		assert_noop!(capture(WHOLESALER, held.clone()), Error::<Test>::NotCustodian);
		assert_ok!(capture(REGULATOR, held));
		assert_eq!(verify(0).verdict, Verdict::NotSellable);
		assert_eq!(holder(&pack(0)), PHARMACY);
		assert_noop!(
			step(REGULATOR, BizStep::Destroying, &packs(0..1)),
			Error::<Test>::NotCustodian
		);
		let sellable = EpcisEvent {
			disposition: Some(Disposition::SellableAccessible),
			..object_event(Action::Observe, BizStep::Inspecting, &packs(0..1))
		};
		assert_noop!(
			capture(REGULATOR, sellable),
			illegal(BizStep::Inspecting, Disposition::NonSellableOther)
		);
	});
}
