//! What representatives can and can't do from whom something is withheld.

use super::*;
use salus_primitives::{
	codes::{Sensitivity, SensitivitySet},
	record::Labels,
};

fn teacher() -> RuntimeOrigin {
	RuntimeOrigin::signed(TEACHER)
}

/// Laboratory data with these labels.
fn labelled(sensitivity: impl Into<SensitivitySet>) -> Request<u64> {
	let labels = Labels { sensitivity: sensitivity.into(), ..LABELS };
	Request { labels: Some(labels), ..request_by(CLINIC) }
}

#[test]
fn representative_should_not_change_what_the_patient_granted_when_something_is_withheld() {
	build_and_execute(|| {
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		grant_as_ann(id(1), treatment_by(CLINIC));
		assert_ok!(act(ConsentAct::Suspend, id(1)));
		assert_refused(
			|| Consents::amend(teacher(), ANN, CONSENT, treatment_by(HOSPITAL)),
			Error::<Test>::GrantedByPatient,
		);
		assert_refused(
			|| Consents::suspend(teacher(), ANN, CONSENT),
			Error::<Test>::GrantedByPatient,
		);
		assert_refused(|| Consents::resume(teacher(), ANN, id(1)), Error::<Test>::GrantedByPatient);
		assert_refused(
			|| Consents::revoke(teacher(), ANN, CONSENT),
			Error::<Test>::GrantedByPatient,
		);
		assert_refused(
			|| Consents::mark_entered_in_error(teacher(), ANN, CONSENT),
			Error::<Test>::GrantedByPatient,
		);
	});
}

#[test]
fn representative_should_change_what_the_patient_granted_when_nothing_is_withheld() {
	build_and_execute(|| {
		Withheld::set(&SensitivitySet::EMPTY);
		grant_as_ann(CONSENT, treatment_by(CLINIC));
		assert_ok!(Consents::suspend(teacher(), ANN, CONSENT));
		assert_ok!(Consents::resume(teacher(), ANN, CONSENT));
		assert_ok!(Consents::revoke(teacher(), ANN, CONSENT));
	});
}

#[test]
fn representative_should_change_what_a_representative_granted() {
	build_and_execute(|| {
		for (n, sender) in [(1, TEACHER), (2, GUARDIAN)] {
			let grantor = RuntimeOrigin::signed(sender);
			assert_ok!(Consents::grant(grantor, ANN, id(n), treatment_by(CLINIC)));
			assert_ok!(Consents::amend(teacher(), ANN, id(n), treatment_by(HOSPITAL)));
			assert_ok!(Consents::suspend(teacher(), ANN, id(n)));
			assert_ok!(Consents::resume(teacher(), ANN, id(n)));
			assert_ok!(Consents::revoke(teacher(), ANN, id(n)));
		}
	});
}

#[test]
fn patient_should_change_what_a_representative_granted() {
	build_and_execute(|| {
		assert_ok!(Consents::grant(teacher(), ANN, CONSENT, treatment_by(CLINIC)));
		assert_ok!(act(ConsentAct::Suspend, CONSENT));
		assert_ok!(act(ConsentAct::Resume, CONSENT));
		// It is the patient's own from then on.
		assert_refused(
			|| Consents::revoke(teacher(), ANN, CONSENT),
			Error::<Test>::GrantedByPatient,
		);
	});
}

#[test]
fn consent_of_a_representative_should_say_nothing_of_what_is_withheld() {
	build_and_execute(|| {
		assert_ok!(Consents::grant(teacher(), ANN, id(1), treatment_by(CLINIC)));
		assert!(decision_on(&labelled(SensitivitySet::EMPTY)).is_permitted());
		assert!(decision_on(&labelled(Sensitivity::PSY)).is_permitted());
		let withheld = decision_on(&labelled(Sensitivity::HIV));
		assert_eq!(withheld.reason, Reason::NoMatchingConsent);
		assert!(!decision_on(&request_by(CLINIC)).is_permitted(), "labels unknown");
		// Nor does it stand in the way of what the patient decides.
		assert_ok!(Consents::grant(teacher(), ANN, id(2), Terms::new(Base::Deny)));
		grant_as_ann(id(3), treatment_by(CLINIC));
		assert!(decision_on(&labelled(Sensitivity::HIV)).is_permitted());
		assert_eq!(decision_on(&labelled(Sensitivity::PSY)).reason, Reason::ConsentDenies);
	});
}

#[test]
fn consent_should_keep_what_was_withheld_when_it_was_granted() {
	build_and_execute(|| {
		assert_ok!(Consents::grant(teacher(), ANN, CONSENT, treatment_by(CLINIC)));
		Withheld::set(&SensitivitySet::EMPTY);
		assert!(!decision_on(&labelled(Sensitivity::HIV)).is_permitted());
		assert_ok!(Consents::amend(teacher(), ANN, CONSENT, treatment_by(CLINIC)));
		assert!(decision_on(&labelled(Sensitivity::HIV)).is_permitted());
	});
}
