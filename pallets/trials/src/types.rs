//! What is stored of a trial itself.

use codec::{Decode, Encode, MaxEncodedLen};
use salus_primitives::{
	codes::{StudyType, TrialStatus},
	trial::{Dates, RegistryIds},
	Moment, OrganizationId,
};
use scale_info::TypeInfo;

/// A trial: where it stands, and how many it has of what is kept in maps of its own.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Trial {
	/// Its number in the order of registration.
	pub number: u32,
	/// Who answers for it.
	pub sponsor: OrganizationId,
	/// Who judges it.
	pub committee: OrganizationId,
	/// Numbers in registries.
	pub registry_ids: RegistryIds,
	/// What kind of study. It never changes.
	pub study_type: StudyType,
	/// When it was registered.
	pub registered_at: Moment,
	/// When it was first registered elsewhere.
	pub first_registered_at: Option<Moment>,
	/// Where it stands.
	pub status: TrialStatus,
	/// Since when, as stated.
	pub status_since: Moment,
	/// Who suspended it, while it is suspended.
	pub suspended_by: Option<OrganizationId>,
	/// When the sponsor last made sure that all is right.
	pub verified_at: Moment,
	/// The dates.
	pub dates: Dates,
	/// The version of the protocol that holds; 0 before the first approval.
	pub version: u32,
	/// The version that participants must have agreed to; 0 before the first approval.
	pub consent_version: u32,
	/// The version submitted last.
	pub latest_version: u32,
	/// The version that waits for the committee.
	pub pending: Option<u32>,
	/// When the first participant was enrolled.
	pub locked_at: Option<Moment>,
	/// When the database was locked.
	pub database_locked_at: Option<Moment>,
	/// When the first results came.
	pub first_results_at: Option<Moment>,
	/// Until when the last certificate of delay puts results off.
	pub results_put_off_until: Option<Moment>,
	/// How many outcomes were ever listed; the number of the next.
	pub outcomes: u16,
	/// How many changes of outcomes there are.
	pub outcome_changes: u32,
	/// How many of them touched a primary outcome after the first enrolment.
	pub primary_changes: u32,
	/// How many participants were enrolled.
	pub enrolled: u32,
	/// How many of them withdrew.
	pub withdrawn: u32,
	/// How many allocation lists there are.
	pub allocation_lists: u32,
	/// How many data anchors there are.
	pub anchors: u32,
	/// How many queries are open.
	pub open_queries: u32,
	/// How many safety reports there are.
	pub safety_reports: u32,
	/// How many versions of results there are.
	pub results: u32,
	/// How many certificates of delay there are.
	pub certificates: u32,
	/// How many entries the trail has.
	pub audit_entries: u32,
}

/// Who does something to a trial.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor<AccountId> {
	/// The account.
	pub who: AccountId,
	/// The organization that it acts for; none for a participant's own account.
	pub organization: Option<OrganizationId>,
}
