use super::*;
use salus_primitives::{
	patient::{Authority, Power},
	traits::Patients as _,
};

#[docify::export]
#[test]
fn add_representative_should_keep_what_is_withheld() {
	build_and_execute(|| {
		// Ann is fifteen and has a key. What concerns her sexual health is her own.
		register(ANN, "Ann");
		let guardian = Mandate { withheld: Sensitivity::SEX.into(), ..guardian() };
		assert_ok!(name_representative(account("Ann"), "Mother", guardian));

		let mother = account("Mother");
		let authority = Patients::authority(&mother, ANN, Power::Consent);
		let withheld = guardian.withheld;
		let role = DelegateRole::GUARD;
		assert_eq!(authority, Some(Authority::Representative { role, withheld }));

		// The mother can't get around it by naming somebody.
		assert_eq!(
			name_representative(mother.clone(), "Aunt", helper()),
			Err(Error::<Test>::ExceedsOwnMandate.into())
		);
		assert_ok!(name_representative(mother, "Aunt", Mandate { withheld, ..helper() }));
	});
}

#[test]
fn add_representative_should_name_when_controller_asks() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(name_representative(account("Ann"), "Partner", helper()));
		let [partner] = Patients::representatives(ANN).try_into().unwrap();
		assert_eq!((partner.account, partner.mandate), (account("Partner"), helper()));
		assert_eq!((partner.named_by, partner.in_force), (None, true));
		assert_eq!(
			events().last(),
			Some(&Event::RepresentativeNamed { patient: ANN, role: DelegateRole::DELEGATEE })
		);
		assert_eq!(Sponsored::get().len(), 2);
		assert_eq!(Patients::info(ANN).unwrap().nonce, 2);
	});
}

#[test]
fn add_representative_should_end_with_the_mandate_it_comes_from() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(name_representative(account("Ann"), "Mother", guardian()));
		assert_ok!(name_representative(account("Mother"), "Aunt", helper()));
		let may = || Patients::authority(&account("Aunt"), ANN, Power::Consent).is_some();
		assert!(may());
		// The mother can no longer consent herself, nor have others do it; what is withheld from her
		// is withheld from the aunt.
		let withheld = Sensitivity::PSY.into();
		let change = |mandate| {
			let ann = RuntimeOrigin::signed(account("Ann"));
			Patients::change_representative(ann, ANN, account("Mother"), mandate)
		};
		assert_ok!(change(Mandate { withheld, ..guardian() }));
		assert_eq!(
			Patients::authority(&account("Aunt"), ANN, Power::Consent),
			Some(Authority::Representative { role: DelegateRole::DELEGATEE, withheld })
		);
		let powers = Powers { registration: true, ..Powers::default() };
		assert_ok!(change(Mandate { powers, ..guardian() }));
		assert!(!may());
	});
}

#[test]
fn add_representative_should_refuse_when_sender_may_not_name() {
	build_and_execute(|| {
		register(ANN, "Ann");
		register(BEN, "Ben");
		assert_ok!(name_representative(account("Ann"), "Partner", helper()));
		for sender in [stranger(), account("Ben"), account("Partner"), agent_of(HOSPITAL)] {
			assert_refused(
				|| name_representative(sender, "Aunt", helper()),
				Error::<Test>::NotController,
			);
		}
	});
}

#[test]
fn add_representative_should_refuse_when_guardian_is_not_in_force() {
	build_and_execute(|| {
		register_child();
		Now::set(&MAJORITY);
		let later = Mandate { period: Period::ALWAYS, ..helper() };
		assert_refused(
			|| name_representative(account("Mother"), "Aunt", later),
			Error::<Test>::NotController,
		);
	});
}

#[test]
fn add_representative_should_refuse_when_representative_gives_more_than_it_has() {
	build_and_execute(|| {
		register_child();
		for more in [
			Mandate { powers: Powers { erasure: true, ..Powers::default() }, ..helper() },
			Mandate { powers: Powers { registration: true, ..Powers::default() }, ..helper() },
			Mandate { period: Period::until(MAJORITY + 1), ..helper() },
			Mandate { period: Period::ALWAYS, ..helper() },
		] {
			assert_refused(
				|| name_representative(account("Mother"), "Aunt", more),
				Error::<Test>::ExceedsOwnMandate,
			);
		}
	});
}

#[test]
fn add_representative_should_refuse_when_named_one_would_name_others() {
	build_and_execute(|| {
		register_child();
		assert_ok!(name_representative(account("Mother"), "Aunt", helper()));
		assert_refused(
			|| name_representative(account("Aunt"), "Uncle", helper()),
			Error::<Test>::NotController,
		);
	});
}

#[test]
fn add_representative_should_refuse_when_mandate_does_not_do() {
	build_and_execute(|| {
		register(ANN, "Ann");
		for (mandate, error) in [
			(Mandate { powers: Powers::default(), ..helper() }, Error::<Test>::NoPowers),
			(Mandate { period: Period::until(NOW), ..helper() }, Error::<Test>::InvalidPeriod),
			(Mandate { period: Period::ALWAYS, ..guardian() }, Error::<Test>::GuardianWithoutEnd),
			(
				Mandate { period: Period::until(MAJORITY + 1), ..guardian() },
				Error::<Test>::EndTooExact,
			),
		] {
			assert_refused(|| name_representative(account("Ann"), "Aunt", mandate), error);
		}
	});
}

#[test]
fn add_representative_should_refuse_when_account_is_taken() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(name_representative(account("Ann"), "Aunt", helper()));
		assert_refused(
			|| name_representative(account("Ann"), "Aunt", helper()),
			Error::<Test>::AlreadyRepresentative,
		);
		assert_refused(
			|| name_representative(account("Ann"), "Ann", helper()),
			Error::<Test>::AlreadyController,
		);
		let mut sponsored = Sponsored::get();
		sponsored.push((account("Clerk"), PAYER));
		Sponsored::set(&sponsored);
		assert_refused(|| name_representative(account("Ann"), "Clerk", helper()), TAKEN);
		sponsored.pop();
		Sponsored::set(&sponsored);
	});
}

#[test]
fn add_representative_should_refuse_when_there_is_no_room() {
	build_and_execute(|| {
		register(ANN, "Ann");
		for n in 0..MAX_REPRESENTATIVES {
			assert_ok!(name_representative(account("Ann"), &format!("R{n}"), helper()));
		}
		assert_refused(
			|| name_representative(account("Ann"), "Aunt", helper()),
			Error::<Test>::MaxRepresentativesExceeded,
		);
	});
}

#[test]
fn add_representative_should_refuse_when_signature_is_used_again() {
	build_and_execute(|| {
		register(ANN, "Ann");
		let (deadline, signature) = consent_to_represent("Aunt", ANN, &helper(), 1);
		let add = || {
			Patients::add_representative(
				RuntimeOrigin::signed(account("Ann")),
				ANN,
				account("Aunt"),
				helper(),
				deadline,
				signature.clone(),
			)
		};
		assert_ok!(add());
		let aunt = RuntimeOrigin::signed(account("Aunt"));
		assert_ok!(Patients::revoke_representative(aunt, ANN, account("Aunt")));
		assert_refused(add, Error::<Test>::InvalidSignature);
		Now::set(&(deadline + 1));
		assert_refused(add, Error::<Test>::SignatureExpired);
	});
}

#[test]
fn add_representative_should_refuse_when_patient_is_closed_or_unknown() {
	build_and_execute(|| {
		let ann = account("Ann");
		assert_refused(
			|| name_representative(ann.clone(), "Aunt", helper()),
			Error::<Test>::NotFound,
		);
		register(ANN, "Ann");
		register(BEN, "Ben");
		assert_ok!(Patients::propose_merge(RuntimeOrigin::signed(ann.clone()), ANN, BEN));
		assert_ok!(Patients::accept_merge(RuntimeOrigin::signed(account("Ben")), ANN, BEN));
		assert_refused(
			|| name_representative(account("Ben"), "Aunt", helper()),
			Error::<Test>::AlreadyMerged,
		);
		assert_ok!(Patients::erase(RuntimeOrigin::signed(account("Ben")), ANN));
		assert_refused(
			|| name_representative(account("Ben"), "Aunt", helper()),
			Error::<Test>::Erased,
		);
	});
}
