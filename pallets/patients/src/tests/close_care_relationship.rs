use super::*;
use salus_primitives::traits::Patients as _;

fn with_relationship(test: impl FnOnce()) {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(Patients::open_care_relationship(
			RuntimeOrigin::signed(account("Ann")),
			ANN,
			CLINIC,
			Period::ALWAYS
		));
		test();
	});
}

fn close(sender: AccountId32) -> DispatchResult {
	Patients::close_care_relationship(RuntimeOrigin::signed(sender), ANN, CLINIC)
}

#[test]
fn close_care_relationship_should_end_it_when_either_side_asks() {
	for sender in [account("Ann"), agent_of(CLINIC)] {
		with_relationship(|| {
			assert_ok!(close(sender));
			assert!(!Patients::has_care_relationship(ANN, CLINIC));
			assert_eq!(
				events().last(),
				Some(&Event::CareRelationshipClosed { patient: ANN, organization: CLINIC })
			);
		});
	}
}

#[test]
fn close_care_relationship_should_refuse_when_sender_is_neither_side() {
	with_relationship(|| {
		for sender in [agent_of(HOSPITAL), stranger()] {
			assert_refused(|| close(sender), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn close_care_relationship_should_refuse_when_there_is_none() {
	build_and_execute(|| {
		assert_refused(|| close(account("Ann")), Error::<Test>::NotFound);
		register(ANN, "Ann");
		assert_refused(|| close(account("Ann")), Error::<Test>::CareRelationshipNotFound);
	});
}
