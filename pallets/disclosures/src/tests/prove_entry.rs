use super::*;

/// Opens entry `sequence` of the batch from 1 to 10 as it was logged.
fn open(name: &str, sequence: u64) -> DispatchResult {
	open_as(name, sequence, logged(sequence), salt(sequence))
}

fn open_as(
	name: &str,
	sequence: u64,
	entry: LoggedAccess<AccountId32>,
	salt: [u8; 32],
) -> DispatchResult {
	let proof = proof(1, 10, sequence);
	plain(Disclosures::prove_entry(by(name), HOSPITAL, 1, entry, salt, proof))
}

/// Anchors these entries as the hospital's first batch, and opens the first of them.
fn log_and_open(entries: &[LoggedAccess<AccountId32>]) -> DispatchResult {
	let tree = tree_of(1, entries);
	let count = entries.len() as u32;
	assert_ok!(Disclosures::anchor_batch(by("Clerk"), 1, count.into(), count, tree.root()));
	open_first(entries)
}

fn open_first(entries: &[LoggedAccess<AccountId32>]) -> DispatchResult {
	let proof = tree_of(1, entries).proof(0).unwrap();
	plain(Disclosures::prove_entry(by("Clerk"), HOSPITAL, 1, entries[0].clone(), salt(1), proof))
}

fn grounds(sequence: u64) -> (Basis, Option<Reason>) {
	let entry = Disclosures::disclosure(HOSPITAL, sequence).unwrap().disclosure;
	(entry.basis, entry.refusal)
}

#[docify::export]
#[test]
fn prove_entry_should_open_entry_when_leaf_is_in_batch() {
	build_and_execute(|| {
		permit(HOSPITAL, ConsentAction::Access);
		assert_ok!(anchor(1, 10));
		assert!(accounting().is_empty());

		// The hospital has handed Ann the entry with its salt and proof.
		wait(1_000);
		let proof = proof(1, 10, 4);
		assert_ok!(Disclosures::prove_entry(by("Ann"), HOSPITAL, 1, logged(4), salt(4), proof));
		assert_eq!(accounting(), [4]);
		let entry = Disclosures::disclosure(HOSPITAL, 4).unwrap().disclosure;
		assert_eq!((entry.basis, entry.consent), (Basis::Consent, Some((GRANT, 1))));
		assert_eq!((entry.occurred_at, entry.decided_at), (logged(4).occurred_at, Now::get()));
		assert_eq!(entry.batch, Some(1));
	});
}

#[test]
fn prove_entry_should_emit_event() {
	build_and_execute(|| {
		permit(HOSPITAL, ConsentAction::Access);
		assert_ok!(anchor(1, 10));
		assert_ok!(open("Clerk", 4));
		assert_eq!(
			events().last(),
			Some(&Event::DisclosureOpened {
				patient: ANN,
				organization: HOSPITAL,
				sequence: 4,
				basis: Basis::Consent
			})
		);
	});
}

#[test]
fn prove_entry_should_be_unconfirmed_when_decision_refuses() {
	build_and_execute(|| {
		assert_ok!(anchor(1, 10));
		assert_ok!(open("Clerk", 4));
		assert_eq!(grounds(4), (Basis::Unconfirmed, Some(Reason::NoMatchingConsent)));
		assert_eq!(accounting(), [4]);
	});
}

#[test]
fn prove_entry_should_name_no_consent_when_records_rest_on_several() {
	build_and_execute(|| {
		permit_by(HOSPITAL, ConsentAction::Access, Some(FINDING), Some((GRANT, 1)));
		permit_by(HOSPITAL, ConsentAction::Access, Some(LETTER), Some((OTHER_GRANT, 1)));
		let access = look_at(&[FINDING, LETTER], Purpose::TREAT);
		assert_ok!(log_and_open(&[LoggedAccess { access, ..logged(1) }]));
		let entry = Disclosures::disclosure(HOSPITAL, 1).unwrap().disclosure;
		assert_eq!((entry.basis, entry.consent), (Basis::Consent, None));
	});
}

#[test]
fn prove_entry_should_rest_on_the_emergency_of_its_time() {
	build_and_execute(|| {
		assert_ok!(break_glass("Practitioner", ANN));
		let entry = LoggedAccess {
			access: look_in_emergency(DataClass::Laboratory),
			emergency: Some(EmergencyId(0)),
			occurred_at: NOW + HOUR,
			..logged(1)
		};
		// Long after it ended.
		wait(30 * HOUR);
		assert_ok!(log_and_open(&[entry]));
		assert_eq!(grounds(1), (Basis::BreakGlass, None));
		let seen = Disclosures::emergency_disclosures(EmergencyId(0), None, 10).disclosures;
		assert_eq!(seen.len(), 1);
	});
}

#[test]
fn prove_entry_should_be_unconfirmed_when_it_names_no_emergency_though_one_is_open() {
	build_and_execute(|| {
		let access = look_in_emergency(DataClass::Laboratory);
		let entries = [LoggedAccess { access, ..logged(1) }];
		assert_ok!(break_glass("Practitioner", ANN));
		assert_ok!(log_and_open(&entries));
		assert_eq!(grounds(1), (Basis::Unconfirmed, Some(Reason::EmergencyNotDeclared)));
	});
}

#[test]
fn prove_entry_should_refuse_when_emergency_does_not_cover_it() {
	let fitting = LoggedAccess {
		access: look_in_emergency(DataClass::Laboratory),
		emergency: Some(EmergencyId(0)),
		occurred_at: NOW + HOUR,
		..logged(1)
	};
	let unknown_record = look_at(&[RecordId::from([1; 32])], Purpose::BTG);
	for entry in [
		LoggedAccess { emergency: Some(EmergencyId(1)), ..fitting.clone() },
		LoggedAccess { patient: BEN, ..fitting.clone() },
		LoggedAccess { agent: account("Surgeon"), ..fitting.clone() },
		LoggedAccess { occurred_at: NOW - 1, ..fitting.clone() },
		LoggedAccess { occurred_at: NOW + 2 * HOUR, ..fitting.clone() },
		LoggedAccess { access: look_in_emergency(DataClass::Imaging), ..fitting.clone() },
		LoggedAccess { access: unknown_record, ..fitting.clone() },
		LoggedAccess { access: look_at(&[FINDING], Purpose::TREAT), ..fitting.clone() },
		LoggedAccess {
			access: send_to(Recipient::Organization(CLINIC), Purpose::BTG),
			..fitting.clone()
		},
	] {
		build_and_execute(|| {
			assert_ok!(break_glass("Practitioner", ANN));
			wait(2 * HOUR);
			assert_ok!(Disclosures::close_emergency(by("Practitioner"), EmergencyId(0)));
			wait(HOUR);
			let entries = [entry.clone()];
			let root = tree_of(1, &entries).root();
			assert_ok!(Disclosures::anchor_batch(by("Clerk"), 1, 1, 1, root));
			assert_refused(|| open_first(&entries), Error::<Test>::EmergencyMismatch);
		});
	}
}

#[test]
fn prove_entry_should_refuse_when_anything_differs_from_what_was_logged() {
	build_and_execute(|| {
		assert_ok!(anchor(1, 10));
		let purpose = look_at(&[FINDING], Purpose::HRESCH);
		for (entry, salt) in [
			(LoggedAccess { access: purpose, ..logged(4) }, salt(4)),
			(LoggedAccess { occurred_at: 0, ..logged(4) }, salt(4)),
			(LoggedAccess { agent: account("Clerk"), ..logged(4) }, salt(4)),
			(LoggedAccess { patient: BEN, ..logged(4) }, salt(4)),
			(logged(5), salt(5)),
			(logged(4), salt(5)),
		] {
			assert_refused(|| open_as("Clerk", 4, entry, salt), Error::<Test>::InvalidProof);
		}
		let moved = salus_primitives::merkle::InclusionProof { index: 4, ..proof(1, 10, 4) };
		assert_refused(
			|| plain(Disclosures::prove_entry(by("Clerk"), HOSPITAL, 1, logged(4), salt(4), moved)),
			Error::<Test>::InvalidProof,
		);
	});
}

#[test]
fn prove_entry_should_refuse_when_opened_already() {
	build_and_execute(|| {
		assert_ok!(anchor(1, 10));
		assert_ok!(open("Clerk", 4));
		assert_refused(|| open("Clerk", 4), Error::<Test>::AlreadyOpened);
		assert_ok!(open("Clerk", 5));
	});
}

#[test]
fn prove_entry_should_refuse_when_it_happened_after_the_batch_was_anchored() {
	build_and_execute(|| {
		let entries = [LoggedAccess { occurred_at: NOW + 1, ..logged(1) }];
		let root = tree_of(1, &entries).root();
		assert_ok!(Disclosures::anchor_batch(by("Clerk"), 1, 1, 1, root));
		wait(HOUR);
		assert_refused(|| open_first(&entries), Error::<Test>::InvalidTime);
	});
}

#[test]
fn prove_entry_should_refuse_when_access_is_malformed() {
	build_and_execute(|| {
		let entries = [LoggedAccess { access: look_at(&[], Purpose::TREAT), ..logged(1) }];
		let root = tree_of(1, &entries).root();
		assert_ok!(Disclosures::anchor_batch(by("Clerk"), 1, 1, 1, root));
		assert_refused(|| open_first(&entries), Error::<Test>::MalformedAccess);
	});
}

#[test]
fn prove_entry_should_refuse_when_there_is_no_such_batch() {
	build_and_execute(|| {
		assert_refused(|| open("Clerk", 4), Error::<Test>::BatchNotFound);
		assert_ok!(anchor(1, 10));
		let elsewhere = |organization, first| {
			let proof = proof(1, 10, 4);
			let (clerk, entry) = (by("Clerk"), logged(4));
			plain(Disclosures::prove_entry(clerk, organization, first, entry, salt(4), proof))
		};
		assert_refused(|| elsewhere(HOSPITAL, 2), Error::<Test>::BatchNotFound);
		assert_refused(|| elsewhere(CLINIC, 1), Error::<Test>::BatchNotFound);
	});
}

#[test]
fn prove_entry_should_refuse_when_caller_is_neither_of_the_organization_nor_the_patient() {
	build_and_execute(|| {
		assert_ok!(anchor(1, 10));
		for name in ["Stranger", "Ben", "Clinician", "Auditor", "Guardian"] {
			assert_refused(|| open(name, 4), Error::<Test>::NotAuthorized);
		}
		Representatives::set(&vec![
			(account("Guardian"), ANN, Power::Consent),
			(account("Executor"), ANN, Power::Erasure),
		]);
		assert_refused(|| open("Executor", 4), Error::<Test>::NotAuthorized);
		assert_ok!(open("Guardian", 4));
		suspend(HOSPITAL);
		assert_refused(|| open("Clerk", 5), Error::<Test>::NotAuthorized);
		assert_ok!(open("Ann", 5));
	});
}

#[test]
fn prove_entry_should_refuse_when_patient_is_unknown_or_erased() {
	build_and_execute(|| {
		assert_ok!(anchor(1, 10));
		let nobody = LoggedAccess { patient: PatientId::from([9; 32]), ..logged(4) };
		assert_refused(|| open_as("Clerk", 4, nobody, salt(4)), Error::<Test>::PatientNotFound);
		erase(ANN);
		assert_refused(|| open("Clerk", 4), Error::<Test>::PatientErased);
	});
}

#[test]
fn prove_entry_should_give_back_what_its_decisions_did_not_cost() {
	use crate::WeightInfo;
	build_and_execute(|| {
		assert_ok!(anchor(1, 10));
		let (entry, salt, proof) = (logged(4), salt(4), proof(1, 10, 4));
		let call = crate::Call::prove_entry {
			organization: HOSPITAL,
			first: 1,
			entry: entry.clone(),
			salt,
			proof: proof.clone(),
		};
		let besides = <() as WeightInfo>::prove_entry(1);
		assert_eq!(announced(call), besides + Weight::from_parts(7, 0));
		let used = Disclosures::prove_entry(by("Clerk"), HOSPITAL, 1, entry, salt, proof).unwrap();
		assert_eq!(used.actual_weight, Some(besides + Weight::from_parts(3, 0)));
	});
}
