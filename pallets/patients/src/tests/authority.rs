use super::*;
use crate::Representative;
use salus_primitives::{
	codes::{DelegateRole, SensitivitySet},
	patient::{Authority, Power, Powers},
	traits::Patients as _,
};

/// A guardian with power over consents, until Ann comes of age.
fn with_guardian(test: impl FnOnce()) {
	build_and_execute(|| {
		register(ANN, "Ann");
		let guardian = Representative {
			role: DelegateRole::GUARD,
			powers: Powers { consent: true, ..Powers::default() },
			period: Period::until(NOW + 10),
		};
		crate::Representatives::<Test>::insert(ANN, account("Guardian"), guardian);
		crate::Patients::<Test>::mutate_extant(ANN, |ann| ann.representatives = 1);
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
				role: DelegateRole::GUARD,
				withheld: SensitivitySet::EMPTY
			})
		);
		assert_eq!(Patients::authority(&guardian, ANN, Power::Registration), None);
		assert_eq!(Patients::authority(&guardian, ANN, Power::Erasure), None);
		Now::set(&(NOW + 10));
		assert_eq!(Patients::authority(&guardian, ANN, Power::Consent), None);
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
