use super::*;
use salus_primitives::provenance::{Related, TraceDirection, Traced};

/// A whole trace, page by page.
fn trace(unit: Epc, direction: TraceDirection, limit: u32) -> Vec<Traced> {
	let mut windows = Provenance::trace_start(unit);
	let mut found = Vec::new();
	while !windows.is_empty() {
		let page = Provenance::trace(windows, direction, limit);
		assert!(page.events.len() <= limit as usize);
		found.extend(page.events);
		windows = page.next;
	}
	found.sort_by_key(|traced| traced.event.number);
	found
}

fn steps(found: &[Traced]) -> Vec<BizStep> {
	found.iter().map(|traced| traced.event.event.event.step()).collect()
}

#[test]
fn trace_should_go_through_the_containers_that_a_pack_was_in() {
	build_and_execute(|| {
		assert_ok!(commission(&packs(0..3)));
		assert_ok!(put(MAKER, &case(1), &packs(0..3)));
		assert_ok!(put(MAKER, &case(2), &[case(1)]));
		assert_ok!(bring(MAKER, &[case(2)], WHOLESALER));
		assert_ok!(take(WHOLESALER, &case(2), &[case(1)]));
		assert_ok!(take(WHOLESALER, &case(1), &packs(0..1)));
		// No longer the pack's: the case moves on without it.
		assert_ok!(bring(WHOLESALER, &[case(1)], HOSPITAL));
		assert_ok!(bring(WHOLESALER, &packs(0..1), PHARMACY));
		assert_ok!(dispense(PHARMACY, &packs(0..1)));
		let expected = [
			BizStep::Commissioning,
			BizStep::Packing,
			BizStep::Packing,
			BizStep::Shipping,
			BizStep::Receiving,
			BizStep::Unpacking,
			BizStep::Unpacking,
			BizStep::Shipping,
			BizStep::Receiving,
			BizStep::Dispensing,
		];
		for limit in [1, 2, 3, 100] {
			for direction in [TraceDirection::Back, TraceDirection::Forward] {
				let found = trace(pack(0), direction, limit);
				assert_eq!(steps(&found), expected, "{limit}");
			}
		}
		let of_another = trace(pack(1), TraceDirection::Back, 100);
		assert_eq!(of_another.last().map(|traced| traced.event.event.by), Some(HOSPITAL));
	});
}

#[test]
fn trace_should_go_through_transformations() {
	build_and_execute(|| {
		let new_pack = Epc::sgtin(other_product(), "R1".parse::<Serial>().unwrap());
		assert_ok!(commission(&packs(0..2)));
		let event = transformation_event(&packs(0..2), core::slice::from_ref(&new_pack), "R1");
		assert_ok!(capture(MAKER, event));
		assert_ok!(bring(MAKER, core::slice::from_ref(&new_pack), PHARMACY));

		let forward = trace(pack(0), TraceDirection::Forward, 2);
		assert_eq!(
			steps(&forward),
			[BizStep::Commissioning, BizStep::Repackaging, BizStep::Shipping, BizStep::Receiving]
		);
		assert_eq!(forward[3].concerns, Related::Unit(new_pack.clone()));

		let back = trace(new_pack, TraceDirection::Back, 2);
		let of_inputs = back
			.iter()
			.filter(|traced| traced.event.event.event.step() == BizStep::Commissioning)
			.count();
		assert_eq!(of_inputs, 2);
		// The inputs' history, not their products' other uses.
		let back = trace(pack(0), TraceDirection::Back, 2);
		assert_eq!(steps(&back), [BizStep::Commissioning, BizStep::Repackaging]);
	});
}

#[test]
fn trace_should_show_that_everything_was_taken_out() {
	with_wholesaler(|| {
		assert_ok!(take(WHOLESALER, &case(1), &[]));
		assert_ok!(bring(WHOLESALER, &[case(1)], PHARMACY));
		let found = trace(pack(2), TraceDirection::Forward, 10);
		assert_eq!(steps(&found).last(), Some(&BizStep::Unpacking));
		assert_eq!(found.len(), 5);
	});
}

#[test]
fn trace_should_be_empty_when_nothing_names_the_unit() {
	build_and_execute(|| {
		assert_eq!(trace(pack(0), TraceDirection::Back, 10), []);
	});
}
