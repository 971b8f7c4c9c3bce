use super::*;

fn remove(sender: AccountId32, subject: Sealed) -> DispatchResult {
	Records::remove_envelope(RuntimeOrigin::signed(sender), ANN, subject, CLINIC)
}

const FINDING_KEY: Sealed = Sealed::Record(FINDING);
const EPOCH_KEY: Sealed = Sealed::Epoch { epoch: 0, class: DataClass::Laboratory };

/// The clinic has the keys to Ann's finding and to all laboratory findings.
fn with_envelopes(test: impl FnOnce()) {
	build_and_execute(|| {
		anchor(ANN, FINDING);
		permit(CLINIC, ConsentAction::Access, 1);
		for subject in [FINDING_KEY, EPOCH_KEY] {
			assert_ok!(Records::put_envelope(
				RuntimeOrigin::signed(agent_of(HOSPITAL)),
				ANN,
				subject,
				CLINIC,
				Purpose::TREAT,
				sealed()
			));
		}
		test();
	});
}

#[test]
fn remove_envelope_should_take_key_away_and_raise_the_epoch() {
	with_envelopes(|| {
		assert_ok!(remove(agent_of(HOSPITAL), FINDING_KEY));
		let left: Vec<_> =
			Records::envelopes(ANN, CLINIC).into_iter().map(|info| info.subject).collect();
		assert_eq!(left, [EPOCH_KEY]);
		assert_eq!(Records::epoch(ANN), 1);
		let all = events();
		assert_eq!(
			all[all.len() - 2..],
			[
				Event::EnvelopeRemoved { patient: ANN, subject: FINDING_KEY, recipient: CLINIC },
				Event::EpochRaised { patient: ANN, epoch: 1 },
			]
		);
	});
}

#[test]
fn remove_envelope_should_work_when_author_patient_representative_or_recipient_asks() {
	let senders = [agent_of(HOSPITAL), account("Ann"), account("Guardian"), agent_of(CLINIC)];
	for sender in senders {
		with_envelopes(|| {
			Representatives::set(&vec![(account("Guardian"), ANN, Power::Consent)]);
			assert_ok!(remove(sender.clone(), FINDING_KEY));
			assert_ok!(remove(sender, EPOCH_KEY));
		});
	}
}

#[test]
fn remove_envelope_should_make_room_for_another() {
	with_envelopes(|| {
		assert_ok!(remove(agent_of(HOSPITAL), FINDING_KEY));
		assert_ok!(share(FINDING, CLINIC));
	});
}

#[test]
fn remove_envelope_should_refuse_when_there_is_none() {
	with_envelopes(|| {
		assert_refused(
			|| remove(agent_of(HOSPITAL), Sealed::Record(LETTER)),
			Error::<Test>::EnvelopeNotFound,
		);
		assert_ok!(remove(agent_of(HOSPITAL), FINDING_KEY));
		assert_refused(|| remove(agent_of(HOSPITAL), FINDING_KEY), Error::<Test>::EnvelopeNotFound);
	});
}

#[test]
fn remove_envelope_should_refuse_when_sender_has_nothing_to_do_with_it() {
	with_envelopes(|| {
		Representatives::set(&vec![(account("Guardian"), ANN, Power::Erasure)]);
		for sender in [stranger(), account("Ben"), account("Guardian"), agent_of(LABORATORY)] {
			for subject in [FINDING_KEY, EPOCH_KEY] {
				assert_refused(|| remove(sender.clone(), subject), Error::<Test>::NotAuthorized);
			}
		}
	});
}
