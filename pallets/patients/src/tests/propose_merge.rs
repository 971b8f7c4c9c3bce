use super::*;

fn propose(sender: AccountId32, patient: PatientId, into: PatientId) -> DispatchResult {
	Patients::propose_merge(RuntimeOrigin::signed(sender), patient, into)
}

#[test]
fn propose_merge_should_wait_for_the_other_side() {
	for sender in [account("Ann"), account("Ben"), agent_of(HOSPITAL)] {
		build_and_execute(|| {
			register(ANN, "Ann");
			register(BEN, "Ben");
			assert_ok!(propose(sender, ANN, BEN));
			assert_eq!(Patients::info(ANN).unwrap().status, PatientStatus::Active);
			assert_eq!(events().last(), Some(&Event::MergeProposed { patient: ANN, into: BEN }));
		});
	}
}

#[test]
fn propose_merge_should_refuse_when_sender_has_no_say() {
	build_and_execute(|| {
		register(ANN, "Ann");
		register_at(CLINIC, BEN, "Ben");
		// Each provider cares for one of the two only.
		for sender in [agent_of(HOSPITAL), agent_of(CLINIC), stranger()] {
			assert_refused(|| propose(sender, ANN, BEN), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn propose_merge_should_refuse_when_patients_are_the_same() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_refused(|| propose(account("Ann"), ANN, ANN), Error::<Test>::SamePatient);
	});
}

#[test]
fn propose_merge_should_refuse_when_either_is_unknown_or_erased() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_refused(|| propose(account("Ann"), ANN, BEN), Error::<Test>::NotFound);
		assert_refused(|| propose(account("Ann"), BEN, ANN), Error::<Test>::NotFound);
		register(BEN, "Ben");
		assert_ok!(Patients::erase(RuntimeOrigin::signed(account("Ben")), BEN));
		assert_refused(|| propose(account("Ann"), ANN, BEN), Error::<Test>::Erased);
	});
}

#[test]
fn propose_merge_should_refuse_when_one_waits_already() {
	build_and_execute(|| {
		register(ANN, "Ann");
		register(BEN, "Ben");
		assert_ok!(propose(account("Ann"), ANN, BEN));
		assert_refused(|| propose(account("Ben"), ANN, BEN), Error::<Test>::MergeAlreadyProposed);
	});
}
