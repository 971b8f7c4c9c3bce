//! A part of a block's state, taken from whoever has it and proven by the state's root.

use super::ProofError;
use crate::H256;
use codec::{Decode, DecodeAll, Encode};
use sc_executor::WasmExecutor;
use sp_core::{
	traits::{CallContext, RuntimeCode, WrappedRuntimeCode},
	Bytes,
};
use sp_externalities::Extensions;
use sp_io::hashing::{blake2_256, twox_128};
use sp_runtime::traits::BlakeTwo256;
use sp_state_machine::{
	backend::Backend, OverlayedChanges, StateMachine, TrieBackend, TrieBackendBuilder,
	TrieBackendStorage,
};
use std::{
	collections::HashMap,
	fmt,
	sync::{Arc, LazyLock, Mutex},
};

/// Where a state holds the runtime's code.
pub(super) const CODE: &[u8] = b":code";

/// Runs code, and remembers what it compiled: that takes seconds.
static EXECUTOR: LazyLock<WasmExecutor<sp_io::SubstrateHostFunctions>> =
	LazyLock::new(|| WasmExecutor::builder().build());

/// How the trie writes that there is nothing.
const EMPTY_NODE: &[u8] = &[0];

/// The part of a state that a proof holds. What is read from it is as authentic as its root; what
/// was left out is an error, and never looks like something that is not in the state.
pub struct ProvenState(TrieBackend<Nodes, BlakeTwo256>);

/// The nodes of the trie under their hashes, and the first that was looked for in vain.
struct Nodes {
	known: HashMap<H256, Vec<u8>>,
	missing: Mutex<Option<H256>>,
}

impl Nodes {
	fn missing(&self) -> Option<H256> {
		*self.missing.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
	}
}

impl TrieBackendStorage<BlakeTwo256> for Nodes {
	// An error or nothing would make the executor panic on what a node leaves out. So the code goes
	// on with an empty node, and what comes of it is thrown away.
	fn get(&self, key: &H256, _: (&[u8], Option<u8>)) -> Result<Option<Vec<u8>>, String> {
		if let Some(node) = self.known.get(key) {
			return Ok(Some(node.clone()));
		}
		self.missing.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).get_or_insert(*key);
		Ok(Some(EMPTY_NODE.to_vec()))
	}
}

impl ProvenState {
	/// The nodes of a proof, as a part of the state with this root.
	pub fn new(root: H256, proof: &[Bytes]) -> Result<Self, ProofError> {
		let known: HashMap<H256, Vec<u8>> =
			proof.iter().map(|node| (H256(blake2_256(node)), node.to_vec())).collect();
		if !known.contains_key(&root) {
			return Err(ProofError::WrongRoot { root });
		}
		let nodes = Nodes { known, missing: Mutex::new(None) };
		Ok(Self(TrieBackendBuilder::new(nodes, root).build()))
	}

	/// The value under a key; nothing if the state has none.
	pub fn read(&self, key: &[u8]) -> Result<Option<Vec<u8>>, ProofError> {
		self.whole(self.0.storage(key))
	}

	/// The value of a storage item that is not a map.
	pub fn value<T: Decode>(&self, pallet: &str, item: &str) -> Result<Option<T>, ProofError> {
		let value = self.read(&value_key(pallet, item))?;
		value
			.map(|bytes| {
				T::decode_all(&mut &bytes[..]).map_err(|error| ProofError::Unreadable {
					what: "a value of the state",
					reason: error.to_string(),
				})
			})
			.transpose()
	}

	/// The hash of the runtime's code. The code itself need not be part of the proof.
	pub fn code(&self) -> Result<H256, ProofError> {
		let hash = self.whole(self.0.storage_hash(CODE))?;
		hash.ok_or(ProofError::Unreadable {
			what: "the hash of the code",
			reason: "the state has no code".to_owned(),
		})
	}

	/// What a function of the runtime answers over this state. Only the state's own code is run.
	pub fn call(&self, code: &Code, function: &str, args: &[u8]) -> Result<Vec<u8>, ProofError> {
		let proven = self.code()?;
		if proven != code.hash {
			return Err(ProofError::WrongCode { proven, given: code.hash });
		}
		let fetcher = WrappedRuntimeCode(code.bytes.as_ref().into());
		let runtime =
			RuntimeCode { code_fetcher: &fetcher, heap_pages: None, hash: code.hash.encode() };
		let mut changes = OverlayedChanges::default();
		let mut extensions = Extensions::default();
		let answer = StateMachine::<_, BlakeTwo256, _>::new(
			&self.0,
			&mut changes,
			&*EXECUTOR,
			function,
			args,
			&mut extensions,
			&runtime,
			CallContext::Offchain,
		)
		.execute();
		self.whole(Ok(()))?;
		answer.map_err(|error| ProofError::Execution(error.to_string()))
	}

	/// What was read, unless something for it was missing.
	fn whole<T>(&self, read: Result<T, String>) -> Result<T, ProofError> {
		match self.0.backend_storage().missing() {
			Some(missing) => Err(ProofError::Incomplete { missing }),
			None => read.map_err(|reason| ProofError::Unreadable { what: "the state", reason }),
		}
	}
}

/// The key of a storage item that is not a map, and the beginning of every key of one that is.
pub(super) fn value_key(pallet: &str, item: &str) -> Vec<u8> {
	[twox_128(pallet.as_bytes()), twox_128(item.as_bytes())].concat()
}

/// The code of a runtime. Cheap to clone.
#[derive(Clone)]
pub struct Code {
	hash: H256,
	bytes: Arc<[u8]>,
}

impl Code {
	/// The code as the state holds it, or as `salus-runtime` was built and released.
	pub fn new(bytes: Vec<u8>) -> Self {
		Self { hash: H256(blake2_256(&bytes)), bytes: bytes.into() }
	}

	/// The hash by which a state names it.
	pub fn hash(&self) -> H256 {
		self.hash
	}
}

impl fmt::Debug for Code {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "code {:#x}, {} bytes", self.hash, self.bytes.len())
	}
}
