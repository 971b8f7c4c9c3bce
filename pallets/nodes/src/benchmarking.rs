//! Benchmarks of the calls, each at its worst: with as many nodes and as many and as long addresses as
//! there can be.

use super::*;
use alloc::{format, string::String, vec::Vec};
use frame_benchmarking::v2::*;
use frame_system::RawOrigin;
use salus_primitives::{
	node::{Multiaddress, MAX_ADDRESSES},
	traits::BenchmarkPeople,
};

type People<T> = <T as Config>::BenchmarkHelper;

/// Labels of a domain name, as long as one may be.
const LABELS: usize = 3;

fn peer(index: u32) -> PeerId {
	PeerId::of_key(account("node", index, 0))
}

/// Long addresses, which differ by the port.
fn addresses(first_port: u16) -> Addresses {
	let host = Vec::from_iter((0..LABELS).map(|_| "n".repeat(63))).join(".");
	let address = |index: u32| -> Option<Multiaddress> {
		let port = u32::from(first_port).saturating_add(index);
		let text: String = format!("/dns4/{host}/tcp/{port}");
		text.parse().ok()
	};
	Addresses::truncate_from((0..MAX_ADDRESSES).filter_map(address).collect())
}

/// Registers nodes of the organization that `who` administers.
fn fill<T: Config>(who: &T::AccountId, count: u32) {
	for index in 0..count {
		Pallet::<T>::register(
			RawOrigin::Signed(who.clone()).into(),
			peer(index),
			NodeRole::Full,
			addresses(10_000),
		)
		.expect("an administrator may");
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register() {
		let (organization, who) = People::<T>::agent(0);
		let others = T::MaxNodes::get().saturating_sub(1);
		fill::<T>(&who, others);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), peer(others), NodeRole::Validator, addresses(20_000));

		assert_eq!(NodesOf::<T>::get(organization).len() as u32, T::MaxNodes::get());
	}

	#[benchmark]
	fn update() {
		let (_, who) = People::<T>::agent(0);
		fill::<T>(&who, T::MaxNodes::get());

		#[extrinsic_call]
		_(RawOrigin::Signed(who), peer(0), NodeRole::Validator, addresses(20_000));

		assert_eq!(Nodes::<T>::get(peer(0)).map(|node| node.role), Some(NodeRole::Validator));
	}

	#[benchmark]
	fn remove() {
		let (_, who) = People::<T>::agent(0);
		fill::<T>(&who, T::MaxNodes::get());

		#[extrinsic_call]
		_(RawOrigin::Signed(who), peer(0));

		assert!(!Nodes::<T>::contains_key(peer(0)));
	}

	#[benchmark]
	fn force_remove() -> Result<(), BenchmarkError> {
		let origin =
			T::ManageOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let (_, who) = People::<T>::agent(0);
		fill::<T>(&who, T::MaxNodes::get());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, peer(0));

		assert!(!Nodes::<T>::contains_key(peer(0)));
		Ok(())
	}

	#[benchmark]
	fn remove_all(n: Linear<0, { T::MaxNodes::get() }>) {
		let (organization, who) = People::<T>::agent(0);
		fill::<T>(&who, n);

		#[block]
		{
			Pallet::<T>::on_status_changed(organization, OrganizationStatus::Removed);
		}

		assert!(NodesOf::<T>::get(organization).is_empty());
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::externalities(), crate::mock::Test);
}
