//! Random sequences of calls keep the invariants; and each invariant is noticed when it is broken.

use super::*;
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
	Grant { sender: usize, consent: u8, terms: usize },
	Amend { sender: usize, consent: u8, terms: usize },
	Revoke { sender: usize, consent: u8 },
	Status { status: usize },
	Wait { ms: u64 },
}

fn step() -> impl Strategy<Value = Step> {
	let (sender, consent, terms) = (0usize..3, 0u8..7, 0usize..10);
	prop_oneof![
		4 => (sender.clone(), consent.clone(), terms.clone())
			.prop_map(|(sender, consent, terms)| Step::Grant { sender, consent, terms }),
		3 => (sender.clone(), consent.clone(), terms)
			.prop_map(|(sender, consent, terms)| Step::Amend { sender, consent, terms }),
		2 => (sender, consent).prop_map(|(sender, consent)| Step::Revoke { sender, consent }),
		1 => (0usize..4).prop_map(|status| Step::Status { status }),
		1 => (0u64..5).prop_map(|ms| Step::Wait { ms }),
	]
}

fn sender(n: usize) -> RuntimeOrigin {
	RuntimeOrigin::signed([ANN_KEY, GUARDIAN, STRANGER][n])
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
			Consents::grant(sender(by), ANN, id(consent), terms(n))
		},
		Step::Amend { sender: by, consent, terms: n } => {
			Consents::amend(sender(by), ANN, id(consent), terms(n))
		},
		Step::Revoke { sender: by, consent } => Consents::revoke(sender(by), ANN, id(consent)),
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
fn try_state_should_notice_when_consents_are_counted_wrong() {
	use crate::ConsentCounts;
	assert_noticed(|| ConsentCounts::<Test>::insert(ANN, 2), "consents are counted wrong");
	assert_noticed(|| ConsentCounts::<Test>::remove(ANN), "consents are not counted");
	let too_many = || {
		for n in 0..u8::MAX {
			crate::Consents::<Test>::insert(
				ANN,
				id(n),
				Consents::info(ANN, CONSENT).unwrap().consent,
			);
		}
		// One of them has the id that was there.
		ConsentCounts::<Test>::insert(ANN, u32::from(u8::MAX));
	};
	assert_noticed(too_many, "a patient has too many consents");
}

#[test]
fn try_state_should_notice_when_a_consent_is_stored_wrong() {
	let malformed = || change(|consent| consent.terms = Terms::new(Base::Silent));
	assert_noticed(malformed, "stored terms are malformed");
	let ended = || change(|consent| consent.status = ConsentStatus::EnteredInError);
	assert_noticed(ended, "an ended consent is not put aside");
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
