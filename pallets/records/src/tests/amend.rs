use super::*;

fn amend(sender: AccountId32, patient: PatientId, record: RecordId) -> DispatchResult {
	Records::amend(RuntimeOrigin::signed(sender), patient, record, corrected())
}

#[docify::export]
#[test]
fn amend_should_supersede_when_author_corrects() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		Now::set(&(NOW + 60_000));
		let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));

		assert_ok!(Records::amend(clerk, ANN, FINDING, corrected()));

		let latest = Records::record(ANN, FINDING).unwrap();
		assert_eq!((latest.version, latest.status), (2, RecordStatus::Current));
		assert_eq!((latest.pointer, latest.anchored_at), (corrected(), NOW + 60_000));
		let former = Records::version(ANN, FINDING, 1).unwrap();
		assert_eq!(former.status, RecordStatus::Superseded);
		assert_eq!((former.pointer, former.anchored_at), (pointer(), NOW));
		assert_eq!(
			events().last(),
			Some(&Event::RecordAmended { patient: ANN, record: FINDING, version: 2 })
		);
	});
}

#[test]
fn amend_should_keep_author_when_it_no_longer_cares() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		Care::set(&Vec::new());
		assert_ok!(amend(agent_of(HOSPITAL), ANN, FINDING));
		assert_eq!(Records::record(ANN, FINDING).unwrap().author, HOSPITAL);
	});
}

#[test]
fn amend_should_keep_envelopes() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		permit(CLINIC, ConsentAction::Access, 1);
		assert_ok!(share(FINDING, CLINIC));
		assert_ok!(amend(agent_of(HOSPITAL), ANN, FINDING));
		assert_eq!(Records::envelopes(ANN, CLINIC).len(), 1);
	});
}

#[test]
fn amend_should_refuse_when_sender_is_not_of_the_author() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		for sender in [stranger(), account("Ann"), agent_of(CLINIC)] {
			assert_refused(|| amend(sender, ANN, FINDING), Error::<Test>::NotAuthorized);
		}
		suspend(HOSPITAL);
		assert_refused(|| amend(agent_of(HOSPITAL), ANN, FINDING), Error::<Test>::NotAuthorized);
	});
}

#[test]
fn amend_should_refuse_when_patient_is_unknown_or_erased() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		let unknown = PatientId::from([9; 32]);
		erase_patient(ANN);
		for patient in [unknown, ANN] {
			assert_refused(
				|| amend(agent_of(HOSPITAL), patient, FINDING),
				Error::<Test>::PatientNotFound,
			);
		}
	});
}

#[test]
fn amend_should_refuse_when_patient_has_no_such_record() {
	build_and_execute(|| {
		anchor(BEN, FINDING);
		assert_refused(|| amend(agent_of(HOSPITAL), ANN, FINDING), Error::<Test>::NotFound);
	});
}

#[test]
fn amend_should_refuse_when_record_is_not_current() {
	for end in ends_of_finding() {
		build_and_execute(|| {
			anchor(ANN, FINDING);
			end();
			assert_refused(|| amend(agent_of(HOSPITAL), ANN, FINDING), Error::<Test>::NotCurrent);
		});
	}
}

#[test]
fn amend_should_refuse_when_pointer_is_malformed() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		for (pointer, error) in bad_pointers(bad_custodians()) {
			let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
			assert_refused(|| Records::amend(clerk, ANN, FINDING, pointer), error);
		}
	});
}

#[test]
fn amend_should_refuse_when_there_are_too_many_versions() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		for _ in 1..MAX_VERSIONS {
			assert_ok!(amend(agent_of(HOSPITAL), ANN, FINDING));
		}
		assert_refused(
			|| amend(agent_of(HOSPITAL), ANN, FINDING),
			Error::<Test>::MaxVersionsExceeded,
		);
	});
}
