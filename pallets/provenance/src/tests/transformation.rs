use super::*;
use salus_primitives::provenance::Origin;

fn new_pack(n: u32) -> Epc {
	Epc::sgtin(other_product(), format!("R{n:04}").parse::<Serial>().unwrap())
}

fn new_packs(numbers: core::ops::Range<u32>) -> Vec<Epc> {
	numbers.map(new_pack).collect()
}

#[test]
fn repackaging_should_end_what_goes_in_and_begin_what_comes_out() {
	build_and_execute(|| {
		assert_ok!(commission(&packs(0..2)));
		let event = transformation_event(&packs(0..2), &new_packs(0..4), "R1");
		assert_ok!(capture(MAKER, event));
		assert_eq!(verify(0).disposition, Some(Disposition::Inactive));
		let unit = Provenance::unit(new_pack(3)).unwrap();
		assert_eq!(unit.state.origin, Origin::Transformation);
		assert_eq!((unit.holder, unit.disposition), (MAKER, Disposition::Active));
		assert_ok!(bring(MAKER, &new_packs(3..4), PHARMACY));
		assert_ok!(dispense(PHARMACY, &new_packs(3..4)));
	});
}

#[test]
fn repackaging_should_be_refused_when_the_holder_may_not_or_has_it_not() {
	with_pharmacy(|| {
		let event = || transformation_event(&packs(0..1), &new_packs(0..1), "R1");
		assert_noop!(
			capture(PHARMACY, event()),
			illegal(BizStep::Repackaging, Disposition::InProgress)
		);
		assert_noop!(capture(MAKER, event()), Error::<Test>::NotCustodian);
		assert_ok!(bring(PHARMACY, &packs(0..1), WHOLESALER));
		// The wholesaler may repackage, but into its own products only.
		assert_noop!(capture(WHOLESALER, event()), Error::<Test>::NotProductOwner);
		assert_ok!(Provenance::transfer_product(by(MAKER), other_product(), WHOLESALER));
		assert_ok!(capture(WHOLESALER, event()));
	});
}

#[test]
fn repackaging_should_be_refused_when_what_goes_in_is_not_fit_to_be_sold() {
	build_and_execute(|| {
		assert_ok!(commission(&packs(0..3)));
		let event = |n| transformation_event(&packs([n]), &new_packs(n..n + 1), "R1");
		assert_ok!(Provenance::suspect(by(MAKER), pack(0), Suspicion::Effect));
		assert_noop!(capture(MAKER, event(0)), Error::<Test>::UnderInvestigation);
		assert_ok!(put(MAKER, &case(1), &packs(1..2)));
		assert_noop!(capture(MAKER, event(1)), Error::<Test>::InContainer);
		let of_container = transformation_event(&[case(1)], &new_packs(0..1), "R1");
		assert_noop!(capture(MAKER, of_container), Error::<Test>::NotEmpty);
		assert_ok!(super::recall::recall());
		assert_noop!(capture(MAKER, event(2)), Error::<Test>::Recalled);
		assert_ok!(Provenance::lift_recall(by(MAKER), product(), the_lot()));
		Now::set(&expiry().end());
		assert_noop!(capture(MAKER, event(2)), Error::<Test>::Expired);
	});
}

#[test]
fn what_comes_out_should_be_unproven_when_what_goes_in_is() {
	build_and_execute(|| {
		let event = object_event(Action::Observe, BizStep::Storing, &packs(0..1));
		assert_ok!(Provenance::capture(by(MAKER), fresh_hash(), Box::new(event), true));
		let event = transformation_event(&packs(0..1), &new_packs(0..1), "R1");
		assert_ok!(capture(MAKER, event));
		let unit = Provenance::unit(new_pack(0)).unwrap();
		assert_eq!(unit.state.origin, Origin::Unproven);
		// Its maker began it, and does not begin it again.
		let event = EpcisEvent {
			lot: Some(LotData { lot: lot("R1"), expiry: None }),
			..object_event(Action::Add, BizStep::Commissioning, &new_packs(0..1))
		};
		assert_noop!(capture(MAKER, event), Error::<Test>::AlreadyCommissioned);
	});
}

#[test]
fn transformation_should_be_kept_when_nothing_of_it_is_tracked() {
	build_and_execute(|| {
		let foreign =
			|n: u32| -> Epc { format!("urn:epc:id:sgtin:4012345.011111.{n}").parse().unwrap() };
		assert_ok!(capture(PAYER, transformation_event(&[foreign(1)], &[foreign(2)], "R1")));
		assert_eq!(crate::Units::<Test>::iter().count(), 0);
	});
}
