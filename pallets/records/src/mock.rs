//! A chain with this pallet alone. Members, patients and the decision are stand-ins that keep their
//! state in the externalities, like the pallets that stand behind them in the runtime.

use crate as pallet_records;
use crate::{Event, WeightInfo};
use codec::Encode;
use frame_support::{
	assert_ok, derive_impl, ensure, parameter_types,
	traits::{ConstU32, Hooks, Time},
	weights::Weight,
};
use salus_primitives::{
	codes::{
		AgentRole, Capability, CapabilitySet, Confidentiality, ConsentAction, DataClass,
		EncryptionScheme, ObligationSet, Purpose, RefrainSet, ResourceType,
	},
	consent::{AttributeSet, Decision, Reason, Request, Verdict},
	organization::ActiveAgent,
	patient::{Authority, PatientStatus, Power},
	record::{Labels, Pointer, Sealed, SealedKey},
	traits::{AccessControl, Membership, OnConsentNarrowed, OnErased},
	ConsentId, Moment, OrganizationId, PatientId, RecordId,
};
use sp_core::H256;
use sp_io::hashing::blake2_256;
use sp_runtime::{
	traits::IdentityLookup, AccountId32, BuildStorage, DispatchError, DispatchResult,
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
	pub type Records = pallet_records;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountId = AccountId32;
	type Lookup = IdentityLookup<AccountId32>;
	type Block = frame_system::mocking::MockBlock<Test>;
}

/// Most versions of a record here.
pub const MAX_VERSIONS: u32 = 4;
/// Most envelopes of a patient here.
pub const MAX_ENVELOPES: u32 = 6;

impl pallet_records::Config for Test {
	type Time = Clock;
	type Members = Consortium;
	type Patients = Registry;
	type Access = Consents;
	type MaxVersions = ConstU32<MAX_VERSIONS>;
	type MaxEnvelopes = ConstU32<MAX_ENVELOPES>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Consortium;
	type WeightInfo = ();
}

/// A permission of the stand-in for consents: who may do what, by which consent in which version if
/// not by policy.
pub type Permission = (OrganizationId, ConsentAction, Option<(ConsentId, u32)>);

parameter_types! {
	/// The chain's clock.
	pub storage Now: Moment = NOW;
	/// Organizations that are suspended.
	pub storage Suspended: Vec<OrganizationId> = Vec::new();
	/// Patients, their controllers, and where they stand.
	pub storage Registered: Vec<(PatientId, AccountId32, PatientStatus)> = vec![
		(ANN, account("Ann"), PatientStatus::Active),
		(BEN, account("Ben"), PatientStatus::Active),
	];
	/// Who may do what in whose place.
	pub storage Representatives: Vec<(AccountId32, PatientId, Power)> = Vec::new();
	/// Who is cared for by whom.
	pub storage Care: Vec<(PatientId, OrganizationId)> = vec![(ANN, HOSPITAL), (BEN, HOSPITAL)];
	/// What is permitted.
	pub storage Permissions: Vec<Permission> = Vec::new();
	/// Who was handed something by leave of a consent.
	pub storage HandedOut: Vec<(PatientId, ConsentId, OrganizationId)> = Vec::new();
	/// Whether the consents pallet has room to note one more.
	pub storage HasRoom: bool = true;
	/// The last question put to the decision.
	pub storage Asked: Option<Request<AccountId32>> = None;
}

/// When the tests begin.
pub const NOW: Moment = 1_700_000_000_000;
/// Two providers, a laboratory and a manufacturer.
pub const HOSPITAL: OrganizationId = OrganizationId(0);
pub const CLINIC: OrganizationId = OrganizationId(1);
pub const LABORATORY: OrganizationId = OrganizationId(2);
pub const MANUFACTURER: OrganizationId = OrganizationId(3);
/// The number of members; those not named above are providers.
pub const MEMBERS: u32 = 10;
/// No member.
pub const NOBODY: OrganizationId = OrganizationId(MEMBERS);
/// Two patients whom the hospital cares for.
pub const ANN: PatientId = PatientId(H256([0xA1; 32]));
pub const BEN: PatientId = PatientId(H256([0xB2; 32]));
/// Two records.
pub const FINDING: RecordId = RecordId(H256([0xF1; 32]));
pub const LETTER: RecordId = RecordId(H256([0x1E; 32]));
/// A consent.
pub const GRANT: ConsentId = ConsentId(H256([0xC0; 32]));

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

impl Membership<AccountId32> for Consortium {
	fn active_agent_until(who: &AccountId32) -> Option<(ActiveAgent, Option<Moment>)> {
		let organization = (0..MEMBERS)
			.map(OrganizationId)
			.find(|organization| agent_of(*organization) == *who)?;
		Self::is_active(organization)
			.then_some((ActiveAgent { organization, roles: AgentRole::Clerk.into() }, None))
	}

	fn is_active(organization: OrganizationId) -> bool {
		organization < NOBODY && !Suspended::get().contains(&organization)
	}

	fn capabilities_until(organization: OrganizationId) -> (CapabilitySet, Option<Moment>) {
		let capabilities = match organization {
			_ if !Self::is_active(organization) => CapabilitySet::EMPTY,
			LABORATORY => Capability::Laboratory.into(),
			MANUFACTURER => Capability::Manufacturer.into(),
			_ => Capability::Provider.into(),
		};
		(capabilities, None)
	}
}

pub struct Registry;

/// What the registry says where nothing may be written under an id.
pub const CLOSED: DispatchError = DispatchError::Other("nothing may be written under this id");

impl salus_primitives::traits::Patients<AccountId32> for Registry {
	fn status(patient: PatientId) -> Option<PatientStatus> {
		Registered::get().into_iter().find(|(id, ..)| *id == patient).map(|(.., status)| status)
	}

	fn authority(who: &AccountId32, patient: PatientId, power: Power) -> Option<Authority> {
		let controls = Registered::get().iter().any(|(id, controller, status)| {
			*id == patient && controller == who && !matches!(status, PatientStatus::Erased { .. })
		});
		let represents = Representatives::get().contains(&(who.clone(), patient, power));
		let role = salus_primitives::codes::DelegateRole::GUARD;
		controls.then_some(Authority::Controller).or_else(|| {
			represents.then_some(Authority::Representative {
				role,
				withheld: salus_primitives::codes::SensitivitySet::EMPTY,
			})
		})
	}

	fn has_care_relationship(patient: PatientId, organization: OrganizationId) -> bool {
		Care::get().contains(&(patient, organization))
	}

	fn ensure_open(patient: PatientId) -> DispatchResult {
		match Self::status(patient) {
			Some(status) if status.is_open() => Ok(()),
			_ => Err(CLOSED),
		}
	}
}

/// What the consents pallet says when it has no room to note a recipient.
pub const FULL: DispatchError = DispatchError::Other("too many recipients");

/// Permits what [`Permissions`] lists, and authors' access to their own records, as the default
/// policy does in the runtime.
pub struct Consents;

impl AccessControl<AccountId32> for Consents {
	fn decide(patient: PatientId, request: &Request<AccountId32>) -> Decision {
		Asked::set(&Some(request.clone()));
		let permission = Permissions::get().into_iter().find(|(organization, action, _)| {
			request.organization == Some(*organization) && request.action == *action
		});
		let own = request.action == ConsentAction::Access
			&& request
				.record
				.and_then(|record| attributes(patient, record))
				.is_some_and(|known| request.organization == Some(known.author));
		let (reason, consent) = match permission {
			Some((.., consent)) => (Reason::ConsentPermits, consent),
			None if own => (Reason::OwnRecord, None),
			None => return Decision::refused(Reason::NoMatchingConsent),
		};
		Decision {
			verdict: Verdict::Permit,
			reason,
			consent: consent.map(|(id, _)| id),
			version: consent.map(|(_, version)| version),
			obligations: ObligationSet::EMPTY,
			refrains: RefrainSet::EMPTY,
			valid_until: None,
			asserted: AttributeSet::EMPTY,
		}
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

	fn on_handed_out(
		patient: PatientId,
		consent: ConsentId,
		recipient: OrganizationId,
	) -> DispatchResult {
		ensure!(HasRoom::get(), FULL);
		let mut handed_out = HandedOut::get();
		handed_out.push((patient, consent, recipient));
		HandedOut::set(&handed_out);
		Ok(())
	}
}

/// What the pallet tells others about a record.
pub fn attributes(
	patient: PatientId,
	record: RecordId,
) -> Option<salus_primitives::traits::RecordAttributes<AccountId32>> {
	<Records as salus_primitives::traits::Records<AccountId32>>::attributes(patient, record)
}

/// A person's account.
pub fn account(name: &str) -> AccountId32 {
	AccountId32::new(blake2_256(name.as_bytes()))
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

/// Has a patient erased, as the patients pallet does.
pub fn erase_patient(patient: PatientId) {
	set_status(patient, PatientStatus::Erased { erased_at: Now::get() });
	let mut care = Care::get();
	care.retain(|(id, _)| *id != patient);
	Care::set(&care);
	Records::on_erased(patient);
}

/// Suspends an organization.
pub fn suspend(organization: OrganizationId) {
	Suspended::set(&vec![organization]);
}

/// Permits something by a version of [`GRANT`].
pub fn permit(organization: OrganizationId, action: ConsentAction, version: u32) {
	permit_by(organization, action, Some((GRANT, version)));
}

/// Permits something by a consent, or by policy.
pub fn permit_by(
	organization: OrganizationId,
	action: ConsentAction,
	consent: Option<(ConsentId, u32)>,
) {
	let mut permissions = Permissions::get();
	permissions.push((organization, action, consent));
	Permissions::set(&permissions);
}

/// Ends what a version of [`GRANT`] permits, as the consents pallet does for `patient`.
pub fn revoke(patient: PatientId, version: u32) {
	let mut permissions = Permissions::get();
	permissions.retain(|(.., consent)| *consent != Some((GRANT, version)));
	Permissions::set(&permissions);
	Records::on_consent_narrowed(patient, GRANT, version);
}

/// A laboratory finding that lies at the hospital.
pub fn pointer() -> Pointer {
	Pointer {
		class: DataClass::Laboratory,
		resource_type: ResourceType::Observation,
		labels: Labels::new(Confidentiality::N),
		ciphertext_hash: H256(blake2_256(b"ciphertext")),
		size: 1_024,
		scheme: EncryptionScheme::XChaCha20Poly1305,
		locator: b"bafkreia".to_vec().try_into().unwrap(),
		custodians: vec![HOSPITAL].try_into().unwrap(),
	}
}

/// The same, corrected.
pub fn corrected() -> Pointer {
	Pointer { ciphertext_hash: H256(blake2_256(b"corrected")), size: 1_025, ..pointer() }
}

/// The hospital anchors a record.
pub fn anchor(patient: PatientId, record: RecordId) {
	assert_ok!(Records::anchor(
		RuntimeOrigin::signed(agent_of(HOSPITAL)),
		patient,
		record,
		pointer(),
		Purpose::TREAT
	));
}

/// A content key that was sealed to somebody.
pub fn sealed() -> SealedKey {
	vec![0x5E; 80].try_into().unwrap()
}

/// The hospital seals the key of Ann's `record` to an organization.
pub fn share(record: RecordId, recipient: OrganizationId) -> DispatchResult {
	Records::put_envelope(
		RuntimeOrigin::signed(agent_of(HOSPITAL)),
		ANN,
		Sealed::Record(record),
		recipient,
		Purpose::TREAT,
		sealed(),
	)
	.map(|_| ())
	.map_err(|with| with.error)
}

/// What the block has left over goes to this pallet; what it made of it.
pub fn idle(remaining: Weight) -> Weight {
	Records::on_idle(System::block_number(), remaining)
}

/// Sweeps all there is to sweep.
pub fn sweep_all() {
	idle(Weight::MAX);
}

/// What suffices to look for work and take one record's whereabouts away, and `envelopes` before.
pub fn weight_for_one_record(envelopes: u32) -> Weight {
	<() as WeightInfo>::next_sweep()
		.saturating_mul(2)
		.saturating_add(<() as WeightInfo>::sweep_envelopes(envelopes))
		.saturating_add(<() as WeightInfo>::erase(1, 0))
}

/// Runs a test on a fresh chain, and checks the invariants after it.
pub fn build_and_execute(test: impl FnOnce()) {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	sp_io::TestExternalities::from(storage).execute_with(|| {
		System::set_block_number(1);
		test();
		Records::do_try_state().unwrap();
	});
}

/// The pallet's events so far.
pub fn events() -> Vec<Event<Test>> {
	System::read_events_for_pallet::<Event<Test>>()
}

/// The pallet's whole state, to see that a refusal changed nothing.
pub fn state() -> Vec<u8> {
	(
		crate::Records::<Test>::iter().collect::<Vec<_>>(),
		crate::Versions::<Test>::iter().collect::<Vec<_>>(),
		crate::Batches::<Test>::iter().collect::<Vec<_>>(),
		crate::Leaves::<Test>::iter().collect::<Vec<_>>(),
		crate::Envelopes::<Test>::iter().collect::<Vec<_>>(),
		crate::EnvelopeCounts::<Test>::iter().collect::<Vec<_>>(),
		crate::Epochs::<Test>::iter().collect::<Vec<_>>(),
		crate::Sweeps::<Test>::iter().collect::<Vec<_>>(),
	)
		.encode()
}

#[cfg(feature = "runtime-benchmarks")]
mod benchmark_people {
	use super::*;
	use salus_primitives::traits::BenchmarkPeople;

	impl BenchmarkPeople<AccountId32> for Consortium {
		fn agent(index: u32) -> (OrganizationId, AccountId32) {
			let organization = OrganizationId(index % MEMBERS);
			(organization, agent_of(organization))
		}

		fn patient(index: u32, sponsor: OrganizationId) -> (PatientId, AccountId32) {
			let controller = account(&format!("Patient{index}"));
			let patient = PatientId::from([index as u8 + 1; 32]);
			let mut registered = Registered::get();
			registered.push((patient, controller.clone(), PatientStatus::Active));
			Registered::set(&registered);
			let mut care = Care::get();
			care.push((patient, sponsor));
			Care::set(&care);
			(patient, controller)
		}

		fn set_time(now: Moment) {
			Now::set(&now);
		}
	}
}
