//! Random sequences of calls and transactions, by everybody on everybody, keep the invariants.

use super::*;
use crate::{Call, CheckNonce, Gate, Limits};
use frame_support::{
	dispatch::{DispatchInfo, PostDispatchInfo},
	storage::with_storage_layer,
	traits::UnfilteredDispatchable,
	weights::Weight,
};
use proptest::{prelude::*, sample::select};
use sp_runtime::traits::DispatchTransaction;

const EVERYBODY: [u64; 10] =
	[HEAD, DEPUTY, CLERK, LOCUM, OWNER, OFFICER, INSPECTOR, FOUNDER, STRANGER, PATIENT];

#[derive(Clone, Debug)]
enum Step {
	/// A call by the council, or by an account.
	Call {
		sender: Option<u64>,
		call: Call<Test>,
	},
	/// A transaction through the gate.
	Send {
		sender: u64,
		declared: u64,
		used: u64,
	},
	/// What the patients pallet asks for.
	Sponsor {
		who: u64,
		organization: OrganizationId,
	},
	Release {
		who: u64,
	},
	/// Time and blocks go by.
	Wait {
		ms: u64,
		blocks: u64,
	},
}

fn account() -> impl Strategy<Value = u64> {
	select(&EVERYBODY[..])
}

fn organization() -> impl Strategy<Value = OrganizationId> {
	(0u32..6).prop_map(OrganizationId)
}

fn capabilities() -> impl Strategy<Value = CapabilitySet> {
	prop::collection::vec(select(Capability::ALL), 0..4).prop_map(|codes| CapabilitySet::of(&codes))
}

fn roles() -> impl Strategy<Value = RoleSet> {
	prop_oneof![
		2 => Just(AgentRole::Administrator.into()),
		1 => prop::collection::vec(select(AgentRole::ALL), 0..3)
			.prop_map(|codes| RoleSet::of(&codes)),
	]
}

fn period() -> impl Strategy<Value = Period> {
	let moment = || prop::option::of((0u64..1_500).prop_map(|ms| NOW + ms));
	prop_oneof![
		Just(Period::ALWAYS),
		(moment(), moment()).prop_map(|(start, end)| Period { start, end }),
	]
}

fn licence() -> impl Strategy<Value = Licence> {
	let capability = prop_oneof![Just(Capability::Provider), select(Capability::ALL)];
	(capability, period()).prop_map(|(capability, period)| Licence { capability, period })
}

/// Calls that decide over organizations.
fn council_call() -> impl Strategy<Value = Call<Test>> {
	let o = organization;
	prop_oneof![
		o().prop_map(|organization| Call::admit { organization }),
		o().prop_map(|organization| Call::reject_application { organization }),
		o().prop_map(|organization| Call::suspend { organization }),
		o().prop_map(|organization| Call::reinstate { organization }),
		o().prop_map(|organization| Call::remove { organization }),
		(o(), capabilities()).prop_map(|(organization, capabilities)| Call::set_capabilities {
			organization,
			capabilities
		}),
		(o(), licence())
			.prop_map(|(organization, licence)| Call::grant_licence { organization, licence }),
		(o(), licence())
			.prop_map(|(organization, licence)| Call::withdraw_licence { organization, licence }),
		(o(), 0u64..2_000, 0u64..200).prop_map(|(organization, capacity, refill)| {
			Call::set_limits { organization, limits: Limits { capacity, refill } }
		}),
		(o(), account()).prop_map(|(organization, delegate)| Call::grant_council_seat {
			organization,
			delegate
		}),
		o().prop_map(|organization| Call::withdraw_council_seat { organization }),
	]
}

/// Calls that organizations send for themselves.
fn member_call() -> impl Strategy<Value = Call<Test>> {
	let name = || select(&["Applicant", "", "Other"][..]).prop_map(profile);
	prop_oneof![
		2 => (name(), capabilities(), account()).prop_map(
			|(profile, capabilities, administrator)| Call::submit_application {
				profile,
				capabilities,
				administrator
			}
		),
		1 => Just(Call::resign {}),
		1 => name().prop_map(|profile| Call::update_profile { profile }),
		1 => account().prop_map(|delegate| Call::set_council_delegate { delegate }),
		4 => (account(), roles(), period())
			.prop_map(|(agent, roles, period)| Call::add_agent { agent, roles, period }),
		3 => (account(), roles(), period())
			.prop_map(|(agent, roles, period)| Call::update_agent { agent, roles, period }),
		3 => account().prop_map(|agent| Call::remove_agent { agent }),
	]
}

fn step() -> impl Strategy<Value = Step> {
	let sender = || prop::option::weighted(0.9, account());
	prop_oneof![
		6 => council_call().prop_map(|call| Step::Call { sender: None, call }),
		1 => (sender(), council_call()).prop_map(|(sender, call)| Step::Call { sender, call }),
		6 => (sender(), member_call()).prop_map(|(sender, call)| Step::Call { sender, call }),
		3 => (account(), 0u64..900, 0u64..900)
			.prop_map(|(sender, declared, used)| Step::Send { sender, declared, used }),
		2 => (account(), organization())
			.prop_map(|(who, organization)| Step::Sponsor { who, organization }),
		1 => account().prop_map(|who| Step::Release { who }),
		1 => (0u64..500, 0u64..5).prop_map(|(ms, blocks)| Step::Wait { ms, blocks }),
	]
}

/// Whether it worked is not the point: after it, everything must be as it should.
fn take(step: Step) -> DispatchResult {
	match step {
		Step::Call { sender, call } => call
			.dispatch_bypass_filter(sender.map_or_else(council, signed))
			.map(|_| ())
			.map_err(|with| with.error),
		Step::Send { sender, declared, used } => {
			let weight = |parts| Weight::from_parts(parts, 0);
			let call = frame_system::Call::remark { remark: Vec::new() }.into();
			let info = DispatchInfo { call_weight: weight(declared), ..Default::default() };
			let used = Some(weight(used.min(declared)));
			(Gate::<Test>::new(), CheckNonce::<Test>::from(System::account_nonce(sender)))
				.test_run(signed(sender), &call, &info, 0, 0, |_| {
					Ok(PostDispatchInfo { actual_weight: used, ..Default::default() })
				})
				.map(|_| ())
				.map_err(|_| DispatchError::Other("not let in"))
		},
		// Only organizations that exist sponsor.
		Step::Sponsor { organization, .. } if Organizations::info(organization).is_none() => Ok(()),
		Step::Sponsor { who, organization } => Organizations::sponsor(&who, organization),
		Step::Release { who } => Organizations::release(&who),
		Step::Wait { ms, blocks } => {
			Now::set(&(Now::get() + ms));
			System::set_block_number(System::block_number() + blocks);
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
				let refused = with_storage_layer(|| take(step)).is_err();
				assert!(!refused || state() == before, "a refused call changed something");
				check_invariants();
			}
		});
	}

	/// Whoever floods, with whatever calls, gets no more than full buckets and their refill, and the
	/// clinic gets in with the next transaction.
	#[test]
	fn flood_should_be_bounded_when_anything_is_sent(
		sent in prop::collection::vec(
			(select(&[HEAD, DEPUTY, CLERK, LOCUM, PATIENT][..]), 0u64..800, 0u64..2),
			1..80,
		),
	) {
		build_and_execute(|| {
			Organizations::sponsor(&PATIENT, HOSPITAL).unwrap();
			let mut spent = 0;
			for (sender, declared, blocks) in sent {
				System::set_block_number(System::block_number() + blocks);
				if take(Step::Send { sender, declared, used: declared }).is_ok() {
					spent += BASE + declared;
				}
				let flowed_in = ALLOWANCE.refill * (System::block_number() - 1);
				assert!(spent <= ALLOWANCE.capacity + flowed_in);
			}
			assert_ok!(take(Step::Send { sender: OWNER, declared: 600, used: 600 }));
		});
	}
}
