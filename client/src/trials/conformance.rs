//! A folder of studies and updates, taken through a chain and checked.
//!
//! One line per study or update: `ok`, what the chain says of it, and what of the record could not be
//! kept; `differed` and what was expected and found; `refused` and why. An `EXPECTED.json` says of the
//! updates beside it whether they changed a primary outcome and where the trial stood; what the chain
//! says has to agree.
//!
//! The steps of all files are taken in the order of their times, so that the chain's clock can be set
//! to each. A chain whose clock can't be set takes them now, with the dates that the records state.

use super::{Cast, Failure, Refusal, Study, Update, Walk};
use crate::{Client, Error};
use salus_primitives::codes::TrialStatus;
use serde_json::Value;
use std::{
	collections::BTreeMap,
	fs, io,
	path::{Path, PathBuf},
};

/// How many there were of what.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Total {
	/// Files.
	pub files: usize,
	/// Studies and updates that came through as they should.
	pub ok: usize,
	/// Those that did not.
	pub differed: usize,
	/// Those that can't be registered, for a reason that is named.
	pub refused: usize,
}

impl Total {
	/// Whether something came through and nothing differed.
	pub fn is_clean(&self) -> bool {
		self.ok > 0 && self.differed == 0
	}
}

/// Why nothing could be run, or not to the end.
#[derive(Debug, thiserror::Error)]
pub enum Unrun {
	/// A file or folder can't be read.
	#[error("{path}: {error}")]
	Unreadable {
		/// Which.
		path: PathBuf,
		/// Why.
		error: io::Error,
	},
	/// There is nothing to run.
	#[error("{0}: no .json file in it")]
	Empty(PathBuf),
	/// The chain is gone, or is no development chain.
	#[error("the chain does not answer: {0}")]
	Chain(#[from] Error),
}

/// What an `EXPECTED.json` says of an update.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Expected {
	/// Whether a primary outcome was changed.
	pub primary_changed: Option<bool>,
	/// Whether any other outcome was.
	pub secondary_changed: Option<bool>,
	/// Where the trial stood.
	pub status_before: Option<TrialStatus>,
}

/// A study or an update that was found, under the name that lines give it.
pub struct Found {
	/// The file, and the study's number on the page of a search.
	pub name: String,
	/// What it is.
	pub what: Result<Walk, Refusal>,
	/// What is expected of it.
	pub expected: Option<Expected>,
	/// What it says itself, of an update.
	pub told: Option<Told>,
}

/// What an update says itself about outcomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Told {
	/// Whether a primary outcome changes.
	pub primary: bool,
	/// Whether any other does.
	pub secondary: bool,
	/// Where the trial stood.
	pub status: TrialStatus,
	/// Whether primary outcomes stand in another order.
	pub primary_reordered: bool,
	/// Whether others do.
	pub others_reordered: bool,
}

impl Told {
	/// What this update says.
	pub fn of(update: &Update) -> Self {
		use salus_primitives::{codes::OutcomeKind, trial::OutcomeChange};
		let touched = |primary: bool| {
			let is = |kind: OutcomeKind| (kind == OutcomeKind::Primary) == primary;
			let before = |number: u16| {
				update.outcomes.get(usize::from(number)).is_some_and(|(kind, _)| is(*kind))
			};
			update.changes.iter().any(|change| match change {
				OutcomeChange::Add { outcome } => is(outcome.kind),
				OutcomeChange::Replace { number, outcome } => is(outcome.kind) || before(*number),
				OutcomeChange::Remove { number } => before(*number),
			})
		};
		let status = update.last_known_before.unwrap_or(update.status_before);
		Self {
			primary: touched(true),
			secondary: touched(false),
			status,
			primary_reordered: update.primary_reordered,
			others_reordered: update.others_reordered,
		}
	}

	/// What does not agree, if anything does not. Outcomes that merely stand in another order have not
	/// changed, and whoever expects that to count as a change is not contradicted.
	pub fn disagrees(&self, expected: &Expected) -> Option<String> {
		let Expected { primary_changed, secondary_changed, status_before } = *expected;
		let differs = |what: &str, (found, reordered): (bool, bool), expected: Option<bool>| {
			expected
				.filter(|expected| *expected != found && !(*expected && reordered))
				.map(|expected| format!("{what}: expected {expected}, found {found}"))
		};
		let primary = (self.primary, self.primary_reordered);
		let others = (self.secondary, self.others_reordered);
		differs("primary outcome changed", primary, primary_changed)
			.or_else(|| differs("secondary outcome changed", others, secondary_changed))
			.or_else(|| {
				status_before.filter(|expected| *expected != self.status).map(|expected| {
					format!("status before: expected {expected}, found {}", self.status)
				})
			})
	}
}

/// The `.json` files under a folder, sorted; the file itself if it is one.
fn json_files(path: &Path) -> Result<Vec<PathBuf>, Unrun> {
	let unreadable = |error| Unrun::Unreadable { path: path.to_owned(), error };
	if fs::metadata(path).map_err(unreadable)?.is_file() {
		return Ok(vec![path.to_owned()]);
	}
	let mut files = Vec::new();
	for entry in fs::read_dir(path).map_err(unreadable)? {
		let entry = entry.map_err(unreadable)?;
		// Links are not followed, so that a folder can't contain itself.
		let kind = entry.file_type().map_err(unreadable)?;
		let path = entry.path();
		if kind.is_dir() {
			files.extend(json_files(&path)?);
		} else if path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("json")) {
			files.push(path);
		}
	}
	files.sort();
	Ok(files)
}

fn read_json(path: &Path) -> Result<Value, Refusal> {
	let malformed = |error: &dyn std::fmt::Display| Refusal::Malformed(error.to_string());
	let bytes = fs::read(path).map_err(|error| malformed(&error))?;
	let text = std::str::from_utf8(&bytes).map_err(|error| malformed(&error))?;
	// Some systems put a byte order mark before their JSON.
	let text = text.strip_prefix('\u{feff}').unwrap_or(text);
	serde_json::from_str(text).map_err(|error| malformed(&error))
}

fn is_expectation(path: &Path) -> bool {
	path.file_name().is_some_and(|name| name == "EXPECTED.json")
}

/// What is expected of the files beside an `EXPECTED.json`.
fn expectations(path: &Path) -> Result<BTreeMap<String, Expected>, Refusal> {
	let json = read_json(path)?;
	let Some(Value::Object(files)) = json.get("files") else {
		return Err(Refusal::Malformed("EXPECTED.json has no files".to_owned()));
	};
	files
		.iter()
		.map(|(name, entry)| {
			let flag = |key: &str| entry.get(key).and_then(Value::as_bool);
			let status = entry.get("status_before").and_then(Value::as_str);
			let expected = Expected {
				primary_changed: flag("registered_primary_outcome_changed"),
				secondary_changed: flag("secondary_outcome_changed"),
				status_before: status.map(str::parse).transpose()?,
			};
			Ok((name.clone(), expected))
		})
		.collect()
}

/// Everything under a folder, read but not taken anywhere yet, and how many files there are.
pub fn find(folder: &Path) -> Result<(Vec<Found>, usize), Unrun> {
	let files = json_files(folder)?;
	let mut expected = BTreeMap::new();
	let mut found = Vec::new();
	for path in files.iter().filter(|path| is_expectation(path)) {
		let parent = path.parent().unwrap_or(folder);
		match expectations(path) {
			Ok(entries) => {
				for (name, entry) in entries {
					let subject = parent.join(&name);
					if !files.contains(&subject) {
						found.push(Found {
							name: name_of(folder, path),
							what: Err(Refusal::NoSuchFile(name)),
							expected: None,
							told: None,
						});
					}
					expected.insert(subject, entry);
				}
			},
			Err(refusal) => found.push(Found {
				name: name_of(folder, path),
				what: Err(refusal),
				expected: None,
				told: None,
			}),
		}
	}
	let subjects: Vec<_> = files.iter().filter(|path| !is_expectation(path)).collect();
	if subjects.is_empty() {
		return Err(Unrun::Empty(folder.to_owned()));
	}
	for path in &subjects {
		let name = name_of(folder, path);
		let entry = |name, what, told| Found { name, what, expected: None, told };
		match read_json(path) {
			Err(refusal) => found.push(entry(name, Err(refusal), None)),
			Ok(json) if Update::is_one(&json) => {
				let update = Update::read(&json);
				let told = update.as_ref().ok().map(Told::of);
				found.push(Found {
					name,
					what: update.map(Walk::of_update),
					expected: expected.get(*path).copied(),
					told,
				});
			},
			Ok(json) => match Study::read_all(&json) {
				Err(refusal) => found.push(entry(name, Err(refusal), None)),
				Ok(mut studies) if studies.len() == 1 => {
					found.extend(
						studies
							.pop()
							.map(|study| entry(name.clone(), study.map(Walk::of_study), None)),
					);
				},
				Ok(studies) => {
					found.extend(studies.into_iter().enumerate().map(|(index, study)| {
						entry(format!("{name}[{index}]"), study.map(Walk::of_study), None)
					}));
				},
			},
		}
	}
	Ok((found, subjects.len()))
}

fn name_of(folder: &Path, path: &Path) -> String {
	let name = path.strip_prefix(folder).ok().filter(|name| !name.as_os_str().is_empty());
	name.unwrap_or(path).display().to_string()
}

/// Takes everything under a folder through the chain, and tells a line of each.
pub async fn run(
	folder: &Path,
	client: &Client,
	tell: &mut dyn FnMut(String),
) -> Result<Total, Unrun> {
	let cast = Cast::development(client).await?;
	let (mut found, files) = find(folder)?;
	let mut failed: BTreeMap<usize, Failure> = BTreeMap::new();
	while let Some(index) = next(&found, &failed) {
		let Ok(walk) = &mut found[index].what else { continue };
		if let Err(failure) = walk.advance(client, &cast).await {
			// Without a chain all that follows could only fail for that reason.
			client.best().await?;
			failed.insert(index, failure);
		}
	}
	let mut total = Total { files, ..Default::default() };
	for (index, found) in found.iter().enumerate() {
		let name = &found.name;
		match outcome(found, failed.remove(&index), client).await {
			Outcome::Ok(what) => {
				total.ok += 1;
				tell(format!("ok        {name}: {what}"));
			},
			Outcome::Differed(what) => {
				total.differed += 1;
				tell(format!("differed  {name}: {what}"));
			},
			Outcome::Refused(why) => {
				total.refused += 1;
				tell(format!("refused   {name}: {why}"));
			},
		}
	}
	Ok(total)
}

enum Outcome {
	Ok(String),
	Differed(String),
	Refused(String),
}

/// The walk whose next step comes first.
fn next(found: &[Found], failed: &BTreeMap<usize, Failure>) -> Option<usize> {
	found
		.iter()
		.enumerate()
		.filter(|(index, _)| !failed.contains_key(index))
		.filter_map(|(index, found)| {
			let at = found.what.as_ref().ok()?.next_at()?;
			Some((at, index))
		})
		.min()
		.map(|(_, index)| index)
}

async fn outcome(found: &Found, failure: Option<Failure>, client: &Client) -> Outcome {
	let walk = match (&found.what, failure) {
		(Err(refusal), _) => return Outcome::Refused(refusal.to_string()),
		(Ok(_), Some(failure)) if failure.is_refusal() => {
			return Outcome::Refused(failure.to_string())
		},
		(Ok(_), Some(failure)) => return Outcome::Differed(failure.to_string()),
		(Ok(walk), None) => walk,
	};
	let disagreement =
		found.told.zip(found.expected).and_then(|(told, expected)| told.disagrees(&expected));
	match (walk.check(client).await, disagreement) {
		(Err(failure), _) => Outcome::Differed(failure.to_string()),
		(Ok(_), Some(what)) => Outcome::Differed(what),
		(Ok(what), None) if walk.notes().is_empty() => Outcome::Ok(what),
		(Ok(what), None) => Outcome::Ok(format!("{what}; {}", walk.notes().join("; "))),
	}
}
