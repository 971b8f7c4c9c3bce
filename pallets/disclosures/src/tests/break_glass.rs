use super::*;
use salus_primitives::codes::AgentRole;

fn classes() -> ClassSet {
	ClassSet::of(&[DataClass::Laboratory, DataClass::ClinicalNotes])
}

fn break_for(name: &str, classes: ClassSet, lasts: Option<Moment>) -> DispatchResult {
	Disclosures::break_glass(by(name), ANN, BreakGlassReason::Incapacitated, classes, lasts)
}

fn is_open(name: &str, patient: PatientId) -> bool {
	<Disclosures as Emergencies<_>>::open_access(patient, &account(name)).is_some()
}

#[docify::export]
#[test]
fn break_glass_should_open_access_when_practitioner_declares() {
	build_and_execute(|| {
		let classes = ClassSet::of(&[DataClass::Laboratory, DataClass::Allergies]);
		let reason = BreakGlassReason::Incapacitated;
		assert_ok!(Disclosures::break_glass(by("Practitioner"), ANN, reason, classes, None));

		// What the decision asks before it lets the practitioner see past the patient's consents.
		let open =
			<Disclosures as Emergencies<_>>::open_access(ANN, &account("Practitioner")).unwrap();
		assert_eq!((open.classes, open.until), (classes, NOW + DEFAULT_VALIDITY));
		// The access is logged under the emergency, for those who review it.
		let access = look_in_emergency(DataClass::Allergies);
		assert_ok!(Disclosures::record_entry(by("Practitioner"), ANN, access, 1));

		wait(DEFAULT_VALIDITY);
		assert_eq!(
			<Disclosures as Emergencies<_>>::open_access(ANN, &account("Practitioner")),
			None
		);
		let (outcome, note) = (ReviewOutcome::Justified, NOTE);
		assert_ok!(Disclosures::review_emergency(by("Officer"), EmergencyId(0), outcome, note));
		assert_eq!(Disclosures::emergency(EmergencyId(0)).unwrap().outcome, Some(outcome));
	});
}

#[test]
fn break_glass_should_tell_the_patient_by_event() {
	build_and_execute(|| {
		assert_ok!(break_for("Practitioner", classes(), Some(HOUR)));
		assert_eq!(
			events(),
			[Event::GlassBroken {
				emergency: EmergencyId(0),
				patient: ANN,
				organization: HOSPITAL,
				reason: BreakGlassReason::Incapacitated,
				until: NOW + HOUR
			}]
		);
		let info = Disclosures::emergency(EmergencyId(0)).unwrap();
		assert_eq!(info.emergency.review_due, NOW + REVIEW_PERIOD);
		assert_eq!((info.open, info.overdue, info.outcome), (true, false, None));
	});
}

#[test]
fn break_glass_should_open_nothing_for_others() {
	build_and_execute(|| {
		assert_ok!(break_glass("Practitioner", ANN));
		assert!(is_open("Practitioner", ANN));
		assert!(!is_open("Practitioner", BEN));
		assert!(!is_open("Surgeon", ANN));
	});
}

#[test]
fn break_glass_should_end_when_agent_no_longer_practises() {
	let ends: [fn(); 3] = [
		|| set_roles("Practitioner", AgentRole::Clerk.into()),
		|| suspend(HOSPITAL),
		|| erase(ANN),
	];
	for end in ends {
		build_and_execute(|| {
			assert_ok!(break_glass("Practitioner", ANN));
			end();
			assert!(!is_open("Practitioner", ANN));
			assert!(!Disclosures::emergency(EmergencyId(0)).unwrap().open);
			let access = || look_in_emergency(DataClass::Laboratory);
			let write = || Disclosures::record_entry(by("Practitioner"), ANN, access(), 1);
			assert!(write().is_err());
		});
	}
}

#[test]
fn break_glass_should_refuse_when_caller_is_no_practitioner_of_a_provider() {
	build_and_execute(|| {
		for name in ["Officer", "Clerk", "Insurer", "Inspector", "Auditor", "Ann", "Stranger"] {
			assert_refused(|| break_glass(name, ANN), Error::<Test>::NotAuthorized);
		}
		suspend(HOSPITAL);
		assert_refused(|| break_glass("Practitioner", ANN), Error::<Test>::NotAuthorized);
		assert_ok!(break_glass("Clinician", ANN));
	});
}

#[test]
fn break_glass_should_refuse_when_patient_is_unknown_or_erased() {
	build_and_execute(|| {
		let nobody = PatientId::from([9; 32]);
		assert_refused(|| break_glass("Practitioner", nobody), Error::<Test>::PatientNotFound);
		erase(ANN);
		assert_refused(|| break_glass("Practitioner", ANN), Error::<Test>::PatientErased);
	});
}

#[test]
fn break_glass_should_refuse_when_scope_is_empty_or_too_wide() {
	build_and_execute(|| {
		let (none, too_many) = (ClassSet::EMPTY, ClassSet::of(&DataClass::ALL[..4]));
		assert_refused(|| break_for("Practitioner", none, None), Error::<Test>::NoClasses);
		assert_refused(
			|| break_for("Practitioner", too_many, None),
			Error::<Test>::MaxClassesExceeded,
		);
		assert_refused(
			|| break_for("Practitioner", ClassSet::ALL, None),
			Error::<Test>::MaxClassesExceeded,
		);
		assert_ok!(break_for("Practitioner", ClassSet::of(&DataClass::ALL[..3]), None));
	});
}

#[test]
fn break_glass_should_refuse_when_it_lasts_no_time_or_too_long() {
	build_and_execute(|| {
		for lasts in [0, MAX_VALIDITY + 1, Moment::MAX] {
			assert_refused(
				|| break_for("Practitioner", classes(), Some(lasts)),
				Error::<Test>::InvalidValidity,
			);
		}
		assert_ok!(break_for("Practitioner", classes(), Some(MAX_VALIDITY)));
		wait(MAX_VALIDITY - 1);
		assert!(is_open("Practitioner", ANN));
		wait(1);
		assert!(!is_open("Practitioner", ANN));
	});
}

#[test]
fn break_glass_should_refuse_when_agent_has_enough_open() {
	build_and_execute(|| {
		assert_ok!(break_glass("Practitioner", ANN));
		assert_refused(|| break_glass("Practitioner", ANN), Error::<Test>::AlreadyOpen);
		assert_ok!(break_glass("Practitioner", BEN));
		let third = PatientId::from([3; 32]);
		let mut registered = Registered::get();
		registered.push((third, account("Third"), PatientStatus::Active));
		Registered::set(&registered);
		assert_refused(|| break_glass("Practitioner", third), Error::<Test>::MaxOpenExceeded);
		assert_ok!(break_glass("Surgeon", third));
		// What has ended makes room.
		wait(DEFAULT_VALIDITY);
		assert_ok!(break_glass("Practitioner", third));
		assert_ok!(break_glass("Practitioner", ANN));
	});
}

#[test]
fn break_glass_should_refuse_when_too_many_reviews_wait() {
	build_and_execute(|| {
		for _ in 0..MAX_UNREVIEWED {
			ended_emergency();
		}
		assert_refused(|| break_glass("Practitioner", ANN), Error::<Test>::MaxUnreviewedExceeded);
		assert_ok!(break_glass("Clinician", ANN));
		let (outcome, note) = (ReviewOutcome::Justified, NOTE);
		assert_ok!(Disclosures::review_emergency(by("Officer"), EmergencyId(2), outcome, note));
		assert_ok!(break_glass("Practitioner", ANN));
	});
}
