use super::*;

#[test]
fn commit_dispensing_should_refuse_when_there_is_one_or_another_dispensed_it() {
	with_pharmacy(|| {
		let commit = |organization, n| {
			Provenance::commit_dispensing(by(organization), pack(n), H256::repeat_byte(7))
		};
		assert_noop!(commit(PHARMACY, 0), Error::<Test>::NotDispensedHere);
		assert_noop!(commit(PHARMACY, 9), Error::<Test>::UnknownUnit);
		assert_ok!(dispense(PHARMACY, &packs(0..1)));
		assert_noop!(commit(HOSPITAL, 0), Error::<Test>::NotDispensedHere);
		assert_ok!(commit(PHARMACY, 0));
		assert_noop!(commit(PHARMACY, 0), Error::<Test>::AlreadyCommitted);
		assert_noop!(
			Provenance::commit_dispensing(by_stranger(), pack(0), H256::zero()),
			Error::<Test>::NotAuthorized
		);
		let commitment = H256::repeat_byte(7);
		assert!(events().contains(&Event::DispensingCommitted { unit: pack(0), commitment }));
	});
}

#[test]
fn commitment_should_no_longer_count_when_the_dispensing_is_undone() {
	with_pharmacy(|| {
		assert_ok!(dispense(PHARMACY, &packs(0..2)));
		assert_ok!(Provenance::commit_dispensing(by(PHARMACY), pack(0), H256::zero()));
		assert_ok!(Provenance::undo_dispensing(by(PHARMACY), objects(&packs(0..1))));
		let duties = Provenance::recall_duties(product(), the_lot(), None, 10).duties;
		assert_eq!((duties[0].dispensed, duties[0].committed), (1, 0));
	});
}
