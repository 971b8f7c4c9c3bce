use super::*;

#[test]
fn resign_should_end_membership_and_seat_when_administrator_asks() {
	build_and_execute(|| {
		assert_ok!(Organizations::resign(signed(DEPUTY)));
		assert_eq!(status(HOSPITAL), Some(OrganizationStatus::Removed));
		assert_eq!(Members::get(), [OFFICER]);
		assert_eq!(
			events(),
			[
				Event::CouncilSeatWithdrawn { organization: HOSPITAL },
				Event::OrganizationResigned { organization: HOSPITAL },
			]
		);
	});
}

#[test]
fn resign_should_refuse_when_sender_is_no_active_administrator() {
	build_and_execute(|| {
		assert_refused_unless_administrator(Organizations::resign);
	});
}

#[test]
fn resign_should_refuse_when_council_would_be_empty() {
	build_and_execute(|| {
		assert_ok!(Organizations::resign(signed(HEAD)));
		assert_refused(|| Organizations::resign(signed(OFFICER)), Error::<Test>::LastSeat);
	});
}
