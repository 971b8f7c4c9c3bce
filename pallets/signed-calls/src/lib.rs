//! # Signed calls
//!
//! Many patients have no device that talks to a node, and a key that was made a minute ago is a
//! stranger to the gate. They sign what they want on whatever they have, and any member of the
//! consortium sends it in: a hospital's counter, a relative's practice, a help line. The chain checks
//! the signature and makes the call as if the signer had sent it. Whoever carries it can neither
//! change it nor send it twice, and pays for it with its own allowance.
//!
//! ## Terminology
//!
//! - **Signer**: the account in whose name the call is made; a patient's, a representative's, or that
//!   of somebody who helps to recover a lost key.
//! - **Submitter**: the organization whose agent sends it in.
//! - **Payload**: what the signer signs, [`call_payload`], raw or as browser wallets wrap it; with
//!   sr25519, ed25519 or ECDSA.
//! - **Nonce**: a number that has to be higher than any that the signer's payloads used before.
//! - **Deadline**: the last moment of the chain's clock at which the payload is good.
//!
//! ## Scenarios
//!
//! ### 1. A patient without a device of its own
//! The patient signs at the hospital's counter, and the call is made in its name.
#![doc = docify::embed!("src/tests/submit.rs", submit_should_make_the_call_in_the_signers_name)]
//!
//! ### 2. A second time
//! What was submitted once is refused ever after.
#![doc = docify::embed!("src/tests/submit.rs", submit_should_refuse_when_payload_is_replayed)]
//!
//! ### 3. A call that fails
//! The payload is used up; the event tells what came of it.
#![doc = docify::embed!("src/tests/submit.rs", submit_should_use_up_the_payload_when_the_call_fails)]
//!
//! ## Nonces
//!
//! A nonce has to exceed the last one, and need not follow it. So a payload that is lost, or expires
//! in a drawer, does not block those after it; a signer without a connection can number its payloads
//! by its clock; and whoever signs something newer thereby takes back everything older that was not
//! submitted yet. Out of order, payloads don't work: nobody who holds a *grant* and a later *revoke*
//! can have them take effect the other way round. The numbers are counted for each account and not for
//! each patient, as a representative of several signs for all of them with one key; the patient stands
//! in the payload besides.
//!
//! A payload that was accepted is used up even if its call fails. Would it live on, then whoever
//! carries it could wait until the call works, which may be long after the signer gave up on it and
//! found another way. Everything that is wrong with the payload itself is found before, and such a
//! submission changes nothing.
//!
//! ## What can be called
//!
//! [`Config::Calls`] says for every call of the runtime whether it can be made in this way and which
//! patient it is about, which must be the one that was signed for. Calls that wrap others are none of
//! them, but for those that the runtime looks into.
//!
//! ## Why not `pallet-meta-tx`
//!
//! The SDK's pallet serves the same end. Its payload is that of an extrinsic, made of the runtime's
//! transaction extensions: it has no domain of its own, names no patient, ends by blocks
//! (`CheckMortality`) and not at a moment, and is bound to one runtime version, so that an upgrade
//! voids what was signed on paper the day before. It needs the extrinsic nonce of the account
//! (`CheckNonce`), in sequence, which for an account that the gate does not know does not exist. And
//! what may be called is up to the base filter alone.
//!
//! ## Privacy
//!
//! Stored is one number for each account that signed something. It stays when the account leaves, as
//! otherwise everything that it signed could be submitted again. Events name the patient id and the
//! submitter, and not the account.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use alloc::boxed::Box;
use codec::Encode;
use frame_support::{
	dispatch::{extract_actual_weight, GetDispatchInfo, PostDispatchInfo},
	pallet_prelude::*,
	traits::Time,
};
use frame_system::{pallet_prelude::*, RawOrigin};
use salus_primitives::{
	signed::{self, call_payload},
	traits::Membership,
	Moment, OrganizationId, PatientId,
};
use sp_runtime::traits::{Dispatchable, IdentifyAccount, Verify};

#[frame_support::pallet]
pub mod pallet {
	use super::*;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// A call of the runtime.
		type RuntimeCall: Parameter
			+ Dispatchable<RuntimeOrigin = Self::RuntimeOrigin, PostInfo = PostDispatchInfo>
			+ GetDispatchInfo;
		/// A signer's signature.
		type Signature: Verify<Signer = Self::Signer> + Parameter;
		/// The key behind a signature.
		type Signer: IdentifyAccount<AccountId = Self::AccountId>;
		/// The chain's clock.
		type Time: Time<Moment = Moment>;
		/// Who belongs to the consortium.
		type Members: Membership<Self::AccountId>;
		/// What can be called, and for which patient.
		type Calls: Submittable<<Self as Config>::RuntimeCall>;
		/// How far ahead a deadline can lie. What was signed is forgotten by people sooner than by
		/// drawers.
		#[pallet::constant]
		type MaxValidity: Get<Moment>;
		/// Longest call, in bytes.
		#[pallet::constant]
		type MaxCallLen: Get<u32>;
		/// What the benchmarks need.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<
			Self::AccountId,
			Self::Signature,
			<Self as Config>::RuntimeCall,
		>;
		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// The highest number that an account's payloads used.
	#[pallet::storage]
	pub(crate) type LastNonces<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, u64, OptionQuery>;

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A call was made in the name of whoever signed it.
		#[codec(index = 0)]
		CallSubmitted {
			/// The patient whose matter it is.
			patient: PatientId,
			/// The submitter.
			organization: OrganizationId,
			/// The number of the payload.
			nonce: u64,
			/// What came of the call.
			result: DispatchResult,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// The sender is no agent of an organization in good standing.
		NotAuthorized,
		/// This call can't be made in this way.
		CallNotSubmittable,
		/// The call is about another patient than the payload.
		OtherPatient,
		/// The call is too long.
		CallTooLong,
		/// The payload's deadline has passed.
		DeadlinePassed,
		/// The payload's deadline is too far ahead.
		DeadlineTooFar,
		/// A payload with this number, or a higher one, was submitted already.
		NonceUsed,
		/// The signature is not the account's over this very payload.
		InvalidSignature,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxValidity::get() > 0, "a payload can be submitted at some time");
			assert!(T::MaxCallLen::get() > 0, "a call has some bytes");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Makes `call` in the name of `account`, which signed it.
		///
		/// Callable by an agent of an organization in good standing. `signature` is that of `account`
		/// over [`call_payload`]; `nonce` is higher than that of every payload of the account that was
		/// submitted before, and `deadline` (chain time, ms) at most [`Config::MaxValidity`] ahead.
		///
		/// The payload is used up, and [`Event::CallSubmitted`] tells what came of the call: its error
		/// undoes what the call did and nothing else. The submitter's allowance bears the cost, which
		/// is that of the call and of the signature; what the call did not use is refunded.
		///
		/// Fails with `NotAuthorized`, `CallNotSubmittable`, `OtherPatient`, `CallTooLong`,
		/// `DeadlinePassed`, `DeadlineTooFar`, `NonceUsed`, `InvalidSignature`.
		#[pallet::call_index(0)]
		#[pallet::weight({
			let info = call.get_dispatch_info();
			(T::WeightInfo::submit().saturating_add(info.call_weight), info.class)
		})]
		pub fn submit(
			origin: OriginFor<T>,
			patient: PatientId,
			account: T::AccountId,
			call: Box<<T as Config>::RuntimeCall>,
			nonce: u64,
			deadline: Moment,
			signature: T::Signature,
		) -> DispatchResultWithPostInfo {
			let sender = ensure_signed(origin)?;
			let agent = T::Members::active_agent(&sender).ok_or(Error::<T>::NotAuthorized)?;
			Self::ensure_submittable(&call, patient)?;
			let payload = SignedCall { patient, account: &account, call: &*call, nonce, deadline };
			Self::ensure_good(&payload, &signature)?;

			LastNonces::<T>::insert(&account, nonce);
			let info = call.get_dispatch_info();
			let result = call.dispatch(RawOrigin::Signed(account).into());
			let weight = extract_actual_weight(&result, &info);
			Self::deposit_event(Event::CallSubmitted {
				patient,
				organization: agent.organization,
				nonce,
				result: result.map(|_| ()).map_err(|refused| refused.error),
			});
			Ok(Some(T::WeightInfo::submit().saturating_add(weight)).into())
		}
	}
}

/// What was signed.
#[derive(Clone, Copy)]
pub(crate) struct SignedCall<'a, AccountId, Call> {
	pub patient: PatientId,
	pub account: &'a AccountId,
	pub call: &'a Call,
	pub nonce: u64,
	pub deadline: Moment,
}

impl<T: Config> Pallet<T> {
	/// That this call can be made by a payload for this patient.
	fn ensure_submittable(call: &<T as Config>::RuntimeCall, patient: PatientId) -> DispatchResult {
		match T::Calls::subject(call) {
			Subject::Patient(subject) => {
				ensure!(subject == patient, Error::<T>::OtherPatient);
			},
			Subject::Account => (),
			Subject::NotSubmittable => return Err(Error::<T>::CallNotSubmittable.into()),
		}
		ensure!(call.encoded_size() <= T::MaxCallLen::get() as usize, Error::<T>::CallTooLong);
		Ok(())
	}

	/// That the payload is signed, in time, and new.
	pub(crate) fn ensure_good(
		payload: &SignedCall<T::AccountId, <T as Config>::RuntimeCall>,
		signature: &T::Signature,
	) -> DispatchResult {
		let SignedCall { patient, account, call, nonce, deadline } = *payload;
		let now = T::Time::now();
		ensure!(now <= deadline, Error::<T>::DeadlinePassed);
		ensure!(deadline <= now.saturating_add(T::MaxValidity::get()), Error::<T>::DeadlineTooFar);
		ensure!(
			LastNonces::<T>::get(account).is_none_or(|last| nonce > last),
			Error::<T>::NonceUsed
		);
		let genesis =
			signed::genesis(frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::default()));
		let bytes = call_payload(genesis, patient, account, &call.encode(), nonce, deadline);
		ensure!(signed::is_signed_by(signature, &bytes, account), Error::<T>::InvalidSignature);
		Ok(())
	}

	/// The highest number that a payload of the account has used.
	pub fn last_nonce(account: &T::AccountId) -> Option<u64> {
		LastNonces::<T>::get(account)
	}
}
