//! What a consortium member may do, and what its agents may.

use super::{code_set, code_system};

code_system! {
	/// What an organization is admitted for. Salus's own codes.
	Capability: "Capability" of "urn:salus:capability" {
		/// Treats patients.
		Provider = 0 as "provider",
		/// Examines specimens.
		Laboratory = 1 as "laboratory",
		/// Dispenses medicines.
		Pharmacy = 2 as "pharmacy",
		/// Pays for care.
		Payer = 3 as "payer",
		/// Makes medicines.
		Manufacturer = 4 as "manufacturer",
		/// Distributes medicines.
		Wholesaler = 5 as "wholesaler",
		/// Answers for clinical trials.
		Sponsor = 6 as "sponsor",
		/// Judges clinical trials.
		EthicsCommittee = 7 as "ethics-committee",
		/// Oversees by law.
		Regulator = 8 as "regulator",
		/// Reviews on behalf of the consortium.
		Auditor = 9 as "auditor",
	}
}

code_set! {
	/// Capabilities of an organization.
	CapabilitySet(u64) of Capability
}

impl Capability {
	/// Whether it counts only with a valid licence of an authority.
	pub const fn requires_licence(self) -> bool {
		match self {
			Self::Provider
			| Self::Laboratory
			| Self::Pharmacy
			| Self::Payer
			| Self::Manufacturer
			| Self::Wholesaler => true,
			Self::Sponsor | Self::EthicsCommittee | Self::Regulator | Self::Auditor => false,
		}
	}
}

code_system! {
	/// What an account does for its organization. Salus's own codes.
	AgentRole: "AgentRole" of "urn:salus:agent-role" {
		/// Keeps the organization's agents, keys and data.
		Administrator = 0 as "administrator",
		/// Treats patients; may break the glass.
		Practitioner = 1 as "practitioner",
		/// Registers patients and files records.
		Clerk = 2 as "clerk",
		/// Reviews accesses and answers patients.
		PrivacyOfficer = 3 as "privacy-officer",
		/// A system of the organization that submits on its own.
		Gateway = 4 as "gateway",
	}
}

code_set! {
	/// Roles of an agent.
	RoleSet(u64) of AgentRole
}
