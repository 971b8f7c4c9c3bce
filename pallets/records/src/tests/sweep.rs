use super::*;

const CONSENT: Sweep = Sweep::Consent { consent: GRANT, version: 1 };

/// Ann's finding, shared with the clinic by the first version of a consent.
fn with_shared_finding(test: impl FnOnce()) {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		permit(CLINIC, ConsentAction::Access, 1);
		assert_ok!(share(FINDING, CLINIC));
		test();
	});
}

/// Some records of Ann's, the first of them shared.
fn with_records(test: impl FnOnce()) {
	build_and_execute(|| {
		for n in 0..5 {
			anchor(ANN, RecordId::from([n; 32]));
		}
		permit(CLINIC, ConsentAction::Access, 1);
		assert_ok!(share(RecordId::from([0; 32]), CLINIC));
		test();
	});
}

/// How many of Ann's records still lie somewhere in storage, whatever readers see.
fn lying() -> usize {
	crate::Records::<Test>::iter_prefix(ANN)
		.filter(|(_, entry)| !entry.pointer.locator.is_empty())
		.count()
}

fn stored_envelopes() -> usize {
	crate::Envelopes::<Test>::iter().count()
}

#[test]
fn sweep_should_hide_envelopes_at_once_when_consent_is_revoked() {
	with_shared_finding(|| {
		// What would permit it otherwise does not bring the old envelope back.
		permit(CLINIC, ConsentAction::Access, 2);
		revoke(ANN, 1);
		assert!(Records::envelopes(ANN, CLINIC).is_empty());
		assert_eq!(stored_envelopes(), 1);
	});
}

#[test]
fn sweep_should_raise_the_epoch_at_once_when_consent_is_revoked() {
	with_shared_finding(|| {
		revoke(ANN, 1);
		assert_eq!(Records::epoch(ANN), 1);
		assert_eq!(events().last(), Some(&Event::EpochRaised { patient: ANN, epoch: 1 }));
	});
}

#[test]
fn sweep_should_remove_envelopes_in_idle_time_when_consent_is_revoked() {
	with_shared_finding(|| {
		revoke(ANN, 1);
		sweep_all();
		assert_eq!(stored_envelopes(), 0);
		let (patient, subject, recipient) = (ANN, Sealed::Record(FINDING), CLINIC);
		let all = events();
		assert_eq!(
			all[all.len() - 2..],
			[
				Event::EnvelopeRemoved { patient, subject, recipient },
				Event::SweepCompleted { patient, sweep: CONSENT },
			]
		);
	});
}

#[test]
fn sweep_should_spare_envelopes_under_other_consents_versions_and_policy() {
	with_shared_finding(|| {
		let other = salus_primitives::ConsentId::from([1; 32]);
		permit_by(LABORATORY, ConsentAction::Access, Some((other, 1)));
		assert_ok!(share(FINDING, LABORATORY));
		assert_ok!(share(FINDING, HOSPITAL));
		revoke(ANN, 1);
		permit(CLINIC, ConsentAction::Access, 2);
		anchor(ANN, LETTER);
		assert_ok!(share(LETTER, CLINIC));

		sweep_all();

		for (recipient, record) in [(LABORATORY, FINDING), (HOSPITAL, FINDING), (CLINIC, LETTER)] {
			let left: Vec<_> =
				Records::envelopes(ANN, recipient).into_iter().map(|info| info.subject).collect();
			assert_eq!(left, [Sealed::Record(record)]);
		}
	});
}

#[test]
fn sweep_should_spare_other_patients_when_consent_has_the_same_id() {
	with_shared_finding(|| {
		anchor(BEN, FINDING);
		let ben = RuntimeOrigin::signed(account("Ben"));
		let subject = Sealed::Record(FINDING);
		assert_ok!(Records::put_envelope(ben, BEN, subject, CLINIC, Purpose::TREAT, sealed()));
		revoke(ANN, 1);
		// Ben's consent of the same id stands.
		permit(CLINIC, ConsentAction::Access, 1);
		sweep_all();
		assert!(Records::envelopes(ANN, CLINIC).is_empty());
		assert_eq!(Records::envelopes(BEN, CLINIC).len(), 1);
	});
}

#[test]
fn sweep_should_have_nothing_to_do_when_revoked_consent_let_nothing_out() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		let before = state();
		revoke(ANN, 1);
		assert_eq!(state(), before);
	});
}

#[test]
fn sweep_should_hide_whereabouts_and_envelopes_at_once_when_patient_is_erased() {
	with_records(|| {
		let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
		let first = RecordId::from([0; 32]);
		assert_ok!(Records::amend(clerk, ANN, first, corrected()));
		erase_patient(ANN);

		let listed = Records::list(ANN, None, 10).records.into_iter().map(|info| info.record);
		let read = [Records::record(ANN, first).unwrap(), Records::version(ANN, first, 1).unwrap()];
		for entry in listed.chain(read) {
			assert_eq!(entry.status, RecordStatus::Erased);
			assert!(entry.pointer.locator.is_empty() && entry.pointer.custodians.is_empty());
		}
		assert!(Records::envelopes(ANN, CLINIC).is_empty());
		assert_eq!(lying(), 5);
	});
}

#[test]
fn sweep_should_remove_all_whereabouts_and_envelopes_in_idle_time_when_patient_is_erased() {
	with_records(|| {
		anchor(BEN, FINDING);
		erase_patient(ANN);
		sweep_all();
		assert_eq!((lying(), stored_envelopes()), (0, 0));
		assert_eq!(Records::record(BEN, FINDING).unwrap().status, RecordStatus::Current);
		assert_eq!(
			events().last(),
			Some(&Event::SweepCompleted { patient: ANN, sweep: Sweep::Patient })
		);
	});
}

#[test]
fn sweep_should_go_on_in_the_next_blocks_when_weight_is_little() {
	with_records(|| {
		erase_patient(ANN);
		let given = weight_for_one_record(1);
		idle(given);
		assert_eq!((lying(), stored_envelopes()), (4, 0));
		Records::do_try_state().unwrap();

		let mut blocks = 1;
		while crate::Sweeps::<Test>::iter().next().is_some() {
			let left = lying();
			idle(given);
			assert!(left == 0 || lying() < left, "nothing was done in a block");
			Records::do_try_state().unwrap();
			blocks += 1;
		}
		assert_eq!(lying(), 0);
		assert!(blocks > 2);
	});
}

#[test]
fn sweep_should_remember_how_far_it_came() {
	with_records(|| {
		erase_patient(ANN);
		idle(weight_for_one_record(1));
		let (first, _) = crate::Records::<Test>::iter_prefix(ANN).next().unwrap();
		assert_eq!(crate::Sweeps::<Test>::get(ANN, Sweep::Patient), Some(Some(first)));
	});
}

#[test]
fn sweep_should_never_take_more_than_it_is_given() {
	let step = <() as WeightInfo>::next_sweep();
	for n in 0..30 {
		with_records(|| {
			revoke(ANN, 1);
			erase_patient(ANN);
			let given = step.saturating_mul(n).saturating_div(2);
			for _ in 0..3 {
				assert!(idle(given).all_lte(given));
				Records::do_try_state().unwrap();
			}
		});
	}
}

#[test]
fn sweep_should_wait_when_weight_does_not_suffice_for_the_envelopes() {
	let ends: [fn(); 2] = [|| revoke(ANN, 1), || erase_patient(ANN)];
	for end in ends {
		with_shared_finding(|| {
			end();
			let look = <() as WeightInfo>::next_sweep();
			let before = state();
			assert_eq!(idle(look), look);
			assert_eq!(state(), before);

			let given = look + <() as WeightInfo>::sweep_envelopes(1);
			assert_eq!(idle(given), given);
			assert_eq!(stored_envelopes(), 0);
		});
	}
}

#[test]
fn sweep_should_do_nothing_when_there_is_no_weight() {
	with_records(|| {
		revoke(ANN, 1);
		erase_patient(ANN);
		let before = state();
		assert_eq!(idle(Weight::zero()), Weight::zero());
		assert_eq!(state(), before);
	});
}

#[test]
fn sweep_should_only_look_when_there_is_nothing_to_do() {
	with_records(|| {
		let before = state();
		assert_eq!(idle(Weight::MAX), <() as WeightInfo>::next_sweep());
		assert_eq!(state(), before);
	});
}

#[test]
fn sweep_should_work_through_all_that_waits() {
	with_shared_finding(|| {
		anchor(BEN, LETTER);
		revoke(ANN, 1);
		erase_patient(ANN);
		erase_patient(BEN);
		assert_eq!(crate::Sweeps::<Test>::iter().count(), 3);
		sweep_all();
		assert_eq!(crate::Sweeps::<Test>::iter().count(), 0);
	});
}
