use super::*;
use crate::MAX_LICENCES;

fn grant(origin: RuntimeOrigin, licence: Licence) -> DispatchResult {
	Organizations::grant_licence(origin, CLINIC, licence)
}

/// A licence as a provider.
fn provider(period: Period) -> Licence {
	Licence { capability: Capability::Provider, period }
}

#[docify::export]
#[test]
fn capability_should_end_when_licence_expires() {
	build_and_execute(|| {
		let year = Period { start: Some(NOW), end: Some(LATER + 1_000) };
		let licence = Licence { capability: Capability::Provider, period: year };
		// The authority's officer, of an organization that may act as Regulator.
		assert_ok!(Organizations::grant_licence(signed(OFFICER), CLINIC, licence));
		assert_eq!(events().last(), Some(&Event::LicenceGranted { organization: CLINIC, licence }));

		// The clinic's former licence ends at `LATER`; the new one goes on.
		Now::set(&(LATER + 999));
		assert!(Organizations::is_capable(CLINIC, Capability::Provider));
		Now::set(&(LATER + 1_000));
		assert!(!Organizations::is_capable(CLINIC, Capability::Provider));
		// It remains a member, for whatever needs no licence.
		assert!(Organizations::is_active(CLINIC));
	});
}

#[test]
fn capability_should_begin_when_licence_does() {
	build_and_execute(|| {
		let next = Period { start: Some(LATER + 10), end: None };
		assert_ok!(grant(council(), provider(next)));
		Now::set(&(LATER + 9));
		assert_eq!(
			Organizations::capabilities_until(CLINIC),
			(CapabilitySet::EMPTY, Some(LATER + 10))
		);
		Now::set(&(LATER + 10));
		assert_eq!(Organizations::capabilities_until(CLINIC), (Capability::Provider.into(), None));
	});
}

#[test]
fn grant_licence_should_work_when_council_or_regulator_grants() {
	for origin in [council(), signed(OFFICER), signed(INSPECTOR)] {
		build_and_execute(|| {
			assert_ok!(grant(origin, provider(Period::ALWAYS)));
			assert!(Organizations::info(CLINIC)
				.unwrap()
				.licences
				.contains(&provider(Period::ALWAYS)));
		});
	}
}

#[test]
fn grant_licence_should_drop_licences_that_have_ended() {
	build_and_execute(|| {
		Now::set(&LATER);
		assert_ok!(grant(council(), provider(Period::ALWAYS)));
		assert_eq!(Organizations::info(CLINIC).unwrap().licences, [provider(Period::ALWAYS)]);
	});
}

#[test]
fn grant_licence_should_refuse_when_sender_is_no_administrator_of_a_regulator() {
	build_and_execute(|| {
		for who in [HEAD, OWNER, CLERK, STRANGER] {
			assert_refused(
				|| grant(signed(who), provider(Period::ALWAYS)),
				Error::<Test>::NotAuthorized,
			);
		}
		assert_ok!(Organizations::update_agent(
			signed(OFFICER),
			INSPECTOR,
			clerk(),
			Period::ALWAYS
		));
		assert_refused(
			|| grant(signed(INSPECTOR), provider(Period::ALWAYS)),
			Error::<Test>::NotAuthorized,
		);
		assert_refused(
			|| grant(RuntimeOrigin::none(), provider(Period::ALWAYS)),
			DispatchError::BadOrigin,
		);
	});
}

#[test]
fn grant_licence_should_refuse_when_regulator_is_suspended() {
	build_and_execute(|| {
		assert_ok!(Organizations::suspend(council(), AUTHORITY));
		assert_refused(
			|| grant(signed(OFFICER), provider(Period::ALWAYS)),
			Error::<Test>::NotAuthorized,
		);
	});
}

#[test]
fn grant_licence_should_refuse_when_regulator_licenses_itself() {
	build_and_execute(|| {
		let both = CapabilitySet::of(&[Capability::Regulator, Capability::Provider]);
		assert_ok!(Organizations::set_capabilities(council(), AUTHORITY, both));
		assert_refused(
			|| {
				let licence = provider(Period::ALWAYS);
				Organizations::grant_licence(signed(OFFICER), AUTHORITY, licence)
			},
			Error::<Test>::NotAuthorized,
		);
	});
}

#[test]
fn grant_licence_should_refuse_when_organization_is_not_admitted_for_it() {
	build_and_execute(|| {
		assert_refused(
			|| grant(council(), licence(Capability::Pharmacy)),
			Error::<Test>::CapabilityNotAdmitted,
		);
	});
}

#[test]
fn grant_licence_should_refuse_when_period_is_empty_or_over() {
	build_and_execute(|| {
		let empty = Period { start: Some(NOW + 5), end: Some(NOW + 5) };
		for period in [empty, Period::until(NOW)] {
			assert_refused(|| grant(council(), provider(period)), Error::<Test>::InvalidPeriod);
		}
	});
}

#[test]
fn grant_licence_should_refuse_when_it_is_held_already() {
	build_and_execute(|| {
		assert_refused(
			|| grant(council(), provider(Period::until(LATER))),
			Error::<Test>::LicenceExists,
		);
	});
}

#[test]
fn grant_licence_should_refuse_when_there_is_no_room() {
	build_and_execute(|| {
		for n in 1..u64::from(MAX_LICENCES) {
			assert_ok!(grant(council(), provider(Period::until(LATER + n))));
		}
		assert_refused(
			|| grant(council(), provider(Period::ALWAYS)),
			Error::<Test>::MaxLicencesExceeded,
		);
	});
}

#[test]
fn grant_licence_should_refuse_when_organization_has_left() {
	build_and_execute(|| {
		dissolve_clinic();
		assert_refused(|| grant(council(), provider(Period::ALWAYS)), Error::<Test>::InvalidStatus);
	});
}

#[test]
fn grant_licence_should_refuse_when_organization_is_unknown() {
	build_and_execute(|| {
		let licence = provider(Period::ALWAYS);
		assert_refused(
			|| Organizations::grant_licence(council(), NOBODY, licence),
			Error::<Test>::NotFound,
		);
	});
}
