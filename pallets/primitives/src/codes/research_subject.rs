//! Participants of a clinical trial.

use super::code_system;

code_system! {
	/// Where a participant stands (FHIR R5 `ResearchSubject.progress.subjectState`). FHIR R4 has the
	/// same codes as `research-subject-status`.
	SubjectState: "ResearchSubjectState"
		of "http://terminology.hl7.org/CodeSystem/research-subject-state"
	{
		/// May be considered.
		Candidate = 0 as "candidate",
		/// Meets the criteria.
		Eligible = 1 as "eligible",
		/// Without intervention, and still seen.
		FollowUp = 2 as "follow-up",
		/// Does not meet the criteria.
		Ineligible = 3 as "ineligible",
		/// Was not registered for the study.
		NotRegistered = 4 as "not-registered",
		/// Done, and no longer seen.
		OffStudy = 5 as "off-study",
		/// Enrolled.
		OnStudy = 6 as "on-study",
		/// Receives the intervention.
		OnStudyIntervention = 7 as "on-study-intervention",
		/// Is observed.
		OnStudyObservation = 8 as "on-study-observation",
		/// Enrolled, and has not begun.
		PendingOnStudy = 9 as "pending-on-study",
		/// Might be considered.
		PotentialCandidate = 10 as "potential-candidate",
		/// Is being examined for the criteria.
		Screening = 11 as "screening",
		/// Has withdrawn, or was withdrawn, before the end.
		Withdrawn = 12 as "withdrawn",
	}
}

impl SubjectState {
	/// Whether a participant who stands here may come to stand there next, other than by
	/// withdrawal. A participant is enrolled as [`Self::PendingOnStudy`]; the states before that are
	/// those of people of whom the chain knows nothing.
	pub const fn may_become(self, next: Self) -> bool {
		use SubjectState::*;
		matches!(
			(self, next),
			(PendingOnStudy, OnStudy | OnStudyIntervention | OnStudyObservation | OffStudy)
				| (OnStudy, OnStudyIntervention | OnStudyObservation | FollowUp | OffStudy)
				| (OnStudyIntervention, OnStudy | OnStudyObservation | FollowUp | OffStudy)
				| (OnStudyObservation, OnStudy | OnStudyIntervention | FollowUp | OffStudy)
				| (FollowUp, OffStudy)
		)
	}

	/// Whether the participant is in the study, and so may still withdraw.
	pub const fn is_in_study(self) -> bool {
		matches!(
			self,
			Self::PendingOnStudy
				| Self::OnStudy
				| Self::OnStudyIntervention
				| Self::OnStudyObservation
				| Self::FollowUp
		)
	}
}
