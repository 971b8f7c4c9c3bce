use super::*;
use crate::WeightInfo;

fn erase(sender: AccountId32, patient: PatientId) -> DispatchResultWithPostInfo {
	Patients::erase(RuntimeOrigin::signed(sender), patient)
}

fn erase_refused(sender: AccountId32, patient: PatientId, error: Error<Test>) {
	assert_refused(|| erase(sender, patient).map(|_| ()).map_err(|with| with.error), error);
}

#[docify::export]
#[test]
fn erase_should_leave_only_a_tombstone() {
	build_and_execute(|| {
		register(ANN, "Ann");
		let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
		let ann = RuntimeOrigin::signed(account("Ann"));
		let number = H256::repeat_byte(0xC0);
		assert_ok!(Patients::attest_identifier(clerk, ANN, IdentifierType::MR, number));
		assert_ok!(Patients::open_care_relationship(ann.clone(), ANN, CLINIC, Period::ALWAYS));

		assert_ok!(Patients::erase(ann, ANN));

		let tombstone = Patients::info(ANN).unwrap();
		assert_eq!(tombstone.status, PatientStatus::Erased { erased_at: NOW });
		assert_eq!(tombstone.controller, None);
		assert_eq!(Patients::attested_by(ANN, number), None);
		assert_eq!(Patients::patient_of(&account("Ann")), None);
		assert_eq!(events().last(), Some(&Event::PatientErased { patient: ANN }));
	});
}

#[test]
fn erase_should_release_the_key_and_pass_the_erasure_on() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(erase(account("Ann"), ANN));
		assert!(Sponsored::get().is_empty());
		assert_eq!(Erased::get(), [ANN]);
	});
}

#[test]
fn erase_should_charge_for_what_it_removed() {
	build_and_execute(|| {
		register(ANN, "Ann");
		for n in 0..3 {
			assert_ok!(Patients::attest_identifier(
				RuntimeOrigin::signed(agent_of(HOSPITAL)),
				ANN,
				IdentifierType::MR,
				H256::from_low_u64_be(n)
			));
		}
		let charged = erase(account("Ann"), ANN).unwrap().actual_weight;
		assert_eq!(charged, Some(<() as WeightInfo>::erase(0, 3)));
	});
}

#[test]
fn erase_should_work_on_a_duplicate_when_survivor_asks() {
	build_and_execute(|| {
		register(ANN, "Ann");
		register(BEN, "Ben");
		assert_ok!(Patients::propose_merge(RuntimeOrigin::signed(account("Ben")), BEN, ANN));
		assert_ok!(Patients::accept_merge(RuntimeOrigin::signed(account("Ann")), BEN, ANN));
		erase_refused(account("Ben"), BEN, Error::NotController);
		assert_ok!(erase(account("Ann"), BEN));
		assert_eq!(Patients::info(BEN).unwrap().status, PatientStatus::Erased { erased_at: NOW });
		assert_eq!(Patients::info(ANN).unwrap().status, PatientStatus::Active);
	});
}

#[test]
fn erase_should_refuse_when_sender_does_not_decide_for_patient() {
	build_and_execute(|| {
		register(ANN, "Ann");
		register(BEN, "Ben");
		for sender in [agent_of(HOSPITAL), account("Ben"), stranger()] {
			erase_refused(sender, ANN, Error::NotController);
		}
	});
}

#[test]
fn erase_should_refuse_when_patient_is_unknown_or_erased() {
	build_and_execute(|| {
		erase_refused(account("Ann"), ANN, Error::NotFound);
		register(ANN, "Ann");
		assert_ok!(erase(account("Ann"), ANN));
		erase_refused(account("Ann"), ANN, Error::Erased);
	});
}

#[test]
fn erase_should_let_representatives_out() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(name_representative(account("Ann"), "Mother", guardian()));
		assert_ok!(erase(account("Ann"), ANN));
		assert_eq!(Patients::representatives(ANN), []);
		assert_eq!(Sponsored::get(), []);
	});
}

#[test]
fn erase_should_refuse_when_something_is_withheld_from_the_representative() {
	build_and_execute(|| {
		register(ANN, "Ann");
		let all = Powers { consent: true, registration: true, erasure: true };
		let mandate = Mandate { powers: all, ..guardian() };
		let withheld = Sensitivity::SEX.into();
		assert_ok!(name_representative(account("Ann"), "Mother", Mandate { withheld, ..mandate }));
		erase_refused(account("Mother"), ANN, Error::DataWithheld);
		assert_ok!(name_representative(account("Ann"), "Father", mandate));
		assert_ok!(erase(account("Father"), ANN));
	});
}

#[test]
fn erase_should_end_appointments() {
	build_and_execute(|| {
		let powers = Powers { registration: true, erasure: true, consent: true };
		let mandate = Mandate { powers, ..guardian() };
		let (deadline, signature) = consent_to_represent("Mother", ANN, &mandate, 0);
		let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
		let mother = account("Mother");
		assert_ok!(Patients::register_represented(
			clerk,
			ANN,
			mother.clone(),
			mandate,
			deadline,
			signature
		));
		assert_ok!(propose(mother.clone(), "Ann", None));
		assert_ok!(erase(mother, ANN));
		assert_eq!(Patients::appointment(ANN), None);
		assert_eq!(Sponsored::get(), []);
	});
}
