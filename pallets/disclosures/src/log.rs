//! The log: what may be written into it, and on what it rests.

use crate::{
	ordered, AccountingLengths, Accountings, Config, DisclosureOf, Disclosures, Emergencies,
	EmergencyDisclosures, EmergencyOf, Error, Gaps, LastNumbers, LogBatchOf, LoggedAccessOf,
	Pallet, WeightInfo,
};
use frame_support::{pallet_prelude::*, traits::Time};
use frame_system::pallet_prelude::*;
use salus_primitives::{
	codes::{AgentRole, Basis, Capability, ClassSet, OutsideRecipient, Purpose},
	commitment::Salt,
	consent::{AttributeSet, Decision, Reason},
	disclosure::{
		commitment, Access, Disclosure, LoggedAccess, Recipient, Scope, SequenceRange, Statement,
		ORAL_STATEMENT_PERIOD,
	},
	merkle::{self, InclusionProof},
	organization::ActiveAgent,
	patient::PatientStatus,
	traits::{AccessControl, Membership, Patients, Records},
	ConsentId, OrganizationId, PatientId,
};

/// What the decision made of an access.
struct Ruling {
	basis: Basis,
	refusal: Option<Reason>,
	consent: Option<(ConsentId, u32)>,
	asserted: AttributeSet,
	/// Whether the records rest on different grounds. The others are those of the first.
	mixed: bool,
}

/// When an access happened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tense {
	Present,
	Past,
}

// Who may do what.
impl<T: Config> Pallet<T> {
	pub(crate) fn ensure_agent(
		origin: OriginFor<T>,
	) -> Result<(T::AccountId, ActiveAgent), DispatchError> {
		let who = ensure_signed(origin)?;
		let agent = T::Members::active_agent(&who).ok_or(Error::<T>::NotAuthorized)?;
		Ok((who, agent))
	}

	/// Whether `who` may act as a privacy officer of the organization.
	pub(crate) fn is_privacy_officer(who: &T::AccountId, organization: OrganizationId) -> bool {
		T::Members::active_agent(who).is_some_and(|agent| {
			agent.organization == organization && agent.roles.contains(AgentRole::PrivacyOfficer)
		})
	}

	/// That the patient is registered and not erased. What was written under an id that was merged
	/// is still there, so that entries about it go on.
	pub(crate) fn ensure_patient(patient: PatientId) -> DispatchResult {
		match T::Patients::status(patient) {
			None => Err(Error::<T>::PatientNotFound.into()),
			Some(PatientStatus::Erased { .. }) => Err(Error::<T>::PatientErased.into()),
			Some(_) => Ok(()),
		}
	}

	/// That the caller may keep an entry from the patient, which must be there; for whom.
	pub(crate) fn ensure_may_withhold(
		origin: OriginFor<T>,
		organization: OrganizationId,
		sequence: u64,
	) -> Result<OrganizationId, DispatchError> {
		let (who, agent) = Self::ensure_agent(origin)?;
		let disclosure = Disclosures::<T>::get(organization, ordered(sequence))
			.ok_or(Error::<T>::DisclosureNotFound)?;
		let regulator = match disclosure.access.recipient {
			Recipient::Organization(recipient)
				if T::Members::is_capable(recipient, Capability::Regulator) =>
			{
				Some(recipient)
			},
			Recipient::Outside(
				OutsideRecipient::HealthOversight | OutsideRecipient::LawEnforcement,
			) => None,
			_ => return Err(Error::<T>::NotWithholdable.into()),
		};
		ensure!(
			Self::is_privacy_officer(&who, organization) || regulator == Some(agent.organization),
			Error::<T>::NotAuthorized
		);
		Ok(agent.organization)
	}

	/// That a statement is good at the moment.
	pub(crate) fn ensure_statement(statement: &Statement) -> DispatchResult {
		let now = T::Time::now();
		let oral_until = statement.made_at.saturating_add(ORAL_STATEMENT_PERIOD);
		ensure!(
			statement.made_at <= now
				&& now < statement.until
				&& (statement.written || statement.until <= oral_until),
			Error::<T>::InvalidStatement
		);
		Ok(())
	}
}

// Numbers.
impl<T: Config> Pallet<T> {
	/// Takes the numbers from `first` to `last` for a batch.
	pub(crate) fn take_numbers(
		organization: OrganizationId,
		first: u64,
		last: u64,
		count: u32,
	) -> DispatchResult {
		let range = SequenceRange { first, last };
		let fits = first > 0
			&& range.count() == Some(count.into())
			&& (1..=merkle::MAX_LEAVES).contains(&count);
		ensure!(fits, Error::<T>::InvalidRange);
		let used = LastNumbers::<T>::get(organization);
		if first > used {
			let missing = first.saturating_sub(used).saturating_sub(1);
			ensure!(missing <= T::MaxLeap::get(), Error::<T>::MaxLeapExceeded);
			if missing > 0 {
				let gap =
					SequenceRange { first: used.saturating_add(1), last: first.saturating_sub(1) };
				Gaps::<T>::try_mutate(organization, |gaps| gaps.try_push(gap))
					.map_err(|_| Error::<T>::MaxGapsExceeded)?;
			}
			LastNumbers::<T>::insert(organization, last);
			Ok(())
		} else {
			Self::fill_gap(organization, range)
		}
	}

	/// Takes numbers out of the gap in which they lie; what is left of it on either side stays.
	fn fill_gap(organization: OrganizationId, range: SequenceRange) -> DispatchResult {
		Gaps::<T>::try_mutate(organization, |gaps| {
			let at = gaps
				.iter()
				.position(|gap| gap.contains(&range))
				.ok_or(Error::<T>::SequenceOverlap)?;
			let gap = gaps.remove(at);
			let before = SequenceRange { first: gap.first, last: range.first.saturating_sub(1) };
			let after = SequenceRange { first: range.last.saturating_add(1), last: gap.last };
			let left = [after, before].into_iter().filter(|part| part.first <= part.last);
			for part in left {
				gaps.try_insert(at, part).map_err(|_| Error::<T>::MaxGapsExceeded)?;
			}
			Ok(())
		})
	}

	/// That an entry is in the batch and was not opened yet; its number.
	pub(crate) fn ensure_logged(
		organization: OrganizationId,
		first: u64,
		batch: &LogBatchOf<T>,
		entry: &LoggedAccessOf<T>,
		salt: &Salt,
		proof: &InclusionProof,
	) -> Result<u64, DispatchError> {
		ensure!(entry.access.is_well_formed(organization), Error::<T>::MalformedAccess);
		ensure!(entry.occurred_at <= batch.anchored_at, Error::<T>::InvalidTime);
		let sequence = first.saturating_add(proof.index.into());
		let leaf = commitment(organization, sequence, entry, salt);
		ensure!(
			merkle::verify(&batch.root, Self::leaves(first, batch), &leaf, proof),
			Error::<T>::InvalidProof
		);
		ensure!(
			!Disclosures::<T>::contains_key(organization, ordered(sequence)),
			Error::<T>::AlreadyOpened
		);
		Ok(sequence)
	}
}

// The decision.
impl<T: Config> Pallet<T> {
	/// What the decisions about an access cost at most. Read from the patient's state and not the most
	/// it can be: an entry may need many, and the most of each would keep all of them out of the block.
	///
	/// An entry of a batch is charged all of it, though its own benchmark has bare decisions too: what
	/// opening it reads besides for a representative, or under an emergency access, costs no more.
	pub(crate) fn weight_of_decisions(patient: PatientId, access: &Access) -> Weight {
		T::Access::weight(patient).saturating_mul(access.decisions().into())
	}

	/// What writing an entry costs, with a bare decision for each record.
	pub(crate) fn weight_of_recording(access: &Access) -> Weight {
		let decisions = access.decisions();
		if access.purpose.is_a(Purpose::ETREAT) {
			T::WeightInfo::record_emergency_entry(decisions)
		} else {
			T::WeightInfo::record_entry(decisions)
		}
	}

	/// What the decisions about an access that is recorded cost at most, beyond what
	/// [`Self::weight_of_recording`] has of them.
	pub(crate) fn weight_beyond_bare(patient: PatientId, access: &Access) -> Weight {
		Self::beyond_bare(Self::weight_of_decisions(patient, access), access)
	}

	fn beyond_bare(decisions: Weight, access: &Access) -> Weight {
		let bare = T::Access::bare_weight().saturating_mul(access.decisions().into());
		decisions.saturating_sub(bare)
	}

	/// The entry for an access that happens now, and what its decisions cost beyond bare ones.
	pub(crate) fn decide_entry(
		patient: PatientId,
		organization: OrganizationId,
		agent: T::AccountId,
		access: Access,
	) -> Result<(DisclosureOf<T>, Weight), DispatchError> {
		let (ruling, decisions) =
			Self::rule(patient, organization, &agent, &access, Tense::Present);
		let ruling = ruling.map_err(Self::refusal)?;
		let decisions = Self::beyond_bare(decisions, &access);
		ensure!(!ruling.mixed, Error::<T>::MixedBasis);
		// All emergency treatment is done under a declared emergency, whatever else permits it.
		let emergency = Some(access.purpose)
			.filter(|purpose| purpose.is_a(Purpose::ETREAT))
			.and_then(|_| Self::open_emergency_of(patient, &agent))
			.map(|(id, _)| id);
		ensure!(
			ruling.basis != Basis::BreakGlass || emergency.is_some(),
			Error::<T>::EmergencyNotDeclared
		);
		let now = T::Time::now();
		let Ruling { basis, refusal, consent, asserted, .. } = ruling;
		let disclosure = Disclosure {
			patient,
			agent,
			access,
			basis,
			refusal,
			consent,
			emergency,
			asserted,
			occurred_at: now,
			decided_at: now,
			batch: None,
		};
		Ok((disclosure, decisions))
	}

	/// The entry for an access that was logged off chain, and what its decisions cost. Nothing is said
	/// where an emergency access takes their place: what it reads and writes is charged as if it were
	/// decisions.
	pub(crate) fn decide_logged(
		organization: OrganizationId,
		first: u64,
		entry: LoggedAccessOf<T>,
	) -> Result<(DisclosureOf<T>, Option<Weight>), DispatchError> {
		let (ruling, decisions) = match entry.emergency {
			Some(id) => {
				let emergency = Emergencies::<T>::get(id).ok_or(Error::<T>::EmergencyMismatch)?;
				ensure!(
					Self::is_covered(&emergency, organization, &entry),
					Error::<T>::EmergencyMismatch
				);
				(Self::unconsented(Basis::BreakGlass, None), None)
			},
			None => {
				let LoggedAccess { patient, agent, access, .. } = &entry;
				let (ruling, decisions) =
					Self::rule(*patient, organization, agent, access, Tense::Past);
				let ruling = match ruling {
					// The leaf can't be split, so that an entry on several grounds names no consent.
					Ok(ruling) if ruling.mixed => Ruling { consent: None, ..ruling },
					Ok(ruling) => ruling,
					Err(reason) => Self::unconsented(Basis::Unconfirmed, Some(reason)),
				};
				(ruling, Some(decisions))
			},
		};
		let LoggedAccess { patient, agent, access, emergency, occurred_at } = entry;
		let Ruling { basis, refusal, consent, asserted, .. } = ruling;
		let disclosure = Disclosure {
			patient,
			agent,
			access,
			basis,
			refusal,
			consent,
			emergency,
			asserted,
			occurred_at,
			decided_at: T::Time::now(),
			batch: Some(first),
		};
		Ok((disclosure, decisions))
	}

	fn unconsented(basis: Basis, refusal: Option<Reason>) -> Ruling {
		Ruling { basis, refusal, consent: None, asserted: AttributeSet::EMPTY, mixed: false }
	}

	/// What the decision says about an access: on what it rests, or the first reason to refuse; and
	/// what it cost.
	fn rule(
		patient: PatientId,
		organization: OrganizationId,
		agent: &T::AccountId,
		access: &Access,
		tense: Tense,
	) -> (Result<Ruling, Reason>, Weight) {
		let mut total = Weight::zero();
		let decisions = access.requests(organization, agent).into_iter().map(|request| {
			let (decision, cost) = T::Access::decide_weighed(patient, &request);
			total.saturating_accrue(cost);
			decision
		});
		let ruling = Self::ruling_of(decisions, tense);
		(ruling, total)
	}

	/// What decisions about one access say together.
	fn ruling_of(
		decisions: impl Iterator<Item = Decision>,
		tense: Tense,
	) -> Result<Ruling, Reason> {
		let mut ruling: Option<Ruling> = None;
		for decision in decisions {
			let basis = match Basis::of(decision.reason).filter(|_| decision.is_permitted()) {
				// An emergency that is open now says nothing about what happened before.
				Some(Basis::BreakGlass) if tense == Tense::Past => {
					return Err(Reason::EmergencyNotDeclared)
				},
				basis => basis.ok_or(decision.reason)?,
			};
			let consent = decision.consent.zip(decision.version);
			let asserted = decision.asserted;
			ruling = Some(match ruling {
				None => Ruling { basis, refusal: None, consent, asserted, mixed: false },
				Some(former) => Ruling {
					asserted: former.asserted.union(asserted),
					mixed: former.mixed || former.basis != basis || former.consent != consent,
					..former
				},
			});
		}
		// A well-formed access asks one question at least.
		ruling.ok_or(Reason::UnknownRecord)
	}

	/// The error that names a reason to refuse.
	fn refusal(reason: Reason) -> Error<T> {
		match reason {
			Reason::ConsentDenies => Error::ConsentDenies,
			Reason::NoMatchingConsent => Error::NoMatchingConsent,
			Reason::UnknownActor | Reason::ActorNotActive => Error::ActorNotActive,
			Reason::UnknownPatient => Error::PatientNotFound,
			Reason::PatientErased => Error::PatientErased,
			Reason::UnknownRecord => Error::RecordNotFound,
			Reason::RecordErased => Error::RecordErased,
			Reason::Contradiction => Error::Contradiction,
			Reason::EmergencyNotDeclared => Error::EmergencyNotDeclared,
			_ => Error::Denied,
		}
	}

	/// Whether an emergency access covers what was logged, as of when it happened.
	fn is_covered(
		emergency: &EmergencyOf<T>,
		organization: OrganizationId,
		entry: &LoggedAccessOf<T>,
	) -> bool {
		emergency.patient == entry.patient
			&& emergency.organization == organization
			&& emergency.agent == entry.agent
			&& emergency.covers(entry.occurred_at)
			&& entry.access.purpose.is_a(Purpose::ETREAT)
			&& !matches!(entry.access.recipient, Recipient::Organization(_))
			&& Self::classes(entry.patient, &entry.access)
				.is_some_and(|classes| classes.is_subset(emergency.classes))
	}

	/// The classes of the data; nothing if a record is unknown.
	fn classes(patient: PatientId, access: &Access) -> Option<ClassSet> {
		match &access.scope {
			Scope::Records(records) => records
				.iter()
				.map(|record| T::Records::attributes(patient, *record).map(|known| known.class))
				.collect(),
			Scope::Leaf { data, .. } | Scope::Data(data) => Some(data.class.into()),
		}
	}

	/// Writes an entry, into its patient's accounting and under its emergency access.
	pub(crate) fn insert_entry(
		organization: OrganizationId,
		sequence: u64,
		disclosure: DisclosureOf<T>,
	) {
		let position = AccountingLengths::<T>::mutate(disclosure.patient, |length| {
			let position = *length;
			*length = length.saturating_add(1);
			position
		});
		Accountings::<T>::insert(disclosure.patient, position, (organization, sequence));
		if let Some(id) = disclosure.emergency {
			EmergencyDisclosures::<T>::insert(id, ordered(sequence), ());
			Emergencies::<T>::mutate_extant(id, |emergency| {
				emergency.disclosures = emergency.disclosures.saturating_add(1);
			});
		}
		Disclosures::<T>::insert(organization, ordered(sequence), disclosure);
	}
}
