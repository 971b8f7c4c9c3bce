//! Benchmarks. That of `enact` is the call itself, with another one in it that costs next to
//! nothing; those of pauses have all the others paused.

use super::*;
use alloc::{boxed::Box, vec};
use frame_benchmarking::v2::*;
use frame_support::traits::{EnsureOrigin, Get, TransactionPause};
use frame_system::pallet_prelude::BlockNumberFor;

#[benchmarks(where <T as Config>::RuntimeCall: From<frame_system::Call<T>>)]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn enact() -> Result<(), BenchmarkError> {
		let origin =
			T::EnactOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let call = Box::new(frame_system::Call::<T>::remark { remark: vec![] }.into());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, call);

		frame_system::Pallet::<T>::assert_last_event(
			<T as frame_system::Config>::RuntimeEvent::from(Event::Enacted { result: Ok(()) }),
		);
		Ok(())
	}

	/// A call that every runtime has, and that may be paused.
	fn remark<T: Config>() -> CallNameOf<T> {
		let name = |text: &[u8]| NameOf::<T>::truncate_from(text.to_vec());
		(name(b"System"), name(b"remark"))
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
		let (pallet, call) = remark::<T>();

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
		let (pallet, call) = remark::<T>();
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
