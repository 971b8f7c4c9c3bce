//! Chain specifications with their state spelled out.

use serde_json::{Map, Value};
use sp_core::storage::Storage;
use sp_io::hashing::twox_128;
use std::{
	collections::BTreeMap,
	error::Error,
	fs::File,
	io::{BufWriter, Write},
	path::Path,
	process::Command,
};

type Entries = BTreeMap<Vec<u8>, Vec<u8>>;

/// The specification of a built-in chain, as the node writes it.
pub fn export(node: &Path, chain: &str) -> Result<Value, Box<dyn Error>> {
	let output = Command::new(node)
		.args(["build-spec", "--chain", chain, "--raw"])
		.output()
		.map_err(|error| format!("{} can't be started: {error}", node.display()))?;
	if !output.status.success() {
		return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
	}
	Ok(serde_json::from_slice(&output.stdout)?)
}

/// Takes the state out of a specification.
pub fn take_storage(spec: &mut Value) -> Result<Storage, Box<dyn Error>> {
	let top = spec
		.pointer_mut("/genesis/raw/top")
		.and_then(Value::as_object_mut)
		.map(std::mem::take)
		.ok_or("the specification has no raw state")?;
	let bytes = |text: &str| hex::decode(text.trim_start_matches("0x"));
	let mut storage = Storage::default();
	for (key, value) in top {
		let value = value.as_str().ok_or("a value of the raw state is no text")?;
		storage.top.insert(bytes(&key)?, bytes(value)?);
	}
	Ok(storage)
}

/// The keys of what the chain itself keeps about the block that it is in.
fn is_chain_entry(key: &[u8]) -> bool {
	let item = |name: &str| [twox_128(b"System"), twox_128(name.as_bytes())].concat();
	key.starts_with(&twox_128(b"System")) && !key.starts_with(&item("Account"))
}

/// Those entries.
pub fn chain_entries(storage: &Storage) -> Entries {
	let entries = storage.top.iter().filter(|(key, _)| is_chain_entry(key));
	entries.map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// Puts them back as they were before anything was executed.
pub fn restore_chain_entries(storage: &mut Storage, entries: Entries) {
	storage.top.retain(|key, _| !is_chain_entry(key));
	storage.top.extend(entries);
}

/// Writes the specification with this state.
pub fn write(spec: &Value, storage: &Storage, path: &Path) -> Result<(), Box<dyn Error>> {
	let mut head: Map<String, Value> = spec.as_object().cloned().unwrap_or_default();
	head.remove("genesis");
	let head = serde_json::to_string(&head)?;
	let head = head.strip_suffix('}').ok_or("the specification is no object")?;
	let mut file = BufWriter::new(File::create(path)?);
	// A million entries are written as they come, and not put together in memory first.
	write!(file, "{},\"genesis\":{{\"raw\":{{\"top\":{{", head)?;
	for (n, (key, value)) in storage.top.iter().enumerate() {
		let comma = if n == 0 { "" } else { "," };
		write!(file, "{comma}\"0x{}\":\"0x{}\"", hex::encode(key), hex::encode(value))?;
	}
	writeln!(file, "}},\"childrenDefault\":{{}}}}}}}}")?;
	file.flush()?;
	Ok(())
}

/// The state of the development chain without its code, from the runtime's own preset.
#[cfg(test)]
pub fn preset_storage() -> Storage {
	use frame_support::traits::BuildGenesisConfig;
	use salus_runtime::{genesis_config_presets::get_preset, RuntimeGenesisConfig};

	fn merge(value: &mut Value, patch: Value) {
		match (value, patch) {
			(Value::Object(value), Value::Object(patch)) => {
				for (key, patch) in patch {
					merge(value.entry(key).or_insert(Value::Null), patch);
				}
			},
			(value, patch) => *value = patch,
		}
	}
	let patch = get_preset(&"development".into()).expect("the preset exists");
	let mut config = serde_json::to_value(RuntimeGenesisConfig::default()).expect("JSON");
	merge(&mut config, serde_json::from_slice(&patch).expect("JSON"));
	let config: RuntimeGenesisConfig = serde_json::from_value(config).expect("a genesis");
	let mut storage = Storage::default();
	sp_state_machine::BasicExternalities::execute_with_storage(&mut storage, || config.build());
	storage
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn specification_should_come_back_as_it_was_written() {
		let spec = json!({ "name": "A", "properties": { "a": {} }, "genesis": { "raw": {} } });
		let mut storage = Storage::default();
		storage.top.insert(vec![1, 2], vec![3]);
		storage.top.insert(vec![4], vec![]);
		let file = tempfile::NamedTempFile::new().expect("a file");
		write(&spec, &storage, file.path()).expect("written");
		let text = std::fs::read(file.path()).expect("readable");
		let mut read: Value = serde_json::from_slice(&text).expect("JSON");
		assert_eq!(take_storage(&mut read).expect("a state").top, storage.top);
		assert_eq!(read["properties"], spec["properties"]);
	}

	#[test]
	fn chain_entries_should_be_all_of_the_system_but_the_accounts() {
		let item = |pallet: &str, name: &str| {
			[twox_128(pallet.as_bytes()), twox_128(name.as_bytes())].concat()
		};
		assert!(is_chain_entry(&item("System", "Number")));
		assert!(!is_chain_entry(&item("System", "Account")));
		assert!(!is_chain_entry(&item("Timestamp", "Now")));
	}
}
