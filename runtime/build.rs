//! Builds the runtime a second time, as the Wasm blob that a chain carries.

#[cfg(all(feature = "std", not(feature = "metadata-hash")))]
fn main() {
	substrate_wasm_builder::WasmBuilder::build_using_defaults();
}

/// The ticker and the decimals are part of what the metadata hash commits to. The chain has no
/// token, so that both are as empty as they can be.
#[cfg(all(feature = "std", feature = "metadata-hash"))]
fn main() {
	substrate_wasm_builder::WasmBuilder::init_with_defaults().enable_metadata_hash("", 0).build();
}

#[cfg(not(feature = "std"))]
fn main() {}
