//! What always holds of this pallet's storage.

use super::*;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet's storage.
	pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
		Self::try_state_organizations()?;
		Self::try_state_members()?;
		Self::try_state_seats()
	}

	/// Numbers are below the next, allowances follow the status and are within their capacity,
	/// licences are for what the organization is admitted for, and held once.
	fn try_state_organizations() -> Result<(), sp_runtime::TryRuntimeError> {
		let next = NextId::<T>::get();
		for (id, entry) in Organizations::<T>::iter() {
			ensure!(id < next, "an organization has a number that was not given out");
			let allowance = Allowances::<T>::get(id).ok_or("an organization has no allowance")?;
			ensure!(
				allowance.active == (entry.status == OrganizationStatus::Active),
				"an allowance does not follow its organization's status"
			);
			ensure!(
				allowance.bucket.available <= allowance.limits.capacity,
				"a bucket holds more than its capacity"
			);
			ensure!(
				entry.licences.iter().all(|licence| entry.admits(licence.capability)),
				"an organization is licensed for what it is not admitted for"
			);
			ensure!(
				entry.licences.iter().enumerate().all(|(at, licence)| {
					!entry.licences.iter().skip(at.saturating_add(1)).any(|other| other == licence)
				}),
				"an organization holds a licence twice"
			);
		}
		ensure!(
			Allowances::<T>::iter_keys().all(Organizations::<T>::contains_key),
			"an allowance belongs to no organization"
		);
		Ok(())
	}

	/// Agents and administrators are counted right; members that are not removed have a permanent
	/// administrator; every account of a member may exist.
	fn try_state_members() -> Result<(), sp_runtime::TryRuntimeError> {
		let mut counts = alloc::collections::BTreeMap::<OrganizationId, (u32, u32)>::new();
		for (who, member) in Affiliations::<T>::iter() {
			ensure!(
				frame_system::Pallet::<T>::account_exists(&who),
				"the account of a member may not exist"
			);
			ensure!(
				Organizations::<T>::contains_key(member.organization()),
				"an account belongs to no organization"
			);
			if let Affiliation::Agent(agent) = member {
				let (agents, administrators) = counts.entry(agent.organization).or_default();
				*agents += 1;
				*administrators += u32::from(agent.is_permanent_administrator());
			}
		}
		for (id, entry) in Organizations::<T>::iter() {
			let counted = (entry.agents, entry.permanent_administrators);
			ensure!(
				counts.get(&id).copied().unwrap_or_default() == counted,
				"agents are counted wrong"
			);
			ensure!(
				entry.status == OrganizationStatus::Removed || entry.permanent_administrators > 0,
				"an organization has no permanent administrator"
			);
			ensure!(entry.agents <= T::MaxAgents::get(), "an organization has too many agents");
		}
		for who in SponsoredBuckets::<T>::iter_keys() {
			ensure!(
				matches!(Affiliations::<T>::get(who), Some(Affiliation::Sponsored(_))),
				"a bucket belongs to an account that is not sponsored"
			);
		}
		Ok(())
	}

	/// The council's delegates are sorted, and are those that active organizations name.
	fn try_state_seats() -> Result<(), sp_runtime::TryRuntimeError> {
		let delegates = CouncilDelegates::<T>::get();
		ensure!(
			delegates.windows(2).all(|pair| matches!(pair, [one, other] if one < other)),
			"the council's delegates are not sorted"
		);
		let mut named: Vec<_> = Organizations::<T>::iter_values()
			.filter_map(|entry| entry.council_delegate.map(|delegate| (entry.status, delegate)))
			.collect();
		ensure!(
			named.iter().all(|(status, _)| *status == OrganizationStatus::Active),
			"an organization that is not active has a seat"
		);
		named.sort_by(|one, other| one.1.cmp(&other.1));
		ensure!(
			named.iter().map(|(_, delegate)| delegate).eq(delegates.iter()),
			"seats and delegates disagree"
		);
		Ok(())
	}
}
