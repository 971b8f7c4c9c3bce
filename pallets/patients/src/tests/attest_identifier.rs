use super::*;
use crate::MAX_IDENTIFIERS;

const COMMITMENT: H256 = H256([0xC0; 32]);

fn attest(sender: AccountId32, patient: PatientId, commitment: H256) -> DispatchResult {
	Patients::attest_identifier(
		RuntimeOrigin::signed(sender),
		patient,
		IdentifierType::MR,
		commitment,
	)
}

#[test]
fn attest_identifier_should_keep_commitment_when_sponsor_vouches() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(attest(agent_of(HOSPITAL), ANN, COMMITMENT));
		assert_eq!(Patients::attested_by(ANN, COMMITMENT), Some(HOSPITAL));
		assert_eq!(
			events().last(),
			Some(&Event::IdentifierAttested {
				patient: ANN,
				commitment: COMMITMENT,
				organization: HOSPITAL
			})
		);
	});
}

#[test]
fn attest_identifier_should_refuse_when_organization_does_not_care_for_patient() {
	build_and_execute(|| {
		register(ANN, "Ann");
		for sender in [agent_of(CLINIC), account("Ann"), stranger()] {
			assert_refused(|| attest(sender, ANN, COMMITMENT), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn attest_identifier_should_refuse_when_patient_is_unknown() {
	build_and_execute(|| {
		assert_refused(|| attest(agent_of(HOSPITAL), ANN, COMMITMENT), Error::<Test>::NotFound);
	});
}

#[test]
fn attest_identifier_should_refuse_when_patient_is_erased() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(Patients::erase(RuntimeOrigin::signed(account("Ann")), ANN));
		assert_refused(|| attest(agent_of(HOSPITAL), ANN, COMMITMENT), Error::<Test>::Erased);
	});
}

#[test]
fn attest_identifier_should_refuse_when_attested_already() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(attest(agent_of(HOSPITAL), ANN, COMMITMENT));
		assert_refused(
			|| attest(agent_of(HOSPITAL), ANN, COMMITMENT),
			Error::<Test>::IdentifierAlreadyAttested,
		);
	});
}

#[test]
fn attest_identifier_should_refuse_when_there_is_no_room() {
	build_and_execute(|| {
		register(ANN, "Ann");
		for n in 0..MAX_IDENTIFIERS {
			assert_ok!(attest(agent_of(HOSPITAL), ANN, H256::from_low_u64_be(n.into())));
		}
		assert_refused(
			|| attest(agent_of(HOSPITAL), ANN, COMMITMENT),
			Error::<Test>::MaxIdentifiersExceeded,
		);
	});
}
