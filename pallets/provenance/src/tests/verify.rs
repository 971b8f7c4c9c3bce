use super::*;
use salus_primitives::OrganizationId;

fn asked_by(custodian: OrganizationId) -> VerifyQuery {
	VerifyQuery { custodian: Some(custodian), ..query(0) }
}

#[test]
fn verify_should_say_what_is_known_of_a_genuine_pack() {
	with_pharmacy(|| {
		let found = Provenance::verify(&asked_by(PHARMACY));
		assert_eq!(found.verdict, Verdict::Verified);
		assert!(found.sellable && found.reasons.is_empty());
		assert_eq!((found.lot, found.expiry), (Some(the_lot()), Some(expiry())));
		assert_eq!((found.holder, found.recall), (Some(PHARMACY), None));
	});
}

#[test]
fn verify_should_say_that_a_pack_is_unknown() {
	with_pharmacy(|| {
		let found = verify(99);
		assert_eq!((found.verdict, found.sellable), (Verdict::Unknown, false));
		assert_eq!(found.holder, None);
	});
}

#[test]
fn verify_should_say_what_is_printed_wrongly() {
	with_pharmacy(|| {
		let wrong_lot = VerifyQuery { lot: Some(lot("QS26E014")), ..query(0) };
		assert_eq!(Provenance::verify(&wrong_lot).verdict, Verdict::WrongLot);
		let wrong_expiry = VerifyQuery { expiry: Some("2029-05-31".parse().unwrap()), ..query(0) };
		assert_eq!(Provenance::verify(&wrong_expiry).verdict, Verdict::WrongExpiry);
		let both = VerifyQuery { lot: wrong_lot.lot, ..wrong_expiry };
		assert_eq!(Provenance::verify(&both).reasons, [Verdict::WrongLot, Verdict::WrongExpiry]);
		let neither = VerifyQuery { lot: None, expiry: None, ..query(0) };
		assert_eq!(Provenance::verify(&neither).verdict, Verdict::Verified);
	});
}

#[test]
fn verify_should_say_that_a_pack_expired_when_its_last_day_is_over() {
	with_pharmacy(|| {
		Now::set(&(expiry().end() - 1));
		assert_eq!(verify(0).verdict, Verdict::Verified);
		wait(1);
		assert_eq!(verify(0).verdict, Verdict::Expired);
	});
}

#[test]
fn verify_should_say_that_somebody_else_has_the_pack() {
	with_pharmacy(|| {
		assert_eq!(Provenance::verify(&asked_by(HOSPITAL)).verdict, Verdict::OtherCustody);
		assert_ok!(ship(PHARMACY, &packs(0..1), HOSPITAL));
		assert_eq!(Provenance::verify(&asked_by(HOSPITAL)).reasons, [Verdict::InTransit]);
		assert_eq!(
			Provenance::verify(&asked_by(WHOLESALER)).reasons,
			[Verdict::OtherCustody, Verdict::InTransit]
		);
	});
}

#[test]
fn verify_should_heed_what_stands_beside_the_disposition() {
	with_pharmacy(|| {
		let mut event = object_event(Action::Observe, BizStep::Inspecting, &packs(0..1));
		event.persistent_disposition.set.insert(Disposition::Damaged);
		event.persistent_disposition.set.insert(Disposition::CompletenessVerified);
		assert_ok!(capture(PHARMACY, event));
		assert_eq!(verify(0).verdict, Verdict::NotSellable);
		let mut event = object_event(Action::Observe, BizStep::Inspecting, &packs(0..1));
		event.persistent_disposition.unset.insert(Disposition::Damaged);
		assert_ok!(capture(PHARMACY, event));
		assert_eq!(verify(0).verdict, Verdict::Verified);
	});
}

#[test]
fn verify_should_record_nothing() {
	with_pharmacy(|| {
		let root = || sp_io::storage::root(sp_runtime::StateVersion::V1);
		let before = root();
		verify(0);
		verify(99);
		assert_eq!(root(), before);
	});
}
