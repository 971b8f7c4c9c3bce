//! Where the key that signs comes from: never from the command line, which everybody on the machine
//! can read while the program runs.

use crate::keys::{self, Keypair};
use std::{
	env, fs,
	io::{self, Read},
	path::{Path, PathBuf},
};

/// The environment variable that may hold the key.
const VARIABLE: &str = "SALUS_KEY";

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
	/// None is named.
	#[error(
		"this has to be signed: name the file with the secret phrase with --key FILE (- is standard \
		 input), or set {VARIABLE}"
	)]
	Missing,
	/// The file can't be read.
	#[error("{}: {source}", .path.display())]
	Unreadable {
		/// Which file.
		path: PathBuf,
		/// Why.
		source: io::Error,
	},
	/// Others can read it too.
	#[error("{} can be read by others than its owner: chmod 600 it first", .0.display())]
	Exposed(PathBuf),
	/// There is not exactly one line in it that is neither empty nor a comment.
	#[error("{origin} holds {lines} secrets, one on a line, but one is needed")]
	NotOne {
		/// Where it was looked for.
		origin: String,
		/// How many there are.
		lines: usize,
	},
	/// It is no secret phrase or URI. What it is instead is not said.
	#[error("what {0} holds is no secret phrase or URI")]
	NotASecret(String),
}

/// The key in the file, from standard input if that is `-`, or else from the environment.
pub fn read(file: Option<&Path>) -> Result<Keypair, KeyError> {
	match file {
		Some(path) if path == Path::new("-") => {
			let mut text = String::new();
			let unreadable =
				|source| KeyError::Unreadable { path: "standard input".into(), source };
			io::stdin().read_to_string(&mut text).map_err(unreadable)?;
			parse(&text, "standard input")
		},
		Some(path) => {
			let unreadable = |source| KeyError::Unreadable { path: path.to_owned(), source };
			let metadata = fs::metadata(path).map_err(unreadable)?;
			if is_exposed(&metadata) {
				return Err(KeyError::Exposed(path.to_owned()));
			}
			let text = fs::read_to_string(path).map_err(unreadable)?;
			parse(&text, &path.display().to_string())
		},
		None => parse(&env::var(VARIABLE).map_err(|_| KeyError::Missing)?, VARIABLE),
	}
}

#[cfg(unix)]
fn is_exposed(metadata: &fs::Metadata) -> bool {
	use std::os::unix::fs::PermissionsExt;
	metadata.is_file() && metadata.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn is_exposed(_: &fs::Metadata) -> bool {
	false
}

fn parse(text: &str, origin: &str) -> Result<Keypair, KeyError> {
	let secrets: Vec<_> = text
		.lines()
		.map(str::trim)
		.filter(|line| !line.is_empty() && !line.starts_with('#'))
		.collect();
	match secrets[..] {
		[secret] => keys::from_uri(secret).map_err(|_| KeyError::NotASecret(origin.to_owned())),
		_ => Err(KeyError::NotOne { origin: origin.to_owned(), lines: secrets.len() }),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn key_should_be_read_when_comments_stand_around_it() {
		let key = parse("# City Hospital\n\n//Alice\n", "a file").unwrap();
		assert_eq!(keys::account(&key), keys::account(&keys::from_uri("//Alice").unwrap()));
	}

	#[test]
	fn key_should_be_refused_without_being_told_when_it_is_none() {
		let refusal = |text| parse(text, "a file").expect_err("no key").to_string();
		assert_eq!(refusal("my secret"), "what a file holds is no secret phrase or URI");
		assert_eq!(
			refusal("//Alice\n//Bob"),
			"a file holds 2 secrets, one on a line, but one is needed"
		);
		assert_eq!(
			refusal("# nothing"),
			"a file holds 0 secrets, one on a line, but one is needed"
		);
	}

	#[cfg(unix)]
	#[test]
	fn file_should_be_refused_when_others_can_read_it() {
		use std::os::unix::fs::PermissionsExt;
		let dir = tempfile::tempdir().unwrap();
		let path = dir.path().join("key");
		fs::write(&path, "//Alice").unwrap();
		fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
		assert!(matches!(read(Some(&path)), Err(KeyError::Exposed(_))));
		fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
		assert!(read(Some(&path)).is_ok());
	}
}
