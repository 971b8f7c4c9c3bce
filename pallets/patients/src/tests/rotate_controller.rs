use super::*;

fn rotate(
	sender: &str,
	new: &str,
	(deadline, signature): (u64, sp_runtime::MultiSignature),
) -> DispatchResult {
	Patients::rotate_controller(
		RuntimeOrigin::signed(account(sender)),
		ANN,
		account(new),
		deadline,
		signature,
	)
}

#[docify::export]
#[test]
fn rotate_controller_should_hand_over_when_new_key_signs() {
	build_and_execute(|| {
		register(ANN, "Ann");
		let (deadline, signature) = consent_to_control("Ann's new phone", ANN, HOSPITAL, 1);

		assert_ok!(Patients::rotate_controller(
			RuntimeOrigin::signed(account("Ann")),
			ANN,
			account("Ann's new phone"),
			deadline,
			signature
		));

		assert_eq!(Patients::info(ANN).unwrap().controller, Some(account("Ann's new phone")));
		assert_eq!(Patients::patient_of(&account("Ann")), None);
		assert_eq!(events().last(), Some(&Event::ControllerRotated { patient: ANN }));
	});
}

#[test]
fn rotate_controller_should_release_old_key_and_sponsor_new_one() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(rotate("Ann", "New", consent_to_control("New", ANN, HOSPITAL, 1)));
		assert_eq!(Sponsored::get(), [(account("New"), HOSPITAL)]);
	});
}

#[test]
fn rotate_controller_should_refuse_when_sender_is_not_the_controller() {
	build_and_execute(|| {
		register(ANN, "Ann");
		register(BEN, "Ben");
		let signed = consent_to_control("New", ANN, HOSPITAL, 1);
		for sender in ["Ben", "New", "Stranger"] {
			assert_refused(|| rotate(sender, "New", signed.clone()), Error::<Test>::NotController);
		}
	});
}

#[test]
fn rotate_controller_should_refuse_when_old_key_comes_back_by_replay() {
	build_and_execute(|| {
		register(ANN, "Ann");
		let first = consent_to_control("Ann", ANN, HOSPITAL, 0);
		assert_ok!(rotate("Ann", "New", consent_to_control("New", ANN, HOSPITAL, 1)));
		assert_refused(|| rotate("New", "Ann", first), Error::<Test>::InvalidSignature);
		let replayed = consent_to_control("Ann", ANN, HOSPITAL, 1);
		assert_refused(|| rotate("New", "Ann", replayed), Error::<Test>::InvalidSignature);
		let skipped = consent_to_control("Ann", ANN, HOSPITAL, 3);
		assert_refused(|| rotate("New", "Ann", skipped), Error::<Test>::InvalidSignature);
		assert_ok!(rotate("New", "Ann", consent_to_control("Ann", ANN, HOSPITAL, 2)));
	});
}

#[test]
fn rotate_controller_should_refuse_when_deadline_has_passed() {
	build_and_execute(|| {
		register(ANN, "Ann");
		let signed = consent_to_control("New", ANN, HOSPITAL, 1);
		Now::set(&(signed.0 + 1));
		assert_refused(|| rotate("Ann", "New", signed), Error::<Test>::SignatureExpired);
	});
}

#[test]
fn rotate_controller_should_refuse_when_new_account_belongs_to_somebody() {
	build_and_execute(|| {
		register(ANN, "Ann");
		register(BEN, "Ben");
		for name in ["Ann", "Ben"] {
			let signed = consent_to_control(name, ANN, HOSPITAL, 1);
			assert_refused(|| rotate("Ann", name, signed), Error::<Test>::AlreadyController);
		}
		let mut sponsored = Sponsored::get();
		sponsored.push((account("Clerk"), PAYER));
		Sponsored::set(&sponsored);
		let signed = consent_to_control("Clerk", ANN, HOSPITAL, 1);
		assert_refused(|| rotate("Ann", "Clerk", signed), TAKEN);
		sponsored.pop();
		Sponsored::set(&sponsored);
	});
}

#[test]
fn rotate_controller_should_refuse_when_new_account_represents_the_patient() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(name_representative(account("Ann"), "Mother", guardian()));
		let signed = consent_to_control("Mother", ANN, HOSPITAL, 2);
		assert_refused(|| rotate("Ann", "Mother", signed), Error::<Test>::AlreadyRepresentative);
	});
}

#[test]
fn rotate_controller_should_keep_the_old_key_in_when_it_represents_others() {
	build_and_execute(|| {
		register_child();
		register(BEN, "Mother");
		let (deadline, signature) = consent_to_control("New", BEN, HOSPITAL, 1);
		let (mother, new) = (account("Mother"), account("New"));
		let sender = RuntimeOrigin::signed(mother.clone());
		assert_ok!(Patients::rotate_controller(sender, BEN, new, deadline, signature));
		assert!(Sponsored::get().contains(&(mother, HOSPITAL)));
	});
}

#[test]
fn rotate_controller_should_refuse_when_patient_is_unknown() {
	build_and_execute(|| {
		let signed = consent_to_control("New", ANN, HOSPITAL, 1);
		assert_refused(|| rotate("Ann", "New", signed), Error::<Test>::NotFound);
	});
}
