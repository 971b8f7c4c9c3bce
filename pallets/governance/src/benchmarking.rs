//! Benchmarks. That of `enact` is the call itself, with another one in it that costs next to
//! nothing; those of `enact_later` and `cancel_enactment` have one in it that needs a preimage. Those
//! of pauses have all the others paused.

use super::*;
use alloc::{boxed::Box, vec};
use frame_benchmarking::v2::*;
use frame_support::traits::{EnsureOrigin, Get, GetCallMetadata, TransactionPause};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_runtime::traits::{Hash, One};

/// More than the scheduler takes without a preimage.
const LOOKED_UP: u32 = 128;
/// A call as long as the largest that a vote is likely to be held on, other than code.
const LARGE: u32 = 256 * 1024;

#[benchmarks(where <T as Config>::RuntimeCall: From<frame_system::Call<T>>)]
mod benchmarks {
	use super::*;

	/// A call that carries so many bytes.
	fn remark_of<T: Config>(bytes: u32) -> Box<<T as Config>::RuntimeCall>
	where
		<T as Config>::RuntimeCall: From<frame_system::Call<T>>,
	{
		Box::new(frame_system::Call::<T>::remark { remark: vec![7; bytes as usize] }.into())
	}

	#[benchmark]
	fn enact() -> Result<(), BenchmarkError> {
		let origin =
			T::EnactOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		EnactmentDelay::<T>::kill();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, remark_of::<T>(0));

		frame_system::Pallet::<T>::assert_last_event(
			<T as frame_system::Config>::RuntimeEvent::from(Event::Enacted { result: Ok(()) }),
		);
		Ok(())
	}

	#[benchmark]
	fn enact_later(l: Linear<LOOKED_UP, LARGE>) -> Result<(), BenchmarkError> {
		let origin =
			T::EnactOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let delay = T::MaxEnactmentDelay::get();
		EnactmentDelay::<T>::put(delay);
		let call = remark_of::<T>(l);
		let call_hash = T::Hashing::hash_of(&call);

		#[extrinsic_call]
		enact(origin as T::RuntimeOrigin, call);

		let at = frame_system::Pallet::<T>::block_number() + delay;
		frame_system::Pallet::<T>::assert_last_event(
			<T as frame_system::Config>::RuntimeEvent::from(Event::EnactmentScheduled {
				call_hash,
				at,
			}),
		);
		Ok(())
	}

	#[benchmark]
	fn cancel_enactment() -> Result<(), BenchmarkError> {
		let origin =
			T::EnactOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		EnactmentDelay::<T>::put(T::MaxEnactmentDelay::get());
		let call = remark_of::<T>(LARGE);
		let call_hash = T::Hashing::hash_of(&call);
		Pallet::<T>::enact(origin.clone(), call).map_err(|refused| refused.error)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, call_hash);

		frame_system::Pallet::<T>::assert_last_event(
			<T as frame_system::Config>::RuntimeEvent::from(Event::EnactmentCancelled {
				call_hash,
			}),
		);
		Ok(())
	}

	#[benchmark]
	fn set_enactment_delay() {
		EnactmentDelay::<T>::put(BlockNumberFor::<T>::one());
		let blocks = T::MaxEnactmentDelay::get();

		#[extrinsic_call]
		_(RawOrigin::Root, blocks);

		assert_eq!(EnactmentDelay::<T>::get(), blocks);
	}

	/// A call that may be paused.
	fn pausable<T: Config>() -> Result<CallNameOf<T>, BenchmarkError> {
		let name = |text: &str| NameOf::<T>::truncate_from(text.as_bytes().to_vec());
		let pallets = <T as Config>::RuntimeCall::get_module_names();
		let mut calls = pallets.iter().flat_map(|pallet| {
			<T as Config>::RuntimeCall::get_call_names(pallet)
				.iter()
				.map(move |call| (name(pallet), name(call)))
		});
		calls
			.find(|call| {
				let paused = T::Pauses::pause(call.clone()).is_ok();
				paused && T::Pauses::unpause(call.clone()).is_ok()
			})
			.ok_or(BenchmarkError::Stop("no call may be paused"))
	}

	/// Pauses `n` calls with names as long as they may be, until a block.
	fn pause<T: Config>(n: u32, until: BlockNumberFor<T>) {
		for number in 0..n {
			let name =
				NameOf::<T>::truncate_from(vec![number as u8; T::MaxNameLen::get() as usize]);
			let name = (name.clone(), name);
			assert!(T::Pauses::pause(name.clone()).is_ok(), "no other call has this name");
			Paused::<T>::mutate(|paused| paused.force_push((name, until)));
		}
	}

	#[benchmark]
	fn pause_call() -> Result<(), BenchmarkError> {
		let origin =
			T::PauseOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		pause::<T>(MAX_PAUSED.saturating_sub(1), T::MaxPause::get());
		let (pallet, call) = pausable::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, pallet.clone(), call.clone(), T::MaxPause::get());

		assert!(T::Pauses::is_paused((pallet, call)));
		Ok(())
	}

	#[benchmark]
	fn resume_call() -> Result<(), BenchmarkError> {
		let origin =
			T::PauseOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		pause::<T>(MAX_PAUSED.saturating_sub(1), T::MaxPause::get());
		let (pallet, call) = pausable::<T>()?;
		Pallet::<T>::pause_call(origin.clone(), pallet.clone(), call.clone(), T::MaxPause::get())?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, pallet.clone(), call.clone());

		assert!(!T::Pauses::is_paused((pallet, call)));
		Ok(())
	}

	#[benchmark]
	fn end_pauses(n: Linear<0, MAX_PAUSED>) {
		let now = T::MaxPause::get();
		pause::<T>(n, now);
		#[block]
		{
			Pallet::<T>::end_pauses(now);
		}

		assert!(Paused::<T>::get().is_empty());
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
