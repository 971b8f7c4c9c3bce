//! What a read and a write of a state value cost in the node's database, ParityDB: the weights in
//! `runtime/src/weights/database.rs`.
//!
//! The state holds as many values as the first argument says. It is read at random places, without
//! and with the cache of trie nodes that a node has, and then changed block by block, as a node does
//! when it imports one: the new root, the nodes of the trie on the way to it, the caches, the commit.
//! A write is the time of such a block by the number of its values; half of them are new.
//!
//! ```text
//! cargo bench --workspace --locked --bench database -- [VALUES] [--output FILE]
//! ```

use sc_client_api::{
	Backend as _, BlockImportOperation, NewBlockState, StateBackend, TrieCacheContext,
};
use sc_client_db::{Backend, BlocksPruning, DatabaseSettings, DatabaseSource, PruningMode};
use sp_blockchain::HeaderBackend;
use sp_core::H256;
use sp_io::hashing;
use sp_runtime::{
	traits::{Header as _, Zero},
	StateVersion, Storage,
};
use std::{
	env,
	error::Error,
	fs,
	path::Path,
	process::ExitCode,
	time::{Duration, Instant},
};

type Block = salus_runtime::opaque::Block;
type Header = salus_runtime::opaque::Header;

/// Values in the state, unless the first argument says otherwise.
const VALUES: u32 = 1_000_000;
/// Values read at each measurement.
const READS: u32 = 20_000;
/// Values written in a block: what a busy one of this chain changes.
const WRITES: u32 = 10_000;
/// Blocks.
const BLOCKS: u32 = 12;
/// Of these not counted, as the database fills its own caches.
const WARM_UP: u32 = 2;
/// The bytes of a value, in the order of an entry of our pallets.
const VALUE_SIZE: usize = 120;
/// What the node keeps of the trie in memory by default (`--trie-cache-size`).
const CACHE: usize = 1024 * 1024 * 1024;

/// A key as our maps have them: pallet and item, the hash of what it is for, and that.
fn key(index: u32) -> Vec<u8> {
	let id = hashing::blake2_256(&index.to_le_bytes());
	let prefix = [hashing::twox_128(b"Records"), hashing::twox_128(b"Records")].concat();
	[prefix, hashing::blake2_128(&id).to_vec(), id.to_vec()].concat()
}

fn value(index: u32, turn: u32) -> Vec<u8> {
	let seed = [index.to_le_bytes(), turn.to_le_bytes()].concat();
	hashing::blake2_256(&seed).into_iter().cycle().take(VALUE_SIZE).collect()
}

/// Numbers that follow no order, always the same.
fn scattered(turn: u32, count: u32, below: u32) -> impl Iterator<Item = u32> {
	(0..count).map(move |place| {
		let seed = [turn.to_le_bytes(), place.to_le_bytes()].concat();
		let hash = hashing::twox_64(&seed);
		u32::from_le_bytes([hash[0], hash[1], hash[2], hash[3]]) % below
	})
}

fn open(path: &Path, cache: Option<usize>) -> Result<Backend<Block>, Box<dyn Error>> {
	let settings = DatabaseSettings {
		trie_cache_maximum_size: cache,
		state_pruning: Some(PruningMode::blocks_pruning(256)),
		source: DatabaseSource::ParityDb { path: path.to_owned() },
		blocks_pruning: BlocksPruning::KeepAll,
		pruning_filters: Vec::new(),
		metrics_registry: None,
	};
	Ok(Backend::new(settings, 4096)?)
}

fn header(number: u32, parent: H256, state_root: H256) -> Header {
	Header::new(number, Default::default(), state_root, parent, Default::default())
}

/// Writes the first block, with all the values. Returns its hash.
fn fill(backend: &Backend<Block>, values: u32) -> Result<H256, Box<dyn Error>> {
	let mut operation = backend.begin_operation()?;
	let top = (0..values).map(|index| (key(index), value(index, 0))).collect();
	let storage = Storage { top, children_default: Default::default() };
	let root = operation.set_genesis_state(storage, true, StateVersion::V1)?;
	let genesis = header(0, H256::zero(), root);
	operation.set_block_data(
		genesis.clone(),
		Some(Vec::new()),
		None,
		None,
		NewBlockState::Final,
		true,
	)?;
	backend.commit_operation(operation)?;
	Ok(genesis.hash())
}

/// The time of a read. `turn` says which values.
fn read(
	backend: &Backend<Block>,
	at: H256,
	values: u32,
	turn: u32,
) -> Result<Duration, Box<dyn Error>> {
	let keys: Vec<_> = scattered(turn, READS, values).map(key).collect();
	let began = Instant::now();
	// As in blocks: what one has read, the next finds in the cache.
	for block in keys.chunks(1_000) {
		let state = backend.state_at(at, TrieCacheContext::Trusted)?;
		for key in block {
			state.storage(key)?.ok_or("a value is missing")?;
		}
	}
	Ok(began.elapsed() / READS)
}

/// Imports a block that changes some values and adds as many. Returns its header and the time.
fn write(
	backend: &Backend<Block>,
	parent: &Header,
	values: u32,
) -> Result<(Header, Duration), Box<dyn Error>> {
	let number = parent.number() + 1;
	let half = WRITES / 2;
	let fresh = values + (number - 1) * half;
	let changes: Vec<(Vec<u8>, Option<Vec<u8>>)> = scattered(number, half, values)
		.chain(fresh..fresh + half)
		.map(|index| (key(index), Some(value(index, number))))
		.collect();
	// The values that change have been read before in the same block.
	let state = backend.state_at(parent.hash(), TrieCacheContext::Trusted)?;
	for (key, _) in &changes {
		state.storage(key)?;
	}
	let began = Instant::now();
	let delta = changes.iter().map(|(key, value)| (key.as_slice(), value.as_deref()));
	let (root, nodes) = state.storage_root(delta, StateVersion::V1);
	drop(state);
	let header = header(number, parent.hash(), root);
	let mut operation = backend.begin_operation()?;
	backend.begin_state_operation(&mut operation, parent.hash())?;
	operation.update_db_storage(nodes)?;
	operation.update_storage(changes, Vec::new())?;
	operation.set_block_data(
		header.clone(),
		Some(Vec::new()),
		None,
		None,
		NewBlockState::Final,
		true,
	)?;
	backend.commit_operation(operation)?;
	Ok((header, began.elapsed() / WRITES))
}

struct Figures {
	values: u32,
	read_cold: Duration,
	read_warm: Duration,
	write_median: Duration,
	write_worst: Duration,
}

fn measure(values: u32) -> Result<Figures, Box<dyn Error>> {
	let folder = tempfile::tempdir()?;
	println!("filling a state with {values} values");
	let backend = open(folder.path(), None)?;
	let genesis = fill(&backend, values)?;
	drop(backend);

	// Opened again, so that the state is read from the database and not from what built it.
	let backend = open(folder.path(), None)?;
	let read_cold = read(&backend, genesis, values, 1)?;
	println!("read, no cache of the trie: {read_cold:?}");
	drop(backend);

	let backend = open(folder.path(), Some(CACHE))?;
	read(&backend, genesis, values, 2)?;
	let read_warm = read(&backend, genesis, values, 3)?;
	println!("read, with the node's cache: {read_warm:?}");

	let mut parent = header(0, H256::zero(), H256::zero());
	let hash = backend.blockchain().hash(Zero::zero())?.ok_or("no first block")?;
	if let Some(found) = backend.blockchain().header(hash)? {
		parent = found;
	}
	let mut times = Vec::new();
	for number in 1..=BLOCKS {
		let (header, time) = write(&backend, &parent, values)?;
		println!("block {number}, {WRITES} writes: {time:?} each");
		if number > WARM_UP {
			times.push(time);
		}
		parent = header;
	}
	times.sort_unstable();
	let write_worst = times.last().copied().unwrap_or_default();
	let write_median = times.get(times.len() / 2).copied().unwrap_or_default();
	Ok(Figures { values, read_cold, read_warm, write_median, write_worst })
}

/// The file with the weights.
fn source(figures: &Figures) -> String {
	let Figures { values, read_cold, read_warm, write_median, write_worst } = figures;
	format!(
		"//! What reads and writes of the state cost in ParityDB, written by `scripts/bench.sh database`; not to\n\
		//! be edited by hand.\n\
		//!\n\
		//! Measured on a state of {values} values: a read takes {cold} ns without the cache of trie nodes,\n\
		//! {warm} ns with the node's own; a write, in blocks of {WRITES} with the new root and the commit, {median}\n\
		//! ns in the median block and {worst} ns in the slowest. The weights are the slower read and the median\n\
		//! write.\n\n\
		use frame_support::weights::RuntimeDbWeight;\n\
		use sp_core::parameter_types;\n\n\
		parameter_types! {{\n\
		\t/// A read and a write, in picoseconds.\n\
		\tpub const DatabaseWeight: RuntimeDbWeight = RuntimeDbWeight {{\n\
		\t\tread: {read},\n\
		\t\twrite: {write},\n\
		\t}};\n\
		}}\n",
		cold = read_cold.as_nanos(),
		warm = read_warm.as_nanos(),
		median = write_median.as_nanos(),
		worst = write_worst.as_nanos(),
		read = picoseconds(*read_cold.max(read_warm)),
		write = picoseconds(*write_median),
	)
}

/// A number with an underscore before every three digits.
fn picoseconds(time: Duration) -> String {
	let digits = (time.as_nanos() * 1_000).to_string();
	let mut out = String::new();
	for (place, digit) in digits.chars().enumerate() {
		if place > 0 && (digits.len() - place).is_multiple_of(3) {
			out.push('_');
		}
		out.push(digit);
	}
	out
}

fn run() -> Result<(), Box<dyn Error>> {
	let mut values = VALUES;
	let mut output = None;
	let mut args = env::args().skip(1);
	while let Some(arg) = args.next() {
		match arg.as_str() {
			// What cargo passes to every benchmark.
			"--bench" => (),
			"--output" => output = Some(args.next().ok_or("--output wants a file")?),
			number => {
				values =
					number.parse().map_err(|_| format!("'{number}' is no number of values"))?;
				if values == 0 {
					return Err("an empty state can't be read".into());
				}
			},
		}
	}
	let figures = measure(values)?;
	match output {
		Some(file) => fs::write(file, source(&figures))?,
		None => print!("{}", source(&figures)),
	}
	Ok(())
}

fn main() -> ExitCode {
	match run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("error: {error}");
			ExitCode::FAILURE
		},
	}
}
