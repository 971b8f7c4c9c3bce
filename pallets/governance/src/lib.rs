//! # Governance
//!
//! Some calls are reserved for the chain itself, FRAME's *root*: authorizing new runtime code,
//! writing storage in an emergency, setting the members of a committee. This chain has no key that
//! is root. A vote of the council, with the majority that the runtime asks for, stands in its place:
//! this pallet turns the one into the other.
//!
//! In an emergency nobody waits for a vote of the council: the technical committee may **pause** a
//! single call of the runtime, through the SDK's transaction pause. Such a pause ends by itself.
//!
//! ## Scenarios
//!
//! 1. **A runtime upgrade.** The council proposes [`Call::enact`] with `System::authorize_upgrade`
//!    and the hash of the code. When enough of it have voted aye, the hash is authorized, and
//!    anybody may submit the code with `System::apply_authorized_upgrade`.
//! 2. **A delayed upgrade.** The council proposes `Scheduler::schedule_after` with such a call
//!    instead, so that operators have time to look at the code.
//! 3. **A call that fails.** The vote has done what it could; the event tells what came of it:
#![doc = docify::embed!("src/tests/enact.rs", enact_should_report_the_error_when_the_call_fails)]
//!
//! 4. **A call that must not go on.** A fault is found in one call. The technical committee pauses
//!    it; everything else goes on, and the pause ends when its time is over or when it is lifted.
#![doc = docify::embed!("src/tests/pause_call.rs", pause_should_end_by_itself_when_its_time_is_over)]
//!
//! ## Data privacy
//!
//! The pallet stores the names of paused calls, and nothing about people.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

pub use pallet::*;
pub use weights::WeightInfo;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
pub mod weights;

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::boxed::Box;
	use frame_support::{
		dispatch::{extract_actual_weight, GetDispatchInfo, PostDispatchInfo},
		pallet_prelude::*,
		traits::{
			GetCallMetadata, TransactionPause, TransactionPauseError, UnfilteredDispatchable,
		},
	};
	use frame_system::{pallet_prelude::*, RawOrigin};
	use sp_runtime::{traits::Zero, Saturating};

	/// Most calls that are paused at a time: an emergency concerns a few of them.
	pub const MAX_PAUSED: u32 = 32;

	/// The name of a pallet, or of a call.
	pub type NameOf<T> = BoundedVec<u8, <T as Config>::MaxNameLen>;
	/// The name of a call in full: the pallet's, and its own.
	pub type CallNameOf<T> = (NameOf<T>, NameOf<T>);

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// A call of the runtime.
		type RuntimeCall: Parameter
			+ UnfilteredDispatchable<RuntimeOrigin = Self::RuntimeOrigin>
			+ GetDispatchInfo
			+ GetCallMetadata;

		/// Who may act with the authority of the chain: a vote of the council.
		type EnactOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who may pause calls, and let them go on: the technical committee.
		type PauseOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What keeps paused calls from being made.
		type Pauses: TransactionPause<CallIdentifier = CallNameOf<Self>>;

		/// The longest name of a pallet or call, in bytes.
		#[pallet::constant]
		type MaxNameLen: Get<u32>;

		/// How many blocks a pause may last at most: until the council has met.
		#[pallet::constant]
		type MaxPause: Get<BlockNumberFor<Self>>;

		/// What the calls cost.
		type WeightInfo: WeightInfo;
	}

	/// The paused calls, with the block in which each goes on.
	#[pallet::storage]
	pub(crate) type Paused<T: Config> = StorageValue<
		_,
		BoundedVec<(CallNameOf<T>, BlockNumberFor<T>), ConstU32<MAX_PAUSED>>,
		ValueQuery,
	>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A call was dispatched with the authority of the chain.
		#[codec(index = 0)]
		Enacted {
			/// What came of it.
			result: DispatchResult,
		},
		/// A call can't be made until a block.
		#[codec(index = 1)]
		CallPaused {
			/// Its pallet.
			pallet: NameOf<T>,
			/// Its name.
			call: NameOf<T>,
			/// The first block in which it can be made again.
			until: BlockNumberFor<T>,
		},
		/// A paused call can be made again.
		#[codec(index = 2)]
		CallResumed {
			/// Its pallet.
			pallet: NameOf<T>,
			/// Its name.
			call: NameOf<T>,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The runtime has no such call.
		UnknownCall,
		/// The call keeps the chain, its governance or the way out of an emergency going.
		NotPausable,
		/// The call is paused already.
		AlreadyPaused,
		/// The call is not paused.
		NotPaused,
		/// A pause of no blocks, or a longer one than is allowed.
		InvalidDuration,
		/// As many calls are paused as may be.
		MaxPausedExceeded,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(now: BlockNumberFor<T>) -> Weight {
			let ended = Self::end_pauses(now);
			T::WeightInfo::end_pauses(ended)
		}

		fn integrity_test() {
			assert!(!T::MaxPause::get().is_zero(), "a pause must be able to last");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Dispatches `call` with the authority of the chain (root).
		///
		/// Only [`Config::EnactOrigin`] (a vote of the council). Emits [`Event::Enacted`] with what
		/// came of the call; an error of the call undoes the call and nothing else.
		///
		/// Cost: that of the call, and one event.
		#[pallet::call_index(0)]
		#[pallet::weight({
			let info = call.get_dispatch_info();
			(T::WeightInfo::enact().saturating_add(info.call_weight), info.class)
		})]
		pub fn enact(
			origin: OriginFor<T>,
			call: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			T::EnactOrigin::ensure_origin(origin)?;
			let info = call.get_dispatch_info();
			let result = call.dispatch_bypass_filter(RawOrigin::Root.into());
			let weight = extract_actual_weight(&result, &info);
			Self::deposit_event(Event::Enacted {
				result: result.map(|_| ()).map_err(|error| error.error),
			});
			Ok(PostDispatchInfo {
				actual_weight: Some(T::WeightInfo::enact().saturating_add(weight)),
				pays_fee: Pays::Yes,
			})
		}

		/// Keeps everybody from making a call for a number of blocks, at once.
		///
		/// Only [`Config::PauseOrigin`] (the technical committee). The call is named as in the
		/// metadata, for instance `Records` and `anchor`; the block in which it goes on is the
		/// present one plus `blocks`, at most [`Config::MaxPause`].
		///
		/// Emits [`Event::CallPaused`]. Fails with `UnknownCall`, `NotPausable`, `AlreadyPaused`,
		/// `InvalidDuration` or `MaxPausedExceeded`.
		#[pallet::call_index(1)]
		#[pallet::weight((T::WeightInfo::pause_call(), DispatchClass::Operational))]
		pub fn pause_call(
			origin: OriginFor<T>,
			pallet: NameOf<T>,
			call: NameOf<T>,
			blocks: BlockNumberFor<T>,
		) -> DispatchResult {
			T::PauseOrigin::ensure_origin(origin)?;
			ensure!(!blocks.is_zero() && blocks <= T::MaxPause::get(), Error::<T>::InvalidDuration);
			ensure!(Self::exists(&pallet, &call), Error::<T>::UnknownCall);
			let name = (pallet, call);
			T::Pauses::pause(name.clone()).map_err(Error::<T>::from)?;
			let until = frame_system::Pallet::<T>::block_number().saturating_add(blocks);
			Paused::<T>::try_append((name.clone(), until))
				.map_err(|()| Error::<T>::MaxPausedExceeded)?;
			let (pallet, call) = name;
			Self::deposit_event(Event::CallPaused { pallet, call, until });
			Ok(())
		}

		/// Lets a paused call be made again before its pause is over.
		///
		/// Only [`Config::PauseOrigin`] (the technical committee).
		///
		/// Emits [`Event::CallResumed`]. Fails with `NotPaused`.
		#[pallet::call_index(2)]
		#[pallet::weight((T::WeightInfo::resume_call(), DispatchClass::Operational))]
		pub fn resume_call(
			origin: OriginFor<T>,
			pallet: NameOf<T>,
			call: NameOf<T>,
		) -> DispatchResult {
			T::PauseOrigin::ensure_origin(origin)?;
			let name = (pallet, call);
			Paused::<T>::try_mutate(|paused| {
				let position =
					paused.iter().position(|(at, _)| *at == name).ok_or(Error::<T>::NotPaused)?;
				paused.remove(position);
				Ok::<_, Error<T>>(())
			})?;
			T::Pauses::unpause(name.clone()).map_err(Error::<T>::from)?;
			let (pallet, call) = name;
			Self::deposit_event(Event::CallResumed { pallet, call });
			Ok(())
		}
	}

	impl<T: Config> Pallet<T> {
		/// Whether the runtime has such a call.
		fn exists(pallet: &[u8], call: &[u8]) -> bool {
			type RuntimeCallOf<T> = <T as Config>::RuntimeCall;
			RuntimeCallOf::<T>::get_module_names()
				.iter()
				.find(|name| name.as_bytes() == pallet)
				.is_some_and(|name| {
					RuntimeCallOf::<T>::get_call_names(name)
						.iter()
						.any(|name| name.as_bytes() == call)
				})
		}

		/// Ends the pauses whose time is over, and says how many there were.
		pub(crate) fn end_pauses(now: BlockNumberFor<T>) -> u32 {
			let mut paused = Paused::<T>::get();
			let before = paused.len();
			paused.retain(|(name, until)| {
				if *until > now {
					return true;
				}
				if T::Pauses::unpause(name.clone()).is_err() {
					defensive!("what this pallet has paused is paused until it resumes it");
				}
				let (pallet, call) = name.clone();
				Self::deposit_event(Event::CallResumed { pallet, call });
				false
			});
			let ended = before.saturating_sub(paused.len());
			if ended > 0 {
				Paused::<T>::put(paused);
			}
			ended as u32
		}
	}

	impl<T> From<TransactionPauseError> for Error<T> {
		fn from(error: TransactionPauseError) -> Self {
			match error {
				TransactionPauseError::AlreadyPaused => Self::AlreadyPaused,
				TransactionPauseError::AlreadyUnpaused => Self::NotPaused,
				TransactionPauseError::NotFound => Self::UnknownCall,
				TransactionPauseError::Unpausable | TransactionPauseError::Unknown => {
					Self::NotPausable
				},
			}
		}
	}

	#[cfg(any(test, feature = "try-runtime"))]
	impl<T: Config> Pallet<T> {
		/// Every call that this pallet has paused is paused, once, and not past its time.
		pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
			let now = frame_system::Pallet::<T>::block_number();
			let paused = Paused::<T>::get();
			for (position, (name, until)) in paused.iter().enumerate() {
				ensure!(T::Pauses::is_paused(name.clone()), "a pause is not in force");
				ensure!(*until > now, "a pause is past its time");
				ensure!(
					paused.iter().skip(position.saturating_add(1)).all(|(other, _)| other != name),
					"a call is paused twice"
				);
			}
			Ok(())
		}
	}
}
