//! # Records pallet
//!
//! Pointers to encrypted health records, Merkle batches of them, and the keys sealed to those who
//! may read.
//!
//! ## Terminology
//!
//! - **Record**: a pointer to one encrypted FHIR resource: class, type, labels, hash and length of
//!   the ciphertext, where it lies and who holds it. It belongs to one patient and has an id that
//!   the client draws.
//! - **Author**: the organization that wrote the record. Only it amends and voids.
//! - **Custodian**: an organization that holds the ciphertext.
//! - **Version**: amending a record gives a new version that supersedes the one before, which stays
//!   readable.
//! - **Batch**: one Merkle root ([`salus_primitives::merkle`]) for up to 2²⁴ record commitments.
//! - **Envelope**: a content key sealed to a recipient organization's X25519 key (HPKE, RFC 9180).
//! - **Epoch**: a number with the patient that rises whenever an envelope is taken away. New content
//!   keys are drawn for each epoch, so that who lost an envelope can't read what comes after.
//!
//! ## Scenarios
//!
//! ### 1. A hospital files a record
#![doc = docify::embed!("src/tests/anchor.rs", anchor_should_store_record_when_organization_cares)]
//!
//! ### 2. A laboratory files a million
//! It anchors one root. When one of the records is needed on its own, it is proved.
#![doc = docify::embed!("src/tests/prove.rs", prove_should_store_record_when_leaf_is_in_batch)]
//!
//! ### 3. A result was wrong
#![doc = docify::embed!("src/tests/amend.rs", amend_should_supersede_when_author_corrects)]
//!
//! ### 4. Another hospital reads
//! The author seals the content key to it; the decision has to permit that it has access. When the
//! consent ends, the envelope is out of reach at once and gone within the next blocks.
#![doc = docify::embed!("src/tests/put_envelope.rs", put_envelope_should_store_key_when_decision_permits)]
//!
//! ## Who may write
//!
//! An organization that cares for the patient, or that may `collect` under the patient's consent.
//!
//! ## Privacy
//!
//! Stored are hashes of ciphertexts, coded classes and labels, lengths, locators. A locator is
//! opaque and must not say whose record it is. Class and labels are there so that consents can be
//! decided on chain; where even they would say too much, records go into a batch, of which the chain
//! sees a root only. Erasure removes locators, custodians and envelopes; what stays is the hash of a
//! ciphertext whose key is gone.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
#[cfg(test)]
mod mock;
mod readers;
mod sweep;
#[cfg(test)]
mod tests;
pub mod weights;

pub use pallet::*;
pub use sweep::Sweep;
pub use weights::WeightInfo;

use frame_support::{pallet_macros::import_section, pallet_prelude::*, traits::Time};
use frame_system::pallet_prelude::*;
use salus_primitives::{
	codes::{Capability, CapabilitySet, ConsentAction, Purpose},
	commitment::Salt,
	consent::Request,
	merkle::{self, InclusionProof},
	organization::ActiveAgent,
	patient::{PatientStatus, Power},
	record::{
		self, Batch, BatchLeaf, Custodians, Envelope, LeafState, Locator, Pointer, Record,
		RecordStatus, Sealed, SealedKey, VoidReason,
	},
	traits::{AccessControl, Membership, Patients},
	BatchId, Moment, OrganizationId, PatientId, RecordId,
};
use sp_core::H256;

/// A record of this runtime.
pub type RecordOf<T> = Record<<T as frame_system::Config>::AccountId>;
/// A batch of this runtime.
pub type BatchOf<T> = Batch<<T as frame_system::Config>::AccountId>;

/// Who anchors batches: those who write health records.
const BATCH_AUTHORS: CapabilitySet = CapabilitySet::of(&[
	Capability::Provider,
	Capability::Laboratory,
	Capability::Pharmacy,
	Capability::Payer,
]);

// The calls stand in a room of their own.
#[import_section(calls::calls)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock.
		type Time: Time<Moment = Moment>;
		/// Who belongs to the consortium.
		type Members: Membership<Self::AccountId>;
		/// Who the patients are.
		type Patients: Patients<Self::AccountId>;
		/// Who may do what with a patient's data.
		type Access: AccessControl<Self::AccountId>;
		/// Most versions of one record, which bounds the cost of erasing it.
		#[pallet::constant]
		type MaxVersions: Get<u32>;
		/// Most envelopes of one patient, which bounds the cost of looking through them. A key for
		/// an epoch and class serves many records.
		#[pallet::constant]
		type MaxEnvelopes: Get<u32>;
		/// The people that benchmarks act with.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: salus_primitives::traits::BenchmarkPeople<Self::AccountId>;
		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// Records, in their latest version.
	#[pallet::storage]
	pub(crate) type Records<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		PatientId,
		Blake2_128Concat,
		RecordId,
		RecordOf<T>,
		OptionQuery,
	>;

	/// Versions of records before the latest.
	#[pallet::storage]
	pub(crate) type Versions<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, PatientId>,
			NMapKey<Blake2_128Concat, RecordId>,
			NMapKey<Twox64Concat, u32>,
		),
		RecordOf<T>,
		OptionQuery,
	>;

	/// Batches.
	#[pallet::storage]
	pub(crate) type Batches<T: Config> =
		StorageMap<_, Blake2_128Concat, BatchId, BatchOf<T>, OptionQuery>;

	/// Leaves of batches of which more is known than that they are there.
	#[pallet::storage]
	pub(crate) type Leaves<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, BatchId, Twox64Concat, u32, LeafState, OptionQuery>;

	/// Keys sealed to recipients.
	#[pallet::storage]
	pub(crate) type Envelopes<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, PatientId>,
			NMapKey<Blake2_128Concat, Sealed>,
			NMapKey<Twox64Concat, OrganizationId>,
		),
		Envelope,
		OptionQuery,
	>;

	/// How many envelopes there are for a patient's records.
	#[pallet::storage]
	pub(crate) type EnvelopeCounts<T: Config> =
		StorageMap<_, Blake2_128Concat, PatientId, u32, ValueQuery>;

	/// The epochs of patients.
	#[pallet::storage]
	pub(crate) type Epochs<T: Config> = StorageMap<_, Blake2_128Concat, PatientId, u32, ValueQuery>;

	/// What waits to be removed, and how far that has come.
	#[pallet::storage]
	pub(crate) type Sweeps<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		PatientId,
		Blake2_128Concat,
		Sweep,
		Option<RecordId>,
		OptionQuery,
	>;

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A record was anchored.
		RecordAnchored {
			/// The patient.
			patient: PatientId,
			/// The record.
			record: RecordId,
			/// Its author.
			author: OrganizationId,
		},
		/// A record has a new version.
		RecordAmended {
			/// The patient.
			patient: PatientId,
			/// The record.
			record: RecordId,
			/// The version.
			version: u32,
		},
		/// A record was declared an error.
		RecordVoided {
			/// The patient.
			patient: PatientId,
			/// The record.
			record: RecordId,
			/// Why.
			reason: VoidReason,
		},
		/// A record lies elsewhere.
		CustodiansSet {
			/// The patient.
			patient: PatientId,
			/// The record.
			record: RecordId,
		},
		/// A record was erased.
		RecordErased {
			/// The patient.
			patient: PatientId,
			/// The record.
			record: RecordId,
		},
		/// A batch was anchored.
		BatchAnchored {
			/// The batch.
			batch: BatchId,
			/// Its author.
			author: OrganizationId,
			/// Its root.
			root: H256,
			/// Number of its leaves.
			leaves: u32,
		},
		/// A record of a batch was proved and stands on its own now.
		RecordProved {
			/// The patient.
			patient: PatientId,
			/// The record.
			record: RecordId,
			/// The batch.
			batch: BatchId,
			/// Its leaf.
			index: u32,
		},
		/// A record of a batch was declared an error.
		LeafVoided {
			/// The batch.
			batch: BatchId,
			/// Its leaf.
			index: u32,
			/// Why.
			reason: VoidReason,
		},
		/// A key was sealed to a recipient.
		EnvelopePut {
			/// The patient.
			patient: PatientId,
			/// What it opens.
			subject: Sealed,
			/// The recipient.
			recipient: OrganizationId,
		},
		/// An envelope was taken away.
		EnvelopeRemoved {
			/// The patient.
			patient: PatientId,
			/// What it opened.
			subject: Sealed,
			/// The recipient.
			recipient: OrganizationId,
		},
		/// New content keys have to be drawn for the patient's records.
		EpochRaised {
			/// The patient.
			patient: PatientId,
			/// The epoch.
			epoch: u32,
		},
		/// What a consent had let out, or all of an erased patient's, is removed.
		SweepCompleted {
			/// The patient.
			patient: PatientId,
			/// What was to be removed.
			sweep: Sweep,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// The caller is no agent who may act, or not of an organization that may do this.
		NotAuthorized,
		/// The organization neither cares for the patient nor may it collect such data.
		MayNotCollect,
		/// No patient with this id is registered, or it was erased.
		PatientNotFound,
		/// The patient has no such record.
		NotFound,
		/// The patient has a record with this id.
		AlreadyExists,
		/// The record is not current: an error, or erased.
		NotCurrent,
		/// The record is erased already.
		AlreadyErased,
		/// A ciphertext has one byte at least.
		EmptyCiphertext,
		/// A record has one custodian at least.
		NoCustodian,
		/// A custodian is no member in good standing, or is named twice.
		InvalidCustodian,
		/// There is no room for a further version.
		MaxVersionsExceeded,
		/// There is a batch with this id.
		BatchAlreadyExists,
		/// There is no such batch.
		BatchNotFound,
		/// A batch has one leaf at least, and 2²⁴ at most.
		InvalidLeafCount,
		/// The proof does not show that the record is in the batch.
		InvalidProof,
		/// The leaf was proved or voided already.
		LeafAlreadySettled,
		/// The recipient may not have access, by the decision about it.
		RecipientDenied,
		/// The recipient has a key for this already.
		EnvelopeAlreadyExists,
		/// There is no such envelope.
		EnvelopeNotFound,
		/// There is no room for a further envelope.
		MaxEnvelopesExceeded,
		/// The patient's epoch has not come that far.
		EpochNotReached,
		/// A sealed key is longer than the encapsulated key alone.
		InvalidSealedKey,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Removes what ended consents and erased patients leave behind.
		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			Self::sweep(remaining)
		}

		fn integrity_test() {
			assert!(T::MaxVersions::get() > 0 && T::MaxEnvelopes::get() > 0, "bounds need room");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}

/// Length of an encapsulated X25519 key, the start of every sealed key.
const ENCAPSULATED_KEY_LEN: usize = 32;

// Who may do what.
impl<T: Config> Pallet<T> {
	fn ensure_agent(origin: OriginFor<T>) -> Result<(T::AccountId, ActiveAgent), DispatchError> {
		let who = ensure_signed(origin)?;
		let agent = T::Members::active_agent(&who).ok_or(Error::<T>::NotAuthorized)?;
		Ok((who, agent))
	}

	/// That the patient is registered and not erased.
	fn ensure_patient(patient: PatientId) -> DispatchResult {
		match T::Patients::status(patient) {
			None | Some(PatientStatus::Erased { .. }) => Err(Error::<T>::PatientNotFound.into()),
			Some(_) => Ok(()),
		}
	}

	/// The record, which is current, and which the caller's organization wrote.
	fn ensure_author_of_current(
		origin: OriginFor<T>,
		patient: PatientId,
		record: RecordId,
	) -> Result<(T::AccountId, RecordOf<T>), DispatchError> {
		let (who, agent) = Self::ensure_agent(origin)?;
		Self::ensure_patient(patient)?;
		let entry = Records::<T>::get(patient, record).ok_or(Error::<T>::NotFound)?;
		ensure!(entry.author == agent.organization, Error::<T>::NotAuthorized);
		ensure!(entry.status == RecordStatus::Current, Error::<T>::NotCurrent);
		Ok((who, entry))
	}

	/// That `author` may write such a record about the patient; what it cost to find out.
	fn ensure_may_collect(
		author: OrganizationId,
		patient: PatientId,
		pointer: &Pointer,
		purpose: Purpose,
	) -> Result<Weight, DispatchError> {
		if T::Patients::has_care_relationship(patient, author) {
			return Ok(Weight::zero());
		}
		let request = Request {
			organization: Some(author),
			class: Some(pointer.class),
			resource_type: Some(pointer.resource_type),
			labels: Some(pointer.labels),
			author: Some(author),
			..Request::new(ConsentAction::Collect, purpose)
		};
		let (decision, cost) = T::Access::decide_weighed(patient, &request);
		ensure!(decision.is_permitted(), Error::<T>::MayNotCollect);
		Ok(cost)
	}

	/// That `who` may hand out the key to this, which must be there.
	fn ensure_may_share(
		who: &T::AccountId,
		patient: PatientId,
		subject: &Sealed,
	) -> DispatchResult {
		match *subject {
			Sealed::Record(record) => {
				let entry = Records::<T>::get(patient, record).ok_or(Error::<T>::NotFound)?;
				ensure!(entry.status == RecordStatus::Current, Error::<T>::NotCurrent);
			},
			Sealed::Epoch { epoch, .. } => {
				ensure!(epoch <= Epochs::<T>::get(patient), Error::<T>::EpochNotReached)
			},
		}
		ensure!(Self::may_share(who, patient, subject), Error::<T>::NotAuthorized);
		Ok(())
	}

	fn may_share(who: &T::AccountId, patient: PatientId, subject: &Sealed) -> bool {
		let as_agent = T::Members::active_agent(who).is_some_and(|agent| match *subject {
			Sealed::Record(record) => Records::<T>::get(patient, record)
				.is_some_and(|entry| entry.author == agent.organization),
			Sealed::Epoch { .. } => T::Patients::has_care_relationship(patient, agent.organization),
		});
		as_agent || T::Patients::authority(who, patient, Power::Consent).is_some()
	}
}

// What may be stored.
impl<T: Config> Pallet<T> {
	/// That a pointer may be anchored.
	fn ensure_pointer(pointer: &Pointer) -> DispatchResult {
		ensure!(pointer.size > 0, Error::<T>::EmptyCiphertext);
		Self::ensure_custodians(&pointer.custodians)
	}

	/// That a pointer may be proved. It was settled when its batch was anchored, so a custodian that
	/// has left since must not keep the record in the dark for ever.
	fn ensure_settled_pointer(pointer: &Pointer) -> DispatchResult {
		ensure!(pointer.size > 0, Error::<T>::EmptyCiphertext);
		Self::ensure_distinct(&pointer.custodians)
	}

	fn ensure_custodians(custodians: &Custodians) -> DispatchResult {
		Self::ensure_distinct(custodians)?;
		let in_good_standing = custodians.iter().all(|custodian| T::Members::is_active(*custodian));
		ensure!(in_good_standing, Error::<T>::InvalidCustodian);
		Ok(())
	}

	fn ensure_distinct(custodians: &Custodians) -> DispatchResult {
		ensure!(!custodians.is_empty(), Error::<T>::NoCustodian);
		for (at, custodian) in custodians.iter().enumerate() {
			let named_before = custodians.iter().take(at).any(|other| other == custodian);
			ensure!(!named_before, Error::<T>::InvalidCustodian);
		}
		Ok(())
	}

	/// That the commitment is a leaf of the batch of which nothing more is known; its position.
	fn ensure_unsettled_leaf(
		batch: BatchId,
		entry: &BatchOf<T>,
		commitment: &H256,
		proof: &InclusionProof,
	) -> Result<u32, DispatchError> {
		ensure!(
			merkle::verify(&entry.root, entry.leaves, commitment, proof),
			Error::<T>::InvalidProof
		);
		ensure!(!Leaves::<T>::contains_key(batch, proof.index), Error::<T>::LeafAlreadySettled);
		Ok(proof.index)
	}

	fn first_version(
		author: OrganizationId,
		agent: T::AccountId,
		pointer: Pointer,
		anchored_at: Moment,
		origin: Option<BatchLeaf>,
	) -> RecordOf<T> {
		Record {
			author,
			agent,
			pointer,
			version: 1,
			anchored_at,
			status: RecordStatus::Current,
			origin,
		}
	}

	/// Removes an envelope that is there.
	fn take_envelope(patient: PatientId, subject: Sealed, recipient: OrganizationId) {
		Envelopes::<T>::remove((patient, subject, recipient));
		EnvelopeCounts::<T>::mutate(patient, |count| *count = count.saturating_sub(1));
		Self::deposit_event(Event::EnvelopeRemoved { patient, subject, recipient });
	}

	fn raise_epoch(patient: PatientId) {
		let epoch = Epochs::<T>::mutate(patient, |epoch| {
			*epoch = epoch.saturating_add(1);
			*epoch
		});
		Self::deposit_event(Event::EpochRaised { patient, epoch });
	}
}
