use super::*;

fn dissolve(sender: AccountId32) -> DispatchResult {
	Patients::dissolve_recovery(RuntimeOrigin::signed(sender), ANN)
}

fn with_contacts(test: impl FnOnce()) {
	build_and_execute(|| {
		register(ANN, "Ann");
		let mut contacts = vec![account("Sister"), account("Friend")];
		contacts.sort();
		assert_ok!(Patients::arrange_recovery(
			RuntimeOrigin::signed(account("Ann")),
			ANN,
			contacts.try_into().unwrap(),
			2,
			OBJECTION_PERIOD
		));
		test();
	});
}

#[test]
fn dissolve_recovery_should_leave_nobody() {
	with_contacts(|| {
		assert_ok!(dissolve(account("Ann")));
		assert_eq!(Arranged::get(), []);
		assert_eq!(events().last(), Some(&Event::RecoveryDissolved { patient: ANN }));
	});
}

#[test]
fn dissolve_recovery_should_refuse_when_sender_is_not_the_controller() {
	with_contacts(|| {
		for sender in [account("Sister"), agent_of(HOSPITAL), stranger()] {
			assert_refused(|| dissolve(sender), Error::<Test>::NotController);
		}
	});
	build_and_execute(|| {
		assert_refused(|| dissolve(account("Ann")), Error::<Test>::NotFound);
	});
}

#[test]
fn dissolve_recovery_should_refuse_when_somebody_asks() {
	with_contacts(|| {
		Asked::set(&vec![account("Ann")]);
		assert_refused(|| dissolve(account("Ann")), ONGOING);
	});
}
