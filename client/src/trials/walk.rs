//! A study's, or an update's, way through a chain.
//!
//! What registries don't contain, the walk supplies: an ethics committee that approves, a site, an
//! allocation list, and one participant with a patient id, a key and a consent of its own. Everything
//! goes through JSON-RPC; the checks ask the chain and take nothing on trust from the walk itself.

use super::{conformance::Told, date::RecordedDates, RecordedDate, Study, Update};
use crate::{
	calls::{self, patients::Agreement},
	keys, rpc_params, AccountId32, Call, Client, Error, H256,
};
use salus_primitives::{
	codes::{
		ActionSet, ConsentAction, DateKind, OutcomeFlag, Purpose, PurposeSet, StudyType,
		TrialReason, TrialStatus,
	},
	consent::{Actor, Base, Protocol, Provision, Terms, Test},
	merkle::Tree,
	organization::MembershipInfo,
	trial::{
		add_months, allocation_commitment, AmendmentKind, AuditedChange, Changes, ComparedOutcome,
		Comparison, Details, ListedOutcome, PublicText, Reason, Registration, RegistryId,
		TrialInfo, DAY,
	},
	ConsentId, Moment, OrganizationId, ParticipantId, PatientId, TrialId,
};
use std::collections::{BTreeMap, VecDeque};
use subxt_signer::sr25519::Keypair;

/// How long the patient's signature is good, in milliseconds.
const AGREEMENT_VALIDITY: Moment = 3_600_000;
/// How many entries an allocation list gets at most: enough for the one participant.
const ENTRIES: u32 = 16;
/// How far apart blocks are at least, with some to spare, in milliseconds.
const SLOT: Moment = 5_000;
/// How many entries of a trail are read at once.
const PAGE: u32 = 256;

/// Who takes part, beside the participant.
pub struct Cast {
	/// An agent of the sponsor.
	pub sponsor: Keypair,
	/// An agent of the ethics committee.
	pub reviewer: Keypair,
	/// Its organization.
	pub committee: OrganizationId,
	/// A practitioner of the site.
	pub investigator: Keypair,
	/// Its organization.
	pub site: OrganizationId,
}

impl Cast {
	/// The people of the development chain, whose keys everybody has.
	pub async fn development(client: &Client) -> Result<Self, Error> {
		let (sponsor, _) = agent(client, "//Eve").await?;
		let (reviewer, committee) = agent(client, "//Charlie").await?;
		let (investigator, site) = agent(client, "//Bob").await?;
		Ok(Self { sponsor, reviewer, committee, investigator, site })
	}
}

async fn agent(client: &Client, uri: &str) -> Result<(Keypair, OrganizationId), Error> {
	let key = keys::from_uri(uri)?;
	match client.api().membership(&keys::account(&key)).await? {
		Some(MembershipInfo::Agent { organization, .. }) => Ok((key, organization)),
		_ => Err(Error::BadSecret(format!(
			"{uri} is no agent on this chain, so it is no development chain"
		))),
	}
}

/// Why a walk did not get to its end.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
	/// The registry's number is on the chain already.
	#[error("already-registered: another trial on this chain has the number {0}")]
	AlreadyRegistered(RegistryId),
	/// The chain did not do what was asked.
	#[error("{step}: {error}")]
	Chain {
		/// At which step.
		step: &'static str,
		/// What it said.
		error: Error,
	},
	/// The chain's answer is not what must hold.
	#[error("{step}: expected {expected}, found {found}")]
	Differed {
		/// At which step.
		step: &'static str,
		/// What must hold.
		expected: String,
		/// What was found.
		found: String,
	},
}

impl Failure {
	/// Whether the chain's own rules refused to register it.
	pub fn is_refusal(&self) -> bool {
		matches!(
			self,
			Self::AlreadyRegistered(_)
				| Self::Chain { step: REGISTER, error: Error::Dispatch { .. } }
		)
	}
}

trait AtStep<T> {
	fn at(self, step: &'static str) -> Result<T, Failure>;
}

impl<T> AtStep<T> for Result<T, Error> {
	fn at(self, step: &'static str) -> Result<T, Failure> {
		self.map_err(|error| Failure::Chain { step, error })
	}
}

fn ensure<T: PartialEq + std::fmt::Debug>(
	step: &'static str,
	found: T,
	expected: T,
) -> Result<(), Failure> {
	if found == expected {
		return Ok(());
	}
	let (expected, found) = (format!("{expected:?}"), format!("{found:?}"));
	Err(Failure::Differed { step, expected, found })
}

fn present<T>(step: &'static str, found: Option<T>) -> Result<T, Failure> {
	found.ok_or(Failure::Differed {
		step,
		expected: "the trial".to_owned(),
		found: "nothing".to_owned(),
	})
}

const REGISTER: &str = "register";

/// What is taken through the chain.
#[derive(Clone, Debug)]
enum Subject {
	Study(Box<Study>),
	Update(Box<Update>),
}

/// One thing to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
	Register,
	Approve {
		version: u32,
	},
	OpenSite,
	CommitAllocation,
	SetStatus(TrialStatus),
	Enroll,
	SetDates,
	SetDatesAfter,
	SubmitResults,
	Amend,
	/// Nothing but that time has come.
	Lapse,
}

/// The way through the chain, of which each step may wait for its time.
pub struct Walk {
	subject: Subject,
	trial: TrialId,
	steps: VecDeque<(Moment, Step)>,
	/// What was left out, and why.
	notes: Vec<String>,
	travelled: bool,
}

/// The statuses that a trial goes through to come to stand at the last.
fn route(target: TrialStatus) -> Vec<TrialStatus> {
	use TrialStatus::*;
	match target {
		NotYetRecruiting | TemporarilyNotAvailable | Unknown => vec![],
		Recruiting => vec![Recruiting],
		EnrollingByInvitation => vec![EnrollingByInvitation],
		ActiveNotRecruiting => vec![Recruiting, ActiveNotRecruiting],
		Completed => vec![Recruiting, ActiveNotRecruiting, Completed],
		Suspended => vec![Recruiting, Suspended],
		Terminated => vec![Recruiting, Terminated],
		Withdrawn => vec![Withdrawn],
		Available => vec![Available],
		NoLongerAvailable => vec![Available, NoLongerAvailable],
		ApprovedForMarketing => vec![Available, ApprovedForMarketing],
	}
}

/// The steps to a status, each at the time that the record has for it, but not after the record was
/// last `known` to be right: what stands there has happened.
fn steps_to(
	target: TrialStatus,
	randomized: bool,
	people: u32,
	begin: Moment,
	known: Option<RecordedDate>,
	dates: &RecordedDates,
) -> Vec<(Moment, Step)> {
	let first = |date: Option<RecordedDate>| date.map_or(begin, |date| date.first);
	let after = |date: Option<RecordedDate>| date.map_or(begin, |date| date.last.saturating_add(1));
	let mut steps = vec![(begin, Step::Register), (begin, Step::Approve { version: 1 })];
	let route = route(target);
	let enrolls = people > 0 && route.iter().any(|status| status.enrolls());
	if enrolls {
		steps.push((begin, Step::OpenSite));
		if randomized {
			steps.push((begin, Step::CommitAllocation));
		}
	}
	for status in route {
		let at = match status {
			TrialStatus::ActiveNotRecruiting => after(dates.primary_completion),
			TrialStatus::Completed | TrialStatus::Terminated => after(dates.completion),
			TrialStatus::Withdrawn => begin,
			_ => first(dates.start),
		};
		let at = known.map_or(at, |known| at.min(known.last)).max(begin);
		steps.push((at, Step::SetStatus(status)));
		if status.enrolls() && enrolls {
			steps.push((at, Step::Enroll));
		}
		if matches!(
			status,
			TrialStatus::ActiveNotRecruiting | TrialStatus::Completed | TrialStatus::Terminated
		) {
			steps.push((at, Step::SetDates));
		}
	}
	steps
}

impl Walk {
	/// The way of a study.
	pub fn of_study(mut study: Study) -> Self {
		let begin = study
			.first_submitted
			.or(study.dates.start)
			.or(study.verified)
			.map_or(0, |date| date.first);
		let target = study.last_known_status.unwrap_or(study.status);
		let mut steps = steps_to(
			target,
			study.design.is_randomized(),
			study.sample_size.count,
			begin,
			study.verified,
			&study.dates,
		);
		let mut notes = std::mem::take(&mut study.notes);
		let completion = study.dates.primary_completion;
		let over = matches!(
			target,
			TrialStatus::ActiveNotRecruiting | TrialStatus::Completed | TrialStatus::Terminated
		);
		let completed =
			over && completion.is_some_and(|date| date.kind != Some(DateKind::Estimated));
		if !study.reported.is_empty() && !completed {
			// The record contradicts itself: there can't be results before the primary completion.
			study.reported.clear();
			notes.push("without results, as it has not come to its primary completion".to_owned());
		}
		if !study.reported.is_empty() {
			let submitted = study.results_submitted.or(study.dates.completion).or(completion);
			let at = [submitted, completion]
				.into_iter()
				.flatten()
				.map(|date| date.last.saturating_add(1))
				.max()
				.unwrap_or(begin);
			let ends =
				|(_, step): &(Moment, Step)| *step == Step::SetStatus(TrialStatus::Completed);
			// Results may come between the primary completion and the completion.
			let position =
				steps.iter().position(|step| ends(step) && step.0 > at).unwrap_or(steps.len());
			steps.splice(position..position, [(at, Step::SetDates), (at, Step::SubmitResults)]);
		}
		if study.status == TrialStatus::Unknown {
			let verified = study.verified.map_or(begin, |date| date.first);
			let completion = study
				.dates
				.completion
				.or(study.dates.primary_completion)
				.map_or(0, |date| date.last);
			let last = steps.iter().map(|(at, _)| *at).max().unwrap_or_default().max(verified);
			steps.push((add_months(last, 25).max(completion), Step::Lapse));
		}
		let mut walk = Self::new(Subject::Study(Box::new(study)), steps);
		walk.notes = notes;
		walk
	}

	/// The way of an update: the version before, and the amendment.
	pub fn of_update(update: Update) -> Self {
		let begin = update
			.first_submitted
			.or(update.dates_before.start)
			.or(update.from)
			.map_or(0, |date| date.first);
		let target = update.last_known_before.unwrap_or(update.status_before);
		let mut steps = steps_to(target, false, 1, begin, update.to, &update.dates_before);
		let at = update.to.map_or(begin, |date| date.first);
		if !update.changes.is_empty() {
			steps.push((at, Step::Amend));
			steps.push((at, Step::Approve { version: 2 }));
		} else if !update.other_parts.is_empty() {
			steps.push((at, Step::Amend));
		}
		let mut notes = update.notes.clone();
		let (from, to) = (target, update.status_after);
		if to == TrialStatus::Unknown {
			if update.status_before != to {
				notes.push(format!("from {from} to UNKNOWN, which the chain finds by itself"));
			}
		} else if from != to {
			// Nobody but the participant of the walk was ever enrolled.
			let enrolled = steps.iter().any(|(_, step)| *step == Step::Enroll);
			if from.may_become(to, enrolled) {
				steps.push((at, Step::SetStatus(to)));
			} else {
				notes.push(format!("{from} to {to} is no step that a trial can take"));
			}
		}
		steps.push((at, Step::SetDatesAfter));
		let mut walk = Self::new(Subject::Update(Box::new(update)), steps);
		walk.notes = notes;
		walk
	}

	/// A walk whose steps never go back in time.
	fn new(subject: Subject, steps: Vec<(Moment, Step)>) -> Self {
		let mut last = 0;
		let steps = steps
			.into_iter()
			.map(|(at, step)| {
				last = at.max(last);
				(last, step)
			})
			.collect();
		let trial = TrialId::from(rand::random::<[u8; 32]>());
		Self { subject, trial, steps, notes: Vec::new(), travelled: true }
	}

	/// The trial's id on the chain.
	pub fn trial(&self) -> TrialId {
		self.trial
	}

	/// When the next step is to be taken; nothing once all are.
	pub fn next_at(&self) -> Option<Moment> {
		self.times().next()
	}

	/// When each step is to be taken that is left.
	pub fn times(&self) -> impl Iterator<Item = Moment> + '_ {
		self.steps.iter().map(|(at, _)| *at)
	}

	/// What was left out, and why.
	pub fn notes(&self) -> &[String] {
		&self.notes
	}

	/// Takes the next step, with the chain's clock set forward to its time if that can be set.
	pub async fn advance(&mut self, client: &Client, cast: &Cast) -> Result<(), Failure> {
		let Some((at, step)) = self.steps.pop_front() else { return Ok(()) };
		let now = self.travel(client, at).await?;
		match step {
			Step::Register => self.register(client, cast, now).await,
			Step::Approve { version } => {
				let opinion = H256::repeat_byte(1);
				let review = calls::trials::review_version(self.trial, version, true, opinion);
				submit(client, "approve", &review, &cast.reviewer).await
			},
			Step::OpenSite => {
				let investigator = keys::account(&cast.investigator);
				let open = calls::trials::open_site(self.trial, cast.site, &investigator);
				submit(client, "open a site", &open, &cast.sponsor).await
			},
			Step::CommitAllocation => self.commit_allocation(client, cast).await,
			Step::SetStatus(status) => {
				let step = "set the status";
				let since = self.info(client, step).await?.status_since;
				let at = at.min(now).max(since);
				let set =
					calls::trials::set_status(self.trial, status, at, self.reason_for(status));
				submit(client, step, &set, &cast.sponsor).await
			},
			Step::Enroll => self.enroll(client, cast, now).await,
			Step::SetDates => {
				let dates = match &self.subject {
					Subject::Study(study) => study.dates,
					Subject::Update(update) => update.dates_before,
				};
				self.set_dates(client, cast, dates, now).await
			},
			Step::SetDatesAfter => {
				let Subject::Update(update) = &self.subject else { return Ok(()) };
				let dates = update.dates_after;
				self.set_dates(client, cast, dates, now).await
			},
			Step::SubmitResults => {
				// A chain whose clock is past that time sees them late, whatever the record says.
				self.travelled &= now <= at.saturating_add(DAY);
				self.submit_results(client, cast).await
			},
			Step::Amend => self.amend(client, cast).await,
			Step::Lapse => {
				// A block, so that the clock stands there.
				let confirm = calls::trials::confirm(self.trial, 0);
				match client.submit(&confirm, &cast.sponsor).await {
					Err(Error::Dispatch { name, .. }) if name == "DatesOutOfOrder" => Ok(()),
					other => other.map(|_| ()).at("let time pass"),
				}
			},
		}
	}

	/// Why the record says that a trial came to stand there: the text of a study that was stopped.
	fn reason_for(&self, status: TrialStatus) -> Reason {
		let stopped = matches!(
			status,
			TrialStatus::Suspended | TrialStatus::Terminated | TrialStatus::Withdrawn
		);
		match &self.subject {
			Subject::Study(study) if stopped => Reason {
				code: TrialReason::Other,
				text: study.why_stopped.as_deref().map(super::text::hash),
			},
			_ => TrialReason::Planned.into(),
		}
	}

	/// Sets the chain's clock forward to `at`, if it is behind and can be set. Returns what it shows.
	async fn travel(&mut self, client: &Client, at: Moment) -> Result<Moment, Failure> {
		let now = client.now().await.at("read the clock")?;
		// The next block is as much later by itself.
		if at <= now.saturating_add(SLOT) {
			return Ok(now);
		}
		match client.request::<Moment>("dev_setTime", rpc_params![at]).await {
			Ok(set) => Ok(set),
			Err(_) => {
				self.travelled = false;
				Ok(now)
			},
		}
	}

	async fn info(&self, client: &Client, step: &'static str) -> Result<TrialInfo, Failure> {
		present(step, client.api().trial(self.trial).await.at(step)?)
	}

	async fn register(&mut self, client: &Client, cast: &Cast, now: Moment) -> Result<(), Failure> {
		let ids: Vec<&RegistryId> = match &self.subject {
			Subject::Study(study) => std::iter::once(&study.id).chain(&study.other_ids).collect(),
			Subject::Update(update) => vec![&update.id],
		};
		let mut taken = Vec::new();
		for id in ids {
			if client.api().trial_by_registry_id(id).await.at(REGISTER)?.is_some() {
				taken.push(id.clone());
			}
		}
		let registration = match &self.subject {
			Subject::Study(study) => {
				if taken.contains(&study.id) {
					return Err(Failure::AlreadyRegistered(study.id.clone()));
				}
				study.registration(cast.committee, now, &taken)
			},
			// Several updates of one study are trials by themselves.
			Subject::Update(update) => update.registration(cast.committee, now, &taken),
		};
		self.notes.extend(taken.iter().map(|id| format!("without {id}, which is taken")));
		let register = calls::trials::register(self.trial, &registration);
		submit(client, REGISTER, &register, &cast.sponsor).await?;
		self.check_registered(client, &registration).await
	}

	/// That the chain has what was registered, outcome by outcome.
	async fn check_registered(
		&self,
		client: &Client,
		registration: &Registration,
	) -> Result<(), Failure> {
		let step = "read the registration";
		let version = client.api().trial_version(self.trial, 1).await.at(step)?;
		let details: Details = present(step, version)?.details;
		ensure(step, &details, &registration.details)?;
		let comparison = self.comparison(client, step).await?;
		let listed: Vec<_> =
			comparison.outcomes.iter().filter_map(|outcome| outcome.registered).collect();
		ensure(step, listed, registration.outcomes.to_vec())?;
		for id in &registration.registry_ids {
			let found = client.api().trial_by_registry_id(id).await.at(step)?;
			ensure(step, found, Some(self.trial))?;
		}
		Ok(())
	}

	async fn commit_allocation(&self, client: &Client, cast: &Cast) -> Result<(), Failure> {
		let commitments: Vec<_> = (0..ENTRIES)
			.map(|slot| {
				let arm = (slot % 2) as u16;
				allocation_commitment(self.trial, 0, slot, arm, &rand::random())
			})
			.collect();
		let tree = Tree::new(&commitments).expect("16 are not too many; qed");
		let commit = calls::trials::commit_allocation(self.trial, 0, tree.root(), ENTRIES);
		submit(client, "commit to the allocation", &commit, &cast.sponsor).await
	}

	/// Enrols a new patient, by a consent bound to the version that holds.
	async fn enroll(&self, client: &Client, cast: &Cast, now: Moment) -> Result<(), Failure> {
		let step = "enrol a participant";
		let patient = PatientId::from(rand::random::<[u8; 32]>());
		let controller = keys::random();
		let deadline = now.saturating_add(AGREEMENT_VALIDITY);
		let genesis = client.genesis();
		let agreement = Agreement::sign(&controller, genesis, patient, cast.site, 0, deadline);
		let register = calls::patients::register(patient, &agreement);
		submit(client, step, &register, &cast.investigator).await?;
		let version = self.info(client, step).await?.consent_version;
		let consent = ConsentId::from(rand::random::<[u8; 32]>());
		let terms = terms(cast.site, self.trial, version);
		let grant = calls::consents::grant(patient, consent, &terms);
		submit(client, step, &grant, &controller).await?;
		let participant = ParticipantId::from(rand::random::<[u8; 32]>());
		let enroll = calls::trials::enroll(self.trial, participant, patient, consent);
		submit(client, step, &enroll, &cast.investigator).await?;
		ensure(step, self.info(client, step).await?.locked_at.is_some(), true)
	}

	async fn set_dates(
		&self,
		client: &Client,
		cast: &Cast,
		dates: RecordedDates,
		now: Moment,
	) -> Result<(), Failure> {
		let step = "state the dates";
		let dates = dates.stated(now);
		if self.info(client, step).await?.dates == dates {
			return Ok(());
		}
		let set = calls::trials::set_dates(self.trial, dates, TrialReason::Planned.into());
		submit(client, step, &set, &cast.sponsor).await
	}

	async fn submit_results(&self, client: &Client, cast: &Cast) -> Result<(), Failure> {
		let Subject::Study(study) = &self.subject else { return Ok(()) };
		let (reports, extras) = study.results();
		let document: PublicText =
			super::text::published(&format!("{:?}", study.reported), study.id.as_str());
		let submission = calls::trials::submit_results(self.trial, &document, &reports, &extras);
		submit(client, "submit results", &submission, &cast.sponsor).await
	}

	async fn amend(&self, client: &Client, cast: &Cast) -> Result<(), Failure> {
		let Subject::Update(update) = &self.subject else { return Ok(()) };
		let changes: Changes = update.changes();
		let kind =
			if changes.is_empty() { AmendmentKind::Minor } else { AmendmentKind::Substantial };
		let reason = TrialReason::Other.into();
		let details = update.details_after();
		let amend = calls::trials::amend(self.trial, kind, &details, &changes, reason);
		submit(client, "amend", &amend, &cast.sponsor).await
	}

	async fn comparison(&self, client: &Client, step: &'static str) -> Result<Comparison, Failure> {
		present(step, client.api().trial_comparison(self.trial).await.at(step)?)
	}

	/// Asks the chain all that must hold after the last step, and says what it found.
	pub async fn check(&self, client: &Client) -> Result<String, Failure> {
		let info = self.info(client, "read the trial").await?;
		let comparison = self.comparison(client, "compare").await?;
		self.check_trail(client, &info).await?;
		match &self.subject {
			Subject::Study(study) => self.check_study(client, study, &info, &comparison).await,
			Subject::Update(update) => check_update(update, &info, &comparison),
		}
	}

	/// That the trail is whole, and leads to where the trial stands.
	async fn check_trail(&self, client: &Client, info: &TrialInfo) -> Result<(), Failure> {
		let step = "read the trail";
		let (mut number, mut next, mut status) = (0, Some(0), None);
		while let Some(from) = next {
			let page = client.api().trial_audit(self.trial, from, PAGE).await.at(step)?;
			for entry in page.entries {
				ensure(step, entry.number, number)?;
				number += 1;
				if let AuditedChange::StatusChanged { to, .. } = entry.change {
					status = Some(to);
				}
			}
			next = page.next;
		}
		ensure(step, number, info.audit_entries)?;
		ensure(step, status.unwrap_or(info.last_known_status), info.last_known_status)
	}

	async fn check_study(
		&self,
		client: &Client,
		study: &Study,
		info: &TrialInfo,
		comparison: &Comparison,
	) -> Result<String, Failure> {
		let step = "read the trial";
		ensure(step, info.last_known_status, study.last_known_status.unwrap_or(study.status))?;
		let now = client.now().await.at(step)?;
		let completion = info.dates.completion.or(info.dates.primary_completion);
		let lapses = info.last_known_status.can_lapse()
			&& completion.is_some_and(|date| date.at < now)
			&& add_months(info.verified_at, 24) < now;
		if study.status == TrialStatus::Unknown && lapses {
			ensure(step, info.status, TrialStatus::Unknown)?;
		}
		let mut expected: Vec<_> = (0u16..)
			.zip(study.listed())
			.map(|(number, outcome)| {
				let listed = ListedOutcome { registered: Some(outcome), current: Some(outcome) };
				ComparedOutcome::listed(number, listed, None)
			})
			.collect();
		if !study.reported.is_empty() {
			let (reports, extras) = study.results();
			for (outcome, report) in expected.iter_mut().zip(reports) {
				let listed =
					ListedOutcome { registered: outcome.registered, current: outcome.current };
				*outcome = ComparedOutcome::listed(report.number, listed, Some(report.account));
			}
			expected.extend(extras.into_iter().map(ComparedOutcome::extra));
		}
		ensure("compare", &comparison.outcomes, &expected)?;
		ensure("compare", comparison.primary_outcome_changed, false)?;
		self.check_due(study, info, now)?;
		Ok(self.told(study, info, comparison))
	}

	/// That results are late if, and only if, they came after they were due, or are still to come.
	fn check_due(&self, study: &Study, info: &TrialInfo, now: Moment) -> Result<(), Failure> {
		let step = "see when results are due";
		let owes = study.design.study_type != StudyType::ExpandedAccess
			&& info.last_known_status != TrialStatus::Withdrawn
			&& (info.dates.primary_completion.is_some()
				|| info.dates.completion.is_some()
				|| info.last_known_status.is_final());
		ensure(step, info.results.is_some(), owes)?;
		if let Some(due) = info.results {
			ensure(step, due.submitted_at.is_some(), !study.reported.is_empty())?;
			ensure(step, due.overdue, due.submitted_at.unwrap_or(now) > due.due_at)?;
			let recorded = study.results_submitted.zip(study.dates.primary_completion);
			let replayed = self.travelled && due.submitted_at.is_some();
			if let (Some((submitted, completion)), true) = (recorded, replayed) {
				// To the month, a year after may be either; a month more can't be.
				if submitted.last < add_months(completion.first, 12) {
					ensure(step, due.overdue, false)?;
				}
				if submitted.first > add_months(completion.last, 13) {
					ensure(step, due.overdue, true)?;
				}
			}
		}
		Ok(())
	}

	fn told(&self, study: &Study, info: &TrialInfo, comparison: &Comparison) -> String {
		let mut told = format!("{} {}, {} outcomes", study.id, info.status, study.outcomes.len());
		match info.results {
			Some(due) if due.submitted_at.is_some() => {
				let mut flags = BTreeMap::<OutcomeFlag, usize>::new();
				for flag in comparison.outcomes.iter().flat_map(|outcome| outcome.flags.iter()) {
					*flags.entry(flag).or_default() += 1;
				}
				told.push_str(&format!(", {} reported", study.reported.len()));
				for (flag, count) in flags {
					told.push_str(&format!(", {count} {flag}"));
				}
				told.push_str(if due.overdue { ", results late" } else { ", results in time" });
			},
			Some(due) if due.overdue => told.push_str(", results overdue"),
			_ => {},
		}
		told
	}
}

/// That the update's changes are there, each with where the trial stood.
fn check_update(
	update: &Update,
	info: &TrialInfo,
	comparison: &Comparison,
) -> Result<String, Failure> {
	let step = "compare";
	ensure(step, comparison.changes.len(), update.changes.len())?;
	let before = update.last_known_before.unwrap_or(update.status_before);
	for change in &comparison.changes {
		ensure(step, change.change.status, before)?;
		ensure(step, change.change.after_lock, info.locked_at.is_some())?;
	}
	let primary =
		comparison.changes.iter().filter(|change| change.change.touches_primary()).count();
	ensure(step, primary > 0, Told::of(update).primary)?;
	if info.locked_at.is_some() {
		ensure(step, comparison.primary_outcome_changed, primary > 0)?;
	}
	let mut told = format!("{} {before}", update.id);
	if primary > 0 {
		told.push_str(&format!(", primary outcome changed ({primary})"));
	} else {
		told.push_str(", primary outcome as registered");
	}
	told.push_str(&format!(", {} changes of outcomes", update.changes.len()));
	Ok(told)
}

async fn submit(
	client: &Client,
	step: &'static str,
	call: &Call,
	key: &Keypair,
) -> Result<(), Failure> {
	client.submit(call, key).await.map(|_| ()).at(step)
}

/// Consent to take part: the site may collect and use data for this trial.
fn terms(site: OrganizationId, trial: TrialId, version: u32) -> Terms<AccountId32> {
	let recipients =
		vec![Actor::Organization(site)].try_into().expect("one is within the bound; qed");
	let tests = vec![
		Test::Recipients(recipients),
		Test::Actions(ActionSet::of(&[ConsentAction::Collect, ConsentAction::Use])),
		Test::Purposes(PurposeSet::of(&[Purpose::CLINTRCH])),
	];
	let provision = Provision {
		parent: None,
		tests: tests.try_into().expect("three tests are within the bound; qed"),
		obligations: Default::default(),
		refrains: Default::default(),
	};
	Terms {
		protocol: Some(Protocol { trial: trial.0, version }),
		provisions: vec![provision].try_into().expect("one provision is within the bound; qed"),
		..Terms::new(Base::Silent)
	}
}
