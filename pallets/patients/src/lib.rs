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
//! - **Representative**: somebody who may act in the patient's place, under a **mandate**: a role,
//!   powers, a time, and labels of data that it has no say in.
//! - **Appointment**: that a patient without a key is entrusted to somebody.
//! - **Recovery contacts**: those who together can let the patient back in when the key is lost.
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
//! ### 4. A newborn
//! A child has no key. The hospital registers it with its mother, whose signature says that she takes
//! on the guardianship. It ends when the child comes of age, by itself.
#![doc = docify::embed!("src/tests/register_represented.rs", register_represented_should_let_guardian_act_until_majority)]
//!
//! ### 5. A second parent, and coming of age
//! She can name others who help her, within her own mandate. Somebody with rights of his own, the
//! father or at last the child itself with its own key, takes two parties that agree, and time in
//! which everybody concerned can object.
#![doc = docify::embed!("src/tests/complete_appointment.rs", complete_appointment_should_hand_over_when_child_comes_of_age)]
//!
//! ### 6. Matters that are the adolescent's own
//! A mandate can leave out data by its labels. Consents that reach it are then not the guardian's to
//! give; whoever keeps the patient's registration under such a mandate can't name anybody without the
//! same exception either.
#![doc = docify::embed!("src/tests/add_representative.rs", add_representative_should_keep_what_is_withheld)]
//!
//! ### 7. A lost key
//! While the key is there, the patient names contacts: relatives, friends, and at most one agent of
//! any one organization, so that none of them recovers it alone. Two at least have to agree, then
//! there is time for the present key to object. Asking, agreeing and objecting are calls of the SDK's
//! `pallet-recovery`; at the end the contacts together have [`Pallet::rotate_controller`] called with
//! the new key's signature.
#![doc = docify::embed!("src/tests/arrange_recovery.rs", arrange_recovery_should_name_contacts)]
//!
//! ### 8. Erasure
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
//! of its own. The date of death is not stored, only that it was reported. The end of a guardian's
//! mandate would be a date of birth: it is a multiple of four weeks. Representatives and recovery
//! contacts are accounts, which show to whom a person is close if they are used elsewhere too; keys
//! made for the purpose don't. They are removed with the patient, and with the key they stood for.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

mod appointments;
mod authority;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
mod merges;
#[cfg(test)]
mod mock;
mod readers;
mod recovery;
mod registry;
mod representatives;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use pallet::*;
pub use recovery::{MAX_RECOVERY_DELAY, MIN_RECOVERY_THRESHOLD};
pub use representatives::GUARDIAN_END_STEP;
pub use types::*;
pub use weights::WeightInfo;

use alloc::vec::Vec;
use frame_support::{
	pallet_macros::import_section,
	pallet_prelude::*,
	traits::{EnsureOrigin, Time},
};
use frame_system::pallet_prelude::*;
use salus_primitives::{
	codes::{Capability, DelegateRole, IdentifierType},
	organization::ActiveAgent,
	patient::{
		controller_payload, representative_payload, AppointingParty, Authority, Mandate,
		PatientStatus, Power,
	},
	signed,
	traits::{Membership, OnErased, Patients as PatientsTrait, Recovery, Sponsorship},
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
/// Most contacts who can help when the key is lost. More than that nobody keeps in touch with.
pub const MAX_RECOVERY_CONTACTS: u32 = 9;
/// The longest time to object that the consortium can set: a quarter of a year.
pub const MAX_OBJECTION_PERIOD: Moment = 92 * 24 * 60 * 60 * 1_000;

/// A patient of this runtime.
pub type PatientOf<T> = Patient<<T as frame_system::Config>::AccountId>;
/// A representative in this runtime.
pub type RepresentativeOf<T> = Representative<<T as frame_system::Config>::AccountId>;
/// An appointment in this runtime.
pub type AppointmentOf<T> = Appointment<<T as frame_system::Config>::AccountId>;
/// Who can help when a key is lost.
pub type ContactsOf<T> =
	BoundedVec<<T as frame_system::Config>::AccountId, ConstU32<MAX_RECOVERY_CONTACTS>>;

// The calls stand in a room of their own.
#[import_section(calls::calls)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who sets the time to object.
		type PolicyOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// A controller's or representative's signature.
		type Signature: Verify<Signer = Self::Signer> + Parameter;
		/// The key behind a signature.
		type Signer: IdentifyAccount<AccountId = Self::AccountId>;
		/// The chain's clock.
		type Time: Time<Moment = Moment>;
		/// Who belongs to the consortium.
		type Members: Membership<Self::AccountId>;
		/// Lets controllers and representatives in.
		type Sponsorship: Sponsorship<Self::AccountId>;
		/// The way back when a key is lost.
		type Recovery: Recovery<Self::AccountId>;
		/// What else happens when a patient is erased.
		type OnErased: OnErased;
		/// Longest chain of merges, which bounds how far an id has to be followed. Four levels merge
		/// sixteen duplicates of one person when they are merged in pairs.
		#[pallet::constant]
		type MaxMergeDepth: Get<u32>;
		/// The time to object until the consortium sets another.
		#[pallet::constant]
		type DefaultObjectionPeriod: Get<Moment>;
		/// The people that benchmarks act with.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: salus_primitives::traits::BenchmarkPeople<Self::AccountId>
			+ salus_primitives::traits::BenchmarkSigner<Self::AccountId, Self::Signature>;
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
		RepresentativeOf<T>,
		OptionQuery,
	>;

	/// How many patients an account represents, if any.
	#[pallet::storage]
	pub(crate) type Representing<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, u32, OptionQuery>;

	/// To whom patients without a key are about to be entrusted.
	#[pallet::storage]
	pub(crate) type Appointments<T: Config> =
		StorageMap<_, Blake2_128Concat, PatientId, AppointmentOf<T>, OptionQuery>;

	/// How long those who may lose by it can object: to an appointment once two parties agree, and to
	/// a recovery at least.
	#[pallet::storage]
	pub(crate) type ObjectionPeriod<T: Config> =
		StorageValue<_, Moment, ValueQuery, T::DefaultObjectionPeriod>;

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

	/// What is there from the start.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Patients, each with an account of its own, on chains for development.
		pub patients: Vec<FoundingPatient<T::AccountId>>,
		/// The time to object, in milliseconds.
		pub objection_period: Option<Moment>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		/// # Panics
		/// If two patients share an id or an account.
		fn build(&self) {
			self.patients.iter().for_each(Pallet::<T>::found);
			if let Some(period) = self.objection_period {
				ObjectionPeriod::<T>::put(period);
			}
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
		/// Somebody may act in the patient's place.
		RepresentativeNamed {
			/// The patient.
			patient: PatientId,
			/// In what capacity.
			role: DelegateRole,
		},
		/// A representative's mandate is another.
		RepresentativeChanged {
			/// The patient.
			patient: PatientId,
			/// In what capacity.
			role: DelegateRole,
		},
		/// Somebody no longer acts in the patient's place.
		RepresentativeDismissed {
			/// The patient.
			patient: PatientId,
			/// In what capacity it did.
			role: DelegateRole,
		},
		/// Somebody wants a patient without a key entrusted to somebody.
		AppointmentProposed {
			/// The patient.
			patient: PatientId,
			/// Who.
			by: AppointingParty,
		},
		/// A second party agrees. There is time to object.
		AppointmentAgreed {
			/// The patient.
			patient: PatientId,
			/// Who.
			by: AppointingParty,
			/// When it takes effect at the earliest.
			effective_at: Moment,
		},
		/// Somebody objected to an appointment, or took the proposal back.
		AppointmentRejected {
			/// The patient.
			patient: PatientId,
			/// Who.
			by: AppointingParty,
		},
		/// An appointment took effect.
		AppointmentCompleted {
			/// The patient.
			patient: PatientId,
		},
		/// The controller said who can help when the key is lost.
		RecoveryArranged {
			/// The patient.
			patient: PatientId,
			/// How many of them it takes.
			threshold: u32,
		},
		/// Nobody can help any more when the key is lost.
		RecoveryDissolved {
			/// The patient.
			patient: PatientId,
		},
		/// There is another time to object.
		ObjectionPeriodSet {
			/// How long, in milliseconds.
			period: Moment,
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
		/// The signature is not by the account that it has to be by, or not over this very payload.
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
		/// The account controls a patient already.
		AlreadyController,
		/// The account represents the patient already.
		AlreadyRepresentative,
		/// The account does not represent the patient.
		RepresentativeNotFound,
		/// There is no room for a further representative.
		MaxRepresentativesExceeded,
		/// A mandate without any power.
		NoPowers,
		/// Who acts for a patient without a key needs power over the registration.
		RegistrationPowerNeeded,
		/// A guardian's mandate has an end: when the patient comes of age.
		GuardianWithoutEnd,
		/// The end of a guardian's mandate is a multiple of four weeks, as the day itself would be a
		/// date of birth.
		EndTooExact,
		/// A representative can give no more than it has.
		ExceedsOwnMandate,
		/// Some of the patient's data is withheld from this representative.
		DataWithheld,
		/// The patient has a key, and decides.
		PatientHasKey,
		/// An appointment waits already.
		AppointmentPending,
		/// No such appointment waits.
		AppointmentNotFound,
		/// Another party has to agree, not the same.
		AppointmentNeedsOtherParty,
		/// Nobody has agreed to the appointment, or its time has not come.
		AppointmentNotDue,
		/// It takes two contacts at least, and no more than there are.
		InvalidThreshold,
		/// The contacts are not in ascending order, or one of them is the patient's own key.
		InvalidContacts,
		/// Two contacts are agents of one organization, which might recover the key all by itself.
		OrganizationTwice,
		/// Shorter than the time to object, or longer than a year.
		InvalidDelay,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxMergeDepth::get() > 0, "merging needs one level at least");
			assert!(
				(1..=MAX_OBJECTION_PERIOD).contains(&T::DefaultObjectionPeriod::get()),
				"there is time to object"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
