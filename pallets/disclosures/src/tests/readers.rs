use super::*;
use salus_primitives::disclosure::ACCOUNTING_PERIOD;

fn sequences(
	page: &salus_primitives::disclosure::DisclosurePage<AccountId32>,
) -> Vec<(OrganizationId, u64)> {
	page.disclosures.iter().map(|entry| (entry.organization, entry.sequence)).collect()
}

fn ids(page: &salus_primitives::emergency::EmergencyPage<AccountId32>) -> Vec<u64> {
	page.emergencies.iter().map(|entry| entry.id.0).collect()
}

/// The hospital and the clinic look at Ann's finding in turn, `n` times each, an hour apart.
fn looked_at_in_turn(n: u64) {
	permit(HOSPITAL, ConsentAction::Access);
	permit(CLINIC, ConsentAction::Access);
	for sequence in 1..=n {
		record(sequence);
		let access = look_at(&[FINDING], Purpose::TREAT);
		assert_ok!(Disclosures::record_entry(by("Clinician"), ANN, access, sequence));
		wait(HOUR);
	}
}

#[test]
fn accounting_should_come_in_pages() {
	build_and_execute(|| {
		looked_at_in_turn(3);
		let first = Disclosures::accounting(ANN, Period::ALWAYS, None, 4);
		assert_eq!(sequences(&first), [(HOSPITAL, 1), (CLINIC, 1), (HOSPITAL, 2), (CLINIC, 2)]);
		let second = Disclosures::accounting(ANN, Period::ALWAYS, first.next, 4);
		assert_eq!(sequences(&second), [(HOSPITAL, 3), (CLINIC, 3)]);
		assert_eq!(second.next, None);
		let beyond = Disclosures::accounting(ANN, Period::ALWAYS, Some(99), 4);
		assert_eq!((beyond.disclosures.len(), beyond.next), (0, None));
		assert!(accounting_of(BEN).is_empty());
	});
}

#[test]
fn accounting_should_be_of_a_period() {
	build_and_execute(|| {
		looked_at_in_turn(3);
		let of =
			|start, end| sequences(&Disclosures::accounting(ANN, Period { start, end }, None, 10));
		assert_eq!(of(None, Some(NOW + 1)), [(HOSPITAL, 1), (CLINIC, 1)]);
		assert_eq!(of(Some(NOW + 1), Some(NOW + 2 * HOUR)), [(HOSPITAL, 2), (CLINIC, 2)]);
		assert_eq!(of(Some(NOW + 2 * HOUR), None), [(HOSPITAL, 3), (CLINIC, 3)]);
	});
}

#[test]
fn accounting_should_reach_back_six_years_unless_told_otherwise() {
	build_and_execute(|| {
		looked_at_in_turn(2);
		Now::set(&(NOW + ACCOUNTING_PERIOD + 1));
		let page = Disclosures::accounting(ANN, Period::ALWAYS, None, 10);
		assert_eq!(sequences(&page), [(HOSPITAL, 2), (CLINIC, 2)]);
		let whole = Period { start: Some(0), end: None };
		assert_eq!(Disclosures::accounting(ANN, whole, None, 10).disclosures.len(), 4);
	});
}

#[test]
fn accounting_should_go_on_when_a_page_has_nothing_to_show() {
	build_and_execute(|| {
		permit(HOSPITAL, ConsentAction::Access);
		for sequence in 1..=1_030 {
			record(sequence);
		}
		wait(HOUR);
		record(1_031);
		let late = Period { start: Some(NOW + HOUR), end: None };
		let first = Disclosures::accounting(ANN, late, None, 10);
		assert_eq!((first.disclosures.len(), first.next), (0, Some(1_024)));
		let second = Disclosures::accounting(ANN, late, first.next, 10);
		assert_eq!((sequences(&second), second.next), (vec![(HOSPITAL, 1_031)], None));
	});
}

#[test]
fn accounting_should_stay_when_patient_is_erased() {
	build_and_execute(|| {
		looked_at_in_turn(1);
		let before = state();
		erase(ANN);
		assert_eq!(accounting(), [1, 1]);
		assert_eq!(state(), before);
	});
}

#[test]
fn disclosures_should_come_in_the_order_of_their_numbers() {
	build_and_execute(|| {
		permit(HOSPITAL, ConsentAction::Access);
		for sequence in 1..=300 {
			record(sequence);
		}
		let mut from = None;
		let mut seen = Vec::new();
		loop {
			let page = Disclosures::disclosures(HOSPITAL, from, 70);
			seen.extend(page.disclosures.iter().map(|entry| entry.sequence));
			from = page.next;
			if from.is_none() {
				break;
			}
		}
		assert_eq!(seen, (1..=300).collect::<Vec<_>>());
		assert_eq!(Disclosures::disclosures(CLINIC, None, 10).disclosures, []);
	});
}

#[test]
fn disclosures_should_start_at_the_next_when_number_is_not_there() {
	build_and_execute(|| {
		permit(HOSPITAL, ConsentAction::Access);
		record(1);
		assert_ok!(anchor(2, 9));
		record(10);
		let page = Disclosures::disclosures(HOSPITAL, Some(2), 10);
		assert_eq!(sequences(&page), [(HOSPITAL, 10)]);
	});
}

#[test]
fn log_batches_should_come_in_the_order_of_their_numbers() {
	build_and_execute(|| {
		assert_ok!(anchor(21, 30));
		assert_ok!(anchor(1, 10));
		let first = Disclosures::log_batches(HOSPITAL, None, 1);
		assert_eq!((first.batches[0].first, first.next), (1, Some(21)));
		let second = Disclosures::log_batches(HOSPITAL, first.next, 1);
		assert_eq!((second.batches[0].first, second.next), (21, None));
		assert_eq!(Disclosures::log_batch(HOSPITAL, 2), None);
	});
}

#[test]
fn verify_entry_should_tell_what_is_in_a_batch() {
	build_and_execute(|| {
		assert_ok!(anchor(1, 10));
		let commitment =
			salus_primitives::disclosure::commitment(HOSPITAL, 4, &logged(4), &salt(4));
		let verify = |first, commitment| {
			Disclosures::verify_entry(HOSPITAL, first, commitment, proof(1, 10, 4))
		};
		let found = verify(1, commitment).unwrap();
		assert_eq!((found.included, found.sequence, found.opened), (true, Some(4), false));
		let found = verify(1, NOTE).unwrap();
		assert_eq!((found.included, found.sequence, found.opened), (false, None, false));
		assert_eq!(verify(2, commitment), None);
		let proof = proof(1, 10, 4);
		assert_ok!(Disclosures::prove_entry(by("Clerk"), HOSPITAL, 1, logged(4), salt(4), proof));
		assert!(verify(1, commitment).unwrap().opened);
	});
}

#[test]
fn emergencies_should_come_in_pages() {
	build_and_execute(|| {
		for name in ["Practitioner", "Surgeon", "Clinician"] {
			assert_ok!(break_glass(name, ANN));
			assert_ok!(break_glass(name, BEN));
		}
		let first = Disclosures::emergencies_of_patient(ANN, None, 2);
		assert_eq!((ids(&first), first.next), (vec![0, 2], Some(EmergencyId(4))));
		let second = Disclosures::emergencies_of_patient(ANN, first.next, 2);
		assert_eq!((ids(&second), second.next), (vec![4], None));
		let hospital = Disclosures::emergencies_of_organization(HOSPITAL, None, 10);
		assert_eq!(ids(&hospital), [0, 1, 2, 3]);
		let clinic = Disclosures::emergencies_of_organization(CLINIC, Some(EmergencyId(5)), 10);
		assert_eq!(ids(&clinic), [5]);
		let open = Disclosures::open_emergency(BEN, &account("Surgeon")).unwrap();
		assert_eq!((open.id, open.open), (EmergencyId(3), true));
		assert_eq!(Disclosures::emergency(EmergencyId(6)), None);
	});
}

#[test]
fn overdue_emergencies_should_be_those_of_all_organizations() {
	build_and_execute(|| {
		assert_ok!(break_glass("Practitioner", ANN));
		assert_ok!(break_glass("Clinician", ANN));
		assert_ok!(break_glass("Surgeon", ANN));
		wait(DEFAULT_VALIDITY);
		assert_ok!(break_glass("Practitioner", BEN));
		assert_ok!(super::review_emergency::review(
			"Officer",
			EmergencyId(2),
			ReviewOutcome::Justified
		));
		assert!(ids(&Disclosures::overdue_emergencies(None, 10)).is_empty());
		Now::set(&(NOW + REVIEW_PERIOD + 1));
		let overdue = Disclosures::overdue_emergencies(None, 10);
		assert_eq!(ids(&overdue), [0, 1]);
		assert!(overdue.emergencies.iter().all(|emergency| emergency.overdue));
		let first = Disclosures::overdue_emergencies(None, 1);
		assert_eq!((ids(&first), first.next), (vec![0], Some(EmergencyId(1))));
		assert_eq!(ids(&Disclosures::overdue_emergencies(first.next, 1)), [1]);
	});
}

#[test]
fn emergency_disclosures_should_come_in_pages() {
	build_and_execute(|| {
		assert_ok!(break_glass("Practitioner", ANN));
		for sequence in 1..=3 {
			let access = look_in_emergency(DataClass::Laboratory);
			assert_ok!(Disclosures::record_entry(by("Practitioner"), ANN, access, sequence));
		}
		let first = Disclosures::emergency_disclosures(EmergencyId(0), None, 2);
		assert_eq!(sequences(&first), [(HOSPITAL, 1), (HOSPITAL, 2)]);
		let second = Disclosures::emergency_disclosures(EmergencyId(0), first.next, 2);
		assert_eq!((sequences(&second), second.next), (vec![(HOSPITAL, 3)], None));
		let unknown = Disclosures::emergency_disclosures(EmergencyId(1), None, 2);
		assert_eq!((unknown.disclosures.len(), unknown.next), (0, None));
	});
}
