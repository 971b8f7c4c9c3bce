//! The health consortium: its members and what they keep on the chain.

use super::{
	governance::{CouncilMajority, CouncilTwoThirds, MaxCouncilSeats},
	system::{MAXIMUM_BLOCK_LENGTH, NORMAL_DISPATCH_RATIO},
};
use crate::{
	weights::MAXIMUM_BLOCK_WEIGHT, AccountId, Consents, Council, Disclosures, Nodes, Organizations,
	Patients, Records, Runtime, RuntimeCall, Signature, Timestamp, Validators,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64},
};
use pallet_organizations::{CallClass, Classify, Limits};
use pallet_validators::ValidatorMembership;
use salus_primitives::{traits::Membership, Moment, OrganizationId};
use sp_runtime::traits::Verify;

/// An hour of the chain's clock.
const HOUR: Moment = 60 * 60 * 1_000;

/// What transactions may take of a block, in picoseconds.
const NORMAL_REF_TIME: u64 = MAXIMUM_BLOCK_WEIGHT
	.ref_time()
	.saturating_div(100)
	.saturating_mul(NORMAL_DISPATCH_RATIO.deconstruct() as u64 / 10_000_000);

/// What transactions may take of a block, in bytes.
const NORMAL_LENGTH: u64 = (MAXIMUM_BLOCK_LENGTH as u64)
	.saturating_div(100)
	.saturating_mul(NORMAL_DISPATCH_RATIO.deconstruct() as u64 / 10_000_000);

parameter_types! {
	/// An organization may take half of what a block holds at once, and a quarter of it block after
	/// block. However much it sends, half of every block is left to others. The council gives more or
	/// less by vote.
	pub const OrganizationLimits: Limits = Limits {
		capacity: NORMAL_REF_TIME.saturating_div(2),
		refill: NORMAL_REF_TIME.saturating_div(4),
	};
	/// A patient's account may send a call every few seconds, and some dozens at once. It is also
	/// the most that a single call of a patient may cost.
	pub const SponsoredLimits: Limits = Limits {
		capacity: NORMAL_REF_TIME.saturating_div(4),
		refill: NORMAL_REF_TIME.saturating_div(2_000),
	};
	/// A byte costs what makes a block full by length when it is full by weight.
	pub const RefTimePerByte: u64 = NORMAL_REF_TIME.saturating_div(NORMAL_LENGTH);
}

/// How urgent calls are. What keeps the chain and the consortium going comes first: votes,
/// validators' keys, the code of an upgrade that was voted. Who takes something back, or has it
/// erased, does not wait behind those who read, and nor does an emergency.
pub struct Urgency;

impl Classify<RuntimeCall> for Urgency {
	fn class(call: &RuntimeCall) -> CallClass {
		match call {
			RuntimeCall::System(frame_system::Call::apply_authorized_upgrade { .. })
			| RuntimeCall::Grandpa(..)
			| RuntimeCall::Validators(..)
			| RuntimeCall::Session(..)
			| RuntimeCall::Council(..)
			| RuntimeCall::TechnicalCommittee(..)
			| RuntimeCall::Preimage(..) => CallClass::Governance,
			RuntimeCall::Consents(
				pallet_consents::Call::revoke { .. }
				| pallet_consents::Call::suspend { .. }
				| pallet_consents::Call::mark_entered_in_error { .. },
			)
			| RuntimeCall::Disclosures(
				pallet_disclosures::Call::break_glass { .. }
				| pallet_disclosures::Call::close_emergency { .. },
			)
			| RuntimeCall::Patients(pallet_patients::Call::erase { .. })
			| RuntimeCall::Records(
				pallet_records::Call::erase { .. } | pallet_records::Call::remove_envelope { .. },
			)
			| RuntimeCall::Provenance(
				pallet_provenance::Call::recall { .. }
				| pallet_provenance::Call::suspect { .. }
				| pallet_provenance::Call::claim_possession { .. },
			)
			| RuntimeCall::Trials(
				pallet_trials::Call::report_event { .. }
				| pallet_trials::Call::expedite_event { .. }
				| pallet_trials::Call::follow_up_event { .. }
				| pallet_trials::Call::unblind { .. }
				| pallet_trials::Call::withdraw_participant { .. },
			) => CallClass::Safety,
			_ => CallClass::Routine,
		}
	}
}

impl pallet_organizations::Config for Runtime {
	type CouncilOrigin = CouncilMajority;
	type Council = Council;
	type OnStatusChanged = (Validators, Nodes);
	type Time = Timestamp;
	type MaxSeats = MaxCouncilSeats;
	type MaxAgents = ConstU32<1_000>;
	type Classify = Urgency;
	type DefaultLimits = OrganizationLimits;
	type SponsoredLimits = SponsoredLimits;
	type RefTimePerByte = RefTimePerByte;
	type WeightInfo = pallet_organizations::weights::SubstrateWeight<Runtime>;
}

parameter_types! {
	/// Three days: over a weekend somebody notices.
	pub const DefaultObjectionPeriod: Moment = 3 * 24 * 60 * 60 * 1_000;
}

impl pallet_patients::Config for Runtime {
	type PolicyOrigin = CouncilTwoThirds;
	type Signature = Signature;
	type Signer = <Signature as Verify>::Signer;
	type Time = Timestamp;
	type Members = Organizations;
	type Sponsorship = Organizations;
	type Recovery = super::on_behalf::RecoveryContacts;
	type OnErased = Records;
	type MaxMergeDepth = ConstU32<4>;
	type DefaultObjectionPeriod = DefaultObjectionPeriod;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::benchmark_people::People;
	type WeightInfo = pallet_patients::weights::SubstrateWeight<Runtime>;
}

impl pallet_records::Config for Runtime {
	type Time = Timestamp;
	type Members = Organizations;
	type Patients = Patients;
	type Access = Consents;
	type MaxVersions = ConstU32<64>;
	type MaxEnvelopes = ConstU32<256>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::benchmark_people::People;
	type WeightInfo = pallet_records::weights::SubstrateWeight<Runtime>;
}

impl pallet_consents::Config for Runtime {
	type PolicyOrigin = CouncilTwoThirds;
	type Time = Timestamp;
	type Members = Organizations;
	type Patients = Patients;
	type Records = Records;
	type OnNarrowed = Records;
	type Emergencies = Disclosures;
	type Trials = super::trials::Agreements;
	type MaxConsents = ConstU32<256>;
	type MaxRequests = ConstU32<64>;
	type MaxRequestsPerOrganization = ConstU32<8>;
	type MaxRecipients = ConstU32<64>;
	type MaxTermsSize = ConstU32<{ 8 * 1024 }>;
	type AcknowledgeWithin = ConstU64<{ 72 * HOUR }>;
	type AttestWithin = ConstU64<{ 30 * 24 * HOUR }>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::benchmark_people::People;
	type WeightInfo = pallet_consents::weights::SubstrateWeight<Runtime>;
}

/// Validators are agents of organizations in good standing.
pub struct OrganizationMembership;

impl ValidatorMembership<AccountId> for OrganizationMembership {
	fn organization(who: &AccountId) -> Option<OrganizationId> {
		Organizations::organization_of_agent(who)
	}

	fn is_active_member(who: &AccountId) -> bool {
		Organizations::active_agent(who).is_some()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn ensure_active_member(who: &AccountId) {
		super::benchmark_people::ensure_agent(who);
	}
}
