//! The founding members of a production chain, read from a file.

use crate::chain_spec::ChainSpec;
use std::path::Path;

/// Whether `name` is a file of founding members rather than a chain specification.
pub fn is_founding_file(name: &str) -> bool {
	Path::new(name).extension().is_some_and(|extension| extension == "toml")
}

/// The chain specification of the members in the file.
pub fn chain_spec(path: &Path) -> Result<ChainSpec, String> {
	Err(format!("{}: not yet", path.display()))
}
