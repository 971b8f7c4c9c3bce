use super::*;
use salus_primitives::{
	patient::{Authority, Power},
	traits::Patients as _,
};

/// When the guardian's mandate ends.
const END: u64 = NOW + 10;

/// Somebody with power over consents for a while.
fn with_guardian(test: impl FnOnce()) {
	build_and_execute(|| {
		register(ANN, "Ann");
		let guardian = Mandate {
			role: DelegateRole::HPOWATT,
			period: Period::until(END),
			withheld: Sensitivity::HIV.into(),
			..helper()
		};
		assert_ok!(name_representative(account("Ann"), "Guardian", guardian));
		test();
	});
}

#[test]
fn authority_should_follow_powers_and_period_when_representative_acts() {
	with_guardian(|| {
		let guardian = account("Guardian");
		assert_eq!(
			Patients::authority(&guardian, ANN, Power::Consent),
			Some(Authority::Representative {
				role: DelegateRole::HPOWATT,
				withheld: Sensitivity::HIV.into()
			})
		);
		assert_eq!(Patients::authority(&guardian, ANN, Power::Registration), None);
		assert_eq!(Patients::authority(&guardian, ANN, Power::Erasure), None);
		Now::set(&END);
		assert_eq!(Patients::authority(&guardian, ANN, Power::Consent), None);
	});
}

#[test]
fn status_and_authority_should_be_what_each_says_alone() {
	with_guardian(|| {
		let asked_at_once =
			|who: &_, patient| Patients::status_and_authority(who, patient, Power::Consent);
		for erased in [false, true] {
			if erased {
				assert_ok!(Patients::erase(RuntimeOrigin::signed(account("Ann")), ANN));
			}
			for who in [account("Ann"), account("Guardian"), stranger()] {
				let status = Patients::status(ANN).unwrap();
				let authority = Patients::authority(&who, ANN, Power::Consent);
				assert_eq!(asked_at_once(&who, ANN), Some((status, authority)));
				assert_eq!(asked_at_once(&who, BEN), None);
			}
		}
	});
}

#[test]
fn authority_should_be_none_for_other_patients_and_strangers() {
	with_guardian(|| {
		register(BEN, "Ben");
		for who in [account("Guardian"), account("Ann"), stranger(), agent_of(HOSPITAL)] {
			assert_eq!(Patients::authority(&who, BEN, Power::Consent), None);
		}
	});
}

#[test]
fn authority_should_end_when_patient_is_erased() {
	with_guardian(|| {
		assert_ok!(Patients::erase(RuntimeOrigin::signed(account("Ann")), ANN));
		for who in [account("Guardian"), account("Ann")] {
			assert_eq!(Patients::authority(&who, ANN, Power::Consent), None);
		}
	});
}

#[test]
fn authority_should_reach_duplicates_and_end_for_their_own_representatives() {
	with_guardian(|| {
		register(BEN, "Ben");
		let ben = RuntimeOrigin::signed(account("Ben"));
		let (deadline, signature) = consent_to_represent("Friend", BEN, &helper(), 1);
		let friend = account("Friend");
		assert_ok!(Patients::add_representative(
			ben.clone(),
			BEN,
			friend.clone(),
			helper(),
			deadline,
			signature
		));
		assert_ok!(Patients::propose_merge(ben, BEN, ANN));
		assert_ok!(Patients::accept_merge(RuntimeOrigin::signed(account("Ann")), BEN, ANN));
		assert!(Patients::authority(&account("Guardian"), BEN, Power::Consent).is_some());
		assert_eq!(Patients::authority(&friend, BEN, Power::Consent), None);
		assert!(Sponsored::get().iter().all(|(who, _)| *who != friend));
		assert_eq!(Patients::representatives(BEN), Patients::representatives(ANN));
	});
}
