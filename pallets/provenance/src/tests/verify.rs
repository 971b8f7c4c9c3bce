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
fn verify_should_see_a_pack_in_two_hands_when_its_range_came_later() {
	build_and_execute(|| {
		let seen = object_event(Action::Observe, BizStep::Storing, &packs(0..1));
		assert_ok!(Provenance::capture(by(PHARMACY), fresh_hash(), Box::new(seen), true));
		assert_eq!(verify(0).reasons, [Verdict::UnprovenOrigin]);
		assert_ok!(Provenance::register_lot(by(MAKER), product(), the_lot(), expiry()));
		let (first, last) = (sgtin(0).serial, sgtin(9).serial);
		assert_ok!(Provenance::commission_range(by(MAKER), product(), the_lot(), first, last));
		assert_eq!(verify(0).reasons, [Verdict::DuplicateSeen, Verdict::UnprovenOrigin]);
		assert_eq!(verify(1).verdict, Verdict::Verified);
	});
}

#[test]
fn every_verdict_should_be_reachable() {
	let mut found = std::collections::BTreeSet::new();
	let mut note = |verification: salus_primitives::provenance::Verification| {
		assert_eq!(verification.sellable, verification.reasons.is_empty());
		assert_eq!(verification.sellable, verification.verdict == Verdict::Verified);
		found.insert(verification.verdict);
	};
	with_pharmacy(|| {
		note(verify(0));
		note(verify(99));
		note(Provenance::verify(&asked_by(HOSPITAL)));
		note(Provenance::verify(&VerifyQuery { lot: Some(lot("OTHER")), ..query(0) }));
		let other_day = Some("2029-05-31".parse().unwrap());
		note(Provenance::verify(&VerifyQuery { expiry: other_day, ..query(0) }));
		assert_ok!(ship(PHARMACY, &packs(0..1), HOSPITAL));
		note(verify(0));
		assert_ok!(step(PHARMACY, BizStep::Decommissioning, &packs(1..2)));
		note(verify(1));
		assert_ok!(dispense(PHARMACY, &packs(2..3)));
		note(verify(2));

		let regulator = || by(REGULATOR);
		assert_ok!(Provenance::suspect(by(PHARMACY), pack(3), Suspicion::Tampered));
		note(verify(3));
		assert_ok!(Provenance::quarantine(by(PHARMACY), 0));
		note(verify(3));
		assert_ok!(Provenance::claim_possession(by(WHOLESALER), pack(3)));
		note(verify(3));
		let illegitimate = InvestigationOutcome::Illegitimate;
		assert_ok!(Provenance::resolve(regulator(), 0, illegitimate));
		note(verify(3));

		let seen = object_event(Action::Observe, BizStep::Storing, &packs(7..8));
		assert_ok!(Provenance::capture(by(PHARMACY), fresh_hash(), Box::new(seen), true));
		note(verify(7));
		assert_ok!(commission(&packs(8..9)));
		super::sensors::measure(MAKER, &pack(8), "9");
		note(verify(8));
		assert_ok!(super::recall::recall());
		note(verify(0));
		assert_ok!(Provenance::lift_recall(by(MAKER), product(), the_lot()));
		assert_ok!(receive(HOSPITAL, &packs(0..1)));
		Now::set(&expiry().end());
		note(verify(0));
	});
	assert_eq!(found.into_iter().collect::<Vec<_>>(), Verdict::ALL);
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
