//! Suspect units: clones, quarantine, what they turn out to be, and by when.

use super::*;
use alloc::vec::Vec;
use salus_primitives::provenance::{transitions::TRADE, PartyDuty};

impl<T: Config> Pallet<T> {
	/// The unit as it is kept, or a pack of a range, which is kept from then on.
	fn known(epc: &Epc) -> Result<Unit, DispatchError> {
		if let Some(unit) = Units::<T>::get(epc) {
			return Ok(unit);
		}
		let unit = Self::of_range(epc).ok_or(Error::<T>::UnknownUnit)?;
		Self::enrol(epc, &unit);
		Ok(unit)
	}

	/// Who has the unit, and who is to receive it.
	fn parties(unit: &Unit) -> Result<Vec<OrganizationId>, DispatchError> {
		let custody = Self::around(unit)?.custody;
		let consignee = custody.consignment.map(|consignment| consignment.to);
		Ok([custody.holder].into_iter().chain(consignee).collect())
	}

	pub(crate) fn do_claim_possession(
		claimant: OrganizationId,
		capabilities: CapabilitySet,
		epc: Epc,
	) -> DispatchResult {
		ensure!(!capabilities.intersection(TRADE).is_empty(), Error::<T>::NotAuthorized);
		let unit = Self::known(&epc)?;
		let mut parties = Self::parties(&unit)?;
		ensure!(!parties.contains(&claimant), Error::<T>::AlreadyCustodian);
		let holder = *parties.first().ok_or(Error::<T>::UnknownUnit)?;
		match unit.investigation {
			Some(number) => Self::add_party(number, claimant)?,
			None => {
				Units::<T>::insert(&epc, unit);
				parties.push(claimant);
				Self::open_investigation(claimant, &epc, Suspicion::Duplicate, &parties)?;
			},
		}
		Self::deposit_event(Event::PossessionClaimed { unit: epc, holder, claimant });
		Ok(())
	}

	/// Adds whoever says to have the unit too to an investigation that is open.
	fn add_party(number: u64, claimant: OrganizationId) -> DispatchResult {
		let mut investigation =
			Investigations::<T>::get(number).ok_or(Error::<T>::InvestigationNotFound)?;
		ensure!(investigation.is_open(), Error::<T>::UnderInvestigation);
		let is_new = investigation.parties.iter().all(|party| party.organization != claimant);
		ensure!(is_new, Error::<T>::NotConcerned);
		let duty = Self::duty(claimant);
		investigation.parties.try_push(duty).map_err(|_| Error::<T>::MaxPartiesExceeded)?;
		investigation.suspicion = Suspicion::Duplicate;
		Investigations::<T>::insert(number, investigation);
		Ok(())
	}

	/// That an organization has to put something into quarantine from now on.
	fn duty(organization: OrganizationId) -> PartyDuty {
		let due = T::Time::now().saturating_add(QUARANTINE_PERIOD);
		PartyDuty { organization, due, quarantined_at: None }
	}

	pub(crate) fn do_suspect(
		organization: OrganizationId,
		capabilities: CapabilitySet,
		epc: Epc,
		suspicion: Suspicion,
	) -> DispatchResult {
		let unit = Self::known(&epc)?;
		let parties = Self::parties(&unit)?;
		ensure!(
			parties.contains(&organization)
				|| capabilities.contains(Capability::Regulator)
				|| Self::owner_of(&epc) == Some(organization),
			Error::<T>::NotCustodian
		);
		ensure!(unit.investigation.is_none(), Error::<T>::AlreadyUnderInvestigation);
		Units::<T>::insert(&epc, unit);
		Self::open_investigation(organization, &epc, suspicion, &parties)
	}

	/// Who makes the product that the unit is.
	fn owner_of(epc: &Epc) -> Option<OrganizationId> {
		Products::<T>::get(epc.as_sgtin()?.gtin).map(|product| product.owner)
	}

	/// Opens an investigation into a unit that is kept and under none.
	pub(crate) fn open_investigation(
		opened_by: OrganizationId,
		epc: &Epc,
		suspicion: Suspicion,
		parties: &[OrganizationId],
	) -> DispatchResult {
		let number = NextInvestigation::<T>::get();
		let mut duties = Vec::<PartyDuty>::new();
		for organization in parties {
			if duties.iter().all(|duty| duty.organization != *organization) {
				duties.push(Self::duty(*organization));
			}
		}
		let now = T::Time::now();
		let investigation = Investigation {
			unit: epc.clone(),
			suspicion,
			opened_by,
			opened_at: now,
			parties: duties.try_into().map_err(|_| Error::<T>::MaxPartiesExceeded)?,
			determination_due: now.saturating_add(DETERMINATION_PERIOD),
			outcome: None,
		};
		Units::<T>::mutate_extant(epc, |unit| unit.investigation = Some(number));
		Investigations::<T>::insert(number, investigation);
		NextInvestigation::<T>::put(number.saturating_add(1));
		Self::deposit_event(Event::InvestigationOpened { number, unit: epc.clone(), suspicion });
		Ok(())
	}

	fn open(number: u64) -> Result<Investigation, DispatchError> {
		Investigations::<T>::get(number)
			.filter(Investigation::is_open)
			.ok_or(Error::<T>::InvestigationNotFound.into())
	}

	pub(crate) fn do_quarantine(organization: OrganizationId, number: u64) -> DispatchResult {
		let mut investigation = Self::open(number)?;
		let duty = investigation
			.parties
			.iter_mut()
			.find(|party| party.organization == organization)
			.ok_or(Error::<T>::NotConcerned)?;
		ensure!(duty.quarantined_at.is_none(), Error::<T>::AlreadyQuarantined);
		duty.quarantined_at = Some(T::Time::now());
		let unit = investigation.unit.clone();
		Investigations::<T>::insert(number, investigation);
		Self::deposit_event(Event::UnitQuarantined { number, unit, by: organization });
		Ok(())
	}

	pub(crate) fn do_resolve(
		organization: OrganizationId,
		capabilities: CapabilitySet,
		number: u64,
		outcome: InvestigationOutcome,
	) -> DispatchResult {
		let mut investigation = Self::open(number)?;
		if !capabilities.contains(Capability::Regulator) {
			ensure!(
				Self::owner_of(&investigation.unit) == Some(organization),
				Error::<T>::NotAuthorized
			);
			ensure!(
				investigation.parties.iter().any(|party| party.quarantined_at.is_some()),
				Error::<T>::NotQuarantined
			);
		}
		investigation.outcome = Some((outcome, T::Time::now()));
		let unit = investigation.unit.clone();
		if outcome == InvestigationOutcome::Cleared {
			Units::<T>::mutate_extant(&unit, |unit| unit.investigation = None);
		}
		Investigations::<T>::insert(number, investigation);
		Self::deposit_event(Event::InvestigationResolved { number, unit, outcome });
		Ok(())
	}
}
