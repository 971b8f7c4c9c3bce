use super::*;

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
