use super::*;
use salus_primitives::{consent::Request, record::Record};

fn anchor_by(sender: AccountId32, patient: PatientId) -> DispatchResultWithPostInfo {
	Records::anchor(RuntimeOrigin::signed(sender), patient, FINDING, pointer(), Purpose::TREAT)
}

fn anchor_refused<E: Into<DispatchError>>(sender: AccountId32, patient: PatientId, error: E) {
	assert_refused(|| plain(anchor_by(sender, patient)), error);
}

#[docify::export]
#[test]
fn anchor_should_store_record_when_organization_cares() {
	build_and_execute(|| {
		let clerk = agent_of(HOSPITAL);
		let finding = pointer();

		assert_ok!(Records::anchor(
			RuntimeOrigin::signed(clerk.clone()),
			ANN,
			FINDING,
			finding.clone(),
			Purpose::TREAT
		));

		assert_eq!(
			Records::record(ANN, FINDING),
			Some(Record {
				author: HOSPITAL,
				agent: clerk,
				pointer: finding,
				version: 1,
				anchored_at: NOW,
				status: RecordStatus::Current,
				origin: None,
			})
		);
		assert_eq!(
			events(),
			[Event::RecordAnchored { patient: ANN, record: FINDING, author: HOSPITAL }]
		);
	});
}

#[test]
fn anchor_should_store_record_when_consent_permits_collecting() {
	build_and_execute(|| {
		permit(LABORATORY, ConsentAction::Collect, 1);
		assert_ok!(anchor_by(agent_of(LABORATORY), ANN));
		assert_eq!(Records::record(ANN, FINDING).unwrap().author, LABORATORY);
	});
}

#[test]
fn anchor_should_ask_about_this_data_when_organization_does_not_care() {
	build_and_execute(|| {
		permit(LABORATORY, ConsentAction::Collect, 1);
		assert_ok!(anchor_by(agent_of(LABORATORY), ANN));
		let finding = pointer();
		assert_eq!(
			Asked::get(),
			Some(Request {
				organization: Some(LABORATORY),
				author: Some(LABORATORY),
				class: Some(finding.class),
				resource_type: Some(finding.resource_type),
				labels: Some(finding.labels),
				..Request::new(ConsentAction::Collect, Purpose::TREAT)
			})
		);
	});
}

#[test]
fn anchor_should_charge_for_the_decision_only_when_one_was_needed() {
	build_and_execute(|| {
		permit(LABORATORY, ConsentAction::Collect, 1);
		let base = <() as WeightInfo>::anchor(1);
		let cared_for = anchor_by(agent_of(HOSPITAL), BEN).unwrap().actual_weight;
		let decided = anchor_by(agent_of(LABORATORY), ANN).unwrap().actual_weight;
		assert_eq!(cared_for, Some(base));
		assert_eq!(decided, Some(base + Weight::from_parts(7, 0)));
	});
}

#[test]
fn anchor_should_accept_as_many_custodians_as_fit() {
	build_and_execute(|| {
		let custodians: Vec<_> =
			(0..salus_primitives::record::MAX_CUSTODIANS).map(OrganizationId).collect();
		let finding = Pointer { custodians: custodians.try_into().unwrap(), ..pointer() };
		let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
		assert_ok!(Records::anchor(clerk, ANN, FINDING, finding, Purpose::TREAT));
	});
}

#[test]
fn anchor_should_accept_an_id_when_another_patient_has_it() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		assert_ok!(anchor_by(agent_of(HOSPITAL), BEN));
	});
}

#[test]
fn anchor_should_work_when_patient_is_deceased() {
	build_and_execute(|| {
		set_status(ANN, PatientStatus::Deceased { reported_by: HOSPITAL, reported_at: NOW });
		assert_ok!(anchor_by(agent_of(HOSPITAL), ANN));
	});
}

#[test]
fn anchor_should_refuse_when_sender_is_no_agent_who_may_act() {
	build_and_execute(|| {
		suspend(HOSPITAL);
		for sender in [stranger(), account("Ann"), agent_of(HOSPITAL)] {
			anchor_refused(sender, ANN, Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn anchor_should_refuse_when_nothing_may_be_written_under_the_id() {
	build_and_execute(|| {
		anchor_refused(agent_of(HOSPITAL), PatientId::from([9; 32]), CLOSED);
		set_status(ANN, PatientStatus::Merged { replaced_by: BEN });
		anchor_refused(agent_of(HOSPITAL), ANN, CLOSED);
		erase_patient(BEN);
		anchor_refused(agent_of(HOSPITAL), BEN, CLOSED);
	});
}

#[test]
fn anchor_should_refuse_when_patient_has_a_record_with_this_id() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		anchor_refused(agent_of(HOSPITAL), ANN, Error::<Test>::AlreadyExists);
		assert_ok!(Records::erase(RuntimeOrigin::signed(account("Ann")), ANN, FINDING));
		anchor_refused(agent_of(HOSPITAL), ANN, Error::<Test>::AlreadyExists);
	});
}

#[test]
fn anchor_should_refuse_when_pointer_is_malformed() {
	build_and_execute(|| {
		for (pointer, error) in bad_pointers(bad_custodians()) {
			let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
			assert_refused(
				|| plain(Records::anchor(clerk, ANN, FINDING, pointer, Purpose::TREAT)),
				error,
			);
		}
	});
}

#[test]
fn anchor_should_refuse_when_organization_neither_cares_nor_may_collect() {
	build_and_execute(|| {
		anchor_refused(agent_of(CLINIC), ANN, Error::<Test>::MayNotCollect);
		permit(CLINIC, ConsentAction::Access, 1);
		anchor_refused(agent_of(CLINIC), ANN, Error::<Test>::MayNotCollect);
	});
}
