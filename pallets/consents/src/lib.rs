//! # Consents pallet
//!
//! What patients allow and forbid, after FHIR R5 `Consent`, and the decision that everything which
//! guards or records access asks for.
//!
//! ## Terminology
//!
//! - **Consent**: a base and its exceptions ([`salus_primitives::consent`]). It belongs to one
//!   patient and has an id that the client draws.
//! - **Version**: amending or resuming a consent gives a new version; earlier ones stay readable.
//! - **Grantor**: the patient's controller, or a representative with power over consents.
//! - **Request**: a consent that an organization has asked for and the grantor has not answered.
//! - **Narrowing**: that an active consent ends, is set aside, or gets terms that may allow less.
//!   Each raises the patient's consent **epoch**.
//! - **Recall**: what an organization owes after a narrowing: an acknowledgement, and an attestation
//!   that what it had got is deleted, each by a deadline.
//! - **Decision**: permit or deny, with the reason, the consent and version that decided, what the
//!   recipient owes, and until when the answer holds.
//! - **Default policy**: what governance allows where no consent speaks.
//!
//! ## Scenarios
//!
//! ### 1. A patient lets a second hospital treat
#![doc = docify::embed!("src/tests/grant.rs", grant_should_permit_treatment_for_named_organization)]
//!
//! ### 2. An organization asks first
//! The grantor accepts terms by their hash, so that nothing else can be put in their place.
#![doc = docify::embed!("src/tests/accept.rs", accept_should_put_in_force_what_was_asked_for)]
//!
//! ### 3. A patient changes their mind
//! A revoked consent counts no more at once, and what was handed out under it is called back
//! ([`Config::OnNarrowed`]).
#![doc = docify::embed!("src/tests/revoke.rs", revoke_should_end_permission_at_once)]
//!
//! ### 4. Who had the data says that it is gone
#![doc = docify::embed!("src/tests/attest_deletion.rs", attest_deletion_should_settle_the_recall)]
//!
//! ### 5. A consent ends by itself
//! Nobody sweeps: its period is looked at with every decision. Keys that were handed out under it are
//! out of readers' reach from then on, since a reader is given them only while the decision permits;
//! they are not removed, and no recall is opened.
#![doc = docify::embed!("src/tests/decide.rs", decide_should_deny_when_period_is_over)]
//!
//! ## Where a consent stands
//!
//! [`salus_primitives::consent::ConsentStatus::after`] is the table of what can follow what. A call
//! that it does not have fails with [`Error::TransitionNotAllowed`].
//!
//! ## Representatives
//!
//! A representative with power over consents acts like the patient, but for what is withheld from
//! them (an adolescent's own matters): what they grant has no effect there, and while anything is
//! withheld they can't amend, suspend, resume, revoke or mark as an error what the patient's own key
//! granted.
//!
//! ## Recalls
//!
//! A narrowing opens a recall for each organization that the version's provisions name as a
//! recipient, for the one that had asked for it, and for each that was handed a key under it
//! ([`salus_primitives::traits::AccessControl::on_handed_out`]). Who was let in by a consent that
//! names a role or a capability, and never was handed a key, is not known here and owes nothing on
//! chain. An amendment that surely permits no less
//! ([`salus_primitives::consent::Terms::is_widened_by`]) opens none. Resuming a suspended consent
//! does not settle the recalls of its suspension: it is a new version, under which keys are handed
//! out anew.
//!
//! ## The decision
//!
//! [`decide`](salus_primitives::traits::AccessControl::decide) fills in what the chain
//! knows (the asker's standing, roles and capabilities,
//! or by what right it acts for the patient; the record's class, labels, author and custodians;
//! declared emergencies; the trial's protocol) and hands it to
//! [`salus_primitives::consent::decide_stored`], which alone decides. Other pallets reach it through
//! [`salus_primitives::traits::AccessControl`], clients through the runtime API.
//!
//! A decision reads one list of the consents that the patient has, which says of each whether it is
//! active and when, and of those in force the bytes, which are evaluated as they are read.
//!
//! ## Privacy
//!
//! A consent names organizations, accounts, coded purposes, classes and labels. A label such as HIV
//! in a consent hints at a condition to whoever knows whose patient id it is; ids are random for
//! that reason. Free text has no place here: the signed document is kept off chain and bound by its
//! hash, and so is the attestation of a deletion.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

mod access;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod facts;
mod guards;
mod holdings;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
#[cfg(test)]
mod mock;
mod readers;
mod recalls;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::Holding;
pub use weights::WeightInfo;

use alloc::vec::Vec;
use frame_support::{pallet_macros::import_section, pallet_prelude::*, traits::Time};
use frame_system::pallet_prelude::*;
use salus_primitives::{
	consent::{
		Attestation, Consent, ConsentAct, ConsentStatus, DefaultPolicy, Granted, InvalidTerms,
		Recall, RecallCause, Requester, Terms, MAX_PROVISIONS,
	},
	organization::ActiveAgent,
	patient::{Authority, PatientStatus, Power},
	traits::{Emergencies, Membership, OnConsentNarrowed, Patients, Records, Trials},
	ConsentId, Moment, OrganizationId, PatientId,
};
use sp_core::H256;

/// A consent of this runtime.
pub type ConsentOf<T> = Consent<<T as frame_system::Config>::AccountId>;
/// Terms of this runtime.
pub type TermsOf<T> = Terms<<T as frame_system::Config>::AccountId>;

// The calls stand in a room of their own.
#[import_section(calls::calls)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Sets the default policy.
		type PolicyOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// The chain's clock.
		type Time: Time<Moment = Moment>;
		/// Who belongs to the consortium.
		type Members: Membership<Self::AccountId>;
		/// Who the patients are.
		type Patients: Patients<Self::AccountId>;
		/// What the chain knows of records.
		type Records: Records<Self::AccountId>;
		/// Emergencies that practitioners have declared.
		type Emergencies: Emergencies<Self::AccountId>;
		/// Protocols of clinical trials, to which consents can be bound.
		type Trials: Trials;
		/// What else happens when a consent ends or narrows.
		type OnNarrowed: OnConsentNarrowed;
		/// Most consents of one patient that were granted and are not ended. A decision reads those
		/// of them that are active.
		#[pallet::constant]
		type MaxConsents: Get<u32>;
		/// Most requests of one patient that are not answered. They have a bound of their own, so that
		/// who asks does not take the room of what the patient grants.
		#[pallet::constant]
		type MaxRequests: Get<u32>;
		/// Most of them that come from one organization, so that none crowds out the others.
		#[pallet::constant]
		type MaxRequestsPerOrganization: Get<u32>;
		/// Most organizations that the provisions of one consent name as recipients, and most that
		/// are handed keys under it: each of them is recalled when it ends.
		#[pallet::constant]
		type MaxRecipients: Get<u32>;
		/// Longest terms, in bytes of their encoding. A decision reads each consent to its end.
		#[pallet::constant]
		type MaxTermsSize: Get<u32>;
		/// How long a recipient has to acknowledge that a consent has ended or narrowed.
		#[pallet::constant]
		type AcknowledgeWithin: Get<Moment>;
		/// How long a recipient has to attest that what it had got is deleted.
		#[pallet::constant]
		type AttestWithin: Get<Moment>;
		/// The people that benchmarks act with.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: salus_primitives::traits::BenchmarkPeople<Self::AccountId>;
		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// Consents that are not ended, those only asked for among them, in their latest version.
	#[pallet::storage]
	pub(crate) type Consents<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		PatientId,
		Blake2_128Concat,
		ConsentId,
		ConsentOf<T>,
		OptionQuery,
	>;

	/// Which consents of a patient were granted and are not ended, with what a decision has to know
	/// before it reads them. It spares a search through the chain's storage, and reading what is not
	/// active or out of its period; its length keeps the bound. A list, so that a further one is
	/// appended without reading the others.
	#[pallet::storage]
	pub(crate) type Holdings<T: Config> =
		StorageMap<_, Blake2_128Concat, PatientId, BoundedVec<Holding, T::MaxConsents>, ValueQuery>;

	/// Which organizations a patient has not answered: each stands here once for every request.
	#[pallet::storage]
	pub(crate) type Requests<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		PatientId,
		BoundedVec<OrganizationId, T::MaxRequests>,
		ValueQuery,
	>;

	/// Consents that were ended, in their last version. Kept apart, so that their number does not
	/// count.
	#[pallet::storage]
	pub(crate) type EndedConsents<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		PatientId,
		Blake2_128Concat,
		ConsentId,
		ConsentOf<T>,
		OptionQuery,
	>;

	/// Versions of consents before the latest.
	#[pallet::storage]
	pub(crate) type Versions<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, PatientId>,
			NMapKey<Blake2_128Concat, ConsentId>,
			NMapKey<Twox64Concat, u32>,
		),
		ConsentOf<T>,
		OptionQuery,
	>;

	/// Who was handed keys under a consent since it was last narrowed.
	#[pallet::storage]
	pub(crate) type HandedOut<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		PatientId,
		Blake2_128Concat,
		ConsentId,
		BoundedVec<OrganizationId, T::MaxRecipients>,
		ValueQuery,
	>;

	/// What organizations owe after narrowings.
	#[pallet::storage]
	pub(crate) type Recalls<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		PatientId,
		Blake2_128Concat,
		(ConsentId, u32, OrganizationId),
		Recall,
		OptionQuery,
	>;

	/// The same by organization.
	#[pallet::storage]
	pub(crate) type RecallsByOrganization<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		OrganizationId,
		Blake2_128Concat,
		(PatientId, ConsentId, u32),
		(),
		OptionQuery,
	>;

	/// How often consents of a patient have ended or narrowed.
	#[pallet::storage]
	pub(crate) type Epochs<T: Config> = StorageMap<_, Blake2_128Concat, PatientId, u32, ValueQuery>;

	/// What is allowed where no consent speaks.
	#[pallet::storage]
	pub(crate) type Policy<T: Config> = StorageValue<_, DefaultPolicy, ValueQuery>;

	/// The policy from the start.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// What is allowed where no consent speaks.
		pub default_policy: DefaultPolicy,
		#[serde(skip)]
		_config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			Policy::<T>::put(self.default_policy);
		}
	}

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A consent was granted.
		ConsentGranted {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
		},
		/// A consent was amended.
		ConsentAmended {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
			/// The new version.
			version: u32,
		},
		/// A consent was revoked.
		ConsentRevoked {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
		},
		/// The default policy was set.
		DefaultPolicySet {
			/// The policy.
			policy: DefaultPolicy,
		},
		/// A consent was asked for.
		ConsentRequested {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
			/// Who asks.
			organization: OrganizationId,
		},
		/// What was asked for was granted.
		ConsentAccepted {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
		},
		/// What was asked for was refused.
		ConsentRefused {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
		},
		/// Who had asked took the request back.
		RequestWithdrawn {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
		},
		/// A consent was set aside.
		ConsentSuspended {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
		},
		/// A suspended consent is in force again.
		ConsentResumed {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
			/// The new version.
			version: u32,
		},
		/// A consent should never have been recorded.
		ConsentEnteredInError {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
		},
		/// A version of a consent has ended or narrowed, and these organizations owe an
		/// acknowledgement and a deletion.
		RecallOpened {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
			/// The version.
			version: u32,
			/// Who owes.
			organizations: Vec<OrganizationId>,
		},
		/// An organization knows that a consent has ended or narrowed.
		RevocationAcknowledged {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
			/// The version.
			version: u32,
			/// The organization.
			organization: OrganizationId,
		},
		/// An organization has deleted what it had got.
		DeletionAttested {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
			/// The version.
			version: u32,
			/// The organization.
			organization: OrganizationId,
			/// The hash of the document that says so.
			document: H256,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// No patient with this id is registered.
		PatientNotFound,
		/// The patient is dead, merged into another, or erased.
		PatientNotActive,
		/// The caller neither controls the patient nor represents it in matters of consent; or, where
		/// an organization has to act, is no agent of it who may.
		NotAuthorized,
		/// The patient has, or had, a consent with this id.
		AlreadyExists,
		/// The patient has no such consent.
		NotFound,
		/// The patient has as many consents as there is room for.
		MaxConsentsExceeded,
		/// A provision names a parent that does not stand before it.
		ParentNotBefore,
		/// Provisions are nested too deep.
		TooDeep,
		/// A test of a provision is empty, so that nothing could meet it.
		EmptyTest,
		/// A period ends before it starts.
		InvalidPeriod,
		/// The consent is over already.
		PeriodOver,
		/// A silent base without provisions says nothing.
		SaysNothing,
		/// The terms are longer than [`Config::MaxTermsSize`].
		TermsTooLong,
		/// More organizations are named or served than [`Config::MaxRecipients`].
		MaxRecipientsExceeded,
		/// The consent does not stand where this can be done, such as one that is ended.
		TransitionNotAllowed,
		/// The patient has as many unanswered requests, of all or of this organization, as there is
		/// room for.
		MaxRequestsExceeded,
		/// The terms asked for are not those that the grantor accepts.
		TermsDiffer,
		/// The patient's own key granted it, and the representative's say is limited.
		GrantedByPatient,
		/// The organization owes nothing for this version of this consent.
		RecallNotFound,
		/// The organization has acknowledged it already.
		AlreadyAcknowledged,
		/// The organization has attested the deletion already.
		AlreadyAttested,
	}

	impl<T> From<InvalidTerms> for Error<T> {
		fn from(invalid: InvalidTerms) -> Self {
			match invalid {
				InvalidTerms::ParentNotBefore => Self::ParentNotBefore,
				InvalidTerms::TooDeep => Self::TooDeep,
				InvalidTerms::EmptyTest => Self::EmptyTest,
				InvalidTerms::EmptyPeriod => Self::InvalidPeriod,
				InvalidTerms::SaysNothing => Self::SaysNothing,
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxConsents::get() > 0, "patients need room for a consent");
			assert!(T::MaxRequests::get() > 0, "patients need room for a request");
			assert!(T::MaxRequestsPerOrganization::get() > 0, "organizations need room to ask");
			assert!(T::MaxRecipients::get() > 0, "a consent names somebody");
			assert!(T::MaxTermsSize::get() > 0, "terms have a length");
			assert!(
				T::AcknowledgeWithin::get() <= T::AttestWithin::get(),
				"who has deleted knows that it had to"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
