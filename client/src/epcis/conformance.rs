//! Runs folders of EPCIS documents against a chain, and says of each document, chain of custody and
//! hash whether it is as it should be.
//!
//! What should be is told by the files `EXPECTED.json` (chains of custody: for each unit its events
//! and where and how it ended) and `EXPECTED-HASHES.json` (the hashes of each document's events)
//! beside the documents, by a file `NAME.hashes` with the hashes of `NAME.jsonld` or `NAME.json`, one
//! in a line, and by the name of the folder `invalid`, whose documents must be refused. A folder with
//! none of these is imported, and nothing more expected of it.

use super::{
	coded,
	document::Document,
	import::{Consortium, Imported},
	parties::{gln, Parties},
	written,
};
use crate::{Client, Error};
use salus_primitives::{
	epcis::{Disposition, Event as Coded, EventHash, SourceDestinationType},
	gs1::{Date, Epc, Gln, LotNumber},
	provenance::{CapturedEventInfo, Related, TraceDirection, Verdict, Verification, VerifyQuery},
	OrganizationId,
};
use serde::Deserialize;
use std::{
	collections::{BTreeMap, BTreeSet},
	fmt, fs, io,
	path::{Path, PathBuf},
};

/// The folder whose documents must be refused.
const INVALID: &str = "invalid";
/// What is expected of the chains of custody in the same folder.
const CHAINS: &str = "EXPECTED.json";
/// What is expected of the hashes of the documents in the same folder.
const HASHES: &str = "EXPECTED-HASHES.json";

/// What the name of a file ends with that has the hashes of the document beside it.
const HASHES_OF_ONE: &str = "hashes";

/// What came of a document, chain of custody or hash.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
	/// As it should be.
	Ok,
	/// Kept, but not whole: the beginning of something in it is not there.
	Incomplete,
	/// Refused for a stated reason.
	Refused,
	/// Not as it should be.
	Differed,
}

/// One line of the report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
	/// What came of it.
	pub outcome: Outcome,
	/// Of what: `document`, `chain` or `hash`.
	pub kind: &'static str,
	/// The file, and for chains the unit.
	pub subject: String,
	/// What was found.
	pub what: String,
}

impl fmt::Display for Line {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let outcome = match self.outcome {
			Outcome::Ok => "ok",
			Outcome::Incomplete => "incomplete",
			Outcome::Refused => "refused",
			Outcome::Differed => "differed",
		};
		write!(f, "{outcome:<11}{:<9}{}: {}", self.kind, self.subject, self.what)
	}
}

/// How many lines there were of each outcome.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Total {
	/// As they should be.
	pub ok: usize,
	/// Not whole.
	pub incomplete: usize,
	/// Refused.
	pub refused: usize,
	/// Not as they should be.
	pub differed: usize,
}

impl Total {
	/// Whether something was as it should be, and nothing otherwise.
	pub fn is_success(&self) -> bool {
		self.ok > 0 && self.differed == 0
	}

	fn count(&mut self, outcome: Outcome) {
		*match outcome {
			Outcome::Ok => &mut self.ok,
			Outcome::Incomplete => &mut self.incomplete,
			Outcome::Refused => &mut self.refused,
			Outcome::Differed => &mut self.differed,
		} += 1;
	}
}

impl fmt::Display for Total {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let Self { ok, incomplete, refused, differed } = self;
		write!(f, "{ok} ok, {incomplete} incomplete, {refused} refused, {differed} differed")
	}
}

/// Why the run did not get to its end.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
	/// A file or folder can't be read.
	#[error("{path}: {error}")]
	Unreadable {
		/// Which.
		path: PathBuf,
		/// Why.
		error: io::Error,
	},
	/// What is expected can't be understood.
	#[error("{path}: {error}")]
	Expectation {
		/// Which file.
		path: PathBuf,
		/// Why.
		error: serde_json::Error,
	},
	/// A line that is no hash of an event.
	#[error("{0}: expected one hash in each line, ni:///sha-256;…?ver=CBV2.0")]
	Hashes(PathBuf),
	/// No document in the folder.
	#[error("{0}: no .json or .jsonld file in it")]
	Nothing(PathBuf),
	/// The chain can't be reached, or is no development chain.
	#[error(transparent)]
	Chain(#[from] Error),
}

/// What a unit's custody should come to.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct Expected {
	pub(super) epc: String,
	#[serde(default, rename = "lotNumber")]
	pub(super) lot: Option<LotNumber>,
	#[serde(default, rename = "itemExpirationDate")]
	pub(super) expiry: Option<Date>,
	/// Positions of its events in the document, in order of time.
	pub(super) events: Vec<usize>,
	/// Their business steps.
	pub(super) steps: Vec<String>,
	pub(super) begins_with_commissioning: bool,
	pub(super) last_disposition: Disposition,
	pub(super) last_seen_at: String,
	#[serde(default)]
	last_destination_party: Option<String>,
}

#[derive(Deserialize)]
struct ExpectedChains {
	chains: BTreeMap<String, Vec<Expected>>,
}

#[derive(Deserialize)]
struct ExpectedHashes {
	files: BTreeMap<String, Vec<EventHash>>,
}

/// The files of a folder.
pub(super) struct Files {
	/// The documents.
	pub documents: Vec<PathBuf>,
	/// What is expected of units, by document.
	pub chains: BTreeMap<PathBuf, Vec<Expected>>,
	/// What is expected of hashes, by document.
	pub hashes: BTreeMap<PathBuf, Vec<EventHash>>,
}

/// Imports every document under `path` and checks what is expected of it. `tell` gets a line for each
/// document, chain of custody and hash.
///
/// The organizations that the documents name are founded on the chain, which must be a development
/// chain. Documents go in in the order of their first events, so that what one commissions is there
/// when another ships it.
pub async fn run(
	path: &Path,
	client: &Client,
	tell: &mut dyn FnMut(&Line),
) -> Result<Total, Failure> {
	let files = Files::find(path)?;
	let mut report = Report { root: path.to_owned(), tell, total: Total::default() };
	let mut documents = Vec::new();
	for file in &files.documents {
		let bytes = fs::read(file).map_err(|error| unreadable(file, error))?;
		if is_schema(&bytes) {
			continue;
		}
		let must_be_refused = must_be_refused(path, file);
		match (Document::read(&bytes), must_be_refused) {
			(Err(refusals), true) => report.line(
				Outcome::Ok,
				"document",
				file,
				format!("refused, as it should be: {refusals}"),
			),
			(Err(refusals), false) => {
				report.line(Outcome::Refused, "document", file, refusals.to_string())
			},
			(Ok(_), true) => report.line(
				Outcome::Differed,
				"document",
				file,
				"read, and should have been refused".to_owned(),
			),
			(Ok(document), false) => documents.push((file, document)),
		}
	}
	for (file, expected) in &files.hashes {
		let read = documents.iter().find(|(name, _)| *name == file).map(|(_, document)| document);
		hashes(&mut report, file, read, expected);
	}

	let events = documents.iter().flat_map(|(_, document)| &document.events);
	let mut parties = Parties::of(events.map(|(event, _)| event));
	for expected in files.chains.values().flatten() {
		parties.add_product(&expected.epc);
	}
	let consortium = Consortium::found(client, parties).await?;
	documents
		.sort_by_key(|(_, document)| document.events.iter().map(|(event, _)| event.time).min());
	for (file, document) in &documents {
		let imported = consortium.import(client, document).await?;
		let (outcome, what) = match back(client, document, &imported).await? {
			None => (outcome(&imported), imported.to_string()),
			Some(difference) => (Outcome::Differed, format!("{imported}; {difference}")),
		};
		report.line(outcome, "document", file, what);
		for unit in files.chains.get(*file).into_iter().flatten() {
			let (outcome, what) = custody(client, &consortium, document, unit).await?;
			let subject = format!("{} {}", report.name(file), unit.epc);
			report.say(Line { outcome, kind: "chain", subject, what });
		}
	}
	for (file, expected) in &files.chains {
		if !documents.iter().any(|(name, _)| *name == file) {
			let what = format!("{} units expected of a document that is not there", expected.len());
			report.line(Outcome::Differed, "chain", file, what);
		}
	}
	Ok(report.total)
}

struct Report<'t> {
	root: PathBuf,
	tell: &'t mut dyn FnMut(&Line),
	total: Total,
}

impl Report<'_> {
	fn name(&self, file: &Path) -> String {
		let name = file.strip_prefix(&self.root).ok().filter(|name| !name.as_os_str().is_empty());
		name.unwrap_or(file).display().to_string()
	}

	fn line(&mut self, outcome: Outcome, kind: &'static str, file: &Path, what: String) {
		let subject = self.name(file);
		self.say(Line { outcome, kind, subject, what });
	}

	fn say(&mut self, line: Line) {
		self.total.count(line.outcome);
		(self.tell)(&line);
	}
}

fn outcome(imported: &Imported) -> Outcome {
	if !imported.refused.is_empty() {
		Outcome::Refused
	} else if !imported.incomplete.is_empty() {
		Outcome::Incomplete
	} else {
		Outcome::Ok
	}
}

/// A line for each hash that is expected of a document.
fn hashes(
	report: &mut Report<'_>,
	file: &Path,
	document: Option<&Document>,
	expected: &[EventHash],
) {
	let mut found: Vec<EventHash> = match document {
		Some(document) => document.events.iter().map(|(_, hash)| *hash).collect(),
		None => Vec::new(),
	};
	for hash in expected {
		match found.iter().position(|one| one == hash) {
			Some(position) => {
				found.remove(position);
				report.line(Outcome::Ok, "hash", file, hash.to_string());
			},
			None => {
				report.line(Outcome::Differed, "hash", file, format!("no event has {hash}"));
			},
		}
	}
	for hash in found {
		report.line(Outcome::Differed, "hash", file, format!("{hash} is not expected"));
	}
}

/// Whether what the chain keeps of a document, written as EPCIS and read again, says the same; if not,
/// what differs.
async fn back(
	client: &Client,
	document: &Document,
	imported: &Imported,
) -> Result<Option<String>, Error> {
	for (position, (event, hash)) in document.events.iter().enumerate() {
		if imported.refused.contains_key(&position) {
			continue;
		}
		let Some(kept) = client.api().captured_event(*hash).await? else {
			return Ok(Some(format!("eventList[{position}] is not on the chain")));
		};
		let kept = kept.event;
		let written = written::document("SimpleEventQuery", kept.recorded_at, [&kept]);
		let read = match Document::read(written.to_string().as_bytes()) {
			Ok(read) => read,
			Err(refusals) => {
				return Ok(Some(format!("eventList[{position}] reads back as {refusals}")))
			},
		};
		let said = coded(event).ok();
		let kept = Some(without_consignee(&kept.event));
		let read = read.events.first().and_then(|(event, _)| coded(event).ok());
		if said != kept || said != read {
			return Ok(Some(format!("eventList[{position}] reads back as something else")));
		}
	}
	Ok(None)
}

/// The event without the consignee, whom documents name by destinations only.
fn without_consignee(event: &Coded) -> Coded {
	Coded { consignee: None, ..event.clone() }
}

/// Compares what the chain says of a unit with what is expected.
async fn custody(
	client: &Client,
	consortium: &Consortium,
	document: &Document,
	expected: &Expected,
) -> Result<(Outcome, String), Error> {
	let found = Custody::ask(client, &expected.epc).await?;
	let Some(found) = found else {
		return Ok((Outcome::Differed, "not on the chain".to_owned()));
	};
	let differences = found.differences(|gln| consortium.holder(gln), document, expected);
	if !differences.is_empty() {
		return Ok((Outcome::Differed, differences.join("; ")));
	}
	let what = format!("{} after {} events", found.disposition, found.events.len());
	let is_doubted = match &found.verification {
		Some(verification) => verification.reasons.contains(&Verdict::UnprovenOrigin),
		None => !found.is_proven,
	};
	Ok(match (is_doubted, expected.begins_with_commissioning) {
		(false, true) => (Outcome::Ok, what),
		(true, false) => (
			Outcome::Incomplete,
			format!("{what}, among which its beginning is not; it does not verify"),
		),
		(false, false) => {
			(Outcome::Differed, format!("{what}; taken for whole, and its beginning is not there"))
		},
		(true, true) => {
			(Outcome::Differed, format!("{what}; its beginning is there, and was not found"))
		},
	})
}

/// What the chain says of a unit.
pub(super) struct Custody {
	pub disposition: Disposition,
	pub holder: OrganizationId,
	pub consignee: Option<OrganizationId>,
	pub lot: Option<LotNumber>,
	pub expiry: Option<Date>,
	pub is_proven: bool,
	/// What a pack that shows its lot and expiry date verifies as with who has it.
	pub verification: Option<Verification>,
	pub events: Vec<CapturedEventInfo>,
}

impl Custody {
	async fn ask(client: &Client, epc: &str) -> Result<Option<Self>, Error> {
		let Ok(epc) = epc.parse::<Epc>() else { return Ok(None) };
		let Some(unit) = client.api().unit(&epc).await? else { return Ok(None) };
		let expiry = match (epc.gtin(), &unit.state.lot) {
			(Some(gtin), Some(lot)) => {
				client.api().lot(gtin, lot).await?.map(|lot| lot.state.expiry)
			},
			_ => None,
		};
		let mut events = BTreeMap::new();
		for traced in client.api().whole_trace(&epc, TraceDirection::Back).await? {
			// That something is put into a container is no step of the container.
			let is_parent = match &traced.concerns {
				Related::Unit(unit) => traced.event.event.event.what.parent() == Some(unit),
				Related::Class(_) => false,
			};
			if !is_parent {
				events.insert(traced.event.number, traced.event);
			}
		}
		let verification = match epc.as_sgtin() {
			Some(sgtin) => {
				let query = VerifyQuery {
					unit: sgtin.clone(),
					lot: unit.state.lot.clone(),
					expiry,
					custodian: Some(unit.holder),
					proof: None,
				};
				Some(client.api().verify_pack(&query).await?)
			},
			None => None,
		};
		Ok(Some(Self {
			verification,
			disposition: unit.disposition,
			holder: unit.holder,
			consignee: unit.consignee,
			is_proven: unit.state.is_proven(),
			lot: unit.state.lot,
			expiry,
			events: events.into_values().collect(),
		}))
	}

	/// What is otherwise than expected. `whose` says whose a GLN is.
	pub fn differences(
		&self,
		whose: impl Fn(&Gln) -> Option<OrganizationId>,
		document: &Document,
		expected: &Expected,
	) -> Vec<String> {
		let mut differences = Vec::new();
		let mut compare = |what: &str, found: String, expected: String| {
			if found != expected {
				differences.push(format!("{what} {found}, expected {expected}"));
			}
		};
		let shown = |value: Option<String>| value.unwrap_or_else(|| "unknown".to_owned());
		compare("disposition", self.disposition.to_string(), expected.last_disposition.to_string());
		compare(
			"lot",
			shown(self.lot.as_ref().map(ToString::to_string)),
			shown(expected.lot.as_ref().map(ToString::to_string)),
		);
		compare(
			"expiry",
			shown(self.expiry.map(|date| date.to_string())),
			shown(expected.expiry.map(|date| date.to_string())),
		);

		let hash = |position: &usize| {
			shown(document.events.get(*position).map(|(_, hash)| hash.to_string()))
		};
		let traced: Vec<_> = self.events.iter().map(|info| info.event.hash.to_string()).collect();
		let wanted: Vec<_> = expected.events.iter().map(hash).collect();
		compare("events", traced.join(" "), wanted.join(" "));
		let steps: Vec<_> = self
			.events
			.iter()
			.filter_map(|info| info.event.event.biz_step)
			.map(|step| step.to_string())
			.collect();
		compare("steps", steps.join(" "), expected.steps.join(" "));

		let last = self.events.last().map(|info| &info.event.event);
		let seen_at =
			last.and_then(|event| event.read_point.as_ref().or(event.biz_location.as_ref()));
		let place = expected.last_seen_at.parse::<Epc>().ok();
		compare(
			"seen at",
			shown(seen_at.map(Epc::to_string)),
			shown(place.as_ref().map(Epc::to_string)),
		);
		let holder = place.as_ref().and_then(gln).and_then(|gln| whose(&gln));
		compare("holder", self.holder.to_string(), shown(holder.map(|holder| holder.to_string())));

		let party = self.events.iter().rev().find_map(|info| {
			info.event.event.destinations.iter().find(|party| {
				matches!(
					party.kind,
					SourceDestinationType::OwningParty | SourceDestinationType::PossessingParty
				)
			})
		});
		let wanted = expected.last_destination_party.as_ref();
		let wanted = wanted.and_then(|party| party.parse::<Epc>().ok());
		compare(
			"destination party",
			shown(party.map(|party| party.party.to_string())),
			shown(wanted.as_ref().map(Epc::to_string)),
		);
		let is_under_way = self.disposition == Disposition::InTransit;
		let consignee = wanted.as_ref().filter(|_| is_under_way).and_then(gln);
		let consignee = consignee.and_then(|gln| whose(&gln));
		compare(
			"consignee",
			shown(self.consignee.map(|consignee| consignee.to_string())),
			shown(consignee.map(|consignee| consignee.to_string())),
		);
		differences
	}
}

impl Files {
	pub fn find(path: &Path) -> Result<Self, Failure> {
		let mut found = BTreeSet::new();
		walk(path, &mut found).map_err(|error| unreadable(path, error))?;
		let mut files =
			Self { documents: Vec::new(), chains: BTreeMap::new(), hashes: BTreeMap::new() };
		let hashes = |file: &PathBuf| file.extension().is_some_and(|end| end == HASHES_OF_ONE);
		let (beside, found): (BTreeSet<_>, BTreeSet<_>) = found.into_iter().partition(hashes);
		for file in beside {
			let of = ["jsonld", "json"].map(|end| file.with_extension(end));
			let Some(document) = of.into_iter().find(|document| found.contains(document)) else {
				continue;
			};
			let text = fs::read_to_string(&file).map_err(|error| unreadable(&file, error))?;
			let hashes = text.lines().map(str::trim).filter(|line| !line.is_empty());
			let hashes = hashes.map(str::parse).collect::<Result<_, _>>();
			let hashes = hashes.map_err(|_| Failure::Hashes(file))?;
			files.hashes.insert(document, hashes);
		}
		for file in found {
			let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
			let folder = file.parent().unwrap_or(path).to_owned();
			match name.as_str() {
				CHAINS => {
					let expected: ExpectedChains = expectation(&file)?;
					let chains = expected.chains.into_iter();
					files.chains.extend(chains.map(|(name, units)| (folder.join(name), units)));
				},
				HASHES => {
					let expected: ExpectedHashes = expectation(&file)?;
					let hashes = expected.files.into_iter();
					files.hashes.extend(hashes.map(|(name, hashes)| (folder.join(name), hashes)));
				},
				_ => files.documents.push(file),
			}
		}
		if files.documents.is_empty() {
			return Err(Failure::Nothing(path.to_owned()));
		}
		Ok(files)
	}
}

/// Whether a file lies in a folder of invalid documents, at whatever depth.
pub(super) fn must_be_refused(root: &Path, file: &Path) -> bool {
	let folders = file.parent().into_iter().flat_map(Path::ancestors).enumerate();
	folders
		.take_while(|(up, folder)| *up == 0 || folder.starts_with(root))
		.any(|(_, folder)| folder.ends_with(INVALID))
}

/// Whether a file is no document but a JSON schema, which may lie beside them.
fn is_schema(bytes: &[u8]) -> bool {
	#[derive(Deserialize)]
	struct Schema {
		#[serde(rename = "$schema")]
		_schema: String,
	}
	serde_json::from_slice::<Schema>(bytes).is_ok()
}

fn expectation<T: for<'de> Deserialize<'de>>(file: &Path) -> Result<T, Failure> {
	let bytes = fs::read(file).map_err(|error| unreadable(file, error))?;
	serde_json::from_slice(&bytes)
		.map_err(|error| Failure::Expectation { path: file.to_owned(), error })
}

fn unreadable(path: &Path, error: io::Error) -> Failure {
	Failure::Unreadable { path: path.to_owned(), error }
}

/// The `.json`, `.jsonld` and `.hashes` files under `path`; `path` itself if it is a file.
fn walk(path: &Path, found: &mut BTreeSet<PathBuf>) -> io::Result<()> {
	if fs::metadata(path)?.is_file() {
		found.insert(path.to_owned());
		return Ok(());
	}
	for entry in fs::read_dir(path)? {
		let entry = entry?;
		// Links are not followed, so that a folder can't contain itself.
		let kind = entry.file_type()?;
		let path = entry.path();
		let is_known = path.extension().is_some_and(|extension| {
			["json", "jsonld", HASHES_OF_ONE]
				.iter()
				.any(|known| extension.eq_ignore_ascii_case(known))
		});
		if kind.is_dir() {
			walk(&path, found)?;
		} else if kind.is_file() && is_known {
			found.insert(path);
		}
	}
	Ok(())
}
