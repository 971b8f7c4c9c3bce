use super::*;
use salus_primitives::patient::AppointingParty;

#[test]
fn propose_appointment_should_wait_for_another_party() {
	build_and_execute(|| {
		register_child();
		assert_ok!(propose(account("Mother"), "Father", Some(guardian())));
		let proposed = Patients::appointment(ANN).unwrap();
		assert_eq!((proposed.account, proposed.mandate), (account("Father"), Some(guardian())));
		assert_eq!(proposed.proposed_by, AppointingParty::Representative);
		assert_eq!(proposed.effective_at, None);
		let by = AppointingParty::Representative;
		assert_eq!(events().last(), Some(&Event::AppointmentProposed { patient: ANN, by }));
		assert_eq!(Patients::representatives(ANN).len(), 1);
	});
}

#[test]
fn propose_appointment_should_be_open_to_those_who_care_and_to_regulators() {
	for (organization, sender) in [(HOSPITAL, agent_of(HOSPITAL)), (AUTHORITY, agent_of(AUTHORITY))]
	{
		build_and_execute(|| {
			register_child();
			assert_ok!(propose(sender, "Ann", None));
			let by = Patients::appointment(ANN).unwrap().proposed_by;
			assert_eq!(by, AppointingParty::Organization(organization));
		});
	}
}

#[test]
fn propose_appointment_should_refuse_when_sender_is_no_party() {
	build_and_execute(|| {
		register_child();
		assert_ok!(name_representative(account("Mother"), "Aunt", helper()));
		for sender in [agent_of(CLINIC), agent_of(PAYER), account("Aunt"), stranger()] {
			assert_refused(|| propose(sender, "Ann", None), Error::<Test>::NotAuthorized);
		}
		Suspended::set(&vec![HOSPITAL]);
		assert_refused(|| propose(agent_of(HOSPITAL), "Ann", None), Error::<Test>::NotAuthorized);
	});
}

#[test]
fn propose_appointment_should_refuse_when_patient_has_a_key() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_refused(|| propose(agent_of(HOSPITAL), "Thief", None), Error::<Test>::PatientHasKey);
	});
}

#[test]
fn propose_appointment_should_refuse_when_one_waits() {
	build_and_execute(|| {
		register_child();
		assert_ok!(propose(account("Mother"), "Ann", None));
		assert_refused(
			|| propose(agent_of(HOSPITAL), "Father", Some(guardian())),
			Error::<Test>::AppointmentPending,
		);
	});
}

#[test]
fn propose_appointment_should_refuse_when_account_can_t_be_appointed() {
	build_and_execute(|| {
		register_child();
		register(BEN, "Ben");
		// Whoever represents the patient would be rid of every limit with the patient's own key.
		for mandate in [None, Some(guardian())] {
			assert_refused(
				|| propose(account("Mother"), "Mother", mandate),
				Error::<Test>::AlreadyRepresentative,
			);
		}
		assert_refused(
			|| propose(account("Mother"), "Ben", None),
			Error::<Test>::AlreadyController,
		);
	});
}

#[test]
fn propose_appointment_should_refuse_when_mandate_does_not_do() {
	build_and_execute(|| {
		register_child();
		for (mandate, error) in [
			(Mandate { powers: Powers::default(), ..guardian() }, Error::<Test>::NoPowers),
			(Mandate { period: Period::until(NOW), ..helper() }, Error::<Test>::InvalidPeriod),
			(Mandate { period: Period::ALWAYS, ..guardian() }, Error::<Test>::GuardianWithoutEnd),
			(
				Mandate { period: Period::until(MAJORITY - 1), ..guardian() },
				Error::<Test>::EndTooExact,
			),
		] {
			assert_refused(|| propose(account("Mother"), "Father", Some(mandate)), error);
		}
	});
}

#[test]
fn propose_appointment_should_refuse_when_signature_does_not_fit() {
	build_and_execute(|| {
		register_child();
		let propose = |mandate, (deadline, signature)| {
			Patients::propose_appointment(
				RuntimeOrigin::signed(account("Mother")),
				ANN,
				account("Father"),
				mandate,
				deadline,
				signature,
			)
		};
		let to_represent = consent_to_represent("Father", ANN, &guardian(), 1);
		let to_control = consent_to_control("Father", ANN, HOSPITAL, 1);
		for (mandate, signed) in [
			// Consent to one thing is not consent to the other.
			(None, to_represent.clone()),
			(Some(guardian()), to_control),
			(Some(guardian()), consent_to_represent("Father", ANN, &guardian(), 0)),
			(Some(guardian()), consent_to_represent("Mother", ANN, &guardian(), 1)),
			(Some(helper()), to_represent.clone()),
		] {
			assert_refused(|| propose(mandate, signed), Error::<Test>::InvalidSignature);
		}
		Now::set(&(to_represent.0 + 1));
		assert_refused(|| propose(Some(guardian()), to_represent), Error::<Test>::SignatureExpired);
	});
}

#[test]
fn propose_appointment_should_refuse_when_patient_is_closed_or_unknown() {
	build_and_execute(|| {
		assert_refused(|| propose(agent_of(HOSPITAL), "Ann", None), Error::<Test>::NotFound);
		register(ANN, "Ann");
		assert_ok!(Patients::erase(RuntimeOrigin::signed(account("Ann")), ANN));
		assert_refused(|| propose(agent_of(HOSPITAL), "Ann", None), Error::<Test>::Erased);
	});
}
