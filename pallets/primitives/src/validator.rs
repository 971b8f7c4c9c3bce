//! Validators as the readers of the chain see them.

use crate::OrganizationId;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What a validator made of its slots in one session.
#[derive(
	Clone,
	Copy,
	Default,
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
pub struct Performance {
	/// Slots in which it produced the block.
	pub authored: u32,
	/// Slots that passed without a block of it.
	pub missed: u32,
}

/// What a validator made of its slots in all sessions that have ended.
#[derive(
	Clone,
	Copy,
	Default,
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
pub struct TotalPerformance {
	/// Sessions for which it was seated.
	pub sessions: u32,
	/// Slots in which it produced the block.
	pub authored: u64,
	/// Slots that passed without a block of it.
	pub missed: u64,
}

/// See [`Performance`]; of a session that has ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct SessionPerformance {
	/// The session.
	pub session: u32,
	/// What the validator made of its slots.
	#[serde(flatten)]
	pub performance: Performance,
}

/// A validator as the runtime API gives it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ValidatorInfo<AccountId> {
	/// Its account.
	pub account: AccountId,
	/// The organization that it is an agent of, whether that may act or not.
	pub organization: Option<OrganizationId>,
	/// Whether it is on the list, so that it is seated from the session after next at the latest.
	pub listed: bool,
	/// Whether it is to leave the list as soon as somebody takes its place.
	pub leaving: bool,
	/// Whether it produces blocks and votes in this session.
	pub seated: bool,
	/// Whether it will in the next.
	pub queued: bool,
	/// Whether it may not do so for the rest of the session, because it equivocated.
	pub disabled: bool,
	/// The session keys it has registered, as `author_rotateKeysWithOwner` gives them.
	#[serde(with = "sp_core::bytes")]
	pub keys: Vec<u8>,
	/// What it made of its slots in this session so far.
	pub current: Performance,
	/// The same of the sessions before, as far as the chain remembers them one by one; the latest
	/// first.
	pub previous: Vec<SessionPerformance>,
	/// The same of all sessions that have ended.
	pub total: TotalPerformance,
}

/// How the validators as a whole stand, as the runtime API gives it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ValidatorsStatus {
	/// The session.
	pub session: u32,
	/// The slot of the block.
	pub slot: Option<u64>,
	/// How many are on the list.
	pub listed: u32,
	/// How many of them are to leave as soon as others take their place.
	pub leaving: u32,
	/// How many are seated in this session.
	pub seated: u32,
	/// How many of them may not act for the rest of it.
	pub disabled: u32,
	/// How many are queued for the next session.
	pub queued: u32,
	/// The fewest that the chain may be left with.
	pub minimum: u32,
	/// The most.
	pub maximum: u32,
	/// What all of them together made of this session's slots so far.
	pub current: Performance,
}

impl Performance {
	/// The same, and that much more.
	pub fn plus(self, other: Self) -> Self {
		Self {
			authored: self.authored.saturating_add(other.authored),
			missed: self.missed.saturating_add(other.missed),
		}
	}
}

impl TotalPerformance {
	/// The same with one session more.
	pub fn plus(self, session: Performance) -> Self {
		Self {
			sessions: self.sessions.saturating_add(1),
			authored: self.authored.saturating_add(session.authored.into()),
			missed: self.missed.saturating_add(session.missed.into()),
		}
	}
}
