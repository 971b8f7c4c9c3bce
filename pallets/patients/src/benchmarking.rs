//! Benchmarks of the calls, each at its worst.

use super::*;
use frame_benchmarking::v2::*;
use frame_system::RawOrigin;
use salus_primitives::codes::DelegateRole;
use salus_primitives::{patient::Powers, traits::BenchmarkPeople};

/// The people that the benchmarks act with, and what they sign.
pub trait BenchmarkHelper<AccountId, Signature>: BenchmarkPeople<AccountId> {
	/// The account number `index`, which belongs to nobody, and its signature over `payload`.
	fn sign(index: u32, payload: &[u8]) -> (AccountId, Signature);
}

type People<T> = <T as Config>::BenchmarkHelper;

const NOW: Moment = 1_700_000_000_000;

/// What account number `index` signs to control `patient`. Wrapped as by browser wallets, which
/// takes two verifications.
fn signed<T: Config>(
	index: u32,
	patient: PatientId,
	sponsor: OrganizationId,
	nonce: u64,
) -> (T::AccountId, Moment, T::Signature) {
	let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::default());
	let genesis = <[u8; 32]>::try_from(genesis.as_ref()).expect("hashes have 32 bytes");
	let payload = controller_payload(&genesis, patient, sponsor, nonce, NOW);
	let (account, signature) = People::<T>::sign(index, &wrapped_for_wallets(&payload));
	(account, NOW, signature)
}

/// Two patients whom two providers care for.
fn pair<T: Config>() -> [(PatientId, T::AccountId); 2] {
	let (hospital, _) = People::<T>::agent(0);
	let (clinic, _) = People::<T>::agent(1);
	let patients = [People::<T>::patient(0, hospital), People::<T>::patient(1, hospital)];
	for (patient, controller) in &patients {
		Pallet::<T>::open_care_relationship(
			RawOrigin::Signed(controller.clone()).into(),
			*patient,
			clinic,
			Period::ALWAYS,
		)
		.expect("the controller may");
	}
	patients
}

/// Leaves room for one more identifier and one more care relationship.
fn fill<T: Config>(patient: PatientId, identifiers: u32, representatives: u32, care: u32) {
	let (attested_by, _) = People::<T>::agent(0);
	for n in 0..identifiers {
		let attestation = Attestation { kind: IdentifierType::MR, attested_by, attested_at: NOW };
		Identifiers::<T>::insert(patient, H256::from_low_u64_be(n.into()), attestation);
	}
	for n in 0..representatives {
		let representative = Representative {
			role: DelegateRole::GUARD,
			powers: Powers::default(),
			period: Period::ALWAYS,
		};
		let who: T::AccountId = account("representative", n, 0);
		Representatives::<T>::insert(patient, who, representative);
	}
	for n in 0..care {
		let organization = OrganizationId(u32::MAX.saturating_sub(n));
		CareRelationships::<T>::insert(patient, organization, Period::ALWAYS);
	}
	Patients::<T>::mutate_extant(patient, |entry| {
		entry.identifiers = entry.identifiers.saturating_add(identifiers);
		entry.representatives = entry.representatives.saturating_add(representatives);
		entry.care_relationships = entry.care_relationships.saturating_add(care);
	});
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register() {
		People::<T>::set_time(NOW);
		let (sponsor, agent) = People::<T>::agent(0);
		let patient = PatientId::from([7; 32]);
		let (controller, deadline, signature) = signed::<T>(0, patient, sponsor, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), patient, controller.clone(), deadline, signature);

		assert_eq!(Controllers::<T>::get(controller), Some(patient));
	}

	#[benchmark]
	fn attest_identifier() {
		People::<T>::set_time(NOW);
		let [(patient, _), _] = pair::<T>();
		let (_, agent) = People::<T>::agent(1);
		fill::<T>(patient, MAX_IDENTIFIERS - 1, 0, 0);
		let commitment = H256::repeat_byte(7);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), patient, IdentifierType::MR, commitment);

		assert!(Identifiers::<T>::contains_key(patient, commitment));
	}

	#[benchmark]
	fn withdraw_identifier() {
		People::<T>::set_time(NOW);
		let [(patient, controller), _] = pair::<T>();
		fill::<T>(patient, 1, 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), patient, H256::zero());

		assert!(!Identifiers::<T>::contains_key(patient, H256::zero()));
	}

	#[benchmark]
	fn rotate_controller() {
		People::<T>::set_time(NOW);
		let (sponsor, _) = People::<T>::agent(0);
		let (patient, controller) = People::<T>::patient(0, sponsor);
		let (new_controller, deadline, signature) = signed::<T>(0, patient, sponsor, 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), patient, new_controller.clone(), deadline, signature);

		assert_eq!(Controllers::<T>::get(new_controller), Some(patient));
	}

	#[benchmark]
	fn open_care_relationship() {
		People::<T>::set_time(NOW);
		let (sponsor, _) = People::<T>::agent(0);
		let (organization, _) = People::<T>::agent(1);
		let (patient, controller) = People::<T>::patient(0, sponsor);
		fill::<T>(patient, 0, 0, MAX_CARE_RELATIONSHIPS - 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), patient, organization, Period::ALWAYS);

		assert!(CareRelationships::<T>::contains_key(patient, organization));
	}

	#[benchmark]
	fn close_care_relationship() {
		People::<T>::set_time(NOW);
		let [(patient, controller), _] = pair::<T>();
		let (organization, _) = People::<T>::agent(1);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), patient, organization);

		assert!(!CareRelationships::<T>::contains_key(patient, organization));
	}

	#[benchmark]
	fn propose_merge() {
		People::<T>::set_time(NOW);
		let [(patient, _), (into, _)] = pair::<T>();
		let (_, agent) = People::<T>::agent(1);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), patient, into);

		assert!(MergeProposals::<T>::contains_key(patient));
	}

	#[benchmark]
	fn accept_merge() {
		People::<T>::set_time(NOW);
		let [(patient, _), (into, _)] = pair::<T>();
		let (_, first) = People::<T>::agent(0);
		let (_, second) = People::<T>::agent(1);
		Pallet::<T>::propose_merge(RawOrigin::Signed(first).into(), patient, into).expect("it may");

		#[extrinsic_call]
		_(RawOrigin::Signed(second), patient, into);

		assert!(Patients::<T>::get(patient).is_some_and(|entry| !entry.status.is_open()));
	}

	#[benchmark]
	fn withdraw_merge() {
		People::<T>::set_time(NOW);
		let [(patient, _), (into, _)] = pair::<T>();
		let (_, agent) = People::<T>::agent(1);
		Pallet::<T>::propose_merge(RawOrigin::Signed(agent.clone()).into(), patient, into)
			.expect("it may");

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), patient);

		assert!(!MergeProposals::<T>::contains_key(patient));
	}

	#[benchmark]
	fn report_death() {
		People::<T>::set_time(NOW);
		let [(patient, _), _] = pair::<T>();
		let (reported_by, agent) = People::<T>::agent(1);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), patient);

		let status = Patients::<T>::get(patient).map(|entry| entry.status);
		assert_eq!(status, Some(PatientStatus::Deceased { reported_by, reported_at: NOW }));
	}

	#[benchmark]
	fn withdraw_death_report() {
		People::<T>::set_time(NOW);
		let [(patient, _), _] = pair::<T>();
		let (_, agent) = People::<T>::agent(1);
		Pallet::<T>::report_death(RawOrigin::Signed(agent.clone()).into(), patient)
			.expect("it may");

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), patient);

		let status = Patients::<T>::get(patient).map(|entry| entry.status);
		assert_eq!(status, Some(PatientStatus::Active));
	}

	/// `n` is what there is to remove.
	#[benchmark]
	fn erase(n: Linear<0, { MAX_IDENTIFIERS + MAX_REPRESENTATIVES + MAX_CARE_RELATIONSHIPS }>) {
		People::<T>::set_time(NOW);
		let (sponsor, _) = People::<T>::agent(0);
		let (patient, controller) = People::<T>::patient(0, sponsor);
		let identifiers = n.min(MAX_IDENTIFIERS);
		let representatives = n.saturating_sub(identifiers).min(MAX_REPRESENTATIVES);
		let care = n.saturating_sub(identifiers).saturating_sub(representatives);
		fill::<T>(patient, identifiers, representatives, care);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), patient);

		assert_eq!(Identifiers::<T>::iter_prefix(patient).count(), 0);
		assert_eq!(CareRelationships::<T>::iter_prefix(patient).count(), 0);
	}

	impl_benchmark_test_suite!(Pallet, crate::tests::externalities(), crate::mock::Test);
}
