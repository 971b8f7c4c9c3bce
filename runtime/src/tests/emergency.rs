//! Safe mode and paused calls: what they stop, what they leave alone, and how they end.

use super::{committee, council, dev_ext};
use crate::{
	configs::emergency::{Essential, Unpausable},
	AccountId, Governance, Runtime, RuntimeCall, RuntimeOrigin, SafeMode, System, HOURS,
};
use frame_support::{
	assert_noop, assert_ok,
	traits::{Contains, GetCallMetadata, Hooks},
	BoundedVec,
};
use pallet_tx_pause::RuntimeCallNameOf;
use sp_keyring::Sr25519Keyring::{Bob, Ferdie};
use sp_runtime::{traits::Dispatchable, DispatchError};

/// A call that can wait.
fn routine() -> RuntimeCall {
	RuntimeCall::Patients(pallet_patients::Call::report_death { patient: Default::default() })
}

/// A call that can't.
fn revoke() -> RuntimeCall {
	RuntimeCall::Consents(pallet_consents::Call::revoke {
		patient: Default::default(),
		consent: Default::default(),
	})
}

/// Whether the chain refuses a call before it looks at it.
fn is_filtered(call: RuntimeCall, who: AccountId) -> bool {
	let filtered = frame_system::Error::<Runtime>::CallFiltered;
	call.dispatch(RuntimeOrigin::signed(who)).map_err(|error| error.error) == Err(filtered.into())
}

fn begin_block(number: u32) {
	System::set_block_number(number);
	SafeMode::on_initialize(number);
	Governance::on_initialize(number);
}

fn name(text: &str) -> pallet_governance::NameOf<Runtime> {
	BoundedVec::try_from(text.as_bytes().to_vec()).expect("names are short")
}

#[test]
fn safe_mode_should_stop_routine_calls_and_no_others() {
	dev_ext().execute_with(|| {
		assert!(!is_filtered(routine(), Bob.to_account_id()));
		assert_ok!(SafeMode::force_enter(committee(2, 3)));
		assert!(is_filtered(routine(), Bob.to_account_id()));
		assert!(!is_filtered(revoke(), Ferdie.to_account_id()));
		let vote = RuntimeCall::Council(pallet_collective::Call::vote {
			proposal: Default::default(),
			index: 0,
			approve: true,
		});
		assert!(!is_filtered(vote, Bob.to_account_id()));
	});
}

#[test]
fn safe_mode_should_look_into_batches() {
	dev_ext().execute_with(|| {
		assert_ok!(SafeMode::force_enter(committee(2, 3)));
		let batch =
			RuntimeCall::Utility(pallet_utility::Call::batch_all { calls: vec![routine()] });
		assert!(is_filtered(batch, Bob.to_account_id()));
	});
}

#[test]
fn safe_mode_should_end_by_itself() {
	dev_ext().execute_with(|| {
		System::set_block_number(1);
		assert_ok!(SafeMode::force_enter(committee(2, 3)));
		begin_block(1 + 6 * HOURS);
		assert!(is_filtered(routine(), Bob.to_account_id()));
		begin_block(2 + 6 * HOURS);
		assert!(!is_filtered(routine(), Bob.to_account_id()));
	});
}

#[test]
fn safe_mode_should_be_entered_by_the_committee_and_extended_by_the_council() {
	dev_ext().execute_with(|| {
		System::set_block_number(1);
		let stranger = RuntimeOrigin::signed(Bob.to_account_id());
		for origin in [committee(1, 2), council(1, 1), stranger.clone()] {
			assert_noop!(SafeMode::force_enter(origin), DispatchError::BadOrigin);
		}
		assert_ok!(SafeMode::force_enter(committee(2, 3)));
		for origin in [committee(3, 3), council(1, 2), stranger.clone()] {
			assert_noop!(SafeMode::force_extend(origin), DispatchError::BadOrigin);
		}
		assert_ok!(SafeMode::force_extend(council(2, 3)));
		for origin in [committee(1, 2), council(1, 2), stranger] {
			assert_noop!(SafeMode::force_exit(origin), DispatchError::BadOrigin);
		}
		assert_ok!(SafeMode::force_exit(council(2, 3)));
		assert!(!is_filtered(routine(), Bob.to_account_id()));
	});
}

#[test]
fn safe_mode_should_not_be_for_sale() {
	dev_ext().execute_with(|| {
		let who = RuntimeOrigin::signed(Bob.to_account_id());
		let not_configured = pallet_safe_mode::Error::<Runtime>::NotConfigured;
		assert_noop!(SafeMode::enter(who.clone()), not_configured);
		assert_ok!(SafeMode::force_enter(committee(2, 3)));
		let not_configured = pallet_safe_mode::Error::<Runtime>::NotConfigured;
		assert_noop!(SafeMode::extend(who), not_configured);
	});
}

#[test]
fn essential_calls_should_be_those_of_governance_session_and_the_way_out() {
	for call in [
		RuntimeCall::SafeMode(pallet_safe_mode::Call::force_exit {}),
		RuntimeCall::System(frame_system::Call::apply_authorized_upgrade { code: vec![] }),
		RuntimeCall::Validators(pallet_validators::Call::purge_keys {}),
		revoke(),
	] {
		assert!(Essential::contains(&call), "{call:?}");
	}
	assert!(!Essential::contains(&routine()));
}

#[test]
fn paused_call_should_go_on_when_its_time_is_over() {
	dev_ext().execute_with(|| {
		System::set_block_number(1);
		let pause =
			|origin| Governance::pause_call(origin, name("Patients"), name("report_death"), 10);
		for origin in [committee(1, 2), council(1, 1)] {
			assert_noop!(pause(origin), DispatchError::BadOrigin);
		}
		assert_ok!(pause(committee(2, 3)));
		assert!(is_filtered(routine(), Bob.to_account_id()));
		assert!(!is_filtered(revoke(), Ferdie.to_account_id()));
		begin_block(11);
		assert!(!is_filtered(routine(), Bob.to_account_id()));
	});
}

#[test]
fn pallets_that_lead_out_of_an_emergency_should_not_be_pausable() {
	dev_ext().execute_with(|| {
		for pallet in RuntimeCall::get_module_names() {
			for call in RuntimeCall::get_call_names(pallet) {
				let full: RuntimeCallNameOf<Runtime> = (name(pallet), name(call));
				let can_stand_still = [
					"Organizations",
					"Patients",
					"Records",
					"Consents",
					"Disclosures",
					"Recovery",
					"SignedCalls",
					"Trials",
					"Provenance",
					"Nodes",
				];
				let pausable = !Unpausable::contains(&full) && *pallet != "TxPause";
				assert_eq!(pausable, can_stand_still.contains(pallet), "{pallet}.{call}");
			}
		}
	});
}

#[test]
fn call_names_should_fit_their_bound() {
	for pallet in RuntimeCall::get_module_names() {
		for call in RuntimeCall::get_call_names(pallet) {
			assert!(pallet.len() <= 64 && call.len() <= 64, "{pallet}.{call}");
		}
	}
}
