use super::*;
use salus_primitives::patient::AppointingParty;

#[test]
fn agree_to_appointment_should_start_the_time_to_object() {
	build_and_execute(|| {
		register_child();
		assert_ok!(propose(account("Mother"), "Father", Some(guardian())));
		assert_ok!(agree(agent_of(HOSPITAL), "Father"));
		let effective_at = NOW + OBJECTION_PERIOD;
		assert_eq!(Patients::appointment(ANN).unwrap().effective_at, Some(effective_at));
		let by = AppointingParty::Organization(HOSPITAL);
		assert_eq!(
			events().last(),
			Some(&Event::AppointmentAgreed { patient: ANN, by, effective_at })
		);
	});
}

#[test]
fn agree_to_appointment_should_refuse_when_same_party_agrees_with_itself() {
	build_and_execute(|| {
		register_child();
		assert_ok!(propose(agent_of(HOSPITAL), "Thief", None));
		let other_party = Error::<Test>::AppointmentNeedsOtherParty;
		assert_refused(|| agree(agent_of(HOSPITAL), "Thief"), other_party);
	});
	build_and_execute(|| {
		register_child();
		assert_ok!(propose(account("Mother"), "Mother's second key", None));
		let other_party = Error::<Test>::AppointmentNeedsOtherParty;
		assert_refused(|| agree(account("Mother"), "Mother's second key"), other_party);
	});
}

#[test]
fn agree_to_appointment_should_refuse_when_sender_is_no_party() {
	build_and_execute(|| {
		register_child();
		assert_ok!(propose(account("Mother"), "Father", Some(guardian())));
		for sender in [agent_of(CLINIC), agent_of(PAYER), account("Father"), stranger()] {
			assert_refused(|| agree(sender, "Father"), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn agree_to_appointment_should_refuse_when_nothing_of_the_kind_waits() {
	build_and_execute(|| {
		assert_refused(|| agree(agent_of(HOSPITAL), "Ann"), Error::<Test>::NotFound);
		register_child();
		let not_found = Error::<Test>::AppointmentNotFound;
		assert_refused(|| agree(agent_of(HOSPITAL), "Ann"), not_found);
		assert_ok!(propose(account("Mother"), "Ann", None));
		let not_found = Error::<Test>::AppointmentNotFound;
		assert_refused(|| agree(agent_of(HOSPITAL), "Ann's neighbour"), not_found);
		// Agreed is agreed: nobody can put the time off by agreeing again.
		assert_ok!(agree(agent_of(HOSPITAL), "Ann"));
		let not_found = Error::<Test>::AppointmentNotFound;
		assert_refused(|| agree(agent_of(AUTHORITY), "Ann"), not_found);
	});
}
