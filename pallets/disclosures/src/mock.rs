//! A chain with this pallet alone. Members, patients, records and the decision are stand-ins that
//! keep their state in the externalities, like the pallets that stand behind them in the runtime.

use crate as pallet_disclosures;
use crate::Event;
use codec::Encode;
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{ConstU32, ConstU64, Time},
	weights::Weight,
};
use salus_primitives::{
	codes::{
		AgentRole, BreakGlassReason, Capability, CapabilitySet, ClassSet, Confidentiality,
		ConsentAction, DataClass, DelegateRole, ObligationSet, Purpose, RefrainSet, ResourceType,
		RoleSet, SensitivitySet,
	},
	consent::{AttributeSet, Decision, Reason, Request, Verdict},
	disclosure::{Access, Data, LoggedAccess, Recipient, Scope},
	emergency::EmergencyId,
	merkle::{InclusionProof, Tree},
	organization::ActiveAgent,
	patient::{Authority, PatientStatus, Power},
	record::{Labels, RecordStatus},
	traits::{AccessControl, Emergencies, Membership, RecordAttributes},
	ConsentId, Moment, OrganizationId, PatientId, RecordId,
};
use sp_core::H256;
use sp_io::hashing::blake2_256;
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage, DispatchResult};

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
	pub type Disclosures = pallet_disclosures;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountId = AccountId32;
	type Lookup = IdentityLookup<AccountId32>;
	type Block = frame_system::mocking::MockBlock<Test>;
}

pub const HOUR: Moment = 60 * 60 * 1_000;
/// How long an emergency access lasts here if nobody says,
pub const DEFAULT_VALIDITY: Moment = 8 * HOUR;
/// at most,
pub const MAX_VALIDITY: Moment = 24 * HOUR;
/// and within what time it has to be reviewed.
pub const REVIEW_PERIOD: Moment = 72 * HOUR;
/// Most gaps in a log here.
pub const MAX_GAPS: u32 = 3;
/// Most numbers of a gap here.
pub const MAX_LEAP: u64 = 100;
/// Most emergency accesses here that an agent has open, and that wait for review.
pub const MAX_OPEN: u32 = 2;
pub const MAX_UNREVIEWED: u32 = 5;

impl pallet_disclosures::Config for Test {
	type Time = Clock;
	type Members = Consortium;
	type Patients = Registry;
	type Records = Shelf;
	type Access = Consents;
	type CouncilOrigin = frame_system::EnsureRoot<AccountId32>;
	type MaxGaps = ConstU32<MAX_GAPS>;
	type MaxLeap = ConstU64<MAX_LEAP>;
	type MaxEmergencyClasses = ConstU32<3>;
	type DefaultValidity = ConstU64<DEFAULT_VALIDITY>;
	type MaxValidity = ConstU64<MAX_VALIDITY>;
	type ReviewPeriod = ConstU64<REVIEW_PERIOD>;
	type MaxOpen = ConstU32<MAX_OPEN>;
	type MaxUnreviewed = ConstU32<MAX_UNREVIEWED>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Consortium;
	type WeightInfo = ();
}

/// A permission of the stand-in for consents: who may do what with which record (any, if none is
/// named), and by which consent in which version, if not by policy.
pub type Permission = (OrganizationId, ConsentAction, Option<RecordId>, Option<(ConsentId, u32)>);

parameter_types! {
	/// The chain's clock.
	pub storage Now: Moment = NOW;
	/// Organizations that are suspended.
	pub storage Suspended: Vec<OrganizationId> = Vec::new();
	/// Who acts for which organization as what.
	pub storage Agents: Vec<(AccountId32, OrganizationId, RoleSet)> = vec![
		(account("Practitioner"), HOSPITAL, AgentRole::Practitioner.into()),
		(account("Surgeon"), HOSPITAL, RoleSet::of(&[
			AgentRole::Practitioner,
			AgentRole::PrivacyOfficer,
		])),
		(account("Officer"), HOSPITAL, AgentRole::PrivacyOfficer.into()),
		(account("Clerk"), HOSPITAL, AgentRole::Clerk.into()),
		(account("Clinician"), CLINIC, AgentRole::Practitioner.into()),
		(account("ClinicOfficer"), CLINIC, AgentRole::PrivacyOfficer.into()),
		(account("Insurer"), PAYER, RoleSet::of(AgentRole::ALL)),
		(account("Inspector"), AUTHORITY, AgentRole::Clerk.into()),
		(account("Auditor"), AUDITOR, AgentRole::Clerk.into()),
	];
	/// Patients, their controllers, and where they stand.
	pub storage Registered: Vec<(PatientId, AccountId32, PatientStatus)> = vec![
		(ANN, account("Ann"), PatientStatus::Active),
		(BEN, account("Ben"), PatientStatus::Active),
	];
	/// Who may do what in whose place.
	pub storage Representatives: Vec<(AccountId32, PatientId, Power)> = Vec::new();
	/// What is permitted.
	pub storage Permissions: Vec<Permission> = Vec::new();
	/// Why everything is refused.
	pub storage Refusal: Option<Reason> = None;
}

/// When the tests begin.
pub const NOW: Moment = 1_700_000_000_000;
/// Two providers, a payer, a regulator, and an auditor that treats patients as well.
pub const HOSPITAL: OrganizationId = OrganizationId(0);
pub const CLINIC: OrganizationId = OrganizationId(1);
pub const PAYER: OrganizationId = OrganizationId(2);
pub const AUTHORITY: OrganizationId = OrganizationId(3);
pub const AUDITOR: OrganizationId = OrganizationId(4);
/// Two patients.
pub const ANN: PatientId = PatientId(H256([0xA1; 32]));
pub const BEN: PatientId = PatientId(H256([0xB2; 32]));
/// A laboratory finding and a letter of every patient.
pub const FINDING: RecordId = RecordId(H256([0xF1; 32]));
pub const LETTER: RecordId = RecordId(H256([0x1E; 32]));
/// What the ids of a series of further findings start with.
pub const SERIES: u8 = 0x5E;
/// Two consents.
pub const GRANT: ConsentId = ConsentId(H256([0xC0; 32]));
pub const OTHER_GRANT: ConsentId = ConsentId(H256([0xC1; 32]));
/// What stands for a note or a document here.
pub const NOTE: H256 = H256([0xDD; 32]);

pub struct Clock;

impl Time for Clock {
	type Moment = Moment;

	fn now() -> Moment {
		Now::get()
	}
}

/// Lets time pass.
pub fn wait(ms: Moment) {
	Now::set(&(Now::get() + ms));
}

/// A person's account.
pub fn account(name: &str) -> AccountId32 {
	AccountId32::new(blake2_256(name.as_bytes()))
}

/// What a person sends.
pub fn by(name: &str) -> RuntimeOrigin {
	RuntimeOrigin::signed(account(name))
}

pub struct Consortium;

impl Membership<AccountId32> for Consortium {
	fn active_agent_until(who: &AccountId32) -> Option<(ActiveAgent, Option<Moment>)> {
		let (_, organization, roles) =
			Agents::get().into_iter().find(|(account, ..)| account == who)?;
		Self::is_active(organization).then_some((ActiveAgent { organization, roles }, None))
	}

	fn is_active(organization: OrganizationId) -> bool {
		organization <= AUDITOR && !Suspended::get().contains(&organization)
	}

	fn capabilities_until(organization: OrganizationId) -> (CapabilitySet, Option<Moment>) {
		let capabilities = match organization {
			_ if !Self::is_active(organization) => CapabilitySet::EMPTY,
			HOSPITAL | CLINIC => CapabilitySet::of(&[Capability::Provider, Capability::Auditor]),
			PAYER => Capability::Payer.into(),
			AUTHORITY => Capability::Regulator.into(),
			_ => Capability::Auditor.into(),
		};
		(capabilities, None)
	}
}

/// Gives an agent other roles.
pub fn set_roles(name: &str, roles: RoleSet) {
	let mut agents = Agents::get();
	for (who, _, held) in &mut agents {
		if *who == account(name) {
			*held = roles;
		}
	}
	Agents::set(&agents);
}

/// Suspends an organization.
pub fn suspend(organization: OrganizationId) {
	Suspended::set(&vec![organization]);
}

pub struct Registry;

impl salus_primitives::traits::Patients<AccountId32> for Registry {
	fn status(patient: PatientId) -> Option<PatientStatus> {
		Registered::get().into_iter().find(|(id, ..)| *id == patient).map(|(.., status)| status)
	}

	fn authority(who: &AccountId32, patient: PatientId, power: Power) -> Option<Authority> {
		let controls = Registered::get().iter().any(|(id, controller, status)| {
			*id == patient && controller == who && !matches!(status, PatientStatus::Erased { .. })
		});
		let represents = Representatives::get().contains(&(who.clone(), patient, power));
		controls.then_some(Authority::Controller).or_else(|| {
			represents.then_some(Authority::Representative {
				role: DelegateRole::GUARD,
				withheld: SensitivitySet::EMPTY,
			})
		})
	}

	fn has_care_relationship(_: PatientId, _: OrganizationId) -> bool {
		false
	}

	fn ensure_open(_: PatientId) -> DispatchResult {
		Ok(())
	}
}

/// Sets where a patient stands.
pub fn set_status(patient: PatientId, status: PatientStatus) {
	let mut registered = Registered::get();
	for (id, _, standing) in &mut registered {
		if *id == patient {
			*standing = status;
		}
	}
	Registered::set(&registered);
}

/// Has a patient erased.
pub fn erase(patient: PatientId) {
	set_status(patient, PatientStatus::Erased { erased_at: Now::get() });
}

pub struct Shelf;

impl salus_primitives::traits::Records<AccountId32> for Shelf {
	fn attributes(_: PatientId, record: RecordId) -> Option<RecordAttributes<AccountId32>> {
		let (class, resource_type) = if record == LETTER {
			(DataClass::ClinicalNotes, ResourceType::Composition)
		} else if record == FINDING || record.as_ref().starts_with(&[SERIES]) {
			(DataClass::Laboratory, ResourceType::Observation)
		} else {
			return None;
		};
		Some(RecordAttributes {
			class,
			resource_type,
			labels: Labels::new(Confidentiality::N),
			author: HOSPITAL,
			agent: account("Clerk"),
			custodians: vec![HOSPITAL],
			status: RecordStatus::Current,
		})
	}
}

/// Permits what [`Permissions`] lists, and under an open emergency access what it is for. Whatever
/// else is asked is refused for want of a consent.
pub struct Consents;

impl Consents {
	fn reason(
		patient: PatientId,
		request: &Request<AccountId32>,
	) -> (Reason, Option<(ConsentId, u32)>) {
		if let Some(reason) = Refusal::get() {
			return (reason, None);
		}
		let known = request.record.map(|record| {
			<Shelf as salus_primitives::traits::Records<_>>::attributes(patient, record)
		});
		let class = match known {
			Some(None) => return (Reason::UnknownRecord, None),
			Some(Some(known)) => Some(known.class),
			None => request.class,
		};
		if request.purpose == Some(Purpose::BTG) {
			let open = request
				.agent
				.as_ref()
				.and_then(|agent| <Disclosures as Emergencies<_>>::open_access(patient, agent))
				.is_some_and(|open| class.is_some_and(|class| open.classes.contains(class)));
			let reason = if open { Reason::BreakGlass } else { Reason::EmergencyNotDeclared };
			return (reason, None);
		}
		let permission = Permissions::get().into_iter().find(|(who, action, record, _)| {
			request.organization == Some(*who)
				&& request.action == *action
				&& (record.is_none() || *record == request.record)
		});
		match permission {
			Some((.., Some(consent))) => (Reason::ConsentPermits, Some(consent)),
			Some((.., None)) if request.action == ConsentAction::Disclose => {
				(Reason::RequiredByLaw, None)
			},
			Some((.., None)) => (Reason::OwnRecord, None),
			None => (Reason::NoMatchingConsent, None),
		}
	}
}

impl AccessControl<AccountId32> for Consents {
	fn decide(patient: PatientId, request: &Request<AccountId32>) -> Decision {
		let (reason, consent) = Self::reason(patient, request);
		let permits = matches!(
			reason,
			Reason::ConsentPermits | Reason::OwnRecord | Reason::RequiredByLaw | Reason::BreakGlass
		);
		Decision {
			verdict: if permits { Verdict::Permit } else { Verdict::Deny },
			reason,
			consent: consent.map(|(id, _)| id),
			version: consent.map(|(_, version)| version),
			obligations: ObligationSet::EMPTY,
			refrains: RefrainSet::EMPTY,
			valid_until: None,
			asserted: AttributeSet::EMPTY,
		}
	}

	/// A decision about a letter costs as much as can be.
	fn decide_weighed(patient: PatientId, request: &Request<AccountId32>) -> (Decision, Weight) {
		let most = Self::weight(patient);
		let cost = if request.record == Some(LETTER) { most } else { Weight::from_parts(3, 0) };
		(Self::decide(patient, request), cost)
	}

	fn weight(_: PatientId) -> Weight {
		Weight::from_parts(7, 0)
	}

	fn max_weight() -> Weight {
		Weight::from_parts(70, 0)
	}

	fn bare_weight() -> Weight {
		Weight::from_parts(2, 0)
	}
}

/// Permits something by version 1 of [`GRANT`].
pub fn permit(organization: OrganizationId, action: ConsentAction) {
	permit_by(organization, action, None, Some((GRANT, 1)));
}

/// Permits something by a consent, or by policy.
pub fn permit_by(
	organization: OrganizationId,
	action: ConsentAction,
	record: Option<RecordId>,
	consent: Option<(ConsentId, u32)>,
) {
	let mut permissions = Permissions::get();
	permissions.push((organization, action, record, consent));
	Permissions::set(&permissions);
}

/// That somebody looks at records within the organization.
pub fn look_at(records: &[RecordId], purpose: Purpose) -> Access {
	Access {
		recipient: Recipient::Internal,
		scope: Scope::Records(records.to_vec().try_into().unwrap()),
		action: ConsentAction::Access,
		purpose,
		trial: None,
		details: None,
	}
}

/// That somebody looks at data of a class in an emergency.
pub fn look_in_emergency(class: DataClass) -> Access {
	Access { scope: Scope::Data(Data::of(class)), ..look_at(&[], Purpose::BTG) }
}

/// That the finding goes to somebody.
pub fn send_to(recipient: Recipient, purpose: Purpose) -> Access {
	Access { recipient, action: ConsentAction::Disclose, ..look_at(&[FINDING], purpose) }
}

/// The hospital's practitioner looks at Ann's finding; the entry has this number.
pub fn record(sequence: u64) {
	assert_ok!(Disclosures::record_entry(
		by("Practitioner"),
		ANN,
		look_at(&[FINDING], Purpose::TREAT),
		sequence
	));
}

/// Entry number `sequence` of the log that the hospital keeps off chain.
pub fn logged(sequence: u64) -> LoggedAccess<AccountId32> {
	LoggedAccess {
		patient: if sequence.is_multiple_of(3) { BEN } else { ANN },
		agent: account("Practitioner"),
		access: look_at(&[FINDING], Purpose::TREAT),
		emergency: None,
		occurred_at: NOW - 1_000 + sequence,
	}
}

/// The salt of an entry.
pub fn salt(sequence: u64) -> [u8; 32] {
	blake2_256(&sequence.to_le_bytes())
}

/// The tree over entries of the hospital's log.
pub fn tree_of(first: u64, entries: &[LoggedAccess<AccountId32>]) -> Tree {
	let leaves: Vec<_> = (first..)
		.zip(entries)
		.map(|(sequence, entry)| {
			salus_primitives::disclosure::commitment(HOSPITAL, sequence, entry, &salt(sequence))
		})
		.collect();
	Tree::new(&leaves).unwrap()
}

/// The tree over entries `first` to `last`.
pub fn tree(first: u64, last: u64) -> Tree {
	tree_of(first, &(first..=last).map(logged).collect::<Vec<_>>())
}

/// The hospital anchors entries `first` to `last`.
pub fn anchor(first: u64, last: u64) -> DispatchResult {
	let count = last.saturating_sub(first).saturating_add(1) as u32;
	Disclosures::anchor_batch(by("Clerk"), first, last, count, tree(first, last).root())
}

/// The proof of entry `sequence` of the batch from `first` to `last`.
pub fn proof(first: u64, last: u64, sequence: u64) -> InclusionProof {
	tree(first, last).proof((sequence - first) as u32).unwrap()
}

/// An agent breaks the glass for findings and letters, for as long as is usual.
pub fn break_glass(name: &str, patient: PatientId) -> DispatchResult {
	Disclosures::break_glass(
		by(name),
		patient,
		BreakGlassReason::LifeThreat,
		ClassSet::of(&[DataClass::Laboratory, DataClass::ClinicalNotes]),
		None,
	)
}

/// The practitioner has broken the glass for Ann; the access has ended and waits for its review.
pub fn ended_emergency() -> EmergencyId {
	let id = EmergencyId(crate::EmergencyCount::<Test>::get());
	assert_ok!(break_glass("Practitioner", ANN));
	wait(DEFAULT_VALIDITY);
	id
}

/// Runs a test on a fresh chain, and checks the invariants after it.
pub fn build_and_execute(test: impl FnOnce()) {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	sp_io::TestExternalities::from(storage).execute_with(|| {
		System::set_block_number(1);
		test();
		Disclosures::do_try_state().unwrap();
	});
}

/// The pallet's events so far.
pub fn events() -> Vec<Event<Test>> {
	System::read_events_for_pallet::<Event<Test>>()
}

/// The pallet's whole state, to see that a refusal changed nothing.
pub fn state() -> Vec<u8> {
	let log = (
		crate::Disclosures::<Test>::iter().collect::<Vec<_>>(),
		crate::Batches::<Test>::iter().collect::<Vec<_>>(),
		crate::LastNumbers::<Test>::iter().collect::<Vec<_>>(),
		crate::Gaps::<Test>::iter().collect::<Vec<_>>(),
		crate::Accountings::<Test>::iter().collect::<Vec<_>>(),
		crate::AccountingLengths::<Test>::iter().collect::<Vec<_>>(),
		crate::Withholdings::<Test>::iter().collect::<Vec<_>>(),
	);
	let emergencies = (
		crate::EmergencyCount::<Test>::get(),
		crate::Emergencies::<Test>::iter().collect::<Vec<_>>(),
		crate::PatientEmergencies::<Test>::iter().collect::<Vec<_>>(),
		crate::OrganizationEmergencies::<Test>::iter().collect::<Vec<_>>(),
		crate::OpenAccesses::<Test>::iter().collect::<Vec<_>>(),
		crate::PendingReviews::<Test>::iter().collect::<Vec<_>>(),
		crate::LateReviews::<Test>::iter().collect::<Vec<_>>(),
		crate::EmergencyDisclosures::<Test>::iter().collect::<Vec<_>>(),
	);
	(log, emergencies).encode()
}

#[cfg(feature = "runtime-benchmarks")]
mod benchmark_people {
	use super::*;
	use crate::benchmarking::BenchmarkHelper;
	use salus_primitives::traits::BenchmarkPeople;

	fn agent_of(name: &str, organization: OrganizationId) -> AccountId32 {
		let mut agents = Agents::get();
		if !agents.iter().any(|(who, ..)| *who == account(name)) {
			agents.push((account(name), organization, RoleSet::of(AgentRole::ALL)));
			Agents::set(&agents);
		}
		account(name)
	}

	impl BenchmarkPeople<AccountId32> for Consortium {
		fn agent(index: u32) -> (OrganizationId, AccountId32) {
			let organization = if index.is_multiple_of(2) { HOSPITAL } else { CLINIC };
			(organization, agent_of(&format!("Agent{index}"), organization))
		}

		fn patient(index: u32, _: OrganizationId) -> (PatientId, AccountId32) {
			let controller = account(&format!("Patient{index}"));
			let patient = PatientId::from([index as u8 + 1; 32]);
			let mut registered = Registered::get();
			registered.push((patient, controller.clone(), PatientStatus::Active));
			Registered::set(&registered);
			(patient, controller)
		}

		fn set_time(now: Moment) {
			Now::set(&now);
		}
	}

	impl BenchmarkHelper<AccountId32> for Consortium {
		fn colleague(organization: OrganizationId, _: &AccountId32) -> AccountId32 {
			agent_of("Colleague", organization)
		}

		fn records(
			_: PatientId,
			author: OrganizationId,
			_: &AccountId32,
			count: u32,
		) -> Vec<RecordId> {
			permit_by(author, ConsentAction::Access, None, None);
			(0..count as u8)
				.map(|n| {
					let mut id = [n; 32];
					id[0] = SERIES;
					RecordId::from(id)
				})
				.collect()
		}
	}
}
