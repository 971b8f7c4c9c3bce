//! A chain with this pallet alone. Members, sponsorship and erasure are stand-ins that keep their
//! state in the externalities, like the pallets that stand behind them in the runtime.

use crate as pallet_patients;
use crate::Event;
use codec::Encode;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64, Time},
};
use salus_primitives::{
	codes::{AgentRole, Capability, CapabilitySet, DelegateRole, SensitivitySet},
	organization::ActiveAgent,
	patient::{controller_payload, representative_payload, Mandate, Powers},
	traits::{Membership, OnErased, Recovery, Sponsorship},
	Moment, OrganizationId, PatientId, Period,
};
use sp_core::{sr25519, Pair};
use sp_runtime::{
	traits::IdentityLookup, AccountId32, BuildStorage, DispatchError, DispatchResult,
	MultiSignature,
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
	pub type Patients = pallet_patients;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountId = AccountId32;
	type Lookup = IdentityLookup<AccountId32>;
	type Block = frame_system::mocking::MockBlock<Test>;
}

impl pallet_patients::Config for Test {
	type PolicyOrigin = frame_system::EnsureRoot<AccountId32>;
	type Signature = MultiSignature;
	type Signer = sp_runtime::MultiSigner;
	type Time = Clock;
	type Members = Consortium;
	type Sponsorship = Consortium;
	type Recovery = Friends;
	type OnErased = Erasures;
	type MaxMergeDepth = ConstU32<3>;
	type DefaultObjectionPeriod = ConstU64<OBJECTION_PERIOD>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Consortium;
	type WeightInfo = ();
}

parameter_types! {
	/// The chain's clock.
	pub storage Now: Moment = NOW;
	/// Accounts that are sponsored, and by whom.
	pub storage Sponsored: Vec<(AccountId32, OrganizationId)> = Vec::new();
	/// Patients whose erasure was passed on.
	pub storage Erased: Vec<PatientId> = Vec::new();
	/// Organizations that are suspended.
	pub storage Suspended: Vec<OrganizationId> = Vec::new();
	/// What is arranged for the loss of which key.
	pub storage Arranged: Vec<(AccountId32, Arrangement)> = Vec::new();
	/// Keys that somebody asks to recover.
	pub storage Asked: Vec<AccountId32> = Vec::new();
}

/// Contacts, how many of them it takes, and the delay.
pub type Arrangement = (Vec<AccountId32>, u32, Moment);

/// When the tests begin.
pub const NOW: Moment = 1_700_000_000_000;
/// How long one can object.
pub const OBJECTION_PERIOD: Moment = 1_000;
/// When Ann comes of age: twelve weeks after the tests begin, or a bit more.
pub const MAJORITY: Moment = (NOW / crate::GUARDIAN_END_STEP + 4) * crate::GUARDIAN_END_STEP;
/// Two providers, a payer and a regulator.
pub const HOSPITAL: OrganizationId = OrganizationId(0);
pub const CLINIC: OrganizationId = OrganizationId(1);
pub const PAYER: OrganizationId = OrganizationId(2);
pub const AUTHORITY: OrganizationId = OrganizationId(3);
/// Some patients.
pub const ANN: PatientId = PatientId(sp_core::H256([0xA1; 32]));
pub const BEN: PatientId = PatientId(sp_core::H256([0xB2; 32]));

pub struct Clock;

impl Time for Clock {
	type Moment = Moment;

	fn now() -> Moment {
		Now::get()
	}
}

pub struct Consortium;

/// An agent of the organization.
pub fn agent_of(organization: OrganizationId) -> AccountId32 {
	AccountId32::new([organization.0 as u8 + 1; 32])
}

/// Another agent of the organization.
pub fn second_agent_of(organization: OrganizationId) -> AccountId32 {
	AccountId32::new([organization.0 as u8 + 101; 32])
}

impl Membership<AccountId32> for Consortium {
	fn active_agent_until(who: &AccountId32) -> Option<(ActiveAgent, Option<Moment>)> {
		let organization = [HOSPITAL, CLINIC, PAYER, AUTHORITY]
			.into_iter()
			.find(|id| [agent_of(*id), second_agent_of(*id)].contains(who))?;
		Self::is_active(organization)
			.then_some((ActiveAgent { organization, roles: AgentRole::Clerk.into() }, None))
	}

	fn is_active(organization: OrganizationId) -> bool {
		organization <= AUTHORITY && !Suspended::get().contains(&organization)
	}

	fn capabilities_until(organization: OrganizationId) -> (CapabilitySet, Option<Moment>) {
		let capabilities = match organization {
			HOSPITAL | CLINIC if Self::is_active(organization) => Capability::Provider.into(),
			PAYER if Self::is_active(organization) => Capability::Payer.into(),
			AUTHORITY if Self::is_active(organization) => Capability::Regulator.into(),
			_ => CapabilitySet::EMPTY,
		};
		(capabilities, None)
	}
}

/// What [`Consortium::sponsor`] says of an account that belongs to somebody.
pub const TAKEN: DispatchError = DispatchError::Other("account belongs to somebody");

impl Sponsorship<AccountId32> for Consortium {
	fn sponsor(who: &AccountId32, organization: OrganizationId) -> DispatchResult {
		let mut sponsored = Sponsored::get();
		let is_agent = [HOSPITAL, CLINIC, PAYER, AUTHORITY].map(agent_of).contains(who);
		if is_agent || sponsored.iter().any(|(account, _)| account == who) {
			return Err(TAKEN);
		}
		sponsored.push((who.clone(), organization));
		Sponsored::set(&sponsored);
		Ok(())
	}

	fn release(who: &AccountId32) -> DispatchResult {
		let mut sponsored = Sponsored::get();
		let before = sponsored.len();
		sponsored.retain(|(account, _)| account != who);
		Sponsored::set(&sponsored);
		if sponsored.len() < before {
			Ok(())
		} else {
			Err(DispatchError::Other("account is not sponsored"))
		}
	}
}

pub struct Erasures;

impl OnErased for Erasures {
	fn on_erased(patient: PatientId) {
		let mut erased = Erased::get();
		erased.push(patient);
		Erased::set(&erased);
	}
}

pub struct Friends;

/// What [`Friends::arrange`] says while somebody asks.
pub const ONGOING: DispatchError = DispatchError::Other("a recovery is under way");

impl Recovery<AccountId32> for Friends {
	fn arrange(
		who: &AccountId32,
		contacts: Vec<AccountId32>,
		threshold: u32,
		delay: Moment,
	) -> DispatchResult {
		if Asked::get().contains(who) {
			return Err(ONGOING);
		}
		Self::forget(who);
		if !contacts.is_empty() {
			let mut arranged = Arranged::get();
			arranged.push((who.clone(), (contacts, threshold, delay)));
			Arranged::set(&arranged);
		}
		Ok(())
	}

	fn forget(who: &AccountId32) {
		let mut arranged = Arranged::get();
		arranged.retain(|(account, _)| account != who);
		Arranged::set(&arranged);
		let mut asked = Asked::get();
		asked.retain(|account| account != who);
		Asked::set(&asked);
	}
}

/// A person's key.
pub fn key(name: &str) -> sr25519::Pair {
	sr25519::Pair::from_string(&format!("//{name}"), None).unwrap()
}

/// A person's account.
pub fn account(name: &str) -> AccountId32 {
	key(name).public().into()
}

/// What the key of `name` signs to control `patient`, with a deadline a minute ahead.
pub fn consent_to_control(
	name: &str,
	patient: PatientId,
	sponsor: OrganizationId,
	nonce: u64,
) -> (Moment, MultiSignature) {
	let deadline = Now::get() + 60_000;
	let genesis = System::block_hash(0);
	let payload = controller_payload(genesis, patient, sponsor, nonce, deadline);
	(deadline, key(name).sign(&payload).into())
}

/// What the key of `name` signs to represent `patient`, whom the hospital registered, with a deadline
/// a minute ahead.
pub fn consent_to_represent(
	name: &str,
	patient: PatientId,
	mandate: &Mandate,
	nonce: u64,
) -> (Moment, MultiSignature) {
	let deadline = Now::get() + 60_000;
	let genesis = System::block_hash(0);
	let payload = representative_payload(genesis, patient, HOSPITAL, mandate, nonce, deadline);
	(deadline, key(name).sign(&payload).into())
}

/// A guardian until Ann comes of age.
pub fn guardian() -> Mandate {
	Mandate {
		role: DelegateRole::GUARD,
		powers: Powers { consent: true, registration: true, erasure: false },
		period: Period::until(MAJORITY),
		withheld: SensitivitySet::EMPTY,
	}
}

/// Somebody who helps the guardian for a while.
pub fn helper() -> Mandate {
	Mandate {
		role: DelegateRole::DELEGATEE,
		powers: Powers { consent: true, ..Powers::default() },
		period: Period::until(NOW + 1_000_000),
		withheld: SensitivitySet::EMPTY,
	}
}

/// Registers ANN, who has no key, at the hospital with her mother.
pub fn register_child() {
	let (deadline, signature) = consent_to_represent("Mother", ANN, &guardian(), 0);
	let clerk = RuntimeOrigin::signed(agent_of(HOSPITAL));
	Patients::register_represented(clerk, ANN, account("Mother"), guardian(), deadline, signature)
		.unwrap();
}

/// Has `sender` name `name` a representative of ANN.
pub fn name_representative(sender: AccountId32, name: &str, mandate: Mandate) -> DispatchResult {
	let nonce = Patients::info(ANN).map_or(0, |ann| ann.nonce);
	let (deadline, signature) = consent_to_represent(name, ANN, &mandate, nonce);
	let sender = RuntimeOrigin::signed(sender);
	Patients::add_representative(sender, ANN, account(name), mandate, deadline, signature)
}

/// Registers `patient` at the hospital with the key of `name`.
pub fn register(patient: PatientId, name: &str) {
	register_at(HOSPITAL, patient, name);
}

/// Registers `patient` at an organization with the key of `name`.
pub fn register_at(organization: OrganizationId, patient: PatientId, name: &str) {
	let (deadline, signature) = consent_to_control(name, patient, organization, 0);
	Patients::register(
		RuntimeOrigin::signed(agent_of(organization)),
		patient,
		account(name),
		deadline,
		signature,
	)
	.unwrap();
}

/// Runs a test on a fresh chain, and checks the invariants after it.
pub fn build_and_execute(test: impl FnOnce()) {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	sp_io::TestExternalities::from(storage).execute_with(|| {
		System::set_block_number(1);
		test();
		Patients::do_try_state().unwrap();
		ensure_only_needed_accounts_are_let_in();
	});
}

/// That the accounts that are let in are those that control or represent somebody.
pub fn ensure_only_needed_accounts_are_let_in() {
	let mut needed: Vec<_> = crate::Controllers::<Test>::iter_keys()
		.chain(crate::Representing::<Test>::iter_keys())
		.collect();
	needed.sort();
	needed.dedup();
	let mut let_in: Vec<_> = Sponsored::get().into_iter().map(|(account, _)| account).collect();
	let_in.sort();
	assert_eq!(let_in, needed);
	let arranged = Arranged::get().into_iter().map(|(account, _)| account);
	for account in arranged {
		assert!(Patients::patient_of(&account).is_some(), "arranged for a key that is nobody's");
	}
}

/// The pallet's events so far.
pub fn events() -> Vec<Event<Test>> {
	System::read_events_for_pallet::<Event<Test>>()
}

/// The pallet's whole state, to see that a refusal changed nothing.
pub fn state() -> Vec<u8> {
	(
		crate::Patients::<Test>::iter().collect::<Vec<_>>(),
		crate::Controllers::<Test>::iter().collect::<Vec<_>>(),
		crate::Identifiers::<Test>::iter().collect::<Vec<_>>(),
		crate::CareRelationships::<Test>::iter().collect::<Vec<_>>(),
		crate::MergeProposals::<Test>::iter().collect::<Vec<_>>(),
		(
			crate::Representatives::<Test>::iter().collect::<Vec<_>>(),
			crate::Representing::<Test>::iter().collect::<Vec<_>>(),
			crate::Appointments::<Test>::iter().collect::<Vec<_>>(),
			crate::ObjectionPeriod::<Test>::get(),
		),
		Sponsored::get(),
		Erased::get(),
		Arranged::get(),
	)
		.encode()
}

#[cfg(feature = "runtime-benchmarks")]
mod benchmark_people {
	use super::*;
	use salus_primitives::traits::{BenchmarkPeople, BenchmarkSigner};

	impl BenchmarkPeople<AccountId32> for Consortium {
		fn agent(index: u32) -> (OrganizationId, AccountId32) {
			let organization = OrganizationId(index % 2);
			(organization, agent_of(organization))
		}

		fn patient(index: u32, sponsor: OrganizationId) -> (PatientId, AccountId32) {
			let name = format!("Patient{index}");
			let patient = PatientId::from([index as u8 + 1; 32]);
			register_at(sponsor, patient, &name);
			(patient, account(&name))
		}

		fn set_time(now: Moment) {
			Now::set(&now);
		}
	}

	impl BenchmarkSigner<AccountId32, MultiSignature> for Consortium {
		fn sign(index: u32, payload: &[u8]) -> (AccountId32, MultiSignature) {
			let name = format!("Signer{index}");
			(account(&name), key(&name).sign(payload).into())
		}
	}
}
