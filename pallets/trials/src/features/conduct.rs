//! Sites and investigators.

use crate::*;
use salus_primitives::{
	codes::{AgentRole, Capability},
	organization::ActiveAgent,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_open_site(
		origin: OriginFor<T>,
		id: TrialId,
		site: OrganizationId,
		investigator: T::AccountId,
	) -> DispatchResult {
		let trial = Self::get(id)?;
		let actor = Self::ensure_sponsor(origin, &trial)?;
		ensure!(T::Members::is_capable(site, Capability::Provider), Error::<T>::SiteNotEligible);
		let now = T::Time::now();
		let mut entry = match Sites::<T>::get(id, site) {
			Some(entry) => {
				ensure!(entry.closed_at.is_some(), Error::<T>::SiteAlreadyOpen);
				Site { closed_at: None, ..entry }
			},
			None => Site {
				opened_at: now,
				closed_at: None,
				participants: 0,
				anchors: 0,
				investigators: 0,
			},
		};
		Self::ensure_practitioner(site, &investigator)?;
		if !Investigators::<T>::contains_key((id, site, &investigator)) {
			ensure!(entry.investigators < MAX_INVESTIGATORS, Error::<T>::MaxInvestigatorsExceeded);
			entry.investigators = entry.investigators.saturating_add(1);
			Investigators::<T>::insert((id, site, &investigator), ());
		}
		Sites::<T>::insert(id, site, entry);
		let change = AuditedChange::SiteOpened { site };
		Self::commit_about(id, trial, actor, change, Some(investigator), None);
		Ok(())
	}

	pub(crate) fn do_close_site(
		origin: OriginFor<T>,
		id: TrialId,
		site: OrganizationId,
		reason: Reason,
	) -> DispatchResult {
		let (trial, mut entry, actor) = Self::ensure_keeps_site(origin, id, site)?;
		ensure!(entry.closed_at.is_none(), Error::<T>::SiteClosed);
		entry.closed_at = Some(T::Time::now());
		Sites::<T>::insert(id, site, entry);
		Self::commit(id, trial, actor, AuditedChange::SiteClosed { site }, Some(reason));
		Ok(())
	}

	pub(crate) fn do_add_investigator(
		origin: OriginFor<T>,
		id: TrialId,
		site: OrganizationId,
		investigator: T::AccountId,
	) -> DispatchResult {
		let (trial, mut entry, actor) = Self::ensure_keeps_site(origin, id, site)?;
		ensure!(entry.closed_at.is_none(), Error::<T>::SiteClosed);
		Self::ensure_practitioner(site, &investigator)?;
		ensure!(
			!Investigators::<T>::contains_key((id, site, &investigator)),
			Error::<T>::AlreadyInvestigator
		);
		let previous = entry.investigators;
		ensure!(previous < MAX_INVESTIGATORS, Error::<T>::MaxInvestigatorsExceeded);
		entry.investigators = previous.saturating_add(1);
		Investigators::<T>::insert((id, site, &investigator), ());
		Sites::<T>::insert(id, site, entry);
		let change = AuditedChange::InvestigatorAdded { site, previous };
		Self::commit_about(id, trial, actor, change, Some(investigator), None);
		Ok(())
	}

	pub(crate) fn do_remove_investigator(
		origin: OriginFor<T>,
		id: TrialId,
		site: OrganizationId,
		investigator: T::AccountId,
		reason: Reason,
	) -> DispatchResult {
		let (trial, mut entry, actor) = Self::ensure_keeps_site(origin, id, site)?;
		ensure!(
			Investigators::<T>::contains_key((id, site, &investigator)),
			Error::<T>::NotInvestigator
		);
		Investigators::<T>::remove((id, site, &investigator));
		let previous = entry.investigators;
		entry.investigators = previous.saturating_sub(1);
		Sites::<T>::insert(id, site, entry);
		let change = AuditedChange::InvestigatorRemoved { site, previous };
		Self::commit_about(id, trial, actor, change, Some(investigator), Some(reason));
		Ok(())
	}

	/// That the caller is of the sponsor, or an administrator of the site.
	fn ensure_keeps_site(
		origin: OriginFor<T>,
		id: TrialId,
		site: OrganizationId,
	) -> Result<(Trial, Site, Actor<T::AccountId>), DispatchError> {
		let trial = Self::get(id)?;
		let entry = Sites::<T>::get(id, site).ok_or(Error::<T>::SiteNotFound)?;
		let (actor, agent) = Self::ensure_agent(origin)?;
		let of_site = agent.organization == site && agent.roles.contains(AgentRole::Administrator);
		ensure!(of_site || Self::is_sponsor(&trial, &agent), Error::<T>::NotAuthorized);
		Ok((trial, entry, actor))
	}

	/// That the account is a practitioner of the site.
	fn ensure_practitioner(site: OrganizationId, who: &T::AccountId) -> DispatchResult {
		let eligible = T::Members::active_agent(who).is_some_and(|agent| {
			agent.organization == site && agent.roles.contains(AgentRole::Practitioner)
		});
		ensure!(eligible, Error::<T>::InvestigatorNotEligible);
		Ok(())
	}

	/// Whether the agent investigates at its organization's site of the trial, and is a practitioner
	/// still.
	pub(crate) fn investigates(id: TrialId, who: &T::AccountId, agent: &ActiveAgent) -> bool {
		agent.roles.contains(AgentRole::Practitioner)
			&& Investigators::<T>::contains_key((id, agent.organization, who))
	}

	/// The caller as an investigator of the trial, with its organization.
	pub(crate) fn ensure_investigator(
		origin: OriginFor<T>,
		id: TrialId,
	) -> Result<(Actor<T::AccountId>, OrganizationId), DispatchError> {
		let who = ensure_signed(origin)?;
		let agent = T::Members::active_agent(&who)
			.filter(|agent| Self::investigates(id, &who, agent))
			.ok_or(Error::<T>::NotInvestigator)?;
		let organization = agent.organization;
		Ok((Actor { who, organization: Some(organization) }, organization))
	}
}
