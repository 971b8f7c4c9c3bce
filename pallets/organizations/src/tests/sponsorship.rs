use super::*;
use crate::SponsoredBuckets;

fn release(who: u64) -> DispatchResult {
	Organizations::release(&who)
}

#[test]
fn sponsor_should_let_account_in() {
	build_and_execute(|| {
		assert_ok!(Organizations::sponsor(&PATIENT, HOSPITAL));
		assert_eq!(
			Organizations::membership(&PATIENT),
			Some(MembershipInfo::Sponsored { organization: HOSPITAL })
		);
		assert_eq!(Organizations::active_agent(&PATIENT), None);
		assert!(System::account_exists(&PATIENT));
	});
}

#[test]
fn sponsor_should_take_over_account_when_its_organization_was_removed() {
	build_and_execute(|| {
		dissolve_clinic();
		assert_ok!(Organizations::sponsor(&OWNER, HOSPITAL));
		assert_eq!(Organizations::info(CLINIC).unwrap().agents, 0);
	});
}

#[test]
fn sponsor_should_refuse_when_account_belongs_to_somebody() {
	build_and_execute(|| {
		assert_ok!(Organizations::sponsor(&PATIENT, HOSPITAL));
		for taken in [CLERK, OWNER, PATIENT] {
			assert_refused(
				|| {
					frame_support::storage::with_storage_layer(|| {
						Organizations::sponsor(&taken, CLINIC)
					})
				},
				Error::<Test>::AlreadyMember,
			);
		}
	});
}

#[test]
fn release_should_make_account_a_stranger() {
	build_and_execute(|| {
		assert_ok!(Organizations::sponsor(&PATIENT, HOSPITAL));
		assert_ok!(release(PATIENT));
		assert_eq!(Organizations::membership(&PATIENT), None);
		assert!(!System::account_exists(&PATIENT));
		assert!(!SponsoredBuckets::<Test>::contains_key(PATIENT));
	});
}

#[test]
fn release_should_keep_the_nonce_when_account_has_signed() {
	build_and_execute(|| {
		assert_ok!(Organizations::sponsor(&PATIENT, HOSPITAL));
		System::inc_account_nonce(PATIENT);
		assert_ok!(release(PATIENT));
		assert_ok!(Organizations::sponsor(&PATIENT, CLINIC));
		assert_eq!(System::account_nonce(PATIENT), 1);
		assert_eq!(System::providers(&PATIENT), 1);
	});
}

#[test]
fn release_should_refuse_when_account_is_not_sponsored() {
	build_and_execute(|| {
		for who in [STRANGER, CLERK] {
			assert_refused(|| release(who), Error::<Test>::NotSponsored);
		}
	});
}
