//! What people and organizations can do.

use frame_support::pallet_macros::pallet_section;

/// The calls.
#[pallet_section]
mod calls {
	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Anchors a record.
		///
		/// Callable by an agent of an organization that cares for the patient, or that may `collect`
		/// such data for `purpose` under the patient's consent. It becomes the author.
		///
		/// Emits [`Event::RecordAnchored`]. Fails with `NotAuthorized`, the patients pallet's error if
		/// nothing may be written under the id, `AlreadyExists`, `EmptyCiphertext`, `NoCustodian`,
		/// `InvalidCustodian`, `MayNotCollect`. The cost grows with the number of custodians; that of
		/// a decision is charged, and refunded where none was needed.
		#[pallet::call_index(0)]
		#[pallet::weight(
			T::WeightInfo::anchor(pointer.custodians.len() as u32)
				.saturating_add(T::Access::max_weight())
		)]
		pub fn anchor(
			origin: OriginFor<T>,
			patient: PatientId,
			record: RecordId,
			pointer: Pointer,
			purpose: Purpose,
		) -> DispatchResultWithPostInfo {
			let (who, agent) = Self::ensure_agent(origin)?;
			T::Patients::ensure_open(patient)?;
			ensure!(!Records::<T>::contains_key(patient, record), Error::<T>::AlreadyExists);
			Self::ensure_pointer(&pointer)?;
			let author = agent.organization;
			let custodians = pointer.custodians.len() as u32;
			let decision = Self::ensure_may_collect(author, patient, &pointer, purpose)?;
			let version = Self::first_version(author, who, pointer, T::Time::now(), None);
			Records::<T>::insert(patient, record, version);
			Self::deposit_event(Event::RecordAnchored { patient, record, author });
			Ok(Some(T::WeightInfo::anchor(custodians).saturating_add(decision)).into())
		}

		/// Gives a record a new version, which supersedes the one before.
		///
		/// Callable by an agent of the record's author.
		///
		/// Emits [`Event::RecordAmended`]. Fails with `NotAuthorized`, `PatientNotFound`, `NotFound`,
		/// `NotCurrent`, `EmptyCiphertext`, `NoCustodian`, `InvalidCustodian`, `MaxVersionsExceeded`.
		/// The cost grows with the number of custodians.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::amend(pointer.custodians.len() as u32))]
		pub fn amend(
			origin: OriginFor<T>,
			patient: PatientId,
			record: RecordId,
			pointer: Pointer,
		) -> DispatchResult {
			let (who, mut former) = Self::ensure_author_of_current(origin, patient, record)?;
			Self::ensure_pointer(&pointer)?;
			ensure!(former.version < T::MaxVersions::get(), Error::<T>::MaxVersionsExceeded);
			let version = former.version.saturating_add(1);
			let latest = Record {
				agent: who,
				pointer,
				version,
				anchored_at: T::Time::now(),
				..former.clone()
			};
			former.status = RecordStatus::Superseded;
			Versions::<T>::insert((patient, record, former.version), former);
			Records::<T>::insert(patient, record, latest);
			Self::deposit_event(Event::RecordAmended { patient, record, version });
			Ok(())
		}

		/// Declares a record an error.
		///
		/// Callable by an agent of the record's author.
		///
		/// Emits [`Event::RecordVoided`]. Fails with `NotAuthorized`, `PatientNotFound`, `NotFound`,
		/// `NotCurrent`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::void())]
		pub fn void(
			origin: OriginFor<T>,
			patient: PatientId,
			record: RecordId,
			reason: VoidReason,
		) -> DispatchResult {
			let (_, mut entry) = Self::ensure_author_of_current(origin, patient, record)?;
			entry.status = RecordStatus::EnteredInError { reason };
			Records::<T>::insert(patient, record, entry);
			Self::deposit_event(Event::RecordVoided { patient, record, reason });
			Ok(())
		}

		/// Says where the same ciphertext lies now and who holds it.
		///
		/// Callable by an agent of the record's author.
		///
		/// Emits [`Event::CustodiansSet`]. Fails with `NotAuthorized`, `PatientNotFound`, `NotFound`,
		/// `NotCurrent`, `NoCustodian`, `InvalidCustodian`. The cost grows with the number of
		/// custodians.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::set_custodians(custodians.len() as u32))]
		pub fn set_custodians(
			origin: OriginFor<T>,
			patient: PatientId,
			record: RecordId,
			custodians: Custodians,
			locator: Locator,
		) -> DispatchResult {
			let (_, mut entry) = Self::ensure_author_of_current(origin, patient, record)?;
			Self::ensure_custodians(&custodians)?;
			entry.pointer.custodians = custodians;
			entry.pointer.locator = locator;
			Records::<T>::insert(patient, record, entry);
			Self::deposit_event(Event::CustodiansSet { patient, record });
			Ok(())
		}

		/// Erases a record: locators, custodians and envelopes of all its versions go. Its hashes
		/// stay. There is no way back.
		///
		/// Callable by an agent of the record's author, by the patient's controller, and by a
		/// representative with power over erasure.
		///
		/// Emits [`Event::RecordErased`], and [`Event::EpochRaised`] where envelopes went. Fails with
		/// `PatientNotFound`, `NotFound`, `AlreadyErased`, `NotAuthorized`. The cost grows with the
		/// number of versions and of the record's envelopes; the most is charged and the unused part
		/// refunded.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::erase(T::MaxVersions::get(), T::MaxEnvelopes::get()))]
		pub fn erase(
			origin: OriginFor<T>,
			patient: PatientId,
			record: RecordId,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::ensure_patient(patient)?;
			let entry = Records::<T>::get(patient, record).ok_or(Error::<T>::NotFound)?;
			ensure!(entry.status != RecordStatus::Erased, Error::<T>::AlreadyErased);
			let by_author = T::Members::active_agent(&who)
				.is_some_and(|agent| agent.organization == entry.author);
			ensure!(
				by_author || T::Patients::authority(&who, patient, Power::Erasure).is_some(),
				Error::<T>::NotAuthorized
			);
			let versions = entry.version;
			Self::erase_versions(patient, record, entry);
			let envelopes = Self::remove_envelopes_of(patient, record);
			if envelopes > 0 {
				Self::raise_epoch(patient);
			}
			Self::deposit_event(Event::RecordErased { patient, record });
			Ok(Some(T::WeightInfo::erase(versions, envelopes)).into())
		}

		/// Anchors a batch of record commitments under one Merkle root.
		///
		/// Callable by an agent of an organization that may act as Provider, Laboratory, Pharmacy or
		/// Payer; it becomes the author. Whether it may write about a patient is looked at when a
		/// record is proved, as the chain does not see before whom a batch is about.
		///
		/// Emits [`Event::BatchAnchored`]. Fails with `NotAuthorized`, `InvalidLeafCount`,
		/// `BatchAlreadyExists`. The cost does not depend on the number of leaves.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::anchor_batch())]
		pub fn anchor_batch(
			origin: OriginFor<T>,
			batch: BatchId,
			root: H256,
			leaves: u32,
		) -> DispatchResult {
			let (agent, ActiveAgent { organization: author, .. }) = Self::ensure_agent(origin)?;
			let (capabilities, _) = T::Members::capabilities_until(author);
			ensure!(
				!capabilities.intersection(BATCH_AUTHORS).is_empty(),
				Error::<T>::NotAuthorized
			);
			ensure!((1..=merkle::MAX_LEAVES).contains(&leaves), Error::<T>::InvalidLeafCount);
			ensure!(!Batches::<T>::contains_key(batch), Error::<T>::BatchAlreadyExists);
			let anchored_at = T::Time::now();
			Batches::<T>::insert(batch, Batch { author, agent, root, leaves, anchored_at });
			Self::deposit_event(Event::BatchAnchored { batch, author, root, leaves });
			Ok(())
		}

		/// Proves a record of a batch, which stands on its own from then on: it can be amended,
		/// voided, shared and erased like one that was anchored singly. It keeps the batch's author,
		/// agent and time.
		///
		/// Callable by an agent of the batch's author, if it cares for the patient or may `collect`
		/// such data for `purpose`; and by the patient's controller or a representative with power
		/// over consents. `salt` opens the commitment. A custodian that has left the consortium since
		/// the batch was anchored is no obstacle.
		///
		/// Emits [`Event::RecordProved`]. Fails with `BatchNotFound`, the patients pallet's error if
		/// nothing may be written under the id, `AlreadyExists`, `EmptyCiphertext`, `NoCustodian`,
		/// `InvalidCustodian`, `InvalidProof`, `LeafAlreadySettled`, `NotAuthorized`,
		/// `MayNotCollect`. The cost grows with the number of custodians; that of a decision is
		/// charged, and refunded where none was needed.
		#[pallet::call_index(6)]
		#[pallet::weight(
			T::WeightInfo::prove(pointer.custodians.len() as u32)
				.saturating_add(T::Access::max_weight())
		)]
		pub fn prove(
			origin: OriginFor<T>,
			patient: PatientId,
			record: RecordId,
			pointer: Pointer,
			purpose: Purpose,
			batch: BatchId,
			salt: Salt,
			proof: InclusionProof,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let entry = Batches::<T>::get(batch).ok_or(Error::<T>::BatchNotFound)?;
			T::Patients::ensure_open(patient)?;
			ensure!(!Records::<T>::contains_key(patient, record), Error::<T>::AlreadyExists);
			Self::ensure_settled_pointer(&pointer)?;
			let commitment = record::commitment(patient, record, &pointer, &salt);
			let index = Self::ensure_unsettled_leaf(batch, &entry, &commitment, &proof)?;
			let custodians = pointer.custodians.len() as u32;
			let by_author = T::Members::active_agent(&who)
				.is_some_and(|agent| agent.organization == entry.author);
			let decision = if by_author {
				Self::ensure_may_collect(entry.author, patient, &pointer, purpose)?
			} else {
				ensure!(
					T::Patients::authority(&who, patient, Power::Consent).is_some(),
					Error::<T>::NotAuthorized
				);
				Weight::zero()
			};
			let Batch { author, agent, anchored_at, .. } = entry;
			let origin = Some(BatchLeaf { batch, index });
			let version = Self::first_version(author, agent, pointer, anchored_at, origin);
			Records::<T>::insert(patient, record, version);
			Leaves::<T>::insert(batch, index, LeafState::Proved { patient, record });
			Self::deposit_event(Event::RecordProved { patient, record, batch, index });
			Ok(Some(T::WeightInfo::prove(custodians).saturating_add(decision)).into())
		}

		/// Declares a record of a batch an error without disclosing which record it is.
		///
		/// Callable by an agent of the batch's author.
		///
		/// Emits [`Event::LeafVoided`]. Fails with `NotAuthorized`, `BatchNotFound`, `InvalidProof`,
		/// `LeafAlreadySettled`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::void_leaf())]
		pub fn void_leaf(
			origin: OriginFor<T>,
			batch: BatchId,
			commitment: H256,
			proof: InclusionProof,
			reason: VoidReason,
		) -> DispatchResult {
			let (_, agent) = Self::ensure_agent(origin)?;
			let entry = Batches::<T>::get(batch).ok_or(Error::<T>::BatchNotFound)?;
			ensure!(agent.organization == entry.author, Error::<T>::NotAuthorized);
			let index = Self::ensure_unsettled_leaf(batch, &entry, &commitment, &proof)?;
			Leaves::<T>::insert(batch, index, LeafState::EnteredInError { reason });
			Self::deposit_event(Event::LeafVoided { batch, index, reason });
			Ok(())
		}

		/// Hands a recipient the key to a record, or to all records of a class in an epoch, sealed to
		/// the recipient's X25519 key.
		///
		/// Callable by an agent of the record's author (for an epoch: of an organization that cares
		/// for the patient), by the patient's controller, and by a representative with power over
		/// consents. The decision has to permit that the recipient has access for `purpose`.
		///
		/// Emits [`Event::EnvelopePut`]. Fails with the patients pallet's error if nothing may be
		/// written under the id, `NotFound`, `NotCurrent`, `EpochNotReached`, `NotAuthorized`,
		/// `InvalidSealedKey`, `EnvelopeAlreadyExists`, `RecipientDenied`, `MaxEnvelopesExceeded`, the
		/// consents pallet's error if there is no room to note one more recipient of the consent. An
		/// envelope that was called back and waits to be removed is in nobody's way: it is replaced,
		/// with [`Event::EnvelopeRemoved`]. The cost of the decision grows with the number of the
		/// patient's consents; the most is charged and the unused part refunded.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::put_envelope().saturating_add(T::Access::max_weight()))]
		pub fn put_envelope(
			origin: OriginFor<T>,
			patient: PatientId,
			subject: Sealed,
			recipient: OrganizationId,
			purpose: Purpose,
			sealed: SealedKey,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			T::Patients::ensure_open(patient)?;
			Self::ensure_may_share(&who, patient, &subject)?;
			ensure!(sealed.len() > ENCAPSULATED_KEY_LEN, Error::<T>::InvalidSealedKey);
			let former = Envelopes::<T>::get((patient, subject, recipient));
			ensure!(
				former.as_ref().is_none_or(|former| Self::is_called_back(patient, former)),
				Error::<T>::EnvelopeAlreadyExists
			);
			let request = readers::access_request(&subject, recipient, purpose);
			let (decision, cost) = T::Access::decide_weighed(patient, &request);
			ensure!(decision.is_permitted(), Error::<T>::RecipientDenied);
			let consent = decision.consent.zip(decision.version);
			if let Some((consent, _)) = consent {
				T::Access::on_handed_out(patient, consent, recipient)?;
			}
			if former.is_some() {
				Self::take_envelope(patient, subject, recipient);
			}
			EnvelopeCounts::<T>::try_mutate(patient, |count| {
				ensure!(*count < T::MaxEnvelopes::get(), Error::<T>::MaxEnvelopesExceeded);
				*count = count.saturating_add(1);
				Ok::<_, DispatchError>(())
			})?;
			let put_at = T::Time::now();
			Envelopes::<T>::insert(
				(patient, subject, recipient),
				Envelope { sealed, purpose, consent, put_at },
			);
			Self::deposit_event(Event::EnvelopePut { patient, subject, recipient });
			Ok(Some(T::WeightInfo::put_envelope().saturating_add(cost)).into())
		}

		/// Takes an envelope away.
		///
		/// Callable by whoever may put it, and by an agent of the recipient.
		///
		/// Emits [`Event::EnvelopeRemoved`] and [`Event::EpochRaised`]. Fails with
		/// `EnvelopeNotFound`, `NotAuthorized`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::remove_envelope())]
		pub fn remove_envelope(
			origin: OriginFor<T>,
			patient: PatientId,
			subject: Sealed,
			recipient: OrganizationId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			ensure!(
				Envelopes::<T>::contains_key((patient, subject, recipient)),
				Error::<T>::EnvelopeNotFound
			);
			let by_recipient =
				T::Members::active_agent(&who).is_some_and(|agent| agent.organization == recipient);
			ensure!(
				by_recipient || Self::may_share(&who, patient, &subject),
				Error::<T>::NotAuthorized
			);
			Self::take_envelope(patient, subject, recipient);
			Self::raise_epoch(patient);
			Ok(())
		}
	}
}
