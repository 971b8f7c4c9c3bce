use super::*;

fn with_proposal(test: impl FnOnce()) {
	build_and_execute(|| {
		register(ANN, "Ann");
		register(BEN, "Ben");
		assert_ok!(Patients::propose_merge(RuntimeOrigin::signed(account("Ben")), BEN, ANN));
		test();
	});
}

fn withdraw(sender: AccountId32, patient: PatientId) -> DispatchResult {
	Patients::withdraw_merge(RuntimeOrigin::signed(sender), patient)
}

#[test]
fn withdraw_merge_should_remove_proposal_when_either_side_asks() {
	for sender in [account("Ann"), account("Ben"), agent_of(HOSPITAL)] {
		with_proposal(|| {
			assert_ok!(withdraw(sender, BEN));
			assert_eq!(events().last(), Some(&Event::MergeWithdrawn { patient: BEN }));
			assert_refused(
				|| plain(Patients::accept_merge(RuntimeOrigin::signed(account("Ann")), BEN, ANN)),
				Error::<Test>::MergeNotFound,
			);
		});
	}
}

#[test]
fn withdraw_merge_should_refuse_when_sender_has_no_say() {
	with_proposal(|| {
		for sender in [agent_of(CLINIC), stranger()] {
			assert_refused(|| withdraw(sender, BEN), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn withdraw_merge_should_refuse_when_none_waits() {
	with_proposal(|| {
		assert_refused(|| withdraw(account("Ann"), ANN), Error::<Test>::MergeNotFound);
	});
}
