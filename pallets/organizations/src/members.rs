//! The state of organizations and of the accounts that belong to them.

use super::*;
use sp_runtime::traits::Zero;

impl<T: Config> Pallet<T> {
	pub(crate) fn try_mutate(
		organization: OrganizationId,
		change: impl FnOnce(&mut OrganizationOf<T>) -> DispatchResult,
	) -> DispatchResult {
		Organizations::<T>::try_mutate(organization, |entry| {
			change(entry.as_mut().ok_or(Error::<T>::NotFound)?)
		})
	}

	pub(crate) fn take_id() -> Result<OrganizationId, DispatchError> {
		NextId::<T>::try_mutate(|next| {
			let id = *next;
			next.0 = next.0.checked_add(1).ok_or(Error::<T>::IdsExhausted)?;
			Ok(id)
		})
	}

	pub(crate) fn create(
		organization: OrganizationId,
		profile: Profile,
		capabilities: CapabilitySet,
		status: OrganizationStatus,
	) {
		Organizations::<T>::insert(
			organization,
			Organization {
				profile,
				status,
				capabilities,
				licences: Licences::new(),
				council_delegate: None,
				agents: 0,
				permanent_administrators: 0,
			},
		);
		let limits = T::DefaultLimits::get();
		let bucket = Bucket {
			available: limits.capacity,
			updated_at: frame_system::Pallet::<T>::block_number(),
		};
		let active = status == OrganizationStatus::Active;
		Allowances::<T>::insert(organization, Allowance { limits, bucket, active });
	}

	pub(crate) fn change_status(
		organization: OrganizationId,
		from: OrganizationStatus,
		to: OrganizationStatus,
	) -> DispatchResult {
		Self::try_mutate(organization, |entry| {
			ensure!(entry.status == from, Error::<T>::InvalidStatus);
			entry.status = to;
			Ok(())
		})?;
		Allowances::<T>::mutate_extant(organization, |allowance| {
			allowance.active = to == OrganizationStatus::Active;
		});
		T::OnStatusChanged::on_status_changed(organization, to);
		Ok(())
	}

	/// Writes a further licence, in place of those that have ended.
	pub(crate) fn add_licence(entry: &mut OrganizationOf<T>, licence: Licence) -> DispatchResult {
		let now = T::Time::now();
		ensure!(
			licence.period.is_well_formed() && !licence.period.has_ended(now),
			Error::<T>::InvalidPeriod
		);
		ensure!(entry.admits(licence.capability), Error::<T>::CapabilityNotAdmitted);
		ensure!(!entry.licences.contains(&licence), Error::<T>::LicenceExists);
		entry.licences.retain(|held| !held.period.has_ended(now));
		entry.licences.try_push(licence).map_err(|_| Error::<T>::MaxLicencesExceeded)?;
		Ok(())
	}

	/// Ends the membership of an active or suspended organization.
	pub(crate) fn leave(organization: OrganizationId) -> DispatchResult {
		Self::unseat_if_seated(organization)?;
		let status = Organizations::<T>::get(organization).ok_or(Error::<T>::NotFound)?.status;
		ensure!(
			matches!(status, OrganizationStatus::Active | OrganizationStatus::Suspended),
			Error::<T>::InvalidStatus
		);
		Self::change_status(organization, status, OrganizationStatus::Removed)
	}

	/// Makes an account belong to nobody; fails if it belongs to somebody who is still a member. From
	/// here on it may exist.
	fn claim(who: &T::AccountId) -> DispatchResult {
		match Affiliations::<T>::take(who) {
			None => (),
			Some(Affiliation::Sponsored(_)) => return Err(Error::<T>::AlreadyMember.into()),
			Some(Affiliation::Agent(former)) => Self::try_mutate(former.organization, |entry| {
				ensure!(entry.status == OrganizationStatus::Removed, Error::<T>::AlreadyMember);
				entry.agents = entry.agents.saturating_sub(1);
				if former.is_permanent_administrator() {
					entry.permanent_administrators =
						entry.permanent_administrators.saturating_sub(1);
				}
				Ok(())
			})?,
		}
		// A provider and not a sufficient reference, as session keys need one. One is enough, and an
		// account that has been here may have it still.
		if frame_system::Pallet::<T>::providers(who) == 0 {
			frame_system::Pallet::<T>::inc_providers(who);
		}
		Ok(())
	}

	/// Lets an account vanish that belongs to nobody any more, if it never signed anything.
	///
	/// One that did stays, and its nonce with it: would the nonce begin anew, everything that the
	/// account signed without an end of validity could be sent again once it comes back. One with
	/// session keys goes on to exist for them. The gate refuses them all the same.
	pub(crate) fn let_go(who: &T::AccountId) -> DispatchResult {
		if frame_system::Pallet::<T>::account_nonce(who).is_zero()
			&& frame_system::Pallet::<T>::can_dec_provider(who)
		{
			frame_system::Pallet::<T>::dec_providers(who)?;
		}
		Ok(())
	}

	/// Writes a new agent.
	pub(crate) fn insert_agent(who: &T::AccountId, agent: Agent) -> DispatchResult {
		Self::claim(who)?;
		Self::try_mutate(agent.organization, |entry| {
			ensure!(entry.agents < T::MaxAgents::get(), Error::<T>::MaxAgentsExceeded);
			entry.agents = entry.agents.saturating_add(1);
			Self::recount_administrators(entry, who, None, Some(&agent))
		})?;
		Affiliations::<T>::insert(who, Affiliation::Agent(agent));
		Ok(())
	}

	/// Counts an agent's change. An organization keeps a permanent administrator, and its delegate
	/// stays one.
	pub(crate) fn recount_administrators(
		entry: &mut OrganizationOf<T>,
		who: &T::AccountId,
		before: Option<&Agent>,
		after: Option<&Agent>,
	) -> DispatchResult {
		let was = before.is_some_and(Agent::is_permanent_administrator);
		let is = after.is_some_and(Agent::is_permanent_administrator);
		if was && !is {
			ensure!(entry.permanent_administrators > 1, Error::<T>::LastAdministrator);
			ensure!(entry.council_delegate.as_ref() != Some(who), Error::<T>::AgentIsDelegate);
			entry.permanent_administrators = entry.permanent_administrators.saturating_sub(1);
		} else if is && !was {
			entry.permanent_administrators = entry.permanent_administrators.saturating_add(1);
		}
		Ok(())
	}

	/// Founds a member for benchmarks, of this pallet and of those that need members.
	#[cfg(feature = "runtime-benchmarks")]
	pub fn benchmark_found(founding: &FoundingOrganization<T::AccountId>) -> OrganizationId {
		let organization = NextId::<T>::get();
		Self::found(founding).expect("benchmarks found good members");
		organization
	}

	/// Founds a member at genesis; else says what is wrong.
	pub(crate) fn found(founding: &FoundingOrganization<T::AccountId>) -> Result<(), &'static str> {
		let profile = Profile {
			name: founding.name.as_bytes().to_vec().try_into().map_err(|_| "name is too long")?,
			gln: founding.gln,
			envelope_key: founding.envelope_key,
		};
		let organization = Self::take_id()?;
		Self::ensure_profile(&profile)?;
		ensure!(!founding.capabilities.is_empty(), "no capabilities");
		Self::create(organization, profile, founding.capabilities, OrganizationStatus::Active);
		Self::try_mutate(organization, |entry| {
			founding.licences.iter().try_for_each(|licence| Self::add_licence(entry, *licence))
		})?;
		for FoundingAgent { account, roles, period } in &founding.agents {
			ensure!(!roles.is_empty(), "an agent has no role");
			ensure!(period.is_well_formed(), "an agent's period ends before it starts");
			Self::insert_agent(account, Agent { organization, roles: *roles, period: *period })?;
		}
		ensure!(
			Organizations::<T>::get(organization)
				.is_some_and(|entry| entry.permanent_administrators > 0),
			"no administrator without an end of validity"
		);
		if let Some(delegate) = &founding.council_delegate {
			Self::insert_delegate(organization, delegate)?;
		}
		Ok(())
	}
}

impl<T: Config> Sponsorship<T::AccountId> for Pallet<T> {
	fn sponsor(who: &T::AccountId, organization: OrganizationId) -> DispatchResult {
		Self::claim(who)?;
		Affiliations::<T>::insert(who, Affiliation::Sponsored(organization));
		Ok(())
	}

	fn release(who: &T::AccountId) -> DispatchResult {
		ensure!(
			matches!(Affiliations::<T>::get(who), Some(Affiliation::Sponsored(_))),
			Error::<T>::NotSponsored
		);
		Affiliations::<T>::remove(who);
		SponsoredBuckets::<T>::remove(who);
		Self::let_go(who)
	}
}
