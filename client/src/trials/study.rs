//! A study as ClinicalTrials.gov gives it, and what the chain registers of it.

use super::{
	country,
	date::{RecordedDate, RecordedDates},
	results::{accounts, reported, ReportedOutcome},
	text::{texts, Words},
	Refusal,
};
use salus_primitives::{
	codes::{
		AgeUnit, Country, DateKind, MaskedParties, OutcomeKind, PhaseSet, StudyType, TrialStatus,
		TrialText, UnknownCode,
	},
	trial::{
		Age, Countries, Design, Details, Eligibility, Extras, Outcomes, Registration, RegistryId,
		RegistryIds, Reports, SampleSize, MAX_OUTCOMES, MAX_REGISTRY_IDS,
	},
	Moment, OrganizationId,
};
use serde_json::{json, Value};
use std::{
	collections::{BTreeMap, BTreeSet},
	str::FromStr,
};

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
	/// Where they are recruited.
	pub countries: BTreeSet<Country>,
	/// Why it was stopped, or halted.
	pub why_stopped: Option<String>,
	/// Whether data of single participants will be shared.
	pub ipd_sharing: Option<salus_primitives::codes::IpdSharing>,
	/// The texts.
	pub texts: BTreeMap<TrialText, String>,
	/// The outcomes.
	pub outcomes: Vec<(OutcomeKind, Words)>,
	/// What results report.
	pub reported: Vec<ReportedOutcome>,
	/// What of the record can't be registered, or is not there and would be expected.
	pub notes: Vec<String>,
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

pub(super) fn list_at<'a>(value: &'a Value, path: &str) -> Result<&'a [Value], Refusal> {
	match at(value, path) {
		None => Ok(&[]),
		Some(Value::Array(list)) => Ok(list),
		Some(_) => Err(Refusal::Malformed(format!("{path} is not a list"))),
	}
}

pub(super) fn code_at<C: FromStr<Err = UnknownCode>>(
	value: &Value,
	path: &str,
) -> Result<Option<C>, Refusal> {
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

/// The dates of a status module. One that lies before the chain's clock begins is left out and noted.
pub(super) fn dates(
	status_module: &Value,
	notes: &mut Vec<String>,
) -> Result<RecordedDates, Refusal> {
	let mut date = |path| match date_at(status_module, path) {
		Err(before @ Refusal::BeforeClock { .. }) => {
			notes.push(before.to_string());
			Ok(None)
		},
		other => other,
	};
	Ok(RecordedDates {
		start: date("/startDateStruct")?,
		primary_completion: date("/primaryCompletionDateStruct")?,
		completion: date("/completionDateStruct")?,
	})
}

/// The status of a status module, and the one last known.
pub(super) fn status(status_module: &Value) -> Result<(TrialStatus, Option<TrialStatus>), Refusal> {
	let code =
		text_at(status_module, "/overallStatus")?.ok_or(Refusal::Missing("overallStatus"))?;
	if code == "WITHHELD" {
		return Err(Refusal::Withheld);
	}
	let last_known = code_at(status_module, "/lastKnownStatus")?
		.filter(|status: &TrialStatus| *status != TrialStatus::Unknown);
	let status: TrialStatus = code.parse()?;
	if status == TrialStatus::Unknown && last_known.is_none() {
		return Err(Refusal::Missing("lastKnownStatus"));
	}
	Ok((status, last_known.filter(|_| status == TrialStatus::Unknown)))
}

fn age_at(protocol: &Value, path: &str) -> Result<Option<Age>, Refusal> {
	// Where there is no limit, some records say so.
	let limit = text_at(protocol, path)?.filter(|text| text != "N/A");
	let Some(text) = limit else { return Ok(None) };
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
	/// Reads the studies of a file: one, a list of them, or the page of a search.
	pub fn read_all(json: &Value) -> Result<Vec<Result<Self, Refusal>>, Refusal> {
		let studies = match (json, at(json, "/studies")) {
			(Value::Array(studies), _) | (_, Some(Value::Array(studies))) => studies,
			(_, Some(_)) => return Err(Refusal::Malformed("studies is not a list".to_owned())),
			(_, None) => return Ok(vec![Self::read(json)]),
		};
		if studies.is_empty() {
			return Err(Refusal::NoStudies);
		}
		Ok(studies.iter().map(Self::read).collect())
	}

	/// Reads one study.
	pub fn read(json: &Value) -> Result<Self, Refusal> {
		let protocol = at(json, "/protocolSection").ok_or(Refusal::NotAStudy)?;
		let number =
			text_at(protocol, "/identificationModule/nctId")?.ok_or(Refusal::Missing("nctId"))?;
		let id = number.parse().map_err(|_| Refusal::InvalidId(number))?;
		let nothing = json!({});
		let status_module = at(protocol, "/statusModule").unwrap_or(&nothing);
		let (status, last_known_status) = status(status_module)?;
		let outcomes = outcomes(protocol)?;
		let design = design(protocol)?;
		let has_primary = outcomes.iter().any(|(kind, _)| *kind == OutcomeKind::Primary);
		if !has_primary && design.study_type != StudyType::ExpandedAccess {
			return Err(Refusal::Missing("primary outcome"));
		}
		ensure_status_of(design.study_type, last_known_status.unwrap_or(status))?;
		let mut notes = Vec::new();
		let dates = dates(status_module, &mut notes)?;
		dates.ensure_consistent()?;
		let sample_size = sample_size(protocol)?;
		if sample_size.is_none() && design.study_type != StudyType::ExpandedAccess {
			notes.push("without a sample size, which the record does not tell".to_owned());
		}
		let reported = reported(json)?;
		if reported.is_empty() && at(json, "/hasResults") == Some(&Value::Bool(true)) {
			notes.push("without results, of which the file has no outcomes".to_owned());
		}
		Ok(Self {
			other_ids: other_ids(protocol, &id)?,
			id,
			status,
			last_known_status,
			dates,
			first_submitted: date_at(status_module, "/studyFirstSubmitDate")?,
			verified: date_at(status_module, "/statusVerifiedDate")?,
			results_submitted: date_at(status_module, "/resultsFirstSubmitDate")?,
			design,
			eligibility: eligibility(protocol)?,
			sample_size: sample_size.unwrap_or(SampleSize { count: 0, kind: DateKind::Estimated }),
			countries: countries(protocol, &mut notes)?,
			why_stopped: text_at(status_module, "/whyStopped")?,
			ipd_sharing: code_at(protocol, "/ipdSharingStatementModule/ipdSharing")?,
			texts: long_texts(protocol)?,
			outcomes,
			reported,
			notes,
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
			countries: Countries::try_from(self.countries.clone()).expect("room for all; qed"),
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
		accounts(&self.outcomes, &self.reported)
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

/// That studies of this type can stand there.
pub(super) fn ensure_status_of(study_type: StudyType, status: TrialStatus) -> Result<(), Refusal> {
	use TrialStatus::*;
	let of_access = matches!(
		status,
		Available | NoLongerAvailable | TemporarilyNotAvailable | ApprovedForMarketing
	);
	if of_access == (study_type == StudyType::ExpandedAccess) {
		Ok(())
	} else {
		Err(Refusal::StatusOfOtherType { status, study_type })
	}
}

fn eligibility(protocol: &Value) -> Result<Eligibility, Refusal> {
	let module = "/eligibilityModule";
	let healthy = format!("{module}/healthyVolunteers");
	let healthy_volunteers = match at(protocol, &healthy) {
		None => None,
		Some(Value::Bool(accepted)) => Some(*accepted),
		Some(_) => return Err(Refusal::Malformed(format!("{healthy} is neither true nor false"))),
	};
	Ok(Eligibility {
		sex: code_at(protocol, &format!("{module}/sex"))?,
		minimum_age: age_at(protocol, &format!("{module}/minimumAge"))?,
		maximum_age: age_at(protocol, &format!("{module}/maximumAge"))?,
		healthy_volunteers,
	})
}

fn sample_size(protocol: &Value) -> Result<Option<SampleSize>, Refusal> {
	let path = "/designModule/enrollmentInfo";
	let Some(count) = at(protocol, &format!("{path}/count")) else { return Ok(None) };
	let count = count
		.as_u64()
		.and_then(|count| u32::try_from(count).ok())
		.ok_or(Refusal::InvalidNumber("enrollmentInfo.count"))?;
	let kind = code_at(protocol, &format!("{path}/type"))?.unwrap_or(DateKind::Estimated);
	Ok(Some(SampleSize { count, kind }))
}

/// The countries of all places. A name that no country has is noted; the text of the places has it.
fn countries(protocol: &Value, notes: &mut Vec<String>) -> Result<BTreeSet<Country>, Refusal> {
	let mut countries = BTreeSet::new();
	let mut unknown = BTreeSet::new();
	let mut nowhere = 0usize;
	for place in list_at(protocol, "/contactsLocationsModule/locations")? {
		match text_at(place, "/country")? {
			None => nowhere += 1,
			Some(name) => match country::named(&name) {
				Some(country) => {
					countries.insert(country);
				},
				None => {
					unknown.insert(name.chars().take(64).collect::<String>());
				},
			},
		}
	}
	notes.extend(unknown.into_iter().map(|name| format!("{name:?} is no country with a code")));
	if nowhere > 0 {
		notes.push(format!("{nowhere} places without a country"));
	}
	Ok(countries)
}

/// The numbers at other registries, and those that the study had at this one before.
fn other_ids(protocol: &Value, own: &RegistryId) -> Result<Vec<RegistryId>, Refusal> {
	let module = "/identificationModule";
	let mut texts = vec![text_at(protocol, &format!("{module}/orgStudyIdInfo/id"))?];
	for alias in list_at(protocol, &format!("{module}/nctIdAliases"))? {
		texts.push(alias.as_str().map(str::to_owned));
	}
	for info in list_at(protocol, &format!("{module}/secondaryIdInfos"))? {
		texts.push(text_at(info, "/id")?);
	}
	let mut ids = Vec::new();
	// Numbers of grants and sponsors are no registry's; they stay in the text.
	for id in texts.into_iter().flatten().filter_map(|text| text.trim().parse().ok()) {
		if id != *own && !ids.contains(&id) {
			ids.push(id);
		}
	}
	Ok(ids)
}

/// The long texts: what the record has under each item of the registration data set.
fn long_texts(protocol: &Value) -> Result<BTreeMap<TrialText, String>, Refusal> {
	/// Each text is one field, or the JSON of a part of the record.
	const PLACES: [(TrialText, &str); 15] = [
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
	let of_ids = ["orgStudyIdInfo", "secondaryIdInfos", "nctIdAliases"];
	let ids: serde_json::Map<_, _> = of_ids
		.iter()
		.filter_map(|part| {
			let found = at(protocol, &format!("/identificationModule/{part}"))?;
			Some(((*part).to_owned(), found.clone()))
		})
		.collect();
	if !ids.is_empty() {
		texts.insert(TrialText::SecondaryIds, Value::Object(ids).to_string());
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
