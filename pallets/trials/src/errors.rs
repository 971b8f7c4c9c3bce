//! Why calls are refused: a section of the pallet.

use frame_support::pallet_macros::pallet_section;

/// The errors.
#[pallet_section]
mod errors {
	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// No such trial is registered.
		NotFound,
		/// The id is taken.
		AlreadyExists,
		/// Another trial has this number of a registry, or it is named twice.
		RegistryIdTaken,
		/// The caller is no agent who may act, or not of an organization that may do this.
		NotAuthorized,
		/// The committee is the sponsor itself, or may not judge trials.
		CommitteeNotEligible,
		/// The committee still judges trials, and can't be replaced.
		CommitteeStillActive,
		/// Title, conditions or criteria have no text.
		TextMissing,
		/// A kind of text is there twice.
		DuplicateText,
		/// The design is not one of its type of study, or the type was changed.
		InvalidDesign,
		/// A trial needs a primary outcome.
		NoPrimaryOutcome,
		/// A registered outcome can't be post hoc.
		InvalidOutcome,
		/// No such outcome is on the list, or it was removed.
		OutcomeNotFound,
		/// An outcome is named twice.
		OutcomeNamedTwice,
		/// An outcome would become what it is.
		OutcomeUnchanged,
		/// There is no room for a further outcome.
		MaxOutcomesExceeded,
		/// There is no room for further changes of outcomes.
		MaxOutcomeChangesExceeded,
		/// A fact lies in the future.
		DateInFuture,
		/// A date lies before one that it has to follow.
		DatesOutOfOrder,
		/// A date that was stated can be changed, not taken back.
		DateTakenBack,
		/// The trial can't come to stand there from where it stands.
		IllegalTransition,
		/// No version of the protocol has been approved.
		NotApproved,
		/// Only who suspended the trial can lift that, while it still may.
		SuspendedByOther,
		/// A version waits for the committee already.
		AmendmentPending,
		/// No such version waits.
		NotPending,
		/// What is changed can't be changed by a minor amendment.
		NotMinor,
		/// The first version comes with the registration.
		InvalidAmendmentKind,
		/// The organization is no provider in good standing.
		SiteNotEligible,
		/// The trial has no such site.
		SiteNotFound,
		/// The site is open already.
		SiteAlreadyOpen,
		/// The site is closed.
		SiteClosed,
		/// The account is no practitioner of the site.
		InvestigatorNotEligible,
		/// The account investigates there already.
		AlreadyInvestigator,
		/// The account does not investigate there.
		NotInvestigator,
		/// There is no room for a further investigator.
		MaxInvestigatorsExceeded,
		/// The trial does not enrol at present.
		NotEnrolling,
		/// As many as the protocol allows are enrolled.
		SampleSizeReached,
		/// The trial has no such participant.
		ParticipantNotFound,
		/// The participant id is taken.
		ParticipantExists,
		/// The patient id has served an enrolment: a fresh one keeps trials unlinkable.
		PatientIdUsed,
		/// The consent is not in force, not to this trial, or not to the present version.
		ConsentNotCurrent,
		/// The participant has agreed to the present version already.
		ConsentAlreadyCurrent,
		/// The participant can't come to stand there from where it stands.
		IllegalSubjectTransition,
		/// The participant has withdrawn.
		AlreadyWithdrawn,
		/// The participant is not in the study.
		NotInStudy,
		/// The trial is not randomized.
		NotRandomized,
		/// Lists have to be committed to before the first enrolment.
		EnrolmentBegun,
		/// The list is committed to already.
		ListExists,
		/// No list is committed to, or not this one.
		ListNotFound,
		/// Every place on the list is taken.
		ListExhausted,
		/// A list or an anchor has 1 to 2^24 entries, and a leaf is one of them.
		InvalidLeaves,
		/// The participant has a place already.
		AlreadyRandomized,
		/// The participant has no place on a list.
		NotYetRandomized,
		/// The arm is revealed already.
		AlreadyRevealed,
		/// The arm must not be revealed before the database is locked.
		StillMasked,
		/// The opening is not that of the participant's place.
		InvalidOpening,
		/// The trial has no such arm.
		ArmNotFound,
		/// Nobody is masked.
		NotMasked,
		/// The participant is unblinded already.
		AlreadyUnblinded,
		/// The trial is not under way.
		NotUnderWay,
		/// The trial is under way.
		StillUnderWay,
		/// Nobody is enrolled.
		NoParticipants,
		/// The database is locked.
		DatabaseLocked,
		/// No such anchor, or of another kind or site than it would have to be.
		AnchorNotFound,
		/// There is no room for a further query or correction about the anchor.
		MaxFollowersExceeded,
		/// The query is answered already.
		QueryAnswered,
		/// Queries are open.
		QueriesOpen,
		/// The event is not serious.
		NotSerious,
		/// No such report.
		ReportNotFound,
		/// The reaction is not one that goes to the regulator.
		NotSuspected,
		/// The regulator was told already.
		AlreadyExpedited,
		/// The primary completion is not reached.
		PrimaryCompletionNotReached,
		/// The results don't account for an outcome on the list.
		OutcomeNotAccountedFor,
		/// Results have been submitted already.
		ResultsAlreadySubmitted,
		/// No results are due.
		NoResultsDue,
		/// The delay ends before the due date, or too long after it.
		InvalidDelay,
	}
}
