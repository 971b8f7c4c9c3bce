use super::*;

#[docify::export]
#[test]
fn register_should_create_patient_when_provider_sends_signature() {
	build_and_execute(|| {
		let (deadline, signature) = consent_to_control("Ann", ANN, HOSPITAL, 0);
		let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));

		assert_ok!(Patients::register(clerk, ANN, account("Ann"), deadline, signature));

		let ann = Patients::info(ANN).unwrap();
		assert_eq!(ann.controller, Some(account("Ann")));
		assert_eq!(ann.sponsor, HOSPITAL);
		assert_eq!(ann.status, PatientStatus::Active);
		assert_eq!(Patients::patient_of(&account("Ann")), Some(ANN));
		assert_eq!(events(), [Event::PatientRegistered { patient: ANN, organization: HOSPITAL }]);
	});
}

#[test]
fn register_should_sponsor_the_controller() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_eq!(Sponsored::get(), [(account("Ann"), HOSPITAL)]);
	});
}

#[test]
fn register_should_accept_signature_when_wallet_wrapped_it() {
	build_and_execute(|| {
		let deadline = Now::get();
		let payload = salus_primitives::patient::controller_payload(
			System::block_hash(0),
			ANN,
			HOSPITAL,
			0,
			deadline,
		);
		let wrapped = salus_primitives::signed::wrapped_for_wallets(&payload);
		let signature = key("Ann").sign(&wrapped).into();
		assert_ok!(Patients::register(
			RuntimeOrigin::signed(agent_of(HOSPITAL)),
			ANN,
			account("Ann"),
			deadline,
			signature
		));
	});
}

#[test]
fn register_should_accept_signature_of_every_scheme() {
	build_and_execute(|| {
		let deadline = Now::get();
		let payload = |patient| {
			salus_primitives::patient::controller_payload(
				System::block_hash(0),
				patient,
				HOSPITAL,
				0,
				deadline,
			)
		};
		let ed25519 = sp_core::ed25519::Pair::from_string("//Ed", None).unwrap();
		let ecdsa = sp_core::ecdsa::Pair::from_string("//Ec", None).unwrap();
		let signed: [(PatientId, sp_runtime::MultiSigner, sp_runtime::MultiSignature); 2] = [
			(ANN, ed25519.public().into(), ed25519.sign(&payload(ANN)).into()),
			(BEN, ecdsa.public().into(), ecdsa.sign(&payload(BEN)).into()),
		];
		for (patient, signer, signature) in signed {
			use sp_runtime::traits::IdentifyAccount;
			let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
			let controller = signer.into_account();
			assert_ok!(Patients::register(clerk, patient, controller, deadline, signature));
		}
	});
}

/// Registers ANN with Ann's key at the hospital, but for what a test changes.
fn register_with(
	sender: AccountId32,
	patient: PatientId,
	controller: &str,
	(deadline, signature): (u64, sp_runtime::MultiSignature),
) -> DispatchResult {
	Patients::register(
		RuntimeOrigin::signed(sender),
		patient,
		account(controller),
		deadline,
		signature,
	)
}

#[test]
fn register_should_refuse_when_sender_is_no_agent_of_a_provider() {
	build_and_execute(|| {
		let signed = consent_to_control("Ann", ANN, HOSPITAL, 0);
		for sender in [stranger(), account("Ann"), agent_of(PAYER)] {
			assert_refused(
				|| register_with(sender, ANN, "Ann", signed.clone()),
				Error::<Test>::NotAuthorized,
			);
		}
	});
}

#[test]
fn register_should_refuse_when_provider_is_suspended() {
	build_and_execute(|| {
		let signed = consent_to_control("Ann", ANN, HOSPITAL, 0);
		Suspended::set(&vec![HOSPITAL]);
		assert_refused(
			|| register_with(agent_of(HOSPITAL), ANN, "Ann", signed),
			Error::<Test>::NotAuthorized,
		);
	});
}

#[test]
fn register_should_refuse_when_unsigned() {
	build_and_execute(|| {
		let (deadline, signature) = consent_to_control("Ann", ANN, HOSPITAL, 0);
		assert_refused(
			|| Patients::register(RuntimeOrigin::none(), ANN, account("Ann"), deadline, signature),
			DispatchError::BadOrigin,
		);
	});
}

#[test]
fn register_should_refuse_when_id_is_taken() {
	build_and_execute(|| {
		register(ANN, "Ann");
		let signed = consent_to_control("Ben", ANN, HOSPITAL, 0);
		assert_refused(
			|| register_with(agent_of(HOSPITAL), ANN, "Ben", signed),
			Error::<Test>::AlreadyExists,
		);
	});
}

#[test]
fn register_should_refuse_when_id_was_erased() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(Patients::erase(RuntimeOrigin::signed(account("Ann")), ANN));
		let signed = consent_to_control("Ann", ANN, HOSPITAL, 0);
		assert_refused(
			|| register_with(agent_of(HOSPITAL), ANN, "Ann", signed),
			Error::<Test>::AlreadyExists,
		);
	});
}

#[test]
fn register_should_refuse_when_account_controls_another_patient() {
	build_and_execute(|| {
		register(ANN, "Ann");
		let signed = consent_to_control("Ann", BEN, HOSPITAL, 0);
		assert_refused(
			|| register_with(agent_of(HOSPITAL), BEN, "Ann", signed),
			Error::<Test>::AlreadyController,
		);
	});
}

#[test]
fn register_should_refuse_when_account_belongs_to_a_member() {
	build_and_execute(|| {
		// As an agent's account does, which this stand-in knows by having let it in.
		Sponsored::set(&vec![(account("Ann"), PAYER)]);
		let signed = consent_to_control("Ann", ANN, HOSPITAL, 0);
		assert_refused(|| register_with(agent_of(HOSPITAL), ANN, "Ann", signed), TAKEN);
		Sponsored::set(&vec![]);
	});
}

#[test]
fn register_should_take_account_that_represents_somebody() {
	build_and_execute(|| {
		register_child();
		let (deadline, signature) = consent_to_control("Mother", BEN, HOSPITAL, 0);
		let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
		assert_ok!(Patients::register(clerk, BEN, account("Mother"), deadline, signature));
		assert_eq!(Sponsored::get(), [(account("Mother"), HOSPITAL)]);

		// She stays in for each of the two.
		assert_ok!(Patients::erase(RuntimeOrigin::signed(account("Mother")), BEN));
		assert_eq!(Sponsored::get(), [(account("Mother"), HOSPITAL)]);
	});
}

#[test]
fn register_should_refuse_when_deadline_has_passed() {
	build_and_execute(|| {
		let signed = consent_to_control("Ann", ANN, HOSPITAL, 0);
		Now::set(&(signed.0 + 1));
		assert_refused(
			|| register_with(agent_of(HOSPITAL), ANN, "Ann", signed),
			Error::<Test>::SignatureExpired,
		);
	});
}

#[test]
fn register_should_refuse_when_signature_is_over_something_else() {
	build_and_execute(|| {
		let (deadline, signature) = consent_to_control("Ann", ANN, HOSPITAL, 0);
		let others = [
			// Another patient, sponsor, nonce, signer.
			consent_to_control("Ann", BEN, HOSPITAL, 0),
			consent_to_control("Ann", ANN, CLINIC, 0),
			consent_to_control("Ann", ANN, HOSPITAL, 1),
			consent_to_control("Ben", ANN, HOSPITAL, 0),
			// Another deadline than was signed.
			(deadline + 1, signature),
		];
		for signed in others {
			assert_refused(
				|| register_with(agent_of(HOSPITAL), ANN, "Ann", signed),
				Error::<Test>::InvalidSignature,
			);
		}
	});
}

#[test]
fn register_should_refuse_when_signature_is_for_another_chain() {
	build_and_execute(|| {
		let deadline = Now::get();
		let payload = salus_primitives::patient::controller_payload(
			H256([0xEE; 32]),
			ANN,
			HOSPITAL,
			0,
			deadline,
		);
		let signature = key("Ann").sign(&payload).into();
		assert_refused(
			|| register_with(agent_of(HOSPITAL), ANN, "Ann", (deadline, signature)),
			Error::<Test>::InvalidSignature,
		);
	});
}
