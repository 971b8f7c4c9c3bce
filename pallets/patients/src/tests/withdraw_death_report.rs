use super::*;

fn with_report(test: impl FnOnce()) {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(Patients::report_death(RuntimeOrigin::signed(agent_of(HOSPITAL)), ANN));
		test();
	});
}

fn withdraw(sender: AccountId32, patient: PatientId) -> DispatchResult {
	Patients::withdraw_death_report(RuntimeOrigin::signed(sender), patient)
}

#[test]
fn withdraw_death_report_should_revive_when_reporter_or_patient_asks() {
	for sender in [agent_of(HOSPITAL), account("Ann")] {
		with_report(|| {
			assert_ok!(withdraw(sender, ANN));
			assert_eq!(Patients::info(ANN).unwrap().status, PatientStatus::Active);
			assert_eq!(events().last(), Some(&Event::DeathReportWithdrawn { patient: ANN }));
		});
	}
}

#[test]
fn withdraw_death_report_should_refuse_when_sender_has_no_say() {
	with_report(|| {
		for sender in [agent_of(CLINIC), stranger()] {
			assert_refused(|| withdraw(sender, ANN), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn withdraw_death_report_should_refuse_when_there_is_none() {
	with_report(|| {
		assert_refused(|| withdraw(account("Ben"), BEN), Error::<Test>::NotFound);
		register(BEN, "Ben");
		assert_refused(|| withdraw(account("Ben"), BEN), Error::<Test>::NotDeceased);
	});
}
