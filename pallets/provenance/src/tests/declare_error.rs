use super::*;
use salus_primitives::epcis::{ErrorReason, EventHash};

#[test]
fn declare_error_should_mark_the_event_and_name_what_corrects_it() {
	with_pharmacy(|| {
		let wrong = fresh_hash();
		let event = object_event(Action::Observe, BizStep::Storing, &packs(0..1));
		assert_ok!(Provenance::capture(by(PHARMACY), wrong, Box::new(event), false));
		let right = fresh_hash();
		assert_ok!(Provenance::declare_error(
			by(PHARMACY),
			wrong,
			Some(ErrorReason::IncorrectData),
			vec![right].try_into().unwrap()
		));
		let event = Provenance::event(wrong).unwrap();
		let error = event.event.error.unwrap();
		assert_eq!(error.reason, Some(ErrorReason::IncorrectData));
		assert_eq!(error.corrective_events.to_vec(), [right]);
		let reason = Some(ErrorReason::IncorrectData);
		assert_eq!(events().last(), Some(&Event::ErrorDeclared { number: event.number, reason }));
	});
}

#[test]
fn shipment_declared_an_error_should_be_put_right_by_voiding_it() {
	with_pharmacy(|| {
		let wrong = fresh_hash();
		let event = EpcisEvent {
			consignee: Some(HOSPITAL),
			..object_event(Action::Observe, BizStep::Shipping, &packs(0..1))
		};
		assert_ok!(Provenance::capture(by(PHARMACY), wrong, Box::new(event), false));
		let reason = Some(ErrorReason::DidNotOccur);
		assert_ok!(Provenance::declare_error(by(PHARMACY), wrong, reason, Default::default()));
		assert_eq!(verify(0).verdict, Verdict::InTransit);
		assert_ok!(step(PHARMACY, BizStep::VoidShipping, &packs(0..1)));
		assert_eq!(verify(0).verdict, Verdict::Verified);
	});
}

#[test]
fn declare_error_should_refuse_when_another_captured_it_or_it_is_declared() {
	with_pharmacy(|| {
		let hash = fresh_hash();
		let event = object_event(Action::Observe, BizStep::Storing, &packs(0..1));
		assert_ok!(Provenance::capture(by(PHARMACY), hash, Box::new(event), false));
		let declare =
			|origin, hash| Provenance::declare_error(origin, hash, None, Default::default());
		assert_noop!(declare(by(HOSPITAL), hash), Error::<Test>::NotAuthorized);
		assert_noop!(declare(by_stranger(), hash), Error::<Test>::NotAuthorized);
		assert_noop!(declare(by(PHARMACY), EventHash([9; 32])), Error::<Test>::EventNotFound);
		assert_ok!(declare(by(PHARMACY), hash));
		assert_noop!(declare(by(PHARMACY), hash), Error::<Test>::AlreadyDeclared);
	});
}
