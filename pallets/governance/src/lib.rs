//! # Governance
//!
//! Some calls are reserved for the chain itself, FRAME's *root*: authorizing new runtime code,
//! writing storage in an emergency, setting the members of a committee. This chain has no key that
//! is root. A vote of the council, with the majority that the runtime asks for, stands in its place:
//! this pallet turns the one into the other, and no sooner than after the **enactment delay**: a
//! number of blocks in which members can look at what was decided, object, and get ready. The delay
//! itself is changed in no other way. A chain whose delay is nothing acts at once.
//!
//! In an emergency nobody waits for a vote of the council: the technical committee may **pause** a
//! single call of the runtime, through the SDK's transaction pause. Such a pause ends by itself.
//!
//! ## Scenarios
//!
//! 1. **A runtime upgrade.** The council proposes [`Call::enact`] with `System::authorize_upgrade`
//!    and the hash of the code. When enough of it have voted aye and the delay is over, the hash is
//!    authorized, and anybody may submit the code with `System::apply_authorized_upgrade`.
//! 2. **A decision is waiting.** Nobody can hurry it. A member finds during the delay that the code
//!    is not what was spoken of, and the council takes its decision back in time:
#![doc = docify::embed!("src/tests/enact.rs", enact_should_dispatch_as_root_when_the_delay_is_over)]
#![doc = docify::embed!("src/tests/cancel_enactment.rs", cancelled_call_should_never_be_made)]
//!
//! 3. **A call that fails.** The vote has done what it could; the event tells what came of it (after
//!    a delay, it is the scheduler's `Dispatched` that tells):
#![doc = docify::embed!("src/tests/enact.rs", enact_should_report_the_error_when_the_call_fails)]
//!
//! 4. **A call that must not go on.** A fault is found in one call. The technical committee pauses
//!    it; everything else goes on, and the pause ends when its time is over or when it is lifted.
#![doc = docify::embed!("src/tests/pause_call.rs", pause_should_end_by_itself_when_its_time_is_over)]
//!
//! ## Data privacy
//!
//! The pallet stores the names of paused calls and the length of a delay, and nothing about people.
//! A call that waits lies in the scheduler, for everybody to read, and is put there by the council.

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
			schedule::{
				v3::{Named, TaskName},
				DispatchTime, HIGHEST_PRIORITY,
			},
			BoundedInline, GetCallMetadata, QueryPreimage, StorePreimage, TransactionPause,
			TransactionPauseError, UnfilteredDispatchable,
		},
		Blake2_256, DefaultNoBound, StorageHasher,
	};
	use frame_system::{pallet_prelude::*, RawOrigin};
	use sp_runtime::{
		traits::{Hash as _, Zero},
		Saturating,
	};

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

		/// Who a scheduled call is made by, among whom root is.
		type PalletsOrigin: From<RawOrigin<Self::AccountId>>;

		/// What makes calls when the delay is over.
		type Scheduler: Named<
			BlockNumberFor<Self>,
			<Self as Config>::RuntimeCall,
			Self::PalletsOrigin,
			Hasher = Self::Hashing,
		>;

		/// Where calls wait that are too large for the scheduler.
		type Preimages: QueryPreimage<H = Self::Hashing> + StorePreimage;

		/// What keeps paused calls from being made.
		type Pauses: TransactionPause<CallIdentifier = CallNameOf<Self>>;

		/// The longest name of a pallet or call, in bytes.
		#[pallet::constant]
		type MaxNameLen: Get<u32>;

		/// How many blocks a pause may last at most: until the council has met.
		#[pallet::constant]
		type MaxPause: Get<BlockNumberFor<Self>>;

		/// The longest enactment delay, in blocks: a longer one could hardly be undone, because
		/// shortening it takes as long.
		#[pallet::constant]
		type MaxEnactmentDelay: Get<BlockNumberFor<Self>>;

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

	/// How many blocks pass between the council's vote and what is done with the authority of the
	/// chain. With 0 it is done at once.
	#[pallet::storage]
	pub(crate) type EnactmentDelay<T: Config> = StorageValue<_, BlockNumberFor<T>, ValueQuery>;

	/// How governance begins.
	#[pallet::genesis_config]
	#[derive(DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The enactment delay, in blocks.
		pub enactment_delay: BlockNumberFor<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(
				self.enactment_delay <= T::MaxEnactmentDelay::get(),
				"the genesis has an enactment delay of {:?} blocks; at most {:?} are allowed",
				self.enactment_delay,
				T::MaxEnactmentDelay::get(),
			);
			EnactmentDelay::<T>::put(self.enactment_delay);
		}
	}

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
		/// A call will be dispatched with the authority of the chain.
		#[codec(index = 3)]
		EnactmentScheduled {
			/// Hash of the call.
			call_hash: T::Hash,
			/// The block in which it is dispatched.
			at: BlockNumberFor<T>,
		},
		/// A call that waited will not be dispatched.
		#[codec(index = 4)]
		EnactmentCancelled {
			/// Hash of the call.
			call_hash: T::Hash,
		},
		/// What is enacted from now on waits for another number of blocks.
		#[codec(index = 5)]
		EnactmentDelaySet {
			/// How many.
			blocks: BlockNumberFor<T>,
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
		/// A pause of no blocks, or a longer pause or delay than is allowed.
		InvalidDuration,
		/// As many calls are paused as may be.
		MaxPausedExceeded,
		/// The same call waits already.
		AlreadyScheduled,
		/// No such call waits.
		NotScheduled,
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
		/// Dispatches `call` with the authority of the chain (root): when the enactment delay is over,
		/// or at once if there is none.
		///
		/// Only [`Config::EnactOrigin`] (a vote of the council). A waiting call keeps its block when
		/// the delay is changed meanwhile.
		///
		/// Emits [`Event::EnactmentScheduled`]; what comes of the call then is told by the scheduler.
		/// Without a delay emits [`Event::Enacted`] with what came of the call; an error of the call
		/// undoes the call and nothing else. Fails with `AlreadyScheduled`, and with the error of the
		/// scheduler or of the preimages if they can't take the call.
		///
		/// Cost: that of the call, and one event; or that of storing the call for later.
		#[pallet::call_index(0)]
		#[pallet::weight({
			let info = call.get_dispatch_info();
			let at_once = T::WeightInfo::enact().saturating_add(info.call_weight);
			(at_once.max(T::WeightInfo::enact_later(call.encoded_size() as u32)), info.class)
		})]
		pub fn enact(
			origin: OriginFor<T>,
			call: Box<<T as Config>::RuntimeCall>,
		) -> DispatchResultWithPostInfo {
			T::EnactOrigin::ensure_origin(origin)?;
			let delay = EnactmentDelay::<T>::get();
			let weight = if delay.is_zero() {
				let info = call.get_dispatch_info();
				let result = call.dispatch_bypass_filter(RawOrigin::Root.into());
				let weight = extract_actual_weight(&result, &info);
				Self::deposit_event(Event::Enacted {
					result: result.map(|_| ()).map_err(|error| error.error),
				});
				T::WeightInfo::enact().saturating_add(weight)
			} else {
				let length = call.encoded_size() as u32;
				Self::enact_after(delay, *call)?;
				T::WeightInfo::enact_later(length)
			};
			Ok(PostDispatchInfo { actual_weight: Some(weight), pays_fee: Pays::Yes })
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

		/// Takes back a decision to enact a call, while it waits.
		///
		/// Only [`Config::EnactOrigin`] (a vote of the council); at once, whatever the delay. The hash
		/// of the call is that of [`Event::EnactmentScheduled`].
		///
		/// Emits [`Event::EnactmentCancelled`]. Fails with `NotScheduled`.
		#[pallet::call_index(3)]
		#[pallet::weight((T::WeightInfo::cancel_enactment(), DispatchClass::Operational))]
		pub fn cancel_enactment(origin: OriginFor<T>, call_hash: T::Hash) -> DispatchResult {
			T::EnactOrigin::ensure_origin(origin)?;
			let name = Self::task_name(&call_hash);
			ensure!(T::Scheduler::next_dispatch_time(name).is_ok(), Error::<T>::NotScheduled);
			T::Scheduler::cancel_named(name)?;
			// Cancelled for a pallet, the scheduler does not let go of the preimage. A call that is
			// shorter than that has none.
			let length = T::Preimages::len(&call_hash);
			if length.is_some_and(|length| length as usize > BoundedInline::bound()) {
				T::Preimages::unrequest(&call_hash);
			}
			Self::deposit_event(Event::EnactmentCancelled { call_hash });
			Ok(())
		}

		/// Has what is enacted from now on wait for `blocks`, at most [`Config::MaxEnactmentDelay`].
		///
		/// Only root, which means [`Call::enact`]: the change waits for the delay that it changes.
		///
		/// Emits [`Event::EnactmentDelaySet`]. Fails with `InvalidDuration`.
		#[pallet::call_index(4)]
		#[pallet::weight((T::WeightInfo::set_enactment_delay(), DispatchClass::Operational))]
		pub fn set_enactment_delay(
			origin: OriginFor<T>,
			blocks: BlockNumberFor<T>,
		) -> DispatchResult {
			ensure_root(origin)?;
			ensure!(blocks <= T::MaxEnactmentDelay::get(), Error::<T>::InvalidDuration);
			EnactmentDelay::<T>::put(blocks);
			Self::deposit_event(Event::EnactmentDelaySet { blocks });
			Ok(())
		}
	}

	impl<T: Config> Pallet<T> {
		/// What the scheduler calls a call that waits here. Not the hash itself, so that the council
		/// can't cancel here what a larger share of it has scheduled by a name of its own.
		fn task_name(call_hash: &T::Hash) -> TaskName {
			(b"enactment", call_hash).using_encoded(Blake2_256::hash)
		}

		/// Leaves a call to the scheduler, to be made as root so many blocks later.
		fn enact_after(
			delay: BlockNumberFor<T>,
			call: <T as Config>::RuntimeCall,
		) -> DispatchResult {
			let call_hash = T::Hashing::hash_of(&call);
			let name = Self::task_name(&call_hash);
			ensure!(T::Scheduler::next_dispatch_time(name).is_err(), Error::<T>::AlreadyScheduled);
			let at = frame_system::Pallet::<T>::block_number().saturating_add(delay);
			let requested = T::Preimages::is_requested(&call_hash);
			let bounded = T::Preimages::bound(call)?;
			T::Scheduler::schedule_named(
				name,
				DispatchTime::At(at),
				None,
				HIGHEST_PRIORITY,
				RawOrigin::Root.into(),
				bounded.clone(),
			)?;
			// The scheduler has asked for the preimage itself, and lets go of it once. Storing it has
			// asked for it too, unless others had.
			if !requested {
				T::Preimages::drop(&bounded);
			}
			Self::deposit_event(Event::EnactmentScheduled { call_hash, at });
			Ok(())
		}

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
		/// All that always holds.
		pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
			Self::ensure_pauses_in_force()?;
			Self::ensure_delay_in_bounds()
		}

		/// Every call that this pallet has paused is paused, once, and not past its time.
		fn ensure_pauses_in_force() -> Result<(), sp_runtime::TryRuntimeError> {
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

		/// The council can always shorten the delay in bearable time.
		fn ensure_delay_in_bounds() -> Result<(), sp_runtime::TryRuntimeError> {
			ensure!(
				EnactmentDelay::<T>::get() <= T::MaxEnactmentDelay::get(),
				"the enactment delay is longer than is allowed"
			);
			Ok(())
		}
	}
}
