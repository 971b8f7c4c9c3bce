//! How a chain begins.
//!
//! Two presets are for work on a laptop. They are made of the well-known development keys, which
//! everybody has: `development` with one validator and one seat in the council, so that one vote
//! passes a motion, and `local_testnet` with four of each. A production chain begins from a file of
//! founding members instead, which the node reads (see `node/founding.example.toml`).

use crate::{AccountId, BlockNumber, Moment, RuntimeGenesisConfig, SessionKeys};
use alloc::{string::ToString, vec, vec::Vec};
use frame_support::build_struct_json_patch;
use pallet_organizations::{FoundingAgent, FoundingOrganization};
use pallet_patients::FoundingPatient;
use salus_primitives::{
	codes::{AgentRole, Capability, CapabilitySet, Purpose, PurposeSet, RoleSet},
	consent::DefaultPolicy,
	organization::Licence,
	OrganizationId, PatientId, Period,
};
use serde_json::{json, Value};
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// A member of a development chain.
struct Member {
	name: &'static str,
	capabilities: &'static [Capability],
	/// Its administrator, who also has every other role.
	administrator: Sr25519Keyring,
}

/// A regulator, two hospitals, a payer, and a laboratory that also sponsors trials.
const MEMBERS: [Member; 5] = [
	Member {
		name: "State Health Authority",
		capabilities: &[Capability::Regulator, Capability::Auditor],
		administrator: Sr25519Keyring::Alice,
	},
	Member {
		name: "City Hospital",
		capabilities: &[Capability::Provider, Capability::Laboratory],
		administrator: Sr25519Keyring::Bob,
	},
	Member {
		name: "University Clinic",
		capabilities: &[Capability::Provider, Capability::Pharmacy, Capability::EthicsCommittee],
		administrator: Sr25519Keyring::Charlie,
	},
	Member {
		name: "Mutual Health Fund",
		capabilities: &[Capability::Payer],
		administrator: Sr25519Keyring::Dave,
	},
	Member {
		name: "Northern Laboratories",
		capabilities: &[Capability::Laboratory, Capability::Manufacturer, Capability::Sponsor],
		administrator: Sr25519Keyring::Eve,
	},
];

/// The organization of [`MEMBERS`] that sponsors the patients: the first hospital.
const SPONSOR: OrganizationId = OrganizationId(1);

/// How long one can object on a development chain: ten seconds, as nobody there waits for three days.
const OBJECTION_PERIOD: Moment = 10_000;

/// How many blocks the council's decisions wait on a development chain: none, for the same reason.
const ENACTMENT_DELAY: BlockNumber = 0;

/// Who controls the patients of a development chain.
const PATIENTS: [Sr25519Keyring; 2] = [Sr25519Keyring::Ferdie, Sr25519Keyring::One];

impl Member {
	/// The member as the organizations pallet takes it, with a seat in the council if `seated`.
	fn found(&self, seated: bool) -> FoundingOrganization<AccountId> {
		let administrator = self.administrator.to_account_id();
		FoundingOrganization {
			name: self.name.to_string(),
			gln: None,
			envelope_key: None,
			capabilities: CapabilitySet::of(self.capabilities),
			licences: self
				.capabilities
				.iter()
				.filter(|capability| capability.requires_licence())
				.map(|capability| Licence { capability: *capability, period: Period::ALWAYS })
				.collect(),
			council_delegate: seated.then(|| administrator.clone()),
			agents: vec![FoundingAgent {
				account: administrator,
				roles: RoleSet::of(AgentRole::ALL),
				period: Period::ALWAYS,
			}],
		}
	}
}

/// What the consortium allows where no consent speaks: members read and use what they wrote
/// themselves to treat, to be paid and to run their house, and report to a regulator what public
/// health law asks for.
fn default_policy() -> DefaultPolicy {
	DefaultPolicy {
		own_records: PurposeSet::of(&[Purpose::TREAT, Purpose::HPAYMT, Purpose::HOPERAT]),
		required_by_law: PurposeSet::of(&[Purpose::PUBHLTH]),
		required_by_law_to: CapabilitySet::of(&[Capability::Regulator]),
	}
}

/// The session keys of the validator whose keys are all made of one well-known seed.
fn session_keys(aura: Sr25519Keyring, grandpa: Ed25519Keyring) -> SessionKeys {
	SessionKeys { aura: aura.public().into(), grandpa: grandpa.public().into() }
}

/// The genesis with the members of [`MEMBERS`], of whom the first `seats` have seats in the council
/// and the technical committee, with these validators and with the patients of [`PATIENTS`].
fn genesis(seats: usize, validators: &[(Sr25519Keyring, Ed25519Keyring)]) -> Value {
	let mut patch = build_struct_json_patch!(RuntimeGenesisConfig {
		organizations: pallet_organizations::GenesisConfig {
			organizations: MEMBERS
				.iter()
				.enumerate()
				.map(|(index, member)| member.found(index < seats))
				.collect(),
		},
		patients: pallet_patients::GenesisConfig {
			patients: PATIENTS
				.iter()
				.map(|controller| FoundingPatient {
					// Drawn by lot everywhere else. Here everybody should be able to name them.
					id: PatientId::from(sp_io::hashing::blake2_256(&controller.to_raw_public())),
					controller: controller.to_account_id(),
					sponsor: SPONSOR,
				})
				.collect(),
			objection_period: Some(OBJECTION_PERIOD),
		},
		governance: pallet_governance::GenesisConfig { enactment_delay: ENACTMENT_DELAY },
		validators: pallet_validators::GenesisConfig {
			validators: validators.iter().map(|(account, _)| account.to_account_id()).collect(),
		},
		session: pallet_session::GenesisConfig {
			keys: validators
				.iter()
				.map(|(account, finality)| {
					let keys = session_keys(*account, *finality);
					(account.to_account_id(), account.to_account_id(), keys)
				})
				.collect(),
		},
		technical_committee: pallet_collective::GenesisConfig {
			members: MEMBERS
				.iter()
				.take(seats)
				.map(|member| member.administrator.to_account_id())
				.collect(),
		},
	});
	if let Value::Object(pallets) = &mut patch {
		pallets.insert("consents".into(), json!({ "defaultPolicy": default_policy() }));
	}
	patch
}

/// The preset called `id`, as JSON.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let patch = match id.as_ref() {
		DEV_RUNTIME_PRESET => genesis(1, &[(Sr25519Keyring::Alice, Ed25519Keyring::Alice)]),
		LOCAL_TESTNET_RUNTIME_PRESET => genesis(
			4,
			&[
				(Sr25519Keyring::Alice, Ed25519Keyring::Alice),
				(Sr25519Keyring::Bob, Ed25519Keyring::Bob),
				(Sr25519Keyring::Charlie, Ed25519Keyring::Charlie),
				(Sr25519Keyring::Dave, Ed25519Keyring::Dave),
			],
		),
		_ => return None,
	};
	serde_json::to_vec(&patch).ok()
}

/// The names of the presets.
pub fn preset_names() -> Vec<PresetId> {
	vec![PresetId::from(DEV_RUNTIME_PRESET), PresetId::from(LOCAL_TESTNET_RUNTIME_PRESET)]
}
