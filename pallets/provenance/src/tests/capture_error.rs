use super::*;
use salus_primitives::{
	epcis::{ErrorReason, EventHash},
	provenance::TraceDirection,
};

fn capture_error(
	organization: salus_primitives::OrganizationId,
	hash: EventHash,
	event: EpcisEvent,
) -> sp_runtime::DispatchResult {
	let reason = Some(ErrorReason::DidNotOccur);
	let corrective = vec![EventHash([7; 32])].try_into().unwrap();
	Provenance::capture_error(by(organization), hash, Box::new(event), reason, corrective)
}

#[test]
fn capture_error_should_keep_the_event_and_do_nothing() {
	with_pharmacy(|| {
		let before = Provenance::unit(pack(0));
		let hash = fresh_hash();
		let shipped = EpcisEvent {
			consignee: Some(HOSPITAL),
			..object_event(Action::Observe, BizStep::Shipping, &packs(0..1))
		};
		assert_ok!(capture_error(PHARMACY, hash, shipped));
		assert_eq!(Provenance::unit(pack(0)), before);
		assert_eq!(verify(0).verdict, Verdict::Verified);
		let kept = Provenance::event(hash).unwrap();
		assert!(!kept.event.tracked);
		let error = kept.event.error.clone().unwrap();
		assert_eq!(error.reason, Some(ErrorReason::DidNotOccur));
		assert_eq!(error.corrective_events.to_vec(), [EventHash([7; 32])]);
		let reason = Some(ErrorReason::DidNotOccur);
		assert_eq!(events().last(), Some(&Event::ErrorDeclared { number: kept.number, reason }));
		let trace = Provenance::trace(Provenance::trace_start(pack(0)), TraceDirection::Back, 20);
		assert!(trace.events.iter().any(|traced| traced.event == kept));
	});
}

#[test]
fn capture_error_should_take_what_the_table_does_not_allow() {
	build_and_execute(|| {
		assert_ok!(capture_error(
			PAYER,
			fresh_hash(),
			object_event(Action::Observe, BizStep::Dispensing, &packs(0..1))
		));
		assert_eq!(Provenance::unit(pack(0)), None);
		assert_ok!(commission(&packs(0..1)));
	});
}

#[test]
fn trace_should_not_go_through_a_transformation_that_was_an_error() {
	build_and_execute(|| {
		assert_ok!(commission(&packs(0..2)));
		let output = Epc::sgtin(other_product(), "R1".parse().unwrap());
		let event = transformation_event(&packs(0..1), core::slice::from_ref(&output), "R1");
		assert_ok!(capture_error(MAKER, fresh_hash(), event));
		assert_eq!(Provenance::unit(output.clone()), None);
		let trace = Provenance::trace(Provenance::trace_start(output), TraceDirection::Back, 20);
		assert_eq!(trace.events.len(), 1);
		assert!(trace.next.is_empty());
	});
}

#[test]
fn capture_error_should_refuse_what_no_event_may() {
	with_pharmacy(|| {
		let event = object_event(Action::Observe, BizStep::Storing, &packs(0..1));
		let hash = fresh_hash();
		assert_noop!(
			Provenance::capture_error(
				by_stranger(),
				hash,
				Box::new(event.clone()),
				None,
				Default::default()
			),
			Error::<Test>::NotAuthorized
		);
		let twice = object_event(Action::Observe, BizStep::Storing, &[pack(0), pack(0)]);
		assert_noop!(capture_error(PHARMACY, hash, twice), Error::<Test>::NamedTwice);
		let future = EpcisEvent { time: Now::get() + 24 * HOUR + 1, ..event.clone() };
		assert_noop!(capture_error(PHARMACY, hash, future), Error::<Test>::EventInFuture);
		assert_ok!(capture(PHARMACY, event.clone()));
		assert_noop!(capture_error(PHARMACY, hash, event), Error::<Test>::AlreadyCaptured);
	});
}
