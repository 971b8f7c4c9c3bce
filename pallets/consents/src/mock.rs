//! A chain with this pallet alone. Members, patients and records are stand-ins that keep their state
//! in the externalities, like the pallets that stand behind them in the runtime.

use crate as pallet_consents;
use crate::{Event, TermsOf};
use codec::Encode;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64, Time},
};
use salus_primitives::{
	codes::{
		AgentRole, Capability, CapabilitySet, ClassSet, Confidentiality, ConsentAction, DataClass,
		DelegateRole, Purpose, ResourceType, RoleSet, Sensitivity, SensitivitySet,
	},
	consent::{
		Actor, Base, ConsentStatus, Decision, Provision, Request, Terms, Test as ConsentTest,
	},
	organization::ActiveAgent,
	patient::{Authority, PatientStatus, Power},
	record::{Labels, RecordStatus},
	traits::{
		AccessControl, Emergencies, EmergencyAccess, Membership, OnConsentNarrowed, Patients,
		RecordAttributes, Records, Trials,
	},
	ConsentId, Moment, OrganizationId, PatientId, RecordId,
};
use sp_core::H256;
use sp_runtime::BuildStorage;

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
	pub type Consents = pallet_consents;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
}

/// Room for few consents in tests; for many in benchmarks, which measure what each adds.
pub const MAX_CONSENTS: u32 = if cfg!(feature = "runtime-benchmarks") { 16 } else { 4 };
/// How long recipients have.
pub const ACKNOWLEDGE_WITHIN: Moment = 100;
pub const ATTEST_WITHIN: Moment = 1_000;

impl pallet_consents::Config for Test {
	type PolicyOrigin = frame_system::EnsureRoot<AccountId>;
	type Time = Clock;
	type Members = Stage;
	type Patients = Stage;
	type Records = Stage;
	type Emergencies = Stage;
	type Trials = Stage;
	type OnNarrowed = Stage;
	type MaxConsents = ConstU32<MAX_CONSENTS>;
	type MaxRequests = ConstU32<3>;
	type MaxRequestsPerOrganization = ConstU32<2>;
	type MaxRecipients = ConstU32<4>;
	type MaxTermsSize = ConstU32<{ 8 * 1024 }>;
	type AcknowledgeWithin = ConstU64<ACKNOWLEDGE_WITHIN>;
	type AttestWithin = ConstU64<ATTEST_WITHIN>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Stage;
	type WeightInfo = ();
}

/// Accounts are numbers.
pub type AccountId = u64;
/// What the pallet tells others when a consent ends or narrows.
pub type Narrowing = (PatientId, ConsentId, u32);

parameter_types! {
	/// The chain's clock.
	pub storage Now: Moment = NOW;
	/// Where Ann stands; nobody else is registered.
	pub storage AnnIs: PatientStatus = PatientStatus::Active;
	/// Organizations that are suspended.
	pub storage Suspended: Vec<OrganizationId> = Vec::new();
	/// Until when the practitioner is an agent.
	pub storage PractitionerUntil: Option<Moment> = None;
	/// Until when the hospital is licensed as a provider.
	pub storage LicensedUntil: Option<Moment> = None;
	/// Where the record stands.
	pub storage RecordIs: RecordStatus = RecordStatus::Current;
	/// Who holds the record.
	pub storage Custodians: Vec<OrganizationId> = vec![HOSPITAL];
	/// The emergency that the practitioner has declared, as classes and its end.
	pub storage Declared: Option<(ClassSet, Moment)> = None;
	/// The version of the trial's protocol.
	pub storage ProtocolVersion: u32 = 1;
	/// What the teacher has no say in.
	pub storage Withheld: SensitivitySet = Sensitivity::HIV.into();
	/// What was passed on.
	pub storage Narrowed: Vec<Narrowing> = Vec::new();
}

/// When the tests begin.
pub const NOW: Moment = 1_700_000_000_000;
/// A provider that wrote the record, one that wants to see it, and a payer.
pub const HOSPITAL: OrganizationId = OrganizationId(0);
pub const CLINIC: OrganizationId = OrganizationId(1);
pub const PAYER: OrganizationId = OrganizationId(2);
/// Accounts.
pub const ANN_KEY: AccountId = 10;
pub const GUARDIAN: AccountId = 11;
pub const STRANGER: AccountId = 12;
/// A representative from whom something is withheld.
pub const TEACHER: AccountId = 13;
/// A practitioner of the clinic, and the one of the hospital who wrote the record.
pub const PRACTITIONER: AccountId = 20;
pub const WRITER: AccountId = 21;
/// Patients, a record of Ann's, and a consent.
pub const ANN: PatientId = PatientId(H256([0xA1; 32]));
pub const BEN: PatientId = PatientId(H256([0xB2; 32]));
pub const RECORD: RecordId = RecordId(H256([0x0C; 32]));
pub const CONSENT: ConsentId = ConsentId(H256([0xCC; 32]));
/// A trial.
pub const TRIAL: H256 = H256([0x77; 32]);

pub struct Clock;

impl Time for Clock {
	type Moment = Moment;

	fn now() -> Moment {
		Now::get()
	}
}

/// Everybody else.
pub struct Stage;

impl Membership<AccountId> for Stage {
	fn active_agent_until(who: &AccountId) -> Option<(ActiveAgent, Option<Moment>)> {
		let (organization, until) = match *who {
			PRACTITIONER => (CLINIC, PractitionerUntil::get()),
			WRITER => (HOSPITAL, None),
			_ => return None,
		};
		let valid = until.is_none_or(|until| Now::get() < until);
		let roles = RoleSet::from(AgentRole::Practitioner);
		(valid && Self::is_active(organization))
			.then_some((ActiveAgent { organization, roles }, until))
	}

	fn is_active(organization: OrganizationId) -> bool {
		organization <= PAYER && !Suspended::get().contains(&organization)
	}

	fn capabilities_until(organization: OrganizationId) -> (CapabilitySet, Option<Moment>) {
		let until =
			LicensedUntil::get().filter(|until| organization == HOSPITAL && *until > Now::get());
		let licensed =
			organization != HOSPITAL || LicensedUntil::get().is_none() || until.is_some();
		let capabilities = match organization {
			HOSPITAL | CLINIC if licensed && Self::is_active(organization) => {
				Capability::Provider.into()
			},
			PAYER if Self::is_active(organization) => Capability::Payer.into(),
			_ => CapabilitySet::EMPTY,
		};
		(capabilities, until)
	}
}

impl Patients<AccountId> for Stage {
	fn status(patient: PatientId) -> Option<PatientStatus> {
		(patient == ANN).then(AnnIs::get)
	}

	fn authority(who: &AccountId, patient: PatientId, power: Power) -> Option<Authority> {
		match *who {
			_ if patient != ANN => None,
			ANN_KEY => Some(Authority::Controller),
			GUARDIAN if power == Power::Consent => Some(Authority::Representative {
				role: DelegateRole::GUARD,
				withheld: SensitivitySet::EMPTY,
			}),
			TEACHER if power == Power::Consent => Some(Authority::Representative {
				role: DelegateRole::DELEGATEE,
				withheld: Withheld::get(),
			}),
			_ => None,
		}
	}

	fn has_care_relationship(_: PatientId, _: OrganizationId) -> bool {
		false
	}

	fn ensure_open(_: PatientId) -> sp_runtime::DispatchResult {
		Ok(())
	}
}

impl Records<AccountId> for Stage {
	fn attributes(patient: PatientId, record: RecordId) -> Option<RecordAttributes<AccountId>> {
		(patient == ANN && record == RECORD).then(|| RecordAttributes {
			class: DataClass::Laboratory,
			resource_type: ResourceType::Observation,
			labels: LABELS,
			author: HOSPITAL,
			agent: WRITER,
			custodians: Custodians::get(),
			status: RecordIs::get(),
		})
	}
}

impl Emergencies<AccountId> for Stage {
	fn open_access(patient: PatientId, agent: &AccountId) -> Option<EmergencyAccess> {
		let (classes, until) = Declared::get()?;
		let open = patient == ANN && *agent == PRACTITIONER && Now::get() < until;
		open.then_some(EmergencyAccess { classes, until })
	}
}

impl Trials for Stage {
	fn protocol_version(trial: H256) -> Option<u32> {
		(trial == TRIAL).then(ProtocolVersion::get)
	}
}

/// The record's labels.
pub const LABELS: Labels =
	Labels { confidentiality: Confidentiality::N, sensitivity: SensitivitySet::EMPTY };

impl OnConsentNarrowed for Stage {
	fn on_consent_narrowed(patient: PatientId, consent: ConsentId, version: u32) {
		let mut narrowed = Narrowed::get();
		narrowed.push((patient, consent, version));
		Narrowed::set(&narrowed);
	}
}

/// Terms that permit what meets all tests, and take nothing from other consents.
pub fn permitting(tests: impl IntoIterator<Item = ConsentTest<AccountId>>) -> TermsOf<Test> {
	let provision = Provision {
		parent: None,
		tests: tests.into_iter().collect::<Vec<_>>().try_into().unwrap(),
		obligations: Default::default(),
		refrains: Default::default(),
	};
	Terms { provisions: vec![provision].try_into().unwrap(), ..Terms::new(Base::Silent) }
}

/// That a test names this organization as recipient.
pub fn recipient(organization: OrganizationId) -> ConsentTest<AccountId> {
	ConsentTest::Recipients(vec![Actor::Organization(organization)].try_into().unwrap())
}

/// Terms that permit an organization to treat.
pub fn treatment_by(organization: OrganizationId) -> TermsOf<Test> {
	permitting([recipient(organization), ConsentTest::Purposes(Purpose::TREAT.into())])
}

/// An organization wants to see laboratory data to treat.
pub fn request_by(organization: OrganizationId) -> Request<AccountId> {
	Request {
		organization: Some(organization),
		class: Some(DataClass::Laboratory),
		..Request::new(ConsentAction::Access, Purpose::TREAT)
	}
}

/// The decision about Ann's data.
pub fn decide(request: &Request<AccountId>) -> Decision {
	<Consents as AccessControl<AccountId>>::decide(ANN, request)
}

/// Ann grants a consent with these terms.
pub fn grant(consent: ConsentId, terms: TermsOf<Test>) {
	Consents::grant(RuntimeOrigin::signed(ANN_KEY), ANN, consent, terms).unwrap();
}

/// The clinic asks for a consent with these terms.
pub fn request(consent: ConsentId, terms: TermsOf<Test>) {
	Consents::request(RuntimeOrigin::signed(PRACTITIONER), ANN, consent, terms).unwrap();
}

/// Where a consent of Ann's stands.
pub fn status(consent: ConsentId) -> ConsentStatus {
	Consents::info(ANN, consent).unwrap().consent.status
}

/// A consent's id.
pub fn id(n: u8) -> ConsentId {
	ConsentId::from([n; 32])
}

/// A fresh chain.
pub fn externalities() -> sp_io::TestExternalities {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	let mut externalities = sp_io::TestExternalities::from(storage);
	externalities.execute_with(|| System::set_block_number(1));
	externalities
}

/// Runs a test on a fresh chain, and checks the invariants after it.
pub fn build_and_execute(test: impl FnOnce()) {
	externalities().execute_with(|| {
		test();
		Consents::do_try_state().unwrap();
	});
}

/// The pallet's events so far.
pub fn events() -> Vec<Event<Test>> {
	System::read_events_for_pallet::<Event<Test>>()
}

/// The pallet's whole state, to see that a refusal changed nothing.
pub fn state() -> Vec<u8> {
	(
		crate::Consents::<Test>::iter().collect::<Vec<_>>(),
		crate::Holdings::<Test>::iter().collect::<Vec<_>>(),
		crate::Requests::<Test>::iter().collect::<Vec<_>>(),
		crate::EndedConsents::<Test>::iter().collect::<Vec<_>>(),
		crate::Versions::<Test>::iter().collect::<Vec<_>>(),
		crate::HandedOut::<Test>::iter().collect::<Vec<_>>(),
		(
			crate::Recalls::<Test>::iter().collect::<Vec<_>>(),
			crate::RecallsByOrganization::<Test>::iter().collect::<Vec<_>>(),
			crate::Epochs::<Test>::iter().collect::<Vec<_>>(),
			crate::Policy::<Test>::get(),
			Narrowed::get(),
		),
	)
		.encode()
}

#[cfg(feature = "runtime-benchmarks")]
mod benchmark_people {
	use super::*;
	use salus_primitives::traits::BenchmarkPeople;

	impl BenchmarkPeople<AccountId> for Stage {
		fn agent(index: u32) -> (OrganizationId, AccountId) {
			if index == 0 {
				(CLINIC, PRACTITIONER)
			} else {
				(HOSPITAL, WRITER)
			}
		}

		fn patient(_: u32, _: OrganizationId) -> (PatientId, AccountId) {
			(ANN, ANN_KEY)
		}

		fn set_time(now: Moment) {
			Now::set(&now);
		}

		fn record(_: PatientId, _: &AccountId, others: u32) -> Option<RecordId> {
			let custodians: Vec<_> = (0..others.max(1)).map(OrganizationId).collect();
			Custodians::set(&custodians);
			Some(RECORD)
		}
	}
}
