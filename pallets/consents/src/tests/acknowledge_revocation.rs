use super::*;

fn acknowledge(sender: u64, consent: ConsentId, version: u32) -> DispatchResult {
	Consents::acknowledge_revocation(RuntimeOrigin::signed(sender), ANN, consent, version)
}

fn revoked(test: impl FnOnce()) {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		assert_ok!(act(ConsentAct::Revoke, CONSENT));
		test();
	});
}

#[test]
fn acknowledge_revocation_should_note_when_it_was() {
	revoked(|| {
		Now::set(&(NOW + 7));
		assert_ok!(acknowledge(PRACTITIONER, CONSENT, 1));
		let info = Consents::recalls(ANN, None, 9).recalls.remove(0);
		assert_eq!(info.recall.acknowledged_at, Some(NOW + 7));
		assert_eq!(info.recall.attestation, None);
		let (patient, consent, version, organization) = (ANN, CONSENT, 1, CLINIC);
		let acknowledged =
			Event::RevocationAcknowledged { patient, consent, version, organization };
		assert_eq!(events().pop(), Some(acknowledged));
	});
}

#[test]
fn acknowledge_revocation_should_be_taken_when_it_is_late() {
	revoked(|| {
		Now::set(&(NOW + ACKNOWLEDGE_WITHIN + 1));
		assert!(Consents::recalls(ANN, None, 9).recalls[0].acknowledgement_overdue);
		assert_ok!(acknowledge(PRACTITIONER, CONSENT, 1));
		let info = Consents::recalls(ANN, None, 9).recalls.remove(0);
		assert!(!info.acknowledgement_overdue);
		assert!(info.recall.acknowledged_at > Some(info.recall.acknowledge_by));
	});
}

#[test]
fn acknowledge_revocation_should_refuse_when_sender_is_no_agent_who_may_act() {
	revoked(|| {
		let unsigned = || Consents::acknowledge_revocation(RuntimeOrigin::none(), ANN, CONSENT, 1);
		assert_refused(unsigned, DispatchError::BadOrigin);
		for sender in [STRANGER, ANN_KEY] {
			assert_refused(|| acknowledge(sender, CONSENT, 1), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn acknowledge_revocation_should_refuse_when_organization_owes_nothing() {
	revoked(|| {
		let not_found = Error::<Test>::RecallNotFound;
		assert_refused(|| acknowledge(WRITER, CONSENT, 1), not_found);
		for (consent, version) in [(CONSENT, 2), (id(1), 1)] {
			let acknowledge = || acknowledge(PRACTITIONER, consent, version);
			assert_refused(acknowledge, Error::<Test>::RecallNotFound);
		}
	});
}

#[test]
fn acknowledge_revocation_should_refuse_when_it_is_acknowledged() {
	revoked(|| {
		assert_ok!(acknowledge(PRACTITIONER, CONSENT, 1));
		let again = || acknowledge(PRACTITIONER, CONSENT, 1);
		assert_refused(again, Error::<Test>::AlreadyAcknowledged);
	});
}
