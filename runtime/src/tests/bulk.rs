//! Many transactions in one call, and what their weight is in the end.

use super::*;
use crate::{bulk, weights::MAXIMUM_BLOCK_WEIGHT};
use frame_support::weights::Weight;
use sp_runtime::{OpaqueExtrinsic, StateVersion};
use Sr25519Keyring::{Alice, Bob, Two};

const STALE: TransactionValidityError =
	TransactionValidityError::Invalid(InvalidTransaction::Stale);
const NO_ROOM: TransactionValidityError =
	TransactionValidityError::Invalid(InvalidTransaction::ExhaustsResources);

fn remark(text: &str) -> RuntimeCall {
	frame_system::Call::remark_with_event { remark: text.into() }.into()
}

fn opaque(transaction: &UncheckedExtrinsic) -> OpaqueExtrinsic {
	OpaqueExtrinsic::try_from_encoded_extrinsic(&transaction.encode()).expect("it is one")
}

fn unreadable() -> OpaqueExtrinsic {
	OpaqueExtrinsic::from_blob(vec![4, 255, 255])
}

fn root() -> Vec<u8> {
	sp_io::storage::root(StateVersion::V1)
}

/// Good ones and bad ones.
fn mixed() -> Vec<UncheckedExtrinsic> {
	vec![
		transaction(Alice, remark("first"), 0),
		transaction(Alice, remark("again"), 0),
		transaction(Two, remark("a stranger's"), 0),
		transaction(Bob, remark("another's"), 0),
		transaction(Alice, remark("second"), 1),
	]
}

#[test]
fn apply_should_do_what_one_call_for_each_does() {
	// Signed once: a second signature would be another.
	let sent = dev_ext().execute_with(mixed);
	let one_by_one = dev_ext().execute_with(|| {
		let results: Vec<_> = sent
			.iter()
			.cloned()
			.map(|transaction| {
				sp_io::storage::start_transaction();
				let result = Executive::apply_extrinsic(transaction);
				match result {
					Ok(_) => sp_io::storage::commit_transaction(),
					Err(_) => sp_io::storage::rollback_transaction(),
				}
				result
			})
			.collect();
		(results, root())
	});
	let together = dev_ext().execute_with(|| {
		let applied = bulk::apply(sent.iter().map(opaque).collect(), Weight::MAX);
		assert!(!applied.is_full);
		(applied.results, root())
	});
	assert_eq!(together, one_by_one);
	let went_in: Vec<_> = together.0.iter().map(Result::is_ok).collect();
	assert_eq!(went_in, [true, false, false, true, true]);
	assert_eq!(together.0[1], Err(STALE));
}

#[test]
fn apply_should_leave_out_what_can_not_be_read_and_go_on() {
	dev_ext().execute_with(|| {
		let good = opaque(&transaction(Alice, remark("good"), 0));
		let applied = bulk::apply(vec![unreadable(), good], Weight::MAX);
		assert_eq!(applied.results[0], Err(InvalidTransaction::Call.into()));
		assert_eq!(applied.results[1], Ok(Ok(())));
	});
}

#[test]
fn apply_should_end_when_it_was_enough() {
	dev_ext().execute_with(|| {
		let list: Vec<_> = mixed().iter().map(opaque).collect();
		assert_eq!(bulk::apply(list, Weight::zero()).results, [Ok(Ok(()))]);
	});
}

#[test]
fn apply_should_say_when_the_block_is_full_and_change_nothing_then() {
	dev_ext().execute_with(|| {
		let normal = NORMAL_DISPATCH_RATIO * MAXIMUM_BLOCK_WEIGHT;
		System::register_extra_weight_unchecked(normal, DispatchClass::Normal);
		let before = root();
		let list = vec![opaque(&transaction(Alice, remark("late"), 0))];
		let applied = bulk::apply(list, Weight::MAX);
		assert_eq!(applied.results, [Err(NO_ROOM)]);
		assert!(applied.is_full);
		assert_eq!(root(), before);
	});
}

#[test]
fn validate_should_answer_what_one_call_for_each_does_and_leave_no_trace() {
	dev_ext().execute_with(|| {
		let source = TransactionSource::External;
		let one_by_one: Vec<_> = mixed()
			.into_iter()
			.map(|transaction| {
				sp_io::storage::start_transaction();
				let validity =
					Executive::validate_transaction(source, transaction, Hash::default());
				sp_io::storage::rollback_transaction();
				Some(validity)
			})
			.chain([None])
			.collect();
		let before = root();
		let sent = mixed();
		let list = sent.iter().map(opaque).chain([unreadable()]);
		let together = bulk::validate(
			list.map(|transaction| (source, transaction)).collect(),
			Hash::default(),
		);
		assert_eq!(together, one_by_one);
		assert_eq!(root(), before);
	});
}

/// The time that a transaction takes of the block.
fn taken(transaction: UncheckedExtrinsic) -> u64 {
	let before = System::block_weight().total();
	assert_ok!(Executive::apply_extrinsic(transaction));
	System::block_weight().total().saturating_sub(before).ref_time()
}

#[test]
fn gate_should_give_back_what_a_known_allowance_spares() {
	dev_ext().execute_with(|| {
		let access = crate::weights::database::DatabaseWeight::get().reads_writes(1, 1).ref_time();
		// An agent has no bucket of its own: the first does not pay for that either.
		let call = remark("the first");
		let info = transaction(Alice, call.clone(), 0).get_dispatch_info();
		let announced = info.total_weight().saturating_add(crate::weights::EXTRINSIC_BASE_WEIGHT);
		let first = taken(transaction(Alice, call.clone(), 0));
		assert_eq!(first, announced.ref_time() - access);
		assert_eq!(taken(transaction(Alice, call.clone(), 1)), first - access);
		// In the next block it has to be written anew.
		begin_block(2, 2);
		assert_eq!(taken(transaction(Alice, call, 2)), first);
	});
}
