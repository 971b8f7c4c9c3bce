//! # Patients pallet
//!
//! The patient registry: who controls which patient id, who vouches for it, and what becomes of it.
//!
//! ## Terminology
//!
//! - **Patient id**: 32 random bytes that the client draws. A person may hold several, and nothing
//!   on chain connects them.
//! - **Controller**: the account that decides for the patient. An account controls one patient.
//! - **Sponsor**: the organization that registered the patient. It lends the controller the right
//!   to send transactions, and a small allowance for them.
//! - **Identifier commitment**: `blake2_256(domain ‖ salt ‖ value)` of an identifier such as a
//!   medical record number ([`salus_primitives::commitment`]). Whoever holds the salt and the number
//!   can show that an organization vouched for it; nobody else learns the number.
//! - **Representative**: somebody who may act in the patient's place, within stated powers and time.
//! - **Care relationship**: that an organization cares for the patient, which lets it write records.
//!   The sponsor has one from the start.
//!
//! ## Scenarios
//!
//! ### 1. Registration
//! The patient's device draws an id and a key, and signs
//! [`controller_payload`]. An agent of a provider
//! sends it in. From then on the key sends its own transactions.
#![doc = docify::embed!("src/tests/register.rs", register_should_create_patient_when_provider_sends_signature)]
//!
//! ### 2. A new phone
//! The controller hands over to another key, which signs in its turn.
#![doc = docify::embed!("src/tests/rotate_controller.rs", rotate_controller_should_hand_over_when_new_key_signs)]
//!
//! ### 3. A duplicate
//! Two registrations turn out to be one person. Both controllers, or two providers that care for
//! both, agree; the duplicate then names the id that replaces it. What was written under it stays
//! there, and the surviving controller decides over both.
#![doc = docify::embed!("src/tests/accept_merge.rs", accept_merge_should_merge_when_both_controllers_agree)]
//!
//! ### 4. Erasure
//! The controller has the patient erased. Identifiers, representatives and care relationships go at
//! once, locators and key envelopes of the records within the next blocks
//! ([`Config::OnErased`]). A tombstone stays, so that the id is never used again.
#![doc = docify::embed!("src/tests/erase.rs", erase_should_leave_only_a_tombstone)]
//!
//! ## Privacy
//!
//! Stored are random ids, public keys, salted commitments, the numbers of organizations and times.
//! Who cares for a patient is visible to whoever knows the patient's id: an organization with a
//! telling specialty betrays a diagnosis to those who can tie the id to a person. That is why ids
//! are random, why one person may hold several, and why a specialized clinic should register an id
//! of its own. The date of death is not stored, only that it was reported.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
#[cfg(test)]
mod mock;
mod readers;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use alloc::vec::Vec;
use frame_support::{pallet_prelude::*, traits::Time};
use frame_system::pallet_prelude::*;
use salus_primitives::{
	codes::{Capability, IdentifierType, SensitivitySet},
	organization::ActiveAgent,
	patient::{controller_payload, wrapped_for_wallets, Authority, PatientStatus, Power},
	traits::{Membership, OnErased, Patients as PatientsTrait, Sponsorship},
	Moment, OrganizationId, PatientId, Period,
};
use sp_core::H256;
use sp_runtime::traits::{IdentifyAccount, Verify};

/// Most identifiers attested for one patient: those of the institutions that a person passes
/// through in a life, with room to spare.
pub const MAX_IDENTIFIERS: u32 = 64;
/// Most representatives of one patient.
pub const MAX_REPRESENTATIVES: u32 = 16;
/// Most care relationships kept for one patient.
pub const MAX_CARE_RELATIONSHIPS: u32 = 64;

/// A patient of this runtime.
pub type PatientOf<T> = Patient<<T as frame_system::Config>::AccountId>;

#[frame_support::pallet]
pub mod pallet {
	use super::*;

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// A controller's signature.
		type Signature: Verify<Signer = Self::Signer> + Parameter;
		/// The key behind a signature.
		type Signer: IdentifyAccount<AccountId = Self::AccountId>;
		/// The chain's clock.
		type Time: Time<Moment = Moment>;
		/// Who belongs to the consortium.
		type Members: Membership<Self::AccountId>;
		/// Lets controllers in.
		type Sponsorship: Sponsorship<Self::AccountId>;
		/// What else happens when a patient is erased.
		type OnErased: OnErased;
		/// Longest chain of merges, which bounds how far an id has to be followed. Four levels merge
		/// sixteen duplicates of one person when they are merged in pairs.
		#[pallet::constant]
		type MaxMergeDepth: Get<u32>;
		/// The people that benchmarks act with.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: benchmarking::BenchmarkHelper<Self::AccountId, Self::Signature>;
		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// The patients.
	#[pallet::storage]
	pub(crate) type Patients<T: Config> =
		StorageMap<_, Blake2_128Concat, PatientId, PatientOf<T>, OptionQuery>;

	/// Which patient an account controls.
	#[pallet::storage]
	pub(crate) type Controllers<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, PatientId, OptionQuery>;

	/// Commitments to identifiers, and who vouches for them.
	#[pallet::storage]
	pub(crate) type Identifiers<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		PatientId,
		Blake2_128Concat,
		H256,
		Attestation,
		OptionQuery,
	>;

	/// Who may act in a patient's place.
	#[pallet::storage]
	pub(crate) type Representatives<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		PatientId,
		Blake2_128Concat,
		T::AccountId,
		Representative,
		OptionQuery,
	>;

	/// When which organization cares for a patient.
	#[pallet::storage]
	pub(crate) type CareRelationships<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		PatientId,
		Twox64Concat,
		OrganizationId,
		Period,
		OptionQuery,
	>;

	/// Duplicates that wait for the other side's agreement.
	#[pallet::storage]
	pub(crate) type MergeProposals<T: Config> =
		StorageMap<_, Blake2_128Concat, PatientId, MergeProposal, OptionQuery>;

	/// Patients from the start, on chains for development.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Each with an account of its own.
		pub patients: Vec<FoundingPatient<T::AccountId>>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		/// # Panics
		/// If two share an id or an account.
		fn build(&self) {
			self.patients.iter().for_each(Pallet::<T>::found);
		}
	}

	/// What happened. Events name ids and organizations, never the account of a patient.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A patient was registered.
		PatientRegistered {
			/// The patient.
			patient: PatientId,
			/// The sponsor.
			organization: OrganizationId,
		},
		/// An organization vouched for an identifier.
		IdentifierAttested {
			/// The patient.
			patient: PatientId,
			/// The commitment.
			commitment: H256,
			/// Who vouches.
			organization: OrganizationId,
		},
		/// Nobody vouches for an identifier any more.
		IdentifierWithdrawn {
			/// The patient.
			patient: PatientId,
			/// The commitment.
			commitment: H256,
		},
		/// Another key controls the patient.
		ControllerRotated {
			/// The patient.
			patient: PatientId,
		},
		/// An organization may care for the patient.
		CareRelationshipOpened {
			/// The patient.
			patient: PatientId,
			/// The organization.
			organization: OrganizationId,
			/// When.
			period: Period,
		},
		/// An organization no longer cares for the patient.
		CareRelationshipClosed {
			/// The patient.
			patient: PatientId,
			/// The organization.
			organization: OrganizationId,
		},
		/// Somebody holds a patient for a duplicate.
		MergeProposed {
			/// The duplicate.
			patient: PatientId,
			/// What shall replace it.
			into: PatientId,
		},
		/// A proposal to merge was taken back or refused.
		MergeWithdrawn {
			/// The alleged duplicate.
			patient: PatientId,
		},
		/// A duplicate was merged.
		PatientMerged {
			/// The duplicate.
			patient: PatientId,
			/// What replaces it.
			into: PatientId,
		},
		/// A patient was reported dead.
		DeathReported {
			/// The patient.
			patient: PatientId,
			/// Who reported it.
			organization: OrganizationId,
		},
		/// The report of a death was taken back.
		DeathReportWithdrawn {
			/// The patient.
			patient: PatientId,
		},
		/// A patient was erased.
		PatientErased {
			/// The patient.
			patient: PatientId,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// No patient with this id is registered.
		NotFound,
		/// The id is taken, or was once.
		AlreadyExists,
		/// The caller is no agent who may act, or not of an organization that may do this.
		NotAuthorized,
		/// The caller controls or represents the patient neither directly nor by a merge.
		NotController,
		/// The signature is not the new controller's over this very payload.
		InvalidSignature,
		/// The signature's deadline has passed.
		SignatureExpired,
		/// The id was merged into another.
		AlreadyMerged,
		/// The patient was erased.
		Erased,
		/// The patient is reported dead already.
		AlreadyDeceased,
		/// The patient is not reported dead.
		NotDeceased,
		/// The commitment is attested already.
		IdentifierAlreadyAttested,
		/// No such commitment is attested.
		IdentifierNotFound,
		/// There is no room for a further identifier.
		MaxIdentifiersExceeded,
		/// No such care relationship is kept.
		CareRelationshipNotFound,
		/// There is no room for a further care relationship.
		MaxCareRelationshipsExceeded,
		/// The organization is no member in good standing.
		OrganizationNotActive,
		/// The period ends before it starts, or is over.
		InvalidPeriod,
		/// A patient can't be merged into itself.
		SamePatient,
		/// A proposal to merge this id waits already.
		MergeAlreadyProposed,
		/// No such proposal waits.
		MergeNotFound,
		/// The other side has to agree, not the same.
		MergeNeedsOtherParty,
		/// The chain of merges would become too long.
		MaxMergeDepthExceeded,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxMergeDepth::get() > 0, "merging needs one level at least");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers a patient under a fresh id.
		///
		/// Callable by an agent of an organization that may act as Provider; it becomes the sponsor.
		/// `signature` is the controller's over
		/// [`controller_payload`] with nonce 0, raw or
		/// as browser wallets wrap it; it is good until `deadline` (chain time, ms).
		///
		/// Emits [`Event::PatientRegistered`]. Fails with `NotAuthorized`, `AlreadyExists`,
		/// `SignatureExpired`, `InvalidSignature`, or the organizations pallet's error if the
		/// account belongs to somebody.
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
			Self::ensure_signed_by(&controller, patient, sponsor, 0, deadline, &signature)?;
			T::Sponsorship::sponsor(&controller, sponsor)?;
			Self::insert(patient, controller, sponsor);
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
			Patients::<T>::try_mutate(patient, |entry| {
				let entry = Self::open(entry)?;
				ensure!(Self::cares(patient, entry, organization), Error::<T>::NotAuthorized);
				ensure!(
					!Identifiers::<T>::contains_key(patient, commitment),
					Error::<T>::IdentifierAlreadyAttested
				);
				ensure!(entry.identifiers < MAX_IDENTIFIERS, Error::<T>::MaxIdentifiersExceeded);
				entry.identifiers = entry.identifiers.saturating_add(1);
				Ok::<_, DispatchError>(())
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
		/// Callable by an agent of the organization that vouched, and by the patient.
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
			let vouched = T::Members::active_agent(&who)
				.is_some_and(|agent| agent.organization == attestation.attested_by);
			ensure!(
				vouched
					|| <Self as PatientsTrait<_>>::authority(&who, patient, Power::Registration)
						.is_some(),
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
		/// [`controller_payload`] with the patient's
		/// present nonce; it is good until `deadline` (chain time, ms). The old key is a stranger to
		/// the chain from then on.
		///
		/// Emits [`Event::ControllerRotated`]. Fails with `NotFound`, `NotController`,
		/// `SignatureExpired`, `InvalidSignature`, or the organizations pallet's error if the new
		/// account belongs to somebody.
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
			Self::ensure_signed_by(&new_controller, patient, sponsor, nonce, deadline, &signature)?;
			T::Sponsorship::sponsor(&new_controller, sponsor)?;
			T::Sponsorship::release(&who)?;
			Controllers::<T>::remove(&who);
			Controllers::<T>::insert(&new_controller, patient);
			entry.controller = Some(new_controller);
			entry.nonce = nonce.saturating_add(1);
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
			Patients::<T>::try_mutate(patient, |entry| {
				let entry = Self::open(entry)?;
				Self::ensure_authority(&who, patient, Power::Registration)?;
				ensure!(T::Members::is_active(organization), Error::<T>::OrganizationNotActive);
				if !CareRelationships::<T>::contains_key(patient, organization) {
					ensure!(
						entry.care_relationships < MAX_CARE_RELATIONSHIPS,
						Error::<T>::MaxCareRelationshipsExceeded
					);
					entry.care_relationships = entry.care_relationships.saturating_add(1);
				}
				Ok::<_, DispatchError>(())
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
			let by_itself = T::Members::active_agent(&who)
				.is_some_and(|agent| agent.organization == organization);
			ensure!(
				by_itself
					|| <Self as PatientsTrait<_>>::authority(&who, patient, Power::Registration)
						.is_some(),
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
		/// stranger to the chain from then on; the survivor's decides over both.
		///
		/// Emits [`Event::PatientMerged`]. Fails with `MergeNotFound`, `NotFound`, `AlreadyMerged`,
		/// `Erased`, `NotAuthorized`, `MergeNeedsOtherParty`, `MaxMergeDepthExceeded`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::accept_merge())]
		pub fn accept_merge(
			origin: OriginFor<T>,
			patient: PatientId,
			into: PatientId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let proposal = MergeProposals::<T>::get(patient)
				.filter(|proposal| proposal.into == into)
				.ok_or(Error::<T>::MergeNotFound)?;
			let mut duplicate = Self::open(&mut Patients::<T>::get(patient))?.clone();
			let mut survivor = Self::open(&mut Patients::<T>::get(into))?.clone();
			let party = Self::merge_party(&who, (patient, &duplicate), (into, &survivor))
				.ok_or(Error::<T>::NotAuthorized)?;
			let other_side = match (proposal.proposed_by, party) {
				(MergeParty::Patient(one), MergeParty::Patient(other)) => one != other,
				(MergeParty::Organization(one), MergeParty::Organization(other)) => one != other,
				_ => false,
			};
			ensure!(other_side, Error::<T>::MergeNeedsOtherParty);
			Self::ensure_merge_depth(&duplicate)?;
			Self::release_controller(&mut duplicate)?;
			duplicate.status = PatientStatus::Merged { replaced_by: into };
			survivor.merge_depth =
				survivor.merge_depth.max(duplicate.merge_depth.saturating_add(1));
			MergeProposals::<T>::remove(patient);
			Patients::<T>::insert(patient, duplicate);
			Patients::<T>::insert(into, survivor);
			Self::deposit_event(Event::PatientMerged { patient, into });
			Ok(())
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
			Patients::<T>::try_mutate(patient, |entry| {
				let entry = Self::open(entry)?;
				ensure!(Self::cares(patient, entry, organization), Error::<T>::NotAuthorized);
				ensure!(entry.status == PatientStatus::Active, Error::<T>::AlreadyDeceased);
				entry.status = PatientStatus::Deceased {
					reported_by: organization,
					reported_at: T::Time::now(),
				};
				Ok::<_, DispatchError>(())
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
			let reporter = T::Members::active_agent(&who)
				.is_some_and(|agent| agent.organization == reported_by);
			ensure!(reporter || entry.controller.as_ref() == Some(&who), Error::<T>::NotAuthorized);
			entry.status = PatientStatus::Active;
			Patients::<T>::insert(patient, entry);
			Self::deposit_event(Event::DeathReportWithdrawn { patient });
			Ok(())
		}

		/// Erases the patient: identifiers, representatives and care relationships at once; locators
		/// and key envelopes of the records are out of reach at once and removed within the next
		/// blocks. There is no way back.
		///
		/// Callable by the controller, or a representative with power over erasure; for a duplicate,
		/// by those of the id that replaces it. The cost grows with what is removed, and what was
		/// charged beyond that is refunded.
		///
		/// Emits [`Event::PatientErased`]. Fails with `NotFound`, `Erased`, `NotController`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::erase(
			MAX_IDENTIFIERS + MAX_REPRESENTATIVES + MAX_CARE_RELATIONSHIPS
		))]
		pub fn erase(origin: OriginFor<T>, patient: PatientId) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let mut entry = Patients::<T>::get(patient).ok_or(Error::<T>::NotFound)?;
			ensure!(!matches!(entry.status, PatientStatus::Erased { .. }), Error::<T>::Erased);
			Self::ensure_authority(&who, patient, Power::Erasure)?;
			let removed = entry
				.identifiers
				.saturating_add(entry.representatives)
				.saturating_add(entry.care_relationships);
			// The bounds are those of the collections, so nothing is left over.
			let _ = Identifiers::<T>::clear_prefix(patient, MAX_IDENTIFIERS, None);
			let _ = Representatives::<T>::clear_prefix(patient, MAX_REPRESENTATIVES, None);
			let _ = CareRelationships::<T>::clear_prefix(patient, MAX_CARE_RELATIONSHIPS, None);
			MergeProposals::<T>::remove(patient);
			Self::release_controller(&mut entry)?;
			entry.identifiers = 0;
			entry.representatives = 0;
			entry.care_relationships = 0;
			entry.status = PatientStatus::Erased { erased_at: T::Time::now() };
			Patients::<T>::insert(patient, entry);
			T::OnErased::on_erased(patient);
			Self::deposit_event(Event::PatientErased { patient });
			Ok(Some(T::WeightInfo::erase(removed)).into())
		}
	}
}

// Who may do what.
impl<T: Config> Pallet<T> {
	fn ensure_agent(origin: OriginFor<T>) -> Result<ActiveAgent, DispatchError> {
		let who = ensure_signed(origin)?;
		T::Members::active_agent(&who).ok_or(Error::<T>::NotAuthorized.into())
	}

	fn ensure_provider(origin: OriginFor<T>) -> Result<ActiveAgent, DispatchError> {
		let agent = Self::ensure_agent(origin)?;
		ensure!(
			T::Members::is_capable(agent.organization, Capability::Provider),
			Error::<T>::NotAuthorized
		);
		Ok(agent)
	}

	fn ensure_authority(who: &T::AccountId, patient: PatientId, power: Power) -> DispatchResult {
		<Self as PatientsTrait<_>>::authority(who, patient, power)
			.map(|_| ())
			.ok_or(Error::<T>::NotController.into())
	}

	/// That `controller` agreed to control `patient`, by a signature that is good now.
	fn ensure_signed_by(
		controller: &T::AccountId,
		patient: PatientId,
		sponsor: OrganizationId,
		nonce: u64,
		deadline: Moment,
		signature: &T::Signature,
	) -> DispatchResult {
		ensure!(T::Time::now() <= deadline, Error::<T>::SignatureExpired);
		let genesis = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::default());
		let mut genesis_bytes = [0u8; 32];
		genesis_bytes
			.iter_mut()
			.zip(genesis.as_ref())
			.for_each(|(byte, of_genesis)| *byte = *of_genesis);
		let payload = controller_payload(&genesis_bytes, patient, sponsor, nonce, deadline);
		ensure!(
			signature.verify(payload.as_slice(), controller)
				|| signature.verify(wrapped_for_wallets(&payload).as_slice(), controller),
			Error::<T>::InvalidSignature
		);
		Ok(())
	}

	/// As which party to a merge an account speaks, if as any.
	fn merge_party(
		who: &T::AccountId,
		duplicate: (PatientId, &PatientOf<T>),
		survivor: (PatientId, &PatientOf<T>),
	) -> Option<MergeParty> {
		for (id, patient) in [duplicate, survivor] {
			if patient.controller.as_ref() == Some(who) {
				return Some(MergeParty::Patient(id));
			}
		}
		let organization = T::Members::active_agent(who)?.organization;
		let cares_for_both = [duplicate, survivor]
			.into_iter()
			.all(|(id, patient)| Self::cares(id, patient, organization));
		(cares_for_both && T::Members::is_capable(organization, Capability::Provider))
			.then_some(MergeParty::Organization(organization))
	}
}

// The state of patients.
impl<T: Config> Pallet<T> {
	/// The patient, if new things may be written under its id.
	fn open(entry: &mut Option<PatientOf<T>>) -> Result<&mut PatientOf<T>, DispatchError> {
		let entry = entry.as_mut().ok_or(Error::<T>::NotFound)?;
		match entry.status {
			PatientStatus::Active | PatientStatus::Deceased { .. } => Ok(entry),
			PatientStatus::Merged { .. } => Err(Error::<T>::AlreadyMerged.into()),
			PatientStatus::Erased { .. } => Err(Error::<T>::Erased.into()),
		}
	}

	fn cares(id: PatientId, patient: &PatientOf<T>, organization: OrganizationId) -> bool {
		patient.sponsor == organization
			|| CareRelationships::<T>::get(id, organization)
				.is_some_and(|period| period.contains(T::Time::now()))
	}

	/// Writes a patient that is there from the start.
	///
	/// # Panics
	/// If its id or account is taken.
	fn found(FoundingPatient { id, controller, sponsor }: &FoundingPatient<T::AccountId>) {
		assert!(!Patients::<T>::contains_key(id), "patient {id} is founded twice");
		T::Sponsorship::sponsor(controller, *sponsor)
			.expect("the controller of a founding patient belongs to nobody else");
		Self::insert(*id, controller.clone(), *sponsor);
	}

	/// Writes a patient for benchmarks of the pallets that need patients.
	#[cfg(feature = "runtime-benchmarks")]
	pub fn benchmark_found(founding: &FoundingPatient<T::AccountId>) {
		Self::found(founding);
	}

	/// Writes a new patient.
	fn insert(id: PatientId, controller: T::AccountId, sponsor: OrganizationId) {
		Controllers::<T>::insert(&controller, id);
		Patients::<T>::insert(
			id,
			Patient {
				controller: Some(controller),
				sponsor,
				status: PatientStatus::Active,
				registered_at: T::Time::now(),
				// The registration's signature carried 0.
				nonce: 1,
				identifiers: 0,
				representatives: 0,
				care_relationships: 0,
				merge_depth: 0,
			},
		);
	}

	/// That one more merge of `duplicate` keeps every chain within its bound.
	fn ensure_merge_depth(duplicate: &PatientOf<T>) -> DispatchResult {
		ensure!(duplicate.merge_depth < T::MaxMergeDepth::get(), Error::<T>::MaxMergeDepthExceeded);
		Ok(())
	}

	/// Makes the patient's key a stranger to the chain.
	fn release_controller(patient: &mut PatientOf<T>) -> DispatchResult {
		if let Some(controller) = patient.controller.take() {
			Controllers::<T>::remove(&controller);
			T::Sponsorship::release(&controller)?;
		}
		Ok(())
	}

	/// The id that stands for the person: the patient itself, or what replaces it.
	fn surviving(patient: PatientId) -> Option<(PatientId, PatientOf<T>)> {
		let mut id = patient;
		for _ in 0..=T::MaxMergeDepth::get() {
			let entry = Patients::<T>::get(id)?;
			match entry.status {
				PatientStatus::Merged { replaced_by } => id = replaced_by,
				_ => return Some((id, entry)),
			}
		}
		frame_support::defensive!("chains of merges are never longer than MaxMergeDepth");
		None
	}
}

impl<T: Config> PatientsTrait<T::AccountId> for Pallet<T> {
	fn status(patient: PatientId) -> Option<PatientStatus> {
		Patients::<T>::get(patient).map(|entry| entry.status)
	}

	fn authority(who: &T::AccountId, patient: PatientId, power: Power) -> Option<Authority> {
		let (id, survivor) = Self::surviving(patient)?;
		if survivor.controller.as_ref() == Some(who) {
			return Some(Authority::Controller);
		}
		Representatives::<T>::get(id, who)
			.filter(|representative| {
				representative.powers.include(power)
					&& representative.period.contains(T::Time::now())
			})
			.map(|representative| Authority::Representative {
				role: representative.role,
				withheld: SensitivitySet::EMPTY,
			})
	}

	fn has_care_relationship(patient: PatientId, organization: OrganizationId) -> bool {
		Patients::<T>::get(patient).is_some_and(|entry| {
			entry.status.is_open() && Self::cares(patient, &entry, organization)
		})
	}

	fn ensure_open(patient: PatientId) -> DispatchResult {
		Self::open(&mut Patients::<T>::get(patient)).map(|_| ())
	}
}
