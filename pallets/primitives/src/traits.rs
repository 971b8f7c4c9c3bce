//! How the pallets know each other: by these traits, never by each other's storage. Only the runtime
//! says which pallet stands behind which trait.

use crate::{
	codes::{Capability, CapabilitySet, ClassSet, DataClass, ResourceType},
	consent::{Decision, Request},
	organization::{ActiveAgent, OrganizationStatus},
	patient::{Authority, PatientStatus, Power},
	record::{Labels, RecordStatus},
	ConsentId, Moment, OrganizationId, PatientId, RecordId, TrialId,
};
use alloc::vec::Vec;
use sp_core::H256;
use sp_runtime::DispatchResult;
use sp_weights::Weight;

/// Who belongs to the consortium. The organizations pallet stands behind it.
pub trait Membership<AccountId> {
	/// The account as an agent who may act now, and until when that holds by itself.
	fn active_agent_until(who: &AccountId) -> Option<(ActiveAgent, Option<Moment>)>;
	/// Whether the organization is a member in good standing.
	fn is_active(organization: OrganizationId) -> bool;
	/// What the organization may do now (admitted for, licensed, and active), and until when that
	/// holds by itself.
	fn capabilities_until(organization: OrganizationId) -> (CapabilitySet, Option<Moment>);
	/// The account as an agent who may act now.
	fn active_agent(who: &AccountId) -> Option<ActiveAgent> {
		Self::active_agent_until(who).map(|(agent, _)| agent)
	}
	/// Whether the organization may do this now.
	fn is_capable(organization: OrganizationId, capability: Capability) -> bool {
		Self::capabilities_until(organization).0.contains(capability)
	}
}

/// What happens elsewhere when an organization's standing changes: validators lose their seats, nodes
/// leave the registry.
pub trait OnStatusChanged {
	/// The organization stands here from now on.
	fn on_status_changed(organization: OrganizationId, status: OrganizationStatus);
	/// What that costs at most.
	fn max_weight() -> Weight;
}

/// Nothing happens.
impl OnStatusChanged for () {
	fn on_status_changed(_: OrganizationId, _: OrganizationStatus) {}

	fn max_weight() -> Weight {
		Weight::zero()
	}
}

/// One after the other.
impl<First: OnStatusChanged, Second: OnStatusChanged> OnStatusChanged for (First, Second) {
	fn on_status_changed(organization: OrganizationId, status: OrganizationStatus) {
		First::on_status_changed(organization, status);
		Second::on_status_changed(organization, status);
	}

	fn max_weight() -> Weight {
		First::max_weight().saturating_add(Second::max_weight())
	}
}

/// Accounts that an organization lets in beside its agents: patients and their representatives. The
/// organizations pallet stands behind it.
pub trait Sponsorship<AccountId> {
	/// Lets `who` in at the expense of `organization`. Fails if the account belongs to somebody
	/// already.
	fn sponsor(who: &AccountId, organization: OrganizationId) -> DispatchResult;
	/// Ends what [`Self::sponsor`] began.
	fn release(who: &AccountId) -> DispatchResult;
}

/// Who the patients are. The patients pallet stands behind it.
pub trait Patients<AccountId> {
	/// Where the patient stands, if registered.
	fn status(patient: PatientId) -> Option<PatientStatus>;
	/// By what right `who` may do `power` for the patient now, if by any.
	fn authority(who: &AccountId, patient: PatientId, power: Power) -> Option<Authority>;
	/// Both, where looking the patient up once is cheaper than twice.
	fn status_and_authority(
		who: &AccountId,
		patient: PatientId,
		power: Power,
	) -> Option<(PatientStatus, Option<Authority>)> {
		Some((Self::status(patient)?, Self::authority(who, patient, power)))
	}
	/// Whether the organization cares for the patient now.
	fn has_care_relationship(patient: PatientId, organization: OrganizationId) -> bool;
	/// Fails with the patients pallet's own error unless new things may be written under the id.
	fn ensure_open(patient: PatientId) -> DispatchResult;
}

/// How the holder of an account that lost its key gets back in. The SDK's `pallet-recovery` stands
/// behind it.
pub trait Recovery<AccountId> {
	/// From now on `threshold` of `contacts`, which are in ascending order, together can let
	/// themselves into `who`, `delay` after one of them asked for it and unless `who` objects. It
	/// takes the place of what was arranged before; no contacts end it. Fails while somebody asks.
	fn arrange(
		who: &AccountId,
		contacts: Vec<AccountId>,
		threshold: u32,
		delay: Moment,
	) -> DispatchResult;
	/// Forgets all of it, as the account is nobody's any more.
	fn forget(who: &AccountId);
}

/// What the chain knows of a record. The records pallet stands behind it.
pub trait Records<AccountId> {
	/// The attributes of a record that consents speak of.
	fn attributes(patient: PatientId, record: RecordId) -> Option<RecordAttributes<AccountId>>;
}

/// See [`Records`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordAttributes<AccountId> {
	/// What kind of data.
	pub class: DataClass,
	/// Which FHIR resource type.
	pub resource_type: ResourceType,
	/// Its security labels.
	pub labels: Labels,
	/// The organization that wrote it.
	pub author: OrganizationId,
	/// Its agent who did.
	pub agent: AccountId,
	/// Who holds it.
	pub custodians: Vec<OrganizationId>,
	/// Where it stands.
	pub status: RecordStatus,
}

/// Who may do what with a patient's data. The consents pallet stands behind it.
pub trait AccessControl<AccountId> {
	/// The decision, see [`crate::consent::decide`].
	fn decide(patient: PatientId, request: &Request<AccountId>) -> Decision;
	/// The decision, and what it cost. That is less than [`Self::weight`] where fewer organizations
	/// wrote and hold the data than may.
	fn decide_weighed(patient: PatientId, request: &Request<AccountId>) -> (Decision, Weight) {
		(Self::decide(patient, request), Self::weight(patient))
	}
	/// What a decision about this patient costs at most.
	fn weight(patient: PatientId) -> Weight;
	/// What a decision about a patient with as many and as long consents as there can be costs.
	fn max_weight() -> Weight;
	/// What each of them contains: the cost of a decision about a patient without consents, for an
	/// agent whose organization alone wrote and holds the data. A call whose own benchmark makes such
	/// a decision has that much counted already.
	fn bare_weight() -> Weight;
	/// `recipient` is handed something by leave of `consent`: when that ends or narrows, it will
	/// owe a deletion. Costs a read and a write. Fails if there is no room to note it.
	fn on_handed_out(_: PatientId, _: ConsentId, _: OrganizationId) -> DispatchResult {
		Ok(())
	}
}

/// Protocols of clinical trials. The trials pallet stands behind it.
pub trait Trials {
	/// The current version of a trial's protocol. A substantial amendment gives it a higher one,
	/// which makes the consents of participants that are bound to the one before stale.
	fn protocol_version(trial: H256) -> Option<u32>;
}

/// No trials.
impl Trials for () {
	fn protocol_version(_: H256) -> Option<u32> {
		None
	}
}

/// Emergencies that practitioners have declared. The disclosures pallet stands behind it.
pub trait Emergencies<AccountId> {
	/// The emergency access that `agent` has open for the patient now.
	fn open_access(patient: PatientId, agent: &AccountId) -> Option<EmergencyAccess>;
}

/// See [`Emergencies`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EmergencyAccess {
	/// What kinds of data it is for.
	pub classes: ClassSet,
	/// When it ends by itself.
	pub until: Moment,
}

/// Nobody declares an emergency.
impl<AccountId> Emergencies<AccountId> for () {
	fn open_access(_: PatientId, _: &AccountId) -> Option<EmergencyAccess> {
		None
	}
}

/// What happens elsewhere when a patient is erased.
pub trait OnErased {
	/// The patient was erased just now.
	fn on_erased(patient: PatientId);
}

/// What happens elsewhere when a consent ends or narrows.
pub trait OnConsentNarrowed {
	/// What this version of `consent` allowed is no longer allowed, or not all of it.
	fn on_consent_narrowed(patient: PatientId, consent: ConsentId, version: u32);
}

/// Consents to take part in clinical trials. The consents pallet stands behind it.
pub trait TrialConsents {
	/// The version of the trial's protocol that the patient agreed to by this consent, if the
	/// consent is in force now and is one to this trial.
	fn agreed_version(patient: PatientId, consent: ConsentId, trial: TrialId) -> Option<u32>;
	/// What asking costs.
	fn weight() -> Weight;
}

impl OnErased for () {
	fn on_erased(_: PatientId) {}
}

impl OnConsentNarrowed for () {
	fn on_consent_narrowed(_: PatientId, _: ConsentId, _: u32) {}
}

/// The people that benchmarks and tests act with, made through the pallets themselves.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkPeople<AccountId> {
	/// An agent with every role of the active organization number `index`, which has every
	/// capability; made at need.
	fn agent(index: u32) -> (OrganizationId, AccountId);
	/// The patient number `index`, registered by `sponsor`, with its controller; made at need.
	fn patient(index: u32, sponsor: OrganizationId) -> (PatientId, AccountId);
	/// Sets the chain's clock.
	fn set_time(now: Moment);
	/// A record of the patient by an agent of an organization that may write it. So many other
	/// organizations hold it, or that one if none; nothing where no records pallet stands behind.
	fn record(_: PatientId, _: &AccountId, _: u32) -> Option<RecordId> {
		None
	}
}

/// What people sign in benchmarks.
#[cfg(feature = "runtime-benchmarks")]
pub trait BenchmarkSigner<AccountId, Signature> {
	/// The account number `index`, which belongs to nobody, and its signature over `payload` by the
	/// scheme whose verification takes longest.
	fn sign(index: u32, payload: &[u8]) -> (AccountId, Signature);
}
