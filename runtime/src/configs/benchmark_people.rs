//! The people that the benchmarks of our pallets act with.

use crate::{
	AccountId, Consents, Organizations, Patients, Records, Runtime, RuntimeCall, RuntimeOrigin,
	Signature,
};
use alloc::{format, vec, vec::Vec};
use frame_benchmarking::account;
use pallet_organizations::{FoundingAgent, FoundingOrganization};
use pallet_patients::FoundingPatient;
use salus_primitives::{
	codes::{
		AgentRole, Capability, CapabilitySet, Confidentiality, DataClass, EncryptionScheme,
		Purpose, PurposeSet, ResourceType, RoleSet, SensitivitySet,
	},
	consent::DefaultPolicy,
	organization::{Licence, MembershipInfo},
	record::{Custodians, Labels, Locator, Pointer},
	traits::{BenchmarkPeople, BenchmarkSigner},
	Moment, OrganizationId, PatientId, Period, RecordId,
};
use sp_core::{crypto::KeyTypeId, H256};
use sp_runtime::{
	traits::{IdentifyAccount, Verify},
	MultiSignature,
};

const KEY_TYPE: KeyTypeId = KeyTypeId(*b"bnch");

/// See the [module](self).
pub struct People;

/// Makes the account an agent of an organization of its own, if it is none.
pub fn ensure_agent(who: &AccountId) -> OrganizationId {
	match Organizations::membership(who) {
		Some(MembershipInfo::Agent { organization, .. }) => organization,
		_ => Organizations::benchmark_found(&FoundingOrganization {
			name: format!("{who:?}"),
			gln: None,
			envelope_key: None,
			capabilities: CapabilitySet::ALL,
			licences: Capability::ALL
				.iter()
				.map(|capability| Licence { capability: *capability, period: Period::ALWAYS })
				.collect(),
			council_delegate: None,
			agents: vec![FoundingAgent {
				account: who.clone(),
				roles: RoleSet::of(AgentRole::ALL),
				period: Period::ALWAYS,
			}],
		}),
	}
}

/// Anchors a record by an agent of an organization that cares for the patient.
fn anchor(patient: PatientId, record: RecordId, author: &AccountId, custodians: Custodians) {
	let pointer = Pointer {
		class: DataClass::Laboratory,
		resource_type: ResourceType::Observation,
		labels: Labels { confidentiality: Confidentiality::R, sensitivity: SensitivitySet::ALL },
		ciphertext_hash: H256::repeat_byte(1),
		size: 1,
		scheme: EncryptionScheme::XChaCha20Poly1305,
		locator: Locator::new(),
		custodians,
	};
	let author = RuntimeOrigin::signed(author.clone());
	Records::anchor(author, patient, record, pointer, Purpose::TREAT)
		.expect("who cares for a patient may write");
}

impl BenchmarkPeople<AccountId> for People {
	fn agent(index: u32) -> (OrganizationId, AccountId) {
		let who: AccountId = account("agent", index, 0);
		(ensure_agent(&who), who)
	}

	/// The default policy lets authors use what they wrote for treatment from then on.
	fn patient(index: u32, sponsor: OrganizationId) -> (PatientId, AccountId) {
		let controller: AccountId = account("controller", index, 0);
		let id = PatientId::from(sp_io::hashing::blake2_256(&index.to_le_bytes()));
		if Patients::patient_of(&controller).is_none() {
			Patients::benchmark_found(&FoundingPatient {
				id,
				controller: controller.clone(),
				sponsor,
			});
		}
		let policy =
			DefaultPolicy { own_records: PurposeSet::from(Purpose::TREAT), ..Default::default() };
		Consents::set_default_policy(RuntimeOrigin::root(), policy).expect("root may");
		(id, controller)
	}

	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}

	/// The organization that registered the patient cares for it, and so may write.
	fn record(patient: PatientId, author: &AccountId, others: u32) -> Option<RecordId> {
		let id = RecordId::from(sp_io::hashing::blake2_256(b"the record of benchmarks"));
		if Records::record(patient, id).is_none() {
			let own = ensure_agent(author);
			let custodians: Vec<_> = match others {
				0 => vec![own],
				_ => (0..=others)
					.map(|index| Self::agent(index).0)
					.filter(|organization| *organization != own)
					.take(others as usize)
					.collect(),
			};
			anchor(patient, id, author, Custodians::truncate_from(custodians));
		}
		Some(id)
	}
}

impl pallet_disclosures::BenchmarkHelper<AccountId> for People {
	fn colleague(_: OrganizationId, agent: &AccountId) -> AccountId {
		let colleague: AccountId = account("colleague", 0, 0);
		if Organizations::membership(&colleague).is_none() {
			let administrator = RuntimeOrigin::signed(agent.clone());
			let roles = RoleSet::of(AgentRole::ALL);
			Organizations::add_agent(administrator, colleague.clone(), roles, Period::ALWAYS)
				.expect("an administrator may");
		}
		colleague
	}

	/// The default policy lets authors use what they wrote, see [`BenchmarkPeople::patient`].
	fn records(
		patient: PatientId,
		organization: OrganizationId,
		agent: &AccountId,
		count: u32,
	) -> Vec<RecordId> {
		let custodians = Custodians::truncate_from(vec![organization]);
		(0..count)
			.map(|n| {
				let record = RecordId(frame_benchmarking::account("record", n, 0));
				anchor(patient, record, agent, custodians.clone());
				record
			})
			.collect()
	}
}

impl BenchmarkSigner<AccountId, Signature> for People {
	/// With ECDSA, whose verification takes longest.
	fn sign(index: u32, payload: &[u8]) -> (AccountId, Signature) {
		let seed = format!("//{index}").into_bytes();
		let public = sp_io::crypto::ecdsa_generate(KEY_TYPE, Some(seed));
		let signature = sp_io::crypto::ecdsa_sign(KEY_TYPE, &public, payload)
			.expect("the key was just generated");
		let signer: <Signature as Verify>::Signer = public.into();
		(signer.into_account(), MultiSignature::from(signature))
	}
}

impl pallet_signed_calls::BenchmarkHelper<AccountId, Signature, RuntimeCall> for People {
	/// One that fails at once, as nobody asked for it.
	fn call(patient: PatientId) -> RuntimeCall {
		RuntimeCall::Patients(pallet_patients::Call::withdraw_merge { patient })
	}
}
