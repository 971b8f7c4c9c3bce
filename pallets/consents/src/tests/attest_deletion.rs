use super::*;

const DOCUMENT: H256 = H256([0xD0; 32]);

fn attest(sender: u64, consent: ConsentId, version: u32) -> DispatchResult {
	Consents::attest_deletion(RuntimeOrigin::signed(sender), ANN, consent, version, DOCUMENT)
}

fn revoked(test: impl FnOnce()) {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		assert_ok!(act(ConsentAct::Revoke, CONSENT));
		test();
	});
}

#[docify::export]
#[test]
fn attest_deletion_should_settle_the_recall() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		assert_ok!(Consents::revoke(RuntimeOrigin::signed(ANN_KEY), ANN, CONSENT));
		let owed = || Consents::recalls_of(CLINIC, None, 10).recalls[0];
		let practitioner = || RuntimeOrigin::signed(PRACTITIONER);

		// The clinic says that it knows, and lets the time pass by which it should have deleted.
		assert_ok!(Consents::acknowledge_revocation(practitioner(), ANN, CONSENT, 1));
		Now::set(&(NOW + ATTEST_WITHIN + 1));
		assert!(owed().attestation_overdue);

		let document = H256::repeat_byte(0xD0);
		assert_ok!(Consents::attest_deletion(practitioner(), ANN, CONSENT, 1, document));
		assert!(!owed().attestation_overdue);
		assert_eq!(owed().recall.attestation.unwrap().document, document);
	});
}

#[test]
fn attest_deletion_should_acknowledge_too() {
	revoked(|| {
		Now::set(&(NOW + 3));
		assert_ok!(attest(PRACTITIONER, CONSENT, 1));
		let info = Consents::recalls(ANN, None, 9).recalls.remove(0);
		assert_eq!(info.recall.acknowledged_at, Some(NOW + 3));
		assert_eq!(info.recall.attestation.unwrap().attested_at, NOW + 3);
		let (patient, consent, version, organization) = (ANN, CONSENT, 1, CLINIC);
		let document = DOCUMENT;
		let attested =
			Event::DeletionAttested { patient, consent, version, organization, document };
		assert_eq!(events().pop(), Some(attested));
	});
}

#[test]
fn attest_deletion_should_keep_when_it_was_acknowledged() {
	revoked(|| {
		let practitioner = RuntimeOrigin::signed(PRACTITIONER);
		assert_ok!(Consents::acknowledge_revocation(practitioner, ANN, CONSENT, 1));
		Now::set(&(NOW + 3));
		assert_ok!(attest(PRACTITIONER, CONSENT, 1));
		let info = Consents::recalls(ANN, None, 9).recalls.remove(0);
		assert_eq!(info.recall.acknowledged_at, Some(NOW));
	});
}

#[test]
fn attest_deletion_should_refuse_when_sender_is_no_agent_who_may_act() {
	revoked(|| {
		let none = RuntimeOrigin::none();
		let unsigned = || Consents::attest_deletion(none, ANN, CONSENT, 1, DOCUMENT);
		assert_refused(unsigned, DispatchError::BadOrigin);
		for sender in [STRANGER, ANN_KEY] {
			assert_refused(|| attest(sender, CONSENT, 1), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn attest_deletion_should_refuse_when_organization_owes_nothing() {
	revoked(|| {
		assert_refused(|| attest(WRITER, CONSENT, 1), Error::<Test>::RecallNotFound);
		for (consent, version) in [(CONSENT, 2), (id(1), 1)] {
			let attest = || attest(PRACTITIONER, consent, version);
			assert_refused(attest, Error::<Test>::RecallNotFound);
		}
	});
}

#[test]
fn attest_deletion_should_refuse_when_it_is_attested() {
	revoked(|| {
		assert_ok!(attest(PRACTITIONER, CONSENT, 1));
		let again = || attest(PRACTITIONER, CONSENT, 1);
		assert_refused(again, Error::<Test>::AlreadyAttested);
		let practitioner = RuntimeOrigin::signed(PRACTITIONER);
		let acknowledged = || Consents::acknowledge_revocation(practitioner, ANN, CONSENT, 1);
		assert_refused(acknowledged, Error::<Test>::AlreadyAcknowledged);
	});
}
