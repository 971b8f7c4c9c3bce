use super::*;
use salus_primitives::record::{Custodians, Locator};

fn elsewhere() -> Locator {
	b"bafkreib".to_vec().try_into().unwrap()
}

fn move_to(
	sender: AccountId32,
	patient: PatientId,
	custodians: Vec<OrganizationId>,
) -> DispatchResult {
	let custodians = Custodians::try_from(custodians).unwrap();
	let sender = RuntimeOrigin::signed(sender);
	Records::set_custodians(sender, patient, FINDING, custodians, elsewhere())
}

#[test]
fn set_custodians_should_say_where_the_record_lies_when_author_moves_it() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		assert_ok!(move_to(agent_of(HOSPITAL), ANN, vec![CLINIC, LABORATORY]));
		let entry = Records::record(ANN, FINDING).unwrap();
		assert_eq!(entry.pointer.custodians.to_vec(), [CLINIC, LABORATORY]);
		assert_eq!(entry.pointer.locator, elsewhere());
		assert_eq!(events().last(), Some(&Event::CustodiansSet { patient: ANN, record: FINDING }));
	});
}

#[test]
fn set_custodians_should_make_no_version_as_the_ciphertext_is_the_same() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		assert_ok!(move_to(agent_of(HOSPITAL), ANN, vec![CLINIC]));
		let entry = Records::record(ANN, FINDING).unwrap();
		assert_eq!((entry.version, entry.status), (1, RecordStatus::Current));
		assert_eq!(entry.pointer.ciphertext_hash, pointer().ciphertext_hash);
	});
}

#[test]
fn set_custodians_should_refuse_when_sender_is_not_of_the_author() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		for sender in [stranger(), account("Ann"), agent_of(CLINIC)] {
			assert_refused(|| move_to(sender, ANN, vec![CLINIC]), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn set_custodians_should_refuse_when_patient_is_unknown_or_erased() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		erase_patient(ANN);
		for patient in [PatientId::from([9; 32]), ANN] {
			assert_refused(
				|| move_to(agent_of(HOSPITAL), patient, vec![CLINIC]),
				Error::<Test>::PatientNotFound,
			);
		}
	});
}

#[test]
fn set_custodians_should_refuse_when_patient_has_no_such_record() {
	build_and_execute(|| {
		assert_refused(|| move_to(agent_of(HOSPITAL), ANN, vec![CLINIC]), Error::<Test>::NotFound);
	});
}

#[test]
fn set_custodians_should_refuse_when_record_is_not_current() {
	for end in ends_of_finding() {
		build_and_execute(|| {
			anchor(ANN, FINDING);
			end();
			assert_refused(
				|| move_to(agent_of(HOSPITAL), ANN, vec![CLINIC]),
				Error::<Test>::NotCurrent,
			);
		});
	}
}

#[test]
fn set_custodians_should_refuse_when_custodians_are_none_or_invalid() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		for (custodians, error) in bad_custodians() {
			assert_refused(|| move_to(agent_of(HOSPITAL), ANN, custodians), error);
		}
	});
}
