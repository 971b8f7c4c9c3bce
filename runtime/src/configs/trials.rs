//! Clinical trials.

use crate::{Consents, Organizations, Patients, Runtime, Timestamp};
use frame_support::traits::{Get, Time};
use salus_primitives::{
	consent::ConsentStatus,
	traits::{Patients as PatientsTrait, TrialConsents},
	ConsentId, PatientId, TrialId,
};
use sp_runtime::Weight;

impl pallet_trials::Config for Runtime {
	type Time = Timestamp;
	type Members = Organizations;
	type Patients = Patients;
	type Consents = Agreements;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::benchmark_people::People;
	type WeightInfo = pallet_trials::weights::SubstrateWeight<Runtime>;
}

/// Consents to trials are those that are bound to a version of a trial's protocol.
pub struct Agreements;

impl TrialConsents for Agreements {
	fn agreed_version(patient: PatientId, consent: ConsentId, trial: TrialId) -> Option<u32> {
		Patients::ensure_open(patient).ok()?;
		let consent = Consents::info(patient, consent)?.consent;
		let in_force = consent.status == ConsentStatus::Active
			&& consent.terms.period.contains(Timestamp::now());
		consent
			.terms
			.protocol
			.filter(|protocol| in_force && protocol.trial == trial.0)
			.map(|protocol| protocol.version)
	}

	/// The patient, the consent whether it has ended or not, and the clock.
	fn weight() -> Weight {
		<Runtime as frame_system::Config>::DbWeight::get().reads(4)
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_trials::BenchmarkHelper<crate::AccountId> for super::benchmark_people::People {
	fn agree(
		patient: PatientId,
		controller: crate::AccountId,
		consent: ConsentId,
		trial: TrialId,
		version: u32,
	) {
		use salus_primitives::consent::{Base, Protocol, Terms};
		let terms = Terms {
			protocol: Some(Protocol { trial: trial.0, version }),
			..Terms::new(Base::Silent)
		};
		Consents::grant(
			frame_system::RawOrigin::Signed(controller).into(),
			patient,
			consent,
			terms,
		)
		.map_err(|error| error.error)
		.expect("the controller may");
	}
}
