//! What readers ask.

use crate::{
	number, ordered, AccountingLengths, Accountings, Batches, Config, DisclosureOf, Disclosures,
	Emergencies, EmergencyDisclosures, EmergencyOf, Gaps, LastNumbers, LogBatchOf, Ordered,
	OrganizationEmergencies, Pallet, PatientEmergencies, PendingReviews, Withholdings,
};
use alloc::vec::Vec;
use frame_support::traits::Time;
use salus_primitives::{
	disclosure::{
		DisclosureInfo, DisclosurePage, GapReport, LogBatchInfo, LogBatchPage, LogInclusion,
		SequenceRange, ACCOUNTING_PERIOD,
	},
	emergency::{BreakGlassSuspension, EmergencyId, EmergencyInfo, EmergencyPage},
	merkle::{self, InclusionProof},
	OrganizationId, PatientId, Period,
};
use sp_core::H256;

/// How many entries of an accounting are looked through for one page. What lies outside of the period
/// or is withheld costs reading too.
const MAX_LOOKED_THROUGH: u64 = 1_024;

/// The first `limit` of what there is, and where the rest starts.
fn page<T>(entries: impl Iterator<Item = (u64, T)>, limit: u32) -> (Vec<(u64, T)>, Option<u64>) {
	let limit = limit as usize;
	let mut entries: Vec<_> = entries.take(limit.saturating_add(1)).collect();
	let next = entries.get(limit).map(|(number, _)| *number);
	entries.truncate(limit);
	(entries, next)
}

// The log.
impl<T: Config> Pallet<T> {
	/// The accounting of disclosures for a patient.
	pub fn accounting(
		patient: PatientId,
		period: Period,
		from: Option<u64>,
		limit: u32,
	) -> DisclosurePage<T::AccountId> {
		let now = T::Time::now();
		let start = period.start.unwrap_or(now.saturating_sub(ACCOUNTING_PERIOD));
		let period = Period { start: Some(start), ..period };
		let length = AccountingLengths::<T>::get(patient);
		let first = from.unwrap_or_default();
		let stop = first.saturating_add(MAX_LOOKED_THROUGH).min(length);
		let mut disclosures = Vec::new();
		let mut next = (stop < length).then_some(stop);
		for position in first..stop {
			if disclosures.len() >= limit as usize {
				next = Some(position);
				break;
			}
			let entry = Accountings::<T>::get(patient, position)
				.and_then(|(organization, sequence)| Self::disclosure(organization, sequence))
				.filter(|entry| {
					period.contains(entry.disclosure.occurred_at)
						&& !entry.withheld.is_some_and(|withheld| withheld.is_active(now))
				});
			disclosures.extend(entry);
		}
		DisclosurePage { disclosures, next }
	}

	/// One entry.
	pub fn disclosure(
		organization: OrganizationId,
		sequence: u64,
	) -> Option<DisclosureInfo<T::AccountId>> {
		Disclosures::<T>::get(organization, ordered(sequence))
			.map(|disclosure| Self::disclosure_info(organization, sequence, disclosure))
	}

	/// Up to `limit` entries of a log from number `from` on.
	pub fn disclosures(
		organization: OrganizationId,
		from: Option<u64>,
		limit: u32,
	) -> DisclosurePage<T::AccountId> {
		let from = ordered(from.unwrap_or_default());
		let first = Disclosures::<T>::get(organization, from).map(|entry| (from, entry));
		let rest = Disclosures::<T>::iter_prefix_from(
			organization,
			Disclosures::<T>::hashed_key_for(organization, from),
		);
		let entries = first.into_iter().chain(rest).map(|(key, entry)| (number(key), entry));
		let (entries, next) = page(entries, limit);
		let disclosures = entries
			.into_iter()
			.map(|(sequence, entry)| Self::disclosure_info(organization, sequence, entry))
			.collect();
		DisclosurePage { disclosures, next }
	}

	fn disclosure_info(
		organization: OrganizationId,
		sequence: u64,
		disclosure: DisclosureOf<T>,
	) -> DisclosureInfo<T::AccountId> {
		DisclosureInfo {
			organization,
			sequence,
			exemption: disclosure.access.exemption(disclosure.basis),
			disclosure,
			withheld: Withholdings::<T>::get(organization, sequence),
		}
	}

	/// The batch that begins with number `first`.
	pub fn log_batch(
		organization: OrganizationId,
		first: u64,
	) -> Option<LogBatchInfo<T::AccountId>> {
		Batches::<T>::get(organization, ordered(first)).map(|batch| LogBatchInfo { first, batch })
	}

	/// Up to `limit` batches of a log from the one that begins with `from` on.
	pub fn log_batches(
		organization: OrganizationId,
		from: Option<u64>,
		limit: u32,
	) -> LogBatchPage<T::AccountId> {
		let from = ordered(from.unwrap_or_default());
		let first = Batches::<T>::get(organization, from).map(|batch| (from, batch));
		let rest = Batches::<T>::iter_prefix_from(
			organization,
			Batches::<T>::hashed_key_for(organization, from),
		);
		let batches = first.into_iter().chain(rest).map(|(key, batch)| (number(key), batch));
		let (batches, next): (Vec<(u64, LogBatchOf<T>)>, _) = page(batches, limit);
		let batches =
			batches.into_iter().map(|(first, batch)| LogBatchInfo { first, batch }).collect();
		LogBatchPage { batches, next }
	}

	/// What is missing of a log.
	pub fn gaps(organization: OrganizationId) -> GapReport {
		GapReport {
			next: LastNumbers::<T>::get(organization).saturating_add(1),
			gaps: Gaps::<T>::get(organization).into_inner(),
		}
	}

	/// Whether a commitment is in the batch that begins with number `first`.
	pub fn verify_entry(
		organization: OrganizationId,
		first: u64,
		commitment: H256,
		proof: InclusionProof,
	) -> Option<LogInclusion> {
		let batch = Batches::<T>::get(organization, ordered(first))?;
		let leaves = Self::leaves(first, &batch);
		let included = merkle::verify(&batch.root, leaves, &commitment, &proof);
		let sequence = included.then(|| first.saturating_add(proof.index.into()));
		let opened = sequence.is_some_and(|sequence| {
			Disclosures::<T>::contains_key(organization, ordered(sequence))
		});
		Some(LogInclusion { included, sequence, opened, anchored_at: batch.anchored_at })
	}

	/// How many entries a batch has.
	pub(crate) fn leaves(first: u64, batch: &LogBatchOf<T>) -> u32 {
		SequenceRange { first, last: batch.last }
			.count()
			.and_then(|count| u32::try_from(count).ok())
			.unwrap_or_default()
	}
}

// Emergency access.
impl<T: Config> Pallet<T> {
	/// One emergency access.
	pub fn emergency(id: EmergencyId) -> Option<EmergencyInfo<T::AccountId>> {
		Emergencies::<T>::get(id).map(|emergency| Self::emergency_info(id, emergency))
	}

	/// The emergency access that an agent has open for a patient.
	pub fn open_emergency(
		patient: PatientId,
		agent: &T::AccountId,
	) -> Option<EmergencyInfo<T::AccountId>> {
		Self::open_emergency_of(patient, agent)
			.map(|(id, emergency)| Self::emergency_info(id, emergency))
	}

	/// Up to `limit` emergency accesses to a patient's data from number `from` on.
	pub fn emergencies_of_patient(
		patient: PatientId,
		from: Option<EmergencyId>,
		limit: u32,
	) -> EmergencyPage<T::AccountId> {
		let from = from_key(from);
		let first = PatientEmergencies::<T>::contains_key(patient, from).then_some(from);
		let rest = PatientEmergencies::<T>::iter_key_prefix_from(
			patient,
			PatientEmergencies::<T>::hashed_key_for(patient, from),
		);
		Self::emergency_page(first.into_iter().chain(rest), limit)
	}

	/// Up to `limit` emergency accesses by an organization from number `from` on.
	pub fn emergencies_of_organization(
		organization: OrganizationId,
		from: Option<EmergencyId>,
		limit: u32,
	) -> EmergencyPage<T::AccountId> {
		let from = from_key(from);
		let first = OrganizationEmergencies::<T>::contains_key(organization, from).then_some(from);
		let rest = OrganizationEmergencies::<T>::iter_key_prefix_from(
			organization,
			OrganizationEmergencies::<T>::hashed_key_for(organization, from),
		);
		Self::emergency_page(first.into_iter().chain(rest), limit)
	}

	/// Up to `limit` emergency accesses whose review is overdue, from number `from` on.
	pub fn overdue_emergencies(
		from: Option<EmergencyId>,
		limit: u32,
	) -> EmergencyPage<T::AccountId> {
		let now = T::Time::now();
		let from = from.unwrap_or_default();
		let mut overdue: Vec<_> = PendingReviews::<T>::iter_values()
			.flat_map(|reviews| reviews.into_iter().take_while(move |review| review.due < now))
			.map(|review| review.id)
			.filter(|id| *id >= from)
			.collect();
		overdue.sort_unstable();
		Self::emergency_page(overdue.into_iter().map(|id| ordered(id.0)), limit)
	}

	/// Up to `limit` disclosures made under an emergency access, from number `from` on.
	pub fn emergency_disclosures(
		id: EmergencyId,
		from: Option<u64>,
		limit: u32,
	) -> DisclosurePage<T::AccountId> {
		let Some(organization) = Emergencies::<T>::get(id).map(|entry| entry.organization) else {
			return DisclosurePage { disclosures: Vec::new(), next: None };
		};
		let from = ordered(from.unwrap_or_default());
		let first = EmergencyDisclosures::<T>::contains_key(id, from).then_some(from);
		let rest = EmergencyDisclosures::<T>::iter_key_prefix_from(
			id,
			EmergencyDisclosures::<T>::hashed_key_for(id, from),
		);
		let keys = first.into_iter().chain(rest).map(|key| (number(key), ()));
		let (keys, next) = page(keys, limit);
		let disclosures = keys
			.into_iter()
			.filter_map(|(sequence, ())| Self::disclosure(organization, sequence))
			.collect();
		DisclosurePage { disclosures, next }
	}

	/// Since when an organization may break no further glass, if it may not.
	pub fn break_glass_suspension(organization: OrganizationId) -> Option<BreakGlassSuspension> {
		let since = Self::suspended_since(organization)?;
		let now = T::Time::now();
		let overdue =
			PendingReviews::<T>::get(organization).iter().filter(|review| review.due < now).count()
				as u32;
		Some(BreakGlassSuspension { since, overdue })
	}

	fn emergency_page(
		keys: impl Iterator<Item = Ordered>,
		limit: u32,
	) -> EmergencyPage<T::AccountId> {
		let (keys, next) = page(keys.map(|key| (number(key), ())), limit);
		let emergencies =
			keys.into_iter().filter_map(|(id, ())| Self::emergency(EmergencyId(id))).collect();
		EmergencyPage { emergencies, next: next.map(EmergencyId) }
	}

	fn emergency_info(id: EmergencyId, emergency: EmergencyOf<T>) -> EmergencyInfo<T::AccountId> {
		EmergencyInfo {
			id,
			open: Self::is_open(&emergency),
			overdue: emergency.is_overdue(T::Time::now()),
			outcome: emergency.outcome(),
			emergency,
		}
	}
}

/// The key from which a listing of emergency accesses starts.
fn from_key(from: Option<EmergencyId>) -> Ordered {
	ordered(from.unwrap_or_default().0)
}
