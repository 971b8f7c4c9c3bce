//! A study as ClinicalTrials.gov gives it, and what the chain registers of it.

use super::{
	date::{RecordedDate, RecordedDates},
	text::{texts, Words},
};
use salus_primitives::{
	codes::{
		AgeUnit, DateKind, MaskedParties, NotReportedReason, OutcomeKind, PhaseSet, StudyType,
		TrialStatus, TrialText, UnknownCode,
	},
	trial::{
		Age, Design, Details, Eligibility, Extras, OutcomeAccount, OutcomeReport, Outcomes,
		Registration, RegistryId, RegistryIds, Reports, SampleSize, MAX_OUTCOMES, MAX_REGISTRY_IDS,
	},
	Moment, OrganizationId,
};
use serde_json::Value;
use std::{collections::BTreeMap, str::FromStr};

/// Why a file is not read as a study, or as an update of one.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
	/// No JSON, or a part of it is not of the kind that it has to be.
	#[error("malformed: {0}")]
	Malformed(String),
	/// Neither a study nor an update.
	#[error("not-a-study: no protocolSection and no patch_operations")]
	NotAStudy,
	/// Something that can't be registered without.
	#[error("missing: the record has no {0}")]
	Missing(&'static str),
	/// A code that the registry's list does not have.
	#[error("unknown-code: {0}")]
	UnknownCode(UnknownCode),
	/// A status that says nothing.
	#[error("withheld: the registry withholds where the study stands")]
	Withheld,
	/// The number is no registry's.
	#[error("invalid-id: {0:?} is no number of a registry")]
	InvalidId(String),
	/// A text that is no date.
	#[error("invalid-date: {field} is {text:?}")]
	InvalidDate {
		/// Which.
		field: String,
		/// What it says.
		text: String,
	},
	/// An age that is none.
	#[error("invalid-age: {0:?}")]
	InvalidAge(String),
	/// A number that is none, or too large.
	#[error("invalid-number: {0}")]
	InvalidNumber(&'static str),
	/// More outcomes than the chain has room for.
	#[error("too-many-outcomes: {0}, and there is room for {MAX_OUTCOMES}")]
	TooManyOutcomes(usize),
	/// A patch that does not fit itself.
	#[error("invalid-patch: {0}")]
	InvalidPatch(String),
}

impl From<UnknownCode> for Refusal {
	fn from(unknown: UnknownCode) -> Self {
		Self::UnknownCode(unknown)
	}
}

/// An outcome as results report it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportedOutcome {
	/// As what.
	pub kind: OutcomeKind,
	/// In which words.
	pub words: Words,
	/// Whether there are figures yet.
	pub posted: bool,
}

/// A study.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Study {
	/// Its number at the registry.
	pub id: RegistryId,
	/// Its numbers at other registries.
	pub other_ids: Vec<RegistryId>,
	/// Where it stands.
	pub status: TrialStatus,
	/// Where it stood when somebody last said so, if that is not known now.
	pub last_known_status: Option<TrialStatus>,
	/// The dates.
	pub dates: RecordedDates,
	/// When it was first submitted to the registry.
	pub first_submitted: Option<RecordedDate>,
	/// When the record was last confirmed.
	pub verified: Option<RecordedDate>,
	/// When results were first submitted.
	pub results_submitted: Option<RecordedDate>,
	/// The design.
	pub design: Design,
	/// Who may take part.
	pub eligibility: Eligibility,
	/// How many.
	pub sample_size: SampleSize,
	/// Whether data of single participants will be shared.
	pub ipd_sharing: Option<salus_primitives::codes::IpdSharing>,
	/// The texts.
	pub texts: BTreeMap<TrialText, String>,
	/// The outcomes.
	pub outcomes: Vec<(OutcomeKind, Words)>,
	/// What results report.
	pub reported: Vec<ReportedOutcome>,
}

/// Where something is in a record.
pub(super) fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
	value.pointer(path).filter(|found| !found.is_null())
}

pub(super) fn text_at(value: &Value, path: &str) -> Result<Option<String>, Refusal> {
	match at(value, path) {
		None => Ok(None),
		Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
		Some(Value::String(text)) => Ok(Some(text.clone())),
		Some(_) => Err(Refusal::Malformed(format!("{path} is not a text"))),
	}
}

fn list_at<'a>(value: &'a Value, path: &str) -> Result<&'a [Value], Refusal> {
	match at(value, path) {
		None => Ok(&[]),
		Some(Value::Array(list)) => Ok(list),
		Some(_) => Err(Refusal::Malformed(format!("{path} is not a list"))),
	}
}

fn code_at<C: FromStr<Err = UnknownCode>>(value: &Value, path: &str) -> Result<Option<C>, Refusal> {
	Ok(text_at(value, path)?.map(|code| code.parse()).transpose()?)
}

fn codes_at<C: FromStr<Err = UnknownCode>, S: FromIterator<C>>(
	value: &Value,
	path: &str,
) -> Result<S, Refusal> {
	list_at(value, path)?
		.iter()
		.map(|code| match code {
			Value::String(code) => Ok(code.parse::<C>()?),
			_ => Err(Refusal::Malformed(format!("{path} has something else than codes"))),
		})
		.collect()
}

pub(super) fn date_at(value: &Value, path: &str) -> Result<Option<RecordedDate>, Refusal> {
	// Some dates come with what they are, others by themselves.
	let text = match at(value, path) {
		Some(Value::Object(_)) => text_at(value, &format!("{path}/date"))?,
		_ => text_at(value, path)?,
	};
	let kind: Option<DateKind> = match at(value, path) {
		Some(Value::Object(_)) => code_at(value, &format!("{path}/type"))?,
		_ => None,
	};
	let field = path.rsplit('/').next().unwrap_or(path);
	text.map(|text| RecordedDate::read(field, &text, kind)).transpose()
}

/// The dates of a status module.
pub(super) fn dates(status_module: &Value) -> Result<RecordedDates, Refusal> {
	Ok(RecordedDates {
		start: date_at(status_module, "/startDateStruct")?,
		primary_completion: date_at(status_module, "/primaryCompletionDateStruct")?,
		completion: date_at(status_module, "/completionDateStruct")?,
	})
}

/// The status of a status module, and the one last known.
pub(super) fn status(status_module: &Value) -> Result<(TrialStatus, Option<TrialStatus>), Refusal> {
	let code =
		text_at(status_module, "/overallStatus")?.ok_or(Refusal::Missing("overallStatus"))?;
	if code == "WITHHELD" {
		return Err(Refusal::Withheld);
	}
	let last_known = code_at(status_module, "/lastKnownStatus")?;
	let status: TrialStatus = code.parse()?;
	if status == TrialStatus::Unknown && last_known.is_none() {
		return Err(Refusal::Missing("lastKnownStatus"));
	}
	Ok((status, last_known.filter(|_| status == TrialStatus::Unknown)))
}

fn age_at(protocol: &Value, path: &str) -> Result<Option<Age>, Refusal> {
	let Some(text) = text_at(protocol, path)? else { return Ok(None) };
	let invalid = || Refusal::InvalidAge(text.chars().take(32).collect());
	let (number, unit) = text.trim().split_once(' ').ok_or_else(invalid)?;
	let number = number.parse().map_err(|_| invalid())?;
	Ok(Some(Age { number, unit: unit.trim().parse::<AgeUnit>()? }))
}

pub(super) fn words(value: &Value, measure: &str) -> Result<Words, Refusal> {
	Ok(Words {
		measure: text_at(value, measure)?.ok_or(Refusal::Missing("measure of an outcome"))?,
		time_frame: text_at(value, "/timeFrame")?,
		description: text_at(value, "/description")?,
	})
}

/// The lists of outcomes, by kind.
pub(super) const OUTCOME_LISTS: [(&str, OutcomeKind); 3] = [
	("primaryOutcomes", OutcomeKind::Primary),
	("secondaryOutcomes", OutcomeKind::Secondary),
	("otherOutcomes", OutcomeKind::OtherPreSpecified),
];

impl Study {
	/// Reads the studies of a file: one, or the page of a search.
	pub fn read_all(json: &Value) -> Result<Vec<Result<Self, Refusal>>, Refusal> {
		match at(json, "/studies") {
			Some(Value::Array(studies)) => Ok(studies.iter().map(Self::read).collect()),
			Some(_) => Err(Refusal::Malformed("studies is not a list".to_owned())),
			None => Ok(vec![Self::read(json)]),
		}
	}

	/// Reads one study.
	pub fn read(json: &Value) -> Result<Self, Refusal> {
		let protocol = at(json, "/protocolSection").ok_or(Refusal::NotAStudy)?;
		let number =
			text_at(protocol, "/identificationModule/nctId")?.ok_or(Refusal::Missing("nctId"))?;
		let id = number.parse().map_err(|_| Refusal::InvalidId(number))?;
		let nothing = Value::Object(Default::default());
		let status_module = at(protocol, "/statusModule").unwrap_or(&nothing);
		let (status, last_known_status) = status(status_module)?;
		let outcomes = outcomes(protocol)?;
		let design = design(protocol)?;
		let has_primary = outcomes.iter().any(|(kind, _)| *kind == OutcomeKind::Primary);
		if !has_primary && design.study_type != StudyType::ExpandedAccess {
			return Err(Refusal::Missing("primary outcome"));
		}
		Ok(Self {
			id,
			other_ids: other_ids(protocol)?,
			status,
			last_known_status,
			dates: dates(status_module)?,
			first_submitted: date_at(status_module, "/studyFirstSubmitDate")?,
			verified: date_at(status_module, "/statusVerifiedDate")?,
			results_submitted: date_at(status_module, "/resultsFirstSubmitDate")?,
			design,
			eligibility: eligibility(protocol)?,
			sample_size: sample_size(protocol)?,
			ipd_sharing: code_at(protocol, "/ipdSharingStatementModule/ipdSharing")?,
			texts: long_texts(protocol)?,
			outcomes,
			reported: reported(json)?,
		})
	}

	/// What a sponsor registers of it at `now`, to be judged by `committee`. Numbers that `taken` has
	/// are left out.
	pub fn registration(
		&self,
		committee: OrganizationId,
		now: Moment,
		taken: &[RegistryId],
	) -> Registration {
		let ids: Vec<_> = std::iter::once(&self.id)
			.chain(&self.other_ids)
			.filter(|id| !taken.contains(id))
			.take(MAX_REGISTRY_IDS as usize)
			.cloned()
			.collect();
		let past = |date: &Option<RecordedDate>| date.map(|date| date.first.min(now));
		Registration {
			committee,
			registry_ids: RegistryIds::try_from(ids).expect("no more were taken; qed"),
			first_registered_at: past(&self.first_submitted),
			dates: self.dates.stated(now),
			verified_at: self.verified.map_or(now, |date| date.first.min(now)),
			details: self.details(),
			outcomes: self.listed(),
		}
	}

	/// The protocol as the chain has it.
	pub fn details(&self) -> Details {
		Details {
			design: self.design,
			eligibility: self.eligibility,
			sample_size: self.sample_size,
			ipd_sharing: self.ipd_sharing,
			texts: texts(&self.texts, self.id.as_str()),
		}
	}

	/// The outcomes as the chain has them.
	pub fn listed(&self) -> Outcomes {
		let listed: Vec<_> =
			self.outcomes.iter().map(|(kind, words)| words.outcome(*kind)).collect();
		Outcomes::try_from(listed).expect("more are not read; qed")
	}

	/// What results say about each outcome on the list, and what they report beside it.
	pub fn results(&self) -> (Reports, Extras) {
		let mut of = vec![None; self.outcomes.len()];
		let mut left: Vec<usize> = (0..self.reported.len()).collect();
		type Same = fn(&(OutcomeKind, Words), &ReportedOutcome) -> bool;
		let rules: [Same; 3] = [
			|(kind, words), reported| {
				*kind == reported.kind
					&& words.measure == reported.words.measure
					&& words.time_frame == reported.words.time_frame
			},
			|(kind, words), reported| {
				*kind == reported.kind && words.measure == reported.words.measure
			},
			|(_, words), reported| words.measure == reported.words.measure,
		];
		for same in rules {
			for (place, registered) in of.iter_mut().zip(&self.outcomes) {
				if place.is_none() {
					let found =
						left.iter().position(|index| same(registered, &self.reported[*index]));
					*place = found.map(|position| left.remove(position));
				}
			}
		}
		let account = |place: &Option<usize>| match place.map(|index| &self.reported[index]) {
			Some(reported) if reported.posted => {
				OutcomeAccount::Reported { outcome: reported.words.outcome(reported.kind) }
			},
			Some(_) => OutcomeAccount::NotReported { reason: NotReportedReason::Pending },
			None => OutcomeAccount::NotReported { reason: NotReportedReason::Other },
		};
		let reports: Vec<_> = (0u16..)
			.zip(&of)
			.map(|(number, place)| OutcomeReport { number, account: account(place) })
			.collect();
		let extras: Vec<_> = left
			.into_iter()
			.map(|index| &self.reported[index])
			.map(|reported| reported.words.outcome(reported.kind))
			.collect();
		let room = "more are not read; qed";
		(Reports::try_from(reports).expect(room), Extras::try_from(extras).expect(room))
	}
}

fn design(protocol: &Value) -> Result<Design, Refusal> {
	let module = "/designModule";
	let info = format!("{module}/designInfo");
	let study_type =
		code_at(protocol, &format!("{module}/studyType"))?.ok_or(Refusal::Missing("studyType"))?;
	let arms = list_at(protocol, "/armsInterventionsModule/armGroups")?.len();
	Ok(Design {
		study_type,
		phases: codes_at::<_, PhaseSet>(protocol, &format!("{module}/phases"))?,
		allocation: code_at(protocol, &format!("{info}/allocation"))?,
		intervention_model: code_at(protocol, &format!("{info}/interventionModel"))?,
		observational_model: code_at(protocol, &format!("{info}/observationalModel"))?,
		time_perspective: code_at(protocol, &format!("{info}/timePerspective"))?,
		primary_purpose: code_at(protocol, &format!("{info}/primaryPurpose"))?,
		masking: code_at(protocol, &format!("{info}/maskingInfo/masking"))?,
		masked: codes_at::<_, MaskedParties>(protocol, &format!("{info}/maskingInfo/whoMasked"))?,
		arms: u16::try_from(arms).map_err(|_| Refusal::InvalidNumber("armGroups"))?,
	})
}

fn eligibility(protocol: &Value) -> Result<Eligibility, Refusal> {
	let module = "/eligibilityModule";
	Ok(Eligibility {
		sex: code_at(protocol, &format!("{module}/sex"))?,
		minimum_age: age_at(protocol, &format!("{module}/minimumAge"))?,
		maximum_age: age_at(protocol, &format!("{module}/maximumAge"))?,
		healthy_volunteers: at(protocol, &format!("{module}/healthyVolunteers"))
			.and_then(Value::as_bool),
	})
}

fn sample_size(protocol: &Value) -> Result<SampleSize, Refusal> {
	let path = "/designModule/enrollmentInfo";
	let count = match at(protocol, &format!("{path}/count")) {
		None => 0,
		Some(count) => count
			.as_u64()
			.and_then(|count| u32::try_from(count).ok())
			.ok_or(Refusal::InvalidNumber("enrollmentInfo.count"))?,
	};
	let kind = code_at(protocol, &format!("{path}/type"))?.unwrap_or(DateKind::Estimated);
	Ok(SampleSize { count, kind })
}

fn other_ids(protocol: &Value) -> Result<Vec<RegistryId>, Refusal> {
	let mut ids = Vec::new();
	for info in list_at(protocol, "/identificationModule/secondaryIdInfos")? {
		// Numbers of grants and sponsors are no registry's; they stay in the text.
		if let Some(id) = text_at(info, "/id")?.and_then(|id| id.trim().parse().ok()) {
			if !ids.contains(&id) {
				ids.push(id);
			}
		}
	}
	Ok(ids)
}

/// The long texts: what the record has under each item of the registration data set.
fn long_texts(protocol: &Value) -> Result<BTreeMap<TrialText, String>, Refusal> {
	/// Each text is one field, or the JSON of a part of the record.
	const PLACES: [(TrialText, &str); 16] = [
		(TrialText::SecondaryIds, "/identificationModule/secondaryIdInfos"),
		(TrialText::Funding, "/sponsorCollaboratorsModule/leadSponsor"),
		(TrialText::SecondarySponsors, "/sponsorCollaboratorsModule/collaborators"),
		(TrialText::PublicContact, "/contactsLocationsModule/centralContacts"),
		(TrialText::ScientificContact, "/contactsLocationsModule/overallOfficials"),
		(TrialText::PublicTitle, "/identificationModule/briefTitle"),
		(TrialText::ScientificTitle, "/identificationModule/officialTitle"),
		(TrialText::Countries, "/contactsLocationsModule/locations"),
		(TrialText::Conditions, "/conditionsModule/conditions"),
		(TrialText::Interventions, "/armsInterventionsModule"),
		(TrialText::Eligibility, "/eligibilityModule/eligibilityCriteria"),
		(TrialText::Design, "/designModule"),
		(TrialText::Outcomes, "/outcomesModule"),
		(TrialText::IpdPlan, "/ipdSharingStatementModule/description"),
		(TrialText::Summary, "/descriptionModule/briefSummary"),
		(TrialText::Protocol, "/descriptionModule/detailedDescription"),
	];
	let mut texts = BTreeMap::new();
	for (kind, path) in PLACES {
		match at(protocol, path) {
			Some(Value::String(text)) if text.trim().is_empty() => {},
			Some(Value::String(text)) => {
				texts.insert(kind, text.clone());
			},
			Some(Value::Array(list)) if list.is_empty() => {},
			Some(part) => {
				texts.insert(kind, part.to_string());
			},
			None => {},
		}
	}
	// Some records say who may take part in codes alone.
	if let Some(coded) = at(protocol, "/eligibilityModule") {
		texts.entry(TrialText::Eligibility).or_insert_with(|| coded.to_string());
	}
	for (kind, name) in [
		(TrialText::PublicTitle, "briefTitle"),
		(TrialText::Conditions, "conditions"),
		(TrialText::Eligibility, "eligibilityModule"),
	] {
		if !texts.contains_key(&kind) {
			return Err(Refusal::Missing(name));
		}
	}
	Ok(texts)
}

fn outcomes(protocol: &Value) -> Result<Vec<(OutcomeKind, Words)>, Refusal> {
	let mut outcomes = Vec::new();
	for (list, kind) in OUTCOME_LISTS {
		for outcome in list_at(protocol, &format!("/outcomesModule/{list}"))? {
			outcomes.push((kind, words(outcome, "/measure")?));
		}
	}
	if outcomes.len() > MAX_OUTCOMES as usize {
		return Err(Refusal::TooManyOutcomes(outcomes.len()));
	}
	Ok(outcomes)
}

fn reported(json: &Value) -> Result<Vec<ReportedOutcome>, Refusal> {
	let list = list_at(json, "/resultsSection/outcomeMeasuresModule/outcomeMeasures")?;
	if list.len() > MAX_OUTCOMES as usize {
		return Err(Refusal::TooManyOutcomes(list.len()));
	}
	list.iter()
		.map(|outcome| {
			Ok(ReportedOutcome {
				kind: code_at(outcome, "/type")?.ok_or(Refusal::Missing("type of an outcome"))?,
				words: words(outcome, "/title")?,
				posted: text_at(outcome, "/reportingStatus")?.is_none_or(|code| code == "POSTED"),
			})
		})
		.collect()
}
