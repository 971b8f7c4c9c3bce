use super::*;

fn close(name: &str) -> DispatchResult {
	Disclosures::close_emergency(by(name), EmergencyId(0))
}

#[test]
fn close_emergency_should_end_it_when_practitioner_or_privacy_officer_closes() {
	for name in ["Practitioner", "Officer", "Surgeon"] {
		build_and_execute(|| {
			assert_ok!(break_glass("Practitioner", ANN));
			wait(HOUR);
			assert_ok!(close(name));
			let info = Disclosures::emergency(EmergencyId(0)).unwrap();
			assert_eq!((info.open, info.emergency.closed_at), (false, Some(NOW + HOUR)));
			assert_eq!(Disclosures::open_emergency(ANN, &account("Practitioner")), None);
			assert_eq!(
				events().last(),
				Some(&Event::EmergencyClosed { emergency: EmergencyId(0), patient: ANN })
			);
			// There may be another, and it may be closed the moment it was opened.
			assert_ok!(break_glass("Practitioner", ANN));
			assert_ok!(Disclosures::close_emergency(by("Practitioner"), EmergencyId(1)));
		});
	}
}

#[test]
fn close_emergency_should_keep_what_was_logged_in_the_same_block() {
	build_and_execute(|| {
		assert_ok!(break_glass("Practitioner", ANN));
		let access = look_in_emergency(DataClass::Laboratory);
		assert_ok!(Disclosures::record_entry(by("Practitioner"), ANN, access, 1));
		assert_ok!(close("Practitioner"));
		let seen = Disclosures::emergency_disclosures(EmergencyId(0), None, 10).disclosures;
		assert_eq!(seen.len(), 1);
	});
}

#[test]
fn close_emergency_should_refuse_when_it_has_ended() {
	build_and_execute(|| {
		assert_ok!(break_glass("Practitioner", ANN));
		assert_ok!(close("Practitioner"));
		assert_refused(|| close("Practitioner"), Error::<Test>::EmergencyEnded);
	});
	build_and_execute(|| {
		ended_emergency();
		assert_refused(|| close("Practitioner"), Error::<Test>::EmergencyEnded);
	});
}

#[test]
fn close_emergency_should_refuse_when_caller_has_no_part_in_it() {
	build_and_execute(|| {
		assert_ok!(break_glass("Practitioner", ANN));
		for name in ["Clerk", "Clinician", "ClinicOfficer", "Auditor", "Ann", "Stranger"] {
			assert_refused(|| close(name), Error::<Test>::NotAuthorized);
		}
		suspend(HOSPITAL);
		assert_refused(|| close("Officer"), Error::<Test>::NotAuthorized);
	});
}

#[test]
fn close_emergency_should_refuse_when_there_is_none() {
	build_and_execute(|| {
		assert_refused(|| close("Practitioner"), Error::<Test>::EmergencyNotFound);
	});
}
