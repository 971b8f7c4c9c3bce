//! The invariants of the runtime (`try_state`), over the state that a node exports.
//!
//! They are part of a runtime that was built with the feature `try-runtime`. Its code runs here, over
//! a state that is read from a file and thrown away afterwards; the node's own code stays as it is.

use super::NetError;
use sc_executor::WasmExecutor;
use serde::Deserialize;
use sp_core::{
	storage::Storage,
	traits::{CallContext, RuntimeCode, WrappedRuntimeCode},
};
use sp_externalities::Extensions;
use sp_io::hashing::{blake2_256, twox_128};
use sp_runtime::{traits::BlakeTwo256, StateVersion};
use sp_state_machine::{InMemoryBackend, OverlayedChanges, StateMachine};
use std::{collections::BTreeMap, fs, path::Path, sync::LazyLock};

/// The function that runs them, after what an upgrade to that runtime would do: nothing, where it is
/// the same but for the feature.
const FUNCTION: &str = "TryRuntime_on_runtime_upgrade";
/// `UpgradeCheckSelect::TryState`.
const CHECKS: [u8; 1] = [3];

/// Runs code, and remembers what it compiled: that takes seconds.
static EXECUTOR: LazyLock<WasmExecutor<sp_io::SubstrateHostFunctions>> =
	LazyLock::new(|| WasmExecutor::builder().build());

/// The runtime with its invariants.
pub struct Invariants {
	code: Vec<u8>,
}

/// A state as `export-state` writes it.
pub struct State(Storage);

impl State {
	/// Reads a file.
	pub fn read(path: &Path) -> Result<Self, NetError> {
		#[derive(Deserialize)]
		struct Spec {
			genesis: Genesis,
		}
		#[derive(Deserialize)]
		struct Genesis {
			raw: Raw,
		}
		#[derive(Deserialize)]
		struct Raw {
			top: BTreeMap<String, String>,
		}
		let text = fs::read(path).map_err(NetError::io(path.display()))?;
		let spec: Spec = serde_json::from_slice(&text)
			.map_err(|error| NetError::Broken(format!("{}: {error}", path.display())))?;
		let bytes = |text: &String| {
			hex::decode(text.trim_start_matches("0x"))
				.map_err(|error| NetError::Broken(format!("{}: {error}", path.display())))
		};
		let mut storage = Storage::default();
		for (key, value) in &spec.genesis.raw.top {
			storage.top.insert(bytes(key)?, bytes(value)?);
		}
		Ok(Self(storage))
	}

	/// How many entries it has.
	pub fn len(&self) -> usize {
		self.0.top.len()
	}

	/// Whether there is nothing in it.
	pub fn is_empty(&self) -> bool {
		self.0.top.is_empty()
	}

	/// The same state with another value in the place of a storage item that is not a map.
	pub fn with_value(&self, pallet: &str, item: &str, value: &[u8]) -> Self {
		let mut storage = self.0.clone();
		let key = [twox_128(pallet.as_bytes()), twox_128(item.as_bytes())].concat();
		storage.top.insert(key, value.to_vec());
		Self(storage)
	}
}

impl Invariants {
	/// Of the runtime in this file.
	pub fn read(path: &Path) -> Result<Self, NetError> {
		Ok(Self { code: fs::read(path).map_err(NetError::io(path.display()))? })
	}

	/// Runs them all. The error says which does not hold.
	pub fn check(&self, state: &State) -> Result<(), NetError> {
		let fetcher = WrappedRuntimeCode(self.code.as_slice().into());
		let runtime = RuntimeCode {
			code_fetcher: &fetcher,
			heap_pages: None,
			hash: blake2_256(&self.code).to_vec(),
		};
		let backend: InMemoryBackend<BlakeTwo256> = (state.0.clone(), StateVersion::V1).into();
		let mut changes = OverlayedChanges::default();
		let mut extensions = Extensions::default();
		let answer = StateMachine::<_, BlakeTwo256, _>::new(
			&backend,
			&mut changes,
			&*EXECUTOR,
			FUNCTION,
			&CHECKS,
			&mut extensions,
			&runtime,
			CallContext::Offchain,
		)
		.execute();
		answer.map(drop).map_err(|error| NetError::Broken(format!("try_state: {error}")))
	}

	/// Makes sure that the same state is refused once it is broken: without any validator the chain
	/// would stand still.
	pub fn find_what_is_broken(&self, state: &State) -> Result<(), NetError> {
		match self.check(&state.with_value("Validators", "Validators", &[0])) {
			Err(_) => Ok(()),
			Ok(()) => Err(NetError::Broken(
				"try_state finds nothing wrong with a state without validators".into(),
			)),
		}
	}
}
