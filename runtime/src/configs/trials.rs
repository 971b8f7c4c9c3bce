//! Clinical trials.

use crate::{Consents, Organizations, Patients, Runtime, Timestamp, Trials};
use frame_support::traits::Time;
use salus_primitives::{
	consent::ConsentStatus,
	traits::{Patients as PatientsTrait, TrialConsents, Trials as TrialsTrait},
	ConsentId, PatientId, TrialId,
};
use sp_core::H256;
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
		<Patients as PatientsTrait<crate::AccountId>>::ensure_open(patient).ok()?;
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

/// A consent is to the version of the protocol that participants must have agreed to: a substantial
/// amendment, once approved, makes those to an earlier one stale.
impl TrialsTrait for Agreements {
	fn protocol_version(trial: H256) -> Option<u32> {
		Trials::consent_version(TrialId(trial))
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
			..Terms::new(Base::Permit)
		};
		Consents::grant(
			frame_system::RawOrigin::Signed(controller).into(),
			patient,
			consent,
			terms,
		)
		.expect("the controller may");
	}
}
