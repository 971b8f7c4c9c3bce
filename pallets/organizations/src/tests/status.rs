//! What others are told when an organization's standing changes.

use super::*;
use frame_support::dispatch::GetDispatchInfo;

#[test]
fn others_should_be_told_when_the_standing_changes() {
	build_and_execute(|| {
		assert_ok!(Organizations::suspend(council(), CLINIC));
		assert_ok!(Organizations::reinstate(council(), CLINIC));
		assert_ok!(Organizations::remove(council(), CLINIC));
		assert_ok!(Organizations::resign(signed(HEAD)));
		assert_eq!(
			Statuses::get(),
			[
				(CLINIC, OrganizationStatus::Suspended),
				(CLINIC, OrganizationStatus::Active),
				(CLINIC, OrganizationStatus::Removed),
				(HOSPITAL, OrganizationStatus::Removed),
			]
		);
	});
}

#[test]
fn others_should_not_be_told_when_the_change_is_refused() {
	build_and_execute(|| {
		assert!(Organizations::admit(council(), CLINIC).is_err());
		assert!(Organizations::reinstate(council(), HOSPITAL).is_err());
		assert!(Organizations::suspend(council(), NOBODY).is_err());
		assert_eq!(Statuses::get(), []);
	});
}

#[test]
fn calls_that_end_a_standing_should_bear_what_others_do_about_it() {
	let organization = CLINIC;
	for call in [
		crate::Call::<Test>::suspend { organization },
		crate::Call::remove { organization },
		crate::Call::resign {},
		crate::Call::reject_application { organization },
	] {
		let weight = call.get_dispatch_info().call_weight;
		let alone = match call {
			crate::Call::suspend { .. } => <() as crate::WeightInfo>::suspend(),
			crate::Call::remove { .. } => <() as crate::WeightInfo>::remove(),
			crate::Call::resign {} => <() as crate::WeightInfo>::resign(),
			_ => <() as crate::WeightInfo>::reject_application(),
		};
		assert_eq!(weight, alone + HOOK, "{call:?}");
	}
}

#[test]
fn allowance_of_an_organization_should_be_that_of_its_agents() {
	build_and_execute(|| {
		assert_eq!(Organizations::allowance_of(HOSPITAL), Organizations::allowance(&HEAD));
		assert!(Organizations::allowance_of(HOSPITAL).is_some());
		assert_eq!(Organizations::allowance_of(NOBODY), None);
		assert_eq!(Organizations::organization_of_agent(&CLERK), Some(HOSPITAL));
		assert_eq!(Organizations::organization_of_agent(&STRANGER), None);
	});
}
