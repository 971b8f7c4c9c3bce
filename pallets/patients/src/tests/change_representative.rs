use super::*;

fn change(sender: &str, name: &str, mandate: Mandate) -> DispatchResult {
	let sender = RuntimeOrigin::signed(account(sender));
	Patients::change_representative(sender, ANN, account(name), mandate)
}

fn mandate_of(name: &str) -> Mandate {
	let representatives = Patients::representatives(ANN);
	representatives.iter().find(|named| named.account == account(name)).unwrap().mandate
}

/// Ann has a key, a mother, and an aunt whom the mother named.
fn with_family(test: impl FnOnce()) {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(name_representative(account("Ann"), "Mother", guardian()));
		assert_ok!(name_representative(account("Mother"), "Aunt", helper()));
		test();
	});
}

#[test]
fn change_representative_should_do_what_the_controller_says() {
	with_family(|| {
		let withheld = Sensitivity::SEX.into();
		assert_ok!(change("Ann", "Mother", Mandate { withheld, ..guardian() }));
		assert_eq!(mandate_of("Mother").withheld, withheld);
		assert_eq!(
			events().last(),
			Some(&Event::RepresentativeChanged { patient: ANN, role: DelegateRole::GUARD })
		);
		// Whom the controller gives a mandate no longer depends on the mother.
		let longer = Mandate { period: Period::ALWAYS, ..helper() };
		assert_ok!(change("Ann", "Aunt", longer));
		assert!(Patients::representatives(ANN).iter().all(|named| named.named_by.is_none()));
	});
}

#[test]
fn change_representative_should_let_everybody_have_less() {
	with_family(|| {
		let powers = Powers { registration: true, ..Powers::default() };
		let less = Mandate { powers, ..guardian() };
		assert_ok!(change("Mother", "Mother", less));
		assert_eq!(mandate_of("Mother"), less);
		let shorter = Mandate { period: Period::until(NOW + 5), ..helper() };
		assert_ok!(change("Aunt", "Aunt", shorter));
		assert_eq!(mandate_of("Aunt"), shorter);
	});
}

#[test]
fn change_representative_should_let_the_namer_change_within_its_own() {
	with_family(|| {
		let longer = Mandate { period: Period::until(MAJORITY), ..helper() };
		assert_ok!(change("Mother", "Aunt", longer));
		assert_eq!(mandate_of("Aunt"), longer);
		let aunt = account("Aunt");
		let named = Patients::representatives(ANN);
		let aunt = named.iter().find(|named| named.account == aunt).unwrap();
		assert_eq!(aunt.named_by, Some(account("Mother")));
		let more = Mandate { period: Period::ALWAYS, ..helper() };
		assert_refused(|| change("Mother", "Aunt", more), Error::<Test>::ExceedsOwnMandate);
	});
}

#[test]
fn change_representative_should_refuse_when_it_widens_its_own() {
	with_family(|| {
		let withheld: SensitivitySet = Sensitivity::SEX.into();
		assert_ok!(change("Ann", "Mother", Mandate { withheld, ..guardian() }));
		let guardian = Mandate { withheld, ..guardian() };
		let all = Powers { consent: true, registration: true, erasure: true };
		for more in [
			Mandate { powers: all, ..guardian },
			Mandate { period: Period::until(MAJORITY + GUARDIAN_END_STEP), ..guardian },
			Mandate { withheld: SensitivitySet::EMPTY, ..guardian },
			Mandate { withheld: Sensitivity::HIV.into(), ..guardian },
			Mandate { role: DelegateRole::HPOWATT, ..guardian },
		] {
			assert_refused(|| change("Mother", "Mother", more), Error::<Test>::ExceedsOwnMandate);
		}
	});
}

#[test]
fn change_representative_should_refuse_when_it_is_another_s() {
	with_family(|| {
		assert_ok!(name_representative(account("Ann"), "Father", guardian()));
		for (sender, name) in [("Mother", "Father"), ("Father", "Aunt"), ("Aunt", "Mother")] {
			assert_refused(|| change(sender, name, helper()), Error::<Test>::NotController);
		}
		assert_refused(|| change("Stranger", "Aunt", helper()), Error::<Test>::NotController);
		// She named the aunt, but no longer has power over the registration.
		let powers = Powers { consent: true, ..Powers::default() };
		assert_ok!(change("Ann", "Mother", Mandate { powers, ..guardian() }));
		assert_refused(|| change("Mother", "Aunt", helper()), Error::<Test>::NotController);
	});
}

#[test]
fn change_representative_should_refuse_when_there_is_none_or_mandate_does_not_do() {
	with_family(|| {
		assert_refused(
			|| change("Ann", "Stranger", helper()),
			Error::<Test>::RepresentativeNotFound,
		);
		for (mandate, error) in [
			(Mandate { powers: Powers::default(), ..helper() }, Error::<Test>::NoPowers),
			(Mandate { period: Period::until(NOW), ..helper() }, Error::<Test>::InvalidPeriod),
			(Mandate { period: Period::ALWAYS, ..guardian() }, Error::<Test>::GuardianWithoutEnd),
			(
				Mandate { period: Period::until(MAJORITY + 1), ..guardian() },
				Error::<Test>::EndTooExact,
			),
		] {
			assert_refused(|| change("Ann", "Aunt", mandate), error);
		}
	});
	build_and_execute(|| {
		assert_refused(|| change("Ann", "Aunt", helper()), Error::<Test>::NotFound);
	});
}
