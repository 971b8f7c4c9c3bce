//! Benchmarks of the calls, each at its worst.

use super::*;
use frame_benchmarking::v2::*;
use salus_primitives::{
	signed::wrapped_for_wallets,
	traits::{BenchmarkPeople, BenchmarkSigner},
};

/// The people that the benchmarks act with, and what they sign.
pub trait BenchmarkHelper<AccountId, Signature, Call>:
	BenchmarkPeople<AccountId> + BenchmarkSigner<AccountId, Signature>
{
	/// A call for this patient that can be made by a payload and does nothing much, such as one that
	/// fails at once.
	fn call(patient: PatientId) -> Call;
}

type Helper<T> = <T as Config>::BenchmarkHelper;

const NOW: Moment = 1_700_000_000_000;

#[benchmarks]
mod benchmarks {
	use super::*;

	/// Signed as browser wallets do, which takes two verifications.
	#[benchmark]
	fn submit() {
		Helper::<T>::set_time(NOW);
		let (_, agent) = Helper::<T>::agent(0);
		let patient = PatientId::from([7; 32]);
		let call = Helper::<T>::call(patient);
		let genesis =
			signed::genesis(frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::default()));
		// Which account signs is known once it signs.
		let (account, _) = Helper::<T>::sign(0, &[]);
		let payload = call_payload(genesis, patient, &account, &call.encode(), 1, NOW);
		let (_, signature) = Helper::<T>::sign(0, &wrapped_for_wallets(&payload));
		LastNonces::<T>::insert(&account, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), patient, account.clone(), Box::new(call), 1, NOW, signature);

		assert_eq!(LastNonces::<T>::get(account), Some(1));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
