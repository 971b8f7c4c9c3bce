use super::*;

#[test]
fn contents_should_be_listed_page_by_page() {
	with_wholesaler(|| {
		let mut found = Vec::new();
		let mut from = None;
		loop {
			let page = Provenance::contents(case(1), from, 3);
			assert!(page.contents.len() <= 3);
			found.extend(page.contents);
			from = page.next;
			if from.is_none() {
				break;
			}
		}
		found.sort();
		assert_eq!(found, packs(0..4));
	});
}

#[test]
fn lot_units_should_say_where_every_unit_went() {
	with_wholesaler(|| {
		assert_ok!(take(WHOLESALER, &case(1), &packs(0..1)));
		assert_ok!(bring(WHOLESALER, &packs(0..1), PHARMACY));
		let first = Provenance::lot_units(product(), the_lot(), 0, 3).unwrap();
		assert_eq!((first.units.len(), first.next, first.untouched), (3, Some(3), 0));
		assert_eq!(first.units[0].holder, PHARMACY);
		assert_eq!(first.units[1].containers, [case(1)]);
		let last = Provenance::lot_units(product(), the_lot(), 3, 3).unwrap();
		assert_eq!((last.units.len(), last.next), (1, None));
		assert_eq!(Provenance::lot_units(product(), lot("OTHER"), 0, 3), None);
	});
}

#[test]
fn recall_duties_should_be_listed_page_by_page() {
	with_pharmacy(|| {
		assert_ok!(bring(PHARMACY, &packs(1..2), HOSPITAL));
		assert_ok!(dispense(PHARMACY, &packs(0..1)));
		assert_ok!(dispense(HOSPITAL, &packs(1..2)));
		let first = Provenance::recall_duties(product(), the_lot(), None, 1);
		assert_eq!(first.duties.len(), 1);
		let last = Provenance::recall_duties(product(), the_lot(), first.next, 1);
		assert_eq!((last.duties.len(), last.next), (1, None));
		assert_ne!(first.duties[0].organization, last.duties[0].organization);
	});
}
