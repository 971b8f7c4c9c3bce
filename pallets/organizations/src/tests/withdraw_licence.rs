use super::*;

/// The clinic's licence.
const HELD: Licence = Licence { capability: Capability::Provider, period: Period::until(LATER) };

fn withdraw(origin: RuntimeOrigin, licence: Licence) -> DispatchResult {
	Organizations::withdraw_licence(origin, CLINIC, licence)
}

#[test]
fn withdraw_licence_should_end_capability_when_council_or_regulator_withdraws() {
	for origin in [council(), signed(OFFICER)] {
		build_and_execute(|| {
			assert_ok!(withdraw(origin, HELD));
			assert!(!Organizations::is_capable(CLINIC, Capability::Provider));
			assert!(Organizations::info(CLINIC).unwrap().licences.is_empty());
			assert_eq!(events(), [Event::LicenceWithdrawn { organization: CLINIC, licence: HELD }]);
		});
	}
}

#[test]
fn withdraw_licence_should_leave_other_licences() {
	build_and_execute(|| {
		let other = licence(Capability::Provider);
		assert_ok!(Organizations::grant_licence(council(), CLINIC, other));
		assert_ok!(withdraw(council(), HELD));
		assert_eq!(Organizations::info(CLINIC).unwrap().licences, [other]);
	});
}

#[test]
fn withdraw_licence_should_refuse_when_sender_is_no_administrator_of_a_regulator() {
	build_and_execute(|| {
		for who in [HEAD, OWNER, CLERK, STRANGER] {
			assert_refused(|| withdraw(signed(who), HELD), Error::<Test>::NotAuthorized);
		}
		assert_refused(|| withdraw(RuntimeOrigin::none(), HELD), DispatchError::BadOrigin);
	});
}

#[test]
fn withdraw_licence_should_refuse_when_there_is_none() {
	build_and_execute(|| {
		assert_refused(
			|| withdraw(council(), licence(Capability::Provider)),
			Error::<Test>::LicenceNotFound,
		);
		assert_ok!(withdraw(council(), HELD));
		assert_refused(|| withdraw(council(), HELD), Error::<Test>::LicenceNotFound);
	});
}

#[test]
fn withdraw_licence_should_refuse_when_organization_is_unknown() {
	build_and_execute(|| {
		assert_refused(
			|| Organizations::withdraw_licence(council(), NOBODY, HELD),
			Error::<Test>::NotFound,
		);
	});
}
