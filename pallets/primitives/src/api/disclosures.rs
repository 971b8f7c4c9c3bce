//! Disclosures and emergency accesses.

use crate::{
	disclosure::{
		DisclosureInfo, DisclosurePage, GapReport, LogBatchInfo, LogBatchPage, LogInclusion,
	},
	emergency::{BreakGlassSuspension, EmergencyId, EmergencyInfo, EmergencyPage},
	merkle::InclusionProof,
	OrganizationId, PatientId, Period,
};
use codec::Codec;
use sp_core::H256;

sp_api::decl_runtime_apis! {
	/// Disclosures, and emergency accesses with their reviews.
	pub trait DisclosuresApi<AccountId> where AccountId: Codec {
		/// The accounting of disclosures for a patient: up to `limit` entries about what happened in
		/// `period` (the six years before this block if it has no start), from the one at position
		/// `from` on, in the order in which they were written. Entries that an agency has kept from
		/// the patient at this moment are passed over.
		fn accounting(
			patient: PatientId,
			period: Period,
			from: Option<u64>,
			limit: u32,
		) -> DisclosurePage<AccountId>;
		/// One entry.
		fn disclosure(
			organization: OrganizationId,
			sequence: u64,
		) -> Option<DisclosureInfo<AccountId>>;
		/// Up to `limit` entries of an organization's log from number `from` on, those kept from
		/// patients too.
		fn disclosures(
			organization: OrganizationId,
			from: Option<u64>,
			limit: u32,
		) -> DisclosurePage<AccountId>;
		/// The batch of an organization's log that begins with number `first`.
		fn log_batch(organization: OrganizationId, first: u64) -> Option<LogBatchInfo<AccountId>>;
		/// Up to `limit` batches of an organization's log from the one that begins with `from` on.
		fn log_batches(
			organization: OrganizationId,
			from: Option<u64>,
			limit: u32,
		) -> LogBatchPage<AccountId>;
		/// What is missing of an organization's log.
		fn gaps(organization: OrganizationId) -> GapReport;
		/// Whether a commitment is in the batch that begins with number `first`; nothing if there is
		/// no such batch.
		fn verify_entry(
			organization: OrganizationId,
			first: u64,
			commitment: H256,
			proof: InclusionProof,
		) -> Option<LogInclusion>;
		/// One emergency access.
		fn emergency(id: EmergencyId) -> Option<EmergencyInfo<AccountId>>;
		/// The emergency access that an agent has open for a patient.
		fn open_emergency(patient: PatientId, agent: AccountId) -> Option<EmergencyInfo<AccountId>>;
		/// Up to `limit` emergency accesses to a patient's data from number `from` on.
		fn emergencies_of_patient(
			patient: PatientId,
			from: Option<EmergencyId>,
			limit: u32,
		) -> EmergencyPage<AccountId>;
		/// Up to `limit` emergency accesses by an organization from number `from` on.
		fn emergencies_of_organization(
			organization: OrganizationId,
			from: Option<EmergencyId>,
			limit: u32,
		) -> EmergencyPage<AccountId>;
		/// Up to `limit` emergency accesses whose review is overdue, of all organizations, from number
		/// `from` on.
		fn overdue_emergencies(from: Option<EmergencyId>, limit: u32) -> EmergencyPage<AccountId>;
		/// Up to `limit` disclosures made under an emergency access, from number `from` of the
		/// organization's log on.
		fn emergency_disclosures(
			id: EmergencyId,
			from: Option<u64>,
			limit: u32,
		) -> DisclosurePage<AccountId>;
		/// Since when an organization may break no further glass, if it may not.
		fn break_glass_suspension(organization: OrganizationId) -> Option<BreakGlassSuspension>;
	}
}
