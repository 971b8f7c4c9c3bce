//! A file's probes as requests to the chain.

use super::{stage::RecordPlan, Expectation, ExpectedFile, Probe, Stage};
use crate::{
	fhir::consent::{self, span, Conversion, Refused},
	keys, Error,
};
use salus_primitives::{
	codes::{Confidentiality, ConsentAction, DataClass, Purpose, ResourceType, Sensitivity},
	consent::{code_hash, Request},
	record::Labels,
	Moment,
};
use serde_json::Value;
use std::io;

const DAY: Moment = 86_400_000;
const MEDIA_TYPE_SYSTEM: &str = "urn:ietf:bcp:13";
const LOINC: &str = "http://loinc.org";
/// The fields of a probe that are known.
const FIELDS: &[&str] = &[
	"actor",
	"actor_org",
	"purpose",
	"action",
	"data_custodian",
	"data_author",
	"data_class",
	"data_label",
	"data_record",
	"data_related_to",
	"data_document_type",
	"data_code",
	"data_time",
	"at",
];

/// A file, planned.
pub struct Case {
	/// Its name.
	pub name: String,
	/// Who and what it names.
	pub stage: Stage,
	/// Why its file could not be read at all.
	pub missing: Option<String>,
	/// What became of the consent.
	pub conversion: Result<Conversion, Refused>,
	/// Its probes, as far as they can be asked.
	pub questions: Vec<Result<Question, Unasked>>,
	/// From when on the consent should be there: before the first question, and before it is over.
	pub import_at: Moment,
}

/// A probe that can be asked.
#[derive(Clone, Debug)]
pub struct Question {
	/// Its name.
	pub id: String,
	/// What must come.
	pub expected: Expectation,
	/// When it is asked.
	pub at: Moment,
	/// What is asked.
	pub request: Request<crate::AccountId32>,
	/// The name of the practitioner who has to declare an emergency before.
	pub emergency: Option<String>,
}

/// A probe that can't be asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unasked {
	/// Its name.
	pub id: String,
	/// Why.
	pub why: String,
}

impl Case {
	/// Reads the file and plans its probes. Planning it again with the number that its first
	/// organization got on chain names everything as it is there.
	pub fn plan(bytes: &[u8], expected: &ExpectedFile, first_organization: u32) -> Self {
		let stage = Stage::new(&expected.name, first_organization);
		let conversion = consent::read(bytes, &stage);
		let mut questions: Vec<Result<Question, Unasked>> = match &conversion {
			Ok(conversion) => expected
				.probes
				.iter()
				.map(|probe| {
					question(&stage, conversion, probe)
						.map_err(|why| Unasked { id: probe.id.clone(), why })
				})
				.collect(),
			Err(_) => unasked(expected, "its file is refused"),
		};
		questions.extend(expected.unusable.iter().cloned().map(Err));
		stage.settle();
		let first = questions.iter().flatten().map(|question| question.at).min();
		let fallback = conversion.as_ref().ok().map(default_time);
		let ends = conversion.as_ref().ok().and_then(|conversion| conversion.terms.period.end);
		let import_at = first
			.or(fallback)
			.into_iter()
			// What is over can't be granted any more.
			.chain(ends)
			.min()
			.unwrap_or(DAY)
			.saturating_sub(DAY / 24)
			.max(DAY);
		Self { name: expected.name.clone(), stage, missing: None, conversion, questions, import_at }
	}

	/// A file that is not there, or can't be opened.
	pub fn missing(expected: &ExpectedFile, error: &io::Error) -> Self {
		let why = format!("EXPECTED.json names it, and it can't be read: {error}");
		let mut questions = unasked(expected, "its file is missing");
		questions.extend(expected.unusable.iter().cloned().map(Err));
		Self {
			name: expected.name.clone(),
			stage: Stage::new(&expected.name, 0),
			conversion: Err(Refused {
				path: "Consent".to_owned(),
				problem: consent::Problem::Malformed(why.clone()),
			}),
			missing: Some(why),
			questions,
			import_at: DAY,
		}
	}
}

fn unasked(expected: &ExpectedFile, why: &str) -> Vec<Result<Question, Unasked>> {
	let probes = expected.probes.iter();
	probes.map(|probe| Err(Unasked { id: probe.id.clone(), why: why.to_owned() })).collect()
}

/// When a question is asked that does not say when.
fn default_time(conversion: &Conversion) -> Moment {
	let period = conversion.terms.period;
	let after_given = conversion.given.map(|given| given.saturating_add(DAY));
	let start = period.start.unwrap_or(0);
	let time = after_given.unwrap_or(start.saturating_add(1)).max(start);
	if period.contains(time) {
		time
	} else {
		// It was over before it was given, or within a day.
		period.end.map_or(time, |end| end.saturating_sub(1)).max(start)
	}
}

fn question(stage: &Stage, conversion: &Conversion, probe: &Probe) -> Result<Question, String> {
	for (name, value) in &probe.fields {
		if !FIELDS.contains(&name.as_str()) {
			return Err(format!("unknown field {name}"));
		}
		let listed = name == "data_label" || name == "data_class" || name == "data_code";
		if !(value.is_string() || value.is_null() || (listed && value.is_array())) {
			return Err(format!("{name} is {value}"));
		}
	}
	let said = |error: Error| error.to_string();
	let action = probe.text("action").ok_or("no action")?;
	let action: ConsentAction = action.parse().map_err(|_| format!("unknown action {action}"))?;
	let mut request = Request::new(action, Purpose::TREAT);
	request.purpose = None;
	if let Some(code) = probe.text("purpose") {
		match code.parse::<Purpose>() {
			Ok(purpose) => request.purpose = Some(purpose),
			Err(_) => {
				let project =
					conversion.report.projects.iter().find(|project| project.code == code);
				let project = project.ok_or_else(|| format!("unknown purpose {code}"))?;
				request.trial = Some(project.trial);
			},
		}
	}
	let asker = asker(stage, conversion, probe, &mut request).map_err(said)?;
	let (custodian, author) = (probe.text("data_custodian"), probe.text("data_author"));
	request.custodian = custodian.map(|name| stage.organization(name));
	data(probe, &mut request)?;
	let record = probe.text("data_record");
	match author {
		Some(name) if name.starts_with("Organization/") => {
			request.author = Some(stage.organization(name));
		},
		Some(_) | None => {
			// What a person wrote, or is one record, has to stand on chain.
			let related = probe.text("data_related_to");
			if let Some(written) = author.or(record).or(related) {
				let own = || format!("{}/{written}", probe.id).replace(char::is_whitespace, "-");
				let name = record.map_or_else(own, str::to_owned);
				let author = author.map_or("(the author)", |author| author);
				stage.person(author, None).map_err(said)?;
				let id = stage.record(&name);
				let resource_type =
					request.resource_type.unwrap_or(ResourceType::DocumentReference);
				let plan = RecordPlan {
					id,
					author: author.to_owned(),
					custodian: custodian.map(str::to_owned),
					class: request.class.unwrap_or(resource_type.data_class()),
					resource_type,
					labels: request.labels.unwrap_or(Labels::new(Confidentiality::N)),
				};
				stage.plan_record(&name, plan);
				request.record = Some(id);
				// What is not said to result from a record does not.
				let related =
					related.map(|name| stage.record(name)).into_iter().collect::<Vec<_>>();
				request.related_to = related.try_into().ok();
			}
		},
	}
	let at = match probe.text("at") {
		Some(text) => time(text)?,
		None => default_time(conversion),
	};
	if request.purpose == Some(Purpose::BTG) {
		request.class.get_or_insert(DataClass::ClinicalNotes);
	}
	let emergency = request.purpose.filter(|purpose| purpose.is_a(Purpose::ETREAT)).and(asker);
	Ok(Question { id: probe.id.clone(), expected: probe.expected, at, request, emergency })
}

fn time(text: &str) -> Result<Moment, String> {
	span(text)
		.and_then(|(first, _)| Moment::try_from(first).ok())
		.ok_or_else(|| format!("{text} is no time on chain"))
}

/// Who asks. Returns the name of the person, if it is one.
fn asker(
	stage: &Stage,
	conversion: &Conversion,
	probe: &Probe,
	request: &mut Request<crate::AccountId32>,
) -> Result<Option<String>, Error> {
	let organization = probe.text("actor_org");
	let name = match probe.text("actor") {
		Some(name) if name.starts_with("Organization/") => {
			request.organization = Some(stage.organization(name));
			return Ok(None);
		},
		// The patient asks with the patient's own key.
		Some(name) if conversion.subject.literal.as_deref() == Some(name) => {
			request.agent = Some(keys::account(&stage.patient_key()?));
			return Ok(None);
		},
		Some(name) => name,
		None => "(somebody)",
	};
	// "Somebody else" is somebody else in every organization.
	let anybody = name.starts_with('(') || name.ends_with("/other");
	let name = match organization {
		Some(organization) if anybody => format!("{name} of {organization}"),
		_ => name.to_owned(),
	};
	request.agent = Some(stage.person(&name, organization)?);
	if let (Some(wanted), Some(known)) = (organization, stage.organization_of(&name)) {
		if wanted != known {
			return Err(Error::BadSecret(format!("{name} is of {known} and of {wanted}")));
		}
	}
	Ok(Some(name))
}

/// What the data is.
fn data(probe: &Probe, request: &mut Request<crate::AccountId32>) -> Result<(), String> {
	let texts = |name: &str| -> Vec<String> {
		match probe.fields.get(name) {
			Some(Value::String(one)) => vec![one.clone()],
			Some(Value::Array(several)) => {
				several.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect()
			},
			_ => Vec::new(),
		}
	};
	for text in texts("data_class") {
		if let Ok(class) = text.parse::<DataClass>() {
			request.class = Some(class);
		} else if let Ok(resource_type) = text.parse::<ResourceType>() {
			request.resource_type = Some(resource_type);
			let by_category =
				matches!(resource_type, ResourceType::Observation | ResourceType::DiagnosticReport);
			if !by_category && request.class.is_none() {
				request.class = Some(resource_type.data_class());
			}
		} else {
			return Err(format!("unknown class {text}"));
		}
	}
	let labels = texts("data_label");
	if probe.fields.contains_key("data_label") {
		let (mut level, mut set) = (None, Labels::new(Confidentiality::N));
		for text in &labels {
			if let Ok(one) = text.parse::<Confidentiality>() {
				level = level.max(Some(one));
			} else if let Ok(label) = text.parse::<Sensitivity>() {
				set.sensitivity.insert(label);
			} else {
				return Err(format!("unknown label {text}"));
			}
		}
		let unsaid =
			if set.sensitivity.is_empty() { Confidentiality::N } else { Confidentiality::R };
		set.confidentiality = level.unwrap_or(unsaid);
		request.labels = Some(set);
	}
	if let Some(text) = probe.text("data_document_type") {
		request.document_type = Some(hash(text, |text| text.contains('/'), MEDIA_TYPE_SYSTEM)?);
	}
	for text in texts("data_code") {
		let is_loinc = |text: &str| {
			text.split_once('-').is_some_and(|(number, check)| {
				check.len() == 1 && format!("{number}{check}").bytes().all(|c| c.is_ascii_digit())
			})
		};
		request
			.codes
			.try_push(hash(&text, is_loinc, LOINC)?)
			.map_err(|_| "more codes than a request has".to_owned())?;
	}
	if let Some(text) = probe.text("data_time") {
		request.data_time = Some(time(text)?);
	}
	Ok(())
}

/// The hash of `system|code`, or of a code whose system can be told by its look.
fn hash(
	text: &str,
	known: impl Fn(&str) -> bool,
	system: &str,
) -> Result<salus_primitives::consent::CodeHash, String> {
	match text.rsplit_once('|') {
		Some((system, code)) => Ok(code_hash(system, code)),
		None if known(text) => Ok(code_hash(system, text)),
		None => Err(format!("{text} is of no code system that could be told")),
	}
}
