use super::*;
use crate::{gate::Refusal, CheckNonce, Gate, Limits, SponsoredBuckets, WeightInfo};
use codec::Encode;
use frame_support::{
	dispatch::{DispatchInfo, PostDispatchInfo},
	weights::Weight,
};
use sp_runtime::{
	traits::{DispatchTransaction, TransactionExtension},
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidityError, ValidTransaction,
	},
};

/// The part of the runtime's extensions that this pallet brings.
type Pipeline = (Gate<Test>, CheckNonce<Test>);

fn pipeline(nonce: u32) -> Pipeline {
	(Gate::new(), CheckNonce::from(nonce))
}

/// A call that everybody may send.
fn routine() -> RuntimeCall {
	frame_system::Call::remark { remark: Vec::new() }.into()
}

/// A call that the runtime counts as protecting patients.
fn safety() -> RuntimeCall {
	frame_system::Call::remark_with_event { remark: Vec::new() }.into()
}

/// A call that keeps the consortium going.
fn governance() -> RuntimeCall {
	crate::Call::suspend { organization: NOBODY }.into()
}

/// The declared weight of a call whose transaction, without its length, costs `cost`.
fn costing(cost: u64) -> DispatchInfo {
	DispatchInfo { call_weight: Weight::from_parts(cost - BASE, 0), ..Default::default() }
}

/// What the pool says of a transaction.
fn validate(
	origin: RuntimeOrigin,
	nonce: u32,
	call: &RuntimeCall,
	cost: u64,
) -> Result<ValidTransaction, TransactionValidityError> {
	pipeline(nonce)
		.validate_only(origin, call, &costing(cost), 0, TransactionSource::External, 0)
		.map(|(valid, _, _)| valid)
}

/// What the pool says of an account's next routine call.
fn offer(who: u64) -> Result<ValidTransaction, TransactionValidityError> {
	validate(signed(who), System::account_nonce(who), &routine(), 50)
}

/// Runs an account's next transaction in a block, in which nothing is dispatched and `used` of the
/// declared weight's cost is.
fn run(who: u64, call: &RuntimeCall, cost: u64, used: u64) -> Result<(), TransactionValidityError> {
	pipeline(System::account_nonce(who))
		.test_run(signed(who), call, &costing(cost), 0, 0, |_| {
			let actual_weight = Some(costing(used).call_weight);
			Ok(PostDispatchInfo { actual_weight, ..Default::default() })
		})
		.map(|dispatched| assert!(dispatched.is_ok()))
}

/// Runs an account's next transaction, which costs what it declares.
fn send(who: u64, call: &RuntimeCall, cost: u64) -> Result<(), TransactionValidityError> {
	run(who, call, cost, cost)
}

/// What an account, or its organization, has left.
fn left(who: u64) -> u64 {
	Organizations::allowance(&who).unwrap().available
}

fn refused(refusal: Refusal) -> TransactionValidityError {
	InvalidTransaction::Custom(refusal as u8).into()
}

const EXHAUSTED: TransactionValidityError =
	TransactionValidityError::Invalid(InvalidTransaction::ExhaustsResources);

/// A chain on which the hospital sponsors the patient's account.
fn with_patient(test: impl FnOnce()) {
	build_and_execute(|| {
		assert_ok!(Organizations::sponsor(&PATIENT, HOSPITAL));
		test();
	});
}

#[docify::export]
#[test]
fn gate_should_stop_flood_of_one_and_not_hinder_another() {
	build_and_execute(|| {
		// The hospital sends as much as a block takes: seven eighths of its allowance of 800.
		let sent = (0..100).take_while(|_| send(CLERK, &routine(), 100).is_ok()).count();
		assert_eq!(sent, 7);
		// The author passes over the rest, whoever of the hospital it is from.
		assert_eq!(send(HEAD, &routine(), 100), Err(EXHAUSTED));

		// The clinic does not notice.
		assert_eq!(send(OWNER, &routine(), 100), Ok(()));
		// Nor does the consortium: the hospital's vote has the rest of its allowance.
		assert_eq!(send(HEAD, &governance(), 100), Ok(()));

		// What the hospital may go on with flows in with every block.
		System::set_block_number(5);
		assert_eq!(send(CLERK, &routine(), 100), Ok(()));
		assert_eq!(send(CLERK, &routine(), 100), Err(EXHAUSTED));
	});
}

// Who gets in.

#[test]
fn gate_should_refuse_stranger_before_the_nonce_check_does() {
	build_and_execute(|| {
		assert_eq!(offer(STRANGER), Err(refused(Refusal::Stranger)));
		// Without the gate the wallet would be told that it can't pay.
		let checked = CheckNonce::<Test>::from(0).validate_only(
			signed(STRANGER),
			&routine(),
			&costing(50),
			0,
			TransactionSource::External,
			0,
		);
		assert_eq!(checked.map(|(valid, _, _)| valid), Err(InvalidTransaction::Payment.into()));
	});
}

#[test]
fn refusals_should_keep_their_numbers() {
	let numbers = [
		(Refusal::Stranger, 1),
		(Refusal::AgentNotValid, 2),
		(Refusal::OrganizationNotActive, 3),
		(Refusal::ExceedsAllowance, 4),
		(Refusal::NotSigned, 5),
	];
	for (refusal, number) in numbers {
		assert_eq!(
			TransactionValidityError::from(refusal),
			InvalidTransaction::Custom(number).into()
		);
	}
}

#[test]
fn gate_should_refuse_agent_when_its_validity_has_ended() {
	build_and_execute(|| {
		assert_ok!(offer(LOCUM));
		Now::set(&LATER);
		assert_eq!(offer(LOCUM), Err(refused(Refusal::AgentNotValid)));
		assert_ok!(offer(CLERK));
	});
}

#[test]
fn gate_should_refuse_agent_when_its_validity_has_not_begun() {
	build_and_execute(|| {
		let period = Period { start: Some(LATER), end: None };
		assert_ok!(Organizations::add_agent(signed(HEAD), STRANGER, clerk(), period));
		assert_eq!(offer(STRANGER), Err(refused(Refusal::AgentNotValid)));
		Now::set(&LATER);
		assert_ok!(offer(STRANGER));
	});
}

#[test]
fn gate_should_refuse_agents_when_organization_is_not_active() {
	build_and_execute(|| {
		apply();
		assert_eq!(offer(FOUNDER), Err(refused(Refusal::OrganizationNotActive)));
		assert_ok!(Organizations::suspend(council(), CLINIC));
		assert_eq!(offer(OWNER), Err(refused(Refusal::OrganizationNotActive)));
		assert_ok!(Organizations::reinstate(council(), CLINIC));
		assert_ok!(offer(OWNER));
		assert_ok!(Organizations::remove(council(), CLINIC));
		assert_eq!(offer(OWNER), Err(refused(Refusal::OrganizationNotActive)));
	});
}

#[test]
fn gate_should_refuse_agent_when_it_was_removed() {
	build_and_execute(|| {
		assert_eq!(send(CLERK, &routine(), 50), Ok(()));
		assert_ok!(Organizations::remove_agent(signed(HEAD), CLERK));
		assert_eq!(offer(CLERK), Err(refused(Refusal::Stranger)));
	});
}

#[test]
fn gate_should_refuse_when_transaction_is_not_signed() {
	build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_eq!(validate(origin, 0, &routine(), 50), Err(refused(Refusal::NotSigned)));
		}
	});
}

#[test]
fn gate_should_refuse_again_in_the_block() {
	build_and_execute(|| {
		for who in [STRANGER, PATIENT] {
			let before = state();
			assert_eq!(send(who, &routine(), 50), Err(refused(Refusal::Stranger)));
			assert_eq!(state(), before);
		}
	});
}

#[test]
fn check_nonce_should_refuse_replay_when_account_comes_back() {
	with_patient(|| {
		assert_eq!(send(PATIENT, &routine(), 50), Ok(()));
		assert_ok!(Organizations::release(&PATIENT));
		assert_eq!(offer(PATIENT), Err(refused(Refusal::Stranger)));
		assert_ok!(Organizations::sponsor(&PATIENT, CLINIC));
		assert_eq!(
			validate(signed(PATIENT), 0, &routine(), 50),
			Err(InvalidTransaction::Stale.into())
		);
		assert_ok!(offer(PATIENT));
	});
}

// What it costs.

#[test]
fn gate_should_charge_weight_and_length_before_dispatch() {
	build_and_execute(|| {
		let info = DispatchInfo {
			call_weight: Weight::from_parts(70, 1_000_000),
			extension_weight: Weight::from_parts(5, 0),
			..Default::default()
		};
		let prepared = pipeline(0).validate_and_prepare(signed(CLERK), &routine(), &info, 40, 0);
		assert_ok!(prepared.map(|_| ()));
		assert_eq!(left(CLERK), ALLOWANCE.capacity - (BASE + 70 + 5 + 40 * PER_BYTE));
	});
}

#[test]
fn gate_should_refund_what_was_not_used() {
	build_and_execute(|| {
		assert_eq!(run(CLERK, &routine(), 300, 120), Ok(()));
		assert_eq!(left(CLERK), ALLOWANCE.capacity - 120);
	});
}

#[test]
fn gate_should_charge_when_call_fails() {
	build_and_execute(|| {
		let call = crate::Call::remove_agent { agent: OWNER }.into();
		let dispatched =
			pipeline(0).dispatch_transaction(signed(HEAD), call, &costing(90), 0, 0).unwrap();
		assert_eq!(
			dispatched.map_err(|with| with.error).map(|_| ()),
			Err(Error::<Test>::AgentNotFound.into())
		);
		assert_eq!(left(HEAD), ALLOWANCE.capacity - 90);
		assert_eq!(System::account_nonce(HEAD), 1);
	});
}

#[test]
fn gate_should_charge_organization_that_leaves_with_the_call() {
	build_and_execute(|| {
		let call = crate::Call::resign {}.into();
		let dispatched =
			pipeline(0).dispatch_transaction(signed(OWNER), call, &costing(90), 0, 0).unwrap();
		assert!(dispatched.is_ok());
		assert_eq!(left(OWNER), ALLOWANCE.capacity - 90);
	});
}

#[test]
fn gate_should_refund_no_more_than_the_bucket_holds_when_limits_shrank_with_the_call() {
	build_and_execute(|| {
		let limits = Limits { capacity: 100, refill: 1 };
		let ran = pipeline(0).test_run(signed(HEAD), &routine(), &costing(300), 0, 0, |_| {
			Organizations::set_limits(council(), HOSPITAL, limits).unwrap();
			let actual_weight = Some(Weight::zero());
			Ok(PostDispatchInfo { actual_weight, ..Default::default() })
		});
		assert!(ran.is_ok());
		assert_eq!(left(HEAD), 100);
	});
}

#[test]
fn bucket_should_fill_with_every_block_up_to_its_capacity() {
	build_and_execute(|| {
		assert_eq!(send(CLERK, &routine(), 300), Ok(()));
		for (block, available) in [(1, 500), (2, 550), (4, 650), (7, 800), (1_000, 800)] {
			System::set_block_number(block);
			assert_eq!(left(CLERK), available, "at block {block}");
		}
		assert_eq!(send(CLERK, &routine(), 300), Ok(()));
		assert_eq!(left(CLERK), 500);
	});
}

#[test]
fn pool_should_accept_and_block_not_when_bucket_is_empty() {
	build_and_execute(|| {
		assert_eq!(send(CLERK, &routine(), 700), Ok(()));
		let before = state();
		assert_ok!(offer(CLERK));
		assert_eq!(send(CLERK, &routine(), 50), Err(EXHAUSTED));
		assert_eq!(state(), before);
	});
}

#[test]
fn reserve_should_be_kept_for_governance_and_safety() {
	for urgent in [safety(), governance()] {
		build_and_execute(|| {
			assert_eq!(send(CLERK, &routine(), 700), Ok(()));
			assert_eq!(send(CLERK, &routine(), 11), Err(EXHAUSTED));
			assert_eq!(send(CLERK, &urgent, 100), Ok(()));
			assert_eq!(left(CLERK), 0);
			assert_eq!(send(CLERK, &urgent, 11), Err(EXHAUSTED));
		});
	}
}

#[test]
fn gate_should_refuse_call_when_full_bucket_would_not_do() {
	build_and_execute(|| {
		let offer = |call: &RuntimeCall, cost| validate(signed(CLERK), 0, call, cost).map(|_| ());
		assert_eq!(offer(&routine(), 700), Ok(()));
		assert_eq!(offer(&routine(), 701), Err(refused(Refusal::ExceedsAllowance)));
		assert_eq!(offer(&safety(), 800), Ok(()));
		assert_eq!(offer(&safety(), 801), Err(refused(Refusal::ExceedsAllowance)));
	});
}

#[test]
fn gate_should_refuse_call_when_length_alone_exceeds_the_bucket() {
	build_and_execute(|| {
		let validated = pipeline(0).validate_only(
			signed(CLERK),
			&routine(),
			&costing(10),
			usize::MAX,
			TransactionSource::External,
			0,
		);
		assert_eq!(validated.map(|(valid, _, _)| valid), Err(refused(Refusal::ExceedsAllowance)));
	});
}

// Patients.

#[test]
fn patient_should_pay_from_its_bucket_and_its_sponsors() {
	with_patient(|| {
		assert_eq!(send(PATIENT, &routine(), 50), Ok(()));
		assert_eq!(left(PATIENT), PATIENT_ALLOWANCE.capacity - 50);
		assert_eq!(left(HEAD), ALLOWANCE.capacity - 50);
	});
}

#[test]
fn patient_should_have_both_refunded() {
	with_patient(|| {
		assert_eq!(run(PATIENT, &routine(), 80, 30), Ok(()));
		assert_eq!(left(PATIENT), PATIENT_ALLOWANCE.capacity - 30);
		assert_eq!(left(HEAD), ALLOWANCE.capacity - 30);
	});
}

#[test]
fn patient_should_wait_without_cost_to_its_sponsor_when_its_bucket_is_empty() {
	with_patient(|| {
		assert_eq!(send(PATIENT, &routine(), 80), Ok(()));
		let before = state();
		assert_ok!(offer(PATIENT));
		assert_eq!(send(PATIENT, &routine(), 50), Err(EXHAUSTED));
		assert_eq!(state(), before);
		// Five flow in with every block.
		System::set_block_number(11);
		assert_eq!(send(PATIENT, &routine(), 50), Ok(()));
		assert_eq!(left(PATIENT), 0);
	});
}

#[test]
fn patient_should_wait_when_its_sponsors_bucket_is_empty() {
	with_patient(|| {
		assert_eq!(send(CLERK, &routine(), 700), Ok(()));
		let before = state();
		assert_eq!(send(PATIENT, &routine(), 50), Err(EXHAUSTED));
		assert_eq!(state(), before);
		// What protects the patient does not wait.
		assert_eq!(send(PATIENT, &safety(), 50), Ok(()));
	});
}

#[test]
fn patient_should_get_in_when_its_sponsor_is_suspended_or_removed() {
	with_patient(|| {
		assert_ok!(Organizations::suspend(council(), HOSPITAL));
		assert_eq!(send(PATIENT, &routine(), 20), Ok(()));
		assert_ok!(Organizations::remove(council(), HOSPITAL));
		assert_eq!(send(PATIENT, &routine(), 20), Ok(()));
		assert_eq!(left(PATIENT), PATIENT_ALLOWANCE.capacity - 40);
	});
}

#[test]
fn patients_should_not_flood_together_when_their_sponsor_is_suspended() {
	build_and_execute(|| {
		let patients = 1_000..1_100;
		for patient in patients.clone() {
			assert_ok!(Organizations::sponsor(&patient, HOSPITAL));
		}
		assert_ok!(Organizations::suspend(council(), HOSPITAL));
		let sent = patients.filter(|patient| send(*patient, &routine(), 70).is_ok()).count();
		assert_eq!(sent, 10);
	});
}

#[test]
fn patient_should_be_refused_call_when_a_full_bucket_would_not_do() {
	with_patient(|| {
		let offer = |cost| validate(signed(PATIENT), 0, &routine(), cost).map(|_| ());
		assert_eq!(offer(80), Ok(()));
		assert_eq!(offer(81), Err(refused(Refusal::ExceedsAllowance)));
		// Nor if its sponsor's would not: seven eighths of 80 are 70.
		let limits = Limits { capacity: 80, refill: 1 };
		assert_ok!(Organizations::set_limits(council(), HOSPITAL, limits));
		assert_eq!(offer(70), Ok(()));
		assert_eq!(offer(71), Err(refused(Refusal::ExceedsAllowance)));
	});
}

#[test]
fn patient_should_leave_no_bucket_when_it_is_released_by_its_own_call() {
	with_patient(|| {
		let ran = pipeline(0).test_run(signed(PATIENT), &routine(), &costing(60), 0, 0, |_| {
			Organizations::release(&PATIENT).unwrap();
			let actual_weight = Some(Weight::zero());
			Ok(PostDispatchInfo { actual_weight, ..Default::default() })
		});
		assert!(ran.is_ok());
		assert!(!SponsoredBuckets::<Test>::contains_key(PATIENT));
		assert_eq!(offer(PATIENT), Err(refused(Refusal::Stranger)));
	});
}

// What comes first.

fn priority(who: u64, nonce: u32, call: &RuntimeCall) -> u64 {
	validate(signed(who), nonce, call, 50).unwrap().priority
}

#[test]
fn priority_should_follow_the_class_before_all_else() {
	build_and_execute(|| {
		// The hospital has spent everything, the clinic nothing.
		assert_eq!(send(HEAD, &safety(), 800), Ok(()));
		assert!(priority(HEAD, 9, &governance()) > priority(OWNER, 0, &safety()));
		assert!(priority(HEAD, 9, &safety()) > priority(OWNER, 0, &routine()));
	});
}

#[test]
fn priority_should_follow_what_is_left_before_the_queue() {
	build_and_execute(|| {
		assert_eq!(priority(HEAD, 0, &routine()), priority(OWNER, 0, &routine()));
		assert_eq!(send(CLERK, &routine(), 11), Ok(()));
		assert!(priority(HEAD, 0, &routine()) < priority(OWNER, 1_000, &routine()));
	});
}

#[test]
fn priority_should_follow_the_place_in_the_queue_at_last() {
	build_and_execute(|| {
		let in_order: Vec<_> =
			[0, 1, 2, 1_000, u32::MAX].map(|nonce| priority(HEAD, nonce, &routine())).into();
		assert!(in_order.is_sorted_by(|one, other| one > other), "{in_order:?}");
	});
}

#[test]
fn priority_should_count_the_place_from_the_accounts_nonce() {
	build_and_execute(|| {
		let first = priority(OWNER, 0, &routine());
		assert_eq!(send(HEAD, &routine(), 10), Ok(()));
		System::set_block_number(2);
		assert_eq!(priority(HEAD, 1, &routine()), first);
	});
}

// What wallets see.

#[test]
fn extensions_should_look_to_wallets_like_what_they_know() {
	let identifiers: Vec<_> = <Pipeline as TransactionExtension<RuntimeCall>>::metadata()
		.into_iter()
		.map(|extension| extension.identifier)
		.collect();
	assert_eq!(identifiers, ["Gate", "CheckNonce"]);
	assert!(Gate::<Test>::new().encode().is_empty());
	assert_eq!(
		CheckNonce::<Test>::from(70_000).encode(),
		frame_system::CheckNonce::<Test>::from(70_000).encode()
	);
}

#[test]
fn check_nonce_should_order_transactions_as_the_sdk_does() {
	build_and_execute(|| {
		let valid = validate(signed(HEAD), 2, &routine(), 50).unwrap();
		assert_eq!(valid.requires, [(HEAD, 1u32).encode()]);
		assert_eq!(valid.provides, [(HEAD, 2u32).encode()]);
		let ahead = pipeline(2)
			.validate_and_prepare(signed(HEAD), &routine(), &costing(50), 0, 0)
			.map(|_| ());
		assert_eq!(ahead, Err(InvalidTransaction::Future.into()));
	});
}

#[test]
fn gate_should_weigh_what_was_measured() {
	build_and_execute(|| {
		assert_eq!(Gate::<Test>::new().weight(&routine()), <() as WeightInfo>::gate());
	});
}
