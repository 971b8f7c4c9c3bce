//! Benchmarks of the calls and the gate, each at its worst.

use super::*;
use frame_benchmarking::v2::*;
use frame_support::{
	dispatch::{DispatchInfo, PostDispatchInfo},
	traits::OriginTrait,
};
use frame_system::RawOrigin;
use sp_core::H256;
use sp_runtime::traits::{
	AsSystemOriginSigner, AsTransactionAuthorizedOrigin, DispatchTransaction, Dispatchable,
};

/// A profile that is as long as it may be.
fn profile() -> Profile {
	let name = alloc::vec![b'x'; MAX_NAME_LEN as usize];
	Profile {
		name: name.try_into().expect("the name has the greatest length"),
		gln: Some("4012345000016".parse().expect("the check digit is right")),
		envelope_key: Some(H256::repeat_byte(7)),
	}
}

/// The licence number `n`; none of them ends.
fn licence(n: u32) -> Licence {
	let end = Moment::MAX.saturating_sub(n.into());
	Licence { capability: Capability::Provider, period: Period::until(end) }
}

/// An active member with this many licences, and its two administrators.
fn member_with<T: Config>(index: u32, licences: u32) -> (OrganizationId, [T::AccountId; 2]) {
	let administrators = [account("administrator", index, 0), account("administrator", index, 1)];
	let Profile { name, gln, envelope_key } = profile();
	let organization = Pallet::<T>::benchmark_found(&FoundingOrganization {
		name: String::from_utf8(name.into_inner()).expect("the name is ASCII"),
		gln,
		envelope_key,
		capabilities: CapabilitySet::ALL,
		licences: (0..licences).map(licence).collect(),
		council_delegate: None,
		agents: administrators
			.iter()
			.map(|account: &T::AccountId| FoundingAgent {
				account: account.clone(),
				roles: RoleSet::ALL,
				period: Period::ALWAYS,
			})
			.collect(),
	});
	(organization, administrators)
}

/// An active member that is as large as it may be.
fn member<T: Config>(index: u32) -> (OrganizationId, [T::AccountId; 2]) {
	member_with::<T>(index, MAX_LICENCES)
}

/// An account that still belongs to a large member which was removed.
fn former_agent<T: Config>(index: u32) -> T::AccountId {
	let (organization, [agent, _]) = member::<T>(index);
	Pallet::<T>::leave(organization).expect("an active member can leave");
	agent
}

/// An organization that has applied.
fn applicant<T: Config>() -> OrganizationId {
	let (_, [administrator, _]) = member::<T>(0);
	let organization = NextId::<T>::get();
	Pallet::<T>::submit_application(
		RawOrigin::Signed(administrator).into(),
		profile(),
		CapabilitySet::ALL,
		account("applicant", 0, 0),
	)
	.expect("an administrator may");
	organization
}

/// Seats further members until only `room` seats are left. The last of them, with its administrators,
/// of whom the first is its delegate.
fn fill_council<T: Config>(room: u32) -> (OrganizationId, [T::AccountId; 2]) {
	let taken = CouncilDelegates::<T>::decode_len().unwrap_or_default() as u32;
	let mut last = None;
	for n in taken..T::MaxSeats::get().saturating_sub(room) {
		let (organization, administrators) = member::<T>(n.saturating_add(100));
		Pallet::<T>::seat(organization, administrators[0].clone()).expect("there is room");
		last = Some((organization, administrators));
	}
	last.expect("the genesis leaves a seat for benchmarks")
}

fn council<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::CouncilOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)
}

fn status<T: Config>(organization: OrganizationId) -> Option<OrganizationStatus> {
	Organizations::<T>::get(organization).map(|entry| entry.status)
}

#[benchmarks(where
	T: Send + Sync,
	T::RuntimeCall: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
	<T::RuntimeCall as Dispatchable>::RuntimeOrigin:
		AsSystemOriginSigner<T::AccountId> + AsTransactionAuthorizedOrigin + Clone + OriginTrait,
)]
mod benchmarks {
	use super::*;

	/// A patient's transaction, which touches two buckets twice.
	#[benchmark]
	fn gate() -> Result<(), BenchmarkError> {
		let (sponsor, _) = member::<T>(0);
		let patient: T::AccountId = account("patient", 0, 0);
		Pallet::<T>::sponsor(&patient, sponsor)?;
		let full = Pallet::<T>::sponsored_bucket(&patient);
		SponsoredBuckets::<T>::insert(&patient, full);
		let origin = RawOrigin::Signed(patient.clone());
		let call: T::RuntimeCall = frame_system::Call::remark { remark: Vec::new() }.into();
		let info = DispatchInfo { call_weight: Weight::from_parts(1, 0), ..Default::default() };
		let unused = PostDispatchInfo { actual_weight: Some(Weight::zero()), ..Default::default() };

		#[block]
		{
			Gate::<T>::new()
				.test_run(origin.into(), &call, &info, 0, 0, |_| Ok(unused))
				.expect("the gate lets patients in")
				.expect("nothing is dispatched");
		}

		let base = T::BlockWeights::get().get(info.class).base_extrinsic.ref_time();
		let left = Pallet::<T>::sponsored_bucket(&patient).available;
		assert_eq!(left, full.available.saturating_sub(base));
		Ok(())
	}

	#[benchmark]
	fn submit_application() {
		let (_, [administrator, _]) = member::<T>(0);
		let founder = former_agent::<T>(1);
		let organization = NextId::<T>::get();

		#[extrinsic_call]
		_(RawOrigin::Signed(administrator), profile(), CapabilitySet::ALL, founder);

		assert_eq!(status::<T>(organization), Some(OrganizationStatus::Applied));
	}

	#[benchmark]
	fn admit() -> Result<(), BenchmarkError> {
		let organization = applicant::<T>();
		let origin = council::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, organization);

		assert_eq!(status::<T>(organization), Some(OrganizationStatus::Active));
		Ok(())
	}

	#[benchmark]
	fn reject_application() -> Result<(), BenchmarkError> {
		let organization = applicant::<T>();
		let origin = council::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, organization);

		assert_eq!(status::<T>(organization), Some(OrganizationStatus::Removed));
		Ok(())
	}

	#[benchmark]
	fn suspend() -> Result<(), BenchmarkError> {
		let (organization, [delegate, _]) = fill_council::<T>(0);
		let origin = council::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, organization);

		assert_eq!(status::<T>(organization), Some(OrganizationStatus::Suspended));
		assert!(!CouncilDelegates::<T>::get().contains(&delegate));
		Ok(())
	}

	#[benchmark]
	fn reinstate() -> Result<(), BenchmarkError> {
		let (organization, _) = member::<T>(0);
		let origin = council::<T>()?;
		Pallet::<T>::suspend(origin.clone(), organization)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, organization);

		assert_eq!(status::<T>(organization), Some(OrganizationStatus::Active));
		Ok(())
	}

	#[benchmark]
	fn remove() -> Result<(), BenchmarkError> {
		let (organization, [delegate, _]) = fill_council::<T>(0);
		let origin = council::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, organization);

		assert_eq!(status::<T>(organization), Some(OrganizationStatus::Removed));
		assert!(!CouncilDelegates::<T>::get().contains(&delegate));
		Ok(())
	}

	#[benchmark]
	fn resign() {
		let (organization, [delegate, _]) = fill_council::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(delegate.clone()));

		assert_eq!(status::<T>(organization), Some(OrganizationStatus::Removed));
		assert!(!CouncilDelegates::<T>::get().contains(&delegate));
	}

	#[benchmark]
	fn update_profile() {
		let (organization, [administrator, _]) = member::<T>(0);
		let renamed = Profile { envelope_key: Some(H256::repeat_byte(8)), ..profile() };

		#[extrinsic_call]
		_(RawOrigin::Signed(administrator), renamed.clone());

		let written = Organizations::<T>::get(organization).map(|entry| entry.profile);
		assert_eq!(written, Some(renamed));
	}

	#[benchmark]
	fn set_capabilities() -> Result<(), BenchmarkError> {
		let (organization, _) = member::<T>(0);
		let origin = council::<T>()?;
		let capabilities = CapabilitySet::from(Capability::Provider);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, organization, capabilities);

		let written = Organizations::<T>::get(organization).map(|entry| entry.capabilities);
		assert_eq!(written, Some(capabilities));
		Ok(())
	}

	/// By a regulator, who has to be looked up, which the council has not.
	#[benchmark]
	fn grant_licence() {
		let (_, [officer, _]) = member::<T>(0);
		let (organization, _) = member_with::<T>(1, MAX_LICENCES - 1);
		let granted = licence(MAX_LICENCES);

		#[extrinsic_call]
		_(RawOrigin::Signed(officer), organization, granted);

		assert!(Organizations::<T>::get(organization)
			.is_some_and(|entry| entry.licences.contains(&granted)));
	}

	/// By a regulator, as above.
	#[benchmark]
	fn withdraw_licence() {
		let (_, [officer, _]) = member::<T>(0);
		let (organization, _) = member::<T>(1);
		let withdrawn = licence(MAX_LICENCES - 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(officer), organization, withdrawn);

		assert!(Organizations::<T>::get(organization)
			.is_some_and(|entry| !entry.licences.contains(&withdrawn)));
	}

	#[benchmark]
	fn set_limits() -> Result<(), BenchmarkError> {
		let (organization, _) = member::<T>(0);
		let origin = council::<T>()?;
		let limits = Limits { capacity: 2, refill: 1 };

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, organization, limits);

		let written = Allowances::<T>::get(organization).map(|allowance| allowance.limits);
		assert_eq!(written, Some(limits));
		Ok(())
	}

	#[benchmark]
	fn grant_council_seat() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;
		let (organization, [delegate, _]) = member::<T>(0);
		// One seat is left, or as many as the genesis leaves.
		if T::MaxSeats::get() > CouncilDelegates::<T>::decode_len().unwrap_or_default() as u32 + 1 {
			fill_council::<T>(1);
		}

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, organization, delegate.clone());

		assert!(CouncilDelegates::<T>::get().contains(&delegate));
		Ok(())
	}

	#[benchmark]
	fn withdraw_council_seat() -> Result<(), BenchmarkError> {
		let (organization, [delegate, _]) = fill_council::<T>(0);
		let origin = council::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, organization);

		assert!(!CouncilDelegates::<T>::get().contains(&delegate));
		Ok(())
	}

	#[benchmark]
	fn set_council_delegate() {
		let (_, [former, delegate]) = fill_council::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(former.clone()), delegate.clone());

		assert!(CouncilDelegates::<T>::get().contains(&delegate));
		assert!(!CouncilDelegates::<T>::get().contains(&former));
	}

	#[benchmark]
	fn add_agent() {
		let (organization, [administrator, _]) = member::<T>(0);
		let agent = former_agent::<T>(1);

		#[extrinsic_call]
		_(RawOrigin::Signed(administrator), agent.clone(), RoleSet::ALL, Period::ALWAYS);

		assert!(Pallet::<T>::agent_of(&agent, organization).is_ok());
	}

	#[benchmark]
	fn update_agent() {
		let (organization, [administrator, agent]) = member::<T>(0);
		let roles = RoleSet::from(AgentRole::Clerk);

		#[extrinsic_call]
		_(RawOrigin::Signed(administrator), agent.clone(), roles, Period::ALWAYS);

		let updated = Pallet::<T>::agent_of(&agent, organization);
		assert_eq!(updated.map(|agent| agent.roles), Ok(roles));
	}

	#[benchmark]
	fn remove_agent() {
		let (_, [administrator, agent]) = member::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(administrator), agent.clone());

		assert!(!Affiliations::<T>::contains_key(&agent));
	}

	impl_benchmark_test_suite!(Pallet, crate::tests::externalities(), crate::mock::Test);
}
