//! Who may do what, and the trail that says who did.

use crate::*;
use salus_primitives::{codes::Capability, organization::ActiveAgent};

impl<T: Config> Pallet<T> {
	pub(crate) fn get(id: TrialId) -> Result<Trial, DispatchError> {
		Trials::<T>::get(id).ok_or(Error::<T>::NotFound.into())
	}

	/// The caller as an agent who may act now.
	pub(crate) fn ensure_agent(
		origin: OriginFor<T>,
	) -> Result<(Actor<T::AccountId>, ActiveAgent), DispatchError> {
		let who = ensure_signed(origin)?;
		let agent = T::Members::active_agent(&who).ok_or(Error::<T>::NotAuthorized)?;
		Ok((Actor { who, organization: Some(agent.organization) }, agent))
	}

	/// The caller as an agent of an organization that may do `capability` now.
	pub(crate) fn ensure_capable(
		origin: OriginFor<T>,
		capability: Capability,
	) -> Result<(Actor<T::AccountId>, OrganizationId), DispatchError> {
		let (actor, agent) = Self::ensure_agent(origin)?;
		ensure!(T::Members::is_capable(agent.organization, capability), Error::<T>::NotAuthorized);
		Ok((actor, agent.organization))
	}

	/// The caller as an agent of the trial's sponsor.
	pub(crate) fn ensure_sponsor(
		origin: OriginFor<T>,
		trial: &Trial,
	) -> Result<Actor<T::AccountId>, DispatchError> {
		let (actor, organization) = Self::ensure_capable(origin, Capability::Sponsor)?;
		ensure!(organization == trial.sponsor, Error::<T>::NotAuthorized);
		Ok(actor)
	}

	/// Whether the agent is of the trial's sponsor, and that may act as one.
	pub(crate) fn is_sponsor(trial: &Trial, agent: &ActiveAgent) -> bool {
		agent.organization == trial.sponsor
			&& T::Members::is_capable(agent.organization, Capability::Sponsor)
	}

	/// Writes the trial with one more entry of its trail, and tells of it.
	pub(crate) fn commit(
		id: TrialId,
		trial: Trial,
		actor: Actor<T::AccountId>,
		change: AuditedChange,
		reason: Option<Reason>,
	) {
		Self::commit_about(id, trial, actor, change, None, reason);
	}

	/// As [`Self::commit`], of something that is about an account.
	pub(crate) fn commit_about(
		id: TrialId,
		mut trial: Trial,
		actor: Actor<T::AccountId>,
		change: AuditedChange,
		about: Option<T::AccountId>,
		reason: Option<Reason>,
	) {
		let number = trial.audit_entries;
		trial.audit_entries = number.saturating_add(1);
		Trials::<T>::insert(id, trial);
		Trail::<T>::insert(
			id,
			number,
			AuditEntry {
				number,
				who: actor.who,
				organization: actor.organization,
				at: T::Time::now(),
				change,
				about,
				reason,
			},
		);
		Self::deposit_event(Event::TrialChanged { trial: id, entry: number, change });
	}

	/// That a fact does not lie in the future.
	pub(crate) fn ensure_past(at: Moment) -> DispatchResult {
		ensure!(at <= T::Time::now(), Error::<T>::DateInFuture);
		Ok(())
	}
}
