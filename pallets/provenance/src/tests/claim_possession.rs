use super::*;
use sp_runtime::DispatchResult;

fn claim(organization: salus_primitives::OrganizationId, n: u32) -> DispatchResult {
	Provenance::claim_possession(by(organization), pack(n))
}

#[test]
fn claim_possession_should_refuse_when_the_caller_has_it_or_is_to_receive_it() {
	with_pharmacy(|| {
		assert_noop!(claim(PHARMACY, 0), Error::<Test>::AlreadyCustodian);
		assert_ok!(ship(PHARMACY, &packs(0..1), HOSPITAL));
		assert_noop!(claim(HOSPITAL, 0), Error::<Test>::AlreadyCustodian);
		assert_noop!(claim(HOSPITAL, 9), Error::<Test>::UnknownUnit);
		for organization in [PAYER, REGULATOR] {
			assert_noop!(claim(organization, 1), Error::<Test>::NotAuthorized);
		}
		assert_noop!(
			Provenance::claim_possession(by_stranger(), pack(0)),
			Error::<Test>::NotAuthorized
		);
	});
}

#[test]
fn claim_possession_should_join_the_investigation_that_is_open() {
	with_pharmacy(|| {
		assert_ok!(claim(HOSPITAL, 0));
		assert_noop!(claim(HOSPITAL, 0), Error::<Test>::NotConcerned);
		assert_ok!(claim(WHOLESALER, 0));
		let page = Provenance::investigations(0, false, 10);
		let parties: Vec<_> =
			page.investigations[0].state.parties.iter().map(|party| party.organization).collect();
		assert_eq!(parties, [PHARMACY, HOSPITAL, WHOLESALER]);
		assert_eq!(page.investigations.len(), 1);
	});
}

#[test]
fn claim_possession_should_refuse_when_the_unit_is_illegitimate() {
	with_pharmacy(|| {
		assert_ok!(claim(HOSPITAL, 0));
		assert_ok!(Provenance::resolve(by(REGULATOR), 0, InvestigationOutcome::Illegitimate));
		assert_noop!(claim(WHOLESALER, 0), Error::<Test>::UnderInvestigation);
	});
}

#[test]
fn claim_possession_should_refuse_when_too_many_say_so() {
	with_pharmacy(|| {
		assert_ok!(claim(HOSPITAL, 0));
		crate::Investigations::<Test>::mutate_extant(0, |investigation| {
			let duty = investigation.parties[0];
			while investigation.parties.try_push(duty).is_ok() {}
		});
		assert_noop!(claim(WHOLESALER, 0), Error::<Test>::MaxPartiesExceeded);
	});
}

#[test]
fn claim_on_a_dispensed_pack_should_raise_suspicion_too() {
	with_pharmacy(|| {
		assert_ok!(dispense(PHARMACY, &packs(0..1)));
		assert_ok!(claim(HOSPITAL, 0));
		let found = verify(0);
		assert!(found.reasons.contains(&Verdict::DuplicateSeen));
		assert!(found.reasons.contains(&Verdict::AlreadyDispensed));
	});
}
