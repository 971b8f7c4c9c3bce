use super::*;

fn suspect(organization: salus_primitives::OrganizationId, n: u32) -> sp_runtime::DispatchResult {
	Provenance::suspect(by(organization), pack(n), Suspicion::Tampered)
}

#[docify::export]
#[test]
fn claim_should_raise_suspicion_at_both() {
	with_pharmacy(|| {
		// The hospital holds a pack with the serial number of one that the pharmacy has.
		assert_ok!(Provenance::claim_possession(by(HOSPITAL), pack(0)));
		assert_eq!(verify(0).reasons, [Verdict::DuplicateSeen, Verdict::Suspect]);
		assert_noop!(dispense(PHARMACY, &packs(0..1)), Error::<Test>::UnderInvestigation);

		assert_ok!(Provenance::quarantine(by(PHARMACY), 0));
		assert_ok!(Provenance::quarantine(by(HOSPITAL), 0));
		assert_eq!(verify(0).reasons, [Verdict::DuplicateSeen, Verdict::Quarantined]);
		// The maker compares both: the pharmacy's is genuine.
		assert_ok!(Provenance::resolve(by(MAKER), 0, InvestigationOutcome::Cleared));
		assert_eq!(verify(0).verdict, Verdict::Verified);
		assert_ok!(dispense(PHARMACY, &packs(0..1)));
	});
}

#[test]
fn suspicion_should_reach_the_contents_of_a_container() {
	with_wholesaler(|| {
		assert_ok!(Provenance::suspect(by(WHOLESALER), case(1), Suspicion::Documents));
		assert_eq!(verify(0).verdict, Verdict::Suspect);
		assert_noop!(ship(WHOLESALER, &[case(1)], PHARMACY), Error::<Test>::UnderInvestigation);
		assert_noop!(put(WHOLESALER, &case(2), &[case(1)]), Error::<Test>::UnderInvestigation);
		assert_ok!(step(WHOLESALER, BizStep::Inspecting, &[case(1)]));
		assert_ok!(take(WHOLESALER, &case(1), &packs(0..1)));
	});
}

#[test]
fn illegitimate_unit_should_only_be_destroyed() {
	with_pharmacy(|| {
		assert_ok!(suspect(PHARMACY, 0));
		assert_ok!(Provenance::resolve(by(REGULATOR), 0, InvestigationOutcome::Illegitimate));
		assert_eq!(verify(0).verdict, Verdict::Illegitimate);
		assert_noop!(ship(PHARMACY, &packs(0..1), MAKER), Error::<Test>::UnderInvestigation);
		assert_ok!(step(PHARMACY, BizStep::Destroying, &packs(0..1)));
		assert_noop!(suspect(PHARMACY, 0), Error::<Test>::AlreadyUnderInvestigation);
	});
}

#[test]
fn pack_of_a_range_should_be_kept_when_it_is_suspect() {
	build_and_execute(|| {
		assert_ok!(Provenance::register_lot(by(MAKER), product(), the_lot(), expiry()));
		let (first, last) = (sgtin(0).serial, sgtin(9).serial);
		assert_ok!(Provenance::commission_range(by(MAKER), product(), the_lot(), first, last));
		assert_ok!(Provenance::claim_possession(by(PHARMACY), pack(3)));
		assert_eq!(verify(3).verdict, Verdict::DuplicateSeen);
		assert_eq!(verify(4).verdict, Verdict::Verified);
	});
}

#[test]
fn suspect_should_refuse_when_the_caller_has_nothing_to_do_with_it() {
	with_pharmacy(|| {
		for organization in [HOSPITAL, WHOLESALER, RIVAL] {
			assert_noop!(suspect(organization, 0), Error::<Test>::NotCustodian);
		}
		assert_noop!(suspect(PHARMACY, 9), Error::<Test>::UnknownUnit);
		assert_noop!(
			Provenance::suspect(by_stranger(), pack(0), Suspicion::Effect),
			Error::<Test>::NotAuthorized
		);
		for (n, organization) in [PHARMACY, MAKER, REGULATOR].into_iter().enumerate() {
			assert_ok!(suspect(organization, n as u32));
			assert_noop!(suspect(organization, n as u32), Error::<Test>::AlreadyUnderInvestigation);
		}
	});
}

#[test]
fn quarantine_should_refuse_when_it_does_not_concern_the_caller() {
	with_pharmacy(|| {
		assert_ok!(suspect(MAKER, 0));
		let quarantine = |organization, number| Provenance::quarantine(by(organization), number);
		assert_noop!(quarantine(MAKER, 0), Error::<Test>::NotConcerned);
		assert_noop!(quarantine(PHARMACY, 1), Error::<Test>::InvestigationNotFound);
		assert_noop!(Provenance::quarantine(by_stranger(), 0), Error::<Test>::NotAuthorized);
		assert_ok!(quarantine(PHARMACY, 0));
		assert_noop!(quarantine(PHARMACY, 0), Error::<Test>::AlreadyQuarantined);
		assert_ok!(Provenance::resolve(by(MAKER), 0, InvestigationOutcome::Cleared));
		assert_noop!(quarantine(PHARMACY, 0), Error::<Test>::InvestigationNotFound);
	});
}

#[test]
fn resolve_should_refuse_when_the_caller_may_not_or_nobody_has_it_in_quarantine() {
	with_pharmacy(|| {
		assert_ok!(suspect(PHARMACY, 0));
		let resolve =
			|organization| Provenance::resolve(by(organization), 0, InvestigationOutcome::Cleared);
		assert_noop!(resolve(MAKER), Error::<Test>::NotQuarantined);
		assert_ok!(Provenance::quarantine(by(PHARMACY), 0));
		for organization in [PHARMACY, RIVAL] {
			assert_noop!(resolve(organization), Error::<Test>::NotAuthorized);
		}
		assert_noop!(
			Provenance::resolve(by_stranger(), 0, InvestigationOutcome::Cleared),
			Error::<Test>::NotAuthorized
		);
		assert_ok!(resolve(MAKER));
		assert_noop!(resolve(MAKER), Error::<Test>::InvestigationNotFound);
	});
}

#[test]
fn late_investigations_should_be_found() {
	with_pharmacy(|| {
		for n in 0..4 {
			assert_ok!(suspect(PHARMACY, n));
		}
		let late = || -> Vec<u64> {
			let page = Provenance::investigations(0, true, 10);
			page.investigations.into_iter().map(|investigation| investigation.number).collect()
		};
		wait(24 * HOUR);
		assert_ok!(Provenance::quarantine(by(PHARMACY), 0));
		assert_ok!(Provenance::quarantine(by(PHARMACY), 2));
		assert_eq!(late(), [0u64; 0]);
		wait(1);
		// One and three were not in quarantine in time, and stay late when they are.
		assert_eq!(late(), [1, 3]);
		assert_ok!(Provenance::quarantine(by(PHARMACY), 3));
		assert_ok!(Provenance::resolve(by(MAKER), 2, InvestigationOutcome::Cleared));
		wait(24 * HOUR);
		// Nobody has determined yet what zero is.
		assert_eq!(late(), [0, 1, 3]);
		let page = Provenance::investigations(0, true, 2);
		assert_eq!((page.investigations.len(), page.next), (2, Some(2)));
	});
}
