//! Benchmarks of the calls, each at its worst.

use super::*;
use frame_benchmarking::v2::*;
use frame_system::RawOrigin;
use salus_primitives::{
	codes::SensitivitySet,
	patient::Powers,
	signed::wrapped_for_wallets,
	traits::{BenchmarkPeople, BenchmarkSigner},
};

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
	let payload = controller_payload(Pallet::<T>::genesis(), patient, sponsor, nonce, NOW);
	let (account, signature) = People::<T>::sign(index, &wrapped_for_wallets(&payload));
	(account, NOW, signature)
}

/// What account number `index` signs to represent `patient`.
fn takes_on<T: Config>(
	index: u32,
	patient: PatientId,
	sponsor: OrganizationId,
	mandate: &Mandate,
	nonce: u64,
) -> (T::AccountId, Moment, T::Signature) {
	let genesis = Pallet::<T>::genesis();
	let payload = representative_payload(genesis, patient, sponsor, mandate, nonce, NOW);
	let (account, signature) = People::<T>::sign(index, &wrapped_for_wallets(&payload));
	(account, NOW, signature)
}

/// A guardian's mandate.
fn guardian() -> Mandate {
	Mandate {
		role: DelegateRole::GUARD,
		powers: Powers { consent: true, registration: true, erasure: false },
		period: Period::until(
			NOW.saturating_div(GUARDIAN_END_STEP)
				.saturating_add(2)
				.saturating_mul(GUARDIAN_END_STEP),
		),
		withheld: SensitivitySet::EMPTY,
	}
}

/// What the guardian gives on.
fn helper() -> Mandate {
	Mandate { powers: Powers { consent: true, ..Powers::default() }, ..guardian() }
}

/// A patient without a key, registered by the first provider, and its guardian.
fn child<T: Config>() -> (PatientId, T::AccountId) {
	let (sponsor, agent) = People::<T>::agent(0);
	let patient = PatientId::from([7; 32]);
	let (mother, deadline, signature) = takes_on::<T>(0, patient, sponsor, &guardian(), 0);
	Pallet::<T>::register_represented(
		RawOrigin::Signed(agent).into(),
		patient,
		mother.clone(),
		guardian(),
		deadline,
		signature,
	)
	.expect("a provider may");
	(patient, mother)
}

/// That account number 1 is about to become a child's guardian, as its mother proposed.
fn proposed<T: Config>() -> (PatientId, T::AccountId) {
	let (patient, mother) = child::<T>();
	let (sponsor, _) = People::<T>::agent(0);
	let (father, deadline, signature) = takes_on::<T>(1, patient, sponsor, &guardian(), 1);
	Pallet::<T>::propose_appointment(
		RawOrigin::Signed(mother).into(),
		patient,
		father.clone(),
		Some(guardian()),
		deadline,
		signature,
	)
	.expect("the mother may");
	(patient, father)
}

/// As many recovery contacts as there can be.
fn contacts<T: Config>() -> ContactsOf<T> {
	let mut contacts: Vec<T::AccountId> =
		(0..MAX_RECOVERY_CONTACTS).map(|n| account("contact", n, 0)).collect();
	contacts.sort();
	contacts.try_into().expect("it is the bound")
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

fn identifier(n: u32) -> H256 {
	account("identifier", n, 0)
}

/// Leaves room for one more identifier and one more care relationship.
fn fill<T: Config>(patient: PatientId, identifiers: u32, representatives: u32, care: u32) {
	let (attested_by, _) = People::<T>::agent(0);
	for n in 0..identifiers {
		let attestation = Attestation { kind: IdentifierType::MR, attested_by, attested_at: NOW };
		Identifiers::<T>::insert(patient, identifier(n), attestation);
	}
	for n in 0..representatives {
		let who: T::AccountId = account("representative", n, 0);
		Patients::<T>::mutate_extant(patient, |entry| {
			Pallet::<T>::name_representative(patient, entry, who, helper(), None)
				.expect("there is room");
		});
	}
	for n in 0..care {
		let organization = OrganizationId(u32::MAX.saturating_sub(n));
		CareRelationships::<T>::insert(patient, organization, Period::ALWAYS);
	}
	Patients::<T>::mutate_extant(patient, |entry| {
		entry.identifiers = entry.identifiers.saturating_add(identifiers);
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
		_(RawOrigin::Signed(controller), patient, identifier(0));

		assert!(!Identifiers::<T>::contains_key(patient, identifier(0)));
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

	/// `n` is how many representatives the duplicate has.
	#[benchmark]
	fn accept_merge(n: Linear<0, MAX_REPRESENTATIVES>) {
		People::<T>::set_time(NOW);
		let [(patient, _), (into, _)] = pair::<T>();
		fill::<T>(patient, 0, n, 0);
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

	/// `r` is how many representatives there are to remove, `n` how much else.
	#[benchmark]
	fn erase(
		r: Linear<0, MAX_REPRESENTATIVES>,
		n: Linear<0, { MAX_IDENTIFIERS + MAX_CARE_RELATIONSHIPS }>,
	) {
		People::<T>::set_time(NOW);
		let (sponsor, _) = People::<T>::agent(0);
		let (patient, controller) = People::<T>::patient(0, sponsor);
		let identifiers = n.min(MAX_IDENTIFIERS);
		fill::<T>(patient, identifiers, r, n.saturating_sub(identifiers));

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), patient);

		assert_eq!(Identifiers::<T>::iter_prefix(patient).count(), 0);
		assert_eq!(Representatives::<T>::iter_prefix(patient).count(), 0);
		assert_eq!(CareRelationships::<T>::iter_prefix(patient).count(), 0);
	}

	#[benchmark]
	fn register_represented() {
		People::<T>::set_time(NOW);
		let (sponsor, agent) = People::<T>::agent(0);
		let patient = PatientId::from([7; 32]);
		let (mother, deadline, signature) = takes_on::<T>(0, patient, sponsor, &guardian(), 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), patient, mother.clone(), guardian(), deadline, signature);

		assert!(Representatives::<T>::contains_key(patient, mother));
	}

	#[benchmark]
	fn add_representative() {
		People::<T>::set_time(NOW);
		let (patient, mother) = child::<T>();
		let (sponsor, _) = People::<T>::agent(0);
		let (aunt, deadline, signature) = takes_on::<T>(1, patient, sponsor, &helper(), 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(mother), patient, aunt.clone(), helper(), deadline, signature);

		assert!(Representatives::<T>::contains_key(patient, aunt));
	}

	#[benchmark]
	fn change_representative() {
		People::<T>::set_time(NOW);
		let (patient, mother) = child::<T>();
		let (sponsor, _) = People::<T>::agent(0);
		let (aunt, deadline, signature) = takes_on::<T>(1, patient, sponsor, &helper(), 1);
		Pallet::<T>::add_representative(
			RawOrigin::Signed(mother.clone()).into(),
			patient,
			aunt.clone(),
			helper(),
			deadline,
			signature,
		)
		.expect("the mother may");
		let less = Mandate { withheld: SensitivitySet::ALL, ..helper() };

		#[extrinsic_call]
		_(RawOrigin::Signed(mother), patient, aunt.clone(), less);

		let changed = Representatives::<T>::get(patient, aunt).map(|named| named.mandate);
		assert_eq!(changed, Some(less));
	}

	/// `n` is how many representatives there are: the one who is revoked and those whom it named.
	#[benchmark]
	fn revoke_representative(n: Linear<1, MAX_REPRESENTATIVES>) {
		People::<T>::set_time(NOW);
		let (patient, mother) = child::<T>();
		Patients::<T>::mutate_extant(patient, |entry| {
			for index in 1..n {
				let who: T::AccountId = account("representative", index, 0);
				let by = Some(mother.clone());
				Pallet::<T>::name_representative(patient, entry, who, helper(), by)
					.expect("there is room");
			}
		});

		let origin = RawOrigin::Signed(mother.clone());

		#[extrinsic_call]
		_(origin, patient, mother);

		assert_eq!(Representatives::<T>::iter_prefix(patient).count(), 0);
	}

	#[benchmark]
	fn propose_appointment() {
		People::<T>::set_time(NOW);
		let (patient, _) = child::<T>();
		let (sponsor, agent) = People::<T>::agent(0);
		let (father, deadline, signature) = takes_on::<T>(1, patient, sponsor, &guardian(), 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), patient, father, Some(guardian()), deadline, signature);

		assert!(Appointments::<T>::contains_key(patient));
	}

	#[benchmark]
	fn agree_to_appointment() {
		People::<T>::set_time(NOW);
		let (patient, father) = proposed::<T>();
		let (_, agent) = People::<T>::agent(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), patient, father);

		let agreed = Appointments::<T>::get(patient).and_then(|agreed| agreed.effective_at);
		assert!(agreed.is_some());
	}

	#[benchmark]
	fn reject_appointment() {
		People::<T>::set_time(NOW);
		let (patient, _) = proposed::<T>();
		let (_, agent) = People::<T>::agent(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), patient);

		assert!(!Appointments::<T>::contains_key(patient));
	}

	#[benchmark]
	fn complete_appointment() {
		People::<T>::set_time(NOW);
		let (patient, father) = proposed::<T>();
		let (_, agent) = People::<T>::agent(0);
		Pallet::<T>::agree_to_appointment(
			RawOrigin::Signed(agent.clone()).into(),
			patient,
			father.clone(),
		)
		.expect("the sponsor may");
		People::<T>::set_time(NOW.saturating_add(ObjectionPeriod::<T>::get()));

		#[extrinsic_call]
		_(RawOrigin::Signed(agent), patient);

		assert!(Representatives::<T>::contains_key(patient, father));
	}

	#[benchmark]
	fn arrange_recovery() {
		People::<T>::set_time(NOW);
		let (sponsor, _) = People::<T>::agent(0);
		let (patient, controller) = People::<T>::patient(0, sponsor);
		let delay = MAX_RECOVERY_DELAY;

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), patient, contacts::<T>(), 2, delay);

		let event = Event::<T>::RecoveryArranged { patient, threshold: 2 };
		frame_system::Pallet::<T>::assert_last_event(event.into());
	}

	#[benchmark]
	fn dissolve_recovery() {
		People::<T>::set_time(NOW);
		let (sponsor, _) = People::<T>::agent(0);
		let (patient, controller) = People::<T>::patient(0, sponsor);
		let origin = RawOrigin::Signed(controller.clone());
		Pallet::<T>::arrange_recovery(
			origin.into(),
			patient,
			contacts::<T>(),
			2,
			MAX_RECOVERY_DELAY,
		)
		.expect("the controller may");

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), patient);

		let event = Event::<T>::RecoveryDissolved { patient };
		frame_system::Pallet::<T>::assert_last_event(event.into());
	}

	#[benchmark]
	fn set_objection_period() -> Result<(), BenchmarkError> {
		let origin =
			T::PolicyOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, MAX_OBJECTION_PERIOD);

		assert_eq!(ObjectionPeriod::<T>::get(), MAX_OBJECTION_PERIOD);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::tests::externalities(), crate::mock::Test);
}
