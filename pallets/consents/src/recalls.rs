//! What follows when a consent ends or narrows: keys are called back, and recipients owe.

use super::*;
use alloc::collections::BTreeSet;

impl<T: Config> Pallet<T> {
	/// Most organizations that one narrowing can recall: those named, those handed keys, and the one
	/// that had asked.
	pub(crate) fn most_recalled() -> u32 {
		T::MaxRecipients::get().saturating_mul(2).saturating_add(1)
	}

	/// What `former` allowed is no longer allowed, or not all of it. How many organizations owe now.
	pub(crate) fn narrow(
		patient: PatientId,
		consent: ConsentId,
		former: &ConsentOf<T>,
		cause: RecallCause,
	) -> u32 {
		Epochs::<T>::mutate(patient, |epoch| *epoch = epoch.saturating_add(1));
		T::OnNarrowed::on_consent_narrowed(patient, consent, former.version);
		let mut organizations: BTreeSet<OrganizationId> = former.terms.recipients();
		organizations.extend(former.requester.as_ref().map(|requester| requester.organization));
		organizations.extend(HandedOut::<T>::take(patient, consent));
		if organizations.is_empty() {
			return 0;
		}
		let opened_at = T::Time::now();
		let recall = Recall {
			cause,
			opened_at,
			acknowledge_by: opened_at.saturating_add(T::AcknowledgeWithin::get()),
			attest_by: opened_at.saturating_add(T::AttestWithin::get()),
			acknowledged_at: None,
			attestation: None,
		};
		let version = former.version;
		for organization in &organizations {
			Recalls::<T>::insert(patient, (consent, version, *organization), recall);
			RecallsByOrganization::<T>::insert(organization, (patient, consent, version), ());
		}
		let organizations: Vec<_> = organizations.into_iter().collect();
		let recalled = organizations.len() as u32;
		Self::deposit_event(Event::RecallOpened { patient, consent, version, organizations });
		recalled
	}

	/// Notes that an organization was handed something under a consent.
	pub(crate) fn note_recipient(
		patient: PatientId,
		consent: ConsentId,
		recipient: OrganizationId,
	) -> DispatchResult {
		HandedOut::<T>::try_mutate(patient, consent, |recipients| {
			if recipients.contains(&recipient) {
				return Ok(());
			}
			recipients.try_push(recipient).map_err(|_| Error::<T>::MaxRecipientsExceeded.into())
		})
	}

	/// Changes what an organization owes by what it answers.
	pub(crate) fn answer_recall(
		patient: PatientId,
		consent: ConsentId,
		version: u32,
		organization: OrganizationId,
		answer: impl FnOnce(&mut Recall) -> DispatchResult,
	) -> DispatchResult {
		Recalls::<T>::try_mutate(patient, (consent, version, organization), |recall| {
			answer(recall.as_mut().ok_or(Error::<T>::RecallNotFound)?)
		})
	}
}
