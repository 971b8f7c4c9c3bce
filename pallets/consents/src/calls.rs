//! What people and organizations can do.

use frame_support::pallet_macros::pallet_section;

/// The calls.
#[pallet_section]
mod calls {
	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Grants a consent: it is in force at once, within its period.
		///
		/// Callable by the patient's controller, or a representative with power over consents.
		///
		/// Emits [`Event::ConsentGranted`]. Fails with `PatientNotFound`, `PatientNotActive`,
		/// `NotAuthorized`, `AlreadyExists`, `MaxConsentsExceeded`, or what is wrong with the terms:
		/// `ParentNotBefore`, `TooDeep`, `EmptyTest`, `InvalidPeriod`, `PeriodOver`, `SaysNothing`,
		/// `TermsTooLong`, `MaxRecipientsExceeded`. The cost grows with the length of the terms and the
		/// number of consents that the patient has; the most is charged for the latter and the unused part
		/// refunded.
		#[pallet::call_index(0)]
		#[pallet::weight(
			T::WeightInfo::grant(terms.encoded_size() as u32, T::MaxConsents::get())
		)]
		pub fn grant(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentId,
			terms: TermsOf<T>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let authority = Self::ensure_grantor(&who, patient)?;
			Self::ensure_new(patient, consent)?;
			let now = T::Time::now();
			let size = Self::ensure_terms(&terms, now)?;
			let entry = Consent {
				status: ConsentStatus::Active,
				version: 1,
				requester: None,
				granted: Some(Granted { grantor: who, authority, granted_at: now }),
				terms,
			};
			let before = Self::hold(patient, consent, entry)?;
			Self::deposit_event(Event::ConsentGranted { patient, consent });
			Ok(Some(T::WeightInfo::grant(size, before)).into())
		}

		/// Gives an active consent new terms. The version before stays readable; what was handed out
		/// under it is called back; under the new version it can be handed out anew. Unless the new
		/// terms surely permit no less, a recall is opened.
		///
		/// Callable by the patient's controller, or a representative with power over consents.
		///
		/// Emits [`Event::ConsentAmended`], and [`Event::RecallOpened`] if somebody owes. Fails with
		/// `PatientNotFound`, `PatientNotActive`, `NotAuthorized`, `NotFound`, `TransitionNotAllowed`,
		/// `GrantedByPatient`, or what is wrong with the terms. The cost grows with the length of
		/// the terms and the number of recipients; the most is charged for the latter and the unused part
		/// refunded.
		#[pallet::call_index(1)]
		#[pallet::weight(
			T::WeightInfo::amend(terms.encoded_size() as u32, Pallet::<T>::most_recalled())
		)]
		pub fn amend(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentId,
			terms: TermsOf<T>,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let authority = Self::ensure_grantor(&who, patient)?;
			let now = T::Time::now();
			let size = Self::ensure_terms(&terms, now)?;
			let (former, status) = Self::ensure_change(patient, consent, ConsentAct::Amend, now)?;
			Self::ensure_may_change(&authority, &former)?;
			let version = former.version.saturating_add(1);
			let widened = former.terms.is_widened_by(&terms);
			let latest = Consent {
				status,
				version,
				requester: former.requester.clone(),
				granted: Some(Granted { grantor: who, authority, granted_at: now }),
				terms,
			};
			Self::update_holding(patient, Holding::of(consent, &latest));
			Consents::<T>::insert(patient, consent, latest);
			let recalled = if widened {
				T::OnNarrowed::on_consent_narrowed(patient, consent, former.version);
				0
			} else {
				Self::narrow(patient, consent, &former, RecallCause::Amended)
			};
			Versions::<T>::insert((patient, consent, former.version), former);
			Self::deposit_event(Event::ConsentAmended { patient, consent, version });
			Ok(Some(T::WeightInfo::amend(size, recalled)).into())
		}

		/// Ends a consent for good, at once. What was handed out under it is called back, and a recall
		/// is opened.
		///
		/// Callable by the patient's controller, or a representative with power over consents, also
		/// when the patient is dead or merged.
		///
		/// Emits [`Event::ConsentRevoked`], and [`Event::RecallOpened`] if somebody owes. Fails with
		/// `PatientNotFound`, `NotAuthorized`, `NotFound`, `TransitionNotAllowed`, `GrantedByPatient`.
		/// The cost grows with the number of recipients; the most is charged and the unused part
		/// refunded.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::revoke(Pallet::<T>::most_recalled()))]
		pub fn revoke(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentId,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let recalled = Self::end(&who, patient, consent, ConsentAct::Revoke)?;
			Self::deposit_event(Event::ConsentRevoked { patient, consent });
			Ok(Some(T::WeightInfo::revoke(recalled)).into())
		}

		/// Sets what is allowed where no consent speaks.
		///
		/// Callable by [`Config::PolicyOrigin`].
		///
		/// Emits [`Event::DefaultPolicySet`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::set_default_policy())]
		pub fn set_default_policy(origin: OriginFor<T>, policy: DefaultPolicy) -> DispatchResult {
			T::PolicyOrigin::ensure_origin(origin)?;
			Policy::<T>::put(policy);
			Self::deposit_event(Event::DefaultPolicySet { policy });
			Ok(())
		}

		/// Asks a patient for a consent. It has no effect until it is accepted.
		///
		/// Callable by an agent of an organization, who may act.
		///
		/// Emits [`Event::ConsentRequested`]. Fails with `NotAuthorized`, `PatientNotFound`,
		/// `PatientNotActive`, `AlreadyExists`, `MaxRequestsExceeded`, or what is wrong with the terms.
		/// The cost grows with the length of the terms.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::request(terms.encoded_size() as u32))]
		pub fn request(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentId,
			terms: TermsOf<T>,
		) -> DispatchResult {
			let (who, ActiveAgent { organization, .. }) = Self::ensure_agent(origin)?;
			let status = T::Patients::status(patient).ok_or(Error::<T>::PatientNotFound)?;
			ensure!(status == PatientStatus::Active, Error::<T>::PatientNotActive);
			Self::ensure_new(patient, consent)?;
			let now = T::Time::now();
			Self::ensure_terms(&terms, now)?;
			Self::take_room_for_request(patient, organization)?;
			let requester = Requester { organization, agent: who, requested_at: now };
			let entry = Consent {
				status: ConsentStatus::Requested,
				version: 1,
				requester: Some(requester),
				granted: None,
				terms,
			};
			Consents::<T>::insert(patient, consent, entry);
			Self::deposit_event(Event::ConsentRequested { patient, consent, organization });
			Ok(())
		}

		/// Grants what was asked for: it is in force at once, within its period. `terms_hash` is
		/// [`Terms::hash`] of what the grantor has read.
		///
		/// Callable by the patient's controller, or a representative with power over consents.
		///
		/// Emits [`Event::ConsentAccepted`]. Fails with `PatientNotFound`, `PatientNotActive`,
		/// `NotAuthorized`, `NotFound`, `TransitionNotAllowed`, `TermsDiffer`, `PeriodOver`,
		/// `MaxConsentsExceeded`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::accept())]
		pub fn accept(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentId,
			terms_hash: H256,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let authority = Self::ensure_grantor(&who, patient)?;
			let now = T::Time::now();
			let (former, status) = Self::ensure_change(patient, consent, ConsentAct::Accept, now)?;
			ensure!(former.terms.hash() == terms_hash, Error::<T>::TermsDiffer);
			Self::ensure_not_over(&former.terms, now)?;
			let organization = former.requester.as_ref().map(|requester| requester.organization);
			let granted = Some(Granted { grantor: who, authority, granted_at: now });
			Self::hold(patient, consent, Consent { status, granted, ..former })?;
			Self::settle_request(patient, organization);
			Self::deposit_event(Event::ConsentAccepted { patient, consent });
			Ok(())
		}

		/// Refuses what was asked for. It stays readable.
		///
		/// Callable by the patient's controller, or a representative with power over consents, also
		/// when the patient is dead or merged.
		///
		/// Emits [`Event::ConsentRefused`]. Fails with `PatientNotFound`, `NotAuthorized`, `NotFound`,
		/// `TransitionNotAllowed`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::refuse())]
		pub fn refuse(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::ensure_authority(&who, patient)?;
			let (request, status) =
				Self::ensure_change(patient, consent, ConsentAct::Refuse, T::Time::now())?;
			Self::put_request_aside(patient, consent, request, status);
			Self::deposit_event(Event::ConsentRefused { patient, consent });
			Ok(())
		}

		/// Takes a request back. It stays readable.
		///
		/// Callable by an agent of the organization that asked.
		///
		/// Emits [`Event::RequestWithdrawn`]. Fails with `NotAuthorized`, `NotFound`,
		/// `TransitionNotAllowed`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::withdraw_request())]
		pub fn withdraw_request(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentId,
		) -> DispatchResult {
			let (_, agent) = Self::ensure_agent(origin)?;
			let act = ConsentAct::WithdrawRequest;
			let (request, status) = Self::ensure_change(patient, consent, act, T::Time::now())?;
			let own = request
				.requester
				.as_ref()
				.is_some_and(|requester| requester.organization == agent.organization);
			ensure!(own, Error::<T>::NotAuthorized);
			Self::put_request_aside(patient, consent, request, status);
			Self::deposit_event(Event::RequestWithdrawn { patient, consent });
			Ok(())
		}

		/// Sets a consent aside for a while: it counts no more, neither for nor against anybody. What
		/// was handed out under it is called back, and a recall is opened, as when it is revoked.
		///
		/// Callable by the patient's controller, or a representative with power over consents, also
		/// when the patient is dead or merged.
		///
		/// Emits [`Event::ConsentSuspended`], and [`Event::RecallOpened`] if somebody owes. Fails with
		/// `PatientNotFound`, `NotAuthorized`, `NotFound`, `TransitionNotAllowed`, `GrantedByPatient`.
		/// The cost grows with the number of recipients; the most is charged and the unused part
		/// refunded.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::suspend(Pallet::<T>::most_recalled()))]
		pub fn suspend(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentId,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let (authority, _) = Self::ensure_authority(&who, patient)?;
			let (former, status) =
				Self::ensure_change(patient, consent, ConsentAct::Suspend, T::Time::now())?;
			Self::ensure_may_change(&authority, &former)?;
			let suspended = Holding { active: false, ..Holding::of(consent, &former) };
			Self::update_holding(patient, suspended);
			let recalled = Self::narrow(patient, consent, &former, RecallCause::Suspended);
			Consents::<T>::insert(patient, consent, Consent { status, ..former });
			Self::deposit_event(Event::ConsentSuspended { patient, consent });
			Ok(Some(T::WeightInfo::suspend(recalled)).into())
		}

		/// Puts a suspended consent back in force, as a new version with the same terms, which the
		/// caller grants. Keys have to be handed out anew.
		///
		/// Callable by the patient's controller, or a representative with power over consents.
		///
		/// Emits [`Event::ConsentResumed`]. Fails with `PatientNotFound`, `PatientNotActive`,
		/// `NotAuthorized`, `NotFound`, `TransitionNotAllowed`, `GrantedByPatient`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::resume())]
		pub fn resume(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let authority = Self::ensure_grantor(&who, patient)?;
			let now = T::Time::now();
			let (former, status) = Self::ensure_change(patient, consent, ConsentAct::Resume, now)?;
			Self::ensure_may_change(&authority, &former)?;
			let version = former.version.saturating_add(1);
			let granted = Some(Granted { grantor: who, authority, granted_at: now });
			let latest = Consent { status, version, granted, ..former.clone() };
			Self::update_holding(patient, Holding::of(consent, &latest));
			Consents::<T>::insert(patient, consent, latest);
			Versions::<T>::insert((patient, consent, former.version), former);
			Self::deposit_event(Event::ConsentResumed { patient, consent, version });
			Ok(())
		}

		/// Says that a consent should never have been recorded. It ends for good, at once; what was
		/// handed out under it is called back, and a recall is opened.
		///
		/// Callable by the patient's controller, or a representative with power over consents, also
		/// when the patient is dead or merged.
		///
		/// Emits [`Event::ConsentEnteredInError`], and [`Event::RecallOpened`] if somebody owes. Fails
		/// with `PatientNotFound`, `NotAuthorized`, `NotFound`, `TransitionNotAllowed`,
		/// `GrantedByPatient`. The cost grows with the number of recipients; the most is charged and
		/// the unused part refunded.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::mark_entered_in_error(Pallet::<T>::most_recalled()))]
		pub fn mark_entered_in_error(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentId,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let recalled = Self::end(&who, patient, consent, ConsentAct::MarkEnteredInError)?;
			Self::deposit_event(Event::ConsentEnteredInError { patient, consent });
			Ok(Some(T::WeightInfo::mark_entered_in_error(recalled)).into())
		}

		/// Acknowledges that a version of a consent has ended or narrowed.
		///
		/// Callable by an agent of an organization that owes it, also when it is late: the deadline
		/// and the time of the acknowledgement both stay visible.
		///
		/// Emits [`Event::RevocationAcknowledged`]. Fails with `NotAuthorized`, `RecallNotFound`,
		/// `AlreadyAcknowledged`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::acknowledge_revocation())]
		pub fn acknowledge_revocation(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentId,
			version: u32,
		) -> DispatchResult {
			let (_, ActiveAgent { organization, .. }) = Self::ensure_agent(origin)?;
			Self::answer_recall(patient, consent, version, organization, |recall| {
				ensure!(recall.acknowledged_at.is_none(), Error::<T>::AlreadyAcknowledged);
				recall.acknowledged_at = Some(T::Time::now());
				Ok(())
			})?;
			Self::deposit_event(Event::RevocationAcknowledged {
				patient,
				consent,
				version,
				organization,
			});
			Ok(())
		}

		/// Attests that what an organization had got under a version of a consent is deleted.
		/// `document` is the hash of the signed document that says so. Who attests has acknowledged.
		///
		/// Callable by an agent of an organization that owes it, also when it is late.
		///
		/// Emits [`Event::DeletionAttested`]. Fails with `NotAuthorized`, `RecallNotFound`,
		/// `AlreadyAttested`.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::attest_deletion())]
		pub fn attest_deletion(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentId,
			version: u32,
			document: H256,
		) -> DispatchResult {
			let (_, ActiveAgent { organization, .. }) = Self::ensure_agent(origin)?;
			Self::answer_recall(patient, consent, version, organization, |recall| {
				ensure!(recall.attestation.is_none(), Error::<T>::AlreadyAttested);
				let attested_at = T::Time::now();
				recall.acknowledged_at.get_or_insert(attested_at);
				recall.attestation = Some(Attestation { document, attested_at });
				Ok(())
			})?;
			Self::deposit_event(Event::DeletionAttested {
				patient,
				consent,
				version,
				organization,
				document,
			});
			Ok(())
		}
	}
}
