use super::*;
use salus_primitives::provenance::TraceDirection;

const DAY: salus_primitives::Moment = 24 * HOUR;

fn undo(organization: salus_primitives::OrganizationId, n: u32) -> sp_runtime::DispatchResult {
	Provenance::undo_dispensing(by(organization), objects(&packs([n])))
}

#[test]
fn undo_dispensing_should_put_the_pack_back_within_ten_days() {
	with_pharmacy(|| {
		assert_ok!(dispense(PHARMACY, &packs(0..2)));
		wait(10 * DAY);
		assert_ok!(undo(PHARMACY, 0));
		assert_eq!(verify(0).verdict, Verdict::Verified);
		assert!(events().contains(&Event::DispensingUndone { unit: pack(0), by: PHARMACY }));
		let duties = Provenance::recall_duties(product(), the_lot(), None, 10).duties;
		assert_eq!(duties[0].dispensed, 1);
		wait(1);
		assert_noop!(undo(PHARMACY, 1), Error::<Test>::UndoPeriodOver);
		assert_ok!(dispense(PHARMACY, &packs(0..1)));
	});
}

#[test]
fn undo_dispensing_should_be_seen_in_the_trace() {
	with_pharmacy(|| {
		assert_ok!(dispense(PHARMACY, &packs(0..1)));
		assert_ok!(undo(PHARMACY, 0));
		let start = Provenance::trace_start(pack(0));
		let trace = Provenance::trace(start, TraceDirection::Forward, 20);
		let steps: Vec<_> =
			trace.events.iter().filter_map(|traced| traced.event.event.event.biz_step).collect();
		assert_eq!(steps[steps.len() - 2..], [BizStep::Dispensing, BizStep::Stocking]);
		let event = &trace.events.last().unwrap().event.event;
		assert_eq!((event.by, event.event.disposition), (PHARMACY, Some(Disposition::InProgress)));
		// The same again in the same block has the same hash.
		assert_ok!(dispense(PHARMACY, &packs(0..1)));
		assert_noop!(undo(PHARMACY, 0), Error::<Test>::AlreadyCaptured);
		wait(1);
		assert_ok!(undo(PHARMACY, 0));
	});
}

#[test]
fn undo_dispensing_should_refuse_when_another_dispensed_it_or_nobody() {
	with_pharmacy(|| {
		assert_noop!(undo(PHARMACY, 0), Error::<Test>::NotDispensedHere);
		assert_noop!(undo(PHARMACY, 9), Error::<Test>::UnknownUnit);
		assert_ok!(dispense(PHARMACY, &packs(0..1)));
		assert_noop!(undo(HOSPITAL, 0), Error::<Test>::NotDispensedHere);
		assert_ok!(undo(PHARMACY, 0));
		assert_noop!(undo(PHARMACY, 0), Error::<Test>::NotDispensedHere);
		assert_noop!(
			Provenance::undo_dispensing(by_stranger(), Default::default()),
			Error::<Test>::NotAuthorized
		);
	});
}

#[test]
fn undo_dispensing_should_refuse_when_the_pack_was_opened() {
	with_pharmacy(|| {
		let part = EpcisEvent {
			disposition: Some(Disposition::PartiallyDispensed),
			..object_event(Action::Observe, BizStep::Dispensing, &packs(0..1))
		};
		assert_ok!(capture(PHARMACY, part));
		assert_noop!(undo(PHARMACY, 0), Error::<Test>::NotDispensedHere);
	});
}
