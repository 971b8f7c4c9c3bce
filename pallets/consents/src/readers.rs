//! What readers ask.

use super::*;
use salus_primitives::consent::{ConsentInfo, ConsentPage, RecallInfo, RecallKey, RecallPage};

impl<T: Config> Pallet<T> {
	/// One consent, ended or not, in its latest version.
	pub fn info(patient: PatientId, id: ConsentId) -> Option<ConsentInfo<T::AccountId>> {
		Consents::<T>::get(patient, id)
			.or_else(|| EndedConsents::<T>::get(patient, id))
			.map(|consent| ConsentInfo { id, consent })
	}

	/// One version of a consent.
	pub fn version(
		patient: PatientId,
		id: ConsentId,
		version: u32,
	) -> Option<ConsentInfo<T::AccountId>> {
		Versions::<T>::get((patient, id, version))
			.map(|consent| ConsentInfo { id, consent })
			.or_else(|| Self::info(patient, id).filter(|info| info.consent.version == version))
	}

	/// Up to `limit` consents, those not ended first, from the one with id `from` on.
	pub fn list(
		patient: PatientId,
		from: Option<ConsentId>,
		limit: u32,
	) -> ConsentPage<T::AccountId> {
		let limit = limit as usize;
		let ended_from = from.filter(|id| EndedConsents::<T>::contains_key(patient, id));
		let mut entries: Vec<(ConsentId, ConsentOf<T>)> = Vec::new();
		if ended_from.is_none() {
			let first = from.and_then(|id| Some((id, Consents::<T>::get(patient, id)?)));
			let rest = match from {
				Some(id) => Consents::<T>::iter_prefix_from(
					patient,
					Consents::<T>::hashed_key_for(patient, id),
				),
				None => Consents::<T>::iter_prefix(patient),
			};
			entries.extend(first.into_iter().chain(rest).take(limit.saturating_add(1)));
		}
		if entries.len() <= limit {
			let missing = limit.saturating_add(1).saturating_sub(entries.len());
			let first = ended_from.and_then(|id| Some((id, EndedConsents::<T>::get(patient, id)?)));
			let rest = match ended_from {
				Some(id) => EndedConsents::<T>::iter_prefix_from(
					patient,
					EndedConsents::<T>::hashed_key_for(patient, id),
				),
				None => EndedConsents::<T>::iter_prefix(patient),
			};
			entries.extend(first.into_iter().chain(rest).take(missing));
		}
		let next = entries.get(limit).map(|(id, _)| *id);
		entries.truncate(limit);
		let consents =
			entries.into_iter().map(|(id, consent)| ConsentInfo { id, consent }).collect();
		ConsentPage { consents, next }
	}

	/// What is allowed where no consent speaks.
	pub fn default_policy() -> DefaultPolicy {
		Policy::<T>::get()
	}

	/// How often consents of the patient have ended or narrowed.
	pub fn epoch(patient: PatientId) -> u32 {
		Epochs::<T>::get(patient)
	}

	/// Up to `limit` recalls of what was handed out under a patient's consents, from `from` on.
	pub fn recalls(patient: PatientId, from: Option<RecallKey>, limit: u32) -> RecallPage {
		let from = from.map(|key| (key.consent, key.version, key.organization));
		let first = from.and_then(|id| Some((id, Recalls::<T>::get(patient, id)?)));
		let rest = match from {
			Some(id) => {
				Recalls::<T>::iter_prefix_from(patient, Recalls::<T>::hashed_key_for(patient, id))
			},
			None => Recalls::<T>::iter_prefix(patient),
		};
		let recalls =
			first.into_iter().chain(rest).map(|((consent, version, organization), recall)| {
				(RecallKey { patient, consent, version, organization }, recall)
			});
		Self::page_of(recalls, limit)
	}

	/// Up to `limit` recalls in which an organization owes, from `from` on.
	pub fn recalls_of(
		organization: OrganizationId,
		from: Option<RecallKey>,
		limit: u32,
	) -> RecallPage {
		let from = from.map(|key| (key.patient, key.consent, key.version));
		let first = from.filter(|id| RecallsByOrganization::<T>::contains_key(organization, id));
		let rest = match from {
			Some(id) => RecallsByOrganization::<T>::iter_key_prefix_from(
				organization,
				RecallsByOrganization::<T>::hashed_key_for(organization, id),
			),
			None => RecallsByOrganization::<T>::iter_key_prefix(organization),
		};
		let recalls = first.into_iter().chain(rest).filter_map(|(patient, consent, version)| {
			let recall = Recalls::<T>::get(patient, (consent, version, organization))?;
			Some((RecallKey { patient, consent, version, organization }, recall))
		});
		Self::page_of(recalls, limit)
	}

	fn page_of(recalls: impl Iterator<Item = (RecallKey, Recall)>, limit: u32) -> RecallPage {
		let limit = limit as usize;
		let mut entries: Vec<_> = recalls.take(limit.saturating_add(1)).collect();
		let next = entries.get(limit).map(|(key, _)| *key);
		entries.truncate(limit);
		let now = T::Time::now();
		let recalls =
			entries.into_iter().map(|(key, recall)| RecallInfo::at(key, recall, now)).collect();
		RecallPage { recalls, next }
	}
}
