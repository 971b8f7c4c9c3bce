//! Clinical trials as the pallets and the readers see them: what a trial registers, its outcomes and
//! what became of them, how it is conducted, what it reports, and the trail of all that.

mod audit;
mod conduct;
mod date;
mod outcome;
mod registration;
mod registry_id;

pub use audit::{AuditEntry, AuditPage, AuditedChange};
pub use conduct::{
	allocation_commitment, AllocationList, AllocationListInfo, AllocationListPage,
	AllocationOpening, AnchorInfo, AnchorKind, AnchorPage, Assessment, ConsentState, DataAnchor,
	DataPoint, FollowUp, FollowUpPage, Participant, ParticipantInfo, ParticipantPage, RandomizedTo,
	SafetyReport, SafetyReportInfo, SafetyReportPage, Site, SiteInfo, SubjectProgress,
	EXPEDITED_DAYS, FOLLOW_UP_DAYS, URGENT_DAYS,
};
pub use date::{add_months, DAY};
pub use outcome::{
	AmendedOutcome, Changes, ComparedOutcome, Comparison, Extras, ListedOutcome, Outcome,
	OutcomeAccount, OutcomeChange, OutcomeChangeInfo, OutcomeReport, OutcomeText, Outcomes,
	Reports, Results, ResultsInfo, MAX_OUTCOMES,
};
pub use registration::{
	Age, AmendmentKind, Certificate, CertificatePage, Countries, Dates, Design, Details,
	DueResults, Eligibility, EthicsReview, ProtocolVersion, PublicText, Reason, Registration,
	RegistryIds, SampleSize, StatedDate, Text, Texts, TrialInfo, TrialPage, VersionStatus,
	MAX_COUNTRIES, MAX_REGISTRY_IDS, MAX_TEXTS,
};
pub use registry_id::{InvalidRegistryId, RegistryId};

#[cfg(test)]
mod tests;
