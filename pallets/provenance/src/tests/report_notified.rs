use super::*;

#[test]
fn report_notified_should_refuse_when_there_is_nothing_to_report() {
	with_pharmacy(|| {
		let report = |organization, of, notified| {
			Provenance::report_notified(by(organization), product(), of, notified, H256::zero())
		};
		assert_ok!(dispense(PHARMACY, &packs(0..2)));
		assert_noop!(report(PHARMACY, the_lot(), 1), Error::<Test>::NotRecalled);
		assert_noop!(report(PHARMACY, lot("OTHER"), 1), Error::<Test>::LotNotFound);
		assert_ok!(super::recall::recall());
		assert_noop!(report(HOSPITAL, the_lot(), 0), Error::<Test>::NothingDispensed);
		assert_noop!(report(PHARMACY, the_lot(), 3), Error::<Test>::NothingDispensed);
		assert_noop!(
			Provenance::report_notified(by_stranger(), product(), the_lot(), 0, H256::zero()),
			Error::<Test>::NotAuthorized
		);
		assert_ok!(report(PHARMACY, the_lot(), 1));
		assert_ok!(report(PHARMACY, the_lot(), 2));
		let duties = Provenance::recall_duties(product(), the_lot(), None, 10).duties;
		assert_eq!(duties[0].report.map(|report| report.notified), Some(2));
	});
}
