use super::*;
use salus_primitives::{
	patient::{Authority, Power},
	traits::Patients as _,
};

#[docify::export]
#[test]
fn complete_appointment_should_hand_over_when_child_comes_of_age() {
	build_and_execute(|| {
		register_child();
		// Ann is about to come of age, and has a key by now. Her mother says so, and so does the
		// hospital, which has seen Ann's papers.
		Now::set(&(MAJORITY - 2 * OBJECTION_PERIOD));
		assert_ok!(propose(account("Mother"), "Ann", None));
		assert_ok!(agree(agent_of(HOSPITAL), "Ann"));
		assert_eq!(complete(agent_of(HOSPITAL)), Err(Error::<Test>::AppointmentNotDue.into()));

		Now::set(&(MAJORITY - OBJECTION_PERIOD));
		assert_ok!(complete(agent_of(HOSPITAL)));

		let ann = account("Ann");
		assert_eq!(Patients::authority(&ann, ANN, Power::Erasure), Some(Authority::Controller));
		assert_eq!(Patients::patient_of(&ann), Some(ANN));
	});
}

#[test]
fn complete_appointment_should_hand_over_when_guardian_is_gone_and_two_organizations_agree() {
	build_and_execute(|| {
		register_child();
		Now::set(&MAJORITY);
		assert_refused(|| propose(account("Mother"), "Ann", None), Error::<Test>::NotAuthorized);
		assert_ok!(propose(agent_of(HOSPITAL), "Ann", None));
		assert_ok!(agree(agent_of(AUTHORITY), "Ann"));
		Now::set(&(MAJORITY + OBJECTION_PERIOD));
		assert_ok!(complete(agent_of(PAYER)));
		assert_eq!(Patients::info(ANN).unwrap().controller, Some(account("Ann")));
		assert_eq!(events().last(), Some(&Event::AppointmentCompleted { patient: ANN }));
	});
}

#[test]
fn complete_appointment_should_make_a_second_parent_a_guardian_of_his_own_right() {
	build_and_execute(|| {
		register_child();
		assert_ok!(propose(account("Mother"), "Father", Some(guardian())));
		assert_ok!(agree(agent_of(HOSPITAL), "Father"));
		Now::set(&(NOW + OBJECTION_PERIOD));
		assert_ok!(complete(account("Father")));
		let representatives = Patients::representatives(ANN);
		assert_eq!(representatives.len(), 2);
		assert!(representatives.iter().all(|parent| parent.named_by.is_none()));
		assert!(Sponsored::get().contains(&(account("Father"), HOSPITAL)));
		// Neither can put out the other.
		for (one, other) in [("Mother", "Father"), ("Father", "Mother")] {
			let revoke = || {
				let one = RuntimeOrigin::signed(account(one));
				plain(Patients::revoke_representative(one, ANN, account(other)))
			};
			assert_refused(revoke, Error::<Test>::NotController);
		}
	});
}

#[test]
fn complete_appointment_should_refuse_when_nobody_agreed() {
	build_and_execute(|| {
		assert_refused(|| complete(stranger()), Error::<Test>::NotFound);
		register_child();
		assert_refused(|| complete(account("Mother")), Error::<Test>::AppointmentNotFound);
		assert_ok!(propose(account("Mother"), "Ann", None));
		Now::set(&(NOW + 10 * OBJECTION_PERIOD));
		not_now(Error::AppointmentNotDue);
	});
}

/// That it is refused for this reason.
fn not_now(error: Error<Test>) {
	assert_refused(|| complete(account("Mother")), error);
}

#[test]
fn complete_appointment_should_refuse_when_account_can_t_be_appointed_any_more() {
	build_and_execute(|| {
		register_child();
		assert_ok!(propose(account("Mother"), "Ann", None));
		assert_ok!(agree(agent_of(HOSPITAL), "Ann"));
		register(BEN, "Ann");
		Now::set(&(NOW + OBJECTION_PERIOD));
		not_now(Error::AlreadyController);
	});
	build_and_execute(|| {
		register_child();
		assert_ok!(propose(account("Mother"), "Aunt", None));
		assert_ok!(agree(agent_of(HOSPITAL), "Aunt"));
		assert_ok!(name_representative(account("Mother"), "Aunt", helper()));
		Now::set(&(NOW + OBJECTION_PERIOD));
		not_now(Error::AlreadyRepresentative);
	});
	build_and_execute(|| {
		register_child();
		assert_ok!(propose(account("Mother"), "Father", Some(guardian())));
		assert_ok!(agree(agent_of(HOSPITAL), "Father"));
		Now::set(&MAJORITY);
		not_now(Error::InvalidPeriod);
	});
	build_and_execute(|| {
		register_child();
		assert_ok!(propose(account("Mother"), "Father", Some(guardian())));
		assert_ok!(agree(agent_of(HOSPITAL), "Father"));
		for n in 1..MAX_REPRESENTATIVES {
			assert_ok!(name_representative(account("Mother"), &format!("R{n}"), helper()));
		}
		Now::set(&(NOW + OBJECTION_PERIOD));
		not_now(Error::MaxRepresentativesExceeded);
	});
	build_and_execute(|| {
		register_child();
		assert_ok!(propose(account("Mother"), "Ann", None));
		assert_ok!(agree(agent_of(HOSPITAL), "Ann"));
		let mut sponsored = Sponsored::get();
		sponsored.push((account("Ann"), PAYER));
		Sponsored::set(&sponsored);
		Now::set(&(NOW + OBJECTION_PERIOD));
		assert_refused(|| complete(account("Mother")), TAKEN);
		sponsored.pop();
		Sponsored::set(&sponsored);
	});
}
