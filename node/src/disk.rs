//! How large the database is, as a metric: the SDK measures its caches only.

use sc_service::SpawnTaskHandle;
use std::{
	fs, io,
	os::unix::fs::MetadataExt,
	path::{Path, PathBuf},
	time::Duration,
};
use substrate_prometheus_endpoint::{register, Gauge, PrometheusError, Registry, U64};

/// How often it is looked at. Files of a database appear and grow over minutes.
const PERIOD: Duration = Duration::from_secs(60);

/// The unit in which the operating system counts what a file takes.
const SECTOR: u64 = 512;

/// Keeps the metric `salus_database_bytes` up to date while the node runs.
pub fn report(
	spawner: &SpawnTaskHandle,
	database: &Path,
	registry: &Registry,
) -> Result<(), PrometheusError> {
	let bytes: Gauge<U64> = register(
		Gauge::new("salus_database_bytes", "What the node's database takes on the disk")?,
		registry,
	)?;
	let database = PathBuf::from(database);
	spawner.spawn_blocking("database-size", None, async move {
		loop {
			// A file that vanishes while its folder is read is of no importance: next time, then.
			if let Ok(size) = size_of(&database) {
				bytes.set(size);
			}
			tokio::time::sleep(PERIOD).await;
		}
	});
	Ok(())
}

/// What everything in a folder takes on the disk. The database makes files that are larger than what
/// has been written to them.
fn size_of(folder: &Path) -> io::Result<u64> {
	let mut size = 0u64;
	for entry in fs::read_dir(folder)? {
		let entry = entry?;
		let metadata = entry.metadata()?;
		size = size.saturating_add(if metadata.is_dir() {
			size_of(&entry.path())?
		} else {
			metadata.blocks().saturating_mul(SECTOR)
		});
	}
	Ok(size)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn size_of_should_count_files_in_folders_of_the_folder() {
		let folder = tempfile::tempdir().unwrap();
		let written = vec![7; 1_000_000];
		fs::write(folder.path().join("one"), &written).unwrap();
		let one = size_of(folder.path()).unwrap();
		assert!(one >= 1_000_000, "{one}");
		fs::create_dir(folder.path().join("deeper")).unwrap();
		fs::write(folder.path().join("deeper").join("two"), &written).unwrap();
		assert!(size_of(folder.path()).unwrap() >= one + 1_000_000);
		assert!(size_of(&folder.path().join("none")).is_err());
	}
}
