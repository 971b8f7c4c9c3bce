use super::*;
use crate::{Call, NextId, Profile, MAX_NAME_LEN};
use codec::{Decode, Encode};
use sp_core::H256;

fn submit(profile: Profile, capabilities: CapabilitySet, administrator: u64) -> DispatchResult {
	Organizations::submit_application(signed(HEAD), profile, capabilities, administrator)
}

fn submit_for(administrator: u64) -> DispatchResult {
	submit(profile("Applicant"), Capability::Sponsor.into(), administrator)
}

#[test]
fn submit_application_should_create_applicant_when_member_submits() {
	build_and_execute(|| {
		assert_ok!(submit_for(FOUNDER));
		let info = Organizations::info(APPLICANT).unwrap();
		assert_eq!(info.name, "Applicant");
		assert_eq!(info.status, OrganizationStatus::Applied);
		assert_eq!(info.capabilities, Capability::Sponsor.into());
		assert_eq!(info.usable_capabilities, CapabilitySet::EMPTY);
		assert_eq!(info.agents, 1);
		assert_eq!(
			events(),
			[Event::ApplicationSubmitted { organization: APPLICANT, submitted_by: HOSPITAL }]
		);
	});
}

#[test]
fn submit_application_should_not_let_the_applicant_act() {
	build_and_execute(|| {
		assert_ok!(submit_for(FOUNDER));
		assert_eq!(Organizations::active_agent(&FOUNDER), None);
		assert_refused(
			|| Organizations::add_agent(signed(FOUNDER), STRANGER, clerk(), Period::ALWAYS),
			Error::<Test>::NotAuthorized,
		);
	});
}

#[test]
fn submit_application_should_number_applicants_in_order() {
	build_and_execute(|| {
		assert_ok!(submit_for(FOUNDER));
		assert_ok!(submit_for(STRANGER));
		assert_eq!(
			Organizations::membership(&STRANGER).map(|member| match member {
				MembershipInfo::Agent { organization, .. }
				| MembershipInfo::Sponsored { organization } => organization,
			}),
			Some(OrganizationId(APPLICANT.0 + 1))
		);
	});
}

#[test]
fn submit_application_should_take_over_account_when_its_organization_was_removed() {
	build_and_execute(|| {
		dissolve_clinic();
		assert_ok!(submit_for(OWNER));
		assert_eq!(Organizations::info(CLINIC).unwrap().agents, 0);
		assert_eq!(Organizations::info(APPLICANT).unwrap().agents, 1);
	});
}

#[test]
fn submit_application_should_refuse_when_sender_is_no_active_administrator() {
	build_and_execute(|| {
		assert_refused_unless_administrator(|origin| {
			Organizations::submit_application(
				origin,
				profile("Applicant"),
				Capability::Sponsor.into(),
				FOUNDER,
			)
		});
	});
}

#[test]
fn submit_application_should_refuse_when_name_is_empty_or_not_text() {
	build_and_execute(|| {
		let nameless = Profile { name: Default::default(), ..profile("") };
		let garbled = Profile { name: vec![0xFF, 0xFE].try_into().unwrap(), ..profile("") };
		for profile in [nameless, profile(" \t"), garbled] {
			assert_refused(
				|| submit(profile, Capability::Sponsor.into(), FOUNDER),
				Error::<Test>::InvalidName,
			);
		}
	});
}

#[test]
fn submit_application_should_refuse_when_there_are_no_capabilities() {
	build_and_execute(|| {
		assert_refused(
			|| submit(profile("Applicant"), CapabilitySet::EMPTY, FOUNDER),
			Error::<Test>::NoCapabilities,
		);
	});
}

#[test]
fn submit_application_should_refuse_when_account_belongs_to_somebody() {
	build_and_execute(|| {
		assert_ok!(Organizations::sponsor(&PATIENT, HOSPITAL));
		for taken in [OWNER, HEAD, PATIENT] {
			assert_refused(|| submit_for(taken), Error::<Test>::AlreadyMember);
		}
	});
}

#[test]
fn submit_application_should_refuse_when_numbers_are_used_up() {
	build_and_execute(|| {
		NextId::<Test>::put(OrganizationId(u32::MAX));
		assert_refused(|| submit_for(FOUNDER), Error::<Test>::IdsExhausted);
	});
}

/// The call as a client may write it, read as the chain reads it.
fn decode(name: usize, gln: &[u8; 13], capabilities: u64) -> Result<Call<Test>, codec::Error> {
	let name = vec![b'x'; name];
	let written = (0u8, name, Some(*gln), None::<H256>, capabilities, FOUNDER).encode();
	Call::decode(&mut &written[..])
}

#[test]
fn submit_application_should_not_decode_when_a_field_is_malformed() {
	let (longest, gln) = (MAX_NAME_LEN as usize, b"4012345000016");
	assert!(decode(longest, gln, CapabilitySet::ALL.bits()).is_ok());
	// Too long a name, a GLN with a wrong check digit, a capability that nobody knows.
	assert!(decode(longest + 1, gln, CapabilitySet::ALL.bits()).is_err());
	assert!(decode(longest, b"4012345000017", CapabilitySet::ALL.bits()).is_err());
	assert!(decode(longest, gln, CapabilitySet::ALL.bits() + 1).is_err());
	// A call that ends too early.
	assert!(Call::<Test>::decode(&mut &[0u8, 4][..]).is_err());
}
