//! What was measured, and on what.

use serde_json::{json, Value};
use std::{error::Error, fs, path::Path};

/// The first value of a key in one of the files in which Linux describes a machine.
fn described(file: &str, key: &str) -> Option<String> {
	let text = fs::read_to_string(file).ok()?;
	let line = text.lines().find(|line| line.starts_with(key))?;
	Some(line.split_once(':')?.1.trim().to_owned())
}

/// The machine, the command and the commit, if the caller knows it.
pub fn describe(commit: Option<&str>) -> Value {
	json!({
		"processor": described("/proc/cpuinfo", "model name"),
		"cores": std::thread::available_parallelism().map_or(1, usize::from),
		"memory": described("/proc/meminfo", "MemTotal"),
		"command": std::env::args().skip(1).collect::<Vec<_>>().join(" "),
		"commit": commit,
	})
}

/// Writes results with what they were measured on.
pub fn write(path: &Path, commit: Option<&str>, results: Value) -> Result<(), Box<dyn Error>> {
	let text =
		serde_json::to_string_pretty(&json!({ "on": describe(commit), "results": results }))?;
	fs::write(path, text + "\n")
		.map_err(|error| format!("{} can't be written: {error}", path.display()).into())
}
