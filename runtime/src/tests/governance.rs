//! Motions as they are made: proposed, voted on and closed through the council's own calls, on a chain
//! with four seats, and with five where the two thresholds differ.

use super::*;
use crate::{Governance, SafeMode, Scheduler, DAYS, HOURS};
use frame_support::{traits::Hooks, weights::Weight};
use pallet_organizations::Profile;
use salus_primitives::{codes::Capability, organization::OrganizationStatus, OrganizationId};
use sp_core::{
	storage::well_known_keys::CODE,
	traits::{ReadRuntimeVersion, ReadRuntimeVersionExt},
};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::{
	traits::{BlakeTwo256, Hash as _},
	DispatchResult,
};
use sp_version::RuntimeVersion;

/// Who has seats, in the order in which they vote here, and who gets the fifth.
const VOTERS: [Sr25519Keyring; 5] = [Alice, Bob, Charlie, Dave, Eve];
const EVES: OrganizationId = OrganizationId(4);

/// Takes a fifth member into the council.
fn seat_a_fifth() {
	let eve = Eve.to_account_id();
	assert_ok!(Organizations::grant_council_seat(council(3, 4), EVES, eve));
}

/// A call as its signer makes it, past all filters.
fn make(
	who: Sr25519Keyring,
	call: pallet_collective::Call<Runtime, CouncilCollective>,
) -> DispatchResult {
	RuntimeCall::Council(call).dispatch(signed(who)).map(|_| ()).map_err(|refused| refused.error)
}

/// A motion: its hash and its number.
type Motion = (Hash, u32);

/// Puts a call to the vote.
fn propose(call: &RuntimeCall, threshold: u32) -> Motion {
	let index = pallet_collective::ProposalCount::<Runtime, CouncilCollective>::get();
	assert_ok!(make(
		Alice,
		pallet_collective::Call::propose {
			threshold,
			proposal: Box::new(call.clone()),
			length_bound: call.encoded_size() as u32,
		}
	));
	(BlakeTwo256::hash_of(call), index)
}

fn vote(who: Sr25519Keyring, (proposal, index): Motion, approve: bool) -> DispatchResult {
	make(who, pallet_collective::Call::vote { proposal, index, approve })
}

fn close((proposal_hash, index): Motion) -> DispatchResult {
	make(
		Alice,
		pallet_collective::Call::close {
			proposal_hash,
			index,
			proposal_weight_bound: Weight::MAX,
			length_bound: u32::MAX,
		},
	)
}

/// What came of the motion that was executed last.
fn outcome() -> Option<DispatchResult> {
	System::events().into_iter().rev().find_map(|record| match record.event {
		RuntimeEvent::Council(pallet_collective::Event::Executed { result, .. }) => Some(result),
		_ => None,
	})
}

/// Has as many of the seats as `ayes` agree to a call, and no more asked for: what came of it.
fn decide(call: &RuntimeCall, ayes: usize) -> DispatchResult {
	let motion = propose(call, ayes as u32);
	// With one vote it is executed at once.
	if ayes > 1 {
		for who in VOTERS.iter().take(ayes) {
			assert_ok!(vote(*who, motion, true));
		}
		assert_ok!(close(motion));
	}
	outcome().expect("it was executed")
}

fn enact(call: RuntimeCall) -> RuntimeCall {
	RuntimeCall::Governance(pallet_governance::Call::enact { call: Box::new(call) })
}

/// What only the chain itself may do, and a mark that it was done.
fn mark() -> RuntimeCall {
	let items = vec![(b"mark".to_vec(), vec![1])];
	RuntimeCall::System(frame_system::Call::set_storage { items })
}

fn is_marked() -> bool {
	sp_io::storage::get(b"mark").is_some()
}

/// Begins blocks up to this one, with what the scheduler and the emergency measures do in them.
fn run_to(block: u32) {
	for number in System::block_number() + 1..=block {
		System::set_block_number(number);
		SafeMode::on_initialize(number);
		Governance::on_initialize(number);
		Scheduler::on_initialize(number);
	}
}

/// An organization that has applied.
fn applicant() -> OrganizationId {
	let profile = Profile {
		name: b"District Clinic".to_vec().try_into().expect("a short name"),
		gln: None,
		envelope_key: None,
	};
	let capabilities = Capability::Provider.into();
	let ferdies = AccountId::new([77; 32]);
	assert_ok!(Organizations::submit_application(signed(Alice), profile, capabilities, ferdies));
	OrganizationId(5)
}

fn status(organization: OrganizationId) -> Option<OrganizationStatus> {
	Organizations::info(organization).map(|info| info.status)
}

// Thresholds.

#[test]
fn admission_should_take_the_simple_majority() {
	for (seats, too_few, enough) in [(4, 2, 3), (5, 2, 3)] {
		local_ext().execute_with(|| {
			if seats == 5 {
				seat_a_fifth();
			}
			let organization = applicant();
			let admit =
				RuntimeCall::Organizations(pallet_organizations::Call::admit { organization });
			assert_eq!(decide(&admit, too_few), Err(DispatchError::BadOrigin));
			assert_eq!(status(organization), Some(OrganizationStatus::Applied));
			assert_eq!(decide(&admit, enough), Ok(()));
			assert_eq!(status(organization), Some(OrganizationStatus::Active));
		});
	}
}

#[test]
fn root_should_take_two_thirds() {
	// Of four, three are more than two thirds; of five, three are a majority and less than that.
	for (seats, too_few, enough) in [(4, 2, 3), (5, 3, 4)] {
		local_ext().execute_with(|| {
			if seats == 5 {
				seat_a_fifth();
			}
			assert_eq!(decide(&enact(mark()), too_few), Err(DispatchError::BadOrigin));
			assert!(!is_marked());
			// Not without `enact` either, by whatever share.
			assert_eq!(decide(&mark(), seats), Err(DispatchError::BadOrigin));
			assert!(!is_marked());
			assert_eq!(decide(&enact(mark()), enough), Ok(()));
			assert!(is_marked());
		});
	}
}

#[test]
fn one_vote_of_four_should_decide_nothing() {
	local_ext().execute_with(|| {
		assert_eq!(decide(&enact(mark()), 1), Err(DispatchError::BadOrigin));
		let organization = applicant();
		let admit = RuntimeCall::Organizations(pallet_organizations::Call::admit { organization });
		assert_eq!(decide(&admit, 1), Err(DispatchError::BadOrigin));
	});
}

#[test]
fn committee_should_have_no_power_but_in_emergencies() {
	local_ext().execute_with(|| {
		let organization = applicant();
		for call in [
			enact(mark()),
			mark(),
			RuntimeCall::Organizations(pallet_organizations::Call::admit { organization }),
			RuntimeCall::Validators(pallet_validators::Call::remove_validator {
				who: Bob.to_account_id(),
			}),
			RuntimeCall::TechnicalCommittee(pallet_collective::Call::set_members {
				new_members: vec![Bob.to_account_id()],
				prime: None,
				old_count: 4,
			}),
		] {
			let refused = call.clone().dispatch(committee(4, 4)).expect_err("not its business");
			assert_eq!(refused.error, DispatchError::BadOrigin, "{call:?}");
		}
		assert_ok!(SafeMode::force_enter(committee(3, 4)));
	});
}

#[test]
fn motion_should_wait_for_votes_and_fail_by_those_who_stay_away() {
	local_ext().execute_with(|| {
		let motion = propose(&enact(mark()), 3);
		assert_ok!(vote(Alice, motion, true));
		assert_ok!(vote(Bob, motion, true));
		let too_early =
			DispatchError::from(pallet_collective::Error::<Runtime, CouncilCollective>::TooEarly);
		assert_eq!(close(motion), Err(too_early));
		System::set_block_number(1 + 7 * DAYS);
		assert_ok!(close(motion));
		assert_eq!((outcome(), is_marked()), (None, false));
	});
}

#[test]
fn motion_should_fail_when_it_can_no_longer_be_won() {
	local_ext().execute_with(|| {
		let motion = propose(&enact(mark()), 3);
		assert_ok!(vote(Alice, motion, true));
		assert_ok!(vote(Bob, motion, false));
		assert_ok!(vote(Charlie, motion, false));
		assert_ok!(close(motion));
		assert_eq!((outcome(), is_marked()), (None, false));
	});
}

// Who votes.

#[test]
fn vote_should_be_lost_with_the_standing_while_a_motion_is_open() {
	let not_member =
		DispatchError::from(pallet_collective::Error::<Runtime, CouncilCollective>::NotMember);
	let too_early =
		DispatchError::from(pallet_collective::Error::<Runtime, CouncilCollective>::TooEarly);
	const CHARLIES: OrganizationId = OrganizationId(2);
	let suspend = || Organizations::suspend(council(3, 4), CHARLIES);
	let remove = || Organizations::remove(council(3, 4), CHARLIES);
	let resign = || Organizations::resign(signed(Charlie));
	let withdraw = || Organizations::withdraw_council_seat(council(3, 4), CHARLIES);
	for leave in [&suspend as &dyn Fn() -> DispatchResult, &remove, &resign, &withdraw] {
		local_ext().execute_with(|| {
			let motion = propose(&enact(mark()), 3);
			for who in [Alice, Bob, Charlie] {
				assert_ok!(vote(who, motion, true));
			}

			assert_ok!(leave());

			assert_eq!(members::<CouncilCollective>().len(), 3);
			assert_eq!(close(motion), Err(too_early));
			assert_eq!(vote(Charlie, motion, true), Err(not_member));
			// A newcomer has a voice in what is open already.
			let eve = Eve.to_account_id();
			assert_ok!(Organizations::grant_council_seat(council(3, 3), EVES, eve));
			assert_ok!(vote(Eve, motion, true));
			assert_ok!(close(motion));
			assert!(is_marked());
		});
	}
}

#[test]
fn another_delegate_should_cast_the_vote_anew() {
	local_ext().execute_with(|| {
		let motion = propose(&enact(mark()), 3);
		for who in [Alice, Bob, Charlie] {
			assert_ok!(vote(who, motion, true));
		}
		let deputy = Sr25519Keyring::BobStash;
		assert_ok!(Organizations::add_agent(
			signed(Bob),
			deputy.to_account_id(),
			salus_primitives::codes::AgentRole::Administrator.into(),
			salus_primitives::Period::ALWAYS,
		));
		assert_ok!(Organizations::set_council_delegate(signed(Bob), deputy.to_account_id()));
		let too_early =
			DispatchError::from(pallet_collective::Error::<Runtime, CouncilCollective>::TooEarly);
		assert_eq!(close(motion), Err(too_early));
		assert_ok!(vote(deputy, motion, true));
		assert_ok!(close(motion));
		assert!(is_marked());
	});
}

// Delay.

/// A call that comes into force `after` blocks.
fn later(after: u32, call: RuntimeCall) -> RuntimeCall {
	RuntimeCall::Scheduler(pallet_scheduler::Call::schedule_after {
		after,
		maybe_periodic: None,
		priority: 0,
		call: Box::new(call),
	})
}

#[test]
fn decision_should_come_into_force_when_its_delay_is_over() {
	local_ext().execute_with(|| {
		assert_eq!(decide(&later(10, enact(mark())), 2), Err(DispatchError::BadOrigin));
		assert_eq!(decide(&later(10, enact(mark())), 3), Ok(()));
		// The block after the one that it was decided in is the first of the ten.
		run_to(11);
		assert!(!is_marked());
		run_to(12);
		assert!(is_marked());
	});
}

/// The delay that root sets.
fn set_delay(blocks: u32) -> RuntimeCall {
	RuntimeCall::Governance(pallet_governance::Call::set_enactment_delay { blocks })
}

/// Takes back what the council decided and what still waits.
fn cancel(call: &RuntimeCall) -> RuntimeCall {
	let call_hash = BlakeTwo256::hash_of(call);
	RuntimeCall::Governance(pallet_governance::Call::cancel_enactment { call_hash })
}

/// The chain with four seats, on which the council's decisions wait for ten blocks.
fn delayed_ext() -> sp_io::TestExternalities {
	let mut ext = local_ext();
	ext.execute_with(|| {
		assert_eq!(decide(&enact(set_delay(10)), 3), Ok(()));
	});
	ext
}

#[test]
fn root_should_act_no_sooner_than_after_the_delay() {
	delayed_ext().execute_with(|| {
		assert_eq!(decide(&enact(mark()), 4), Ok(()));
		System::assert_has_event(RuntimeEvent::Governance(
			pallet_governance::Event::EnactmentScheduled {
				call_hash: BlakeTwo256::hash_of(&mark()),
				at: 11,
			},
		));
		run_to(10);
		assert!(!is_marked());
		run_to(11);
		assert!(is_marked());
	});
}

#[test]
fn delay_should_be_shortened_by_no_decision_before_it_is_over() {
	delayed_ext().execute_with(|| {
		// All of them together, and not by way of the scheduler either.
		assert_eq!(decide(&set_delay(0), 4), Err(DispatchError::BadOrigin));
		assert_eq!(decide(&enact(set_delay(0)), 4), Ok(()));
		assert_eq!(decide(&later(2, set_delay(0)), 4), Ok(()));
		run_to(9);
		assert_eq!(decide(&enact(mark()), 4), Ok(()));
		run_to(18);
		// The shorter delay is in force from block 11, and not for what waited before.
		assert!(!is_marked());
		run_to(19);
		assert!(is_marked());
		sp_io::storage::clear(b"mark");
		assert_eq!(decide(&enact(mark()), 4), Ok(()));
		assert!(is_marked());
	});
}

#[test]
fn waiting_decision_should_be_taken_back_by_two_thirds_of_the_council_alone() {
	delayed_ext().execute_with(|| {
		seat_a_fifth();
		assert_eq!(decide(&enact(mark()), 5), Ok(()));
		// Three of five are less than two thirds; and the scheduler lets nobody cancel what root does.
		assert_eq!(decide(&cancel(&mark()), 3), Err(DispatchError::BadOrigin));
		let by_place =
			RuntimeCall::Scheduler(pallet_scheduler::Call::cancel { when: 11, index: 0 });
		assert_eq!(decide(&by_place, 5), Err(DispatchError::BadOrigin));
		for origin in [committee(4, 4), signed(Alice), RuntimeOrigin::none()] {
			let refused = cancel(&mark()).dispatch(origin).expect_err("not its business");
			assert_eq!(refused.error, DispatchError::BadOrigin);
		}
		assert_eq!(decide(&cancel(&mark()), 4), Ok(()));
		run_to(11);
		assert!(!is_marked());
	});
}

#[test]
fn emergency_should_wait_for_no_delay() {
	delayed_ext().execute_with(|| {
		assert_ok!(SafeMode::force_enter(committee(3, 4)));
		assert!(SafeMode::is_entered());
		// What the council has decided is done in safe mode too.
		assert_eq!(decide(&enact(mark()), 3), Ok(()));
		run_to(11);
		assert!(SafeMode::is_entered() && is_marked());
	});
}

#[test]
fn large_decision_should_wait_as_well() {
	delayed_ext().execute_with(|| {
		let items = vec![(b"mark".to_vec(), vec![1; 10_000])];
		let large = RuntimeCall::System(frame_system::Call::set_storage { items });
		assert_eq!(decide(&enact(large), 3), Ok(()));
		run_to(10);
		assert!(!is_marked());
		run_to(11);
		assert!(is_marked());
	});
}

#[test]
fn delayed_decision_should_keep_the_share_of_those_who_took_it() {
	local_ext().execute_with(|| {
		seat_a_fifth();
		// Three of five may schedule, and may not act for the chain.
		assert_eq!(decide(&later(2, enact(mark())), 3), Ok(()));
		run_to(8);
		assert!(!is_marked());
	});
}

#[test]
fn delayed_decision_should_be_cancelled_by_no_smaller_share() {
	local_ext().execute_with(|| {
		seat_a_fifth();
		assert_eq!(decide(&later(10, enact(mark())), 4), Ok(()));
		let cancel = RuntimeCall::Scheduler(pallet_scheduler::Call::cancel { when: 12, index: 0 });
		assert_eq!(decide(&cancel, 3), Err(DispatchError::BadOrigin));
		assert_eq!(decide(&cancel, 4), Ok(()));
		run_to(15);
		assert!(!is_marked());
	});
}

// Upgrades.

/// Code of these tests is nothing but its version.
struct Versions;

impl ReadRuntimeVersion for Versions {
	fn read_runtime_version(
		&self,
		code: &[u8],
		_: &mut dyn sp_core::traits::Externalities,
	) -> Result<Vec<u8>, String> {
		Ok(code.to_vec())
	}
}

/// Code of this version.
fn code(spec_version: u32) -> Vec<u8> {
	RuntimeVersion { spec_version, ..VERSION }.encode()
}

fn authorize(code: &[u8]) -> RuntimeCall {
	enact(RuntimeCall::System(frame_system::Call::authorize_upgrade {
		code_hash: BlakeTwo256::hash(code),
	}))
}

fn apply(code: Vec<u8>) -> DispatchResult {
	// Anybody may, in safe mode too.
	RuntimeCall::System(frame_system::Call::apply_authorized_upgrade { code })
		.dispatch(signed(Ferdie))
		.map(|_| ())
		.map_err(|refused| refused.error)
}

fn upgradable_ext() -> sp_io::TestExternalities {
	let mut ext = local_ext();
	ext.register_extension(ReadRuntimeVersionExt::new(Versions));
	ext
}

#[test]
fn upgrade_should_take_two_thirds_and_the_very_code() {
	upgradable_ext().execute_with(|| {
		let new = code(VERSION.spec_version + 1);
		let nothing = DispatchError::from(frame_system::Error::<Runtime>::NothingAuthorized);
		assert_eq!(apply(new.clone()), Err(nothing));
		assert_eq!(decide(&authorize(&new), 2), Err(DispatchError::BadOrigin));
		assert_eq!(apply(new.clone()), Err(nothing));

		assert_eq!(decide(&authorize(&new), 3), Ok(()));
		let other = code(VERSION.spec_version + 2);
		let unauthorized = DispatchError::from(frame_system::Error::<Runtime>::Unauthorized);
		assert_eq!(apply(other), Err(unauthorized));
		assert_ok!(SafeMode::force_enter(committee(3, 4)));
		assert_ok!(apply(new.clone()));
		assert_eq!(sp_io::storage::get(CODE).map(|code| code.to_vec()), Some(new.clone()));
		System::assert_has_event(RuntimeEvent::System(frame_system::Event::CodeUpdated {
			hash: BlakeTwo256::hash(&new),
		}));
		// Authorized once, it is applied once.
		assert_eq!(apply(new), Err(nothing));
	});
}

#[test]
fn upgrade_should_wait_for_the_delay() {
	upgradable_ext().execute_with(|| {
		assert_eq!(decide(&enact(set_delay(10)), 3), Ok(()));
		let new = code(VERSION.spec_version + 1);
		let nothing = DispatchError::from(frame_system::Error::<Runtime>::NothingAuthorized);
		assert_eq!(decide(&authorize(&new), 3), Ok(()));
		run_to(10);
		assert_eq!(apply(new.clone()), Err(nothing));
		run_to(11);
		assert_ok!(apply(new.clone()));
		assert_eq!(sp_io::storage::get(CODE).map(|code| code.to_vec()), Some(new));
	});
}

// Built for benchmarks, the system pallet does not look at versions.
#[cfg(not(feature = "runtime-benchmarks"))]
#[test]
fn upgrade_should_be_rejected_when_the_version_does_not_rise() {
	upgradable_ext().execute_with(|| {
		let same = code(VERSION.spec_version);
		let before = sp_io::storage::get(CODE);
		assert_eq!(decide(&authorize(&same), 4), Ok(()));
		assert_ok!(apply(same.clone()));
		System::assert_has_event(RuntimeEvent::System(
			frame_system::Event::RejectedInvalidAuthorizedUpgrade {
				code_hash: BlakeTwo256::hash(&same),
				error: frame_system::Error::<Runtime>::SpecVersionNeedsToIncrease.into(),
			},
		));
		assert_eq!(sp_io::storage::get(CODE), before);
	});
}

#[test]
fn upgrade_should_wait_when_the_council_delays_it() {
	upgradable_ext().execute_with(|| {
		let new = code(VERSION.spec_version + 1);
		assert_eq!(decide(&later(20, authorize(&new)), 3), Ok(()));
		run_to(21);
		assert!(apply(new.clone()).is_err());
		run_to(22);
		assert_ok!(apply(new));
	});
}

// Emergencies.

#[test]
fn council_should_decide_as_ever_in_an_emergency() {
	local_ext().execute_with(|| {
		let organization = applicant();
		assert_ok!(SafeMode::force_enter(committee(3, 4)));
		// As much as can be paused is.
		for call in ["admit", "suspend", "remove", "reinstate"] {
			let name = |text: &str| text.as_bytes().to_vec().try_into().expect("a short name");
			let pause =
				Governance::pause_call(committee(3, 4), name("Organizations"), name(call), 100);
			assert_ok!(pause);
		}
		// The committee can't keep the council from acting for the chain, nor from ending it all.
		assert_eq!(decide(&enact(mark()), 3), Ok(()));
		assert!(is_marked());
		let validators = RuntimeCall::Validators(pallet_validators::Call::remove_validator {
			who: Dave.to_account_id(),
		});
		assert_eq!(decide(&validators, 3), Ok(()));
		assert_eq!(decide(&later(1, enact(mark())), 3), Ok(()));
		let admit = RuntimeCall::Organizations(pallet_organizations::Call::admit { organization });
		// What is paused is paused for everybody, but for the chain itself.
		let filtered = DispatchError::from(frame_system::Error::<Runtime>::CallFiltered);
		assert_eq!(decide(&admit, 3), Err(filtered));
		assert_eq!(decide(&enact(admit), 3), Ok(()));
		assert_eq!(status(organization), Some(OrganizationStatus::Active));
		let exit = RuntimeCall::SafeMode(pallet_safe_mode::Call::force_exit {});
		assert_eq!(decide(&exit, 2), Err(DispatchError::BadOrigin));
		assert_eq!(decide(&exit, 3), Ok(()));
		assert!(!SafeMode::is_entered());
	});
}

#[test]
fn sessions_should_go_on_in_safe_mode() {
	local_ext().execute_with(|| {
		assert_ok!(SafeMode::force_enter(committee(3, 4)));
		assert_ok!(Validators::remove_validator(council(3, 4), Dave.to_account_id()));
		let session = Session::current_index();
		let period = crate::configs::consensus::SessionPeriod::get();
		for number in [period, 2 * period] {
			System::set_block_number(number - 1);
			begin_block(number, u64::from(number));
		}
		assert_eq!(Session::current_index(), session + 2);
		assert_eq!(Session::validators().len(), 3);
		assert!(SafeMode::is_entered());
	});
}

#[test]
fn committee_should_hold_the_chain_up_for_hours_and_not_again_and_again() {
	local_ext().execute_with(|| {
		assert_ok!(SafeMode::force_enter(committee(3, 4)));
		let entered = DispatchError::from(pallet_safe_mode::Error::<Runtime>::Entered);
		assert_noop!(SafeMode::force_enter(committee(3, 4)), entered);
		assert_noop!(SafeMode::force_extend(committee(4, 4)), DispatchError::BadOrigin);
		let ends = System::block_number() + 6 * HOURS;
		System::set_block_number(ends);
		SafeMode::on_initialize(ends);
		assert!(SafeMode::is_entered());
		System::set_block_number(ends + 1);
		SafeMode::on_initialize(ends + 1);
		assert!(!SafeMode::is_entered());
	});
}

#[test]
fn pause_should_be_limited_on_both_sides() {
	local_ext().execute_with(|| {
		let name = |text: &str| text.as_bytes().to_vec().try_into().expect("a short name");
		let pause = |blocks| {
			Governance::pause_call(committee(3, 4), name("Records"), name("anchor"), blocks)
		};
		let invalid = DispatchError::from(pallet_governance::Error::<Runtime>::InvalidDuration);
		assert_noop!(pause(0), invalid);
		assert_noop!(pause(14 * DAYS + 1), invalid);
		assert_ok!(pause(14 * DAYS));
		let until = System::block_number() + 14 * DAYS;
		System::set_block_number(until);
		Governance::on_initialize(until);
		assert_ok!(pause(1));
	});
}
