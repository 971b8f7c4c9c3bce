use super::*;
use salus_primitives::provenance::Place;

#[docify::export]
#[test]
fn contents_should_follow_the_outermost_container() {
	build_and_execute(|| {
		let (carton, pallet) = (case(1), case(2));
		assert_ok!(commission(&packs(0..3)));
		assert_ok!(put(MAKER, &carton, &packs(0..3)));
		assert_ok!(put(MAKER, &pallet, core::slice::from_ref(&carton)));
		// The event names the pallet alone.
		assert_ok!(bring(MAKER, core::slice::from_ref(&pallet), WHOLESALER));
		assert_eq!(holder(&pack(2)), WHOLESALER);

		// What is taken out is with whom the pallet is.
		assert_ok!(take(WHOLESALER, &carton, &packs(0..1)));
		assert_eq!(holder(&pack(0)), WHOLESALER);
		assert_ok!(ship(WHOLESALER, &[pallet], PHARMACY));
		assert_eq!(verify(0).verdict, Verdict::Verified);
		assert_eq!(verify(1).verdict, Verdict::InTransit);
	});
}

#[test]
fn taking_out_should_take_all_when_the_event_names_nothing() {
	with_wholesaler(|| {
		assert_ok!(take(WHOLESALER, &case(1), &[]));
		for n in 0..4 {
			let unit = Provenance::unit(pack(n)).unwrap();
			assert!(matches!(unit.state.place, Place::With(_)));
			assert_eq!(unit.holder, WHOLESALER);
		}
		assert_eq!(Provenance::unit(case(1)).unwrap().state.contents, 0);
	});
}

#[test]
fn container_of_a_product_should_be_a_container_too() {
	build_and_execute(|| {
		let outer: Epc = Epc::sgtin(other_product(), "CASE1".parse::<Serial>().unwrap());
		assert_ok!(commission(&packs(0..2)));
		assert_noop!(put(MAKER, &outer, &packs(0..2)), Error::<Test>::UnknownUnit);
		assert_ok!(commission(core::slice::from_ref(&outer)));
		assert_ok!(put(MAKER, &outer, &packs(0..2)));
		assert_ok!(bring(MAKER, &[outer], PHARMACY));
		assert_eq!(holder(&pack(1)), PHARMACY);
	});
}

#[test]
fn list_may_name_a_container_and_what_is_in_it() {
	with_wholesaler(|| {
		let mut both = packs(0..4);
		both.push(case(1));
		assert_ok!(bring(WHOLESALER, &both, PHARMACY));
		assert_eq!(holder(&pack(3)), PHARMACY);
		assert!(matches!(Provenance::unit(pack(3)).unwrap().state.place, Place::In { .. }));
	});
}

#[test]
fn packing_should_be_refused_when_the_thing_is_packed_already() {
	with_wholesaler(|| {
		for container in [case(1), case(2)] {
			assert_noop!(put(WHOLESALER, &container, &packs(0..1)), Error::<Test>::InContainer);
		}
	});
}

#[test]
fn packing_should_be_refused_when_somebody_else_has_the_thing_or_the_container() {
	with_wholesaler(|| {
		assert_ok!(take(WHOLESALER, &case(1), &packs(0..1)));
		assert_noop!(put(PHARMACY, &case(5), &packs(0..1)), Error::<Test>::NotCustodian);
		assert_ok!(bring(WHOLESALER, &packs(0..1), PHARMACY));
		assert_noop!(put(PHARMACY, &case(1), &packs(0..1)), Error::<Test>::NotCustodian);
	});
}

#[test]
fn packing_should_be_refused_when_the_container_is_on_its_way() {
	with_wholesaler(|| {
		assert_ok!(take(WHOLESALER, &case(1), &packs(0..1)));
		assert_ok!(ship(WHOLESALER, &[case(1)], PHARMACY));
		assert_noop!(put(WHOLESALER, &case(1), &packs(0..1)), Error::<Test>::InTransit);
		assert_noop!(take(WHOLESALER, &case(1), &packs(1..2)), Error::<Test>::InTransit);
		assert_noop!(take(PHARMACY, &case(1), &packs(1..2)), Error::<Test>::InTransit);
	});
}

#[test]
fn container_should_never_be_in_itself() {
	with_wholesaler(|| {
		assert_noop!(put(WHOLESALER, &case(1), &[case(1)]), Error::<Test>::NamedTwice);
		assert_ok!(put(WHOLESALER, &case(2), &[case(1)]));
		assert_noop!(put(WHOLESALER, &case(1), &[case(2)]), Error::<Test>::ContainsItself);
	});
}

#[test]
fn packing_should_be_refused_when_nesting_would_be_too_deep() {
	with_wholesaler(|| {
		for n in 1..6 {
			assert_ok!(put(WHOLESALER, &case(n + 1), &[case(n)]));
		}
		assert_eq!(Provenance::unit(pack(0)).unwrap().containers.len(), 6);
		assert_noop!(put(WHOLESALER, &case(7), &[case(6)]), Error::<Test>::MaxDepthExceeded);
		// From within, too: the innermost container has five around it.
		let empty = object_event(Action::Add, BizStep::Commissioning, &[case(21)]);
		assert_ok!(capture(WHOLESALER, empty));
		assert_ok!(put(WHOLESALER, &case(20), &[case(21)]));
		assert_noop!(put(WHOLESALER, &case(1), &[case(20)]), Error::<Test>::MaxDepthExceeded);
	});
}

#[test]
fn moving_should_be_refused_when_the_thing_is_in_a_container() {
	with_wholesaler(|| {
		for step_of in [
			BizStep::Shipping,
			BizStep::Decommissioning,
			BizStep::Destroying,
			BizStep::VoidShipping,
		] {
			assert_noop!(step(WHOLESALER, step_of, &packs(0..1)), Error::<Test>::InContainer);
		}
		assert_ok!(step(WHOLESALER, BizStep::Inspecting, &packs(0..1)));
	});
}

#[test]
fn taking_out_should_be_refused_when_the_thing_is_not_in_there() {
	with_wholesaler(|| {
		assert_ok!(take(WHOLESALER, &case(1), &packs(0..1)));
		assert_noop!(take(WHOLESALER, &case(1), &packs(0..1)), Error::<Test>::NotInContainer);
		assert_noop!(take(WHOLESALER, &case(9), &packs(0..1)), Error::<Test>::UnknownUnit);
		assert_noop!(take(PHARMACY, &case(1), &packs(1..2)), Error::<Test>::NotCustodian);
	});
}

#[test]
fn aggregation_should_be_refused_when_it_names_no_container() {
	with_pharmacy(|| {
		for action in [Action::Add, Action::Delete] {
			let what = What::Aggregation {
				action,
				parent: None,
				children: objects(&packs(0..1)),
				quantities: Default::default(),
			};
			let event = EpcisEvent::new(Now::get(), what);
			assert_noop!(capture(PHARMACY, event), Error::<Test>::ContainerMissing);
		}
	});
}

#[test]
fn container_should_not_be_decommissioned_while_something_is_in_it() {
	with_wholesaler(|| {
		assert_noop!(
			step(WHOLESALER, BizStep::Decommissioning, &[case(1)]),
			Error::<Test>::NotEmpty
		);
		assert_ok!(take(WHOLESALER, &case(1), &[]));
		assert_ok!(step(WHOLESALER, BizStep::Decommissioning, &[case(1)]));
	});
}

#[test]
fn contents_should_be_destroyed_with_their_container() {
	with_wholesaler(|| {
		assert_ok!(step(WHOLESALER, BizStep::Destroying, &[case(1)]));
		assert_eq!(verify(0).disposition, Some(Disposition::Destroyed));
		assert_noop!(
			take(WHOLESALER, &case(1), &packs(0..1)),
			illegal(BizStep::Unpacking, Disposition::Destroyed)
		);
	});
}

#[test]
fn taking_all_out_should_be_refused_when_there_is_more_than_one_event_takes() {
	build_and_execute(|| {
		for part in [packs(0..300), packs(300..501)] {
			assert_ok!(commission(&part));
			assert_ok!(put(MAKER, &case(1), &part));
		}
		assert_noop!(take(MAKER, &case(1), &[]), Error::<Test>::TooMuchContent);
		assert_ok!(take(MAKER, &case(1), &packs(0..1)));
		assert_ok!(take(MAKER, &case(1), &[]));
		assert_eq!(Provenance::unit(case(1)).unwrap().state.contents, 0);
	});
}
