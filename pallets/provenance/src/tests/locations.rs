use super::*;
use salus_primitives::{
	epcis::{Party, SourceDestinationType},
	gs1::{Gln, Sgln},
};

fn warehouse() -> Gln {
	"4012345000016".parse().unwrap()
}

fn shipment_to(kind: SourceDestinationType, party: Epc) -> EpcisEvent {
	EpcisEvent {
		destinations: vec![Party { kind, party }].try_into().unwrap(),
		..object_event(Action::Observe, BizStep::Shipping, &packs(0..1))
	}
}

#[test]
fn shipment_should_be_for_whose_the_destination_is() {
	build_and_execute(|| {
		assert_ok!(commission(&packs(0..1)));
		let place = Epc::Sgln(Sgln { gln: warehouse(), extension: None });
		let event = shipment_to(SourceDestinationType::Location, place);
		assert_noop!(capture(MAKER, event.clone()), Error::<Test>::ConsigneeMissing);
		assert_ok!(Provenance::register_location(by(WHOLESALER), warehouse()));
		assert_ok!(capture(MAKER, event));
		assert_eq!(Provenance::unit(pack(0)).unwrap().consignee, Some(WHOLESALER));
	});
}

#[test]
fn shipment_should_be_for_who_will_have_it_when_the_destinations_differ() {
	build_and_execute(|| {
		assert_ok!(commission(&packs(0..1)));
		let owner: Gln = "0614141000012".parse().unwrap();
		assert_ok!(Provenance::register_location(by(WHOLESALER), warehouse()));
		assert_ok!(Provenance::register_location(by(PHARMACY), owner));
		let parties = vec![
			Party { kind: SourceDestinationType::OwningParty, party: Epc::Pgln(owner) },
			Party { kind: SourceDestinationType::PossessingParty, party: Epc::Pgln(warehouse()) },
		];
		let event = EpcisEvent {
			destinations: parties.try_into().unwrap(),
			..object_event(Action::Observe, BizStep::Shipping, &packs(0..1))
		};
		assert_ok!(capture(MAKER, event));
		assert_eq!(Provenance::unit(pack(0)).unwrap().consignee, Some(WHOLESALER));
	});
}

#[test]
fn register_location_should_refuse_when_it_is_somebodys() {
	build_and_execute(|| {
		assert_ok!(Provenance::register_location(by(WHOLESALER), warehouse()));
		assert_eq!(Provenance::location(warehouse()), Some(WHOLESALER));
		for organization in [WHOLESALER, PHARMACY] {
			assert_noop!(
				Provenance::register_location(by(organization), warehouse()),
				Error::<Test>::LocationAlreadyExists
			);
		}
		assert_noop!(
			Provenance::register_location(by_stranger(), warehouse()),
			Error::<Test>::NotAuthorized
		);
	});
}

#[test]
fn remove_location_should_refuse_when_it_is_anothers() {
	build_and_execute(|| {
		let remove = |origin| Provenance::remove_location(origin, warehouse());
		assert_noop!(remove(by(WHOLESALER)), Error::<Test>::LocationNotFound);
		assert_ok!(Provenance::register_location(by(WHOLESALER), warehouse()));
		assert_noop!(remove(by(PHARMACY)), Error::<Test>::NotAuthorized);
		assert_noop!(remove(by_stranger()), Error::<Test>::NotAuthorized);
		assert_ok!(remove(by(REGULATOR)));
		assert_eq!(Provenance::location(warehouse()), None);
	});
}
