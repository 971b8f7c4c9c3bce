//! Removal of what ended consents and erased patients leave behind.
//!
//! What is to be removed is out of readers' reach at once; the removal itself may be long, and is
//! done in the blocks' idle time, a piece at a time.

use crate::{
	Config, EnvelopeCounts, Envelopes, Event, Pallet, RecordOf, Records, Sweeps, Versions,
	WeightInfo,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::weights::{Weight, WeightMeter};
use salus_primitives::{
	patient::PatientStatus,
	record::{Custodians, Envelope, Locator, RecordStatus, Sealed},
	traits::{OnConsentNarrowed, OnErased, Patients},
	ConsentId, OrganizationId, PatientId, RecordId,
};
use scale_info::TypeInfo;

/// What is to be removed.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Sweep {
	/// The envelopes that a version of a consent had allowed.
	#[codec(index = 0)]
	Consent {
		/// The consent.
		consent: ConsentId,
		/// Its version.
		version: u32,
	},
	/// All envelopes of an erased patient, and the whereabouts of all its records.
	#[codec(index = 1)]
	Patient,
}

impl<T: Config> OnConsentNarrowed for Pallet<T> {
	fn on_consent_narrowed(patient: PatientId, consent: ConsentId, version: u32) {
		if EnvelopeCounts::<T>::get(patient) == 0 {
			return;
		}
		Sweeps::<T>::insert(patient, Sweep::Consent { consent, version }, None::<RecordId>);
		Self::raise_epoch(patient);
	}
}

impl<T: Config> OnErased for Pallet<T> {
	fn on_erased(patient: PatientId) {
		Sweeps::<T>::insert(patient, Sweep::Patient, None::<RecordId>);
	}
}

impl<T: Config> Pallet<T> {
	/// Whether an envelope waits to be removed.
	pub(crate) fn is_called_back(patient: PatientId, envelope: &Envelope) -> bool {
		envelope.consent.is_some_and(|(consent, version)| {
			Sweeps::<T>::contains_key(patient, Sweep::Consent { consent, version })
		})
	}

	/// A record as readers may see it: those of an erased patient lie nowhere, removed yet or not.
	pub(crate) fn as_readable(patient: PatientId, record: RecordOf<T>) -> RecordOf<T> {
		if matches!(T::Patients::status(patient), Some(PatientStatus::Erased { .. })) {
			erased(record)
		} else {
			record
		}
	}

	/// Removes as much as `remaining` allows; what that cost.
	pub(crate) fn sweep(remaining: Weight) -> Weight {
		let mut meter = WeightMeter::with_limit(remaining);
		while meter.try_consume(T::WeightInfo::next_sweep()).is_ok() {
			let Some((patient, sweep, cursor)) = Sweeps::<T>::iter().next() else { break };
			let done = match sweep {
				Sweep::Consent { consent, version } => {
					Self::sweep_consent(patient, consent, version, &mut meter)
				},
				Sweep::Patient => Self::sweep_patient(patient, cursor, &mut meter),
			};
			if !done {
				break;
			}
			Sweeps::<T>::remove(patient, sweep);
			Self::deposit_event(Event::SweepCompleted { patient, sweep });
		}
		meter.consumed()
	}

	/// Removes the envelopes that a version of a consent had allowed. Whether the weight sufficed.
	fn sweep_consent(
		patient: PatientId,
		consent: ConsentId,
		version: u32,
		meter: &mut WeightMeter,
	) -> bool {
		let count = EnvelopeCounts::<T>::get(patient);
		if meter.try_consume(T::WeightInfo::sweep_envelopes(count)).is_err() {
			return false;
		}
		Self::remove_envelopes(patient, |_, envelope| envelope.consent == Some((consent, version)));
		true
	}

	/// Goes on removing what an erased patient leaves behind. Whether it is done.
	fn sweep_patient(
		patient: PatientId,
		cursor: Option<RecordId>,
		meter: &mut WeightMeter,
	) -> bool {
		let count = EnvelopeCounts::<T>::get(patient);
		if count > 0 {
			if meter.try_consume(T::WeightInfo::sweep_envelopes(count)).is_err() {
				return false;
			}
			Self::remove_envelopes(patient, |_, _| true);
		}
		let mut at = cursor;
		loop {
			let mut rest = match at {
				Some(id) => Records::<T>::iter_prefix_from(
					patient,
					Records::<T>::hashed_key_for(patient, id),
				),
				None => Records::<T>::iter_prefix(patient),
			};
			if meter.try_consume(T::WeightInfo::next_sweep()).is_err() {
				break;
			}
			let Some((id, record)) = rest.next() else { return true };
			if meter.try_consume(T::WeightInfo::erase(record.version, 0)).is_err() {
				break;
			}
			if record.status != RecordStatus::Erased {
				Self::erase_versions(patient, id, record);
			}
			at = Some(id);
		}
		Sweeps::<T>::insert(patient, Sweep::Patient, at);
		false
	}

	/// Makes all versions of a record lie nowhere.
	pub(crate) fn erase_versions(patient: PatientId, id: RecordId, latest: RecordOf<T>) {
		for version in 1..latest.version {
			Versions::<T>::mutate_exists((patient, id, version), |former| {
				*former = former.take().map(erased);
			});
		}
		Records::<T>::insert(patient, id, erased(latest));
	}

	/// Removes the envelopes of one record; how many there were.
	pub(crate) fn remove_envelopes_of(patient: PatientId, record: RecordId) -> u32 {
		let recipients: Vec<OrganizationId> =
			Envelopes::<T>::iter_key_prefix((patient, Sealed::Record(record))).collect();
		for recipient in &recipients {
			Envelopes::<T>::remove((patient, Sealed::Record(record), recipient));
		}
		let removed = recipients.len() as u32;
		Self::count_removed(patient, removed);
		removed
	}

	/// Removes the envelopes that `which` picks.
	pub(crate) fn remove_envelopes(patient: PatientId, which: impl Fn(&Sealed, &Envelope) -> bool) {
		let picked: Vec<_> = Envelopes::<T>::iter_prefix((patient,))
			.filter(|((subject, _), envelope)| which(subject, envelope))
			.map(|(key, _)| key)
			.collect();
		for (subject, recipient) in &picked {
			Envelopes::<T>::remove((patient, *subject, *recipient));
			Self::deposit_event(Event::EnvelopeRemoved {
				patient,
				subject: *subject,
				recipient: *recipient,
			});
		}
		Self::count_removed(patient, picked.len() as u32);
	}

	fn count_removed(patient: PatientId, removed: u32) {
		// Most records have no envelope: no entry is written to say so.
		if removed > 0 {
			EnvelopeCounts::<T>::mutate(patient, |count| *count = count.saturating_sub(removed));
		}
	}
}

/// The record without its whereabouts.
fn erased<AccountId>(
	mut record: salus_primitives::record::Record<AccountId>,
) -> salus_primitives::record::Record<AccountId> {
	record.status = RecordStatus::Erased;
	record.pointer.locator = Locator::new();
	record.pointer.custodians = Custodians::new();
	record
}
