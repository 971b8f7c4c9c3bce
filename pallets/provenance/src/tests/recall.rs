use super::*;
use sp_runtime::DispatchResult;

/// The maker recalls the lot.
pub fn recall() -> DispatchResult {
	recall_by(MAKER)
}

fn recall_by(organization: salus_primitives::OrganizationId) -> DispatchResult {
	let (class, reason) = (RecallClass::ClassI, RecallReason::Contamination);
	Provenance::recall(by(organization), product(), the_lot(), class, reason)
}

#[docify::export]
#[test]
fn recall_should_be_seen_at_once_and_name_who_must_notify() {
	with_pharmacy(|| {
		assert_ok!(bring(PHARMACY, &packs(2..4), HOSPITAL));
		assert_ok!(dispense(PHARMACY, &packs(0..1)));
		assert_ok!(dispense(HOSPITAL, &packs(2..4)));
		// The hospital commits to whom it can notify; nobody can tell who that is.
		let commitment = H256::repeat_byte(7);
		assert_ok!(Provenance::commit_dispensing(by(HOSPITAL), pack(2), commitment));

		let (class, reason) = (RecallClass::ClassI, RecallReason::Contamination);
		assert_ok!(Provenance::recall(by(MAKER), product(), the_lot(), class, reason));
		assert_eq!(verify(1).verdict, Verdict::Recalled);

		let evidence = H256::repeat_byte(8);
		assert_ok!(Provenance::report_notified(by(HOSPITAL), product(), the_lot(), 2, evidence));
		let mut duties = Provenance::recall_duties(product(), the_lot(), None, 10).duties;
		duties.sort_by_key(|duty| duty.organization);
		assert_eq!((duties[0].organization, duties[0].dispensed), (PHARMACY, 1));
		assert_eq!(duties[0].report, None);
		assert_eq!((duties[1].organization, duties[1].committed), (HOSPITAL, 1));
		assert_eq!(duties[1].report.map(|report| report.notified), Some(2));
	});
}

#[test]
fn recall_should_reach_packs_that_have_not_acted() {
	build_and_execute(|| {
		assert_ok!(Provenance::register_lot(by(MAKER), product(), the_lot(), expiry()));
		let (first, last) = (sgtin(0).serial, sgtin(999_999).serial);
		assert_ok!(Provenance::commission_range(by(MAKER), product(), the_lot(), first, last));
		assert_ok!(recall_by(REGULATOR));
		assert_eq!(verify(777_777).verdict, Verdict::Recalled);
		assert_eq!(verify(777_777).recall.map(|recall| recall.by), Some(REGULATOR));
	});
}

#[test]
fn recall_should_refuse_when_the_caller_may_not_or_it_is_recalled() {
	build_and_execute(|| {
		assert_noop!(recall(), Error::<Test>::LotNotFound);
		assert_ok!(commission(&packs(0..1)));
		for organization in [RIVAL, PHARMACY] {
			assert_noop!(recall_by(organization), Error::<Test>::NotAuthorized);
		}
		let (class, reason) = (RecallClass::ClassII, RecallReason::Quality);
		assert_noop!(
			Provenance::recall(by_stranger(), product(), the_lot(), class, reason),
			Error::<Test>::NotAuthorized
		);
		let unknown = salus_primitives::gs1::Gtin::from_body("0000000000000").unwrap();
		assert_noop!(
			Provenance::recall(by(MAKER), unknown, the_lot(), class, reason),
			Error::<Test>::ProductNotFound
		);
		assert_ok!(recall());
		assert_noop!(recall(), Error::<Test>::AlreadyRecalled);
	});
}

#[test]
fn lift_recall_should_refuse_when_another_recalled_it() {
	build_and_execute(|| {
		let lift = |organization| Provenance::lift_recall(by(organization), product(), the_lot());
		assert_noop!(lift(MAKER), Error::<Test>::LotNotFound);
		assert_ok!(commission(&packs(0..1)));
		assert_noop!(lift(MAKER), Error::<Test>::NotRecalled);
		assert_ok!(recall_by(REGULATOR));
		assert_noop!(lift(MAKER), Error::<Test>::NotAuthorized);
		assert_noop!(
			Provenance::lift_recall(by_stranger(), product(), the_lot()),
			Error::<Test>::NotAuthorized
		);
		assert_ok!(lift(REGULATOR));
		assert_eq!(verify(0).verdict, Verdict::Verified);
		assert_ok!(recall());
		assert_ok!(lift(MAKER));
	});
}
