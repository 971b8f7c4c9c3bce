//! Benchmarks: every call with a list of any length up to the longest.

use super::*;
use alloc::vec::Vec;
use codec::Decode;
use frame_benchmarking::v2::*;
use frame_support::traits::EnsureOrigin;
use frame_system::RawOrigin;
use sp_runtime::traits::TrailingZeroInput;

/// Session keys of the right shape. Nobody signs with them.
fn keys<T: Config>() -> T::Keys {
	T::Keys::decode(&mut TrailingZeroInput::zeroes()).expect("zeroes are keys; qed")
}

/// A member of the consortium with session keys.
fn candidate<T: Config>(index: u32) -> T::AccountId {
	let who = account("validator", index, 0);
	T::Membership::ensure_active_member(&who);
	pallet_session::NextKeys::<T>::insert(&who, keys::<T>());
	who
}

/// Puts `count` candidates on the list in the place of those who stand there.
fn fill<T: Config>(count: u32) {
	let validators = (0..count).map(candidate::<T>).collect::<Vec<_>>();
	Validators::<T>::put(BoundedVec::truncate_from(validators));
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn add_validator(
		v: Linear<1, { T::MaxValidators::get().saturating_sub(1) }>,
	) -> Result<(), BenchmarkError> {
		let origin =
			T::ManageOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		fill::<T>(v);
		// At the worst somebody waits for the newcomer in order to leave.
		if v <= T::MinValidators::get() {
			Pallet::<T>::retain_for_now(&candidate::<T>(0));
		}
		let who = candidate::<T>(v);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());

		assert_eq!(Validators::<T>::get().last(), Some(&who));
		Ok(())
	}

	#[benchmark]
	fn remove_validator(
		v: Linear<{ T::MinValidators::get().saturating_add(1) }, { T::MaxValidators::get() }>,
	) -> Result<(), BenchmarkError> {
		let origin =
			T::ManageOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		fill::<T>(v);
		let who = candidate::<T>(0);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());

		assert!(!Validators::<T>::get().contains(&who));
		Ok(())
	}

	#[benchmark]
	fn purge_keys(v: Linear<1, { T::MaxValidators::get() }>) -> Result<(), BenchmarkError> {
		fill::<T>(v);
		let validators = Validators::<T>::get();
		pallet_session::Validators::<T>::put(validators.to_vec());
		pallet_session::QueuedKeys::<T>::put(
			validators.into_iter().map(|who| (who, keys::<T>())).collect::<Vec<_>>(),
		);
		let who = candidate::<T>(v);
		frame_system::Pallet::<T>::inc_providers(&who);
		frame_system::Pallet::<T>::inc_consumers(&who)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()));

		assert!(!pallet_session::NextKeys::<T>::contains_key(&who));
		Ok(())
	}

	#[benchmark]
	fn set_keys() -> Result<(), BenchmarkError> {
		let who: T::AccountId = whitelisted_caller();
		T::Membership::ensure_active_member(&who);
		frame_system::Pallet::<T>::inc_sufficients(&who);
		let (keys, proof) = T::BenchmarkKeys::generate(&who);

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), keys, proof);

		assert!(pallet_session::NextKeys::<T>::contains_key(&who));
		Ok(())
	}

	#[benchmark]
	fn count_slots(v: Linear<1, { T::MaxValidators::get() }>) {
		let tally = (0..v).map(|index| {
			let who: T::AccountId = account("validator", index, 0);
			(who, Performance::default())
		});
		Tally::<T>::put(BoundedVec::truncate_from(tally.collect()));
		LastSlot::<T>::put(0);
		// A whole round was skipped, and almost another one.
		let slot = u64::from(v).saturating_mul(2);

		#[block]
		{
			Pallet::<T>::count_slots(slot);
		}

		assert_eq!(LastSlot::<T>::get(), Some(slot));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
