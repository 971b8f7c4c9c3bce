use super::*;
use crate::{ContactsOf, MAX_RECOVERY_DELAY};

fn sorted(mut contacts: Vec<AccountId32>) -> ContactsOf<Test> {
	contacts.sort();
	contacts.try_into().unwrap()
}

fn friends() -> ContactsOf<Test> {
	sorted(vec![account("Sister"), account("Friend"), agent_of(HOSPITAL)])
}

fn arrange(
	sender: AccountId32,
	contacts: ContactsOf<Test>,
	threshold: u32,
	delay: u64,
) -> DispatchResult {
	let sender = RuntimeOrigin::signed(sender);
	Patients::arrange_recovery(sender, ANN, contacts, threshold, delay)
}

#[docify::export]
#[test]
fn arrange_recovery_should_name_contacts() {
	build_and_execute(|| {
		register(ANN, "Ann");
		let ann = RuntimeOrigin::signed(account("Ann"));

		// Her sister, a friend and the hospital: any two of them, after a week.
		let week = 7 * 24 * 60 * 60 * 1_000;
		assert_ok!(Patients::arrange_recovery(ann, ANN, friends(), 2, week));

		assert_eq!(Arranged::get(), [(account("Ann"), (friends().into_inner(), 2, week))]);
		assert_eq!(events().last(), Some(&Event::RecoveryArranged { patient: ANN, threshold: 2 }));
	});
}

#[test]
fn arrange_recovery_should_take_the_place_of_what_was_there() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(arrange(account("Ann"), friends(), 2, OBJECTION_PERIOD));
		assert_ok!(arrange(account("Ann"), friends(), 3, MAX_RECOVERY_DELAY));
		let expected = (friends().into_inner(), 3, MAX_RECOVERY_DELAY);
		assert_eq!(Arranged::get(), [(account("Ann"), expected)]);
	});
}

#[test]
fn arrange_recovery_should_be_forgotten_with_the_key() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(arrange(account("Ann"), friends(), 2, OBJECTION_PERIOD));
		let (deadline, signature) = consent_to_control("New", ANN, HOSPITAL, 1);
		let ann = RuntimeOrigin::signed(account("Ann"));
		let new = account("New");
		assert_ok!(Patients::rotate_controller(ann, ANN, new.clone(), deadline, signature));
		assert_eq!(Arranged::get(), []);
		assert_ok!(arrange(new.clone(), friends(), 2, OBJECTION_PERIOD));
		assert_ok!(Patients::erase(RuntimeOrigin::signed(new), ANN));
		assert_eq!(Arranged::get(), []);
	});
}

#[test]
fn arrange_recovery_should_refuse_when_sender_is_not_the_controller() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(name_representative(account("Ann"), "Mother", guardian()));
		for sender in [account("Mother"), agent_of(HOSPITAL), stranger()] {
			assert_refused(
				|| arrange(sender, friends(), 2, OBJECTION_PERIOD),
				Error::<Test>::NotController,
			);
		}
	});
}

#[test]
fn arrange_recovery_should_refuse_when_one_contact_would_do_or_none_could() {
	build_and_execute(|| {
		register(ANN, "Ann");
		for threshold in [0, 1, 4, u32::MAX] {
			assert_refused(
				|| arrange(account("Ann"), friends(), threshold, OBJECTION_PERIOD),
				Error::<Test>::InvalidThreshold,
			);
		}
		assert_refused(
			|| arrange(account("Ann"), sorted(vec![agent_of(HOSPITAL)]), 2, OBJECTION_PERIOD),
			Error::<Test>::InvalidThreshold,
		);
	});
}

#[test]
fn arrange_recovery_should_refuse_when_one_organization_is_two_contacts() {
	build_and_execute(|| {
		register(ANN, "Ann");
		let contacts = sorted(vec![agent_of(HOSPITAL), second_agent_of(HOSPITAL)]);
		assert_refused(
			|| arrange(account("Ann"), contacts, 2, OBJECTION_PERIOD),
			Error::<Test>::OrganizationTwice,
		);
		let contacts = sorted(vec![agent_of(HOSPITAL), agent_of(CLINIC)]);
		assert_ok!(arrange(account("Ann"), contacts, 2, OBJECTION_PERIOD));
	});
}

#[test]
fn arrange_recovery_should_refuse_when_contacts_are_not_in_order() {
	build_and_execute(|| {
		register(ANN, "Ann");
		let mut reversed = friends().into_inner();
		reversed.reverse();
		let twice = vec![account("Sister"), account("Sister")];
		for contacts in [reversed, twice] {
			assert_refused(
				|| arrange(account("Ann"), contacts.try_into().unwrap(), 2, OBJECTION_PERIOD),
				Error::<Test>::InvalidContacts,
			);
		}
		let with_herself = sorted(vec![account("Ann"), account("Sister")]);
		assert_refused(
			|| arrange(account("Ann"), with_herself, 2, OBJECTION_PERIOD),
			Error::<Test>::InvalidContacts,
		);
	});
}

#[test]
fn arrange_recovery_should_refuse_when_there_is_no_time_to_object() {
	build_and_execute(|| {
		register(ANN, "Ann");
		for delay in [0, OBJECTION_PERIOD - 1, MAX_RECOVERY_DELAY + 1, u64::MAX] {
			assert_refused(
				|| arrange(account("Ann"), friends(), 2, delay),
				Error::<Test>::InvalidDelay,
			);
		}
	});
}

#[test]
fn arrange_recovery_should_refuse_when_somebody_asks() {
	build_and_execute(|| {
		register(ANN, "Ann");
		assert_ok!(arrange(account("Ann"), friends(), 2, OBJECTION_PERIOD));
		Asked::set(&vec![account("Ann")]);
		assert_refused(|| arrange(account("Ann"), friends(), 3, OBJECTION_PERIOD), ONGOING);
	});
}

#[test]
fn arrange_recovery_should_refuse_when_patient_is_closed_or_unknown() {
	build_and_execute(|| {
		let arrange = || arrange(account("Ann"), friends(), 2, OBJECTION_PERIOD);
		assert_refused(arrange, Error::<Test>::NotFound);
		register(ANN, "Ann");
		assert_ok!(Patients::erase(RuntimeOrigin::signed(account("Ann")), ANN));
		assert_refused(arrange, Error::<Test>::Erased);
	});
}
