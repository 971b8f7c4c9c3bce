//! A chain with this pallet alone. The council is a stand-in that keeps its members in the
//! externalities, like the pallet that stands behind it in the runtime.

use crate as pallet_organizations;
use crate::{
	CallClass, Classify, CouncilDelegates, Event, FoundingAgent, FoundingOrganization,
	GenesisConfig, Limits, Profile,
};
use codec::Encode;
use frame_support::{
	derive_impl,
	dispatch::DispatchClass,
	parameter_types,
	traits::{ChangeMembers, ConstU32, ConstU64, InitializeMembers, Time},
	weights::Weight,
};
use frame_system::{limits::BlockWeights, EnsureRoot};
use salus_primitives::{
	codes::{AgentRole, Capability, CapabilitySet, RoleSet},
	organization::{Licence, OrganizationStatus},
	traits::{Membership, OnStatusChanged},
	Moment, OrganizationId, Period,
};
use sp_runtime::BuildStorage;

/// Accounts; without signatures, a number does.
pub type AccountId = u64;

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
	pub type Organizations = pallet_organizations;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type BlockWeights = TestWeights;
}

impl pallet_organizations::Config for Test {
	type CouncilOrigin = EnsureRoot<AccountId>;
	type Council = Council;
	type OnStatusChanged = Told;
	type Time = Clock;
	type MaxSeats = ConstU32<3>;
	type MaxAgents = ConstU32<5>;
	type Classify = Urgency;
	type DefaultLimits = OrganizationLimits;
	type SponsoredLimits = PatientLimits;
	type RefTimePerByte = ConstU64<PER_BYTE>;
	type WeightInfo = ();
}

/// What any transaction costs.
pub const BASE: u64 = 10;
/// What a byte costs.
pub const PER_BYTE: u64 = 2;
/// An organization's allowance. An eighth of it, 100, is kept for safety and governance.
pub const ALLOWANCE: Limits = Limits { capacity: 800, refill: 50 };
/// A sponsored account's allowance.
pub const PATIENT_ALLOWANCE: Limits = Limits { capacity: 80, refill: 5 };

parameter_types! {
	/// The chain's clock.
	pub storage Now: Moment = NOW;
	/// What was told of organizations' standing.
	pub storage Statuses: Vec<(OrganizationId, OrganizationStatus)> = Vec::new();
	/// The council's members, as it was told.
	pub storage Members: Vec<AccountId> = Vec::new();
	pub const OrganizationLimits: Limits = ALLOWANCE;
	pub const PatientLimits: Limits = PATIENT_ALLOWANCE;
	pub TestWeights: BlockWeights = BlockWeights::builder()
		.base_block(Weight::zero())
		.for_class(DispatchClass::all(), |weights| {
			weights.base_extrinsic = Weight::from_parts(BASE, 0);
			weights.max_total = Some(Weight::MAX);
		})
		.build_or_panic();
}

/// When the tests begin.
pub const NOW: Moment = 1_700_000_000_000;
/// When the clinic's licence and the hospital's locum end.
pub const LATER: Moment = NOW + 1_000;

/// A provider and laboratory with a seat in the council.
pub const HOSPITAL: OrganizationId = OrganizationId(0);
/// A provider without a seat, whose licence ends.
pub const CLINIC: OrganizationId = OrganizationId(1);
/// A regulator with a seat.
pub const AUTHORITY: OrganizationId = OrganizationId(2);
/// The next organization to apply.
pub const APPLICANT: OrganizationId = OrganizationId(3);
/// An organization that does not exist.
pub const NOBODY: OrganizationId = OrganizationId(99);

/// The hospital's administrators, of whom the first is its delegate.
pub const HEAD: AccountId = 1;
pub const DEPUTY: AccountId = 2;
/// Its clerk, and a practitioner until [`LATER`].
pub const CLERK: AccountId = 3;
pub const LOCUM: AccountId = 4;
/// The clinic's only administrator.
pub const OWNER: AccountId = 11;
/// The authority's administrator and delegate, and its deputy.
pub const OFFICER: AccountId = 21;
pub const INSPECTOR: AccountId = 22;
/// The administrator of [`APPLICANT`].
pub const FOUNDER: AccountId = 31;
/// Somebody who belongs to nobody.
pub const STRANGER: AccountId = 90;
/// A patient's account; sponsored where a test says so.
pub const PATIENT: AccountId = 91;

pub struct Clock;

impl Time for Clock {
	type Moment = Moment;

	fn now() -> Moment {
		Now::get()
	}
}

/// Suspensions keep the consortium going; remarks with an event stand for calls that protect
/// patients.
pub struct Urgency;

impl Classify<RuntimeCall> for Urgency {
	fn class(call: &RuntimeCall) -> CallClass {
		match call {
			RuntimeCall::Organizations(crate::Call::suspend { .. }) => CallClass::Governance,
			RuntimeCall::System(frame_system::Call::remark_with_event { .. }) => CallClass::Safety,
			_ => CallClass::Routine,
		}
	}
}

/// Remembers what it is told, which holds already.
pub struct Told;

impl OnStatusChanged for Told {
	fn on_status_changed(organization: OrganizationId, status: OrganizationStatus) {
		assert_eq!(
			<Organizations as Membership<_>>::is_active(organization),
			status == OrganizationStatus::Active,
			"the standing holds when others are told of it"
		);
		let mut statuses = Statuses::get();
		statuses.push((organization, status));
		Statuses::set(&statuses);
	}

	fn max_weight() -> Weight {
		HOOK
	}
}

/// What [`Told`] costs.
pub const HOOK: Weight = Weight::from_parts(1_000_000, 0);

pub struct Council;

impl ChangeMembers<AccountId> for Council {
	fn change_members_sorted(
		incoming: &[AccountId],
		outgoing: &[AccountId],
		sorted_new: &[AccountId],
	) {
		let expected = Self::compute_members_diff_sorted(sorted_new, &Members::get());
		assert_eq!((incoming.to_vec(), outgoing.to_vec()), expected, "changes say what changes");
		Members::set(&sorted_new.to_vec());
	}
}

impl InitializeMembers<AccountId> for Council {
	fn initialize_members(members: &[AccountId]) {
		assert!(Members::get().is_empty());
		Members::set(&members.to_vec());
	}
}

/// An administrator for good.
pub fn administrator(account: AccountId) -> FoundingAgent<AccountId> {
	FoundingAgent { account, roles: AgentRole::Administrator.into(), period: Period::ALWAYS }
}

/// A licence without an end.
pub fn licence(capability: Capability) -> Licence {
	Licence { capability, period: Period::ALWAYS }
}

/// A founder with all it needs, and an administrator.
pub fn founder(
	name: &str,
	capabilities: &[Capability],
	account: AccountId,
) -> FoundingOrganization<AccountId> {
	let capabilities = CapabilitySet::of(capabilities);
	FoundingOrganization {
		name: name.into(),
		gln: None,
		envelope_key: None,
		capabilities,
		licences: capabilities
			.iter()
			.filter(|capability| capability.requires_licence())
			.map(licence)
			.collect(),
		council_delegate: Some(account),
		agents: vec![administrator(account)],
	}
}

/// The founders that the tests start with.
pub fn founders() -> Vec<FoundingOrganization<AccountId>> {
	let mut hospital = founder("Hospital", &[Capability::Provider, Capability::Laboratory], HEAD);
	hospital.agents.extend([
		administrator(DEPUTY),
		FoundingAgent { roles: AgentRole::Clerk.into(), ..administrator(CLERK) },
		FoundingAgent {
			account: LOCUM,
			roles: AgentRole::Practitioner.into(),
			period: Period::until(LATER),
		},
	]);
	let mut clinic = founder("Clinic", &[Capability::Provider], OWNER);
	clinic.licences =
		vec![Licence { period: Period::until(LATER), ..licence(Capability::Provider) }];
	clinic.council_delegate = None;
	let mut authority = founder("Health Authority", &[Capability::Regulator], OFFICER);
	authority.agents.push(administrator(INSPECTOR));
	vec![hospital, clinic, authority]
}

/// What an organization says of itself.
pub fn profile(name: &str) -> Profile {
	Profile { name: name.as_bytes().to_vec().try_into().unwrap(), gln: None, envelope_key: None }
}

/// The council's decision.
pub fn council() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

/// A transaction of this account.
pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// Submits an application in the name of the hospital.
pub fn apply() {
	Organizations::submit_application(
		signed(HEAD),
		profile("Applicant"),
		Capability::Sponsor.into(),
		FOUNDER,
	)
	.unwrap();
}

/// Lets the clinic leave.
pub fn dissolve_clinic() {
	Organizations::remove(council(), CLINIC).unwrap();
}

/// Roles of an agent who is no administrator.
pub fn clerk() -> RoleSet {
	AgentRole::Clerk.into()
}

/// A chain with these founders at its first block.
pub fn externalities_of(
	organizations: Vec<FoundingOrganization<AccountId>>,
) -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	GenesisConfig::<Test> { organizations }.assimilate_storage(&mut storage).unwrap();
	let mut externalities = sp_io::TestExternalities::from(storage);
	externalities.execute_with(|| System::set_block_number(1));
	externalities
}

/// Runs a test on a fresh chain, and checks the invariants after it.
pub fn build_and_execute(test: impl FnOnce()) {
	externalities_of(founders()).execute_with(|| {
		test();
		check_invariants();
	});
}

/// What must hold at any time, in this pallet and between it and the council.
pub fn check_invariants() {
	Organizations::do_try_state().unwrap();
	assert_eq!(CouncilDelegates::<Test>::get().into_inner(), Members::get(), "the council follows");
}

/// The pallet's events so far.
pub fn events() -> Vec<Event<Test>> {
	System::read_events_for_pallet::<Event<Test>>()
}

/// The pallet's whole state, to see that a refusal changed nothing.
pub fn state() -> Vec<u8> {
	(
		crate::NextId::<Test>::get(),
		crate::Organizations::<Test>::iter().collect::<Vec<_>>(),
		crate::Affiliations::<Test>::iter().collect::<Vec<_>>(),
		crate::Allowances::<Test>::iter().collect::<Vec<_>>(),
		crate::SponsoredBuckets::<Test>::iter().collect::<Vec<_>>(),
		CouncilDelegates::<Test>::get(),
		Members::get(),
		frame_system::Account::<Test>::iter().collect::<Vec<_>>(),
	)
		.encode()
}
