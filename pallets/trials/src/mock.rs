//! A chain with this pallet alone. Members, patients and consents are stand-ins that keep their state
//! in the externalities, like the pallets that stand behind them in the runtime.

use crate as pallet_trials;
use crate::{Event, Trials as TrialEntries};
use codec::Encode;
use frame_support::{derive_impl, parameter_types, traits::Time};
use salus_primitives::{
	codes::{
		AgentRole, Allocation, Capability, CapabilitySet, InterventionModel, Masking, OutcomeKind,
		Phase, RoleSet, StudyType, TrialReason, TrialStatus, TrialText,
	},
	merkle::Tree,
	organization::ActiveAgent,
	patient::{Authority, PatientStatus, Power},
	traits::{Membership, Patients, TrialConsents},
	trial::{
		allocation_commitment, AllocationOpening, Dates, Design, Details, Outcome, OutcomeText,
		PublicText, Registration, SampleSize, StatedDate, Text, DAY,
	},
	ConsentId, Moment, OrganizationId, ParticipantId, PatientId, TrialId,
};
use sp_core::H256;
use sp_runtime::{
	traits::IdentityLookup, AccountId32, BuildStorage, DispatchError, DispatchResult, Weight,
};

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Trials = pallet_trials;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountId = AccountId32;
	type Lookup = IdentityLookup<AccountId32>;
	type Block = frame_system::mocking::MockBlock<Test>;
}

impl pallet_trials::Config for Test {
	type Time = Clock;
	type Members = Consortium;
	type Patients = People;
	type Consents = Agreements;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Consortium;
	type WeightInfo = ();
}

parameter_types! {
	/// The chain's clock.
	pub storage Now: Moment = NOW;
	/// Organizations that are suspended.
	pub storage Suspended: Vec<OrganizationId> = Vec::new();
	/// Consents in force: whose, which, to which version of [`TRIAL`].
	pub storage Agreed: Vec<(PatientId, ConsentId, u32)> = Vec::new();
}

/// When the tests begin: 2023-11-14.
pub const NOW: Moment = 1_700_000_000_000;
/// Who takes part.
pub const SPONSOR: OrganizationId = OrganizationId(0);
pub const COMMITTEE: OrganizationId = OrganizationId(1);
pub const HOSPITAL: OrganizationId = OrganizationId(2);
pub const CLINIC: OrganizationId = OrganizationId(3);
pub const REGULATOR: OrganizationId = OrganizationId(4);
pub const OTHER_SPONSOR: OrganizationId = OrganizationId(5);
pub const OTHER_COMMITTEE: OrganizationId = OrganizationId(6);
pub const OTHER_REGULATOR: OrganizationId = OrganizationId(7);
const MEMBERS: [(OrganizationId, Capability); 8] = [
	(SPONSOR, Capability::Sponsor),
	(COMMITTEE, Capability::EthicsCommittee),
	(HOSPITAL, Capability::Provider),
	(CLINIC, Capability::Provider),
	(REGULATOR, Capability::Regulator),
	(OTHER_SPONSOR, Capability::Sponsor),
	(OTHER_COMMITTEE, Capability::EthicsCommittee),
	(OTHER_REGULATOR, Capability::Regulator),
];
/// A trial.
pub const TRIAL: TrialId = TrialId(H256([0x71; 32]));

pub struct Clock;

impl Time for Clock {
	type Moment = Moment;

	fn now() -> Moment {
		Now::get()
	}
}

/// Sets the clock forward.
pub fn wait(time: Moment) {
	Now::set(&(Now::get() + time));
}

pub struct Consortium;

/// An agent of the organization with every role but administrator and gateway.
pub fn agent_of(organization: OrganizationId) -> AccountId32 {
	AccountId32::new([organization.0 as u8 + 1; 32])
}

/// The agent's colleague who is a clerk.
pub fn clerk_of(organization: OrganizationId) -> AccountId32 {
	AccountId32::new([organization.0 as u8 + 0x41; 32])
}

/// The agent's colleague who is administrator and practitioner.
pub fn head_of(organization: OrganizationId) -> AccountId32 {
	AccountId32::new([organization.0 as u8 + 0x81; 32])
}

/// The system of the organization.
pub fn gateway_of(organization: OrganizationId) -> AccountId32 {
	AccountId32::new([organization.0 as u8 + 0xA1; 32])
}

pub fn by(who: AccountId32) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn by_agent(organization: OrganizationId) -> RuntimeOrigin {
	by(agent_of(organization))
}

impl Membership<AccountId32> for Consortium {
	fn active_agent_until(who: &AccountId32) -> Option<(ActiveAgent, Option<Moment>)> {
		let (organization, roles) = MEMBERS.into_iter().find_map(|(organization, _)| {
			let people = [
				(agent_of(organization), RoleSet::from(AgentRole::Practitioner)),
				(clerk_of(organization), AgentRole::Clerk.into()),
				(
					head_of(organization),
					RoleSet::of(&[AgentRole::Administrator, AgentRole::Practitioner]),
				),
				(gateway_of(organization), AgentRole::Gateway.into()),
			];
			let found = people.into_iter().find(|(account, _)| account == who);
			found.map(|(_, roles)| (organization, roles))
		})?;
		Self::is_active(organization).then_some((ActiveAgent { organization, roles }, None))
	}

	fn is_active(organization: OrganizationId) -> bool {
		(organization.0 as usize) < MEMBERS.len() && !Suspended::get().contains(&organization)
	}

	fn capabilities_until(organization: OrganizationId) -> (CapabilitySet, Option<Moment>) {
		let capabilities = MEMBERS
			.into_iter()
			.filter(|(id, _)| *id == organization && Self::is_active(organization))
			.map(|(_, capability)| capability)
			.collect();
		(capabilities, None)
	}
}

pub struct People;

/// A patient of a number.
pub fn patient(n: u8) -> PatientId {
	PatientId::from([n; 32])
}

/// The account of a patient.
pub fn account_of(patient: PatientId) -> AccountId32 {
	AccountId32::new(patient.0 .0.map(|byte| byte ^ 0xF0))
}

/// What the patients pallet says of an erased patient.
pub const ERASED: DispatchError = DispatchError::Other("erased");
/// An erased patient.
pub const GONE: PatientId = PatientId(H256([0xEE; 32]));

impl Patients<AccountId32> for People {
	fn status(_: PatientId) -> Option<PatientStatus> {
		Some(PatientStatus::Active)
	}

	fn authority(who: &AccountId32, patient: PatientId, _: Power) -> Option<Authority> {
		(*who == account_of(patient)).then_some(Authority::Controller)
	}

	fn has_care_relationship(_: PatientId, _: OrganizationId) -> bool {
		false
	}

	fn ensure_open(patient: PatientId) -> DispatchResult {
		if patient == GONE {
			Err(ERASED)
		} else {
			Ok(())
		}
	}
}

pub struct Agreements;

impl TrialConsents for Agreements {
	fn agreed_version(patient: PatientId, consent: ConsentId, trial: TrialId) -> Option<u32> {
		let agreed = Agreed::get();
		let found =
			agreed.iter().rev().find(|(whose, which, _)| (*whose, *which) == (patient, consent));
		found.filter(|_| trial == TRIAL).map(|(_, _, version)| *version)
	}

	fn weight() -> Weight {
		Weight::zero()
	}
}

/// The consent of a patient.
pub fn consent_of(patient: PatientId) -> ConsentId {
	ConsentId(patient.0)
}

/// The patient agrees to a version.
pub fn agree(patient: PatientId, version: u32) {
	let mut agreed = Agreed::get();
	agreed.push((patient, consent_of(patient), version));
	Agreed::set(&agreed);
}

/// The patient revokes the consent.
pub fn revoke(patient: PatientId) {
	let mut agreed = Agreed::get();
	agreed.retain(|(whose, _, _)| *whose != patient);
	Agreed::set(&agreed);
}

/// An outcome in words that `n` stands for.
pub fn outcome(kind: OutcomeKind, n: u8) -> Outcome {
	let text = OutcomeText {
		measure: H256::repeat_byte(n),
		time_frame: Some(H256::repeat_byte(n)),
		description: None,
	};
	Outcome { kind, text }
}

pub fn text(kind: TrialText) -> Text {
	Text { kind, text: published(kind as u8) }
}

pub fn published(n: u8) -> PublicText {
	PublicText {
		hash: H256::repeat_byte(n),
		locator: b"https://example.org".to_vec().try_into().unwrap(),
	}
}

/// A randomized, masked trial of two arms.
pub fn details() -> Details {
	Details {
		design: Design {
			study_type: StudyType::Interventional,
			phases: Phase::Phase3.into(),
			allocation: Some(Allocation::Randomized),
			intervention_model: Some(InterventionModel::Parallel),
			observational_model: None,
			time_perspective: None,
			primary_purpose: None,
			masking: Some(Masking::Double),
			masked: Default::default(),
			arms: 2,
		},
		eligibility: Default::default(),
		sample_size: SampleSize { count: 3, kind: salus_primitives::codes::DateKind::Estimated },
		countries: Default::default(),
		ipd_sharing: None,
		texts: [TrialText::PublicTitle, TrialText::Conditions, TrialText::Eligibility]
			.map(text)
			.to_vec()
			.try_into()
			.unwrap(),
	}
}

/// As [`details`], with nobody masked.
pub fn open_label() -> Details {
	let mut details = details();
	details.design.masking = Some(Masking::None);
	details
}

/// One primary and two secondary outcomes, ending a year after it began.
pub fn registration() -> Registration {
	Registration {
		committee: COMMITTEE,
		registry_ids: vec!["NCT02552212".parse().unwrap()].try_into().unwrap(),
		first_registered_at: None,
		dates: Dates {
			start: Some(StatedDate::estimated(NOW + 30 * DAY)),
			primary_completion: Some(StatedDate::estimated(NOW + 365 * DAY)),
			completion: None,
		},
		verified_at: NOW,
		details: details(),
		outcomes: vec![
			outcome(OutcomeKind::Primary, 1),
			outcome(OutcomeKind::Secondary, 2),
			outcome(OutcomeKind::Secondary, 3),
		]
		.try_into()
		.unwrap(),
	}
}

/// The dates of [`registration`], with the primary completion a fact.
pub fn completed_at(at: Moment) -> Dates {
	Dates { primary_completion: Some(StatedDate::actual(at)), ..registration().dates }
}

/// The list of arms: an opening for each place.
pub fn allocation() -> (H256, Vec<AllocationOpening>) {
	let arms = [1u16, 0, 0, 1];
	let salt = |slot: u32| [slot as u8 + 9; 32];
	let commitments: Vec<_> = (0u32..)
		.zip(arms)
		.map(|(slot, arm)| allocation_commitment(TRIAL, 0, slot, arm, &salt(slot)))
		.collect();
	let tree = Tree::new(&commitments).unwrap();
	let openings = (0u32..).zip(arms).map(|(slot, arm)| AllocationOpening {
		arm,
		salt: salt(slot),
		proof: tree.proof(slot).unwrap(),
	});
	(tree.root(), openings.collect())
}

/// Registers the trial.
pub fn register() {
	Trials::register(by_agent(SPONSOR), TRIAL, registration()).unwrap();
}

/// Registers the trial with other details.
pub fn register_with(details: Details) {
	let registration = Registration { details, ..registration() };
	Trials::register(by_agent(SPONSOR), TRIAL, registration).unwrap();
}

/// The committee approves a version.
pub fn approve(version: u32) {
	let opinion = H256::repeat_byte(0xE7);
	Trials::review_version(by_agent(COMMITTEE), TRIAL, version, true, opinion).unwrap();
}

pub fn set_status(status: TrialStatus) -> DispatchResult {
	Trials::set_status(by_agent(SPONSOR), TRIAL, status, Now::get(), TrialReason::Planned.into())
}

/// Opens a site with its agent as investigator.
pub fn open_site(site: OrganizationId) {
	Trials::open_site(by_agent(SPONSOR), TRIAL, site, agent_of(site)).unwrap();
}

/// The sponsor commits to the [`allocation`].
pub fn commit_allocation() {
	Trials::commit_allocation(by_agent(SPONSOR), TRIAL, 0, allocation().0, 4).unwrap();
}

/// A trial that recruits at the hospital: approved, its list committed to.
pub fn recruiting() {
	recruiting_with(details());
}

pub fn recruiting_with(details: Details) {
	register_with(details);
	approve(1);
	open_site(HOSPITAL);
	commit_allocation();
	set_status(TrialStatus::Recruiting).unwrap();
}

/// The participant that stands for a patient.
pub fn participant(n: u8) -> ParticipantId {
	ParticipantId::from([n ^ 0xFF; 32])
}

pub fn enroll(n: u8) -> DispatchResult {
	let patient = patient(n);
	Trials::enroll(by_agent(HOSPITAL), TRIAL, participant(n), patient, consent_of(patient))
}

/// A trial that recruits and has one participant.
pub fn with_participant() {
	recruiting();
	agree(patient(1), 1);
	enroll(1).unwrap();
}

pub fn trial() -> crate::Trial {
	TrialEntries::<Test>::get(TRIAL).unwrap()
}

/// A fresh chain.
pub fn externalities() -> sp_io::TestExternalities {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	storage.into()
}

/// Runs a test on a fresh chain, and checks the invariants after it.
pub fn build_and_execute(test: impl FnOnce()) {
	externalities().execute_with(|| {
		System::set_block_number(1);
		test();
		Trials::do_try_state().unwrap();
	});
}

/// The pallet's events so far.
pub fn events() -> Vec<Event<Test>> {
	System::read_events_for_pallet::<Event<Test>>()
}

/// What the whole state comes to, to see that a refusal changed nothing.
pub fn state() -> H256 {
	let root = sp_io::storage::root(sp_runtime::StateVersion::V1);
	H256::from(sp_io::hashing::blake2_256(&root.encode()))
}

#[cfg(feature = "runtime-benchmarks")]
mod benchmark_people {
	use super::*;
	use crate::benchmarking::BenchmarkHelper;
	use salus_primitives::traits::BenchmarkPeople;

	impl BenchmarkPeople<AccountId32> for Consortium {
		fn agent(index: u32) -> (OrganizationId, AccountId32) {
			let organization = OrganizationId(index);
			(organization, head_of(organization))
		}

		fn patient(index: u32, _: OrganizationId) -> (PatientId, AccountId32) {
			let patient = patient(index as u8 + 1);
			(patient, account_of(patient))
		}

		fn set_time(now: Moment) {
			Now::set(&now);
		}
	}

	impl BenchmarkHelper<AccountId32> for Consortium {
		fn agree(patient: PatientId, _: AccountId32, consent: ConsentId, _: TrialId, version: u32) {
			let mut agreed = Agreed::get();
			agreed.push((patient, consent, version));
			Agreed::set(&agreed);
		}
	}
}
