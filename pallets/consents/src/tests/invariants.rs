//! Random sequences of calls keep the invariants; and each invariant is noticed when it is broken.

use super::*;
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
	Grant { sender: usize, consent: u8, terms: usize },
	Request { sender: usize, consent: u8, terms: usize },
	Accept { sender: usize, consent: u8, right: bool },
	Act { sender: usize, consent: u8, act: usize, terms: usize },
	HandOut { consent: u8, recipient: u32 },
	Answer { sender: usize, consent: u8, version: u32, attest: bool },
	Status { status: usize },
	Wait { ms: u64 },
}

fn step() -> impl Strategy<Value = Step> {
	let (sender, consent, terms) = (0..SENDERS.len(), 0u8..7, 0usize..12);
	let who_and_which = (sender.clone(), consent.clone());
	prop_oneof![
		4 => (sender.clone(), consent.clone(), terms.clone())
			.prop_map(|(sender, consent, terms)| Step::Grant { sender, consent, terms }),
		3 => (sender.clone(), consent.clone(), terms.clone())
			.prop_map(|(sender, consent, terms)| Step::Request { sender, consent, terms }),
		2 => (who_and_which.clone(), prop::bool::weighted(0.8))
			.prop_map(|((sender, consent), right)| Step::Accept { sender, consent, right }),
		8 => (who_and_which.clone(), 1..ConsentAct::ALL.len(), terms)
			.prop_map(|((sender, consent), act, terms)| Step::Act { sender, consent, act, terms }),
		2 => (consent, 0u32..4)
			.prop_map(|(consent, recipient)| Step::HandOut { consent, recipient }),
		3 => (who_and_which, 1u32..3, any::<bool>())
			.prop_map(|((sender, consent), version, attest)| {
				Step::Answer { sender, consent, version, attest }
			}),
		1 => (0usize..4).prop_map(|status| Step::Status { status }),
		1 => (0u64..5).prop_map(|ms| Step::Wait { ms }),
	]
}

const SENDERS: [u64; 6] = [ANN_KEY, GUARDIAN, TEACHER, PRACTITIONER, WRITER, STRANGER];

fn sender(n: usize) -> RuntimeOrigin {
	RuntimeOrigin::signed(SENDERS[n])
}

/// Good terms and bad ones.
fn terms(n: usize) -> TermsOf<Test> {
	match n {
		0 => treatment_by(CLINIC),
		1 => Terms::new(Base::Deny),
		2 => Terms { period: Period::until(Now::get() + 3), ..treatment_by(HOSPITAL) },
		_ => wrong_terms().swap_remove(n - 3).0,
	}
}

/// Whether it worked is not the point: after it, everything must be as it should.
fn take(step: Step) -> DispatchResult {
	match step {
		Step::Grant { sender: by, consent, terms: n } => {
			Consents::grant(sender(by), ANN, id(consent), terms(n)).outcome()
		},
		Step::Request { sender: by, consent, terms: n } => {
			Consents::request(sender(by), ANN, id(consent), terms(n))
		},
		Step::Accept { sender: by, consent, right } => {
			let asked = Consents::info(ANN, id(consent)).filter(|_| right);
			let hash = asked.map(|info| info.consent.terms.hash()).unwrap_or_default();
			Consents::accept(sender(by), ANN, id(consent), hash)
		},
		Step::Act { sender: by, consent, act, terms: n } => {
			let (origin, consent) = (sender(by), id(consent));
			match ConsentAct::ALL[act] {
				ConsentAct::Accept => Ok(()),
				ConsentAct::Refuse => Consents::refuse(origin, ANN, consent),
				ConsentAct::WithdrawRequest => Consents::withdraw_request(origin, ANN, consent),
				ConsentAct::Amend => Consents::amend(origin, ANN, consent, terms(n)).outcome(),
				ConsentAct::Suspend => Consents::suspend(origin, ANN, consent).outcome(),
				ConsentAct::Resume => Consents::resume(origin, ANN, consent),
				ConsentAct::Revoke => Consents::revoke(origin, ANN, consent).outcome(),
				ConsentAct::MarkEnteredInError => {
					Consents::mark_entered_in_error(origin, ANN, consent).outcome()
				},
			}
		},
		// Keys are handed out only by leave of a consent that permits.
		Step::HandOut { consent, .. }
			if !crate::Holdings::<Test>::get(ANN)
				.iter()
				.any(|holding| holding.active && holding.consent == id(consent)) =>
		{
			Ok(())
		},
		Step::HandOut { consent, recipient } => hand_out(id(consent), OrganizationId(recipient)),
		Step::Answer { sender: by, consent, version, attest } => {
			let (origin, consent) = (sender(by), id(consent));
			if attest {
				Consents::attest_deletion(origin, ANN, consent, version, H256::zero())
			} else {
				Consents::acknowledge_revocation(origin, ANN, consent, version)
			}
		},
		Step::Status { status } => {
			AnnIs::set(
				&[
					PatientStatus::Active,
					PatientStatus::Active,
					PatientStatus::Merged { replaced_by: BEN },
					PatientStatus::Deceased { reported_by: HOSPITAL, reported_at: NOW },
				][status],
			);
			Ok(())
		},
		Step::Wait { ms } => {
			Now::set(&(Now::get() + ms));
			Ok(())
		},
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn state_should_hold_when_calls_come_in_any_order(
		steps in prop::collection::vec(step(), 1..40),
	) {
		build_and_execute(|| {
			for step in steps {
				let before = state();
				let refused = frame_support::storage::with_storage_layer(|| take(step)).is_err();
				assert!(!refused || state() == before, "a refused call changed something");
				Consents::do_try_state().unwrap();
			}
		});
	}
}

/// That `spoil` breaks an invariant of a chain with one consent in its second version.
fn assert_noticed(spoil: impl FnOnce(), expected: &'static str) {
	externalities().execute_with(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		let ann = RuntimeOrigin::signed(ANN_KEY);
		assert_ok!(Consents::amend(ann, ANN, CONSENT, treatment_by(HOSPITAL)));
		assert_ok!(Consents::do_try_state());
		spoil();
		assert_eq!(Consents::do_try_state(), Err(expected.into()));
	});
}

fn change(change: impl FnOnce(&mut crate::ConsentOf<Test>)) {
	crate::Consents::<Test>::mutate(ANN, CONSENT, |consent| change(consent.as_mut().unwrap()));
}

#[test]
fn try_state_should_notice_when_consents_are_listed_wrong() {
	use crate::{Holding, Holdings};
	let list = |entries: Vec<Holding>| {
		Holdings::<Test>::insert(ANN, sp_runtime::BoundedVec::truncate_from(entries));
	};
	let right = Holding { consent: CONSENT, active: true, period: Period::ALWAYS, provisions: 1 };
	for wrong in [
		Holding { consent: id(1), ..right.clone() },
		Holding { active: false, ..right.clone() },
		Holding { period: Period::until(NOW + 1), ..right.clone() },
		Holding { provisions: 2, ..right.clone() },
	] {
		assert_noticed(|| list(vec![wrong]), "what is listed is not stored, or not so");
	}
	let twice = || list(vec![right.clone(), right.clone()]);
	assert_noticed(twice, "a consent is listed twice");
	assert_noticed(|| list(vec![]), "an empty list is kept");
	let other = "what is listed is not what was granted and is not ended";
	assert_noticed(|| Holdings::<Test>::remove(ANN), other);
	let asked = || {
		crate::mock::request(id(1), treatment_by(CLINIC));
		let asked = Holding { consent: id(1), active: false, ..right.clone() };
		list(vec![right.clone(), asked]);
	};
	assert_noticed(asked, other);
}

#[test]
fn try_state_should_notice_when_requests_are_counted_wrong() {
	use crate::Requests;
	let list = |organizations: Vec<OrganizationId>| {
		Requests::<Test>::insert(ANN, sp_runtime::BoundedVec::truncate_from(organizations));
	};
	let asked = || crate::mock::request(id(1), treatment_by(CLINIC));
	for wrong in [vec![], vec![PAYER], vec![CLINIC, CLINIC], vec![CLINIC, PAYER]] {
		let wrong = || {
			asked();
			list(wrong);
		};
		assert_noticed(wrong, "requests are counted wrong");
	}
	assert_noticed(|| list(vec![PAYER]), "who does not ask is listed");
	let missing = || {
		asked();
		Requests::<Test>::remove(ANN);
	};
	assert_noticed(missing, "requests are not counted");
	let nobody = || {
		asked();
		crate::Consents::<Test>::mutate(ANN, id(1), |request| {
			request.as_mut().unwrap().requester = None;
		});
	};
	assert_noticed(nobody, "nobody has asked for a request");
	let too_many = || {
		asked();
		let request = Consents::info(ANN, id(1)).unwrap().consent;
		for n in 2..4 {
			crate::Consents::<Test>::insert(ANN, id(n), request.clone());
		}
		list(vec![CLINIC; 3]);
	};
	assert_noticed(too_many, "an organization has too many requests");
}

#[test]
fn try_state_should_notice_when_a_consent_is_stored_wrong() {
	let malformed = || {
		change(|consent| {
			consent.terms.provisions[0].tests =
				vec![ConsentTest::Codes(Entries::new())].try_into().unwrap();
		});
	};
	assert_noticed(malformed, "stored terms are malformed");
	let too_long = || change(|consent| consent.terms = long(16));
	assert_noticed(too_long, "stored terms are too long");
	let too_many = || change(|consent| consent.terms = named((0..5).map(OrganizationId)));
	assert_noticed(too_many, "stored terms name too many");
	let both = || {
		let mut consent = Consents::info(ANN, CONSENT).unwrap().consent;
		consent.status = ConsentStatus::Refused;
		crate::EndedConsents::<Test>::insert(ANN, CONSENT, consent);
	};
	assert_noticed(both, "a consent is ended and is not");
	let not_ended = || {
		let consent = Consents::info(ANN, CONSENT).unwrap().consent;
		crate::EndedConsents::<Test>::insert(ANN, id(1), consent);
	};
	assert_noticed(not_ended, "a consent is put aside and not ended");
	let by_nobody = || change(|consent| consent.granted = None);
	assert_noticed(
		by_nobody,
		"a consent is in force that nobody granted, or granted and not answered",
	);
	let ended = || {
		crate::Holdings::<Test>::remove(ANN);
		change(|consent| consent.status = ConsentStatus::EnteredInError);
	};
	assert_noticed(ended, "an ended consent is not put aside");
}

#[test]
fn try_state_should_notice_when_versions_are_missing_or_too_many() {
	use crate::Versions;
	let missing = || Versions::<Test>::remove((ANN, CONSENT, 1));
	assert_noticed(missing, "a version of a consent is missing");
	let first = || Consents::version(ANN, CONSENT, 1).unwrap().consent;
	let orphan = || Versions::<Test>::insert((ANN, id(1), 1), first());
	assert_noticed(orphan, "a version belongs to no consent");
	let later = || Versions::<Test>::insert((ANN, CONSENT, 2), first());
	assert_noticed(later, "a version is later than the latest");
}

#[test]
fn try_state_should_notice_when_recipients_are_noted_wrong() {
	use crate::HandedOut;
	let note = |consent, recipients: Vec<OrganizationId>| {
		HandedOut::<Test>::insert(ANN, consent, sp_runtime::BoundedVec::truncate_from(recipients));
	};
	let unknown = || note(id(1), vec![PAYER]);
	assert_noticed(unknown, "keys are handed out under a consent that is not active");
	assert_noticed(|| note(CONSENT, vec![PAYER, PAYER]), "a recipient is noted twice");
}

#[test]
fn try_state_should_notice_when_recalls_are_kept_wrong() {
	use crate::{Epochs, Recalls, RecallsByOrganization};
	let unindexed = || RecallsByOrganization::<Test>::remove(CLINIC, (ANN, CONSENT, 1));
	assert_noticed(unindexed, "a recall is not found by its organization");
	let unfounded = || RecallsByOrganization::<Test>::insert(PAYER, (ANN, CONSENT, 1), ());
	assert_noticed(unfounded, "an organization owes in a recall that is not there");
	let versionless = || {
		let recall = Recalls::<Test>::get(ANN, (CONSENT, 1, CLINIC)).unwrap();
		Recalls::<Test>::insert(ANN, (CONSENT, 7, CLINIC), recall);
		RecallsByOrganization::<Test>::insert(CLINIC, (ANN, CONSENT, 7), ());
	};
	assert_noticed(versionless, "a recall belongs to no version of a consent");
	let unacknowledged = || {
		Recalls::<Test>::mutate(ANN, (CONSENT, 1, CLINIC), |recall| {
			recall.as_mut().unwrap().attestation = Some(salus_primitives::consent::Attestation {
				document: H256::zero(),
				attested_at: NOW,
			});
		});
	};
	assert_noticed(unacknowledged, "a deletion is attested and the recall not acknowledged");
	let uncounted = || Epochs::<Test>::remove(ANN);
	assert_noticed(uncounted, "a recall was opened without a narrowing");
}
