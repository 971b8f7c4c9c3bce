use super::*;
use crate::MAX_CARE_RELATIONSHIPS;
use salus_primitives::{traits::Patients as _, OrganizationId};

fn open(sender: AccountId32, organization: OrganizationId, period: Period) -> DispatchResult {
	Patients::open_care_relationship(RuntimeOrigin::signed(sender), ANN, organization, period)
}

#[test]
fn open_care_relationship_should_let_organization_care_for_its_period() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert!(Patients::has_care_relationship(ANN, HOSPITAL), "the sponsor cares from the start");
		assert!(!Patients::has_care_relationship(ANN, CLINIC));

		let period = Period::until(NOW + 10);
		assert_ok!(open(account("Ann"), CLINIC, period));

		assert!(Patients::has_care_relationship(ANN, CLINIC));
		assert_eq!(
			events().last(),
			Some(&Event::CareRelationshipOpened { patient: ANN, organization: CLINIC, period })
		);
		Now::set(&(NOW + 10));
		assert!(!Patients::has_care_relationship(ANN, CLINIC));
	});
}

#[test]
fn open_care_relationship_should_change_period_when_opened_again() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(open(account("Ann"), CLINIC, Period::until(NOW + 10)));
		assert_ok!(open(account("Ann"), CLINIC, Period::until(NOW + 20)));
		Now::set(&(NOW + 10));
		assert!(Patients::has_care_relationship(ANN, CLINIC));
	});
}

#[test]
fn open_care_relationship_should_refuse_when_sender_does_not_decide_for_patient() {
	build_and_execute(|| {
		register(ANN, "Ann");
		for sender in [agent_of(CLINIC), agent_of(HOSPITAL), stranger()] {
			assert_refused(|| open(sender, CLINIC, Period::ALWAYS), Error::<Test>::NotController);
		}
	});
}

#[test]
fn open_care_relationship_should_refuse_when_period_is_empty_or_over() {
	build_and_execute(|| {
		register(ANN, "Ann");
		let empty = Period { start: Some(NOW + 2), end: Some(NOW + 1) };
		for period in [empty, Period::until(NOW)] {
			assert_refused(|| open(account("Ann"), CLINIC, period), Error::<Test>::InvalidPeriod);
		}
	});
}

#[test]
fn open_care_relationship_should_refuse_when_organization_is_not_active() {
	build_and_execute(|| {
		register(ANN, "Ann");
		Suspended::set(&vec![CLINIC]);
		for organization in [CLINIC, OrganizationId(99)] {
			assert_refused(
				|| open(account("Ann"), organization, Period::ALWAYS),
				Error::<Test>::OrganizationNotActive,
			);
		}
	});
}

#[test]
fn open_care_relationship_should_refuse_when_patient_is_unknown_or_erased() {
	build_and_execute(|| {
		assert_refused(|| open(account("Ann"), CLINIC, Period::ALWAYS), Error::<Test>::NotFound);
		register(ANN, "Ann");
		assert_ok!(Patients::erase(RuntimeOrigin::signed(account("Ann")), ANN));
		assert_refused(|| open(account("Ann"), CLINIC, Period::ALWAYS), Error::<Test>::Erased);
	});
}

#[test]
fn open_care_relationship_should_refuse_when_there_is_no_room() {
	build_and_execute(|| {
		register(ANN, "Ann");
		for n in 0..MAX_CARE_RELATIONSHIPS {
			let organization = OrganizationId(1_000 + n);
			crate::CareRelationships::<Test>::insert(ANN, organization, Period::ALWAYS);
		}
		crate::Patients::<Test>::mutate_extant(ANN, |ann| {
			ann.care_relationships = MAX_CARE_RELATIONSHIPS;
		});
		assert_refused(
			|| open(account("Ann"), CLINIC, Period::ALWAYS),
			Error::<Test>::MaxCareRelationshipsExceeded,
		);
	});
}
