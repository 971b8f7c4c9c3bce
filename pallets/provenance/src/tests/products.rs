use super::*;
use salus_primitives::{gs1::Gtin, provenance::StorageLimits};

fn third_product() -> Gtin {
	Gtin::from_body("0300000019004").unwrap()
}

const FRIDGE: Option<StorageLimits> = Some(StorageLimits { min: 2_000, max: 8_000 });
const ABSURD: Option<StorageLimits> = Some(StorageLimits { min: 8_000, max: 2_000 });

#[test]
fn register_product_should_make_the_caller_its_owner() {
	build_and_execute(|| {
		assert_ok!(Provenance::register_product(by(RIVAL), third_product(), FRIDGE));
		let product = Provenance::product(third_product()).unwrap().state;
		assert_eq!((product.owner, product.limits), (RIVAL, FRIDGE));
		assert_eq!(
			events().last(),
			Some(&Event::ProductRegistered { gtin: third_product(), owner: RIVAL })
		);
	});
}

#[test]
fn register_product_should_refuse_when_it_exists_or_the_caller_makes_none() {
	build_and_execute(|| {
		let register = Provenance::register_product;
		assert_noop!(register(by(RIVAL), product(), None), Error::<Test>::ProductAlreadyExists);
		assert_noop!(register(by(MAKER), third_product(), ABSURD), Error::<Test>::InvalidLimits);
		for origin in [by(WHOLESALER), by(REGULATOR), by_stranger()] {
			assert_noop!(register(origin, third_product(), None), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn set_storage_limits_should_count_for_what_was_measured_before() {
	build_and_execute(|| {
		assert_ok!(commission(&packs(0..1)));
		super::sensors::measure(MAKER, &pack(0), "12");
		assert_eq!(verify(0).verdict, Verdict::TemperatureExcursion);
		let wider = Some(StorageLimits { min: 2_000, max: 25_000 });
		assert_ok!(Provenance::set_storage_limits(by(MAKER), product(), wider));
		assert_eq!(verify(0).verdict, Verdict::Verified);
	});
}

#[test]
fn set_storage_limits_should_refuse_when_the_caller_is_not_the_owner() {
	build_and_execute(|| {
		let set = Provenance::set_storage_limits;
		assert_noop!(set(by(RIVAL), product(), None), Error::<Test>::NotProductOwner);
		assert_noop!(set(by(MAKER), third_product(), None), Error::<Test>::ProductNotFound);
		assert_noop!(set(by(MAKER), product(), ABSURD), Error::<Test>::InvalidLimits);
		assert_noop!(set(by_stranger(), product(), None), Error::<Test>::NotAuthorized);
	});
}

#[test]
fn transfer_product_should_let_the_new_owner_commission() {
	build_and_execute(|| {
		assert_ok!(Provenance::transfer_product(by(MAKER), product(), RIVAL));
		assert_noop!(commission(&packs(0..1)), Error::<Test>::NotProductOwner);
		assert_ok!(Provenance::register_lot(by(RIVAL), product(), the_lot(), expiry()));
		// The regulator may put it right.
		assert_ok!(Provenance::transfer_product(by(REGULATOR), product(), MAKER));
		assert_ok!(commission(&packs(0..1)));
	});
}

#[test]
fn transfer_product_should_refuse_when_the_caller_may_not() {
	build_and_execute(|| {
		let transfer = Provenance::transfer_product;
		assert_noop!(transfer(by(RIVAL), product(), RIVAL), Error::<Test>::NotProductOwner);
		assert_noop!(transfer(by(MAKER), third_product(), RIVAL), Error::<Test>::ProductNotFound);
		let nobody = salus_primitives::OrganizationId(99);
		assert_noop!(transfer(by(MAKER), product(), nobody), Error::<Test>::OrganizationNotActive);
		assert_noop!(transfer(by_stranger(), product(), MAKER), Error::<Test>::NotAuthorized);
	});
}
