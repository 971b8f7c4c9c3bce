//! The way back when a patient's key is lost: what the contacts do, and how the present key objects.
//!
//! Contacts are named by [`super::patients::arrange_recovery`]. When enough of them have asked
//! ([`initiate`], [`approve`]) and the delay is over, [`finish`] makes them heirs of the lost key. They
//! then agree, by [`agree_to_hand_over`], on the key to which the patient is handed over. All of it can
//! be [signed](crate::signed) for a member to send in.

use super::{council::WeightBound, patients::Agreement};
use crate::{AccountId32, Call};
use codec::Encode;
use salus_primitives::PatientId;

const PALLET: &str = "Recovery";
/// The number of the group of contacts; a patient has one.
const GROUP: u32 = 0;

/// What handing a patient over may cost. The unused part is given back.
const HAND_OVER_BOUND: WeightBound =
	WeightBound { ref_time: 20_000_000_000, proof_size: 1_000_000 };

/// An account as transactions name it.
#[derive(Encode)]
enum Address<'a> {
	#[codec(index = 0)]
	Id(&'a AccountId32),
}

/// Asks to recover the key of `lost`. By one of its contacts, who thereby agrees.
pub fn initiate(lost: &AccountId32) -> Call {
	Call::new(PALLET, "initiate_attempt").arg(Address::Id(lost)).arg(GROUP)
}

/// Agrees. By another of the contacts.
pub fn approve(lost: &AccountId32) -> Call {
	Call::new(PALLET, "approve_attempt").arg(Address::Id(lost)).arg(GROUP)
}

/// Makes the contacts heirs of the lost key. By anybody, once enough of them agreed and the delay is
/// over.
pub fn finish(lost: &AccountId32) -> Call {
	Call::new(PALLET, "finish_attempt").arg(Address::Id(lost)).arg(GROUP)
}

/// Objects. By the key that is said to be lost, or the contact that asked.
pub fn cancel(lost: &AccountId32) -> Call {
	Call::new(PALLET, "cancel_attempt").arg(Address::Id(lost)).arg(GROUP)
}

/// Takes the inheritance back before it was used. By the key that was said to be lost.
pub fn revoke_inheritor() -> Call {
	Call::new(PALLET, "revoke_inheritor")
}

/// When the first of the heirs agreed: the block's number and the transaction's position in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode)]
pub struct Since {
	/// The number of the block.
	pub height: u32,
	/// The position.
	pub index: u32,
}

/// Agrees that `patient`, whose key `lost` was inherited, is handed over to the key that signed
/// `agreement`. By one of the contacts; `others` are all other contacts in ascending order, and
/// `since` says when the first agreed, if this is not the first.
pub fn agree_to_hand_over(
	patient: PatientId,
	lost: &AccountId32,
	agreement: &Agreement,
	threshold: u32,
	others: &[AccountId32],
	since: Option<Since>,
) -> Call {
	let hand_over = Call::new(PALLET, "control_inherited_account")
		.arg(Address::Id(lost))
		.call(super::patients::rotate_controller(patient, agreement));
	Call::new("Multisig", "as_multi")
		.arg(threshold as u16)
		.arg(others)
		.arg(since)
		.call(hand_over)
		.arg(HAND_OVER_BOUND)
}
