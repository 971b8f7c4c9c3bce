//! The stage that is measured on: a chain specification whose first block already has the members,
//! patients, records and medicines that a measurement needs.
//!
//! The node writes the specification of one of its own chains; the rest of the state is made here by
//! the pallets themselves, run natively, so that it is laid out exactly as the chain would have. A
//! million records take seconds that way, and nothing of the measured chain has to be waited for.

mod people;
mod spec;

pub use people::{agent_key, controller_key, patient_id, record_id};

use codec::Encode;
use frame_support::traits::BuildGenesisConfig;
use pallet_organizations::{FoundingAgent, FoundingOrganization, Limits};
use pallet_patients::FoundingPatient;
use salus_client::AccountId32;
use salus_primitives::{
	codes::{
		AgentRole, Capability, CapabilitySet, Confidentiality, DataClass, EncryptionScheme,
		Purpose, ResourceType, RoleSet,
	},
	consent::{Base, Terms},
	epcis::{Action, Event, EventHash, Objects, Quantities, What},
	gs1::{Date, Epc, Gtin, LotNumber, Serial, Sgtin, Sscc},
	organization::Licence,
	record::{Custodians, Labels, Locator, Pointer},
	ConsentId, Moment, OrganizationId, PatientId, Period,
};
use salus_runtime::{Consents, Organizations, Provenance, Records, Runtime, RuntimeOrigin};
use sp_core::storage::Storage;
use sp_core::{Pair as _, H256};
use sp_io::hashing::blake2_256;
use sp_runtime::DispatchResult;
use sp_state_machine::BasicExternalities;
use std::{
	error::Error,
	path::{Path, PathBuf},
	time::{SystemTime, UNIX_EPOCH},
};

/// How many organizations the built-in chains begin with.
const BUILT_IN_ORGANIZATIONS: u32 = 5;
/// How many packs of medicine lie in a container.
pub const PACKS_PER_CONTAINER: u32 = 12;
/// The first block's time lies before the real one, as blocks follow each other in time.
const BEFORE: Moment = 60_000;

/// How much there is of everything.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Scale {
	/// Organizations, apart from those of the built-in chain.
	pub organizations: u32,
	/// Agents of each of them.
	pub agents: u32,
	/// Patients. The organizations have registered equally many.
	pub patients: u32,
	/// Record pointers, spread evenly over the patients.
	pub records: u32,
	/// Whether every patient has granted a consent.
	pub consents: bool,
}

/// A chain on which the measurement takes place.
pub struct Stage {
	/// How much there is of everything.
	pub scale: Scale,
	/// The chain specification.
	pub spec: PathBuf,
	/// How many entries the state has.
	pub entries: usize,
	/// And how many bytes, keys included.
	pub bytes: usize,
}

impl Stage {
	/// Fills the state of a built-in chain, and keeps it in memory.
	pub fn in_memory(node: &Path, chain: &str, scale: &Scale) -> Result<Storage, Box<dyn Error>> {
		let mut storage = spec::take_storage(&mut spec::export(node, chain)?)?;
		BasicExternalities::execute_with_storage(&mut storage, || fill(scale))
			.map_err(|error| format!("the stage can't be set: {error:?}"))?;
		Ok(storage)
	}

	/// Writes the specification of `chain`, filled, to `folder`.
	pub fn build(
		node: &Path,
		chain: &str,
		folder: &Path,
		scale: Scale,
	) -> Result<Self, Box<dyn Error>> {
		let mut base = spec::export(node, chain)?;
		let mut storage = spec::take_storage(&mut base)?;
		let untouched = spec::chain_entries(&storage);
		BasicExternalities::execute_with_storage(&mut storage, || fill(&scale))
			.map_err(|error| format!("the stage can't be set: {error:?}"))?;
		spec::restore_chain_entries(&mut storage, untouched);
		let bytes = storage.top.iter().map(|(key, value)| key.len() + value.len()).sum();
		let entries = storage.top.len();
		let spec = folder.join("stage.json");
		spec::write(&base, &storage, &spec)?;
		Ok(Self { scale, spec, entries, bytes })
	}
}

impl Scale {
	fn sponsor(&self, patient: u32) -> u32 {
		patient % self.organizations
	}
}

/// The chain's number of an organization of the stage.
pub fn organization_id(index: u32) -> OrganizationId {
	OrganizationId(BUILT_IN_ORGANIZATIONS + index)
}

/// The account of an agent.
pub fn agent(organization: u32, index: u32) -> AccountId32 {
	AccountId32::new(agent_key(organization, index).public().0)
}

/// The account of a patient.
pub fn controller(patient: u32) -> AccountId32 {
	AccountId32::new(controller_key(patient).public().0)
}

/// The product of the stage, of which every organization has containers.
pub fn gtin() -> Gtin {
	Gtin::from_body("0300000019002").expect("13 digits; qed")
}

/// Its lot.
pub fn lot() -> LotNumber {
	"QS26E013".parse().expect("characters of a lot number; qed")
}

/// A pack of the product.
pub fn pack(n: u32) -> Sgtin {
	Sgtin { gtin: gtin(), serial: serial(n) }
}

fn serial(n: u32) -> Serial {
	format!("S{n:09}").parse().expect("characters of a serial number; qed")
}

/// The container of an agent, and which packs are in it.
pub fn container(n: u32) -> Epc {
	Sscc::from_body(&format!("00200010{n:09}")).expect("17 digits; qed").into()
}

/// A record pointer as hospitals write them: a hash, a locator with a random path, one custodian.
pub fn pointer(seed: &[u8; 32], custodian: OrganizationId) -> Pointer {
	let locator = [b"ipfs://".as_slice(), hex::encode(seed).as_bytes()].concat();
	Pointer {
		class: DataClass::Laboratory,
		resource_type: ResourceType::Observation,
		labels: Labels::new(Confidentiality::N),
		ciphertext_hash: H256(blake2_256(seed)),
		size: 2_048,
		scheme: EncryptionScheme::XChaCha20Poly1305,
		locator: Locator::truncate_from(locator),
		custodians: Custodians::truncate_from(vec![custodian]),
	}
}

/// The terms of an ordinary consent: one organization may have laboratory data for treatment.
pub fn terms(recipient: OrganizationId) -> Terms<AccountId32> {
	use salus_primitives::{
		codes::{ActionSet, ConsentAction, PurposeSet},
		consent::{Actor, Entries, Provision, Test},
	};
	let tests = vec![
		Test::Recipients(Entries::truncate_from(vec![Actor::Organization(recipient)])),
		Test::Purposes(PurposeSet::of(&[Purpose::TREAT])),
		Test::Actions(ActionSet::of(&[ConsentAction::Access, ConsentAction::Use])),
		Test::Classes(DataClass::Laboratory.into()),
	];
	let provision = Provision {
		parent: None,
		obligations: Default::default(),
		refrains: Default::default(),
		tests: tests.try_into().expect("four tests; qed"),
	};
	Terms {
		provisions: vec![provision].try_into().expect("one provision; qed"),
		..Terms::new(Base::Silent)
	}
}

/// The consent that every patient has from the beginning.
pub fn first_consent(patient: PatientId) -> ConsentId {
	ConsentId(H256(blake2_256(&(b"first consent", patient).encode())))
}

/// An event about a container as a whole.
pub fn container_event(
	n: u32,
	time: Moment,
	step: salus_primitives::epcis::BizStep,
	consignee: Option<OrganizationId>,
) -> Event {
	let objects: Objects = vec![container(n)].try_into().expect("one object; qed");
	let what = What::Object { action: Action::Observe, objects, quantities: Quantities::new() };
	Event { biz_step: Some(step), consignee, ..Event::new(time, what) }
}

/// Runs the pallets, outside of any block.
fn fill(scale: &Scale) -> DispatchResult {
	let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
	let now = (now as Moment).saturating_sub(BEFORE);
	pallet_timestamp::Now::<Runtime>::put(now);
	found_organizations(scale)?;
	found_patients(scale);
	anchor_records(scale)?;
	if scale.consents {
		grant_consents(scale)?;
	}
	pack_containers(scale, now)
}

fn found_organizations(scale: &Scale) -> DispatchResult {
	let organizations = (0..scale.organizations)
		.map(|index| FoundingOrganization {
			name: format!("Organization {index}"),
			gln: None,
			envelope_key: None,
			capabilities: CapabilitySet::ALL,
			licences: Capability::ALL
				.iter()
				.filter(|capability| capability.requires_licence())
				.map(|capability| Licence { capability: *capability, period: Period::ALWAYS })
				.collect(),
			council_delegate: None,
			agents: (0..scale.agents)
				.map(|n| FoundingAgent {
					account: agent(index, n),
					roles: RoleSet::of(AgentRole::ALL),
					period: Period::ALWAYS,
				})
				.collect(),
		})
		.collect();
	// Founding hands the council its members over, which it takes only once; they stay the same.
	pallet_collective::Members::<Runtime, pallet_collective::Instance1>::kill();
	pallet_organizations::GenesisConfig::<Runtime> { organizations }.build();
	// What is measured is the chain, not how its members share it.
	let limits = Limits { capacity: u64::MAX / 4, refill: u64::MAX / 4 };
	(0..scale.organizations).try_for_each(|index| {
		Organizations::set_limits(RuntimeOrigin::root(), organization_id(index), limits)
	})
}

fn found_patients(scale: &Scale) {
	let patients = (0..scale.patients)
		.map(|n| FoundingPatient {
			id: patient_id(n),
			controller: controller(n),
			sponsor: organization_id(scale.sponsor(n)),
		})
		.collect();
	pallet_patients::GenesisConfig::<Runtime> { patients, objection_period: None }.build();
}

fn anchor_records(scale: &Scale) -> DispatchResult {
	let agents: Vec<_> = (0..scale.organizations).map(|index| agent(index, 0)).collect();
	for n in 0..scale.records {
		let patient = n % scale.patients;
		let sponsor = scale.sponsor(patient);
		let record = record_id(patient, n / scale.patients);
		let pointer = pointer(&record.0 .0, organization_id(sponsor));
		let author = RuntimeOrigin::signed(agents[sponsor as usize].clone());
		Records::anchor(author, patient_id(patient), record, pointer, Purpose::TREAT)
			.map_err(|error| error.error)?;
	}
	Ok(())
}

fn grant_consents(scale: &Scale) -> DispatchResult {
	(0..scale.patients).try_for_each(|n| {
		let controller = controller(n);
		let recipient = organization_id((scale.sponsor(n) + 1) % scale.organizations);
		let patient = patient_id(n);
		let origin = RuntimeOrigin::signed(controller);
		Consents::grant(origin, patient, first_consent(patient), terms(recipient))
			.map(|_| ())
			.map_err(|refusal| refusal.error)
	})
}

/// Every agent has a container full of packs.
fn pack_containers(scale: &Scale, now: Moment) -> DispatchResult {
	let maker = || RuntimeOrigin::signed(agent(0, 0));
	let containers = scale.organizations * scale.agents;
	Provenance::register_product(maker(), gtin(), None)?;
	let expiry = Date::new(2049, 12, 31).expect("a day; qed");
	Provenance::register_lot(maker(), gtin(), lot(), expiry)?;
	let last = containers * PACKS_PER_CONTAINER;
	Provenance::commission_range(maker(), gtin(), lot(), serial(0), serial(last))?;
	let capture = |origin, event: Event| {
		let hash = EventHash(blake2_256(&event.encode()));
		Provenance::capture(origin, hash, Box::new(event), false)
			.map(|_| ())
			.map_err(|error| error.error)
	};
	for n in 0..containers {
		let packs: Vec<Epc> =
			(0..PACKS_PER_CONTAINER).map(|at| pack(n * PACKS_PER_CONTAINER + at).into()).collect();
		let what = What::Aggregation {
			action: Action::Add,
			parent: Some(container(n)),
			children: packs.try_into().expect("within the bound; qed"),
			quantities: Quantities::new(),
		};
		capture(maker(), Event::new(now, what))?;
		let (organization, index) = (n / scale.agents, n % scale.agents);
		if organization != 0 {
			use salus_primitives::epcis::BizStep;
			let receiver = organization_id(organization);
			capture(maker(), container_event(n, now, BizStep::Shipping, Some(receiver)))?;
			let by = RuntimeOrigin::signed(agent(organization, index));
			capture(by, container_event(n, now, BizStep::Receiving, None))?;
		}
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn fill_should_leave_what_the_measurements_count_on() {
		let scale = Scale { organizations: 3, agents: 2, patients: 7, records: 20, consents: true };
		let mut storage = spec::preset_storage();
		BasicExternalities::execute_with_storage(&mut storage, || {
			fill(&scale).expect("the pallets do it");
			for n in 0..scale.records {
				let patient = n % scale.patients;
				let record = record_id(patient, n / scale.patients);
				assert!(Records::record(patient_id(patient), record).is_some());
			}
			for n in 0..6 {
				let unit = Provenance::unit(container(n)).expect("it was packed");
				assert_eq!(unit.holder, organization_id(n / 2));
				assert_eq!(unit.state.contents, PACKS_PER_CONTAINER);
			}
			assert!(salus_runtime::Patients::patient_of(&controller(6)).is_some());
			let patient = patient_id(6);
			assert!(Consents::info(patient, first_consent(patient)).is_some());
		});
	}
}
