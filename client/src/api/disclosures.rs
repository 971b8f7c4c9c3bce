//! Disclosures, and emergency accesses with their reviews.

use super::Api;
use crate::Error;
use salus_primitives::{
	disclosure::{
		DisclosureInfo, DisclosurePage, GapReport, LogBatchInfo, LogBatchPage, LogInclusion,
	},
	emergency::{BreakGlassSuspension, EmergencyId, EmergencyInfo, EmergencyPage},
	merkle::InclusionProof,
	OrganizationId, PatientId, Period,
};
use sp_core::{crypto::AccountId32, H256};

impl Api<'_> {
	/// The accounting of disclosures for a patient: up to `limit` entries about what happened in `period`
	/// (the last six years if it has no start), from position `from` on.
	pub async fn accounting(
		&self,
		patient: PatientId,
		period: Period,
		from: Option<u64>,
		limit: u32,
	) -> Result<DisclosurePage<AccountId32>, Error> {
		self.call("DisclosuresApi_accounting", (patient, period, from, limit)).await
	}

	/// One entry of an organization's log.
	pub async fn disclosure(
		&self,
		organization: OrganizationId,
		sequence: u64,
	) -> Result<Option<DisclosureInfo<AccountId32>>, Error> {
		self.call("DisclosuresApi_disclosure", (organization, sequence)).await
	}

	/// Up to `limit` entries of an organization's log from number `from` on.
	pub async fn disclosures(
		&self,
		organization: OrganizationId,
		from: Option<u64>,
		limit: u32,
	) -> Result<DisclosurePage<AccountId32>, Error> {
		self.call("DisclosuresApi_disclosures", (organization, from, limit)).await
	}

	/// The batch of an organization's log that begins with number `first`.
	pub async fn log_batch(
		&self,
		organization: OrganizationId,
		first: u64,
	) -> Result<Option<LogBatchInfo<AccountId32>>, Error> {
		self.call("DisclosuresApi_log_batch", (organization, first)).await
	}

	/// Up to `limit` batches of an organization's log from the one that begins with `from` on.
	pub async fn log_batches(
		&self,
		organization: OrganizationId,
		from: Option<u64>,
		limit: u32,
	) -> Result<LogBatchPage<AccountId32>, Error> {
		self.call("DisclosuresApi_log_batches", (organization, from, limit)).await
	}

	/// The next number of an organization's log, and the numbers before it that are missing.
	pub async fn gaps(&self, organization: OrganizationId) -> Result<GapReport, Error> {
		self.call("DisclosuresApi_gaps", organization).await
	}

	/// Whether a commitment is in the batch that begins with number `first`.
	pub async fn verify_entry(
		&self,
		organization: OrganizationId,
		first: u64,
		commitment: H256,
		proof: &InclusionProof,
	) -> Result<Option<LogInclusion>, Error> {
		self.call("DisclosuresApi_verify_entry", (organization, first, commitment, proof)).await
	}

	/// One emergency access.
	pub async fn emergency(
		&self,
		id: EmergencyId,
	) -> Result<Option<EmergencyInfo<AccountId32>>, Error> {
		self.call("DisclosuresApi_emergency", id).await
	}

	/// The emergency access that an agent has open for a patient.
	pub async fn open_emergency(
		&self,
		patient: PatientId,
		agent: &AccountId32,
	) -> Result<Option<EmergencyInfo<AccountId32>>, Error> {
		self.call("DisclosuresApi_open_emergency", (patient, agent)).await
	}

	/// Up to `limit` emergency accesses to a patient's data from number `from` on.
	pub async fn emergencies_of_patient(
		&self,
		patient: PatientId,
		from: Option<EmergencyId>,
		limit: u32,
	) -> Result<EmergencyPage<AccountId32>, Error> {
		self.call("DisclosuresApi_emergencies_of_patient", (patient, from, limit)).await
	}

	/// Up to `limit` emergency accesses by an organization from number `from` on.
	pub async fn emergencies_of_organization(
		&self,
		organization: OrganizationId,
		from: Option<EmergencyId>,
		limit: u32,
	) -> Result<EmergencyPage<AccountId32>, Error> {
		self.call("DisclosuresApi_emergencies_of_organization", (organization, from, limit)).await
	}

	/// Up to `limit` emergency accesses whose review is overdue from number `from` on.
	pub async fn overdue_emergencies(
		&self,
		from: Option<EmergencyId>,
		limit: u32,
	) -> Result<EmergencyPage<AccountId32>, Error> {
		self.call("DisclosuresApi_overdue_emergencies", (from, limit)).await
	}

	/// Up to `limit` disclosures made under an emergency access from number `from` of the log on.
	pub async fn emergency_disclosures(
		&self,
		id: EmergencyId,
		from: Option<u64>,
		limit: u32,
	) -> Result<DisclosurePage<AccountId32>, Error> {
		self.call("DisclosuresApi_emergency_disclosures", (id, from, limit)).await
	}

	/// Since when an organization may break no further glass, if it may not.
	pub async fn break_glass_suspension(
		&self,
		organization: OrganizationId,
	) -> Result<Option<BreakGlassSuspension>, Error> {
		self.call("DisclosuresApi_break_glass_suspension", organization).await
	}
}
