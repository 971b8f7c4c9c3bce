use super::*;
use salus_primitives::{
	consent::Request,
	record::{Envelope, EnvelopeInfo, SealedKey},
};

fn put(sender: AccountId32, subject: Sealed, recipient: OrganizationId) -> DispatchResult {
	plain(Records::put_envelope(
		RuntimeOrigin::signed(sender),
		ANN,
		subject,
		recipient,
		Purpose::TREAT,
		sealed(),
	))
}

/// The laboratory findings of an epoch.
fn findings(epoch: u32) -> Sealed {
	Sealed::Epoch { epoch, class: DataClass::Laboratory }
}

/// Ann's finding, to which a consent lets the clinic have access.
fn with_finding(test: impl FnOnce()) {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		permit(CLINIC, ConsentAction::Access, 1);
		test();
	});
}

#[docify::export]
#[test]
fn put_envelope_should_store_key_when_decision_permits() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		permit(CLINIC, ConsentAction::Access, 1);
		let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
		let subject = Sealed::Record(FINDING);

		assert_ok!(Records::put_envelope(clerk, ANN, subject, CLINIC, Purpose::TREAT, sealed()));

		let envelope = Envelope {
			sealed: sealed(),
			purpose: Purpose::TREAT,
			consent: Some((GRANT, 1)),
			put_at: NOW,
		};
		assert_eq!(Records::envelopes(ANN, CLINIC), [EnvelopeInfo { subject, envelope }]);
		assert_eq!(
			events().last(),
			Some(&Event::EnvelopePut { patient: ANN, subject, recipient: CLINIC })
		);
	});
}

#[test]
fn put_envelope_should_have_the_recipient_noted_when_a_consent_permits() {
	with_finding(|| {
		assert_ok!(share(FINDING, CLINIC));
		assert_eq!(HandedOut::get(), [(ANN, GRANT, CLINIC)]);
		// The author's access to its own records rests on no consent.
		assert_ok!(share(FINDING, HOSPITAL));
		assert_eq!(HandedOut::get(), [(ANN, GRANT, CLINIC)]);
	});
}

#[test]
fn put_envelope_should_refuse_when_the_recipient_cannot_be_noted() {
	with_finding(|| {
		HasRoom::set(&false);
		assert_refused(|| share(FINDING, CLINIC), FULL);
	});
}

#[test]
fn put_envelope_should_ask_about_this_record() {
	with_finding(|| {
		assert_ok!(share(FINDING, CLINIC));
		assert_eq!(
			Asked::get(),
			Some(Request {
				organization: Some(CLINIC),
				record: Some(FINDING),
				..Request::new(ConsentAction::Access, Purpose::TREAT)
			})
		);
	});
}

#[test]
fn put_envelope_should_ask_about_the_class_when_it_opens_an_epoch() {
	with_finding(|| {
		assert_ok!(put(agent_of(HOSPITAL), findings(0), CLINIC));
		assert_eq!(
			Asked::get(),
			Some(Request {
				organization: Some(CLINIC),
				class: Some(DataClass::Laboratory),
				..Request::new(ConsentAction::Access, Purpose::TREAT)
			})
		);
	});
}

#[test]
fn put_envelope_should_name_no_consent_when_policy_permits() {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		assert_ok!(share(FINDING, HOSPITAL));
		let envelopes = Records::envelopes(ANN, HOSPITAL);
		assert_eq!(envelopes.first().map(|info| info.envelope.consent), Some(None));
	});
}

#[test]
fn put_envelope_should_work_when_patient_or_representative_shares() {
	for sender in [account("Ann"), account("Guardian")] {
		with_finding(|| {
			Representatives::set(&vec![(account("Guardian"), ANN, Power::Consent)]);
			assert_ok!(put(sender.clone(), Sealed::Record(FINDING), CLINIC));
			assert_ok!(put(sender, findings(0), CLINIC));
		});
	}
}

#[test]
fn put_envelope_should_charge_for_the_decision() {
	with_finding(|| {
		let charged = Records::put_envelope(
			RuntimeOrigin::signed(agent_of(HOSPITAL)),
			ANN,
			findings(0),
			CLINIC,
			Purpose::TREAT,
			sealed(),
		);
		let cost = <() as WeightInfo>::put_envelope() + Weight::from_parts(7, 0);
		assert_eq!(charged.unwrap().actual_weight, Some(cost));
	});
}

#[test]
fn put_envelope_should_replace_one_that_was_called_back() {
	with_finding(|| {
		assert_ok!(share(FINDING, CLINIC));
		revoke(ANN, 1);
		permit(CLINIC, ConsentAction::Access, 2);
		assert_ok!(share(FINDING, CLINIC));

		let (patient, subject, recipient) = (ANN, Sealed::Record(FINDING), CLINIC);
		let all = events();
		assert_eq!(
			all[all.len() - 2..],
			[
				Event::EnvelopeRemoved { patient, subject, recipient },
				Event::EnvelopePut { patient, subject, recipient },
			]
		);
		sweep_all();
		let envelopes = Records::envelopes(ANN, CLINIC);
		assert_eq!(envelopes.first().map(|info| info.envelope.consent), Some(Some((GRANT, 2))));
	});
}

#[test]
fn put_envelope_should_refuse_when_nothing_may_be_written_under_the_id() {
	with_finding(|| {
		set_status(ANN, PatientStatus::Merged { replaced_by: BEN });
		assert_refused(|| share(FINDING, CLINIC), CLOSED);
		erase_patient(ANN);
		assert_refused(|| share(FINDING, CLINIC), CLOSED);
	});
}

#[test]
fn put_envelope_should_refuse_when_patient_has_no_such_record() {
	with_finding(|| {
		anchor(BEN, LETTER);
		assert_refused(|| share(LETTER, CLINIC), Error::<Test>::NotFound);
	});
}

#[test]
fn put_envelope_should_refuse_when_record_is_not_current() {
	for end in ends_of_finding() {
		with_finding(|| {
			end();
			assert_refused(|| share(FINDING, CLINIC), Error::<Test>::NotCurrent);
		});
	}
}

#[test]
fn put_envelope_should_refuse_when_epoch_has_not_come() {
	with_finding(|| {
		assert_refused(
			|| put(agent_of(HOSPITAL), findings(1), CLINIC),
			Error::<Test>::EpochNotReached,
		);
	});
}

#[test]
fn put_envelope_should_refuse_when_sender_neither_wrote_nor_decides() {
	with_finding(|| {
		Representatives::set(&vec![(account("Guardian"), ANN, Power::Erasure)]);
		for sender in [stranger(), account("Ben"), account("Guardian"), agent_of(CLINIC)] {
			for subject in [Sealed::Record(FINDING), findings(0)] {
				assert_refused(
					|| put(sender.clone(), subject, CLINIC),
					Error::<Test>::NotAuthorized,
				);
			}
		}
	});
}

#[test]
fn put_envelope_should_refuse_epochs_when_organization_no_longer_cares() {
	with_finding(|| {
		Care::set(&Vec::new());
		assert_refused(
			|| put(agent_of(HOSPITAL), findings(0), CLINIC),
			Error::<Test>::NotAuthorized,
		);
		assert_ok!(share(FINDING, CLINIC));
	});
}

#[test]
fn put_envelope_should_refuse_when_key_is_no_longer_than_its_encapsulation() {
	with_finding(|| {
		for length in [0, 32] {
			let sealed = SealedKey::try_from(vec![1; length]).unwrap();
			let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
			assert_refused(
				|| {
					plain(Records::put_envelope(
						clerk,
						ANN,
						Sealed::Record(FINDING),
						CLINIC,
						Purpose::TREAT,
						sealed,
					))
				},
				Error::<Test>::InvalidSealedKey,
			);
		}
	});
}

#[test]
fn put_envelope_should_refuse_when_recipient_has_the_key() {
	with_finding(|| {
		assert_ok!(share(FINDING, CLINIC));
		assert_refused(|| share(FINDING, CLINIC), Error::<Test>::EnvelopeAlreadyExists);
	});
}

#[test]
fn put_envelope_should_refuse_when_recipient_may_not_have_access() {
	with_finding(|| {
		assert_refused(|| share(FINDING, LABORATORY), Error::<Test>::RecipientDenied);
		permit(LABORATORY, ConsentAction::Collect, 1);
		assert_refused(|| share(FINDING, LABORATORY), Error::<Test>::RecipientDenied);
	});
}

#[test]
fn put_envelope_should_refuse_when_patient_has_too_many() {
	with_finding(|| {
		for n in 0..MAX_ENVELOPES {
			let record = RecordId::from([n as u8; 32]);
			anchor(ANN, record);
			assert_ok!(share(record, CLINIC));
		}
		assert_refused(|| share(FINDING, CLINIC), Error::<Test>::MaxEnvelopesExceeded);
	});
}
