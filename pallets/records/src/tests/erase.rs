use super::*;

fn erase(sender: AccountId32, patient: PatientId) -> DispatchResultWithPostInfo {
	Records::erase(RuntimeOrigin::signed(sender), patient, FINDING)
}

fn erase_refused(sender: AccountId32, patient: PatientId, error: Error<Test>) {
	assert_refused(|| plain(erase(sender, patient)), error);
}

/// Ann's finding in three versions, shared with the clinic and the laboratory.
fn with_shared_finding(test: impl FnOnce()) {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		for _ in 0..2 {
			let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
			assert_ok!(Records::amend(clerk, ANN, FINDING, corrected()));
		}
		for recipient in [CLINIC, LABORATORY] {
			permit(recipient, ConsentAction::Access, 1);
			assert_ok!(share(FINDING, recipient));
		}
		test();
	});
}

#[test]
fn erase_should_leave_only_hashes_of_all_versions() {
	with_shared_finding(|| {
		assert_ok!(erase(account("Ann"), ANN));
		for version in 1..=3 {
			let entry = Records::version(ANN, FINDING, version).unwrap();
			let said = if version == 1 { pointer() } else { corrected() };
			assert_eq!(entry.status, RecordStatus::Erased);
			assert!(entry.pointer.locator.is_empty() && entry.pointer.custodians.is_empty());
			assert_eq!(entry.pointer.ciphertext_hash, said.ciphertext_hash);
		}
	});
}

#[test]
fn erase_should_take_envelopes_away_and_raise_the_epoch_when_there_are_some() {
	with_shared_finding(|| {
		anchor(ANN, LETTER);
		assert_ok!(share(LETTER, CLINIC));
		assert_ok!(erase(account("Ann"), ANN));
		assert!(Records::envelopes(ANN, LABORATORY).is_empty());
		let left: Vec<_> =
			Records::envelopes(ANN, CLINIC).into_iter().map(|info| info.subject).collect();
		assert_eq!(left, [Sealed::Record(LETTER)]);
		assert_eq!(Records::epoch(ANN), 1);
		let all = events();
		assert_eq!(
			all[all.len() - 2..],
			[
				Event::EpochRaised { patient: ANN, epoch: 1 },
				Event::RecordErased { patient: ANN, record: FINDING },
			]
		);
	});
}

#[test]
fn erase_should_not_raise_the_epoch_when_nothing_was_shared() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		assert_ok!(erase(account("Ann"), ANN));
		assert_eq!(Records::epoch(ANN), 0);
		assert_eq!(events().last(), Some(&Event::RecordErased { patient: ANN, record: FINDING }));
	});
}

#[test]
fn erase_should_charge_for_what_it_removed() {
	with_shared_finding(|| {
		let charged = erase(account("Ann"), ANN).unwrap().actual_weight;
		assert_eq!(charged, Some(<() as WeightInfo>::erase(3, 2)));
	});
}

#[test]
fn erase_should_work_when_author_or_representative_asks() {
	for sender in [agent_of(HOSPITAL), account("Guardian")] {
		build_and_execute(|| {
			anchor(ANN, FINDING);
			Representatives::set(&vec![(account("Guardian"), ANN, Power::Erasure)]);
			assert_ok!(erase(sender, ANN));
		});
	}
}

#[test]
fn erase_should_work_when_record_was_an_error() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
		assert_ok!(Records::void(clerk, ANN, FINDING, VoidReason::WrongPatient));
		assert_ok!(erase(account("Ann"), ANN));
		assert_eq!(Records::record(ANN, FINDING).unwrap().status, RecordStatus::Erased);
	});
}

#[test]
fn erase_should_refuse_when_sender_neither_wrote_the_record_nor_decides_for_the_patient() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		Representatives::set(&vec![(account("Guardian"), ANN, Power::Consent)]);
		for sender in [stranger(), account("Ben"), account("Guardian"), agent_of(CLINIC)] {
			erase_refused(sender, ANN, Error::NotAuthorized);
		}
	});
}

#[test]
fn erase_should_refuse_when_patient_is_unknown_or_erased() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		erase_patient(ANN);
		for patient in [PatientId::from([9; 32]), ANN] {
			erase_refused(agent_of(HOSPITAL), patient, Error::PatientNotFound);
		}
	});
}

#[test]
fn erase_should_refuse_when_patient_has_no_such_record() {
	build_and_execute(|| erase_refused(account("Ann"), ANN, Error::NotFound));
}

#[test]
fn erase_should_refuse_when_record_is_erased_already() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		assert_ok!(erase(account("Ann"), ANN));
		erase_refused(account("Ann"), ANN, Error::AlreadyErased);
	});
}
