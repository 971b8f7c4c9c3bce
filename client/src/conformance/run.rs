//! The run on a chain.

use super::{Case, Expected, ExpectedFile, Malformed, Question, Stage, Unasked};
use crate::{
	calls::{self, organizations::Profile, patients::Agreement},
	fhir::consent::{self, to_fhir_r4, to_fhir_r5, Context, Conversion, Status},
	keys::{self, Keypair},
	rpc_params, Call, Client, Error, H256,
};
use codec::Encode;
use salus_primitives::{
	codes::{
		AgentRole, BreakGlassReason, Capability, CapabilitySet, DataClass, EncryptionScheme,
		Purpose, RoleSet,
	},
	consent::{Base, Verdict},
	organization::{Licence, MembershipInfo},
	record::Pointer,
	ConsentId, Moment, OrganizationId, Period,
};
use std::{collections::BTreeMap, fs, io, path::Path};

/// What says which consents a folder has, and what they mean.
const EXPECTED: &str = "EXPECTED.json";
/// The member with the one vote in the council of a development chain, which is a regulator too.
const REGULATOR: &str = "//Alice";
/// An agent of the hospital that registers patients there.
const HOSPITAL: &str = "//Bob";
/// How many calls go into one transaction.
const AT_ONCE: usize = 8;
/// How long before a question an emergency is declared.
const MINUTE: Moment = 60_000;
const DAY: Moment = 24 * 60 * MINUTE;

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
	/// The folder can't be read.
	#[error("{0}: {1}")]
	Unreadable(String, io::Error),
	/// Its `EXPECTED.json` is of another form.
	#[error("EXPECTED.json: {0}")]
	Malformed(#[from] Malformed),
	/// The chain did not do what was asked.
	#[error("{0}: {1}")]
	Chain(String, Error),
	/// The node can't set its clock.
	#[error(
		"the chain's clock can't be set; is it a development chain with blocks on demand? {0}"
	)]
	Clock(Error),
	/// The chain is past the first moment already.
	#[error(
		"the chain's clock shows {now}, and the files begin at {begin}: it has to be a new chain"
	)]
	Late {
		/// What the clock shows.
		now: Moment,
		/// When the files begin.
		begin: Moment,
	},
}

trait At<T> {
	fn at(self, step: impl ToString) -> Result<T, Failure>;
}

impl<T> At<T> for Result<T, Error> {
	fn at(self, step: impl ToString) -> Result<T, Failure> {
		self.map_err(|error| Failure::Chain(step.to_string(), error))
	}
}

/// What came of a run.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Total {
	/// Files that were read.
	pub files: usize,
	/// Of these, refused.
	pub refused: usize,
	/// Files that `EXPECTED.json` names and that are not there.
	pub missing: usize,
	/// Files that are there and that `EXPECTED.json` does not name.
	pub unnamed: usize,
	/// Probes.
	pub probes: usize,
	/// Answered as expected.
	pub ok: usize,
	/// Answered otherwise.
	pub differed: usize,
	/// Not asked.
	pub unasked: usize,
	/// Consents that did not come back from FHIR as they are on chain.
	pub changed: usize,
}

impl Total {
	/// Whether everything is as expected.
	pub fn is_clean(&self) -> bool {
		self.probes > 0 && self.ok == self.probes && self.changed == 0 && self.missing == 0
	}
}

/// What happens at a moment.
enum Event<'c> {
	Import(&'c Case, &'c Conversion),
	Declare(&'c Case, &'c Question, &'c str),
	Ask(&'c Case, &'c Question),
}

/// Declares an emergency: `agent`, a practitioner, breaks the glass for the patient, for one class of
/// data and as long as the chain lets emergencies last by default.
pub async fn declare_emergency(
	client: &Client,
	agent: &Keypair,
	stage: &Stage,
	class: DataClass,
) -> Result<(), Error> {
	let call = calls::disclosures::break_glass(
		stage.patient(),
		BreakGlassReason::LifeThreat,
		class.into(),
		None,
	);
	client.submit(&call, agent).await.map(drop)
}

/// A moment before everything that the files ask for, at which a chain for them can begin.
fn begin(cases: &[Case]) -> Moment {
	let first = cases.iter().map(|case| case.import_at).min().unwrap_or(DAY);
	first.saturating_sub(30 * DAY).max(DAY)
}

/// Runs a folder: imports every file that `EXPECTED.json` names, asks every probe, and tells line by
/// line what came of it. The node must be a fresh development chain with blocks on demand.
pub async fn run(
	folder: &Path,
	client: &Client,
	tell: &mut dyn FnMut(String),
) -> Result<Total, Failure> {
	let mut numbers = BTreeMap::new();
	// First to know whom they name, then with the numbers that these got on chain.
	let (planned, notes) = plan(folder, &numbers)?;
	let (now, begin) = (client.now().await.at("the chain's clock")?, begin(&planned));
	if now > begin {
		return Err(Failure::Late { now, begin });
	}
	set_time(client, begin).await?;
	let mut number = next_organization(client).await?;
	for case in planned {
		numbers.insert(case.name.clone(), number);
		number = number.saturating_add(case.stage.organizations().len() as u32);
	}
	let (cases, _) = plan(folder, &numbers)?;
	let mut total = Total { files: cases.len(), ..Total::default() };
	notes.into_iter().for_each(|note| tell(format!("note      {note}")));
	for name in unnamed(folder, &cases)? {
		total.unnamed += 1;
		tell(format!(
			"unnamed   {name}: EXPECTED.json does not name it, so nothing is asked of it"
		));
	}
	found(client, &cases).await?;
	for case in &cases {
		read_line(case, &mut total, tell);
		for unasked in case.questions.iter().filter_map(|question| question.as_ref().err()) {
			let Unasked { id, why } = unasked;
			total.probes += 1;
			total.unasked += 1;
			tell(format!("unasked   {id}: {why}"));
		}
	}
	let mut events = events(&cases);
	let mut lost: Vec<&str> = Vec::new();
	// Imports stand before questions of the same moment, as they were put in first.
	events.sort_by_key(|(at, _)| *at);
	for (at, event) in events {
		match event {
			Event::Import(case, conversion) => {
				set_time(client, at).await?;
				match import(client, case, conversion, tell).await {
					Ok(same) => total.changed += usize::from(!same),
					// The other files can do without it.
					Err(Failure::Chain(_, error @ Error::Dispatch { .. })) => {
						total.changed += 1;
						lost.push(&case.name);
						tell(format!("changed   {}: the chain refuses it: {error}", case.name));
					},
					Err(failure) => return Err(failure),
				}
			},
			Event::Declare(case, question, name) => {
				set_time(client, at).await?;
				let key = case.stage.key(name).at(&case.name)?;
				// A probe that names no class is about any: what a practitioner looks at first.
				let class = question.request.class.unwrap_or(DataClass::ClinicalNotes);
				if let Err(error) = declare_emergency(client, &key, &case.stage, class).await {
					tell(format!("emergency {}: not declared: {error}", case.name));
				}
			},
			Event::Ask(case, question) if lost.contains(&case.name.as_str()) => {
				total.probes += 1;
				total.unasked += 1;
				tell(format!("unasked   {}: its consent is not on chain", question.id));
			},
			Event::Ask(case, question) => {
				reach(client, at).await?;
				total.probes += 1;
				if ask(client, case, question, tell).await? {
					total.ok += 1;
				} else {
					total.differed += 1;
				}
			},
		}
	}
	Ok(total)
}

/// The cases of a folder, by the numbers that their first organizations have on chain, and what
/// there is to say about its `EXPECTED.json`.
fn plan(
	folder: &Path,
	numbers: &BTreeMap<String, u32>,
) -> Result<(Vec<Case>, Vec<String>), Failure> {
	let expected = fs::read(folder.join(EXPECTED))
		.map_err(|error| Failure::Unreadable(folder.join(EXPECTED).display().to_string(), error))?;
	let Expected { files, notes } = Expected::read(&expected)?;
	let case = |file: &ExpectedFile| match fs::read(folder.join(&file.name)) {
		Ok(bytes) => Case::plan(&bytes, file, numbers.get(&file.name).copied().unwrap_or_default()),
		Err(error) => Case::missing(file, &error),
	};
	Ok((files.iter().map(case).collect(), notes))
}

/// The files of a folder that `EXPECTED.json` does not name, sorted.
fn unnamed(folder: &Path, cases: &[Case]) -> Result<Vec<String>, Failure> {
	let unreadable = |error| Failure::Unreadable(folder.display().to_string(), error);
	let mut names = Vec::new();
	for entry in fs::read_dir(folder).map_err(unreadable)? {
		let entry = entry.map_err(unreadable)?;
		let name = entry.file_name().to_string_lossy().into_owned();
		let is_named = name == EXPECTED || cases.iter().any(|case| case.name == name);
		if entry.path().is_file() && !is_named {
			names.push(name);
		}
	}
	names.sort();
	Ok(names)
}

fn events(cases: &[Case]) -> Vec<(Moment, Event<'_>)> {
	let mut events = Vec::new();
	for case in cases {
		let Ok(conversion) = &case.conversion else { continue };
		events.push((case.import_at, Event::Import(case, conversion)));
		for question in case.questions.iter().flatten() {
			if let Some(name) = &question.emergency {
				events.push((
					question.at.saturating_sub(MINUTE),
					Event::Declare(case, question, name),
				));
			}
			events.push((question.at, Event::Ask(case, question)));
		}
	}
	events
}

/// What became of a file.
fn read_line(case: &Case, total: &mut Total, tell: &mut dyn FnMut(String)) {
	let name = &case.name;
	if let Some(why) = &case.missing {
		total.missing += 1;
		return tell(format!("missing   {name}: {why} ({} probes)", case.questions.len()));
	}
	let conversion = match &case.conversion {
		Ok(conversion) => conversion,
		Err(refused) => {
			total.refused += 1;
			let probes = case.questions.len();
			return tell(format!("refused   {name}: {refused} ({probes} probes)"));
		},
	};
	let base = match conversion.terms.base {
		Base::Permit => "permit",
		Base::Deny => "deny",
		Base::Silent => "silent",
	};
	let provisions = conversion.terms.provisions.len();
	let version = conversion.version;
	tell(format!("read      {name}: {version}, base {base}, {provisions} provisions"));
	for applied in &conversion.report.applied {
		tell(format!("  rule    {name}: {applied}"));
	}
	if !conversion.report.kept.is_empty() {
		tell(format!("  by hash {name}: {}", conversion.report.kept.join(", ")));
	}
}

async fn next_organization(client: &Client) -> Result<u32, Failure> {
	let mut from = OrganizationId(0);
	loop {
		let page = client.api().organizations(from, 100).await.at("the members")?;
		match page.last() {
			Some(last) => from = OrganizationId(last.id.0.saturating_add(1)),
			None => return Ok(from.0),
		}
	}
}

/// Founds the organizations, hires the people, registers the patients and anchors the records.
async fn found(client: &Client, cases: &[Case]) -> Result<(), Failure> {
	let step = "founding";
	let regulator = keys::from_uri(REGULATOR).at(step)?;
	let hospital = keys::from_uri(HOSPITAL).at(step)?;
	let (mut applications, mut admissions, mut licences) = (Vec::new(), Vec::new(), Vec::new());
	for case in cases {
		for name in case.stage.organizations() {
			let administrator = keys::account(&administrator(&case.stage, &name).at(step)?);
			let profile = Profile { name: short(&name), gln: None, envelope_key: None };
			let capabilities = CapabilitySet::of(&[Capability::Provider]);
			applications.push(calls::organizations::submit_application(
				&profile,
				capabilities,
				&administrator,
			));
			let id = case.stage.organization(&name);
			admissions.push(calls::organizations::admit(id));
			let licence = Licence { capability: Capability::Provider, period: Period::ALWAYS };
			licences.push(calls::organizations::grant_licence(id, &licence));
		}
	}
	submit_all(client, applications, &regulator).await.at("applications")?;
	for some in chunks(admissions) {
		let motion = calls::council::propose(1, calls::utility::batch_all(some));
		client.submit(&motion, &regulator).await.at("admissions")?;
	}
	submit_all(client, licences, &regulator).await.at("licences")?;
	for case in cases {
		let mut hirings = BTreeMap::<String, Vec<Call>>::new();
		for person in case.stage.people().at(step)? {
			let roles = RoleSet::of(&[AgentRole::Practitioner, AgentRole::Clerk]);
			let account = keys::account(&person.key);
			let hiring = calls::organizations::add_agent(&account, roles, Period::ALWAYS);
			hirings.entry(person.organization).or_default().push(hiring);
		}
		for (organization, hirings) in hirings {
			let administrator = administrator(&case.stage, &organization).at(step)?;
			submit_all(client, hirings, &administrator)
				.await
				.at(format!("{}: people", case.name))?;
		}
		register(client, case, &hospital).await?;
		anchor(client, case).await?;
	}
	Ok(())
}

/// A name, or its beginning where it is longer than a name on chain may be.
fn short(name: &str) -> String {
	match name.len() {
		0..=128 => name.to_owned(),
		// No character has more than four bytes.
		_ => name.chars().take(32).collect(),
	}
}

fn administrator(stage: &Stage, organization: &str) -> Result<Keypair, Error> {
	stage.key(&format!("administrator of {organization}"))
}

fn chunks(calls: Vec<Call>) -> Vec<Vec<Call>> {
	calls.chunks(AT_ONCE).map(<[Call]>::to_vec).collect()
}

async fn submit_all(client: &Client, calls: Vec<Call>, key: &Keypair) -> Result<(), Error> {
	for some in chunks(calls) {
		client.submit(&calls::utility::batch_all(some), key).await?;
	}
	Ok(())
}

async fn register(client: &Client, case: &Case, hospital: &Keypair) -> Result<(), Failure> {
	let step = format!("{}: patient", case.name);
	let sponsor = match client.api().membership(&keys::account(hospital)).await.at(&step)? {
		Some(MembershipInfo::Agent { organization, .. }) => organization,
		_ => {
			let error = Error::BadSecret(format!("{HOSPITAL} is no agent on this chain"));
			return Err(Failure::Chain(step, error));
		},
	};
	let deadline = client.now().await.at(&step)?.saturating_add(DAY);
	let key = case.stage.patient_key().at(&step)?;
	let patient = case.stage.patient();
	let agreement = Agreement::sign(&key, client.genesis(), patient, sponsor, 0, deadline);
	client.submit(&calls::patients::register(patient, &agreement), hospital).await.at(&step)?;
	Ok(())
}

/// Anchors the records that the case needs, each by its author, whom the patient lets care.
async fn anchor(client: &Client, case: &Case) -> Result<(), Failure> {
	let step = format!("{}: records", case.name);
	let patient_key = case.stage.patient_key().at(&step)?;
	let patient = case.stage.patient();
	let mut caring: Vec<OrganizationId> = Vec::new();
	for record in case.stage.records() {
		let home = case.stage.people().at(&step)?.into_iter().find(|one| one.name == record.author);
		let Some(author) = home else { continue };
		let organization = case.stage.organization(&author.organization);
		if !caring.contains(&organization) {
			let open =
				calls::patients::open_care_relationship(patient, organization, Period::ALWAYS);
			client.submit(&open, &patient_key).await.at(&step)?;
			caring.push(organization);
		}
		let custodian =
			record.custodian.as_ref().map_or(organization, |name| case.stage.organization(name));
		let pointer = Pointer {
			class: record.class,
			resource_type: record.resource_type,
			labels: record.labels,
			// Nobody opens it: what counts is what the pointer says.
			ciphertext_hash: H256(sp_io::hashing::blake2_256(&record.id.encode())),
			size: 1,
			scheme: EncryptionScheme::XChaCha20Poly1305,
			locator: Default::default(),
			custodians: vec![custodian].try_into().unwrap_or_default(),
		};
		let call = calls::records::anchor(patient, record.id, &pointer, Purpose::TREAT);
		client.submit(&call, &author.key).await.at(&step)?;
	}
	Ok(())
}

/// Puts the consent on chain, and checks that it comes back from FHIR as it is there. Returns whether
/// it does.
async fn import(
	client: &Client,
	case: &Case,
	conversion: &Conversion,
	tell: &mut dyn FnMut(String),
) -> Result<bool, Failure> {
	let step = format!("{}: import", case.name);
	let (patient, name) = (case.stage.patient(), &case.name);
	let consent = ConsentId::from(sp_io::hashing::blake2_256(name.as_bytes()));
	match conversion.status {
		Status::Active | Status::Inactive => (),
		other => {
			tell(format!("imported  {name}: nothing, as it is {other:?}"));
			return Ok(true);
		},
	}
	let key = case.stage.patient_key().at(&step)?;
	let grant = calls::consents::grant(patient, consent, &conversion.terms);
	client.submit(&grant, &key).await.at(&step)?;
	if conversion.status == Status::Inactive {
		client.submit(&calls::consents::revoke(patient, consent), &key).await.at(&step)?;
	}
	let info = client.api().consent(patient, consent).await.at(&step)?.ok_or_else(|| {
		let error = Error::Runtime("the consent that was granted is not there".to_owned());
		Failure::Chain(step.clone(), error)
	})?;
	let context = Context::of(patient, &info);
	let mut same = true;
	for document in
		[to_fhir_r5(&info.consent.terms, &context), to_fhir_r4(&info.consent.terms, &context)]
	{
		let back =
			document.and_then(|document| consent::read(document.to_string().as_bytes(), &()));
		match back {
			Ok(back) if back.terms == info.consent.terms => (),
			Ok(_) => {
				same = false;
				tell(format!("changed   {name}: other terms after going through FHIR"));
			},
			Err(refused) => {
				same = false;
				tell(format!("changed   {name}: {refused}"));
			},
		}
	}
	tell(format!("imported  {name}: consent {consent}"));
	Ok(same)
}

async fn ask(
	client: &Client,
	case: &Case,
	question: &Question,
	tell: &mut dyn FnMut(String),
) -> Result<bool, Failure> {
	let answer = client.api().decide(case.stage.patient(), &question.request).await;
	let decision = answer.at(&question.id)?;
	let verdict = match decision.verdict {
		Verdict::Permit => "permit",
		Verdict::Deny => "deny",
	};
	let reason = serde_json::to_string(&decision.reason).unwrap_or_default();
	let by = decision.consent.map_or_else(|| "no consent".to_owned(), |id| format!("consent {id}"));
	let as_expected = verdict == question.expected.to_string();
	let (word, expected) = if as_expected {
		("ok      ", String::new())
	} else {
		("differed", format!("expected {}, got ", question.expected))
	};
	let id = &question.id;
	tell(format!("{word}  {id}: {expected}{verdict} ({}, {by})", reason.trim_matches('"')));
	Ok(as_expected)
}

/// Sets the chain's clock, unless the chain has passed that moment.
async fn set_time(client: &Client, moment: Moment) -> Result<(), Failure> {
	if client.now().await.at("the chain's clock")?.saturating_add(MINUTE / 6) > moment {
		return Ok(());
	}
	let set: Result<Moment, Error> = client.request("dev_setTime", rpc_params![moment]).await;
	set.map(drop).map_err(Failure::Clock)
}

/// Has a block with that timestamp built, unless the chain has come so far.
async fn reach(client: &Client, moment: Moment) -> Result<(), Failure> {
	if client.now().await.at("the chain's clock")? >= moment {
		return Ok(());
	}
	set_time(client, moment).await?;
	let params = rpc_params![true, true];
	let built: Result<serde_json::Value, Error> =
		client.request("engine_createBlock", params).await;
	built.map(drop).map_err(Failure::Clock)
}
