//! The chains that the node knows by name, and those that come from a file.
//!
//! How a chain begins stands in the runtime's presets; here it only gets a name.

use salus_runtime::WASM_BINARY;
use sc_service::{ChainType, Properties};
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use std::path::Path;

/// What a chain is, and how it begins.
pub type ChainSpec = sc_service::GenericChainSpec;

/// The runtime in this binary, as Wasm.
pub fn runtime_code() -> Result<&'static [u8], String> {
	WASM_BINARY.ok_or_else(|| {
		"this binary was built without the Wasm runtime (SKIP_WASM_BUILD): build it again without \
		that, or give the specification of a chain with --chain FILE"
			.into()
	})
}

/// What wallets show: there is no token.
pub fn properties() -> Properties {
	let mut properties = Properties::new();
	properties
		.insert("ss58Format".into(), salus_runtime::configs::system::SS58Prefix::get().into());
	properties.insert("tokenDecimals".into(), 0.into());
	properties.insert("tokenSymbol".into(), "".into());
	properties
}

/// A chain on a laptop with one validator, Alice.
pub fn development() -> Result<ChainSpec, String> {
	Ok(ChainSpec::builder(runtime_code()?, None)
		.with_name("Salus Development")
		.with_id("salus_dev")
		.with_chain_type(ChainType::Development)
		.with_properties(properties())
		.with_genesis_config_preset_name(DEV_RUNTIME_PRESET)
		.build())
}

/// A chain with four validators: Alice, Bob, Charlie and Dave.
pub fn local() -> Result<ChainSpec, String> {
	Ok(ChainSpec::builder(runtime_code()?, None)
		.with_name("Salus Local Testnet")
		.with_id("salus_local")
		.with_chain_type(ChainType::Local)
		.with_properties(properties())
		.with_genesis_config_preset_name(LOCAL_TESTNET_RUNTIME_PRESET)
		.build())
}

/// A chain from its specification.
pub fn from_file(path: &Path) -> Result<ChainSpec, String> {
	if !path.exists() {
		return Err(format!(
			"there is no chain called {0} and no chain specification at {0}; the built-in chains \
			are dev and local",
			path.display(),
		));
	}
	ChainSpec::from_json_file(path.into())
		.map_err(|error| format!("{} is no chain specification: {error}", path.display()))
}
