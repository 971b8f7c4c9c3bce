//! The people that the benchmarks of our pallets act with.

use crate::{
	AccountId, Consents, Organizations, Patients, Records, Runtime, RuntimeOrigin, Signature,
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
	record::{Custodians, Labels, Locator, Pointer, MAX_CUSTODIANS},
	traits::BenchmarkPeople,
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
	fn record(patient: PatientId, author: &AccountId) -> Option<RecordId> {
		let id = RecordId::from(sp_io::hashing::blake2_256(b"the record of benchmarks"));
		if Records::record(patient, id).is_none() {
			let custodians: Vec<_> =
				(0..MAX_CUSTODIANS).map(|index| Self::agent(index).0).collect();
			let pointer = Pointer {
				class: DataClass::Laboratory,
				resource_type: ResourceType::Observation,
				labels: Labels {
					confidentiality: Confidentiality::R,
					sensitivity: SensitivitySet::ALL,
				},
				ciphertext_hash: H256::repeat_byte(1),
				size: 1,
				scheme: EncryptionScheme::XChaCha20Poly1305,
				locator: Locator::new(),
				custodians: Custodians::truncate_from(custodians),
			};
			let origin = RuntimeOrigin::signed(author.clone());
			Records::anchor(origin, patient, id, pointer, Purpose::TREAT)
				.expect("who cares for a patient may write");
		}
		Some(id)
	}
}

impl pallet_patients::BenchmarkHelper<AccountId, Signature> for People {
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
