use super::*;

const COMMITMENT: H256 = H256([0xC0; 32]);

fn with_identifier(test: impl FnOnce()) {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(Patients::attest_identifier(
			RuntimeOrigin::signed(agent_of(HOSPITAL)),
			ANN,
			IdentifierType::MR,
			COMMITMENT
		));
		test();
	});
}

fn withdraw(sender: AccountId32, patient: PatientId, commitment: H256) -> DispatchResult {
	Patients::withdraw_identifier(RuntimeOrigin::signed(sender), patient, commitment)
}

#[test]
fn withdraw_identifier_should_remove_it_when_attestor_or_patient_asks() {
	for sender in [agent_of(HOSPITAL), account("Ann")] {
		with_identifier(|| {
			assert_ok!(withdraw(sender, ANN, COMMITMENT));
			assert_eq!(Patients::attested_by(ANN, COMMITMENT), None);
			assert_eq!(
				events().last(),
				Some(&Event::IdentifierWithdrawn { patient: ANN, commitment: COMMITMENT })
			);
		});
	}
}

#[test]
fn withdraw_identifier_should_refuse_when_sender_neither_vouched_nor_is_the_patient() {
	with_identifier(|| {
		for sender in [agent_of(CLINIC), stranger()] {
			assert_refused(|| withdraw(sender, ANN, COMMITMENT), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn withdraw_identifier_should_refuse_when_there_is_none() {
	with_identifier(|| {
		assert_refused(
			|| withdraw(account("Ann"), ANN, H256::zero()),
			Error::<Test>::IdentifierNotFound,
		);
		assert_refused(|| withdraw(account("Ann"), BEN, COMMITMENT), Error::<Test>::NotFound);
	});
}
