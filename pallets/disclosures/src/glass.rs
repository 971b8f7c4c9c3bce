//! Emergency access: who breaks the glass, who reviews it, and who may no longer.

use crate::{
	ordered, Config, Emergencies, EmergencyCount, EmergencyOf, Error, LateReviews, OpenAccess,
	OpenAccesses, OrganizationEmergencies, Pallet, PatientEmergencies, PendingReview,
	PendingReviews,
};
use frame_support::{pallet_prelude::*, traits::Time};
use frame_system::pallet_prelude::*;
use salus_primitives::{
	codes::{AgentRole, BreakGlassReason, Capability, ClassSet, ReviewOutcome},
	emergency::{Emergency, EmergencyId, Review},
	patient::PatientStatus,
	traits::{Emergencies as EmergenciesTrait, EmergencyAccess, Membership, Patients},
	Moment, OrganizationId, PatientId,
};
use sp_core::H256;

// Who may do what.
impl<T: Config> Pallet<T> {
	/// The organization for which `who` treats patients at the moment.
	fn practises_for(who: &T::AccountId) -> Option<OrganizationId> {
		let agent = T::Members::active_agent(who)?;
		(agent.roles.contains(AgentRole::Practitioner)
			&& T::Members::is_capable(agent.organization, Capability::Provider))
		.then_some(agent.organization)
	}

	pub(crate) fn ensure_practitioner(
		origin: OriginFor<T>,
	) -> Result<(T::AccountId, OrganizationId), DispatchError> {
		let who = ensure_signed(origin)?;
		let organization = Self::practises_for(&who).ok_or(Error::<T>::NotAuthorized)?;
		Ok((who, organization))
	}

	/// That the caller judges from outside of `organization`: an auditor, by its own organization, or
	/// the council.
	pub(crate) fn ensure_outsider(
		origin: OriginFor<T>,
		organization: OrganizationId,
	) -> Result<Option<OrganizationId>, DispatchError> {
		let origin = match T::CouncilOrigin::try_origin(origin) {
			Ok(_) => return Ok(None),
			Err(origin) => origin,
		};
		let (_, agent) = Self::ensure_agent(origin)?;
		let auditor = agent.organization;
		ensure!(
			auditor != organization && T::Members::is_capable(auditor, Capability::Auditor),
			Error::<T>::NotAuthorized
		);
		Ok(Some(auditor))
	}
}

// Breaking it.
impl<T: Config> Pallet<T> {
	/// That an emergency access may be for these classes and this long.
	pub(crate) fn ensure_emergency_terms(classes: ClassSet, lasts: Moment) -> DispatchResult {
		ensure!(!classes.is_empty(), Error::<T>::NoClasses);
		ensure!(classes.len() <= T::MaxEmergencyClasses::get(), Error::<T>::MaxClassesExceeded);
		ensure!((1..=T::MaxValidity::get()).contains(&lasts), Error::<T>::InvalidValidity);
		Ok(())
	}

	/// Opens an emergency access; its number and when it ends.
	pub(crate) fn open_emergency_access(
		agent: T::AccountId,
		organization: OrganizationId,
		patient: PatientId,
		reason: BreakGlassReason,
		classes: ClassSet,
		lasts: Moment,
	) -> Result<(EmergencyId, Moment), DispatchError> {
		let opened_at = T::Time::now();
		let until = opened_at.saturating_add(lasts);
		let review_due = opened_at.saturating_add(T::ReviewPeriod::get());
		let number = EmergencyCount::<T>::get();
		let id = EmergencyId(number);

		let mut open = OpenAccesses::<T>::get(&agent);
		open.retain(|access| opened_at < access.until);
		ensure!(!open.iter().any(|access| access.patient == patient), Error::<T>::AlreadyOpen);
		open.try_push(OpenAccess { id, patient, until })
			.map_err(|_| Error::<T>::MaxOpenExceeded)?;
		let pending = PendingReview { due: review_due, id };
		let mut reviews = PendingReviews::<T>::get(organization);
		let at = reviews.partition_point(|other| *other < pending);
		reviews.try_insert(at, pending).map_err(|_| Error::<T>::MaxUnreviewedExceeded)?;

		OpenAccesses::<T>::insert(&agent, open);
		PendingReviews::<T>::insert(organization, reviews);
		EmergencyCount::<T>::put(number.saturating_add(1));
		PatientEmergencies::<T>::insert(patient, ordered(number), ());
		OrganizationEmergencies::<T>::insert(organization, ordered(number), ());
		Emergencies::<T>::insert(
			id,
			Emergency {
				patient,
				organization,
				agent,
				reason,
				classes,
				opened_at,
				until,
				closed_at: None,
				review_due,
				review: None,
				complained_at: None,
				settlement: None,
				disclosures: 0,
			},
		);
		Ok((id, until))
	}

	/// Whether the access is open at the moment: neither ended, nor has its agent ceased to practise
	/// for the organization, nor was the patient erased.
	pub(crate) fn is_open(emergency: &EmergencyOf<T>) -> bool {
		emergency.covers(T::Time::now())
			&& Self::practises_for(&emergency.agent) == Some(emergency.organization)
			&& !matches!(
				T::Patients::status(emergency.patient),
				None | Some(PatientStatus::Erased { .. })
			)
	}

	/// The access that `agent` has open for the patient.
	pub(crate) fn open_emergency_of(
		patient: PatientId,
		agent: &T::AccountId,
	) -> Option<(EmergencyId, EmergencyOf<T>)> {
		let now = T::Time::now();
		let open = OpenAccesses::<T>::get(agent)
			.into_iter()
			.find(|access| access.patient == patient && now < access.until)?;
		let emergency = Emergencies::<T>::get(open.id)?;
		Self::is_open(&emergency).then_some((open.id, emergency))
	}
}

impl<T: Config> EmergenciesTrait<T::AccountId> for Pallet<T> {
	fn open_access(patient: PatientId, agent: &T::AccountId) -> Option<EmergencyAccess> {
		Self::open_emergency_of(patient, agent).map(|(_, emergency)| EmergencyAccess {
			classes: emergency.classes,
			until: emergency.until,
		})
	}
}

// Reviewing it.
impl<T: Config> Pallet<T> {
	/// Writes a review; whether it was late.
	pub(crate) fn review(
		reviewer: T::AccountId,
		id: EmergencyId,
		mut emergency: EmergencyOf<T>,
		outcome: ReviewOutcome,
		note: H256,
	) -> Result<bool, DispatchError> {
		let organization = emergency.organization;
		ensure!(Self::is_privacy_officer(&reviewer, organization), Error::<T>::NotAuthorized);
		ensure!(emergency.agent != reviewer, Error::<T>::OwnReview);
		ensure!(emergency.review.is_none(), Error::<T>::AlreadyReviewed);
		let reviewed_at = T::Time::now();
		ensure!(emergency.ended_at() <= reviewed_at, Error::<T>::EmergencyOpen);
		ensure!(
			emergency.complained_at.is_none() || outcome != ReviewOutcome::Justified,
			Error::<T>::ComplaintPending
		);
		let late = emergency.is_overdue(reviewed_at);
		if late {
			let since = Self::suspended_since(organization).unwrap_or(emergency.review_due);
			LateReviews::<T>::insert(organization, since);
		}
		PendingReviews::<T>::mutate(organization, |reviews| {
			reviews.retain(|pending| pending.id != id)
		});
		emergency.review = Some(Review { outcome, reviewer, note, reviewed_at });
		Emergencies::<T>::insert(id, emergency);
		Ok(late)
	}

	/// When the earliest review that is overdue was due.
	pub(crate) fn overdue_since(organization: OrganizationId) -> Option<Moment> {
		let now = T::Time::now();
		PendingReviews::<T>::get(organization)
			.first()
			.map(|earliest| earliest.due)
			.filter(|due| *due < now)
	}

	/// Since when the organization may break no glass, if it may not: a review is overdue, or was and
	/// nobody has cleared it.
	pub(crate) fn suspended_since(organization: OrganizationId) -> Option<Moment> {
		LateReviews::<T>::get(organization)
			.into_iter()
			.chain(Self::overdue_since(organization))
			.min()
	}
}
