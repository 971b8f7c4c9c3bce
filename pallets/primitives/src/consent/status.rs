//! Where a consent stands, how it gets there, and a consent as it is stored.

use super::{none, Terms};
use crate::{patient::Authority, ConsentId, Moment, OrganizationId};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Where a consent stands. The FHIR R5 `Consent.status` that it maps to stands behind each.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(tag = "status", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum ConsentStatus {
	/// Asked for by who wants access, not yet answered (`draft`).
	#[codec(index = 0)]
	Requested,
	/// In force within its period (`active`).
	#[codec(index = 1)]
	Active,
	/// Set aside by the grantor for a while (`inactive`).
	#[codec(index = 2)]
	Suspended,
	/// Ended for good by the grantor (`inactive`).
	#[codec(index = 3)]
	Revoked {
		/// When.
		revoked_at: Moment,
	},
	/// Asked for and refused (`not-done`).
	#[codec(index = 4)]
	Refused,
	/// Should never have been recorded (`entered-in-error`).
	#[codec(index = 5)]
	EnteredInError,
	/// Asked for, and the asker thought better of it (`not-done`).
	#[codec(index = 6)]
	Withdrawn,
}

/// What can be done with a consent that is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConsentAct {
	/// The grantor agrees to what was asked for.
	Accept,
	/// The grantor does not.
	Refuse,
	/// The asker takes the request back.
	WithdrawRequest,
	/// The grantor gives it new terms.
	Amend,
	/// The grantor sets it aside for a while.
	Suspend,
	/// The grantor puts it back in force.
	Resume,
	/// The grantor ends it.
	Revoke,
	/// The grantor says that it should never have been recorded.
	MarkEnteredInError,
}

impl ConsentAct {
	/// Every act.
	pub const ALL: [Self; 8] = [
		Self::Accept,
		Self::Refuse,
		Self::WithdrawRequest,
		Self::Amend,
		Self::Suspend,
		Self::Resume,
		Self::Revoke,
		Self::MarkEnteredInError,
	];
}

impl ConsentStatus {
	/// Where a consent stands after `act` at `now`; nothing where it can't be done. What is not in
	/// this table is not allowed:
	///
	/// | from      | act                   | to                 |
	/// |-----------|-----------------------|--------------------|
	/// | requested | accept                | active             |
	/// | requested | refuse                | refused            |
	/// | requested | withdraw the request  | withdrawn          |
	/// | active    | amend                 | active             |
	/// | active    | suspend               | suspended          |
	/// | suspended | resume                | active             |
	/// | active    | revoke                | revoked            |
	/// | suspended | revoke                | revoked            |
	/// | active    | mark entered in error | entered in error   |
	/// | suspended | mark entered in error | entered in error   |
	pub fn after(self, act: ConsentAct, now: Moment) -> Option<Self> {
		match (self, act) {
			(Self::Requested, ConsentAct::Accept) => Some(Self::Active),
			(Self::Requested, ConsentAct::Refuse) => Some(Self::Refused),
			(Self::Requested, ConsentAct::WithdrawRequest) => Some(Self::Withdrawn),
			(Self::Active, ConsentAct::Amend) => Some(Self::Active),
			(Self::Active, ConsentAct::Suspend) => Some(Self::Suspended),
			(Self::Suspended, ConsentAct::Resume) => Some(Self::Active),
			(Self::Active | Self::Suspended, ConsentAct::Revoke) => {
				Some(Self::Revoked { revoked_at: now })
			},
			(Self::Active | Self::Suspended, ConsentAct::MarkEnteredInError) => {
				Some(Self::EnteredInError)
			},
			_ => None,
		}
	}

	/// Whether nothing can be done with it any more.
	pub fn is_ended(self) -> bool {
		ConsentAct::ALL.into_iter().all(|act| self.after(act, 0).is_none())
	}

	/// The code of FHIR R5 `Consent.status`.
	pub fn fhir_code(self) -> &'static str {
		match self {
			Self::Requested => "draft",
			Self::Active => "active",
			Self::Suspended | Self::Revoked { .. } => "inactive",
			Self::Refused | Self::Withdrawn => "not-done",
			Self::EnteredInError => "entered-in-error",
		}
	}
}

/// Who asked for a consent.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Requester<AccountId> {
	/// The organization that wants access.
	pub organization: OrganizationId,
	/// Its agent who asked.
	pub agent: AccountId,
	/// When.
	pub requested_at: Moment,
}

/// Who granted a version of a consent.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Granted<AccountId> {
	/// The account.
	pub grantor: AccountId,
	/// By what right it did.
	pub authority: Authority,
	/// When.
	pub granted_at: Moment,
}

/// A consent as it is stored. The terms come last: a decision reads the rest first, without making
/// a value of all ([`super::decide_stored`]).
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo, Serialize, Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Consent<AccountId> {
	/// Where it stands.
	#[serde(flatten)]
	pub status: ConsentStatus,
	/// Counted from 1.
	pub version: u32,
	/// Who asked for it, if somebody did.
	#[serde(default = "none", skip_serializing_if = "Option::is_none")]
	pub requester: Option<Requester<AccountId>>,
	/// Who granted this version; nobody as long as it is only asked for.
	#[serde(flatten)]
	pub granted: Option<Granted<AccountId>>,
	/// What it says.
	pub terms: Terms<AccountId>,
}

impl<AccountId> Consent<AccountId> {
	/// Whether it counts at `now`.
	pub fn is_in_force(&self, now: Moment) -> bool {
		self.status == ConsentStatus::Active && self.terms.period.contains(now)
	}
}

/// A consent with its id, as lists give it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct ConsentInfo<AccountId> {
	/// The id.
	pub id: ConsentId,
	/// The consent.
	#[serde(flatten)]
	pub consent: Consent<AccountId>,
}

/// A page of consents.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct ConsentPage<AccountId> {
	/// In the order of the chain's storage.
	pub consents: Vec<ConsentInfo<AccountId>>,
	/// Where the next page starts, if there is one.
	pub next: Option<ConsentId>,
}
