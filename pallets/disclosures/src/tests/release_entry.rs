use super::{
	withhold_entry::{disclose_to, oral, withhold, written},
	*,
};

fn release(name: &str) -> DispatchResult {
	Disclosures::release_entry(by(name), HOSPITAL, 1)
}

#[test]
fn release_entry_should_show_entry_when_it_was_withheld() {
	build_and_execute(|| {
		disclose_to(Recipient::Organization(AUTHORITY));
		assert_ok!(withhold("Officer", written(48 * HOUR)));
		wait(HOUR);
		assert_ok!(release("Inspector"));
		assert_eq!(accounting(), [1]);
		assert_eq!(
			events().last(),
			Some(&Event::DisclosureReleased { organization: HOSPITAL, sequence: 1 })
		);
	});
}

#[test]
fn release_entry_should_not_make_room_for_another_oral_statement() {
	build_and_execute(|| {
		disclose_to(Recipient::Organization(AUTHORITY));
		assert_ok!(withhold("Officer", oral(48 * HOUR)));
		assert_ok!(release("Officer"));
		assert_refused(|| withhold("Officer", oral(HOUR)), Error::<Test>::OralStatementUsed);
	});
}

#[test]
fn release_entry_should_refuse_when_entry_is_not_withheld() {
	build_and_execute(|| {
		assert_refused(|| release("Officer"), Error::<Test>::DisclosureNotFound);
		disclose_to(Recipient::Organization(AUTHORITY));
		assert_refused(|| release("Officer"), Error::<Test>::NotWithheld);
		assert_ok!(withhold("Officer", written(HOUR)));
		wait(HOUR);
		assert_refused(|| release("Officer"), Error::<Test>::NotWithheld);
	});
}

#[test]
fn release_entry_should_refuse_when_entry_can_not_be_withheld() {
	build_and_execute(|| {
		disclose_to(Recipient::Organization(CLINIC));
		assert_refused(|| release("Officer"), Error::<Test>::NotWithholdable);
	});
}

#[test]
fn release_entry_should_refuse_when_caller_may_not_withhold() {
	build_and_execute(|| {
		disclose_to(Recipient::Organization(AUTHORITY));
		assert_ok!(withhold("Officer", written(HOUR)));
		for name in ["Practitioner", "ClinicOfficer", "Auditor", "Ann", "Stranger"] {
			assert_refused(|| release(name), Error::<Test>::NotAuthorized);
		}
	});
}
