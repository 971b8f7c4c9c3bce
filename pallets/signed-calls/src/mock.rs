//! A chain with this pallet, and with one that stands for all whose calls can be signed.

use crate as pallet_signed_calls;
use crate::{Subject, Submittable};
use codec::Encode;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64, Time},
};
use salus_primitives::{
	codes::{AgentRole, CapabilitySet},
	organization::ActiveAgent,
	signed::call_payload,
	traits::Membership,
	Moment, OrganizationId, PatientId,
};
use sp_core::{ecdsa, ed25519, sr25519, Pair, H256};
use sp_runtime::{
	traits::{IdentifyAccount, IdentityLookup},
	AccountId32, BuildStorage, MultiSignature, MultiSigner,
};

/// Stands for the pallets of the runtime: notes who said what about which patient.
#[frame_support::pallet(dev_mode)]
pub mod diary {
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use salus_primitives::PatientId;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {}

	/// Who wrote what last about a patient.
	#[pallet::storage]
	pub type Entries<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		PatientId,
		(T::AccountId, BoundedVec<u8, ConstU32<1024>>),
		OptionQuery,
	>;

	#[pallet::error]
	pub enum Error<T> {
		/// As asked for.
		Refused,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Notes `text`, and fails after that if `refuse`. Costs half of what it says.
		#[pallet::call_index(0)]
		#[pallet::weight(Weight::from_parts(super::NOTE, 0))]
		pub fn note(
			origin: OriginFor<T>,
			patient: PatientId,
			text: BoundedVec<u8, ConstU32<1024>>,
			refuse: bool,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Entries::<T>::insert(patient, (who, text));
			ensure!(!refuse, Error::<T>::Refused);
			Ok(Some(Weight::from_parts(super::NOTE / 2, 0)).into())
		}
	}
}

/// What [`diary::Pallet::note`] says that it costs.
pub const NOTE: u64 = 1_000_000;

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
	pub type SignedCalls = pallet_signed_calls;
	#[runtime::pallet_index(2)]
	pub type Diary = diary;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountId = AccountId32;
	type Lookup = IdentityLookup<AccountId32>;
	type Block = frame_system::mocking::MockBlock<Test>;
}

impl diary::Config for Test {}

/// How far ahead a deadline can lie.
pub const MAX_VALIDITY: Moment = 10_000;
/// Longest call, in bytes.
pub const MAX_CALL_LEN: u32 = 256;

impl pallet_signed_calls::Config for Test {
	type RuntimeCall = RuntimeCall;
	type Signature = MultiSignature;
	type Signer = MultiSigner;
	type Time = Clock;
	type Members = Consortium;
	type Calls = Diaries;
	type MaxValidity = ConstU64<MAX_VALIDITY>;
	type MaxCallLen = ConstU32<MAX_CALL_LEN>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Consortium;
	type WeightInfo = ();
}

parameter_types! {
	/// The chain's clock.
	pub storage Now: Moment = NOW;
	/// Whether the hospital is suspended.
	pub storage Suspended: bool = false;
}

/// When the tests begin.
pub const NOW: Moment = 1_700_000_000_000;
/// The only member.
pub const HOSPITAL: OrganizationId = OrganizationId(0);
/// Its agent.
pub const CLERK: AccountId32 = AccountId32::new([1; 32]);
/// Some patients.
pub const ANN: PatientId = PatientId(H256([0xA1; 32]));
pub const BEN: PatientId = PatientId(H256([0xB2; 32]));

/// Notes can be signed for the patient that they are about, remarks by anybody, nothing else.
pub struct Diaries;

impl Submittable<RuntimeCall> for Diaries {
	fn subject(call: &RuntimeCall) -> Subject {
		match call {
			RuntimeCall::Diary(diary::Call::note { patient, .. }) => Subject::Patient(*patient),
			RuntimeCall::System(frame_system::Call::remark { .. }) => Subject::Account,
			_ => Subject::NotSubmittable,
		}
	}
}

pub struct Clock;

impl Time for Clock {
	type Moment = Moment;

	fn now() -> Moment {
		Now::get()
	}
}

pub struct Consortium;

impl Membership<AccountId32> for Consortium {
	fn active_agent_until(who: &AccountId32) -> Option<(ActiveAgent, Option<Moment>)> {
		let agent = ActiveAgent { organization: HOSPITAL, roles: AgentRole::Clerk.into() };
		(*who == CLERK && Self::is_active(HOSPITAL)).then_some((agent, None))
	}

	fn is_active(organization: OrganizationId) -> bool {
		organization == HOSPITAL && !Suspended::get()
	}

	fn capabilities_until(_: OrganizationId) -> (CapabilitySet, Option<Moment>) {
		(CapabilitySet::EMPTY, None)
	}
}

/// A key of any scheme.
#[derive(Clone)]
pub enum Key {
	Sr25519(Box<sr25519::Pair>),
	Ed25519(Box<ed25519::Pair>),
	Ecdsa(Box<ecdsa::Pair>),
}

impl Key {
	/// One of each scheme, of the same seed.
	pub fn all(name: &str) -> [Self; 3] {
		let uri = format!("//{name}");
		[
			Self::Sr25519(Box::new(Pair::from_string(&uri, None).unwrap())),
			Self::Ed25519(Box::new(Pair::from_string(&uri, None).unwrap())),
			Self::Ecdsa(Box::new(Pair::from_string(&uri, None).unwrap())),
		]
	}

	pub fn account(&self) -> AccountId32 {
		match self {
			Self::Sr25519(pair) => MultiSigner::from(pair.public()),
			Self::Ed25519(pair) => MultiSigner::from(pair.public()),
			Self::Ecdsa(pair) => MultiSigner::from(pair.public()),
		}
		.into_account()
	}

	pub fn sign(&self, bytes: &[u8]) -> MultiSignature {
		match self {
			Self::Sr25519(pair) => pair.sign(bytes).into(),
			Self::Ed25519(pair) => pair.sign(bytes).into(),
			Self::Ecdsa(pair) => pair.sign(bytes).into(),
		}
	}
}

/// The key of a person.
pub fn key(name: &str) -> Key {
	let [sr25519, ..] = Key::all(name);
	sr25519
}

/// A call that notes `text` about the patient.
pub fn note(patient: PatientId, text: &[u8]) -> RuntimeCall {
	let text = text.to_vec().try_into().unwrap();
	diary::Call::note { patient, text, refuse: false }.into()
}

/// What is submitted, and what was signed, which are the same unless a test changes one of them.
#[derive(Clone)]
pub struct Submission {
	pub sender: AccountId32,
	pub genesis: H256,
	pub patient: PatientId,
	pub account: AccountId32,
	pub call: RuntimeCall,
	pub nonce: u64,
	pub deadline: Moment,
}

impl Submission {
	/// A note about ANN by the key of `key`, sent in by the clerk.
	pub fn of(key: &Key) -> Self {
		Self {
			sender: CLERK,
			genesis: System::block_hash(0),
			patient: ANN,
			account: key.account(),
			call: note(ANN, b"headache"),
			nonce: 1,
			deadline: NOW + MAX_VALIDITY,
		}
	}

	/// What has to be signed for it.
	pub fn payload(&self) -> Vec<u8> {
		let Self { genesis, patient, account, call, nonce, deadline, .. } = self;
		call_payload(*genesis, *patient, account, &call.encode(), *nonce, *deadline)
	}

	/// Sends it in.
	pub fn submit(
		self,
		signature: MultiSignature,
	) -> frame_support::dispatch::DispatchResultWithPostInfo {
		let Self { sender, patient, account, call, nonce, deadline, .. } = self;
		SignedCalls::submit(
			RuntimeOrigin::signed(sender),
			patient,
			account,
			Box::new(call),
			nonce,
			deadline,
			signature,
		)
	}
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
		SignedCalls::do_try_state().unwrap();
	});
}

#[cfg(feature = "runtime-benchmarks")]
mod benchmark_people {
	use super::*;
	use crate::BenchmarkHelper;
	use salus_primitives::traits::{BenchmarkPeople, BenchmarkSigner};

	impl BenchmarkPeople<AccountId32> for Consortium {
		fn agent(_: u32) -> (OrganizationId, AccountId32) {
			(HOSPITAL, CLERK)
		}

		fn patient(index: u32, _: OrganizationId) -> (PatientId, AccountId32) {
			(ANN, key(&format!("Patient{index}")).account())
		}

		fn set_time(now: Moment) {
			Now::set(&now);
		}
	}

	impl BenchmarkSigner<AccountId32, MultiSignature> for Consortium {
		fn sign(index: u32, payload: &[u8]) -> (AccountId32, MultiSignature) {
			let key = key(&format!("Signer{index}"));
			(key.account(), key.sign(payload))
		}
	}

	impl BenchmarkHelper<AccountId32, MultiSignature, RuntimeCall> for Consortium {
		fn call(patient: PatientId) -> RuntimeCall {
			note(patient, b"headache")
		}
	}
}
