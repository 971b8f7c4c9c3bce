use super::*;
use salus_primitives::{
	patient::{Authority, Power},
	traits::Patients as _,
};

fn propose(sender: AccountId32, patient: PatientId, into: PatientId) {
	assert_ok!(Patients::propose_merge(RuntimeOrigin::signed(sender), patient, into));
}

fn accept(sender: AccountId32, patient: PatientId, into: PatientId) -> DispatchResult {
	plain(Patients::accept_merge(RuntimeOrigin::signed(sender), patient, into))
}

#[docify::export]
#[test]
fn accept_merge_should_merge_when_both_controllers_agree() {
	build_and_execute(|| {
		register(ANN, "Ann");
		register(BEN, "Ann's second registration");
		let (ann, second) = (account("Ann"), account("Ann's second registration"));

		assert_ok!(Patients::propose_merge(RuntimeOrigin::signed(second.clone()), BEN, ANN));
		assert_ok!(Patients::accept_merge(RuntimeOrigin::signed(ann.clone()), BEN, ANN));

		let duplicate = Patients::info(BEN).unwrap();
		assert_eq!(duplicate.status, PatientStatus::Merged { replaced_by: ANN });
		// Ann's key decides over both, the other no longer over any.
		assert_eq!(Patients::authority(&ann, BEN, Power::Consent), Some(Authority::Controller));
		assert_eq!(Patients::authority(&second, BEN, Power::Consent), None);
		assert_eq!(events().last(), Some(&Event::PatientMerged { patient: BEN, into: ANN }));
	});
}

#[test]
fn accept_merge_should_release_the_duplicates_key() {
	build_and_execute(|| {
		register(ANN, "Ann");
		register(BEN, "Ben");
		propose(account("Ann"), BEN, ANN);
		assert_ok!(accept(account("Ben"), BEN, ANN));
		assert_eq!(Sponsored::get(), [(account("Ann"), HOSPITAL)]);
		assert_eq!(Patients::patient_of(&account("Ben")), None);
	});
}

/// Two patients whom both providers care for.
fn with_two_providers(test: impl FnOnce()) {
	build_and_execute(|| {
		for (patient, name) in [(ANN, "Ann"), (BEN, "Ben")] {
			register(patient, name);
			assert_ok!(Patients::open_care_relationship(
				RuntimeOrigin::signed(account(name)),
				patient,
				CLINIC,
				Period::ALWAYS
			));
		}
		test();
	});
}

#[test]
fn accept_merge_should_merge_when_two_providers_agree() {
	with_two_providers(|| {
		propose(agent_of(HOSPITAL), BEN, ANN);
		assert_ok!(accept(agent_of(CLINIC), BEN, ANN));
		assert_eq!(Patients::info(BEN).unwrap().status, PatientStatus::Merged { replaced_by: ANN });
	});
}

#[test]
fn accept_merge_should_refuse_when_same_side_agrees_with_itself() {
	with_two_providers(|| {
		propose(agent_of(HOSPITAL), BEN, ANN);
		for sender in [agent_of(HOSPITAL), account("Ann"), account("Ben")] {
			assert_refused(|| accept(sender, BEN, ANN), Error::<Test>::MergeNeedsOtherParty);
		}
	});
	with_two_providers(|| {
		propose(account("Ben"), BEN, ANN);
		for sender in [account("Ben"), agent_of(HOSPITAL)] {
			assert_refused(|| accept(sender, BEN, ANN), Error::<Test>::MergeNeedsOtherParty);
		}
	});
}

#[test]
fn accept_merge_should_refuse_when_nothing_of_the_kind_was_proposed() {
	build_and_execute(|| {
		let third = PatientId::from([3; 32]);
		register(ANN, "Ann");
		register(BEN, "Ben");
		register(third, "Cleo");
		assert_refused(|| accept(account("Ann"), BEN, ANN), Error::<Test>::MergeNotFound);
		propose(account("Ben"), BEN, ANN);
		assert_refused(|| accept(account("Cleo"), BEN, third), Error::<Test>::MergeNotFound);
		assert_refused(|| accept(account("Cleo"), BEN, ANN), Error::<Test>::NotAuthorized);
	});
}

#[test]
fn accept_merge_should_refuse_when_survivor_was_erased_or_merged_meanwhile() {
	build_and_execute(|| {
		let third = PatientId::from([3; 32]);
		register(ANN, "Ann");
		register(BEN, "Ben");
		register(third, "Cleo");
		propose(account("Ben"), BEN, ANN);
		propose(account("Ann"), ANN, third);
		assert_ok!(accept(account("Cleo"), ANN, third));
		assert_refused(|| accept(account("Ben"), BEN, ANN), Error::<Test>::AlreadyMerged);
	});
	build_and_execute(|| {
		register(ANN, "Ann");
		register(BEN, "Ben");
		propose(account("Ben"), BEN, ANN);
		assert_ok!(Patients::erase(RuntimeOrigin::signed(account("Ann")), ANN));
		assert_refused(|| accept(account("Ben"), BEN, ANN), Error::<Test>::Erased);
	});
}

#[test]
fn accept_merge_should_refuse_when_chain_would_be_too_long() {
	build_and_execute(|| {
		let ids: Vec<_> = (1..=5).map(|n| PatientId::from([n; 32])).collect();
		for (n, id) in ids.iter().enumerate() {
			register(*id, &format!("P{n}"));
		}
		for n in 0..3 {
			propose(account(&format!("P{n}")), ids[n], ids[n + 1]);
			assert_ok!(accept(account(&format!("P{}", n + 1)), ids[n], ids[n + 1]));
		}
		// The last decides over the first, three merges away.
		assert!(Patients::authority(&account("P3"), ids[0], Power::Erasure).is_some());
		assert_refused(
			|| Patients::propose_merge(RuntimeOrigin::signed(account("P3")), ids[3], ids[4]),
			Error::<Test>::MaxMergeDepthExceeded,
		);
	});
}

#[test]
fn accept_merge_should_refuse_when_a_representative_agrees() {
	// The guardian's mandate would outlast its end in the hands of a friend who controls the other.
	build_and_execute(|| {
		register_child();
		register(BEN, "Friend");
		assert_refused(
			|| Patients::propose_merge(RuntimeOrigin::signed(account("Mother")), ANN, BEN),
			Error::<Test>::NotAuthorized,
		);
		propose(account("Friend"), ANN, BEN);
		assert_refused(|| accept(account("Mother"), ANN, BEN), Error::<Test>::NotAuthorized);
	});
}

#[test]
fn accept_merge_should_charge_for_the_duplicates_representatives() {
	build_and_execute(|| {
		register(ANN, "Ann");
		register(BEN, "Ben");
		assert_ok!(name_representative(account("Ann"), "Mother", guardian()));
		propose(account("Ann"), ANN, BEN);
		let ben = RuntimeOrigin::signed(account("Ben"));
		let charged = Patients::accept_merge(ben, ANN, BEN).unwrap().actual_weight;
		assert_eq!(charged, Some(<() as crate::WeightInfo>::accept_merge(1)));
		assert_eq!(Sponsored::get(), [(account("Ben"), HOSPITAL)]);
	});
}
