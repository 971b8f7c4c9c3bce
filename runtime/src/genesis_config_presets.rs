//! How a chain begins.
//!
//! Two presets are for work on a laptop and made of the well-known development keys, which everybody
//! has: `development` with one validator and `local_testnet` with four. A production chain begins
//! from a file of founding members instead, which the node reads and turns into the same kind of
//! patch (see `founding` in the node).

use crate::{AccountId, RuntimeGenesisConfig, SessionKeys};
use alloc::{vec, vec::Vec};
use frame_support::build_struct_json_patch;
use serde_json::Value;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// A validator of a development chain.
struct Validator {
	account: AccountId,
	keys: SessionKeys,
}

/// The validator whose keys are all made of one well-known seed.
fn validator(account: Sr25519Keyring, finality: Ed25519Keyring) -> Validator {
	Validator {
		account: account.to_account_id(),
		keys: SessionKeys { aura: account.public().into(), grandpa: finality.public().into() },
	}
}

/// The genesis with these validators, seats and committee.
fn genesis(
	validators: Vec<Validator>,
	council: Vec<AccountId>,
	technical_committee: Vec<AccountId>,
) -> Value {
	build_struct_json_patch!(RuntimeGenesisConfig {
		validators: pallet_validators::GenesisConfig {
			validators: validators.iter().map(|validator| validator.account.clone()).collect(),
		},
		session: pallet_session::GenesisConfig {
			keys: validators
				.into_iter()
				.map(|Validator { account, keys }| (account.clone(), account, keys))
				.collect(),
		},
		council: pallet_collective::GenesisConfig { members: council },
		technical_committee: pallet_collective::GenesisConfig { members: technical_committee },
	})
}

/// One validator, and one seat in the council, so that one vote passes a motion.
fn development() -> Value {
	genesis(
		vec![validator(Sr25519Keyring::Alice, Ed25519Keyring::Alice)],
		vec![Sr25519Keyring::Alice.to_account_id()],
		vec![Sr25519Keyring::Alice.to_account_id()],
	)
}

/// Four validators, each with a seat in the council.
fn local_testnet() -> Value {
	let members = [
		Sr25519Keyring::Alice,
		Sr25519Keyring::Bob,
		Sr25519Keyring::Charlie,
		Sr25519Keyring::Dave,
	]
	.map(|member| member.to_account_id())
	.to_vec();
	genesis(
		vec![
			validator(Sr25519Keyring::Alice, Ed25519Keyring::Alice),
			validator(Sr25519Keyring::Bob, Ed25519Keyring::Bob),
			validator(Sr25519Keyring::Charlie, Ed25519Keyring::Charlie),
			validator(Sr25519Keyring::Dave, Ed25519Keyring::Dave),
		],
		members.clone(),
		members,
	)
}

/// The preset called `id`, as JSON.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let patch = match id.as_ref() {
		DEV_RUNTIME_PRESET => development(),
		LOCAL_TESTNET_RUNTIME_PRESET => local_testnet(),
		_ => return None,
	};
	serde_json::to_vec(&patch).ok()
}

/// The names of the presets.
pub fn preset_names() -> Vec<PresetId> {
	vec![PresetId::from(DEV_RUNTIME_PRESET), PresetId::from(LOCAL_TESTNET_RUNTIME_PRESET)]
}
