use super::*;

fn report(sender: AccountId32) -> DispatchResult {
	Patients::report_death(RuntimeOrigin::signed(sender), ANN)
}

#[test]
fn report_death_should_mark_patient_when_caring_provider_reports() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(report(agent_of(HOSPITAL)));
		assert_eq!(
			Patients::info(ANN).unwrap().status,
			PatientStatus::Deceased { reported_by: HOSPITAL, reported_at: NOW }
		);
		assert_eq!(
			events().last(),
			Some(&Event::DeathReported { patient: ANN, organization: HOSPITAL })
		);
	});
}

#[test]
fn report_death_should_refuse_when_sender_is_no_caring_provider() {
	build_and_execute(|| {
		register(ANN, "Ann");
		for sender in [agent_of(CLINIC), agent_of(PAYER), account("Ann"), stranger()] {
			assert_refused(|| report(sender), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn report_death_should_refuse_when_reported_already() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(report(agent_of(HOSPITAL)));
		assert_refused(|| report(agent_of(HOSPITAL)), Error::<Test>::AlreadyDeceased);
	});
}

#[test]
fn report_death_should_refuse_when_patient_is_unknown_or_erased() {
	build_and_execute(|| {
		assert_refused(|| report(agent_of(HOSPITAL)), Error::<Test>::NotFound);
		register(ANN, "Ann");
		assert_ok!(Patients::erase(RuntimeOrigin::signed(account("Ann")), ANN));
		assert_refused(|| report(agent_of(HOSPITAL)), Error::<Test>::Erased);
	});
}
