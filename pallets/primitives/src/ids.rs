//! Identifiers. None of them says anything about a person: patient, record, consent and batch ids
//! are 32 random bytes that the client draws; organizations, which are public, are numbered.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::H256;

macro_rules! random_id {
	($(#[$doc:meta])* $name:ident) => {
		$(#[$doc])*
		#[derive(
			Clone,
			Copy,
			Default,
			PartialEq,
			Eq,
			PartialOrd,
			Ord,
			Hash,
			Debug,
			Encode,
			Decode,
			DecodeWithMemTracking,
			MaxEncodedLen,
			TypeInfo,
			Serialize,
			Deserialize,
		)]
		#[serde(transparent)]
		pub struct $name(pub H256);

		impl $name {
			/// The lowest id, where a listing starts.
			pub const FIRST: Self = Self(H256::zero());
		}

		impl From<[u8; 32]> for $name {
			fn from(bytes: [u8; 32]) -> Self {
				Self(H256(bytes))
			}
		}

		impl AsRef<[u8]> for $name {
			fn as_ref(&self) -> &[u8] {
				self.0.as_bytes()
			}
		}

		impl fmt::Display for $name {
			fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
				write!(f, "{:#x}", self.0)
			}
		}

		impl FromStr for $name {
			type Err = InvalidId;

			fn from_str(text: &str) -> Result<Self, InvalidId> {
				let bytes = sp_core::bytes::from_hex(text).map_err(|_| InvalidId)?;
				<[u8; 32]>::try_from(bytes).map(Self::from).map_err(|_| InvalidId)
			}
		}
	};
}

random_id!(
	/// A patient. One person may hold several, which nothing on chain connects.
	PatientId
);
random_id!(
	/// A record pointer, unique among the records of its patient.
	RecordId
);
random_id!(
	/// A consent, unique among the consents of its patient.
	ConsentId
);
random_id!(
	/// A batch of record commitments under one Merkle root.
	BatchId
);

random_id!(
	/// A clinical trial. Trials are public; registries know them by their own numbers.
	TrialId
);
random_id!(
	/// A participant, unique among the participants of a trial. Drawn anew for each trial, so that
	/// nothing connects what one person does in two of them.
	ParticipantId
);

/// A member of the consortium, numbered in the order of application.
#[derive(
	Clone,
	Copy,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(transparent)]
pub struct OrganizationId(pub u32);

impl fmt::Display for OrganizationId {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		self.0.fmt(f)
	}
}

/// The text is not 32 bytes in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvalidId;

impl fmt::Display for InvalidId {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str("expected 32 bytes in hexadecimal, with or without 0x")
	}
}

impl core::error::Error for InvalidId {}
