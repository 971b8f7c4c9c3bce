//! # Trials pallet
//!
//! A registry of clinical trials and a ledger of how they are conducted, in which neither an outcome
//! switched after the fact nor a result that stays away goes unnoticed.
//!
//! ## Terminology
//!
//! - **Sponsor**: the organization that answers for a trial. **Committee**: the ethics committee that
//!   judges it; never the sponsor itself.
//! - **Version**: what the protocol said from one amendment to the next. A *minor* amendment holds at
//!   once; a *substantial* one when the committee has approved it, and participants must agree anew.
//! - **Outcome**: what the trial is to show. Each stands on the list by itself, as the hashes of its
//!   measure, time frame and description, whose texts are published.
//! - **Lock**: the first enrolment. From then on the list as registered never changes; what
//!   amendments do to it is kept beside it, with where the trial stood.
//! - **Site**: a provider at which participants are enrolled, by its **investigators**.
//! - **Participant**: a random id, drawn for this trial.
//! - **Trail**: every change, with who, when, what it was before and why.
//!
//! ## Scenarios
//!
//! ### 1. Registration and approval
//! The sponsor registers the trial data set of the WHO: codes on chain, long texts as hash and public
//! locator, outcomes one by one. Nothing begins before the ethics committee has approved.
#![doc = docify::embed!("src/tests/review_version.rs", trial_should_recruit_when_committee_approved)]
//!
//! ### 2. An outcome is switched
//! After the first enrolment the sponsor makes another outcome primary. The committee may approve;
//! the comparison shows what was registered, what it became, and where the trial stood.
#![doc = docify::embed!("src/tests/comparison.rs", comparison_should_show_switched_outcome_when_trial_was_recruiting)]
//!
//! ### 3. A substantial amendment
//! It blocks enrolment until the committee has decided, and makes the consents of participants stale
//! from then on: they agree to the new version or withdraw.
#![doc = docify::embed!("src/tests/renew_consent.rs", consent_should_be_stale_when_substantial_amendment_is_approved)]
//!
//! ### 4. Who is in which arm
//! Before the first enrolment the sponsor commits to the whole list of arms by a Merkle root of
//! salted commitments. Participants take its places in order. After the database lock, or at once
//! where nobody is masked, each place is opened and verified: nobody can have been moved.
#![doc = docify::embed!("src/tests/reveal_allocation.rs", reveal_should_show_arm_when_opening_fits_commitment)]
//!
//! ### 5. Results
//! They are due twelve months after the primary completion, and have to account for every outcome on
//! the list. What is reported without being on it is flagged.
#![doc = docify::embed!("src/tests/submit_results.rs", results_should_flag_outcome_when_it_was_never_registered)]
//!
//! ## The registration data set
//!
//! The 24 items of the WHO's trial registration data set (version 1.3.1). A *text* stands on chain as
//! its kind, its hash and where it is published; everything else as it is.
//!
//! | Item | Where |
//! | --- | --- |
//! | 1 registry and number | `registry_ids`, and the trial's id on this chain |
//! | 2 date of registration | the chain's clock, and `first_registered_at` if another registry was first |
//! | 3 secondary numbers | `registry_ids`; text `secondary-ids` for those of no registry |
//! | 4 sources of support | text `funding` |
//! | 5 primary sponsor | the organization that registers |
//! | 6 secondary sponsors | text `secondary-sponsors` |
//! | 7, 8 contacts | texts `public-contact`, `scientific-contact`: they may name people |
//! | 9, 10 titles | texts `public-title` (needed), `scientific-title` |
//! | 11 countries | `countries`, codes of ISO 3166-1; text `countries` for the places |
//! | 12 conditions | text `conditions` (needed) |
//! | 13 interventions | number of arms, text `interventions` |
//! | 14 criteria | `eligibility` (age, sex, healthy volunteers); text `eligibility` (needed) |
//! | 15 study type | `design`: type, allocation, model, masking, purpose, phases; text `design` |
//! | 16 first enrolment | `dates.start` as stated; the day of the first enrolment on this chain |
//! | 17 sample size | `sample_size`, planned or final; how many were enrolled on this chain |
//! | 18 recruitment status | the status, with since when and why |
//! | 19, 20 outcomes | one by one: kind, and hashes of measure, time frame, description; text `outcomes` |
//! | 21 ethics review | the committee, and its decision and opinion on each version |
//! | 22 completion date | `dates.primary_completion`, `dates.completion` |
//! | 23 summary results | each version of the results: text, account of every outcome, when, when due |
//! | 24 sharing of data | `ipd_sharing`; text `ipd-plan` |
//!
//! ## Privacy
//!
//! Participants are random ids. An enrolment names the patient's id and the consent, and a patient id
//! serves one trial only ([`Error::PatientIdUsed`]), so that nothing on chain connects what one
//! person does in two trials: the device draws a fresh patient id for each. Events, the trail and the
//! runtime API name participants, never patients. Values of participants are never on chain, only
//! roots over salted commitments; narratives, opinions and reasons are hashes. An arm becomes public
//! when it is revealed; an emergency unblinding need not reveal it to all.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod errors;
mod features;
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

use frame_support::{pallet_prelude::*, traits::Time};
use frame_system::pallet_prelude::*;
use salus_primitives::{
	codes::{SubjectState, TrialStatus},
	traits::{Membership, Patients, TrialConsents},
	trial::{
		AllocationList, AllocationOpening, AmendedOutcome, AmendmentKind, AnchorKind, Assessment,
		AuditEntry, AuditedChange, Certificate, Changes, DataAnchor, Dates, Details, Extras,
		FollowUp, ListedOutcome, Outcome, OutcomeAccount, Participant, ProtocolVersion, PublicText,
		Reason, Registration, RegistryId, Reports, Results, SafetyReport, Site, MAX_OUTCOMES,
	},
	ConsentId, Moment, OrganizationId, ParticipantId, PatientId, TrialId,
};
use sp_core::H256;

/// Most investigators of one site at a time.
pub const MAX_INVESTIGATORS: u32 = 64;
/// Most queries and corrections about one data anchor, so that one answer can name them all.
pub const MAX_FOLLOWERS: u32 = 256;
/// Most changes of a trial's outcomes, so that one comparison can show them all.
pub const MAX_OUTCOME_CHANGES: u32 = 4_096;
/// Longest that one certificate of delay may put results off, in months.
pub const MAX_DELAY_MONTHS: u32 = 24;
/// How long after the primary completion results are due, in months.
pub const RESULTS_DUE_MONTHS: u32 = 12;
/// How long after its last confirmation a trial that should have ended is shown as unknown, in
/// months.
pub const LAPSE_MONTHS: u32 = 24;

#[frame_support::pallet_macros::import_section(errors::errors)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock.
		type Time: Time<Moment = Moment>;
		/// Who belongs to the consortium.
		type Members: Membership<Self::AccountId>;
		/// The patients behind participants.
		type Patients: Patients<Self::AccountId>;
		/// What they agreed to.
		type Consents: TrialConsents;
		/// The people that benchmarks act with.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: benchmarking::BenchmarkHelper<Self::AccountId>;
		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// The trials.
	#[pallet::storage]
	pub(crate) type Trials<T: Config> =
		StorageMap<_, Blake2_128Concat, TrialId, Trial, OptionQuery>;

	/// The trials in the order of registration.
	#[pallet::storage]
	pub(crate) type Numbered<T: Config> = StorageMap<_, Twox64Concat, u32, TrialId, OptionQuery>;

	/// How many trials there are.
	#[pallet::storage]
	pub(crate) type TrialCount<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// The trials by their numbers in registries.
	#[pallet::storage]
	pub(crate) type ByRegistryId<T: Config> =
		StorageMap<_, Blake2_128Concat, RegistryId, TrialId, OptionQuery>;

	/// The versions of the protocols, from 1.
	#[pallet::storage]
	pub(crate) type Versions<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, TrialId, Twox64Concat, u32, ProtocolVersion>;

	/// The lists of outcomes.
	#[pallet::storage]
	pub(crate) type Outcomes<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, TrialId, Twox64Concat, u16, ListedOutcome>;

	/// All that amendments did, or would do, to outcomes.
	#[pallet::storage]
	pub(crate) type OutcomeChanges<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, TrialId, Twox64Concat, u32, AmendedOutcome>;

	/// The sites.
	#[pallet::storage]
	pub(crate) type Sites<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, TrialId, Twox64Concat, OrganizationId, Site>;

	/// Who investigates where.
	#[pallet::storage]
	pub(crate) type Investigators<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, TrialId>,
			NMapKey<Twox64Concat, OrganizationId>,
			NMapKey<Blake2_128Concat, T::AccountId>,
		),
		(),
	>;

	/// The participants.
	#[pallet::storage]
	pub(crate) type Participants<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		TrialId,
		Blake2_128Concat,
		ParticipantId,
		Participant,
	>;

	/// The participant for whom a patient id was used.
	#[pallet::storage]
	pub(crate) type Enrolments<T: Config> =
		StorageMap<_, Blake2_128Concat, PatientId, (TrialId, ParticipantId), OptionQuery>;

	/// The allocation lists.
	#[pallet::storage]
	pub(crate) type AllocationLists<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, TrialId, Twox64Concat, u16, AllocationList>;

	/// The data anchors.
	#[pallet::storage]
	pub(crate) type Anchors<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, TrialId, Twox64Concat, u32, DataAnchor>;

	/// Queries and corrections by the anchor that they are about.
	#[pallet::storage]
	pub(crate) type AnchorFollowers<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, TrialId>,
			NMapKey<Twox64Concat, u32>,
			NMapKey<Twox64Concat, u32>,
		),
		(),
	>;

	/// The safety reports.
	#[pallet::storage]
	pub(crate) type SafetyReports<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, TrialId, Twox64Concat, u32, SafetyReport>;

	/// Their follow-ups.
	#[pallet::storage]
	pub(crate) type FollowUps<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, TrialId>,
			NMapKey<Twox64Concat, u32>,
			NMapKey<Twox64Concat, u32>,
		),
		FollowUp,
	>;

	/// The results, in versions from 1.
	#[pallet::storage]
	pub(crate) type ResultVersions<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, TrialId, Twox64Concat, u32, Results>;

	/// What a version of results says about each outcome on the list.
	#[pallet::storage]
	pub(crate) type Accounts<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, TrialId>,
			NMapKey<Twox64Concat, u32>,
			NMapKey<Twox64Concat, u16>,
		),
		OutcomeAccount,
	>;

	/// What a version of results reports that is not on the list.
	#[pallet::storage]
	pub(crate) type ExtraOutcomes<T: Config> = StorageNMap<
		_,
		(
			NMapKey<Blake2_128Concat, TrialId>,
			NMapKey<Twox64Concat, u32>,
			NMapKey<Twox64Concat, u16>,
		),
		Outcome,
	>;

	/// The certificates of delay.
	#[pallet::storage]
	pub(crate) type Certificates<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, TrialId, Twox64Concat, u32, Certificate>;

	/// The trails.
	#[pallet::storage]
	pub(crate) type Trail<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, TrialId, Twox64Concat, u32, AuditEntry<T::AccountId>>;

	/// What happened. Every change of a trial is an entry of its trail, and the event says the same.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A trial's trail has an entry more.
		TrialChanged {
			/// The trial.
			trial: TrialId,
			/// The entry's number.
			entry: u32,
			/// What was done.
			change: AuditedChange,
		},
		/// The first participant was enrolled: the list of outcomes is what was registered.
		OutcomesLocked {
			/// The trial.
			trial: TrialId,
			/// How many outcomes it has.
			outcomes: u16,
		},
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Registers a trial.
		///
		/// Callable by an agent of an organization that may act as Sponsor. The trial stands at
		/// `NOT_YET_RECRUITING` (expanded access: `TEMPORARILY_NOT_AVAILABLE`), and version 1 of its
		/// protocol waits for the ethics committee. The cost grows with the outcomes.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotAuthorized`, `AlreadyExists`,
		/// `CommitteeNotEligible`, `RegistryIdTaken`, `TextMissing`, `DuplicateText`,
		/// `InvalidDesign`, `NoPrimaryOutcome`, `InvalidOutcome`, `DateInFuture`,
		/// `DatesOutOfOrder`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register(registration.outcomes.len() as u32))]
		pub fn register(
			origin: OriginFor<T>,
			trial: TrialId,
			registration: Registration,
		) -> DispatchResult {
			Self::do_register(origin, trial, registration)
		}

		/// Says what the ethics committee decided about a version that waits.
		///
		/// Callable by an agent of the trial's committee while that may act as EthicsCommittee. An
		/// approved version holds from now on, and its changes of outcomes with it; a refused one
		/// never does. `opinion` is the hash of the committee's opinion.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `NotAuthorized`, `NotPending`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::review_version(MAX_OUTCOMES))]
		pub fn review_version(
			origin: OriginFor<T>,
			trial: TrialId,
			version: u32,
			approved: bool,
			opinion: H256,
		) -> DispatchResultWithPostInfo {
			let changes = Self::do_review_version(origin, trial, version, approved, opinion)?;
			Ok(Some(T::WeightInfo::review_version(changes)).into())
		}

		/// Says where the trial stands, since when, and why.
		///
		/// Callable by an agent of the sponsor; by one of its committee, or of a regulator, to
		/// suspend and to terminate, and to lift what their organization suspended. A suspension by
		/// another than the sponsor can be lifted by nobody else, unless that other may not oversee
		/// trials any more: then a regulator may. The sponsor may still end the trial.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `NotAuthorized`,
		/// `IllegalTransition`, `NotApproved`, `SuspendedByOther`, `DateInFuture`,
		/// `DatesOutOfOrder`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::set_status())]
		pub fn set_status(
			origin: OriginFor<T>,
			trial: TrialId,
			status: TrialStatus,
			effective_at: Moment,
			reason: Reason,
		) -> DispatchResult {
			Self::do_set_status(origin, trial, status, effective_at, reason)
		}

		/// Confirms that all that is registered is right as of `verified_at`.
		///
		/// Callable by an agent of the sponsor. A trial that should have ended and was not confirmed
		/// for two years is shown as `UNKNOWN`.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `NotAuthorized`, `DateInFuture`,
		/// `DatesOutOfOrder`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::confirm())]
		pub fn confirm(
			origin: OriginFor<T>,
			trial: TrialId,
			verified_at: Moment,
		) -> DispatchResult {
			Self::do_confirm(origin, trial, verified_at)
		}

		/// States other dates, or that a planned one has become a fact.
		///
		/// Callable by an agent of the sponsor. What the dates were is in the trail. One that was
		/// stated can't be taken back, as results are due by it.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `NotAuthorized`, `DateInFuture`,
		/// `DatesOutOfOrder`, `DateTakenBack`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::set_dates())]
		pub fn set_dates(
			origin: OriginFor<T>,
			trial: TrialId,
			dates: Dates,
			reason: Reason,
		) -> DispatchResult {
			Self::do_set_dates(origin, trial, dates, reason)
		}

		/// Has another ethics committee judge the trial, as the present one can't any more.
		///
		/// Callable by an agent of the sponsor. A committee that still may judge trials can't be
		/// replaced: there is no choosing another after a refusal. What the old one suspended, the new
		/// one may lift.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `NotAuthorized`,
		/// `CommitteeStillActive`, `CommitteeNotEligible`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::replace_committee())]
		pub fn replace_committee(
			origin: OriginFor<T>,
			trial: TrialId,
			committee: OrganizationId,
		) -> DispatchResult {
			Self::do_replace_committee(origin, trial, committee)
		}

		/// Opens a site, or opens it again, with a first investigator.
		///
		/// Callable by an agent of the sponsor. The site is an organization that may act as Provider,
		/// the investigator a practitioner of it.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `NotAuthorized`, `SiteNotEligible`,
		/// `SiteAlreadyOpen`, `InvestigatorNotEligible`, `MaxInvestigatorsExceeded`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::open_site())]
		pub fn open_site(
			origin: OriginFor<T>,
			trial: TrialId,
			site: OrganizationId,
			investigator: T::AccountId,
		) -> DispatchResult {
			Self::do_open_site(origin, trial, site, investigator)
		}

		/// Closes a site: nobody is enrolled and nothing captured there any more.
		///
		/// Callable by an agent of the sponsor, and by an administrator of the site.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `SiteNotFound`, `NotAuthorized`,
		/// `SiteClosed`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::close_site())]
		pub fn close_site(
			origin: OriginFor<T>,
			trial: TrialId,
			site: OrganizationId,
			reason: Reason,
		) -> DispatchResult {
			Self::do_close_site(origin, trial, site, reason)
		}

		/// Makes a practitioner of a site its investigator.
		///
		/// Callable by an agent of the sponsor, and by an administrator of the site.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `SiteNotFound`, `NotAuthorized`,
		/// `SiteClosed`, `InvestigatorNotEligible`, `AlreadyInvestigator`,
		/// `MaxInvestigatorsExceeded`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::add_investigator())]
		pub fn add_investigator(
			origin: OriginFor<T>,
			trial: TrialId,
			site: OrganizationId,
			investigator: T::AccountId,
		) -> DispatchResult {
			Self::do_add_investigator(origin, trial, site, investigator)
		}

		/// Ends that somebody investigates at a site.
		///
		/// Callable by an agent of the sponsor, and by an administrator of the site.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `SiteNotFound`, `NotAuthorized`,
		/// `NotInvestigator`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::remove_investigator())]
		pub fn remove_investigator(
			origin: OriginFor<T>,
			trial: TrialId,
			site: OrganizationId,
			investigator: T::AccountId,
			reason: Reason,
		) -> DispatchResult {
			Self::do_remove_investigator(origin, trial, site, investigator, reason)
		}

		/// Amends the protocol.
		///
		/// Callable by an agent of the sponsor. A minor amendment holds at once; it can change
		/// neither design, criteria nor sample size (but state the final one), nor the texts about
		/// criteria, interventions and consent, nor outcomes after the lock. A substantial one waits for the committee, and nobody is enrolled meanwhile.
		/// What is to happen to outcomes is noted now, with where the trial stands.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `NotAuthorized`,
		/// `InvalidAmendmentKind`, `AmendmentPending`, `TextMissing`, `DuplicateText`,
		/// `InvalidDesign`, `NotApproved`, `NotMinor`, `OutcomeNotFound`, `OutcomeNamedTwice`,
		/// `InvalidOutcome`, `OutcomeUnchanged`, `NoPrimaryOutcome`, `MaxOutcomesExceeded`,
		/// `MaxOutcomeChangesExceeded`.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::amend(changes.len() as u32))]
		pub fn amend(
			origin: OriginFor<T>,
			trial: TrialId,
			kind: AmendmentKind,
			details: Details,
			changes: Changes,
			reason: Reason,
		) -> DispatchResult {
			Self::do_amend(origin, trial, kind, details, changes, reason)
		}

		/// Takes back an amendment that waits. What it would have done to outcomes stays visible.
		///
		/// Callable by an agent of the sponsor.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `NotAuthorized`, `NotPending`.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::withdraw_amendment())]
		pub fn withdraw_amendment(
			origin: OriginFor<T>,
			trial: TrialId,
			reason: Reason,
		) -> DispatchResult {
			Self::do_withdraw_amendment(origin, trial, reason)
		}

		/// Enrols a participant under a fresh id, bound to a consent to the present version.
		///
		/// Callable by an investigator of an open site. The first enrolment locks the outcomes. In a
		/// randomized trial an allocation list must be committed to.
		///
		/// Emits [`Event::TrialChanged`], and [`Event::OutcomesLocked`] for the first. Fails with
		/// `NotFound`, `NotInvestigator`, `SiteClosed`, `NotEnrolling`, `AmendmentPending`,
		/// `DatabaseLocked`, `SampleSizeReached`, `ListNotFound`, `ParticipantExists`,
		/// `PatientIdUsed`, `ConsentNotCurrent`, or the patients pallet's error if the id is not open.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::enroll().saturating_add(T::Consents::weight()))]
		pub fn enroll(
			origin: OriginFor<T>,
			trial: TrialId,
			participant: ParticipantId,
			patient: PatientId,
			consent: ConsentId,
		) -> DispatchResult {
			Self::do_enroll(origin, trial, participant, patient, consent)
		}

		/// Binds a participant to a consent to the present version.
		///
		/// Callable by an investigator of the participant's site, and by who may consent for the
		/// patient.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `ParticipantNotFound`,
		/// `NotAuthorized`, `NotInStudy`, `ConsentAlreadyCurrent`, `ConsentNotCurrent`.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::renew_consent().saturating_add(T::Consents::weight()))]
		pub fn renew_consent(
			origin: OriginFor<T>,
			trial: TrialId,
			participant: ParticipantId,
			consent: ConsentId,
		) -> DispatchResult {
			Self::do_renew_consent(origin, trial, participant, consent)
		}

		/// Says where a participant stands.
		///
		/// Callable by an investigator of the participant's site. With a consent that is stale or has
		/// ended, participants go to follow-up or off the study, and nowhere else.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `ParticipantNotFound`,
		/// `NotInvestigator`, `IllegalSubjectTransition`, `ConsentNotCurrent`.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::set_subject_state().saturating_add(T::Consents::weight()))]
		pub fn set_subject_state(
			origin: OriginFor<T>,
			trial: TrialId,
			participant: ParticipantId,
			state: SubjectState,
			reason: Reason,
		) -> DispatchResult {
			Self::do_set_subject_state(origin, trial, participant, state, reason)
		}

		/// Withdraws a participant, at any time and wherever the trial stands.
		///
		/// Callable by who may consent for the patient, and by an agent of the participant's site.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `ParticipantNotFound`,
		/// `NotAuthorized`, `AlreadyWithdrawn`.
		#[pallet::call_index(15)]
		#[pallet::weight(T::WeightInfo::withdraw_participant())]
		pub fn withdraw_participant(
			origin: OriginFor<T>,
			trial: TrialId,
			participant: ParticipantId,
			reason: Reason,
		) -> DispatchResult {
			Self::do_withdraw_participant(origin, trial, participant, reason)
		}

		/// Commits to a list of arms by the Merkle root over its entries' commitments.
		///
		/// Callable by an agent of the sponsor, before the first enrolment. A trial has one list, or
		/// one for each stratum.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `NotAuthorized`, `NotRandomized`,
		/// `EnrolmentBegun`, `ListExists`, `InvalidLeaves`.
		#[pallet::call_index(16)]
		#[pallet::weight(T::WeightInfo::commit_allocation())]
		pub fn commit_allocation(
			origin: OriginFor<T>,
			trial: TrialId,
			list: u16,
			root: H256,
			entries: u32,
		) -> DispatchResult {
			Self::do_commit_allocation(origin, trial, list, root, entries)
		}

		/// Gives a participant the next place on a list.
		///
		/// Callable by an investigator of the participant's site.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `ParticipantNotFound`,
		/// `NotInvestigator`, `NotUnderWay`, `NotInStudy`, `AlreadyRandomized`, `ConsentNotCurrent`,
		/// `ListNotFound`, `ListExhausted`.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::randomize().saturating_add(T::Consents::weight()))]
		pub fn randomize(
			origin: OriginFor<T>,
			trial: TrialId,
			participant: ParticipantId,
			list: u16,
		) -> DispatchResult {
			Self::do_randomize(origin, trial, participant, list)
		}

		/// Reveals a participant's arm by opening its place on the list.
		///
		/// Callable by an agent of the sponsor: at any time where nobody is masked, else once the
		/// database is locked.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `NotAuthorized`,
		/// `ParticipantNotFound`, `StillMasked`, `NotYetRandomized`, `AlreadyRevealed`,
		/// `InvalidOpening`, `ArmNotFound`.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::reveal_allocation())]
		pub fn reveal_allocation(
			origin: OriginFor<T>,
			trial: TrialId,
			participant: ParticipantId,
			opening: AllocationOpening,
		) -> DispatchResult {
			Self::do_reveal_allocation(origin, trial, participant, opening)
		}

		/// Notes that a participant's arm was disclosed in an emergency, and reveals it if an opening
		/// comes along.
		///
		/// Callable by an investigator of the participant's site, and by an agent of the sponsor.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `ParticipantNotFound`,
		/// `NotAuthorized`, `NotMasked`, `NotYetRandomized`, `AlreadyUnblinded`, `AlreadyRevealed`,
		/// `InvalidOpening`, `ArmNotFound`.
		#[pallet::call_index(19)]
		#[pallet::weight(T::WeightInfo::unblind())]
		pub fn unblind(
			origin: OriginFor<T>,
			trial: TrialId,
			participant: ParticipantId,
			reason: Reason,
			opening: Option<AllocationOpening>,
		) -> DispatchResult {
			Self::do_unblind(origin, trial, participant, reason, opening)
		}

		/// Anchors data, a query about data, an answer or a correction, by a Merkle root.
		///
		/// Data is captured by investigators and gateways of an open site; queries are raised by
		/// agents of the sponsor, and answered by those of the site whose data they are about, which
		/// also correct it.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `DatabaseLocked`, `NoParticipants`,
		/// `InvalidLeaves`, `NotAuthorized`, `NotInvestigator`, `SiteClosed`, `AnchorNotFound`,
		/// `QueryAnswered`, `MaxFollowersExceeded`.
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::anchor_data())]
		pub fn anchor_data(
			origin: OriginFor<T>,
			trial: TrialId,
			kind: AnchorKind,
			root: H256,
			leaves: u32,
		) -> DispatchResult {
			Self::do_anchor_data(origin, trial, kind, root, leaves)
		}

		/// Locks the database: nothing is anchored as data of the trial from now on.
		///
		/// Callable by an agent of the sponsor once nobody is enrolled any more and every query is
		/// answered.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `NotAuthorized`, `DatabaseLocked`,
		/// `StillUnderWay`, `QueriesOpen`.
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::lock_database())]
		pub fn lock_database(
			origin: OriginFor<T>,
			trial: TrialId,
			reason: Reason,
		) -> DispatchResult {
			Self::do_lock_database(origin, trial, reason)
		}

		/// Reports a serious adverse event.
		///
		/// Callable by an investigator of an open or closed site, and by an agent of the sponsor.
		/// The clock runs from `aware_at`: 7 days if the event is fatal or life-threatening, else 15.
		/// A suspected unexpected reaction has to be with the regulator within the same time.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `ParticipantNotFound`,
		/// `NotAuthorized`, `NotSerious`, `DateInFuture`.
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::report_event())]
		pub fn report_event(
			origin: OriginFor<T>,
			trial: TrialId,
			participant: ParticipantId,
			assessment: Assessment,
			aware_at: Moment,
			narrative: H256,
		) -> DispatchResult {
			Self::do_report_event(origin, trial, participant, assessment, aware_at, narrative)
		}

		/// States that a suspected unexpected reaction was reported to the regulator.
		///
		/// Callable by an agent of the sponsor.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `NotAuthorized`, `ReportNotFound`,
		/// `NotSuspected`, `AlreadyExpedited`.
		#[pallet::call_index(23)]
		#[pallet::weight(T::WeightInfo::expedite_event())]
		pub fn expedite_event(origin: OriginFor<T>, trial: TrialId, report: u32) -> DispatchResult {
			Self::do_expedite_event(origin, trial, report)
		}

		/// Follows a report up with what is known since.
		///
		/// Callable by an agent of the organization that reported, and of the sponsor. If the
		/// reaction turns out suspected and unexpected, the regulator's clock runs from `aware_at`; if
		/// it turns out fatal or life-threatening before the regulator was told, the shorter one
		/// does. While the event goes on, a further follow-up is owed.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `ReportNotFound`, `NotAuthorized`,
		/// `NotSerious`, `DateInFuture`, `DatesOutOfOrder`.
		#[pallet::call_index(24)]
		#[pallet::weight(T::WeightInfo::follow_up_event())]
		pub fn follow_up_event(
			origin: OriginFor<T>,
			trial: TrialId,
			report: u32,
			assessment: Assessment,
			aware_at: Moment,
			narrative: H256,
		) -> DispatchResult {
			Self::do_follow_up_event(origin, trial, report, assessment, aware_at, narrative)
		}

		/// Submits results, or a corrected version of them.
		///
		/// Callable by an agent of the sponsor once the primary completion is reached. `reports` has
		/// to account for every outcome that ever stood on the list since the lock, removed ones too;
		/// `extras` is what is reported beside them, and is flagged. The cost grows with both.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `NotAuthorized`,
		/// `PrimaryCompletionNotReached`, `StillUnderWay`, `OutcomeNotFound`, `OutcomeNamedTwice`,
		/// `OutcomeNotAccountedFor`.
		#[pallet::call_index(25)]
		#[pallet::weight(T::WeightInfo::submit_results(reports.len() as u32, extras.len() as u32))]
		pub fn submit_results(
			origin: OriginFor<T>,
			trial: TrialId,
			document: PublicText,
			reports: Reports,
			extras: Extras,
		) -> DispatchResult {
			Self::do_submit_results(origin, trial, document, reports, extras)
		}

		/// Certifies that results may come later, until `until`.
		///
		/// Callable by an agent of an organization that may act as Regulator and is not the sponsor.
		///
		/// Emits [`Event::TrialChanged`]. Fails with `NotFound`, `NotAuthorized`, `NoResultsDue`,
		/// `ResultsAlreadySubmitted`, `InvalidDelay`.
		#[pallet::call_index(26)]
		#[pallet::weight(T::WeightInfo::certify_delay())]
		pub fn certify_delay(
			origin: OriginFor<T>,
			trial: TrialId,
			until: Moment,
			reason: Reason,
		) -> DispatchResult {
			Self::do_certify_delay(origin, trial, until, reason)
		}
	}
}
