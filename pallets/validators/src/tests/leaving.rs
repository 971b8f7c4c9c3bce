use crate::{mock::*, Error, Event, Leaving, Validators as List};
use frame_support::{assert_noop, assert_ok};
use salus_primitives::{
	organization::OrganizationStatus::{Active, Removed, Suspended},
	traits::OnStatusChanged,
	OrganizationId,
};
use sp_runtime::Perbill;
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

/// Any organization: the pallet asks whether its accounts may act.
const SOME: OrganizationId = OrganizationId(0);

/// Lets members go, as the organizations pallet does, and tells of it.
fn expel(members: &[AccountId]) {
	members.iter().for_each(|who| dismiss(*who));
	Validators::on_status_changed(SOME, Removed);
}

fn leaving() -> Vec<AccountId> {
	Leaving::<Test>::get().into_inner()
}

fn list() -> Vec<AccountId> {
	List::<Test>::get().into_inner()
}

#[test]
fn validators_should_lose_their_seats_when_their_organization_may_act_no_longer() {
	for status in [Suspended, Removed] {
		build_and_execute(|| {
			assert_ok!(Validators::add_validator(RuntimeOrigin::root(), candidate(4)));
			take_events();
			dismiss(1);
			dismiss(3);

			Validators::on_status_changed(SOME, status);

			assert_eq!(
				take_events(),
				[
					Event::ValidatorUnseated { validator: 1 },
					Event::ValidatorUnseated { validator: 3 },
				]
			);
			assert_eq!(list(), [2, 4]);
			run_sessions(2);
			assert_eq!(seated(), [2, 4]);
		});
	}
}

#[docify::export]
#[test]
fn validator_should_leave_when_another_has_taken_its_place() {
	build_and_execute(|| {
		expel(&[1, 2, 3]);
		assert_eq!(
			take_events(),
			[
				Event::ValidatorUnseated { validator: 1 },
				Event::ValidatorRetained { validator: 2 },
				Event::ValidatorRetained { validator: 3 },
			]
		);
		assert_eq!(list(), [2, 3]);

		let newcomer = candidate(4);
		take_events();
		assert_ok!(Validators::add_validator(RuntimeOrigin::root(), newcomer));
		assert_eq!(
			take_events(),
			[
				Event::ValidatorAdded { validator: newcomer },
				Event::ValidatorUnseated { validator: 2 },
			]
		);
		assert_eq!((list(), leaving()), (vec![3, newcomer], vec![3]));
	});
}

#[test]
fn list_should_not_change_when_an_organization_becomes_active() {
	build_and_execute(|| {
		dismiss(1);
		Validators::on_status_changed(SOME, Active);
		assert_eq!((list(), take_events()), (vec![1, 2, 3], vec![]));
	});
}

#[test]
fn seats_should_not_come_back_when_the_organization_is_reinstated() {
	build_and_execute(|| {
		expel(&[1]);
		admit(1);
		Validators::on_status_changed(SOME, Active);
		assert_eq!(list(), [2, 3]);
		// The council gives them anew.
		assert_ok!(Validators::add_validator(RuntimeOrigin::root(), 1));
		assert_eq!(list(), [2, 3, 1]);
	});
}

#[test]
fn retained_validator_should_stay_for_good_when_the_council_seats_it_again() {
	build_and_execute(|| {
		expel(&[1, 2]);
		assert_eq!((list(), leaving()), (vec![2, 3], vec![2]));
		assert_noop!(
			Validators::add_validator(RuntimeOrigin::root(), 2),
			Error::<Test>::NotActiveMember
		);
		assert_noop!(
			Validators::remove_validator(RuntimeOrigin::root(), 2),
			Error::<Test>::MinValidatorsReached
		);
		admit(2);
		take_events();

		assert_ok!(Validators::add_validator(RuntimeOrigin::root(), 2));

		assert_eq!(take_events(), [Event::ValidatorAdded { validator: 2 }]);
		assert_eq!((list(), leaving()), (vec![2, 3], vec![]));
		assert_noop!(
			Validators::add_validator(RuntimeOrigin::root(), 2),
			Error::<Test>::AlreadyValidator
		);
	});
}

#[test]
fn validator_should_be_unseated_with_the_session_when_its_agent_was_dismissed() {
	build_and_execute(|| {
		// Nobody tells the pallet when an organization dismisses one of its agents.
		dismiss(2);
		run_sessions(1);
		assert_eq!(take_events(), [Event::ValidatorUnseated { validator: 2 }]);
		run_sessions(1);
		assert_eq!(seated(), [1, 3]);
	});
}

#[test]
fn retained_validator_should_be_announced_once() {
	build_and_execute(|| {
		expel(&[1, 2]);
		take_events();
		run_sessions(3);
		Validators::on_status_changed(SOME, Suspended);
		assert_eq!(take_events(), []);
		assert_eq!(leaving(), [2]);
	});
}

#[test]
fn equivocator_should_leave_when_another_has_taken_its_place() {
	build_and_execute(|| {
		expel(&[1]);
		let offence = OffenceDetails { offender: (2, ()), reporters: vec![9u64] };
		Validators::on_offence(&[offence], &[Perbill::one()], 0);
		assert_eq!((list(), leaving()), (vec![2, 3], vec![2]));

		assert_ok!(Validators::add_validator(RuntimeOrigin::root(), candidate(4)));
		assert_eq!((list(), leaving()), (vec![3, 4], vec![]));
	});
}
