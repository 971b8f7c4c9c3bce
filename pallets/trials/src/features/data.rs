//! Data, queries and corrections.

use crate::*;
use salus_primitives::{codes::AgentRole, merkle::MAX_LEAVES, organization::ActiveAgent};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_anchor_data(
		origin: OriginFor<T>,
		id: TrialId,
		kind: AnchorKind,
		root: H256,
		leaves: u32,
	) -> DispatchResult {
		let mut trial = Self::get(id)?;
		let (actor, agent) = Self::ensure_agent(origin)?;
		ensure!(trial.database_locked_at.is_none(), Error::<T>::DatabaseLocked);
		ensure!(trial.enrolled > 0, Error::<T>::NoParticipants);
		ensure!((1..=MAX_LEAVES).contains(&leaves), Error::<T>::InvalidLeaves);
		Self::ensure_may_anchor(id, &trial, &actor, &agent, kind)?;

		let number = trial.anchors;
		match kind {
			AnchorKind::Capture => {},
			AnchorKind::Query { anchor, .. } => {
				trial.open_queries = trial.open_queries.saturating_add(1);
				Self::note_follower(id, anchor, number);
			},
			AnchorKind::Answer { query } => Self::close_query(id, &mut trial, query, number),
			AnchorKind::Correction { anchor, query, .. } => {
				Self::note_follower(id, anchor, number);
				Self::follow(id, anchor, number);
				if let Some(query) = query {
					Self::close_query(id, &mut trial, query, number);
				}
			},
		}
		let organization = agent.organization;
		Sites::<T>::mutate(id, organization, |site| {
			if let Some(site) = site {
				site.anchors = site.anchors.saturating_add(1);
			}
		});
		Anchors::<T>::insert(
			id,
			number,
			DataAnchor {
				organization,
				kind,
				root,
				leaves,
				anchored_at: T::Time::now(),
				version: trial.version,
				followed_by: None,
				followers: 0,
			},
		);
		trial.anchors = number.saturating_add(1);
		let change = AuditedChange::DataAnchored { anchor: number, kind, root };
		let reason = match kind {
			AnchorKind::Correction { reason, .. } => Some(reason),
			_ => None,
		};
		Self::commit(id, trial, actor, change, reason);
		Ok(())
	}

	pub(crate) fn do_lock_database(
		origin: OriginFor<T>,
		id: TrialId,
		reason: Reason,
	) -> DispatchResult {
		let mut trial = Self::get(id)?;
		let actor = Self::ensure_sponsor(origin, &trial)?;
		ensure!(trial.database_locked_at.is_none(), Error::<T>::DatabaseLocked);
		ensure!(Self::recruitment_is_over(&trial), Error::<T>::StillUnderWay);
		ensure!(trial.open_queries == 0, Error::<T>::QueriesOpen);
		trial.database_locked_at = Some(T::Time::now());
		let change = AuditedChange::DatabaseLocked { anchors: trial.anchors };
		Self::commit(id, trial, actor, change, Some(reason));
		Ok(())
	}

	/// Whether nobody is enrolled any more.
	pub(crate) fn recruitment_is_over(trial: &Trial) -> bool {
		matches!(
			trial.status,
			TrialStatus::ActiveNotRecruiting | TrialStatus::Completed | TrialStatus::Terminated
		)
	}

	/// That the caller may anchor this, and that what it is about is there.
	fn ensure_may_anchor(
		id: TrialId,
		trial: &Trial,
		actor: &Actor<T::AccountId>,
		agent: &ActiveAgent,
		kind: AnchorKind,
	) -> DispatchResult {
		let works_there = || {
			Self::investigates(id, &actor.who, agent) || agent.roles.contains(AgentRole::Gateway)
		};
		match kind {
			AnchorKind::Capture => {
				let site = Sites::<T>::get(id, agent.organization)
					.filter(|_| works_there())
					.ok_or(Error::<T>::NotInvestigator)?;
				ensure!(site.closed_at.is_none(), Error::<T>::SiteClosed);
			},
			AnchorKind::Query { anchor, leaf } => {
				ensure!(Self::is_sponsor(trial, agent), Error::<T>::NotAuthorized);
				Self::ensure_room_for_follower(&Self::ensure_data(id, anchor, leaf)?)?;
			},
			AnchorKind::Answer { query } => {
				ensure!(works_there(), Error::<T>::NotInvestigator);
				let about = Self::ensure_open_query(id, query)?;
				Self::ensure_data_of(id, about, None, agent.organization)?;
			},
			AnchorKind::Correction { anchor, leaf, query, .. } => {
				ensure!(works_there(), Error::<T>::NotInvestigator);
				let data = Self::ensure_data_of(id, anchor, leaf, agent.organization)?;
				Self::ensure_room_for_follower(&data)?;
				if let Some(query) = query {
					let about = Self::ensure_open_query(id, query)?;
					ensure!(about == anchor, Error::<T>::AnchorNotFound);
				}
			},
		}
		Ok(())
	}

	/// The anchor, if it holds data, and the leaf if it is one of its.
	fn ensure_data(
		id: TrialId,
		anchor: u32,
		leaf: Option<u32>,
	) -> Result<DataAnchor, DispatchError> {
		let data = Anchors::<T>::get(id, anchor)
			.filter(|data| matches!(data.kind, AnchorKind::Capture | AnchorKind::Correction { .. }))
			.ok_or(Error::<T>::AnchorNotFound)?;
		ensure!(leaf.is_none_or(|leaf| leaf < data.leaves), Error::<T>::InvalidLeaves);
		Ok(data)
	}

	/// That the anchor holds data of this site.
	fn ensure_data_of(
		id: TrialId,
		anchor: u32,
		leaf: Option<u32>,
		site: OrganizationId,
	) -> Result<DataAnchor, DispatchError> {
		let data = Self::ensure_data(id, anchor, leaf)?;
		ensure!(data.organization == site, Error::<T>::AnchorNotFound);
		Ok(data)
	}

	fn ensure_room_for_follower(data: &DataAnchor) -> DispatchResult {
		ensure!(data.followers < MAX_FOLLOWERS, Error::<T>::MaxFollowersExceeded);
		Ok(())
	}

	/// What an open query is about.
	fn ensure_open_query(id: TrialId, query: u32) -> Result<u32, DispatchError> {
		let entry = Anchors::<T>::get(id, query).ok_or(Error::<T>::AnchorNotFound)?;
		let AnchorKind::Query { anchor, .. } = entry.kind else {
			return Err(Error::<T>::AnchorNotFound.into());
		};
		ensure!(entry.followed_by.is_none(), Error::<T>::QueryAnswered);
		Ok(anchor)
	}

	fn close_query(id: TrialId, trial: &mut Trial, query: u32, by: u32) {
		Self::follow(id, query, by);
		trial.open_queries = trial.open_queries.saturating_sub(1);
	}

	/// Notes that a query or a correction is about an anchor.
	fn note_follower(id: TrialId, anchor: u32, follower: u32) {
		AnchorFollowers::<T>::insert((id, anchor, follower), ());
		Anchors::<T>::mutate(id, anchor, |entry| {
			if let Some(entry) = entry {
				entry.followers = entry.followers.saturating_add(1);
			}
		});
	}

	/// Notes that an anchor is followed by another.
	fn follow(id: TrialId, anchor: u32, by: u32) {
		Anchors::<T>::mutate(id, anchor, |entry| {
			if let Some(entry) = entry {
				entry.followed_by = Some(by);
			}
		});
	}
}
