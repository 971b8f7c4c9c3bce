//! Who is recalled, and how recalls are read.

use super::*;

#[test]
fn recall_should_name_who_is_named_who_asked_and_who_was_handed_keys() {
	build_and_execute(|| {
		request(CONSENT, treatment_by(HOSPITAL));
		assert_ok!(act(ConsentAct::Accept, CONSENT));
		assert_ok!(hand_out(CONSENT, PAYER));
		assert_ok!(hand_out(CONSENT, PAYER));
		assert_ok!(act(ConsentAct::Revoke, CONSENT));
		assert_eq!(owing(CONSENT, 1), [HOSPITAL, CLINIC, PAYER]);
		assert_eq!(crate::HandedOut::<Test>::iter().count(), 0);
	});
}

#[test]
fn recall_should_not_name_who_is_denied() {
	build_and_execute(|| {
		let denied = Terms { base: Base::Permit, ..treatment_by(CLINIC) };
		grant_as_ann(CONSENT, denied);
		assert_ok!(act(ConsentAct::Revoke, CONSENT));
		assert!(owing(CONSENT, 1).is_empty());
		assert_eq!(Consents::epoch(ANN), 1);
	});
}

#[test]
fn recall_should_have_deadlines_from_when_it_was_opened() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		Now::set(&(NOW + 5));
		assert_ok!(act(ConsentAct::Revoke, CONSENT));
		let info = || Consents::recalls(ANN, None, 9).recalls.remove(0);
		let recall = info().recall;
		assert_eq!((recall.cause, recall.opened_at), (RecallCause::Revoked, NOW + 5));
		assert_eq!(recall.acknowledge_by, NOW + 5 + ACKNOWLEDGE_WITHIN);
		assert_eq!(recall.attest_by, NOW + 5 + ATTEST_WITHIN);
		let overdue = |info: RecallInfo| (info.acknowledgement_overdue, info.attestation_overdue);
		for (now, expected) in [
			(recall.acknowledge_by, (false, false)),
			(recall.acknowledge_by + 1, (true, false)),
			(recall.attest_by, (true, false)),
			(recall.attest_by + 1, (true, true)),
		] {
			Now::set(&now);
			assert_eq!(overdue(info()), expected);
		}
	});
}

#[test]
fn handing_out_should_be_refused_when_there_is_no_room_to_note_it() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, permitting([]));
		for n in 0..4 {
			assert_ok!(hand_out(CONSENT, OrganizationId(n)));
		}
		assert_ok!(hand_out(CONSENT, OrganizationId(0)));
		let one_more = || hand_out(CONSENT, OrganizationId(4));
		assert_refused(one_more, Error::<Test>::MaxRecipientsExceeded);
	});
}

/// Three consents with two recipients each, all revoked.
fn with_six(test: impl FnOnce()) {
	build_and_execute(|| {
		for n in 0..3 {
			grant_as_ann(id(n), named([CLINIC, PAYER]));
			assert_ok!(act(ConsentAct::Revoke, id(n)));
		}
		test();
	});
}

#[test]
fn recalls_should_give_every_recall_once_when_read_in_pages() {
	with_six(|| {
		let all = Consents::recalls(ANN, None, 100);
		assert_eq!((all.recalls.len(), all.next), (6, None));
		for limit in 1..8 {
			let (mut read, mut from) = (Vec::new(), None);
			loop {
				let page = Consents::recalls(ANN, from, limit);
				assert!(page.recalls.len() <= limit as usize);
				read.extend(page.recalls);
				from = page.next;
				if from.is_none() {
					break;
				}
			}
			assert_eq!(read, all.recalls, "in pages of {limit}");
		}
		assert!(Consents::recalls(BEN, None, 9).recalls.is_empty());
	});
}

#[test]
fn recalls_of_should_give_those_of_one_organization() {
	with_six(|| {
		for organization in [CLINIC, PAYER] {
			let all = Consents::recalls_of(organization, None, 100);
			assert_eq!((all.recalls.len(), all.next), (3, None));
			assert!(all.recalls.iter().all(|info| info.key.organization == organization));
			let first = Consents::recalls_of(organization, None, 2);
			let second = Consents::recalls_of(organization, first.next, 2);
			assert_eq!((first.recalls.len(), second.recalls.len()), (2, 1));
			assert_eq!([first.recalls, second.recalls].concat(), all.recalls);
		}
		assert!(Consents::recalls_of(HOSPITAL, None, 9).recalls.is_empty());
	});
}
