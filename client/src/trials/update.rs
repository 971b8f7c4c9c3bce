//! A difference between two versions of a record, as a registration and an amendment.
//!
//! A difference has what changed and not what stayed. What it does not tell of the version before
//! stands on the chain as a text that says so; outcomes that it does not touch and whose places it
//! presupposes are on the list by such a text.

use super::{
	date::RecordedDates,
	study::{at, date_at, dates, status, words, Refusal, OUTCOME_LISTS},
	text::{texts, Words},
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
	/// What else changed: how often which part of the record.
	pub other_parts: BTreeMap<String, usize>,
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
}

impl Place {
	/// A place that was there and of which nothing is told yet.
	fn untold() -> Self {
		let words = Words { measure: UNTOLD.to_owned(), ..Default::default() };
		Self { before: Some(words.clone()), after: words, told: Vec::new() }
	}
}

/// A list of outcomes while a patch is applied to it.
#[derive(Default)]
struct List {
	places: Vec<Place>,
	removed: Vec<Words>,
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
		self.places.insert(index, Place { before: None, after: words, told: Vec::new() });
		Ok(())
	}

	fn remove(&mut self, index: usize, old: Option<Words>) -> Result<(), Refusal> {
		let place = self.place(index)?;
		if let (Some(before), Some(old), true) = (&mut place.before, old, place.told.is_empty()) {
			*before = old;
		}
		let place = self.places.remove(index);
		self.removed.extend(place.before);
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
		let (outcomes, changes) = outcomes_and_changes(lists)?;
		Ok(Self {
			id,
			from: date_at(record, "/from_submitted_date")?,
			to: date_at(record, "/to_submitted_date")?,
			status_before,
			last_known_before,
			status_after,
			first_submitted: date_at(before, "/studyFirstSubmitDate")?,
			dates_before: dates(before)?,
			dates_after: dates(&after)?,
			outcomes,
			changes,
			other_parts,
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
		let study_type =
			if expanded == self.status_before || expanded.may_become(self.status_before, false) {
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
	}
	list.removed.extend(old.into_iter().skip(kept));
	for (index, words) in new.into_iter().enumerate().skip(kept) {
		list.insert(index, words)?;
	}
	Ok(())
}

type Told = (Vec<(OutcomeKind, Words)>, Vec<OutcomeChange>);

/// The outcomes before, numbered as the chain numbers them, and what happens to them.
fn outcomes_and_changes(mut lists: BTreeMap<&'static str, List>) -> Result<Told, Refusal> {
	let mut outcomes = Vec::new();
	let mut changes = Vec::new();
	let mut added = Vec::new();
	for (name, kind) in OUTCOME_LISTS {
		let List { places, removed } = lists.remove(name).unwrap_or_default();
		for Place { before, after, .. } in places {
			let number = outcomes.len() as u16;
			let outcome = after.outcome(kind);
			match before {
				Some(before) => {
					if before != after {
						changes.push(OutcomeChange::Replace { number, outcome });
					}
					outcomes.push((kind, before));
				},
				None => added.push(OutcomeChange::Add { outcome }),
			}
		}
		for before in removed {
			let number = outcomes.len() as u16;
			changes.push(OutcomeChange::Remove { number });
			outcomes.push((kind, before));
		}
	}
	changes.extend(added);
	// A record has a primary outcome, whether or not the difference tells it; and where all that it
	// tells are removed, others that it does not tell must be left.
	let left = changes_leave_primary(&outcomes, &changes);
	if !left {
		let untold = Words { measure: UNTOLD.to_owned(), ..Default::default() };
		outcomes.push((OutcomeKind::Primary, untold));
	}
	let room = outcomes.len() + changes.len();
	if room > MAX_OUTCOMES as usize {
		return Err(Refusal::TooManyOutcomes(room));
	}
	Ok((outcomes, changes))
}

/// Whether there is a primary outcome before the changes and after.
fn changes_leave_primary(outcomes: &[(OutcomeKind, Words)], changes: &[OutcomeChange]) -> bool {
	let removed = |number: usize| {
		changes.iter().any(
			|change| matches!(change, OutcomeChange::Remove { number: gone } if usize::from(*gone) == number),
		)
	};
	outcomes
		.iter()
		.enumerate()
		.any(|(number, (kind, _))| *kind == OutcomeKind::Primary && !removed(number))
}
