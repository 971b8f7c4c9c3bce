use super::*;
use codec::{DecodeAll, Encode};
use sp_runtime::BuildStorage;

fn policy() -> DefaultPolicy {
	DefaultPolicy {
		own_records: Purpose::TREAT.into(),
		required_by_law: Purpose::PUBHLTH.into(),
		required_by_law_to: Capability::Payer.into(),
	}
}

#[test]
fn set_default_policy_should_permit_what_it_allows() {
	build_and_execute(|| {
		let own = Request { record: Some(RECORD), ..request_by(HOSPITAL) };
		let reported = Request { purpose: Some(Purpose::DISASTER), ..request_by(PAYER) };
		assert!(!decision_on(&own).is_permitted());
		assert!(!decision_on(&reported).is_permitted());

		assert_ok!(Consents::set_default_policy(RuntimeOrigin::root(), policy()));

		assert_eq!(Consents::default_policy(), policy());
		assert_eq!(decision_on(&own).reason, Reason::OwnRecord);
		assert_eq!(decision_on(&reported).reason, Reason::RequiredByLaw);
		assert_eq!(events(), [Event::DefaultPolicySet { policy: policy() }]);
	});
}

#[test]
fn set_default_policy_should_not_outweigh_a_denial() {
	build_and_execute(|| {
		assert_ok!(Consents::set_default_policy(RuntimeOrigin::root(), policy()));
		grant_as_ann(CONSENT, Terms::new(Base::Deny));
		let own = Request { record: Some(RECORD), ..request_by(HOSPITAL) };
		assert_eq!(decision_on(&own).reason, Reason::ConsentDenies);
	});
}

#[test]
fn set_default_policy_should_refuse_when_origin_is_not_governance() {
	build_and_execute(|| {
		let none = RuntimeOrigin::none();
		for origin in [none, RuntimeOrigin::signed(ANN_KEY), RuntimeOrigin::signed(PRACTITIONER)] {
			assert_refused(
				|| Consents::set_default_policy(origin, policy()),
				DispatchError::BadOrigin,
			);
		}
	});
}

#[test]
fn policy_should_allow_nothing_when_genesis_names_none() {
	build_and_execute(|| {
		let nothing = DefaultPolicy {
			own_records: PurposeSet::EMPTY,
			required_by_law: PurposeSet::EMPTY,
			required_by_law_to: CapabilitySet::EMPTY,
		};
		assert_eq!(Consents::default_policy(), nothing);
	});
}

#[test]
fn policy_should_be_that_of_genesis_when_it_names_one() {
	let mut genesis = crate::GenesisConfig::<Test>::default();
	genesis.default_policy = policy();
	let storage = genesis.build_storage().unwrap();
	sp_io::TestExternalities::from(storage)
		.execute_with(|| assert_eq!(Consents::default_policy(), policy()));
}

#[test]
fn policy_should_not_decode_when_a_bit_stands_for_no_code() {
	let (purposes, capabilities) = (PurposeSet::ALL.bits(), CapabilitySet::ALL.bits());
	let decodes = |purposes, capabilities| {
		let bytes = (purposes, PurposeSet::EMPTY, capabilities).encode();
		DefaultPolicy::decode_all(&mut &bytes[..]).is_ok()
	};
	assert!(decodes(purposes, capabilities));
	assert!(!decodes(purposes << 1, capabilities));
	assert!(!decodes(purposes, capabilities << 1));
}
