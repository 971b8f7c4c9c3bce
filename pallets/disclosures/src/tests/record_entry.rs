use super::*;
use salus_primitives::{codes::Exemption, ConsentId};

fn write(name: &str, patient: PatientId, access: Access, sequence: u64) -> DispatchResult {
	plain(Disclosures::record_entry(by(name), patient, access, sequence))
}

fn treat() -> Access {
	look_at(&[FINDING], Purpose::TREAT)
}

/// On what the hospital's entry rests, by which consent and under which emergency access.
fn grounds(sequence: u64) -> (Basis, Option<(ConsentId, u32)>, Option<EmergencyId>) {
	let entry = Disclosures::disclosure(HOSPITAL, sequence).unwrap().disclosure;
	(entry.basis, entry.consent, entry.emergency)
}

#[docify::export]
#[test]
fn record_entry_should_store_entry_when_decision_permits() {
	build_and_execute(|| {
		// By version 1 of a consent.
		permit(HOSPITAL, ConsentAction::Access);
		let access = look_at(&[FINDING, LETTER], Purpose::TREAT);
		assert_ok!(Disclosures::record_entry(by("Practitioner"), ANN, access.clone(), 1));

		let entry = Disclosures::disclosure(HOSPITAL, 1).unwrap().disclosure;
		assert_eq!((entry.agent, entry.access), (account("Practitioner"), access));
		assert_eq!((entry.basis, entry.consent), (Basis::Consent, Some((GRANT, 1))));
		assert_eq!((entry.occurred_at, entry.decided_at), (NOW, NOW));
		assert_eq!(accounting(), [1]);
		assert_eq!(
			events(),
			[Event::DisclosureRecorded {
				patient: ANN,
				organization: HOSPITAL,
				sequence: 1,
				basis: Basis::Consent
			}]
		);
	});
}

#[test]
fn record_entry_should_say_on_what_it_rests_when_no_consent_speaks() {
	build_and_execute(|| {
		permit_by(HOSPITAL, ConsentAction::Access, None, None);
		permit_by(AUTHORITY, ConsentAction::Disclose, None, None);
		assert_ok!(write("Practitioner", ANN, treat(), 1));
		let report = send_to(Recipient::Organization(AUTHORITY), Purpose::PUBHLTH);
		assert_ok!(write("Clerk", ANN, report, 2));
		assert_eq!(grounds(1), (Basis::OwnRecords, None, None));
		assert_eq!(grounds(2), (Basis::RequiredByLaw, None, None));
		let exemption = |sequence| Disclosures::disclosure(HOSPITAL, sequence).unwrap().exemption;
		assert_eq!((exemption(1), exemption(2)), (Some(Exemption::Internal), None));
	});
}

#[test]
fn record_entry_should_name_the_emergency_when_the_glass_was_broken() {
	build_and_execute(|| {
		permit(HOSPITAL, ConsentAction::Access);
		assert_ok!(break_glass("Surgeon", BEN));
		assert_ok!(break_glass("Practitioner", ANN));
		assert_ok!(write("Practitioner", ANN, treat(), 1));
		assert_ok!(write("Practitioner", ANN, look_in_emergency(DataClass::Laboratory), 2));
		assert_ok!(write("Practitioner", ANN, look_at(&[FINDING, LETTER], Purpose::BTG), 3));
		assert_eq!(grounds(1), (Basis::Consent, Some((GRANT, 1)), None));
		for sequence in [2, 3] {
			assert_eq!(grounds(sequence), (Basis::BreakGlass, None, Some(EmergencyId(1))));
		}
		let seen = Disclosures::emergency_disclosures(EmergencyId(1), None, 10).disclosures;
		assert_eq!(seen.iter().map(|entry| entry.sequence).collect::<Vec<_>>(), [2, 3]);
		assert_eq!(Disclosures::emergency(EmergencyId(1)).unwrap().emergency.disclosures, 2);
	});
}

#[test]
fn record_entry_should_name_the_emergency_when_treatment_in_it_is_consented_to() {
	build_and_execute(|| {
		permit(HOSPITAL, ConsentAction::Access);
		assert_ok!(break_glass("Practitioner", ANN));
		for (sequence, purpose) in [(1, Purpose::ETREAT), (2, Purpose::ERTREAT)] {
			assert_ok!(write("Practitioner", ANN, look_at(&[FINDING], purpose), sequence));
			let named = Some(EmergencyId(0));
			assert_eq!(grounds(sequence), (Basis::Consent, Some((GRANT, 1)), named));
		}
	});
}

#[test]
fn record_entry_should_refuse_what_lies_outside_of_the_emergency() {
	build_and_execute(|| {
		let imaging = || write("Practitioner", ANN, look_in_emergency(DataClass::Imaging), 1);
		let finding = || write("Practitioner", ANN, look_in_emergency(DataClass::Laboratory), 1);
		assert_refused(finding, Error::<Test>::EmergencyNotDeclared);
		assert_ok!(break_glass("Practitioner", ANN));
		assert_refused(imaging, Error::<Test>::EmergencyNotDeclared);
		let of_ben = || write("Practitioner", BEN, look_in_emergency(DataClass::Laboratory), 1);
		assert_refused(of_ben, Error::<Test>::EmergencyNotDeclared);
		let by_another = || write("Surgeon", ANN, look_in_emergency(DataClass::Laboratory), 1);
		assert_refused(by_another, Error::<Test>::EmergencyNotDeclared);
		let passed_on = send_to(Recipient::Organization(CLINIC), Purpose::BTG);
		assert_refused(
			|| write("Practitioner", ANN, passed_on, 1),
			Error::<Test>::EmergencyNotDeclared,
		);
		wait(DEFAULT_VALIDITY);
		assert_refused(finding, Error::<Test>::EmergencyNotDeclared);
	});
}

#[test]
fn record_entry_should_refuse_with_the_reason_when_decision_refuses() {
	build_and_execute(|| {
		assert_refused(|| write("Practitioner", ANN, treat(), 1), Error::<Test>::NoMatchingConsent);
		for (reason, error) in [
			(Reason::ConsentDenies, Error::<Test>::ConsentDenies),
			(Reason::NoMatchingConsent, Error::NoMatchingConsent),
			(Reason::UnknownActor, Error::ActorNotActive),
			(Reason::ActorNotActive, Error::ActorNotActive),
			(Reason::UnknownPatient, Error::PatientNotFound),
			(Reason::PatientErased, Error::PatientErased),
			(Reason::UnknownRecord, Error::RecordNotFound),
			(Reason::RecordErased, Error::RecordErased),
			(Reason::Contradiction, Error::Contradiction),
			(Reason::EmergencyNotDeclared, Error::EmergencyNotDeclared),
		] {
			Refusal::set(&Some(reason));
			assert_refused(|| write("Practitioner", ANN, treat(), 1), error);
		}
		assert!(events().is_empty());
	});
}

#[test]
fn record_entry_should_refuse_when_one_of_the_records_is_not_permitted() {
	build_and_execute(|| {
		permit_by(HOSPITAL, ConsentAction::Access, Some(FINDING), Some((GRANT, 1)));
		let access = look_at(&[FINDING, LETTER], Purpose::TREAT);
		assert_refused(|| write("Practitioner", ANN, access, 1), Error::<Test>::NoMatchingConsent);
	});
}

#[test]
fn record_entry_should_refuse_when_records_rest_on_different_grounds() {
	build_and_execute(|| {
		let access = || look_at(&[FINDING, LETTER], Purpose::TREAT);
		for other in [Some((OTHER_GRANT, 1)), Some((GRANT, 2)), None] {
			Permissions::set(&Vec::new());
			permit_by(HOSPITAL, ConsentAction::Access, Some(FINDING), Some((GRANT, 1)));
			permit_by(HOSPITAL, ConsentAction::Access, Some(LETTER), other);
			assert_refused(|| write("Practitioner", ANN, access(), 1), Error::<Test>::MixedBasis);
		}
	});
}

#[test]
fn record_entry_should_number_without_gap_when_organizations_write_in_turn() {
	build_and_execute(|| {
		permit(HOSPITAL, ConsentAction::Access);
		permit(CLINIC, ConsentAction::Access);
		for wrong in [0, 2, u64::MAX] {
			assert_refused(
				|| write("Practitioner", ANN, treat(), wrong),
				Error::<Test>::SequenceMismatch,
			);
		}
		record(1);
		assert_refused(|| write("Clerk", ANN, treat(), 1), Error::<Test>::SequenceMismatch);
		assert_ok!(write("Clinician", ANN, treat(), 1));
		record(2);
		assert_eq!(Disclosures::gaps(HOSPITAL).next, 3);
		assert_eq!(Disclosures::gaps(CLINIC).next, 2);
	});
}

#[test]
fn record_entry_should_refuse_when_numbers_are_exhausted() {
	build_and_execute(|| {
		permit(HOSPITAL, ConsentAction::Access);
		crate::LastNumbers::<Test>::insert(HOSPITAL, u64::MAX);
		assert_refused(
			|| write("Practitioner", ANN, treat(), u64::MAX),
			Error::<Test>::SequenceExhausted,
		);
		crate::LastNumbers::<Test>::remove(HOSPITAL);
	});
}

#[test]
fn record_entry_should_refuse_when_access_is_malformed() {
	build_and_execute(|| {
		permit(HOSPITAL, ConsentAction::Access);
		permit(HOSPITAL, ConsentAction::Disclose);
		for access in [
			look_at(&[], Purpose::TREAT),
			look_at(&[FINDING, FINDING], Purpose::TREAT),
			send_to(Recipient::Internal, Purpose::TREAT),
			send_to(Recipient::Organization(HOSPITAL), Purpose::TREAT),
			Access { recipient: Recipient::Organization(CLINIC), ..treat() },
			Access { recipient: Recipient::Outside(OutsideRecipient::Court), ..treat() },
		] {
			assert_refused(
				|| write("Practitioner", ANN, access, 1),
				Error::<Test>::MalformedAccess,
			);
		}
	});
}

#[test]
fn record_entry_should_refuse_when_caller_is_no_active_agent() {
	build_and_execute(|| {
		permit(HOSPITAL, ConsentAction::Access);
		for name in ["Stranger", "Ann"] {
			assert_refused(|| write(name, ANN, treat(), 1), Error::<Test>::NotAuthorized);
		}
		suspend(HOSPITAL);
		assert_refused(|| write("Practitioner", ANN, treat(), 1), Error::<Test>::NotAuthorized);
		assert_refused(
			|| plain(Disclosures::record_entry(RuntimeOrigin::root(), ANN, treat(), 1)),
			DispatchError::BadOrigin,
		);
	});
}

#[test]
fn record_entry_should_refuse_when_patient_is_unknown_or_erased() {
	build_and_execute(|| {
		permit(HOSPITAL, ConsentAction::Access);
		let nobody = PatientId::from([9; 32]);
		assert_refused(
			|| write("Practitioner", nobody, treat(), 1),
			Error::<Test>::PatientNotFound,
		);
		erase(ANN);
		assert_refused(|| write("Practitioner", ANN, treat(), 1), Error::<Test>::PatientErased);
	});
}

#[test]
fn record_entry_should_go_on_when_patient_was_merged() {
	build_and_execute(|| {
		permit(HOSPITAL, ConsentAction::Access);
		set_status(ANN, PatientStatus::Merged { replaced_by: BEN });
		record(1);
		assert_eq!(accounting(), [1]);
	});
}

#[test]
fn record_entry_should_cost_a_decision_for_each_record() {
	use crate::WeightInfo;
	build_and_execute(|| {
		let weight = |access: Access| {
			announced(crate::Call::record_entry { patient: ANN, access, sequence: 1 }).ref_time()
		};
		let besides = |records| <() as WeightInfo>::record_entry(records).ref_time();
		let one = weight(look_at(&[FINDING], Purpose::TREAT));
		let two = weight(look_at(&[FINDING, LETTER], Purpose::TREAT));
		// 7 for a decision, of which the call's own benchmark has 2.
		assert_eq!((one - besides(1), two - besides(2)), (5, 10));
	});
}

#[test]
fn record_entry_should_give_back_what_its_decisions_did_not_cost() {
	use crate::WeightInfo;
	build_and_execute(|| {
		permit(HOSPITAL, ConsentAction::Access);
		let used = |records: &[RecordId], sequence| {
			let access = look_at(records, Purpose::TREAT);
			let call = Disclosures::record_entry(by("Practitioner"), ANN, access, sequence);
			call.unwrap().actual_weight.unwrap()
		};
		let costs = |records, decisions| {
			<() as WeightInfo>::record_entry(records) + Weight::from_parts(decisions, 0)
		};
		assert_eq!(used(&[FINDING], 1), costs(1, 1));
		assert_eq!(used(&[LETTER], 2), costs(1, 5));
		assert_eq!(used(&[FINDING, LETTER], 3), costs(2, 6));
	});
}

#[test]
fn record_entry_should_weigh_more_in_an_emergency() {
	use crate::WeightInfo;
	build_and_execute(|| {
		assert_ok!(break_glass("Practitioner", ANN));
		let access = || look_at(&[FINDING], Purpose::BTG);
		let call = crate::Call::record_entry { patient: ANN, access: access(), sequence: 1 };
		let besides = <() as WeightInfo>::record_emergency_entry(1);
		assert!(besides.ref_time() > <() as WeightInfo>::record_entry(1).ref_time());
		assert_eq!(announced(call), besides + Weight::from_parts(5, 0));
		let used = Disclosures::record_entry(by("Practitioner"), ANN, access(), 1).unwrap();
		assert_eq!(used.actual_weight, Some(besides + Weight::from_parts(1, 0)));
	});
}
