use super::*;

fn withdraw(organization: OrganizationId) -> DispatchResult {
	Organizations::withdraw_council_seat(council(), organization)
}

#[test]
fn withdraw_council_seat_should_unseat_the_delegate() {
	build_and_execute(|| {
		assert_ok!(withdraw(HOSPITAL));
		assert_eq!(Members::get(), [OFFICER]);
		let info = Organizations::info(HOSPITAL).unwrap();
		assert_eq!(info.council_delegate, None);
		assert_eq!(info.status, OrganizationStatus::Active);
		assert_eq!(events(), [Event::CouncilSeatWithdrawn { organization: HOSPITAL }]);
	});
}

#[test]
fn withdraw_council_seat_should_refuse_when_sender_is_not_the_council() {
	build_and_execute(|| {
		assert_refused_unless_council(|origin| {
			Organizations::withdraw_council_seat(origin, HOSPITAL)
		});
	});
}

#[test]
fn withdraw_council_seat_should_refuse_when_there_is_none() {
	build_and_execute(|| {
		assert_refused(|| withdraw(CLINIC), Error::<Test>::NoSeat);
	});
}

#[test]
fn withdraw_council_seat_should_refuse_when_council_would_be_empty() {
	build_and_execute(|| {
		assert_ok!(withdraw(HOSPITAL));
		assert_refused(|| withdraw(AUTHORITY), Error::<Test>::LastSeat);
	});
}

#[test]
fn withdraw_council_seat_should_refuse_when_organization_is_unknown() {
	build_and_execute(|| {
		assert_refused(|| withdraw(NOBODY), Error::<Test>::NotFound);
	});
}
