//! A chain with this pallet alone, and a small supply chain on it. The consortium is a stand-in that
//! keeps its state in the externalities.

use crate as pallet_provenance;
use crate::Event;
use codec::Encode;
use frame_support::{
	derive_impl, dispatch::DispatchResultWithPostInfo, parameter_types, traits::Time,
};
use salus_primitives::{
	codes::{AgentRole, Capability, CapabilitySet},
	epcis::{Action, BizStep, Event as EpcisEvent, EventHash, LotData, Objects, Quantities, What},
	gs1::{Date, Epc, Gtin, LotNumber, Sgtin, Sscc},
	organization::ActiveAgent,
	provenance::{StorageLimits, Verification, VerifyQuery},
	traits::Membership,
	Moment, OrganizationId,
};
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
	pub type Provenance = pallet_provenance;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountId = AccountId32;
	type Lookup = IdentityLookup<AccountId32>;
	type Block = frame_system::mocking::MockBlock<Test>;
	type DbWeight = frame_support::weights::constants::ParityDbWeight;
}

impl pallet_provenance::Config for Test {
	type Time = Clock;
	type Members = Consortium;
	type MaxRanges = frame_support::traits::ConstU32<4>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Consortium;
	type WeightInfo = ();
}

parameter_types! {
	/// The chain's clock.
	pub storage Now: Moment = NOW;
}

/// When the tests begin.
pub const NOW: Moment = 1_700_000_000_000;
/// An hour, in milliseconds.
pub const HOUR: Moment = 3_600_000;
/// Makes the product.
pub const MAKER: OrganizationId = OrganizationId(0);
/// Distributes it.
pub const WHOLESALER: OrganizationId = OrganizationId(1);
/// Dispenses it.
pub const PHARMACY: OrganizationId = OrganizationId(2);
/// Dispenses it too.
pub const HOSPITAL: OrganizationId = OrganizationId(3);
/// Oversees them.
pub const REGULATOR: OrganizationId = OrganizationId(4);
/// May not have medicines.
pub const PAYER: OrganizationId = OrganizationId(5);
/// Makes other products.
pub const RIVAL: OrganizationId = OrganizationId(6);
/// Everybody.
pub const EVERYBODY: [OrganizationId; 7] =
	[MAKER, WHOLESALER, PHARMACY, HOSPITAL, REGULATOR, PAYER, RIVAL];

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

/// A call by an agent of the organization.
pub fn by(organization: OrganizationId) -> RuntimeOrigin {
	RuntimeOrigin::signed(agent_of(organization))
}

/// A call by a stranger.
pub fn by_stranger() -> RuntimeOrigin {
	RuntimeOrigin::signed(AccountId32::new([0xEE; 32]))
}

impl Membership<AccountId32> for Consortium {
	fn active_agent_until(who: &AccountId32) -> Option<(ActiveAgent, Option<Moment>)> {
		let organization =
			EVERYBODY.into_iter().find(|organization| agent_of(*organization) == *who)?;
		Some((ActiveAgent { organization, roles: AgentRole::Gateway.into() }, None))
	}

	fn is_active(organization: OrganizationId) -> bool {
		EVERYBODY.contains(&organization)
	}

	fn capabilities_until(organization: OrganizationId) -> (CapabilitySet, Option<Moment>) {
		let capability = match organization {
			MAKER | RIVAL => Capability::Manufacturer,
			WHOLESALER => Capability::Wholesaler,
			PHARMACY => Capability::Pharmacy,
			HOSPITAL => Capability::Provider,
			REGULATOR => Capability::Regulator,
			PAYER => Capability::Payer,
			_ => return (CapabilitySet::EMPTY, None),
		};
		(capability.into(), None)
	}
}

/// The product.
pub fn product() -> Gtin {
	Gtin::from_body("0300000019002").unwrap()
}

/// The product that packs of it are repackaged into.
pub fn other_product() -> Gtin {
	Gtin::from_body("0300000019003").unwrap()
}

/// A lot number.
pub fn lot(text: &str) -> LotNumber {
	text.parse().unwrap()
}

/// The lot that the helpers below commission.
pub fn the_lot() -> LotNumber {
	lot("QS26E013")
}

/// Its last day, some years after the tests begin.
pub fn expiry() -> Date {
	"2028-05-31".parse().unwrap()
}

/// Pack number `n` of the product.
pub fn sgtin(n: u32) -> Sgtin {
	Sgtin { gtin: product(), serial: format!("S{n:06}").parse().unwrap() }
}

/// The same.
pub fn pack(n: u32) -> Epc {
	sgtin(n).into()
}

/// Packs of the product.
pub fn packs(numbers: impl IntoIterator<Item = u32>) -> Vec<Epc> {
	numbers.into_iter().map(pack).collect()
}

/// Container number `n`.
pub fn case(n: u32) -> Epc {
	Sscc::from_body(&format!("00200010{n:09}")).unwrap().into()
}

/// A list of an event.
pub fn objects(list: &[Epc]) -> Objects {
	list.to_vec().try_into().unwrap()
}

/// An ObjectEvent of now.
pub fn object_event(action: Action, step: BizStep, list: &[Epc]) -> EpcisEvent {
	let what = What::Object { action, objects: objects(list), quantities: Quantities::new() };
	EpcisEvent { biz_step: Some(step), ..EpcisEvent::new(Now::get(), what) }
}

/// An AggregationEvent of now.
pub fn aggregation_event(action: Action, step: BizStep, parent: &Epc, list: &[Epc]) -> EpcisEvent {
	let what = What::Aggregation {
		action,
		parent: Some(parent.clone()),
		children: objects(list),
		quantities: Quantities::new(),
	};
	EpcisEvent { biz_step: Some(step), ..EpcisEvent::new(Now::get(), what) }
}

/// A TransformationEvent of now, into packs of a lot.
pub fn transformation_event(inputs: &[Epc], outputs: &[Epc], lot_of_new: &str) -> EpcisEvent {
	let what = What::Transformation {
		id: None,
		inputs: objects(inputs),
		input_quantities: Quantities::new(),
		outputs: objects(outputs),
		output_quantities: Quantities::new(),
	};
	let lot = Some(LotData { lot: lot(lot_of_new), expiry: Some(expiry()) });
	EpcisEvent { lot, ..EpcisEvent::new(Now::get(), what) }
}

/// A hash identifier that no captured event has.
pub fn fresh_hash() -> EventHash {
	EventHash(sp_io::hashing::blake2_256(&crate::NextEvent::<Test>::get().encode()))
}

/// Captures an event.
pub fn capture(organization: OrganizationId, event: EpcisEvent) -> DispatchResultWithPostInfo {
	Provenance::capture(by(organization), fresh_hash(), Box::new(event), false)
}

/// Takes a step with things.
pub fn step(
	organization: OrganizationId,
	step: BizStep,
	list: &[Epc],
) -> DispatchResultWithPostInfo {
	capture(organization, object_event(Action::Observe, step, list))
}

/// Commissions packs of the product in the lot.
pub fn commission(list: &[Epc]) -> DispatchResultWithPostInfo {
	let lot = Some(LotData { lot: the_lot(), expiry: Some(expiry()) });
	let event = object_event(Action::Add, BizStep::Commissioning, list);
	capture(MAKER, EpcisEvent { lot, ..event })
}

/// Puts things into a container.
pub fn put(organization: OrganizationId, parent: &Epc, list: &[Epc]) -> DispatchResultWithPostInfo {
	capture(organization, aggregation_event(Action::Add, BizStep::Packing, parent, list))
}

/// Takes things out of a container.
pub fn take(
	organization: OrganizationId,
	parent: &Epc,
	list: &[Epc],
) -> DispatchResultWithPostInfo {
	capture(organization, aggregation_event(Action::Delete, BizStep::Unpacking, parent, list))
}

/// Ships things.
pub fn ship(
	organization: OrganizationId,
	list: &[Epc],
	to: OrganizationId,
) -> DispatchResultWithPostInfo {
	let event = object_event(Action::Observe, BizStep::Shipping, list);
	capture(organization, EpcisEvent { consignee: Some(to), ..event })
}

/// Receives things.
pub fn receive(organization: OrganizationId, list: &[Epc]) -> DispatchResultWithPostInfo {
	step(organization, BizStep::Receiving, list)
}

/// Dispenses packs.
pub fn dispense(organization: OrganizationId, list: &[Epc]) -> DispatchResultWithPostInfo {
	step(organization, BizStep::Dispensing, list)
}

/// Ships things and has them received.
pub fn bring(from: OrganizationId, list: &[Epc], to: OrganizationId) -> DispatchResultWithPostInfo {
	ship(from, list, to)?;
	receive(to, list)
}

/// What is printed on a pack.
pub fn query(n: u32) -> VerifyQuery {
	VerifyQuery {
		unit: sgtin(n),
		lot: Some(the_lot()),
		expiry: Some(expiry()),
		custodian: None,
		proof: None,
	}
}

/// What a verification of a pack says.
pub fn verify(n: u32) -> Verification {
	Provenance::verify(&query(n))
}

/// Who has a unit.
pub fn holder(epc: &Epc) -> OrganizationId {
	Provenance::unit(epc.clone()).unwrap().holder
}

/// Lets time pass.
pub fn wait(time: Moment) {
	Now::set(&(Now::get() + time));
}

/// Runs a test on a chain with the product registered, and checks the invariants after it.
pub fn build_and_execute(test: impl FnOnce()) {
	externalities().execute_with(|| {
		System::set_block_number(1);
		let limits = Some(StorageLimits { min: 2_000, max: 8_000 });
		for gtin in [product(), other_product()] {
			let registered: DispatchResult = Provenance::register_product(by(MAKER), gtin, limits);
			registered.unwrap();
		}
		test();
		Provenance::do_try_state().unwrap();
	});
}

/// A fresh chain.
pub fn externalities() -> sp_io::TestExternalities {
	frame_system::GenesisConfig::<Test>::default().build_storage().unwrap().into()
}

/// The pallet's events so far.
pub fn events() -> Vec<Event<Test>> {
	System::read_events_for_pallet::<Event<Test>>()
}

#[cfg(feature = "runtime-benchmarks")]
mod benchmark_people {
	use super::*;
	use salus_primitives::{traits::BenchmarkPeople, PatientId};

	impl BenchmarkPeople<AccountId32> for Consortium {
		fn agent(index: u32) -> (OrganizationId, AccountId32) {
			let organization = EVERYBODY[index as usize];
			(organization, agent_of(organization))
		}

		fn patient(_: u32, _: OrganizationId) -> (PatientId, AccountId32) {
			unreachable!("no patient appears in provenance")
		}

		fn set_time(now: Moment) {
			Now::set(&now);
		}
	}
}
