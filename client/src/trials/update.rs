//! A difference between two versions of a record, as a registration and an amendment.
//!
//! A difference has what changed and not what stayed. What it does not tell of the version before
//! stands on the chain as a text that says so; outcomes that it does not touch and whose places it
//! presupposes are on the list by such a text.

use super::{
	date::RecordedDates,
	study::{at, date_at, dates, status, words, OUTCOME_LISTS},
	text::{texts, Words},
	Refusal,
};
use salus_primitives::{
	codes::{DateKind, OutcomeKind, StudyType, TrialStatus, TrialText},
	trial::{
		Changes, Design, Details, OutcomeChange, Outcomes, Registration, RegistryId, RegistryIds,
		SampleSize, MAX_OUTCOMES,
	},
	Moment, OrganizationId,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// What stands for a text that the difference does not tell.
const UNTOLD: &str = "not told by the difference between the two versions";

/// Where the lists of outcomes are.
const OUTCOMES_MODULE: &str = "/protocolSection/outcomesModule";
const STATUS_MODULE: &str = "/protocolSection/statusModule";

/// A difference between two versions of a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Update {
	/// The study's number.
	pub id: RegistryId,
	/// When the version before was submitted.
	pub from: Option<super::RecordedDate>,
	/// When the version after was.
	pub to: Option<super::RecordedDate>,
	/// Where the study stood.
	pub status_before: TrialStatus,
	/// Where it stood when somebody last said so, if that was not known.
	pub last_known_before: Option<TrialStatus>,
	/// Where it stands after, if that is told.
	pub status_after: TrialStatus,
	/// When it was first submitted to the registry.
	pub first_submitted: Option<super::RecordedDate>,
	/// The dates before.
	pub dates_before: RecordedDates,
	/// The dates after.
	pub dates_after: RecordedDates,
	/// The outcomes before, as far as they are told.
	pub outcomes: Vec<(OutcomeKind, Words)>,
	/// What happened to them.
	pub changes: Vec<OutcomeChange>,
	/// Whether primary outcomes stand in another order.
	pub primary_reordered: bool,
	/// Whether others do.
	pub others_reordered: bool,
	/// What else changed: how often which part of the record.
	pub other_parts: BTreeMap<String, usize>,
	/// What of it can't be replayed, and what is easily misread.
	pub notes: Vec<String>,
}

/// A place on a list of outcomes.
#[derive(Clone, Default)]
struct Place {
	/// What stood there before; none for a new one.
	before: Option<Words>,
	/// What stands there after.
	after: Words,
	/// Which parts of it were told, so that what was before is not told twice.
	told: Vec<String>,
	/// Whether all of it is told.
	whole: bool,
}

impl Place {
	/// A place that was there and of which nothing is told yet.
	fn untold() -> Self {
		let words = Words { measure: UNTOLD.to_owned(), ..Default::default() };
		Self { before: Some(words.clone()), after: words, ..Default::default() }
	}
}

/// A list of outcomes while a patch is applied to it.
#[derive(Default)]
struct List {
	places: Vec<Place>,
	/// What is gone, and whether all of it is told.
	removed: Vec<(Words, bool)>,
}

impl List {
	fn place(&mut self, index: usize) -> Result<&mut Place, Refusal> {
		if index >= MAX_OUTCOMES as usize {
			return Err(Refusal::TooManyOutcomes(index.saturating_add(1)));
		}
		while self.places.len() <= index {
			self.places.push(Place::untold());
		}
		Ok(&mut self.places[index])
	}

	fn insert(&mut self, index: usize, words: Words) -> Result<(), Refusal> {
		if index > 0 {
			self.place(index - 1)?;
		}
		if self.places.len() >= MAX_OUTCOMES as usize {
			return Err(Refusal::TooManyOutcomes(self.places.len() + 1));
		}
		let place = Place { before: None, after: words, whole: true, ..Default::default() };
		self.places.insert(index, place);
		Ok(())
	}

	fn remove(&mut self, index: usize, old: Option<Words>) -> Result<(), Refusal> {
		let place = self.place(index)?;
		if let (Some(before), Some(old), true) = (&mut place.before, old, place.told.is_empty()) {
			*before = old;
			place.whole = true;
		}
		let Place { before, whole, .. } = self.places.remove(index);
		self.removed.extend(before.map(|before| (before, whole)));
		Ok(())
	}

	/// A field of a place gets another text.
	fn set(
		&mut self,
		index: usize,
		field: &str,
		old: Option<String>,
		new: Option<String>,
	) -> Result<(), Refusal> {
		let place = self.place(index)?;
		let first = !place.told.iter().any(|told| told == field);
		if first {
			place.told.push(field.to_owned());
		}
		let write = |words: &mut Words, text: Option<String>| match field {
			"measure" => text.map(|text| words.measure = text).ok_or(()),
			"timeFrame" => {
				words.time_frame = text;
				Ok(())
			},
			"description" => {
				words.description = text;
				Ok(())
			},
			_ => Err(()),
		};
		let odd = |()| Refusal::InvalidPatch(format!("an outcome's {field}"));
		if let (Some(before), true) = (&mut place.before, first) {
			write(before, old).map_err(odd)?;
		}
		write(&mut place.after, new).map_err(odd)
	}
}

/// One operation.
struct Operation<'a> {
	op: &'a str,
	path: &'a str,
	old: Option<&'a Value>,
	new: Option<&'a Value>,
}

impl<'a> Operation<'a> {
	fn read(value: &'a Value) -> Result<Self, Refusal> {
		let text = |key| {
			value
				.get(key)
				.and_then(Value::as_str)
				.ok_or_else(|| Refusal::InvalidPatch(format!("an operation without {key}")))
		};
		let told = |key| {
			value.get(key).filter(|value| !value.is_null() && value.get("__missing__").is_none())
		};
		let op = text("op")?;
		if !["add", "remove", "replace"].contains(&op) {
			return Err(Refusal::InvalidPatch(format!("the operation {op:?}")));
		}
		let new = told("new_value").or_else(|| told("value")).filter(|_| op != "remove");
		Ok(Self { op, path: text("path")?, old: told("old_value"), new })
	}
}

fn as_text(value: Option<&Value>) -> Result<Option<String>, Refusal> {
	match value {
		None => Ok(None),
		Some(Value::String(text)) => Ok(Some(text.clone())),
		Some(_) => Err(Refusal::InvalidPatch("a text that is none".to_owned())),
	}
}

fn as_list(value: Option<&Value>) -> Result<Vec<Words>, Refusal> {
	match value {
		None => Ok(Vec::new()),
		Some(Value::Array(list)) => list.iter().map(|outcome| words(outcome, "/measure")).collect(),
		Some(_) => Err(Refusal::InvalidPatch("a list that is none".to_owned())),
	}
}

impl Update {
	/// Whether a file looks like an update.
	pub fn is_one(json: &Value) -> bool {
		json.get("patch_operations").is_some()
	}

	/// Reads an update.
	pub fn read(json: &Value) -> Result<Self, Refusal> {
		let operations = match at(json, "/patch_operations") {
			Some(Value::Array(operations)) => operations,
			_ => return Err(Refusal::NotAStudy),
		};
		let record = at(json, "/source_record").ok_or(Refusal::Missing("source_record"))?;
		let number = record
			.get("nct_id")
			.and_then(Value::as_str)
			.ok_or(Refusal::Missing("nct_id"))?
			.to_owned();
		let id = number.parse().map_err(|_| Refusal::InvalidId(number))?;
		let before = at(json, "/from_version_status_fields/status_module")
			.ok_or(Refusal::Missing("status_module"))?;
		let (status_before, last_known_before) = status(before)?;

		let mut after = before.clone();
		let mut lists: BTreeMap<&'static str, List> = BTreeMap::new();
		let mut other_parts = BTreeMap::new();
		for operation in operations {
			let operation = Operation::read(operation)?;
			if ["", "/", "/protocolSection"].contains(&operation.path) {
				let whole = "the whole record in the place of another".to_owned();
				return Err(Refusal::InvalidPatch(whole));
			}
			if let Some(path) = operation.path.strip_prefix(OUTCOMES_MODULE) {
				apply_to_outcomes(&mut lists, path, &operation)?;
			} else if let Some(path) = operation.path.strip_prefix(STATUS_MODULE) {
				apply_to_status(&mut after, path, &operation);
			} else {
				let part = operation.path.trim_start_matches("/protocolSection");
				let part = part.split('/').nth(1).unwrap_or("the record");
				*other_parts.entry(part.to_owned()).or_default() += 1;
			}
		}
		let (status_after, _) = status(&after)?;
		let Told { outcomes, changes, primary_reordered, others_reordered, mut notes } =
			outcomes_and_changes(lists)?;
		let (dates_before, dates_after) = consistent_dates(before, &after, &mut notes)?;
		Ok(Self {
			id,
			from: date_at(record, "/from_submitted_date")?,
			to: date_at(record, "/to_submitted_date")?,
			status_before,
			last_known_before,
			status_after,
			first_submitted: date_at(before, "/studyFirstSubmitDate")?,
			dates_before,
			dates_after,
			outcomes,
			changes,
			primary_reordered,
			others_reordered,
			other_parts,
			notes,
		})
	}

	/// The version before, as far as it is told, as a sponsor registers it at `now`.
	pub fn registration(
		&self,
		committee: OrganizationId,
		now: Moment,
		taken: &[RegistryId],
	) -> Registration {
		let ids: Vec<_> =
			std::iter::once(&self.id).filter(|id| !taken.contains(id)).cloned().collect();
		let outcomes: Vec<_> =
			self.outcomes.iter().map(|(kind, words)| words.outcome(*kind)).collect();
		let first = self.first_submitted.map(|date| date.first.min(now));
		Registration {
			committee,
			registry_ids: RegistryIds::try_from(ids).expect("there is one; qed"),
			first_registered_at: first,
			dates: self.dates_before.stated(now),
			verified_at: self.from.map_or(now, |date| date.first.min(now)),
			details: self.details(UNTOLD),
			outcomes: Outcomes::try_from(outcomes).expect("more are not read; qed"),
		}
	}

	/// What happened to the outcomes.
	pub fn changes(&self) -> Changes {
		Changes::try_from(self.changes.clone()).expect("more are not read; qed")
	}

	/// The protocol after the update: the same design, as none is told, and a text that is another.
	pub fn details_after(&self) -> Details {
		self.details(&format!("{UNTOLD}, after {:?}", self.other_parts))
	}

	fn details(&self, summary: &str) -> Details {
		let untold = |kind| (kind, UNTOLD.to_owned());
		let mut long = BTreeMap::from([
			untold(TrialText::PublicTitle),
			untold(TrialText::Conditions),
			untold(TrialText::Eligibility),
		]);
		long.insert(TrialText::Summary, summary.to_owned());
		let expanded = TrialStatus::initial(StudyType::ExpandedAccess);
		let status = self.last_known_before.unwrap_or(self.status_before);
		let study_type = if expanded == status || expanded.may_become(status, false) {
			StudyType::ExpandedAccess
		} else {
			StudyType::Interventional
		};
		Details {
			design: Design {
				study_type,
				phases: Default::default(),
				allocation: None,
				intervention_model: None,
				observational_model: None,
				time_perspective: None,
				primary_purpose: None,
				masking: None,
				masked: Default::default(),
				arms: 0,
			},
			eligibility: Default::default(),
			sample_size: SampleSize { count: 1, kind: DateKind::Estimated },
			countries: Default::default(),
			ipd_sharing: None,
			texts: texts(&long, self.id.as_str()),
		}
	}
}

/// Applies an operation to a status module. What it has no place for is of no consequence here.
fn apply_to_status(module: &mut Value, path: &str, operation: &Operation<'_>) {
	let (parent, key) = path.rsplit_once('/').unwrap_or(("", path));
	if parent.is_empty() && key.is_empty() {
		*module = operation.new.cloned().unwrap_or_default();
		return;
	}
	if let Some(Value::Object(object)) = module.pointer_mut(parent) {
		match operation.new {
			Some(new) => {
				object.insert(key.to_owned(), new.clone());
			},
			None => {
				object.remove(key);
			},
		}
	}
}

fn apply_to_outcomes(
	lists: &mut BTreeMap<&'static str, List>,
	path: &str,
	operation: &Operation<'_>,
) -> Result<(), Refusal> {
	let mut parts = path.split('/').skip(1);
	let Some(name) = parts.next() else {
		// The whole module.
		for (name, _) in OUTCOME_LISTS {
			let (old, new) = (
				as_list(operation.old.and_then(|module| module.get(name)))?,
				as_list(operation.new.and_then(|module| module.get(name)))?,
			);
			replace_list(lists.entry(name).or_default(), old, new)?;
		}
		return Ok(());
	};
	let Some((name, _)) = OUTCOME_LISTS.iter().find(|(known, _)| *known == name) else {
		return Err(Refusal::InvalidPatch(format!("the outcomes {name:?}")));
	};
	let list = lists.entry(name).or_default();
	let Some(index) = parts.next() else {
		return replace_list(list, as_list(operation.old)?, as_list(operation.new)?);
	};
	let index = match index {
		"-" => list.places.len(),
		index => {
			index.parse().map_err(|_| Refusal::InvalidPatch(format!("the place {index:?}")))?
		},
	};
	let old = || operation.old.map(|old| words(old, "/measure")).transpose();
	let new = || {
		let new = operation.new.ok_or_else(|| Refusal::InvalidPatch("no new value".to_owned()))?;
		words(new, "/measure")
	};
	match (operation.op, parts.next()) {
		("add", None) => list.insert(index, new()?),
		("remove", None) => list.remove(index, old()?),
		(_, None) => {
			let (old, new) = (old()?, new()?);
			let place = list.place(index)?;
			if let (Some(before), Some(old), true) = (&mut place.before, old, place.told.is_empty())
			{
				*before = old;
				place.whole = true;
			}
			place.told = ["measure", "timeFrame", "description"].map(str::to_owned).to_vec();
			place.after = new;
			Ok(())
		},
		(_, Some(field)) => {
			list.set(index, field, as_text(operation.old)?, as_text(operation.new)?)
		},
	}
}

/// A list that takes the place of another.
fn replace_list(list: &mut List, old: Vec<Words>, new: Vec<Words>) -> Result<(), Refusal> {
	let kept = old.len().min(new.len());
	for (index, (before, after)) in old.iter().zip(&new).enumerate() {
		let place = list.place(index)?;
		place.before = Some(before.clone());
		place.after = after.clone();
		place.whole = true;
	}
	list.removed.extend(old.into_iter().skip(kept).map(|before| (before, true)));
	for (index, words) in new.into_iter().enumerate().skip(kept) {
		list.insert(index, words)?;
	}
	Ok(())
}

/// The dates before and after. Those of a version that contradicts itself are left out, and one that
/// was taken back stays, as the chain has it.
fn consistent_dates(
	before: &Value,
	after: &Value,
	notes: &mut Vec<String>,
) -> Result<(RecordedDates, RecordedDates), Refusal> {
	let mut read = |module: &Value, which: &str, otherwise: RecordedDates| {
		let found = dates(module, notes)?;
		let taken_back = (found.start.is_none() && otherwise.start.is_some())
			|| (found.primary_completion.is_none() && otherwise.primary_completion.is_some())
			|| (found.completion.is_none() && otherwise.completion.is_some());
		if taken_back {
			notes.push("with a date that was taken back, as the chain keeps it".to_owned());
		}
		let merged = RecordedDates {
			start: found.start.or(otherwise.start),
			primary_completion: found.primary_completion.or(otherwise.primary_completion),
			completion: found.completion.or(otherwise.completion),
		};
		Ok::<_, Refusal>(match merged.ensure_consistent() {
			Ok(()) => merged,
			Err(refusal) => {
				notes.push(format!("without the dates {which} ({refusal})"));
				otherwise
			},
		})
	};
	let before = read(before, "before", RecordedDates::default())?;
	let after = read(after, "after", before)?;
	Ok((before, after))
}

/// What the lists of outcomes tell.
struct Told {
	outcomes: Vec<(OutcomeKind, Words)>,
	changes: Vec<OutcomeChange>,
	primary_reordered: bool,
	others_reordered: bool,
	notes: Vec<String>,
}

/// An outcome that was there before, and what it is after.
struct Entry {
	kind: OutcomeKind,
	before: Words,
	after: Option<(OutcomeKind, Words)>,
	/// Whether all of it is told.
	whole: bool,
}

impl Entry {
	fn is_unchanged(&self) -> bool {
		self.after.as_ref().is_some_and(|(kind, words)| (*kind, words) == (self.kind, &self.before))
	}
}

/// The outcomes of one list. Whoever stands elsewhere in the list than before, as it is, is the same
/// outcome still: a list that loses its first has not changed all that follow. Returns what is new on
/// it, and whether any stands elsewhere.
fn settle(kind: OutcomeKind, list: List) -> (Vec<Entry>, Vec<Words>, bool) {
	let mut entries = Vec::new();
	let mut new = Vec::new();
	for Place { before, after, whole, .. } in list.places {
		match before {
			Some(before) => entries.push(Entry { kind, before, after: Some((kind, after)), whole }),
			None => new.push(after),
		}
	}
	let removed = list.removed.into_iter();
	entries.extend(removed.map(|(before, whole)| Entry { kind, before, after: None, whole }));

	let mut changed: Vec<usize> = (0..entries.len())
		.filter(|index| entries[*index].whole && !entries[*index].is_unchanged())
		.collect();
	let mut own: BTreeMap<usize, Words> = changed
		.iter()
		.filter_map(|index| Some((*index, entries[*index].after.take()?.1)))
		.collect();
	let mut reordered = false;
	changed.retain(|index| {
		let before = entries[*index].before.clone();
		let elsewhere = own.iter().find(|(_, words)| **words == before).map(|(place, _)| *place);
		let found = elsewhere.and_then(|place| own.remove(&place)).or_else(|| {
			let place = new.iter().position(|words| *words == before)?;
			Some(new.remove(place))
		});
		reordered |= found.is_some();
		entries[*index].after = found.map(|words| (kind, words));
		entries[*index].after.is_none()
	});
	for index in changed {
		entries[index].after = own.remove(&index).map(|words| (kind, words));
	}
	new.extend(own.into_values());
	(entries, new, reordered)
}

/// The outcomes before, numbered as the chain numbers them, and what happens to them.
fn outcomes_and_changes(mut lists: BTreeMap<&'static str, List>) -> Result<Told, Refusal> {
	let mut entries = Vec::new();
	let mut added = Vec::new();
	let (mut primary_reordered, mut others_reordered) = (false, false);
	for (name, kind) in OUTCOME_LISTS {
		let (of_list, new, reordered) = settle(kind, lists.remove(name).unwrap_or_default());
		let flag = match kind {
			OutcomeKind::Primary => &mut primary_reordered,
			_ => &mut others_reordered,
		};
		*flag |= reordered;
		entries.extend(of_list);
		added.extend(new.into_iter().map(|words| (kind, words)));
	}
	// What left one list and is new on another, as it is, went from one to the other.
	for entry in entries.iter_mut().filter(|entry| entry.after.is_none() && entry.whole) {
		let moved = added.iter().position(|(_, words)| *words == entry.before);
		entry.after = moved.map(|place| added.remove(place));
	}
	let mut notes = Vec::new();
	let mut changes = Vec::new();
	let mut alike = 0usize;
	for (number, entry) in (0u16..).zip(&entries) {
		match &entry.after {
			_ if entry.is_unchanged() => {},
			Some((kind, words)) => {
				alike += usize::from(*kind == entry.kind && words.plain() == entry.before.plain());
				changes.push(OutcomeChange::Replace { number, outcome: words.outcome(*kind) });
			},
			None => changes.push(OutcomeChange::Remove { number }),
		}
	}
	changes.extend(
		added.iter().map(|(kind, words)| OutcomeChange::Add { outcome: words.outcome(*kind) }),
	);
	if alike > 0 {
		notes.push(format!("{alike} of the changes in spaces, letter case or full stops alone"));
	}
	if changes.is_empty() && (primary_reordered || others_reordered) {
		notes.push("outcomes in another order, none of them changed".to_owned());
	}
	// A record has a primary outcome before and after, whether or not the difference tells it.
	let is_primary = |kind: &OutcomeKind| *kind == OutcomeKind::Primary;
	let before = entries.iter().any(|entry| is_primary(&entry.kind));
	let mut left = entries.iter().filter_map(|entry| entry.after.as_ref()).chain(&added);
	let after = left.any(|(kind, _)| is_primary(kind));
	let mut outcomes: Vec<_> =
		entries.into_iter().map(|entry| (entry.kind, entry.before)).collect();
	if !before || !after {
		let untold = Words { measure: UNTOLD.to_owned(), ..Default::default() };
		outcomes.push((OutcomeKind::Primary, untold));
	}
	let room = outcomes.len() + added.len();
	if room > MAX_OUTCOMES as usize {
		return Err(Refusal::TooManyOutcomes(room));
	}
	Ok(Told { outcomes, changes, primary_reordered, others_reordered, notes })
}
