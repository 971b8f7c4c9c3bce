//! Disclosures, and emergency access with its review.

use super::governance::CouncilMajority;
use crate::{Consents, Organizations, Patients, Records, Runtime, Timestamp};
use frame_support::traits::{ConstU32, ConstU64};
use salus_primitives::Moment;

const HOUR: Moment = 60 * 60 * 1_000;

impl pallet_disclosures::Config for Runtime {
	type Time = Timestamp;
	type Members = Organizations;
	type Patients = Patients;
	type Records = Records;
	type Access = Consents;
	type CouncilOrigin = CouncilMajority;
	// A log is anchored in order. Gaps come from outages, and are read whole to be filled.
	type MaxGaps = ConstU32<128>;
	// Sixteen of the largest batches may be on their way at once.
	type MaxLeap = ConstU64<{ 16 * (salus_primitives::merkle::MAX_LEAVES as u64) }>;
	// What an emergency room looks at first (allergies, medication, conditions, laboratory, imaging,
	// vital signs, notes, procedures), and not everything there is.
	type MaxEmergencyClasses = ConstU32<8>;
	// A shift.
	type DefaultValidity = ConstU64<{ 8 * HOUR }>;
	type MaxValidity = ConstU64<{ 24 * HOUR }>;
	// A long weekend must not suspend a hospital.
	type ReviewPeriod = ConstU64<{ 72 * HOUR }>;
	type MaxOpen = ConstU32<16>;
	type MaxUnreviewed = ConstU32<1_024>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::benchmark_people::People;
	type WeightInfo = pallet_disclosures::weights::SubstrateWeight<Runtime>;
}
