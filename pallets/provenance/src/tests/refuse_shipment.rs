use super::*;
use salus_primitives::provenance::TraceDirection;

fn refuse(organization: salus_primitives::OrganizationId, n: u32) -> sp_runtime::DispatchResult {
	Provenance::refuse_shipment(by(organization), objects(&packs([n])))
}

#[test]
fn refuse_shipment_should_send_it_back() {
	with_pharmacy(|| {
		assert_ok!(ship(PHARMACY, &packs(0..1), HOSPITAL));
		assert_ok!(refuse(HOSPITAL, 0));
		assert_noop!(receive(HOSPITAL, &packs(0..1)), Error::<Test>::NotConsignee);
		assert_eq!(verify(0).verdict, Verdict::InTransit);
		assert_ok!(receive(PHARMACY, &packs(0..1)));
		assert_eq!(verify(0).verdict, Verdict::Verified);
		assert_eq!(holder(&pack(0)), PHARMACY);
		assert!(events().contains(&Event::ShipmentRefused { unit: pack(0), by: HOSPITAL }));
	});
}

#[test]
fn refuse_shipment_should_be_seen_in_the_trace() {
	with_pharmacy(|| {
		assert_ok!(ship(PHARMACY, &packs(0..2), HOSPITAL));
		let seen = Provenance::events(0, 100).len();
		assert_ok!(Provenance::refuse_shipment(by(HOSPITAL), objects(&packs(0..2))));
		let event = Provenance::events(0, 100).pop().unwrap();
		assert_eq!(event.number as usize, seen);
		assert_eq!((event.event.by, event.event.tracked), (HOSPITAL, true));
		assert_eq!(event.event.event.biz_step, Some(BizStep::Shipping));
		assert_eq!(event.event.event.disposition, Some(Disposition::Returned));
		assert_eq!(event.event.event.consignee, Some(PHARMACY));
		assert_eq!(Provenance::event(event.event.hash), Some(event.clone()));
		for unit in packs(0..2) {
			let start = Provenance::trace_start(unit);
			let trace = Provenance::trace(start, TraceDirection::Forward, 20);
			assert_eq!(trace.events.last().map(|traced| &traced.event), Some(&event));
		}
		// What comes from two is for nobody in particular.
		assert_ok!(receive(PHARMACY, &packs(0..2)));
		assert_ok!(bring(PHARMACY, &packs(1..2), WHOLESALER));
		assert_ok!(ship(PHARMACY, &packs(0..1), HOSPITAL));
		assert_ok!(ship(WHOLESALER, &packs(1..2), HOSPITAL));
		wait(1);
		assert_ok!(Provenance::refuse_shipment(by(HOSPITAL), objects(&packs(0..2))));
		let event = Provenance::events(0, 100).pop().unwrap();
		assert_eq!(event.event.event.consignee, None);
		// Nothing was refused, and nothing is told.
		let seen = events().len();
		assert_ok!(Provenance::refuse_shipment(by(HOSPITAL), Default::default()));
		assert_eq!(events().len(), seen);
	});
}

#[test]
fn refuse_shipment_should_refuse_when_it_is_not_on_its_way_to_the_caller() {
	with_pharmacy(|| {
		assert_noop!(refuse(PHARMACY, 0), Error::<Test>::NotInTransit);
		assert_noop!(refuse(PHARMACY, 9), Error::<Test>::UnknownUnit);
		assert_ok!(ship(PHARMACY, &packs(0..1), HOSPITAL));
		assert_noop!(refuse(WHOLESALER, 0), Error::<Test>::NotConsignee);
		assert_ok!(refuse(HOSPITAL, 0));
		assert_noop!(refuse(HOSPITAL, 0), Error::<Test>::NotConsignee);
		assert_noop!(refuse(PHARMACY, 0), Error::<Test>::NotInTransit);
		assert_noop!(
			Provenance::refuse_shipment(by_stranger(), Default::default()),
			Error::<Test>::NotAuthorized
		);
	});
	with_wholesaler(|| {
		assert_ok!(ship(WHOLESALER, &[case(1)], PHARMACY));
		assert_noop!(refuse(PHARMACY, 0), Error::<Test>::InContainer);
	});
}
