use super::*;

fn void(sender: AccountId32, patient: PatientId, record: RecordId) -> DispatchResult {
	Records::void(RuntimeOrigin::signed(sender), patient, record, VoidReason::WrongPatient)
}

#[test]
fn void_should_say_why_when_author_declares_an_error() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		assert_ok!(void(agent_of(HOSPITAL), ANN, FINDING));
		let reason = VoidReason::WrongPatient;
		let entry = Records::record(ANN, FINDING).unwrap();
		assert_eq!(entry.status, RecordStatus::EnteredInError { reason });
		assert_eq!(entry.pointer, pointer());
		assert_eq!(
			events().last(),
			Some(&Event::RecordVoided { patient: ANN, record: FINDING, reason })
		);
	});
}

#[test]
fn void_should_leave_former_versions_superseded() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
		assert_ok!(Records::amend(clerk, ANN, FINDING, corrected()));
		assert_ok!(void(agent_of(HOSPITAL), ANN, FINDING));
		let former = Records::version(ANN, FINDING, 1).unwrap();
		assert_eq!(former.status, RecordStatus::Superseded);
	});
}

#[test]
fn void_should_refuse_when_sender_is_not_of_the_author() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		for sender in [stranger(), account("Ann"), agent_of(CLINIC)] {
			assert_refused(|| void(sender, ANN, FINDING), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn void_should_refuse_when_patient_is_unknown_or_erased() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		erase_patient(ANN);
		for patient in [PatientId::from([9; 32]), ANN] {
			assert_refused(
				|| void(agent_of(HOSPITAL), patient, FINDING),
				Error::<Test>::PatientNotFound,
			);
		}
	});
}

#[test]
fn void_should_refuse_when_patient_has_no_such_record() {
	build_and_execute(|| {
		assert_refused(|| void(agent_of(HOSPITAL), ANN, FINDING), Error::<Test>::NotFound);
	});
}

#[test]
fn void_should_refuse_when_record_is_not_current() {
	for end in ends_of_finding() {
		build_and_execute(|| {
			anchor(ANN, FINDING);
			end();
			assert_refused(|| void(agent_of(HOSPITAL), ANN, FINDING), Error::<Test>::NotCurrent);
		});
	}
}
