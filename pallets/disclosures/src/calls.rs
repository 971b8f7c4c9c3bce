//! What people and organizations can do.

use frame_support::pallet_macros::pallet_section;

/// The calls.
#[pallet_section]
mod calls {
	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Writes an entry: what the caller did with data of the patient.
		///
		/// Callable by an active agent. `sequence` is the number that the caller expects the entry to
		/// have, the log's next, so that two who write at once notice. The decision has to permit
		/// every part of it, see [`Access::requests`]; that the organization holds what it says it
		/// passed on is its own statement.
		///
		/// Emits [`Event::DisclosureRecorded`]. Fails with `NotAuthorized`, `PatientNotFound`,
		/// `PatientErased`, `MalformedAccess`, `SequenceMismatch`, `SequenceExhausted`, `MixedBasis`;
		/// where the decision says no with `ConsentDenies`, `NoMatchingConsent`, `ActorNotActive`,
		/// `RecordNotFound`, `RecordErased`, `Contradiction`, `EmergencyNotDeclared`, or `Denied`.
		/// Costs a decision about this patient for each record, as if as many organizations held it as
		/// may; what it cost less is refunded.
		#[pallet::call_index(0)]
		#[pallet::weight(
			Pallet::<T>::weight_of_recording(access)
				.saturating_add(Pallet::<T>::weight_beyond_bare(*patient, access))
		)]
		pub fn record_entry(
			origin: OriginFor<T>,
			patient: PatientId,
			access: Access,
			sequence: u64,
		) -> DispatchResultWithPostInfo {
			let (who, agent) = Self::ensure_agent(origin)?;
			let organization = agent.organization;
			Self::ensure_patient(patient)?;
			ensure!(access.is_well_formed(organization), Error::<T>::MalformedAccess);
			let last = LastNumbers::<T>::get(organization);
			let next = last.checked_add(1).ok_or(Error::<T>::SequenceExhausted)?;
			ensure!(sequence == next, Error::<T>::SequenceMismatch);
			let recording = Self::weight_of_recording(&access);
			let (disclosure, decisions) = Self::decide_entry(patient, organization, who, access)?;
			let basis = disclosure.basis;
			LastNumbers::<T>::insert(organization, sequence);
			Self::insert_entry(organization, sequence, disclosure);
			Self::deposit_event(Event::DisclosureRecorded {
				patient,
				organization,
				sequence,
				basis,
			});
			Ok(Some(recording.saturating_add(decisions)).into())
		}

		/// Anchors a batch of entries that the organization keeps off chain, under one Merkle root.
		/// The leaf at position `i` is the [commitment](salus_primitives::disclosure::commitment) to
		/// entry number `first + i`.
		///
		/// Callable by an active agent, for its own organization. The batch either begins after all
		/// numbers that were used, with or without a gap before it, or lies within a gap.
		///
		/// Emits [`Event::BatchAnchored`]. Fails with `NotAuthorized`, `InvalidRange`,
		/// `SequenceOverlap`, `MaxLeapExceeded`, `MaxGapsExceeded`. The cost does not depend on the
		/// number of entries.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::anchor_batch())]
		pub fn anchor_batch(
			origin: OriginFor<T>,
			first: u64,
			last: u64,
			count: u32,
			root: H256,
		) -> DispatchResult {
			let (agent, active) = Self::ensure_agent(origin)?;
			let organization = active.organization;
			Self::take_numbers(organization, first, last, count)?;
			let anchored_at = T::Time::now();
			Batches::<T>::insert(
				organization,
				ordered(first),
				LogBatch { last, root, agent, anchored_at },
			);
			Self::deposit_event(Event::BatchAnchored { organization, first, last, root });
			Ok(())
		}

		/// Opens an entry of the batch that begins with number `first`: it stands in its patient's
		/// accounting from then on.
		///
		/// Callable by an active agent of the batch's organization, and by the patient's controller
		/// or a representative with power over consents. `salt` opens the commitment. The chain
		/// decides as of now; where the answer is no, the basis is *unconfirmed* (see the
		/// [pallet](crate)). An entry that names an emergency access has to fit it.
		///
		/// Emits [`Event::DisclosureOpened`]. Fails with `BatchNotFound`, `PatientNotFound`,
		/// `PatientErased`, `NotAuthorized`, `MalformedAccess`, `InvalidTime`, `InvalidProof`,
		/// `AlreadyOpened`, `EmergencyMismatch`. Costs a decision about this patient for each record,
		/// like [`Pallet::record_entry`].
		#[pallet::call_index(2)]
		#[pallet::weight(
			T::WeightInfo::prove_entry(entry.access.decisions())
				.saturating_add(Pallet::<T>::weight_of_decisions(entry.patient, &entry.access))
		)]
		pub fn prove_entry(
			origin: OriginFor<T>,
			organization: OrganizationId,
			first: u64,
			entry: LoggedAccessOf<T>,
			salt: Salt,
			proof: InclusionProof,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let opening = T::WeightInfo::prove_entry(entry.access.decisions());
			let batch =
				Batches::<T>::get(organization, ordered(first)).ok_or(Error::<T>::BatchNotFound)?;
			let patient = entry.patient;
			Self::ensure_patient(patient)?;
			let own =
				T::Members::active_agent(&who).is_some_and(|by| by.organization == organization);
			ensure!(
				own || T::Patients::authority(&who, patient, Power::Consent).is_some(),
				Error::<T>::NotAuthorized
			);
			let sequence = Self::ensure_logged(organization, first, &batch, &entry, &salt, &proof)?;
			let (disclosure, decisions) = Self::decide_logged(organization, first, entry)?;
			let basis = disclosure.basis;
			Self::insert_entry(organization, sequence, disclosure);
			Self::deposit_event(Event::DisclosureOpened { patient, organization, sequence, basis });
			Ok(decisions.map(|decisions| opening.saturating_add(decisions)).into())
		}

		/// Keeps an entry out of the patient's accounting for a time (45 CFR 164.528(a)(2)).
		///
		/// Callable by a privacy officer of the organization whose entry it is, and by an agent of a
		/// Regulator that received the data. Only what went to a health oversight agency (a member
		/// that is a Regulator, or one outside) or to law enforcement can be withheld. An oral
		/// statement is good for 30 days and once; a written one replaces whatever was said before.
		///
		/// Emits [`Event::DisclosureWithheld`]. Fails with `NotAuthorized`, `DisclosureNotFound`,
		/// `NotWithholdable`, `InvalidStatement`, `OralStatementUsed`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::withhold_entry())]
		pub fn withhold_entry(
			origin: OriginFor<T>,
			organization: OrganizationId,
			sequence: u64,
			statement: Statement,
		) -> DispatchResult {
			let noted_by = Self::ensure_may_withhold(origin, organization, sequence)?;
			let former = Withholdings::<T>::get(organization, sequence);
			ensure!(statement.written || former.is_none(), Error::<T>::OralStatementUsed);
			Self::ensure_statement(&statement)?;
			let until = statement.until;
			Withholdings::<T>::insert(organization, sequence, Withholding { statement, noted_by });
			Self::deposit_event(Event::DisclosureWithheld { organization, sequence, until });
			Ok(())
		}

		/// Lets an entry into the patient's accounting before the time that the agency named.
		///
		/// Callable by whoever may withhold it.
		///
		/// Emits [`Event::DisclosureReleased`]. Fails with `NotAuthorized`, `DisclosureNotFound`,
		/// `NotWithholdable`, `NotWithheld`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::release_entry())]
		pub fn release_entry(
			origin: OriginFor<T>,
			organization: OrganizationId,
			sequence: u64,
		) -> DispatchResult {
			Self::ensure_may_withhold(origin, organization, sequence)?;
			let now = T::Time::now();
			let mut withholding = Withholdings::<T>::get(organization, sequence)
				.filter(|withholding| withholding.is_active(now))
				.ok_or(Error::<T>::NotWithheld)?;
			// It stays, so that a second oral statement is still known for what it is.
			withholding.statement.until = now;
			Withholdings::<T>::insert(organization, sequence, withholding);
			Self::deposit_event(Event::DisclosureReleased { organization, sequence });
			Ok(())
		}

		/// Breaks the glass: declares an emergency, by which the caller may see the patient's data of
		/// these classes until it ends.
		///
		/// Callable by an active Practitioner of an organization that may act as Provider. `lasts` is
		/// in milliseconds; without it, as long as the chain's default. The review is due
		/// [`Config::ReviewPeriod`] from now.
		///
		/// Emits [`Event::GlassBroken`]. Fails with `NotAuthorized`, `PatientNotFound`,
		/// `PatientErased`, `NoClasses`, `MaxClassesExceeded`, `InvalidValidity`,
		/// `BreakGlassSuspended`, `AlreadyOpen`, `MaxOpenExceeded`, `MaxUnreviewedExceeded`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::break_glass())]
		pub fn break_glass(
			origin: OriginFor<T>,
			patient: PatientId,
			reason: BreakGlassReason,
			classes: ClassSet,
			lasts: Option<Moment>,
		) -> DispatchResult {
			let (who, organization) = Self::ensure_practitioner(origin)?;
			Self::ensure_patient(patient)?;
			let lasts = lasts.unwrap_or(T::DefaultValidity::get());
			Self::ensure_emergency_terms(classes, lasts)?;
			ensure!(Self::suspended_since(organization).is_none(), Error::<T>::BreakGlassSuspended);
			let (emergency, until) =
				Self::open_emergency_access(who, organization, patient, reason, classes, lasts)?;
			Self::deposit_event(Event::GlassBroken {
				emergency,
				patient,
				organization,
				reason,
				until,
			});
			Ok(())
		}

		/// Ends an emergency access before its time.
		///
		/// Callable by the practitioner who broke the glass, and by a privacy officer of the
		/// organization.
		///
		/// Emits [`Event::EmergencyClosed`]. Fails with `EmergencyNotFound`, `NotAuthorized`,
		/// `EmergencyEnded`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::close_emergency())]
		pub fn close_emergency(origin: OriginFor<T>, emergency: EmergencyId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let mut entry =
				Emergencies::<T>::get(emergency).ok_or(Error::<T>::EmergencyNotFound)?;
			ensure!(
				entry.agent == who || Self::is_privacy_officer(&who, entry.organization),
				Error::<T>::NotAuthorized
			);
			let now = T::Time::now();
			ensure!(now < entry.ended_at(), Error::<T>::EmergencyEnded);
			entry.closed_at = Some(now);
			let patient = entry.patient;
			OpenAccesses::<T>::mutate(&entry.agent, |open| {
				open.retain(|access| access.id != emergency)
			});
			Emergencies::<T>::insert(emergency, entry);
			Self::deposit_event(Event::EmergencyClosed { emergency, patient });
			Ok(())
		}

		/// Reviews an emergency access that has ended.
		///
		/// Callable by a privacy officer of the organization who is not the practitioner. What is
		/// escalated is settled from outside of the organization. `note` is a salted commitment to
		/// the note of the review. A review after it was due leaves the organization suspended until
		/// it is cleared.
		///
		/// Emits [`Event::EmergencyReviewed`]. Fails with `EmergencyNotFound`, `NotAuthorized`,
		/// `OwnReview`, `AlreadyReviewed`, `EmergencyOpen`, `ComplaintPending`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::review_emergency())]
		pub fn review_emergency(
			origin: OriginFor<T>,
			emergency: EmergencyId,
			outcome: ReviewOutcome,
			note: H256,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let entry = Emergencies::<T>::get(emergency).ok_or(Error::<T>::EmergencyNotFound)?;
			let (patient, organization) = (entry.patient, entry.organization);
			let late = Self::review(who, emergency, entry, outcome, note)?;
			Self::deposit_event(Event::EmergencyReviewed {
				emergency,
				patient,
				organization,
				outcome,
				late,
			});
			Ok(())
		}

		/// Complains of an emergency access. The organization's own word that it was justified does
		/// not end the matter any more: somebody from outside has to say so.
		///
		/// Callable by the patient's controller, and by a representative with power over consents;
		/// once.
		///
		/// Emits [`Event::ComplaintRaised`]. Fails with `EmergencyNotFound`, `NotController`,
		/// `AlreadyComplained`, `OutcomeFinal`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::complain())]
		pub fn complain(origin: OriginFor<T>, emergency: EmergencyId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let mut entry =
				Emergencies::<T>::get(emergency).ok_or(Error::<T>::EmergencyNotFound)?;
			let (patient, organization) = (entry.patient, entry.organization);
			ensure!(
				T::Patients::authority(&who, patient, Power::Consent).is_some(),
				Error::<T>::NotController
			);
			ensure!(entry.complained_at.is_none(), Error::<T>::AlreadyComplained);
			let is_final =
				entry.settlement.is_some() || entry.outcome() == Some(ReviewOutcome::Unjustified);
			ensure!(!is_final, Error::<T>::OutcomeFinal);
			entry.complained_at = Some(T::Time::now());
			Emergencies::<T>::insert(emergency, entry);
			Self::deposit_event(Event::ComplaintRaised { emergency, patient, organization });
			Ok(())
		}

		/// Says whether an escalated emergency access was justified.
		///
		/// Callable by an agent of an Auditor that is another organization, and by the council.
		/// `note` is a salted commitment to the note of it.
		///
		/// Emits [`Event::EmergencySettled`]. Fails with `EmergencyNotFound`, `NotAuthorized`,
		/// `NotEscalated`, `OutcomeNotFinal`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::settle_emergency())]
		pub fn settle_emergency(
			origin: OriginFor<T>,
			emergency: EmergencyId,
			outcome: ReviewOutcome,
			note: H256,
		) -> DispatchResult {
			let mut entry =
				Emergencies::<T>::get(emergency).ok_or(Error::<T>::EmergencyNotFound)?;
			let settled_by = Self::ensure_outsider(origin, entry.organization)?;
			ensure!(entry.outcome() == Some(ReviewOutcome::Escalated), Error::<T>::NotEscalated);
			ensure!(outcome != ReviewOutcome::Escalated, Error::<T>::OutcomeNotFinal);
			let patient = entry.patient;
			entry.settlement =
				Some(Settlement { outcome, settled_by, note, settled_at: T::Time::now() });
			Emergencies::<T>::insert(emergency, entry);
			Self::deposit_event(Event::EmergencySettled { emergency, patient, outcome });
			Ok(())
		}

		/// Lets an organization break the glass again, once all its overdue reviews are made.
		///
		/// Callable by an agent of an Auditor that is another organization, and by the council.
		///
		/// Emits [`Event::SuspensionCleared`]. Fails with `NotAuthorized`, `NotSuspended`,
		/// `ReviewsOverdue`.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::clear_suspension())]
		pub fn clear_suspension(
			origin: OriginFor<T>,
			organization: OrganizationId,
		) -> DispatchResult {
			let cleared_by = Self::ensure_outsider(origin, organization)?;
			ensure!(Self::suspended_since(organization).is_some(), Error::<T>::NotSuspended);
			ensure!(Self::overdue_since(organization).is_none(), Error::<T>::ReviewsOverdue);
			LateReviews::<T>::remove(organization);
			Self::deposit_event(Event::SuspensionCleared { organization, cleared_by });
			Ok(())
		}
	}
}
