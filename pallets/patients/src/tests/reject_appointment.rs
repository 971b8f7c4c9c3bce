use super::*;
use salus_primitives::patient::AppointingParty;

fn reject(sender: AccountId32) -> DispatchResult {
	Patients::reject_appointment(RuntimeOrigin::signed(sender), ANN)
}

#[test]
fn reject_appointment_should_stop_it_when_a_party_objects() {
	for (sender, by) in [
		(account("Mother"), AppointingParty::Representative),
		(agent_of(HOSPITAL), AppointingParty::Organization(HOSPITAL)),
		(agent_of(AUTHORITY), AppointingParty::Organization(AUTHORITY)),
	] {
		build_and_execute(|| {
			register_child();
			assert_ok!(propose(agent_of(HOSPITAL), "Thief", None));
			assert_ok!(agree(agent_of(AUTHORITY), "Thief"));
			assert_ok!(reject(sender));
			assert_eq!(Patients::appointment(ANN), None);
			assert_eq!(events().last(), Some(&Event::AppointmentRejected { patient: ANN, by }));
			Now::set(&(NOW + OBJECTION_PERIOD));
			assert_refused(|| complete(stranger()), Error::<Test>::AppointmentNotFound);
		});
	}
}

#[test]
fn reject_appointment_should_refuse_when_sender_is_no_party() {
	build_and_execute(|| {
		register_child();
		assert_ok!(propose(account("Mother"), "Ann", None));
		for sender in [agent_of(CLINIC), agent_of(PAYER), account("Ann"), stranger()] {
			assert_refused(|| reject(sender), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn reject_appointment_should_refuse_when_none_waits() {
	build_and_execute(|| {
		assert_refused(|| reject(agent_of(HOSPITAL)), Error::<Test>::NotFound);
		register_child();
		assert_refused(|| reject(account("Mother")), Error::<Test>::AppointmentNotFound);
	});
}
