use super::*;
use salus_primitives::{
	epcis::{Party, SourceDestinationType},
	gs1::{CompanyPrefix, Gln},
	OrganizationId,
};

/// Of company prefix 4012345.
fn warehouse() -> Gln {
	"4012345000016".parse().unwrap()
}

fn prefix(digits: &str) -> CompanyPrefix {
	digits.parse().unwrap()
}

fn grant(digits: &str, to: OrganizationId) -> sp_runtime::DispatchResult {
	Provenance::grant_prefix(by(REGULATOR), prefix(digits), to)
}

#[test]
fn grant_prefix_should_keep_others_from_registering_its_numbers() {
	build_and_execute(|| {
		assert_ok!(grant("4012345", WHOLESALER));
		let granted = Event::PrefixGranted { prefix: prefix("4012345"), organization: WHOLESALER };
		assert!(events().contains(&granted));
		let register = |organization| Provenance::register_location(by(organization), warehouse());
		assert_noop!(register(PHARMACY), Error::<Test>::NotPrefixHolder);
		assert_ok!(register(WHOLESALER));
		assert_noop!(register(WHOLESALER), Error::<Test>::LocationAlreadyExists);

		let gtin = salus_primitives::gs1::Gtin::from_body("0401234507788").unwrap();
		let register = |organization| Provenance::register_product(by(organization), gtin, None);
		assert_noop!(register(MAKER), Error::<Test>::NotPrefixHolder);
		assert_ok!(grant("4012345", RIVAL));
		assert_noop!(register(MAKER), Error::<Test>::NotPrefixHolder);
		assert_ok!(register(RIVAL));
	});
}

#[test]
fn grant_prefix_should_take_a_location_from_who_only_came_first() {
	build_and_execute(|| {
		assert_ok!(commission(&packs(0..2)));
		assert_ok!(Provenance::register_location(by(HOSPITAL), warehouse()));
		assert_eq!(Provenance::location(warehouse()), Some(HOSPITAL));
		assert_ok!(grant("4012345", WHOLESALER));
		assert_eq!(Provenance::location(warehouse()), None);
		let kind = SourceDestinationType::OwningParty;
		let shipment = EpcisEvent {
			destinations: vec![Party { kind, party: Epc::Pgln(warehouse()) }].try_into().unwrap(),
			..object_event(Action::Observe, BizStep::Shipping, &packs(0..1))
		};
		assert_noop!(capture(MAKER, shipment.clone()), Error::<Test>::ConsigneeMissing);
		assert_ok!(Provenance::register_location(by(WHOLESALER), warehouse()));
		assert_ok!(capture(MAKER, shipment));
		assert_eq!(Provenance::unit(pack(0)).unwrap().consignee, Some(WHOLESALER));
		// Who came first had nothing, and gets nothing back.
		assert_ok!(Provenance::withdraw_prefix(by(REGULATOR), prefix("4012345")));
		assert_eq!(Provenance::location(warehouse()), Some(WHOLESALER));
	});
}

#[test]
fn longer_prefix_should_count_before_a_shorter_one() {
	build_and_execute(|| {
		assert_ok!(grant("401234", WHOLESALER));
		assert_ok!(grant("401234500001", PHARMACY));
		let register = |organization| Provenance::register_location(by(organization), warehouse());
		assert_noop!(register(WHOLESALER), Error::<Test>::NotPrefixHolder);
		assert_ok!(register(PHARMACY));
	});
}

#[test]
fn grant_prefix_should_refuse_when_it_is_none_or_nobody_may() {
	build_and_execute(|| {
		assert_noop!(grant("40123", WHOLESALER), Error::<Test>::InvalidPrefix);
		assert_noop!(grant("4012345", OrganizationId(99)), Error::<Test>::OrganizationNotActive);
		for origin in [by(WHOLESALER), by(MAKER), by_stranger()] {
			assert_noop!(
				Provenance::grant_prefix(origin.clone(), prefix("4012345"), WHOLESALER),
				Error::<Test>::NotAuthorized
			);
			assert_noop!(
				Provenance::withdraw_prefix(origin, prefix("4012345")),
				Error::<Test>::NotAuthorized
			);
		}
		assert_noop!(
			Provenance::withdraw_prefix(by(REGULATOR), prefix("4012345")),
			Error::<Test>::PrefixNotFound
		);
	});
}

#[test]
fn withdraw_prefix_should_let_everybody_register_again() {
	build_and_execute(|| {
		assert_ok!(grant("4012345", WHOLESALER));
		assert_ok!(Provenance::withdraw_prefix(by(REGULATOR), prefix("4012345")));
		assert!(events().contains(&Event::PrefixWithdrawn { prefix: prefix("4012345") }));
		assert_ok!(Provenance::register_location(by(PHARMACY), warehouse()));
	});
}
