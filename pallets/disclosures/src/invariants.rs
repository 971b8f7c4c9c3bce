//! What always holds.

use crate::{
	number, ordered, AccountingLengths, Accountings, Batches, Config, Disclosures, Emergencies,
	EmergencyCount, EmergencyDisclosures, Gaps, LastNumbers, LateReviews, OpenAccesses,
	OrganizationEmergencies, Pallet, PatientEmergencies, PendingReviews, Withholdings,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use frame_support::{ensure, traits::Get};
use salus_primitives::{
	codes::{Basis, Purpose},
	emergency::EmergencyId,
	merkle, OrganizationId,
};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet's storage.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_numbers()?;
		Self::try_state_entries()?;
		Self::try_state_accountings()?;
		Self::try_state_emergencies()?;
		Self::try_state_reviews()
	}

	/// Every number of every log, up to the last, is that of one entry written singly, of one batch,
	/// or of one gap; gaps are in order and no two of them touch.
	fn try_state_numbers() -> Result<(), TryRuntimeError> {
		let mut ranges = BTreeMap::<OrganizationId, Vec<(u64, u64)>>::new();
		for (organization, key, entry) in Disclosures::<T>::iter() {
			if entry.batch.is_none() {
				ranges.entry(organization).or_default().push((number(key), number(key)));
			}
		}
		for (organization, key, batch) in Batches::<T>::iter() {
			let leaves = Self::leaves(number(key), &batch);
			ensure!((1..=merkle::MAX_LEAVES).contains(&leaves), "a batch has a wrong size");
			ranges.entry(organization).or_default().push((number(key), batch.last));
		}
		for (organization, gaps) in Gaps::<T>::iter() {
			let touching = gaps
				.iter()
				.zip(gaps.iter().skip(1))
				.any(|(one, next)| one.last.saturating_add(1) >= next.first);
			ensure!(!touching, "gaps touch, or are out of order");
			let of_organization = ranges.entry(organization).or_default();
			of_organization.extend(gaps.iter().map(|gap| (gap.first, gap.last)));
		}
		for (organization, last) in LastNumbers::<T>::iter() {
			ensure!(
				last > 0 && ranges.contains_key(&organization),
				"a log has numbers and nothing in it"
			);
		}
		for (organization, mut ranges) in ranges {
			ranges.sort_unstable();
			let mut next = 1;
			for (first, last) in ranges {
				ensure!(first == next && first <= last, "a log's numbers are not consecutive");
				next = last.saturating_add(1);
			}
			ensure!(
				LastNumbers::<T>::get(organization).saturating_add(1) == next,
				"the last number of a log is another"
			);
		}
		Ok(())
	}

	/// Opened entries are in their batch; what is unconfirmed has its reason, and nothing else has;
	/// what rests on a consent of its own kind names it. Withheld is only what is there.
	fn try_state_entries() -> Result<(), TryRuntimeError> {
		for (organization, key, entry) in Disclosures::<T>::iter() {
			ensure!(entry.occurred_at <= entry.decided_at, "an entry was decided before its time");
			ensure!(
				(entry.basis == Basis::Unconfirmed) == entry.refusal.is_some(),
				"unconfirmed entries, and no others, have the reason of a refusal"
			);
			ensure!(
				entry.emergency.is_some() || entry.basis != Basis::BreakGlass,
				"a glass was broken without an emergency access"
			);
			ensure!(
				entry.emergency.is_none() || entry.access.purpose.is_a(Purpose::ETREAT),
				"an entry names an emergency access and was made for something else"
			);
			ensure!(
				entry.consent.is_none() || entry.basis == Basis::Consent,
				"an entry names a consent and rests on something else"
			);
			match entry.batch {
				None => ensure!(
					entry.basis != Basis::Unconfirmed && entry.occurred_at == entry.decided_at,
					"an entry written singly was decided when it happened"
				),
				Some(first) => {
					let batch = Batches::<T>::get(organization, ordered(first))
						.ok_or("an opened entry has no batch")?;
					ensure!(
						(first..=batch.last).contains(&number(key)),
						"an opened entry is not in its batch"
					);
				},
			}
		}
		for (organization, sequence, _) in Withholdings::<T>::iter() {
			ensure!(
				Disclosures::<T>::contains_key(organization, ordered(sequence)),
				"an entry is withheld that is not there"
			);
		}
		Ok(())
	}

	/// Every entry is in its patient's accounting, once; accountings have no holes.
	fn try_state_accountings() -> Result<(), TryRuntimeError> {
		let mut seen = BTreeSet::new();
		let mut lengths = BTreeMap::<_, u64>::new();
		for (patient, position, (organization, sequence)) in Accountings::<T>::iter() {
			let entry = Disclosures::<T>::get(organization, ordered(sequence))
				.ok_or("an accounting names an entry that is not there")?;
			ensure!(entry.patient == patient, "an entry is in somebody else's accounting");
			ensure!(seen.insert((organization, sequence)), "an entry is accounted for twice");
			ensure!(
				position < AccountingLengths::<T>::get(patient),
				"an accounting is longer than it says"
			);
			let length = lengths.entry(patient).or_default();
			*length = length.saturating_add(1);
		}
		for (patient, length) in AccountingLengths::<T>::iter() {
			ensure!(
				lengths.remove(&patient).unwrap_or_default() == length,
				"an accounting has holes"
			);
		}
		ensure!(lengths.is_empty(), "an accounting is not counted");
		ensure!(
			Disclosures::<T>::iter_keys().count() == seen.len(),
			"an entry is in nobody's accounting"
		);
		Ok(())
	}

	/// The indices of emergency accesses are in step with them, and so are the entries under them.
	fn try_state_emergencies() -> Result<(), TryRuntimeError> {
		let mut count = 0u64;
		for (id, emergency) in Emergencies::<T>::iter() {
			count = count.saturating_add(1);
			ensure!(id.0 < EmergencyCount::<T>::get(), "an emergency access has a later number");
			ensure!(
				PatientEmergencies::<T>::contains_key(emergency.patient, ordered(id.0))
					&& OrganizationEmergencies::<T>::contains_key(
						emergency.organization,
						ordered(id.0)
					),
				"an emergency access is in no index"
			);
			ensure!(
				emergency.opened_at < emergency.until
					&& emergency.until < emergency.review_due
					&& emergency.closed_at.is_none_or(|at| at < emergency.until),
				"the times of an emergency access are out of order"
			);
			ensure!(
				!emergency.classes.is_empty()
					&& emergency.classes.len() <= T::MaxEmergencyClasses::get(),
				"an emergency access is for nothing, or for too much"
			);
			ensure!(
				emergency.settlement.is_none() || emergency.review.is_some(),
				"an emergency access was settled before it was reviewed"
			);
			let mut disclosures = 0u32;
			for key in EmergencyDisclosures::<T>::iter_key_prefix(id) {
				let entry = Disclosures::<T>::get(emergency.organization, key)
					.ok_or("an emergency access has an entry that is not there")?;
				ensure!(
					entry.emergency == Some(id)
						&& entry.agent == emergency.agent
						&& entry.patient == emergency.patient
						// It may be closed in the very block of its last entry.
						&& (emergency.opened_at..=emergency.ended_at())
							.contains(&entry.occurred_at),
					"an entry does not fit its emergency access"
				);
				disclosures = disclosures.saturating_add(1);
			}
			ensure!(
				disclosures == emergency.disclosures,
				"the entries under an emergency access are counted wrong"
			);
		}
		let of_patients = PatientEmergencies::<T>::iter_keys().count() as u64;
		let of_organizations = OrganizationEmergencies::<T>::iter_keys().count() as u64;
		ensure!(
			[of_patients, of_organizations, EmergencyCount::<T>::get()] == [count; 3],
			"emergency accesses are counted wrong"
		);
		for (agent, open) in OpenAccesses::<T>::iter() {
			for access in open {
				let emergency = Emergencies::<T>::get(access.id)
					.ok_or("an agent has an unknown emergency access open")?;
				ensure!(
					emergency.agent == agent
						&& emergency.patient == access.patient
						&& emergency.until == access.until
						&& emergency.closed_at.is_none(),
					"what an agent has open is another emergency access"
				);
			}
		}
		Ok(())
	}

	/// What waits for its review is in order of its deadline, and is all that was not reviewed. Who
	/// was late has had something to review.
	fn try_state_reviews() -> Result<(), TryRuntimeError> {
		let mut pending = BTreeSet::new();
		for (organization, reviews) in PendingReviews::<T>::iter() {
			ensure!(reviews.is_sorted(), "reviews are not in the order of their deadlines");
			for review in reviews {
				let emergency =
					Emergencies::<T>::get(review.id).ok_or("an unknown access waits for review")?;
				ensure!(
					emergency.organization == organization
						&& emergency.review_due == review.due
						&& emergency.review.is_none(),
					"a review that waits is another"
				);
				ensure!(pending.insert(review.id), "a review waits twice");
			}
		}
		for (id, emergency) in Emergencies::<T>::iter() {
			ensure!(
				emergency.review.is_none() == pending.contains(&id),
				"a review neither waits nor was made"
			);
		}
		for (organization, since) in LateReviews::<T>::iter() {
			let was_late = OrganizationEmergencies::<T>::iter_key_prefix(organization)
				.filter_map(|key| Emergencies::<T>::get(EmergencyId(number(key))))
				.any(|emergency| {
					emergency.review_due == since
						&& emergency.review.is_none_or(|review| review.reviewed_at > since)
				});
			ensure!(was_late, "an organization is suspended for a review that was not late");
		}
		Ok(())
	}
}
