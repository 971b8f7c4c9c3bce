//! # Governance
//!
//! Some calls are reserved for the chain itself, FRAME's *root*: authorizing new runtime code,
//! writing storage in an emergency, setting the members of a committee. This chain has no key that
//! is root. A vote of the council, with the majority that the runtime asks for, stands in its place:
//! this pallet turns the one into the other.
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
//! ## Data privacy
//!
//! The pallet stores nothing.

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
		traits::UnfilteredDispatchable,
	};
	use frame_system::{pallet_prelude::*, RawOrigin};

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// A call of the runtime.
		type RuntimeCall: Parameter
			+ UnfilteredDispatchable<RuntimeOrigin = Self::RuntimeOrigin>
			+ GetDispatchInfo;

		/// Who may act with the authority of the chain: a vote of the council.
		type EnactOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What the calls cost.
		type WeightInfo: WeightInfo;
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
	}
}
