//! What readers ask.

use crate::{
	BatchOf, Batches, Config, Envelopes, Epochs, Leaves, Pallet, RecordOf, Records, Versions,
};
use alloc::vec::Vec;
use salus_primitives::{
	codes::{ConsentAction, Purpose},
	consent::Request,
	merkle::{self, InclusionProof},
	record::{EnvelopeInfo, Inclusion, LeafState, RecordInfo, RecordPage, Sealed},
	traits::{AccessControl, RecordAttributes, Records as RecordsTrait},
	BatchId, OrganizationId, PatientId, RecordId,
};
use sp_core::H256;

/// The question whether `recipient` may have access to what an envelope opens.
pub(crate) fn access_request<AccountId>(
	subject: &Sealed,
	recipient: OrganizationId,
	purpose: Purpose,
) -> Request<AccountId> {
	let request =
		Request { organization: Some(recipient), ..Request::new(ConsentAction::Access, purpose) };
	match *subject {
		Sealed::Record(record) => Request { record: Some(record), ..request },
		Sealed::Epoch { class, .. } => Request { class: Some(class), ..request },
	}
}

impl<T: Config> RecordsTrait<T::AccountId> for Pallet<T> {
	fn attributes(patient: PatientId, record: RecordId) -> Option<RecordAttributes<T::AccountId>> {
		Records::<T>::get(patient, record).map(|entry| RecordAttributes {
			class: entry.pointer.class,
			resource_type: entry.pointer.resource_type,
			labels: entry.pointer.labels,
			author: entry.author,
			agent: entry.agent,
			custodians: entry.pointer.custodians.into_inner(),
			status: entry.status,
		})
	}
}

impl<T: Config> Pallet<T> {
	/// One record, in its latest version.
	pub fn record(patient: PatientId, record: RecordId) -> Option<RecordOf<T>> {
		Records::<T>::get(patient, record).map(|entry| Self::as_readable(patient, entry))
	}

	/// One version of a record.
	pub fn version(patient: PatientId, record: RecordId, version: u32) -> Option<RecordOf<T>> {
		Versions::<T>::get((patient, record, version))
			.map(|entry| Self::as_readable(patient, entry))
			.or_else(|| Self::record(patient, record).filter(|entry| entry.version == version))
	}

	/// Up to `limit` records, from the one with id `from` on.
	pub fn list(
		patient: PatientId,
		from: Option<RecordId>,
		limit: u32,
	) -> RecordPage<T::AccountId> {
		let limit = limit as usize;
		let first = from.and_then(|id| Some((id, Records::<T>::get(patient, id)?)));
		let rest = match from {
			Some(id) => {
				Records::<T>::iter_prefix_from(patient, Records::<T>::hashed_key_for(patient, id))
			},
			None => Records::<T>::iter_prefix(patient),
		};
		let mut entries: Vec<_> =
			first.into_iter().chain(rest).take(limit.saturating_add(1)).collect();
		let next = entries.get(limit).map(|(id, _)| *id);
		entries.truncate(limit);
		let records = entries
			.into_iter()
			.map(|(id, entry)| RecordInfo { id, record: Self::as_readable(patient, entry) })
			.collect();
		RecordPage { records, next }
	}

	/// One batch.
	pub fn batch(batch: BatchId) -> Option<BatchOf<T>> {
		Batches::<T>::get(batch)
	}

	/// Whether a commitment is in a batch, and what has become of it.
	pub fn verify(batch: BatchId, commitment: H256, proof: InclusionProof) -> Option<Inclusion> {
		let entry = Batches::<T>::get(batch)?;
		let included = merkle::verify(&entry.root, entry.leaves, &commitment, &proof);
		let leaf =
			included.then(|| Leaves::<T>::get(batch, proof.index).unwrap_or(LeafState::Batched));
		Some(Inclusion { included, leaf, author: entry.author, anchored_at: entry.anchored_at })
	}

	/// The keys sealed to a recipient that it may still have.
	pub fn envelopes(patient: PatientId, recipient: OrganizationId) -> Vec<EnvelopeInfo> {
		if Self::ensure_patient(patient).is_err() {
			return Vec::new();
		}
		Envelopes::<T>::iter_prefix((patient,))
			.filter(|((subject, to), envelope)| {
				*to == recipient
					&& !Self::is_called_back(patient, envelope)
					&& T::Access::decide(
						patient,
						&access_request(subject, recipient, envelope.purpose),
					)
					.is_permitted()
			})
			.map(|((subject, _), envelope)| EnvelopeInfo { subject, envelope })
			.collect()
	}

	/// The patient's epoch.
	pub fn epoch(patient: PatientId) -> u32 {
		Epochs::<T>::get(patient)
	}
}
