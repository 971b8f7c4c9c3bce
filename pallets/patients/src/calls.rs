//! What people and organizations can do.

use frame_support::pallet_macros::pallet_section;

/// The calls.
#[pallet_section]
mod calls {
	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers a patient under a fresh id.
		///
		/// Callable by an agent of an organization that may act as Provider; it becomes the sponsor.
		/// `signature` is the controller's over [`controller_payload`] with nonce 0, raw or as
		/// browser wallets wrap it; it is good until `deadline` (chain time, ms).
		///
		/// Emits [`Event::PatientRegistered`]. Fails with `NotAuthorized`, `AlreadyExists`,
		/// `SignatureExpired`, `InvalidSignature`, `AlreadyController`, or the organizations pallet's
		/// error if the account is an agent's.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register())]
		pub fn register(
			origin: OriginFor<T>,
			patient: PatientId,
			controller: T::AccountId,
			deadline: Moment,
			signature: T::Signature,
		) -> DispatchResult {
			let agent = Self::ensure_provider(origin)?;
			ensure!(!Patients::<T>::contains_key(patient), Error::<T>::AlreadyExists);
			let sponsor = agent.organization;
			Self::ensure_agrees_to_control(&controller, patient, sponsor, 0, deadline, &signature)?;
			let mut entry = Self::fresh(sponsor);
			Self::take_control(patient, &mut entry, controller)?;
			Patients::<T>::insert(patient, entry);
			Self::deposit_event(Event::PatientRegistered { patient, organization: sponsor });
			Ok(())
		}

		/// Vouches for an identifier of the patient, of which the chain sees a salted commitment.
		///
		/// Callable by an agent of an organization that cares for the patient. `kind` says which kind
		/// of identifier it is (HL7 table 0203).
		///
		/// Emits [`Event::IdentifierAttested`]. Fails with `NotFound`, `AlreadyMerged`, `Erased`,
		/// `NotAuthorized`, `IdentifierAlreadyAttested`, `MaxIdentifiersExceeded`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::attest_identifier())]
		pub fn attest_identifier(
			origin: OriginFor<T>,
			patient: PatientId,
			kind: IdentifierType,
			commitment: H256,
		) -> DispatchResult {
			let agent = Self::ensure_agent(origin)?;
			let organization = agent.organization;
			Self::try_mutate_open(patient, |entry| {
				ensure!(Self::cares(patient, entry, organization), Error::<T>::NotAuthorized);
				ensure!(
					!Identifiers::<T>::contains_key(patient, commitment),
					Error::<T>::IdentifierAlreadyAttested
				);
				ensure!(entry.identifiers < MAX_IDENTIFIERS, Error::<T>::MaxIdentifiersExceeded);
				entry.identifiers = entry.identifiers.saturating_add(1);
				Ok(())
			})?;
			let attested_at = T::Time::now();
			Identifiers::<T>::insert(
				patient,
				commitment,
				Attestation { kind, attested_by: organization, attested_at },
			);
			Self::deposit_event(Event::IdentifierAttested { patient, commitment, organization });
			Ok(())
		}

		/// Takes an attested identifier back.
		///
		/// Callable by an agent of the organization that vouched, by the controller, and by a
		/// representative with power over the registration.
		///
		/// Emits [`Event::IdentifierWithdrawn`]. Fails with `NotFound`, `IdentifierNotFound`,
		/// `NotAuthorized`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::withdraw_identifier())]
		pub fn withdraw_identifier(
			origin: OriginFor<T>,
			patient: PatientId,
			commitment: H256,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let mut entry = Patients::<T>::get(patient).ok_or(Error::<T>::NotFound)?;
			let attestation =
				Identifiers::<T>::get(patient, commitment).ok_or(Error::<T>::IdentifierNotFound)?;
			ensure!(
				Self::acts_for(&who, attestation.attested_by)
					|| Self::authority_over(&who, patient, &entry, Power::Registration).is_some(),
				Error::<T>::NotAuthorized
			);
			Identifiers::<T>::remove(patient, commitment);
			entry.identifiers = entry.identifiers.saturating_sub(1);
			Patients::<T>::insert(patient, entry);
			Self::deposit_event(Event::IdentifierWithdrawn { patient, commitment });
			Ok(())
		}

		/// Hands the patient over to another key.
		///
		/// Callable by the controller. `signature` is the new controller's over
		/// [`controller_payload`] with the patient's present nonce; it is good until `deadline`
		/// (chain time, ms). The old key is a stranger to the chain from then on, unless it
		/// represents other patients, and its recovery contacts are contacts no more.
		///
		/// Emits [`Event::ControllerRotated`]. Fails with `NotFound`, `NotController`,
		/// `SignatureExpired`, `InvalidSignature`, `AlreadyController`, `AlreadyRepresentative`, or
		/// the organizations pallet's error if the new account is an agent's.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::rotate_controller())]
		pub fn rotate_controller(
			origin: OriginFor<T>,
			patient: PatientId,
			new_controller: T::AccountId,
			deadline: Moment,
			signature: T::Signature,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let mut entry = Patients::<T>::get(patient).ok_or(Error::<T>::NotFound)?;
			ensure!(entry.controller.as_ref() == Some(&who), Error::<T>::NotController);
			let (sponsor, nonce) = (entry.sponsor, entry.nonce);
			Self::ensure_agrees_to_control(
				&new_controller,
				patient,
				sponsor,
				nonce,
				deadline,
				&signature,
			)?;
			entry.nonce = nonce.saturating_add(1);
			Self::take_control(patient, &mut entry, new_controller)?;
			Self::release_controller_account(&who)?;
			Patients::<T>::insert(patient, entry);
			Self::deposit_event(Event::ControllerRotated { patient });
			Ok(())
		}

		/// Lets an organization care for the patient for a time, or changes for which.
		///
		/// Callable by the controller, or a representative with power over the registration.
		///
		/// Emits [`Event::CareRelationshipOpened`]. Fails with `NotFound`, `AlreadyMerged`, `Erased`,
		/// `NotController`, `OrganizationNotActive`, `InvalidPeriod`,
		/// `MaxCareRelationshipsExceeded`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::open_care_relationship())]
		pub fn open_care_relationship(
			origin: OriginFor<T>,
			patient: PatientId,
			organization: OrganizationId,
			period: Period,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			ensure!(
				period.is_well_formed() && !period.has_ended(T::Time::now()),
				Error::<T>::InvalidPeriod
			);
			Self::try_mutate_open(patient, |entry| {
				Self::ensure_authority(&who, patient, entry, Power::Registration)?;
				ensure!(T::Members::is_active(organization), Error::<T>::OrganizationNotActive);
				if !CareRelationships::<T>::contains_key(patient, organization) {
					ensure!(
						entry.care_relationships < MAX_CARE_RELATIONSHIPS,
						Error::<T>::MaxCareRelationshipsExceeded
					);
					entry.care_relationships = entry.care_relationships.saturating_add(1);
				}
				Ok(())
			})?;
			CareRelationships::<T>::insert(patient, organization, period);
			Self::deposit_event(Event::CareRelationshipOpened { patient, organization, period });
			Ok(())
		}

		/// Ends a care relationship.
		///
		/// Callable by the controller, by a representative with power over the registration, and by
		/// an agent of the organization itself. The sponsor's own, which registration made, lasts
		/// as long as the patient.
		///
		/// Emits [`Event::CareRelationshipClosed`]. Fails with `NotFound`,
		/// `CareRelationshipNotFound`, `NotAuthorized`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::close_care_relationship())]
		pub fn close_care_relationship(
			origin: OriginFor<T>,
			patient: PatientId,
			organization: OrganizationId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let mut entry = Patients::<T>::get(patient).ok_or(Error::<T>::NotFound)?;
			ensure!(
				CareRelationships::<T>::contains_key(patient, organization),
				Error::<T>::CareRelationshipNotFound
			);
			ensure!(
				Self::acts_for(&who, organization)
					|| Self::authority_over(&who, patient, &entry, Power::Registration).is_some(),
				Error::<T>::NotAuthorized
			);
			CareRelationships::<T>::remove(patient, organization);
			entry.care_relationships = entry.care_relationships.saturating_sub(1);
			Patients::<T>::insert(patient, entry);
			Self::deposit_event(Event::CareRelationshipClosed { patient, organization });
			Ok(())
		}

		/// Says that `patient` is a duplicate of `into`.
		///
		/// Callable by the controller of one of the two, or by an agent of a provider that cares for
		/// both. Nothing is merged until the other side agrees.
		///
		/// Emits [`Event::MergeProposed`]. Fails with `SamePatient`, `NotFound`, `AlreadyMerged`,
		/// `Erased`, `NotAuthorized`, `MergeAlreadyProposed`, `MaxMergeDepthExceeded`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::propose_merge())]
		pub fn propose_merge(
			origin: OriginFor<T>,
			patient: PatientId,
			into: PatientId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			ensure!(patient != into, Error::<T>::SamePatient);
			let duplicate = Self::open(&mut Patients::<T>::get(patient))?.clone();
			let survivor = Self::open(&mut Patients::<T>::get(into))?.clone();
			let proposed_by = Self::merge_party(&who, (patient, &duplicate), (into, &survivor))
				.ok_or(Error::<T>::NotAuthorized)?;
			ensure!(!MergeProposals::<T>::contains_key(patient), Error::<T>::MergeAlreadyProposed);
			Self::ensure_merge_depth(&duplicate)?;
			MergeProposals::<T>::insert(patient, MergeProposal { into, proposed_by });
			Self::deposit_event(Event::MergeProposed { patient, into });
			Ok(())
		}

		/// Agrees that `patient` is a duplicate of `into`, and merges them.
		///
		/// Callable by the controller of the other id where a controller proposed, and by an agent
		/// of another provider that cares for both where a provider did. The duplicate's key is a
		/// stranger to the chain from then on, and its representatives are none any more; the
		/// survivor's decide over both. The cost grows with the duplicate's representatives, and what
		/// was charged beyond that is refunded.
		///
		/// Emits [`Event::PatientMerged`] and [`Event::RepresentativeDismissed`]. Fails with
		/// `MergeNotFound`, `NotFound`, `AlreadyMerged`, `Erased`, `NotAuthorized`,
		/// `MergeNeedsOtherParty`, `MaxMergeDepthExceeded`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::accept_merge(MAX_REPRESENTATIVES))]
		pub fn accept_merge(
			origin: OriginFor<T>,
			patient: PatientId,
			into: PatientId,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let dismissed = Self::merge(&who, patient, into)?;
			Self::deposit_event(Event::PatientMerged { patient, into });
			Ok(Some(T::WeightInfo::accept_merge(dismissed)).into())
		}

		/// Takes a proposal to merge back, or refuses it.
		///
		/// Callable by whoever may propose it.
		///
		/// Emits [`Event::MergeWithdrawn`]. Fails with `MergeNotFound`, `NotFound`, `NotAuthorized`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::withdraw_merge())]
		pub fn withdraw_merge(origin: OriginFor<T>, patient: PatientId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let proposal = MergeProposals::<T>::get(patient).ok_or(Error::<T>::MergeNotFound)?;
			let duplicate = Patients::<T>::get(patient).ok_or(Error::<T>::NotFound)?;
			let survivor = Patients::<T>::get(proposal.into).ok_or(Error::<T>::NotFound)?;
			Self::merge_party(&who, (patient, &duplicate), (proposal.into, &survivor))
				.ok_or(Error::<T>::NotAuthorized)?;
			MergeProposals::<T>::remove(patient);
			Self::deposit_event(Event::MergeWithdrawn { patient });
			Ok(())
		}

		/// Reports that the patient has died. Consents stay in force; new ones are refused.
		///
		/// Callable by an agent of a provider that cares for the patient.
		///
		/// Emits [`Event::DeathReported`]. Fails with `NotAuthorized`, `NotFound`, `AlreadyMerged`,
		/// `Erased`, `AlreadyDeceased`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::report_death())]
		pub fn report_death(origin: OriginFor<T>, patient: PatientId) -> DispatchResult {
			let agent = Self::ensure_provider(origin)?;
			let organization = agent.organization;
			Self::try_mutate_open(patient, |entry| {
				ensure!(Self::cares(patient, entry, organization), Error::<T>::NotAuthorized);
				ensure!(entry.status == PatientStatus::Active, Error::<T>::AlreadyDeceased);
				entry.status = PatientStatus::Deceased {
					reported_by: organization,
					reported_at: T::Time::now(),
				};
				Ok(())
			})?;
			Self::deposit_event(Event::DeathReported { patient, organization });
			Ok(())
		}

		/// Takes the report of a death back.
		///
		/// Callable by an agent of the organization that reported it, and by the patient.
		///
		/// Emits [`Event::DeathReportWithdrawn`]. Fails with `NotFound`, `NotDeceased`,
		/// `NotAuthorized`.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::withdraw_death_report())]
		pub fn withdraw_death_report(origin: OriginFor<T>, patient: PatientId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let mut entry = Patients::<T>::get(patient).ok_or(Error::<T>::NotFound)?;
			let PatientStatus::Deceased { reported_by, .. } = entry.status else {
				return Err(Error::<T>::NotDeceased.into());
			};
			ensure!(
				Self::acts_for(&who, reported_by) || entry.controller.as_ref() == Some(&who),
				Error::<T>::NotAuthorized
			);
			entry.status = PatientStatus::Active;
			Patients::<T>::insert(patient, entry);
			Self::deposit_event(Event::DeathReportWithdrawn { patient });
			Ok(())
		}

		/// Erases the patient: identifiers, representatives and care relationships at once; locators
		/// and key envelopes of the records are out of reach at once and removed within the next
		/// blocks. There is no way back.
		///
		/// Callable by the controller, or a representative with power over erasure from whom nothing
		/// is withheld; for a duplicate, by those of the id that replaces it. The cost grows with what
		/// is removed, and what was charged beyond that is refunded.
		///
		/// Emits [`Event::PatientErased`] and [`Event::RepresentativeDismissed`]. Fails with
		/// `NotFound`, `Erased`, `NotController`, `DataWithheld`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::erase(
			MAX_REPRESENTATIVES,
			MAX_IDENTIFIERS + MAX_CARE_RELATIONSHIPS
		))]
		pub fn erase(origin: OriginFor<T>, patient: PatientId) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let mut entry = Patients::<T>::get(patient).ok_or(Error::<T>::NotFound)?;
			ensure!(!matches!(entry.status, PatientStatus::Erased { .. }), Error::<T>::Erased);
			match Self::ensure_authority(&who, patient, &entry, Power::Erasure)? {
				Authority::Representative { withheld, .. } if !withheld.is_empty() => {
					return Err(Error::<T>::DataWithheld.into())
				},
				_ => (),
			}
			let representatives = entry.representatives;
			let removed = Self::clear(patient, &mut entry)?;
			Self::release_controller(&mut entry)?;
			entry.status = PatientStatus::Erased { erased_at: T::Time::now() };
			Patients::<T>::insert(patient, entry);
			T::OnErased::on_erased(patient);
			Self::deposit_event(Event::PatientErased { patient });
			Ok(Some(T::WeightInfo::erase(representatives, removed)).into())
		}

		/// Registers a patient without a key of its own, such as a newborn, with a first
		/// representative.
		///
		/// Callable by an agent of an organization that may act as Provider; it becomes the sponsor.
		/// The mandate includes power over the registration. `signature` is the representative's
		/// over [`representative_payload`] with nonce 0; it is good until `deadline` (chain time,
		/// ms).
		///
		/// Emits [`Event::PatientRegistered`] and [`Event::RepresentativeNamed`]. Fails with
		/// `NotAuthorized`, `AlreadyExists`, `RegistrationPowerNeeded`, `InvalidPeriod`,
		/// `GuardianWithoutEnd`, `EndTooExact`, `SignatureExpired`, `InvalidSignature`, or the
		/// organizations pallet's error if the account is an agent's.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::register_represented())]
		pub fn register_represented(
			origin: OriginFor<T>,
			patient: PatientId,
			representative: T::AccountId,
			mandate: Mandate,
			deadline: Moment,
			signature: T::Signature,
		) -> DispatchResult {
			let sponsor = Self::ensure_provider(origin)?.organization;
			ensure!(!Patients::<T>::contains_key(patient), Error::<T>::AlreadyExists);
			ensure!(mandate.powers.registration, Error::<T>::RegistrationPowerNeeded);
			Self::ensure_mandate(&mandate)?;
			Self::ensure_agrees_to_represent(
				&representative,
				patient,
				(sponsor, 0),
				&mandate,
				deadline,
				&signature,
			)?;
			let mut entry = Self::fresh(sponsor);
			Self::deposit_event(Event::PatientRegistered { patient, organization: sponsor });
			Self::name_representative(patient, &mut entry, representative, mandate, None)?;
			Patients::<T>::insert(patient, entry);
			Ok(())
		}

		/// Names a further representative.
		///
		/// Callable by the controller, and by a representative with power over the registration, who
		/// can give no more than it has, and not this power. `signature` is the new representative's
		/// over [`representative_payload`] with the patient's present nonce; it is good until
		/// `deadline` (chain time, ms).
		///
		/// Emits [`Event::RepresentativeNamed`]. Fails with `NotFound`, `AlreadyMerged`, `Erased`,
		/// `NoPowers`, `InvalidPeriod`, `GuardianWithoutEnd`, `EndTooExact`, `NotController`,
		/// `ExceedsOwnMandate`, `SignatureExpired`, `InvalidSignature`, `AlreadyController`,
		/// `AlreadyRepresentative`, `MaxRepresentativesExceeded`, or the organizations pallet's
		/// error if the account is an agent's.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::add_representative())]
		pub fn add_representative(
			origin: OriginFor<T>,
			patient: PatientId,
			representative: T::AccountId,
			mandate: Mandate,
			deadline: Moment,
			signature: T::Signature,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::ensure_mandate(&mandate)?;
			Self::try_mutate_open(patient, |entry| {
				let named_by = Self::ensure_may_name(&who, patient, entry, &mandate)?;
				Self::ensure_agrees_to_represent(
					&representative,
					patient,
					(entry.sponsor, entry.nonce),
					&mandate,
					deadline,
					&signature,
				)?;
				entry.nonce = entry.nonce.saturating_add(1);
				Self::name_representative(patient, entry, representative, mandate, named_by)
			})
		}

		/// Gives a representative another mandate.
		///
		/// Callable by the controller, by the representative who named it, who can give no more than
		/// it has, and by the representative itself, to have less.
		///
		/// Emits [`Event::RepresentativeChanged`]. Fails with `NotFound`, `AlreadyMerged`, `Erased`,
		/// `NoPowers`, `InvalidPeriod`, `GuardianWithoutEnd`, `EndTooExact`,
		/// `RepresentativeNotFound`, `NotController`, `ExceedsOwnMandate`.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::change_representative())]
		pub fn change_representative(
			origin: OriginFor<T>,
			patient: PatientId,
			representative: T::AccountId,
			mandate: Mandate,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::ensure_mandate(&mandate)?;
			let entry = Self::open(&mut Patients::<T>::get(patient))?.clone();
			let named_by =
				Self::ensure_may_change(&who, patient, &entry, &representative, &mandate)?;
			let changed = Representative { mandate, named_by };
			Representatives::<T>::insert(patient, representative, changed);
			let role = mandate.role;
			Self::deposit_event(Event::RepresentativeChanged { patient, role });
			Ok(())
		}

		/// Ends a representation, and those of all whom the representative named.
		///
		/// Callable by the controller, by the representative who named it, and by the representative
		/// itself, who steps down. Accounts that represent nobody else are strangers to the chain from
		/// then on. The cost grows with the patient's representatives, and what was charged beyond
		/// that is refunded.
		///
		/// Emits [`Event::RepresentativeDismissed`]. Fails with `NotFound`,
		/// `RepresentativeNotFound`, `NotController`.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::revoke_representative(MAX_REPRESENTATIVES))]
		pub fn revoke_representative(
			origin: OriginFor<T>,
			patient: PatientId,
			representative: T::AccountId,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let mut entry = Patients::<T>::get(patient).ok_or(Error::<T>::NotFound)?;
			let named = Representatives::<T>::get(patient, &representative)
				.ok_or(Error::<T>::RepresentativeNotFound)?;
			ensure!(
				who == representative
					|| entry.controller.as_ref() == Some(&who)
					|| named.named_by.as_ref() == Some(&who),
				Error::<T>::NotController
			);
			let looked_at = Self::dismiss(patient, &mut entry, &representative)?;
			Patients::<T>::insert(patient, entry);
			Ok(Some(T::WeightInfo::revoke_representative(looked_at)).into())
		}

		/// Proposes to entrust a patient without a key to somebody: as a representative in its own
		/// right under `mandate`, or, without one, to the person itself by its own key. See the room
		/// `appointments` for who is a party to it.
		///
		/// Callable by a representative with power over the registration, by an agent of a provider
		/// that cares for the patient, and by one of a regulator. `signature` is that of `account`
		/// over [`representative_payload`] or [`controller_payload`] with the patient's present
		/// nonce; it is good until `deadline` (chain time, ms).
		///
		/// Emits [`Event::AppointmentProposed`]. Fails with `NotFound`, `AlreadyMerged`, `Erased`,
		/// `PatientHasKey`, `NotAuthorized`, `AppointmentPending`, `AlreadyRepresentative`,
		/// `AlreadyController`, `NoPowers`, `InvalidPeriod`, `GuardianWithoutEnd`, `EndTooExact`,
		/// `SignatureExpired`, `InvalidSignature`.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::propose_appointment())]
		pub fn propose_appointment(
			origin: OriginFor<T>,
			patient: PatientId,
			account: T::AccountId,
			mandate: Option<Mandate>,
			deadline: Moment,
			signature: T::Signature,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let by = Self::try_mutate_open(patient, |entry| {
				ensure!(entry.controller.is_none(), Error::<T>::PatientHasKey);
				let by = Self::appointing_party(&who, patient, entry)?;
				ensure!(!Appointments::<T>::contains_key(patient), Error::<T>::AppointmentPending);
				Self::ensure_eligible(&account, patient, mandate.as_ref())?;
				let mandate = mandate.as_ref();
				Self::ensure_takes_on(&account, patient, entry, mandate, deadline, &signature)?;
				entry.nonce = entry.nonce.saturating_add(1);
				Ok(by)
			})?;
			let proposed = Appointment { account, mandate, proposed_by: by, effective_at: None };
			Appointments::<T>::insert(patient, proposed);
			Self::deposit_event(Event::AppointmentProposed { patient, by });
			Ok(())
		}

		/// Agrees to an appointment, which takes effect when the time to object is over.
		///
		/// Callable by those who may propose one, but for another party than the one that did.
		///
		/// Emits [`Event::AppointmentAgreed`]. Fails with `NotFound`, `AlreadyMerged`, `Erased`,
		/// `NotAuthorized`, `AppointmentNotFound`, `AppointmentNeedsOtherParty`.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::agree_to_appointment())]
		pub fn agree_to_appointment(
			origin: OriginFor<T>,
			patient: PatientId,
			account: T::AccountId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let entry = Self::open(&mut Patients::<T>::get(patient))?.clone();
			let by = Self::appointing_party(&who, patient, &entry)?;
			let effective_at = Self::agree(patient, &account, by)?;
			Self::deposit_event(Event::AppointmentAgreed { patient, by, effective_at });
			Ok(())
		}

		/// Objects to an appointment, or takes the proposal back.
		///
		/// Callable by those who may propose one.
		///
		/// Emits [`Event::AppointmentRejected`]. Fails with `NotFound`, `AlreadyMerged`, `Erased`,
		/// `NotAuthorized`, `AppointmentNotFound`.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::reject_appointment())]
		pub fn reject_appointment(origin: OriginFor<T>, patient: PatientId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let entry = Self::open(&mut Patients::<T>::get(patient))?.clone();
			let by = Self::appointing_party(&who, patient, &entry)?;
			Appointments::<T>::take(patient).ok_or(Error::<T>::AppointmentNotFound)?;
			Self::deposit_event(Event::AppointmentRejected { patient, by });
			Ok(())
		}

		/// Carries out an appointment on which two parties agreed and to which nobody objected.
		///
		/// Callable by everybody. A person who got its own key decides from then on; its
		/// representatives stay until it dismisses them or their time is over.
		///
		/// Emits [`Event::AppointmentCompleted`], and [`Event::RepresentativeNamed`] for a
		/// representative. Fails with `NotFound`, `AlreadyMerged`, `Erased`, `AppointmentNotFound`,
		/// `AppointmentNotDue`, `InvalidPeriod` if the mandate is over already, `AlreadyController`,
		/// `AlreadyRepresentative`, `MaxRepresentativesExceeded`, or the organizations pallet's error
		/// if the account is an agent's.
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::complete_appointment())]
		pub fn complete_appointment(origin: OriginFor<T>, patient: PatientId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::try_mutate_open(patient, |entry| Self::appoint(patient, entry))?;
			Self::deposit_event(Event::AppointmentCompleted { patient });
			Ok(())
		}

		/// Says who can help when the key is lost: `threshold` of `contacts`, which are in ascending
		/// order, `delay` (ms) after one of them asked for it. It takes the place of what was
		/// arranged before.
		///
		/// Callable by the controller.
		///
		/// Emits [`Event::RecoveryArranged`]. Fails with `NotFound`, `AlreadyMerged`, `Erased`,
		/// `NotController`, `InvalidThreshold`, `InvalidContacts`, `InvalidDelay`,
		/// `OrganizationTwice`, or the recovery pallet's error while a contact asks.
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::arrange_recovery())]
		pub fn arrange_recovery(
			origin: OriginFor<T>,
			patient: PatientId,
			contacts: ContactsOf<T>,
			threshold: u32,
			delay: Moment,
		) -> DispatchResult {
			let who = Self::ensure_controller(origin, patient)?;
			Self::ensure_safe_recovery(&who, &contacts, threshold, delay)?;
			T::Recovery::arrange(&who, contacts.into_inner(), threshold, delay)?;
			Self::deposit_event(Event::RecoveryArranged { patient, threshold });
			Ok(())
		}

		/// Ends what was arranged for the loss of the key.
		///
		/// Callable by the controller.
		///
		/// Emits [`Event::RecoveryDissolved`]. Fails with `NotFound`, `AlreadyMerged`, `Erased`,
		/// `NotController`, or the recovery pallet's error while a contact asks.
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::dissolve_recovery())]
		pub fn dissolve_recovery(origin: OriginFor<T>, patient: PatientId) -> DispatchResult {
			let who = Self::ensure_controller(origin, patient)?;
			T::Recovery::arrange(&who, Vec::new(), 0, 0)?;
			Self::deposit_event(Event::RecoveryDissolved { patient });
			Ok(())
		}

		/// Sets how long those who may lose by it can object, in milliseconds.
		///
		/// Callable by [`Config::PolicyOrigin`]. It holds for appointments that are agreed on, and
		/// recoveries that are arranged, from then on.
		///
		/// Emits [`Event::ObjectionPeriodSet`]. Fails with `InvalidPeriod` for none, or more than
		/// [`MAX_OBJECTION_PERIOD`].
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::set_objection_period())]
		pub fn set_objection_period(origin: OriginFor<T>, period: Moment) -> DispatchResult {
			T::PolicyOrigin::ensure_origin(origin)?;
			ensure!((1..=MAX_OBJECTION_PERIOD).contains(&period), Error::<T>::InvalidPeriod);
			ObjectionPeriod::<T>::put(period);
			Self::deposit_event(Event::ObjectionPeriodSet { period });
			Ok(())
		}
	}
}
