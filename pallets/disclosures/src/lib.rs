//! # Disclosures pallet
//!
//! Who did what with whose data and on what that rests; and emergency access, which is reviewed.
//!
//! ## Terminology
//!
//! - **Entry**: that an agent accessed, used or disclosed data of a patient. The chain decides when
//!   it is written ([`salus_primitives::consent::decide`]) and keeps on what it rests: an access that
//!   the decision refuses can't be logged as one that was allowed.
//! - **Log**: an organization's entries, numbered from 1 without a gap.
//! - **Batch**: entries that an organization keeps off chain, under one Merkle root, with the numbers
//!   of the first and the last.
//! - **Opened entry**: an entry of a batch that was put on chain with its proof.
//! - **Gap**: numbers before the next of which the chain has neither an entry nor a batch. A late
//!   batch fills it.
//! - **Accounting**: the entries about one patient (45 CFR 164.528). Those that the law exempts are
//!   marked, and shown all the same.
//! - **Withheld**: kept from the patient's accounting for a time, at the demand of a health oversight
//!   agency or law enforcement (45 CFR 164.528(a)(2)).
//! - **Breaking the glass**: a practitioner declares an emergency (HL7 purpose BTG). For a short time
//!   the decision lets the practitioner see the kinds of data that were named, past what consents
//!   permit.
//! - **Review**: what the organization's privacy officer says about it afterwards.
//!
//! ## Scenarios
//!
//! ### 1. A hospital reads a record
#![doc = docify::embed!("src/tests/record_entry.rs", record_entry_should_store_entry_when_decision_permits)]
//!
//! ### 2. A busy hospital keeps its log off chain
//! It anchors roots. The patient, or the hospital, opens the entries that matter to the patient.
#![doc = docify::embed!("src/tests/prove_entry.rs", prove_entry_should_open_entry_when_leaf_is_in_batch)]
//!
//! ### 3. A batch goes missing
//! The next one shows the gap, and the late one fills it.
#![doc = docify::embed!("src/tests/anchor_batch.rs", anchor_batch_should_show_gap_until_late_batch_fills_it)]
//!
//! ### 4. An investigation
#![doc = docify::embed!("src/tests/withhold_entry.rs", withhold_entry_should_keep_entry_from_patient_until_time_is_over)]
//!
//! ### 5. An emergency
#![doc = docify::embed!("src/tests/break_glass.rs", break_glass_should_open_access_when_practitioner_declares)]
//!
//! ### 6. A review that nobody made
//! The organization may break no further glass from the moment when the review was due. Making it
//! late is not enough: an auditor of another organization or the council has to clear the suspension.
#![doc = docify::embed!("src/tests/suspension.rs", organization_should_break_no_glass_until_reviewed_and_cleared)]
//!
//! ## What a batch proves
//!
//! That its entries were fixed when it was anchored, and that no number is missing or used twice. It
//! does **not** prove that they were allowed: the chain sees a root and can't decide. When one of
//! them is opened, the chain decides as of that moment, since the consents of the past are gone:
//! [`decided_at`](salus_primitives::disclosure::Disclosure::decided_at) says as of when. If the answer
//! is no, the entry is written all the same, because an access that happened belongs into the
//! accounting, but as *unconfirmed* with the reason of the refusal, and not as one that was allowed.
//! An entry that names an emergency access is held against that access as it stood at the time, which
//! the chain does know: patient, practitioner, time, purpose and kinds of data must fit. Whether a
//! directive of the patient forbade even that is no longer known, unlike for an entry that is written
//! singly.
//!
//! An attempt that the decision refuses leaves nothing here: the call fails, and a call that fails
//! writes nothing and emits nothing. It stands in its block for those who look for it.
//!
//! ## The life of an emergency access
//!
//! ```text
//! break_glass ─► open ─► ended ─► review ─► justified ─► complaint ─┐
//!                 │ (time, close)   │  └──► unjustified             ▼
//!                 ▼                 └─────► escalated ◄─────────────┘
//!          disclosures under it               │ settle (auditor, council)
//!                                             ▼
//!                                    justified / unjustified
//! ```
//!
//! A suspension hinders new ones only. One that is open goes on until it ends, which is within a day:
//! the patient on the table does not pay for the arrears of an office. An access ends at once when
//! its agent is no longer an active practitioner of an active provider, or the patient is erased.
//!
//! ## Privacy
//!
//! An entry has random ids, an account of an agent, numbers of organizations, coded classes and
//! purposes, times and salted commitments. Agents act by duty, and accounting for it is the purpose of
//! the log. Whoever can tie a patient id to a person learns from its entries where the person was
//! treated; that is why ids are random and a person may hold several. Codes of data are not taken at
//! all, as [`Access`] explains.
//!
//! **Withholding** keeps an entry out of the list that the runtime API and the RPC give as the
//! patient's accounting. It does not hide it: whoever reads the chain's storage or blocks finds it, and
//! auditors' lists show it. An organization that must keep a disclosure from the patient for a while
//! logs it in a batch, whose leaf says nothing to anybody, and opens it when the time is over.
//!
//! **Erasure** of a patient removes nothing here. The log is the evidence of who saw the data, which
//! the law has kept (45 CFR 164.530(j); GDPR article 17(3)(b) and (e)), and nothing in it says who the
//! person was: the identifiers' commitments are gone with the patient, so that the id leads nowhere.
//! Nothing new is written about an erased patient, and open emergency accesses end.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod glass;
#[cfg(any(test, feature = "try-runtime"))]
mod invariants;
mod log;
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

use frame_support::{pallet_macros::import_section, pallet_prelude::*, traits::Time};
use frame_system::pallet_prelude::*;
use salus_primitives::{
	codes::{Basis, BreakGlassReason, ClassSet, ReviewOutcome},
	commitment::Salt,
	disclosure::{Access, Disclosure, LogBatch, LoggedAccess, Statement, Withholding},
	emergency::{Emergency, EmergencyId, Settlement},
	merkle::InclusionProof,
	patient::Power,
	traits::{AccessControl, Membership, Patients, Records},
	Moment, OrganizationId, PatientId,
};
use sp_core::H256;

/// An entry of this runtime.
pub type DisclosureOf<T> = Disclosure<<T as frame_system::Config>::AccountId>;
/// A batch of this runtime.
pub type LogBatchOf<T> = LogBatch<<T as frame_system::Config>::AccountId>;
/// An entry of a batch of this runtime.
pub type LoggedAccessOf<T> = LoggedAccess<<T as frame_system::Config>::AccountId>;
/// An emergency access of this runtime.
pub type EmergencyOf<T> = Emergency<<T as frame_system::Config>::AccountId>;

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
		/// What the chain knows of records.
		type Records: Records<Self::AccountId>;
		/// Who may do what with a patient's data.
		type Access: AccessControl<Self::AccountId>;
		/// The council, which clears suspensions and settles what was escalated as auditors do.
		type CouncilOrigin: EnsureOrigin<Self::RuntimeOrigin>;
		/// Most gaps in one log. Who has more fills some before leaving further ones.
		#[pallet::constant]
		type MaxGaps: Get<u32>;
		/// Most numbers that one gap may have: what a mistyped number can cost.
		#[pallet::constant]
		type MaxLeap: Get<u64>;
		/// Most classes of data that one emergency access may be for.
		#[pallet::constant]
		type MaxEmergencyClasses: Get<u32>;
		/// How long an emergency access lasts if nobody says, in milliseconds.
		#[pallet::constant]
		type DefaultValidity: Get<Moment>;
		/// How long it may last at most.
		#[pallet::constant]
		type MaxValidity: Get<Moment>;
		/// Within what time after its declaration it has to be reviewed.
		#[pallet::constant]
		type ReviewPeriod: Get<Moment>;
		/// Most emergency accesses that one agent may have open at once.
		#[pallet::constant]
		type MaxOpen: Get<u32>;
		/// Most emergency accesses of one organization that wait for their review. They are read and
		/// written whole; who has that many is not reviewing.
		#[pallet::constant]
		type MaxUnreviewed: Get<u32>;
		/// The people that benchmarks act with.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: benchmarking::BenchmarkHelper<Self::AccountId>;
		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// The entries, by organization and number. Numbers are big-endian and not hashed, so that a log
	/// is read in its order.
	#[pallet::storage]
	pub(crate) type Disclosures<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		OrganizationId,
		Identity,
		Ordered,
		DisclosureOf<T>,
		OptionQuery,
	>;

	/// The batches, by organization and the number of their first entry.
	#[pallet::storage]
	pub(crate) type Batches<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		OrganizationId,
		Identity,
		Ordered,
		LogBatchOf<T>,
		OptionQuery,
	>;

	/// The last number of each log; 0 before the first.
	#[pallet::storage]
	pub(crate) type LastNumbers<T: Config> =
		StorageMap<_, Twox64Concat, OrganizationId, u64, ValueQuery>;

	/// What is missing of each log, in order.
	#[pallet::storage]
	pub(crate) type Gaps<T: Config> =
		StorageMap<_, Twox64Concat, OrganizationId, GapsOf<T>, ValueQuery>;

	/// The entries about each patient, in the order in which they were written.
	#[pallet::storage]
	pub(crate) type Accountings<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		PatientId,
		Twox64Concat,
		u64,
		(OrganizationId, u64),
		OptionQuery,
	>;

	/// How many entries there are about each patient.
	#[pallet::storage]
	pub(crate) type AccountingLengths<T: Config> =
		StorageMap<_, Blake2_128Concat, PatientId, u64, ValueQuery>;

	/// Entries that are, or were, kept from the patient.
	#[pallet::storage]
	pub(crate) type Withholdings<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		OrganizationId,
		Twox64Concat,
		u64,
		Withholding,
		OptionQuery,
	>;

	/// How many emergency accesses there have been.
	#[pallet::storage]
	pub(crate) type EmergencyCount<T: Config> = StorageValue<_, u64, ValueQuery>;

	/// The emergency accesses.
	#[pallet::storage]
	pub(crate) type Emergencies<T: Config> =
		StorageMap<_, Twox64Concat, EmergencyId, EmergencyOf<T>, OptionQuery>;

	/// The emergency accesses to each patient's data.
	#[pallet::storage]
	pub(crate) type PatientEmergencies<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, PatientId, Identity, Ordered, (), OptionQuery>;

	/// The emergency accesses by each organization.
	#[pallet::storage]
	pub(crate) type OrganizationEmergencies<T: Config> =
		StorageDoubleMap<_, Twox64Concat, OrganizationId, Identity, Ordered, (), OptionQuery>;

	/// What an agent has open; among it what has ended by itself since the agent last broke a glass.
	#[pallet::storage]
	pub(crate) type OpenAccesses<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, OpenAccessesOf<T>, ValueQuery>;

	/// What of each organization waits for its review, by the moment when that is due.
	#[pallet::storage]
	pub(crate) type PendingReviews<T: Config> =
		StorageMap<_, Twox64Concat, OrganizationId, PendingReviewsOf<T>, ValueQuery>;

	/// Organizations that made a review late and have not been cleared, and since when they may break
	/// no glass. Those with a review overdue are suspended without being in here.
	#[pallet::storage]
	pub(crate) type LateReviews<T: Config> =
		StorageMap<_, Twox64Concat, OrganizationId, Moment, OptionQuery>;

	/// The entries under each emergency access, by number of its organization's log.
	#[pallet::storage]
	pub(crate) type EmergencyDisclosures<T: Config> =
		StorageDoubleMap<_, Twox64Concat, EmergencyId, Identity, Ordered, (), OptionQuery>;

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An entry was written.
		DisclosureRecorded {
			/// Whose data.
			patient: PatientId,
			/// Whose agent acted.
			organization: OrganizationId,
			/// The entry's number.
			sequence: u64,
			/// On what it rests.
			basis: Basis,
		},
		/// A batch of entries was anchored.
		BatchAnchored {
			/// Whose.
			organization: OrganizationId,
			/// Number of its first entry.
			first: u64,
			/// Number of its last.
			last: u64,
			/// Its root.
			root: H256,
		},
		/// An entry of a batch was opened.
		DisclosureOpened {
			/// Whose data.
			patient: PatientId,
			/// Whose agent acted.
			organization: OrganizationId,
			/// The entry's number.
			sequence: u64,
			/// On what it rests.
			basis: Basis,
		},
		/// An entry is kept from the patient's accounting.
		DisclosureWithheld {
			/// Whose entry.
			organization: OrganizationId,
			/// Its number.
			sequence: u64,
			/// Until when.
			until: Moment,
		},
		/// An entry is no longer kept from the patient's accounting.
		DisclosureReleased {
			/// Whose entry.
			organization: OrganizationId,
			/// Its number.
			sequence: u64,
		},
		/// A practitioner declared an emergency. This is the patient's notice.
		GlassBroken {
			/// The emergency access.
			emergency: EmergencyId,
			/// Whose data.
			patient: PatientId,
			/// The practitioner's organization.
			organization: OrganizationId,
			/// Why.
			reason: BreakGlassReason,
			/// When it ends by itself.
			until: Moment,
		},
		/// An emergency access was closed.
		EmergencyClosed {
			/// The emergency access.
			emergency: EmergencyId,
			/// Whose data.
			patient: PatientId,
		},
		/// An emergency access was reviewed.
		EmergencyReviewed {
			/// The emergency access.
			emergency: EmergencyId,
			/// Whose data.
			patient: PatientId,
			/// The practitioner's organization.
			organization: OrganizationId,
			/// What the officer said.
			outcome: ReviewOutcome,
			/// Whether it was overdue. The organization may break no glass until it is cleared.
			late: bool,
		},
		/// The patient complained of an emergency access.
		ComplaintRaised {
			/// The emergency access.
			emergency: EmergencyId,
			/// Whose data.
			patient: PatientId,
			/// The practitioner's organization.
			organization: OrganizationId,
		},
		/// An escalated emergency access was settled.
		EmergencySettled {
			/// The emergency access.
			emergency: EmergencyId,
			/// Whose data.
			patient: PatientId,
			/// Justified or not.
			outcome: ReviewOutcome,
		},
		/// An organization may break the glass again.
		SuspensionCleared {
			/// Which.
			organization: OrganizationId,
			/// The auditor's organization; none for the council.
			cleared_by: Option<OrganizationId>,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// The caller is no agent who may do this.
		NotAuthorized,
		/// No patient with this id is registered.
		PatientNotFound,
		/// The patient was erased.
		PatientErased,
		/// Action and recipient don't go together, or no record is named, or one twice.
		MalformedAccess,
		/// The decision says no, for a reason that has no error of its own.
		Denied,
		/// The decision says no: a consent withholds it.
		ConsentDenies,
		/// The decision says no: no consent in force speaks of it.
		NoMatchingConsent,
		/// The decision says no: who acts or receives may not act at present.
		ActorNotActive,
		/// The decision says no: the patient has no such record.
		RecordNotFound,
		/// The decision says no: the record was erased.
		RecordErased,
		/// The decision says no: what was said contradicts what the chain knows.
		Contradiction,
		/// The decision says no: no emergency access is open.
		EmergencyNotDeclared,
		/// The records rest on different grounds, and belong into one entry for each.
		MixedBasis,
		/// The log's next number is another.
		SequenceMismatch,
		/// The log has no further numbers.
		SequenceExhausted,
		/// First, last and count don't agree, or are out of bounds.
		InvalidRange,
		/// Some of these numbers are taken.
		SequenceOverlap,
		/// The batch leaves out more numbers at once than a gap may have.
		MaxLeapExceeded,
		/// The log has too many gaps to leave, or to split, another.
		MaxGapsExceeded,
		/// There is no such batch.
		BatchNotFound,
		/// The proof does not show that the entry is in the batch.
		InvalidProof,
		/// The entry was opened already.
		AlreadyOpened,
		/// The entry says that it happened after its batch was anchored.
		InvalidTime,
		/// The emergency access that the entry names does not cover it.
		EmergencyMismatch,
		/// There is no such entry.
		DisclosureNotFound,
		/// The entry's recipient is neither a health oversight agency nor law enforcement.
		NotWithholdable,
		/// The statement's time is over, in the future, or longer than the law allows.
		InvalidStatement,
		/// An oral statement was made about this entry before; only a written one extends it.
		OralStatementUsed,
		/// The entry is not kept from the patient.
		NotWithheld,
		/// An emergency access is for one class of data at least.
		NoClasses,
		/// An emergency access is not for that many classes of data.
		MaxClassesExceeded,
		/// An emergency access has some duration, and not that long a one.
		InvalidValidity,
		/// The agent has an emergency access open for this patient.
		AlreadyOpen,
		/// The agent has too many emergency accesses open.
		MaxOpenExceeded,
		/// Too many of the organization's emergency accesses wait for their review.
		MaxUnreviewedExceeded,
		/// The organization may break no glass until its reviews are made and an auditor or the
		/// council has cleared it.
		BreakGlassSuspended,
		/// There is no such emergency access.
		EmergencyNotFound,
		/// The emergency access has ended.
		EmergencyEnded,
		/// The emergency access has not ended, so that not all can be seen that it was used for.
		EmergencyOpen,
		/// Nobody reviews what they did themselves.
		OwnReview,
		/// The emergency access was reviewed already.
		AlreadyReviewed,
		/// The patient complained, so that the organization can't call it justified by itself.
		ComplaintPending,
		/// The caller neither controls the patient nor represents it.
		NotController,
		/// The patient complained already.
		AlreadyComplained,
		/// The emergency access was found unjustified, or was settled.
		OutcomeFinal,
		/// The emergency access was not escalated.
		NotEscalated,
		/// Who settles says whether it was justified.
		OutcomeNotFinal,
		/// The organization is not suspended.
		NotSuspended,
		/// Some of the organization's reviews are overdue still.
		ReviewsOverdue,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				T::DefaultValidity::get() > 0
					&& T::DefaultValidity::get() <= T::MaxValidity::get()
					&& T::MaxValidity::get() < T::ReviewPeriod::get(),
				"an emergency access ends before its review is due"
			);
			assert!(
				T::MaxEmergencyClasses::get() > 0
					&& T::MaxOpen::get() > 0
					&& T::MaxUnreviewed::get() > 0
					&& T::MaxGaps::get() > 0,
				"bounds need room"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
