//! What other pallets and the readers of the chain ask.

use super::*;

impl<T: Config> Membership<T::AccountId> for Pallet<T> {
	fn active_agent_until(who: &T::AccountId) -> Option<(ActiveAgent, Option<Moment>)> {
		let Some(Affiliation::Agent(agent)) = Affiliations::<T>::get(who) else { return None };
		(agent.period.contains(T::Time::now()) && Self::is_active(agent.organization)).then_some((
			ActiveAgent { organization: agent.organization, roles: agent.roles },
			agent.period.end,
		))
	}

	fn is_active(organization: OrganizationId) -> bool {
		Allowances::<T>::get(organization).is_some_and(|allowance| allowance.active)
	}

	fn capabilities_until(organization: OrganizationId) -> (CapabilitySet, Option<Moment>) {
		let now = T::Time::now();
		Organizations::<T>::get(organization).map_or((CapabilitySet::EMPTY, None), |entry| {
			(entry.usable_capabilities(now), entry.capabilities_until(now))
		})
	}
}

impl<T: Config> Pallet<T> {
	/// What a sponsored account has left.
	pub(crate) fn sponsored_bucket(who: &T::AccountId) -> BucketOf<T> {
		let limits = T::SponsoredLimits::get();
		let now = frame_system::Pallet::<T>::block_number();
		SponsoredBuckets::<T>::get(who)
			.map_or(Bucket { available: limits.capacity, updated_at: now }, |bucket| {
				bucket.refilled(&limits, now)
			})
	}

	/// One organization.
	pub fn info(id: OrganizationId) -> Option<OrganizationInfo<T::AccountId>> {
		let entry = Organizations::<T>::get(id)?;
		Some(OrganizationInfo {
			id,
			usable_capabilities: entry.usable_capabilities(T::Time::now()),
			name: String::from_utf8_lossy(&entry.profile.name).into_owned(),
			gln: entry.profile.gln,
			status: entry.status,
			capabilities: entry.capabilities,
			licences: entry.licences.into_inner(),
			envelope_key: entry.profile.envelope_key,
			council_delegate: entry.council_delegate,
			agents: entry.agents,
		})
	}

	/// Up to `limit` organizations, from number `from` on.
	pub fn list(from: OrganizationId, limit: u32) -> Vec<OrganizationInfo<T::AccountId>> {
		let end = from.0.saturating_add(limit).min(NextId::<T>::get().0);
		(from.0..end).filter_map(|id| Self::info(OrganizationId(id))).collect()
	}

	/// What an account is.
	pub fn membership(who: &T::AccountId) -> Option<MembershipInfo> {
		Some(match Affiliations::<T>::get(who)? {
			Affiliation::Agent(agent) => MembershipInfo::Agent {
				organization: agent.organization,
				roles: agent.roles,
				period: agent.period,
				active: <Self as Membership<_>>::active_agent(who).is_some(),
			},
			Affiliation::Sponsored(organization) => MembershipInfo::Sponsored { organization },
		})
	}

	/// What an account may still spend: a sponsored one by itself, an agent with its organization.
	pub fn allowance(who: &T::AccountId) -> Option<AllowanceInfo> {
		let (limits, bucket) = match Affiliations::<T>::get(who)? {
			Affiliation::Sponsored(_) => (T::SponsoredLimits::get(), Self::sponsored_bucket(who)),
			Affiliation::Agent(agent) => return Self::allowance_of(agent.organization),
		};
		Some(allowance_info(limits, bucket.available))
	}

	/// What an organization may still spend.
	pub fn allowance_of(organization: OrganizationId) -> Option<AllowanceInfo> {
		let allowance = Allowances::<T>::get(organization)?;
		let now = frame_system::Pallet::<T>::block_number();
		let bucket = allowance.bucket.refilled(&allowance.limits, now);
		Some(allowance_info(allowance.limits, bucket.available))
	}

	/// The organization whose agent an account is, whether either may act or not.
	pub fn organization_of_agent(who: &T::AccountId) -> Option<OrganizationId> {
		match Affiliations::<T>::get(who)? {
			Affiliation::Agent(agent) => Some(agent.organization),
			Affiliation::Sponsored(_) => None,
		}
	}
}

fn allowance_info(limits: Limits, available: u64) -> AllowanceInfo {
	AllowanceInfo { available, capacity: limits.capacity, refill: limits.refill }
}
