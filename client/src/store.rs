//! A folder of ciphertexts, named by their hashes: the simplest store that a member can have.

use crate::crypto::ciphertext_hash;
use salus_primitives::record::Locator;
use sp_core::H256;
use std::{
	fs, io,
	path::{Path, PathBuf},
};

const PREFIX: &str = "blake2:";

/// Why a ciphertext can't be stored or found.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
	/// The file system refused.
	#[error("{path}: {source}")]
	Io {
		/// The file or folder.
		path: PathBuf,
		/// Why.
		source: io::Error,
	},
	/// The locator is not one of a folder.
	#[error("not a locator of a folder: {0}")]
	ForeignLocator(String),
	/// The content is not what the locator names.
	#[error("{0} does not hold what its name says")]
	Damaged(PathBuf),
}

/// The folder.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

impl Folder {
	/// Opens the folder, or makes it.
	pub fn open(path: impl Into<PathBuf>) -> Result<Self, StoreError> {
		let path = path.into();
		match fs::create_dir_all(&path) {
			Ok(()) => Ok(Self(path)),
			Err(source) => Err(StoreError::Io { path, source }),
		}
	}

	/// Stores a ciphertext. Its locator says nothing but its hash, which the chain knows anyway.
	pub fn put(&self, ciphertext: &[u8]) -> Result<Locator, StoreError> {
		let name = hex::encode(ciphertext_hash(ciphertext));
		let path = self.0.join(&name);
		// Written under another name first, so that a file under its hash is always whole.
		let partial = self.0.join(format!("{name}.partial"));
		write_and_rename(&partial, &path, ciphertext)
			.map_err(|source| StoreError::Io { path, source })?;
		let locator = format!("{PREFIX}{name}").into_bytes();
		Ok(Locator::try_from(locator).expect("71 bytes are a locator; qed"))
	}

	/// The ciphertext that a locator names.
	pub fn get(&self, locator: &Locator) -> Result<Vec<u8>, StoreError> {
		let text = String::from_utf8_lossy(locator);
		let hash: H256 = text
			.strip_prefix(PREFIX)
			.and_then(|hash| hash.parse().ok())
			.ok_or_else(|| StoreError::ForeignLocator(text.to_string()))?;
		let path = self.0.join(hex::encode(hash));
		match fs::read(&path) {
			Ok(ciphertext) if ciphertext_hash(&ciphertext) == hash => Ok(ciphertext),
			Ok(_) => Err(StoreError::Damaged(path)),
			Err(source) => Err(StoreError::Io { path, source }),
		}
	}
}

fn write_and_rename(partial: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
	fs::write(partial, bytes)?;
	fs::rename(partial, path)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn get_should_return_what_was_put() {
		let dir = tempfile::tempdir().unwrap();
		let folder = Folder::open(dir.path().join("a/b")).unwrap();
		let locator = folder.put(b"ciphertext").unwrap();
		assert_eq!(folder.get(&locator).unwrap(), b"ciphertext");
	}

	#[test]
	fn get_should_refuse_when_damaged_missing_or_foreign() {
		let dir = tempfile::tempdir().unwrap();
		let folder = Folder::open(dir.path()).unwrap();
		let locator = folder.put(b"ciphertext").unwrap();
		let name = hex::encode(ciphertext_hash(b"ciphertext"));
		fs::write(dir.path().join(&name), b"other").unwrap();
		assert!(matches!(folder.get(&locator), Err(StoreError::Damaged(_))));
		fs::remove_file(dir.path().join(&name)).unwrap();
		assert!(matches!(folder.get(&locator), Err(StoreError::Io { .. })));
		let outside = Locator::try_from(b"blake2:../../secret".to_vec()).unwrap();
		assert!(matches!(folder.get(&outside), Err(StoreError::ForeignLocator(_))));
	}
}
