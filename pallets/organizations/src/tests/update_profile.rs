use super::*;
use crate::Profile;
use sp_core::H256;

#[test]
fn update_profile_should_change_what_organization_says_of_itself() {
	build_and_execute(|| {
		let gln = "4012345000016".parse().unwrap();
		let key = H256::repeat_byte(0x25);
		let renamed =
			Profile { gln: Some(gln), envelope_key: Some(key), ..profile("St. Mary's Hospital") };
		assert_ok!(Organizations::update_profile(signed(HEAD), renamed));
		let info = Organizations::info(HOSPITAL).unwrap();
		assert_eq!(info.name, "St. Mary's Hospital");
		assert_eq!(info.gln, Some(gln));
		assert_eq!(info.envelope_key, Some(key));
		assert_eq!(events(), [Event::ProfileUpdated { organization: HOSPITAL }]);
	});
}

#[test]
fn update_profile_should_refuse_when_sender_is_no_active_administrator() {
	build_and_execute(|| {
		assert_refused_unless_administrator(|origin| {
			Organizations::update_profile(origin, profile("Renamed"))
		});
	});
}

#[test]
fn update_profile_should_refuse_when_name_is_empty_or_not_text() {
	build_and_execute(|| {
		let garbled = Profile { name: vec![0xC3].try_into().unwrap(), ..profile("") };
		for profile in [profile(""), profile("  "), garbled] {
			assert_refused(
				|| Organizations::update_profile(signed(HEAD), profile),
				Error::<Test>::InvalidName,
			);
		}
	});
}
