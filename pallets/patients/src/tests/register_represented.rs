use super::*;
use salus_primitives::{
	patient::{Authority, Power},
	traits::Patients as _,
};

#[docify::export]
#[test]
fn register_represented_should_let_guardian_act_until_majority() {
	build_and_execute(|| {
		let (deadline, signature) = consent_to_represent("Mother", ANN, &guardian(), 0);
		let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
		let mother = account("Mother");

		assert_ok!(Patients::register_represented(
			clerk,
			ANN,
			mother.clone(),
			guardian(),
			deadline,
			signature
		));

		assert_eq!(Patients::info(ANN).unwrap().controller, None);
		let authority = Patients::authority(&mother, ANN, Power::Consent);
		assert!(matches!(authority, Some(Authority::Representative { .. })));
		// Eighteen years later nobody has to do anything.
		Now::set(&MAJORITY);
		assert_eq!(Patients::authority(&mother, ANN, Power::Consent), None);
	});
}

#[test]
fn register_represented_should_tell_and_let_the_representative_in() {
	build_and_execute(|| {
		register_child();
		assert_eq!(
			events(),
			[
				Event::PatientRegistered { patient: ANN, organization: HOSPITAL },
				Event::RepresentativeNamed { patient: ANN, role: DelegateRole::GUARD },
			]
		);
		assert_eq!(Sponsored::get(), [(account("Mother"), HOSPITAL)]);
		assert!(Patients::has_care_relationship(ANN, HOSPITAL));
	});
}

#[test]
fn register_represented_should_let_one_person_represent_two_children() {
	build_and_execute(|| {
		register_child();
		let (deadline, signature) = consent_to_represent("Mother", BEN, &guardian(), 0);
		let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
		assert_ok!(Patients::register_represented(
			clerk,
			BEN,
			account("Mother"),
			guardian(),
			deadline,
			signature
		));
		assert_eq!(Sponsored::get(), [(account("Mother"), HOSPITAL)]);
	});
}

fn register_with(
	sender: AccountId32,
	patient: PatientId,
	mandate: Mandate,
	(deadline, signature): (u64, sp_runtime::MultiSignature),
) -> DispatchResult {
	let sender = RuntimeOrigin::signed(sender);
	let mother = account("Mother");
	Patients::register_represented(sender, patient, mother, mandate, deadline, signature)
}

#[test]
fn register_represented_should_refuse_when_sender_is_no_agent_of_a_provider() {
	build_and_execute(|| {
		let signed = consent_to_represent("Mother", ANN, &guardian(), 0);
		for sender in [stranger(), account("Mother"), agent_of(PAYER), agent_of(AUTHORITY)] {
			assert_refused(
				|| register_with(sender, ANN, guardian(), signed.clone()),
				Error::<Test>::NotAuthorized,
			);
		}
		assert_refused(
			|| {
				Patients::register_represented(
					RuntimeOrigin::none(),
					ANN,
					account("Mother"),
					guardian(),
					signed.0,
					signed.1.clone(),
				)
			},
			DispatchError::BadOrigin,
		);
	});
}

#[test]
fn register_represented_should_refuse_when_id_is_taken() {
	build_and_execute(|| {
		register(ANN, "Ann");
		let signed = consent_to_represent("Mother", ANN, &guardian(), 0);
		assert_refused(
			|| register_with(agent_of(HOSPITAL), ANN, guardian(), signed),
			Error::<Test>::AlreadyExists,
		);
	});
}

#[test]
fn register_represented_should_refuse_when_mandate_does_not_do() {
	build_and_execute(|| {
		let without_registration = Powers { consent: true, registration: false, erasure: true };
		let endless = Period::ALWAYS;
		let over = Period::until(NOW / GUARDIAN_END_STEP * GUARDIAN_END_STEP);
		let nothing = Period { start: Some(MAJORITY), end: Some(MAJORITY) };
		let birthday = Period::until(MAJORITY + 86_400_000);
		let mandates = [
			(
				Mandate { powers: without_registration, ..guardian() },
				Error::<Test>::RegistrationPowerNeeded,
			),
			(Mandate { period: endless, ..guardian() }, Error::<Test>::GuardianWithoutEnd),
			(Mandate { period: over, ..guardian() }, Error::<Test>::InvalidPeriod),
			(Mandate { period: nothing, ..guardian() }, Error::<Test>::InvalidPeriod),
			(Mandate { period: birthday, ..guardian() }, Error::<Test>::EndTooExact),
		];
		for (mandate, error) in mandates {
			let signed = consent_to_represent("Mother", ANN, &mandate, 0);
			assert_refused(|| register_with(agent_of(HOSPITAL), ANN, mandate, signed), error);
		}
	});
}

#[test]
fn register_represented_should_refuse_when_signature_is_not_over_this() {
	build_and_execute(|| {
		let (deadline, signature) = consent_to_represent("Mother", ANN, &guardian(), 0);
		let wider = Mandate {
			powers: Powers { consent: true, registration: true, erasure: true },
			..guardian()
		};
		for signed in [
			consent_to_represent("Mother", BEN, &guardian(), 0),
			consent_to_represent("Mother", ANN, &guardian(), 1),
			consent_to_represent("Mother", ANN, &wider, 0),
			consent_to_represent("Father", ANN, &guardian(), 0),
			consent_to_control("Mother", ANN, HOSPITAL, 0),
			(deadline + 1, signature.clone()),
		] {
			assert_refused(
				|| register_with(agent_of(HOSPITAL), ANN, guardian(), signed),
				Error::<Test>::InvalidSignature,
			);
		}
		Now::set(&(deadline + 1));
		assert_refused(
			|| register_with(agent_of(HOSPITAL), ANN, guardian(), (deadline, signature)),
			Error::<Test>::SignatureExpired,
		);
	});
}

#[test]
fn register_represented_should_refuse_when_account_belongs_to_a_member() {
	build_and_execute(|| {
		Sponsored::set(&vec![(account("Mother"), PAYER)]);
		let signed = consent_to_represent("Mother", ANN, &guardian(), 0);
		assert_refused(|| register_with(agent_of(HOSPITAL), ANN, guardian(), signed), TAKEN);
		assert_eq!(events(), []);
		Sponsored::set(&vec![]);
	});
}
