use super::*;
use salus_primitives::{
	epcis::{Decimal, EventHash, Quantity},
	gs1::EpcClass,
	provenance::{Origin, Related, TraceDirection},
};

fn asset() -> Epc {
	"urn:epc:id:giai:4000001.12345".parse().unwrap()
}

fn pallet_asset() -> Epc {
	"urn:epc:id:grai:4012345.55555.987".parse().unwrap()
}

#[test]
fn capture_should_keep_the_event_and_find_it_by_its_hash() {
	with_pharmacy(|| {
		let hash = fresh_hash();
		let event = object_event(Action::Observe, BizStep::Storing, &packs(0..2));
		assert_ok!(Provenance::capture(by(PHARMACY), hash, Box::new(event.clone()), false));
		let captured = Provenance::event(hash).unwrap();
		assert_eq!(captured.event.event, event);
		assert_eq!((captured.event.by, captured.event.tracked), (PHARMACY, true));
		assert_eq!(Provenance::events(captured.number, 5).len(), 1);
		assert_eq!(
			events().last(),
			Some(&Event::EventCaptured {
				number: captured.number,
				hash,
				organization: PHARMACY,
				tracked: true
			})
		);
		assert_noop!(
			Provenance::capture(by(HOSPITAL), hash, Box::new(event), false),
			Error::<Test>::AlreadyCaptured
		);
	});
}

#[test]
fn capture_should_refuse_when_the_caller_is_a_stranger() {
	build_and_execute(|| {
		let event = object_event(Action::Observe, BizStep::Storing, &packs(0..1));
		assert_noop!(
			Provenance::capture(by_stranger(), EventHash([0; 32]), Box::new(event), false),
			Error::<Test>::NotAuthorized
		);
	});
}

#[test]
fn capture_should_refuse_when_the_event_lies_in_the_future() {
	with_pharmacy(|| {
		let mut event = object_event(Action::Observe, BizStep::Storing, &packs(0..1));
		event.time = Now::get() + 24 * HOUR + 1;
		assert_noop!(capture(PHARMACY, event.clone()), Error::<Test>::EventInFuture);
		event.time -= 1;
		assert_ok!(capture(PHARMACY, event));
	});
}

#[test]
fn capture_should_refuse_when_a_thing_is_named_twice() {
	with_pharmacy(|| {
		let twice = [pack(0), pack(1), pack(0)];
		assert_noop!(step(PHARMACY, BizStep::Storing, &twice), Error::<Test>::NamedTwice);
	});
}

#[test]
fn capture_should_refuse_when_the_unit_is_unknown() {
	build_and_execute(|| {
		for unit in [pack(0), case(1)] {
			assert_noop!(ship(MAKER, &[unit], PHARMACY), Error::<Test>::UnknownUnit);
		}
	});
}

#[test]
fn capture_should_refuse_when_an_object_event_repackages() {
	with_pharmacy(|| {
		assert_noop!(
			step(PHARMACY, BizStep::Repackaging, &packs(0..1)),
			Error::<Test>::WrongEventType
		);
	});
}

#[test]
fn event_outside_pharmacy_should_be_kept_and_move_nothing() {
	build_and_execute(|| {
		let what = What::Association {
			action: Action::Add,
			parent: Some(pallet_asset()),
			children: objects(&[asset()]),
			quantities: Default::default(),
		};
		let event =
			EpcisEvent { biz_step: Some(BizStep::Assembling), ..EpcisEvent::new(Now::get(), what) };
		let hash = fresh_hash();
		assert_ok!(Provenance::capture(by(PAYER), hash, Box::new(event.clone()), false));
		let captured = Provenance::event(hash).unwrap().event;
		assert!(!captured.tracked);
		assert_eq!(captured.event, event);
		assert_eq!(crate::Units::<Test>::iter().count(), 0);
		for unit in [asset(), pallet_asset()] {
			let found = Provenance::trace(Provenance::trace_start(unit), TraceDirection::Back, 10);
			assert_eq!(found.events.len(), 1);
		}
	});
}

#[test]
fn installing_or_associating_a_tracked_unit_should_not_move_it() {
	with_pharmacy(|| {
		let before = Provenance::unit(pack(0));
		assert_ok!(step(HOSPITAL, BizStep::Installing, &packs(0..1)));
		let what = What::Association {
			action: Action::Add,
			parent: Some(asset()),
			children: objects(&packs(0..1)),
			quantities: Default::default(),
		};
		assert_ok!(capture(HOSPITAL, EpcisEvent::new(Now::get(), what)));
		let what = What::Transaction {
			action: Action::Add,
			parent: None,
			objects: objects(&packs(0..1)),
			quantities: Default::default(),
		};
		assert_ok!(capture(HOSPITAL, EpcisEvent::new(Now::get(), what)));
		assert_eq!(Provenance::unit(pack(0)), before);
	});
}

#[test]
fn packs_of_products_that_are_not_registered_should_not_be_tracked() {
	build_and_execute(|| {
		let foreign: Epc = "urn:epc:id:sgtin:4012345.011111.987".parse().unwrap();
		assert_ok!(dispense(PAYER, core::slice::from_ref(&foreign)));
		assert_ok!(put(PAYER, &pallet_asset(), core::slice::from_ref(&foreign)));
		assert_eq!(Provenance::unit(foreign), None);
	});
}

#[test]
fn tracked_packs_should_make_a_container_of_whatever_they_are_packed_into() {
	with_pharmacy(|| {
		assert_ok!(put(PHARMACY, &pallet_asset(), &packs(0..2)));
		assert_ok!(bring(PHARMACY, &[pallet_asset()], HOSPITAL));
		assert_eq!(holder(&pack(1)), HOSPITAL);
	});
}

#[test]
fn incomplete_history_should_be_taken_when_it_is_said_and_never_verify() {
	build_and_execute(|| {
		let event =
			|event| Provenance::capture(by(WHOLESALER), fresh_hash(), Box::new(event), true);
		assert_ok!(event(aggregation_event(Action::Add, BizStep::Packing, &case(1), &packs(0..2))));
		assert_ok!(bring(WHOLESALER, &[case(1)], PHARMACY));
		assert_ok!(take(PHARMACY, &case(1), &[]));
		assert_ok!(dispense(PHARMACY, &packs(0..1)));
		assert_eq!(Provenance::unit(pack(0)).unwrap().state.origin, Origin::Unproven);
		assert_eq!(verify(1).reasons, [Verdict::UnprovenOrigin]);
		assert_eq!(verify(0).disposition, Some(Disposition::Dispensed));
	});
}

#[test]
fn incomplete_history_should_begin_wherever_the_document_does() {
	build_and_execute(|| {
		let capture = |organization, event| {
			Provenance::capture(by(organization), fresh_hash(), Box::new(event), true)
		};
		let received = object_event(Action::Observe, BizStep::Receiving, &[case(1)]);
		assert_ok!(capture(PHARMACY, received));
		let unpacked =
			aggregation_event(Action::Delete, BizStep::Unpacking, &case(1), &packs(0..2));
		assert_ok!(capture(PHARMACY, unpacked));
		assert_eq!(holder(&pack(1)), PHARMACY);
		let seen = object_event(Action::Observe, BizStep::Storing, &packs(5..6));
		assert_noop!(capture(PAYER, seen), Error::<Test>::NotAuthorized);
	});
}

#[test]
fn maker_should_have_its_pack_though_others_said_before_to_have_it() {
	build_and_execute(|| {
		let event = aggregation_event(Action::Add, BizStep::Packing, &case(1), &packs(0..2));
		assert_ok!(Provenance::capture(by(PHARMACY), fresh_hash(), Box::new(event), true));
		assert_ok!(commission(&packs(0..1)));
		// One of the two is not genuine.
		assert_eq!(holder(&pack(0)), MAKER);
		assert_eq!(verify(0).verdict, Verdict::DuplicateSeen);
		assert_eq!(Provenance::unit(case(1)).unwrap().state.contents, 1);
		let page = Provenance::investigations(0, false, 10);
		let parties: Vec<_> =
			page.investigations[0].state.parties.iter().map(|party| party.organization).collect();
		assert_eq!(parties, [MAKER, PHARMACY]);
		assert_noop!(commission(&packs(0..1)), Error::<Test>::AlreadyCommissioned);
	});
}

#[test]
fn makers_own_incomplete_history_should_become_complete_without_suspicion() {
	build_and_execute(|| {
		let event = object_event(Action::Observe, BizStep::Storing, &packs(0..1));
		assert_ok!(Provenance::capture(by(MAKER), fresh_hash(), Box::new(event), true));
		assert_ok!(commission(&packs(0..1)));
		assert_eq!(verify(0).verdict, Verdict::Verified);
	});
}

#[test]
fn maker_should_wait_when_what_others_have_is_full_or_suspect() {
	build_and_execute(|| {
		let event = aggregation_event(Action::Add, BizStep::Packing, &pack(0), &packs(1..2));
		assert_ok!(Provenance::capture(by(PHARMACY), fresh_hash(), Box::new(event), true));
		assert_noop!(commission(&packs(0..1)), Error::<Test>::NotEmpty);
		assert_ok!(Provenance::suspect(by(PHARMACY), pack(1), Suspicion::Appearance));
		assert_noop!(commission(&packs(1..2)), Error::<Test>::UnderInvestigation);
	});
}

#[test]
fn classes_should_be_found_by_the_events_that_count_them() {
	build_and_execute(|| {
		let class: EpcClass = "urn:epc:class:lgtin:4012345.012345.998877".parse().unwrap();
		let quantity =
			Quantity { class: class.clone(), quantity: Some(Decimal::whole(200)), unit: None };
		let what = What::Object {
			action: Action::Observe,
			objects: Default::default(),
			quantities: vec![quantity].try_into().unwrap(),
		};
		let event =
			EpcisEvent { biz_step: Some(BizStep::Receiving), ..EpcisEvent::new(Now::get(), what) };
		assert_ok!(capture(WHOLESALER, event));
		let of = Related::Class(class);
		assert_eq!(crate::StepCounts::<Test>::get(of), 1);
	});
}

#[test]
fn event_without_a_step_should_mean_what_its_action_says() {
	build_and_execute(|| {
		let plain = |event: EpcisEvent| EpcisEvent { biz_step: None, ..event };
		let lot = Some(LotData { lot: the_lot(), expiry: Some(expiry()) });
		let event = plain(object_event(Action::Add, BizStep::Other, &packs(0..1)));
		assert_ok!(capture(MAKER, EpcisEvent { lot, ..event }));
		let event = plain(aggregation_event(Action::Add, BizStep::Other, &case(1), &packs(0..1)));
		assert_ok!(capture(MAKER, event));
		assert_eq!(Provenance::unit(pack(0)).unwrap().containers, [case(1)]);
		let event =
			plain(aggregation_event(Action::Delete, BizStep::Other, &case(1), &packs(0..1)));
		assert_ok!(capture(MAKER, event));
		let event = plain(object_event(Action::Delete, BizStep::Other, &packs(0..1)));
		assert_ok!(capture(MAKER, event));
		assert_eq!(verify(0).disposition, Some(Disposition::Inactive));
	});
}

#[test]
fn calls_should_stay_small() {
	// The runtime's limit is 512 for every call that is built, queued or scheduled.
	let size = core::mem::size_of::<crate::Call<Test>>();
	assert!(size <= 128, "{size}");
}
