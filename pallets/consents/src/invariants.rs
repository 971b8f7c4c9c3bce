//! What always holds of this pallet's storage.

use super::*;
use alloc::collections::{BTreeMap, BTreeSet};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet's storage.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_holdings()?;
		Self::try_state_requests()?;
		Self::try_state_consents()?;
		Self::try_state_versions()?;
		Self::try_state_handed_out()?;
		Self::try_state_recalls()
	}

	/// The lists name the consents that were granted and are not ended, as they are, and no others.
	fn try_state_holdings() -> Result<(), TryRuntimeError> {
		let mut listed = BTreeSet::<(PatientId, ConsentId)>::new();
		for (patient, list) in Holdings::<T>::iter() {
			ensure!(!list.is_empty(), "an empty list is kept");
			for holding in list {
				let id = holding.consent;
				ensure!(
					Consents::<T>::get(patient, id)
						.is_some_and(|consent| Holding::of(id, &consent) == holding),
					"what is listed is not stored, or not so"
				);
				ensure!(listed.insert((patient, id)), "a consent is listed twice");
			}
		}
		for (patient, id, consent) in Consents::<T>::iter() {
			let held = matches!(consent.status, ConsentStatus::Active | ConsentStatus::Suspended);
			ensure!(
				held == listed.contains(&(patient, id)),
				"what is listed is not what was granted and is not ended"
			);
		}
		Ok(())
	}

	/// Who asks is listed once for every request, and within the bounds.
	fn try_state_requests() -> Result<(), TryRuntimeError> {
		let mut asking = BTreeMap::<PatientId, Vec<OrganizationId>>::new();
		for (patient, _, consent) in Consents::<T>::iter() {
			if consent.status == ConsentStatus::Requested {
				let requester = consent.requester.ok_or("nobody has asked for a request")?;
				asking.entry(patient).or_default().push(requester.organization);
			}
		}
		for (patient, list) in Requests::<T>::iter() {
			let mut list = list.into_inner();
			list.sort();
			let mut asked = asking.remove(&patient).ok_or("who does not ask is listed")?;
			asked.sort();
			ensure!(list == asked, "requests are counted wrong");
			ensure!(
				list.chunk_by(|one, next| one == next)
					.all(|own| own.len() <= T::MaxRequestsPerOrganization::get() as usize),
				"an organization has too many requests"
			);
		}
		ensure!(asking.is_empty(), "requests are not counted");
		Ok(())
	}

	/// Stored terms are well-formed and no longer than they may be, and a consent is either ended or
	/// not, and granted or not, as its status says.
	fn try_state_consents() -> Result<(), TryRuntimeError> {
		for (patient, id, consent) in Consents::<T>::iter() {
			ensure!(consent.terms.validate().is_ok(), "stored terms are malformed");
			ensure!(
				consent.terms.encoded_size() <= T::MaxTermsSize::get() as usize,
				"stored terms are too long"
			);
			ensure!(
				consent.terms.recipients().len() <= T::MaxRecipients::get() as usize,
				"stored terms name too many"
			);
			ensure!(!consent.status.is_ended(), "an ended consent is not put aside");
			ensure!(
				(consent.status == ConsentStatus::Requested) == consent.granted.is_none(),
				"a consent is in force that nobody granted, or granted and not answered"
			);
			ensure!(
				!EndedConsents::<T>::contains_key(patient, id),
				"a consent is ended and is not"
			);
		}
		for (_, _, consent) in EndedConsents::<T>::iter() {
			ensure!(consent.status.is_ended(), "a consent is put aside and not ended");
		}
		Ok(())
	}

	/// Of every consent all versions are there, from the first to the latest.
	fn try_state_versions() -> Result<(), TryRuntimeError> {
		for (patient, id, consent) in Consents::<T>::iter().chain(EndedConsents::<T>::iter()) {
			for version in 1..consent.version {
				let former = Versions::<T>::get((patient, id, version));
				ensure!(
					former.is_some_and(|former| former.version == version),
					"a version of a consent is missing"
				);
			}
		}
		for (patient, id, version) in Versions::<T>::iter_keys() {
			let latest = Self::info(patient, id).ok_or("a version belongs to no consent")?;
			ensure!(version < latest.consent.version, "a version is later than the latest");
		}
		Ok(())
	}

	/// Keys are handed out under active consents only, and each recipient is noted once.
	fn try_state_handed_out() -> Result<(), TryRuntimeError> {
		for (patient, id, recipients) in HandedOut::<T>::iter() {
			ensure!(
				Consents::<T>::get(patient, id)
					.is_some_and(|consent| consent.status == ConsentStatus::Active),
				"keys are handed out under a consent that is not active"
			);
			let distinct: BTreeSet<_> = recipients.iter().collect();
			ensure!(distinct.len() == recipients.len(), "a recipient is noted twice");
		}
		Ok(())
	}

	/// Recalls are found by patient and by organization alike, and belong to versions that were.
	fn try_state_recalls() -> Result<(), TryRuntimeError> {
		for (patient, (id, version, organization), recall) in Recalls::<T>::iter() {
			ensure!(
				RecallsByOrganization::<T>::contains_key(organization, (patient, id, version)),
				"a recall is not found by its organization"
			);
			ensure!(
				Self::version(patient, id, version).is_some(),
				"a recall belongs to no version of a consent"
			);
			ensure!(
				recall.attestation.is_none() || recall.acknowledged_at.is_some(),
				"a deletion is attested and the recall not acknowledged"
			);
			ensure!(Epochs::<T>::get(patient) > 0, "a recall was opened without a narrowing");
		}
		for (organization, (patient, id, version)) in RecallsByOrganization::<T>::iter_keys() {
			ensure!(
				Recalls::<T>::contains_key(patient, (id, version, organization)),
				"an organization owes in a recall that is not there"
			);
		}
		Ok(())
	}
}
